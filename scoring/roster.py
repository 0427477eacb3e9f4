"""The roster: who is who, what channels are called, who is away - as far as scoring looks at it."""

from scoring.facts import Micros
from scoring.state import Channel, CounterKey, Member, State, Trait
from scoring.turn import DROPPED, Outcome, Turn

TRAITS = {trait.name.lower(): trait for trait in Trait if trait.name}
LONGEST_ABSENCE = 366


def member_changed(turn: Turn) -> Outcome:
    """A profile, a role or a privacy choice changed; only the fields named in the fact do.

    Of each field the latest change counts, so an old one that is delivered again changes nothing back.
    """
    state, who = turn.state, turn.fact.target or turn.fact.actor
    before = state.members.get(who)
    after = before or Member()
    for name, value in turn.fact.extra:
        if not _is_news(turn, name, who):
            continue
        if name in TRAITS:
            trait = TRAITS[name]
            after = after._replace(traits=after.traits | trait if value else after.traits & ~trait)
        elif name == "joined":
            after = after._replace(joined=int(value))
        elif name in ("name", "zone", "country", "roles"):
            after = after._replace(**{name: str(value)})  # type: ignore[arg-type]  # all four are text
    if after == before:
        return DROPPED
    state.members.put(who, after._replace(traits=int(after.traits)))
    for name, _ in turn.fact.extra:
        _remember(turn, name, who)
    return turn.outcome()


def told_at(state: State, name: str, who: str) -> Micros:
    """Since when a field of a member is what it is, or (`channel`) how a channel is known; 0 if it was never told."""
    return state.count(_since(name, who))


def _since(name: str, who: str) -> CounterKey:
    return (0, f"since:{name}", who, "")


def _is_news(turn: Turn, name: str, who: str) -> bool:
    return turn.fact.stamp >= told_at(turn.state, name, who)


def _remember(turn: Turn, name: str, who: str) -> None:
    if _is_news(turn, name, who):
        turn.state.counters.put(_since(name, who), turn.fact.stamp)


def channel_changed(turn: Turn) -> Outcome:
    """A channel is known by this name from now on."""
    extra, place = dict(turn.fact.extra), turn.fact.channel
    after = Channel(str(extra.get("name", "")), int(extra.get("private", 0)), int(extra.get("shared", 0)))
    if turn.state.channels.get(place) == after or not _is_news(turn, "channel", place):
        return DROPPED
    turn.state.channels.put(place, after)
    _remember(turn, "channel", place)
    return turn.outcome()


def absence_announced(turn: Turn) -> Outcome:
    """From `first` to `last` (ordinals of days) the member is away, or with `off` not after all."""
    extra = dict(turn.fact.extra)
    first, last = int(extra.get("first", 0)), int(extra.get("last", 0))
    if not 0 < first <= last < first + LONGEST_ABSENCE:
        return DROPPED
    # Each day remembers when it was last said, as a negative number if the member is there after all.
    said = -turn.fact.stamp if extra.get("off") else turn.fact.stamp
    news = {day: said for day in range(first, last + 1) if abs(_said(turn, day)) < turn.fact.stamp}
    for day in news:
        turn.state.counters.put((day, "absent", turn.fact.actor, ""), said)
    return turn.outcome() if news else DROPPED


def _said(turn: Turn, day: int) -> int:
    return turn.state.count((day, "absent", turn.fact.actor, ""))


def book_changed(turn: Turn) -> Outcome:
    """From here on another version of the rule book decides; whoever applies facts fetches it."""
    return turn.outcome()
