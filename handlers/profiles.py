"""Profiles: `/huzzah me`, `/huzzah earn` and `/huzzah badges`."""

from handlers import home
from handlers.answers import Answer, Note
from handlers.cards.rules import card as rules
from handlers.events import ButtonPressed, CommandGiven
from storage.transactions import Work


def me(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah me`."""
    return [Note(home.profile(work, event.member))]


def earn(work: Work, event: CommandGiven | ButtonPressed) -> list[Answer]:
    """`/huzzah earn`, and the button under the profile."""
    return [Note(home.earn(work, event.member, whole=False))]


def badges(work: Work, _event: CommandGiven) -> list[Answer]:
    """`/huzzah badges`."""
    return [Note(rules.badges(work.book))]
