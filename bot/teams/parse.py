"""Parsing: every activity Teams sends becomes what was heard, or nothing; no activity is an error.

Pure: whom conversations call only `29:…` is told beforehand by `ids_in`, and handed in as `people`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.shapes import table, tables
from bot.teams.reading import asks, conversations, messages
from bot.teams.reading.heard import NOTHING, Heard
from bot.teams.reading.hearing import MOST_NAMED, Source, known_in, source_of
from bot.teams.reading.ids import ident
from bot.teams.reading.mentions import people_of
from bot.teams.workplace import PERSON, Tenant
from scoring.facts import Micros

__all__ = ["COMPOSE_COMMANDS", "HEARD", "INVOKED", "MESSAGE_COMMANDS", "ids_in", "parse", "tenant_of"]

COMPOSE_COMMANDS: Final = asks.COMPOSE_COMMANDS
MESSAGE_COMMANDS: Final = asks.MESSAGE_COMMANDS


def parse(activity: object, home: Tenant, now: Micros, people: Mapping[str, str]) -> Heard:
    """What an activity comes to in the tenant it is for; NOTHING for what isn't ours to count, or no activity.

    `people`: other id -> member, for those that `ids_in` asked for; who isn't among them goes by the other id.
    """
    said = table(activity)
    kind = said.get("type")
    if not isinstance(kind, str):
        return NOTHING
    if kind == "invoke":
        called = said.get("name")
        hear = INVOKED.get(called) if isinstance(called, str) else None
    else:
        hear = HEARD.get(kind)
    return hear(source_of(said, home, now, people)) if hear else NOTHING


def ids_in(activity: object) -> frozenset[str]:
    """Every `29:…` whose member the activity doesn't tell itself."""
    said = table(activity)
    accounts = [table(said.get("from")), *people_of(said.get("entities"))]
    for key in ("membersAdded", "membersRemoved"):
        accounts += tables(said.get(key))
    others = (ident(account.get("id")) for account in accounts[: 3 * MOST_NAMED])
    found = {other for other in others if other.startswith(PERSON)}
    return frozenset(found.difference(known_in(said))) if found else frozenset()


def tenant_of(activity: object) -> str:
    """The tenant an activity is for, in small letters; nothing if it isn't told."""
    said = table(activity)
    told = ident(table(table(said.get("channelData")).get("tenant")).get("id"))
    return (told or ident(table(said.get("conversation")).get("tenantId"))).lower()


HEARD: Final[Mapping[str, Callable[[Source], Heard]]] = MappingProxyType(
    {
        "message": messages.message,
        "messageUpdate": messages.changed,
        "messageDelete": messages.changed,
        "messageReaction": messages.reacted,
        "conversationUpdate": conversations.updated,
        "installationUpdate": conversations.installation,
    }
)
"""What each type of activity comes to; others (typing, meetings, read receipts) are nothing to us."""

INVOKED: Final[Mapping[str, Callable[[Source], Heard]]] = MappingProxyType(
    {
        "adaptiveCard/action": asks.pressed,
        "task/fetch": asks.fetched,
        "task/submit": asks.submitted,
        "composeExtension/fetchTask": asks.extension,
        "composeExtension/submitAction": asks.extension_submitted,
    }
)
"""What each invoke comes to; to others (files, sign-in, search) there is nothing to answer."""
