"""Killed: `kill -9` of the whole program around closings closes each poll and contest once, and tells of it once."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from sqlmodel import select

from bot import clock
from handlers.contests import standing
from handlers.polls.counting import read_tally
from handlers.prompts import questions
from storage import polls, votes
from storage.tables import AskedRow, CalendarRow, ContestRow, PollKeyRow, PollRow, RunRow, VoteRow
from storage.transactions import Database, Work
from tests.bot.aftermath import assert_it_adds_up, assert_nothing_waits
from tests.bot.closings import ASKER, QUESTIONS, Contest, Made, Poll, ask_more, opened
from tests.bot.dying import FEW, OFTEN, killed, wait_for
from tests.bot.traffic import WORKSPACE, server
from tests.conftest import NewDatabase

MOST_PAID = 3
"""Wins of a week that the rule book pays for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot's."""

    at: int
    thread: int
    receiver: str
    html: str


def seen(folder: Path, words: str = "", receiver: str | None = None) -> list[Seen]:
    """What stands in the playground with these words, for everybody or for one member."""
    with closing(sqlite3.connect(folder / "playground.sqlite")) as store:
        rows = store.execute("SELECT at, thread, receiver, html FROM messages WHERE gone = 0 AND html <> ''").fetchall()
    found = [Seen(at, thread, whom, unescape(html)) for at, thread, whom, html in rows]
    return [each for each in found if words in each.html and receiver in (None, each.receiver)]


def assert_closed_once(url: str, folder: Path, times: int) -> None:
    made = Made()
    port = killed(url, folder, times, lambda chance: ask_more(url, folder, made, chance))
    with server(folder, url, port), opened(url, folder) as database:
        wait_for(lambda: _is_over(database, made), 100)
        assert_nothing_waits(url, WORKSPACE, patience=100)
    with opened(url, folder) as database, database.read(WORKSPACE, clock.now()) as work:
        for poll in made.polls:
            assert_counted_once(work, poll)
            assert_told_once(folder, poll)
        assert_each_entry_ran_once(work, made)
        for contest in made.contests:
            assert_won_once(work, folder, contest)
        assert_asked_once(work, folder, made)
        assert_paid_once(work, made)
    assert_it_adds_up(url, WORKSPACE)


def _is_over(database: Database, made: Made) -> bool:
    with database.read(WORKSPACE, clock.now()) as work:
        going = work.session.exec(select(PollRow.poll).where(PollRow.state == "open")).all()
        running = work.session.exec(select(ContestRow.contest).where(ContestRow.state == "open")).all()
        return not going and not running and len(work.session.exec(select(AskedRow)).all()) >= made.questions


def assert_counted_once(work: Work, poll: Poll) -> None:
    """It is closed with the votes that were cast, and those of an anonymous one lead to nobody any more."""
    row = polls.find(work, poll.number)
    assert row is not None
    assert row.state == "closed"
    assert row.closed_at >= row.closes
    tally, wanted = read_tally(row.result), Counter(poll.chosen.values())
    assert (tally.turnout, tally.voters) == (len(poll.chosen), len(poll.chosen))
    assert +Counter(dict(tally.counts)) == wanted
    assert tally.best == ((poll.winner,) if poll.winner else ())
    kept = work.session.exec(select(VoteRow).where(VoteRow.poll == poll.number)).all()
    keys = work.session.exec(select(PollKeyRow).where(PollKeyRow.poll == poll.number)).all()
    ballots = votes.ballots(work, row)
    if poll.anonymous:
        assert not kept
        assert not keys
        assert {receipt for receipt, _ in ballots} == poll.receipts
        assert Counter(choice.options for _, choice in ballots) == Counter((option,) for option in poll.chosen.values())
    else:
        assert {voter: choice.options for voter, choice, _ in votes.everything(work, row)} == {
            member: (option,) for member, option in poll.chosen.items()
        }
        assert not ballots


