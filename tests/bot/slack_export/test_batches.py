"""Events come in batches, with progress, for one workspace."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.slack_export import Import
from tests.bot.slack_export.sample import TEAM, events, sample, write_folder


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The sample as a folder."""
    return write_folder(sample(), tmp_path / "export")


@pytest.mark.parametrize("size", [1, 2, 7, 10_000, 0])
def test_where_batches_are_cut_changes_nothing(export: Path, size: int) -> None:
    batches = list(Import(export, size=size).batches())
    assert [event for batch in batches for event in batch.events] == events(export)
    assert all(0 < len(batch.events) <= max(1, size) for batch in batches)


def test_progress_only_goes_forward_and_ends_at_the_end(export: Path) -> None:
    seen: list[tuple[int, int]] = []
    for _ in Import(export, size=3, progress=lambda done, total: seen.append((done, total))).batches():
        pass
    assert seen == sorted(seen)
    assert len({total for _, total in seen}) == 1
    assert seen[0][0] >= 0
    assert seen[-1][0] == seen[-1][1] > 0


def test_a_workspace_can_be_named(export: Path) -> None:
    assert {batch.workspace for batch in Import(export, workspace="acme").batches()} == {"acme"}
    named = [
        replace(event, workspace=TEAM) for batch in Import(export, workspace="acme").batches() for event in batch.events
    ]
    assert named == events(export)
