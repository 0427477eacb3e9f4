"""Negatives: what holds for every rule - stories changed so that nobody may earn more, or anything at all."""

from collections.abc import Callable
from typing import NamedTuple

from scoring.book import Kind
from scoring.facts import FactKind
from scoring.stories import Story, alone, known, taken_back


class Negative(NamedTuple):
    """A change to any story that earns, and whether the earner then still earns as much, or nothing."""

    says: str
    change: Callable[[Story, str], Story]
    """Gets the story and the earner."""
    same: bool = False
    but: tuple[Kind, ...] = ()
    """Kinds it doesn't hold for."""


def _who_is(**profile: int) -> Callable[[Story, str], Story]:
    def change(story: Story, who: str) -> Story:
        # After what the story tells of the same person, before what it tells of anything else.
        told = tuple(fact for fact in story if fact.kind is FactKind.MEMBER)
        rest = tuple(fact for fact in story if fact.kind is not FactKind.MEMBER)
        return (*told, known(who, **profile), *rest)

    return change


def _everyone_else_is(**profile: int) -> Callable[[Story, str], Story]:
    def change(story: Story, who: str) -> Story:
        people = dict.fromkeys(fact.actor for fact in story if fact.actor)
        people.update((person, None) for fact in story for person, _ in fact.gift)
        people.update((person, None) for fact in story for person in fact.people)
        people.pop(who, None)
        return (*(known(person, **profile) for person in people), *story)

    return change


DEEDS = (Kind.BEST_ANSWER, Kind.QUIZ_WON, Kind.CONTEST_WON, Kind.MET)
"""What may turn out not to be so, and to be so again: a contest that was opened once more."""

OF_ONESELF = (
    Kind.MESSAGE,
    Kind.PHOTO,
    Kind.QUESTION,
    Kind.PROMPT_ANSWERED,
    Kind.BEST_ANSWER,
    Kind.VOTED,
    Kind.QUIZ_WON,
    Kind.CONTEST_WON,
)
"""What one can do without anybody else, or what names nobody else."""

UNTOLD = (Kind.VOTED,)
"""A vote doesn't say in which poll, so it can't be known again; who counts the votes sees to that."""

NOT_SCORED = (
    Negative("a bot earns nothing", _who_is(bot=1)),
    Negative("somebody from outside earns nothing", _who_is(external=1)),
    Negative("somebody who left earns nothing", _who_is(deactivated=1)),
    Negative("somebody who opted out earns nothing", _who_is(no_score=1)),
)
"""Who earns nothing by any rule, and holds no badge."""

NEGATIVES = (
    *NOT_SCORED,
    Negative("nobody earns from themselves", alone, but=OF_ONESELF),
    Negative(
        "nobody earns from bots",
        _everyone_else_is(bot=1),
        but=(*OF_ONESELF, Kind.REPLY, Kind.REACTION_GIVEN),
    ),
    Negative("a repeat earns nothing more", lambda story, _: (*story, *story), same=True, but=UNTOLD),
    Negative(
        "a repeat of each step earns nothing more",
        lambda story, _: tuple(fact for fact in story for _ in range(2)),
        same=True,
        but=UNTOLD,
    ),
    Negative("what is taken back earns nothing", lambda story, _: (*story, *taken_back(story)), but=UNTOLD),
    Negative(
        "what is taken back and repeated earns nothing",
        lambda story, _: (*story, *taken_back(story), *story),
        but=(*UNTOLD, *DEEDS),
    ),
    Negative(
        "what is taken back and is so again earns once",
        lambda story, _: (*story, *taken_back(story), *story),
        same=True,
        but=tuple(kind for kind in Kind if kind not in DEEDS),
    ),
    Negative("somebody hidden earns all the same", _who_is(hidden=1), same=True),
    Negative("somebody who isn't announced earns all the same", _who_is(no_announce=1), same=True),
)
"""All that holds for every rule."""
