"""Asking: `/huzzah question` - which is next, another one, one's own, and the card in the channel."""

from dataclasses import dataclass, replace
from typing import Final

from handlers import people
from handlers.answers import Answer, Note, Refresh
from handlers.cards.blocks import Card
from handlers.cards.prompts import card as cards
from handlers.events import ButtonPressed, CommandGiven
from handlers.polls import commanding
from handlers.prompts import choosing, planning, questions
from handlers.prompts.posing import ask, keep_own, may_ask, next_in, not_here
from handlers.prompts.questions import Question, Wanted, understand, wanted
from handlers.prompts.sensitive import touches
from handlers.prompts.wording import from_markup
from storage import prompts
from storage.transactions import Work

OFF: Final = frozenset({"off", "stop", "end", "none", "pause", "cancel"})
SET_UP: Final = frozenset({"setup", "schedule", "plan", "daily", "set up", "of the day", "change"})
NOW: Final = frozenset({"now", "ask", "go"})
HELP: Final = frozenset({"help", "how", "info"})
HOW: Final = "I ask a channel a question, once or again and again. It goes like this:"
MARKS: Final = '"“”„«»‟'
MOST_PASSED: Final = 40
"""So many questions that weren't wanted are kept in mind by a note."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What follows the command: a question of one's own, and the words around it."""

    own: str
    words: str


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah question [now] [kinds] ["one's own"] [every weekday 9:30 | off]`."""
    typed = take_apart(event.text)
    if not may_ask(work, event.member):
        return [Note(cards.not_leader(from_markup(typed.own).text))]
    if typed.words.lower().strip(" .!?") in HELP and not typed.own:
        return [Note(cards.mistaken(HOW))]
    if problem := not_here(work, event.member, event.channel):
        return [Note(problem)]
    words = typed.words.lower().strip(" .!")
    if words in OFF and not typed.own:
        return planning.stop(work, event.channel, event.member)
    if words in SET_UP and not typed.own:
        return planning.opened(event.channel, Wanted())
    asks_now = [word for word in words.split() if word in NOW]
    which, rest = understand(" ".join(word for word in typed.words.split() if word.lower() not in NOW))
    if rest:
        return planning.typed(work, event, which, rest, typed.own)
    if typed.own:
        return _own(work, event, typed.own, which)
    return _next(work, event, which, now=bool(asks_now))


def icebreaker(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah icebreaker`: who leads asks one; everybody else may make a poll of one."""
    if not may_ask(work, event.member):
        return commanding.named("icebreaker")(work, event)
    return command(work, event if event.text.strip() else replace(event, text="icebreakers"))


def take_apart(text: str) -> Typed:
    """A question in quotes, or one that isn't and can't be anything else."""
    first = next((place for place, char in enumerate(text) if char in MARKS), -1)
    last = next((place for place in range(len(text) - 1, -1, -1) if text[place] in MARKS), -1)
    if 0 <= first < last:
        return Typed(text[first + 1 : last].strip(), f"{text[:first]} {text[last + 1 :]}".strip())
    words = text.strip(MARKS + " ")
    is_question = len(words.split()) > 2 and words.rstrip().endswith(("?", "？", "؟"))
    return Typed(words, "") if is_question else Typed("", text.strip(MARKS + " "))


def _own(work: Work, event: CommandGiven, typed: str, which: Wanted) -> list[Answer]:
    checked = from_markup(typed)
    if checked.problem:
        return [Note(cards.mistaken(checked.problem))]
    question = keep_own(work, event.member, checked.text, which)
    if theme := touches(question.text):
        return [Note(_preview(work, event.member, event.channel, (question, Wanted(), (), theme)))]
    return [
        Note(cards.asked(people.place(work, event.member, event.channel), question)),
        ask(work, event.channel, question, event.member),
    ]


def _next(work: Work, event: CommandGiven, which: Wanted, *, now: bool) -> list[Answer]:
    chosen = next_in(work, event.channel, which)
    if chosen is None:
        return [Note(cards.none_left(str(which)))]
    if now:
        return [
            Note(cards.asked(people.place(work, event.member, event.channel), chosen.question)),
            ask(work, event.channel, chosen.question, event.member),
        ]
    return [Note(_preview(work, event.member, event.channel, (chosen.question, which, (), "")))]


def _preview(
    work: Work, member: str, channel: str, what: tuple[Question, Wanted, tuple[str, ...], str], done: str = ""
) -> Card:
    question, which, passed, theme = what
    place = people.place(work, member, channel)
    rhythms = tuple(planning.rhythms(work, channel))
    return cards.preview(cards.Preview(channel, place, question, str(which), passed, theme, rhythms, done))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the buttons of a preview say."""

    channel: str
    which: Wanted
    question: Question | None
    passed: tuple[str, ...]


def _seen(work: Work, event: ButtonPressed) -> _Seen:
    channel, tags, number, *passed = (*event.value.split("|"), "", "", "")[: MOST_PASSED + 3]
    known = questions.find(work, number) if number else None
    return _Seen(channel or event.channel, wanted(tags.split(",")), known, tuple(each for each in passed if each))


def ask_pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """Ask what the preview shows; if it was asked meanwhile, show what is next."""
    seen = _seen(work, event)
    if problem := _stop(work, event.member, seen.channel):
        return [Note(problem)]
    if seen.question is None or not _is_still_open(work, seen):
        return _again(work, event.member, seen, cards.ASKED_MEANWHILE)
    place = people.place(work, event.member, seen.channel)
    return [Refresh(cards.asked(place, seen.question)), ask(work, seen.channel, seen.question, event.member)]


def _is_still_open(work: Work, seen: _Seen) -> bool:
    if seen.question is None:
        return False
    usage = prompts.usage(work, seen.channel)
    row = prompts.find(work, seen.question.id)
    if row is not None and row.state == prompts.ONCE:
        # One's own is asked as often as it is typed.
        return seen.question.id not in usage
    fitting = [each for each in questions.shown(work) if seen.which.fits(each)]
    return choosing.is_open(seen.question.id, fitting, usage)


def other_pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """Another one; those seen before come last."""
    seen = _seen(work, event)
    if problem := _stop(work, event.member, seen.channel):
        return [Note(problem)]
    return _again(work, event.member, seen, "")


def _again(work: Work, member: str, seen: _Seen, done: str) -> list[Answer]:
    passed = (*seen.passed, seen.question.id) if seen.question else seen.passed
    passed = tuple(dict.fromkeys(passed))[-MOST_PASSED + 1 :]
    chosen = next_in(work, seen.channel, seen.which, passed)
    if chosen is None:
        return [Refresh(cards.none_left(str(seen.which)))]
    if chosen.question.id in passed:
        # All were seen: round we go.
        passed = ()
    return [Refresh(_preview(work, member, seen.channel, (chosen.question, seen.which, passed, ""), done))]


def _stop(work: Work, member: str, channel: str) -> Card | None:
    return not_here(work, member, channel) if may_ask(work, member) else cards.not_leader()
