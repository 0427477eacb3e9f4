"""Setting up: the form by which an admin begins rounds of coffee, or changes them; typed words do the same."""

import re
from dataclasses import replace
from typing import Final

from handlers.answers import Answer, Note, Open, Refuse
from handlers.calendar import recurrence, scheduling
from handlers.calendar.recurrence import PLACES, WEEKDAYS, Rhythm
from handlers.cards.coffee import card as cards
from handlers.cards.coffee import setup as forms
from handlers.coffee import circles
from handlers.events import ButtonPressed, DialogSubmitted
from storage import calendar, places
from storage.tables import CoffeeCircleRow
from storage.transactions import Work

WORDS: Final = frozenset({"setup", "set up", "set-up", "new", "form", "plan", "arrange", "begin", "settings"})
"""What an admin types for the form."""
GONE: Final = "There are no such rounds any more."
FOR_ALL: Final = "There are rounds for everybody already. Choose a channel, or change those: /huzzah coffee"
ORDER: Final = dict(zip(PLACES, ("first", "second", "third", "fourth", "fifth", "last"), strict=True))
_DAY_OF_MONTH: Final = "day {}"
_OF_MONTH: Final = re.compile(r"day ([1-9]|[12][0-9]|3[01])")
NO_CHANNEL: Final = "Choose a channel that you are in, or none for everybody."


def opened(work: Work, member: str) -> list[Answer]:
    """`/huzzah coffee setup`."""
    if not circles.is_admin(work, member):
        return [Note(cards.told(circles.ADMINS))]
    return [Open(forms.form(forms.Begin()))]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The buttons “Set up rounds” and “Change”."""
    if not circles.is_admin(work, event.member) or not event.value:
        return opened(work, event.member)
    row = circles.found(work, event.member, event.value)
    return [Open(forms.form(_begin(work, row, event.member)))] if row else [Note(cards.told(GONE))]


def _begin(work: Work, row: CoffeeCircleRow, member: str) -> forms.Begin:
    entry = calendar.find(work, row.entry) if row.entry else None
    read = recurrence.read(entry.recurrence) if entry else None
    if entry is None or read is None:
        return forms.Begin(row.circle, size=row.size)
    often, label = _often(read)
    zone = entry.zone or work.book.settings.zone
    return forms.Begin(
        row.circle, often, "mon" if read.kind == "month" else WEEKDAYS[read.days[0]],
        f"{entry.minute // 60}:{entry.minute % 60:02}", row.size, (often, label) if label else None,
        "" if zone == _zone_of(work, member) else zone,
    )  # fmt: skip


def _often(read: Rhythm) -> tuple[str, str]:
    # How often as the form calls it; with words, where it was typed and isn't in the form's list.
    if read.kind == "month":
        return _DAY_OF_MONTH.format(read.days[0]), f"Every month on day {read.days[0]}, whichever day of the week"
    if read.kind == "nth":
        place = PLACES[read.nth]
        return (place, f"Every month, on the {ORDER[place]} such day") if read.nth else (forms.MONTHLY, "")
    weeks = str(read.weeks)
    return weeks, "" if weeks in dict(forms.OFTEN) else f"Every {weeks} weeks"


def _zone_of(work: Work, member: str) -> str:
    return work.member(member).zone or work.book.settings.zone


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    if not circles.is_admin(work, event.member):
        return [Note(cards.told(circles.ADMINS))]
    row = circles.found(work, event.member, event.context) if event.context else None
    if event.context and row is None:
        return [Note(cards.told(GONE))]
    named = event.fields.get("channel", "").strip()
    channel = row.channel if row else (places.find(work, event.member, named) or "") if named else ""
    wanted = _wanted(work, event, row, channel)
    errors = {}
    if not row and not named and circles.standing_for(work, ""):
        errors["channel"] = FOR_ALL
    elif named and not channel:
        errors["channel"] = NO_CHANNEL
    elif channel and places.shared(work, [channel]):
        errors["channel"] = circles.SHARED
    if wanted.plan is None:
        errors["time"] = "Write a time such as 10:00."
    return [Refuse(errors)] if errors else circles.set_up(work, event.member, wanted)


def _wanted(work: Work, event: DialogSubmitted, row: CoffeeCircleRow | None, channel: str) -> circles.Wanted:
    entry, size = circles.entry_of(work, row) if row else None, _size(event)
    if row is None or entry is None:
        return circles.planned(work, _typed(event), size, channel, work.member(event.member).zone)
    before, plan = _begin(work, row, event.member), scheduling.plan_of(entry)
    if all(event.fields.get(name) == value for name, value in before.when.items()):
        return circles.Wanted(plan, size, channel)
    wanted = circles.planned(work, _typed(event), size, channel, plan.zone or work.book.settings.zone)
    ends = plan.last_day
    return replace(wanted, plan=replace(wanted.plan, last_day=ends)) if wanted.plan and ends else wanted


def _typed(event: DialogSubmitted) -> str:
    # As somebody would write it; what isn't in the lists isn't read, and so refused.
    often, day = event.fields.get("often", ""), event.fields.get("day", "")
    time = event.fields.get("time", "").strip()[:20]
    if not _is_known(often) or day not in dict(forms.DAYS) or not any(char.isdigit() for char in time):
        return ""
    if often.isdecimal():
        return f"every {often} weeks on {day} {time}"
    if of_month := _OF_MONTH.fullmatch(often):
        return f"every month on the {of_month[1]}th {time}"
    return f"every month on the {ORDER.get(often, 'first')} {day} {time}"


def _size(event: DialogSubmitted) -> int:
    size = event.fields.get("size", "")
    return int(size) if size in dict(forms.SIZES) else 2


def _is_known(often: str) -> bool:
    # What was typed once may be of another length than those in the list.
    is_weeks = often.isascii() and often.isdecimal() and len(often) <= 2
    return often in dict(forms.OFTEN) or often in ORDER or is_weeks or bool(_OF_MONTH.fullmatch(often))
