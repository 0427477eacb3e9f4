"""Blocks as Slack takes and people read them: checked, given ids, flattened to text, searched for buttons."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.bot.slack.block_kit import message_faults
from tests.bot.slack.loopback.world import Json, Message

LIMITS = {"message": 50, "modal": 100, "home": 100}


def block_faults(blocks: Any, surface: str) -> list[str]:
    """What is wrong with the blocks of a message or a view as a whole, and with those of a message one by one."""
    if not isinstance(blocks, list) or not all(isinstance(block, Mapping) and block.get("type") for block in blocks):
        return ["blocks must be a list of objects with a type"]
    if len(blocks) > LIMITS[surface]:
        return [f"no more than {LIMITS[surface]} items allowed [json-pointer:/blocks]"]
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(ids) != len(set(ids)):
        return ["block_id must be unique [json-pointer:/blocks]"]
    if surface == "message" and blocks:
        return message_faults({"text": "words", "blocks": blocks})
    return []


def with_ids(blocks: list[Json], new_id: Callable[[], str]) -> list[Json]:
    """A copy in which every block has an id, and everything that can be pressed too."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block["block_id"] = block.get("block_id") or new_id()
        for element in elements(block):
            element["action_id"] = element.get("action_id") or new_id()
    return blocks


def elements(block: Json) -> Iterator[Json]:
    """What can be pressed, chosen or filled in within a block."""
    if block.get("type") in ("actions", "context_actions"):
        yield from block.get("elements", [])
    for name in ("accessory", "element"):
        part = block.get(name)
        if isinstance(part, dict) and part.get("type") != "image":
            yield part
    for name in ("actions", "buttons", "elements", "child_blocks"):
        for part in block.get(name, []) if block.get("type") in ("card", "carousel", "container") else []:
            yield from [part] if part.get("type") == "button" else elements(part)


def find_element(blocks: list[Json], wanted: str) -> tuple[Json, Json] | None:
    """A block and the element in it that has this action (with or without what follows `#`), label or value.

    Or that stands beside words that begin so.
    """
    everything = [(block, element) for block in blocks for element in elements(block)]
    tests: list[Callable[[Json], bool]] = [
        lambda each: each.get("action_id") == wanted,
        lambda each: str(each.get("action_id", "")).partition("#")[0] == wanted,
        lambda each: text_of(each.get("text")) == wanted,
        lambda each: each.get("value") == wanted,
        lambda each: wanted.lower() in text_of(each.get("text")).lower(),
    ]
    for test in tests[:4]:
        for block, element in everything:
            if test(element):
                return block, element
    for block, element in everything:
        if block.get("accessory") is element and beside(text_of(block.get("text"))).startswith(wanted):
            return block, element
    return next(((block, element) for block, element in everything if tests[4](element)), None)


def beside(words: str) -> str:
    """The words of something to choose, without the mark on what one chose before."""
    return words.removeprefix("✓").strip()


def text_of(part: Any) -> str:
    """What people read in a message, view, block or text object, line by line."""
    if isinstance(part, str):
        return part
    if isinstance(part, Message):
        return text_of(part.blocks) or part.text
    if isinstance(part, list):
        return "\n".join(filter(None, map(text_of, part)))
    if not isinstance(part, Mapping):
        return ""
    if part.get("blocks"):
        return text_of([part.get("title"), *part["blocks"]])
    kind = str(part.get("type", ""))
    if kind in INLINE:
        return INLINE[kind](part)
    if kind.startswith("rich_text"):
        join = "\n" if kind in ("rich_text", "rich_text_list") else ""
        return join.join(text_of(each) for each in part.get("elements", []))
    if kind == "data_visualization":
        return text_of([part.get("title"), *(f"{each['label']} {each['value']}" for each in _points(part["chart"]))])
    parts = [part[name] for name in READ if name in part]
    return text_of(parts)


def _points(chart: Mapping[str, Any]) -> list[Json]:
    return chart.get("segments") or [point for series in chart.get("series", []) for point in series["data"]]


READ = (
    "title", "subtitle", "text", "label", "fields", "elements", "element", "accessory", "placeholder", "hint", "body",
    "options", "alt_text", "rows", "actions",
)  # fmt: skip
"""Where words are, in the order of reading."""

INLINE: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "user": lambda part: f"<@{part.get('user_id', '')}>",
    "usergroup": lambda part: f"<!subteam^{part.get('usergroup_id', '')}>",
    "channel": lambda part: f"<#{part.get('channel_id', '')}>",
    "emoji": lambda part: f":{part.get('name', '')}:",
    "link": lambda part: str(part.get("text") or part.get("url", "")),
    "broadcast": lambda part: f"<!{part.get('range', '')}>",
    "date": lambda part: str(part.get("fallback", "")),
    "text": lambda part: str(part.get("text", "")),
}
"""The pieces of rich text."""
