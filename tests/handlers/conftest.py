"""A chat of invented colleagues on a fresh SQLite file."""

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import NewDatabase
from tests.handlers.chat import Chat, open_chat

NewChat = Callable[[str], Chat]


@pytest.fixture
def new_chat(new_sqlite: NewDatabase) -> Iterator[NewChat]:
    """Opens chats, each with changes to the rule book (`old -> new` lines)."""
    yield from _chats(new_sqlite)


@pytest.fixture
def new_anywhere(new_database: NewDatabase) -> Iterator[NewChat]:
    """The same, for a test that runs on SQLite and on PostgreSQL."""
    yield from _chats(new_database)


def _chats(new_database: NewDatabase) -> Iterator[NewChat]:
    opened: list[Chat] = []

    def make(changes: str = "") -> Chat:
        opened.append(open_chat(new_database(), changes))
        return opened[-1]

    yield make
    for chat in opened:
        chat.database.close()


@pytest.fixture
def chat(new_chat: NewChat) -> Chat:
    """A chat under the rule book that Huzzah comes with."""
    return new_chat("")
