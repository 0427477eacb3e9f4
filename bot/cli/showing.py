"""Showing: tables and JSON on the terminal; words from people never become control codes."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from typing import Any, Literal, NamedTuple
from unicodedata import category

Align = Literal["left", "right"]
WIDE = 200
"""Columns when nobody looks: a pipe or a file should not get wrapped lines."""


class Column(NamedTuple):
    """A heading and how its cells stand."""

    title: str
    align: Align = "left"


def plain(words: object) -> str:
    """Text for a terminal: without control characters, which could move the cursor or change the title."""
    return "".join("\N{REPLACEMENT CHARACTER}" if category(char) in ("Cc", "Cf", "Cs") else char for char in str(words))


def number(value: int) -> str:
    """With separators."""
    return f"{value:,}"


def when(moment: int, zone: str = "") -> str:
    """A moment for people, in a zone."""
    from scoring.periods import zone_of

    if not moment:
        return "never"
    return datetime.fromtimestamp(moment / 1_000_000, UTC).astimezone(zone_of(zone)).strftime("%Y-%m-%d %H:%M")


def iso(moment: int) -> str | None:
    """A moment for scripts."""
    return datetime.fromtimestamp(moment / 1_000_000, UTC).isoformat() if moment else None


def say(words: str = "") -> None:
    """A line on standard output."""
    print(words)


def hint(words: str) -> None:
    """A line beside the output: on standard error, so that pipes stay clean."""
    print(words, file=sys.stderr)


def called() -> str:
    """The program as it can be called from here: by its name, or by the path to it where that isn't enough."""
    program = Path(sys.argv[0])
    if program.name != "huzzah" or not program.is_file():
        return "huzzah"
    found = which("huzzah")
    if found and program.samefile(found):
        return "huzzah"
    return os.path.relpath(program) if program.is_absolute() else plain(program)


def as_json(value: object) -> None:
    """Output for scripts."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def table(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
    """Rows under headings."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for column in columns:
        shown.add_column(column.title, justify=column.align)
    for row in rows:
        shown.add_row(*(Text(plain(number(cell) if isinstance(cell, int) else cell)) for cell in row))
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE)
    console.print(shown)


def pairs(values: Mapping[str, Any]) -> None:
    """Names and what they are, one a line."""
    width = max(map(len, values), default=0)
    for name, value in values.items():
        say(f"{name:<{width}}  {plain(number(value) if isinstance(value, int) else value)}")
