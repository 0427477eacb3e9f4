"""Showing: an anonymous tally moves in steps, and no two pictures of it differ by fewer than five people."""

from collections.abc import Callable
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.polls import showing
from handlers.polls.counting import Tally, count, read_tally
from storage import ballot_boxes, erasing, votes
from storage.tables import PollRow
from storage.transactions import Work
from storage.votes import Choice
from tests.handlers.chat import WORKSPACE, Chat

OPTIONS = (1, 2, 3)
LEAST = 5

NewChat = Callable[[str], Chat]


def a_poll(work: Work, *, anonymous: bool = True, number: int = 1, kind: str = "choice") -> PollRow:
    """An open poll."""
    poll = PollRow(workspace=WORKSPACE, poll=number, kind=kind, state="open", question="?", anonymous=int(anonymous))
    work.session.add(poll)
    work.session.flush()
    votes.open_up(work, poll)
    return poll


def vote(work: Work, poll: PollRow, *members: str, option: int = 1) -> Tally:
    """They choose it; what is shown then."""
    for member in members:
        votes.cast(work, poll, member, Choice((option,) if option else ()))
    return showing.shown(work, poll, OPTIONS)


def crowd(first: int, last: int) -> list[str]:
    """People by number."""
    return [f"U{number}" for number in range(first, last + 1)]


def test_a_named_poll_shows_every_vote_at_once(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work, anonymous=False)
        assert vote(work, poll, "ANA").counts == ((1, 1), (2, 0), (3, 0))
        assert read_tally(poll.tally) == vote(work, poll, "ANA")


