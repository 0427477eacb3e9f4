"""Counting: what votes come to - amounts, means, eNPS, rankings by two methods, quiz scores. Pure."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import Any

from handlers.polls.ranking import Round, borda, most, runoff
from handlers.polls.terms import ENPS, QUIZ, RANKING, RATING
from scoring.facts import Micros
from storage.votes import FEW, LEAST, Choice

RIGHT, FASTEST, SLOWEST = 100, 20, 1
"""Quiz: points for a right answer, and what the first right one gets on top; each further one less, down to one."""
PROMOTERS, DETRACTORS = range(9, 11), range(7)
"""eNPS: the percentage of marks of 9 and 10, less the percentage of 0 to 6 (Reichheld, "The One Number You Need to
Grow", Harvard Business Review 12/2003, https://hbr.org/2003/12/the-one-number-you-need-to-grow)."""

Vote = tuple[str, Choice, Micros]
"""As storage.votes.everything gives them."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a poll comes to."""

    voters: int = 0
    """Whose votes are counted here."""
    counts: tuple[tuple[int, int], ...] = ()
    """(option, amount) in the order of options; ranking: how often it came first."""
    winners: tuple[int, ...] = ()
    """Options that have the most; ranking: who won the instant run-off. None of a scale."""
    mean: float | None = None
    """Rating and eNPS: of the marks, to two places."""
    enps: int | None = None
    """From -100 to 100."""
    borda: tuple[tuple[int, float], ...] = ()
    """Ranking: (option, points) in the order of options."""
    borda_winners: tuple[int, ...] = ()
    rounds: tuple[Round, ...] = ()
    """Ranking: the instant run-off, round by round."""
    scores: tuple[tuple[str, int], ...] = ()
    """Quiz: (member, points) of everybody who answered, the best first; nobody where it is anonymous."""
    best: tuple[str, ...] = ()
    """Quiz: the members with the most points."""
    turnout: int = 0
    """How many voted, counted here or not."""
    hidden: str = ""
    """Why nothing is shown: storage.votes.FEW or LOST."""


def count(
    kind: str, options: Sequence[int], votes: Sequence[Vote], right: Sequence[int] = (), aside: Collection[str] = ()
) -> Tally:
    """What votes come to for these options; what was chosen besides them (removed since) isn't counted.

    The votes of who is `aside` count, but a quiz gives them no points and no place.
    """
    known = frozenset(options)
    cast = [(voter, tuple(option for option in choice.options if option in known), at) for voter, choice, at in votes]
    voters = len(votes)
    if kind == RANKING:
        return _ranked(options, [chosen for _, chosen, _ in cast], voters)
    amounts = Counter(option for _, chosen, _ in cast for option in chosen)
    counts = tuple((option, amounts[option]) for option in options)
    if kind in (RATING, ENPS):
        return _scale(kind, counts, voters)
    scored = [(voter, chosen, at) for voter, chosen, at in cast if voter and voter not in aside]
    scores = score(scored, right) if kind == QUIZ else ()
    return Tally(voters, counts, most(counts), scores=scores, best=best_of(scores), turnout=voters)


def mark_of(kind: str, option: int) -> int:
    """The mark that an option of a scale stands for: the first of a rating is 1, of an eNPS 0."""
    return option - 1 if kind == ENPS else option


def _scale(kind: str, counts: tuple[tuple[int, int], ...], voters: int) -> Tally:
    marks = {mark_of(kind, option): amount for option, amount in counts}
    given = sum(marks.values())
    mean = round(sum(mark * amount for mark, amount in marks.items()) / given, 2) if given else None
    return Tally(voters, counts, mean=mean, enps=enps(marks) if kind == ENPS else None, turnout=voters)


def enps(marks: dict[int, int]) -> int | None:
    """Amounts of marks from 0 to 10 as one number from -100 to 100; halves are rounded up."""
    given = sum(marks.values())
    if not given:
        return None
    difference = sum(marks.get(mark, 0) for mark in PROMOTERS) - sum(marks.get(mark, 0) for mark in DETRACTORS)
    return (200 * difference + given) // (2 * given)


def _ranked(options: Sequence[int], rankings: Sequence[tuple[int, ...]], voters: int) -> Tally:
    firsts = Counter(ranking[0] for ranking in rankings if ranking)
    points, rounds = borda(options, rankings), runoff(options, rankings)
    return Tally(
        voters,
        tuple((option, firsts[option]) for option in options),
        rounds[-1].won if rounds else (),
        borda=points,
        borda_winners=most(points),
        rounds=rounds,
        turnout=voters,
    )


def score(answers: Iterable[tuple[str, tuple[int, ...], Micros]], right: Sequence[int]) -> tuple[tuple[str, int], ...]:
    """(member, points): who answered at the same moment shares the place, and the next places stay empty."""
    given = list(answers)
    scores = {member: 0 for member, chosen, _ in given if chosen}
    correct = sorted((at, member) for member, chosen, at in given if is_right(chosen, right))
    faster = 0
    for _, together in groupby(correct, key=lambda each: each[0]):
        members = [member for _, member in together]
        for member in members:
            scores[member] = RIGHT + max(FASTEST - faster, SLOWEST)
        faster += len(members)
    return _by_points(scores)


def is_right(chosen: Sequence[int], right: Sequence[int]) -> bool:
    """Whether an answer is right: one of the right options, or, of who chooses several, exactly all of them."""
    return len(chosen) == 1 and chosen[0] in right if len(chosen) < 2 else set(chosen) == set(right)


def add_up(questions: Iterable[tuple[tuple[str, int], ...]]) -> tuple[tuple[str, int], ...]:
    """The scores of several questions in one."""
    whole: Counter[str] = Counter()
    for scores in questions:
        for member, points in scores:
            whole[member] += points
    return _by_points(whole)


def best_of(scores: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Who has the most points; nobody if none has any."""
    top = scores[0][1] if scores else 0
    return tuple(member for member, points in scores if points == top) if top else ()


def _by_points(scores: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(scores.items(), key=lambda each: (-each[1], each[0])))


def visible(tally: Tally) -> Tally:
    """As much of an anonymous tally as may be shown: nothing but the turnout if fewer than five are counted."""
    return tally if tally.voters >= LEAST else Tally(turnout=tally.turnout, hidden=FEW)


def firsts(tally: Tally) -> Tally:
    """A ranking with nothing but its first places."""
    return replace(tally, winners=most(tally.counts), borda=(), borda_winners=(), rounds=())


def write_tally(tally: Tally) -> str:
    """As it is kept: only what isn't as usual."""
    said = {each.name: getattr(tally, each.name) for each in fields(Tally)}
    usual = Tally()
    kept = {name: value for name, value in said.items() if value != getattr(usual, name)}
    if tally.rounds:
        kept["rounds"] = [[each.counts, each.out, each.won, each.exhausted] for each in tally.rounds]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def read_tally(text: str) -> Tally:
    """What is kept; nothing kept is nothing counted. Names that Tally doesn't have are others' business."""
    found = json.loads(text) if text else {}
    names = {each.name for each in fields(Tally)}
    said = {name: _tuples(value) for name, value in found.items() if name in names}
    if "rounds" in said:
        said["rounds"] = tuple(Round(*each) for each in said["rounds"])
    return Tally(**said)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value
