"""Mutations: activities changed at random, none of which may be an error to the parser.

    python -m tests.bot.teams.mutations --cases 200000 [--seed 1] [--corpus FOLDER]

The corpus is a folder with `teams*.jsonl.gz` (objects with a `payload`); it isn't part of the project. Each of its
activities is parsed as it is, and serves as one more to be changed.
"""

from pathlib import Path
from random import Random
from typing import Any

from bot.teams.parse import ids_in, parse, tenant_of
from bot.teams.reading.heard import NOTHING, Heard
from bot.teams.workplace import Tenant
from handlers.events import Request
from tests.bot.mutations import COMMON, Mutations, check_heard, payloads_in, soon
from tests.bot.teams.activities import APP, BEN, BOT, CHANNEL, HOME, NOW, PEOPLE, other_id
from tests.bot.teams.every import everything

HOMES = (HOME, Tenant(HOME.workspace), Tenant(HOME.workspace, APP.upper()))
ODD: tuple[Any, ...] = (
    *COMMON, BEN, other_id(BEN), BOT, "28:", "29:", "8:orgid:", CHANNEL, f"{CHANNEL};messageid=1794996000123",
    f"{CHANNEL};messageid=", ";messageid=1", "1794996000123", "99999999999999", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "2026-11-18T10:00:00.1234567Z", "2026-13-40T99:00:00Z", "<at>Ben</at> ++",
    '<span itemtype="http://schema.skype.com/Mention" itemid="0">Ben</span>', "<a " * 2_000, "&#" + "9" * 5_000 + ";",
    "editMessage", "SOFTDELETEMESSAGE", "teamMemberAdded", "channelCreated", "[" * 5_000, "🎉", "1f389_partypopper",
    "custom", {"huzzah": {"action": "board"}},
)  # fmt: skip
KEYS = (
    "type", "id", "from", "conversation", "text", "entities", "value", "channelData", "eventType", "name", "data",
    "huzzah", "aadObjectId", "replyToId", "membersAdded", "attachments", "timestamp", "recipient",
)  # fmt: skip


def check(payload: Any, random: Random) -> Heard:
    """Parse it; what comes out must be as every other part expects it. Raises AssertionError if it isn't."""
    home = random.choice(HOMES)
    with soon():
        tenant, asked = tenant_of(payload), ids_in(payload)
        heard = parse(payload, home, NOW, random.choice((PEOPLE, {})))
    assert len(tenant) <= 200
    assert all(one.startswith("29:") and len(one) <= 200 for one in asked)
    assert not asked & heard.known.keys()
    check_heard(heard, home.workspace)
    requests = [event for event in heard.events if isinstance(event, Request)]
    assert bool(heard.ask) == bool(requests or heard.refused)
    return heard


def corpus(folder: Path) -> list[Any]:
    """The activities of others."""
    return payloads_in(folder, "teams*.jsonl.gz")


MUTATIONS = Mutations(everything(), check, ODD, KEYS, NOTHING)

if __name__ == "__main__":
    MUTATIONS.from_the_command_line(__doc__, corpus)
