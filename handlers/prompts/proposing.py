"""Proposing: `/huzzah propose` - a colleague's question, looked at by a moderator, and named if they like."""

from typing import Final

from handlers import people
from handlers.answers import Answer, Note, Open, Refresh, Refuse, Whisper
from handlers.cards.blocks import Card
from handlers.cards.prompts import forms
from handlers.cards.prompts import proposals as cards
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.giving import ON
from handlers.moderating import is_moderator, moderators
from handlers.prompts import questions
from handlers.prompts.questions import Question
from handlers.prompts.sensitive import touches
from handlers.prompts.wording import MOST, alike, from_markup, worded
from storage import audit, privacy, prompts
from storage.tables import PromptRow
from storage.transactions import Work

MOST_WAITING: Final = 5
"""Questions of one colleague that may wait for a moderator."""
MOST_SHOWN: Final = 6
MOST_TOLD: Final = 12
"""Moderators who are told of a new one."""


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah propose "What ...?"`; alone it opens the form."""
    if stop := _barred(work, event.member):
        return [Note(stop)]
    if not event.text.strip():
        return [Open(forms.propose())]
    checked = from_markup(event.text)
    if checked.problem:
        return [Note(cards.mistaken(checked.problem, checked.text))]
    twin = alike(checked.text, everything(work))
    if twin is not None:
        return [Note(cards.known(checked.text, twin))]
    return _keep(work, event.member, (checked.text, questions.OURS), named=False)


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """A button that opens the form; its value is the question to begin with."""
    if stop := _barred(work, event.member):
        return [Note(stop)]
    return [Open(forms.propose(event.value[: 2 * MOST]))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    if stop := _barred(work, event.member):
        return [Note(stop)]
    category = event.fields.get("category", "")
    category = category if category in questions.CATEGORIES else questions.OURS
    checked = worded(event.fields.get("words", ""), category)
    if checked.problem:
        return [Refuse({"words": checked.problem})]
    twin = alike(checked.text, everything(work))
    if twin is not None:
        return [Refuse({"words": f"Great minds: we have that one already. “{twin.text}” Have you another one?"})]
    named = event.fields.get("named", "").strip().lower() in ON
    return _keep(work, event.member, (checked.text, category), named=named)


def everything(work: Work) -> list[Question]:
    """Every question that is known here, whether it is asked or not; what was dropped may be proposed again."""
    kept = (prompts.PROPOSED, prompts.SHOWN, prompts.RETIRED)
    ours = [questions.of_row(row) for row in prompts.own(work, *kept) if row.prompt not in questions.library()]
    return [*questions.library().values(), *ours]


def _barred(work: Work, member: str) -> Card | None:
    forgotten = bool(privacy.forgotten(work, {member}))
    if forgotten or work.member(member).traits & work.book.outside:
        return cards.not_for_you()
    waiting = [row for row in prompts.waiting(work) if row.member == member]
    return cards.too_many(MOST_WAITING) if len(waiting) >= MOST_WAITING else None


def _keep(work: Work, member: str, what: tuple[str, str], *, named: bool) -> list[Answer]:
    text, category = what
    row = PromptRow(
        workspace="", prompt="", words=text, category=category, mood="curious", effort="quick",
        emoji=questions.EMOJI[category], member=member, named=int(named), state=prompts.PROPOSED, settled_at=0,
        settled_by="",
    )  # fmt: skip
    prompts.add(work, row)
    told = moderators(work)
    card = cards.to_moderator(_proposal(work, row))
    return [
        Note(cards.thanks(questions.of_row(row), named=named, moderators=len(told))),
        *(Whisper(moderator, card) for moderator in told[:MOST_TOLD]),
    ]


def _proposal(work: Work, row: PromptRow) -> cards.Proposal:
    question = questions.of_row(row)
    return cards.Proposal(question, people.person(work, row.member), bool(row.named), touches(question.text))


def name_pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The proposer wants to be named, or not."""
    number, _, wish = event.value.partition("|")
    row = prompts.find(work, number)
    if row is None or row.member != event.member or row.state not in (prompts.PROPOSED, prompts.SHOWN):
        return [Note(cards.gone())]
    row.named = int(wish == "1")
    prompts.keep(work, row)
    return [Refresh(cards.renamed(questions.of_row(row), named=bool(row.named)))]


def waiting(work: Work, done: str = "") -> Card:
    """What waits for a moderator."""
    rows = prompts.waiting(work)
    shown = [_proposal(work, row) for row in rows[:MOST_SHOWN]]
    return cards.waiting(shown, done, max(0, len(rows) - MOST_SHOWN))


def _decided(work: Work, member: str, number: str) -> PromptRow | list[Answer]:
    if not is_moderator(work, member):
        return [Note(cards.moderators_only())]
    row = prompts.find(work, number) if number else None
    if row is None or row.state != prompts.PROPOSED:
        return [Refresh(waiting(work, cards.settled_already()))]
    return row


def approve(work: Work, event: ButtonPressed) -> list[Answer]:
    """It may be asked from now on."""
    row = _decided(work, event.member, event.value)
    if isinstance(row, list):
        return row
    prompts.settle(work, row.prompt, event.member, prompts.SHOWN)
    return [Refresh(waiting(work, f"Approved: {row.words}")), *_told(work, row, event.member, edited=False)]


def drop(work: Work, event: ButtonPressed) -> list[Answer]:
    """It won't be asked."""
    row = _decided(work, event.member, event.value)
    if isinstance(row, list):
        return row
    prompts.settle(work, row.prompt, event.member, prompts.DROPPED)
    card = Refresh(waiting(work, f"Dropped: {row.words}"))
    return [card] if row.member == event.member else [card, Whisper(row.member, cards.dropped(row.words))]


def _told(work: Work, row: PromptRow, moderator: str, *, edited: bool) -> list[Answer]:
    if row.member == moderator:
        return []
    card = cards.approved(
        questions.of_row(row), people.person(work, moderator), named=bool(row.named), edited=edited
    )  # fmt: skip
    return [Whisper(row.member, card)]


def edit(work: Work, event: ButtonPressed) -> list[Answer]:
    """The form to change a question of the workspace's own."""
    if not is_moderator(work, event.member):
        return [Note(cards.moderators_only())]
    row = prompts.find(work, event.value.partition("|")[0])
    if row is None or row.prompt in questions.library() or row.state not in (prompts.PROPOSED, prompts.SHOWN):
        return [Refresh(waiting(work, cards.settled_already()))]
    return [Open(forms.edit(questions.of_row(row), proposed=row.state == prompts.PROPOSED))]


def edited(work: Work, event: DialogSubmitted) -> list[Answer]:
    """It was changed; one that was proposed is approved with that."""
    if not is_moderator(work, event.member):
        return [Note(cards.moderators_only())]
    row = prompts.find(work, event.context)
    if row is None or row.prompt in questions.library() or row.state not in (prompts.PROPOSED, prompts.SHOWN):
        return [Note(waiting(work, cards.settled_already()))]
    category, mood, effort = tags_of(event)
    checked = worded(event.fields.get("words", ""), category)
    twin = alike(checked.text, [each for each in everything(work) if each.id != row.prompt])
    if checked.problem or twin is not None:
        return [Refuse({"words": checked.problem or f"We have that one already: “{twin.text if twin else ''}”"})]
    proposed, changed = row.state == prompts.PROPOSED, row.words != checked.text
    if category != row.category:
        row.emoji = questions.EMOJI[category]
    row.words, row.category, row.mood, row.effort = checked.text, category, mood, effort
    if proposed:
        prompts.settle(work, row.prompt, event.member, prompts.SHOWN)
        card = waiting(work, f"Approved: {row.words}")
        return [Note(card), *_told(work, row, event.member, edited=changed)]
    prompts.keep(work, row)
    audit.write(work, event.member, "questions", f"{row.prompt} edited")
    return [Note(waiting(work, f"Saved: {row.words}"))]


def tags_of(event: DialogSubmitted) -> tuple[str, str, str]:
    """Category, mood and effort as a form says them."""
    category, mood, effort = (event.fields.get(name, "") for name in ("category", "mood", "effort"))
    return (
        category if category in questions.CATEGORIES else questions.OURS,
        mood if mood in questions.MOODS else "curious",
        effort if effort in questions.EFFORTS else "quick",
    )
