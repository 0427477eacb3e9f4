"""The roster: who is who, what channels are called, who is away - as far as scoring looks at it."""

from scoring.state import Channel, Member, Trait
from scoring.turn import DROPPED, Outcome, Turn

TRAITS = {trait.name.lower(): trait for trait in Trait if trait.name}
LONGEST_ABSENCE = 366


def member_changed(turn: Turn) -> Outcome:
    """A profile, a role or a privacy choice changed; only the fields named in the fact do."""
    state, who = turn.state, turn.fact.target or turn.fact.actor
    before = state.members.get(who)
    after = before or Member()
    for name, value in turn.fact.extra:
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
    return turn.outcome()


def channel_changed(turn: Turn) -> Outcome:
    """A channel is known by this name from now on."""
    extra = dict(turn.fact.extra)
    after = Channel(str(extra.get("name", "")), int(extra.get("private", 0)))
    if turn.state.channels.get(turn.fact.channel) == after:
        return DROPPED
    turn.state.channels.put(turn.fact.channel, after)
    return turn.outcome()


def absence_announced(turn: Turn) -> Outcome:
    """From `first` to `last` (ordinals of days) the member is away, or with `off` not after all."""
    extra = dict(turn.fact.extra)
    first, last = int(extra.get("first", 0)), int(extra.get("last", 0))
    if not 0 < first <= last < first + LONGEST_ABSENCE:
        return DROPPED
    away = 0 if extra.get("off") else 1
    for day in range(first, last + 1):
        turn.state.counters.put((day, "absent", turn.fact.actor, ""), away)
    return turn.outcome()


def book_changed(turn: Turn) -> Outcome:
    """From here on another version of the rule book decides; whoever applies facts fetches it."""
    return turn.outcome()
