"""Every card and dialog of the gallery, as Teams gets it: within every limit."""

from collections.abc import Callable
from typing import Any

from bot.gallery.platforms import in_teams
from bot.teams.render import message
from bot.teams.rendering.forms import framed_card
from handlers.cards.blocks import Card, Dialog
from handlers.cards.gallery import EXAMPLES
from tests.bot.golden import EVERY
from tests.bot.shapes_check import walk
from tests.bot.teams.adaptive_card import OFFICIAL, frame_faults, message_faults, official_faults
from tests.bot.teams.golden import LOOK, rendered


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


def test_the_official_schema_sees_what_is_misspelt() -> None:
    card: Any = rendered(EXAMPLES[0][1]())["attachments"]
    content = card[0]["content"]
    assert official_faults(content) == []
    next(walk(content["body"]))["inlnies"] = []
    assert bool(official_faults(content)) == OFFICIAL.exists()
