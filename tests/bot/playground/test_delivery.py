"""Delivery: what people do reaches Huzzah in order and signed, and what Huzzah says comes back once."""

import asyncio
from dataclasses import replace

from bot import clock
from bot.playground.colleagues import BOT
from bot.playground.deliver import Courier
from bot.playground.listen import Listener
from bot.playground.replies import show
from bot.playground.send import PlaygroundSender
from bot.playground.signing import Secret
from handlers import answers
from handlers.answers import Reply
from handlers.events import (
    CommandGiven,
    Event,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    ReactionRemoved,
)
from tests.bot.playground.chatting import BYE, HELLO, Chat, post
from tests.bot.playground.serving import Stubborn

SECRET = Secret(b"a key of the tests", clock.now)


def _courier(chat: Chat, dispatch: Stubborn) -> Courier:
    return Courier(chat.store, Listener(dispatch, chat.room, SECRET), SECRET)


def test_what_was_not_acknowledged_is_delivered_again_in_order(chat: Chat, stubborn: Stubborn) -> None:
    async def story() -> None:
        courier = _courier(chat, stubborn)
        courier.start()
        stubborn.away = True
        message = post(chat, "one")
        assert await courier.deliver(1) == {"waiting": True}
        chat.room.edit("U_ANA", message, "two")
        chat.room.react("U_BEN", message, "tada", on=True)
        assert await courier.deliver(3) == {"waiting": True}
        await courier.stop()
        assert len(chat.pending()) == 3
        # The program starts again, and the database is back.
        stubborn.away = False
        again = _courier(chat, stubborn)
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
        courier = _courier(chat, stubborn)
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
        said = answers.Post("C_WINS", HELLO)
        remote = await sender.send("playground", said, "", "playground:1")
        assert await sender.send("playground", said, "", "playground:1") == remote
        assert await sender.send("playground", answers.Post("C_WINS", BYE), remote, "playground:2") == remote
        whisper = answers.Whisper("U_ANA", HELLO)
        assert await sender.send("playground", whisper, "", "w") == await sender.send("playground", whisper, "", "w")
        await sender.send("playground", answers.React("C_WINS", remote, "tada"), "", "r")

    asyncio.run(story())
    (said,) = chat.said(channel="C_WINS")
    assert "bye" in str(said["html"])
    assert len(chat.said("U_ANA", "D_U_ANA")) == 1


def test_a_note_gives_way_to_what_is_said_later_under_its_key(chat: Chat) -> None:
    sender = PlaygroundSender(chat.room)
    for member in ("U_ANA", "U_BEN"):
        show(chat.room, {"member": member, "channel": "C_WINS"}, [answers.Note(HELLO, "poll-asked:1")], _unsealed)

    async def story() -> None:
        for letter in ("w1", "w1"):
            await sender.send("playground", answers.Whisper("U_ANA", BYE, key="poll-asked:1"), "", letter)

    asyncio.run(story())
    assert chat.said("U_ANA", "C_WINS") == []
    assert len(chat.said("U_ANA", "D_U_ANA")) == 1
    assert len(chat.said("U_BEN", "C_WINS")) == 1


def _unsealed(_member: str, _dialog: str, context: str) -> str:
    return context


def test_the_bot_takes_its_reaction_off_and_leaves_those_of_others(chat: Chat) -> None:
    message = post(chat)
    chat.room.react("U_BEN", message, "tada", on=True)
    sender = PlaygroundSender(chat.room)

    def reacting() -> list[object]:
        return [one["people"] for one in chat.said()[0]["reactions"]]  # type: ignore[attr-defined]

    async def story() -> None:
        put = answers.React("C_GENERAL", message, "tada")
        await sender.send("playground", put, "", "r1")
        assert reacting() == [["U_BEN", BOT]]
        for letter in ("r2", "r3"):
            assert await sender.send("playground", replace(put, off=True), "", letter) == message
        assert reacting() == [["U_BEN"]]

    asyncio.run(story())
