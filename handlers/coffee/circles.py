"""Circles: which rounds of coffee somebody may see, when they are, and how admins set them up."""

import re
from dataclasses import dataclass, replace

from handlers import people
from handlers.answers import Answer, Note, Post
from handlers.calendar import looking, recurrence, scheduling, typed
from handlers.calendar.listing import clock_of
from handlers.calendar.recurrence import Plan
from handlers.calendar.scheduling import Item
from handlers.calendar.slots import minute_of
from handlers.cards.coffee import card as cards
from handlers.cards.coffee import circles as circle_cards
from handlers.coffee import rounds
from handlers.events import ButtonPressed, CommandGiven
from handlers.shoutouts import channel_for
from scoring.markup import Kind, identity, pieces
from scoring.periods import DAY
from storage import audit, calendar, coffee, places
from storage.tables import CalendarRow, CoffeeCircleRow
from storage.transactions import Work

ROUND = "coffee_round"
"""The kind of the calendar's entry."""
LONGEST_ROUND = 26
"""Weeks between two rounds at most."""
WEEK = 7 * DAY
FEWEST_COUNTED = 5
"""Below so many people, what came of a round would tell who."""
SHARED = "People of another organisation are in that channel, so I say nothing there."
ADMINS = "Only admins set up rounds of coffee. You can join them: /huzzah coffee join"

_NUMBERS = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_SIZE = re.compile(
    r"(?i)\b(?:in |as )?(?:groups? of (?P<of>\w+)|(?P<name>pairs?|twos|threes|trios|fours|quartets)"
    r"|(?P<n>[234])er groups)\b"
)
_NAMES = {"pair": 2, "pairs": 2, "twos": 2, "threes": 3, "trios": 3, "fours": 4, "quartets": 4}
SIZES = {2: "in pairs", 3: "in groups of three", 4: "in groups of four"}
_HERE = re.compile(r"(?i)\b(?:(?:in|for) )?(?:here|this channel)\b")
_EVERYBODY = re.compile(r"(?i)\bfor (?:everybody|everyone|all|the workspace)\b")
_NAMED = re.compile(r"(?i)(?:\b(?:in|for)\s+)?(?:<#([^<>|]+)(?:\|[^<>]*)?>|#([\w-]+))")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rounds as an admin typed them."""

    plan: Plan | None
    size: int = 2
    channel: str = ""
    problem: str = ""


def is_admin(work: Work, member: str) -> bool:
    """Whether this member may set up rounds."""
    return work.member(member).has_role("admin")


def seen(work: Work, member: str) -> list[CoffeeCircleRow]:
    """The circles that somebody may see: of a private channel's only its people hear."""
    return [row for row in coffee.circles(work) if not places.is_closed(work, member, row.channel)]


def here(work: Work, member: str, channel: str) -> CoffeeCircleRow | None:
    """The circle that is meant in a channel: its own, or everybody's, or the only one there is."""
    rows = seen(work, member)
    own = [row for row in rows if row.channel == channel and channel]
    everybody = [row for row in rows if not row.channel]
    return next(iter(own or everybody or (rows if len(rows) == 1 else [])), None)


def found(work: Work, member: str, number: str) -> CoffeeCircleRow | None:
    """The circle with this number, if there is one that somebody may see."""
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        return None
    return next((row for row in seen(work, member) if row.circle == int(number)), None)


def entry_of(work: Work, row: CoffeeCircleRow) -> CalendarRow | None:
    """When its rounds are; None while nobody said so, and after somebody took them out of the calendar."""
    entry = calendar.find(work, row.entry) if row.entry else None
    return entry if entry is not None and entry.state in (calendar.ON, calendar.PAUSED) else None


def standing_for(work: Work, channel: str) -> bool:
    """Whether the people of a channel, or everybody, have rounds already."""
    return any(row.channel == channel and entry_of(work, row) is not None for row in coffee.circles(work))


def rhythm(work: Work, row: CoffeeCircleRow, viewer: str = "") -> str:
    """When and how, in words; nothing while nobody said when.

    The hour bears the name of its clock where that isn't the reader's; for everybody, where people have several.
    """
    entry = entry_of(work, row)
    if entry is None:
        return ""
    plan = scheduling.plan_of(entry)
    plan = replace(plan, zone=plan.zone or work.book.settings.zone)
    clock = "" if _is_readers(work, entry, plan, viewer) else clock_of(plan.zone)
    return f"{typed.in_words(plan, clock)}, {SIZES.get(row.size, SIZES[2])}"


def _is_readers(work: Work, entry: CalendarRow, plan: Plan, viewer: str) -> bool:
    # As the calendar tells it: people hear of a round at its hour where they live, if that isn't over there.
    slot = next(iter(looking.ahead(work, entry, work.now + LONGEST_ROUND * WEEK)), None)
    due = slot.due if slot is not None else work.now
    there, home = minute_of(plan.zone, due), work.book.settings.zone
    if not viewer:
        return all(minute_of(zone, due) == there for zone, _ in calendar.zones(work, home))
    at = rounds.reaches(work, viewer, slot.slot, due) if slot is not None else due
    return minute_of(work.member(viewer).zone or home, at) == there


def shown(work: Work, row: CoffeeCircleRow, member: str) -> circle_cards.Circle:
    """A circle as one member sees it."""
    part = coffee.joined(work, row.circle, member)
    mine = part is not None and part.state == coffee.ON
    admin = is_admin(work, member)
    return circle_cards.Circle(
        row.circle, rhythm(work, row, member), people.place(work, member, row.channel) if row.channel else None, mine,
        coffee.next_of(work, row.entry) if row.entry else 0, part.snoozed if mine and part else 0,
        coffee.count(work, row.circle) if admin else 0, last_round(work, row) if admin else "",
    )  # fmt: skip


