"""Conversations: where the bot is, what is known of each, and which workspaces it has left everywhere."""

from collections.abc import Iterator

import pytest

from storage import conversations, installations, privacy
from storage.conversations import Conversation
from storage.transactions import Database, Work
from tests.storage.delivering import opened
from tests.storage.plain_company import named
from tests.storage.small_world import BEGIN

TEAM, RANDOM, OTHER, CHAT = "19:team", "19:random", "19:other", "a:ana"
ANA = "00000000-0000-4000-8000-000000000001"
PEPPER = "0123456789abcdef" * 4


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(database_url) as found:
        yield found


def settle(work: Work) -> None:
    """A team with a channel, another team, and somebody's own chat."""
    conversations.keep(work, Conversation(TEAM, "team", team=TEAM, group_id="g", service="https://one/"))
    conversations.keep(work, Conversation(RANDOM, "channel", team=TEAM))
    conversations.keep(work, Conversation(OTHER, "team", team=OTHER))
    conversations.keep(work, Conversation(CHAT, "personal", member=ANA))


def everywhere(work: Work) -> list[str]:
    return [each.channel for each in conversations.present(work, "team", "channel", "group", "personal")]


def test_what_is_told_is_added_and_the_rest_stays(database: Database) -> None:
    with database.write("home", BEGIN) as work:
        assert conversations.keep(work, Conversation(TEAM, "channel", service="https://one/"))
        assert conversations.keep(work, Conversation(TEAM, "team", team=TEAM, group_id="g"))
        assert not conversations.keep(work, Conversation(TEAM, "channel", service="https://one/"))
    whole = Conversation(TEAM, "team", "", TEAM, "g", "https://one/")
    with database.write("home", BEGIN + 1) as work:
        assert conversations.one(work, TEAM) == whole, "a team stays one, whoever takes it for a channel"
        assert not conversations.keep(work, Conversation(TEAM, "team"))
        assert conversations.keep(work, Conversation(TEAM, "team", service="https://two/"))
        assert conversations.one(work, "19:unheard") is None
    with database.read("away", BEGIN) as work:
        assert everywhere(work) == []


def test_a_team_is_lost_with_its_channels_and_comes_back(database: Database) -> None:
    with database.write("home", BEGIN) as work:
        settle(work)
        assert everywhere(work) == [OTHER, RANDOM, TEAM, CHAT]
        conversations.lose(work, RANDOM)
        assert everywhere(work) == [OTHER, TEAM, CHAT]
        conversations.keep(work, Conversation(RANDOM))
        conversations.lose(work, TEAM)
        assert everywhere(work) == [OTHER, CHAT]
        assert conversations.one(work, RANDOM) is None
        assert conversations.is_anywhere(work)
    with database.write("home", BEGIN + 1) as work:
        conversations.lose(work, TEAM)
        assert conversations.keep(work, Conversation(TEAM, "team"))
        assert conversations.one(work, TEAM) == Conversation(TEAM, "team", "", TEAM, "g", "https://one/")
        since = work.connection.exec_driver_sql("SELECT channel, at FROM conversation").all()
        assert {channel: at - BEGIN for channel, at in since} == {TEAM: 1, RANDOM: 0, OTHER: 0, CHAT: 0}


def test_somebodys_own_chat_is_the_newest_one_and_goes_with_them(database: Database) -> None:
    with database.write("home", BEGIN) as work:
        work.record([named(ANA, "Ana")])
        settle(work)
        assert conversations.personal(work, "nobody") is None
    with database.write("home", BEGIN + 1) as work:
        conversations.keep(work, Conversation("a:newer", "personal", member=ANA))
        conversations.keep(work, Conversation("19:x", "channel", member=ANA))
        found = conversations.personal(work, ANA)
        assert found is not None
        assert found.channel == "a:newer"
        conversations.lose(work, "a:newer")
        found = conversations.personal(work, ANA)
        assert found is not None
        assert found.channel == CHAT
        privacy.erase(work, ANA, PEPPER)
        assert conversations.personal(work, ANA) is None
        assert not conversations.keep(work, Conversation(CHAT, "personal", member=ANA))
        assert everywhere(work) == [OTHER, RANDOM, TEAM]
        rows = work.connection.exec_driver_sql("SELECT member FROM conversation").scalars()
        assert set(rows) == {""}


def test_where_nothing_is_left_the_workspace_is_deserted(database: Database) -> None:
    for workspace in ("home", "away", "gone", "new"):
        with database.write(workspace, BEGIN) as work:
            installations.keep(work, "teams", "{}", "", 0)
            if workspace != "new":
                settle(work)
    with database.write("slack", BEGIN) as work:
        installations.keep(work, "slack", "{}", "", 0)
    for workspace, channels in (("home", [TEAM, OTHER, CHAT]), ("away", [TEAM, CHAT]), ("gone", [TEAM, OTHER, CHAT])):
        for n, channel in enumerate(channels):
            with database.write(workspace, BEGIN + n) as work:
                conversations.lose(work, channel)
    with database.write("gone", BEGIN) as work:
        installations.leave(work)
        assert not conversations.is_anywhere(work)
    assert conversations.deserted(database, "teams", BEGIN + 1) == []
    assert conversations.deserted(database, "teams", BEGIN + 2) == ["home"]
    assert conversations.deserted(database, "slack", BEGIN + 2) == []
