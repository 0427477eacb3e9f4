"""Who is told what, and how loudly: a reaction, a private note, a card in the thread, or nothing."""

from dataclasses import replace

import pytest

from handlers.events import (
    ChannelChanged,
    Event,
    GroupChanged,
    MemberChanged,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
)
from scoring.facts import Fact, FactKind
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat

THANKS = "<@BEN> ++ thanks"


def test_a_badge_is_whispered_to_whoever_earned_it(chat: Chat) -> None:
    chat.say("ANA", THANKS)
    assert "You earned a badge" in chat.whispers()["ANA"]
    assert "You earned a badge" in chat.whispers()["BEN"]
    assert chat.posts() == []


def test_a_lively_workspace_celebrates_in_the_thread(new_chat: NewChat) -> None:
    chat = new_chat("noise: quiet -> noise: lively")
    message = chat.say("ANA", THANKS)
    assert {(post.channel, post.thread) for post in chat.posts()} == {("C1", message)}
    assert any("@Ana Sousa earned" in shown(post.card) for post in chat.posts())


def test_who_does_not_want_to_be_announced_is_told_alone(new_chat: NewChat) -> None:
    chat = new_chat("noise: quiet -> noise: lively")
    _no_announcing(chat, "BEN")
    chat.say("ANA", THANKS)
    assert "You earned a badge" in chat.whispers()["BEN"]
    assert not any("Ben" in shown(post.card) for post in chat.posts())


def test_who_does_not_want_to_be_announced_is_on_no_public_card(chat: Chat) -> None:
    _no_announcing(chat, "BEN")
    chat.command("ANA", "/kudos <@BEN> <@MEI> thanks")
    [post] = chat.posts()
    assert "Ben" not in shown(post.card)
    assert "would rather not be announced" in chat.notes()
    chat.command("ANA", "/shoutout <@BEN> for it")
    assert chat.posts() == []
    assert "praised you" in chat.whispers()["BEN"]
    chat.command("ANA", "/huzzah undo")
    assert chat.posts() == []


def _no_announcing(chat: Chat, member: str) -> None:
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, member, target=member, extra=(("no_announce", 1),))])


def test_a_silent_workspace_says_only_what_must_be_said(new_chat: NewChat) -> None:
    chat = new_chat("noise: quiet -> noise: silent")
    chat.say("ANA", THANKS)
    assert chat.answers == []
    assert chat.totals() == {"BEN": 1}
    chat.say("BEN", "<@ANA> +9")
    assert "that gift needs 9" in chat.whispers()["BEN"]


@pytest.mark.parametrize("pattern", ["general", "gen*", "C1"])
def test_a_channel_can_be_quieter_than_the_rest(new_chat: NewChat, pattern: str) -> None:
    chat = new_chat(f"noise: quiet -> noise_channels: {{{pattern}: silent}}")
    chat.say("ANA", THANKS)
    assert chat.reactions() == []
    chat.say("ANA", THANKS, channel="C2")
    assert len(chat.reactions()) == 1


def test_an_import_tells_nobody_and_keeps_no_words(chat: Chat) -> None:
    events: list[Event] = [
        MessagePosted(
            workspace=WORKSPACE, at=chat.now + place, member="ANA", channel="C1", message=f"m{place}", text=words,
            quiet=True,
        )
        for place, words in enumerate([THANKS, "<@ANA> ++", "<@BEN> +99"])
    ]  # fmt: skip
    chat.do(*events)
    assert chat.totals() == {"BEN": 1}
    assert chat.answers == []
    assert chat.words_kept() == []


