"""Strategies: what a small workspace might live through in a week, as facts in the order of their arrival."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from hypothesis import strategies as st

from scoring.book import Book
from scoring.book_file import parse
from scoring.facts import Fact, FactKind, Mark
from scoring.periods import DAY, HOUR, MINUTE

BEGIN = round(datetime(2026, 3, 26, 7, tzinfo=UTC).timestamp()) * 1_000_000
"""A Thursday. Berlin's clocks go forward that Sunday, and a quarter begins the Wednesday after."""

PEOPLE = ("ana", "ben", "cem", "dee", "eve", "fay", "guest", "robot")
CHANNELS = ("general", "random", "secret")
EMOJI = ("tada", "+1", "bulb", "heart")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "")
VALUES = ("teamwork", "craft")


@dataclass(frozen=True)
class NewBook:
    """From here on another rule book decides: its place in BOOKS."""

    number: int


Step = Fact | NewBook


def _profile(who: str, at: int = BEGIN - DAY, **profile: str | int) -> Fact:
    return Fact(FactKind.MEMBER, at, who, target=who, extra=tuple(sorted(profile.items())))


ROSTER: tuple[Fact, ...] = (
    _profile("ana", name="Ana", zone="Europe/Berlin", country="DE", roles="leader"),
    _profile("ben", name="Ben", zone="America/New_York", country="US"),
    _profile("cem", name="Cem", zone="Asia/Tokyo", country="JP", joined=BEGIN),
    _profile("dee", name="Dee", zone="Pacific/Kiritimati"),
    _profile("eve", name="Eve", roles="admin"),
    _profile("fay", name="Fay", no_score=1),
    _profile("guest", name="Guest", external=1),
    _profile("robot", name="Robot", bot=1),
    *(Fact(FactKind.CHANNEL, BEGIN - DAY, channel=name, extra=(("name", name), ("private", 0))) for name in CHANNELS),
)

_BADGES = """
badges:
  - {id: spoke, name: Spoke, emoji: star, tally: messages, at: 2, points: 3, words: Spoke twice}
  - {id: present, name: Present, emoji: star, tally: days, at: 2, coins: 2, words: Two days}
  - {id: row, name: In a row, emoji: star, tally: streak, at: 2, points: 2, coins: 1, words: Two days in a row}
  - {id: thankful, name: Thankful, emoji: star, tally: thanked, at: 2, points: 4, words: Thanked two}
  - {id: thanked, name: Thanked, emoji: star, tally: thanked_by, at: 1, coins: 3, words: Was thanked}
  - {id: mutual, name: Mutual, emoji: star, tally: mutual, at: 1, points: 1, words: Thanked back}
  - {id: giver, name: Giver, emoji: star, tally: given, at: 4, points: 1, words: Gave four}
  - {id: named, name: Named, emoji: star, tally: values_named, at: 1, points: 1, words: Named a value}
  - {id: cheer, name: Cheer, emoji: star, tally: cheered, at: 2, points: 2, words: Cheered two}
  - {id: answer, name: Answer, emoji: star, tally: answers, at: 1, points: 2, words: Answered}
  - {id: door, name: Door, emoji: star, tally: welcomed, at: 1, coins: 2, words: Welcomed}
  - {id: lively, name: Lively, emoji: star, tally: lively_threads, at: 1, points: 5, words: A lively thread}
  - {id: limelight, name: Limelight, emoji: star, tally: shoutouts_received, at: 1, points: 2, words: Praised}
  - {id: places, name: Places, emoji: star, tally: channels, at: 2, points: 1, words: Two channels}
levels:
  - {at: 0, name: New}
  - {at: 9, name: Old}
values:
  - {id: teamwork, words: Together}
  - {id: craft, words: Well made}
"""

