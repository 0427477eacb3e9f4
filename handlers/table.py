"""The table of handlers: which command, word after /huzzah, button and dialog is answered by what."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
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
    settings,
    shoutouts,
    steps,
    undoing,
    viewing,
    why,
)
from handlers.answers import Answer
from handlers.cleaning import QUOTES, clean, clean_all
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted, Event, StepRun
from handlers.intake import currency_of
from scoring.reading import read
from storage.transactions import Work

Command = Callable[[Work, CommandGiven], list[Answer]]
Press = Callable[[Work, ButtonPressed], list[Answer]]
Submit = Callable[[Work, DialogSubmitted], list[Answer]]
Run = Callable[[Work, StepRun], list[Answer]]

AROUND = QUOTES + "/.,:;!?"
"""What stands around a command's word without being part of it: quotes, the end of a sentence, a slash too many."""

LEAST_ALIKE, ALIKE = 5, 0.8
"""Letters, and how much alike: of shorter words too many are."""

OWN = "huzzah"
"""The command before the words."""


def answer(work: Work, event: Event) -> list[Answer]:
    """What a command, button or dialog leads to; what we don't know is told kindly."""
    if not getattr(event, "member", ""):
        return steps.nobody(event) if isinstance(event, StepRun) else helping.nobody()
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
        case StepRun():
            run = STEPS.get(event.step)
            event = replace(event, inputs=clean_all(event.inputs))
            return run(work, event) if run else steps.outdated(event)
    return []


def huzzah(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah WORD …`: the handler of WORD gets the rest as its text."""
    parts = event.text.split(maxsplit=1)
    # Who writes to us directly may well begin with the command.
    while parts and parts[0].strip(AROUND + "@").lower() == OWN:
        parts = parts[1].split(maxsplit=1) if len(parts) > 1 else []
    word = parts[0].strip(AROUND).lower() if parts else "help"
    handler = SUBCOMMANDS.get(word) or MEANT.get(word)
    if handler is None and read(whole := " ".join(parts), currency_of(work)).gift:
        # Thanks as one writes them in a channel, written to us.
        return giving.command(work, replace(event, text=whole))
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
        "badges": profiles.badges,
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
        "settings": settings.command,
        "shoutout": shoutouts.command,
        "undo": undoing.command,
        "values": roster.values,
        "why": why.command,
    }
)
"""Words after /huzzah."""


def _thanked(work: Work, event: CommandGiven) -> list[Answer]:
    # With somebody named it is a gift; without, a courtesy, and help begins with how to give.
    return (giving.command if "@" in event.text else helping.command)(work, event)


MEANT: Mapping[str, Command] = MappingProxyType(
    {
        **dict.fromkeys(("thanks", "thank", "thx", "give"), _thanked),
        **dict.fromkeys(("", "hi", "hello", "hey", "what", "how"), helping.command),
        **dict.fromkeys(("leaderboard", "ranking"), boards.command),
        **dict.fromkeys(("points", "profile"), profiles.me),
    }
)
"""Words that people try; help doesn't list them."""

SPOKEN = frozenset({*SUBCOMMANDS, OWN, "thanks", "thank", "thx", "give"})
"""Words that say something to us after our name."""


def is_spoken(word: str) -> bool:
    """Whether a word after our name says something to us, or was meant to: a slip of a longer word is answered."""
    return word in SPOKEN or (len(word) >= LEAST_ALIKE and bool(get_close_matches(word, SPOKEN, 1, ALIKE)))


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
        "rules": rules.page,
        "settings": settings.pressed,
        "shoutout": shoutouts.pressed,
        "undo": undoing.pressed,
        "view": viewing.pressed,
        "why": why.pressed,
    }
)
"""The `action` of a button."""

OPENING = frozenset({"contest", "kudos", "privacy_change", "privacy_forget", "rule_edit", "settings", "shoutout"})
"""Buttons that open a dialog; on some platforms a button has to say so beforehand."""

OPENING_WORDS = frozenset({"kudos", "settings", "shoutout"})
"""Words after /huzzah that open one where nothing follows them."""


def opens(action: str, value: str = "") -> bool:
    """Whether a button leads to a dialog, as far as can be said before it is pressed."""
    return action in OPENING or (action == OWN and value.strip().lower() in OPENING_WORDS)


DIALOGS: Mapping[str, Submit] = MappingProxyType(
    {
        "contest": contesting.submitted,
        "kudos": giving.submitted,
        "privacy": privacy.submitted,
        "privacy_erase": privacy.forget_confirmed,
        "rule_edit": rules.submitted,
        "settings": settings.submitted,
        "shoutout": shoutouts.submitted,
    }
)
"""The `id` of a dialog."""

STEPS: Mapping[str, Run] = MappingProxyType(
    {
        "give_recognition": steps.give_recognition,
        "post_shoutout": steps.post_shoutout,
    }
)
"""The `step` of a workflow; each answers with exactly one Finish."""
