"""Nests: lists, pairs and records made of shapes - how a file's fields lie inside one another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import yaml

from scoring.book_faults import Report, did_you_mean
from scoring.book_shapes import Bad, Schema, Shape, bad, read, shown
from scoring.book_yaml import Json, place_of


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of things of one shape."""

    shape: Shape
    most: int
    distinct: bool = False

    def schema(self) -> Schema:
        """As JSON schema."""
        found: Schema = {"type": "array", "items": self.shape.schema(), "maxItems": self.most}
        if self.distinct:
            found["uniqueItems"] = True
        return found

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """What is good of the list; with faulty items it keeps their places as null."""
        if not isinstance(node, yaml.SequenceNode):
            return bad(report, path, f"this should be a list, not {shown(node)}.", "Write `[one, two]`.")
        if len(node.value) > self.most:
            return bad(report, path, f"this list has {len(node.value)} entries.", f"Keep it to {self.most}.")
        found: list[Json] = []
        for place, item in enumerate(node.value):
            value = read(self.shape, item, f"{path}[{place}]", report)
            if self.distinct and not isinstance(value, Bad) and value in found:
                report.add(f"{path}[{place}]", f"{shown(item)} is in the list twice.")
            found.append(None if isinstance(value, Bad) else value)
        return found


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names of one shape, each with a value of another."""

    names: Shape
    values: Shape
    most: int

    def schema(self) -> Schema:
        """As JSON schema."""
        names = {key: value for key, value in self.names.schema().items() if key != "type"}
        return {
            "type": "object",
            "propertyNames": names,
            "additionalProperties": self.values.schema(),
            "maxProperties": self.most,
        }

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """What is good of the pairs."""
        if not isinstance(node, yaml.MappingNode):
            return bad(report, path, f"this should be names and values, not {shown(node)}.", "Write `{name: value}`.")
        if len(node.value) > self.most:
            return bad(report, path, f"these are {len(node.value)} entries.", f"Keep it to {self.most}.")
        found: dict[str, Json] = {}
        for key, item in node.value:
            here = f"{path}.{key.value}"
            # A name is a name even where it looks like a number.
            said = yaml.ScalarNode("tag:yaml.org,2002:str", key.value, key.start_mark, key.end_mark)
            name = read(self.names, said, here, report)
            value = read(self.values, item, here, report)
            if isinstance(name, Bad) or isinstance(value, Bad):
                continue
            # Checks across fields know it by its one spelling.
            report.places.setdefault(f"{path}.{name}", report.places[here])
            if str(name) in found:
                report.add(here, f"`{key.value}` is there twice.", "Keep one of them.")
            found[str(name)] = value
        return found


@dataclass(frozen=True, slots=True)
class Field:
    """A named field of a record: its shape, and what it is for in words."""

    name: str
    shape: Shape
    words: str
    required: bool = False
    default: Json = None


Check = Callable[[Mapping[str, Json], str, Report], None]


@dataclass(frozen=True, slots=True)
class Record:
    """Fields by name; no others."""

    fields: tuple[Field, ...]
    also: tuple[Schema, ...] = ()
    """What the schema demands across fields; `check` says the same in words."""
    check: Check | None = None
    by_name: dict[str, Field] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {row.name: row for row in self.fields})

    def schema(self) -> Schema:
        """As JSON schema."""
        properties: Schema = {}
        for row in self.fields:
            about: Schema = {**row.shape.schema(), "description": row.words}
            if row.default is not None:
                about["default"] = row.default
            properties[row.name] = about
        found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required := [row.name for row in self.fields if row.required]:
            found["required"] = required
        if self.also:
            found["allOf"] = list(self.also)
        return found

    def read(self, node: yaml.Node, path: str, report: Report) -> Json | Bad:
        """What is good of the record."""
        if not isinstance(node, yaml.MappingNode):
            known = ", ".join(f"`{name}`" for name in self.by_name)
            return bad(report, path, f"this should be names and values, not {shown(node)}.", f"Known here: {known}.")
        found: dict[str, Json] = {}
        seen: set[str] = set()
        for key, item in node.value:
            name = str(key.value)
            here = f"{path}.{name}" if path else name
            if name in seen:
                report.add(here, f"`{name}` is there twice.", "Keep one of them.", place_of(key.start_mark))
            elif name not in self.by_name:
                hint = did_you_mean(name, self.by_name)
                report.add(here, f"I don't know `{name[:40]}`.", hint, place_of(key.start_mark))
            else:
                value = read(self.by_name[name].shape, item, here, report)
                if not isinstance(value, Bad):
                    found[name] = value
            seen.add(name)
        for row in self.fields:
            if row.required and row.name not in seen:
                report.add(path, f"`{row.name}` is missing.", f"It says: {row.words[0].lower()}{row.words[1:]}")
        if self.check:
            self.check(found, path, report)
        return found
