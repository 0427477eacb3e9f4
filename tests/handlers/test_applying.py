"""Applying: other names for channels and emoji, who is in which channel, forms that come again, shared channels."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import applying
from handlers.answers import Note, Post, Refuse, Reply
from handlers.cards.blocks import Card, Standings
from handlers.events import (
    ButtonPressed,
    ChannelChanged,
    ChannelMember,
    ChannelMoved,
    CommandGiven,
    DialogSubmitted,
    EmojiChanged,
    Event,
    GroupChanged,
    MemberChanged,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    ReactionRemoved,
)
from storage import channel_ids, places
from tests.conftest import NewDatabase
from tests.handlers.chat import WEDNESDAY, WORKSPACE, Chat, open_chat
from tests.handlers.conftest import NewChat
from tests.storage.accounts import Dump, dump
from tests.storage.delivering import drift

SECOND = 1_000_000


def apply(chat: Chat, *events: Event) -> list[list[Reply]]:
    """A batch in one transaction."""
    with chat.work() as work:
        return applying.apply(work, events)


def said(
    second: int, words: str, channel: str = "C1", message: str = "", member: str = "ANA", thread: str = ""
) -> Event:
    return MessagePosted(
        workspace=WORKSPACE, at=WEDNESDAY + second * SECOND, member=member, channel=channel,
        message=message or f"m{second}", text=words, thread=thread,
    )  # fmt: skip


def moved(second: int, channel: str, to: str) -> Event:
    return ChannelMoved(workspace=WORKSPACE, at=WEDNESDAY + second * SECOND, channel=channel, to=to)


def channels_of(chat: Chat) -> set[tuple[object, ...]]:
    return set(chat.query("SELECT channel, message FROM message WHERE message LIKE 'm%'"))


def newest(chat: Chat, channel: str) -> str:
    with chat.database.read(WORKSPACE, chat.now) as work:
        return channel_ids.newest(work, channel)


def test_a_channel_that_moved_stays_known_under_its_first_id(new_anywhere: NewChat) -> None:
    chat = new_anywhere("")
    apply(chat, said(1, "<@BEN> :tada: thanks"))
    apply(chat, moved(2, "C1", "D1"), said(3, "<@MEI> :tada:", "D1"), moved(4, "D1", "E1"), said(5, "more", "E1"))
    apply(chat, MessageDeleted(workspace=WORKSPACE, at=WEDNESDAY + 6 * SECOND, channel="E1", message="m1"))
    assert channels_of(chat) == {("C1", "m1"), ("C1", "m3"), ("C1", "m5")}
    assert chat.totals() == {"MEI": 1}
    assert [newest(chat, each) for each in ("C1", "D1", "E1", "C2")] == ["E1", "E1", "E1", "C2"]
    with chat.work() as work:
        assert places.find(work, "ANA", "E1") == "C1"


@pytest.mark.parametrize(
    "moves",
    [
        [moved(2, "C1", "D1"), moved(3, "D1", "E1"), moved(2, "C1", "D1")],
        [moved(3, "D1", "E1"), moved(2, "C1", "D1"), moved(3, "D1", "E1")],
    ],
    ids=["told twice", "told in another order"],
)
def test_moves_that_are_told_again_or_late_change_nothing(chat: Chat, moves: list[Event]) -> None:
    for move in moves:
        apply(chat, move)
    apply(chat, said(9, "here", "D1"), said(10, "and here", "E1"))
    assert channels_of(chat) == {("C1", "m9"), ("C1", "m10")}
    assert [newest(chat, each) for each in ("C1", "D1", "E1")] == ["E1"] * 3


def test_a_channel_may_move_back(chat: Chat) -> None:
    apply(chat, moved(2, "C1", "D1"), moved(3, "D1", "C1"), said(4, "home again"))
    assert channels_of(chat) == {("C1", "m4")}
    assert [newest(chat, each) for each in ("C1", "D1")] == ["C1", "C1"]


def test_what_came_under_the_new_id_before_the_move_was_told_stays_there_and_counts_once(chat: Chat) -> None:
    early = said(1, "<@BEN> :tada: thanks", "D1", "early")
    edit = MessageEdited(
        workspace=WORKSPACE, at=WEDNESDAY + 9 * SECOND, member="ANA", channel="E1", message="early",
        text="<@BEN> :tada: thank you",
    )  # fmt: skip
    apply(chat, early)
    apply(chat, moved(3, "C1", "D1"), moved(4, "D1", "E1"))
    apply(chat, early, edit, said(10, "you're welcome", "E1", member="BEN", thread="early"))
    assert chat.totals() == {"BEN": 1}
    assert channels_of(chat) == {("D1", "m10")}
    apply(chat, MessageDeleted(workspace=WORKSPACE, at=WEDNESDAY + 11 * SECOND, channel="E1", message="early"))
    assert chat.totals() == {}
    assert drift(chat.database, WORKSPACE) == []


def test_commands_buttons_and_forms_in_a_moved_channel_act_in_the_one_that_is_known(chat: Chat) -> None:
    apply(chat, moved(1, "C1", "D1"))
    fields = {"people": "BEN", "amount": "1", "words": "thanks"}
    command = CommandGiven(
        workspace=WORKSPACE, at=WEDNESDAY, member="ANA", channel="D1", request="a", name="kudos", text="<@BEN> thanks"
    )
    press = ButtonPressed(
        workspace=WORKSPACE, at=WEDNESDAY, member="ANA", channel="D1", request="b", action="kudos", value="BEN"
    )
    form = DialogSubmitted(
        workspace=WORKSPACE, at=WEDNESDAY, member="ANA", channel="D1", request="c", dialog="kudos", fields=fields,
        context="D1|",
    )  # fmt: skip
    _, [opened], _ = apply(chat, command, press, form)
    assert opened.dialog.context == "C1|"  # type: ignore[union-attr]  # the form to give
    assert {row[0] for row in chat.query("SELECT channel FROM fact WHERE kind = 'gift'")} == {"C1"}
    assert {row[0] for row in chat.query("SELECT channel FROM outbox WHERE kind = 'post'")} == {"C1"}


def people_in(chat: Chat, channel: str) -> set[object]:
    return {row[0] for row in chat.query(f"SELECT member FROM channel_member WHERE channel = '{channel}'")}


def test_who_comes_into_a_private_channel_hears_its_name_and_who_leaves_does_not(new_anywhere: NewChat) -> None:
    chat = new_anywhere("")
    apply(
        chat,
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY, channel="C9", member="MEI"),
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY, channel="C9", member="MEI"),
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY, channel="C9", member="BEN", left=True),
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY, channel="C1", member="MEI"),
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY, channel="never heard of", member="MEI"),
    )
    assert people_in(chat, "C9") == {"ANA", "MEI"}
    assert chat.query("SELECT DISTINCT channel FROM channel_member") == [("C9",)]
    with chat.work() as work:
        assert places.names_for(work, "MEI", ["C9"]) == {"C9": "secret"}
        assert places.names_for(work, "BEN", ["C9"]) == {}


def react(second: int, emoji: str, message: str = "m1", member: str = "MEI", *, off: bool = False) -> Event:
    kind = ReactionRemoved if off else ReactionAdded
    return kind(
        workspace=WORKSPACE, at=WEDNESDAY + second * SECOND, member=member, channel="C1", message=message, emoji=emoji
    )


def emoji(aliases: dict[str, str], *, whole: bool = False) -> Event:
    return EmojiChanged(workspace=WORKSPACE, at=WEDNESDAY, aliases=aliases, whole=whole)


def test_a_custom_name_of_the_currency_gives_in_words_reactions_and_commands(new_anywhere: NewChat) -> None:
    chat = new_anywhere("")
    learnt = emoji({"yay": "tada", "hooray2": "yay", ":Woo:": ":tada:"})
    apply(chat, learnt, said(1, "<@BEN> :yay: thanks"), said(2, "<@BEN> :woo:"), react(3, "hooray2"))
    assert chat.totals() == {"BEN": 3}
    apply(chat, react(4, "hooray2", off=True))
    assert chat.totals() == {"BEN": 2}
    chat.command("ANA", "/kudos <@MEI> :yay: :yay: thanks")
    assert chat.totals() == {"BEN": 2, "MEI": 2}
    apply(chat, emoji({"yay": ""}), said(5, "<@LEA> :yay:"), said(6, "<@LEA> :woo:"))
    assert chat.totals()["LEA"] == 1
    apply(chat, emoji({"other": "heart"}, whole=True), said(7, "<@JON> :woo:"))
    assert "JON" not in chat.totals()
    assert drift(chat.database, WORKSPACE) == []


def test_an_emoji_that_the_rule_book_names_is_itself_whatever_it_stands_for_elsewhere(new_chat: NewChat) -> None:
    chat = new_chat("emoji: [tada, huzzah] -> emoji: [party_parrot]")
    apply(chat, emoji({"party_parrot": "tada"}), said(1, "<@BEN> :party_parrot:"), said(2, "<@MEI> :tada:"))
    assert chat.totals() == {"BEN": 1}


def form(request: str, **fields: str) -> DialogSubmitted:
    return DialogSubmitted(
        workspace=WORKSPACE, at=WEDNESDAY, member="ANA", channel="C1", request=request, dialog="kudos", context="C1|",
        fields={"people": "", "amount": "1", "words": "", "value": "", "private": ""} | fields,
    )  # fmt: skip


def test_a_form_that_was_sent_back_may_come_again_under_its_id_and_counts_once(new_anywhere: NewChat) -> None:
    chat = new_anywhere("")
    [[first]] = apply(chat, form("view:1", people="ANA"))
    [[second]] = apply(chat, form("view:1", people="BEN", amount="99"))
    assert isinstance(first, Refuse)
    assert isinstance(second, Refuse)
    [third, fourth] = apply(chat, form("view:1", people="BEN"), form("view:1", people="BEN"))
    assert isinstance(third[0], Note)
    assert fourth == []
    assert chat.totals() == {"BEN": 1}


def test_nothing_of_ours_is_posted_where_another_organisation_is(new_chat: NewChat) -> None:
    chat = new_chat("noise: quiet -> noise: lively")
    apply(chat, ChannelChanged(workspace=WORKSPACE, at=WEDNESDAY, channel="C1", name="with-acme", shared=True))
    board = Post("C1", Card("The board", (Standings(()),)))
    with chat.work() as work:
        applying.put(work, [board, Post("C2", board.card)])
    apply(chat, said(1, "<@BEN> :tada: thanks"))
    chat.command("ANA", "/kudos <@BEN> thanks")
    assert "Ana" in chat.whispers()["BEN"]
    rows = chat.query("SELECT kind, channel FROM outbox")
    assert {channel for kind, channel in rows if kind == "post"} == {"C2"}
    assert ("react", "C1") in rows


def test_a_shoutout_that_would_stand_in_a_shared_channel_is_said_privately(chat: Chat) -> None:
    apply(chat, ChannelChanged(workspace=WORKSPACE, at=WEDNESDAY, channel="C2", name="announcements", shared=True))
    chat.command("ANA", "/shoutout <@BEN> for the launch")
    assert chat.posts() == []
    assert "privately" in chat.notes()
    assert "BEN" in chat.whispers()


def _events() -> list[Event]:
    return [
        said(1, "<@BEN> :yay: :tada:", "D1"),
        moved(2, "C1", "D1"),
        said(3, "<@MEI> :yay:", "D1", member="BEN"),
        emoji({"yay": "tada"}),
        said(5, "<@LEA> :yay:", "D1", member="MEI", thread="m1"),
        react(6, "yay", "m5", "LEA"),
        ReactionAdded(
            workspace=WORKSPACE, at=WEDNESDAY + 7 * SECOND, member="JON", channel="D1", message="m5", emoji="tada"
        ),
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY + 8 * SECOND, channel="C8", member="MEI"),
        ChannelChanged(
            workspace=WORKSPACE, at=WEDNESDAY + 9 * SECOND, channel="C8", name="eight", private=True, members=("ANA",)
        ),
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY + 10 * SECOND, channel="C8", member="BEN"),
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY + 11 * SECOND, channel="C8", member="ANA", left=True),
        ChannelChanged(workspace=WORKSPACE, at=WEDNESDAY, channel="C8", name="older", members=()),
        ChannelMember(workspace=WORKSPACE, at=WEDNESDAY + 12 * SECOND, channel="C8", member="LEA"),
        MemberChanged(workspace=WORKSPACE, at=WEDNESDAY + 13 * SECOND, member="MEI", guest=True),
        GroupChanged(workspace=WORKSPACE, at=WEDNESDAY + 14 * SECOND, group="G1", name="design-team", members=("LEA",)),
        moved(15, "D1", "E1"),
        MessageDeleted(workspace=WORKSPACE, at=WEDNESDAY + 16 * SECOND, channel="E1", message="m1"),
        said(17, "<!subteam^G1> :yay:", "E1"),
    ]


def _everything(chat: Chat) -> tuple[Dump, list[list[tuple[object, ...]]]]:
    others = [
        chat.query(f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in ("channel_member", "emoji", "channel_id")
    ]
    with chat.database.read(WORKSPACE, chat.now) as work:
        return dump(work), others


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.sets(st.integers(1, 17)))
def test_it_does_not_matter_where_batches_are_cut(new_sqlite: NewDatabase, cuts: set[int]) -> None:
    events = _events()
    one, other = open_chat(new_sqlite()), open_chat(new_sqlite())
    apply(one, *events)
    for first, last in pairwise([0, *sorted(cuts), len(events)]):
        apply(other, *events[first:last])
    assert _everything(one) == _everything(other)
    assert drift(one.database, WORKSPACE) == []
    for chat in (one, other):
        chat.database.close()
