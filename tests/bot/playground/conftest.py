"""What the tests of the room share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import clock
from bot.playground.room import Room
from bot.playground.store import Store
from bot.playground.views import Views
from tests.bot.playground.chatting import Chat
from tests.bot.playground.serving import Stubborn, database_at


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    """An empty room."""
    store = Store(tmp_path / "playground.sqlite")
    told: list[int] = []
    yield Chat(store, Room(store, clock.now, told.append), Views(store), told)
    store.close()


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[Stubborn]:
    """A dispatch that can refuse."""
    database = database_at(tmp_path)
    yield Stubborn(database)
    database.close()
