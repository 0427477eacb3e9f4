"""The gallery of trivia: every card and form of it, by name."""

from collections.abc import Callable

from handlers.cards.blocks import Card, Dialog
from handlers.cards.quizzes import card, forms, notes

QUIZZES: tuple[tuple[str, Callable[[], Card | Dialog]], ...] = (
    ("trivia: begins", card.example_begins),
    ("trivia: the host's own", card.example_own),
    ("trivia: called off", card.example_called_off),
    ("trivia: standing", card.example_standing),
    ("trivia: stopped", card.example_stopped),
    ("trivia: nobody", card.example_nobody),
    ("trivia: form", forms.example),
    ("trivia notes: begun", notes.example_begun),
    ("trivia notes: begun, own", notes.example_own),
    ("trivia notes: begun, mixed", notes.example_mixed),
    ("trivia notes: used up", notes.example_used_up),
    ("trivia notes: planned", notes.example_planned),
    ("trivia notes: mistaken", notes.example_mistaken),
    ("trivia notes: help", notes.example_help),
    ("trivia notes: none here", notes.example_none),
    ("trivia notes: stopped", notes.example_stopped),
    ("trivia notes: over", notes.example_over),
    ("trivia notes: shared", notes.example_shared),
    ("trivia notes: not held", notes.example_not_held),
    ("trivia notes: left out", notes.example_passed_over),
)
"""(name, what makes it); a part of handlers.cards.gallery."""
