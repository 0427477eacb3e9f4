"""Every card and dialog of the gallery, as Slack gets it: within every limit."""

from collections.abc import Callable

from bot.slack.render import home
from bot.slack.rendering.views import card_view
from handlers.cards.blocks import Card, Dialog
from tests.bot.golden import EVERY
from tests.bot.slack.block_kit import message_faults, view_faults
from tests.bot.slack.golden import LOOK, rendered


@EVERY
def test_an_example_keeps_every_limit_of_slack(name: str, make: Callable[[], Card | Dialog]) -> None:
    example = make()
    payload = rendered(example)
    assert (message_faults(payload) if isinstance(example, Card) else view_faults(payload)) == []
    if isinstance(example, Card):
        assert view_faults(card_view(example, LOOK, "C1|1700000000.000100")) == []
        assert view_faults(home([example, example], LOOK)) == []
