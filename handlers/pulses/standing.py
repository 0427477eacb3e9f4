"""Standing: a pulse as an admin sees it - its rhythm, its questions, whom it asks and how far it is."""

from dataclasses import replace

from handlers import people
from handlers.calendar import scheduling, typed
from handlers.calendar.recurrence import Plan, moment_of
from handlers.cards.blocks import Runs, say
from handlers.cards.pulses import card as cards
from handlers.pulses import questions
from handlers.pulses.questions import GROUP, Setup
from handlers.pulses.rounds import KIND
from storage import calendar, groups, pulses
from storage.tables import CalendarRow, PulseRow
from storage.transactions import Work


def entry_of(work: Work, row: PulseRow) -> CalendarRow | None:
    """Its entry in the calendar, while there is one."""
    return next(iter(calendar.about(work, KIND, str(row.pulse))), None)


def when_of(work: Work, row: PulseRow, *, typing: bool = False) -> str:
    """Its rhythm in words; `typing`: as somebody would type it, "" if it isn't planned."""
    entry = entry_of(work, row)
    if entry is None:
        return "" if typing else "not planned any more"
    return words_of(work, scheduling.plan_of(entry))


def words_of(work: Work, plan: Plan) -> str:
    """A rhythm in words, by the workspace's clock if it is one moment."""
    zone = work.book.settings.zone if moment_of(plan.recurrence) is not None else ""
    return typed.in_words(replace(plan, zone=zone))


def is_once(work: Work, row: PulseRow) -> bool:
    """Whether it comes once only."""
    entries = calendar.about(work, KIND, str(row.pulse))
    return any(moment_of(entry.recurrence) is not None for entry in entries)


def shown(work: Work, row: PulseRow, viewer: str) -> cards.Standing:
    """A pulse as an admin sees it."""
    setup = questions.read(row.details)
    opened = next(iter(pulses.rounds(work, row.pulse, pulses.OPEN)), None)
    closed = next(iter(pulses.rounds(work, row.pulse, pulses.CLOSED)), None)
    return cards.Standing(
        row.pulse, when_of(work, row), tuple(each.title for each in questions.asked(setup)),
        _audience(work, setup, viewer), people.place(work, viewer, row.channel), opened.closes if opened else 0,
        closed is not None, is_once(work, row),
    )  # fmt: skip


def _audience(work: Work, setup: Setup, viewer: str) -> Runs:
    if setup.audience.startswith(GROUP):
        group = setup.audience.removeprefix(GROUP)
        return say(f"@{groups.group_names(work, [group]).get(group, 'a group')}")
    if not setup.audience:
        return say("everybody")
    place = people.place(work, viewer, setup.audience)
    return say("the people of ", place) if place else say("the people of a private channel")
