"""Best answers: on Mondays the answer of the week that most people reacted to is recalled, where it was asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers import people, telling
from handlers.answers import Answer, Post
from handlers.calendar import looking, scheduling
from handlers.calendar.firing import Firing
from handlers.calendar.slots import MINUTES
from handlers.cards.prompts import best_answers as cards
from handlers.prompts import questions
from handlers.prompts.planning import KIND
from scoring.book import Kind
from scoring.facts import Fact, FactKind, Micros
from scoring.periods import midnight, week_of
from scoring.state import UNSEEN, Trait
from storage import calendar, places, prompts
from storage.tables import AskedRow
from storage.transactions import Work

LEAST: Final = 2
"""So many people must have reacted."""
NOT_NAMED: Final = int(Trait.NO_ANNOUNCE | Trait.DEACTIVATED | Trait.FORGOTTEN) | UNSEEN


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and how many reacted to it."""

    asked: AskedRow
    message: str
    author: str
    people: int


def fire(work: Work, firing: Firing) -> list[Answer]:
    """Recall the best answer to what was asked in a channel in the week before this one; or say nothing."""
    first, until = _week(work, firing)
    rows = prompts.to_recall(work, firing.channel, until - 1)
    found = [] if places.shared(work, [firing.channel]) else best_of(work, [row for row in rows if row.at >= first])
    prompts.recalled(work, rows)
    if not prompts.to_recall(work, firing.channel, work.now) and not calendar.about(work, KIND, firing.channel):
        # Nobody asks here any more; whoever asks again begins it anew.
        scheduling.end(work, firing.entry)
    return _recalled(work, firing, found) if found else []


def _week(work: Work, firing: Firing) -> tuple[Micros, Micros]:
    # Somebody may have this Monday's look come earlier, or have had the last one: it begins where that one ended.
    entry = calendar.find(work, firing.entry)
    zone = looking.zone_of_entry(work, entry) if entry else work.book.settings.zone
    monday = week_of(firing.slot // MINUTES)
    before = calendar.ran_at(work, firing.entry, firing.slot - 7 * MINUTES)
    first = midnight(zone, monday - 7)
    return min(first, before or first), midnight(zone, monday)


def best_of(work: Work, rows: Sequence[AskedRow]) -> list[Answered]:
    """The answers that most people reacted to, of those who may be named; one for each of them."""
    found: list[Answered] = []
    for row in rows:
        messages = prompts.answers(work, row) if row.message else []
        received = prompts.reception(work, row.channel, messages)
        found += [Answered(row, each.message, each.author, each.people) for each in received if each.people >= LEAST]
    members = work.members(sorted({each.author for each in found}))
    hidden = NOT_NAMED | work.book.outside
    found = [each for each in found if each.author and not members[each.author].traits & hidden]
    most = max((each.people for each in found), default=0)
    best: dict[str, Answered] = {}
    for each in sorted(found, key=lambda one: (one.asked.at, one.asked.prompt, one.message)):
        if each.people == most:
            best.setdefault(each.author, each)
    return list(best.values())


def _recalled(work: Work, firing: Firing, found: Sequence[Answered]) -> list[Answer]:
    named = people.persons(work, [each.author for each in found])
    rows = []
    for each in found:
        asked = questions.find(work, each.asked.prompt)
        text = asked.text if asked else ""
        rows.append(cards.Best(named[each.author], firing.channel, each.message, text))
    card = cards.card(tuple(rows), found[0].people)
    said: list[Answer] = [Post(firing.channel, card, key=f"best:{firing.entry}:{firing.slot}")]
    for each in found:
        fact = Fact(
            FactKind.DEED, firing.at, each.author, firing.channel, each.message, each.asked.message,
            Kind.BEST_ANSWER.value,
        )  # fmt: skip
        [outcome] = work.record([fact])
        said += telling.achievements(work, fact, outcome)
    return said
