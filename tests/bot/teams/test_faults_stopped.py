"""Stopped in the midst: what is on its way comes to its end, so that nothing is said twice afterwards."""

from pathlib import Path
from signal import SIGTERM

import pytest

from storage import outbox
from tests.bot.loopback.faults import Fault
from tests.bot.teams.bustle import (
    Bustle,
    asked,
    assert_it_adds_up,
    assert_nothing_waits,
    assert_said_once,
    begin,
    by_letter,
    letters,
    reacted,
    said,
    send_patiently,
    written,
)
from tests.bot.teams.loopback.running import running_bot
from tests.bot.teams.loopback.teams import loopback_teams

FEW, OFTEN = 1, 20
ENDED = (0, -SIGTERM)
"""What a process that was asked to end ends with."""


def test_letters_on_their_way_come_to_their_end_and_the_others_wait(sqlite_url: str, tmp_path: Path) -> None:
    with loopback_teams(limits=False) as teams, running_bot(teams, tmp_path, sqlite_url) as bot:
        send_patiently(teams)
        begin(teams)
        slow = Fault("slow", times=40)
        teams.fail("send", slow)
        for who, whom in (("ana", "ben"), ("ben", "mei"), ("mei", "yuki"), ("yuki", "emma")):
            teams.say(who, "random", f"@{whom} :tada: thanks")
        teams.until(lambda: slow.times <= 36)
        assert bot.stop() in ENDED
        rows, times = letters(sqlite_url), by_letter(teams)
        assert {row.state for row in rows if row.kind == "whisper"} == {outbox.SENT, outbox.WAITING}
        assert {row.claimed for row in rows} == {0}
        sent = {row.id for row in rows if row.state == outbox.SENT and row.kind == "whisper"}
        assert {int(each.rpartition(":")[2]): often for each, often in times.items()} == dict.fromkeys(sent, 1)
        teams.heal()
        bot.start()
        assert_nothing_waits(sqlite_url)
        assert set(by_letter(teams).values()) == {1}


def assert_survives(folder: Path, url: str, times: int) -> None:
    with loopback_teams(limits=False) as teams:
        send_patiently(teams)
        bustle = Bustle(teams, pause=0.03)
        with running_bot(teams, folder, url) as bot:
            begin(teams)
            bustle.start()
            for _ in range(times):
                before = len(asked(teams, bustle))
                teams.until(lambda: len(asked(teams, bustle)) > before + 1)  # noqa: B023  # asked within this very turn
                assert bot.stop() in ENDED
                bot.start()
            bustle.finish()
            assert_nothing_waits(url)
        found = written(url)
        everything = said(teams) | asked(teams, bustle) | reacted(teams)
        assert {place: found[place] for place in everything if found[place] != 1} == {}
        assert all(each.acknowledged for each in teams.deliveries())
        assert_said_once(teams, url)
        assert set(by_letter(teams).values()) == {1}
        assert_it_adds_up(url)


def test_a_bot_that_is_restarted_under_load_loses_nothing_and_says_nothing_twice(
    sqlite_url: str, tmp_path: Path
) -> None:
    assert_survives(tmp_path, sqlite_url, FEW)


@pytest.mark.soak
def test_a_bot_that_is_restarted_twenty_times_loses_nothing_and_says_nothing_twice(
    database_url: str, tmp_path: Path
) -> None:
    assert_survives(tmp_path, database_url, OFTEN)
