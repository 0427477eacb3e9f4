"""Spoken: moments, emoji and addresses as every platform that shows cards says them in plain words."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from bot.plain_text import units
from handlers.cards import blocks
from scoring.emoji_names import canonical, glyph
from scoring.facts import Micros

EMOJI: Final = re.compile(r"[a-z0-9_+'\-]{1,100}")
"""A canonical name that an emoji may have."""
STYLED: Final = re.compile(
    r"(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]{0,500}[^\s*])?)\*(?![\w*])"
    r"|(?<!\w)_(?P<italic>[^\s_](?:[^_\n]{0,500}[^\s_])?)_(?!\w)"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]{0,500}[^\s~])?)~(?![\w~])"
)
"""The *bold*, _italic_ and ~struck~ parts that people type."""
_LONGEST_URL: Final = 3_000
_LATEST: Final = 253_402_300_800  # seconds; the year 10000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def icon(name: str) -> str:
    """An emoji in plain words: the character, or `:name:` for one of the workspace's own; nothing for nonsense."""
    known = canonical(name)
    return glyph(known) or (f":{known}:" if EMOJI.fullmatch(known) else "")


def is_safe(url: str) -> bool:
    """Whether an address may be linked to: only the web and mail."""
    if not url.isprintable() or set(url) & set(' <>|"`') or units(url) > _LONGEST_URL:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def seconds(at: Micros) -> int | None:
    """A moment in seconds since 1970, if it is one that can be shown."""
    stamp = at // 1_000_000
    return stamp if 0 <= stamp < _LATEST else None


def moment_of(at: Micros) -> datetime | None:
    """A moment in UTC, to the second, if it is one that can be shown."""
    stamp = seconds(at)
    return None if stamp is None else _EPOCH + timedelta(seconds=stamp)


def said_moment(when: blocks.When) -> str:
    """A moment in words, in UTC."""
    day = moment_of(when.at)
    if day is None:
        return "some time"
    date, time = f"{day:%a %-d %b %Y}", f"{day:%H:%M} UTC"
    return {"date": date, "time": time}.get(when.style, f"{date}, {time}")


def heard(runs: blocks.Runs) -> str:
    """Runs as they are read out, on one line."""
    return " ".join("".join(map(_heard, runs)).split())


def _heard(run: blocks.Run) -> str:
    match run:
        case blocks.Text() | blocks.Link():
            return run.text
        case blocks.Person() | blocks.Place():
            return run.name
        case blocks.Icon():
            return icon(run.name)
        case blocks.When():
            return said_moment(run)
