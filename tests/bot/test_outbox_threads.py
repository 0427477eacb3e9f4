"""What follows a card: it is said in the thread of that card, though nobody knew of it when it was written."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from bot.outbox import Ambiguous, GiveUp, TryLater
from handlers.answers import Post, Said, Whisper
from handlers.celebrations import unposted
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import celebrations, outbox
from tests.bot.test_outbox import HOME, Platform, Room, post
from tests.storage.delivering import opened


@dataclass
class Searched(Platform):
    """A platform that finds what stands in the thread in which it is asked for it."""

    standing: list[tuple[str, str]] = field(default_factory=list)
    """(thread, letter)"""
    searched: list[str] = field(default_factory=list)

    async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        """As the protocol wants it; what gets lost stands there all the same."""
        assert isinstance(said, Post)
        try:
            return await super().send(workspace, said, remote, letter)
        finally:
            if len(self.said) > len(self.standing):
                self.standing.append((said.thread, letter))

    async def find(self, workspace: str, said: Said, letter: str, since: Micros) -> str | None:
        """In that thread alone."""
        assert workspace
        assert since
        assert isinstance(said, Post)
        self.searched.append(said.thread)
        return "found" if (said.thread, letter) in self.standing else None


@dataclass
class Placed(Platform):
    """A platform on which a channel refuses some words, and that writes down what was said where, or to whom alone."""

    refused: str = "card"
    placed: list[tuple[str, str, str]] = field(default_factory=list)
    """(channel or member, words, thread)"""

    async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        """As the protocol wants it."""
        assert isinstance(said, Post | Whisper)
        if isinstance(said, Post) and said.card.summary == self.refused:
            raise GiveUp("a picture in it is too large")
        where = said.channel if isinstance(said, Post) else said.member
        self.placed.append((where, said.card.summary, said.thread))
        return await super().send(workspace, said, remote, letter)


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    with opened(database_url) as database:
        yield Room(database)


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "waiting"])
def test_what_follows_a_card_goes_into_its_thread_even_if_that_was_still_waiting(room: Room, sent: bool) -> None:
    room.put(post("card", key="poll:1"))
    if sent:
        room.deliver()
    room.put(replace(post("result"), below="poll:1"), replace(post("elsewhere"), below="poll:2"))
    room.deliver()
    assert room.platform.words == ["card", "result", "elsewhere"]
    assert room.platform.threads == ["", "r1", ""]


def lose_result(room: Room) -> Searched:
    """A card wasn't taken, and nobody knows whether the result that follows it was: it went into the channel."""

    def refused(words: str) -> None:
        if words == "card":
            raise GiveUp("the channel is full")

    def lost(words: str) -> None:
        if words == "result":
            raise Ambiguous("the connection broke")

    room.platform = platform = Searched(before=refused, after=lost)
    room.put(post("card", key="poll:1"), replace(post("result", key="poll-result:1"), below="poll:1"))
    room.run(lambda: room.states() == ["failed", "unknown"])
    platform.before = platform.after = lambda _words: None
    # An admin has the card said after all: it is the older one, and so goes first.
    with room.database.write(HOME, room.clock.now) as work:
        assert outbox.retry(work, [1]) == [1]
    room.clock.now += 5 * SECOND
    return platform


def test_what_may_have_been_said_is_looked_for_where_it_may_stand_though_its_card_came_meanwhile(room: Room) -> None:
    platform = lose_result(room)
    room.deliver()
    assert (platform.words, platform.searched) == (["result", "card", "result"], [""])
    # The last of them is an edit of what was found.
    assert [remote for _, remote, _ in platform.said] == ["", "", "found"]


def test_newer_words_are_looked_for_where_the_older_may_stand(room: Room) -> None:
    platform = lose_result(room)
    room.put(replace(post("newer", key="poll-result:1"), thread="r2"))
    room.deliver()
    assert platform.searched == [""]
    assert [(words, remote) for words, remote, _ in platform.said][1:] == [("card", ""), ("newer", "found")]


