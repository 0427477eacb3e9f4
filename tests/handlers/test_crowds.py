"""Crowds: it makes no difference whether people are answered one by one or many at once, wherever batches are cut."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import applying
from handlers.answers import Reply
from handlers.events import ButtonPressed
from storage import quizzes
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.polling import Polling

NewChat = Callable[[str], Chat]

PEOPLE = ("ANA", "BEN", "MEI", "LEA", "JON", "EXT", "OUT", "NEW", "")
PRESSES = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.integers(1, 8),
        st.integers(0, 4),
        st.integers(1, 40),
        st.integers(0, 3),
    ),
    min_size=2,
    max_size=25,
)
TABLES = ("fact", "ledger", "total", "counter", "badge", "streak", "request", "poll_option", "poll_key")


def _polls(chat: Chat) -> None:
    # Number 5 is closed, 8 was never asked, 3 takes several, 4 stands in a channel that only Ana and Ben see; 6 and 7
    # are questions of one round of trivia.
    asked = (
        ("choice", ("Pizza", "Sushi", "Soup"), False),
        ("rating", (), True),
        ("choices", ("Mon", "Tue", "Wed"), False),
        ("choice", ("A", "B"), False),
        ("choice", ("A", "B"), True),
        ("quiz", ("Paris", "Lyon"), False),
        ("quiz", ("Two", "Three"), False),
    )
    pollings = [Polling(chat).ask(kind, options, anonymous=anonymous) for kind, options, anonymous in asked]
    pollings[4].close()
    with chat.work() as work:
        work.connection.exec_driver_sql("UPDATE poll SET channel = 'C9' WHERE poll = 4")
        work.connection.exec_driver_sql(f"UPDATE poll SET series = '{quizzes.series(1)}' WHERE poll IN (6, 7)")


def _event(chat: Chat, press: tuple[str, int, int, int, int]) -> ButtonPressed:
    member, poll, option, request, late = press
    return ButtonPressed(
        workspace=WORKSPACE, at=chat.now + late, member=member, channel="C1", action="vote",
        request=f"ask:{request}", value=f"{poll}|{option}",
    )  # fmt: skip


def _all_of(chat: Chat, presses: Sequence[tuple[str, int, int, int, int]], cuts: Sequence[int]) -> list[list[Reply]]:
    events = [_event(chat, press) for press in presses]
    places = sorted({0, len(events), *(cut for cut in cuts if cut < len(events))})
    replies: list[list[Reply]] = []
    for begin, end in pairwise(places):
        with chat.work() as work:
            replies += applying.apply(work, events[begin:end])
    return replies


def _kept(chat: Chat) -> dict[str, list[tuple[object, ...]]]:
    found = {name: sorted(chat.query(f"SELECT * FROM {name}"), key=repr) for name in TABLES if name != "poll_key"}
    found["vote"] = chat.query("SELECT poll, voter, choice, at FROM vote WHERE poll NOT IN (2, 5) ORDER BY poll, voter")
    found["whisper"] = chat.query("SELECT channel, said FROM outbox WHERE kind = 'whisper' ORDER BY channel, said")
    return found


def _shown(chat: Chat) -> list[tuple[object, ...]]:
    chat.later(1)
    chat.tick()
    return chat.query("SELECT channel, said FROM outbox WHERE kind = 'post' ORDER BY said")


def test_a_crowd_is_paid_once_for_all_questions_of_a_round(chat: Chat) -> None:
    _polls(chat)
    quick = [("MEI", 6, 1, 1, 0), ("LEA", 6, 2, 2, 0), ("MEI", 7, 1, 3, 0), ("LEA", 7, 2, 4, 0), ("JON", 7, 1, 5, 0)]
    _all_of(chat, quick[:2], ())
    _all_of(chat, quick[2:], ())
    paid = chat.query("SELECT actor, count(*) FROM fact WHERE target = 'voted' GROUP BY actor ORDER BY actor")
    assert paid == [("JON", 1), ("LEA", 1), ("MEI", 1)]


def test_two_questions_of_a_round_answered_at_the_same_moment_are_paid_once(chat: Chat) -> None:
    _polls(chat)
    _all_of(chat, [("MEI", 6, 1, 1, 0), ("MEI", 7, 1, 2, 0), ("LEA", 7, 2, 3, 0)], ())
    paid = chat.query("SELECT actor, count(*) FROM fact WHERE target = 'voted' GROUP BY actor ORDER BY actor")
    assert paid == [("LEA", 1), ("MEI", 1)]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PRESSES, st.lists(st.integers(1, 24), max_size=4))
def test_many_at_once_are_answered_as_one_by_one(
    new_chat: NewChat, presses: list[tuple[str, int, int, int, int]], cuts: list[int]
) -> None:
    one, many = new_chat(""), new_chat("")
    for chat in (one, many):
        _polls(chat)
    singly = _all_of(one, presses, range(1, len(presses)))
    together = _all_of(many, presses, cuts)
    assert list(map(_without_receipt, singly)) == list(map(_without_receipt, together))
    assert _kept(one) == _kept(many)
    assert _shown(one) == _shown(many)
    for chat in (one, many):
        chat.database.close()


def _without_receipt(replies: list[Reply]) -> list[str]:
    # Each database has a key of its own, so receipts differ.
    said = [repr(reply) for reply in replies]
    return [each.split("Your receipt: ")[0] for each in said]
