"""State: everything a decision looks at, as shelves of small values that storage loads and writes back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any, NamedTuple

from scoring.facts import Micros
from scoring.shelf import Asked, Journal, Shelf


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
    GUEST = 512
    """Invited into some channels only; as with EXTERNAL, the rule book says what that means (Book.outside and on)."""


# Plain integers: an `&` of flags costs twenty times as much, and this is asked for every event.
BOT = int(Trait.BOT)
UNSEEN = int(Trait.NO_SCORE | Trait.HIDDEN)
"""Who has any of these asked not to be seen on boards."""


class Member(NamedTuple):
    """A person as far as scoring cares."""

    name: str = ""
    zone: str = ""
    country: str = ""
    roles: str = ""
    """Space-separated: leader, admin, and whatever the admins invent."""
    traits: int = 0
    joined: Micros = 0

    def has_role(self, *roles: str) -> bool:
        """Whether any of these roles was given to this member."""
        return not set(roles).isdisjoint(self.roles.split())


class Channel(NamedTuple):
    """A place: its name as shown, whether outsiders may know it, and whether another organisation is in it."""

    name: str = ""
    private: int = 0
    shared: int = 0


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

COUNTED, WELCOMED, LINKED, PRAISE, UNDONE = 1 << 12, 1 << 13, 1 << 14, 1 << 15, 1 << 16
"""Marks of ours on a message: its author was scored when it came; it was the first answer to a newcomer; it answers
somebody else's message that was there; it is a shout-out; its giver took the gift back."""
RESTORED = 1 << 10
"""A mark as well: its deletion was undone; an older deletion that is told again doesn't count."""
CARD = 1 << 11
"""A mark as well: this is the bot's card about a gift; `thread` says which."""
PROMPTED, PROMPT_ANSWER = 1 << 9, 1 << 8
"""Marks as well: this is the bot's own question; this is an answer in the thread of one."""
AHEAD = 17
"""From this bit on, the marks of a COUNTED message say on which day of its author it counted."""
COUNTED_ON = 2
"""See Reaction.on."""


class Reaction(NamedTuple):
    """The latest known state of one person's one emoji on one message; a later `stamp` wins."""

    on: int
    """0 off, 1 on, from 2 on counted in the tallies; what is above 2 says on which day (scoring.periods.ahead)."""
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

    @property
    def amounts(self) -> tuple[int, int, int, int]:
        """What the row adds to each of MEASURES."""
        return self.points, self.coins, self.given, self.received


MEASURES = ("points", "coins", "given", "received")
"""What is summed up."""


class Streak(NamedTuple):
    """Working days in a row; the last two fields are those before, for when a day's only deed is taken back."""

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

SumKey = tuple[str, str, int, str]
"""(member, channel, day in the workspace's zone, measure)."""

EVER = ("all", 0, "", "points")
"""The rest of the key of a member's points of all time."""

NOBODY = Member()


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
    sums: Shelf[SumKey, int] = field(init=False)
    """What the ledger grew by since the last write; storage carries it into the totals of every period."""
    reactors: Shelf[MessageKey, dict[str, tuple[str, ...]]] = field(init=False)
    """Message -> member -> the emoji of theirs that are on; never written, it follows from the reactions."""

    asked: Asked = field(default_factory=list)
    journal: Journal = field(default_factory=list)

    def __post_init__(self) -> None:
        journal = None if self.complete else self.journal
        for name in SHELVES:
            setattr(self, name, Shelf(self.asked, journal, complete=self.complete))
        self.sums.complete = True

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
        value = (self.counters.get(key) or 0) + step
        value = max(0, value)
        self.counters.put(key, value)
        return value

    def cross(self, key: CounterKey, step: int) -> int:
        """Change a counter; 1 if it rose from zero, -1 if it fell to zero, else 0."""
        before = self.counters.get(key) or 0
        after = before + step
        self.counters.put(key, max(0, after))
        return (after > 0) - (before > 0)

    def on_message(self, message: MessageKey) -> dict[str, tuple[str, ...]]:
        """Who reacted to a message, each with the emoji that are on."""
        return self.reactors.get(message) or {}

    def set_reaction(self, key: ReactionKey, reaction: Reaction) -> None:
        """Change a reaction, and with it who is on its message."""
        self.reactions.put(key, reaction)
        people = dict(self.on_message(key[:2]))
        emoji = dict.fromkeys(people.get(key[2], ()))
        if reaction.on:
            emoji[key[3]] = None
        else:
            emoji.pop(key[3], None)
        if emoji:
            people[key[2]] = tuple(sorted(emoji))
        else:
            people.pop(key[2], None)
        self.reactors.put(key[:2], people)

    def shelves(self) -> Iterable[tuple[str, "Shelf[Any, Any]"]]:
        """Every shelf by name."""
        return ((name, getattr(self, name)) for name in SHELVES)

    def is_missing(self) -> bool:
        """Whether something was met that must be loaded first."""
        return any(shelf.missing for _, shelf in self.shelves())

    def undo(self, to: int = 0) -> None:
        """Put back what was changed since the journal was that long."""
        while len(self.journal) > to:
            shelf, key, value = self.journal.pop()
            if value is None:
                del shelf.fresh[key]
            else:
                shelf.fresh[key] = value

    def settle(self) -> None:
        """What was changed has been written."""
        for _, shelf in self.shelves():
            shelf.settle()
        self.journal.clear()
        self.sums.base.clear()

    def trim(self, most: int) -> None:
        """Remember about so many values at most: those used lately."""
        if sum(len(shelf.base) for _, shelf in self.shelves()) > most // 2:
            for _, shelf in self.shelves():
                shelf.age()


SHELVES = (
    "members", "channels", "messages", "reactions", "counters", "totals", "badges", "streaks", "rows", "sums",
    "reactors",
)  # fmt: skip
