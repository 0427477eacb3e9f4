"""The simulated chat service: what is kept, who sees it, and that Huzzah hears of everything exactly in order."""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import clock
from bot.playground import Playground, introductions
from bot.playground.colleagues import BOT
from bot.playground.deliver import Courier
from bot.playground.listen import Listener
from bot.playground.parse import LATEST
from bot.playground.render import card_html
from bot.playground.room import Ask, Draft, Note, Refused, Room
from bot.playground.send import PlaygroundSender
from bot.playground.store import Store
from bot.playground.views import Views
from handlers import answers
from handlers.answers import Reply
from handlers.cards.blocks import Card, Say, say
from handlers.events import (
    CommandGiven,
    Event,
    GroupChanged,
    MemberChanged,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    ReactionRemoved,
)
from tests.bot.playground.serving import Stubborn, database_at

HELLO = Card("hello", (Say(say("hello")),))
BYE = Card("bye", (Say(say("bye")),))


@dataclass
class Chat:
    """A room and what is around it."""

    store: Store
    room: Room
    views: Views
    told: list[int]

    def said(self, member: str = "U_ANA", channel: str = "C_GENERAL") -> list[dict[str, object]]:
        """The messages of a channel as somebody sees them."""
        shown = self.views.channel(member, channel, LATEST)["messages"]
        assert isinstance(shown, list)
        return shown

    def pending(self) -> list[str]:
        """The types of the payloads that wait."""
        return [json.loads(row["payload"])["type"] for row in self.store.rows("SELECT payload FROM pending")]


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


def _post(chat: Chat, text: str = "hello", **more: str) -> str:
    chat.room.post(Draft(more.get("member", "U_ANA"), more.get("channel", "C_GENERAL"), text, more.get("thread", "")))
    return str(max(chat.told))


def test_every_change_is_kept_with_the_payload_that_tells_of_it(chat: Chat) -> None:
    message = _post(chat, "@ben :tada: thanks")
    reply = _post(chat, "welcome", member="U_BEN", thread=message)
    chat.room.react("U_BEN", message, "🎉", on=True)
    chat.room.react("U_BEN", message, "tada", on=False)
    chat.room.edit("U_ANA", message, "@ben :tada: :tada: thanks")
    chat.room.delete("U_BEN", reply)
    chat.room.ask(Ask("button", "U_ANA", "C_GENERAL", {"action": "why"}))
    chat.room.command("U_ANA", "C_GENERAL", ("huzzah", "me"))
    assert chat.pending() == [
        "message", "message", "reaction_added", "reaction_removed", "message_changed", "message_deleted",
        "button", "command",
    ]  # fmt: skip


def test_doing_the_same_again_changes_nothing_and_tells_nobody(chat: Chat) -> None:
    message = _post(chat)
    assert chat.room.react("U_BEN", message, "tada", on=True) > 0
    assert chat.room.react("U_BEN", message, "🎉", on=True) == 0
    assert chat.room.react("U_MEI", message, "tada", on=False) == 0
    chat.room.bot_reacts(message, "tada")
    chat.room.bot_reacts(message, "tada")
    assert [(one["emoji"], one["people"]) for one in chat.said()[0]["reactions"]] == [("tada", ["U_BEN", BOT])]  # type: ignore[attr-defined]


def test_a_message_survives_the_end_of_the_program(chat: Chat, tmp_path: Path) -> None:
    _post(chat, "still here")
    again = Store(tmp_path / "playground.sqlite")
    assert Views(again).channel("U_BEN", "C_GENERAL", LATEST)["messages"] == chat.said("U_BEN")
    again.close()


def test_a_private_note_is_shown_to_its_receiver_alone(chat: Chat) -> None:
    chat.room.whisper(Note("U_ANA", card_html(HELLO), "C_GENERAL"))
    assert [one["only"] for one in chat.said("U_ANA")] == [True]
    assert chat.said("U_BEN") == []
    note = str(max(chat.told))
    assert chat.views.message(int(note), "U_BEN") is None
    with pytest.raises(Refused):
        chat.room.dismiss("U_BEN", note)
    chat.room.dismiss("U_ANA", note)
    assert chat.said("U_ANA") == []


