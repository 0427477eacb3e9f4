"""What keeps its word is tried again until it is done; and what is fleeting leaves nothing behind."""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers import applying
from handlers.calendar import changing, ticking
from handlers.codec import encode
from handlers.events import Tick
from scoring.facts import Micros
from scoring.periods import HOUR, MINUTE
from storage import letters
from tests.handlers.calendar_chat import entry_of, next_of, said_at, ticked
from tests.handlers.chat import WORKSPACE, Chat, open_chat
from tests.handlers.test_polls_voting import lunch, vote


@pytest.fixture
def chat(sqlite_url: str) -> Iterator[Chat]:
    found = open_chat(sqlite_url)
    with closing(found.database):
        yield found


def ending(chat: Chat) -> int:
    """A poll whose time is just over; the entry that closes it."""
    lunch(chat, "anonymous close 2h")
    vote(chat, "ANA", 1)
    chat.tick()
    chat.later(2)
    [(entry,)] = chat.query("SELECT entry FROM calendar WHERE kind = 'poll_close'")
    return int(str(entry))


def fail(chat: Chat, entry: int) -> Micros:
    """Carrying it out fails now, as the dispatch tells it; how long it waits then."""
    with chat.work() as work:
        applying.set_aside(work, Tick(workspace=WORKSPACE, at=chat.now, entry=entry))
    return next_of(chat, entry) - chat.now


def state(chat: Chat) -> object:
    return chat.query("SELECT state FROM poll")[0][0]


def test_a_close_that_failed_is_tried_again_after_waits_that_grow(chat: Chat) -> None:
    entry = ending(chat)
    waits = []
    for _ in range(9):
        waits.append(fail(chat, entry))
        assert said_at(chat, chat.now + waits[-1] - 1) == []
        assert state(chat) == "open"
        chat.now += 1
    assert waits == [minutes * MINUTE for minutes in (1, 2, 4, 8, 16, 32)] + [HOUR] * 3
    assert said_at(chat, chat.now)
    assert state(chat) == "closed"
    assert chat.query("SELECT count(*) FROM poll_key") == [(0,)]
    assert said_at(chat, chat.now + 100 * HOUR) == []


def test_a_dead_tick_that_is_replayed_closes_it_before_its_next_try(chat: Chat) -> None:
    entry, began = ending(chat), chat.now
    for _ in range(8):
        chat.now += fail(chat, entry)
    fail(chat, entry)
    chat.now += 5 * MINUTE
    assert said_at(chat, chat.now) == []
    with chat.work() as work:
        applying.apply(work, [Tick(workspace=WORKSPACE, at=began, entry=entry)])
    assert state(chat) == "closed"
    with chat.work() as work:
        assert ticking.tick(work, Tick(workspace=WORKSPACE, at=began, entry=entry)) == []


def test_a_dead_letter_is_history_once_its_work_succeeds_by_itself(chat: Chat) -> None:
    entry = ending(chat)
    with chat.work() as work:
        for other in (Tick(workspace=WORKSPACE, at=chat.now, entry=each) for each in (entry, entry + 1)):
            letters.bury(work, encode(other), "RuntimeError")
        letters.bury(work, "{}", "RuntimeError")
    wait = fail(chat, entry)
    with chat.work() as work:
        assert len(letters.dead(work)) == 3
    assert said_at(chat, chat.now + wait)
    with chat.work() as work:
        assert [json.loads(row.event).get("entry") for row in letters.dead(work)] == [entry + 1, None]
        [settled] = [row for row in letters.dead(work, replayed=True) if row.state == letters.REPLAYED]
        assert (settled.event, settled.replayed_at) == ("", chat.now)


def test_an_admin_lets_it_be_tried_at_once(chat: Chat) -> None:
    entry = ending(chat)
    for _ in range(8):
        chat.now += fail(chat, entry)
    with entry_of(chat, entry) as (work, row):
        changing.send_now(work, row, row.last or int(row.recurrence.split()[1]))
    assert said_at(chat, chat.now)
    assert state(chat) == "closed"


def test_a_tick_of_another_program_in_the_same_second_does_not_try_again(chat: Chat) -> None:
    entry = ending(chat)
    fail(chat, entry)
    assert ticked(chat, entry, chat.now) == []
    with chat.work() as work:
        assert not applying.is_set_aside(work, Tick(workspace=WORKSPACE, at=chat.now, entry=entry))
        assert letters.dead(work) == []
    assert state(chat) == "open"


def test_cards_that_were_brought_up_to_date_leave_no_entries_and_no_runs(chat: Chat) -> None:
    lunch(chat)
    for number in range(12):
        vote(chat, ("ANA", "MEI", "LEA")[number % 3], 1 + number // 3 % 2)
        if number % 2:
            chat.now += 3_000_000
            chat.tick()
    chat.now += 3_000_000
    chat.tick()
    assert chat.query("SELECT state FROM calendar WHERE kind = 'poll_refresh'") == []
    assert chat.query("SELECT entry FROM run") == []
