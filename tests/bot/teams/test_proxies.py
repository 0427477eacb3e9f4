"""A company's proxy: whatever goes to Microsoft goes through it, what is on this machine doesn't."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.outcomes import Away
from bot.settings import Settings
from bot.teams.calling.connector import Connector
from bot.teams.calling.pacing import Paces
from bot.teams.graph.caller import Graph
from tests.bot.teams.connector_server import APP, TENANT
from tests.bot.teams.speaking import Homes
from tests.source_tree import modules, text_of


class Tokens:
    """Has one token for everything."""

    async def token(self, audience: str, tenant: str = "") -> str:
        """Always the same."""
        return f"{audience}{tenant}"

    async def fresh(self, audience: str, tenant: str, refused: str) -> str:
        """Another one."""
        return f"{audience}{tenant}{refused}"


@contextmanager
def proxy() -> Iterator[tuple[str, list[str]]]:
    """A proxy that lets nothing through: its address, and where it was asked to lead."""
    asked: list[str] = []
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(4_096).decode().split("\r\n", 1)[0])

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


@pytest.mark.parametrize("which", ["graph", "connector"])
def test_what_goes_to_microsoft_goes_through_the_proxy(which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = Homes("https://smba.example.com/teams/")
    settings = Settings(teams_app_id=APP, teams_tenant=TENANT, teams_graph_url="https://graph.example.com/v1.0")

    async def ask() -> None:
        graph, connector = Graph(homes, Tokens(), settings), Connector(homes, Tokens(), Paces())
        with pytest.raises(Away):
            await (graph.get(TENANT, "/subscriptions") if which == "graph" else connector.get(TENANT, "v3/x"))
        await graph.close()
        await connector.close()

    with proxy() as (address, asked):
        monkeypatch.setenv("HTTPS_PROXY", address)
        asyncio.run(ask())
    host = "graph.example.com" if which == "graph" else "smba.example.com"
    assert set(asked) == {f"CONNECT {host}:443 HTTP/1.1"}


def test_no_client_passes_the_proxy_by() -> None:
    # By `without_proxy` alone, which knows what a proxy can't reach.
    assert [path for path in modules("bot") if "trust_env" in text_of(path)] == []
