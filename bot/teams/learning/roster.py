"""Roster: entries of rosters, lists of channels and profiles of the directory become events - pure."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.dispatch import Unavailable
from bot.outcomes import Away, Limited
from bot.shapes import Table, name, table, words
from bot.teams.workplace import BOT, PERSON, Tenant, object_id
from handlers.events import ChannelChanged, MemberChanged
from scoring.facts import Micros

NO_TOPIC: Final = "a group chat"
"""What a chat is called that nobody gave a topic."""
LONGEST_ID: Final = 500
ROLES: Final = MappingProxyType({"guest": "guest", "anonymous": "external"})
"""What a roster calls somebody -> the trait; everybody else is a user."""
KINDS: Final = MappingProxyType({"private": (True, False), "shared": (True, True), "unknownFutureValue": (True, False)})
"""Type of a channel -> whether it is private, and shared with others; only its members see a shared one."""
STANDARD: Final = (False, False)


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody, as a roster has them."""

    member: str
    alias: str
    """Their id in conversations; empty where only the directory was asked."""
    event: MemberChanged


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel, as its team has it."""

    channel: str
    name: str
    """Empty for the first one."""
    private: bool
    shared: bool


Answer = Found | Limited | Away | Unavailable | None
"""What became of asking for somebody; None: nobody knows them. The others say why nobody could say."""


def found(entry: Table, home: Tenant, admins: frozenset[str], now: Micros) -> Found | None:
    """Somebody on a roster; None for bots and for what isn't anybody.

    Only of our own people the sign-in name and the address say who they are: those of others are as they please.
    learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
    """
    alias = words(entry.get("id"), LONGEST_ID)
    member = object_id(entry.get("aadObjectId")) or object_id(entry.get("objectId")) or object_id(alias)
    if alias.startswith(BOT) or not (member or alias.startswith(PERSON)):
        return None
    trait = ROLES.get(words(entry.get("userRole") or entry.get("role")).lower(), "")
    tenant = object_id(entry.get("tenantId"))
    external = trait == "external" or not member or (trait != "guest" and tenant not in ("", home.workspace))
    ours = member or alias
    event = MemberChanged(
        workspace=home.workspace,
        at=now,
        member=ours,
        name=_called(entry),
        external=external,
        guest=trait == "guest",
        deactivated=False,
        admin=_is_admin(entry, member, admins, insider=not external and trait != "guest"),
    )
    return Found(ours, alias if alias.startswith(PERSON) else "", event)


def from_profile(profile: Table, home: Tenant, admins: frozenset[str], now: Micros) -> Found | None:
    """Somebody in the directory: learn.microsoft.com/graph/api/resources/user"""
    member, signs_in = object_id(profile.get("id")), words(profile.get("userPrincipalName"))
    if not member:
        return None
    guest = words(profile.get("userType")).lower() == "guest" or "#ext#" in signs_in.lower()
    entry = {
        "objectId": member,
        "name": profile.get("displayName"),
        "userPrincipalName": signs_in,
        "email": profile.get("mail"),
        "userRole": "guest" if guest else "user",
    }
    return found(entry, home, admins, now)


def listed(channel: Table, team: str) -> Listed | None:
    """A channel of a team; its first one has the id of the team and bears no name."""
    ident = words(channel.get("id"), LONGEST_ID)
    private, shared = KINDS.get(words(channel.get("type")), STANDARD)
    called = "" if ident == team else name(channel.get("name"))
    return Listed(ident, called, private, shared) if ident and (called or ident == team) else None


def channel_event(home: Tenant, channel: Listed, label: str, members: tuple[str, ...], now: Micros) -> ChannelChanged:
    """What is to be known of it."""
    return ChannelChanged(
        workspace=home.workspace,
        at=now,
        channel=channel.channel,
        name=label,
        private=channel.private,
        shared=channel.shared,
        members=members,
    )


def _called(entry: Table) -> str | None:
    whole = name(entry.get("name")) or f"{name(entry.get('givenName'))} {name(entry.get('surname'))}".strip()
    return whole or None


def _is_admin(entry: Table, member: str, admins: frozenset[str], *, insider: bool) -> bool | None:
    addresses = {words(entry.get(key)).strip().lower() for key in ("userPrincipalName", "email")} - {""}
    if member and member in admins:
        return True
    if not insider:
        return False
    # Where a roster tells neither, nothing is taken away that another one gave.
    return bool(addresses & admins) if addresses else None


def team_details(details: Table) -> tuple[str, str]:
    """(name, id in the directory) of a team."""
    told = table(details)
    return name(told.get("name")), object_id(told.get("aadGroupId"))
