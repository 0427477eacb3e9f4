"""Commands of the calendar: `/huzzah calendar` and the words after it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from handlers import people
from handlers.answers import Answer, Note
from handlers.calendar import changing, listing, notices, steering
from handlers.calendar.recurrence import LAST_DAY
from handlers.calendar.typed import deadline, when
from handlers.cards import calendar as cards
from handlers.cards import calendar_words as words_of
from handlers.cards import notices as notes
from handlers.events import CommandGiven
from scoring.markup import plain
from scoring.periods import local_day
from storage.transactions import Work

ALIKE = 0.75
LONGEST_SHOWN = 60
ALL_OF_IT = frozenset({"", "all", "all of it", "everything", "calendar", "the calendar", "now", "please", "again"})
RESUME_WHAT = (
    "What shall go on? Add the number that stands beside it in the list; without one, all of the calendar does."
)
NOT_RESTING = "The calendar isn't paused. To resume one thing, add the number that stands beside it in the list."
_WITH = re.compile(r"(?i)\A(?:on\b\s*)?(?:with\b\s*)?")
_UNTIL = re.compile(r"(?i)\A(?:until|till|for|to)\b")


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah calendar`, alone or with a word that says what to do."""
    if problem := notices.barred(work, event.member):
        return [Note(notes.not_for_you(problem))]
    text = event.text.strip()
    word, _, rest = text.partition(" ")
    word, rest = word.lower().strip(".,:!"), rest.strip()
    number, words = steering.numbered(rest)
    if word in LOOK and (not number or (words and steering.is_time(rest))):
        return (
            notices.add(work, replace(event, text=text)) if _is_notice(work, event, text) else listing.show(work, event)
        )
    if word in POSTS and number and not words:
        word = "send"
    do = WORDS.get(word)
    if do is not None:
        return do(work, replace(event, text=rest))
    number, words = steering.numbered(text)
    if number and not words:
        return steering.steer(work, event, "show")
    first, _, after = words.partition(" ")
    if number and first.lower().strip(".,:!") in STEERED:
        # `3 skip`, the other way round.
        return WORDS[first.lower().strip(".,:!")](work, replace(event, text=f"#{number} {after}".strip()))
    meant = number if not steering.is_time(text) and _is_only_when(work, event, words) else 0
    if meant and listing.chosen(work, event.member, str(meant))[0] is not None:
        return _unknown(work, event, text, f"move {number} {words}")
    return _otherwise(work, event, text)


def _is_only_when(work: Work, event: CommandGiven, text: str) -> bool:
    found = deadline(text, listing.zone_of(work, event.member), work.now)
    return not found.problem and not found.rest


def _is_notice(work: Work, event: CommandGiven, text: str) -> bool:
    # `next friday 10:00 Release party`, `all hands friday 10:00`; but `all next week` only looks.
    found = when(text, listing.zone_of(work, event.member), work.now)
    words = found.rest.lower().split()
    if found.plan is None or not words or set(words) <= LOOK:
        return False
    return text.endswith(found.rest) or (text.startswith(found.rest) and len(words) > 1)


def _otherwise(work: Work, event: CommandGiven, text: str) -> list[Answer]:
    # A time alone asks what comes then; with words behind it, it is a notice or reminder.
    found = when(text, listing.zone_of(work, event.member), work.now)
    if found.plan is not None and text.endswith(found.rest):
        return notices.add(work, replace(event, text=text)) if found.rest else listing.show(work, event)
    word, _, rest = text.partition(" ")
    near = get_close_matches(word.lower(), {*WORDS, *LOOK}, 1, ALIKE)
    if not near and not re.search(r"\d", found.rest) and _is_notice(work, event, text):
        return notices.add(work, replace(event, text=text))
    return _unknown(work, event, text, f"{near[0]} {rest}".strip() if near else "")


