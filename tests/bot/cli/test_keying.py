"""`huzzah keys`: a fresh key, and everything sealed once more with the first of several."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.keys import apart, fresh
from bot.sealing import sealing
from bot.settings import SettingsFaults, load
from scoring.facts import Micros
from storage import forgetting, installations, letters, resealing, schema
from storage.sealing import Sealing, WrongKey
from storage.transactions import Database
from tests.bot.cli.conftest import Ask
from tests.storage.plain_company import NOON

OLD, NEW = fresh(), fresh()


def with_keys(*keys: str) -> Sealing:
    """What seals with the first, and opens with all."""
    return sealing(lambda: ",".join(keys).encode())


def fill(database: Database, key: Sealing) -> None:
    """Something sealed of every kind, and something that isn't."""
    database.sealing = key
    forgetting.keep_pepper(database, "p" * 32)
    with database.write("acme", NOON) as work:
        installations.keep(work, "slack", "{}", key.seal("tokens"), Micros(0))
        letters.bury(work, letters.sealed(work, "CommandGiven", "ana", "words"), "why")
        letters.bury(work, '{"_": "MessagePosted"}', "why")
    with database.write("gone", NOON) as work:
        installations.keep(work, "slack", "{}", "", Micros(0))


def opened_with(database: Database, key: Sealing) -> list[str]:
    """All that is sealed, in clear."""
    database.sealing = key
    with database.write("acme", NOON) as work:
        kept = installations.one(work)
        assert kept is not None
        first = letters.find(work, 1)
        assert first is not None
        return [key.unseal(kept.sealed), letters.opened(work, first.event), forgetting.ensure_pepper(work, "")]


def test_everything_is_sealed_once_more_with_the_first_key(database_url: str) -> None:
    database = Database(database_url)
    schema.prepare(database)
    fill(database, with_keys(OLD))
    in_clear = opened_with(database, with_keys(OLD))
    assert opened_with(database, with_keys(NEW, OLD)) == in_clear
    assert resealing.reseal(database, with_keys(NEW, OLD)) == resealing.Resealed(1, 1, 1, 0)
    assert opened_with(database, with_keys(NEW)) == in_clear
    with pytest.raises(WrongKey):
        opened_with(database, with_keys(OLD))
    database.close()


def test_what_no_key_opens_stays_and_is_counted(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    schema.prepare(database)
    fill(database, with_keys(OLD))
    assert resealing.reseal(database, with_keys(NEW)) == resealing.Resealed(0, 0, 0, 3)
    assert opened_with(database, with_keys(OLD))[0] == "tokens"
    database.close()


def test_the_command_says_what_it_did(company: Database, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(company, with_keys(OLD))
    monkeypatch.setenv("HUZZAH_SECRET_KEY", f"{NEW},{OLD}")
    answer = ask("keys", "rotate")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Sealed with the first key: tokens of 1 workspace, 1 dead letter, 1 other secret.\n"
    monkeypatch.setenv("HUZZAH_SECRET_KEY", OLD)
    answer = ask("keys", "rotate", "--json")
    assert answer.code == 1
    assert answer.json == {"installations": 0, "dead_letters": 0, "secrets": 0, "unreadable": 3}


def test_a_new_key_is_printed_alone_and_its_use_beside_it(ask: Ask) -> None:
    first, second = ask("keys", "new"), ask("keys", "new")
    assert first.out != second.out
    assert apart(first.out.encode())
    assert "huzzah keys rotate" in first.err


def test_several_keys_may_be_set_or_lie_in_the_file(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUZZAH_SECRET_KEY", f" {NEW} , {OLD},")
    assert apart(load().settings.key()) == [NEW.encode(), OLD.encode()]
    monkeypatch.setenv("HUZZAH_SECRET_KEY", f"{NEW},hush")
    with pytest.raises(SettingsFaults) as caught:
        load()
    assert "hush" not in str(caught.value)
    assert NEW not in str(caught.value)
    monkeypatch.delenv("HUZZAH_SECRET_KEY")
    (empty_folder / "data").mkdir()
    file = empty_folder / "data" / "secret.key"
    file.write_text(f"{NEW}\n{OLD}\n", "utf-8")
    assert apart(load().settings.key()) == [NEW.encode(), OLD.encode()]
    file.write_text("\n", "utf-8")
    with pytest.raises(SettingsFaults, match="holds no key"):
        load().settings.key()


def test_sealing_with_the_first_of_several_keys() -> None:
    both = sealing(f"{NEW}\n{OLD}".encode)
    assert Fernet(NEW).decrypt(both.seal("x")) == b"x"
    assert both.unseal(Fernet(OLD).encrypt(b"y").decode()) == "y"
