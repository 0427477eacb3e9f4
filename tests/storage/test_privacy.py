"""Privacy: choices one by one, an export of everything, and being forgotten down to the last byte."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Text
from sqlmodel import SQLModel

from handlers.answers import Post, Whisper
from handlers.cards.blocks import Card, Person, Say
from handlers.codec import encode
from scoring.facts import Fact, FactKind
from storage import audit, boards, erasing, forgetting, groups, letters, objections, outbox, privacy, replaying, words
from storage.erased_columns import NAMELESS, PEOPLE, TEXTS
from storage.transactions import Database, Work
from tests.storage.plain_company import NOON, choose, give, named, open_database, settle_in

ANA, NAME = "U07ANA", "Ana “Nina” Sousa"
KEY = "0123456789abcdef" * 4


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    with opened.write("acme", NOON) as work:
        settle_in(work, {ANA: 4, "ben": 7, "mei": 2})
        everything_about_ana(work)
    yield opened
    opened.close()


def everything_about_ana(work: Work) -> None:
    """Ana leaves a trace in every table that can hold one."""
    work.record(
        [
            named(ANA, "Ana S."),
            named(ANA, NAME),
            Fact(
                FactKind.MEMBER, NOON, "mei", target=ANA, extra=(("roles", "admin leader"), ("zone", "Europe/Lisbon"))
            ),
            Fact(FactKind.MESSAGE, NOON, ANA, "C1", "m1", length=3, people=("ben",), gift=(("ben", 2), ("mei", 1))),
            Fact(FactKind.MESSAGE, NOON, "ben", "C1", "m2", length=3, people=(ANA,), gift=((ANA, 3),)),
            Fact(FactKind.REACTION, NOON, ANA, "C1", "m2", target="ben", emoji="tada"),
            Fact(FactKind.REACTION, NOON, "zoe", "C1", "m2", target="ben", emoji="heart"),
            Fact(FactKind.REACTION, NOON, "mei", "C1", "m1", target=ANA, emoji="heart"),
            Fact(FactKind.ABSENCE, NOON, ANA, extra=(("first", 739_700), ("last", 739_702))),
        ]
    )
    words.keep(work, {5: (ANA, "thanks <@ben>"), 6: ("ben", f"<@{ANA}|Ana> and {NAME}, thanks <@{ANA}>")})
    rows = work.connection.exec_driver_sql(f"SELECT seq, n FROM ledger WHERE member = '{ANA}' ORDER BY seq").all()
    objections.raise_one(work, ANA, (rows[0][0], rows[0][1]), "I was only testing")
    groups.set_groups(work, {"G1": ("design", (ANA, "ben"))})
    groups.set_channel_members(work, {"C9": (ANA,)})
    audit.write(work, ANA, "role", f"{ANA} is a leader")
    letters.bury(work, json.dumps({"_": "MemberChanged", "member": ANA, "name": NAME}, ensure_ascii=False), f"no {ANA}")
    card = Card(f"{NAME} is praised\n{NAME}", (Say((Person(ANA, NAME),)),))
    outbox.put(
        work,
        [
            outbox.Letter("whisper", f"@{ANA}", encode(Whisper(ANA, card))),
            outbox.Letter("post", "C1", encode(Post("C1", card))),
        ],
    )


def whole(work: Work) -> str:
    """Every row of every table, as one text."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        found += [f"{table.name}: {tuple(row)}" for row in work.connection.execute(table.select())]
    return "\n".join(found)


def totals(work: Work) -> list[tuple[object, ...]]:
    sql = (
        "SELECT span, start, channel, measure, amount, count(*) FROM total WHERE amount <> 0 "
        "GROUP BY span, start, channel, measure, amount ORDER BY 1, 2, 3, 4, 5"
    )
    return [tuple(row) for row in work.connection.exec_driver_sql(sql)]


@pytest.mark.parametrize("name", privacy.CHOICES)
def test_each_choice_is_made_and_taken_back_on_its_own(database: Database, name: str) -> None:
    with database.write("acme", NOON) as work:
        assert privacy.choose(work, "ben", {name: False}) == [name]
        assert privacy.choices(work, "ben") == {**dict.fromkeys(privacy.CHOICES, True), name: False}
        assert privacy.choose(work, "ben", dict.fromkeys(privacy.CHOICES, True)) == [name]
        assert all(privacy.choices(work, "ben").values())
        assert privacy.choose(work, "ben", dict.fromkeys(privacy.CHOICES, True)) == []