def assert_told_once(folder: Path, poll: Poll) -> None:
    """Its card stands once and says that it is over, its result once, and who asked was told once."""
    public = seen(folder, poll.question, "")
    [card] = [each for each in public if 'title=":lock:"' in each.html]
    [result] = [each for each in public if 'title=":checkered_flag:"' in each.html]
    assert len(public) == 2
    # Of a poll that ended before its card was out, it stands in the channel.
    assert result.thread in (card.at, 0)
    [told] = seen(folder, poll.question, ASKER)
    assert 'data-action="poll_promise"' in told.html
    assert len(seen(folder, poll.question)) == 3


def assert_each_entry_ran_once(work: Work, made: Made) -> None:
    """Every end, and every question, was carried out once, and nothing that is over waits for its time."""
    about = {"poll_close": len(made.polls), "contest_close": len(made.contests), "question": made.questions}
    for kind, many in about.items():
        entries = work.session.exec(select(CalendarRow).where(CalendarRow.kind == kind)).all()
        assert len(entries) == many
        assert not [each.entry for each in entries if each.state == "on"]
        runs = work.session.exec(select(RunRow.entry)).all()
        assert Counter(entry for entry in runs if entry in {each.entry for each in entries}) == Counter(
            each.entry for each in entries
        )


def assert_won_once(work: Work, folder: Path, contest: Contest) -> None:
    """It is closed, its card says so, and one more says who won."""
    row = work.session.get(ContestRow, (WORKSPACE, contest.number))
    assert row is not None
    assert row.state == "closed"
    result = standing.read(row.result)
    assert [(place.member, place.votes) for place in result.winners] == [(contest.winner, 5)]
    assert result.paid
    public = seen(folder, contest.title, "")
    assert len(public) == 2
    assert len([each for each in public if " Over: " in each.html]) == 1
    assert len([each for each in public if "Congratulations" in each.html]) == 1


def assert_asked_once(work: Work, folder: Path, made: Made) -> None:
    """Each time another question, and each of them stands there once."""
    asked = work.session.exec(select(AskedRow)).all()
    assert {each.channel for each in asked} == {QUESTIONS}
    found = [questions.find(work, each.prompt) for each in asked]
    assert len({each.id for each in found if each}) == made.questions
    for row, question in zip(asked, found, strict=True):
        assert question is not None
        assert [str(each.at) for each in seen(folder, question.text, "")] == [row.message]


def assert_paid_once(work: Work, made: Made) -> None:
    """One deed for whoever won, for each win, and one for each poll that somebody voted in."""
    wins = {
        "quiz_won": [(poll.winner, f"poll:{poll.number}") for poll in made.polls if poll.winner],
        "contest_won": [(contest.winner, f"contest:{contest.number}") for contest in made.contests],
    }
    for deed, won in wins.items():
        assert sorted(_rows(work, "SELECT actor, message FROM fact WHERE target = {}", deed)) == sorted(won)
        paid = _rows(work, "SELECT member, message FROM ledger WHERE rule = {}", deed.replace("_", "-"))
        assert set(paid) <= set(won)
        assert len(paid) == len(set(paid))
        many, by_member = Counter(member for member, _ in won), Counter(member for member, _ in paid)
        assert {member: min(MOST_PAID, many[member]) for member in many} == {
            member: min(MOST_PAID, by_member[member]) for member in many
        }
    assert Counter(actor for actor, _ in _rows(work, "SELECT actor, message FROM fact WHERE target = {}", "voted")) == (
        made.voted
    )


def _rows(work: Work, sql: str, value: str) -> list[tuple[str, str]]:
    statement = sql.format("%s" if work.postgres else "?")
    return [(str(one), str(other)) for one, other in work.connection.exec_driver_sql(statement, (value,))]


def test_a_program_that_is_killed_around_closings_closes_everything_once(database_url: str, tmp_path: Path) -> None:
    assert_closed_once(database_url, tmp_path, FEW)


@pytest.mark.soak
def test_a_program_that_is_killed_fifty_times_closes_everything_once(new_database: NewDatabase, tmp_path: Path) -> None:
    assert_closed_once(new_database(), tmp_path, OFTEN)
