"""Commanding: what follows `/poll` and `/huzzah poll` - a question, a list of what was asked, or help."""

from collections.abc import Callable
from dataclasses import replace

from handlers.answers import Answer, Note
from handlers.cards.polls import notes
from handlers.events import CommandGiven
from handlers.polls import asking, recurring, templates
from handlers.polls import listing as lists
from handlers.polls import terms as of_poll
from storage.transactions import Work

LISTED = frozenset(
    {
        "list", "polls", "all", "mine", "open polls", "show", "results", "manage", "change", "edit", "delete", "remove",
        "reopen",
    }
)  # fmt: skip
CLOSING = frozenset({"close", "end", "stop", "finish"})
THE_POLL = frozenset({"", "it", "poll", "polls", "vote", "voting", "survey", "now"})
ARTICLES = frozenset({"a", "the", "my", "our", "this", "that", "please"})
"""Words between that change nothing."""
PLANNED = frozenset({"scheduled", "schedule", "planned", "recurring", "calendar"})
HELP = frozenset({"help", "?", "how", "example", "examples"})


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/poll "Lunch?" "Pizza" "Sushi"`; `/poll list`; alone it opens the form."""
    said = event.text.strip().lower()
    if said in LISTED:
        return lists.listing(work, event)
    if wants_to_close(said):
        return lists.closable(work, event)
    if said in HELP:
        return [Note(notes.help_card())]
    if said in PLANNED:
        return recurring.listing(work, event)
    return _asked(work, event)


def wants_to_close(said: str) -> bool:
    """Whether that is all that was typed: `Close the office early?` is a question."""
    words = said.rstrip(" .!").split()
    if not words or words[0] not in CLOSING:
        return False
    return " ".join(word for word in words[1:] if word not in ARTICLES) in THE_POLL


def closing(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah close poll`."""
    return lists.closable(work, event)


def _asked(work: Work, event: CommandGiven) -> list[Answer]:
    # A template, something for later, or a poll for now.
    if problem := templates.undated(event.text):
        return [Note(notes.mistaken(problem))]
    found = templates.chosen(event.text)
    if found is not None:
        if found.listed:
            return templates.listing(work, event)
        if not templates.is_at_once(found):
            return templates.form(work, event, found)
        if problem := templates.wrong(found):
            return [Note(notes.mistaken(problem, ""))]
        event = replace(event, text=templates.expanded(work, event, found))
    timed = recurring.timed(work, event)
    if timed.plan is not None or timed.problem:
        return recurring.command(work, event, timed, templates.comes_anew(found) if found else "")
    return asking.command(work, event)


def listing(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah polls`; with a question behind it, that is asked."""
    return _asked(work, event) if event.text.strip() else lists.listing(work, event)


def template(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah templates`, `/huzzah template lunch now`."""
    return _asked(work, replace(event, text=f"template {event.text}".strip()))


def named(word: str) -> Callable[[Work, CommandGiven], list[Answer]]:
    """`/huzzah lunch`: what `/poll template lunch` does."""
    return lambda work, event: template(work, replace(event, text=f"{word} {event.text}".strip()))


def quiz(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah quiz "Capital of France?" "Paris"* "Lyon"`."""
    return _of_kind(work, event, of_poll.QUIZ)


def rank(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah rank "Which first?" "This" "That"`."""
    return _of_kind(work, event, of_poll.RANKING)


def rate(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah rate "How was the offsite?"`."""
    return _of_kind(work, event, of_poll.RATING)


def _of_kind(work: Work, event: CommandGiven, kind: str) -> list[Answer]:
    text = event.text.strip()
    return asking.command(work, replace(event, text=f"{text} {kind}" if text else ""), kind)
