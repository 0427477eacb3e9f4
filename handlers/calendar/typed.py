"""When, as people type it: `every monday 9:00`, `tomorrow 10`, `2h`; and the same said back in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.calendar.endings import last_day
from handlers.calendar.recurrence import PLACES, WEEKDAYS, Plan, days_from, moment, moment_of, read
from handlers.calendar.slots import MINUTES, instant, minute_of
from handlers.calendar.understanding import understand
from handlers.calendar.vocabulary import DAY_NAMES, MONTH_NAMES, ORDINALS, Said
from scoring.facts import Micros
from scoring.periods import MINUTE

MORNING, EVENING = 9 * 60, 17 * 60
"""Where no time of day is said: when something happens, and when something ends."""
FURTHEST = 5 * 366
"""Days ahead that anybody plans for."""
MOST_WORDS = 80
UNREAD = "I can't read that as a time. Try tomorrow 10:00, Fri 17:00, 2h or every monday 9:00."
UNREAD_END = "I can't read that as a time. Try 2h, 3d, Fri 17:00, tomorrow or 24 Dec 12:00."
OVER = "That is over already. Choose a time that is still to come."
TOO_FAR = "That is too far away: I plan at most five years ahead."
CLEAR = "Say one thing: either a rhythm like every monday, or a moment like tomorrow 10:00."


@dataclass(frozen=True, slots=True)
class Typed:
    """What was made of words that say when; `rest` is what of them doesn't belong to the time."""

    plan: Plan | None
    rest: str = ""
    problem: str = ""
    """Why there is no plan, and what to write instead; for people."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment until which something goes on; `rest` is what of the words doesn't belong to the time."""

    at: Micros
    rest: str = ""
    problem: str = ""


