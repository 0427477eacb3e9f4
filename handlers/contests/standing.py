"""Standing: who is ahead in a contest, and who won - pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from storage.contests import Votes

MOST_EACH = 3
"""So many entries of one person count: the first ones that stand, and of those the best."""


class Place(NamedTuple):
    """Somebody's best entry."""

    member: str
    message: str
    votes: int
    picture: str = ""


def places(entries: Sequence[Votes]) -> tuple[Place, ...]:
    """One for each person, the most votes first; with as many, who entered earlier."""
    mine: dict[str, list[Votes]] = {}
    for entry in sorted(entries, key=_came):
        several = mine.setdefault(entry.member, [])
        if len(several) < MOST_EACH:
            several.append(entry)
    best = [max(several, key=lambda each: each.votes) for several in mine.values()]
    ranked = sorted(best, key=lambda each: (-each.votes, *_came(each)))
    return tuple(Place(each.member, each.message, each.votes, each.picture) for each in ranked)


def _came(entry: Votes) -> tuple[int, str]:
    return entry.at, entry.message


def winners(ranked: Sequence[Place]) -> tuple[Place, ...]:
    """Everybody with the most votes; nobody where nobody voted."""
    most = max((place.votes for place in ranked), default=0)
    return tuple(place for place in ranked if most and place.votes == most)


@dataclass(frozen=True, slots=True)
class Result:
    """What a contest closed with."""

    winners: tuple[Place, ...] = ()
    entries: int = 0
    people: int = 0
    """Who entered or voted."""
    paid: bool = False
    """Whether enough took part for points."""


def write(result: Result) -> str:
    """A result as it is kept."""
    won = [[place.member, place.message, place.votes] for place in result.winners]
    found = {"winners": won, "entries": result.entries, "people": result.people, "paid": result.paid}
    return json.dumps(found, separators=(",", ":"))


def read(text: str) -> Result:
    """The same as it was."""
    found = json.loads(text) if text else {}
    won = tuple(Place(member, message, votes) for member, message, votes in found.get("winners", ()))
    return Result(won, found.get("entries", 0), found.get("people", 0), bool(found.get("paid")))
