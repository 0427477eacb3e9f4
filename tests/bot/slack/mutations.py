"""Mutations: payloads changed at random, none of which may be an error to the parser.

    python -m tests.bot.slack.mutations --cases 200000 [--seed 1] [--corpus FOLDER]

The corpus is a folder with `*.jsonl.gz` (objects with a `payload`) and `*.tar.xz` of JSON files; it isn't part of the
project. Each of its payloads is parsed as it is, and serves as one more to be changed.
"""

import argparse
import gzip
import json
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

from bot.slack.parse import parse, team_of
from bot.slack.reading.heard import NOTHING, Heard
from handlers.codec import decode, encode
from handlers.events import Event, Request
from tests.bot.slack.payloads import HOME, IN_A_GRID, NOW, WHOLE_ORG
from tests.bot.slack.payloads.every import everything

HOMES = (HOME, IN_A_GRID, WHOLE_ORG)
LARGEST = 8_000
"""Characters of JSON; what is larger is parsed as it is, for changing it takes longer than parsing it."""
SLOW = 0.5
"""Seconds that no payload may take; a thousand times what one takes, so that a busy machine doesn't matter."""

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, float("nan"), float("inf"), 10**30, "", " ", "x", "true", "\0", "\ud800",
    "\u202e\u2066", "U0ANA", "USLACKBOT", "C0GENERAL", "D0ANA", "1794996000.000100", "99999999999.999999", "0.0",
    "<@U0BEN> ++", "<@U0BEN|" + "x" * 500, "<" * 2_000, "`" * 2_000, "&" * 2_000, ":" * 2_000, "message_changed",
    "tombstone", "alias:tada", "alias:", "rich_text", "https://giphy.com/" + "a.gif" * 300, "9" * 5_000, "|", "#", [],
    {}, [None], [[]], [{}], {"": ""}, {"id": None}, {"ts": {}}, {"type": []}, ["x"] * 3_000,
)  # fmt: skip
KEYS = ("type", "subtype", "user", "channel", "ts", "text", "event", "message", "view", "bot_id", "command", "actions")


def mutated(payload: Any, random: Random) -> Any:
    """A copy with one to four places changed."""
    copy = deepcopy(payload)
    for _ in range(random.randint(1, 4)):
        copy = _changed(copy, random)
    return copy


def _changed(payload: Any, random: Random) -> Any:
    places = list(_places(payload))
    if not places:
        return deepcopy(random.choice(ODD))
    inside, key = random.choice(places)
    match random.randrange(7):
        case 0 if isinstance(inside, dict):
            del inside[key]
        case 1 if isinstance(inside, dict):
            inside[random.choice(KEYS)] = deepcopy(inside[key])
        case 2:
            other, its = random.choice(places)
            inside[key] = deepcopy(other[its])
        case 3 if isinstance(inside, list):
            inside[:] = (inside * random.randint(0, 40))[:5_000]
        case 4:
            inside[key] = {random.choice(KEYS): inside[key]}
        case 5:
            inside[key] = [inside[key]] * random.randint(0, 3)
        case _:
            inside[key] = deepcopy(random.choice(ODD))
    return payload


def _places(value: Any, depth: int = 0) -> Iterator[tuple[Any, Any]]:
    # Each place is listed as often as it has parents above, so that shallow ones aren't lost among the deep.
    if depth > 12:
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in list(pairs)[:200]:
        yield value, key
        yield from _places(inner, depth + 1)


def check(payload: Any, random: Random) -> Heard:
    """Parse it; what comes out must be as every other part expects it. Raises AssertionError if it isn't."""
    home = random.choice(HOMES)
    began = time.perf_counter()
    team_of(payload)
    heard = parse(payload, home, NOW)
    assert time.perf_counter() - began < SLOW, "a payload that takes long"
    requests = [event for event in heard.events if isinstance(event, Request)]
    assert requests == list(heard.events[-1:]) if requests else True
    assert all(event.workspace == home.workspace and type(event.at) is int for event in heard.events)
    assert all(len(request.request) < 500 for request in requests)
    assert not (heard.refused and heard.events)
    assert heard.needs_names <= heard.people
    assert all(0 < len(one) <= 200 for one in (*heard.people, *heard.channels))
    for event in heard.events:
        _survives(event)
    return heard


def _survives(event: Event) -> None:
    # Whatever comes out can be kept as a dead letter and be read again; no half characters.
    written = encode(event)
    assert encode(decode(written)) == written
    assert "\\ud" not in written.replace("\\ud83", "").replace("\\udc", "").replace("\\udd", "").replace("\\ude", "")


def corpus(folder: Path) -> list[Any]:
    """The payloads of others."""
    found: list[Any] = []
    for path in sorted(folder.glob("slack*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["payload"] for line in lines if line.strip()]
    for path in sorted(folder.glob("slack*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                opened = archive.extractfile(member) if member.name.endswith(".json") else None
                if opened is not None:
                    found.append(json.load(opened))
    # Frames of Socket Mode hold the payload that HTTP would have brought.
    inner = [one["payload"] for one in found if isinstance(one, dict) and isinstance(one.get("payload"), dict)]
    # Shapes whose values are blank don't say of themselves that they are events.
    shapes = [one for one in found if isinstance(one, dict) and isinstance(one.get("event"), dict)]
    return found + inner + [{**one, "type": "event_callback"} for one in shapes if not one.get("type")]


def run(cases: int, seed: int, others: Sequence[Any]) -> Counter[str]:
    """Check so many mutations, and the others as they are; how often what came out. Raises on the first fault."""
    random, seen = Random(seed), Counter[str]()  # repeatable, and no secret
    ours = everything()
    bases = [*ours, *others]
    for payload in bases:
        seen[_label(check(payload, random))] += 1
    bases = [payload for payload in bases if len(json.dumps(payload)) <= LARGEST]
    for _ in range(cases):
        payload = mutated(random.choice(random.choice((ours, bases))), random)
        try:
            heard = check(payload, random)
        except Exception:
            sys.stderr.write(json.dumps(payload)[:4_000] + "\n")
            raise
        seen[_label(heard)] += 1
    return seen


def _label(heard: Heard) -> str:
    if heard == NOTHING:
        return "nothing"
    parts = [type(one).__name__ for one in (*heard.events, *heard.asides)]
    return " ".join([*parts, *(["refused"] if heard.refused else [])])


def main() -> None:
    """From the command line."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=200_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--corpus", type=Path)
    given = arguments.parse_args()
    others = corpus(given.corpus) if given.corpus else []
    began = time.perf_counter()
    seen = run(given.cases, given.seed, others)
    seconds = time.perf_counter() - began
    sys.stdout.write(f"{len(others)} payloads of others, {given.cases} mutations, {seconds:.0f} s, no fault\n")
    for label, times in seen.most_common():
        sys.stdout.write(f"{times:8} {label}\n")


if __name__ == "__main__":
    main()
