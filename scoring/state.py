"""State: everything a decision looks at, as shelves of small values that storage loads and writes back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Generic, NamedTuple, TypeVar

from scoring.facts import Micros

K = TypeVar("K")
V = TypeVar("V")


class Trait(IntFlag):
    """What is so about a member; the `NO_` ones are their own choice (`/huzzah privacy`)."""

    BOT = 1
    EXTERNAL = 2
    DEACTIVATED = 4
    NO_SCORE = 8
    HIDDEN = 16
    NO_ANNOUNCE = 32
    NO_CELEBRATE = 64
    NO_PAIR = 128
    FORGOTTEN = 256
    """Erased: what is left are totals under a pseudonym."""


NOT_A_COLLEAGUE = Trait.BOT | Trait.EXTERNAL | Trait.DEACTIVATED | Trait.FORGOTTEN
NOT_SCORED = NOT_A_COLLEAGUE | Trait.NO_SCORE
NOT_SHOWN = NOT_SCORED | Trait.HIDDEN


class Member(NamedTuple):
    """A person as far as scoring cares."""

    name: str = ""
    zone: str = ""
    country: str = ""
    roles: str = ""
    """Space-separated: leader, admin, and whatever the admins invent."""
    traits: int = 0
    joined: Micros = 0

    @property
    def scored(self) -> bool:
        """Whether anything this member does earns."""
        return not self.traits & NOT_SCORED

    @property
    def shown(self) -> bool:
        """Whether this member appears on boards."""
        return not self.traits & NOT_SHOWN

    @property
    def colleague(self) -> bool:
        """Whether this is a person of this company who still works there."""
        return not self.traits & NOT_A_COLLEAGUE

    def has_role(self, *roles: str) -> bool:
        """Whether any of these roles was given to this member."""
        return not set(roles).isdisjoint(self.roles.split())


class Channel(NamedTuple):
    """A place: its name as shown, and whether outsiders may know it."""

    name: str = ""
    private: int = 0


class Given(NamedTuple):
    """A standing share of a gift: who got how many units, and the fact whose rows say so."""

    receiver: str
    units: int
    seq: int
    values: tuple[str, ...] = ()


class Message(NamedTuple):
    """A message as far as later events need it; never its words."""

    author: str
    at: Micros
    thread: str
    marks: int
    length: int
    seq: int
    stamp: Micros
    state: int
    """One of the constants below."""
    gift: tuple[Given, ...] = ()


GONE, ALIVE, EDITED_FIRST = 0, 1, 2
"""States of a message: deleted; there; known only from an edit that overtook it."""

COUNTED, WELCOMED, LINKED, PRAISE = 1 << 12, 1 << 13, 1 << 14, 1 << 15
"""Marks of ours on a message: its author was scored when it came; it was the first answer to a newcomer; it answers
somebody else's message that was there; it is a shout-out."""


class Reaction(NamedTuple):
    """The latest known state of one person's one emoji on one message; a later `stamp` wins."""

    on: int
    """0 off, 1 on, 2 on and counted in the tallies."""
    stamp: Micros
    seqs: tuple[int, ...]
    """The facts whose rows this reaction keeps standing: its own, and those of emoji the person took off again."""
    at: Micros
    author: str


class Row(NamedTuple):
    """One line of the ledger."""

    seq: int
    n: int
    at: Micros
    day: int
    """The earner's own day, as an ordinal."""
    member: str
    other: str
    channel: str
    message: str
    thread: str
    rule: str
    version: int
    points: int
    coins: int
    given: int
    received: int
    units: int
    """How many units the limits were charged with."""
    corrects_seq: int = 0
    corrects_n: int = 0


class Streak(NamedTuple):
    """Working days in a row; the last two fields undo today's step if today's only deed is taken back."""

    last: int = 0
    run: int = 0
    best: int = 0
    before_last: int = 0
    before_run: int = 0


class Held(NamedTuple):
    """A badge: when it was first earned, and whether it is held now (seq of the fact that gave it, or 0)."""

    at: Micros
    seq: int


CounterKey = tuple[int, str, str, str]
"""(period's first day or 0, name, subject, other)."""
TotalKey = tuple[str, str, int, str, str]
"""(member, span, first day, channel or "", measure)."""
ReactionKey = tuple[str, str, str, str]
"""(channel, message, member, emoji)."""
MessageKey = tuple[str, str]

