"""Plainer: a drawn message without what Teams may not take - mentions, charts, pictures - that says the same."""

import re
from typing import Any, Final, cast

from bot.teams.rendering.clean import opening
from bot.teams.rendering.look import Json, rich, run
from bot.teams.rendering.paragraphs import link

_TAG: Final = re.compile(r"</?at>")


def plainer(activity: Json) -> Json:
    """The same message, for a second try."""
    return cast("Json", _plain(activity))


def _plain(part: Any) -> Any:
    if isinstance(part, list):
        return [_plain(each) for each in part]
    if not isinstance(part, dict):
        return part
    kind = str(part.get("type"))
    if kind.startswith("Chart."):
        return _plain(part["fallback"])
    if kind == "Image":
        return rich([link(str(part["altText"]), str(part["url"])) or run(str(part["altText"]))])
    kept = {name: _plain(each) for name, each in part.items() if name != "entities"}
    if kind == "TextBlock":
        kept["text"] = opening(_TAG.sub("", str(part["text"])))
    return kept
