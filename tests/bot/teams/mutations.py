"""Mutations: activities changed at random, none of which may be an error to the parser.

    python -m tests.bot.teams.mutations --cases 200000 [--seed 1] [--corpus FOLDER]

The corpus is a folder with `teams*.jsonl.gz` (objects with a `payload`); it isn't part of the project. Each of its
activities is parsed as it is, and serves as one more to be changed.
"""

import argparse
import gzip
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

from bot.teams.parse import ids_in, parse, tenant_of
from bot.teams.reading.heard import NOTHING, Heard
from bot.teams.workplace import Tenant
from handlers.codec import decode, encode
from handlers.events import Event, Request
from tests.bot.teams.activities import APP, BEN, BOT, CHANNEL, HOME, NOW, PEOPLE, other_id
from tests.bot.teams.every import everything

HOMES = (HOME, Tenant(HOME.workspace), Tenant(HOME.workspace, APP.upper()))
LARGEST = 8_000
"""Characters of JSON; what is larger is parsed as it is, for changing it takes longer than parsing it."""
SLOW = 0.5
"""Seconds that no activity may take; a thousand times what one takes, so that a busy machine doesn't matter."""

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 1e308, float("nan"), float("inf"), 10**30, "", " ", "x", "true", "\0", "\ud800",
    "\u202e\u2066", BEN, other_id(BEN), BOT, "28:", "29:", "8:orgid:", CHANNEL, f"{CHANNEL};messageid=1794996000123",
    f"{CHANNEL};messageid=", ";messageid=1", "1794996000123", "99999999999999", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "2026-11-18T10:00:00.1234567Z", "2026-13-40T99:00:00Z", "<at>Ben</at> ++",
    '<span itemtype="http://schema.skype.com/Mention" itemid="0">Ben</span>', "<" * 2_000, "<a " * 2_000, "&" * 2_000,
    "&#" + "9" * 5_000 + ";", "`" * 2_000, "editMessage", "SOFTDELETEMESSAGE", "teamMemberAdded", "channelCreated",
    "https://giphy.com/" + "a.gif" * 300, "9" * 5_000, "|", "[" * 5_000, "🎉", "1f389_partypopper", "custom", [], {},
    [None], [[]], [{}], {"": ""}, {"id": None}, {"type": []}, ["x"] * 3_000, {"huzzah": {"action": "board"}},
)  # fmt: skip
KEYS = (
    "type", "id", "from", "conversation", "text", "entities", "value", "channelData", "eventType", "name", "data",
    "huzzah", "aadObjectId", "replyToId", "membersAdded", "attachments", "timestamp", "recipient",
)  # fmt: skip


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
    tenant, asked = tenant_of(payload), ids_in(payload)
    heard = parse(payload, home, NOW, random.choice((PEOPLE, {})))
    assert time.perf_counter() - began < SLOW, "an activity that takes long"
    assert len(tenant) <= 200
    assert all(one.startswith("29:") and len(one) <= 200 for one in asked)
    assert not asked & heard.known.keys()
    requests = [event for event in heard.events if isinstance(event, Request)]
    assert requests == list(heard.events[-1:]) if requests else True
    assert all(event.workspace == home.workspace for event in heard.events)
    assert all(len(request.request) < 500 for request in requests)
    assert not (heard.refused and heard.events)
    assert bool(heard.ask) == bool(requests or heard.refused)
    assert heard.needs_names <= heard.people
    assert all(0 < len(one) <= 200 for one in (*heard.people, *heard.channels))
    check_events(heard.events)
    return heard


def check_events(events: Iterable[Event]) -> None:
    """Whatever comes out can be kept as a dead letter and be read again; no half characters."""
    for event in events:
        assert type(event.at) is int
        assert event.at > 0
        written = encode(event)
        assert encode(decode(written)) == written
        assert json.dumps(json.loads(written), ensure_ascii=False).encode()


def corpus(folder: Path) -> list[Any]:
    """The activities of others."""
    found: list[Any] = []
    for path in sorted(folder.glob("teams*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["payload"] for line in lines if line.strip()]
    return found


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
    sys.stdout.write(f"{len(others)} activities of others, {given.cases} mutations, {seconds:.0f} s, no fault\n")
    for label, times in seen.most_common():
        sys.stdout.write(f"{times:8} {label}\n")


if __name__ == "__main__":
    main()
