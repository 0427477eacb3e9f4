"""Mutations: payloads changed at random, none of which may be an error to the parser.

    python -m tests.bot.slack.mutations --cases 200000 [--seed 1] [--corpus FOLDER]

The corpus is a folder with `*.jsonl.gz` (objects with a `payload`) and `*.tar.xz` of JSON files; it isn't part of the
project. Each of its payloads is parsed as it is, and serves as one more to be changed.
"""

import json
import tarfile
from pathlib import Path
from random import Random
from typing import Any

from bot.slack.parse import parse, team_of
from bot.slack.reading.heard import NOTHING, Heard
from tests.bot.mutations import COMMON, Mutations, check_heard, payloads_in, soon
from tests.bot.slack.payloads import HOME, IN_A_GRID, NOW, WHOLE_ORG
from tests.bot.slack.payloads.every import everything

HOMES = (HOME, IN_A_GRID, WHOLE_ORG)
ODD: tuple[Any, ...] = (
    *COMMON, "U0ANA", "USLACKBOT", "C0GENERAL", "D0ANA", "1794996000.000100", "99999999999.999999", "0.0",
    "<@U0BEN> ++", "<@U0BEN|" + "x" * 500, ":" * 2_000, "message_changed", "tombstone", "alias:tada", "alias:",
    "rich_text", "#", {"ts": {}},
)  # fmt: skip
KEYS = ("type", "subtype", "user", "channel", "ts", "text", "event", "message", "view", "bot_id", "command", "actions")


def check(payload: Any, random: Random) -> Heard:
    """Parse it; what comes out must be as every other part expects it. Raises AssertionError if it isn't."""
    home = random.choice(HOMES)
    with soon():
        team_of(payload)
        heard = parse(payload, home, NOW)
    check_heard(heard, home.workspace)
    return heard


def corpus(folder: Path) -> list[Any]:
    """The payloads of others."""
    found = payloads_in(folder, "slack*.jsonl.gz")
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


MUTATIONS = Mutations(everything(), check, ODD, KEYS, NOTHING)

if __name__ == "__main__":
    MUTATIONS.from_the_command_line(__doc__, corpus)