BOOKS = (
    _BADGES
    + """
settings: {zone: UTC}
currency: {name: kudos, emoji: [tada]}
allowance: {amount: 4, per: day, roles: {leader: 6}}
rules:
  - {id: message, kind: message, points: 2, words: Say, limits: {per_day: 3, cooldown_minutes: 15}}
  - {id: reply, kind: reply, points: 3, words: Answer, limits: {per_thread: 2, per_pair_week: 3}}
  - {id: long-reply, kind: reply, points: 1, words: Answer well, only: {min_length: 40}, limits: {per_week: 3}}
  - {id: welcome, kind: welcome, points: 5, words: Welcome}
  - {id: heard, kind: reaction_received, points: 1, words: Be heard, limits: {per_day: 4, per_pair_week: 3}}
  - {id: idea, kind: reaction_received, points: 4, words: An idea, only: {emoji: [bulb]}}
  - {id: looked, kind: reaction_given, points: 1, words: Look, limits: {per_day: 3}}
  - {id: joined, kind: thread_joined, points: 4, words: Be joined, only: {people: 2}, limits: {per_day: 2}}
  - {id: joined-more, kind: thread_joined, points: 2, words: Be joined, only: {people: 3}}
  - {id: photo, kind: photo, points: 2, words: Show, limits: {per_day: 1}}
  - {id: question, kind: question, points: 1, words: Ask}
  - {id: mentioned, kind: mentioned, points: 1, words: Be named, limits: {per_pair_week: 2}}
  - {id: thanks, kind: gift_received, points: 2, coins: true, words: Thanks, limits: {per_pair_week: 5}}
  - {id: host, kind: gift_received, earns: other, points: 1, words: Thank, limits: {per_day: 4}}
  - {id: thanking, kind: gift_given, points: 3, words: Thank, limits: {per_pair_week: 4, falling: [100, 50, 0]}}
  - {id: praised, kind: shoutout_received, points: 10, coins: true, words: Praised}
  - {id: praising, kind: shoutout_given, points: 2, words: Praise}
""",
    _BADGES
    + """
settings: {zone: Asia/Tokyo}
currency: {name: kudos, emoji: [tada, heart]}
allowance: {amount: 7, per: week}
seasons:
  - {name: Spring, first: 2026-03-28, last: 2026-03-31}
rules:
  - {id: message, kind: message, points: 1, words: Say}
  - {id: reply, kind: reply, points: 1, words: Answer}
  - {id: heard, kind: reaction_received, points: 2, words: Be heard}
  - {id: idea, kind: reaction_received, points: 4, words: An idea, only: {emoji: [bulb]}, on: false}
  - {id: joined, kind: thread_joined, points: 4, words: Be joined, only: {people: 3}}
  - {id: thanks, kind: gift_received, points: 1, words: Thanks}
  - {id: extra-thanks, kind: gift_received, points: 1, words: Thanks on top}
""",
    _BADGES
    + """
settings: {zone: America/New_York}
allowance: {amount: 2, per: month, roles: {leader: 3}}
seasons:
  - {name: Early, first: 2026-03-01, last: 2026-03-29}
rules:
  - {id: praised, kind: shoutout_received, points: 3, words: Praised}
  - {id: thanking, kind: gift_given, points: 1, words: Thank, only: {channels: [general]}}
  - {id: looked, kind: reaction_given, points: 3, words: Look}
  - {id: joined, kind: thread_joined, points: 1, words: Be joined, on: false}
""",
)


def book(number: int, version: int) -> Book:
    """One of the BOOKS as it counts after so many changes."""
    return parse(BOOKS[number], version)


class Draw(NamedTuple):
    """One deed as drawn: small numbers, so that a failing story shrinks to few and simple ones."""

    deed: str
    who: int
    what: int
    more: int
    minutes: int
    late: int


@dataclass
class Story:
    """Turns draws into facts that refer to what was said before."""

    now: int = BEGIN
    number: int = 0
    said: list[Fact] = field(default_factory=list)
    """Messages, gifts and shout-outs."""
    facts: list[tuple[int, Step]] = field(default_factory=list)
    """Each with its place of arrival, which is later than its turn if it was held up."""

    def tell(self, draw: Draw) -> None:
        """Add what was drawn."""
        self.now += 1 + draw.minutes * MINUTE
        self.number += 1
        step = DEEDS[draw.deed](self, draw)
        if step is not None:
            late = draw.late if isinstance(step, Fact) and step.kind in HELD_UP else 0
            self.facts.append((self.number + late, step))

    def fact(self, kind: FactKind, who: str, **more: object) -> Fact:
        """A fact of now."""
        return Fact(kind, self.now, who, **more)  # type: ignore[arg-type]  # each deed passes what its kind takes

    def earlier(self, draw: Draw) -> Fact | None:
        """Something said before, the latest first."""
        return self.said[-1 - draw.what % len(self.said)] if self.said else None

    def steps(self) -> list[Step]:
        """Everything in the order of arrival."""
        return [step for _, step in sorted(self.facts, key=lambda pair: pair[0])]


