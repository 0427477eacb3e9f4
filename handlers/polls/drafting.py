"""Drafting: the form to ask, its preview for the asker alone, and changing what stands already."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from handlers import people
from handlers.answers import Answer, Note, Open, Refresh, Refuse
from handlers.calendar import typed
from handlers.calendar.recurrence import Plan, moment_of
from handlers.cards.blocks import Card
from handlers.cards.polls import dialogs, notes
from handlers.events import ButtonPressed, DialogSubmitted
from handlers.giving import split
from handlers.polls import asking, presenting, reading, recurring, rights, slices
from handlers.polls.asking import Ask
from handlers.polls.known_words import Meant
from handlers.polls.quoted import Said
from handlers.polls.quoting import tidy
from handlers.polls.reading import Typed
from handlers.polls.terms import (
    CHOICES,
    DRAFT,
    FIXED,
    KINDS,
    QUIZ,
    RESULTS,
    STANDING,
    Terms,
    read_terms,
    write_terms,
)
from scoring.markup import escape
from scoring.periods import DAY
from storage import polls
from storage.tables import PollRow
from storage.transactions import Work

KEPT = 7 * DAY
"""A draft is let go of after so long."""
NO_GROUPS = "Open answers are words, which can't be counted by group. Leave this empty, or choose another kind."
MOST_WRONG = 10**9
"""Of a number that is no option the beginning is quoted."""
MOST_DIGITS = 15
_COMMAS = re.compile(r"[,;、，]")
OVER = notes.told("This preview is over", "This preview is over: it was posted or discarded. Ask anew with /poll")


def number_of(value: str) -> int:
    """The number of a poll in the value of a button; 0 for anything else."""
    first = value.partition("|")[0].strip()
    return int(first) if first.isdecimal() and len(first) <= MOST_DIGITS else 0


def form(work: Work, event: ButtonPressed) -> list[Answer]:
    """A button opens the form; its value is what was typed before."""
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    return [asking.form(work, event, reading.read(event.value))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in: a preview, or what is wrong where."""
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    before, _, where = event.context.partition("|")
    said, right = _read(event.fields)
    errors = _errors(said, right)
    channel, _, thread = where.partition("|")
    wanted_channel = event.fields.get("channel", "").strip() or channel or event.channel
    place = asking.there(work, event.member, wanted_channel, thread if wanted_channel == channel else "")
    later = _later(work, event.member, event.fields.get("again", ""))
    opens = moment_of(later.plan.recurrence) if later.plan else None
    closes = asking.closes_of(work, event.member, said.terms.close, opens or work.now)
    by = slices.wanted(work, said.terms.by)
    errors |= {"channel": place.problem} if place.problem else {}
    errors |= {"by": by.problem} if by.problem and "by" not in errors else {}
    errors |= {"close": closes.problem} if closes.problem else {}
    errors |= {"again": later.problem} if later.problem else {}
    if errors:
        return [Refuse(errors)]
    wanted = Ask(
        said.question, said.options, said.kind, replace(said.terms, by=by.groups, again=later.text), place.channel,
        place.thread, event.member, closes.at, said.anonymous,
    )  # fmt: skip
    row = _mine(work, event.member, before)
    row = _again(work, row, wanted) if row is not None else asking.draft(work, wanted)
    tidy_drafts(work)
    # What stands in its place once it is posted has the same key.
    return [Note(_preview(work, row, said.twice), presenting.asked_key(row.poll))]


@dataclass(frozen=True, slots=True)
class _Later:
    """When it is to be asked, if not at once; or what is wrong with how that was typed."""

    text: str = ""
    plan: Plan | None = None
    problem: str = ""


def _later(work: Work, member: str, text: str) -> _Later:
    text = " ".join(text.split())
    if not text or text.lower() in ("now", "once", "never", "no"):
        return _Later()
    zone = work.member(member).zone or work.book.settings.zone
    found = typed.when(text.removeprefix("at ").removeprefix("on "), zone, work.now)
    if found.plan is None:
        return _Later(problem=f"When shall I ask? {found.problem}")
    if found.rest.strip(" ,.;"):
        return _Later(problem=f"I don't know what “{found.rest.strip()[:40]}” means here. Write every friday 10:00.")
    return _Later(text, found.plan)


def _read(fields: Mapping[str, str]) -> tuple[Typed, str]:
    # As if it had been typed; only that what doesn't apply to the kind is left alone, since a form shows it anyway.
    kind = fields.get("kind", "").strip()
    switches = {each.strip() for each in fields.get("switches", "").split(",")}
    meant = Meant(
        anonymous="anonymous" in switches,
        kinds=[kind] if kind in KINDS else [],
        results=fields.get("results", "") if fields.get("results") in RESULTS else "",
        switches=switches & {"add", "remind", "moderated"},
        close=fields.get("close", "").strip(),
        by=split(fields.get("by", "")),
    )
    most, right = fields.get("most", "").strip(), fields.get("right", "").strip()
    if kind == CHOICES and most.isdecimal() and len(most) < 3:
        meant.limit = int(most)
    if kind == QUIZ:
        meant.right = _right(right.replace("*", " "), fields.get("options", ""))
    options = () if kind in FIXED or kind == "open" else options_in(fields.get("options", ""))
    explanation = escape(tidy(fields.get("explanation", ""))) if kind == QUIZ else ""
    if kind not in ("", "choice", CHOICES):
        meant.switches.discard("add")
    if kind != "open":
        meant.switches.discard("moderated")
    said = Said(escape(tidy(fields.get("question", ""))), options, explanation=explanation)
    return reading.finish(said, meant), right


