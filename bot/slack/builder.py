"""Block Kit Builder: the address at which Slack itself shows a card or a dialog of ours.

https://docs.slack.dev/block-kit; the Builder takes what it is to show after the `#`.
"""

import json
from urllib.parse import quote

from bot.slack.render import message
from bot.slack.rendering.look import Look
from bot.slack.rendering.views import dialog
from handlers.cards.blocks import Card, Dialog

BUILDER = "https://app.slack.com/block-kit-builder/#"


def address(example: Card | Dialog) -> str:
    """Where it can be looked at; Slack asks for a sign-in."""
    shown = {"blocks": message(example, Look())["blocks"]} if isinstance(example, Card) else dialog(example)
    return BUILDER + quote(json.dumps(shown, separators=(",", ":")))
