"""Posing: who may ask, which question is next in a channel, and putting it there."""

from collections.abc import Sequence
from typing import Final

from handlers import people
from handlers.answers import Post
from handlers.calendar import looking, scheduling
from handlers.calendar.recurrence import Plan
from handlers.cards.blocks import Card
from handlers.cards.prompts import card as cards
from handlers.moderating import ROLE
from handlers.prompts import choosing, questions
from handlers.prompts.questions import Question, Wanted
from storage import calendar, places, prompts
from storage.tables import PromptRow
from storage.transactions import Work

BEST: Final = "best_answer"
"""The kind of entry that recalls the best answer of a week; see handlers.prompts.best."""


def may_ask(work: Work, member: str) -> bool:
    """Whether this member asks questions in channels."""
    return work.member(member).has_role("leader", "admin", ROLE)


def not_here(work: Work, member: str, channel: str) -> Card | None:
    """Why nothing can be asked in a channel; None if it can."""
    if not channel or places.is_closed(work, member, channel):
        return cards.nowhere(shared=False)
    return cards.nowhere(shared=True) if places.shared(work, [channel]) else None


def next_in(
    work: Work, channel: str, which: Wanted, passed: tuple[str, ...] = (), known: Sequence[Question] | None = None
) -> choosing.Choice | None:
    """What would be asked in a channel, if it is to be one of these."""
    fitting = [each for each in (questions.shown(work) if known is None else known) if which.fits(each)]
    return choosing.choose(f"{work.workspace}\n{channel}", fitting, prompts.usage(work, channel), passed)


def keep_own(work: Work, member: str, text: str, which: Wanted) -> Question:
    """A question somebody typed to be asked; it doesn't come again by itself."""
    tags = set(which.tags)
    category = next((each for each in questions.CATEGORIES if each in tags), questions.OURS)
    row = PromptRow(
        workspace="", prompt="", words=text, category=category,
        mood=next((each for each in questions.MOODS if each in tags), "curious"),
        effort=next((each for each in questions.EFFORTS if each in tags), "quick"),
        emoji=questions.EMOJI[category], member=member, named=0, state=prompts.ONCE, settled_at=0, settled_by="",
    )  # fmt: skip
    prompts.add(work, row)
    return questions.of_row(row)


def ask(work: Work, channel: str, question: Question, by: str, known: Sequence[Question] | None = None) -> Post:
    """Put a question into a channel: it is written down, and its best answer will be looked for.

    `known`: all that may be asked by itself, if somebody read that already.
    """
    named = people.person(work, question.by) if question.by else None
    return Post(channel, cards.public(question, named), key=note(work, channel, question, known), by=by)


def note(work: Work, channel: str, question: Question, known: Sequence[Question] | None = None) -> str:
    """The same for a card that looks otherwise: the key under which it is posted."""
    known = questions.shown(work) if known is None else known
    number = choosing.round_of(question.id, known, prompts.usage(work, channel))
    key = prompts.ask(work, channel, question.id, number)
    recall(work, channel)
    return key


def recall(work: Work, channel: str, zone: str = "", *, leads: bool = False) -> None:
    """Every Monday morning the best answers of a channel in which questions are asked are looked for.

    `zone` is that of a rhythm which is set up. Where it `leads`, as the question of the day does, the week of the
    channel goes by the same clock from now on; what is due today comes today still, and once.
    """
    plan = Plan("week mon", zone, 9 * 60, span_minutes=3 * 24 * 60, free_days="after")
    standing = calendar.about(work, BEST, channel)
    if not standing:
        scheduling.add(work, scheduling.Item(BEST, channel, channel), plan)
    for row in standing:
        if leads and zone and row.zone != zone:
            row.zone = zone
            looking.schedule(work, row, row.last)
