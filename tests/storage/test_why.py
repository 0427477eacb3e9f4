"""Why and objections rows on both databases: pages, corrections, what is public, and what an admin decides."""

from collections.abc import Iterator

import pytest

from scoring.facts import Fact, FactKind, Mark
from storage import audit, groups, objections, replaying, why
from storage.transactions import Work
from tests.storage.plain_company import NOON, choose, open_database, settle_in


@pytest.fixture
def work(database_url: str) -> Iterator[Work]:
    database = open_database(database_url)
    with database.write("acme", NOON) as opened:
        settle_in(opened, {"ann": 0, "bea": 0, "carl": 0})
        opened.record(
            [
                Fact(FactKind.CHANNEL, NOON, channel="C9", extra=(("name", "secret"), ("private", 1))),
                Fact(FactKind.MESSAGE, NOON + 1, "bea", "C1", "m1", gift=(("ann", 1),)),
                Fact(FactKind.MESSAGE, NOON + 2, "bea", "C9", "m2", gift=(("ann", 2),)),
                Fact(FactKind.GIFT, NOON + 3, "bea", "C1", "request:3", gift=(("ann", 3),), marks=Mark.PRIVATE),
                Fact(FactKind.MESSAGE, NOON + 4, "carl", "C404", "m4", gift=(("ann", 4),)),
                Fact(FactKind.MESSAGE, NOON + 5, "carl", "C1", "m5", gift=(("ann", 5),)),
                Fact(FactKind.DELETE, NOON + 6, "carl", "C1", "m5"),
            ]
        )
        groups.set_channel_members(opened, {"C9": ("ann", "bea")})
        yield opened
    database.close()


def points(work: Work, viewer: str, number: int = 1) -> list[int]:
    rows, _ = why.page(work, "ann", viewer, number)
    return [each.row.points for each in rows]


def test_ones_own_page_has_every_row_and_others_only_what_was_public(work: Work) -> None:
    assert points(work, "ann") == [5, 4, 3, 2, 1]
    assert points(work, "carl") == [5, 1]
    assert points(work, "bea") == [5, 1]


def test_channels_are_named_to_those_who_may_know_them(work: Work) -> None:
    rows, _ = why.page(work, "ann", "ann")
    assert [each.channel for each in rows] == ["general", "", "general", "secret", "general"]
    assert [each.other for each in rows] == ["Carl", "Carl", "Bea", "Bea", "Bea"]


def test_a_correction_stands_under_its_row(work: Work) -> None:
    rows, _ = why.page(work, "ann", "ann")
    assert [[correction.by for correction in each.corrections] for each in rows] == [["delete"], [], [], [], []]


def test_pages_end(work: Work) -> None:
    more = [Fact(FactKind.MESSAGE, NOON + n, "carl", "C1", f"n{n}", gift=(("ann", 1),)) for n in range(10, 20)]
    work.record(more)
    first, goes_on = why.page(work, "ann", "ann")
    second, ends = why.page(work, "ann", "ann", 2)
    assert (len(first), goes_on, len(second), ends) == (why.PAGE, True, 7, False)
    assert not {each.row for each in first} & {each.row for each in second}
    assert why.page(work, "ann", "ann", 3) == ([], False)


def test_who_wants_no_name_on_boards_has_none_in_the_rows_of_others(work: Work) -> None:
    choose(work, "bea", hidden=1)
    rows, _ = why.page(work, "ann", "carl")
    assert [each.other for each in rows] == ["Carl", ""]
    rows, _ = why.page(work, "ann", "ann")
    assert [each.other for each in rows][2] == "Bea"


@pytest.mark.parametrize(("keep", "state", "left"), [(True, "kept", [3]), (False, "taken back", [])])
def test_an_admin_decides_once(work: Work, keep: bool, state: str, left: list[int]) -> None:
    row = next(each.row for each in why.page(work, "ann", "ann")[0] if each.row.points == 3)
    place = (row.seq, row.n)
    assert objections.raise_one(work, "ann", place, "not mine")
    assert not objections.raise_one(work, "ann", place, "again")
    assert [(doubt.member, doubt.reason) for doubt in objections.doubts(work, "carl")] == [("ann", "not mine")]
    assert objections.settle(work, "carl", place, keep=keep) == "ann"
    assert objections.settle(work, "carl", place, keep=keep) is None
    assert objections.doubts(work, "carl") == []
    [explained] = why.explain(work, [row], "ann")
    assert explained.objections == state
    assert [correction.by for correction in explained.corrections] == ([] if keep else ["settle"])
    assert [entry.member for entry in audit.newest(work)] == ["carl"]
    assert replaying.check(work) == []


def test_only_ones_own_standing_rows_are_objections(work: Work) -> None:
    rows = {each.row.points: each.row for each in why.page(work, "ann", "ann")[0]}
    assert not objections.raise_one(work, "bea", (rows[3].seq, rows[3].n), "not hers")
    assert not objections.raise_one(work, "ann", (rows[5].seq, rows[5].n), "taken back already")
    assert not objections.raise_one(work, "ann", (999, 9), "not there")


def test_admins_who_left_are_not_asked(work: Work) -> None:
    for member, roles in (("ann", "admin"), ("bea", "leader admin"), ("carl", "administrator")):
        work.record([Fact(FactKind.MEMBER, NOON, member, target=member, extra=(("roles", roles),))])
    assert objections.admins(work) == ["ann", "bea"]
    choose(work, "ann", deactivated=1)
    assert objections.admins(work) == ["bea"]
