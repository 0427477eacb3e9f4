"""Cards as Adaptive Cards: pure, within every limit, and nothing that somebody wrote mentions or formats anything.

Who is mentioned, and so told of it by Teams: the people in paragraphs (Say) and lists (Bullets) of a message, for a
card that praises is to reach the praised - unless there are more than MOST_MENTIONED of them, who are all only named.
People in quiet lines, fields, boards, tables and titles are named, as are those whom somebody's own words mention.

The elements: https://adaptivecards.io/explorer; mentions and the width of a card:
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot import text_bars
from bot.charts import named_once
from bot.plain_text import cut
from bot.spoken import icon, is_safe
from bot.teams.rendering import bars, buttons, charts
from bot.teams.rendering.buttons import OURS, Pressed
from bot.teams.rendering.clean import escape, line, opening
from bot.teams.rendering.fit import FRAME, LARGEST, fitted, size
from bot.teams.rendering.look import (
    SCHEMA,
    VERSION,
    Json,
    Look,
    attached,
    block,
    column,
    columns,
    container,
    rich,
    run,
)
from bot.teams.rendering.paragraphs import QUIET, Mentions, link, markdown, paragraphs
from bot.teams.rendering.quoting import quotation
from bot.teams.rendering.wording import here, worded
from handlers.cards import blocks
from handlers.cards.blocks import Block, Card

__all__ = ["Look", "Refresh", "adaptive", "drawn", "message", "summary"]

MOST_MENTIONED: Final = 15
MOST_REFRESHED: Final = 60
LONGEST_HEADER: Final = 150
LONGEST_SUMMARY: Final = 300
LONGEST_ALT: Final = 2_000
LONG: Final = 6
"""So many blocks are easier to read where the card is as wide as the conversation."""
LONGEST_CARRIED: Final = 30_000
"""Characters of a card that is to come back; a longer one is the same for everybody."""
_EMPTY: Final = "There is nothing to show here."
_Rows = blocks.Fields | blocks.Standings | blocks.Table | blocks.Progress | blocks.Rule | blocks.Choices | blocks.Chart
_WIDE: Final = (blocks.Standings, blocks.Table, blocks.Fields, blocks.Choices, blocks.Chart)


@dataclass(frozen=True, slots=True)
class Refresh:
    """A card that is drawn for these people anew, each their own, when they look at it.

    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
    """

    users: tuple[str, ...]
    """Their ids in conversations (`29:…`) or in the directory; at most MOST_REFRESHED of them."""
    value: str


@dataclass(frozen=True, slots=True)
class Way:
    """How the blocks of one card are drawn."""

    look: Look
    mentions: Mentions
    pressed: Pressed = Pressed.KNOWN


def message(card: Card, look: Look, *, letter: str = "", refresh: Refresh | None = None, opening: bool = False) -> Json:
    """A card as an activity; `letter` by which it can be found again, `opening` if each of its buttons opens a form."""
    pressed = Pressed.FORM if opening else Pressed.KNOWN
    content = adaptive(card, Way(look, _mentions(card, look), pressed))
    if letter:
        content["body"][0]["id"] = f"huzzah-{letter}"
    if refresh is not None and len(carried := json.dumps(content, separators=(",", ":"))) <= LONGEST_CARRIED:
        # It comes back with the look, so that what somebody sees besides stands below the very card all see.
        ours = {"action": "view", "value": refresh.value, "form": carried}
        again = {"type": "Action.Execute", "title": "Refresh", "verb": "view", "data": {OURS: ours}}
        content["refresh"] = {"action": again, "userIds": list(refresh.users[:MOST_REFRESHED])}
    return {"type": "message", "summary": summary(card), "attachments": [attached(content)]}


def summary(card: Card) -> str:
    """What a notification shows."""
    return cut(line(worded(card.summary)), LONGEST_SUMMARY) or "Huzzah"


def adaptive(card: Card, way: Way) -> Json:
    """The Adaptive Card itself."""
    whole = drawn(card, way)
    body = fitted(whole, LARGEST - FRAME - size(list(way.mentions.entities.values())))
    teams: Json = {"width": "Full"} if _is_wide(card) else {}
    said = _written(body)
    if entities := [each for each in way.mentions.entities.values() if _written(each["text"])[1:-1] in said]:
        teams["entities"] = entities
    made: Json = {"type": "AdaptiveCard", "$schema": SCHEMA, "version": VERSION, "body": body}
    return {**made, "msteams": teams} if teams else made


def _written(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)


def drawn(card: Card, way: Way) -> list[Json]:
    """All the elements of a card, however many; at least one."""
    found: list[Json] = []
    ruled = False
    for each in here(named_once(card.blocks)):
        if isinstance(each, blocks.Rule):
            ruled = bool(found)
            continue
        shown = _block(each, way)
        if shown and ruled:
            shown[0] |= {"separator": True, "spacing": "Medium"}
            ruled = False
        found += shown
    return found or [rich([run(line(card.summary) or _EMPTY)])]


def _mentions(card: Card, look: Look) -> Mentions:
    rows = [
        row
        for each in card.blocks
        if isinstance(each, blocks.Say | blocks.Bullets)
        for row in (each.rows if isinstance(each, blocks.Bullets) else (each.runs,))
    ]
    named = {one.id for row in rows for one in row if isinstance(one, blocks.Person)}
    return Mentions(look.people and len(named) <= MOST_MENTIONED)


def _is_wide(card: Card) -> bool:
    return len(card.blocks) >= LONG or any(isinstance(each, _WIDE) for each in card.blocks)


def _block(each: Block, way: Way) -> list[Json]:
    match each:
        case blocks.Header():
            return _header(each)
        case blocks.Say():
            return paragraphs(each.runs, way.look, way.mentions)
        case blocks.Words():
            return quotation(each.markup, each.names, way.look)
        case blocks.Bullets():
            return _bullets(each, way)
        case blocks.Small():
            return _small(each, way.look)
        case blocks.Picture():
            return [_picture(each, way.look)]
        case blocks.Buttons():
            return buttons.rows(each, way.pressed)
        case _:
            return _rows(each, way)


def _rows(each: _Rows, way: Way) -> list[Json]:
    match each:
        case blocks.Fields():
            return _fields(each, way.look)
        case blocks.Standings():
            return bars.standings(each, way.look)
        case blocks.Table():
            return bars.table(each, way.look)
        case blocks.Progress():
            return bars.progress(each)
        case blocks.Choices():
            return list(charts.choices(each, way.look, way.pressed))
        case blocks.Chart():
            return charts.chart(each, way.look)
        case blocks.Rule():
            return []


def _small(each: blocks.Small, look: Look) -> list[Json]:
    found = paragraphs(each.runs, look, tone=QUIET)
    # It belongs to what is above it.
    return [{**found[0], "spacing": "Small"}, *found[1:]] if found else []


def _header(each: blocks.Header) -> list[Json]:
    title = " ".join(filter(None, (icon(each.icon) if each.icon else "", line(each.text))))
    text = opening(escape(cut(title, LONGEST_HEADER)))
    return [block(text, style="heading", size="Large", weight="Bolder")] if text else []


def _bullets(each: blocks.Bullets, way: Way) -> list[Json]:
    shown = list(_rows_of(each, way))
    if len(each.rows) > text_bars.MOST_ROWS:
        shown.append(rich([run(text_bars.more(len(each.rows), text_bars.MOST_ROWS), isSubtle=True)], "Small"))
    return [container(shown)] if shown else []


def _rows_of(each: blocks.Bullets, way: Way) -> Iterator[Json]:
    for row in each.rows[: text_bars.MOST_ROWS]:
        if shown := paragraphs(row, way.look, way.mentions):
            yield columns(column([rich([run("•")])]), column(shown, "stretch"), spacing="Small")


def _fields(each: blocks.Fields, look: Look) -> list[Json]:
    facts = []
    for label, value in each.pairs[: text_bars.MOST_ROWS]:
        title, said = opening(escape(cut(line(label), 200))), markdown(value, look)
        if title or said:
            facts.append({"title": title or "–", "value": said or "–"})
    found: list[Json] = [{"type": "FactSet", "facts": facts}] if facts else []
    if len(each.pairs) > text_bars.MOST_ROWS:
        found.append(rich([run(text_bars.more(len(each.pairs), text_bars.MOST_ROWS), isSubtle=True)]))
    return found


def _picture(each: blocks.Picture, look: Look) -> Json:
    alt = cut(line(each.alt), LONGEST_ALT) or "A picture"
    if not each.url.startswith("https://") or not is_safe(each.url):
        return rich([run(f"({alt})", isSubtle=True, size="Small")])
    if look.pictures:
        # In a stage of its own where it is pressed on.
        return {"type": "Image", "url": each.url, "altText": alt, "msteams": {"allowExpand": True}}
    return rich([link(alt, each.url) or run(alt)])
