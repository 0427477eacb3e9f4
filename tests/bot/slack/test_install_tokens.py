"""Tokens that run out: renewed in time, once, by one process, and never lost but where nobody could help it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.slack.installing.tokens import AHEAD
from scoring.periods import SECOND
from tests.bot.slack.door import Door, opened_door
from tests.bot.slack.settled import Clock, Process, given, process, settings_for, until
from tests.storage.plain_company import NOON

HOUR = 3600 * SECOND
SOON = NOON + 10 * HOUR
"""Two hours before the first token runs out."""


@pytest.fixture
def door() -> Iterator[Door]:
    """Slack's door; tokens run out after twelve hours."""
    with opened_door() as door:
        door.rotates = True
        yield door


def renewals(door: Door) -> list[str]:
    """Which refresh tokens were shown."""
    return [form["refresh_token"] for method, form in door.asked if method == "oauth.v2.access" and form]


async def installed(door: Door, ours: Process) -> str:
    """The app is there; its first token."""
    home = given(door, ours.clock())
    await ours.installations.keep(home)
    return home.token


def test_a_token_is_renewed_two_hours_before_it_runs_out_and_served_from_then_on(database_url: str, door: Door) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(database_url, settings_for(door), clock=clock) as ours:
            first = await installed(door, ours)
            clock.at = SOON - SECOND
            await ours.installations._renew()
            assert ours.installations.client("T1ACME").token == first
            clock.at = SOON
            await ours.installations._renew()
            home = ours.installations.of("T1ACME")
            assert home is not None
            assert (home.token, home.refresh) == ("xoxe.xoxb-2-oauth", "xoxe-2-refresh")
            assert home.expires == SOON + 12 * HOUR
            assert (home.name, home.bot_user) == ("Acme", "U0HUZZAH")
            assert ours.installations.client("T1ACME").token == home.token
            await ours.installations._renew()
            assert renewals(door) == ["xoxe-1-refresh"]
        async with process(database_url, settings_for(door), clock=clock) as ours:
            assert ours.installations.of("T1ACME") == home

    asyncio.run(story())


def test_two_processes_never_show_the_same_refresh_token(database_url: str, door: Door) -> None:
    async def story() -> None:
        clock, settings = Clock(), settings_for(door)
        async with (
            process(database_url, settings, clock=clock) as one,
            process(database_url, settings, clock=clock) as two,
        ):
            await installed(door, one)
            for turn in range(1, 6):
                clock.at += 12 * HOUR - AHEAD
                await asyncio.gather(*(each.installations._renew() for each in (one, two, one, two)))
                assert renewals(door) == [f"xoxe-{number}-refresh" for number in range(1, turn + 1)]
            await two.installations.refresh()
            await one.installations.refresh()
            assert one.installations.of("T1ACME") == two.installations.of("T1ACME")

    asyncio.run(story())


def test_while_slack_is_away_it_is_tried_again_with_growing_pauses(sqlite_url: str, door: Door) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(sqlite_url, settings_for(door), clock=clock) as ours:
            await installed(door, ours)
            door.away = 2
            for at, tries in ((0, 1), (30, 1), (60, 2), (120, 2), (180, 3)):
                clock.at = SOON + at * SECOND
                await ours.installations._renew()
                assert len(renewals(door)) == tries, at
            assert ours.condition("T1ACME") == ""
            home = ours.installations.of("T1ACME")
            assert home is not None
            assert home.refresh == "xoxe-2-refresh"

    asyncio.run(story())


def test_a_lost_answer_is_said_while_the_token_still_works_and_a_reinstall_heals_it(
    sqlite_url: str, door: Door
) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(sqlite_url, settings_for(door), clock=clock) as ours:
            first = await installed(door, ours)
            door.swallowed, clock.at = 1, SOON
            await ours.installations._renew()
            clock.at += 60 * SECOND
            await ours.installations._renew()
            said = ours.condition("T1ACME")
            assert "will soon run out" in said
            assert "/slack/install" in said
            assert ours.installations.client("T1ACME").token == first
            clock.at = NOON + 13 * HOUR
            await ours.installations._renew()
            assert "has run out" in ours.condition("T1ACME")
            await installed(door, ours)
            assert ours.condition("T1ACME") == ""
            clock.at += 10 * HOUR
            await ours.installations._renew()
            assert ours.condition("T1ACME") == ""

    asyncio.run(story())


def test_stopping_in_the_midst_of_a_renewal_writes_down_what_slack_answered(sqlite_url: str, door: Door) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(sqlite_url, settings_for(door), clock=clock) as ours:
            await installed(door, ours)
            clock.at = SOON
            with door.lock:  # so that Slack can't answer yet
                turn = asyncio.create_task(ours.installations._renew())
                await until(lambda: ours.installations._renewal._running)
                await asyncio.sleep(0.2)
                turn.cancel()
                await asyncio.gather(turn, return_exceptions=True)
        async with process(sqlite_url, settings_for(door), clock=clock) as ours:
            home = ours.installations.of("T1ACME")
            assert home is not None
            assert home.refresh == "xoxe-2-refresh"

    asyncio.run(story())


def test_a_lease_left_by_a_process_that_died_runs_out(database_url: str, door: Door) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(database_url, settings_for(door), clock=clock) as ours:
            await installed(door, ours)
            clock.at = SOON
            with ours.database.alter() as connection:
                connection.exec_driver_sql(f"UPDATE installation SET leased = {SOON + 60 * SECOND}")
            await ours.installations._renew()
            assert renewals(door) == []
            clock.at = SOON + 60 * SECOND
            await ours.installations._renew()
            assert renewals(door) == ["xoxe-1-refresh"]

    asyncio.run(story())


@pytest.mark.parametrize("again", [True, False])
def test_what_was_removed_or_reinstalled_during_a_renewal_stays_so(sqlite_url: str, door: Door, again: bool) -> None:
    async def story() -> None:
        clock = Clock()
        async with process(sqlite_url, settings_for(door), clock=clock) as ours:
            await installed(door, ours)
            newer = given(door, SOON)
            clock.at += 10 * HOUR
            with door.lock:
                turn = asyncio.create_task(ours.installations._renew())
                await until(lambda: ours.installations._renewal._running)
                await asyncio.sleep(0.2)
                if again:
                    await ours.installations.keep(newer)
                else:
                    await ours.installations.remove("T1ACME")
            await turn
            await ours.installations.refresh()
            found = ours.installations.of("T1ACME")
            # Where the workspace is and who we are there, Slack is asked meanwhile; nothing else may differ.
            told = replace(newer, url="https://acme.slack.com/", bot="B0HUZZAH")
            assert found in ((newer, told) if again else (None,))

    asyncio.run(story())


def test_wrong_settings_of_the_client_are_named_once_the_token_has_run_out(sqlite_url: str, door: Door) -> None:
    async def story() -> None:
        clock = Clock()
        settings = settings_for(door).model_copy(update={"slack_client_id": "another"})
        async with process(sqlite_url, settings, clock=clock) as ours:
            await installed(door, ours)
            clock.at = NOON + 12 * HOUR
            await ours.installations._renew()
            assert "HUZZAH_SLACK_CLIENT_ID" in ours.condition("T1ACME")

    asyncio.run(story())
