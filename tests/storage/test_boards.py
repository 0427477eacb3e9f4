"""Boards: dense ranks, ties, neighbours, who is not on them, and reads that never scan."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from scoring.periods import SPANS
from storage import boards, groups
from storage.boards import Place, Rank, Which
from storage.transactions import Database, Work
from tests.storage.plain_company import BOOK, NOON, choose, give, open_database, settle_in

TIED = {"dora": 5, "ann": 9, "carl": 5, "bea": 5, "emil": 2, "fay": 1, "gus": 0}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def work(database: Database) -> Iterator[Work]:
    with database.write("acme", NOON) as opened:
        settle_in(opened, TIED)
        yield opened


def week(work: Work, channel: str = "", measure: str = "points") -> Which:
    first = boards.start(work, "week")
    assert first is not None
    return Which("week", first, measure, channel)


def ranks(places: list[Place]) -> list[tuple[int, str, int]]:
    return [(place.rank, place.member, place.amount) for place in places]


@pytest.mark.parametrize("channel", ["", "C1"])
def test_ranks_are_dense_and_ties_stand_by_name(work: Work, channel: str) -> None:
    assert ranks(boards.board(work, week(work, channel))) == [
        (1, "ann", 9), (2, "bea", 5), (2, "carl", 5), (2, "dora", 5), (3, "emil", 2), (4, "fay", 1),
    ]  # fmt: skip


def test_a_board_that_ends_among_ties_ends_by_name(work: Work) -> None:
    assert [place.member for place in boards.board(work, week(work), limit=3)] == ["ann", "bea", "carl"]


def test_names_come_with_the_places(work: Work) -> None:
    assert boards.board(work, week(work), limit=1) == [Place(1, "ann", "Ann", 9)]


@pytest.mark.parametrize("channel", ["", "C1"])
def test_everybodys_rank_is_the_one_on_the_board(work: Work, channel: str) -> None:
    which = week(work, channel)
    for place in boards.board(work, which, limit=100):
        assert boards.standing(work, which, place.member) == Rank(place.rank, place.amount, 6)
    assert boards.standing(work, which, "gus") is None
    assert boards.standing(work, which, "nobody") is None


@pytest.mark.parametrize("reach", [1, 2, 3])
@pytest.mark.parametrize("channel", ["", "C1"])
def test_around_me_is_a_cutting_of_the_board(work: Work, channel: str, reach: int) -> None:
    which = week(work, channel)
    whole = boards.board(work, which, limit=100)
    for here, place in enumerate(whole):
        cutting = whole[max(0, here - reach) : here + reach + 1]
        assert boards.around(work, which, place.member, reach) == cutting
    assert boards.around(work, which, "gus") == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.lists(st.integers(0, 6), min_size=1, max_size=12))
def test_board_rank_and_neighbours_agree_whatever_the_points(new_sqlite: object, points: list[int]) -> None:
    database = open_database(new_sqlite())  # type: ignore[operator]  # the fixture is a maker
    with database.write("acme", NOON) as work:
        settle_in(work, {f"m{number:02}": amount for number, amount in enumerate(points)})
        whole = boards.board(work, week(work), limit=100)
        assert [place.amount for place in whole] == sorted(filter(None, points), reverse=True)
        for here, place in enumerate(whole):
            assert boards.standing(work, week(work), place.member) == Rank(place.rank, place.amount, len(whole))
            assert boards.around(work, week(work), place.member, 2) == whole[max(0, here - 2) : here + 3]
    database.close()


@pytest.mark.parametrize("trait", ["hidden", "bot", "external", "deactivated", "no_score"])
def test_whoever_is_not_to_be_shown_leaves_every_board_and_comes_back(work: Work, trait: str) -> None:
    before = boards.board(work, week(work))
    choose(work, "ann", **{trait: 1})
    for channel in ("", "C1"):
        assert "ann" not in {place.member for place in boards.board(work, week(work, channel))}
        assert boards.standing(work, week(work, channel), "ann") is None
        assert boards.standing(work, week(work, channel), "bea") == Rank(1, 5, 5)
    choose(work, "ann", **{trait: 0})
    assert boards.board(work, week(work)) == before


def test_given_and_received_have_boards_of_their_own(work: Work) -> None:
    give(work, {"bea": 2}, giver="carl")
    assert ranks(boards.board(work, week(work, measure="given"))) == [(1, "carl", 2)]
    assert ranks(boards.board(work, week(work, measure="received")))[:2] == [(1, "ann", 9), (2, "bea", 7)]


@pytest.mark.parametrize("span", [span for span in SPANS if span != "season"])
def test_every_period_has_a_board(work: Work, span: str) -> None:
    first = boards.start(work, span)
    assert first is not None
    assert boards.board(work, Which(span, first), limit=1)[0].member == "ann"


def test_no_season_runs_unless_the_book_says_so(work: Work) -> None:
    assert boards.start(work, "season") is None


def test_a_season_has_its_own_board(database: Database) -> None:
    book = BOOK + "seasons:\n  - {name: Spring, first: 2026-03-01, last: 2026-05-31}\n"
    with database.write("acme", NOON) as work:
        settle_in(work, {"ann": 2}, book)
        first = boards.start(work, "season")
        assert first is not None
        assert boards.standing(work, Which("season", first), "ann") == Rank(1, 2, 1)


def test_groups_are_ranked_by_head_if_five_can_be_shown(database: Database) -> None:
    with database.write("acme", NOON) as work:
        settle_in(work, {f"a{number}": 10 for number in range(5)} | {f"b{number}": number for number in range(6)})
        groups.set_groups(
            work,
            {
                "GA": ("design", tuple(f"a{number}" for number in range(5))),
                "GB": ("support", tuple(f"b{number}" for number in range(6))),
                "GC": ("few", ("a0", "a1", "b1", "b2")),
            },
        )
        found = boards.groups(work, week(work))
        assert [(place.rank, place.name, place.people, place.tenths) for place in found] == [
            (1, "design", 5, 100),
            (2, "support", 6, 25),
        ]
        choose(work, "a0", hidden=1)
        choose(work, "b5", hidden=1)
        assert [(place.name, place.people, place.tenths) for place in boards.groups(work, week(work))] == [
            ("support", 5, 20)
        ]


def test_nothing_is_read_by_scanning(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.write("acme", NOON) as work:
        settle_in(work, TIED)
        asked: list[tuple[str, object]] = []

        def remember(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
            asked.append((statement, values))

        event.listen(database.engine, "before_cursor_execute", remember)
        for channel in ("", "C1"):
            boards.board(work, week(work, channel))
            boards.around(work, week(work, channel), "bea")
        event.remove(database.engine, "before_cursor_execute", remember)
        assert asked
        for statement, values in asked:
            plan = [row[3] for row in work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]  # type: ignore[arg-type]  # as it was given
            assert not [step for step in plan if step.startswith("SCAN")], statement
            assert not [step for step in plan if "ledger" in step or "fact" in step]
    database.close()