def test_an_anonymous_one_shows_nothing_before_ten_and_then_the_first_five(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        for number, member in enumerate(crowd(1, 9), start=1):
            shown = vote(work, poll, member, option=1 + number % 2)
            assert (shown.hidden, shown.counts, shown.turnout) == ("few", (), number)
        shown = vote(work, poll, "U10", option=3)
        assert (shown.counts, shown.voters, shown.turnout) == (((1, 2), (2, 3), (3, 0)), 5, 10)


def test_five_of_one_mind_are_no_step_and_neither_are_four_and_one(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        assert not vote(work, poll, *crowd(1, 5)).counts
        assert not vote(work, poll, "U6", option=2).counts
        assert not vote(work, poll, *crowd(7, 16)).counts
        # Two of these first seventeen chose something else, so they may be shown once five more have voted.
        assert not vote(work, poll, "U17", option=2).counts
        assert not vote(work, poll, *crowd(21, 25), option=3).counts
        assert not vote(work, poll, "U26", option=1).counts
        assert vote(work, poll, "U27", option=2).counts == ((1, 15), (2, 2), (3, 0))


def test_who_changes_their_mind_holds_up_the_bars_until_it_can_t_be_told_what_they_had_chosen(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        vote(work, poll, *crowd(1, 3))
        vote(work, poll, *crowd(4, 6), option=2)
        vote(work, poll, "U1", option=2)
        for member in crowd(11, 15):
            assert not vote(work, poll, member, option=2 + int(member[1:]) % 2).counts
        # As long as 1 has fewer than before, who left it shows.
        assert not vote(work, poll, "U16", option=3).counts
        assert vote(work, poll, "U17", option=1).counts == ((1, 3), (2, 3), (3, 0))


def test_five_who_take_back_the_same_are_no_step_either(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        for option in (1, 2):
            vote(work, poll, *crowd(10 * option, 10 * option + 6), option=option)
        before = poll.tally
        assert before
        vote(work, poll, *crowd(10, 14), option=0)
        assert poll.tally == before
        vote(work, poll, "U20", "U21", option=0)
        assert poll.tally != before


def test_who_is_left_of_one_mind_is_not_shown_either(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        vote(work, poll, *crowd(1, 8))
        vote(work, poll, "U9", "U10", option=2)
        before = poll.tally
        assert before
        vote(work, poll, *crowd(6, 10), option=0)
        assert poll.tally == before


def test_who_is_erased_leaves_the_bars_as_they_are_and_nobody_behind_who_stands_alone(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        pictures = [vote(work, poll, member, option=1 + number % 3) for number, member in enumerate(crowd(1, 10))]
        assert pictures[-1].counts == ((1, 2), (2, 2), (3, 1))
        marks = {ballot_boxes.of(work, 1).mark(f"{WORKSPACE}|1|{member}") for member in crowd(6, 9)}
        for member in crowd(6, 9):
            erasing.erase(work, member, "pepper")
        rows = work.connection.exec_driver_sql("SELECT voter, choice FROM vote").all()
        assert len(rows) == 10
        assert not {voter for voter, _ in rows} & marks
        assert len({(len(voter), len(choice)) for voter, choice in rows}) == 1
        # Less what was shown these are five.
        assert showing.closed(work, poll, OPTIONS).counts == ((1, 4), (2, 3), (3, 3))


def test_other_options_begin_without_bars_and_without_those_who_voted_before(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        vote(work, poll, *crowd(1, 3))
        vote(work, poll, *crowd(4, 5), option=2)
        vote(work, poll, *crowd(1, 5), option=0)
        showing.ask_anew(work, poll)
        assert not showing.shown(work, poll, OPTIONS).counts
        for number, member in enumerate(crowd(11, 19)):
            assert not vote(work, poll, member, option=1 + number % 2).counts
        assert vote(work, poll, "U20", option=3).counts == ((1, 3), (2, 2), (3, 0))


def test_changing_one_s_mind_five_times_is_one_person(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        before = [vote(work, poll, member, option=1 + int(member[1:]) % 2) for member in crowd(1, 10)][-1]
        assert before.counts
        for number in range(20):
            assert vote(work, poll, "U1", option=1 + number % 3) == before


def test_a_tally_that_falls_below_five_is_hidden_again(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        assert [vote(work, poll, member, option=1 + int(member[1:]) % 2) for member in crowd(1, 12)][-1].counts
        shown = vote(work, poll, *crowd(1, 8), option=0)
        assert (shown.counts, shown.turnout) == (((1, 5), (2, 5), (3, 0)), 4)
        # As it was when those eight had taken theirs back, four were left.
        vote(work, poll, *crowd(21, 23))
        shown = vote(work, poll, *crowd(24, 25), option=2)
        assert (shown.counts, shown.hidden, shown.turnout) == ((), "few", 9)
        closed = showing.closed(work, poll, OPTIONS)
        assert (closed.counts, closed.turnout, closed.voters) == (((1, 5), (2, 4), (3, 0)), 9, 9)


def test_open_answers_of_an_anonymous_poll_are_shown_after_the_close_alone(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work, kind="open")
        for member in crowd(1, 12):
            votes.cast(work, poll, member, Choice((), f"I am {member}"))
            assert not showing.shown(work, poll, ()).voters
        assert "I am" not in poll.tally
        assert showing.closed(work, poll, ()).voters == 12
        assert {choice.words for _, choice in votes.ballots(work, poll)} == {
            f"I am {member}" for member in crowd(1, 12)
        }


def test_of_a_restored_poll_is_said_that_it_is_lost(chat: Chat) -> None:
    with chat.work() as work:
        poll = a_poll(work)
        vote(work, poll, *crowd(1, 6))
        work.connection.exec_driver_sql("DELETE FROM poll_key")
        work.boxes.clear()
        closed = showing.closed(work, poll, OPTIONS)
        assert (closed.hidden, closed.voters, closed.turnout) == ("lost", 0, 6)
        assert chat_is_empty(work)


def chat_is_empty(work: Work) -> bool:
    """Whether no vote and no ballot is left."""
    tables = ("vote", "ballot", "poll_key")
    return not any(work.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1, 14).map(lambda number: f"U{number}"), st.integers(0, 3), st.booleans()), max_size=60
    )
)
def test_no_two_pictures_differ_by_fewer_than_five_people(chat: Chat, said: list[tuple[str, int, bool]]) -> None:
    with chat.work() as work:
        work.connection.exec_driver_sql("DELETE FROM poll")
        poll = a_poll(work)
        states: list[dict[str, int]] = [{}]
        pictures: list[Tally] = []
        for member, option, refreshed in said:
            votes.cast(work, poll, member, Choice((option,) if option else ()))
            states.append({**states[-1], member: option})
            if refreshed:
                shown = showing.shown(work, poll, OPTIONS)
                if shown.counts and (not pictures or pictures[-1].counts != shown.counts):
                    pictures.append(shown)
        _tell_of_nobody(pictures)
        final = showing.closed(work, poll, OPTIONS)
        if final.counts:
            if len({member for member, *_ in said}) == len(said):
                # Nobody changed their mind: then what comes at the close tells of no fewer, either.
                _tell_of_nobody([*pictures, final] if pictures else [])
            pictures.append(final)
        assert all(picture.voters >= LEAST for picture in pictures)
        _hold_apart(states, pictures, closed=bool(final.counts))
        votes.drop(work, poll)


def _hold_apart(states: list[dict[str, int]], pictures: list[Tally], *, closed: bool) -> None:
    # Whatever moments the pictures are taken for: each shows a true one, and five people voted in between.
    moments = [
        [number for number, state in enumerate(states) if _counted(state) == picture.counts] for picture in pictures
    ]
    if closed:
        moments[-1] = [len(states) - 1]
    reached = {0}
    for possible in moments:
        reached = {
            later for later in possible if any(len(_acted(states, earlier, later)) >= LEAST for earlier in reached)
        }
        assert reached


def _tell_of_nobody(pictures: list[Tally]) -> None:
    # Subtracted from each other, they show what five or more chose, or had chosen, and never the same.
    for before, after in pairwise([Tally(counts=((1, 0), (2, 0), (3, 0))), *pictures]):
        change = [amount - had for (_, amount), (_, had) in zip(after.counts, before.counts, strict=True)]
        amounts = [abs(amount) for amount in change]
        assert min(change) >= 0 or max(change) <= 0
        assert sum(amounts) >= LEAST
        assert sum(amounts) - max(amounts) > 1


def _counted(state: dict[str, int]) -> tuple[tuple[int, int], ...]:
    found = [("", Choice((option,)), 0) for option in state.values() if option]
    return count("choice", OPTIONS, found).counts


def _acted(states: list[dict[str, int]], earlier: int, later: int) -> set[str]:
    acted: set[str] = set()
    for before, after in zip(states[earlier:later], states[earlier + 1 : later + 1], strict=True):
        acted |= {member for member in after if after[member] != before.get(member, 0)}
    return acted
