"""Steering: what is typed after `/huzzah calendar` about one entry, by the number that stands beside it in the list."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from handlers import people
from handlers.answers import Answer, Note
from handlers.calendar import changing, exceptions, listing
from handlers.calendar.looking import ahead, plan_of, zone_of_entry
from handlers.calendar.moving import refusal, to_when
from handlers.calendar.pressing import ALL_RESTS, NOT_PAUSED, PAUSED, UNSENT
from handlers.calendar.recurrence import LAST_DAY
from handlers.calendar.slots import instant, minute_of
from handlers.calendar.typed import deadline, in_words, length_of
from handlers.calendar.vocabulary import MONTH_NAMES, MONTHS, UNITS
from handlers.cards import calendar as cards
from handlers.cards import calendar_words as words_of
from handlers.events import CommandGiven
from scoring.markup import plain
from scoring.periods import local_day
from storage.tables import CalendarRow
from storage.transactions import Work

WHICH = "Which one? Add the number that stands beside it in the list."
NOT_ALL = "I don't understand all of that. Write only when."
NOT_ALL_REMOVED = "I don't understand all of that, so nothing was removed. To leave out one time, skip it."
ONLY_ONCE = "To remove ends all of it, so nothing was removed. Skip it for one time, or pause it until a day."
LONGEST_SHOWN = 60
_NUMBERED = re.compile(
    r"(?i)\A(?:(?:the|entry|number|no\.?|now)\s*)*(#?)([0-9]{1,9})(?![\w:-]|[.,]\w)[.,!]*\s*(.*)\Z", re.DOTALL
)
_UNTIL = re.compile(r"(?i)\A(?:until|till|for|to|by)\b\s*")
_THIS = re.compile(r"(?i)\A(?:until|till|for|to|by|this)\b\s*")
_FROM_NOW = re.compile(r"(?i)\Ain\b")
_LATER_BY = re.compile(r"(?i)\A(?:by|for)\b\s*|\s*\blater[.!]*\Z")
_A_LENGTH_OR_DATE = frozenset({*UNITS, *MONTHS, *MONTH_NAMES, "sept", "am", "pm", "a.m", "p.m"})
"""What makes a time of the number before it: `pause 2 weeks`, `pause 24 Dec`."""
_COURTESY = frozenset({"now", "please", "it", "thanks"})
"""Words behind a number that change nothing of what is to be done."""
_THIS_TIME = frozenset({"this", "the", "next", "one", "time", "once"})
NOT_NOW = PAUSED.format(nothing=UNSENT)
NOTHING_COMES = "It is paused, so nothing comes of it. Resume it first."

Do = Callable[[Work, CommandGiven, CalendarRow, int, str], list[Answer]]
"""What is to be done about an entry and its next slot (0 if there is none), with the words after its number."""


def numbered(text: str) -> tuple[int, str]:
    """The number that an entry is called by, and the words after it; (0, text) where none is."""
    found = _NUMBERED.match(text.strip())
    return (int(found[2]), found[3].strip()) if found else (0, text.strip())


def is_time(text: str) -> bool:
    """Whether the bare number at the beginning is part of a length or date, and so calls no entry."""
    found = _NUMBERED.match(text.strip())
    word = (found[3].split() or [""])[0].lower().strip(".,!") if found and not found[1] else ""
    return word in _A_LENGTH_OR_DATE


def steer(work: Work, event: CommandGiven, word: str) -> list[Answer]:
    """`skip 3`, `move 3 tomorrow 10:00`, `send 3`, `pause 3 until monday`, `resume 3`, `remove 3`, `show 3`."""
    do, example = WORDS[word]
    number, rest = numbered(event.text)
    if not number:
        return [Note(words_of.which(WHICH, example))]
    row, slot = listing.chosen(work, event.member, str(number))
    if row is None:
        return [Note(cards.gone())]
    said = set(re.findall(r"[^\s.,!?]+", rest.lower()))
    if word != "move" and said <= (_COURTESY | _THIS_TIME if word == "skip" else _COURTESY):
        rest = ""
    if rest and word in ALONE:
        shown = " ".join(plain(rest[:LONGEST_SHOWN], people.names_in(work, rest, event.member)).split())
        return [Note(cards.not_understood(f"I don't know what “{shown}” means here, so nothing changed.", ALONE[word]))]
    return do(work, event, row, slot, rest)


def pause(work: Work, event: CommandGiven) -> list[Answer] | None:
    """`pause 3`, `pause 3 monday`, `pause #3 until monday`; None if it is about all of the calendar."""
    return steer(work, event, "pause") if numbered(event.text)[0] and not is_time(event.text) else None


def resume(work: Work, event: CommandGiven) -> list[Answer] | None:
    """`resume 3`; None if it is about all of the calendar."""
    return steer(work, event, "resume") if numbered(event.text)[0] else None


def _told(work: Work, event: CommandGiven, row: CalendarRow, status: str = "", slot: int = 0) -> list[Answer]:
    return [Note(listing.entry_card(work, event.member, row, status, slot))]


def _not_now(work: Work, row: CalendarRow, problem: str) -> list[Answer]:
    if listing.rest_in_words(work, row):
        return [Note(cards.not_understood(problem, f"/huzzah calendar resume {row.entry}"))]
    return []


def _show(work: Work, event: CommandGiven, row: CalendarRow, slot: int, _: str) -> list[Answer]:
    return _told(work, event, row, slot=slot)


def _skip(work: Work, event: CommandGiven, row: CalendarRow, slot: int, _: str) -> list[Answer]:
    if not slot:
        return _not_now(work, row, NOTHING_COMES) or _told(work, event, row)
    changing.skip(work, row, slot)
    return _told(work, event, row, listing.SKIPPED)


def _send(work: Work, event: CommandGiven, row: CalendarRow, slot: int, _: str) -> list[Answer]:
    if asked_first := _not_now(work, row, NOT_NOW):
        return asked_first
    if listing.resting_in_words(work):
        return [Note(cards.not_understood(ALL_RESTS.format(nothing=UNSENT), "/huzzah calendar"))]
    if not slot:
        return _told(work, event, row)
    changing.send_now(work, row, slot)
    return _told(work, event, row, listing.SENT)


def _move(work: Work, event: CommandGiven, row: CalendarRow, slot: int, rest: str) -> list[Answer]:
    if not slot:
        return _not_now(work, row, NOTHING_COMES) or _told(work, event, row)
    zone = zone_of_entry(work, row)
    due = next(each.due for each in ahead(work, row, work.now + listing.SHOWN * 30) if each.slot == slot)
    later = 0 if _FROM_NOW.match(rest) else length_of(_LATER_BY.sub("", rest))
    if later:
        # A length counts from the time it would have come: `postpone 3 by 1 day`.
        at = instant(zone, minute_of(zone, due) + later)
    else:
        found = to_when(work, row, due, _UNTIL.sub("", rest))
        if found.problem or found.rest:
            return [Note(cards.not_understood(found.problem or NOT_ALL, cards.HOW_TO_MOVE))]
        at = found.at
    if problem := refusal(work, row, due, at):
        return [Note(cards.not_understood(problem, cards.HOW_TO_MOVE))]
    if local_day(zone, at) < exceptions.read(row.moved).until:
        return _not_now(work, row, NOTHING_COMES)
    changing.move(work, row, slot, minute_of(zone, at))
    return _told(work, event, row, f"Moved to {listing.local_words(zone, at, work.now)}.", slot)


def _pause(work: Work, event: CommandGiven, row: CalendarRow, _: int, rest: str) -> list[Answer]:
    until, zone, words = LAST_DAY, zone_of_entry(work, row), _UNTIL.sub("", rest)
    if words:
        found = deadline(words, zone, work.now)
        if found.problem or found.rest:
            return [Note(cards.not_understood(found.problem or NOT_ALL, cards.HOW_TO_PAUSE_ONE))]
        until = max(local_day(zone, work.now) + 1, local_day(zone, found.at))
    changing.pause(work, row, until)
    return _told(work, event, row)


def _resume(work: Work, event: CommandGiven, row: CalendarRow, slot: int, _: str) -> list[Answer]:
    if not listing.rest_in_words(work, row):
        return _told(work, event, row, NOT_PAUSED, slot)
    changing.resume(work, row)
    return _told(work, event, row, listing.GOES_ON)


def _remove(work: Work, event: CommandGiven, row: CalendarRow, _: int, rest: str) -> list[Answer]:
    if rest:
        found = deadline(_THIS.sub("", rest), zone_of_entry(work, row), work.now)
        problem = ONLY_ONCE if not found.problem else NOT_ALL_REMOVED
        return [Note(cards.not_understood(problem, f"/huzzah calendar skip {row.entry}"))]
    return [Note(words_of.ask_removal(listing.coming(work, event.member, row, None), in_words(plan_of(row))))]


ALONE: Mapping[str, str] = MappingProxyType(
    {
        "resume": "/huzzah calendar resume 3",
        "send": "/huzzah calendar send 3",
        "skip": "/huzzah calendar skip 3",
    }
)
"""What takes no words behind the number, and how it is typed."""
WORDS: Mapping[str, tuple[Do, str]] = MappingProxyType(
    {
        "move": (_move, cards.HOW_TO_MOVE),
        "pause": (_pause, cards.HOW_TO_PAUSE_ONE),
        "remove": (_remove, "/huzzah calendar remove 3"),
        "resume": (_resume, "/huzzah calendar resume 3"),
        "send": (_send, "/huzzah calendar send 3"),
        "show": (_show, "/huzzah calendar show 3"),
        "skip": (_skip, "/huzzah calendar skip 3"),
    }
)
"""What is to be done, and how it is typed."""
