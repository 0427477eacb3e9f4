"""Shapes: what a single value in the file may be - each reads a node and tells its JSON schema."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

import yaml

from scoring.book_faults import Report, did_you_mean
from scoring.book_yaml import Json, number, place_of
from scoring.emoji_names import canonical

Schema = dict[str, Json]

_JOINERS = "\u200c\u200d"  # invisible, but parts of emoji and of some scripts


class Bad:
    """What a shape returns for a value it has complained about."""


BAD = Bad()


class Shape(Protocol):
    """What a field may hold."""

    def schema(self) -> Schema:
        """As JSON schema."""

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The plain value; faults go into the report."""


def read(shape: Shape, node: yaml.Node, path: str, report: Report) -> Json | Bad:
    """Read a field and remember where it stands."""
    report.places[path] = place_of(node.start_mark)
    return shape.read(node, path, report)


def bad(report: Report, path: str, problem: str, hint: str = "") -> Bad:
    """Note a fault, and say that there is no value."""
    report.add(path, problem, hint)
    return BAD


def _is(node: yaml.Node, *tags: str) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag.rpartition(":")[2] in tags


def shown(node: yaml.Node) -> str:
    """How a fault speaks of a value."""
    if isinstance(node, yaml.MappingNode):
        return "a set of names and values"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    text = str(node.value)
    if not text:
        return "nothing"
    return f"`{text[:40]}…`" if len(text) > 40 else f"`{text}`"


def _text(node: yaml.Node, path: str, report: Report, what: str) -> str | Bad:
    # The words of a scalar that is meant as words.
    if _is(node, "str"):
        return str(node.value)
    if _is(node, "null"):
        hint = "A `#` begins a comment: leave it out or put it in quotes." if not node.value else "Put it in quotes."
        return bad(report, path, f"this should be {what}, and is empty.", hint)
    if _is(node, "int", "float", "bool"):
        return bad(report, path, f"this should be {what}.", f"Put it in quotes: '{node.value}'.")
    return bad(report, path, f"this should be {what}, not {shown(node)}.")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int
    most: int

    def schema(self) -> Schema:
        """As JSON schema."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The number."""
        bounds = f"a whole number from {self.least} to {self.most}"
        if not _is(node, "int"):
            return bad(report, path, f"this should be {bounds}, not {shown(node)}.")
        value = number(node.value)
        if self.least <= value <= self.most:
            return value
        what = "is too large" if value > self.most else "is negative" if value < 0 else "is too small"
        return bad(report, path, f"{shown(node)} {what}.", f"It should be {bounds}.")


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def schema(self) -> Schema:
        """As JSON schema."""
        return {"type": "boolean"}

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The truth value."""
        if _is(node, "bool"):
            return bool(node.value.lower() == "true")
        guess = {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}
        meant = guess.get(str(node.value).lower()) if isinstance(node, yaml.ScalarNode) else None
        hint = f"Did you mean `{meant}`?" if meant else ""
        return bad(report, path, f"this should be `true` or `false`, not {shown(node)}.", hint)


@dataclass(frozen=True, slots=True)
class Words:
    """Some words on one line."""

    most: int

    def schema(self) -> Schema:
        """As JSON schema."""
        return {"type": "string", "maxLength": self.most, "pattern": r"\S"}

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The words, with one space between them."""
        text = _text(node, path, report, "some words")
        if isinstance(text, Bad):
            return BAD
        text = " ".join(text.split())
        if not text:
            return bad(report, path, "this should be some words, and is empty.")
        if len(text) > self.most:
            return bad(report, path, f"these are {len(text)} characters.", f"Keep it to {self.most}.")
        strange = next((char for char in text if not char.isprintable() and char not in _JOINERS), None)
        if strange is not None:
            return bad(report, path, f"there is an invisible character (U+{ord(strange):04X}).", "Retype the line.")
        return text


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    options: tuple[str | int, ...]
    what: str

    def schema(self) -> Schema:
        """As JSON schema."""
        return {"enum": list(self.options)}

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The option."""
        value = number(node.value) if _is(node, "int") else node.value if _is(node, "str") else None
        if value in self.options:
            return value
        known = ", ".join(str(option) for option in self.options)
        close = did_you_mean(str(node.value), [option for option in self.options if isinstance(option, str)])
        guess = f"{close} " if close.startswith("Did") and isinstance(node, yaml.ScalarNode) else ""
        return bad(report, path, f"{shown(node)} is not {self.what}.", f"{guess}Known: {known}.")


@dataclass(frozen=True, slots=True)
class Name:
    """One word by a pattern, with a hint for when it doesn't fit."""

    pattern: str
    what: str
    hint: str
    capitals: bool = False
    """Whether it may have capital letters."""

    def schema(self) -> Schema:
        """As JSON schema."""
        return {"type": "string", "pattern": self.pattern}

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The word."""
        text = _text(node, path, report, self.what)
        if isinstance(text, Bad):
            return BAD
        # `$` would let a line break at the end through.
        if re.search(self.pattern.removesuffix("$") + r"\Z", text) and (self.capitals or text == text.lower()):
            return text
        return bad(report, path, f"{shown(node)} can't be {self.what}.", self.hint)


@dataclass(frozen=True, slots=True)
class Emoji:
    """An emoji in any spelling; read as its one canonical name."""

    def schema(self) -> Schema:
        """As JSON schema."""
        return {"type": "string", "pattern": r"^\S{1,64}$"}

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The name."""
        if _is(node, "int") and re.fullmatch(r"[-+]1", node.value):
            return canonical(node.value)  # :+1: without its colons looks like a number
        text = _text(node, path, report, "an emoji")
        if isinstance(text, Bad):
            return BAD
        name = canonical(text) if len(text) <= 64 else ""
        if re.fullmatch(r"[\w+'-]{1,64}", name):
            return name
        return bad(report, path, f"{shown(node)} is not an emoji.", "Write its name, such as `tada`, or 🎉.")


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its IANA name."""

    def schema(self) -> Schema:
        """As JSON schema."""
        return {"type": "string", "pattern": r"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$"}

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The name."""
        text = _text(node, path, report, "a time zone")
        if isinstance(text, Bad):
            return BAD
        try:
            return ZoneInfo(text).key
        except (LookupError, ValueError, OSError):
            known = {zone.lower(): zone for zone in available_timezones()}
            hint = did_you_mean(text.replace(" ", "_"), known)
            meant = next((known[name] for name in known if f"`{name}`" in hint), "")
            hint = f"Did you mean `{meant}`?" if meant else "Write it like `Europe/Lisbon`."
            return bad(report, path, f"I don't know the time zone {shown(node)}.", hint)


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    def schema(self) -> Schema:
        """As JSON schema."""
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """The date as it was written."""
        text = str(node.value)
        if _is(node, "str") and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                return bad(report, path, f"there is no day {shown(node)}.")
        return bad(report, path, f"this should be a date, not {shown(node)}.", "Write it like `2026-03-31`.")
