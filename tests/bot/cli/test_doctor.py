"""`doctor`: all is well, or what is wrong and what to do."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot import clock
from scoring.facts import Fact, FactKind
from scoring.periods import DAY, HOUR
from storage import letters, outbox
from storage.transactions import Database
from tests.bot.cli.conftest import Ask
from tests.bot.teams.small_microsoft import APP, HOME, small_microsoft


def test_all_is_well_with_a_healthy_company(company: Database, ask: Ask) -> None:
    answer = ask("doctor")
    assert answer.code == 0
    assert "✖" not in answer.out
    assert answer.out.rstrip().endswith("All is well.")
    assert "workspace acme" in answer.out
    found = ask("doctor", "--json").json
    assert found["well"] is True
    (numbers,) = found["workspaces"]
    assert (numbers["workspace"], numbers["people"], numbers["dead_letters"]) == ("acme", 6, 0)
    with company.read("acme", clock.now()) as work:
        assert numbers["facts"] == work.last_seq


def test_before_the_first_start_all_is_well_too(ask: Ask, empty_folder: Path) -> None:
    assert ask("doctor").code == 0
    assert list(empty_folder.iterdir()) == []


def test_it_works_on_postgresql(ask: Ask, postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUZZAH_DATABASE_URL", postgresql_url)
    found = ask("doctor", "--json").json
    assert found["well"] is True
    words = {finding["name"]: finding["words"] for finding in found["findings"]}
    assert {"database", "clock", "schema"} <= words.keys()
    database = Database(postgresql_url)
    with database.look() as connection:
        recycles = connection.exec_driver_sql("SHOW wal_recycle").scalar_one()
    database.close()
    assert ("docs/anonymity.md" in words.get("write-ahead log", "")) is (recycles == "on")


def test_wrong_and_misspelt_settings_are_found(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUZZAH_PROT", "1")
    assert "✖ settings: HUZZAH_PROT is not a setting" in ask("doctor").out
    monkeypatch.setenv("HUZZAH_PORT", "high")
    answer = ask("doctor")
    assert answer.code == 1
    assert '✖ settings: HUZZAH_PORT is "high"' in answer.out


def test_an_open_playground_is_found(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUZZAH_HOST", "0.0.0.0")  # noqa: S104  # what it warns of
    answer = ask("doctor")
    assert answer.code == 1
    assert "The playground has no passwords" in answer.out


def test_dead_letters_stuck_cards_and_a_wrong_clock_are_found(company: Database, ask: Ask) -> None:
    now = clock.now()
    with company.write("acme", now - HOUR) as work:
        letters.bury(work, "{}", "ValueError: odd")
        outbox.put(work, [outbox.Letter("post", "C1", "{}")])
        work.record([Fact(FactKind.MESSAGE, now + HOUR, "ben", "C1", "later", length=40)])
    answer = ask("doctor")
    assert answer.code == 1
    assert "✖ dead letters (acme): 1\n    Look at them with `huzzah dead-letters list -w acme`" in answer.out
    assert "✖ outbox (acme): 1 waiting" in answer.out
    assert "✖ clock (acme): the newest fact is" in answer.out
    assert "3 things need you." in answer.out


def test_a_vote_which_stands_at_noon_is_no_wrong_clock(company: Database, ask: Ask) -> None:
    now = clock.now()
    with company.write("acme", now) as work:
        work.record([Fact(FactKind.DEED, now + 11 * HOUR, "ben", target="voted")])
    assert ask("doctor").code == 0
    with company.write("acme", now) as work:
        work.record([Fact(FactKind.DEED, now + 11 * HOUR, "ben", "C1", "round:1", target="quiz_won")])
    assert "✖ clock (acme)" in ask("doctor").out


def test_cards_that_failed_lately_are_found_and_later_forgotten(company: Database, ask: Ask) -> None:
    _fail_to_deliver(company, clock.now() - 30 * DAY)
    assert ask("doctor").code == 0
    _fail_to_deliver(company, clock.now() - HOUR)
    answer = ask("doctor")
    assert answer.code == 1
    assert "✖ outbox (acme): 0 waiting, 1 failed this week" in answer.out
    assert "may the app not write there?" in answer.out


def _fail_to_deliver(company: Database, at: int) -> None:
    with company.write("acme", at) as work:
        outbox.put(work, [outbox.Letter("post", "C1", "{}")])
        (row,) = outbox.due(work)
        outbox.settle(work, row.id, "{}", state=outbox.FAILED)


def test_teams_is_looked_at_as_soon_as_it_is_set(company: Database, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_microsoft() as microsoft:
        values = {
            "TEAMS_APP_ID": APP, "TEAMS_TENANT": HOME, "TEAMS_APP_SECRET": "secret~value", "PUBLIC_URL": microsoft.url,
            "TEAMS_LOGIN_URL": microsoft.url, "TEAMS_GRAPH_URL": f"{microsoft.url}/graph",
            "TEAMS_OPENID_URL": f"{microsoft.url}/openid", "PORT": str(urlsplit(microsoft.url).port),
        }  # fmt: skip
        for name, value in values.items():
            monkeypatch.setenv(f"HUZZAH_{name}", value)
        answer = ask("doctor")
    assert "✔ teams token: the app gets one by its client secret" in answer.out
    assert "✖ teams: nothing has come from Teams yet" in answer.out
    assert "One thing needs you." in answer.out
    assert "secret~value" not in answer.out


def test_a_key_that_others_may_read_is_found(ask: Ask, empty_folder: Path) -> None:
    key = empty_folder / "data" / "secret.key"
    key.parent.mkdir()
    key.write_text("secret-of-ours", "utf-8")
    key.chmod(0o644)
    answer = ask("doctor")
    assert f"chmod 600 {key.relative_to(empty_folder)}" in answer.out
    assert "secret-of-ours" not in answer.out


def test_a_damaged_file_is_found(company: Database, ask: Ask, empty_folder: Path) -> None:
    with company.alter() as connection:
        connection.exec_driver_sql("CREATE TABLE padding (x)")
        connection.exec_driver_sql("INSERT INTO padding SELECT randomblob(4000) FROM json_each('[1,2,3,4,5,6,7,8,9]')")
    company.close()
    file = empty_folder / "data" / "huzzah.sqlite"
    data = bytearray(file.read_bytes())
    data[-9000:-100] = b"\xff" * 8900
    file.write_bytes(bytes(data))
    answer = ask("doctor")
    assert answer.code == 1
    assert "Restore the newest backup" in answer.out
    for arguments in (("board", "-p", "all"), ("rebuild", "--check"), ("export", "ledger")):
        assert "Traceback" not in ask(*arguments).err
