"""Every card and dialog of the gallery, as Slack and Teams get it: as it was accepted, and nothing left out."""

from collections.abc import Callable

import pytest

from handlers.cards.blocks import Card, Dialog
from handlers.cards.gallery import EXAMPLES
from tests.bot.golden import EVERY, Golden
from tests.bot.slack.golden import GOLDEN as SLACK
from tests.bot.teams.golden import GOLDEN as TEAMS

PLATFORMS = {"slack": SLACK, "teams": TEAMS}


@pytest.mark.parametrize("platform", PLATFORMS)
@EVERY
def test_an_example_is_drawn_as_it_was_accepted(name: str, make: Callable[[], Card | Dialog], platform: str) -> None:
    golden = PLATFORMS[platform]
    kept, again = golden.file_of(name), f"python -m tests.bot.{platform}.golden"
    assert kept.exists(), f"a new example: {again}"
    assert golden.written(make()) == kept.read_text(encoding="utf-8"), f"if the new rendering is right: {again}"


@pytest.mark.parametrize("golden", PLATFORMS.values(), ids=PLATFORMS)
@EVERY
def test_nothing_of_an_example_is_left_out(name: str, make: Callable[[], Card | Dialog], golden: Golden) -> None:
    text = golden.written(make())
    assert "not shown here" not in text
    assert "missing here" not in text


@pytest.mark.parametrize("golden", PLATFORMS.values(), ids=PLATFORMS)
def test_no_rendering_is_kept_of_an_example_that_is_no_more(golden: Golden) -> None:
    assert {path.name for path in golden.folder.glob("*.json")} == {golden.file_of(name).name for name, _ in EXAMPLES}
