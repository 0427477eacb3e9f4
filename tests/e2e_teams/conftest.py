"""The bot, the edge, the Agents Playground and a window onto it, afresh for each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.bot.teams.loopback.running import Bot, running_bot
from tests.e2e_teams.client import agents_playground
from tests.e2e_teams.edge import Edge, edge_of_teams
from tests.e2e_teams.window import Window, window_of

OUTPUT = Path(__file__).parents[1] / "output"
PATIENCE = 15_000
"""Milliseconds; machines of CI are slow."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs."""

    edge: Edge
    bot: Bot
    window: Window


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser for all tests."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def stage(chromium: Browser, tmp_path: Path) -> Iterator[Stage]:
    """Ana sits before the Playground; Ben may set the rules. Nothing it was told made the bot stumble."""
    with (
        edge_of_teams() as edge,
        running_bot(edge, tmp_path, admins="ben", HUZZAH_TEAMS_GRAPH="off") as bot,
        agents_playground(edge, tmp_path / "playground") as url,
        window_of(chromium, url, OUTPUT) as window,
    ):
        yield Stage(edge, bot, window)
        assert [each for each in edge.heard if each.status != 200] == []
        assert "level=error" not in bot.said()
