"""Each dialogue is held on every platform, and must leave the same state on all of them."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from bot.clock import now
from storage.transactions import Database
from tests.dialogues import playground_stage, slack_stage, teams_stage
from tests.dialogues.scripts import SCRIPTS
from tests.dialogues.stage import State, state_of
from tests.source_tree import text_of

Expected = Callable[[str], State]


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


def in_teams(name: str, folder: Path, *, targeted: bool = True, graph: bool = True) -> State:
    """What it leaves in a tenant of Teams'."""
    folder.mkdir()
    with teams_stage.teams(folder, targeted=targeted, graph=graph) as stage:
        SCRIPTS[name](stage)
    return _state(folder, teams_stage.WORKSPACE)


def _state(folder: Path, workspace: str) -> State:
    database = Database(f"sqlite:///{folder / 'huzzah.sqlite'}")
    try:
        return state_of(database, workspace, now())
    finally:
        database.close()


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Expected:
    """What a dialogue leaves in the playground, where it is held once for all who compare with it."""
    return cache(lambda name: on_the_playground(name, tmp_path_factory.mktemp(name) / "playground"))


EVERY = tuple(SCRIPTS)
HELD: dict[str, tuple[Callable[[str, Path], State], tuple[str, ...]]] = {
    "Slack": (on_slack, EVERY),
    "Slack by socket": (partial(on_slack, socket=True), ("a_lively_day", "a_rule_is_changed", "kudos_by_form")),
    "Teams": (in_teams, EVERY),
    "Teams without targeted messages": (
        partial(in_teams, targeted=False), ("a_rule_is_changed", "kudos_by_form", "taking_it_back", "too_much_at_once"),
    ),
    "Teams without Graph": (partial(in_teams, graph=False), ("a_thread", "an_edit_and_a_deletion", "kudos_by_command")),
}  # fmt: skip
"""Where dialogues are held, and which: some only where behind another way in is the same code."""
CASES = [(name, stage) for name in SCRIPTS for stage, (_, names) in HELD.items() if name in names]


@pytest.mark.parametrize(("name", "stage"), CASES, ids=[f"{name}, {stage}" for name, stage in CASES])
def test_a_dialogue_leaves_the_same_state_as_in_the_playground(
    name: str, stage: str, expected: Expected, tmp_path: Path
) -> None:
    hold, _ = HELD[stage]
    assert hold(name, tmp_path / "held") == expected(name)


def test_only_dialogues_that_need_graph_end_otherwise_without_it(expected: Expected, tmp_path: Path) -> None:
    assert not teams_stage.BY_GRAPH & set(HELD["Teams without Graph"][1])
    heard = in_teams("reactions", tmp_path / "teams", graph=False)
    assert "reactions" in teams_stage.BY_GRAPH
    assert heard != expected("reactions")


def test_the_guide_tells_people_of_every_difference() -> None:
    guide = text_of("docs/teams.md")
    assert [row for row in teams_stage.DIFFERENT if f"\n| {row} |" not in guide] == []