def when(text: str, zone: str, now: Micros) -> Typed:
    """The plan somebody typed, read by the clock of a zone: once, or again and again (then `zone` is the plan's)."""
    said, rest = _found(text)
    if said is None:
        return Typed(None, text.strip(), UNREAD)
    if said.problem:
        return Typed(None, rest, said.problem)
    if _recurs(said):
        if said.length or said.later >= 0 or said.end:
            return Typed(None, rest, CLEAR)
        return _bounded(said, _recurring(said, zone, now), rest, minute_of(zone, now) // MINUTES)
    if len(said.dates) > 1:
        return _dates(said, zone, rest, now)
    at, problem = _moment(said, zone, now, EVENING if said.end == "day" else MORNING)
    return Typed(None, rest, problem) if problem else Typed(replace(moment(at), zone=zone), rest)


def deadline(text: str, zone: str, now: Micros, minute: int = -1) -> Deadline:
    """The moment somebody typed: `2h`, `3d`, `Fri 17:00`, `tomorrow`, `24 Dec 12:00`.

    `minute`: of the day, where a day is named without an hour; else that is five in the afternoon, and the end of a
    week, month, quarter or year the last midnight of it.
    """
    said, rest = _found(text)
    if said is None or _recurs(said) or len(said.dates) > 1:
        return Deadline(0, text.strip(), UNREAD_END)
    if said.minute < 0:
        said.minute = minute if minute >= 0 or said.end in ("", "day") else MINUTES
    at, problem = (0, said.problem) if said.problem else _moment(said, zone, now, EVENING)
    return Deadline(0 if problem else at, rest, problem)


def length_of(text: str) -> int:
    """The minutes of words that are nothing but a length, as `2 h` or `1 day`; 0 if they are anything else."""
    said, rest = _found(text)
    if said is None or rest or said.problem or _recurs(said) or said.end:
        return 0
    if said.weekdays or said.dates or said.later >= 0:
        return 0
    return said.length if said.minute < 0 and 0 < said.length <= FURTHEST * MINUTES else 0


def _recurs(said: Said) -> bool:
    return bool(said.every or said.rhythm or said.nth)


def _found(text: str) -> tuple[Said | None, str]:
    # The first place in the text where a time begins; further in, only what can't mean anything else.
    pieces = list(re.finditer(r"\S+", text[:10_000]))[:MOST_WORDS]
    words = [piece[0].lower().strip("()[]`'\"“”‘’").rstrip(",;!?.") + _dot(piece[0]) for piece in pieces]
    for start in range(len(words)):
        said, used = understand(words[start:])
        if used and _says_something(said) and (start == 0 or said.strong or _recurs(said)):
            before, after = text[: pieces[start].start()], text[pieces[start + used - 1].end() :]
            return said, f"{before.strip()} {after.strip()}".strip()
    return None, text.strip()


def _dot(word: str) -> str:
    # The last dot of `24.12.` is part of the date.
    return "." if re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.", word) else ""


def _says_something(said: Said) -> bool:
    if said.problem or said.weekdays or said.dates or said.length or said.later >= 0 or said.minute >= 0:
        return True
    return bool(said.rhythm or said.end or (said.nth and said.every))


def _moment(said: Said, zone: str, now: Micros, usual: int) -> tuple[Micros, str]:
    if said.length:
        at = now + max(0, said.length) * MINUTE
        return (at, _unless_far(at, now)) if said.length > 0 else (0, OVER)
    today, this_minute = divmod(minute_of(zone, now), MINUTES)
    minute = said.minute if said.minute >= 0 else usual
    day = _day(said, (today, this_minute), minute)
    at = instant(zone, day * MINUTES + minute)
    if (said.later == 0 or said.end) and said.minute < 0 and at <= now:
        at = instant(zone, day * MINUTES + MINUTES - 1)
    return at, OVER if at <= now else _unless_far(at, now)


def _unless_far(at: Micros, now: Micros) -> str:
    return TOO_FAR if at - now > FURTHEST * MINUTES * MINUTE else ""


def _day(said: Said, current: tuple[int, int], minute: int) -> int:
    today, this_minute = current
    if said.dates:
        year, month, day = said.dates[0]
        if year:
            return date(year, month, day).toordinal()
        plan = Plan(f"year {month:02}-{day:02}")
        return next(days_from(plan, today if minute > this_minute else today + 1))
    if said.weekdays:
        ahead = (said.weekdays[0] - (today - 1)) % 7
        return today + (7 if not ahead and minute <= this_minute else ahead)
    if said.later >= 0:
        return today + said.later
    if said.end:
        return last_day(said, today)
    return today if minute > this_minute else today + 1


def _recurring(said: Said, zone: str, now: Micros) -> Plan:
    today, this_minute = divmod(minute_of(zone, now), MINUTES)
    minute = (said.minute if said.minute >= 0 else MORNING) % MINUTES
    here = Plan("", zone, minute)
    if said.dates and (said.rhythm in ("", "year")):
        _, month, day = said.dates[0]
        return replace(here, recurrence=f"year {month:02}-{day:02}")
    days = ",".join(WEEKDAYS[day] for day in sorted(set(said.weekdays)) or [(today - 1) % 7])
    if said.nth:
        of_month = f"{PLACES[min(said.nth, 6) - 1]} {WEEKDAYS[said.weekdays[0]]}" if said.weekdays else f"{said.nth}"
        return replace(here, recurrence=f"month {of_month}")
    if said.rhythm == "workday":
        return replace(here, recurrence="week mon,tue,wed,thu,fri", free_days="skip")
    if said.rhythm.endswith("weeks"):
        weekly = replace(here, recurrence=f"week {days}")
        first = next(days_from(weekly, today if minute > this_minute else today + 1))
        weeks = said.rhythm if said.rhythm != "1weeks" else "week"
        return replace(here, recurrence=f"{weeks} {days}", first_day=first)
    if said.rhythm == "month":
        return replace(here, recurrence=f"month {date.fromordinal(today).day}")
    if said.rhythm == "year":
        this_day = date.fromordinal(today)
        return replace(here, recurrence=f"year {this_day.month:02}-{this_day.day:02}")
    if said.weekdays or said.rhythm == "week":
        return replace(here, recurrence=f"week {days}")
    return replace(here, recurrence="day")


def _bounded(said: Said, plan: Plan, rest: str, today: int) -> Typed:
    first, last = _ordinal(said.first, today), _ordinal(said.last, today)
    if first:
        plan = replace(plan, first_day=next(days_from(replace(plan, first_day=0), first), first))
    plan = replace(plan, last_day=last)
    if read(plan.recurrence) is None:
        return Typed(None, rest, UNREAD)
    return Typed(None, rest, OVER) if last and last < max(first, today) else Typed(plan, rest)


def _ordinal(said: tuple[int, int, int] | None, today: int) -> int:
    if said is None:
        return 0
    year, month, day = said
    return date(year, month, day).toordinal() if year else next(days_from(Plan(f"year {month:02}-{day:02}"), today))


def _dates(said: Said, zone: str, rest: str, now: Micros) -> Typed:
    today = minute_of(zone, now) // MINUTES
    days = sorted({_ordinal(each, today) for each in said.dates})
    minute = (said.minute if said.minute >= 0 else MORNING) % MINUTES
    if instant(zone, days[-1] * MINUTES + minute) <= now:
        return Typed(None, rest, OVER)
    written = ",".join(date.fromordinal(day).isoformat() for day in days)
    plan = Plan(f"dates {written}", zone, minute)
    return Typed(plan, rest) if read(plan.recurrence) else Typed(None, rest, UNREAD)


def in_words(plan: Plan, where: str = "") -> str:
    """The plan as people say it, to stand in a sentence: `every Monday at 09:00`; `where` stands behind its hour."""
    at = moment_of(plan.recurrence)
    if at is not None:
        return f"on {_date_words(minute_of(plan.zone, at) // MINUTES)} at {_clock(minute_of(plan.zone, at))}"
    rhythm = read(plan.recurrence)
    if rhythm is None:
        return "never"
    match rhythm.kind:
        case "day":
            said = "every day"
        case "week":
            said = _weekly(rhythm.days, rhythm.weeks)
        case "month":
            said = "on the last day of every month" if rhythm.days[0] == 31 else f"every month on the {rhythm.days[0]}."
            said = said.replace(".", _suffix(rhythm.days[0]))
        case "nth":
            place = {number: word for word, number in ORDINALS.items() if word != "other"}[rhythm.nth + 1]
            said = f"every {place} {DAY_NAMES[rhythm.days[0]].title()} of the month"
        case "year":
            said = f"every year on {rhythm.days[1]} {MONTH_NAMES[rhythm.days[0] - 1].title()}"
        case _:
            said = "on " + _and([_date_words(day) for day in rhythm.days[:3]])
            said += f" and {len(rhythm.days) - 3} more days" if len(rhythm.days) > 3 else ""
    until = f" until {_date_words(plan.last_day)}" if plan.last_day else ""
    return f"{said} at {_clock(plan.minute)}{where}{until}"


def _weekly(days: Sequence[int], weeks: int) -> str:
    if days == (0, 1, 2, 3, 4) and weeks == 1:
        return "every weekday"
    named = _and([DAY_NAMES[day].title() for day in days])
    return f"every {named}" if weeks == 1 else f"every {weeks} weeks on {named}"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _suffix(number: int) -> str:
    return "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute % MINUTES, 60)
    return f"{hours:02}:{minutes:02}"


def _date_words(day: int) -> str:
    found = date.fromordinal(day)
    return (
        f"{DAY_NAMES[found.weekday()][:3].title()} {found.day} {MONTH_NAMES[found.month - 1][:3].title()} {found.year}"
    )


__all__ = ["Deadline", "Typed", "deadline", "in_words", "length_of", "when"]
