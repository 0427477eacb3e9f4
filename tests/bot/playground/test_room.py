"""The simulated chat service: what is kept, who sees it, and that Huzzah hears of everything exactly in order."""

import asyncio
import json
from pathlib import Path

import pytest

from bot import clock
from bot.dispatch import Dispatch
from bot.playground import Playground, introductions
from bot.playground.colleagues import BOT, WORKSPACE
from bot.playground.parse import LATEST, parse
from bot.playground.render import card_html
from bot.playground.room import Ask, Draft, Note, Refused
from bot.playground.store import Store
from bot.playground.views import Views
from handlers.events import (
    CommandGiven,
    GroupChanged,
    MemberChanged,
)
from tests.bot.playground.chatting import HELLO, Chat, post
from tests.bot.playground.serving import Stubborn, database_at


def test_every_change_is_kept_with_the_payload_that_tells_of_it(chat: Chat) -> None:
    message = post(chat, "@ben :tada: thanks")
    reply = post(chat, "welcome", member="U_BEN", thread=message)
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
    message = post(chat)
    assert chat.room.react("U_BEN", message, "tada", on=True) > 0
    assert chat.room.react("U_BEN", message, "🎉", on=True) == 0
    assert chat.room.react("U_MEI", message, "tada", on=False) == 0
    chat.room.bot_reacts(message, "tada")
    chat.room.bot_reacts(message, "tada")
    assert [(one["emoji"], one["people"]) for one in chat.said()[0]["reactions"]] == [("tada", ["U_BEN", BOT])]  # type: ignore[attr-defined]


def test_a_message_survives_the_end_of_the_program(chat: Chat, tmp_path: Path) -> None:
    post(chat, "still here")
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
    post(chat, "a secret", member="U_MEI", channel="C_DESIGN")
    assert chat.views.message(max(chat.told), "U_BEN") is None
    with pytest.raises(Refused):
        chat.views.channel("U_BEN", "C_DESIGN", LATEST)
    with pytest.raises(Refused):
        chat.views.thread("U_BEN", str(max(chat.told)))
    with pytest.raises(Refused):
        chat.room.react("U_BEN", str(max(chat.told)), "tada", on=True)
    with pytest.raises(Refused):
        post(chat, channel="C_DESIGN", member="U_BEN")


def test_only_its_author_changes_a_message(chat: Chat) -> None:
    message = post(chat)
    with pytest.raises(Refused):
        chat.room.edit("U_BEN", message, "something else")
    with pytest.raises(Refused):
        chat.room.delete("U_BEN", message)


