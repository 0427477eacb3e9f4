"""The table of handlers: which command, word after /huzzah, button and dialog is answered by what."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from handlers import (
    boards,
    giving,
    helping,
    objecting,
    privacy,
    profiles,
    roster,
    rules,
    settings,
    shoutouts,
    steps,
    undoing,
    viewing,
    watching,
    why,
)
from handlers.answers import Answer
from handlers.cleaning import QUOTES, clean, clean_all
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted, Event, StepRun
from handlers.intake import currency_of
from handlers.polls import commanding
from handlers.rows import calendar, polls, quizzes, together
from handlers.rows.row import Command, Press, Submit
from scoring.reading import read
from storage.quizzes import running
from storage.transactions import Work

Run = Callable[[Work, StepRun], list[Answer]]

AROUND = QUOTES + "/.,:;!?"
"""What stands around a command's word without being part of it: quotes, the end of a sentence, a slash too many."""

LEAST_ALIKE, ALIKE = 5, 0.8
"""Letters, and how much alike: of shorter words too many are."""

MAKING = ("make", "create", "new", "start", "launch", "begin")
ENDING = ("close", "end", "finish", "stop")
ARTICLES = frozenset({"a", "an", "the", "my", "our", "this", "that", "new", "another", "quick", "me", "us", "please"})
"""Words between those and what is meant."""

OWN = "huzzah"
"""The command before the words."""

FILLING = frozenset({*MAKING, *ARTICLES, OWN, ""})
"""What `make` and what is to be made may have between them."""

OF_POLLS = frozenset({"", "poll", "polls", "survey", "surveys", "vote", "votes", "ballot", "question", "quiz", "it"})
"""Names of a poll, to end it."""

SUBJECTS = (calendar.ROWS, polls.ROWS, quizzes.ROWS, together.ROWS)
"""What has rows of its own; what was there first stands below."""


def answer(work: Work, event: Event) -> list[Answer]:
    """What a command, button or dialog leads to; what we don't know is told kindly."""
    before = work.last_seq
    return _answered(work, event) + watching.recorded(work, before)


def _answered(work: Work, event: Event) -> list[Answer]:
    if not getattr(event, "member", ""):
        return steps.nobody(event) if isinstance(event, StepRun) else helping.nobody()
    match event:
        case CommandGiven():
            name = event.name.strip().removeprefix("/")
            known = COMMANDS.get(name.lower())
            event = replace(event, text=clean(event.text))
            if known is None and name.lower() in SPOKEN:
                return helping.without_slash(name.lower(), event.text)
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
        "away": roster.away,
        "badges": profiles.badges,
        "board": boards.command,
        "book": rules.command,
        "earn": profiles.earn,
        "help": helping.command,
        "kudos": giving.command,
        "me": profiles.me,
        "object": why.command,
        "objections": objecting.listing,
        "privacy": privacy.command,
        "role": roster.role,
        "rules": rules.command,
        "settings": settings.command,
        "shoutout": shoutouts.command,
        "undo": undoing.command,
        "values": roster.values,
        "why": why.command,
        **{word: handler for rows in SUBJECTS for word, handler in rows.subcommands.items()},
    }
)
"""Words after /huzzah."""


def _thanked(work: Work, event: CommandGiven) -> list[Answer]:
    # With somebody named it is a gift; without, a courtesy, and help begins with how to give.
    return (giving.command if "@" in event.text else helping.command)(work, event)


def _made(work: Work, event: CommandGiven) -> list[Answer]:
    # `make a poll`, `start a new contest`: what stands behind, however often it is said that it shall be made.
    said = re.finditer(r"\S+", event.text)
    begin = next((word.start() for word in said if word[0].strip(AROUND + "@").lower() not in FILLING), len(event.text))
    return huzzah(work, replace(event, text=event.text[begin:]))


def _ended(work: Work, event: CommandGiven) -> list[Answer]:
    # `close poll`; of other things the list, where each has its buttons.
    words = [word for word in event.text.lower().split() if word.strip(AROUND) not in ARTICLES]
    word = words[0].strip(AROUND) if words else ""
    several = f"{word.removesuffix('s')}s"
    if word in quizzes.NAMES and (word not in OF_POLLS or running(work, event.channel) is not None):
        return huzzah(work, replace(event, text="trivia stop"))
    if several in SUBCOMMANDS and several != "polls":
        return huzzah(work, replace(event, text=several))
    if word not in OF_POLLS and (word in SUBCOMMANDS or word in MEANT):
        return helping.unknown(work, event, f"end {word}", SUBCOMMANDS)
    return commanding.closing(work, event)


