"""The table of handlers: which command, word after /huzzah, button and dialog is answered by what."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from handlers import (
    boards,
    contesting,
    giving,
    helping,
    privacy,
    profiles,
    roster,
    rules,
    shoutouts,
    undoing,
    why,
)
from handlers.answers import Answer
from handlers.cleaning import clean, clean_all
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted, Event
from storage.transactions import Work

Command = Callable[[Work, CommandGiven], list[Answer]]
Press = Callable[[Work, ButtonPressed], list[Answer]]
Submit = Callable[[Work, DialogSubmitted], list[Answer]]

QUOTES = "\"'“”„‘’‚«»`/"
"""What phones put around words, and a slash too many."""


def answer(work: Work, event: Event) -> list[Answer]:
    """What a command, button or dialog leads to; what we don't know is told kindly."""
    if not getattr(event, "member", ""):
        return helping.nobody()
    match event:
        case CommandGiven():
            name = event.name.strip().removeprefix("/")
            known = COMMANDS.get(name.lower())
            event = replace(event, text=clean(event.text))
            return known(work, event) if known else helping.unknown(work, event, name, SUBCOMMANDS)
        case ButtonPressed():
            press = BUTTONS.get(event.action)
            event = replace(event, value=clean(event.value))
            return press(work, event) if press else helping.outdated()
        case DialogSubmitted():
            submit = DIALOGS.get(event.dialog)
            event = replace(event, fields=clean_all(event.fields), context=clean(event.context))
            return submit(work, event) if submit else helping.outdated()
    return []


def huzzah(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah WORD …`: the handler of WORD gets the rest as its text."""
    parts = event.text.split(maxsplit=1)
    word = parts[0].strip(QUOTES).lower() if parts else "help"
    handler = SUBCOMMANDS.get(word)
    if handler is None:
        return helping.unknown(work, event, word, SUBCOMMANDS)
    return handler(work, replace(event, text=parts[1].strip() if len(parts) > 1 else ""))


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """A button that stands for a command: its value is what would be typed after /huzzah."""
    given = CommandGiven(
        workspace=event.workspace, at=event.at, member=event.member, channel=event.channel, name="huzzah",
        request=event.request, text=event.value,
    )  # fmt: skip
    return huzzah(work, given)


SUBCOMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "help": helping.command,
        "away": roster.away,
        "board": boards.command,
        "book": rules.command,
        "contest": why.command,
        "contested": contesting.listing,
        "earn": profiles.earn,
        "kudos": giving.command,
        "me": profiles.me,
        "privacy": privacy.command,
        "role": roster.role,
        "rules": rules.command,
        "shoutout": shoutouts.command,
        "undo": undoing.command,
        "values": roster.values,
        "why": why.command,
    }
)
"""Words after /huzzah."""

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "board": boards.command,
        "huzzah": huzzah,
        "kudos": giving.command,
        "shoutout": shoutouts.command,
    }
)
"""Slash commands, without the slash."""

BUTTONS: Mapping[str, Press] = MappingProxyType(
    {
        "board": boards.pressed,
        "contest": contesting.ask,
        "contest_settle": contesting.settle,
        "earn": profiles.earn,
        "huzzah": pressed,
        "kudos": giving.pressed,
        "privacy_change": privacy.change,
        "privacy_export": privacy.export,
        "privacy_forget": privacy.forget,
        "rule_edit": rules.edit,
        "rule_history": rules.history,
        "rule_switch": rules.switch,
        "shoutout": shoutouts.pressed,
        "undo": undoing.pressed,
        "why": why.pressed,
    }
)
"""The `action` of a button."""

DIALOGS: Mapping[str, Submit] = MappingProxyType(
    {
        "contest": contesting.submitted,
        "kudos": giving.submitted,
        "privacy": privacy.submitted,
        "privacy_erase": privacy.forget_confirmed,
        "rule_edit": rules.submitted,
        "shoutout": shoutouts.submitted,
    }
)
"""The `id` of a dialog."""
