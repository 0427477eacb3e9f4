"""Votes by group: the first group somebody is in is kept with a named vote, and within the envelope of a secret one."""

from collections.abc import Iterator

import pytest

from bot.sealing import sealing
from storage import ballot_boxes, groups, schema, votes
from storage.tables import PollRow
from storage.transactions import Database, Work
from storage.votes import Choice, Voting
from tests.conftest import NewDatabase
from tests.handlers.chat import KEY

WORKSPACE = "acme"
PEOPLE = tuple(f"U{number}" for number in range(1, 8))
VOTINGS = [Voting(member, Choice((1 + number % 2,)), 7, number % 3) for number, member in enumerate(PEOPLE)]
COUNTED = sorted((each.group, each.choice.options) for each in VOTINGS)


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    """An empty one, with a key."""
    found = Database(new_database(), sealing=sealing(lambda: KEY))
    schema.prepare(found)
    yield found
    found.close()


def a_poll(work: Work, *, anonymous: bool) -> PollRow:
    """An open poll in which all of them voted."""
    poll = PollRow(workspace=WORKSPACE, poll=1, kind="choice", state="open", question="?", anonymous=int(anonymous))
    work.session.add(poll)
    work.session.flush()
    votes.open_up(work, poll)
    votes.cast_all(work, poll, VOTINGS)
    return poll


def counted(found: list[tuple[int, Choice]] | tuple[tuple[int, Choice], ...]) -> list[tuple[int, tuple[int, ...]]]:
    """(group, options), sorted."""
    return sorted((group, choice.options) for group, choice in found)


def test_the_first_of_the_groups_counts_and_who_is_in_none_isnt_there(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        groups.set_groups(work, {"G1": ("one", ("U1", "U2")), "G2": ("two", ("U2", "U3")), "G3": ("three", ("U4",))})
        work.flush()
        assert groups.groups_of(work, PEOPLE, ("G2", "G1")) == {"U1": "G1", "U2": "G2", "U3": "G2"}
        assert groups.groups_of(work, PEOPLE, ("G1", "G2"))["U2"] == "G1"
        assert groups.groups_of(work, PEOPLE, ()) == {}


def test_a_named_vote_keeps_its_group_beside_the_choice(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=False)
        assert counted(votes.grouped(work, poll)) == COUNTED
        assert votes.mine(work, poll, "U3") == Choice((1,))
        assert {choice.options for _, choice, _ in votes.everything(work, poll)} == {(1,), (2,)}


def test_the_groups_of_anonymous_votes_are_known_at_the_close_alone(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        assert votes.grouped(work, poll) == []
    with database.write(WORKSPACE, 8) as work:
        closed = votes.close(work, poll)
        assert counted(closed.grouped) == COUNTED
        assert {len(choice.options) for _, choice in votes.ballots(work, poll)} == {1}
        assert votes.grouped(work, poll) == []


def test_of_fewer_than_five_not_even_the_close_tells(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        for member in PEOPLE[4:]:
            votes.withdraw(work, poll, member)
        assert votes.close(work, poll) == votes.Closed(4, votes.FEW)


def test_an_envelope_from_before_there_were_groups_counts_with_nobodys(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        box = ballot_boxes.of(work, poll.poll)
        mark = box.mark(ballot_boxes.about(work, poll.poll, "U2"))
        old = ballot_boxes.closed(box, '[[2],"",0]', mark, ballot_boxes.SMALL)
        place = "%s" if work.postgres else "?"
        work.connection.exec_driver_sql(f"UPDATE vote SET choice = {place} WHERE voter = {place}", (old, mark))
        assert (0, Choice((2,))) in votes.close(work, poll).grouped
