"""Cards as Block Kit: pure, within every limit, and nothing that somebody wrote mentions, calls or formats anything.

Who is mentioned, and so told of it by Slack: the people in paragraphs (Say) and lists (Bullets) of a message, for a
card that praises is to reach the praised - unless there are more than MOST_MENTIONED of them, who are all only named.
People in quiet lines, fields, boards, tables and titles are named, as are those whom somebody's own words mention.
On the home tab and in dialogs, a mention tells nobody; it leads to the person.

The blocks: docs.slack.dev/reference/block-kit/blocks
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from bot import text_bars
from bot.charts import named_once
from bot.plain_text import cut, units
from bot.slack.reading.ids import OF_SLACK, ident
from bot.slack.rendering import bars, charts
from bot.slack.rendering.clean import clean, line
from bot.slack.rendering.elements import LONGEST, elements, fitting, quoted, size
from bot.slack.rendering.fit import fit_message, fit_view
from bot.slack.rendering.look import Json, Look, plain, rich, section, words
from bot.slack.rendering.quiet import fields, note, small
from bot.slack.rendering.spoken import spoken
from bot.spoken import icon, is_safe
from handlers.cards import blocks
from handlers.cards.blocks import Block, Card

__all__ = ["Look", "home", "message"]

MOST_MENTIONED: Final = 15
LONGEST_HEADER: Final = 150
LONGEST_BUTTON: Final = 75
LONGEST_VALUE: Final = 2_000
LONGEST_ACTION: Final = 200
LONGEST_ALT: Final = 2_000
MOST_BUTTONS: Final = 25
MOST_CHARTS: Final = 2
_STYLES: Final = frozenset({"primary", "danger"})
_EMPTY: Final = "There is nothing to show here."


@dataclass(frozen=True, slots=True)
class Way:
    """How the cards of one message or view are drawn."""

    look: Look
    mention: bool = True
    numbers: Iterator[int] = field(default_factory=count)
    """One for each button, so that no two have the same `action_id`."""
    charts: Iterator[int] = field(default_factory=lambda: iter(()))
    """One for each of Slack's own charts that may still be drawn: only messages take any."""


def message(card: Card, look: Look) -> Json:
    """A card as `text` (escaped, nobody mentioned in it) and `blocks` of a message, public or not."""
    way = Way(look, len(_named(card)) <= MOST_MENTIONED, charts=iter(range(MOST_CHARTS if look.charts else 0)))
    return {"text": spoken(card), "blocks": fit_message(drawn(card, way))}


def home(cards: Sequence[Card], look: Look) -> Json:
    """Cards, one below the other, as a home tab."""
    way = Way(look)
    found: list[Json] = []
    for card in cards:
        if found:
            found.append({"type": "divider"})
        found += drawn(card, way)
    return {"type": "home", "callback_id": "home", "blocks": fit_view(found or [note(_EMPTY)])}


def drawn(card: Card, way: Way) -> list[Json]:
    """All the blocks of a card, however many; at least one."""
    found: list[Json] = []
    said = False
    for block in named_once(card.blocks):
        shown = _block(block, way)
        if said and shown and isinstance(block, blocks.Words | blocks.Bullets) and _join(found[-1], shown[0]):
            shown = shown[1:]
        else:
            said = isinstance(block, blocks.Say) and bool(shown)
        found += shown
    return found or [note(line(card.summary) or _EMPTY)]


def _named(card: Card) -> set[str]:
    rows = [
        row
        for block in card.blocks
        if isinstance(block, blocks.Say | blocks.Bullets)
        for row in (block.rows if isinstance(block, blocks.Bullets) else (block.runs,))
    ]
    return {run.id for row in rows for run in row if isinstance(run, blocks.Person)}


def _join(before: Json, following: Json) -> bool:
    """Puts a quotation or list right under the paragraph it belongs to, if one block holds both."""
    parts, more = before.get("elements"), following.get("elements")
    if not isinstance(parts, list) or not isinstance(more, list) or size(parts) + size(more) > LONGEST:
        return False
    parts += more
    return True


