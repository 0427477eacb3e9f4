"""Killed: `kill -9` during an import and during live traffic loses nothing and counts nothing twice."""

import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import make_url

from bot.playground.signing import kept_key
from storage.transactions import Database
from tests.bot.slack_export.sample import Contents, Record, reacted, user, write_folder
from tests.bot.traffic import WORKSPACE, Client, free_port, place_of, server
from tests.conftest import NewDatabase
from tests.storage.accounts import Accounts, differences, faults
from tests.storage.delivering import drift, stored
from tests.storage.small_world import BEGIN

TEAM = "T0TEAM"
ROOT = Path(__file__).parents[2]
FEW, OFTEN = 6, 50


def an_export(folder: Path) -> Path:
    """Six people in four channels for a week: words, thanks, answers, reactions."""
    people = [f"U{number}" for number in range(6)]
    rooms = [f"room{number}" for number in range(4)]
    contents: Contents = {
        "users.json": [user(who, who) for who in people],
        "channels.json": [{"id": f"C{room}", "name": room, "members": people} for room in rooms],
    }
    for place in range(28):
        day: list[Record] = []
        for number in range(25):
            moment = f"{1_774_400_000 + place // 4 * 86_400 + place % 4 * 25 + number * 1000}.000100"
            who, whom = people[number % 6], people[(number * 5 + place) % 6]
            said: Record = {
                "type": "message",
                "user": who,
                "ts": moment,
                "text": "words" if number % 4 else f"<@{whom}> :tada:",
            }
            if number % 3 == 2:
                said["thread_ts"] = day[number // 3]["ts"]
            if number % 2:
                said["reactions"] = [reacted("tada", whom), reacted("eyes", *people[number % 5 :])]
            day.append(said)
        contents[f"{rooms[place % 4]}/2026-03-{25 + place // 4:02}.json"] = day
    return write_folder(contents, folder)


def start_import(url: str, folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.bot.importing_alone", url, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def import_in_peace(url: str, folder: Path) -> None:
    with start_import(url, folder) as process:
        process.communicate()
    assert process.returncode == 0


def killed_imports(url: str, folder: Path, times: int) -> int:
    """Kill so many imports, each somewhere in the midst; how many were killed before they were done."""
    killed = 0
    for number in range(times):
        with start_import(url, folder) as process:
            assert process.stdout is not None
            for _ in range(random.Random(number).randrange(4 + 28 * number // times)):
                process.stdout.readline()
            time.sleep(random.Random(number).uniform(0, 0.03))
            process.kill()
            process.wait()
            killed += process.returncode != 0
    return killed


def assert_whole(url: str) -> None:
    """What the database itself says."""
    if make_url(url).get_backend_name() == "sqlite":
        with closing(Database(url)) as database, database.look() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]


def assert_an_import_survives(new_database: NewDatabase, folder: Path, times: int) -> None:
    export = an_export(folder / "export")
    disturbed, peaceful = new_database(), new_database()
    assert killed_imports(disturbed, export, times) > times // 2
    import_in_peace(disturbed, export)
    import_in_peace(peaceful, export)
    assert_whole(disturbed)
    with closing(Database(disturbed)) as one, closing(Database(peaceful)) as other:
        found = stored(one, TEAM)
        assert len(found["fact"]) > 700
        assert differences(found, stored(other, TEAM)) == []
        assert drift(one, TEAM) == []


def test_an_import_that_is_killed_again_and_again_ends_like_one_that_was_not(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    assert_an_import_survives(new_database, tmp_path, FEW)


@pytest.mark.soak
def test_an_import_that_is_killed_fifty_times_ends_like_one_that_was_not(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    assert_an_import_survives(new_database, tmp_path, OFTEN)


def written(url: str) -> Counter[tuple[str, str, str]]:
    """How often each message, reaction and gift is among the facts."""
    with closing(Database(url)) as database:
        facts = stored(database, WORKSPACE)["fact"]
    return Counter((kind, message, emoji) for _, kind, _, _, _, message, _, _, emoji, *_ in facts if message)


def assert_traffic_survives(url: str, folder: Path, times: int) -> None:
    port, chance = free_port(), random.Random(times)
    client = Client(port, kept_key(folder))
    client.start()
    for _ in range(times):
        with server(folder, url, port) as process:
            time.sleep(chance.uniform(0.05, 0.7))
            process.kill()
            process.wait()
        found = written(url)
        lost = [number for number in list(client.acknowledged) if found[place_of(number)] != 1]
        assert lost == []
    with server(folder, url, port):
        client.finish()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as link:
            for number in range(client.sent):
                if chance.random() < 0.3 or number % 10 == 7:
                    assert client.send(link, number)
    assert client.refused == []
    assert client.acknowledged == set(range(client.sent))
    assert client.sent > 10 * times
    found = written(url)
    assert {number: found[place_of(number)] for number in range(client.sent) if found[place_of(number)] != 1} == {}
    assert_whole(url)
    with closing(Database(url)) as database:
        assert drift(database, WORKSPACE) == []
        with database.read(WORKSPACE, BEGIN) as work:
            assert list(faults(Accounts.of(stored(database, WORKSPACE)), work.book)) == []


def test_a_server_that_is_killed_again_and_again_counts_everything_once(database_url: str, tmp_path: Path) -> None:
    assert_traffic_survives(database_url, tmp_path, FEW)


@pytest.mark.soak
def test_a_server_that_is_killed_fifty_times_counts_everything_once(database_url: str, tmp_path: Path) -> None:
    assert_traffic_survives(database_url, tmp_path, OFTEN)
