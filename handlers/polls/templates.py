"""Templates: polls that are asked often, by a word - `/poll lunch` opens a form, `/poll lunch now` posts it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from handlers.answers import Answer, Note
from handlers.calendar.vocabulary import DAY_NAMES
from handlers.cards.phrases import MONTHS, WEEKDAYS
from handlers.cards.polls import plans as cards
from handlers.events import ButtonPressed, CommandGiven
from handlers.polls import asking, known_words, reading, rights
from handlers.polls.known_words import Meant, bare
from handlers.polls.repeating import BEFORE, RHYTHMS
from scoring.periods import local_day
from scoring.workdays import is_working_day
from storage.transactions import Work


@dataclass(frozen=True, slots=True)
class Template:
    """`typed` is what one would write after `/poll`."""

    title: str
    emoji: str
    words: str
    typed: str
    also: tuple[str, ...] = ()


MEETING, ICEBREAKER = "meeting", "icebreaker"
TEMPLATES: Final[Mapping[str, Template]] = MappingProxyType(
    {
        "lunch": Template(
            "Lunch", "fork_and_knife", "Where do we have lunch today?",
            '"Where do we have lunch today?" "Pizza" "Noodles" "Salad" "I brought my own" add close 2h', ("food",),
        ),
        "retro": Template(
            "Retro", "rewind", "What went well, what didn't, what next? Anonymous answers.",
            '"What went well, what didn’t, and what do we try next?" open anonymous close 3d', ("retrospective",),
        ),
        "mood": Template(
            "Mood", "partly_sunny", "How are you today? Anonymous.",
            '"How are you today?" "☀️ Great" "🌤️ Fine" "☁️ So-so" "🌧️ Not well" anonymous close 1d',
            ("feeling", "feelings", "weather"),
        ),
        "enps": Template(
            "eNPS", "chart_with_upwards_trend", "Would you recommend working here? 0 to 10, anonymous.",
            '"How likely are you to recommend working here to a friend?" enps anonymous close 5d', ("nps",),
        ),
        ICEBREAKER: Template(
            "Icebreaker", "ice_cube", "A light question, another one each day.", "", ("ice-breaker", "smalltalk"),
        ),
        MEETING: Template(
            "Meeting time", "clock10", "When shall we meet? Days and times of yours, or the next working days.", "",
            ("meet", "doodle", "appointment"),
        ),
    }
)  # fmt: skip
ICEBREAKERS: Final = (
    ("Mountains or the sea?", "Mountains", "The sea", "A city", "My sofa"),
    ("When are you at your best?", "Early morning", "Before lunch", "In the afternoon", "At night"),
    ("Your desk right now:", "Tidy", "Creative", "Under there somewhere", "What desk?"),
    ("A superpower for one day:", "Flying", "Being invisible", "Reading minds", "Stopping time"),
    ("Music while you work?", "Always", "Without words", "Silence, please", "I sing myself"),
    ("Breakfast is…", "Sweet", "Savoury", "Coffee", "Skipped"),
    ("You find ten minutes. You…", "Walk", "Read", "Call somebody", "Look out of the window"),
    ("Which season is yours?", "Spring", "Summer", "Autumn", "Winter"),
    ("An animal in the office:", "A dog", "A cat", "A parrot", "Goldfish are enough"),
    ("Messages: you write…", "In whole sentences", "In emoji", "Short ones, many", "I'd rather talk"),
    ("A film tonight:", "Something funny", "Something clever", "Something old", "I'd fall asleep"),
    ("How do you take notes?", "On paper", "In one long file", "In my head", "I take pictures"),
)
SPOKEN: Final = ("lunch", "retro", "retrospective", "mood", "icebreaker", "enps")
"""Names that stand after /huzzah, too."""
_NAMES: Final = {also: name for name, template in TEMPLATES.items() for also in (name, *template.also)}
_NOW: Final = frozenset({"now", "post", "go", "send", "please", "it", "time", "times"})
_AT: Final = frozenset({"at", "on"})
_PREFIX: Final = frozenset({"template", "templates"})
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?")
TIMES: Final = ((10, 0), (14, 0))
DAYS, MOST_OPTIONS, FURTHEST = 3, 20, 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """A template, and what was typed behind its name."""

    name: str
    rest: tuple[str, ...] = ()
    listed: bool = False
    """Nothing but `templates` was typed, or a name that none has."""


def chosen(text: str) -> Chosen | None:
    """What of the templates somebody means; None if they mean a poll of their own."""
    words = text.split()
    prefixed = bool(words) and bare(words[0]) in _PREFIX
    words = words[1:] if prefixed else words
    name = _NAMES.get(bare(words[0]), "") if words else ""
    if not name:
        return Chosen("", listed=True) if prefixed else None
    rest = tuple(words[1:])
    return Chosen(name, rest) if prefixed or _are_known(name, rest) else None


def _are_known(name: str, words: Sequence[str]) -> bool:
    # `lunch at noon? yes, no` is a question of its own.
    place, meant = 0, Meant()
    while place < len(words):
        if bare(words[place]) in RHYTHMS | BEFORE:
            return True
        if bare(words[place]) in _AT and name != MEETING and any(map(_is_day, words[place + 1 : place + 2])):
            return not words[-1].endswith("?")
        if bare(words[place]) in _NOW or (name == MEETING and (_is_day(words[place]) or _time(words[place]))):
            place += 1
            continue
        taken = known_words.take(words, place, meant)
        if not taken:
            return False
        place += taken
    return True


def expanded(work: Work, event: CommandGiven | ButtonPressed, found: Chosen) -> str:
    """What one would have typed."""
    zone = work.member(event.member).zone or work.book.settings.zone
    today = local_day(zone, work.now)
    rest = [word for word in found.rest if bare(word) not in _NOW]
    if found.name == MEETING:
        country = work.member(event.member).country or work.book.settings.country
        return _meeting(rest, today, zone, country)
    line = TEMPLATES[found.name].typed
    if found.name == ICEBREAKER:
        line = " ".join(f'"{part}"' for part in icebreaker(event.channel, today)) + " close 1d"
    if '"' in "".join(rest):
        # One's own options instead of those of the template.
        question, *_ = re.findall(r'"[^"]*"', line)
        return f"{question} {' '.join(rest)} {line.rpartition(chr(34))[2]}"
    return f"{line} {' '.join(rest)}".strip()


def icebreaker(channel: str, day: int) -> tuple[str, ...]:
    """Question and options of a day: each channel goes through all of them in its own order."""
    begin = int.from_bytes(sha256(channel.encode()).digest()[:4], "big")
    return ICEBREAKERS[(begin + day) % len(ICEBREAKERS)]


def comes_anew(found: Chosen) -> str:
    """The name of a template that says something else each time, unless own options were typed."""
    return found.name if found.name == ICEBREAKER and '"' not in "".join(found.rest) else ""


def wrong(found: Chosen) -> str:
    """Why it can't be asked like that: the days of a meeting would be over the next time."""
    if found.name == MEETING and any(bare(word) in RHYTHMS for word in found.rest):
        return "A time to meet is asked once, since its days are over by the next time. Leave the rhythm out."
    return ""