REFUSED = [
    Draft("U_NOBODY", "C_GENERAL", "x"),
    Draft("U_ANA", "C_NOWHERE", "x"),
    Draft("U_ANA", "D_U_BEN", "x"),
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


def test_what_is_said_to_huzzah_alone_is_asked_as_a_command_is(chat: Chat) -> None:
    chat.room.post(Draft("U_ANA", "D_U_ANA", "kudos @Ben Okafor thanks"))
    assert [one["html"] for one in chat.said(channel="D_U_ANA")]
    (payload,) = (json.loads(row["payload"]) for row in chat.store.rows("SELECT payload FROM pending"))
    asked = parse(payload)
    assert isinstance(asked, CommandGiven)
    assert (asked.name, asked.text, asked.channel) == ("huzzah", "kudos <@U_BEN> thanks", "")


@pytest.mark.parametrize(
    ("words", "kinds", "asked"),
    [
        ("@Huzzah make a poll", ["message", "command"], "make a poll"),
        ("@Huzzah: board week", ["command"], "board week"),
        ("@Huzzah what is this?", ["message", "command"], "what is this?"),
        ('@Huzzah "Dinner?"', ["message", "command"], '"Dinner?"'),
        ("@Huzzah", ["message", "command"], ""),
        ("@Huzzah :tada:", ["message"], None),
        ("@Huzzah and @ben are great", ["message"], None),
        ("Let's ask @Huzzah", ["message"], None),
    ],
)
def test_what_begins_with_our_name_is_asked_of_us(chat: Chat, words: str, kinds: list[str], asked: str | None) -> None:
    post(chat, words)
    assert chat.pending() == kinds
    event = parse(json.loads(chat.store.rows("SELECT payload FROM pending")[-1]["payload"]))
    assert (event.text if isinstance(event, CommandGiven) else None) == asked


def test_a_note_gives_way_to_the_next_one_of_its_key(chat: Chat) -> None:
    for words in ("Your vote: Pizza", "Your vote: Sushi"):
        chat.room.put_away("poll-vote:1:U_ANA")
        chat.room.whisper(Note("U_ANA", words, "C_GENERAL", "", "poll-vote:1:U_ANA"))
        post(chat, "meanwhile")
    said = [one["html"] for one in chat.said("U_ANA")]
    assert [html for html in said if "Your vote" in str(html)] == ["Your vote: Sushi"]
    assert "Your vote: Sushi" in str(said[-2])


def test_a_deleted_message_keeps_its_thread_and_loses_its_words(chat: Chat) -> None:
    message = post(chat, "words to forget")
    post(chat, "a reply", member="U_BEN", thread=message)
    chat.room.delete("U_ANA", message)
    assert [(one["gone"], one["html"]) for one in chat.said()] == [(True, "")]
    assert not chat.store.rows("SELECT 1 FROM messages WHERE text LIKE '%forget%'")


def test_unread_counts_what_others_said_since(chat: Chat) -> None:
    post(chat, "one")
    message = post(chat, "two")

    def unread(member: str) -> object:
        places = chat.views.state(member)["channels"]
        assert isinstance(places, list)
        return next(one["unread"] for one in places if one["id"] == "C_GENERAL")

    assert (unread("U_BEN"), unread("U_ANA")) == (2, 0)
    chat.views.mark_read("U_BEN", "C_GENERAL", int(message))
    assert unread("U_BEN") == 0


def test_older_messages_come_by_the_page(chat: Chat) -> None:
    for number in range(70):
        post(chat, f"message {number}")
    page = chat.said()
    assert len(page) == 60
    older = chat.views.channel("U_ANA", "C_GENERAL", int(str(page[0]["id"])))
    assert (len(older["messages"]), older["more"]) == (10, False)  # type: ignore[arg-type]


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


def test_all_that_huzzah_is_told_at_the_start_is_one_commit(tmp_path: Path) -> None:
    database = database_at(tmp_path)
    dispatch = Dispatch(database, clock.now)
    committed: list[str] = []
    dispatch.committed = committed.append

    async def story() -> None:
        playground = Playground(tmp_path, dispatch, clock.now)
        await dispatch.start()
        await playground.start()
        await playground.stop()
        await dispatch.stop()

    asyncio.run(asyncio.wait_for(story(), 20))
    assert len(committed) <= 2, "one, and one for the welcome, if there is time for it"
    with database.read(WORKSPACE, clock.now()) as work:
        assert work.member("U_ANA").name == "Ana Sousa"
        assert "leader" in work.member("U_ANA").roles
    database.close()


def test_what_huzzah_could_not_be_told_is_told_later_in_the_same_order(tmp_path: Path, stubborn: Stubborn) -> None:
    async def story() -> None:
        playground = Playground(tmp_path, stubborn, clock.now)
        stubborn.away = True
        asyncio.get_running_loop().call_later(0.1, setattr, stubborn, "away", False)
        await playground.start()
        await playground.stop()

    asyncio.run(asyncio.wait_for(story(), 20))
    assert stubborn.taken == list(introductions(stubborn.taken[0].at))


def test_somebody_is_new_somebody_leads_and_somebody_is_admin() -> None:
    found = list(introductions(clock.now()))
    members = [event for event in found if isinstance(event, MemberChanged)]
    assert sum(bool(event.admin) for event in members) == 1
    assert len({event.zone for event in members}) > 8
    assert len({event.country for event in members}) > 8
    newest = max(event.joined or 0 for event in members)
    assert clock.now() - newest < 14 * 86_400_000_000
    assert [event.text for event in found if isinstance(event, CommandGiven)] == ["role <@U_ANA> leader"]
