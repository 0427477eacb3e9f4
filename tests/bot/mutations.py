"""Mutations: payloads changed at random, none of which may be an error to a platform's parser."""

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Generic, Protocol, TypeVar

from handlers.codec import decode, encode
from handlers.events import Event, Request

LARGEST = 8_000
"""Characters of JSON; what is larger is parsed as it is, for changing it takes longer than parsing it."""
SLOW = 0.5
"""Seconds of work that no payload may take; a thousand times what one takes."""
COMMON: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, float("nan"), float("inf"), 10**30, "", " ", "x", "true", "\0", "\ud800",
    "\u202e\u2066", "<" * 2_000, "`" * 2_000, "&" * 2_000, "https://giphy.com/" + "a.gif" * 300, "9" * 5_000, "|", [],
    {}, [None], [[]], [{}], {"": ""}, {"id": None}, {"type": []}, ["x"] * 3_000,
)  # fmt: skip
"""What is odd everywhere."""


class Heard(Protocol):
    """What any platform hears in a payload."""

    @property
    def events(self) -> tuple[Event, ...]: ...
    @property
    def asides(self) -> tuple[object, ...]: ...
    @property
    def refused(self) -> bool: ...
    @property
    def people(self) -> Set[str]: ...
    @property
    def channels(self) -> Set[str]: ...
    @property
    def needs_names(self) -> Set[str]: ...


H = TypeVar("H", bound=Heard)


@dataclass(frozen=True, slots=True)
class Mutations(Generic[H]):
    """A platform's payloads, what they are changed with, and how they are checked."""

    ours: Sequence[Any]
    check: Callable[[Any, Random], H]
    """Parses one; raises AssertionError if what comes out isn't as every other part expects it."""
    odd: Sequence[Any]
    """Values put anywhere."""
    keys: Sequence[str]
    nothing: H

    def mutated(self, payload: Any, random: Random) -> Any:
        """A copy with one to four places changed."""
        copy = deepcopy(payload)
        for _ in range(random.randint(1, 4)):
            copy = self._changed(copy, random)
        return copy

    def run(self, cases: int, seed: int, others: Sequence[Any]) -> Counter[str]:
        """Check so many mutations, and the others as they are; how often what came out. Raises on the first fault."""
        random, seen = Random(seed), Counter[str]()  # repeatable, and no secret
        bases = [*self.ours, *others]
        for payload in bases:
            seen[self._label(self.check(payload, random))] += 1
        bases = [payload for payload in bases if len(json.dumps(payload)) <= LARGEST]
        for _ in range(cases):
            payload = self.mutated(random.choice(random.choice((self.ours, bases))), random)
            try:
                heard = self.check(payload, random)
            except Exception:
                sys.stderr.write(json.dumps(payload)[:4_000] + "\n")
                raise
            seen[self._label(heard)] += 1
        return seen

    def from_the_command_line(self, words: str | None, corpus: Callable[[Path], list[Any]]) -> None:
        """`words` say what it is; `corpus` reads the payloads of others from a folder."""
        arguments = argparse.ArgumentParser(description=words)
        arguments.add_argument("--cases", type=int, default=200_000)
        arguments.add_argument("--seed", type=int, default=1)
        arguments.add_argument("--corpus", type=Path)
        given = arguments.parse_args()
        others = corpus(given.corpus) if given.corpus else []
        began = time.perf_counter()
        seen = self.run(given.cases, given.seed, others)
        seconds = time.perf_counter() - began
        sys.stdout.write(f"{len(others)} payloads of others, {given.cases} mutations, {seconds:.0f} s, no fault\n")
        for label, times in seen.most_common():
            sys.stdout.write(f"{times:8} {label}\n")

    def _label(self, heard: H) -> str:
        if heard == self.nothing:
            return "nothing"
        parts = [type(one).__name__ for one in (*heard.events, *heard.asides)]
        return " ".join([*parts, *(["refused"] if heard.refused else [])])

    def _changed(self, payload: Any, random: Random) -> Any:
        places = list(_places(payload))
        if not places:
            return deepcopy(random.choice(self.odd))
        inside, key = random.choice(places)
        match random.randrange(7):
            case 0 if isinstance(inside, dict):
                del inside[key]
            case 1 if isinstance(inside, dict):
                inside[random.choice(self.keys)] = deepcopy(inside[key])
            case 2:
                other, its = random.choice(places)
                inside[key] = deepcopy(other[its])
            case 3 if isinstance(inside, list):
                inside[:] = (inside * random.randint(0, 40))[:5_000]
            case 4:
                inside[key] = {random.choice(self.keys): inside[key]}
            case 5:
                inside[key] = [inside[key]] * random.randint(0, 3)
            case _:
                inside[key] = deepcopy(random.choice(self.odd))
        return payload


@contextmanager
def soon() -> Iterator[None]:
    """What is done here doesn't take long. Raises AssertionError if it does."""
    # By the time this thread was at work: a busy machine may leave it waiting for its turn.
    began = time.thread_time()
    yield
    assert time.thread_time() - began < SLOW, "a payload that takes long"


def check_heard(heard: Heard, workspace: str) -> None:
    """What every platform hears is so. Raises AssertionError if it isn't."""
    requests = [event for event in heard.events if isinstance(event, Request)]
    assert requests == list(heard.events[-1:]) if requests else True
    assert all(event.workspace == workspace for event in heard.events)
    assert all(len(request.request) < 500 for request in requests)
    assert not (heard.refused and heard.events)
    assert heard.needs_names <= heard.people
    assert all(0 < len(one) <= 200 for one in (*heard.people, *heard.channels))
    check_events(heard.events)


def check_events(events: Iterable[Event]) -> None:
    """Whatever comes out can be kept as a dead letter and be read again; no half characters."""
    for event in events:
        assert type(event.at) is int
        assert event.at > 0
        written = encode(event)
        assert encode(decode(written)) == written
        assert json.dumps(json.loads(written), ensure_ascii=False).encode()


def payloads_in(folder: Path, names: str) -> list[Any]:
    """The payloads of others: each line of these files is an object with a `payload`."""
    found: list[Any] = []
    for path in sorted(folder.glob(names)):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["payload"] for line in lines if line.strip()]
    return found


def _places(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    # Each place is listed as often as it has parents above, so that shallow ones aren't lost among the deep.
    if depth > 12:
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs)[:200]:
        yield value, key
        yield from _places(inner, depth + 1)
