"""The look of things: what a card needs to know of the tenant it is shown in, and the shapes it is made of."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

from bot.teams.workplace import PERSON, object_id

Json = dict[str, Any]
"""An element, an action, a card or an activity, as Teams reads it."""

TEAMS: Final = "https://teams.microsoft.com/l"
CARD: Final = "application/vnd.microsoft.card.adaptive"
SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION: Final = "1.5"
"""As much as Teams shows of bots' cards: https://learn.microsoft.com/adaptive-cards/resources/partners"""
_CHANNEL: Final = re.compile(r"19:[\w.@\-]{1,200}")
_MESSAGE: Final = re.compile(r"\d{5,20}")


@dataclass(frozen=True, slots=True)
class Look:
    """Where messages can be looked at, whom and what may be chosen, and what is drawn how."""

    app: str = ""
    """The app's id."""
    tenant: str = ""
    people: bool = True
    """False: nobody is mentioned, everybody is only named."""
    channels: tuple[tuple[str, str], ...] = ()
    """(id, what it is called) of those that may be chosen in a form."""
    charts: bool = True
    """False: boards are drawn with characters."""
    pictures: bool = True
    """False: as a link."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Channel -> id of its team's group."""
    download: Callable[[str, str], str] | None = None
    """Member and file (handlers.files) -> the address at which they find it."""

    def address(self, channel: str, message: str = "") -> str:
        """Where a message or channel can be looked at; empty if that can't be said.

        https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
        """
        if not is_channel(channel):
            return ""
        chat = not channel.endswith((".tacv2", ".skype"))
        asked = {"tenantId": self.tenant, "groupId": self.groups.get(channel, "")}
        if _MESSAGE.fullmatch(message):
            more = {"context": '{"contextType":"chat"}'} if chat else {"parentMessageId": message}
            return _address("message", channel, message, {**asked, **more})
        return _address("chat" if chat else "channel", channel, "0" if chat else "channel", asked)


def _address(kind: str, channel: str, rest: str, asked: Mapping[str, str]) -> str:
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{TEAMS}/{kind}/{quote(channel, safe='')}/{rest}" + (f"?{said}" if said else "")


def is_member(ident: str) -> bool:
    """Whether Teams knows a person by such an id; who was erased goes by another."""
    known = ident.startswith(PERSON) and ident[len(PERSON) :].replace("-", "").replace("_", "").isalnum()
    return bool(object_id(ident)) or (known and ident.isascii())


def is_channel(ident: str) -> bool:
    """Whether Teams knows a channel or a group chat by such an id."""
    return _CHANNEL.fullmatch(ident) is not None


def container(items: list[Json], style: str = "", spacing: str = "") -> Json:
    """Elements that stay together."""
    return {"type": "Container", **_set(style=style, spacing=spacing), "items": items}


def column(items: list[Json], width: str = "auto") -> Json:
    """A column: as wide as its items (`auto`), as wide as there is room (`stretch`), or so many pixels."""
    return {"type": "Column", "width": width, "spacing": "Small", "items": items}


def columns(*parts: Json, spacing: str = "") -> Json:
    """Columns beside each other."""
    return {"type": "ColumnSet", **_set(spacing=spacing), "columns": list(parts)}


def rich(inlines: list[Json], spacing: str = "") -> Json:
    """A paragraph in which nothing is read as markdown."""
    return {"type": "RichTextBlock", **_set(spacing=spacing), "inlines": inlines}


def run(text: str, **looks: object) -> Json:
    """Words in it."""
    return {"type": "TextRun", "text": text, **{name: value for name, value in looks.items() if value}}


def block(text: str, **looks: object) -> Json:
    """A paragraph that is read as markdown: escaped words only."""
    return {"type": "TextBlock", "text": text, "wrap": True, **{name: value for name, value in looks.items() if value}}


def attached(card: Json) -> Json:
    """A card as the attachment of a message or a dialog."""
    return {"contentType": CARD, "content": card}


def _set(**given: str) -> Json:
    return {name: value for name, value in given.items() if value}
