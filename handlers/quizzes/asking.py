"""Asking: `/huzzah trivia` - by form, in a line, stopped, and another round."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers import helping, people
from handlers.answers import Answer, Note, Open, Refresh, Refuse
from handlers.calendar import typed as times
from handlers.calendar.firing import read_details
from handlers.cards.blocks import Card
from handlers.cards.quizzes import forms, notes
from handlers.cleaning import QUOTES
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.giving import split
from handlers.moderating import ROLE
from handlers.polls import asking, commanding, reading, rights
from handlers.polls.drafting import number_of
from handlers.polls.reading import Typed as TypedPoll
from handlers.quizzes import planning, questions, rounds, setup, typed, writing
from handlers.quizzes.setup import Setup
from storage import places, quizzes
from storage.tables import QuizRoundRow
from storage.transactions import Work

STOP = frozenset({"stop", "end", "cancel", "off", "abort", "quit", "finish", "close"})
THE_ROUND = frozenset("it now the this that my our a please round quiz trivia game all".split())
"""Behind one of those they change nothing."""
HELP = frozenset({"help", "?", "how", "topics", "examples"})
ONE_QUESTION = frozenset({"?", "*", "\n", "？"} | set(QUOTES) - set("'’"))
"""What a single quiz has and the words for a round haven't: quotes, question marks, options on lines."""
UNDER_WAY = "A round is under way here already. When it is over, the next one can begin."


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah trivia 5 geography every friday 15:00`; alone the form; with one question it is a single quiz."""
    words = event.text.strip().lower().strip(" .!")
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    if _is_stop(words):
        return _stop(work, event.member, quizzes.running(work, event.channel), event.channel)
    if words in HELP:
        return [Note(notes.help_card(tuple(questions.TOPICS.values())))]
    if not words:
        return form(work, event)
    event = replace(event, text=event.text.strip())
    said = typed.read(event.text.rstrip("?？ "), _zone(work, event.member), event.at)
    if said.problem and _is_one_question(event.text):
        return commanding.quiz(work, event)
    return _typed(work, event, said)


def _is_stop(words: str) -> bool:
    first, *rest = words.split() or [""]
    return first in STOP and THE_ROUND.issuperset(rest)


def pub(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah pub quiz`."""
    first, _, rest = event.text.strip().partition(" ")
    if first.lower() not in ("quiz", "trivia", "quizzes"):
        return helping.unknown(work, event, f"pub {first}".strip(), ("trivia",))
    return command(work, replace(event, text=rest))


def form(work: Work, event: CommandGiven | ButtonPressed) -> list[Answer]:
    """The form."""
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    known = people.place(work, event.member, event.channel)
    return [Open(forms.play(event.channel if known else "", event.channel))]


def _is_one_question(text: str) -> bool:
    # A single quiz, which polls are read for: by its signs, or by the options that they find in it.
    return bool(ONE_QUESTION & set(text)) or len(reading.read(text).options) > 1


def _typed(work: Work, event: CommandGiven, said: typed.Typed) -> list[Answer]:
    place = asking.place_of(work, TypedPoll(channel=said.channel), event)
    if problem := said.problem or place.problem:
        return [Note(notes.mistaken(problem))]
    what = Setup(said.topics, said.many, said.minutes)
    if said.plan is None:
        return _begin(work, event.member, place.channel, what)
    if problem := planning.problem_with(work, event.member, said.plan, what):
        return [Note(notes.mistaken(problem))]
    return planning.schedule(work, event.member, place.channel, said.plan, what)


def _zone(work: Work, member: str) -> str:
    return work.member(member).zone or work.book.settings.zone


def _begin(work: Work, member: str, channel: str, what: Setup) -> list[Answer]:
    if quizzes.running(work, channel) is not None:
        return [Note(notes.told(UNDER_WAY))]
    return _begun(work, member, channel, what, Note)


def _begun(work: Work, member: str, channel: str, what: Setup, how: Callable[[Card], Note | Refresh]) -> list[Answer]:
    left = questions.left(work, channel, what.topics) if what.topics and not what.own else what.questions
    row, answers = rounds.begin(work, member, channel, what)
    few = left if left < what.questions else None
    place, own = people.place(work, member, channel), questions.in_lines(what.own)
    return [how(notes.begun(rounds.round_of(work, row), place, own, few)), *answers]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    fields = event.fields
    place = asking.there(work, event.member, fields.get("channel", "").strip() or event.context or event.channel)
    what, errors = _what(fields)
    errors |= {"channel": place.problem} if place.problem else {}
    plan, when = None, " ".join(fields.get("when", "").split())
    if when and when.lower().strip(".!") != "now":
        found = times.when(when, _zone(work, event.member), event.at)
        plan = found.plan
        problem = found.problem or (f"I don't know what “{found.rest[:40]}” means here." if found.rest.strip() else "")
        problem = problem or (planning.problem_with(work, event.member, plan, what) if plan is not None else "")
        errors |= {"when": problem} if problem else {}
    elif not errors and quizzes.running(work, place.channel) is not None:
        errors["when"] = UNDER_WAY
    if errors:
        return [Refuse(errors)]
    if plan is not None:
        return planning.schedule(work, event.member, place.channel, plan, what)
    return _begin(work, event.member, place.channel, what)


def _what(fields: Mapping[str, str]) -> tuple[Setup, dict[str, str]]:
    errors: dict[str, str] = {}
    many, minutes = (_number(fields.get(name, ""), usual) for name, usual in (("many", 5), ("minutes", 2)))
    if problem := typed.out_of_bounds(many, minutes):
        errors["minutes" if setup.LEAST <= many <= setup.MOST else "many"] = problem
    own = writing.Written()
    if fields.get("own", "").strip():
        own = writing.read(fields["own"])
        if own.problem:
            errors["own"] = own.problem
    topics = () if own.questions else questions.topics_of(split(fields.get("topics", "")))
    return Setup(topics, many, minutes, own.questions), errors


def _number(text: str, usual: int) -> int:
    said = text.strip()
    return int(said) if said.isdecimal() and said.isascii() and len(said) < 5 else 0 if said else usual


def stop(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button."""
    row = quizzes.find(work, number_of(event.value))
    if row is not None and row.state != quizzes.RUNNING:
        return [Note(notes.told("That round is over already."))]
    return _stop(work, event.member, row, row.channel if row else event.channel)


def _stop(work: Work, member: str, row: QuizRoundRow | None, channel: str) -> list[Answer]:
    if row is None or row.state != quizzes.RUNNING or places.is_closed(work, member, channel):
        return [Note(notes.none_here())]
    if member != row.member and not work.member(member).has_role("leader", "admin", ROLE):
        return [Note(notes.told("Only whoever began this round, leaders and admins can stop it."))]
    answers = rounds.stop(work, row)
    return [Note(notes.stopped(shared=bool(places.shared(work, [channel])))), *answers]


def again(work: Work, event: ButtonPressed) -> list[Answer]:
    """Another round like the one that is over, for whoever held it."""
    row = quizzes.find(work, number_of(event.value))
    if row is None or row.member != event.member or row.state == quizzes.RUNNING:
        return [Note(notes.none_here())]
    if problem := rights.barred(work, event.member) or asking.there(work, event.member, row.channel).problem:
        return [Note(notes.told(problem))]
    if quizzes.running(work, row.channel) is not None:
        return [Note(notes.told(UNDER_WAY))]
    what = replace(setup.read(read_details(row.details)), by_hand=True)
    return _begun(work, event.member, row.channel, what, Refresh)
