"""Deciding: a moderator posts an idea, edits it first, or drops it."""

import json

from handlers import moderating
from handlers.answers import Answer, Note, Open, Post, Refresh, Refuse
from handlers.cards import trends as cards
from handlers.contests import opening as contest_opening
from handlers.events import ButtonPressed, DialogSubmitted
from handlers.polls import asking
from handlers.polls.terms import DEFAULT_OPEN, LEAST_OPTIONS, LONGEST_OPTION, LONGEST_QUESTION, MOST_OPTIONS
from handlers.prompts import posing
from handlers.prompts.questions import Wanted
from handlers.trends.days import CONTEST, POLL, PROMPT
from handlers.trends.proposing import shown
from scoring.markup import escape, plain
from storage import ideas, places
from storage.tables import IdeaRow
from storage.transactions import Work

LONGEST_NUMBER = 12
CONTEST_OPEN = "3d"
_BECAME = {ideas.APPROVED: "posted", ideas.DROPPED: "dropped", ideas.EXPIRED: "dropped, since nobody decided in time"}

SHARED = "Dropped: people of another organisation are in that channel by now, so I post nothing of the kind there."


def approve(work: Work, event: ButtonPressed) -> list[Answer]:
    """It is posted as it stands."""
    row = _open(work, event.member, event.value)
    if isinstance(row, str):
        return [Note(cards.settled(row))]
    if places.shared(work, [row.channel]):
        ideas.settle(work, row, ideas.DROPPED, event.member)
        return [Refresh(cards.settled(SHARED))]
    if row.kind == CONTEST and (taken := _taken(work, row, event.member)):
        return [Note(cards.settled(taken))]
    return [Refresh(cards.approved(shown(work, row, event.member))), *_post(work, row, event.member)]


def drop(work: Work, event: ButtonPressed) -> list[Answer]:
    """Nobody sees it."""
    row = _open(work, event.member, event.value)
    if isinstance(row, str):
        return [Note(cards.settled(row))]
    ideas.settle(work, row, ideas.DROPPED, event.member)
    return [Refresh(cards.dropped())]


def edit(work: Work, event: ButtonPressed) -> list[Answer]:
    """The form."""
    row = _open(work, event.member, event.value)
    if isinstance(row, str):
        return [Note(cards.settled(row))]
    return [Open(cards.form(shown(work, row, event.member)))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """It was edited: posted as it is now."""
    row = _open(work, event.member, event.context)
    if isinstance(row, str):
        return [Note(cards.settled(row))]
    if places.shared(work, [row.channel]):
        ideas.settle(work, row, ideas.DROPPED, event.member)
        return [Note(cards.settled(SHARED))]
    question = event.fields.get("question", "").strip()[:LONGEST_QUESTION]
    kind = event.fields.get("kind", "").strip()
    written = (line.strip()[:LONGEST_OPTION] for line in event.fields.get("options", "").splitlines())
    options = list(dict.fromkeys(line for line in written if line))
    errors = {}
    if not question:
        errors["question"] = "What shall be asked?"
    if kind == POLL and not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
        errors["options"] = f"A poll has {LEAST_OPTIONS} to {MOST_OPTIONS} options, one on each line."
    if kind == CONTEST and (taken := _taken(work, row, event.member)):
        errors["kind"] = taken
    if errors:
        return [Refuse(errors)]
    row.kind = kind if kind in (PROMPT, POLL, CONTEST) else PROMPT
    row.question = escape(question)
    details = json.loads(row.details) if row.details else {}
    row.details = json.dumps(details | {"options": options}, ensure_ascii=False, separators=(",", ":"))
    return [Note(cards.approved(shown(work, row, event.member))), *_post(work, row, event.member)]


def _open(work: Work, member: str, value: str) -> IdeaRow | str:
    # The idea, or why there is nothing to decide.
    if not moderating.is_moderator(work, member):
        return "Only moderators decide about ideas."
    row = ideas.find(work, int(value)) if value.isdecimal() and len(value) <= LONGEST_NUMBER else None
    if row is None or places.is_closed(work, member, row.channel):
        return "I don't know that idea any more. What is rising now: /huzzah trends"
    state = ideas.EXPIRED if row.state == ideas.WAITING and row.closes <= work.now else row.state
    if state != ideas.WAITING:
        return f"That idea was {_BECAME[state]}. What is rising now: /huzzah trends"
    return row


def _post(work: Work, row: IdeaRow, moderator: str) -> list[Answer]:
    ideas.settle(work, row, ideas.APPROVED, moderator)
    details = json.loads(row.details) if row.details else {}
    if row.kind == POLL:
        options = tuple(escape(option) for option in details["options"])
        closes = work.now + DEFAULT_OPEN
        return asking.ask(work, asking.Ask(row.question, options, channel=row.channel, closes=closes))
    if row.kind == CONTEST:
        posted = contest_opening.hold(work, moderator, _contest(row))
        return [answer for answer in posted if not isinstance(answer, Note)]
    card = cards.question(row.question, row.channel, details.get("thread", ""))
    # Written down like any other question, so that its best answer is looked for.
    question = posing.keep_own(work, moderator, plain(row.question, {}), Wanted())
    return [Post(row.channel, card, key=posing.note(work, row.channel, question), by=moderator)]


def _taken(work: Work, row: IdeaRow, moderator: str) -> str:
    found = contest_opening.taken(work, moderator, _contest(row))
    return f"{found} {contest_opening.END_IT}, or make a question of this." if found else ""


def _contest(row: IdeaRow) -> contest_opening.Asked:
    return contest_opening.Asked("meme", plain(row.question, {}), row.channel, CONTEST_OPEN)
