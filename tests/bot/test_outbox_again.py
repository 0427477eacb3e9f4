"""What failed: it can be tried again for a week, so long are its words kept."""

from collections.abc import Iterator

import pytest

from handlers import applying
from scoring.periods import DAY, HOUR
from storage import outbox
from tests.bot.test_outbox import HOME, Room, post
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    with opened(database_url) as database:
        yield Room(database)


def test_what_failed_can_be_tried_again_for_a_week(room: Room) -> None:
    with room.database.write(HOME, BEGIN) as work:
        applying.put(work, [post("one"), post("old", key="poll:1")])
        for row in outbox.due(work):
            outbox.settle(work, row.id, row.said, state=outbox.FAILED, error="gone")
        for row in outbox.due(work):
            outbox.settle(work, row.id, row.said, state=outbox.FAILED, error="gone")
        assert [(row.id, row.state) for row in outbox.failures(work)] == [(1, "failed"), (2, "failed")]
        applying.put(work, [post("new", key="poll:1")])
    with room.database.write(HOME, BEGIN + HOUR) as work:
        assert outbox.retry(work, [1, 2, 3]) == [1]
    room.clock.now = BEGIN + HOUR
    room.deliver()
    assert room.platform.words == ["one", "new"]


def test_the_words_of_what_failed_are_gone_after_a_week(room: Room) -> None:
    room.put(post("one"))
    with room.database.write(HOME, BEGIN) as work:
        outbox.settle(work, 1, room.rows()[0].said, state=outbox.FAILED)
    with room.database.write(HOME, BEGIN + 8 * DAY) as work:
        outbox.tidy(work)
        assert outbox.retry(work, [1]) == []
    assert [(row.state, row.said) for row in room.rows()] == [("failed", "")]
