"""Planning: the question of the day of a channel - set up by words or a form, swapped, stopped, and asked when due."""

import re
from dataclasses import replace
from typing import Any, Final

from handlers import people
from handlers.answers import Answer, Note, Open, Refresh, Refuse, Whisper
from handlers.calendar import listing, scheduling
from handlers.calendar.firing import Firing, read_details, write_details
from handlers.calendar.recurrence import Plan
from handlers.calendar.typed import in_words, when
from handlers.cards.blocks import Card
from handlers.cards.prompts import card as cards
from handlers.cards.prompts import forms
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.giving import split
from handlers.prompts import questions
from handlers.prompts.posing import ask, keep_own, may_ask, next_in, not_here, recall
from handlers.prompts.questions import Wanted, wanted
from handlers.prompts.wording import from_markup
from scoring.markup import escape
from storage import calendar, places, prompts
from storage.tables import CalendarRow
from storage.transactions import Work

KIND: Final = prompts.ENTRY
LATEST: Final = 8 * 60
"""Minutes: a question of the day that couldn't be asked in time is still asked so late, and then dropped."""
_LIKE_A_TIME: Final = re.compile(r"(?i)\d|every|each|daily|weekly|monthly|day|tomorrow|month|noon|morning|evening")
_FILLING: Final = re.compile(r"(?i)\b(?:about|with|from|of|for|and|or|please|the|questions?|kind|kinds|only|mood)\b")


def typed(work: Work, event: CommandGiven, which: Wanted, rest: str, own: str) -> list[Answer]:
    """The words after the command say when - or nothing that we know."""
    found = when(rest, zone_of(work, event.member), event.at)
    if found.plan is None:
        words = _FILLING.sub(" ", rest).split()
        problem = found.problem if _LIKE_A_TIME.search(rest) else _unknown(words)
        return [Note(cards.mistaken(problem or "When shall I ask? Such as: every weekday 9:30"))]
    left = _FILLING.sub(" ", found.rest).split()
    if left:
        return [Note(cards.mistaken(_unknown(left)))]
    prompt = ""
    if own:
        checked = from_markup(own)
        if checked.problem:
            return [Note(cards.mistaken(checked.problem))]
        prompt = keep_own(work, event.member, checked.text, which).id
    return [Note(_set_up(work, event.member, event.channel, found.plan, (which, prompt)))]


def _unknown(words: list[str]) -> str:
    return f"I know no kind of question called “{words[0][:40]}”." if words else ""


def zone_of(work: Work, member: str) -> str:
    """By whose clock somebody means what they type: their own."""
    return work.member(member).zone or work.book.settings.zone


def opened(channel: str, which: Wanted) -> list[Answer]:
    """The form."""
    about = tuple(tag for tag in which.tags if tag in questions.CATEGORIES)
    mood = next((tag for tag in which.tags if tag in questions.MOODS), "")
    return [Open(forms.plan(channel, about, mood))]


def open_pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """A button that opens it."""
    channel, _, tags = event.value.partition("|")
    channel = channel or event.channel
    if not may_ask(work, event.member):
        return [Note(cards.not_leader())]
    if problem := not_here(work, event.member, channel):
        return [Note(problem)]
    return opened(channel, wanted(tags.split(",")))


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    channel = event.context.partition("|")[0] or event.channel
    if not may_ask(work, event.member):
        return [Note(cards.not_leader())]
    if problem := not_here(work, event.member, channel):
        return [Note(problem)]
    rhythm, time = event.fields.get("rhythm", ""), event.fields.get("time", "").strip()
    if rhythm not in dict(forms.RHYTHMS):
        return [Refuse({"rhythm": "Choose when."})]
    found = when(f"{rhythm} {time[:20]}", zone_of(work, event.member), event.at)
    if found.plan is None or found.rest.strip() or not any(char.isdigit() for char in time):
        return [Refuse({"time": "Write a time such as 9:30 or 14:00."})]
    which = wanted((*split(event.fields.get("about", "")), event.fields.get("mood", "")))
    if not any(which.fits(each) for each in questions.shown(work)):
        return [Refuse({"about": "No question is both. Choose another kind, or any mood."})]
    return [Note(_set_up(work, event.member, channel, found.plan, (which, "")))]


def _set_up(work: Work, member: str, channel: str, plan: Plan, what: tuple[Wanted, str]) -> Card:
    which, prompt = what
    weekdays = plan.recurrence == "week mon,tue,wed,thu,fri"
    plan = replace(
        plan, zone=plan.zone or zone_of(work, member), span_minutes=LATEST,
        free_days="skip" if weekdays and plan.free_days == "keep" else plan.free_days,
    )  # fmt: skip
    before: list[cards.Rhythm] = []
    if not prompt:
        # One question of the day in a channel; what recurs as somebody typed it stays.
        for row in entries(work, channel):
            if not read_details(row.details).get("prompt"):
                before.append(_rhythm(work, row))
                scheduling.end(work, row.entry, calendar.DONE)
    details: dict[str, Any] = {"prompt": prompt} if prompt else {"wanted": str(which)}
    entry = scheduling.add(work, scheduling.Item(KIND, channel, channel, member, details), plan)
    recall(work, channel, plan.zone, leads=not prompt)
    found = calendar.find(work, entry)
    if found is None:
        raise LookupError(entry)
    new = _rhythm(work, found)
    changed = [each for each in before if (each.words, each.about) != (new.words, new.about)]
    return cards.planned(people.place(work, member, channel), channel, new, changed[0] if changed else None)


