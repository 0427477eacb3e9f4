"""Microsoft's own local client, the Agents Playground, as its own process with our company in it.

https://learn.microsoft.com/microsoftteams/platform/toolkit/debug-your-agents-playground. It is installed by
`make e2e-teams`, and only for that: its terms don't allow to hand it on.
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.bot.teams.loopback.world import Json, Person
from tests.bot.traffic import free_port
from tests.e2e_teams.edge import CHAT, CONNECTOR, MORE, PEOPLE, TEAM, Edge
from tests.source_tree import ROOT

PROGRAM = ROOT / "build" / "agents-playground" / "node_modules" / ".bin" / "agentsplayground"
PATIENCE = 90.0
"""Seconds until it hangs."""


@contextmanager
def agents_playground(edge: Edge, folder: Path) -> Iterator[str]:
    """The Playground, answering, with the edge's people; its address. Whatever is left of it ends in the end."""
    if not PROGRAM.exists():
        pytest.fail("the Agents Playground isn't installed; `make e2e-teams` does it", pytrace=False)
    folder.mkdir(parents=True, exist_ok=True)
    # What is JSON is YAML.
    (folder / ".m365agentsplayground.yml").write_text(json.dumps(company(edge)), encoding="utf-8")
    port = free_port()
    command = [
        str(PROGRAM), "start", "--app-endpoint", f"{edge.url}/activities", "--channel-id", "msteams",
        "--port", str(port), "--service-url", f"{edge.url}{CONNECTOR}", "--disable-telemetry",
    ]  # fmt: skip
    with (folder / "playground.log").open("ab") as log:
        # In a group of its own: it starts processes of its own.
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, "TEAMSAPPTESTER_BROWSER": "none"}, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(process, url, folder / "playground.log")
        edge.playground_url = url
        yield url
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def company(edge: Edge) -> Json:
    """Its configuration: who and what there is, by the ids that Teams would use."""
    world = edge.world
    first, *others = (_person(world.person(handle)) for handle in PEOPLE)
    team, chat = edge.team(TEAM), edge.place(CHAT)
    return {
        "version": "0.1.1",
        "tenantId": edge.entra.home,
        "bot": {"id": world.bot, "name": world.bot_name},
        "currentUser": first,
        "users": others,
        "personalChat": {"id": edge.place(f"@{PEOPLE[0]}").id},
        "groupChat": {"id": chat.id, "name": chat.name},
        "team": {
            "id": team.id,
            "name": team.name,
            "aadGroupId": team.group,
            "channels": [{"id": edge.place(MORE).id, "name": MORE}],
        },
    }


def _person(person: Person) -> Json:
    given, _, family = person.name.partition(" ")
    return {
        "id": person.address, "name": person.name, "aadObjectId": person.id, "givenName": given, "surname": family,
        "userPrincipleName": person.upn, "email": person.upn,
    }  # fmt: skip


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    begin = time.monotonic()
    while not _answers(url):
        if process.poll() is not None or time.monotonic() - begin > PATIENCE:
            raise AssertionError(f"the Agents Playground did not start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False
