"""Every card and dialog of the gallery, as Slack gets it: as it was accepted, and within every limit."""

from collections.abc import Callable

import pytest

from bot.slack.render import home
from bot.slack.rendering.views import card_view
from handlers.cards.blocks import Card, Dialog
from handlers.cards.gallery import EXAMPLES
from tests.bot.slack.block_kit import message_faults, view_faults
from tests.bot.slack.golden import FOLDER, LOOK, file_of, rendered, written


@pytest.mark.parametrize(("name", "make"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_an_example_is_drawn_as_it_was_accepted(name: str, make: Callable[[], Card | Dialog]) -> None:
    kept = file_of(name)
    assert kept.exists(), "a new example: python -m tests.bot.slack.golden"
    assert written(rendered(make())) == kept.read_text(encoding="utf-8"), (
        "if the new rendering is right: python -m tests.bot.slack.golden"
    )


@pytest.mark.parametrize(("name", "make"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_an_example_keeps_every_limit_of_slack(name: str, make: Callable[[], Card | Dialog]) -> None:
    example = make()
    payload = rendered(example)
    assert (message_faults(payload) if isinstance(example, Card) else view_faults(payload)) == []
    if isinstance(example, Card):
        assert view_faults(card_view(example, LOOK, "C1|1700000000.000100")) == []
        assert view_faults(home([example, example], LOOK)) == []


@pytest.mark.parametrize(("name", "make"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_nothing_of_an_example_is_left_out(name: str, make: Callable[[], Card | Dialog]) -> None:
    text = written(rendered(make()))
    assert "not shown here" not in text
    assert "missing here" not in text


def test_no_rendering_is_kept_of_an_example_that_is_no_more() -> None:
    assert {path.name for path in FOLDER.glob("*.json")} == {file_of(name).name for name, _ in EXAMPLES}
