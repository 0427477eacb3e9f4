"""Checks of JSON: single values, and how they are put together; a key or type that isn't listed is a fault."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Faults = Iterator[str]
Check = Callable[[Any, str], Faults]
"""Given a value and its path."""
Keys = Mapping[str, tuple[bool, Check]]
"""Whether each must be there, and what it must be."""


def one_of(*names: str) -> Check:
    """One of these, spelled so."""

    def check(value: object, path: str) -> Faults:
        if value not in names:
            yield f"{path}: {value!r} is none of {names}"

    return check


def pattern(expression: str) -> Check:
    """A string of a certain form."""

    def check(value: object, path: str) -> Faults:
        if not isinstance(value, str) or re.fullmatch(expression, value) is None:
            yield f"{path}: {value!r} is not {expression}"

    return check


def flag(value: object, path: str) -> Faults:
    """True or false."""
    if not isinstance(value, bool):
        yield f"{path}: neither true nor false"


def number(value: object, path: str) -> Faults:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        yield f"{path}: no number"


def count(value: object, path: str) -> Faults:
    """A whole number that isn't negative."""
    yield from number(value, path)
    if isinstance(value, int) and value < 0:
        yield f"{path}: below 0"


def items(check: Check, most: int, least: int = 1) -> Check:
    """A list."""

    def check_all(value: object, path: str) -> Faults:
        if not isinstance(value, list):
            yield f"{path}: no list"
            return
        if not least <= len(value) <= most:
            yield f"{path}: {len(value)} items, not {least} to {most}"
        for place, item in enumerate(value):
            yield from check(item, f"{path}/{place}")

    return check_all


def table(keys: Keys) -> Check:
    """An object with these keys, required or not, and no others."""

    def check(value: object, path: str) -> Faults:
        if not isinstance(value, dict):
            yield f"{path}: no object"
            return
        yield from (f"{path}/{key}: unknown" for key in value.keys() - keys.keys())
        yield from (f"{path}/{key}: missing" for key, (must, _) in keys.items() if must and key not in value)
        for key, (_, inner) in keys.items():
            if key in value:
                yield from inner(value[key], f"{path}/{key}")

    return check


def typed(kinds: Mapping[str, Keys]) -> Check:
    """An object of one of these types."""

    def check(value: object, path: str) -> Faults:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in kinds:
            yield f"{path}: a {kind!r} has no place here"
            return
        yield from table({"type": (True, one_of(kind)), **kinds[kind]})(value, path)

    return check


def walk(part: object) -> Iterator[dict[str, Any]]:
    """Every object inside."""
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from walk(inner)
