"""The YAML of a rule book with a rule or settings changed: only what differs is written anew, every comment stays."""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple, cast

import yaml

from scoring.book import Book
from scoring.book_faults import BookFaults
from scoring.book_file import dump, parse
from scoring.book_plain import book_to, rule_to
from scoring.book_rules import LIMITS, ONLY, RULE
from scoring.book_schema import ALLOWANCE, CURRENCY, SETTINGS
from scoring.book_yaml import Inline, Json, tree, write

Order = Mapping[str, int]
ORDER: Order = {name: place for record in (RULE, ONLY, LIMITS) for place, name in enumerate(record.by_name)}
"""Where a new line of a rule goes among the others."""
SECTIONS = MappingProxyType({"settings": SETTINGS, "currency": CURRENCY, "allowance": ALLOWANCE})
"""What of a book is no list."""
# Of the same kind as the one that reads books.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Splice(NamedTuple):
    """These signs of the text are replaced by others."""

    start: int
    end: int
    text: str


def with_rule(source: str, wanted: Book, rule: str) -> str:
    """The text of the wanted book: `source` with this rule changed, or all of it anew if that can't be done."""
    text = source.removeprefix("\ufeff")
    try:
        node = _node(text, rule)
        if node is not None:
            before, after = (rule_to(book.rules_by_id[rule]) for book in (parse(text), wanted))
            found = _spliced(text, _changes(text, node, (before, after), ORDER))
            if _is_right(text, found, wanted):
                return found
    except (BookFaults, KeyError, _Unclear):
        pass
    return dump(wanted)


def with_settings(source: str, wanted: Book) -> str:
    """The text of the wanted book: `source` with other settings, currency or allowance, or all of it anew."""
    text = source.removeprefix("\ufeff")
    try:
        found = _spliced(text, _sections(text, wanted))
        if _is_right(text, found, wanted):
            return found
    except (BookFaults, KeyError, _Unclear):
        pass
    return dump(wanted)


def _is_right(text: str, found: str, wanted: Book) -> bool:
    return parse(found, wanted.version) == wanted and sorted(_comments(found)) == sorted(_comments(text))


def _sections(text: str, wanted: Book) -> Iterator[Splice]:
    old, new = book_to(parse(text)), book_to(wanted)
    top = tree(text)
    written = {key.value: value for key, value in top.value}
    if top.flow_style or len(written) != len(top.value):
        raise _Unclear
    for name, record in SECTIONS.items():
        before, after, node = old[name], new[name], written.get(name)
        if before == after or not (isinstance(before, Mapping) and isinstance(after, Mapping)):
            continue
        changed = {key: value for key, value in after.items() if value != before.get(key)}
        if node is None:
            line_break = _break(text)
            lines = "".join(f"{line_break}  {key}: {_line(value)}" for key, value in changed.items())
            gap = "" if text.endswith("\n") else line_break
            yield Splice(len(text), len(text), f"{gap}{line_break}{name}:{lines}{line_break}")
        elif isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
            # What isn't written, since it is as usual, needn't be; what is written stays so.
            here = {key.value for key, _ in node.value}
            kept = {key: value for key, value in after.items() if key in here or key in changed}
            order = {key: place for place, key in enumerate(record.by_name)}
            yield from _changes(text, node, (before, kept), order)
        else:
            raise _Unclear


class _Unclear(Exception):
    """It isn't written in a way that a line can be changed in it."""


def _node(text: str, rule: str) -> yaml.MappingNode | None:
    # The rule with this id, if it is written with a line for each of its fields.
    for key, rows in tree(text).value:
        if key.value == "rules" and isinstance(rows, yaml.SequenceNode) and not rows.flow_style:
            for row in rows.value:
                if isinstance(row, yaml.MappingNode) and not row.flow_style and _id(row) == rule:
                    return row
    return None


def _id(row: yaml.MappingNode) -> str:
    return next((str(value.value) for key, value in row.value if key.value == "id"), "")