MEANT: Mapping[str, Command] = MappingProxyType(
    {
        **dict.fromkeys(MAKING, _made),
        **dict.fromkeys(ENDING, _ended),
        **dict.fromkeys(("", "hi", "hello", "hey", "what", "how"), helping.command),
        **dict.fromkeys(("leaderboard", "ranking"), boards.command),
        **dict.fromkeys(("points", "profile"), profiles.me),
        **dict.fromkeys(("thanks", "thank", "thx", "give"), _thanked),
        **{word: handler for rows in SUBJECTS for word, handler in rows.meant.items()},
    }
)
"""Words that people try; help doesn't list them."""

EVERYDAY = frozenset(
    {
        *MAKING,
        *ENDING,
        "",
        "hi",
        "hello",
        "hey",
        "what",
        "how",
        "ask",
        "born",
        "congrats",
        "congratulations",
        "happy",
        "random",
        "sign",
        "wish",
        "wishes",
        "coming",
        "hot",
        "joined",
        "notice",
        "pub",
        "rate",
        "rank",
        "rising",
        "team",
    }
)
"""Words that begin many a sentence which only happens to begin with our name."""

SPOKEN = frozenset({*SUBCOMMANDS, *MEANT, OWN} - EVERYDAY)
"""Words that say something to us after our name."""


def is_said_to_us(text: str) -> bool:
    """Whether what follows our name, and names nobody else, wants an answer: anything but an emoji or pluses."""
    return not text or text[0].isalnum() or text[0] in QUOTES + "/?!."


def is_spoken(word: str) -> bool:
    """Whether a word after our name says something to us, or was meant to: a slip of a longer word is answered."""
    return word in SPOKEN or (len(word) >= LEAST_ALIKE and bool(get_close_matches(word, SPOKEN, 1, ALIKE)))


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "board": boards.command,
        "huzzah": huzzah,
        "kudos": giving.command,
        "poll": commanding.command,
        "shoutout": shoutouts.command,
    }
)
"""Slash commands, without the slash."""

BUTTONS: Mapping[str, Press] = MappingProxyType(
    {
        "board": boards.pressed,
        "earn": profiles.earn,
        "huzzah": pressed,
        "kudos": giving.pressed,
        "object": objecting.ask,
        "objection_settle": objecting.settle,
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
        **{word: handler for rows in SUBJECTS for word, handler in rows.buttons.items()},
    }
)
"""The `action` of a button."""

OPENING = frozenset({"kudos", "object", "privacy_change", "privacy_forget", "rule_edit", "settings", "shoutout"}).union(
    *(rows.opening for rows in SUBJECTS)
)
"""Buttons that open a dialog; on some platforms a button has to say so beforehand."""

OPENING_WORDS = frozenset({"kudos", "settings", "shoutout"}).union(*(rows.opening_words for rows in SUBJECTS))
"""Words after /huzzah that open one where nothing follows them."""


def opens(action: str, value: str = "") -> bool:
    """Whether a button leads to a dialog, as far as can be said before it is pressed."""
    return action in OPENING or (action == OWN and value.strip().lower() in OPENING_WORDS)


DIALOGS: Mapping[str, Submit] = MappingProxyType(
    {
        "kudos": giving.submitted,
        "object": objecting.submitted,
        "privacy": privacy.submitted,
        "privacy_erase": privacy.forget_confirmed,
        "rule_edit": rules.submitted,
        "settings": settings.submitted,
        "shoutout": shoutouts.submitted,
        **{word: handler for rows in SUBJECTS for word, handler in rows.dialogs.items()},
    }
)
"""The `id` of a dialog."""

STEPS: Mapping[str, Run] = MappingProxyType(
    {"give_recognition": steps.give_recognition, "post_shoutout": steps.post_shoutout}
)
"""The `step` of a workflow; each answers with exactly one Finish."""
