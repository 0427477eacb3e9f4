"""Each dialogue is held on every platform, and must leave the same state on all of them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from bot.clock import now
from storage.transactions import Database
from tests.dialogues import playground_stage, slack_stage, teams_stage
from tests.dialogues.scripts import SCRIPTS
from tests.dialogues.stage import State, state_of
from tests.source_tree import text_of

Expected = Callable[[str], State]

BY_SOCKET = ("a_lively_day", "a_rule_is_changed", "kudos_by_form")
"""Dialogues that are held over Socket Mode as well: behind the two ways in is the same code."""

UNTARGETED = ("a_rule_is_changed", "kudos_by_form", "taking_it_back", "too_much_at_once")
"""Dialogues that are held as well where Teams takes no messages for one person in a channel."""

WITHOUT_GRAPH = ("a_thread", "an_edit_and_a_deletion", "kudos_by_command")
"""Dialogues that are held as well where Graph isn't asked for anything."""


def on_the_playground(name: str, folder: Path) -> State:
    """What a dialogue leaves in the playground."""
    folder.mkdir()
    with playground_stage.playground(folder) as stage:
        SCRIPTS[name](stage)
    return _state(folder, playground_stage.WORKSPACE)


def on_slack(name: str, folder: Path, *, socket: bool = False) -> State:
    """What it leaves in a Slack workspace."""
    folder.mkdir()
    with slack_stage.slack(folder, socket=socket) as stage:
        SCRIPTS[name](stage)
    return _state(folder, slack_stage.WORKSPACE)


def on_teams(name: str, folder: Path, *, targeted: bool = True, graph: bool = True) -> State:
    """What it leaves in a tenant of Teams'."""
    folder.mkdir()
    with teams_stage.teams(folder, targeted=targeted, graph=graph) as stage:
        SCRIPTS[name](stage)
    return _state(folder, teams_stage.WORKSPACE)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Expected:
    """What a dialogue leaves in the playground, held there once for all who compare with it."""
    return cache(lambda name: on_the_playground(name, tmp_path_factory.mktemp(name) / "playground"))


def _state(folder: Path, workspace: str) -> State:
    database = Database(f"sqlite:///{folder / 'huzzah.sqlite'}")
    try:
        return state_of(database, workspace, now())
    finally:
        database.close()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_dialogue_leaves_the_same_state_on_slack_as_in_the_playground(
    name: str, expected: Expected, tmp_path: Path
) -> None:
    assert on_slack(name, tmp_path / "slack") == expected(name)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_dialogue_leaves_the_same_state_in_teams_as_in_the_playground(
    name: str, expected: Expected, tmp_path: Path
) -> None:
    assert on_teams(name, tmp_path / "teams") == expected(name)


@pytest.mark.parametrize("name", UNTARGETED)
def test_and_where_private_words_go_to_the_personal_chat(name: str, expected: Expected, tmp_path: Path) -> None:
    assert on_teams(name, tmp_path / "teams", targeted=False) == expected(name)


@pytest.mark.parametrize("name", WITHOUT_GRAPH)
def test_and_where_graph_is_off(name: str, expected: Expected, tmp_path: Path) -> None:
    assert on_teams(name, tmp_path / "teams", graph=False) == expected(name)


def test_only_what_needs_graph_ends_otherwise_without_it(expected: Expected, tmp_path: Path) -> None:
    name = "reactions"
    assert name in teams_stage.BY_GRAPH
    assert not teams_stage.BY_GRAPH & set(WITHOUT_GRAPH)
    assert on_teams(name, tmp_path / "teams", graph=False) != expected(name)


def test_the_guide_tells_people_of_every_difference() -> None:
    guide = text_of("docs/teams.md")
    assert [row for row in teams_stage.DIFFERENT if f"\n| {row} |" not in guide] == []


@pytest.mark.parametrize("name", BY_SOCKET)
def test_a_dialogue_leaves_the_same_state_over_socket_mode(name: str, expected: Expected, tmp_path: Path) -> None:
    assert on_slack(name, tmp_path / "socket", socket=True) == expected(name)
