"""Benchmarks: how fast and how big Huzzah is, each figure against a reference measured in the same run."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from bot.bench import (
    boards,
    exporting,
    polls,
    receiving,
    replaying,
    slack_events,
    starting,
    teams_activities,
    whole_path,
)
from bot.bench.figures import TINY, Figure, Options
from bot.cli.problems import Problem

__all__ = ["BENCHMARKS", "TINY", "Options", "measure"]

BENCHMARKS: Mapping[str, Callable[[Options], Iterator[Figure]]] = MappingProxyType(
    {
        "path": whole_path.measure,
        "http": receiving.measure,
        "slack": slack_events.measure,
        "polls": polls.measure,
        "teams": teams_activities.measure,
        "import": exporting.measure,
        "replay": replaying.measure,
        "boards": boards.measure,
        "start": starting.measure,
    }
)
"""Name -> what it measures, in the order of a whole run."""


def measure(names: Sequence[str], *, as_json: bool, options: Options | None = None) -> None:
    """Run benchmarks, all if none is named, and print each figure as soon as it is there."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        raise Problem(f"There is no benchmark `{unknown[0]}`. There are: {', '.join(BENCHMARKS)}.")
    found: dict[str, list[dict[str, object]]] = {}
    for name in names or BENCHMARKS:
        if not as_json:
            sys.stdout.write(f"{name}: {(BENCHMARKS[name].__doc__ or '').strip()}\n")
        for figure in BENCHMARKS[name](options or Options()):
            found.setdefault(name, []).append(figure.as_json())
            if not as_json:
                sys.stdout.write(figure.line() + "\n")
                sys.stdout.flush()
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