def test_what_certainly_was_not_said_follows_its_card_wherever_that_is_by_now(room: Room) -> None:
    def refused(words: str) -> None:
        raise GiveUp("the channel is full") if words == "card" else TryLater(60)

    room.platform.before = refused
    room.put(post("card", key="poll:1"), replace(post("result", key="poll-result:1"), below="poll:1"))
    room.run(lambda: bool(room.rows()[1].error))
    room.platform.before = lambda _words: None
    with room.database.write(HOME, room.clock.now) as work:
        outbox.retry(work, [1])
    room.clock.now += 61 * SECOND
    room.deliver()
    assert list(zip(room.platform.words, room.platform.threads, strict=True)) == [("card", ""), ("result", "r1")]


def celebrate(room: Room, refused: str) -> Placed:
    """Mei's card, with wishes behind it, in a channel that takes everything but some words."""
    room.platform = platform = Placed(refused=refused)
    with room.database.write(HOME, room.clock.now) as work:
        greeting = celebrations.open_card(work, "MEI", celebrations.BIRTHDAY, 2026, ())
        greeting.state, greeting.channel = celebrations.POSTED, "C"
        celebrations.keep(work, greeting)
        key = f"celebration:{greeting.greeting}"
    more, late = replace(post("more"), below=key), replace(post("late"), below=key, by="ANA")
    room.put(post("card", key=key), more, replace(post("other"), below=f"{key}0"), late, post("after"))
    return platform


def test_wishes_behind_a_card_that_was_refused_go_to_its_person_and_not_into_the_channel(room: Room) -> None:
    platform = celebrate(room, "card")
    room.deliver()
    told = [("MEI", words, "") for words in ("card", "more", "late")] + [("ANA", "Your card could not be posted", "")]
    assert sorted(platform.placed) == sorted([("C", "other", ""), ("C", "after", ""), *told])
    assert [row.state for row in room.rows()[:5]] == ["failed", "unwanted", "sent", "unwanted", "sent"]


@pytest.mark.parametrize("named", [(2,), (1, 2)])
def test_wishes_tried_again_go_behind_their_card_which_is_tried_with_them(room: Room, named: tuple[int, ...]) -> None:
    platform = celebrate(room, "card")
    room.deliver()
    platform.refused, before = "", len(platform.placed)
    with room.database.write(HOME, room.clock.now) as work:
        assert outbox.retry(work, unposted.with_cards(work, named)) == [1, 2]
    room.deliver()
    assert platform.placed[before:] == [("C", "card", ""), ("C", "more", f"r{before + 1}")]


def test_wishes_whose_card_cant_be_tried_again_are_left(room: Room) -> None:
    celebrate(room, "card")
    room.deliver()
    with room.database.write(HOME, room.clock.now) as work:
        card = outbox.find(work, 1)
        assert card is not None
        card.said = ""
        assert unposted.with_cards(work, [2, 3]) == [3]


def test_wishes_tried_again_alone_go_behind_a_card_that_stands(room: Room) -> None:
    platform = celebrate(room, "more")
    room.deliver()
    platform.refused, before = "", len(platform.placed)
    with room.database.write(HOME, room.clock.now) as work:
        assert outbox.retry(work, unposted.with_cards(work, [2])) == [2]
    room.deliver()
    assert platform.placed[before:] == [("C", "more", "r1")]


def test_wishes_behind_a_card_that_stands_stay_in_its_thread_though_newer_words_were_refused(room: Room) -> None:
    platform = celebrate(room, "newer")
    room.deliver()
    room.put(post("newer", key="celebration:1"), replace(post("last"), below="celebration:1"))
    room.deliver()
    in_channel = [(words, thread) for where, words, thread in platform.placed if where == "C"]
    assert in_channel == [("card", ""), ("more", "r1"), ("other", ""), ("late", "r1"), ("after", ""), ("last", "r1")]
