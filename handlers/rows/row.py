"""Row: what one subject has in the table of handlers - its words, buttons and dialogs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from handlers.answers import Answer
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from storage.transactions import Work

Command = Callable[[Work, CommandGiven], list[Answer]]
Press = Callable[[Work, ButtonPressed], list[Answer]]
Submit = Callable[[Work, DialogSubmitted], list[Answer]]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a subject answers; the names of the fields are those of the tables in handlers/table.py."""

    subcommands: Mapping[str, Command] = field(default_factory=dict)
    """Words after /huzzah."""
    meant: Mapping[str, Command] = field(default_factory=dict)
    """Words that people try; help doesn't list them."""
    buttons: Mapping[str, Press] = field(default_factory=dict)
    """The `action` of a button."""
    opening: frozenset[str] = frozenset()
    """Those of the buttons that open a dialog."""
    opening_words: frozenset[str] = frozenset()
    """Those of the words that do, where nothing follows them."""
    dialogs: Mapping[str, Submit] = field(default_factory=dict)
    """The `id` of a dialog."""
