"""Noting: which messages stand in the threads of questions, for the best of the week to be found among them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from scoring.facts import FactKind
from storage import prompts
from storage.transactions import Work

if TYPE_CHECKING:
    from handlers.answers import Answer
    from handlers.watching import Seen

SAID: Final = frozenset({FactKind.MESSAGE, FactKind.RESTORE})


def watch(work: Work, seen: "Sequence[Seen]") -> "list[Answer]":
    """Note the messages in threads of questions; most batches have none, and most workspaces no question."""
    said = [
        (fact.channel, fact.thread, fact.message)
        for _, fact, _ in seen
        if fact.thread and fact.kind in SAID and fact.thread != fact.message
    ]
    threads = prompts.threads(work) if said else frozenset()
    found = [each for each in said if each[:2] in threads]
    if found:
        prompts.note_answers(work, found)
    return []
