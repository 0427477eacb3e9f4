"""Bodies: the bytes of a request, if not too many, become one JSON object with clean strings, or are refused."""

import json
import re
from typing import Final, NoReturn

from starlette.requests import Request

DEEPEST: Final = 100
"""Levels of nesting; what platforms send has about twenty, and readers that call themselves have to end somewhere."""
MOST_BYTES: Final = 1024 * 1024
"""Of a body; nothing a platform sends comes near."""

Payload = dict[str, object]

_UNSOUND = re.compile("[\ud800-\udfff\0]")
"""Halves of characters, and NUL: no database takes them."""
_MAY_BE_UNSOUND = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


class TooLong(Exception):
    """A body longer than anything a platform sends."""


class Malformed(Exception):
    """A body that no platform sends; the message never quotes it."""


async def received(request: Request, most: int = MOST_BYTES) -> bytes:
    """The body of a request. Raises TooLong, however its length was declared, and Starlette's ClientDisconnect."""
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdecimal() and (len(declared) > 12 or int(declared) > most):
        raise TooLong
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > most:
            raise TooLong
    return bytes(found)


def from_json(raw: bytes) -> Payload:
    """The JSON object that these bytes are. Raises Malformed."""
    try:
        found = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed("it is not JSON in UTF-8") from None
    if not isinstance(found, dict):
        raise Malformed("it is JSON, but no object")
    if raw.count(b"{") + raw.count(b"[") > DEEPEST or _MAY_BE_UNSOUND.search(raw):
        return {sound(str(key)): _clean(value, 1) for key, value in found.items()}
    return found


def _clean(value: object, depth: int) -> object:
    if isinstance(value, str):
        return sound(value)
    if not isinstance(value, dict | list):
        return value
    if depth >= DEEPEST:
        raise Malformed("it is nested too deeply")
    if isinstance(value, list):
        return [_clean(each, depth + 1) for each in value]
    return {sound(str(key)): _clean(each, depth + 1) for key, each in value.items()}


def sound(text: str) -> str:
    """The text without what no database takes."""
    return _UNSOUND.sub("\N{REPLACEMENT CHARACTER}", text)


def _no_number(_written: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")