def test_a_private_channel_is_closed_to_others(chat: Chat) -> None:
    _post(chat, "a secret", member="U_MEI", channel="C_DESIGN")
    assert chat.views.message(max(chat.told), "U_BEN") is None
    with pytest.raises(Refused):
        chat.views.channel("U_BEN", "C_DESIGN", LATEST)
    with pytest.raises(Refused):
        chat.views.thread("U_BEN", str(max(chat.told)))
    with pytest.raises(Refused):
        chat.room.react("U_BEN", str(max(chat.told)), "tada", on=True)
    with pytest.raises(Refused):
        _post(chat, channel="C_DESIGN", member="U_BEN")


def test_only_its_author_changes_a_message(chat: Chat) -> None:
    message = _post(chat)
    with pytest.raises(Refused):
        chat.room.edit("U_BEN", message, "something else")
    with pytest.raises(Refused):
        chat.room.delete("U_BEN", message)


REFUSED = [
    Draft("U_NOBODY", "C_GENERAL", "x"),
    Draft("U_ANA", "C_NOWHERE", "x"),
    Draft("U_ANA", "D_U_BEN", "x"),
    Draft("U_ANA", "D_U_ANA", "not a command"),
    Draft("U_ANA", "C_GENERAL", "  \n "),
    Draft("U_ANA", "C_GENERAL", "x" * 13_000),
    Draft("U_ANA", "C_GENERAL", "x", thread="12"),
    Draft("U_ANA", "C_GENERAL", "x", files=("unknown",)),
    Draft("U_ANA", "C_GENERAL", "x", pictures=("javascript:alert(1)",)),
    Draft("U_ANA", "C_GENERAL", "x", pictures=("https://x.example/a.gif",) * 11),
]


@pytest.mark.parametrize("draft", REFUSED)
def test_what_cannot_be_said_is_refused_in_words_and_leaves_nothing(chat: Chat, draft: Draft) -> None:
    with pytest.raises(Refused, match=r"\w+ .*\."):
        chat.room.post(draft)
    assert chat.pending() == []


def test_a_deleted_message_keeps_its_thread_and_loses_its_words(chat: Chat) -> None:
    message = _post(chat, "words to forget")
    _post(chat, "a reply", member="U_BEN", thread=message)
    chat.room.delete("U_ANA", message)
    assert [(one["gone"], one["html"]) for one in chat.said()] == [(True, "")]
    assert not chat.store.rows("SELECT 1 FROM messages WHERE text LIKE '%forget%'")


def test_unread_counts_what_others_said_since(chat: Chat) -> None:
    _post(chat, "one")
    message = _post(chat, "two")

    def unread(member: str) -> object:
        places = chat.views.state(member)["channels"]
        assert isinstance(places, list)
        return next(one["unread"] for one in places if one["id"] == "C_GENERAL")

    assert (unread("U_BEN"), unread("U_ANA")) == (2, 0)
    chat.views.mark_read("U_BEN", "C_GENERAL", int(message))
    assert unread("U_BEN") == 0


def test_older_messages_come_by_the_page(chat: Chat) -> None:
    for number in range(70):
        _post(chat, f"message {number}")
    page = chat.said()
    assert len(page) == 60
    older = chat.views.channel("U_ANA", "C_GENERAL", int(str(page[0]["id"])))
    assert (len(older["messages"]), older["more"]) == (10, False)  # type: ignore[arg-type]


# Delivery.


