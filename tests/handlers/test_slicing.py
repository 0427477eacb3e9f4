"""Slicing: nothing that is shown by group can be added or subtracted until fewer than five people stand alone."""

import json
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from handlers.polls import slicing
from handlers.polls.slicing import Slice, Slices, sliced
from storage.votes import LEAST, Choice

OPTIONS = (1, 2, 3)
NAMES = ("engineering", "sales", "legal")
CAST = some.lists(some.tuples(some.integers(0, 3), some.sampled_from(OPTIONS)), max_size=40)
Votes = list[tuple[int, Choice]]


def chosen(cast: list[tuple[int, int]]) -> Votes:
    """(group, option) as votes."""
    return [(group, Choice((option,))) for group, option in cast]


def of(**amounts: tuple[int, ...]) -> Votes:
    """So many votes for each option, by group; `rest` is in none."""
    numbers = {"rest": 0} | {name: place for place, name in enumerate(NAMES, start=1)}
    return [
        (numbers[name], Choice((option,)))
        for name, each in amounts.items()
        for option, amount in enumerate(each, start=1)
        for _ in range(amount)
    ]


def shown(votes: Votes, *, secret: bool = True) -> Slices:
    """What is told of them."""
    return sliced("choice", OPTIONS, votes, NAMES, secret=secret)


def told(slices: Slices, votes: Votes) -> list[frozenset[int]]:
    """Of which voters a sum is known: of all, of each group shown, and of everybody else."""
    names = {each.name for each in slices.shown}
    groups = [frozenset(v for v, (g, _) in enumerate(votes) if g and NAMES[g - 1] == name) for name in names]
    return [frozenset(range(len(votes))), *groups]


def worked_out(sums: list[frozenset[int]]) -> set[frozenset[int]]:
    """Every set of voters whose sum follows from these by adding and subtracting them up to two times each."""
    found: set[frozenset[int]] = set()
    for times in product(range(-2, 3), repeat=len(sums)):
        weights: Counter[int] = Counter()
        for many, voters in zip(times, sums, strict=True):
            for voter in voters:
                weights[voter] += many
        if all(weight in (0, 1) for weight in weights.values()):
            found.add(frozenset(voter for voter, weight in weights.items() if weight))
    return found


@settings(max_examples=300)
@given(CAST)
def test_no_sum_of_fewer_than_five_follows_from_what_is_shown(cast: list[tuple[int, int]]) -> None:
    votes = chosen(cast)
    slices = shown(votes)
    sizes = {len(voters) for voters in worked_out(told(slices, votes))} if slices.shown else set()
    assert not sizes & set(range(1, LEAST))


@settings(max_examples=300)
@given(CAST)
def test_nor_a_sum_in_which_all_but_one_chose_the_same(cast: list[tuple[int, int]]) -> None:
    votes = chosen(cast)
    slices = shown(votes)
    whole = frozenset(range(len(votes)))
    for voters in worked_out(told(slices, votes)) - {frozenset(), whole} if slices.shown else set():
        most = max(Counter(votes[voter][1].options[0] for voter in voters).values())
        assert len(voters) - most >= 2


@settings(max_examples=200)
@given(CAST, some.booleans())
def test_each_sum_is_right_and_none_is_of_fewer_than_five(cast: list[tuple[int, int]], secret: bool) -> None:
    votes = chosen(cast)
    slices = shown(votes, secret=secret)
    for part in (*slices.shown, *((slices.others,) if slices.others else ())):
        names = {each.name for each in slices.shown}
        own = [
            choice.options[0]
            for group, choice in votes
            if (part.name and group and NAMES[group - 1] == part.name)
            or (not part.name and (not group or NAMES[group - 1] not in names))
        ]
        assert part.voters == len(own) >= LEAST
        assert dict(part.counts) == {option: own.count(option) for option in OPTIONS}
    assert {*slices.unshown} == {*NAMES} - {each.name for each in slices.shown}
    assert slicing.read(_kept(slices)) == slices


def _kept(slices: Slices) -> str:
    return json.dumps(slicing.write(slices))


def test_groups_with_five_votes_are_shown_beside_everybody_else() -> None:
    slices = shown(of(engineering=(8, 4, 0), sales=(3, 2, 0), rest=(2, 2, 1)))
    assert slices.shown == (
        Slice("engineering", 12, ((1, 8), (2, 4), (3, 0))),
        Slice("sales", 5, ((1, 3), (2, 2), (3, 0))),
    )
    assert slices.others == Slice("", 5, ((1, 2), (2, 2), (3, 1)))
    assert slices.unshown == ("legal",)


def test_four_votes_left_over_take_the_smallest_group_along() -> None:
    slices = shown(of(engineering=(8, 4, 0), sales=(4, 3, 0), legal=(2, 1, 0), rest=(1, 0, 0)))
    assert [each.name for each in slices.shown] == ["engineering"]
    assert slices.others == Slice("", 11, ((1, 7), (2, 4), (3, 0)))


