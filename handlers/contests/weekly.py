"""The most reacted post of the week: told of by itself in the channels where an admin wants it."""

from collections.abc import Sequence

from handlers import people
from handlers.answers import Answer, Note, Post
from handlers.calendar import scheduling, typed
from handlers.calendar.firing import Firing, read_details, write_details
from handlers.calendar.recurrence import Plan, read
from handlers.calendar.slots import MINUTES
from handlers.cards.contests import weekly as cards
from handlers.contests.timing import opening
from handlers.events import CommandGiven, Event
from scoring.facts import Fact, FactKind, Micros
from scoring.periods import DAY, HOUR
from scoring.state import ALIVE, Trait
from scoring.turn import Outcome
from storage import calendar, contests, places
from storage.contests import POST_OF_THE_WEEK
from storage.transactions import Work

LEAST = 3
"""Fewer people than that don't make a post of the week."""
MOST_TIED = 5
ONCE_A_WEEK = "I tell of it once a week. Try every friday 15:00 or every monday 9:00."
FRIDAY_AFTERNOON = 15 * 60
ON, OFF = frozenset({"on", "start", "yes"}), frozenset({"off", "stop", "no", "end"})
Seen = tuple[Event, Fact, Outcome]


def command(work: Work, event: CommandGiven, words: str) -> list[Answer]:
    """`/huzzah contest week on|off [every monday 9:00]`, in the channel that it is about."""
    word, _, rest = words.strip().partition(" ")
    if not work.member(event.member).has_role("admin"):
        return [Note(cards.for_admins())]
    if not event.channel or places.is_closed(work, event.member, event.channel):
        return [Note(cards.in_a_channel())]
    if places.shared(work, [event.channel]):
        return [Note(cards.shared())]
    if word.lower() in OFF:
        return [_switch_off(work, event)]
    if word.lower() in ON:
        return [_switch_on(work, event, rest)]
    return [Note(cards.how())]


def _switch_on(work: Work, event: CommandGiven, words: str) -> Answer:
    plan = Plan("week fri", minute=FRIDAY_AFTERNOON)
    if words.strip():
        found = opening(work, event.member, words)
        if found.plan is None:
            return Note(cards.mistaken(found.problem))
        plan = found.plan
    rhythm = read(plan.recurrence)
    if rhythm is None or (rhythm.kind, rhythm.weeks, len(rhythm.days)) != ("week", 1, 1):
        return Note(cards.mistaken(ONCE_A_WEEK))
    before = contests.week_entry(work, event.channel)
    told = read_details(before.details) if before else {}
    for row in _entries(work, event.channel):
        scheduling.end(work, row)
    scheduling.add(work, scheduling.Item(POST_OF_THE_WEEK, event.channel, event.channel, event.member, told), plan)
    work.remembered.week_channels = None
    return Note(cards.switched_on(people.place(work, event.member, event.channel), typed.in_words(plan)))


def _switch_off(work: Work, event: CommandGiven) -> Answer:
    entries = _entries(work, event.channel)
    for entry in entries:
        scheduling.end(work, entry)
    work.remembered.week_channels = None
    return Note(cards.switched_off(people.place(work, event.member, event.channel), was_on=bool(entries)))


def _entries(work: Work, channel: str) -> list[int]:
    return [row.entry for row in calendar.standing(work, (POST_OF_THE_WEEK,)) if row.channel == channel]


def watch(work: Work, seen: Sequence[Seen]) -> list[Answer]:
    """Note what somebody reacted to, where it matters; who and how many, the state knows."""
    channels = contests.week_channels(work)
    if not channels:
        return []
    messages = [
        (fact.channel, fact.message)
        for _, fact, outcome in seen
        if outcome.kept and fact.kind is FactKind.REACTION and fact.channel in channels
    ]
    if messages:
        known = work.look(lambda state: {each: state.messages.get(each) for each in messages})
        posts = {each: found.at for each, found in known.items() if found and found.state == ALIVE and found.author}
        contests.note_posts(work, posts)
    return []


def fire(work: Work, firing: Firing) -> list[Answer]:
    """A week is over: the message that most people reacted to, if at least three did."""
    since = _since(firing)
    found = contests.loved(work, firing.channel, since, firing.due)
    told = _told(firing, since)
    may = [
        each for each in found if each.message not in told and each.votes >= LEAST and _may_be_told(work, each.member)
    ]
    most = max((each.votes for each in may), default=0)
    best = [each for each in may if each.votes == most]
    is_told = bool(best) and not places.shared(work, [firing.channel])
    _remember(work, firing, told | ({each.message: each.at for each in best} if is_told else {}))
    if not is_told:
        return []
    named = people.persons(work, [each.member for each in best])
    posts = tuple(cards.Loved(named[each.member], each.message, each.votes) for each in best[:MOST_TIED])
    key = f"post-of-the-week:{firing.entry}.{_week(firing.due)}"
    return [Post(firing.channel, cards.told(posts, firing.channel), "", key, firing.member)]


def _since(firing: Firing) -> Micros:
    # A week that a clock was put back in is an hour longer. The look before may have come early or late, since
    # somebody moved it: then this one begins where it ended. What was told of before isn't there any more.
    week = firing.due - 7 * DAY - HOUR
    is_next = firing.details.get("slot") == firing.slot - 7 * MINUTES
    return min(week, firing.details["until"]) if is_next else week


def _told(firing: Firing, since: Micros) -> dict[str, Micros]:
    # A reaction after it was told of notes a message again, and the next look reaches back a bit more than a week.
    told: dict[str, Micros] = firing.details.get("told", {})
    return {message: at for message, at in told.items() if at >= min(since, firing.due - 8 * DAY)}


def _remember(work: Work, firing: Firing, told: dict[str, Micros]) -> None:
    row = calendar.find(work, firing.entry)
    if row is not None:
        row.details = write_details({"told": told, "slot": firing.slot, "until": firing.due})
        work.session.add(row)
        work.changed = True


def _week(due: Micros) -> int:
    return due // DAY


def _may_be_told(work: Work, member: str) -> bool:
    unseen = Trait.HIDDEN | Trait.NO_ANNOUNCE | work.book.outside
    return not work.member(member).traits & unseen
