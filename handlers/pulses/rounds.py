"""Rounds: a pulse is asked at each person's local time, everybody is reminded once, and it closes with its results.

Everybody is reminded alike, whether they have answered or not: whoever saw only some people being reminded would know
who hadn't, though never what the others said. The words say so.
"""

from dataclasses import replace
from datetime import date

from handlers.answers import Answer, Whisper
from handlers.calendar import exceptions, looking, scheduling
from handlers.calendar.firing import Firing
from handlers.calendar.looking import is_awake
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.scheduling import Item
from handlers.calendar.slots import MINUTES, due_between
from handlers.cards.blocks import Card
from handlers.cards.pulses import card as cards
from handlers.polls import asking, showing
from handlers.polls.presenting import numbers_of
from handlers.polls.terms import CLOSED, SEALED, STANDING, Terms
from handlers.pulses import questions, results
from handlers.pulses.questions import GROUP, Setup
from handlers.pulses.rounds_of import polls_of, series_of, write
from scoring.markup import escape
from scoring.periods import DAY, HOUR, local_day
from storage import calendar, groups, places, polls, pulses, votes
from storage.tables import CalendarRow, PollRow, PulseRoundRow, PulseRow
from storage.transactions import Work

KIND, CLOSE, REMIND, LATE = "pulse", "pulse_close", "pulse_remind", "pulse_late"
"""Kinds of entries in the calendar."""
EVERYWHERE = DAY
"""So much later than the first is the last zone of the world, about."""
LOOKS = tuple(range(3, 37, 3))
"""So many hours after a round began it looks for people whom their hour passed by, since they moved."""
LEAST_PEOPLE = votes.LEAST
ACTIVE_DAYS = 62
TEN = 10 * 60
"""The minute of a reminder where nobody chose one."""
AS_ORDINAL = MINUTES * 4_000_000
"""Slots below are local minutes, others are moments (storage.calendar_tables.RunRow)."""


