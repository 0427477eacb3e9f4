"""Bodies: the bytes of a request become one JSON object with clean strings, or are refused as malformed."""

from typing import Final
from urllib.parse import parse_qsl

from bot.bodies import Malformed, Payload, from_json, sound

MOST_FIELDS: Final = 100
"""Of a form; a command has a dozen."""


def decode(raw: bytes, content_type: str) -> Payload:
    """The payload of a body: JSON (events), a form with JSON in `payload` (interactivity), or a form (commands).

    Raises Malformed. https://docs.slack.dev/interactivity/handling-user-interaction
    """
    if content_type.partition(";")[0].strip().lower() == "application/json" or raw.lstrip()[:1] == b"{":
        return from_json(raw)
    form = _form(raw)
    return from_json(form["payload"].encode()) if "payload" in form else {**form}


def _form(raw: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            raw.decode(), keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Malformed("it is neither JSON nor a form in UTF-8") from None
    if not pairs:
        raise Malformed("it is empty")
    return {sound(name): sound(value) for name, value in pairs}
