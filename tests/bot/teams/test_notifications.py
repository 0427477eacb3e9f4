"""Notifications over HTTP: the handshake, what is believed and what isn't, and when Graph is asked to come again."""

import asyncio
import sqlite3
from contextlib import closing

import httpx
import pytest

from bot.sealing import sealing
from bot.teams.graph.making import LIFECYCLE, NOTIFICATIONS
from scoring.facts import FactKind
from scoring.periods import DAY
from tests.bot.teams.graph_following import SEALING, Clock, process
from tests.bot.teams.graph_told import (
    HEARD,
    claims,
    life,
    run,
    told,
)
from tests.bot.teams.loopback.graph_telling import PUBLISHER
from tests.bot.teams.loopback.teams import Teams


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
            one.ours.notifications.patience = 0.2
            body = await asyncio.to_thread(lambda: one.body)
            with closing(sqlite3.connect(one.ours.database.url.database or "")) as other:
                other.execute("BEGIN EXCLUSIVE")
                assert await one.post(body) == 503
                assert await one.post(life(one, "reauthorizationRequired"), LIFECYCLE) == 503
            one.ours.notifications.patience = 8
            assert await one.post(body) == 202
            assert await one.ours.reactions() == {(one.said, "ben", "heart")}

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


def test_after_a_new_certificate_what_was_encrypted_with_the_old_one_is_read(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            old = one.subscription.body["encryptionCertificateId"]
            body = await asyncio.to_thread(lambda: one.body)
            clock.ahead += 370 * DAY
            certificates = one.ours.subscriptions.certificates
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
