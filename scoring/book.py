"""The rule book: rules, badges, levels, values, currency and allowance of a workspace, as frozen rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from scoring.state import Trait

EMPTY: Mapping[str, str] = MappingProxyType({})


class Kind(StrEnum):
    """What a rule can be about."""

    MESSAGE = "message"
    REPLY = "reply"
    WELCOME = "welcome"
    REACTION_GIVEN = "reaction_given"
    REACTION_RECEIVED = "reaction_received"
    THREAD_JOINED = "thread_joined"
    PHOTO = "photo"
    QUESTION = "question"
    MENTIONED = "mentioned"
    GIFT_GIVEN = "gift_given"
    GIFT_RECEIVED = "gift_received"
    SHOUTOUT_GIVEN = "shoutout_given"
    SHOUTOUT_RECEIVED = "shoutout_received"
    PROMPT_ANSWERED = "prompt_answered"
    BEST_ANSWER = "best_answer"
    VOTED = "voted"
    QUIZ_WON = "quiz_won"
    CONTEST_WON = "contest_won"
    MET = "met"


class Earns(StrEnum):
    """Who earns: the one the kind is about, or the other side of it."""

    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Only:
    """Filters: all that are set must hold. Channel patterns are names or ids, `*` and `?` allowed."""

    channels: tuple[str, ...] = ()
    not_channels: tuple[str, ...] = ()
    emoji: frozenset[str] = frozenset()
    min_length: int = 0
    """Characters of the person's own words; one of LENGTHS in scoring.reading (0, 10, 40, 140, 500)."""
    has: frozenset[str] = frozenset()
    """Any of photo, gif, link, question."""
    where: str = ""
    """`thread`, `top`, or anywhere."""
    weekdays: frozenset[int] = frozenset()
    """Monday is 0; in the earner's own zone."""
    roles: frozenset[str] = frozenset()
    people: int = 0
    """THREAD_JOINED: how many others must have joined."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a rule pays; 0 or empty is no limit. Days and weeks are the earner's own."""

    per_day: int = 0
    per_week: int = 0
    per_pair_week: int = 0
    """Units per week from the same other person (a gift of 3 is 3 units; anything else is 1)."""
    per_thread: int = 0
    cooldown_minutes: int = 0
    falling: tuple[int, ...] = ()
    """Percent of the points for the first, second … time with the same other person in a week; the last stays."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row an admin can edit: what earns how many points, for whom, up to which limit, and why."""

    id: str
    kind: Kind
    points: int
    words: str
    coins: bool = False
    earns: Earns = Earns.SELF
    only: Only = Only()
    limits: Limits = Limits()
    on: bool = True


@dataclass(frozen=True, slots=True)
class Badge:
    """Held while the member's tally is at least `at`; `tally` is a name from scoring.tallies."""

    id: str
    name: str
    emoji: str
    tally: str
    at: int
    words: str
    points: int = 0
    coins: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """A name for having so many points in all."""

    at: int
    name: str
    emoji: str = "star"


@dataclass(frozen=True, slots=True)
class Value:
    """A company value, named in a gift by its hashtag."""

    id: str
    words: str
    emoji: str = "sparkles"


@dataclass(frozen=True, slots=True)
class Season:
    """A named stretch of days with a board of its own; ordinals of the first and last day."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a member may give per day, week or month of their own zone; a role's amount wins if higher."""

    amount: int = 5
    per: str = "day"
    roles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How the bot behaves in this workspace."""

    zone: str = "UTC"
    """Weeks and months of the boards begin at midnight here."""
    newcomer_days: int = 14
    keep_texts: bool = True
    """Keep the words of recognitions; no other text is ever kept."""
    ranking: str = "individual"
    """`individual`, or `groups`: only groups of five or more are ever shown."""
    announce_channel: str = "announcements"
    """Name or id of the channel where shout-outs and celebrations are posted."""
    noise: str = "quiet"
    """`silent`; `quiet`: a reaction on a gift, notes when something needs saying; `lively`: badges in the thread."""
    noise_channels: tuple[tuple[str, str], ...] = ()
    undo_hours: int = 24
    """How long a giver may take a gift back."""
    shoutouts_per_week: int = 5
    """How many shout-outs one leader may call."""
    guests: str = "yes"
    """`yes`: like anybody; `receive`: are thanked and earn by that alone, don't give; `no`: take no part."""
    country: str = ""
    """Whose public holidays the calendar honours in channels: an ISO 3166 code, or none."""
    quiet_from: int = 20
    """The hour from which the calendar begins nothing by itself; the same as `quiet_until` means never quiet."""
    quiet_until: int = 8
    external: str = "no"
    """`no`: take no part; `yes`: thank and are thanked, earn by that alone, and are on no board."""


@dataclass(frozen=True)
class Book:
    """All of it; immutable, so a version is one object. Build it with storage.books or scoring.book_file."""

    version: int = 0
    rules: tuple[Rule, ...] = ()
    badges: tuple[Badge, ...] = ()
    levels: tuple[Level, ...] = ()
    values: tuple[Value, ...] = ()
    seasons: tuple[Season, ...] = ()
    allowance: Allowance = Allowance()
    currency_name: str = "kudos"
    currency_emoji: tuple[str, ...] = ("tada",)
    aliases: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    pluses: bool = True
    settings: Settings = Settings()

    # Who takes part, as the traits that stand in the way: plain integers, since this is asked for every event.

    @cached_property
    def outside(self) -> int:
        """Who has any of these traits takes no part at all: nothing they do is kept."""
        traits = Trait.BOT | Trait.DEACTIVATED | Trait.FORGOTTEN
        if self.settings.external == "no":
            traits |= Trait.EXTERNAL
        if self.settings.guests == "no":
            traits |= Trait.GUEST
        return int(traits)

    @cached_property
    def not_giving(self) -> int:
        """Who has any of these traits can't thank or praise anybody."""
        return int(self.outside | (Trait.GUEST if self.settings.guests == "receive" else 0))

    @cached_property
    def not_thanked(self) -> int:
        """Who has any of these traits can't be thanked, and earns nothing by thanks or praise."""
        return int(self.outside | Trait.NO_SCORE)

    @cached_property
    def not_scored(self) -> int:
        """Who has any of these traits earns nothing by whatever else they do, and no badges."""
        return int(self.not_thanked | Trait.EXTERNAL | (Trait.GUEST if self.settings.guests != "yes" else 0))

    @cached_property
    def not_shown(self) -> int:
        """Who has any of these traits is on no board."""
        return int(self.not_thanked | Trait.HIDDEN | Trait.EXTERNAL)

    @cached_property
    def rules_by_kind(self) -> dict[Kind, tuple[Rule, ...]]:
        """The rules that are on, in the book's order."""
        return {kind: tuple(rule for rule in self.rules if rule.on and rule.kind == kind) for kind in Kind}

    @cached_property
    def rules_by_id(self) -> dict[str, Rule]:
        """Every rule, off ones too."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def badges_by_tally(self) -> dict[str, tuple[Badge, ...]]:
        """Which badges watch a tally."""
        found: dict[str, list[Badge]] = {}
        for badge in self.badges:
            found.setdefault(badge.tally, []).append(badge)
        return {tally: tuple(badges) for tally, badges in found.items()}

    @cached_property
    def value_ids(self) -> frozenset[str]:
        """The hashtags that mean a company value."""
        return frozenset(value.id for value in self.values)