def _changes(
    text: str, node: yaml.MappingNode, sides: tuple[Mapping[str, Json], Mapping[str, Json]], order: Order
) -> Iterator[Splice]:
    old, wanted = sides
    written = {key.value: (key, value) for key, value in node.value}
    if len(written) != len(node.value):
        raise _Unclear
    for name, (key, value) in written.items():
        before, after = old.get(name), wanted.get(name)
        if before == after:
            continue  # perhaps written though it is as usual
        if after is None:
            yield from _without(text, key, value)
        elif isinstance(value, yaml.MappingNode) and isinstance(after, Mapping) and after and not value.flow_style:
            yield from _changes(text, value, (before if isinstance(before, Mapping) else {}, after), order)
        else:
            yield from _instead(text, key, value, after)
    for name in wanted:
        if name not in written:
            yield _more(text, node, (name, wanted[name]), order)


def _instead(text: str, key: yaml.Node, value: yaml.Node, after: Json) -> Iterator[Splice]:
    start, end = int(value.start_mark.index), _end(text, value)
    if isinstance(value, yaml.CollectionNode) and not value.flow_style:
        start = text.index(":", key.end_mark.index) + 1  # a list with a line for each goes onto the line of its name
    yield from _above(text, key, (start, end))
    gap = "" if text[start - 1] == " " else " "
    yield Splice(start, end, gap + _line(after))


def _above(text: str, key: yaml.Node, gone: tuple[int, int]) -> Iterator[Splice]:
    # Comments within what goes are put above it.
    line = text.rfind("\n", 0, key.start_mark.index) + 1
    for comment in _comments(text[gone[0] : gone[1]]):
        yield Splice(line, line, f"{' ' * key.start_mark.column}# {comment}{_break(text)}")


def _break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line(value: Json) -> str:
    written: Any = Inline(value) if isinstance(value, Mapping) else value
    return write({"x": written}).removeprefix("x:").strip()


def _without(text: str, key: yaml.Node, value: yaml.Node) -> Iterator[Splice]:
    # The line goes, a comment at its end stays on a line of its own. The line after `- ` can't go.
    line = text.rfind("\n", 0, key.start_mark.index) + 1
    if text[line : key.start_mark.index].strip():
        raise _Unclear
    start, end = int(key.start_mark.index), _end(text, value)
    yield from _above(text, key, (start, end))
    rest = text.find("\n", end)
    rest = len(text) if rest < 0 else rest
    comment = text[end:rest].lstrip()
    yield Splice(start, rest - len(comment), "") if comment else Splice(line, min(rest + 1, len(text)), "")


def _more(text: str, node: yaml.MappingNode, field: tuple[str, Json], order: Order) -> Splice:
    # A line of its own behind the one that comes before it in the book's order; names without one come last.
    name, value = field
    place = order.get(name, len(order))
    before = [pair for pair in node.value if order.get(pair[0].value, 0) < place] or node.value[:1]
    key, last = before[-1]
    end = text.find("\n", _end(text, last))
    line_break = _break(text)
    new = " " * key.start_mark.column + f"{name}: {_line(value)}"
    return Splice(len(text), len(text), line_break + new) if end < 0 else Splice(end + 1, end + 1, new + line_break)


def _end(text: str, node: yaml.Node) -> int:
    # Where what a node says ends: a block says it ends only where the next thing begins.
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    return start + len(text[start:end].rstrip())


def _spliced(text: str, splices: Iterator[Splice]) -> str:
    # From the last to the first, so that places stay true; what goes in at one place keeps its order, before
    # what stands there.
    ordered = sorted(
        enumerate(splices), key=lambda each: (each[1].start, each[1].end > each[1].start, each[0]), reverse=True
    )
    for _, splice in ordered:
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


def _comments(text: str) -> Sequence[str]:
    """Every comment, in order: what stands between what YAML reads, from `#` to the end of its line."""
    found: list[str] = []
    tokens = sorted(cast("Any", yaml.scan(text, Loader=_LOADER)), key=attrgetter("start_mark.index"))
    end = 0
    for token in tokens:
        for line in text[end : token.start_mark.index].splitlines():
            _, sign, comment = line.partition("#")
            if sign:
                found.append(comment.strip())
        end = max(end, token.end_mark.index)
    return found