def keep_pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """“Keep the old one”, where a rhythm took the place of another."""
    new, _, old = event.value.partition("|")
    row, before = _entry(work, new), _entry(work, old, calendar.DONE)
    if problem := _not_to_change(work, event.member, row or before):
        return [problem]
    if row is None or before is None or before.channel != row.channel:
        return [Note(cards.changed_meanwhile())]
    scheduling.end(work, row.entry)
    scheduling.replan(work, before.entry, scheduling.plan_of(before))
    recall(work, before.channel, before.zone, leads=not read_details(before.details).get("prompt"))
    place = people.place(work, event.member, before.channel)
    return [Refresh(cards.planned(place, before.channel, _rhythm(work, before)))]


def entries(work: Work, channel: str) -> list[CalendarRow]:
    """What is set up in a channel."""
    return list(calendar.about(work, KIND, channel))


def rhythms(work: Work, channel: str) -> list[cards.Rhythm]:
    """The same, to be shown."""
    return [_rhythm(work, row) for row in entries(work, channel)]


def _rhythm(work: Work, row: CalendarRow) -> cards.Rhythm:
    details = read_details(row.details)
    which, prompt = wanted(str(details.get("wanted", "")).split(",")), str(details.get("prompt", ""))
    if prompt:
        question = questions.find(work, prompt)
    else:
        chosen = next_in(work, row.channel, which, tuple(map(str, details.get("passed", ()))))
        question = chosen.question if chosen else None
    words = in_words(scheduling.plan_of(row))
    rests = listing.resting_in_words(work) or listing.rest_in_words(work, row)
    return cards.Rhythm(row.entry, words, ", ".join(which.tags), question, row.next, bool(prompt), rests)


def about(work: Work, row: CalendarRow) -> str:
    """Which questions, or which one, for the list of what is planned."""
    details = read_details(row.details)
    question = questions.find(work, str(details.get("prompt", ""))) if details.get("prompt") else None
    return escape(question.text if question else ", ".join(str(details.get("wanted", "")).split(",")))


def swap(work: Work, event: ButtonPressed) -> list[Answer]:
    """Another one next time; an old button only shows what is next."""
    row = _entry(work, event.value.partition("|")[0])
    if problem := _not_to_change(work, event.member, row):
        return [problem]
    if row is None:
        return [Note(cards.stopped(None, any_there=False))]
    details = read_details(row.details)
    passed = list(map(str, details.get("passed", ())))
    chosen = next_in(work, row.channel, wanted(str(details.get("wanted", "")).split(",")), tuple(passed))
    if chosen is not None and chosen.question.id == event.value.partition("|")[2]:
        passed = [] if chosen.question.id in passed else passed
        details["passed"] = [*passed, chosen.question.id]
        row.details = write_details(details)
        work.session.add(row)
        work.session.flush()
        work.changed = True
    place = people.place(work, event.member, row.channel)
    return [Refresh(cards.planned(place, row.channel, _rhythm(work, row)))]


def stop(work: Work, channel: str, member: str, entry: int = 0) -> list[Answer]:
    """No more questions by themselves in a channel: this entry, or all."""
    rows = [row for row in entries(work, channel) if not entry or row.entry == entry]
    for row in rows:
        scheduling.end(work, row.entry)
    return [Note(cards.stopped(people.place(work, member, channel), any_there=bool(rows)))]


def stop_pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button beside a rhythm."""
    row = _entry(work, event.value.rpartition("|")[2])
    if problem := _not_to_change(work, event.member, row):
        return [problem]
    if row is None:
        return [Note(cards.stopped(None, any_there=False))]
    [note] = stop(work, row.channel, event.member, row.entry)
    return [Refresh(note.card)] if isinstance(note, Note) else [note]


def _entry(work: Work, number: str, *states: str) -> CalendarRow | None:
    right = number.isascii() and number.isdecimal() and len(number) < 16
    row = calendar.find(work, int(number)) if right else None
    wanted_states = states or (calendar.ON, calendar.PAUSED)
    return row if row is not None and row.kind == KIND and row.state in wanted_states else None


def _not_to_change(work: Work, member: str, row: CalendarRow | None) -> Note | None:
    if not may_ask(work, member):
        return Note(cards.not_leader())
    closed = row is not None and places.is_closed(work, member, row.channel)
    return Note(cards.nowhere(shared=False)) if closed else None


def fire(work: Work, firing: Firing) -> list[Answer]:
    """The question of the day is due."""
    if places.shared(work, [firing.channel]):
        scheduling.end(work, firing.entry)
        return [Whisper(firing.member, cards.nowhere(shared=True))]
    prompt = str(firing.details.get("prompt", ""))
    if prompt:
        question = questions.find(work, prompt)
        if question is None:
            # Its words went with somebody who was erased.
            scheduling.end(work, firing.entry)
            return []
        return [ask(work, firing.channel, question, firing.member)]
    tags = str(firing.details.get("wanted", ""))
    passed, known = tuple(map(str, firing.details.get("passed", ()))), questions.shown(work)
    chosen = next_in(work, firing.channel, wanted(tags.split(",")), passed, known)
    if chosen is None:
        return [Whisper(firing.member, cards.none_left(tags))]
    row = calendar.find(work, firing.entry)
    if row is not None and firing.details.get("passed"):
        row.details = write_details({"wanted": tags})
        work.session.add(row)
        work.session.flush()
    return [ask(work, firing.channel, chosen.question, firing.member, known)]
