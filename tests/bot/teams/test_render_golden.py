"""Every card and dialog of the gallery, as Teams gets it: as it was accepted, and within every limit."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.teams.render import message
from bot.teams.rendering.forms import framed_card
from handlers.cards.blocks import Card, Dialog
from handlers.cards.gallery import EXAMPLES
from tests.bot.teams.adaptive_card import OFFICIAL, frame_faults, message_faults, official_faults, walk
from tests.bot.teams.golden import FOLDER, LOOK, file_of, in_teams, rendered, written

EVERY = pytest.mark.parametrize(("name", "make"), EXAMPLES, ids=[name for name, _ in EXAMPLES])


@EVERY
def test_an_example_is_drawn_as_it_was_accepted(name: str, make: Callable[[], Card | Dialog]) -> None:
    kept = file_of(name)
    assert kept.exists(), "a new example: python -m tests.bot.teams.golden"
    assert written(rendered(make())) == kept.read_text(encoding="utf-8"), (
        "if the new rendering is right: python -m tests.bot.teams.golden"
    )


@EVERY
def test_an_example_keeps_every_limit_of_teams(name: str, make: Callable[[], Card | Dialog]) -> None:
    example = in_teams(make())
    payload: Any = rendered(example)
    if isinstance(example, Dialog):
        assert frame_faults(payload) == []
        assert official_faults(payload["card"]["content"]) == []
        return
    assert message_faults(payload) == []
    assert message_faults(message(example, LOOK, opening=True)) == []
    assert frame_faults(framed_card(example, LOOK)) == []
    assert official_faults(payload["attachments"][0]["content"]) == []


@EVERY
def test_nothing_of_an_example_is_left_out(name: str, make: Callable[[], Card | Dialog]) -> None:
    text = written(rendered(make()))
    assert "not shown here" not in text
    assert "missing here" not in text


def test_no_rendering_is_kept_of_an_example_that_is_no_more() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {file_of(name).name for name, _ in EXAMPLES}


def test_the_official_schema_sees_what_is_misspelt() -> None:
    card: Any = rendered(EXAMPLES[0][1]())["attachments"]
    content = card[0]["content"]
    assert official_faults(content) == []
    next(walk(content["body"]))["inlnies"] = []
    assert bool(official_faults(content)) == OFFICIAL.exists()
