"""Media: the types of what is attached to a message, and whether a picture moves.

Attachments of activities: learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
Of Graph's messages: learn.microsoft.com/en-us/graph/api/resources/chatmessageattachment
"""

import re
from collections.abc import Iterable
from typing import Final

from bot.shapes import name, table, tables

MOST_FILES: Final = 50
GIF: Final = "image/gif"
PICTURE: Final = "image/*"
"""A picture of whichever kind: Teams doesn't always tell."""
DOWNLOAD: Final = "application/vnd.microsoft.teams.file.download.info"
REFERENCE: Final = "reference"
LARGEST_ADDRESS: Final = 2_100

_OF_TYPE: Final = {
    "bmp": PICTURE, "gif": GIF, "heic": PICTURE, "jpg": PICTURE, "jpeg": PICTURE, "png": PICTURE, "webp": PICTURE,
}  # fmt: skip
_MEDIA: Final = re.compile(r"(?:image|video|audio)/[a-z0-9.+*\-]{1,100}")
_GIF: Final = re.compile(
    r"https?://(?:[^/?#\s]{1,200}\.)?(?:giphy|tenor)\.com(?:[/?#]|\Z)|https?://[^?#\s]{1,2000}\.gif(?:[?#]|\Z)",
    re.IGNORECASE,
)


def is_gif(url: object) -> bool:
    """Whether an address leads to a moving picture: a GIF, or one of the collections."""
    return isinstance(url, str) and len(url) < LARGEST_ADDRESS and _GIF.match(url) is not None


def media_of(attachments: object, pictures: Iterable[str]) -> tuple[str, ...]:
    """Media types, each once: of the pictures in the words and of the files attached. Cards and quotes are none."""
    found = dict.fromkeys(pictures)
    for one in tables(attachments, MOST_FILES):
        media = _media(one)
        # The same picture is told in the words and as an attachment; there it isn't told that it moves.
        if media and not (media == PICTURE and GIF in found):
            found[media] = None
    return tuple(found)


def picture_of(attachments: object) -> str:
    """Where the first picture lies that everybody can be shown: a GIF out in the world.

    What people upload lies behind Teams' own doors, which open for its reader alone.
    """
    addresses = (table(one).get("contentUrl") for one in tables(attachments, MOST_FILES))
    return next((url for url in addresses if isinstance(url, str) and url.startswith("https://") and is_gif(url)), "")


def _media(attachment: object) -> str:
    told = table(attachment)
    kind = name(told.get("contentType")).lower()
    if is_gif(told.get("contentUrl")):
        return GIF
    if kind == DOWNLOAD:
        return _OF_TYPE.get(name(table(told.get("content")).get("fileType")).lower(), "")
    if kind == REFERENCE:
        return _OF_TYPE.get(name(told.get("name")).rpartition(".")[2].lower(), "")
    if not _MEDIA.fullmatch(kind):
        return ""
    return kind if kind == GIF or not kind.startswith("image/") else PICTURE
