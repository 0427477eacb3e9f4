"""Restored: what was asked since the backup is gone, and its buttons do nothing to what is asked afterwards."""

from pathlib import Path

import pytest

from bot.sealing import sealing
from scoring.periods import DAY, MINUTE
from storage import numbering, polls, snapshots
from storage.schema import prepare
from storage.tables import PollRow
from storage.transactions import Database
from tests.conftest import NewDatabase
from tests.handlers.chat import KEY, WORKSPACE, Chat
from tests.handlers.polling import Polling


@pytest.fixture
def restored(chat: Chat, new_database: NewDatabase, tmp_path: Path) -> Chat:
    """A company restored from a backup of yesterday; an anonymous poll, a contest and an entry were made since."""
    snapshots.backup(chat.database, tmp_path / "a.zip", chat.now)
    chat.now += DAY
    Polling(chat).ask().press("MEI", 2)
    chat.command("ANA", "/huzzah contest photo “Your desk” close 4h")
    chat.command("ANA", "/huzzah schedule “Tea?” tomorrow 9:00")
    database = Database(new_database(), sealing=sealing(lambda: KEY))
    prepare(database)
    snapshots.restore(database, tmp_path / "a.zip", chat.now, replace=True)
    again = Chat(database)
    again.now = chat.now
    return again


def test_a_press_on_a_card_that_was_lost_votes_in_nothing(restored: Chat) -> None:
    named = Polling(restored).ask("yesno", (), anonymous=False)
    lost = Polling(restored, 1)
    assert lost.press("MEI", 2)
    assert restored.query("SELECT voter FROM vote") == []
    named.press("MEI", 1)
    assert restored.query("SELECT poll, voter FROM vote") == [(named.number, "MEI")]
    restored.database.close()


def test_every_number_goes_on_above_those_that_may_have_been_given(restored: Chat) -> None:
    kept = {str(kind): int(str(newest)) for kind, newest in restored.query("SELECT kind, newest FROM number")}
    assert kept.keys() == {*numbering.COUNTED, numbering.GREETING, numbering.IDEA, numbering.QUESTION}
    assert all(number >= DAY // MINUTE for number in kept.values())
    with restored.work() as work:
        assert numbering.following(work, numbering.IDEA) == kept[numbering.IDEA] + 1
        assert numbering.above(work, PollRow.poll) == kept["poll"] + 1
    restored.database.close()


def test_who_only_moves_keeps_small_numbers(chat: Chat, new_sqlite: NewDatabase, tmp_path: Path) -> None:
    Polling(chat).ask()
    snapshots.backup(chat.database, tmp_path / "a.zip", chat.now)
    moved = Database(new_sqlite(), sealing=sealing(lambda: KEY))
    prepare(moved)
    snapshots.restore(moved, tmp_path / "a.zip", chat.now)
    with moved.write(WORKSPACE, chat.now) as work:
        assert numbering.above(work, PollRow.poll) == 1 + numbering.LEAST_GAP + 1
    moved.close()


def test_many_at_once_are_left_out_too_and_a_second_restore_gives_none_of_the_first_again(
    chat: Chat, new_sqlite: NewDatabase, tmp_path: Path
) -> None:
    snapshots.backup(chat.database, tmp_path / "a.zip", chat.now)
    lost = {Polling(chat).ask().number for _ in range(15)}
    again = Chat(Database(new_sqlite(), sealing=sealing(lambda: KEY)))
    prepare(again.database)
    for _ in range(3):
        chat.now += MINUTE
        snapshots.restore(again.database, tmp_path / "a.zip", chat.now, replace=True)
        again.now = chat.now
        given = {Polling(again).ask().number for _ in range(5)}
        assert not given & lost
        lost |= given
    again.database.close()


def test_each_table_that_counts_by_its_newest_row_is_known() -> None:
    found = {
        (path.name, line.strip())
        for path in Path(polls.__file__).parent.glob("*.py")
        for line in path.read_text().splitlines()
        if "numbering.above(" in line
    }
    assert len(found) == len(numbering.COUNTED)
