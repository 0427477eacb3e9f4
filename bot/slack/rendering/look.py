"""The look of things: what a card needs to know of the workspace it is shown in, and the shapes it is made of."""

import re
from dataclasses import dataclass
from typing import Final

Json = dict[str, object]
"""A block, an element or a view, as Slack reads it."""

_MEMBER: Final = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{1,30}")
_MESSAGE: Final = re.compile(r"(\d{1,12})\.(\d{6})")


@dataclass(frozen=True, slots=True)
class Look:
    """Where messages can be looked at, and whether pictures are shown."""

    url: str = ""
    """`https://acme.slack.com/`."""
    team: str = ""
    """`T…`."""
    pictures: bool = True
    """False: as a link. Slack refuses a whole message if it can't fetch a picture."""
    charts: bool = True
    """False: charts are drawn with characters."""

    def address(self, channel: str, message: str = "") -> str:
        """Where a message or channel can be looked at; empty if that can't be said."""
        if not is_channel(channel):
            return ""
        if self.url.startswith("https://"):
            stamp = _MESSAGE.fullmatch(message)
            return f"{self.url.rstrip('/')}/archives/{channel}" + (f"/p{stamp[1]}{stamp[2]}" if stamp else "")
        # docs.slack.dev/interactivity/deep-linking
        return f"https://slack.com/app_redirect?team={self.team}&channel={channel}" if self.team else ""


def is_member(ident: str) -> bool:
    """Whether Slack knows a member by such an id; who was erased goes by another."""
    return _MEMBER.fullmatch(ident) is not None


def is_channel(ident: str) -> bool:
    """Whether Slack knows a channel by such an id."""
    return _CHANNEL.fullmatch(ident) is not None


def plain(text: str) -> Json:
    """A text object that is shown as it is."""
    return {"type": "plain_text", "text": text, "emoji": True}


def rich(*parts: Json) -> Json:
    """A block of rich text."""
    return {"type": "rich_text", "elements": list(parts)}


def section(elements: list[Json]) -> Json:
    """A paragraph of rich text."""
    return {"type": "rich_text_section", "elements": elements}


def words(text: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Json:
    """An element of plain words in rich text, which nothing in them can change."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic), ("code", code)) if on}
    return {"type": "text", "text": text, **({"style": style} if style else {})}
