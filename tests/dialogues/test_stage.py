"""Stages: time passes on each of them, and afterwards everything is as it was before, only later."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.dialogues.playground_stage import playground
from tests.dialogues.slack_stage import slack
from tests.dialogues.stage import Stage
from tests.dialogues.teams_stage import teams


@pytest.mark.parametrize("platform", [playground, slack, teams])
def test_days_pass_and_people_are_heard_as_before(
    platform: Callable[[Path], AbstractContextManager[Stage]], tmp_path: Path
) -> None:
    with platform(tmp_path) as stage:
        before = stage.say("ana", "general", "@ben :tada: thanks")
        stage.later(4 * 24)
        said = stage.say("ana", "general", "@ben :tada: thanks again")
        assert stage.marks("general", before) == stage.marks("general", said) == {"tada"}
        assert "kudos" in " ".join(stage.command("ben", "general", "/huzzah me")).lower()