def _right(typed: str, options: str) -> list[int]:
    # What stands in an option counts before its number: 2017 may be an answer.
    known = {words.casefold(): place for place, words in enumerate(options_in(options), start=1)}
    whole = known.get(escape(tidy(typed)).casefold())
    if whole:
        return [whole]
    found = (known.get(part.casefold(), part) for part in options_in(typed))
    return [number for part in found for number in ([part] if isinstance(part, int) else _numbers(part))]


def _numbers(typed: str) -> list[int]:
    return [min(int(number), MOST_WRONG) for number in re.findall(r"\d+", typed[:100])]


def options_in(text: str) -> tuple[str, ...]:
    """Options as a form has them: one per line, or all in one with commas."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = _COMMAS.split(lines[0])
    return tuple(escape(option) for option in map(tidy, lines) if option)


def _errors(said: Typed, right: str) -> dict[str, str]:
    if not said.problem:
        return {}
    if not said.question or said.problem == reading.TOO_LONG:
        return {"question": said.problem}
    if said.problem == reading.NO_GROUPS:
        return {"by": NO_GROUPS}
    if said.kind == QUIZ and said.problem == reading.wrong_terms(said) and not right.count("*"):
        return {"right": said.problem}
    return {"options": said.problem}


def _mine(work: Work, member: str, number: str) -> PollRow | None:
    row = polls.find(work, number_of(number))
    return row if row is not None and row.state == DRAFT and row.member == member else None


def _again(work: Work, row: PollRow, wanted: Ask) -> PollRow:
    row.question, row.kind, row.terms = wanted.question, wanted.kind, write_terms(wanted.terms)
    row.channel, row.thread, row.closes = wanted.channel, wanted.thread, wanted.closes
    row.anonymous = int(wanted.anonymous)
    polls.save(work, row)
    polls.set_options(work, row.poll, wanted.options or FIXED.get(wanted.kind, ()))
    return row


def tidy_drafts(work: Work) -> None:
    """Let go of what nobody posted: everybody's, since who never asks again would leave theirs for ever."""
    for row in polls.old_drafts(work, work.now - KEPT):
        asking.drop(work, row)


def _preview(work: Work, row: PollRow, twice: Sequence[str]) -> Card:
    reach = rights.reach(work, row.channel) if row.anonymous else 0
    later = _later(work, row.member, read_terms(row.terms).again)
    again = f"I'll ask it {typed.in_words(later.plan)}, by your clock." if later.plan else ""
    place = people.place(work, row.member, row.channel)
    return notes.preview(presenting.poll_of(work, row), place, reach, again, twice)


def post(work: Work, event: ButtonPressed) -> list[Answer]:
    """Post it: what the preview showed is asked, and its time begins now."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Refresh(OVER)]
    if problem := rights.barred(work, event.member) or asking.there(work, event.member, row.channel).problem:
        return [Note(notes.told(problem))]
    terms = read_terms(row.terms)
    if terms.again:
        return _planned(work, row, terms)
    closes = asking.closes_of(work, event.member, terms.close)
    if closes.problem:
        return [Note(notes.told(closes.problem, f"{closes.problem} Press Change to choose another time."))]
    row.terms = write_terms(replace(terms, close=""))
    answers = asking.start(work, row, closes.at)
    if row.state != STANDING:
        return answers
    return [Refresh(asking.out(work, row, event.member)), *answers]


def _planned(work: Work, row: PollRow, terms: Terms) -> list[Answer]:
    # It goes on the calendar as it stands, and each time becomes a poll of its own.
    later = _later(work, row.member, terms.again)
    if later.plan is None:
        return [Note(notes.told(later.problem, f"{later.problem} Press Change to choose another time."))]
    if recurring.is_full(work, row.member):
        return [Note(recurring.FULL)]
    options = () if row.kind in FIXED else tuple(each.words for each in polls.options(work, row.poll))
    wanted = Ask(
        row.question, options, row.kind, replace(terms, again=""), row.channel, member=row.member,
        anonymous=bool(row.anonymous),
    )  # fmt: skip
    asking.drop(work, row)
    planned = recurring.schedule(work, wanted, later.plan)
    return [Refresh(answer.card) if isinstance(answer, Note) else answer for answer in planned]


def change(work: Work, event: ButtonPressed) -> list[Answer]:
    """Change: the form again, as it was filled in."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Refresh(OVER)]
    poll = presenting.poll_of(work, row)
    context = f"{row.poll}|{row.channel}|{row.thread}"
    begin = dialogs.Asking(
        poll, row.channel, poll.terms.close, context, asking.switches_of(poll), slices.offered(work)
    )  # fmt: skip
    return [Open(dialogs.ask(begin))]


def discard(work: Work, event: ButtonPressed) -> list[Answer]:
    """Discard: nobody ever saw it."""
    row = _mine(work, event.member, event.value)
    if row is None:
        return [Refresh(OVER)]
    asking.drop(work, row)
    return [Refresh(notes.told("Discarded", "Discarded. Nobody saw it."))]