def test_whoever_does_not_want_to_be_shown_keeps_their_points(database: Database) -> None:
    with database.write("acme", NOON) as work:
        which = boards.Which("all", 0)
        before = boards.standing(work, which, "ben")
        privacy.choose(work, "ben", {"show": False})
        assert boards.standing(work, which, "ben") is None
        privacy.choose(work, "ben", {"show": True})
        assert boards.standing(work, which, "ben") == before


def test_the_export_has_all_that_is_held_and_nothing_of_others(database: Database) -> None:
    with database.write("acme", NOON) as work:
        found = privacy.export(work, ANA)
    held = {name for name, rows in found.items() if isinstance(rows, list) and rows}
    assert held >= {
        "fact", "member", "message", "reaction", "counter", "total", "badge", "streak", "ledger", "words", "objection",
        "group_member", "channel_member", "audit", "outbox", "dead_letter",
    }  # fmt: skip
    assert found["about"]["name"] == NAME
    assert found["about"]["choices"] == dict.fromkeys(privacy.CHOICES, True)
    assert json.loads(json.dumps(found)) == found
    assert all(ANA in json.dumps(row) for rows in found.values() if isinstance(rows, list) for row in rows)
    assert found["ledger"][0]["at"] == "2026-03-04T12:00:00+00:00"


def test_the_export_of_a_stranger_is_empty(database: Database) -> None:
    with database.write("acme", NOON) as work:
        found = privacy.export(work, "U0STRANGER")
    assert not [name for name, rows in found.items() if isinstance(rows, list) and rows]


def test_no_byte_of_an_erased_member_is_left_in_any_table(database: Database) -> None:
    with database.write("acme", NOON) as work:
        assert ANA in whole(work)
        assert "Sousa" in whole(work)
        pseudonym = privacy.erase(work, ANA, KEY)
    with database.read("acme", NOON) as work:
        text = whole(work)
    assert ANA not in text
    for name in ("Sousa", "Nina", "Ana S.", "|Ana>", "only testing"):
        assert name not in text
    assert ANA not in pseudonym
    assert pseudonym in text