def _block(block: Block, way: Way) -> list[Json]:
    match block:
        case blocks.Header():
            title = " ".join(filter(None, (icon(block.icon) if block.icon else "", line(block.text))))
            return [{"type": "header", "text": plain(cut(title, LONGEST_HEADER))}] if title else []
        case blocks.Say():
            found = elements(block.runs, way.look, mention=way.mention)
            return [rich(section(found))] if found else []
        case blocks.Words():
            found = quoted(block.markup, block.names, way.look)
            return [rich({"type": "rich_text_quote", "elements": found})] if found else []
        case blocks.Bullets():
            return list(_bullets(block, way))
        case blocks.Small():
            return small(block.runs, way.look)
        case blocks.Rule():
            return [{"type": "divider"}]
        case blocks.Picture():
            return [_picture(block, way.look)]
        case blocks.Buttons():
            return _buttons(block, way)
        case _:
            return _rows(block, way)


def _rows(
    block: blocks.Fields | blocks.Standings | blocks.Table | blocks.Progress | blocks.Choices | blocks.Chart, way: Way
) -> list[Json]:
    match block:
        case blocks.Fields():
            return fields(block, way.look)
        case blocks.Standings():
            return bars.standings(block)
        case blocks.Table():
            return bars.table(block, way.look)
        case blocks.Progress():
            return [bars.progress(block)]
        case blocks.Choices():
            return list(charts.choices(block, way.look, lambda button: _pressed(button, way)))
        case blocks.Chart():
            own = charts.native(block)
            return [own] if own is not None and next(way.charts, None) is not None else charts.drawn(block)


def _bullets(block: blocks.Bullets, way: Way) -> Iterator[Json]:
    held: list[Json] = []
    for row in block.rows[: text_bars.MOST_ROWS]:
        shown = elements(row, way.look, mention=way.mention)
        if not shown:
            continue
        if held and size(held) + size(shown) > LONGEST - 100:
            yield _list(held)
            held = []
        held.append(section(shown))
    if len(block.rows) > text_bars.MOST_ROWS:
        held.append(section([words(text_bars.more(len(block.rows), text_bars.MOST_ROWS), italic=True)]))
    if held:
        yield _list(held)


def _list(rows: list[Json]) -> Json:
    return rich({"type": "rich_text_list", "style": "bullet", "elements": rows})


def _picture(block: blocks.Picture, look: Look) -> Json:
    alt = cut(line(block.alt), LONGEST_ALT) or "A picture"
    if block.url.startswith(OF_SLACK):
        known = ident(block.url.removeprefix(OF_SLACK))
        shown = bool(known) and look.pictures
        return {"type": "image", "slack_file": {"id": known}, "alt_text": alt} if shown else note(f"({alt})")
    if block.url.startswith("https://") and is_safe(block.url):
        if look.pictures:
            return {"type": "image", "image_url": block.url, "alt_text": alt}
        return rich(section(fitting([{"type": "link", "url": block.url, "text": alt}])))
    return note(f"({alt})")


def _buttons(block: blocks.Buttons, way: Way) -> list[Json]:
    # A value is never cut, for it would mean something else: a button whose value doesn't fit is left out.
    whole = [button for button in block.buttons if _fits(button)]
    shown: list[Json] = []
    primary = False
    for button in whole:
        # One button of a row stands out, no more.
        style = "" if button.style == "primary" and primary else button.style
        primary = primary or style == "primary"
        shown.append(_button(button, style, way))
    found: list[Json] = [
        {"type": "actions", "elements": shown[start : start + MOST_BUTTONS]}
        for start in range(0, len(shown), MOST_BUTTONS)
    ]
    missing = len(block.buttons) - len(whole)
    if missing:
        what = "One button is" if missing == 1 else f"{missing} buttons are"
        found.insert(0, note(f"{what} missing here: too much would have to be kept in it."))
    return found


def _fits(button: blocks.Button) -> bool:
    return units(button.value) <= LONGEST_VALUE and 0 < len(button.action) <= LONGEST_ACTION


def _pressed(button: blocks.Button, way: Way) -> Json | None:
    return _button(button, button.style, way) if _fits(button) else None


def _button(button: blocks.Button, style: str, way: Way) -> Json:
    text = cut(line(button.text), LONGEST_BUTTON) or "…"
    made: Json = {"type": "button", "text": plain(text), "action_id": f"{button.action}#{next(way.numbers)}"}
    if button.value:
        made["value"] = button.value
    if style in _STYLES:
        made["style"] = style
    if question := cut(clean(button.confirm).strip(), 300):
        made["confirm"] = {
            "title": plain("Are you sure?"),
            "text": plain(question),
            "confirm": plain(cut(text, 30)),
            "deny": plain("Cancel"),
            **({"style": style} if style in _STYLES else {}),
        }
    return made
