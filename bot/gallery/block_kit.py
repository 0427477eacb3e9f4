"""Block Kit: what Slack is sent, drawn as a message or a modal; Slack's own client may differ in details.

The blocks: docs.slack.dev/reference/block-kit/blocks
"""

from typing import Final

from bot.gallery import charts
from bot.gallery.block_inputs import BUTTON, asked, buttons
from bot.gallery.block_text import context, image, rich_text, text
from bot.gallery.pieces import FACE, Around, Json, all_drawn, drawn, kind, loud


def message(sent: Json, around: Around) -> str:
    """A message, with who says it."""
    strange = "".join(loud(name) for name in sorted(sent.keys() - {"text", "blocks"}))
    said = '<p class="bk-said"><b>Huzzah</b> <span class="bk-app">APP</span></p>'
    inside = all_drawn(sent["blocks"], _BLOCKS, around)
    return f'<div class="bk bk-message">{FACE}<div class="bk-blocks">{said}{strange}{inside}</div></div>'


def modal(view: Json, around: Around) -> str:
    """A modal in its frame."""
    strange = "".join(loud(f"modal.{name}") for name in sorted(view.keys() - _OF_A_MODAL))
    return (
        f'<div class="bk bk-modal"><p class="bk-title">{FACE}<b>{text(view["title"])}</b> <span>✕</span></p>{strange}'
        f'<div class="bk-blocks">{all_drawn(view["blocks"], _BLOCKS, around)}</div>'
        f'<p class="bk-end"><span class="bk-button">{text(view["close"])}</span> '
        f'<span class="bk-button bk-primary">{text(view["submit"])}</span></p></div>'
    )


def _header(block: Json, _: Around) -> str:
    return f'<p class="bk-header">{text(block["text"])}</p>'


def _section(block: Json, around: Around) -> str:
    said = f'<p class="bk-text">{text(block["text"], around)}</p>' if "text" in block else ""
    pairs = "".join(f"<p>{text(each, around)}</p>" for each in block.get("fields", ()))
    beside = drawn(block["accessory"], BUTTON, around) if "accessory" in block else ""
    fields = f'<div class="bk-fields">{pairs}</div>' if pairs else ""
    aside = f"<div>{beside}</div>" if beside else ""
    return f'<div class="bk-section"><div>{said}{fields}</div>{aside}</div>'


def _picture(block: Json, _: Around) -> str:
    return f'<p class="bk-image">{image(block)}</p>'


def _divider(_block: Json, _: Around) -> str:
    return '<hr class="bk-divider">'


def _chart(block: Json, _: Around) -> str:
    return charts.of_slack(block)


_OF_A_MODAL: Final = frozenset({"type", "callback_id", "private_metadata", "title", "submit", "close", "blocks"})
_BLOCKS: Final = {
    "header": kind(_header, "text"),
    "section": kind(_section, "text fields accessory"),
    "context": kind(context, "elements"),
    "rich_text": kind(rich_text, "elements"),
    "actions": kind(buttons, "elements"),
    "image": kind(_picture, "image_url slack_file alt_text"),
    "divider": kind(_divider, ""),
    "data_visualization": kind(_chart, "title chart"),
    "input": kind(asked, "block_id label element optional hint"),
}