def last_round(work: Work, row: CoffeeCircleRow) -> str:
    """What came of the newest round, as a number without names."""
    states = coffee.outcomes(work, row.circle, row.newest) if row.newest else {}
    whole = sum(states.values())
    if not whole:
        return ""
    if whole < FEWEST_COUNTED:
        return "The last round was too small to be counted."
    return f"Last round: {states.get(coffee.MET, 0)} of {whole} people say that they met."


def arrange(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah coffee every 2 weeks on monday 10:00 in groups of 3 in #general`."""
    if not is_admin(work, event.member):
        return [Note(cards.told(ADMINS))]
    wanted = understand(work, event)
    if wanted.plan is None:
        return [Note(cards.how_it_works(wanted.problem, admin=True))]
    return set_up(work, event.member, wanted)


def set_up(work: Work, member: str, wanted: Wanted) -> list[Answer]:
    """Rounds begin, or those of that channel are changed."""
    if wanted.plan is None:
        return [Note(cards.how_it_works(wanted.problem, admin=True))]
    row = next((each for each in coffee.circles(work) if each.channel == wanted.channel), None)
    changed = row is not None and bool(row.entry)
    row = row or coffee.found_circle(work, wanted.channel, member)
    row.size, row.weeks, row.member = wanted.size, weeks_of(wanted.plan), member
    entry = entry_of(work, row)
    if entry is None or scheduling.plan_of(entry) != wanted.plan:
        # Else the weeks it falls on stay, and whatever was skipped or moved.
        scheduling.end(work, row.entry)
        row.entry = scheduling.add(work, Item(ROUND, str(row.circle), wanted.channel, member), wanted.plan)
    coffee.keep(work, row)
    audit.write(work, member, "coffee", f"circle {row.circle}: {rhythm(work, row)}")
    return [Note(circle_cards.arranged(circle_cards.Arranged(shown(work, row, member), changed)))]


def understand(work: Work, event: CommandGiven) -> Wanted:
    """What an admin typed, or what is unclear about it."""
    text, channel = event.text, ""
    if named := _NAMED.search(text):
        found_in = places.find(work, event.member, named[1] or named[2])
        if found_in is None:
            return Wanted(None, problem="I don't know that channel, or you aren't in it.")
        text, channel = _without(text, named), found_in
    elif said := _HERE.search(text):
        text, channel = _without(text, said), event.channel
    elif said := _EVERYBODY.search(text):
        text = _without(text, said)
    if channel and places.shared(work, [channel]):
        return Wanted(None, problem=SHARED)
    size = 2
    if sized := _SIZE.search(text):
        size = _NUMBERS.get((sized["of"] or sized["n"] or "").lower()) or _NAMES.get((sized["name"] or "").lower(), 0)
        text = _without(text, sized)
    if not 2 <= size <= 4:
        return Wanted(None, problem="A table has two, three or four people: in groups of 3, for instance.")
    plain = "".join(identity(piece) if kind is Kind.CHANNEL else piece for kind, piece in pieces(text))
    return planned(work, plain, size, channel, work.member(event.member).zone)


def _without(text: str, found_there: "re.Match[str]") -> str:
    return f"{text[: found_there.start()]} {text[found_there.end() :]}"


def planned(work: Work, text: str, size: int, channel: str, zone: str) -> Wanted:
    """Rounds at the times that words say."""
    home = work.book.settings.zone
    when = typed.when(text, zone or home, work.now)
    if when.plan is None or when.problem:
        return Wanted(None, problem=when.problem or "I can't tell when. Write a day and a time.")
    if when.rest.strip(" .,"):
        return Wanted(None, problem=f"I don't understand “{when.rest.strip()[:60]}”.")
    if not 1 <= weeks_of(when.plan) <= LONGEST_ROUND:
        return Wanted(None, problem="Say how often, in weeks or months: every 2 weeks on monday 10:00.")
    kept = "" if zone == home else zone
    return Wanted(replace(when.plan, zone=kept, missed="once", span_minutes=24 * 60, free_days="after"), size, channel)


def weeks_of(plan: Plan) -> int:
    """How many weeks lie between two rounds; 0 where there is no such rhythm."""
    read = recurrence.read(plan.recurrence)
    if read is None or read.kind not in ("week", "month", "nth") or (read.kind == "week" and len(read.days) != 1):
        return 0
    return read.weeks if read.kind == "week" else 4


def invite(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button “Invite people”: a card with which they join."""
    row = found(work, event.member, event.value)
    if not is_admin(work, event.member) or row is None:
        return [Note(cards.told(ADMINS if row else "There are no such rounds any more."))]
    channel = row.channel or channel_for(work, event.member) or event.channel
    place = people.place(work, event.member, channel)
    if place is None or places.shared(work, [channel]):
        hint = "Choose a channel for announcements: /huzzah settings"
        return [Note(cards.told("I found no channel in which I could invite people.", hint))]
    circle = shown(work, row, "")
    card = circle_cards.invitation(circle)
    return [
        Note(cards.told(f"The invitation is in #{place.name}.")),
        Post(channel, card, key=f"coffee:{row.circle}:{event.request}", by=event.member),
    ]


def end(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button “End it”: no more rounds."""
    row = found(work, event.member, event.value)
    if not is_admin(work, event.member) or row is None:
        return [Note(cards.told(ADMINS if row else "There are no such rounds any more."))]
    if row.entry:
        scheduling.end(work, row.entry)
    row.state, row.entry = coffee.OFF, 0
    coffee.keep(work, row)
    coffee.end(work, row.circle)
    audit.write(work, event.member, "coffee", f"circle {row.circle} ended")
    return [Note(cards.told("These rounds of coffee are over."))]
