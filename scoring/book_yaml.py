"""YAML as far as a rule book needs it: a tree that remembers its lines, or the faults that forbid one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import yaml

from scoring.book_faults import BookFaults, Fault, Place

if TYPE_CHECKING:
    _Base = yaml.SafeLoader
else:
    # libyaml is ten times as fast, but not on every machine.
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_BYTES = 256 * 1024
DEEPEST = 12

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
"""What JSON can say."""

# The words of YAML 1.2, by which editors go as well. Without them `on:` would be a truth value, `no` a
# false one, 010 eight, and a date something else than what was written.
_RESOLVERS = (
    ("bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), "tTfF"),
    ("int", re.compile(r"^[-+]?[0-9]+$"), "-+0123456789"),
    ("float", re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"), "-+.0123456789"),
    ("null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]),
)

# What the parser says -> what it means to a person; the first that is contained wins.
_IN_WORDS = (
    (
        "mapping values are not allowed",
        "a `:` can't stand here.",
        "Is the line indented too far? Words with a `: ` inside need quotes.",
    ),
    ("could not find expected ':'", "a `:` is missing after a name.", "Write `name: value`."),
    ("unexpected end of stream", "a quotation mark or bracket is opened and never closed.", ""),
    ("expected ',' or", "a bracket is never closed, or a comma is missing.", ""),
    ("alphabetic or numeric", "a value can't begin with this sign.", "Put it in quotes."),
    ("cannot start any token", "a value can't begin with this sign.", "Put it in quotes."),
    ("unknown escape", "a backslash in double quotes means something else.", "Use single quotes."),
    ("<block end>", "this line is not indented like those above it.", ""),
    ("did not find expected key", "this line is not indented like those above it.", ""),
    ("expected '-' indicator", "this line should begin with `-` like those above it.", ""),
    ("sequence entries are not allowed", "a list can't begin here.", "Begin it on a line of its own."),
)


class _Loader(_Base):
    """Reads with the words above."""


class _Dumper(yaml.SafeDumper):
    """Quotes by the words above, and puts lists a step to the right of their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - what the base class asks for
        """Never without a step."""
        super().increase_indent(flow, False)


class Inline(dict[str, Json]):
    """A mapping to be written on one line."""


for _class in (_Loader, _Dumper):
    _class.yaml_implicit_resolvers = {}
    for _name, _pattern, _first in _RESOLVERS:
        _class.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", _pattern, list(_first))


def _list(dumper: yaml.SafeDumper, rows: Sequence[Json]) -> yaml.Node:
    short = not any(isinstance(row, Mapping) for row in rows)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", rows, flow_style=short)


def _inline(dumper: yaml.SafeDumper, row: Inline) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", row, flow_style=True)


_Dumper.add_representer(list, _list)
_Dumper.add_representer(Inline, _inline)


def tree(source: str) -> yaml.MappingNode:
    """The nodes of a document that is one mapping, without anchors, aliases, tags or deep nesting."""
    _check_text(source)
    try:
        _check_events(source)
        root = yaml.compose(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise BookFaults([_in_words(error)]) from error
    except yaml.reader.ReaderError as error:
        raise _refuse(source, error.position, "there is a sign that YAML doesn't allow.", "Retype it.") from error
    if root is None:
        raise BookFaults([Fault(1, 1, "", "the file is empty.", "Begin with `rules:`.")])
    if not isinstance(root, yaml.MappingNode):
        problem = "a rule book begins with names and a colon, such as `rules:`."
        raise BookFaults([_at(root.start_mark, problem)])
    faults = list(_strange_keys(root))
    if faults:
        raise BookFaults(faults)
    return root


def plain(node: yaml.Node) -> Json:
    """The same as plain data, without a look at what it means; of a key that comes twice the last one."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    match node.tag.rpartition(":")[2]:
        case "int":
            return number(node.value)
        case "float":
            return float(node.value)
        case "bool":
            return bool(node.value.lower() == "true")
        case "null":
            return None
    return str(node.value)


def place_of(mark: object) -> Place:
    """Line and column as people count them; the two parsers have a class each for it."""
    return getattr(mark, "line", 0) + 1, getattr(mark, "column", 0) + 1


def number(text: str) -> int:
    """A whole number; one with too many digits for Python counts as very large."""
    return int(text) if len(text) <= 18 else 10**18 * (-1 if text.startswith("-") else 1)


def write(data: Json) -> str:
    """Data as YAML; lists of single values on one line, and so what is marked as Inline."""
    text = yaml.dump(
        data, Dumper=_Dumper, default_flow_style=False, sort_keys=False, allow_unicode=True, width=MOST_BYTES
    )
    return str(text)


def _check_text(source: str) -> None:
    try:
        size = len(source.encode())
    except UnicodeEncodeError as error:
        raise _refuse(source, error.start, "half a character stands here.", "Save the file as UTF-8.") from error
    if size > MOST_BYTES:
        problem = f"the file has {size // 1024:,} kB; a rule book has {MOST_BYTES // 1024} at most."
        raise BookFaults([Fault(1, 1, "", problem)])
    tabs = []
    for n, line in enumerate(source.splitlines(), 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            tabs.append(Fault(n, indent.index("\t") + 1, "", "a tab can't indent a line.", "Use two spaces."))
    if tabs:
        raise BookFaults(tabs)


def _check_events(source: str) -> None:
    """Refuse what could make the tree endless, before there is a tree."""
    depth = documents = 0
    faults = []
    for event in yaml.parse(source, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                faults.append(_at(event.start_mark, "`---` begins a second document.", "Keep one."))
        if depth > DEEPEST:
            faults.append(_at(event.start_mark, "this is nested too deeply."))
            break
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            problem = "anchors and aliases (`&name`, `*name`) are not used in a rule book."
            faults.append(_at(event.start_mark, problem, "Write it out, or put a value with `*` in quotes."))
        elif getattr(event, "tag", None) is not None:
            faults.append(_at(event.start_mark, "tags (`!name`) are not used in a rule book.", "Leave it out."))
    if faults:
        raise BookFaults(faults)


def _strange_keys(node: yaml.Node) -> Iterator[Fault]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                yield _at(key.start_mark, "a name before a `:` is one word.")
            yield from _strange_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _strange_keys(item)


def _at(mark: object, problem: str, hint: str = "") -> Fault:
    line, column = place_of(mark)
    return Fault(line, column, "", problem, hint)


def _in_words(error: yaml.MarkedYAMLError) -> Fault:
    said = error.problem or "this is not YAML"
    # What is never closed is best found where it was opened.
    opened = "end of stream" in said or "expected ',' or" in said
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    line, column = place_of(mark)
    for known, problem, hint in _IN_WORDS:
        if known in said:
            return Fault(line, column, "", problem, hint)
    return Fault(line, column, "", f"this is not YAML: {said}.")


def _refuse(source: str, position: int, problem: str, hint: str) -> BookFaults:
    before = source[:position]
    column = position - before.rfind("\n")
    return BookFaults([Fault(before.count("\n") + 1, column, "", problem, hint)])
