"""Ids and moments as Teams and Graph write them; what isn't one is read as if it weren't there."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.shapes import Table
from bot.teams.workplace import BOT, PERSON, object_id
from scoring.facts import Micros

LONGEST_ID: Final = 200
LATEST: Final = 32_503_680_000_000_000
"""The year 3000 in microseconds: whatever is later is no date."""
EARLIEST: Final = 946_684_800_000_000
"""The year 2000: a smaller number is no message's id in milliseconds."""

_ID: Final = re.compile(r"[A-Za-z0-9_.:@=+/\-]{1,200}")
_MILLISECONDS: Final = re.compile(r"[0-9]{12,14}")
_THREAD: Final = ";messageid="
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_OF_ENTRA: Final = "8:orgid:"
_NOBODY: Final = "00000000-0000-0000-0000-000000000000"


def ident(value: object) -> str:
    """An id of something; nothing if it is none."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def conversation_of(value: object) -> tuple[str, str, str]:
    """A conversation's id as it is told, the channel in it, and the first message of the thread it names.

    `19:…@thread.tacv2;messageid=1794996000123`; nothing at all if it is no id.
    """
    if not isinstance(value, str):
        return "", "", ""
    channel, mark, thread = value.partition(_THREAD)
    if not ident(channel) or (mark and not ident(thread)):
        return "", "", ""
    return value, channel, thread


def moment(value: object) -> Micros:
    """Microseconds of a time like `2026-11-18T10:00:00.123Z`; 0 if it is none. Without a zone it is UTC."""
    if not isinstance(value, str) or not 10 <= len(value) <= 40:
        return 0
    try:
        told = datetime.fromisoformat(value)
    except ValueError:
        return 0
    aware = told if told.tzinfo else told.replace(tzinfo=UTC)
    micros = (aware - _EPOCH) // _MICROSECOND
    return micros if 0 < micros < LATEST else 0


def written_at(message: str, told: object, now: Micros) -> Micros:
    """When a message was written: its id says so in milliseconds, the same on every way; otherwise what is told."""
    if _MILLISECONDS.fullmatch(message):
        micros = int(message) * 1_000
        if EARLIEST < micros < LATEST:
            return micros
    return moment(told) or now


def person_id(value: object) -> str:
    """Somebody's id: the directory's where it can be told from it, else what conversations call them."""
    said = ident(value)
    known = object_id(said.removeprefix(_OF_ENTRA))
    return known or said


def member_of(account: Table, people: Mapping[str, str]) -> str:
    """Who an account of an activity is: the directory's id if it is told or known, otherwise its own."""
    told = object_id(account.get("aadObjectId"))
    if told and told != _NOBODY:
        return told
    said = person_id(account.get("id"))
    return ident(people.get(said)) or said


def pair_of(account: Table) -> tuple[str, str]:
    """What an account calls somebody and who that is, where it tells both; nothing otherwise."""
    other, member = ident(account.get("id")), object_id(account.get("aadObjectId"))
    return (other, member) if other.startswith(PERSON) and member and member != _NOBODY else ("", "")


def is_bots(ident: str) -> bool:
    """Whether an id of a conversation is a bot's, ours or another."""
    return ident.startswith(BOT)
