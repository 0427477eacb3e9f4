"""A small world: nine people in three channels, and the rule books they live by."""

from dataclasses import dataclass
from datetime import UTC, datetime

from scoring.book import Book
from scoring.book_file import parse
from scoring.facts import Fact, FactKind
from scoring.periods import DAY

BEGIN = round(datetime(2026, 3, 26, 7, tzinfo=UTC).timestamp()) * 1_000_000
"""A Thursday. Berlin's clocks go forward that Sunday, and a quarter begins the Wednesday after."""

PEOPLE = ("ana", "ben", "cem", "dee", "eve", "fay", "guest", "extern", "robot")
CHANNELS = ("general", "random", "secret")
EMOJI = ("tada", "+1", "bulb", "heart")
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "")
VALUES = ("teamwork", "craft")


@dataclass(frozen=True)
class NewBook:
    """From here on another rule book decides: its place in BOOKS."""

    number: int


Step = Fact | NewBook


def profile_of(who: str, at: int = BEGIN - DAY, **profile: str | int) -> Fact:
    return Fact(FactKind.MEMBER, at, who, target=who, extra=tuple(sorted(profile.items())))


ROSTER: tuple[Fact, ...] = (
    profile_of("ana", name="Ana", zone="Europe/Berlin", country="DE", roles="leader"),
    profile_of("ben", name="Ben", zone="America/New_York", country="US"),
    profile_of("cem", name="Cem", zone="Asia/Tokyo", country="JP", joined=BEGIN),
    profile_of("dee", name="Dee", zone="Pacific/Kiritimati"),
    profile_of("eve", name="Eve", roles="admin"),
    profile_of("fay", name="Fay", no_score=1),
    profile_of("guest", name="Guest", guest=1),
    profile_of("extern", name="Extern", external=1),
    profile_of("robot", name="Robot", bot=1),
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
settings: {zone: Asia/Tokyo, guests: receive, external: yes}
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
settings: {zone: America/New_York, guests: no}
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