NOBODY = Member()


class Shelf(Generic[K, V]):
    """Values by key: `base` as loaded, `fresh` as changed since; asks for what it lacks by noting it in `missing`.

    A pass over a batch that met missing keys is thrown away and repeated once they are loaded, so decisions
    never read the database and a batch costs a handful of set-based queries.
    """

    __slots__ = ("base", "complete", "fresh", "missing")

    def __init__(self, *, complete: bool) -> None:
        self.base: dict[K, V | None] = {}
        self.fresh: dict[K, V] = {}
        self.missing: set[K] = set()
        self.complete = complete

    def get(self, key: K) -> V | None:
        """The value, or None if there is none (or none yet)."""
        if key in self.fresh:
            return self.fresh[key]
        if key in self.base:
            return self.base[key]
        if not self.complete:
            self.missing.add(key)
        return None

    def put(self, key: K, value: V) -> None:
        """Change a value; it is written at the end of the batch."""
        self.fresh[key] = value

    def settle(self) -> None:
        """What was changed has been written."""
        self.base.update(self.fresh)
        self.fresh.clear()


@dataclass(slots=True)
class State:
    """The shelves; `complete` ones hold all there is (replay), others are filled on demand (live)."""

    complete: bool = True
    members: Shelf[str, Member] = field(init=False)
    channels: Shelf[str, Channel] = field(init=False)
    messages: Shelf[MessageKey, Message] = field(init=False)
    reactions: Shelf[ReactionKey, Reaction] = field(init=False)
    counters: Shelf[CounterKey, int] = field(init=False)
    totals: Shelf[TotalKey, int] = field(init=False)
    badges: Shelf[tuple[str, str], Held] = field(init=False)
    streaks: Shelf[str, Streak] = field(init=False)
    rows: Shelf[int, tuple[Row, ...]] = field(init=False)
    by_message: dict[MessageKey, dict[tuple[str, str], None]] = field(init=False, default_factory=dict)
    listed: set[MessageKey] = field(init=False, default_factory=set)
    """Messages whose reactions have all been loaded."""
    unlisted: set[MessageKey] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        for name in SHELVES:
            setattr(self, name, Shelf(complete=self.complete))

    @classmethod
    def fresh(cls) -> "State":
        """An empty state that holds all there is."""
        return cls(complete=True)

    def member(self, member: str) -> Member:
        """The member; someone unheard of is an ordinary colleague."""
        return self.members.get(member) or NOBODY

    def count(self, key: CounterKey) -> int:
        """A counter's value."""
        return self.counters.get(key) or 0

    def add(self, key: CounterKey, step: int) -> int:
        """Change a counter, never below zero; its new value."""
        value = max(0, self.count(key) + step)
        self.counters.put(key, value)
        return value

    def set_reaction(self, key: ReactionKey, reaction: Reaction) -> None:
        """Change a reaction and remember that it is on its message."""
        self.reactions.put(key, reaction)
        self.by_message.setdefault(key[:2], {})[key[2:]] = None

    def reactions_on(self, message: MessageKey) -> list[tuple[ReactionKey, Reaction]]:
        """The reactions that are on a message, in the order of people and emoji."""
        if not self.complete and message not in self.listed:
            self.unlisted.add(message)
        found = []
        for who, emoji in sorted(self.by_message.get(message, ())):
            key = (*message, who, emoji)
            reaction = self.reactions.get(key)
            if reaction is not None and reaction.on:
                found.append((key, reaction))
        return found

    def shelves(self) -> Iterable[tuple[str, "Shelf[object, object]"]]:
        """Every shelf by name."""
        return ((name, getattr(self, name)) for name in SHELVES)

    def is_missing(self) -> bool:
        """Whether the last pass met something that must be loaded first."""
        return bool(self.unlisted) or any(shelf.missing for _, shelf in self.shelves())

    def restart(self) -> None:
        """Forget what a pass changed."""
        for _, shelf in self.shelves():
            shelf.fresh.clear()

    def settle(self) -> None:
        """What the pass changed has been written."""
        for _, shelf in self.shelves():
            shelf.settle()


SHELVES = ("members", "channels", "messages", "reactions", "counters", "totals", "badges", "streaks", "rows")
