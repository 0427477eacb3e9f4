"""Votes: kept once for each person whatever comes again, and counted the same, named or anonymous."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.sealing import sealing
from storage import resealing, schema, votes
from storage.erasing import erase
from storage.privacy import export
from storage.tables import PollRow
from storage.transactions import Database, Work
from storage.votes import Choice, NoKey, Voting
from tests.conftest import NewDatabase
from tests.handlers.chat import KEY

WORKSPACE = "acme"
OTHER_KEY = b"YW5vdGhlciBrZXksIDMyIGJ5dGVzIGxvbmcsIHllcyE="
PEOPLE = tuple(f"U{number}" for number in range(1, 8))


@pytest.fixture
def database(new_database: NewDatabase) -> Iterator[Database]:
    """An empty one, with a key."""
    found = Database(new_database(), sealing=sealing(lambda: KEY))
    schema.prepare(found)
    yield found
    found.close()


def a_poll(work: Work, *, anonymous: bool, kind: str = "choice", number: int = 1) -> PollRow:
    """An open poll."""
    poll = PollRow(workspace=WORKSPACE, poll=number, kind=kind, state="open", question="?", anonymous=int(anonymous))
    work.session.add(poll)
    work.session.flush()
    votes.open_up(work, poll)
    return poll


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_vote_is_kept_once_and_can_be_changed_and_taken_back(database: Database, anonymous: bool) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=anonymous)
        first = votes.cast(work, poll, "ANA", Choice((1,)))
        again = votes.cast(work, poll, "ANA", Choice((1,)))
        other = votes.cast(work, poll, "ANA", Choice((2,)))
        assert [(cast.first, cast.changed) for cast in (first, again, other)] == [
            (True, True), (False, False), (False, True)
        ]  # fmt: skip
        assert first.receipt == again.receipt == other.receipt == votes.receipt_of(work, poll, "ANA")
        assert bool(first.receipt) == anonymous
        assert votes.everything(work, poll) == [("" if anonymous else "ANA", Choice((2,)), 0 if anonymous else 7)]
        assert votes.withdraw(work, poll, "ANA")
        assert not votes.withdraw(work, poll, "ANA")
        assert not votes.withdraw(work, poll, "BEN")
        assert (votes.mine(work, poll, "ANA"), votes.voters(work, poll), votes.everything(work, poll)) == (None, 0, [])
        assert not votes.cast(work, poll, "ANA", Choice((1,))).first
        assert votes.voted(work, poll, ["ANA", "BEN"]) == {"ANA"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cast=st.lists(
        st.tuples(st.sampled_from(PEOPLE), st.lists(st.integers(1, 3), max_size=3).map(tuple), st.integers(1, 99))
    ),
    cuts=st.lists(st.integers(0, 50), max_size=5),
    anonymous=st.booleans(),
)
def test_it_doesn_t_matter_where_votes_are_cut_into_batches(
    database: Database, cast: list[tuple[str, tuple[int, ...], int]], cuts: list[int], anonymous: bool
) -> None:
    votings = [Voting(member, Choice(options), at) for member, options, at in cast]
    places = sorted({0, len(votings), *(cut for cut in cuts if cut < len(votings))})
    with database.write(WORKSPACE, 7) as work:
        work.connection.execute(text("DELETE FROM poll"))
        one, other = (a_poll(work, anonymous=anonymous, number=number) for number in (1, 2))
        singly = [votes.cast(work, one, each.member, each.choice, each.at) for each in votings]
        cut_up = [each for begin, end in pairwise(places) for each in votes.cast_all(work, other, votings[begin:end])]
        assert [(each.first, each.changed) for each in singly] == [(each.first, each.changed) for each in cut_up]
        assert votes.everything(work, one) == votes.everything(work, other)
        votes.drop(work, one)
        votes.drop(work, other)


def test_ballots_stand_under_receipts_and_all_that_leads_to_people_is_gone(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        receipts = {
            member: votes.cast(work, poll, member, Choice((1 + number % 2,))).receipt
            for number, member in enumerate(PEOPLE)
        }
        votes.withdraw(work, poll, PEOPLE[0])
    with database.write(WORKSPACE, 8) as work:
        closed = votes.close(work, poll)
        assert (closed.voters, closed.hidden) == (6, "")
    with database.read(WORKSPACE, 9) as work:
        expected = {receipts[member]: Choice((1 + number % 2,)) for number, member in enumerate(PEOPLE) if number}
        assert dict(votes.ballots(work, poll)) == expected
        assert [receipt for receipt, _ in votes.ballots(work, poll)] == sorted(expected)
        for table in ("vote", "poll_key"):
            assert work.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
        with pytest.raises(NoKey):
            votes.receipt_of(work, poll, "U2")
        assert not votes.can_reopen(poll)


def test_of_fewer_than_five_no_ballot_is_kept(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        for member in PEOPLE[:4]:
            votes.cast(work, poll, member, Choice((1,)))
        assert votes.close(work, poll) == votes.Closed(4, votes.FEW)
        assert votes.ballots(work, poll) == []


def test_a_close_that_fails_leaves_all_open(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        before = [votes.cast(work, poll, member, Choice((1,))).receipt for member in PEOPLE]
    with pytest.raises(ZeroDivisionError):
        _close_and_fail(database, poll)
    with database.write(WORKSPACE, 8) as work:
        assert [votes.receipt_of(work, poll, member) for member in PEOPLE] == before
        assert votes.voters(work, poll) == len(PEOPLE)
        assert votes.ballots(work, poll) == []


def _close_and_fail(database: Database, poll: PollRow) -> None:
    with database.write(WORKSPACE, 8) as work:
        votes.close(work, poll)
        _ = 1 / 0


def test_without_a_key_no_anonymous_poll_begins(new_sqlite: NewDatabase) -> None:
    database = Database(new_sqlite())
    schema.prepare(database)
    with database.write(WORKSPACE, 7) as work:
        with pytest.raises(NoKey, match=r"secret\.key"):
            a_poll(work, anonymous=True)
        a_poll(work, anonymous=False, number=2)
    database.close()


def test_with_another_key_nothing_is_lost_and_the_poll_goes_on_once_it_is_back(new_sqlite: NewDatabase) -> None:
    url = new_sqlite()
    right, wrong = (Database(url, sealing=sealing(lambda key=key: key)) for key in (KEY, OTHER_KEY))  # type: ignore[misc]
    schema.prepare(right)
    with right.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        votes.cast(work, poll, "ANA", Choice((1,)))
    with wrong.write(WORKSPACE, 8) as work:
        for ask in (votes.everything, votes.close, votes.voters):
            with pytest.raises(NoKey):
                ask(work, poll)
        with pytest.raises(NoKey):
            votes.cast(work, poll, "BEN", Choice((1,)))
    with right.write(WORKSPACE, 9) as work:
        assert votes.everything(work, poll) == [("", Choice((1,)), 0)]
    right.close()
    wrong.close()


def test_a_newer_key_of_the_installation_still_opens_the_poll(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        receipt = votes.cast(work, poll, "ANA", Choice((1,))).receipt
    done = resealing.reseal(database, sealing(lambda: OTHER_KEY + b"," + KEY))
    assert (done.others, done.unreadable) == (1, 0)
    newer = Database(database.url.render_as_string(hide_password=False), sealing=sealing(lambda: OTHER_KEY))
    with newer.read(WORKSPACE, 8) as work:
        assert votes.receipt_of(work, poll, "ANA") == receipt
    newer.close()


def test_an_envelope_opens_in_its_own_place_alone(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        for member, option in (("ANA", 1), ("BEN", 2)):
            votes.cast(work, poll, member, Choice((option,)))
        work.connection.execute(text("UPDATE vote SET choice = (SELECT max(choice) FROM vote)"))
        with pytest.raises(NoKey):
            votes.everything(work, poll)


@pytest.mark.parametrize("kind", ["choices", "open"])
def test_all_envelopes_of_a_poll_are_of_one_size(database: Database, kind: str) -> None:
    said = {
        "choices": [Choice((1,)), Choice(tuple(range(1, 21))), Choice()],
        "open": [Choice((), "No."), Choice((), "🙂" * 500), Choice((), '"\\\n' * 166), Choice((), "<@U1>")],
    }
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True, kind=kind)
        for number, choice in enumerate(said[kind]):
            votes.cast(work, poll, f"U{number}", Choice((1,), "first"))
            votes.cast(work, poll, f"U{number}", choice)
        assert sorted(map(str, votes.everything(work, poll))) == sorted(
            str(("", choice, 0)) for choice in said[kind] if choice != Choice()
        )
        sizes = work.connection.execute(text("SELECT DISTINCT length(choice) FROM vote")).scalars().all()
        assert len(sizes) == 1


def test_an_answer_longer_than_foreseen_is_kept_all_the_same(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True, kind="open")
        votes.cast(work, poll, "ANA", Choice((), "x" * 100_000))
        assert votes.mine(work, poll, "ANA") == Choice((), "x" * 100_000)


def test_who_is_erased_takes_their_envelope_along_and_the_others_stay(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        poll = a_poll(work, anonymous=True)
        for number, member in enumerate(PEOPLE):
            votes.cast(work, poll, member, Choice((1 + number % 2,)))
        erase(work, "U1", "pepper")
        assert votes.voters(work, poll) == len(PEOPLE) - 1
        assert votes.voted(work, poll, PEOPLE) == set(PEOPLE[1:])
        assert votes.close(work, poll).voters == len(PEOPLE) - 1


def test_an_export_tells_of_how_many_anonymous_polls_and_not_of_which(database: Database) -> None:
    with database.write(WORKSPACE, 7) as work:
        secret, named = (a_poll(work, anonymous=bool(number), number=number + 1) for number in (1, 0))
        receipt = votes.cast(work, secret, "ANA", Choice((3,))).receipt
        votes.cast(work, named, "ANA", Choice((4,)))
        held = export(work, "ANA")
        assert held["about"]["votes in open anonymous polls"] == 1
        assert held["vote"] == [{"poll": 1, "voter": "ANA", "choice": [[4]], "at": "1970-01-01T00:00:00.000007+00:00"}]
        assert receipt not in str(held)
        assert export(work, "BEN")["about"]["votes in open anonymous polls"] == 0
