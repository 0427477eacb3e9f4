"""Asking Graph, for the doctor: what the app was granted in a tenant, which subscriptions live, whether it may read.

https://learn.microsoft.com/en-us/graph/api/subscription-list and
https://learn.microsoft.com/en-us/graph/api/channel-list-messages
"""

import asyncio
import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

import httpx

from bot.outcomes import Away
from bot.shapes import rows, table, tables, words
from bot.teams.calling.credentials import Credentials, NoToken
from storage.subscriptions import Place

MOST_PAGES: Final = 20
"""Of subscriptions; beyond, nothing is said of single ones."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of it."""

    code: str = ""
    """Entra gave no token: its code."""
    fault: str = ""
    """Graph couldn't be asked: why."""
    roles: frozenset[str] = frozenset()
    """Permissions that an admin granted for the whole tenant."""
    remotes: frozenset[str] | None = None
    """Ids of the subscriptions that live; None if that isn't known."""
    reads: int | None = None
    """The status of reading one channel; None if there was none to read."""


async def ask(
    web: httpx.AsyncClient, credentials: Credentials, address: str, tenant: str, places: Sequence[Place],
    turns: asyncio.Semaphore,
) -> Asked:  # fmt: skip
    """Everything about one tenant, once it is its turn; reads the first of the places, and keeps nothing of it."""
    async with turns:
        try:
            token = await credentials.token("graph", tenant)
        except NoToken as error:
            return Asked(code=error.error)
        except Away as error:
            return Asked(fault=str(error))
        bearer = {"Authorization": f"Bearer {token}"}
        try:
            remotes = await _remotes(web, address, bearer)
            reads = await _read(web, address, bearer, places[0]) if places else None
        except (httpx.HTTPError, OSError) as error:
            return Asked(fault=type(error).__name__, roles=granted(token))
        return Asked(roles=granted(token), remotes=remotes, reads=reads)


def granted(token: str) -> frozenset[str]:
    """The permissions a token of Graph's bears. It was given to us by Entra itself, so nothing has to be checked."""
    part = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return frozenset()
    return frozenset(each for each in rows(table(claims).get("roles")) if isinstance(each, str))


async def _remotes(web: httpx.AsyncClient, address: str, bearer: dict[str, str]) -> frozenset[str] | None:
    found: set[str] = set()
    url = f"{address}/subscriptions"
    for _ in range(MOST_PAGES):
        answer = await web.get(url, headers=bearer)
        if answer.status_code != HTTPStatus.OK:
            return None
        try:
            page = table(answer.json())
        except ValueError:
            return None
        found |= {words(each.get("id")) for each in tables(page.get("value"))}
        url = words(page.get("@odata.nextLink"))
        if not url:
            return frozenset(found)
        # A token goes to Graph and nowhere else, whatever an answer names.
        if not url.startswith(f"{address}/"):
            return None
    return None


async def _read(web: httpx.AsyncClient, address: str, bearer: dict[str, str], place: Place) -> int:
    team, channel = quote(place.group_id, safe=""), quote(place.channel, safe="")
    url = f"{address}/teams/{team}/channels/{channel}/messages"
    async with web.stream("GET", url, params={"$top": "1"}, headers=bearer) as answer:
        return answer.status_code  # What it says isn't even received.
