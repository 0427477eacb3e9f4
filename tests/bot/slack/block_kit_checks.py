"""Checks of single values of Block Kit: what Slack's pages say of lengths and texts."""

import re
from unicodedata import normalize

from tests.bot.shapes_check import Check, Faults, Keys, flag, typed

MOST_TEXT = 3_000
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
DATE = r"<!date\^\d{1,12}\^[A-Za-z_{} ]+\|[\w ,:]+>"
LINK = r"<https?://[^\s<>|]+\|[^<>|]+>"
PLACE = r"<#[CG][A-Z0-9]{1,30}>"
OURS = re.compile(rf"{DATE}|{LINK}|{PLACE}")


def units(text: str) -> int:
    """UTF-16 units, the longest way to count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text(most: int, least: int = 1) -> Check:
    """A string of so many characters."""

    def check(value: object, path: str) -> Faults:
        if not isinstance(value, str):
            yield f"{path}: no string"
        elif not least <= units(value) <= most:
            yield f"{path}: {units(value)} characters, not {least} to {most}"
        elif HIDDEN.search(value):
            yield f"{path}: something hidden in {value!r}"
        elif _calls_everybody(value):
            yield f"{path}: calls everybody: {value!r}"

    return check


def opaque(most: int) -> Check:
    """A string that nobody sees and that comes back to us as it is."""

    def check(value: object, path: str) -> Faults:
        if not isinstance(value, str) or units(value) > most:
            yield f"{path}: no string of at most {most}"

    return check


def mrkdwn(value: object, path: str) -> Faults:
    """Only our own words: verbatim, and nothing live in it but dates, links and channels that we made."""
    yield from text(MOST_TEXT)(OURS.sub("", value) or "-" if isinstance(value, str) else value, path)
    if isinstance(value, str) and re.search(r"[<>@`~|]|#(?!\d)|&(?!amp;)", OURS.sub("", value)):
        yield f"{path}: something live in mrkdwn: {value!r}"


def is_true(value: object, path: str) -> Faults:
    """Nothing but true."""
    if value is not True:
        yield f"{path}: not true"


def _plain(most: int) -> Keys:
    return {"text": (True, text(most)), "emoji": (False, flag)}


def plain(most: int) -> Check:
    """A text object in which nothing is read as anything but words."""
    return typed({"plain_text": _plain(most)})


def any_text(most: int) -> Check:
    """Plain, or mrkdwn of our own."""
    return typed({"plain_text": _plain(most), "mrkdwn": {"text": (True, mrkdwn), "verbatim": (True, is_true)}})


def _calls_everybody(value: str) -> bool:
    return re.search(r"<!|@(here|channel|everyone)", normalize("NFKC", value), re.IGNORECASE) is not None
