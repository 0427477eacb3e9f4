"""Credentials: one request however many wait, renewed before anybody has to, and refusals told in words."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest

from bot.outcomes import Away
from bot.teams.calling.credentials import Credentials, NoToken
from bot.teams.calling.entra import Entra, UnsafeAddress, is_safe
from bot.teams.calling.tokens_refused import CONDITIONS, CONNECTOR, Noting, words
from scoring.periods import MINUTE, SECOND
from storage import conditions
from tests.bot.teams.connector_server import APP, OTHER_TENANT, TENANT, Fault, Server, connector_server
from tests.bot.teams.speaking import Clock, Homes, Rows, identified
from tests.storage.delivering import opened

TOKEN = "POST /login"


@pytest.fixture
def server() -> Iterator[Server]:
    with connector_server() as server:
        yield server


def use(
    server: Server, act: Callable[[Credentials], Awaitable[object]], clock: Clock | None = None, **more: Any
) -> object:
    """Do something with credentials."""

    async def story() -> object:
        async with identified(server, clock=clock, **more) as credentials:
            return await act(credentials)

    return asyncio.run(story())


async def connector_token(credentials: Credentials) -> str:
    return await credentials.token("connector")


def refusing(code: int, error: str = "invalid_client") -> dict[str, object]:
    return {"error": error, "error_description": f"AADSTS{code}: no. Trace ID: 1", "error_codes": [code]}


def test_the_connectors_token_is_of_the_home_tenant(server: Server) -> None:
    assert use(server, connector_token) in server.tokens
    (asked,) = server.calls(TOKEN)
    assert asked.path == f"/login/{TENANT}/oauth2/v2.0/token"
    assert (asked.body["scope"], asked.body["client_id"]) == ("https://api.botframework.com/.default", APP)
    assert asked.body["grant_type"] == "client_credentials"


def test_graphs_token_is_of_the_tenant_it_is_about(server: Server) -> None:
    async def ask(credentials: Credentials) -> None:
        assert await credentials.token("graph", OTHER_TENANT) != await credentials.token("graph", TENANT)

    use(server, ask)
    assert [each.path.split("/")[2] for each in server.calls(TOKEN)] == [OTHER_TENANT, TENANT]
    assert {each.body["scope"] for each in server.calls(TOKEN)} == {f"{server.url}/.default"}


def test_however_many_wait_it_is_asked_for_once(server: Server) -> None:
    async def ask(credentials: Credentials) -> None:
        server.holding.clear()
        waiting = [asyncio.create_task(credentials.token("connector")) for _ in range(20)]
        impatient = asyncio.create_task(credentials.token("connector"))
        await asyncio.sleep(0)
        impatient.cancel()
        server.holding.set()
        assert len(set(await asyncio.gather(*waiting))) == 1
        await credentials.token("connector")

    use(server, ask)
    assert len(server.calls(TOKEN)) == 1


def test_it_is_renewed_five_minutes_early_while_the_old_one_is_used(server: Server) -> None:
    clock = Clock()
    server.lasts = 299  # msal takes none that is so short from its own cache.

    async def ask(credentials: Credentials) -> None:
        first = await credentials.token("connector")
        server.holding.clear()
        clock.now += 10 * SECOND
        assert await credentials.token("connector") == first
        assert await credentials.token("connector") == first
        server.holding.set()
        for _ in range(500):
            if await credentials.token("connector") != first:
                return
            await asyncio.sleep(0.01)
        raise TimeoutError("it was never renewed")

    use(server, ask, clock)
    assert len(server.calls(TOKEN)) == 2


def test_long_before_its_end_nothing_is_asked(server: Server) -> None:
    clock = Clock()

    async def ask(credentials: Credentials) -> None:
        first = await credentials.token("connector")
        clock.now += 54 * MINUTE
        assert await credentials.token("connector") == first
        await asyncio.sleep(0.05)

    use(server, ask, clock)
    assert len(server.calls(TOKEN)) == 1


def test_while_entra_is_away_the_old_one_is_used_to_its_end(server: Server) -> None:
    clock = Clock()
    server.lasts = 299

    async def ask(credentials: Credentials) -> None:
        first = await credentials.token("connector")
        server.fail(TOKEN, Fault(503, times=9))
        for _ in range(4):
            clock.now += MINUTE
            assert await credentials.token("connector") == first
            await asyncio.sleep(0.02)
        clock.now += MINUTE
        with pytest.raises(Away):
            await credentials.token("connector")

    use(server, ask, clock)


@pytest.mark.parametrize("fault", [Fault(503), Fault(500, body="oops"), Fault(200, body="<html>"), Fault(drop=True)])
def test_when_entra_is_not_well_that_is_no_refusal(server: Server, fault: Fault) -> None:
    server.fail(TOKEN, fault)
    with pytest.raises(Away):
        use(server, connector_token)


def test_when_entra_cannot_be_reached_that_is_no_refusal(server: Server) -> None:
    with pytest.raises(Away):
        use(server, connector_token, teams_login_url="http://127.0.0.1:1/login")


@pytest.mark.parametrize("code", [7000215, 7000222, 700016, 7000229, 90002, 53003])
def test_a_refusal_bears_entras_code_and_has_words(server: Server, code: int) -> None:
    server.refusal = refusing(code)
    with pytest.raises(NoToken) as told:
        use(server, connector_token)
    assert told.value.error == f"AADSTS{code}"
    assert "AADSTS" not in words(told.value.error)


def test_a_tenant_that_is_not_there_is_told_by_its_code(server: Server) -> None:
    server.refusal = refusing(90002, "invalid_tenant")
    with pytest.raises(NoToken, match="AADSTS90002"):
        use(server, lambda credentials: credentials.token("graph", OTHER_TENANT))


def test_a_passing_refusal_is_none(server: Server) -> None:
    server.refusal = refusing(90033, "temporarily_unavailable")
    with pytest.raises(Away):
        use(server, connector_token)


def test_a_refused_token_is_replaced_once_but_not_a_new_one(server: Server) -> None:
    clock = Clock()

    async def ask(credentials: Credentials) -> None:
        first = await credentials.token("connector")
        with pytest.raises(NoToken, match="refused"):
            await credentials.fresh("connector", "", first)
        clock.now += 2 * MINUTE
        second = await credentials.fresh("connector", "", first)
        assert second != first
        assert await credentials.fresh("connector", "", first) == second

    use(server, ask, clock)
    assert len(server.calls(TOKEN)) == 2


def test_the_secret_goes_nowhere_that_anybody_can_read(server: Server) -> None:
    with pytest.raises(NoToken, match="unsafe_address"):
        use(server, connector_token, teams_login_url="http://login.example.com")
    with pytest.raises(UnsafeAddress):
        Entra(server.url, httpx.Client()).post("http://elsewhere.example.com/token")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://smba.trafficmanager.net/emea/", True),
        ("http://127.0.0.1:1/x", True),
        ("http://localhost/x", True),
        ("http://smba.trafficmanager.net/", False),
        ("http://127.0.0.1.example.com/", False),
        ("https://token@example.com/", False),
        ("https:///x", False),
        ("ftp://127.0.0.1/", False),
        ("https://[oops/", False),
        ("https://example.com:port/", False),
        ("", False),
    ],
)
def test_which_addresses_are_safe(url: str, safe: bool) -> None:
    assert is_safe(url) is safe


def test_a_managed_identity_gets_its_token_from_azure(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.url)
    assert use(server, connector_token, teams_identity="managed") in server.tokens
    (asked,) = server.calls("/metadata/")
    assert asked.params["resource"] == "https://api.botframework.com"
    assert asked.params["client_id"] == APP
    assert server.calls("/login") == []


def test_a_managed_identity_that_is_unknown_and_other_tenants_are_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.url)
    server.refusal = {"error": "invalid_request", "error_description": "Identity not found"}
    with pytest.raises(NoToken, match="invalid_request"):
        use(server, connector_token, teams_identity="managed")
    with pytest.raises(NoToken, match="other_tenant"):
        use(server, lambda credentials: credentials.token("graph", OTHER_TENANT), teams_identity="managed")


def test_a_refusal_is_kept_where_the_doctor_looks_until_a_token_is_given(server: Server, sqlite_url: str) -> None:
    with opened(sqlite_url) as database:
        rows = Rows(database)
        noting = Noting(Homes(server.service), rows)

        async def refused_then_given() -> list[object]:
            found: list[object] = []
            server.refusal = refusing(7000222)
            async with identified(server, noting.note) as credentials:
                with pytest.raises(NoToken):
                    await credentials.token("connector")
            found.append(await rows.read(TENANT, lambda work: conditions.get(work, CONDITIONS[CONNECTOR])))
            server.refusal = None
            async with identified(server, Noting(Homes(server.service), rows).note) as credentials:
                await credentials.token("connector")
            found.append(await rows.read(TENANT, lambda work: conditions.get(work, CONDITIONS[CONNECTOR])))
            return found

        before, after = asyncio.run(refused_then_given())
    assert isinstance(before, tuple)
    assert "has expired" in before[0]
    assert after is None
