"""Wording: our own words as they are right in Teams, where one asks the bot by its name.

Cards are written once, and name commands by the stroke (`/huzzah board`, `/kudos @ana`), which Teams doesn't know.
"""

import re
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from handlers.cards.blocks import Button, Card, Dialog, Field, Header, Text
from handlers.table import COMMANDS, OWN

T = TypeVar("T")

NAME: Final = "@Huzzah"
SAID_HERE: Final = MappingProxyType(
    {
        "in the menu of a message; works in threads too, where commands may not": "behind the … of a message",
        "are at /huzzah why": "come with /huzzah why",
        "look at /huzzah rules again": "ask for /huzzah rules again",
        "Invite me there": "Add me there",
        # A message that calls us by name is read by everybody in the channel.
        "/kudos @ana --private thanks": "the form of /kudos, with “Only for their eyes” ticked",
        "/kudos @ana @ben --private thanks for yesterday": "the form, with “Only for their eyes”, says it privately",
    }
)
"""What is otherwise in Teams than where cards were written for, as one says it here."""
_OTHERWISE: Final = re.compile("|".join(map(re.escape, SAID_HERE)))
_COMMAND: Final = re.compile(rf"“[^”]*”|(?<![\w/.:])/({'|'.join(map(re.escape, COMMANDS))})\b(?!/)")
"""Commands, and before them what stands in quotes: somebody's words."""
_OURS: Final[dict[type, tuple[str, ...]]] = {
    Text: ("text",), Header: ("text",), Button: ("text", "confirm"), Field: ("label", "hint"), Dialog: ("title",),
    Card: ("summary",),
}  # fmt: skip
"""Where we speak; everything else in a card is what people wrote, or nobody's words."""


def worded(text: str) -> str:
    """Words of ours, with commands as Teams has them."""
    return _COMMAND.sub(_command, _OTHERWISE.sub(lambda found: SAID_HERE[found[0]], text))


def _command(found: re.Match[str]) -> str:
    if not found[1]:
        return found[0]
    return NAME if found[1] == OWN else f"{NAME} {found[1]}"


def here(part: T) -> T:
    """The same card, dialog or part of one, with commands as Teams has them."""
    if isinstance(part, tuple):
        return cast("T", tuple(here(each) for each in part))
    if not is_dataclass(part) or isinstance(part, type):
        return part
    ours = _OURS.get(type(part), ())
    changed: dict[str, Any] = {}
    for each in fields(part):
        before = getattr(part, each.name)
        after = worded(before) if each.name in ours else here(before)
        if after != before:
            changed[each.name] = after
    return cast("T", replace(part, **changed)) if changed else part