HELD_UP = frozenset({FactKind.MESSAGE, FactKind.EDIT, FactKind.DELETE, FactKind.REACTION, FactKind.UNREACTION})
"""What a platform may deliver late; the others are requests, which are answered or not."""


def person(number: int) -> str:
    """One of PEOPLE; the low numbers, which are drawn most, are ordinary ones."""
    return PEOPLE[number % len(PEOPLE)]


def gift_of(more: int) -> tuple[tuple[str, int], ...]:
    """One or two receivers with some units each."""
    first = (person(more), 1 + more // 8 % 3)
    return (first, (person(more // 3 + 1), 1 + more // 16 % 2)) if more % 5 == 0 else (first,)


def _post(story: Story, draw: Draw, **more: object) -> Fact:
    message = story.fact(
        FactKind.MESSAGE, person(draw.who), channel=CHANNELS[draw.what % 3], message=f"m{story.number}",
        length=draw.more % 6, marks=(0, Mark.QUESTION, Mark.PHOTO, Mark.GIF)[draw.more % 4],
    )  # fmt: skip
    message = message._replace(**more)  # type: ignore[arg-type]  # the same
    story.said.append(message)
    return message


def _thank(story: Story, draw: Draw) -> Fact:
    return _post(story, draw, gift=gift_of(draw.more), values=VALUES[: draw.more % 3])


def _mention(story: Story, draw: Draw) -> Fact:
    return _post(story, draw, people=(person(draw.more), person(draw.more + 1)))


def _answer(story: Story, draw: Draw) -> Fact | None:
    root = story.earlier(draw)
    if root is None or root.kind is not FactKind.MESSAGE:
        return None
    gift = gift_of(draw.more) if draw.more % 7 == 0 else ()
    return _post(story, draw, channel=root.channel, thread=root.thread or root.message, gift=gift)


def _edit(story: Story, draw: Draw) -> Fact | None:
    message = story.earlier(draw)
    if message is None or message.kind is not FactKind.MESSAGE:
        return None
    gift = gift_of(draw.more) if draw.more % 4 else ()
    if message.gift and draw.more % 3 == 0:
        receiver, units = message.gift[0]
        gift = ((receiver, max(1, units + draw.more % 4 - 2)),)
    return story.fact(FactKind.EDIT, message.actor, channel=message.channel, message=message.message, gift=gift)


def _delete(story: Story, draw: Draw) -> Fact | None:
    message = story.earlier(draw)
    if message is None or message.kind is not FactKind.MESSAGE:
        return None
    who = message.actor if draw.more % 3 else "eve"
    return story.fact(FactKind.DELETE, who, channel=message.channel, message=message.message)


def _react(story: Story, draw: Draw, kind: FactKind = FactKind.REACTION) -> Fact | None:
    message = story.earlier(draw)
    if message is None:
        return None
    target = message.actor if draw.more % 6 else ""
    return story.fact(
        kind, person(draw.who), channel=message.channel, message=message.message,
        emoji=EMOJI[draw.more % 4], target=target,
    )  # fmt: skip


def _unreact(story: Story, draw: Draw) -> Fact | None:
    before = [step for _, step in story.facts if isinstance(step, Fact) and step.kind is FactKind.REACTION]
    if not before or draw.more % 5 == 0:
        return _react(story, draw, FactKind.UNREACTION)
    return before[-1 - draw.what % len(before)]._replace(kind=FactKind.UNREACTION, at=story.now)


def _command(story: Story, draw: Draw, kind: FactKind) -> Fact:
    who = person(draw.who) if kind is FactKind.GIFT or draw.what % 4 == 0 else "ana"
    request = story.fact(
        kind, who, channel=CHANNELS[draw.what % 3], message=f"request:{story.number}", gift=gift_of(draw.more),
        values=VALUES[: draw.more % 2],
    )  # fmt: skip
    story.said.append(request)
    return request


def _undo(story: Story, draw: Draw) -> Fact | None:
    given = [fact for fact in story.said if fact.gift]
    if not given:
        return None
    gift = given[-1 - draw.what % len(given)]
    return story.fact(FactKind.UNDO, gift.actor, channel=gift.channel, message=gift.message)


def _settle(story: Story, draw: Draw) -> Fact:
    return story.fact(FactKind.SETTLE, "eve", target=f"{1 + draw.what + len(ROSTER)}.{draw.more % 4}")


def _away(story: Story, draw: Draw) -> Fact:
    first = story.now // DAY + 719_163 + draw.what % 4 - 1
    extra = {"first": first, "last": first + draw.more % 3, **({"off": 1} if draw.more % 4 == 0 else {})}
    return story.fact(FactKind.ABSENCE, person(draw.who), extra=tuple(sorted(extra.items())))


def _move(story: Story, draw: Draw) -> Fact:
    return _profile(person(draw.who), story.now, zone=ZONES[draw.what % len(ZONES)])


def _choose(story: Story, draw: Draw) -> Fact:
    choice = ("no_score", "hidden")[draw.what % 2]
    return _profile(person(draw.who), story.now, **{choice: draw.more % 2})


def _appoint(story: Story, draw: Draw) -> Fact:
    return _profile(person(draw.who), story.now, roles=("", "leader")[draw.more % 2])


def _leave(story: Story, draw: Draw) -> Fact | None:
    # Who left stays away: what somebody does after that isn't kept, so it isn't known again either.
    return _profile(("eve", "dee")[draw.who % 2], story.now, deactivated=1) if draw.more % 3 == 0 else None


DEEDS: MappingProxyType[str, Callable[[Story, Draw], Step | None]] = MappingProxyType(
    {
        "post": _post,
        "thank": _thank,
        "answer": _answer,
        "react": _react,
        "unreact": _unreact,
        "mention": _mention,
        "edit": _edit,
        "delete": _delete,
        "give": lambda story, draw: _command(story, draw, FactKind.GIFT),
        "praise": lambda story, draw: _command(story, draw, FactKind.SHOUTOUT),
        "undo": _undo,
        "settle": _settle,
        "away": _away,
        "move": _move,
        "choose": _choose,
        "appoint": _appoint,
        "leave": _leave,
        "book": lambda _, draw: NewBook(draw.what % len(BOOKS)),
    }
)

COMMON = ("post", "thank", "answer", "react", "unreact", "edit", "delete")
ADDING = ("post", "thank", "answer", "react", "mention", "give", "praise", "edit")


def draws(deeds: Iterable[str], most_late: int = 6) -> st.SearchStrategy[Draw]:
    """One deed of these; small numbers are the most ordinary."""
    small = st.integers(0, 7)
    minutes = st.sampled_from([0, 1, 7, 20, 90, 500, 1440, 2000])
    return st.builds(
        Draw, st.sampled_from(tuple(deeds)), small, small, st.integers(0, 47), minutes, st.integers(0, most_late)
    )


def told(drawn: Iterable[Draw]) -> list[Step]:
    """The story of what was drawn, in the order of arrival; everybody has been introduced."""
    story = Story()
    for draw in drawn:
        story.tell(draw)
    return [*ROSTER, *story.steps()]


def stories(
    deeds: Iterable[str] = (*COMMON, *COMMON, *DEEDS), least: int = 1, most: int = 40
) -> st.SearchStrategy[list[Step]]:
    """What a workspace lives through in a week or two."""
    return st.lists(draws(deeds), min_size=least, max_size=most).map(told)


TAKES_BACK = {
    FactKind.MESSAGE: FactKind.DELETE,
    FactKind.REACTION: FactKind.UNREACTION,
    FactKind.GIFT: FactKind.UNDO,
    FactKind.SHOUTOUT: FactKind.UNDO,
}


def taken_back(fact: Fact) -> Fact | None:
    """What takes this back, a little later; nothing for what cannot be taken back."""
    kind = TAKES_BACK.get(fact.kind)
    return fact._replace(kind=kind, at=fact.at + HOUR, gift=(), values=(), people=()) if kind else None
