"""The caller of Graph: each way in which it can fail told apart, and the token shown to nobody else."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.settings import Settings
from bot.teams.graph.caller import Declined, Graph
from bot.teams.workplace import NotInstalled
from tests.bot.teams.graph_following import Clock, Process, company, process
from tests.bot.teams.loopback.teams import Fault, Teams

Story = Callable[[Teams, Process], Coroutine[Any, Any, None]]


@asynccontextmanager
async def asking(url: str, teams: Teams, clock: Clock) -> AsyncIterator[Process]:
    async with process(url, teams, clock, join="") as ours:
        yield ours


def run(url: str, story: Story) -> None:
    async def whole(teams: Teams, clock: Clock) -> None:
        async with asking(url, teams, clock) as ours:
            await story(teams, ours)

    with company() as (teams, clock):
        asyncio.run(whole(teams, clock))


@pytest.mark.parametrize(
    ("fault", "of_get", "of_post"),
    [
        (Fault("limited", seconds=7, times=-1), Limited, Limited),
        (Fault("status", status=403, error="Forbidden", times=-1), Declined, Declined),
        (Fault("status", status=500, times=-1), Away, Ambiguous),
        (Fault("status", status=504, times=-1), Away, Ambiguous),
        (Fault("status", status=503, times=-1), Away, Away),
        (Fault("reset", times=-1), Away, Ambiguous),
        (Fault("garbage", times=-1), Away, Ambiguous),
    ],
)
def test_each_way_to_fail_is_told_apart(
    sqlite_url: str, fault: Fault, of_get: type[Exception], of_post: type[Exception]
) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        teams.fail("graph", fault)
        with pytest.raises(of_get):
            await ours.graph.get(ours.workspace, "/subscriptions")
        with pytest.raises(of_post):
            await ours.graph.post(ours.workspace, "/subscriptions", {})

    run(sqlite_url, story)


def test_it_waits_as_long_as_graph_says(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        teams.fail("graph", Fault("limited", seconds=7))
        with pytest.raises(Limited) as limited:
            await ours.graph.get(ours.workspace, "/subscriptions")
        assert limited.value.seconds == 7
        teams.fail("graph", Fault("status", status=403, error="Forbidden"))
        with pytest.raises(Declined) as declined:
            await ours.graph.get(ours.workspace, "/subscriptions")
        assert (declined.value.status, declined.value.error) == (403, "Forbidden")

    run(sqlite_url, story)


def test_a_token_that_is_refused_is_replaced_once(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        assert await ours.graph.get(ours.workspace, "/subscriptions") == {"value": []}
        teams.do(teams.entra.revoke)
        assert await ours.graph.get(ours.workspace, "/subscriptions") == {"value": []}
        teams.fail("graph", Fault("status", status=401, error="InvalidAuthenticationToken", times=-1))
        with pytest.raises(Declined):
            await ours.graph.get(ours.workspace, "/subscriptions")

    run(sqlite_url, story)


def test_pages_follow_one_another(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        teams.graph.page = 2
        path = f"/teams/{teams.team('Acme').group}/members"
        pages = [page async for page in ours.graph.pages(ours.workspace, path)]
        assert len(pages) > 1
        assert [each["userId"] for page in pages for each in page] == teams.team("Acme").members

    run(sqlite_url, story)


def test_what_is_gone_can_be_taken_away_again(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        await ours.graph.delete(ours.workspace, "/subscriptions/nobody")
        with pytest.raises(Declined):
            await ours.graph.patch(ours.workspace, "/subscriptions/nobody", {})

    run(sqlite_url, story)


def test_while_graph_is_away_nothing_happens(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        await ours.graph.get(ours.workspace, "/subscriptions")
        await ours.graph.close()
        await ours.do(teams.away)
        for call in (ours.graph.get(ours.workspace, "/x"), ours.graph.post(ours.workspace, "/x")):
            with pytest.raises(Away):
                await call

    run(sqlite_url, story)


def test_a_stranger_is_not_asked_about(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        with pytest.raises(NotInstalled):
            await ours.graph.get("somewhere else", "/subscriptions")

    run(sqlite_url, story)


@pytest.mark.parametrize(
    "where",
    [
        "https://graph.example.com/v1.0/x",
        "http://graph.microsoft.com/v1.0/x",
        "https://graph.microsoft.com.evil.com/x",
        "x",
    ],
)
def test_the_token_goes_to_graph_and_nowhere_else(where: str) -> None:
    graph = Graph(None, None, Settings())  # type: ignore[arg-type]  # neither is asked
    with pytest.raises(Refused):
        graph.address(where)
    assert graph.address("/x") == "https://graph.microsoft.com/v1.0/x"


def test_over_the_net_it_goes_encrypted_only() -> None:
    graph = Graph(None, None, Settings(teams_graph_url="http://graph.example.com/v1.0"))  # type: ignore[arg-type]  # the same
    with pytest.raises(Refused):
        graph.address("/x")
