"""Counting: against brute force, and rankings against examples that were published with their results."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from handlers.polls import counting, ranking
from handlers.polls.counting import Tally, Vote, count, read_tally, visible, write_tally
from handlers.polls.terms import KINDS
from storage.votes import Choice

MEMPHIS, NASHVILLE, CHATTANOOGA, KNOXVILLE = CITIES = (1, 2, 3, 4)
MONTROLL, KISS, WRIGHT = (1, 2, 3)

OPTIONS = st.integers(1, 6).map(lambda most: tuple(range(1, most + 1)))


def _ballots(amounts: dict[tuple[int, ...], int]) -> list[tuple[int, ...]]:
    return [ballot for ballot, amount in amounts.items() for _ in range(amount)]


def _votes(ballots: Sequence[tuple[int, ...]]) -> list[Vote]:
    return [(f"U{number}", Choice(ballot), number) for number, ballot in enumerate(ballots)]


def _tennessee(memphis: int, nashville: int, chattanooga: int, knoxville: int) -> list[tuple[int, ...]]:
    return _ballots(
        {
            (MEMPHIS, NASHVILLE, CHATTANOOGA, KNOXVILLE): memphis,
            (NASHVILLE, CHATTANOOGA, KNOXVILLE, MEMPHIS): nashville,
            (CHATTANOOGA, KNOXVILLE, NASHVILLE, MEMPHIS): chattanooga,
            (KNOXVILLE, CHATTANOOGA, NASHVILLE, MEMPHIS): knoxville,
        }
    )


def test_tennessee_s_capital_is_nashville_by_borda_and_knoxville_by_run_off() -> None:
    # https://electowiki.org/wiki/Effects_of_different_voting_systems_under_similar_circumstances
    tally = count("ranking", CITIES, _votes(_tennessee(42, 26, 15, 17)))
    assert tally.borda == ((MEMPHIS, 126), (NASHVILLE, 194), (CHATTANOOGA, 173), (KNOXVILLE, 107))
    assert tally.borda_winners == (NASHVILLE,)
    assert [dict(each.counts) for each in tally.rounds] == [
        {MEMPHIS: 42, NASHVILLE: 26, CHATTANOOGA: 15, KNOXVILLE: 17},
        {MEMPHIS: 42, NASHVILLE: 26, KNOXVILLE: 32},
        {MEMPHIS: 42, KNOXVILLE: 58},
    ]
    assert [each.out for each in tally.rounds] == [(CHATTANOOGA,), (NASHVILLE,), ()]
    assert tally.winners == (KNOXVILLE,)
    assert tally.counts == tally.rounds[0].counts


def test_the_tied_tennessee_is_shared() -> None:
    # https://abif.electorama.com/id/TNexampleTie/IRV
    rounds = ranking.runoff(CITIES, _tennessee(42, 20, 10, 12))
    assert [dict(each.counts) for each in rounds] == [
        {MEMPHIS: 42, NASHVILLE: 20, CHATTANOOGA: 10, KNOXVILLE: 12},
        {MEMPHIS: 42, NASHVILLE: 20, KNOXVILLE: 22},
        {MEMPHIS: 42, KNOXVILLE: 42},
    ]
    assert rounds[-1].won == (MEMPHIS, KNOXVILLE)


def test_burlington_s_mayor_of_2009_is_kiss_and_exhausted_rankings_are_told() -> None:
    # Of the three strongest: https://electowiki.org/wiki/2009_Burlington_mayoral_election
    ballots = _ballots(
        {
            (MONTROLL, KISS, WRIGHT): 1332,
            (MONTROLL, WRIGHT, KISS): 767,
            (MONTROLL,): 455,
            (KISS, MONTROLL, WRIGHT): 2043,
            (KISS, WRIGHT, MONTROLL): 371,
            (KISS,): 568,
            (WRIGHT, MONTROLL, KISS): 1513,
            (WRIGHT, KISS, MONTROLL): 495,
            (WRIGHT,): 1289,
        }
    )
    first, last = ranking.runoff((MONTROLL, KISS, WRIGHT), ballots)
    assert (dict(first.counts), first.out, first.exhausted) == ({MONTROLL: 2554, KISS: 2982, WRIGHT: 3297}, (1,), 0)
    assert (dict(last.counts), last.won, last.exhausted) == ({KISS: 4314, WRIGHT: 4064}, (KISS,), 455)


def test_of_several_that_are_last_goes_who_was_last_before() -> None:
    # In the second round 2 and 3 are level; in the first, 3 had fewer.
    ballots = _ballots({(1,): 5, (2,): 4, (3,): 3, (4, 3): 1})
    rounds = ranking.runoff((1, 2, 3, 4), ballots)
    assert [each.out for each in rounds] == [(4,), (3,), ()]
    assert rounds[-1].won == (1,)


def test_of_several_that_were_always_last_goes_who_has_the_fewest_points_and_nobody_last_for_most_wins() -> None:
    # Six of ten put 1 last: if 2 and 3 went together, it would win.
    rounds = ranking.runoff((1, 2, 3), _ballots({(1, 2, 3): 4, (2, 3, 1): 3, (3, 2, 1): 3}))
    assert [(each.out, each.won) for each in rounds] == [((3,), ()), ((), (2,))]
    rounds = ranking.runoff((1, 2, 3), _ballots({(1, 3, 2): 4, (2, 3, 1): 3, (3, 2, 1): 3}))
    assert [(each.out, each.won) for each in rounds] == [((2,), ()), ((), (3,))]


def test_of_several_that_are_level_in_everything_goes_who_stands_furthest_down() -> None:
    rounds = ranking.runoff((1, 2, 3), _ballots({(1,): 2, (2, 1): 1, (3, 1): 1}))
    assert [(each.out, each.won) for each in rounds] == [((3,), ()), ((), (1,))]


def test_several_go_together_where_all_of_them_have_less_than_the_next() -> None:
    rounds = ranking.runoff((1, 2, 3, 4, 5), _ballots({(1,): 4, (2,): 3, (3, 2): 1, (4, 2): 1}))
    assert [each.out for each in rounds] == [(5,), (3, 4), ()]
    assert rounds[-1].won == (2,)


def test_what_a_ranking_leaves_out_shares_what_is_left() -> None:
    assert ranking.borda((1, 2, 3, 4), [(2,)]) == ((1, 1.0), (2, 3.0), (3, 1.0), (4, 1.0))
    assert ranking.borda((1, 2, 3), [(2,)]) == ((1, 0.5), (2, 2.0), (3, 0.5))


def test_nobody_wins_what_nobody_ranked() -> None:
    assert ranking.runoff((1, 2), []) == ()
    assert count("ranking", (1, 2), []) == Tally(counts=((1, 0), (2, 0)), borda=((1, 0.0), (2, 0.0)))


@st.composite
def _ranked(draw: st.DrawFn) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
    options = draw(OPTIONS)
    partial = st.permutations(options).flatmap(lambda each: st.integers(1, len(each)).map(lambda n: tuple(each[:n])))
    return options, draw(st.lists(partial, max_size=12))


@given(_ranked())
def test_borda_is_half_a_point_for_each_comparison_a_ranking_leaves_open(
    given_: tuple[tuple[int, ...], list[tuple[int, ...]]],
) -> None:
    options, ballots = given_
    expected = {option: Fraction(0) for option in options}
    for ballot in ballots:
        place = {option: ballot.index(option) if option in ballot else len(options) for option in options}
        for one, other in permutations(options, 2):
            expected[one] += (place[one] < place[other]) + Fraction(place[one] == place[other], 2)
    assert dict(ranking.borda(options, ballots)) == {option: float(points) for option, points in expected.items()}


@given(_ranked())
def test_a_run_off_loses_no_ranking_and_ends_with_a_winner(
    given_: tuple[tuple[int, ...], list[tuple[int, ...]]],
) -> None:
    options, ballots = given_
    rounds = ranking.runoff(options, ballots)
    left = list(options)
    for number, each in enumerate(rounds):
        assert [option for option, _ in each.counts] == left
        tops = [next((option for option in ballot if option in left), None) for ballot in ballots]
        assert dict(each.counts) == {option: tops.count(option) for option in left}
        assert each.exhausted == tops.count(None)
        assert bool(each.won) == (number == len(rounds) - 1)
        fewest = min(amount for _, amount in each.counts)
        assert all(dict(each.counts)[option] == fewest for option in each.out)
        others = [amount for option, amount in each.counts if option not in each.out]
        assert len(each.out) < 2 or sum(dict(each.counts)[option] for option in each.out) < min(others)
        left = [option for option in left if option not in each.out]
    assert bool(rounds) == bool(ballots)


@given(_ranked())
def test_the_order_of_rankings_doesn_t_matter(given_: tuple[tuple[int, ...], list[tuple[int, ...]]]) -> None:
    options, ballots = given_
    assert ranking.runoff(options, ballots) == ranking.runoff(options, sorted(ballots))


@given(st.lists(st.lists(st.integers(1, 5), max_size=4, unique=True).map(tuple)))
def test_amounts_are_what_one_counts_by_hand(ballots: list[tuple[int, ...]]) -> None:
    # Option 5 was removed after people chose it.
    tally = count("choices", (1, 2, 3, 4), _votes(ballots))
    by_hand = {option: sum(option in ballot for ballot in ballots) for option in (1, 2, 3, 4)}
    assert dict(tally.counts) == by_hand
    assert tally.voters == tally.turnout == len(ballots)
    top = max(by_hand.values())
    assert set(tally.winners) == {option for option, amount in by_hand.items() if amount == top and top}


@given(st.lists(st.integers(0, 10)))
def test_enps_is_promoters_less_detractors_in_percent(marks: list[int]) -> None:
    tally = count("enps", tuple(range(1, 12)), _votes([(mark + 1,) for mark in marks]))
    if not marks:
        assert (tally.enps, tally.mean) == (None, None)
        return
    exact = Fraction(100 * (sum(mark >= 9 for mark in marks) - sum(mark <= 6 for mark in marks)), len(marks))
    assert tally.enps is not None
    assert abs(tally.enps - exact) <= Fraction(1, 2)
    assert tally.mean == round(sum(marks) / len(marks), 2)


def test_enps_of_a_published_example() -> None:
    # 10 detractors, 20 passives, 70 promoters: https://themarketingsage.com/one-simple-number
    assert counting.enps({6: 10, 7: 10, 8: 10, 9: 30, 10: 40}) == 60
    assert counting.enps({0: 3}) == -100
    assert counting.enps({7: 3, 8: 1}) == 0


def test_a_rating_has_a_mean_and_no_winner() -> None:
    tally = count("rating", (1, 2, 3, 4, 5), _votes([(5,), (4,), (4,), (1,)]))
    assert (tally.mean, tally.winners, dict(tally.counts)) == (3.5, (), {1: 1, 2: 0, 3: 0, 4: 2, 5: 1})


def _answers(*given_: tuple[str, int, int]) -> list[Vote]:
    return [(member, Choice((option,)), at) for member, option, at in given_]


def test_a_quiz_pays_a_hundred_and_twenty_down_to_one_for_speed() -> None:
    votes = _answers(*((f"U{number:02}", 2, number) for number in range(25)), ("WRONG", 1, 0))
    scores = dict(count("quiz", (1, 2), votes, right=(2,)).scores)
    assert [scores[f"U{number:02}"] for number in range(25)] == [*range(120, 100, -1), *[101] * 5]
    assert scores["WRONG"] == 0


def test_who_answers_at_the_same_moment_shares_the_place_and_the_win() -> None:
    tally = count("quiz", (1, 2), _answers(("ANA", 1, 7), ("BEN", 1, 7), ("MEI", 1, 8), ("LEA", 2, 1)), right=(1,))
    assert tally.scores == (("ANA", 120), ("BEN", 120), ("MEI", 118), ("LEA", 0))
    assert tally.best == ("ANA", "BEN")


def test_nobody_wins_a_quiz_without_a_right_answer() -> None:
    assert count("quiz", (1, 2), _answers(("ANA", 2, 1)), right=(1,)).best == ()


def test_an_anonymous_quiz_scores_nobody() -> None:
    tally = count("quiz", (1, 2), [("", Choice((1,)), 0)] * 6, right=(1,))
    assert (tally.scores, tally.best, dict(tally.counts)) == ((), (), {1: 6, 2: 0})


def test_of_several_right_options_any_is_right_alone_and_only_all_together() -> None:
    assert counting.is_right((2,), (2, 3))
    assert counting.is_right((3, 2), (2, 3))
    assert not counting.is_right((1, 2), (2, 3))
    assert not counting.is_right((), (2, 3))


def test_several_questions_add_up() -> None:
    assert counting.add_up([(("ANA", 120), ("BEN", 0)), (("BEN", 119), ("LEA", 120))]) == (
        ("ANA", 120),
        ("LEA", 120),
        ("BEN", 119),
    )


@given(st.sampled_from(KINDS), _ranked())
def test_a_tally_is_kept_as_it_is(kind: str, given_: tuple[tuple[int, ...], list[tuple[int, ...]]]) -> None:
    options, ballots = given_
    tally = count(kind, options, _votes(ballots), right=options[:1])
    assert read_tally(write_tally(tally)) == tally


@given(_ranked())
def test_of_fewer_than_five_nothing_but_the_turnout_is_visible(
    given_: tuple[tuple[int, ...], list[tuple[int, ...]]],
) -> None:
    options, ballots = given_
    tally = count("choice", options, _votes(ballots))
    seen = visible(tally)
    assert seen == (tally if len(ballots) >= 5 else Tally(turnout=len(ballots), hidden="few"))
    assert sum(Counter(dict(seen.counts)).values()) in (0, *([sum(map(len, ballots))] * (len(ballots) >= 5)))
