"""Subscriptions as they are kept: one for each channel, seen to by one process at a time, never seeing backwards."""

from sqlmodel import SQLModel

from scoring.periods import HOUR, MINUTE
from storage import conversations, subscriptions
from storage.conversations import Conversation
from storage.subscriptions import Place
from storage.transactions import Database
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

GENERAL, RANDOM = "19:general@thread.tacv2", "19:random@thread.tacv2"
NOW = BEGIN


def joined(database: Database, *channels: str, at: int = NOW) -> None:
    with database.write("home", at) as work:
        for channel in channels:
            conversations.keep(work, Conversation(channel, conversations.CHANNEL, team=GENERAL, group_id="g"))
        subscriptions.match(work)


def test_each_channel_of_a_team_has_one_and_chats_have_none(database_url: str) -> None:
    with opened(database_url) as database:
        joined(database, GENERAL, RANDOM)
        with database.write("home", NOW) as work:
            conversations.keep(work, Conversation("19:chat@thread.v2", conversations.GROUP))
            conversations.keep(work, Conversation("19:unknown@thread.tacv2", conversations.CHANNEL))
            assert subscriptions.match(work) == []
            assert subscriptions.places(work) == [Place(GENERAL, "g", NOW), Place(RANDOM, "g", NOW)]
            assert [each.channel for each in subscriptions.known(work)] == [GENERAL, RANDOM]
        with database.write("home", NOW) as work:
            conversations.lose(work, RANDOM)
            assert [each.channel for each in subscriptions.match(work)] == [RANDOM]
            subscriptions.drop(work, RANDOM)
            assert subscriptions.match(work) == []
            assert subscriptions.place(work, RANDOM) is None
        with database.read("away", NOW) as work:
            assert subscriptions.known(work) == []


def test_one_process_at_a_time_sees_to_it(database_url: str) -> None:
    with opened(database_url) as database:
        joined(database, GENERAL)
        with database.write("home", NOW) as work:
            held = subscriptions.lease(work, GENERAL, NOW + MINUTE)
            assert held is not None
            assert subscriptions.lease(work, GENERAL, NOW + MINUTE) is None
            assert subscriptions.due(work) == []
            assert subscriptions.is_being_made(work)
        with database.write("home", NOW + 2 * MINUTE) as work:
            # Whoever had it died: after the lease it is anybody's.
            assert not subscriptions.extend(work, held, NOW + 3 * MINUTE)
            assert subscriptions.due(work) == [GENERAL]
            assert subscriptions.lease(work, GENERAL, NOW + 3 * MINUTE) is not None
            assert subscriptions.extend(work, held, NOW + 5 * MINUTE)
            subscriptions.settle(work, GENERAL, NOW + HOUR)
            assert (subscriptions.next_due(work), subscriptions.due(work)) == (NOW + HOUR, [])


def test_what_is_asked_for_while_it_is_seen_to_is_not_lost(database_url: str) -> None:
    with opened(database_url) as database:
        joined(database, GENERAL)
        with database.write("home", NOW) as work:
            assert subscriptions.lease(work, GENERAL, NOW + MINUTE)
        with database.write("home", NOW + 1) as work:
            subscriptions.ask_for(work, [GENERAL])
        with database.write("home", NOW + 2) as work:
            subscriptions.settle(work, GENERAL, NOW + HOUR)
            assert subscriptions.due(work) == [GENERAL]


def test_whoever_stops_in_the_midst_leaves_it_to_others(database_url: str) -> None:
    with opened(database_url) as database:
        joined(database, GENERAL)
        with database.write("home", NOW) as work:
            subscriptions.lease(work, GENERAL, NOW + HOUR)
            subscriptions.release(work, GENERAL)
            assert subscriptions.due(work) == [GENERAL]


def test_until_when_nothing_was_missed_begins_with_the_first_one_and_only_grows(database_url: str) -> None:
    with opened(database_url) as database:
        joined(database, GENERAL)
        with database.write("home", NOW) as work:
            subscriptions.made(work, GENERAL, "s1", "sealed", NOW + HOUR)
            assert list(subscriptions.of_remote(work, ["s1", "s2", ""])) == ["s1"]
        with database.write("home", NOW + HOUR) as work:
            subscriptions.lost(work, "s1")
            lost = subscriptions.one(work, GENERAL)
            assert lost is not None
            assert (lost.remote, lost.sealed, lost.seen, lost.due) == ("", "", NOW, NOW + HOUR)
            subscriptions.made(work, GENERAL, "s2", "sealed", NOW + 2 * HOUR)
            subscriptions.saw(work, GENERAL, NOW - 1)
            subscriptions.saw(work, GENERAL, NOW + 7)
            subscriptions.saw(work, GENERAL, NOW + 6)
            found = subscriptions.one(work, GENERAL)
            assert found is not None
            assert (found.remote, found.seen) == ("s2", NOW + 7)


def test_the_first_one_looks_back_to_when_the_bot_came_if_that_was_lately(database_url: str) -> None:
    with opened(database_url) as database:
        joined(database, GENERAL, at=NOW - MINUTE)
        joined(database, RANDOM, at=NOW - 9 * HOUR)
        with database.write("home", NOW) as work:
            for channel, since in ((GENERAL, NOW - MINUTE), (RANDOM, NOW - HOUR)):
                subscriptions.made(work, channel, channel, "sealed", NOW + HOUR)
                found = subscriptions.one(work, channel)
                assert found is not None
                assert found.seen == since


def test_keys_lie_sealed_among_the_secrets_and_the_first_under_a_name_stays(database_url: str) -> None:
    with opened(database_url) as database:
        for value in ("first", "second"):
            subscriptions.keep_key(database, "teams.certificate:a", value)
        subscriptions.keep_key(database, "teams.other:b", "other")
        assert subscriptions.keys(database, "teams.certificate:") == {"teams.certificate:a": "first"}
        with database.look() as connection:
            rows = connection.execute(SQLModel.metadata.tables["secret"].select()).all()
        assert {str(row.value) for row in rows} == {"sealed:first", "sealed:other"}
        subscriptions.drop_keys(database, ["teams.certificate:a"])
        assert subscriptions.keys(database, "teams.certificate:") == {}