def test_where_nothing_is_left_over_all_groups_are_shown() -> None:
    slices = shown(of(engineering=(8, 4, 0), sales=(4, 3, 0)))
    assert ([each.name for each in slices.shown], slices.others) == (["engineering", "sales"], None)


def test_a_group_of_one_mind_counts_with_everyone_else() -> None:
    slices = shown(of(engineering=(9, 0, 0), sales=(4, 3, 0), rest=(3, 3, 0)))
    assert ([each.name for each in slices.shown], slices.unshown) == (["sales"], ("engineering", "legal"))
    assert slices.others == Slice("", 15, ((1, 12), (2, 3), (3, 0)))


def test_the_only_one_of_another_mind_doesnt_learn_what_all_others_chose() -> None:
    assert shown(of(engineering=(9, 1, 0), rest=(3, 3, 0))).shown == ()
    assert shown(of(engineering=(9, 2, 0), rest=(3, 3, 0))).shown != ()


def test_what_would_be_left_of_one_mind_isnt_left() -> None:
    slices = shown(of(engineering=(8, 4, 0), sales=(4, 3, 0), rest=(6, 0, 0)))
    assert [each.name for each in slices.shown] == ["engineering"]


def test_where_everybody_agrees_nothing_is_shown_by_group() -> None:
    assert shown(of(engineering=(9, 0, 0), sales=(9, 0, 0))) == Slices(unshown=NAMES)


def test_by_name_only_the_floor_of_five_holds() -> None:
    slices = shown(of(engineering=(9, 0, 0), sales=(2, 2, 0), rest=(2, 0, 0)), secret=False)
    assert [each.name for each in slices.shown] == ["engineering"]
    assert slices.others == Slice("", 6, ((1, 4), (2, 2), (3, 0)))
    assert shown(of(engineering=(9, 0, 0), sales=(2, 2, 0)), secret=False).others is None


def test_a_scale_has_its_mean_by_group() -> None:
    votes = [(1, Choice((mark,))) for mark in (5, 4, 4, 3, 3)] + [(0, Choice((mark,))) for mark in (1, 1, 2, 3, 3)]
    slices = sliced("rating", (1, 2, 3, 4, 5), votes, NAMES[:1], secret=True)
    assert [(each.name, each.mean) for each in slices.shown] == [("engineering", 3.8)]
    assert slices.others is not None
    assert slices.others.mean == 2.0


@pytest.mark.parametrize(
    ("kind", "marks", "apart"),
    [
        ("enps", (0, 1, 2, 3, 6, 5), False),
        ("enps", (0, 1, 2, 3, 6, 7), False),
        ("enps", (0, 1, 2, 3, 7, 9), True),
        ("enps", (9, 10, 9, 10, 8), False),
        ("enps", (7, 8, 7, 8, 7), False),
        ("rating", (1, 2, 1, 2, 1), False),
        ("rating", (5, 4, 5, 4, 3), False),
        ("rating", (5, 4, 5, 2, 3), True),
    ],
)
def test_marks_that_say_the_same_are_of_one_mind(kind: str, marks: tuple[int, ...], apart: bool) -> None:
    first = 0 if kind == "enps" else 1
    options = tuple(range(1, 12 if kind == "enps" else 6))
    mixed = (0, 0, 8, 8, 10) if kind == "enps" else (1, 2, 3, 3, 5)
    votes = [(1, Choice((mark + 1 - first,))) for mark in marks] + [(0, Choice((mark + 1 - first,))) for mark in mixed]
    assert bool(sliced(kind, options, votes, NAMES[:1], secret=True).shown) is apart
    assert sliced(kind, options, votes, NAMES[:1], secret=False).shown


@pytest.mark.parametrize(("second", "apart"), [(0, False), (1, False), (2, True)])
def test_where_both_of_two_may_be_chosen_one_that_nearly_nobody_chose_says_too_much(second: int, apart: bool) -> None:
    cast = [Choice((1,))] * 4 + [Choice((2,))] * second + [Choice()] * (6 - second)
    votes = [(1, choice) for choice in cast] + [(0, Choice((option,))) for option in (1, 1, 1, 2, 2)]
    assert bool(sliced("choices", (1, 2), votes, NAMES[:1], secret=True).shown) is apart


def test_a_ranking_has_its_first_places_by_group() -> None:
    votes = [(1, Choice(order)) for order in ((1, 2), (2, 1), (1,), (3, 1), (2,))]
    [part] = sliced("ranking", OPTIONS, votes, NAMES[:1], secret=True).shown
    assert part.counts == ((1, 2), (2, 2), (3, 1))


def test_of_a_result_without_groups_nothing_is_read() -> None:
    assert slicing.read("") is None
    assert slicing.read('{"voters": 3}') is None
