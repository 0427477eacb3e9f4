"""Notifications: what Graph tells us is believed only from Graph, opened, written, and only then acknowledged.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks (handshake; 2xx within ten seconds, or it comes
again for four hours) and https://learn.microsoft.com/graph/change-notifications-with-resource-data (validation tokens:
one for each app and tenant; who signs them; how they are checked). What is refused writes nothing.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.bodies import Malformed, TooLong, from_json, received
from bot.dispatch import Dispatch, Unavailable
from bot.settings import Settings
from bot.shapes import Table, rows, table, tables, words
from bot.teams.graph.certificates import Certificates
from bot.teams.graph.hearing import Hearing, Told
from bot.teams.graph.opening import Tampered, certificate_of, opened
from bot.teams.graph.resources import Resource, resource_of
from bot.teams.receiving.keys import Keys, KeysAway
from bot.teams.receiving.tokens import Forbidden, Unsigned, check_entra_token
from bot.teams.workplace import Tenant, object_id
from scoring.facts import Micros
from storage import subscriptions
from storage.subscriptions import Subscription
from storage.transactions import Work

PUBLISHER: Final = "0bf30f3b-4a52-48df-9a82-234910c4a086"
"""The app by which Graph speaks of changes; no other may."""
MICROSOFT: Final = "https://login.microsoftonline.com"
MOST_BYTES: Final = 8 * 1024 * 1024
"""Of a body: it may hold many messages, each as long as may be."""
MOST_ITEMS: Final = 1_000
MOST_PARTS: Final = 64 * MOST_ITEMS
"""Of JSON. What encrypts a message is one part, however long; of millions of small ones, Python makes hundreds of
megabytes for many seconds, and nobody has proved yet who sends them."""
MOST_TOKENS: Final = 50
LONGEST_HANDSHAKE: Final = 4_096
RETRY_SECONDS: Final = 5

Done = Callable[[], Awaitable[None]]
"""Writes what was believed."""
Act = Callable[[str, list["Item"]], Awaitable[Done]]

log = structlog.get_logger()


class Finds(Protocol):
    """Knows the tenants (bot.teams.learning.installations)."""

    def of(self, workspace: str) -> Tenant | None:
        """The bot in one tenant."""
        ...


class Keeps(Protocol):
    """Sees to subscriptions (bot.teams.graph.subscriptions)."""

    async def ask_for(self, workspace: str, channels: Sequence[str]) -> None:
        """See to these soon. Raises Unavailable."""
        ...

    async def lost(self, workspace: str, remotes: Sequence[str]) -> None:
        """Graph ended these. Raises Unavailable."""
        ...


@dataclass(frozen=True, slots=True)
class Item:
    """One notification, and the subscription it is for."""

    body: Table
    kept: Subscription


@dataclass(slots=True)
class Notifications:
    """Receives them, of all tenants; `clock` is in microseconds."""

    installations: Finds
    dispatch: Dispatch
    keys: Keys
    """Entra's, of all tenants."""
    certificates: Certificates
    secret_of: Callable[[Subscription], str]
    keeper: Keeps
    hearing: Hearing
    settings: Settings
    clock: Callable[[], Micros]
    patience: float = 8.0
    """Seconds until Graph is asked to come again."""
    _under_way: "set[asyncio.Task[None]]" = field(default_factory=set)

    async def endpoint(self, request: Request) -> Response:
        """`POST /teams/graph`: 202 after the commit; 401, 403 not believed, 400 malformed, 413, 503 to send again."""
        return await self._answer(request, self._changes, rich=True)

    async def lifecycle(self, request: Request) -> Response:
        """`POST /teams/graph/lifecycle`: the same, about subscriptions themselves."""
        return await self._answer(request, self._lives, rich=False)

    async def stop(self) -> None:
        """Let what is under way end."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=self.patience)

    async def _answer(self, request: Request, act: Act, *, rich: bool) -> Response:
        asked = request.query_params.get("validationToken")
        if asked is not None:
            # Nothing else is needed for this: however slow the database is, Graph learns that we are here.
            return PlainTextResponse(asked[:LONGEST_HANDSHAKE], headers={"X-Content-Type-Options": "nosniff"})
        try:
            body = from_json(bounded(await received(request, MOST_BYTES)))
            by_tenant = _items(body)
        except TooLong:
            return _error(413, "it is too long")
        except Malformed as error:
            return _error(400, str(error))
        except ClientDisconnect:
            return Response(status_code=400)
        try:
            async with asyncio.timeout(self.patience):
                proven = await self._proven(body)
                if rich and (unproven := {tenant for tenant, _ in by_tenant} - proven):
                    raise Unsigned(f"nothing proves that it comes from Graph, for {len(unproven)} of its tenants")
                # All of it is believed before any of it is written.
                believed = [(tenant, await self._believed(tenant, items)) for tenant, items in by_tenant]
                works = [await act(tenant, items) for tenant, items in believed]
                await asyncio.shield(self._take_on(works))
        except (Unsigned, Forbidden) as error:
            log.warning("teams_notification_refused", reason=str(error))
            return _error(401 if isinstance(error, Unsigned) else 403, str(error))
        except (Unavailable, KeysAway, TimeoutError) as error:
            log.warning("teams_notification_put_off", reason=type(error).__name__)
            return _error(503, "it can't be written down now; send it again", {"Retry-After": str(RETRY_SECONDS)})
        return Response(status_code=202)

    def _take_on(self, works: Sequence[Done]) -> "asyncio.Task[None]":
        async def all_of_it() -> None:
            for each in works:
                await each()

        # The commit itself isn't given up: what it has begun ends, and a repeat does nothing.
        task = asyncio.create_task(all_of_it(), name="teams notification")
        self._under_way.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.warning("teams_notification_not_written", reason=type(error).__name__)

    async def _proven(self, body: Table) -> frozenset[str]:
        """Tenants for which Graph proved that it speaks. Raises Unsigned, Forbidden, KeysAway."""
        tokens = [each for each in rows(body.get("validationTokens"), MOST_TOKENS) if isinstance(each, str)]
        found = set()
        for token in tokens:
            claims = await check_entra_token(
                token, self.keys, (self.settings.teams_app_id.strip(),), self._issuers, self.clock()
            )
            if PUBLISHER not in (claims.get("azp"), claims.get("appid")) or _others(claims):
                raise Forbidden("the token is of an app that isn't Graph")
            found.add(object_id(claims.get("tid")))
        return frozenset(found)

    def _issuers(self, tenant: str) -> tuple[str, ...]:
        # National clouds have a login server of their own.
        ours = self.settings.teams_login_url.rstrip("/")
        return f"https://sts.windows.net/{tenant}/", f"{MICROSOFT}/{tenant}/v2.0", f"{ours}/{tenant}/v2.0"

    async def _believed(self, tenant: str, bodies: Sequence[Table]) -> list[Item]:
        """Those of one tenant, if all are for subscriptions of ours. Raises Unsigned, Forbidden, Unavailable."""
        if self.installations.of(tenant) is None:
            raise Forbidden("it is of a tenant that isn't served here")
        remotes = [words(each.get("subscriptionId"), 200) for each in bodies]

        def look(work: Work) -> tuple[dict[str, Subscription], bool]:
            return subscriptions.of_remote(work, remotes), subscriptions.is_being_made(work)

        kept, making = await self.dispatch.read(tenant, look)
        found: list[Item] = []
        for remote, body in zip(remotes, bodies, strict=True):
            one = kept.get(remote)
            if one is None and making:
                raise Unavailable("a subscription is being made, and its id isn't written down yet")
            secret = self.secret_of(one) if one else ""
            if one is None or not secret or not _same(secret, body.get("clientState")):
                raise Unsigned("it isn't for a subscription of ours, or its secret is wrong")
            found.append(Item(body, one))
        return found

    async def _changes(self, tenant: str, items: list[Item]) -> Done:
        """What is to be written. Raises Forbidden where something was tampered with, and Unavailable."""
        home = self.installations.of(tenant)
        by_channel: dict[str, list[Told]] = {}
        unread: set[str] = set()
        for item in items:
            told = await self._told(item)
            if told is None:
                unread.add(item.kept.channel)
            else:
                by_channel.setdefault(item.kept.channel, []).append(told)

        async def write() -> None:
            for channel, told in sorted(by_channel.items()):
                if home is not None:
                    await self.hearing.take(home, channel, told)
            if unread:
                await self.keeper.ask_for(tenant, sorted(unread))

        return write

    async def _told(self, item: Item) -> Told | None:
        """The message; None if it didn't come along, or can't be opened here: then the channel is read."""
        where = resource_of(words(item.body.get("resource"), 2_000)) or resource_of(
            words(table(item.body.get("resourceData")).get("@odata.id"), 2_000)
        )
        where, deleted = where or Resource(), item.body.get("changeType") == "deleted"
        content = table(item.body.get("encryptedContent"))
        certificate = await self.certificates.of(certificate_of(content)) if content else None
        if certificate is not None:
            try:
                return Told(opened(content, certificate.private), where.thread, deleted, where.message)
            except Tampered as error:
                raise Forbidden(f"its content isn't as Graph encrypted it: {error}") from None
        if content:
            log.warning("teams_certificate_missing", workspace=item.kept.workspace)
        return Told({}, where.thread, deleted, where.message) if deleted and where.message else None

    async def _lives(self, tenant: str, items: list[Item]) -> Done:
        removed = {item.kept.remote for item in items if item.body.get("lifecycleEvent") == "subscriptionRemoved"}
        others = {item.kept.channel for item in items if item.kept.remote not in removed}

        async def write() -> None:
            for item in items:
                event = words(item.body.get("lifecycleEvent"), 60)
                log.info("teams_subscription_lives", workspace=tenant, lifecycle=event)
            if removed:
                await self.keeper.lost(tenant, sorted(removed))
            if others:
                await self.keeper.ask_for(tenant, sorted(others))

        return write


def bounded(raw: bytes) -> bytes:
    """The same. Raises Malformed if there are more parts in it than any notification has."""
    if raw.count(b",") + raw.count(b"{") + raw.count(b"[") > MOST_PARTS:
        raise Malformed("it has too many parts")
    return raw


def _items(body: Table) -> list[tuple[str, list[Table]]]:
    """The items of each tenant. Raises Malformed."""
    value = body.get("value")
    if not isinstance(value, list) or not value or len(value) > MOST_ITEMS:
        raise Malformed("it holds no notifications, or too many")
    found: dict[str, list[Table]] = {}
    for each in tables(value, MOST_ITEMS):
        found.setdefault(object_id(each.get("tenantId")), []).append(each)
    if sum(map(len, found.values())) != len(value):
        raise Malformed("something in it is no notification")
    return sorted(found.items())


def _others(claims: Mapping[str, object]) -> bool:
    return any(claims.get(name) not in (None, PUBLISHER) for name in ("azp", "appid"))


def _same(secret: str, said: object) -> bool:
    return isinstance(said, str) and hmac.compare_digest(secret.encode(), said.encode("utf-8", "replace"))


def _error(status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"ok": False, "error": reason}, status, headers=dict(headers) if headers else None)