def undated(text: str) -> str:
    """What to type where a day stands behind the name of a template, without the word that says what it is for."""
    words = text.split()
    words = words[1:] if words and bare(words[0]) in _PREFIX else words
    name, rest = (_NAMES.get(bare(words[0]), ""), words[1:]) if words else ("", [])
    is_dated = any(map(_is_day, rest)) and all(_is_day(word) or _time(word) for word in rest)
    if name in ("", MEETING) or not is_dated or "?" in text:
        return ""
    hour = "" if any(map(_time, rest)) else " 10:00"
    return f"When shall I ask it? Write at and an hour: /poll {name} at {' '.join(rest)}{hour}"


def is_at_once(found: Chosen) -> bool:
    """Whether it is posted (or planned) as it is; else the form opens."""
    return bool(found.rest) and not all(bare(word) in ("time", "times") for word in found.rest)


def form(work: Work, event: CommandGiven | ButtonPressed, found: Chosen) -> list[Answer]:
    """The form, filled in."""
    if problem := rights.barred(work, event.member):
        return [Note(cards.told(problem))]
    said = reading.read(expanded(work, event, found))
    return [asking.form(work, event, replace(said, problem=""))]


def listing(_work: Work, _event: CommandGiven) -> list[Answer]:
    """`/huzzah templates`, `/poll templates`."""
    rows = tuple((name, each.title, each.emoji, each.words) for name, each in TEMPLATES.items())
    return [Note(cards.templates(rows))]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """A template of the list."""
    name = event.value.strip()
    if name not in TEMPLATES:
        return [Note(cards.told("I don't have that template any more. What I have: /huzzah templates"))]
    return form(work, event, Chosen(name))


def _meeting(words: Sequence[str], today: int, zone: str, country: str) -> str:
    wanted = list(dict.fromkeys(day for word in words if (day := _day(word, today))))
    times = list(dict.fromkeys(time for word in words if not _is_day(word) and (time := _time(word)))) or list(TIMES)
    others = [word for word in words if not _is_day(word) and not _time(word)]
    days = wanted or [day for day in range(today + 1, today + FURTHEST) if is_working_day(country, day)][:DAYS]
    options = [f'"{_date(day)}, {hour:02}:{minute:02}"' for day in days for hour, minute in times][:MOST_OPTIONS]
    said = "" if any(bare(word) in known_words.CLOSE for word in others) else " close 1d"
    return f'"When shall we meet? (times of {zone})" {" ".join(options)} multi{said} {" ".join(others)}'.strip()


def _is_day(word: str) -> bool:
    return _day(word, 1) > 0


def _day(word: str, today: int) -> int:
    lowered = bare(word)
    if lowered in ("today", "tomorrow"):
        return today + (lowered == "tomorrow")
    for number, name in enumerate(DAY_NAMES):
        if lowered in (name, name[:3], name[:4]):
            return today + ((number - (today - 1)) % 7 or 7)
    return 0


def _time(word: str) -> tuple[int, int] | None:
    found = _CLOCK.fullmatch(bare(word))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None  # of a clock


def _date(day: int) -> str:
    found = date.fromordinal(day)
    return f"{WEEKDAYS[found.weekday()][:3]} {found.day} {MONTHS[found.month - 1][:3]}"
