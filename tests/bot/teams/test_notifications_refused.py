"""Notifications that aren't Graph's, or were touched on their way: refused, and nothing is written."""

import asyncio
import copy
import json

import httpx
import pytest

from bot.bodies import Malformed
from bot.teams.graph.making import LIFECYCLE, NOTIFICATIONS
from bot.teams.graph.notifications import MOST_BYTES, MOST_ITEMS, MOST_PARTS, bounded
from tests.bot.teams.graph_following import Clock, process
from tests.bot.teams.graph_told import (
    HEARD,
    ODD,
    REFUSED,
    elsewhere,
    life,
    no_secret,
    nobodys,
    run,
    secret,
    told,
)
from tests.bot.teams.loopback.teams import Teams


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
        b'{"value":[' + b"{}," * MOST_PARTS + b"{}]}",
        b'{"value":[' + b"[]," * MOST_PARTS + b"[]]}",
    ],
    ids=lambda raw: str(raw[:24]),
)
@pytest.mark.parametrize("path", [NOTIFICATIONS, LIFECYCLE])
def test_what_is_no_notification_is_never_more_than_refused(sqlite_url: str, raw: bytes, path: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock, join="") as ours, httpx.AsyncClient() as http:
            answer = await http.post(f"{ours.base}{path}", content=raw)
            assert answer.status_code == 400

    run(story)


def test_of_more_parts_than_there_can_be_nothing_is_made(sqlite_url: str) -> None:
    async def story(teams: Teams, clock: Clock) -> None:
        async with told(sqlite_url, teams, clock) as one:
            item = json.dumps((await asyncio.to_thread(lambda: one.body))["value"][0])
            whole = f'{{"value":[{",".join([item] * MOST_ITEMS)}]}}'
            assert bounded(whole.encode())

    run(story)
    for part in (b"{},", b"[],", b'"",'):
        with pytest.raises(Malformed):
            bounded(b'{"value":[' + part * (MOST_BYTES // len(part) - 5) + b"{}]}")


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