def test_no_byte_of_an_erased_member_is_left_in_the_file(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.write("acme", NOON) as work:
        settle_in(work, {ANA: 4, "ben": 7})
        everything_about_ana(work)
    with database.write("acme", NOON) as work:
        privacy.erase(work, ANA, KEY)
    database.close()
    database = open_database(sqlite_url)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        path = str(database.url.database)
    database.close()
    with open(path, "rb") as file:  # noqa: PTH123  # the raw bytes are the point
        data = file.read()
    assert b"Sousa" not in data
    assert ANA.encode() not in data


def test_totals_stay_true_and_a_rebuild_arrives_at_the_same(database: Database) -> None:
    with database.write("acme", NOON) as work:
        before = totals(work)
        privacy.erase(work, ANA, KEY)
        assert totals(work) == before
        assert replaying.check(work) == []
    with database.write("acme", NOON) as work:
        replaying.rebuild(work)
        assert totals(work) == before
        assert replaying.check(work) == []


def test_what_happens_after_an_erasure_still_follows_from_the_facts(database: Database) -> None:
    with database.write("acme", NOON) as work:
        privacy.erase(work, ANA, KEY)
        work.record(
            [
                Fact(FactKind.UNREACTION, NOON + 1, "mei", "C1", "m1", emoji="heart"),
                Fact(FactKind.DELETE, NOON + 2, "ben", "C1", "m2"),
                Fact(FactKind.DELETE, NOON + 3, "", "C1", "m1"),
            ]
        )
        assert replaying.check(work) == []


def test_messages_deleted_before_an_erasure_are_replayed_in_the_same_order(database: Database) -> None:
    with database.write("acme", NOON) as work:
        work.record([Fact(FactKind.DELETE, NOON + 2, "ben", "C1", "m2")])
        privacy.erase(work, "mei", KEY)
        privacy.erase(work, ANA, KEY)
        privacy.erase(work, "zoe", KEY)
        assert replaying.check(work) == []


def test_an_erased_member_leaves_the_boards_and_others_move_up(database: Database) -> None:
    with database.write("acme", NOON) as work:
        privacy.erase(work, "ben", KEY)
        which = boards.Which("all", 0)
        assert {place.member for place in boards.board(work, which)} == {ANA, "mei"}
        mine = boards.standing(work, which, ANA)
        assert mine
        assert mine.of_people == 2


def test_the_forgotten_are_recognised_and_nobody_else(database: Database) -> None:
    with database.write("acme", NOON) as work:
        assert privacy.forgotten(work, [ANA, "ben"]) == set()
        privacy.erase(work, ANA, KEY)
        assert privacy.forgotten(work, [ANA, "ben", ""]) == {ANA}
    with database.write("other", NOON) as work:
        assert privacy.forgotten(work, [ANA]) == set()


def test_the_first_key_stays_and_without_one_nothing_is_erased(database: Database) -> None:
    with database.write("acme", NOON) as work, pytest.raises(LookupError):
        privacy.erase(work, ANA)
    with database.write("acme", NOON) as work:
        assert privacy.ensure_pepper(work, KEY) == KEY
        assert privacy.ensure_pepper(work, "another") == KEY
        privacy.erase(work, ANA)
        assert privacy.forgotten(work, [ANA]) == {ANA}


def test_the_program_makes_the_key_once_at_its_start(database: Database) -> None:
    forgetting.keep_pepper(database, KEY)
    forgetting.keep_pepper(database, "another")
    with database.write("acme", NOON) as work:
        assert privacy.ensure_pepper(work, "a third") == KEY
        privacy.erase(work, ANA)


def test_others_with_the_same_name_keep_theirs(database: Database) -> None:
    with database.write("acme", NOON) as work:
        work.record([named("twin", NAME)])
        privacy.erase(work, ANA, KEY)
        assert work.member("twin").name == NAME
        assert replaying.check(work) == []


def test_several_are_erased_one_after_the_other(database: Database) -> None:
    with database.write("acme", NOON) as work:
        assert [privacy.erase(work, each, KEY) for each in (ANA, "ben", "mei")] == ["erased-1", "erased-2", "erased-3"]
        assert replaying.check(work) == []


def test_every_text_column_is_known_to_hold_people_or_not() -> None:
    known = PEOPLE | TEXTS | NAMELESS
    columns = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text) and column.name not in known
    }
    assert columns == set(), "say in storage/erasing.py whether these can hold a member"
    assert not PEOPLE & TEXTS
    assert not (PEOPLE | TEXTS) & NAMELESS


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_erasing_anybody_in_any_history_keeps_facts_and_tables_together(
    new_sqlite: object, data: st.DataObject
) -> None:
    database = open_database(new_sqlite())  # type: ignore[operator]  # the fixture is a maker
    people = ["a", "b", "c", "d"]
    who, place = st.sampled_from(people), st.sampled_from(["m1", "m2", "m3"])
    with database.write("acme", NOON) as work:
        settle_in(work, dict.fromkeys(people, 0))
        for step in range(data.draw(st.integers(1, 14))):
            kind = data.draw(st.sampled_from(["message", "reaction", "unreaction", "delete", "erase"]))
            at = NOON + 1 + step
            if kind == "erase":
                erasing.erase(work, data.draw(who), KEY)
                continue
            gift = ((data.draw(who), 1),) if kind == "message" else ()
            emoji = data.draw(st.sampled_from(["tada", "heart"])) if "reaction" in kind else ""
            fact = Fact(FactKind(kind), at, data.draw(who), "C1", data.draw(place), length=3, gift=gift, emoji=emoji)
            work.record([fact])
        assert replaying.check(work) == []
    database.close()


def test_a_gift_of_an_erased_member_can_still_be_seen_in_the_totals_of_others(database: Database) -> None:
    with database.write("acme", NOON) as work:
        give(work, {"mei": 2}, giver="ben")
        choose(work, "ben", hidden=0)
        privacy.erase(work, "ben", KEY)
        row = work.connection.exec_driver_sql(
            "SELECT amount FROM total WHERE member = 'mei' AND span = 'all' AND channel = '' AND measure = 'received'"
        ).scalar()
        assert row == 2 + 1 + 2
