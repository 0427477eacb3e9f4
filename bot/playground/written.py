"""What people write in the playground, as parts of payloads - and what of it is asked of Huzzah."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.html.prose import safe_address
from bot.playground import typed
from bot.playground.colleagues import BOT
from bot.playground.parse import LONGEST_TEXT
from handlers.table import AROUND, is_said_to_us, is_spoken
from scoring.facts import Micros

Payload = dict[str, object]
PICTURES = {"gif": "image/gif", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
_OUR_NAME = re.compile(rf"\s*<@{BOT}>[\s,;.!–-]*(?::(?=\s))?\s*")


class Refused(Exception):
    """What was asked cannot be done; the text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Called:
    """What a message is: talk among colleagues, a question to us, or both."""

    is_talk: bool = True
    asked: str | None = None


def called(channel: str, text: str) -> Called:
    """What begins with our name is asked of us: a word we know is a command, anything else is talk as well."""
    if channel.startswith("D_"):
        # Said to us alone: the same as after /huzzah.
        return Called(is_talk=False, asked=text)
    match = _OUR_NAME.match(text)
    if match is None:
        return Called()
    asked = text[match.end() :]
    if is_spoken(asked.partition(" ")[0].strip(AROUND).lower()):
        return Called(is_talk=False, asked=asked)
    # About somebody else it is talk alone: a gift, as a rule.
    return Called(asked=None if "<@" in asked or "<!" in asked or not is_said_to_us(asked) else asked)


def worded(text: str, member: str, files: Sequence[object]) -> str:
    """The markup of what somebody typed."""
    words = typed.to_markup(text.strip("\n").rstrip(), member)
    if not words.strip() and not files:
        raise Refused("There is nothing to say yet. Write something or add a picture.")
    if len(words) > LONGEST_TEXT:
        raise Refused(f"That is too long by {len(words) - LONGEST_TEXT:,} characters. Make it two messages.")
    return words


def picture(address: str) -> Payload:
    """A picture by its address."""
    target = safe_address(address.strip())
    if not target.startswith(("https://", "http://")) or len(target) > 2_000:
        raise Refused("A picture's address begins with https:// or http:// and is not longer than 2,000 characters.")
    ending = target.partition("?")[0].partition("#")[0].rpartition(".")[2].lower()
    return {"type": PICTURES.get(ending, "image/jpeg"), "url": target, "name": "picture", "width": 0, "height": 0}


def said(
    member: str, channel: str, at: Micros, text: str, files: Sequence[Mapping[str, object]], thread: int
) -> Payload:
    """The parts of a message."""
    said: Payload = {"member": member, "channel": channel, "message": str(at), "text": text}
    said |= {"files": [file["type"] for file in files], "picture": files[0]["url"] if files else ""}
    return said | place(thread)


def place(thread: int) -> Payload:
    """The part that names its thread, if it is in one."""
    return {"thread": str(thread)} if thread else {}
