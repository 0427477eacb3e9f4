"""The rule book's YAML file: read with every fault at once, and written."""

from collections.abc import Mapping
from textwrap import indent
from typing import cast

from scoring.book import Book
from scoring.book_checks import across_book
from scoring.book_faults import BookFaults, Fault, Report
from scoring.book_nests import Field
from scoring.book_plain import book_from, book_to
from scoring.book_schema import BOOK, SCHEMA
from scoring.book_shapes import read
from scoring.book_yaml import Inline, Json, tree, write

__all__ = ["SCHEMA", "BookFaults", "Fault", "dump", "parse"]

_ON_ONE_LINE = ("values", "levels", "seasons", "badges")
"""Sections with an entry on each line; rules have room between them."""


def parse(source: str, version: int = 0) -> Book:
    """The book that a YAML text says, or BookFaults with everything that is wrong with it."""
    report = Report()
    # A document that is a mapping always reads as one, if only of what is good in it.
    data = cast("Mapping[str, Json]", read(BOOK, tree(source.removeprefix("\ufeff")), "", report))
    across_book(data, report)
    if report.faults:
        raise BookFaults(report.faults)
    return book_from(data, version)


def dump(book: Book) -> str:
    """The book as YAML, with a word on each section; read back, it is the same book."""
    data = book_to(book)
    parts = [_section(field, data[field.name]) for field in BOOK.fields if field.name in data]
    return "# The rule book. `huzzah rules check FILE` says whether a change is right.\n\n" + "\n".join(parts)


def _section(field: Field, data: Json) -> str:
    head = f"# {field.words}\n"
    if isinstance(data, Mapping):
        return head + write({field.name: {name: _inline(value) for name, value in data.items() if value != {}}})
    if not isinstance(data, list) or not data:
        return head + write({field.name: data})
    together = field.name in _ON_ONE_LINE
    rows = [write([_inline(row) if together else _inline_parts(row)]).rstrip("\n") for row in data]
    gap = "\n" if together else "\n\n"
    return head + f"{field.name}:\n" + gap.join(indent(row, "  ") for row in rows) + "\n"


def _inline(value: Json) -> Json:
    return Inline(value) if isinstance(value, Mapping) else value


def _inline_parts(row: Json) -> Json:
    return {name: _inline(value) for name, value in row.items()} if isinstance(row, Mapping) else row