def test_what_was_not_acknowledged_is_delivered_again_in_order(chat: Chat, stubborn: Stubborn) -> None:
    async def story() -> None:
        courier = Courier(chat.store, Listener(stubborn, chat.room))
        courier.start()
        stubborn.away = True
        message = _post(chat, "one")
        assert await courier.deliver(1) == {"waiting": True}
        chat.room.edit("U_ANA", message, "two")
        chat.room.react("U_BEN", message, "tada", on=True)
        assert await courier.deliver(3) == {"waiting": True}
        await courier.stop()
        assert len(chat.pending()) == 3
        # The program starts again, and the database is back.
        stubborn.away = False
        again = Courier(chat.store, Listener(stubborn, chat.room))
        again.start()
        number = chat.room.react("U_BEN", message, "tada", on=False)
        assert await again.deliver(number) == {}
        chat.room.delete("U_ANA", message)
        await again.deliver(number + 1)
        await again.stop()
        assert chat.pending() == []

    asyncio.run(asyncio.wait_for(story(), 20))
    kinds = [MessagePosted, MessageEdited, ReactionAdded, ReactionRemoved, MessageDeleted]
    assert [type(event) for event in stubborn.taken] == kinds
    first = stubborn.taken[0]
    assert isinstance(first, MessagePosted)
    assert first.text == "one", "the edit must not change what was said first"


def test_replies_reach_the_asker(chat: Chat, stubborn: Stubborn) -> None:
    def replies(event: Event) -> list[Reply]:
        assert isinstance(event, CommandGiven)
        return [answers.Note(HELLO), answers.Download("me.json", "application/json", "{}"), answers.Refuse({"a": "b"})]

    async def story() -> dict[str, object]:
        stubborn.replies = replies
        courier = Courier(chat.store, Listener(stubborn, chat.room))
        courier.start()
        outcome = await courier.deliver(chat.room.command("U_ANA", "C_WINS", ("huzzah", "me")))
        await courier.stop()
        return outcome

    outcome = asyncio.run(asyncio.wait_for(story(), 20))
    assert outcome["download"] == {"name": "me.json", "type": "application/json", "content": "{}"}
    assert outcome["errors"] == {"a": "b"}
    assert [one["only"] for one in chat.said("U_ANA", "C_WINS")] == [True]


def test_the_outbox_says_a_letter_once_and_edits_it_afterwards(chat: Chat) -> None:
    sender = PlaygroundSender(chat.room)

    async def story() -> None:
        post = answers.Post("C_WINS", HELLO)
        remote = await sender.send("playground", post, "", "playground:1")
        assert await sender.send("playground", post, "", "playground:1") == remote
        assert await sender.send("playground", answers.Post("C_WINS", BYE), remote, "playground:2") == remote
        whisper = answers.Whisper("U_ANA", HELLO)
        assert await sender.send("playground", whisper, "", "w") == await sender.send("playground", whisper, "", "w")
        await sender.send("playground", answers.React("C_WINS", remote, "tada"), "", "r")

    asyncio.run(story())
    assert ["bye" in str(one["html"]) for one in chat.said(channel="C_WINS")] == [True]
    assert len(chat.said("U_ANA", "D_U_ANA")) == 1


# The beginning.


def test_huzzah_is_told_who_is_here_before_anything_else(tmp_path: Path, stubborn: Stubborn) -> None:
    async def story() -> None:
        playground = Playground(tmp_path, stubborn, clock.now)
        await playground.start()
        await playground.stop()

    asyncio.run(asyncio.wait_for(story(), 20))
    first = list(stubborn.taken)
    people = {event.member for event in first if isinstance(event, MemberChanged)}
    assert len(people) == 13
    assert any(isinstance(event, GroupChanged) for event in first)
    stubborn.taken.clear()
    asyncio.run(asyncio.wait_for(story(), 20))
    assert stubborn.taken == first, "a second start says exactly the same, so that Huzzah sees a repeat"


def test_somebody_is_new_somebody_leads_and_somebody_is_admin() -> None:
    found = list(introductions(clock.now()))
    members = [event for event in found if isinstance(event, MemberChanged)]
    assert sum(bool(event.admin) for event in members) == 1
    assert len({event.zone for event in members}) > 8
    assert len({event.country for event in members}) > 8
    newest = max(event.joined or 0 for event in members)
    assert clock.now() - newest < 14 * 86_400_000_000
    assert [event.text for event in found if isinstance(event, CommandGiven)] == ["role <@U_ANA> leader"]
