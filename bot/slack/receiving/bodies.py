"""Bodies: the bytes of a request become one JSON object with clean strings, or are refused as malformed."""

import json
import re
from typing import Final, NoReturn
from urllib.parse import parse_qsl

DEEPEST: Final = 100
"""Levels of nesting; Slack's payloads have about twenty, and readers that call themselves have to end somewhere."""
MOST_FIELDS: Final = 100
"""Of a form; a command has a dozen."""

Payload = dict[str, object]

_UNSOUND = re.compile("[\ud800-\udfff\0]")
"""Halves of characters, and NUL: no database takes them."""
_MAY_BE_UNSOUND = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


class Malformed(Exception):
    """A body that no version of Slack sends; the message never quotes it."""


def decode(raw: bytes, content_type: str) -> Payload:
    """The payload of a body: JSON (events), a form with JSON in `payload` (interactivity), or a form (commands).

    Raises Malformed. https://docs.slack.dev/interactivity/handling-user-interaction
    """
    if content_type.partition(";")[0].strip().lower() == "application/json" or raw.lstrip()[:1] == b"{":
        return from_json(raw)
    form = _form(raw)
    return from_json(form["payload"].encode()) if "payload" in form else {**form}


def from_json(raw: bytes) -> Payload:
    """The JSON object that these bytes are. Raises Malformed."""
    try:
        found = json.loads(raw.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed("it is not JSON in UTF-8") from None
    if not isinstance(found, dict):
        raise Malformed("it is JSON, but no object")
    if raw.count(b"{") + raw.count(b"[") > DEEPEST or _MAY_BE_UNSOUND.search(raw):
        return {_sound(str(key)): _clean(value, 1) for key, value in found.items()}
    return found


def _form(raw: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            raw.decode(), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Malformed("it is neither JSON nor a form in UTF-8") from None
    if not pairs:
        raise Malformed("it is empty")
    return {_sound(name): _sound(value) for name, value in pairs}


def _clean(value: object, depth: int) -> object:
    if isinstance(value, str):
        return _sound(value)
    if not isinstance(value, dict | list):
        return value
    if depth >= DEEPEST:
        raise Malformed("it is nested too deeply")
    if isinstance(value, list):
        return [_clean(each, depth + 1) for each in value]
    return {_sound(str(key)): _clean(each, depth + 1) for key, each in value.items()}


def _sound(text: str) -> str:
    return _UNSOUND.sub("\N{REPLACEMENT CHARACTER}", text)


def _no_number(_written: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")