def test_a_new_level_is_told(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> for it")
    chat.command("ANA", "/shoutout <@BEN> for more of it")
    assert "You reached a new level: Seedling" in chat.whispers()["BEN"]


def test_it_does_not_matter_where_a_batch_is_cut(new_chat: NewChat) -> None:
    together, apart = new_chat(""), new_chat("")
    events = _busy_minute(together.now)
    together.do(*events)
    for event in events:
        apart.do(event)
    facts = "SELECT kind, actor, channel, message, target, emoji, marks, length, detail FROM fact ORDER BY seq"
    assert together.query(facts) == apart.query(facts)
    assert together.totals() == apart.totals() == {"BEN": 1, "LEA": 1, "MEI": 1}
    for table in ("group_member", "channel_member", "member", "words"):
        assert together.query(f"SELECT * FROM {table}") == apart.query(f"SELECT * FROM {table}")


def _busy_minute(at: int) -> list[Event]:
    def say(number: int, words: str) -> Event:
        return MessagePosted(workspace=WORKSPACE, at=at, member="ANA", channel="C1", message=f"m{number}", text=words)

    def group(*members: str) -> Event:
        return GroupChanged(workspace=WORKSPACE, at=at, group="G7", name="new", members=members)

    def admin(yes: bool) -> Event:
        return MemberChanged(workspace=WORKSPACE, at=at, member="LEA", admin=yes)

    return [
        group("BEN"),
        say(1, "<!subteam^G7> ++"),
        group("MEI", "LEA"),
        say(2, "<!subteam^G7> ++ :smile:"),
        admin(True),
        MemberChanged(workspace=WORKSPACE, at=at, member="LEA", name="Léa"),
        admin(False),
        ChannelChanged(workspace=WORKSPACE, at=at, channel="C7", name="seven", private=True, members=("ANA",)),
        ReactionAdded(workspace=WORKSPACE, at=at, member="BEN", channel="C1", message="m1", emoji=":+1::skin-tone-2:"),
    ]


ON, OFF = [("tada", False)], [("tada", True)]


def reactions(chat: Chat) -> list[tuple[str, bool]]:
    """The bot's, and whether they were taken off."""
    return [(react.emoji, react.off) for react in chat.reactions()]


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        ("thanks all the same", OFF),
        ("<@BOT> ++ thanks", OFF),
        ("<@BEN> +99 thanks", []),
        ("<@MEI> +99 thanks", OFF),
        ("<@BEN> ++ many thanks", []),
        ("<@MEI> ++ thanks", ON),
        ("<@BEN> +2 <@MEI> +1 thanks", ON),
    ],
)
def test_the_reaction_goes_when_an_edit_leaves_no_gift(chat: Chat, edited: str, expected: list[object]) -> None:
    message = chat.say("ANA", "<@BEN> ++ thanks")
    assert reactions(chat) == ON
    chat.edit("ANA", message, edited)
    assert reactions(chat) == expected


def test_the_reaction_goes_when_the_gift_is_taken_back(chat: Chat) -> None:
    message = chat.say("ANA", "<@BEN> ++ thanks")
    chat.command("ANA", "/huzzah undo")
    [react] = chat.reactions()
    assert (react.channel, react.message, react.off) == ("C1", message, True)


def test_it_is_not_taken_off_a_command_a_deleted_message_or_where_there_was_none(new_chat: NewChat) -> None:
    chat = new_chat("noise: quiet -> noise_channels: {announcements: silent}")
    chat.command("ANA", "/kudos <@BEN> thanks")
    chat.command("ANA", "/huzzah undo")
    assert chat.reactions() == []
    message = chat.say("ANA", "<@BEN> ++ thanks")
    chat.delete(message)
    assert chat.reactions() == []
    chat.say("ANA", "<@BEN> ++ thanks", channel="C2")
    chat.command("ANA", "/huzzah undo")
    assert chat.totals() == {}
    assert chat.reactions() == []


def test_of_the_reactions_on_one_message_in_one_batch_the_last_is_said(chat: Chat) -> None:
    said = MessagePosted(
        workspace=WORKSPACE, at=chat.now, member="ANA", channel="C1", message="m1", text="<@BEN> ++ thanks"
    )
    edits = [
        MessageEdited(workspace=WORKSPACE, at=chat.now + place, member="ANA", channel="C1", message="m1", text=text)
        for place, text in enumerate(["thanks", "<@BEN> ++", "<@BEN> +2", "<@BEN> +1 <@MEI> +2"], 1)
    ]
    chat.do(said, *edits[:1])
    assert reactions(chat) == OFF
    chat.do(*edits[1:], replace(said, message="m2"))
    assert [(react.message, react.off) for react in chat.reactions()] == [("m1", False), ("m2", False)]


def test_an_opened_channel_forgets_who_was_in_it(chat: Chat) -> None:
    closed = ChannelChanged(
        workspace=WORKSPACE, at=chat.now, channel="C7", name="seven", private=True, members=("ANA",)
    )
    chat.do(closed)
    chat.do(replace(closed, private=False, at=chat.now + 1))
    assert chat.query("SELECT member FROM channel_member WHERE channel = 'C7'") == []
