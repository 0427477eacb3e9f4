"""Resources: which message an address of Graph's names - its channel, its thread, and itself."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

_PART: Final = re.compile(r"\b(channels|messages|replies)(?:\('([^']*)'\)|/([^/?]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resource:
    """A message by its address."""

    channel: str = ""
    thread: str = ""
    """The id of the message it answers; nothing at the top."""
    message: str = ""


def resource_of(address: str) -> Resource | None:
    """`teams('…')/channels('…')/messages('1')/replies('2')`, or the same with slashes; None if it is no message's."""
    found = {kind.lower(): unquote(quoted or plain) for kind, quoted, plain in _PART.findall(address)}
    if not found.get("messages"):
        return None
    reply, root = found.get("replies", ""), found["messages"]
    # A message at the top is at times named as its own answer.
    if reply in ("", root):
        return Resource(found.get("channels", ""), "", root)
    return Resource(found.get("channels", ""), root, reply)
