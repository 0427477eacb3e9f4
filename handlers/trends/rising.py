"""Rising: is something used by clearly more people than it has been? Pure; the formula stands here and in the docs.

For each day that is over, N people were in the channel and c of them used the thing. What is new are the last three
days, each older one with a half less weight (w); what was are the days before those, with a half-life of two weeks.

- So many were to be expected on a day: the greatest of a) p N, where p = sum(w c) / sum(w N) of the past, for after
  holidays nothing rises since everybody is back; b) the same with that weekday's past alone, for what comes every
  Friday is no news on Friday; c) the past's mean of c, for nothing rises since others are away. L is the weighted sum
  of that, at least HALF a person. S = sum(w c) came.
- A weighted sum isn't a count: with k = sum(w e) / sum(w² e), e being what was expected on a day, k S has the variance
  of its mean again.
- Square roots make small and large counts comparable (https://en.wikipedia.org/wiki/Anscombe_transform):
  z = (2 sqrt(k S + 3/8) - 2 sqrt(k L + 3/8)) / sqrt(1 + k L u), where u = sum(w² c) / sum(w c)² of the past says how
  little is known of it.

It rises where z is at least RISING and at least LEAST_PEOPLE different people used it within the new days, counted over
all of them together: one person with a hundred messages is one. Nothing rises in the first two weeks of a channel.

A thread has no past of its own: the people who answer in it are compared with those of the channel's earlier threads.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from handlers.trends.counting import THREAD
from storage import sketches
from storage.trends import PEOPLE, SKETCHED_DAYS, Count

NEW_DAYS = SKETCHED_DAYS - 1
FADING_NEW, FADING = 1.0, 14.0
"""Half-lives in days: of the new days, and of the past."""
QUIET_DAYS = 14
"""A channel is only watched so long before anything rises."""
RISING = 3.0
"""Chance alone gets there about once in a thousand times."""
LEAST_PEOPLE = 3
HALF = 0.5
SHIFT = 3 / 8


@dataclass(frozen=True, slots=True)
class Rise:
    """Something that is rising; amounts are people."""

    kind: str
    item: str
    score: float
    people: int
    """Different people within the new days."""
    usual: float
    """So many were to be expected."""


@dataclass(frozen=True, slots=True)
class Day:
    """How many used a thing on a day, of how many who were there."""

    age: int
    used: int
    there: int
    weekday: int = 0


def rising(counts: Iterable[Count], today: int, first_day: int) -> list[Rise]:
    """What is rising in a channel, the clearest first, by the days before today."""
    if today - first_day < QUIET_DAYS:
        return []
    today -= 1  # the last day that is over
    used: dict[tuple[str, str], dict[int, int]] = {}
    new: dict[tuple[str, str], int] = {}
    there: dict[int, int] = {}
    for count in counts:
        if count.day > today:
            continue
        people = sketches.people(count.sketch) if count.sketch else count.people
        if count.kind == PEOPLE:
            there[count.day] = there.get(count.day, 0) + people
            continue
        thing = count.kind, count.item
        used.setdefault(thing, {})[count.day] = people
        if today - NEW_DAYS < count.day <= today:
            new[thing] = new.get(thing, 0) | count.sketch
    threads = _threads(used, today)
    found = []
    for thing, bits in new.items():
        if sketches.least(bits) < LEAST_PEOPLE:
            continue
        if thing[0] == THREAD:
            score, usual = against_others(sketches.people(bits), threads)
        else:
            score, usual = against_its_past(_days(used[thing], there, today, first_day))
        if score >= RISING:
            found.append(Rise(*thing, score, sketches.people(bits), usual))
    return sorted(found, key=lambda rise: (-rise.score, rise.kind, rise.item))


def _days(used: Mapping[int, int], there: Mapping[int, int], today: int, first_day: int) -> list[Day]:
    return [
        Day(today - day, used.get(day, 0), max(there.get(day, 0), used.get(day, 0)), day % 7)
        for day in sorted({*there, *used})
        if first_day <= day <= today
    ]


def _threads(used: Mapping[tuple[str, str], Mapping[int, int]], today: int) -> list[int]:
    # People in each earlier thread, by its busiest day.
    earlier = [
        days for (kind, _), days in used.items() if kind == THREAD and not any(today - day < NEW_DAYS for day in days)
    ]
    return [max(days.values()) for days in earlier]


def against_its_past(days: Sequence[Day]) -> tuple[float, float]:
    """(score, how many were to be expected) of a thing by its days, ages counted from the last that is over."""
    new = [(0.5 ** (day.age / FADING_NEW), day) for day in days if day.age < NEW_DAYS]
    past = [(0.5 ** (day.age / FADING), day) for day in days if day.age >= NEW_DAYS]
    whole, mean_used = _share(past), _mean(past)
    expected = []
    for weight, day in new:
        share = max(whole, _share([each for each in past if each[1].weekday == day.weekday]))
        expected.append((weight, max(share * day.there, mean_used, HALF / NEW_DAYS)))
    usual = sum(weight * number for weight, number in expected)
    if not usual:
        return 0.0, 0.0
    scale = usual / sum(weight * weight * number for weight, number in expected)
    came = scale * sum(weight * day.used for weight, day in new)
    usual = max(usual, HALF)
    mean = scale * usual
    weighed = sum(weight * day.used for weight, day in past)
    unsure = sum(weight * weight * day.used for weight, day in past) / weighed**2 if weighed else 0.0
    return _apart(came, mean) / sqrt(1 + mean * unsure), usual


def _share(days: Sequence[tuple[float, Day]]) -> float:
    there = sum(weight * day.there for weight, day in days)
    return sum(weight * day.used for weight, day in days) / there if there else 0.0


def _mean(days: Sequence[tuple[float, Day]]) -> float:
    weights = sum(weight for weight, day in days if day.there)
    return sum(weight * day.used for weight, day in days) / weights if weights else 0.0


def against_others(people: int, earlier: Sequence[int]) -> tuple[float, float]:
    """The same for a thread, against the people of earlier ones."""
    mean = max(sum(earlier) / len(earlier), 1.0) if earlier else 1.0
    return _apart(people, mean) / sqrt(1 + 1 / max(len(earlier), 1)), mean


def _apart(came: float, mean: float) -> float:
    return 2 * (sqrt(came + SHIFT) - sqrt(mean + SHIFT))