def _unknown(work: Work, event: CommandGiven, text: str, near: str) -> list[Answer]:
    shown = " ".join(plain(text[:LONGEST_SHOWN], people.names_in(work, text, event.member)).split())
    return [Note(words_of.explained(f"I don't know what “{shown}” means here.", near))]


def explain(_work: Work, _event: CommandGiven) -> list[Answer]:
    """What can be typed, and what fills the calendar."""
    return [Note(words_of.explained())]


def remind(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah remind me tomorrow 10:00 to call Mei`."""
    return notices.add(work, event)


def pause(work: Work, event: CommandGiven) -> list[Answer]:
    """One entry rests, or the whole calendar: until a day, or until somebody goes on with it."""
    if (answers := steering.pause(work, event)) is not None:
        return answers
    if not listing.is_admin(work, event.member):
        return [Note(cards.not_understood("Admins let the calendar rest. Ask one of them.", "/huzzah calendar"))]
    zone, text = work.book.settings.zone, _UNTIL.sub("", event.text).strip()
    today, until = local_day(zone, work.now), LAST_DAY
    if text.lower().strip(".,! ") not in ALL_OF_IT:
        found = deadline(text, zone, work.now)
        if found.problem or found.rest:
            return [Note(cards.not_understood(found.problem or "Until when?", cards.HOW_TO_PAUSE))]
        until = max(today + 1, local_day(zone, found.at))
    changing.pause_all(work, until)
    return [Note(words_of.rests(listing.until_words(until, today)))]


def resume(work: Work, event: CommandGiven) -> list[Answer]:
    """One entry goes on, or the whole calendar."""
    event = replace(event, text=_WITH.sub("", event.text))
    if (answers := steering.resume(work, event)) is not None:
        return answers
    if event.text.lower().strip(".,! ") not in ALL_OF_IT:
        return [Note(words_of.which(RESUME_WHAT, "/huzzah calendar resume 3"))]
    if not listing.is_admin(work, event.member):
        return [Note(cards.not_understood("Admins go on with the calendar. Ask one of them.", "/huzzah calendar"))]
    if not listing.resting_in_words(work):
        return [Note(words_of.which(NOT_RESTING, "/huzzah calendar resume 3"))]
    changing.resume_all(work)
    return [Note(words_of.rests(""))]


Do = Callable[[Work, CommandGiven], list[Answer]]
STEERED = frozenset(
    {"skip", "omit", "move", "reschedule", "postpone", "delay", "shift", "send", "run", "remove", "delete", "cancel",
     "drop", "end", "pause", "rest", "stop", "snooze", "resume", "continue", "unpause", "show", "change", "edit"}
)  # fmt: skip
"""What may also stand behind the number: `3 skip`."""


def _one(word: str) -> Do:
    return lambda work, event: steering.steer(work, event, word)


ADDS = ("add", "new", "plan", "notice", "remind", "post", "put", "schedule", "create")
POSTS = frozenset({"post", "fire"})
"""With nothing but a number behind it, that is an entry to be said now."""
LOOK = frozenset({"", "list", "show", "see", "view", "look", "next", "upcoming", "all"})
"""What is planned, where no number follows."""
WORDS: Mapping[str, Do] = MappingProxyType(
    {
        **dict.fromkeys(ADDS, notices.add),
        **dict.fromkeys(("pause", "rest", "stop", "snooze"), pause),
        **dict.fromkeys(("resume", "continue", "unpause", "start", "go", "wake"), resume),
        **dict.fromkeys(("skip", "omit"), _one("skip")),
        **dict.fromkeys(("move", "reschedule", "postpone", "delay", "shift"), _one("move")),
        **dict.fromkeys(("send", "run", "now", "fire"), _one("send")),
        **dict.fromkeys(("remove", "delete", "cancel", "drop", "end"), _one("remove")),
        **dict.fromkeys(("show", "see", "view", "look", "change", "edit", "open"), _one("show")),
        **dict.fromkeys(("help", "how", "?", "setup", "set", "set-up", "settings", "configure"), explain),
    }
)
"""What the first word after `calendar` does."""
