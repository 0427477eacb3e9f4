"""Erasing down to the bytes of the file, sealed letters, and what of others an export leaves out."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.sealing import sealing
from handlers.answers import Whisper
from handlers.cards.blocks import Card, Say, say
from handlers.codec import encode
from scoring.facts import Fact, FactKind
from storage import forgetting, groups, letters, objections, outbox, privacy, schema, sweeping, words
from storage.sealing import WrongKey
from storage.transactions import Database
from tests.storage.plain_company import NOON, named, open_database, settle_in

ANA = "U07ANASOUSA"
KEY, PEPPER = Fernet.generate_key(), "0123456789abcdef" * 4


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    with opened.write("acme", NOON) as work:
        settle_in(work, {ANA: 1, "ben": 1, "mei": 1})
    yield opened
    opened.close()


def sealed(url: str, key: bytes = KEY) -> Database:
    database = Database(url, sealing=sealing(lambda: key))
    schema.prepare(database)
    return database


def bytes_beside(database: Database) -> bytes:
    file = Path(str(database.url.database))
    return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*") if not path.name.endswith("-shm"))


def long_history(database: Database) -> None:
    """Enough, in an order that splits and balances pages, to leave pieces of rows behind."""
    people = [f"U0{n:03}" for n in range(60)]
    with database.write("acme", NOON) as work:
        settle_in(work, {ANA: 1})
        work.record([named(person, person.title()) for person in people] + [named(ANA, "Ana Sousa")])
    for batch in range(6):
        facts = []
        for n in range(500):
            number = (batch * 500 + n) * 7919 % 3000
            who = ANA if number % 3 == 0 else people[number % 60]
            other = people[number % 59] if who == ANA else ANA
            if number % 2:
                facts.append(Fact(FactKind.MESSAGE, NOON + n, who, "C1", f"m{number}", length=3, people=(other,)))
            else:
                facts.append(Fact(FactKind.REACTION, NOON + n, who, "C1", f"m{number}", target=other, emoji="heart"))
        with database.write("acme", NOON) as work:
            work.record(facts)


def test_no_byte_is_left_beside_a_running_program_nor_after_it(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    long_history(database)
    assert ANA.encode() in bytes_beside(database)
    with database.write("acme", NOON) as work:
        privacy.erase(work, ANA, PEPPER)
    running = bytes_beside(database)
    database.close()
    for found in (running, bytes_beside(database)):
        assert ANA.encode() not in found
        assert b"Ana Sousa" not in found
        assert b"erased-1" in found


def test_an_erasure_that_was_interrupted_is_swept_at_the_next_start(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    long_history(database)
    with database.write("acme", NOON) as work:
        privacy.erase(work, ANA, PEPPER)
        work.erased = False  # as if the program ended right after the commit
    assert ANA.encode() in bytes_beside(database)
    database.close()
    database = open_database(sqlite_url)
    assert sweeping.sweep(database.engine)
    assert ANA.encode() not in bytes_beside(database)
    database.close()


def test_while_somebody_reads_the_sweeping_waits_and_nothing_fails(sqlite_url: str) -> None:
    database = open_database(sqlite_url)
    with database.write("acme", NOON) as work:
        settle_in(work, {ANA: 1})
    with database.read("acme", NOON) as reader:
        assert reader.member(ANA).name
        with database.write("acme", NOON) as work:
            privacy.erase(work, ANA, PEPPER)
            work.erased = False
        other = Database(sqlite_url)
        with other.engine.connect() as connection:
            connection.connection.execute("PRAGMA busy_timeout = 100")
        assert not sweeping.sweep(other.engine)
    assert sweeping.sweep(other.engine)
    assert ANA.encode() not in bytes_beside(database)
    other.close()
    database.close()


def test_several_programs_that_start_at_once_keep_one_key(database_url: str) -> None:
    open_database(database_url).close()
    databases = [sealed(database_url) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda place: forgetting.keep_pepper(databases[place], f"{place}" * 64), range(6)))
    kept = set()
    for database in databases:
        with database.write("acme", NOON) as work:
            kept.add(privacy.ensure_pepper(work, ""))
        database.close()
    assert len(kept) == 1
    assert len(kept.pop()) == 64


def stored_pepper(database: Database) -> str:
    with database.look() as connection:
        return str(connection.exec_driver_sql("SELECT value FROM secret").scalar_one())


def test_the_key_of_the_forgotten_lies_sealed_in_the_database(new_database: object) -> None:
    url = new_database()  # type: ignore[operator]  # the fixture is a maker
    plain = open_database(url)
    forgetting.keep_pepper(plain, PEPPER)
    with plain.write("acme", NOON) as work:
        settle_in(work, {ANA: 1})
        privacy.erase(work, ANA)
    assert stored_pepper(plain) == PEPPER
    plain.close()
    database = sealed(url)
    forgetting.keep_pepper(database, "another")
    assert PEPPER not in stored_pepper(database)
    with database.write("acme", NOON) as work:
        assert privacy.forgotten(work, [ANA, "ben"]) == {ANA}
    database.close()


def test_with_another_key_nobody_who_was_erased_is_taken_for_somebody_new(database_url: str) -> None:
    database = sealed(database_url)
    forgetting.keep_pepper(database, PEPPER)
    with database.write("acme", NOON) as work:
        settle_in(work, {ANA: 1})
        privacy.erase(work, ANA)
    database.close()
    other = sealed(database_url, Fernet.generate_key())
    with pytest.raises(WrongKey, match=r"secret\.key"):
        forgetting.keep_pepper(other, "another")
    with pytest.raises(WrongKey), other.read("acme", NOON) as work:
        privacy.forgotten(work, [ANA])
    other.close()


def test_with_another_key_and_nobody_erased_a_new_one_is_made(database_url: str) -> None:
    database = sealed(database_url)
    forgetting.keep_pepper(database, PEPPER)
    database.close()
    other = sealed(database_url, Fernet.generate_key())
    forgetting.keep_pepper(other, "fresh")
    with other.write("acme", NOON) as work:
        assert privacy.ensure_pepper(work, "") == "fresh"
    other.close()


def test_sealed_letters_go_when_anybody_is_erased_and_others_stay(database: Database) -> None:
    with database.write("acme", NOON) as work:
        letters.bury(work, letters.sealed(work, "CommandGiven", "ben", "{}"), "ValueError")
        letters.bury(work, json.dumps({"_": "MemberChanged", "member": "mei"}), "ValueError")
        privacy.erase(work, ANA, PEPPER)
        assert [json.loads(row.event)["_"] for row in letters.dead(work)] == ["MemberChanged"]


def test_an_export_leaves_with_others_what_was_meant_for_them(database: Database) -> None:
    card = Card("told", (Say(say(f"<@{ANA}> thanked you")),))
    with database.write("acme", NOON) as work:
        work.record([Fact(FactKind.CHANNEL, NOON, channel="C9", extra=(("name", "secret"), ("private", 1)))])
        groups.set_channel_members(work, {"C9": ("ben", "mei")})
        first = work.last_seq + 1
        work.record(
            [
                Fact(FactKind.MESSAGE, NOON, "ben", "C1", "m1", gift=((ANA, 1),)),
                Fact(FactKind.MESSAGE, NOON, "ben", "C9", "m2", gift=((ANA, 1),)),
                Fact(FactKind.MESSAGE, NOON, "ben", "C1", "m3", people=(ANA,), gift=(("mei", 1),)),
                Fact(FactKind.MESSAGE, NOON, ANA, "C1", "m4", gift=(("mei", 1),)),
            ]
        )
        said = ["openly", "behind closed doors", f"not like <@{ANA}>", "of hers"]
        by = ["ben", "ben", "ben", ANA]
        words.keep(work, {first + n: (by[n], f"<@{ANA}> {said[n]}") for n in range(4)})
        row = work.connection.exec_driver_sql("SELECT seq, n FROM ledger WHERE member = 'mei' ORDER BY seq").first()
        assert row
        objections.raise_one(work, "mei", (row[0], row[1]), f"because of <@{ANA}>")
        outbox.put(
            work,
            [
                outbox.Letter("whisper", "@mei", encode(Whisper("mei", card))),
                outbox.Letter("whisper", f"@{ANA}", encode(Whisper(ANA, card))),
            ],
        )
        held, of_ben = privacy.export(work, ANA), privacy.export(work, "ben")
    assert [row["markup"] for row in held["words"]] == [f"<@{ANA}> openly", f"<@{ANA}> of hers"]
    assert len(of_ben["words"]) == 3
    assert [row["channel"] for row in held["outbox"]] == [f"@{ANA}"]
    assert held["objection"] == []