def fire(work: Work, firing: Firing) -> list[Answer]:
    """It is time in one zone; in the first of them the round begins."""
    row = _pulse(work, firing.topic)
    if row is None:
        return []
    setup = questions.read(row.details)
    people = audience(work, setup)
    day = _day(work, firing.slot)
    found, answers = pulses.round_of(work, row.pulse, day), list[Answer]()
    if found is None:
        if len(people) < LEAST_PEOPLE:
            return _left_out(work, row, day, cards.too_few(len(people)))
        for earlier in pulses.rounds(work, row.pulse, pulses.OPEN):
            answers += close(work, row, earlier)
        hour = _asked_at(work, firing)
        found = _begin(work, row, setup, (day, hour // MINUTES))
        if found is None:
            return answers + _left_out(work, row, day, cards.no_key())
        _remind_later(work, firing, setup, (found, hour))
        _look_later(work, row, found, firing)
    return answers + (_ask(work, firing, (row, found, setup), people) if found.state == pulses.OPEN else [])


def _left_out(work: Work, row: PulseRow, day: int, why: Card) -> list[Answer]:
    # A round that isn't asked anywhere; its owner hears of it once, not for every zone.
    pulses.save(work, PulseRoundRow(workspace=work.workspace, pulse=row.pulse, day=day, state=pulses.CLOSED))
    return results.to_owners(work, row, why)


def about(work: Work, row: CalendarRow) -> str:
    """Which pulse this is, in the calendar."""
    found = _pulse(work, row.topic)
    titles = [each.title for each in questions.asked(questions.read(found.details))] if found is not None else []
    return escape(", ".join(titles))


def remind(work: Work, firing: Firing) -> list[Answer]:
    """Once, to everybody who was asked."""
    row, found = _round(work, firing.topic)
    if row is None or found is None or found.state != pulses.OPEN:
        return []
    setup, people = questions.read(row.details), audience(work, questions.read(row.details))
    # Whom a skip, a pause or a removal spared isn't asked by the reminder either.
    were = calendar.whom(work, int(firing.details["entry"]), found.day * MINUTES)
    return _ask(work, firing, (row, found, setup), {m: people[m] for m in sorted(people.keys() & were)}, reminder=True)


def late(work: Work, firing: Firing) -> list[Answer]:
    """Whoever moved to another zone on the very day, past the hour at which they were to be asked, is asked still.

    That hour is read anew from the pulse's own entry, with all that was skipped, moved or put to rest there meanwhile.
    """
    row, found = _round(work, firing.topic)
    entry = calendar.find(work, int(firing.details["entry"]))
    if row is None or found is None or found.state != pulses.OPEN:
        return []
    if entry is None or entry.state == calendar.GONE:
        scheduling.end_about(work, LATE, firing.topic)
        return []
    setup, over = questions.read(row.details), _over_in(work, entry, found)
    people = {member: zone for member, zone in audience(work, setup).items() if zone in over and is_awake(work, member)}
    return _ask(work, replace(firing, entry=entry.entry), (row, found, setup), people)


def _over_in(work: Work, entry: CalendarRow, found: PulseRoundRow) -> set[str]:
    # The zones in which the hour of a round is over.
    plan, kept = looking.plan_of(entry), exceptions.read(entry.moved)
    since = found.made - EVERYWHERE
    return {
        ground.place
        for ground in looking.grounds_of(work, entry)
        if any(_day(work, each.slot) == found.day for each in due_between(plan, ground, kept, since, work.now))
    }


def fire_close(work: Work, firing: Firing) -> list[Answer]:
    """Its days are over, or those of the pulse itself: then nobody is told."""
    pulse, _, day = firing.topic.partition(":")
    row, found = pulses.whatever(work, int(pulse)), pulses.round_of(work, int(pulse), int(day))
    if row is None or found is None or found.state != pulses.OPEN:
        return []
    answers = close(work, row, found)
    return answers if row.state == pulses.ON else []


def _pulse(work: Work, topic: str) -> PulseRow | None:
    return pulses.find(work, int(topic))


def _round(work: Work, topic: str) -> tuple[PulseRow | None, PulseRoundRow | None]:
    pulse, _, day = topic.partition(":")
    return _pulse(work, pulse), pulses.round_of(work, int(pulse), int(day))


def _day(work: Work, slot: int) -> int:
    return slot // MINUTES if slot < AS_ORDINAL else local_day(work.book.settings.zone, slot)


def _asked_at(work: Work, firing: Firing) -> int:
    # The local minute at which people are really asked: a round may be moved, or sent before its day.
    if firing.slot >= AS_ORDINAL:
        return _day(work, firing.slot) * MINUTES + TEN
    entry = calendar.find(work, firing.entry)
    kept = exceptions.read(entry.moved if entry is not None else "")
    if firing.slot in kept.sent:
        return local_day(work.book.settings.zone, kept.sent[firing.slot]) * MINUTES + firing.slot % MINUTES
    return kept.moved.get(firing.slot, firing.slot)


def audience(work: Work, setup: Setup) -> dict[str, str]:
    """Who is asked -> the zone they live in."""
    traits = work.book.outside
    everybody = pulses.colleagues(work)
    if setup.audience.startswith(GROUP):
        group = setup.audience.removeprefix(GROUP)
        wanted = set(groups.members_of(work, [group])[group])
    elif setup.audience:
        wanted = in_channel(work, setup.audience)
    else:
        wanted = set(everybody)
    skipping = pulses.skips(work)
    members = work.members(sorted(wanted & everybody.keys() - skipping))
    home = work.book.settings.zone
    return {member: everybody[member] or home for member, known in members.items() if not known.traits & traits}


def in_channel(work: Work, channel: str) -> set[str]:
    """The people of a channel: its members if it is private, else who took part there lately."""
    if channel in places.public(work, [channel]):
        since = local_day(work.book.settings.zone, work.now) - ACTIVE_DAYS
        return pulses.active_in(work, channel, since)
    return pulses.in_private(work, channel)


def is_in_channel(work: Work, channel: str, member: str) -> bool:
    """Whether somebody is one of them."""
    if channel in places.public(work, [channel]):
        since = local_day(work.book.settings.zone, work.now) - ACTIVE_DAYS
        return pulses.is_active_in(work, channel, since, member)
    return not places.is_closed(work, member, channel)


def _begin(work: Work, row: PulseRow, setup: Setup, days: tuple[int, int]) -> PulseRoundRow | None:
    """The round of a day, asked on that or another, and its polls; None without the key that keeps votes secret."""
    closes = work.now + setup.days * DAY + EVERYWHERE
    made: dict[str, int] = {}
    for each in questions.asked(setup):
        wanted = asking.Ask(
            escape(each.words), kind=each.kind, terms=Terms(results=SEALED), closes=closes, anonymous=True,
            series=series_of(row.pulse, each.key),
        )  # fmt: skip
        poll = asking.draft(work, wanted)
        try:
            votes.open_up(work, poll)
        except votes.NoKey:
            asking.drop(work, poll)
            return None
        poll.state = STANDING
        polls.save(work, poll)
        made[each.key] = poll.poll
    found = PulseRoundRow(
        workspace=work.workspace, pulse=row.pulse, day=days[0], made=work.now, closes=closes,
        details=write(made, days[1]),
    )  # fmt: skip
    pulses.save(work, found)
    scheduling.add(work, Item(CLOSE, f"{row.pulse}:{found.day}"), moment(closes))
    return found


def _remind_later(work: Work, firing: Firing, setup: Setup, began: tuple[PulseRoundRow, int]) -> None:
    if setup.days < 2:  # half a day later would be a nuisance
        return
    found, hour = began
    entry = calendar.find(work, firing.entry)
    zone = entry.zone if entry is not None else "*"
    when = date.fromordinal(hour // MINUTES + setup.days // 2).isoformat()
    plan = Plan(f"dates {when}", zone, hour % MINUTES, span_minutes=MINUTES, missed="drop", free_days="after")
    item = Item(REMIND, f"{found.pulse}:{found.day}", details={"entry": firing.entry})
    scheduling.add(work, item, plan)


def _look_later(work: Work, row: PulseRow, found: PulseRoundRow, firing: Firing) -> None:
    item = Item(LATE, f"{row.pulse}:{found.day}", details={"entry": firing.entry})
    for hours in LOOKS:
        scheduling.add(work, item, moment(work.now + hours * HOUR))


def _ask(
    work: Work,
    firing: Firing,
    this: tuple[PulseRow, PulseRoundRow, Setup],
    people: dict[str, str],
    *,
    reminder: bool = False,
) -> list[Answer]:
    row, found, setup = this
    card = cards.first(asked(row, found, setup), reminder=reminder)
    here = [member for member, zone in people.items() if not firing.place or zone == firing.place]
    # Once each, whichever zone they are in by now.
    return [Whisper(member, card) for member in calendar.first_time(work, firing.entry, found.day * MINUTES, here)]


def asked(row: PulseRow, found: PulseRoundRow, setup: Setup) -> cards.Asked:
    """A round as its cards show it; what was asked stands, whatever was changed since."""
    known = questions.asked(replace(setup, questions=tuple(polls_of(found))))
    return cards.Asked(f"{row.pulse}:{found.day}", tuple(known), found.closes)


def close(work: Work, row: PulseRow, found: PulseRoundRow) -> list[Answer]:
    """Envelopes become ballots, and what they come to is told; where the key is missing, it waits for the next try."""
    closed: list[PollRow] = []
    for number in polls_of(found).values():
        poll = polls.find(work, number)
        if poll is None or poll.state != STANDING:
            continue
        try:
            showing.closed(work, poll, numbers_of(polls.options(work, number)))
        except votes.NoKey:
            scheduling.add(work, Item(CLOSE, f"{row.pulse}:{found.day}"), moment(work.now + DAY))
            return results.to_owners(work, row, cards.no_key())
        poll.state, poll.closed_at = CLOSED, work.now
        closed.append(poll)
    for poll in closed:
        polls.save(work, poll)
    found.state = pulses.CLOSED
    pulses.save(work, found)
    this = f"{row.pulse}:{found.day}"
    calendar.forget_whom(work, {KIND: str(row.pulse), REMIND: this}, found.day * MINUTES)
    for kind in (CLOSE, REMIND, LATE):
        scheduling.end_about(work, kind, this)
    return results.told(work, row, found)
