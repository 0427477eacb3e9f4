"""Each dialogue is held on every platform, and must leave the same state on all of them."""

from pathlib import Path

import pytest

from bot.clock import now
from storage.transactions import Database
from tests.dialogues import playground_stage, slack_stage
from tests.dialogues.scripts import SCRIPTS
from tests.dialogues.stage import State, state_of

BY_SOCKET = ("a_lively_day", "a_rule_is_changed", "kudos_by_form")
"""Dialogues that are held over Socket Mode as well: behind the two ways in is the same code."""


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


def _state(folder: Path, workspace: str) -> State:
    database = Database(f"sqlite:///{folder / 'huzzah.sqlite'}")
    try:
        return state_of(database, workspace, now())
    finally:
        database.close()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_dialogue_leaves_the_same_state_on_slack_as_in_the_playground(name: str, tmp_path: Path) -> None:
    assert on_slack(name, tmp_path / "slack") == on_the_playground(name, tmp_path / "playground")


@pytest.mark.parametrize("name", BY_SOCKET)
def test_a_dialogue_leaves_the_same_state_over_socket_mode(name: str, tmp_path: Path) -> None:
    by_socket = on_slack(name, tmp_path / "socket", socket=True)
    assert by_socket == on_slack(name, tmp_path / "http")
