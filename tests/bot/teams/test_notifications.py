"""Notifications over HTTP: the handshake, what is believed and what isn't, and when Graph is asked to come again."""

import asyncio
import copy
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from typing import Any

import httpx
import jwt
import pytest

from bot.sealing import sealing
from bot.teams.graph.making import LIFECYCLE, NOTIFICATIONS
from scoring.facts import FactKind
from scoring.periods import DAY
from tests.bot.teams.graph_following import SEALING, Clock, Process, company, process
from tests.bot.teams.loopback.entra import AUTHORITY
from tests.bot.teams.loopback.graph_telling import PUBLISHER, Subscription
from tests.bot.teams.loopback.signing import KeyServer, private_key
from tests.bot.teams.loopback.teams import Teams
from tests.bot.teams.loopback.world import Json, guid

Change = Callable[[Json, Teams], None]
HEARD = (FactKind.MESSAGE, FactKind.REACTION)
ODD: tuple[Any, ...] = (None, 3, [], {}, "é" * 9, [[]], "teams('", True)


class Told:
    """A notification of a message that Graph didn't send by itself."""

    def __init__(self, ours: Process, teams: Teams, said: str, http: httpx.AsyncClient) -> None:
        self.ours, self.teams, self.said, self.http = ours, teams, said, http
        self.subscription: Subscription = teams.graph.subscriptions[0]

    @property
    def body(self) -> Json:
        """As Graph would send it."""
        place = self.teams.world.places[self.subscription.channel]
        message = place.messages[self.said]
        return self.teams.do(lambda: self.teams.graph.teller.change(self.subscription, "created", message, place))

    async def post(self, body: Json, path: str = NOTIFICATIONS) -> int:
        """The status of one attempt."""
        return (await self.http.post(f"{self.ours.base}{path}", json=body)).status_code


@asynccontextmanager
async def told(url: str, teams: Teams, clock: Clock, **options: Any) -> AsyncIterator[Told]:
    """Somebody said something, and Graph keeps it to itself."""
    async with process(url, teams, clock, join="General", **options) as ours:
        await ours.turn()
        teams.graph.teller.lose = -1
        said = await ours.do(lambda: teams.say("ana", "General", "Lunch?"))
        await ours.do(lambda: teams.react("ben", "General", said, "heart"))
        async with httpx.AsyncClient(timeout=30) as http:
            yield Told(ours, teams, said, http)


def run(story: Callable[[Teams, Clock], Coroutine[Any, Any, None]]) -> None:
    with company() as (teams, clock):
        asyncio.run(story(teams, clock))


