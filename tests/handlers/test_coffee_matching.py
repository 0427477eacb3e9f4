"""Matching for coffee: everybody once, nobody with whom they avoid, repeats as few as can be."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.coffee.matching import Company, Pair, Seated, match, pair, pairs_of, sizes

NAMES = [f"U{number:02}" for number in range(40)]


def is_fair(company: Company, seated: Seated) -> None:
    """Everybody has exactly one place, tables have two to four seats, and nobody meets whom they avoid."""
    everybody = [one for group in seated.groups for one in group] + list(seated.alone)
    assert sorted(everybody) == sorted(set(company.people))
    assert all(2 <= len(group) <= max(3, company.size) for group in seated.groups)
    assert not company.avoid & set(pairs_of(seated.groups))


def partitions(people: Sequence[str], sizes_left: list[int]) -> Iterator[list[tuple[str, ...]]]:
    """Every way to bring all of them into groups of these sizes."""
    if not people:
        yield []
        return
    for size in sorted(set(sizes_left)):
        rest_sizes = list(sizes_left)
        rest_sizes.remove(size)
        for others in combinations(people[1:], size - 1):
            rest = [one for one in people[1:] if one not in others]
            for groups in partitions(rest, rest_sizes):
                yield [(people[0], *others), *groups]


def repeats(company: Company, groups: Sequence[Sequence[str]]) -> int:
    """How many who met before meet again."""
    return sum(both in company.met for both in pairs_of(groups))


@st.composite
def companies(draw: st.DrawFn, most: int = 24) -> Company:
    people = NAMES[: draw(st.integers(0, most))]
    pairs = st.sampled_from([pair(*both) for both in combinations(NAMES[: max(2, len(people))], 2)])
    return Company(
        people,
        draw(st.integers(2, 4)),
        draw(st.dictionaries(pairs, st.integers(1, 30), max_size=60)),
        draw(st.dictionaries(pairs, st.integers(1, 50), max_size=60)),
        draw(st.frozensets(pairs, max_size=12)),
        draw(st.frozensets(st.sampled_from(NAMES), max_size=3)),
        draw(st.text(max_size=5)),
    )


@given(companies())
def test_everybody_sits_at_one_table_without_whom_they_avoid(company: Company) -> None:
    is_fair(company, match(company))


@given(companies(), st.randoms())
def test_the_same_round_is_matched_alike_in_whatever_order_people_come(company: Company, chance: object) -> None:
    turned = list(reversed(company.people))
    assert match(company) == match(
        Company(turned, company.size, company.met, company.ties, company.avoid, company.waited, company.seed)
    )


@settings(max_examples=60)
@given(companies(most=7))
def test_among_few_no_way_has_fewer_repeats(company: Company) -> None:
    seated = match(company)
    ways = [
        groups
        for groups in partitions(sorted(company.people), sizes(len(company.people), company.size))
        if not company.avoid & set(pairs_of(groups))
    ]
    if ways and len(company.people) > 1:
        assert seated.alone == ()
        assert repeats(company, seated.groups) == min(repeats(company, groups) for groups in ways)


@given(companies())
def test_nobody_is_left_over_who_could_sit_with_another_left_over(company: Company) -> None:
    seated = match(company)
    assert all(pair(one, other) in company.avoid for one, other in combinations(seated.alone, 2))


@pytest.mark.parametrize(
    ("people", "size", "expected"),
    [
        (0, 2, []), (1, 2, []), (2, 2, [2]), (3, 2, [3]), (7, 2, [3, 2, 2]), (4, 3, [2, 2]), (7, 3, [3, 2, 2]),
        (9, 3, [3, 3, 3]), (5, 4, [3, 2]), (9, 4, [3, 3, 3]), (3, 4, [3]),
    ],
)  # fmt: skip
def test_tables_are_as_even_as_can_be_and_odd_pairs_make_one_of_three(
    people: int, size: int, expected: list[int]
) -> None:
    assert sorted(sizes(people, size), reverse=True) == expected
    found = match(Company(NAMES[:people], size))
    assert sorted(map(len, found.groups), reverse=True) == expected


def round_after_round(people: int, rounds: int) -> list[int]:
    """How many met again, round by round."""
    met: dict[Pair, int] = {}
    found = []
    for number in range(rounds):
        seated = match(Company(NAMES[:people], 2, dict(met), seed=str(number)))
        found.append(sum(both in met for both in pairs_of(seated.groups)))
        met = {both: ago + 1 for both, ago in met.items()} | dict.fromkeys(pairs_of(seated.groups), 1)
    return found


@pytest.mark.parametrize("people", [4, 8, 12, 20])
def test_nobody_meets_anybody_twice_for_most_of_the_rounds_there_are(people: int) -> None:
    found = round_after_round(people, people - 1)
    assert sum(found[: people * 2 // 3]) == 0
    assert sum(found) <= people // 2


def test_when_all_have_met_those_meet_again_who_met_longest_ago() -> None:
    met = {("A", "B"): 1, ("C", "D"): 1, ("A", "C"): 2, ("B", "D"): 2, ("A", "D"): 3, ("B", "C"): 3}
    assert match(Company("ABCD", 2, met)).groups == (("A", "D"), ("B", "C"))


def test_those_with_few_ties_are_brought_together() -> None:
    ties = {("A", "B"): 9, ("C", "D"): 9, ("A", "C"): 1, ("B", "D"): 1, ("A", "D"): 5, ("B", "C"): 5}
    assert match(Company("ABCD", 2, {}, ties)).groups == (("A", "C"), ("B", "D"))


def test_who_was_left_over_once_isnt_again() -> None:
    avoid = frozenset({("A", "B"), ("A", "C"), ("B", "C")})
    for waited in "ABC":
        seated = match(Company("ABCD", 2, avoid=avoid, waited=frozenset({waited})))
        assert waited not in seated.alone
        assert "D" not in seated.alone


def test_who_can_sit_with_nobody_is_left_over_alone_and_spoils_it_for_no_one() -> None:
    avoid = frozenset(pair("A", other) for other in "BCDE")
    seated = match(Company("ABCDE", 2, avoid=avoid))
    assert seated.alone == ("A",)
    assert len(seated.groups) == 2


@pytest.mark.parametrize("size", [2, 3, 4])
def test_two_thousand_people_are_matched_in_a_moment(size: int) -> None:
    people = [f"U{number:05}" for number in range(2_001)]
    step = partial(_spread, people)
    met = {step(number, 7): number % 9 + 1 for number in range(30_000)}
    ties = {step(number, 11): number % 40 + 1 for number in range(30_000)}
    avoid = frozenset(step(number, 13) for number in range(400))
    begun = process_time()
    seated = match(Company(people, size, met, ties, avoid, seed="x"))
    taken = process_time() - begun
    is_fair(Company(people, size, avoid=avoid), seated)
    assert seated.alone == ()
    assert repeats(Company(people, size, met), seated.groups) == 0
    assert taken < 10


def _spread(people: list[str], number: int, stride: int) -> Pair:
    first = number * 7919 % len(people)
    return pair(people[first], people[(first + 1 + number * stride % (len(people) - 2)) % len(people)])
