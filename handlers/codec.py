"""Codec: answers and events as JSON and back, for the outbox and the dead letters."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any

from handlers import answers, events
from handlers.cards import blocks
from scoring.giving import Share
from scoring.reading import Reading

KNOWN = MappingProxyType(
    {
        kind.__name__: kind
        for module in (answers, events, blocks)
        for kind in vars(module).values()
        if isinstance(kind, type) and is_dataclass(kind)
    }
    | {"Reading": Reading, "Share": Share}
)


def encode(value: object) -> str:
    """A frozen dataclass of ours as JSON that names its type."""
    # In ASCII: a lone surrogate or a NUL that somebody sent would be refused by the database.
    return json.dumps(_plain(value), separators=(",", ":"))


def _plain(value: object) -> object:
    name = type(value).__name__
    if is_dataclass(value) and not isinstance(value, type) and name in KNOWN:
        return {"_": name} | {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {"_": name} | {key: _plain(item) for key, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {"_": "", "pairs": [[key, _plain(item)] for key, item in value.items()]}
    if isinstance(value, bool) or value is None:
        return value
    return int(value) if isinstance(value, int) else str(value)


def decode(text: str) -> Any:
    """The dataclass again. Raises ValueError for text that isn't of ours."""
    try:
        return _alive(json.loads(text))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"not something this version understands: {error}") from error


def _alive(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_alive(item) for item in value)
    if not isinstance(value, dict):
        return value
    name = value.pop("_")
    if not name:
        return {key: _alive(item) for key, item in value["pairs"]}
    return KNOWN[name](**{key: _alive(item) for key, item in value.items()})
