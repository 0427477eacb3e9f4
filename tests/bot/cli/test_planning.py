"""`calendar`: what comes is listed, skipped, sent now, removed; all of it rests and goes on."""

import pytest

from bot import clock
from handlers.calendar import changing, scheduling, ticking
from handlers.calendar.recurrence import LAST_DAY, Plan, moment
from handlers.calendar.scheduling import Item
from handlers.events import Tick
from scoring.facts import Micros
from scoring.periods import DAY, HOUR, local_day
from storage import calendar
from storage.tables import CalendarRow
from storage.transactions import Database
from tests.bot.cli.conftest import Ask


@pytest.fixture(autouse=True)
def planned(company: Database) -> Micros:
    """Something every day, something once, something that keeps a poll's house, and a reminder."""
    now = clock.now()
    with company.write("acme", now) as work:
        words = {"words": "pumpernickel"}
        scheduling.add(work, Item("notice", channel="C1", member="ana", details=words), Plan("day", "UTC", 540))
        scheduling.add(work, Item("notice", channel="C2", member="ana", details=words), moment(now + 2 * HOUR))
        scheduling.add(work, Item("poll_close", topic="1", channel="C1"), moment(now + DAY))
        scheduling.add(work, Item("notice", member="ana", details=words), Plan("week mon", "@", 540))
    return now


def entry(company: Database, number: int) -> CalendarRow:
    with company.read("acme", clock.now()) as work:
        found = calendar.find(work, number)
        assert found is not None
        work.session.expunge(found)
        return found


def looked_after(company: Database, number: int) -> CalendarRow:
    """The same, when the program has come by."""
    now = clock.now()
    with company.write("acme", now) as work:
        assert not ticking.tick(work, Tick(workspace="acme", at=now, entry=number))
    return entry(company, number)


def test_what_comes_is_listed_without_its_words(ask: Ask) -> None:
    rows = ask("calendar", "list", "--json").json
    assert rows[0]["entry"] in (1, 2)
    assert [row["entry"] for row in rows].count(1) in (13, 14, 15)
    assert {row["kind"] for row in rows} == {"notice"}
    shown = ask("calendar", "list").out
    assert "a notice" in shown
    assert "privately" in shown
    assert "pumpernickel" not in shown
    assert {row["kind"] for row in ask("calendar", "list", "--all", "--json").json} == {"notice", "poll_close"}
    assert len(ask("calendar", "list", "--days", "1", "--json").json) < len(rows)


def test_one_is_skipped_and_one_comes_now(company: Database, ask: Ask) -> None:
    first = entry(company, 1).next
    assert "Skipped" in ask("calendar", "skip", "1").out
    assert entry(company, 1).next == first + DAY
    assert "due now" in ask("calendar", "run", "2").out
    with company.look() as connection:
        assert calendar.due(connection, clock.now()) == [("acme", 2)]


def test_one_is_removed_and_cannot_be_twice(company: Database, ask: Ask) -> None:
    assert ask("calendar", "remove", "1").code == 0
    assert entry(company, 1).state == calendar.GONE
    for command in ("remove", "skip", "run"):
        answer = ask("calendar", command, "1")
        assert answer.code == 2
        assert "no entry 1" in answer.err


def test_all_of_it_rests_and_goes_on(company: Database, ask: Ask) -> None:
    assert ask("calendar", "pause", "whenever").code == 2
    assert ask("calendar", "pause").code == 0
    assert "rests until somebody goes on" in ask("calendar", "list").err
    assert looked_after(company, 1).next == 0
    # What closes a poll doesn't rest.
    assert entry(company, 3).next > 0
    answer = ask("calendar", "skip", "1")
    assert answer.code == 2
    assert "rests" in answer.err
    assert ask("calendar", "pause", "2999-01-06").out == "The calendar rests until 2999-01-06.\n"
    assert ask("calendar", "resume").code == 0
    assert looked_after(company, 1).next > clock.now()


@pytest.mark.parametrize(("days", "said"), [(3, "is paused until "), (0, "is paused until somebody goes on with it")])
@pytest.mark.parametrize("number", [1, 2])
def test_what_is_paused_is_not_sent(company: Database, ask: Ask, number: int, days: int, said: str) -> None:
    with company.write("acme", clock.now()) as work:
        row = calendar.find(work, number)
        assert row is not None
        changing.pause(work, row, local_day("UTC", work.now) + days if days else LAST_DAY)
    before = entry(company, number)
    answer = ask("calendar", "run", str(number))
    assert answer.code == 2
    assert f"Entry {number} {said}" in answer.err
    assert f"/huzzah calendar resume {number}" in answer.err
    after = entry(company, number)
    assert (after.next, after.moved) == (before.next, before.moved)
    with company.write("acme", clock.now()) as work:
        row = calendar.find(work, number)
        assert row is not None
        changing.resume(work, row)
    assert "due now" in ask("calendar", "run", str(number)).out


def test_while_all_of_it_rests_only_what_keeps_a_word_is_done_early(company: Database, ask: Ask) -> None:
    ask("calendar", "pause", "2999-01-06")
    answer = ask("calendar", "run", "1")
    assert answer.code == 2
    assert "The calendar is paused until" in answer.err
    assert "huzzah calendar resume" in answer.err
    assert looked_after(company, 1).next > clock.now() + 300 * 365 * DAY
    assert "due now" in ask("calendar", "run", "3").out