def test_what_graph_says_counts_once_however_often_it_is_said(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            body = await asyncio.to_thread(lambda: one.body)
            assert [await one.post(body) for _ in range(3)] == [202] * 3
            assert await one.ours.reactions() == {(one.said, "ben", "heart")}
            assert len(await one.ours.facts(*HEARD)) == 2

    run(story)


@pytest.mark.parametrize("path", [NOTIFICATIONS, LIFECYCLE])
def test_the_handshake_is_answered_while_the_database_is_taken(sqlite_url: str, path: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            with closing(sqlite3.connect(one.ours.database.url.database or "")) as other:
                other.execute("BEGIN EXCLUSIVE")
                async with httpx.AsyncClient(timeout=5) as http:
                    answer = await http.post(f"{one.ours.base}{path}?validationToken=a%20b%2B%26%3Ci%3E")
            assert (answer.status_code, answer.text) == (200, "a b+&<i>")
            assert answer.headers["content-type"].startswith("text/plain")

    run(story)


def test_while_the_database_is_taken_graph_is_asked_to_come_again(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            one.ours.following.notifications.patience = 0.2
            body = await asyncio.to_thread(lambda: one.body)
            with closing(sqlite3.connect(one.ours.database.url.database or "")) as other:
                other.execute("BEGIN EXCLUSIVE")
                assert await one.post(body) == 503
                assert await one.post(life(one, "reauthorizationRequired"), LIFECYCLE) == 503
            one.ours.following.notifications.patience = 8
            assert await one.post(body) == 202
            assert await one.ours.reactions() == {(one.said, "ben", "heart")}

    run(story)


def life(one: Told, event: str) -> Json:
    item = one.teams.graph.teller._item(one.subscription)
    return {"value": [item | {"lifecycleEvent": event}]}


def secret(body: Json, teams: Teams) -> None:
    body["value"][0]["clientState"] = "x" * len(body["value"][0]["clientState"])


def no_secret(body: Json, teams: Teams) -> None:
    body["value"][0]["clientState"] = None


def signature(body: Json, teams: Teams) -> None:
    content = body["value"][0]["encryptedContent"]
    content["dataSignature"] = b64encode(bytes(32)).decode()


def content(body: Json, teams: Teams) -> None:
    sealed = body["value"][0]["encryptedContent"]
    raw = bytearray(b64decode(sealed["data"]))
    raw[0] ^= 1
    sealed["data"] = b64encode(bytes(raw)).decode()


def nobodys(body: Json, teams: Teams) -> None:
    body["value"][0]["subscriptionId"] = guid("nobody's")


def elsewhere(body: Json, teams: Teams) -> None:
    body["value"][0]["tenantId"] = guid("elsewhere")
    body["validationTokens"] = [teams.graph.teller.proof(guid("elsewhere"))]


def unproven(body: Json, teams: Teams) -> None:
    del body["validationTokens"]


def of_another_tenant(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.graph.teller.proof(guid("elsewhere"))]


def of_another_app(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.app_token(teams.world.app, teams.entra.home, guid("app"))]


def for_another_app(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.app_token(guid("app"), teams.entra.home, PUBLISHER)]


def claims(teams: Teams, **other: object) -> Json:
    begin, tenant = teams.world.clock() // 1_000_000, teams.entra.home
    usual = {"aud": teams.world.app, "iss": f"{AUTHORITY}/{tenant}/v2.0", "azp": PUBLISHER, "tid": tenant}
    return {**usual, "nbf": begin - 5, "iat": begin, "exp": begin + 3600, **other}


def expired(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.keys.sign(claims(teams, exp=teams.world.clock() // 1_000_000 - 400))]


def of_another_issuer(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.keys.sign(claims(teams, iss="https://login.example.com/v2.0"))]


def of_two_apps(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [teams.entra.keys.sign(claims(teams, appid=guid("app")))]


def forged(body: Json, teams: Teams) -> None:
    key = teams.entra.keys.newest
    forger = private_key("a forger")
    body["validationTokens"] = [jwt.encode(claims(teams), forger, "RS256", headers={"kid": key.kid})]


def of_another_server(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [KeyServer("another").sign(claims(teams))]


def unsigned(body: Json, teams: Teams) -> None:
    body["validationTokens"] = [jwt.encode(claims(teams), "", "none", headers={"kid": teams.entra.keys.newest.kid})]


def one_of_two_is_wrong(body: Json, teams: Teams) -> None:
    second = copy.deepcopy(body["value"][0])
    second["clientState"] = "wrong"
    body["value"].append(second)


def one_token_of_two_is_wrong(body: Json, teams: Teams) -> None:
    body["validationTokens"].append("not.a.token")


REFUSED: tuple[Change, ...] = (
    secret, no_secret, signature, content, nobodys, elsewhere, unproven, of_another_tenant, of_another_app,
    for_another_app, expired, of_another_issuer, of_two_apps, forged, of_another_server, unsigned, one_of_two_is_wrong,
    one_token_of_two_is_wrong,
)  # fmt: skip


def test_what_isnt_believed_is_refused_and_nothing_is_written(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            for change in REFUSED:
                body = await asyncio.to_thread(lambda: one.body)
                change(body, teams)
                assert await one.post(body) in (401, 403), change.__name__
                assert await one.ours.facts(*HEARD) == [], change.__name__
            assert await one.post(await asyncio.to_thread(lambda: one.body)) == 202
            assert len(await one.ours.facts(*HEARD)) == 2

    run(story)


def test_a_lifecycle_notification_needs_the_secret(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            for change in (secret, no_secret, nobodys, elsewhere):
                body = life(one, "subscriptionRemoved")
                change(body, teams)
                assert await one.post(body, LIFECYCLE) in (401, 403), change.__name__
                assert (await one.ours.kept(one.subscription.channel)).remote == one.subscription.id
            assert await one.post(life(one, "subscriptionRemoved"), LIFECYCLE) == 202
            assert (await one.ours.kept(one.subscription.channel)).remote == ""

    run(story)


@pytest.mark.parametrize("token", ["of v1", "of v2"])
def test_tokens_of_both_versions_are_good(sqlite_url: str, token: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            body = await asyncio.to_thread(lambda: one.body)
            if token == "of v1":
                old = claims(teams, iss=f"https://sts.windows.net/{teams.entra.home}/", appid=PUBLISHER)
                del old["azp"]
                body["validationTokens"] = [teams.entra.keys.sign(old)]
            assert await one.post(body) == 202

    run(story)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"value": 3}',
        b'{"value": []}',
        b'{"value": [3]}',
        b'{"value": [{}, null]}',
        b"\xff",
    ],
)
@pytest.mark.parametrize("path", [NOTIFICATIONS, LIFECYCLE])
def test_what_is_no_notification_is_never_more_than_refused(sqlite_url: str, raw: bytes, path: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock, join="") as ours, httpx.AsyncClient() as http:
            answer = await http.post(f"{ours.base}{path}", content=raw)
            assert answer.status_code == 400

    run(story)


def test_odd_values_are_never_more_than_refused(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            whole = await asyncio.to_thread(lambda: one.body)
            for name in whole["value"][0]:
                for odd in ODD:
                    body = copy.deepcopy(whole)
                    body["value"][0][name] = odd
                    assert await one.post(body) < 500, (name, odd)
                    assert await one.post({"value": body["value"]}, LIFECYCLE) < 500, (name, odd)

    run(story)


def test_after_a_new_certificate_what_was_encrypted_with_the_old_one_is_read(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            old = one.subscription.body["encryptionCertificateId"]
            body = await asyncio.to_thread(lambda: one.body)
            clock.ahead += 370 * DAY
            certificates = one.ours.following.subscriptions.certificates
            assert (await certificates.newest()).id != old
            body["validationTokens"] = [teams.graph.teller.proof(teams.entra.home)]
            assert await one.post(body) == 202
            assert await one.ours.reactions() == {(one.said, "ben", "heart")}
            teams.do(lambda: setattr(one.subscription, "until", clock() + DAY))
            await one.ours.turn()
            assert one.subscription.body["encryptionCertificateId"] == (await certificates.newest()).id
            await one.ours.do(lambda: teams.react("mei", "General", one.said, "heart"))
            assert await one.post(await asyncio.to_thread(lambda: one.body)) == 202
            assert len(await one.ours.reactions()) == 2

    run(story)


def test_what_no_key_here_opens_is_read_from_the_channel(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            body = await asyncio.to_thread(lambda: one.body)
            body["value"][0]["encryptedContent"]["encryptionCertificateId"] = "lost"
            assert await one.post(body) == 202
            assert await one.ours.reactions() == set()
            await one.ours.turn()
            assert await one.ours.reactions() == {(one.said, "ben", "heart")}

    run(story)


def test_a_deletion_counts_though_the_message_does_not_come_along(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            body = await asyncio.to_thread(lambda: one.body)
            assert await one.post(body) == 202
            body["value"][0]["changeType"] = "deleted"
            del body["value"][0]["encryptedContent"]
            assert await one.post(body) == 202
            assert [kind for kind, *_ in await one.ours.facts(FactKind.DELETE)] == ["delete"]
            assert await one.ours.reactions() == set()

    run(story)


def test_with_another_key_of_ours_a_new_subscription_is_made(sqlite_url: str) -> None:
    other = sealing(lambda: b"A" * 43 + b"=")

    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            first = one.subscription.id
        async with process(sqlite_url, teams, clock, with_key=other, join="General") as ours:
            await ours.turn()
            assert {each.id for each in teams.graph.subscriptions} != {first}
            assert (await ours.kept(one.subscription.channel)).remote in {each.id for each in teams.graph.subscriptions}
        assert SEALING is not other

    run(story)
