"""Shout-outs: leaders praise in public, everybody else hears what they can do instead."""

import pytest

from handlers.cards.blocks import Picture
from handlers.shoutouts import understand
from scoring.facts import Fact, FactKind
from tests.handlers.chat import Chat, shown
from tests.handlers.conftest import NewChat


def test_a_leader_praises_in_the_announcement_channel(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> <!subteam^G1> for the calmest release ever #craft")
    [post] = chat.posts()
    assert post.channel == "C2"
    assert "Shout-out to Ben Okafor and Mei-Lin Chen" in shown(post.card)
    assert "> for the calmest release ever #craft" in shown(post.card)
    assert "praised you in #announcements" in chat.whispers()["MEI"]
    assert "out in #announcements" in chat.notes()
    assert chat.totals("points")["BEN"] >= 10
    assert chat.totals("coins")["MEI"] >= 10


def test_a_gif_becomes_the_picture(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> look at this <https://media.giphy.com/a.gif>")
    [post] = chat.posts()
    assert Picture("https://media.giphy.com/a.gif", "A picture for Ben Okafor") in post.card.blocks


def test_somebody_else_is_told_kindly_what_to_do(chat: Chat) -> None:
    chat.command("BEN", "/shoutout <@MEI> great work")
    assert "your thanks count just as much" in chat.notes()
    assert chat.posts() == []
    [button] = chat.buttons("kudos")
    chat.press("BEN", button)
    assert chat.dialog().fields[0].value == "MEI"


def test_the_limit_of_the_week_says_when_it_renews(new_chat: NewChat) -> None:
    chat = new_chat("shoutouts_per_week: 5 -> shoutouts_per_week: 1")
    chat.command("ANA", "/shoutout <@BEN> one")
    chat.command("ANA", "/shoutout <@BEN> two")
    assert "called this week's shout-out" in chat.notes()
    assert "on Monday" in chat.notes()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("/shoutout great work", "Whom do you praise?"),
        ("/shoutout <@BEN>", "What for?"),
        ("/shoutout @zoltan great work", "I don't know anybody called zoltan"),
        ("/shoutout <@ANA> I am great", "your own back"),
        ("/shoutout <!here> great work", "Whom do you praise?"),
        ("/shoutout <@NOBODY> great work", "I don't know everybody you named"),
    ],
)
def test_a_shoutout_that_cannot_be_called_says_why(chat: Chat, words: str, reason: str) -> None:
    chat.command("ANA", words)
    assert reason in chat.notes()
    assert chat.posts() == []


def test_alone_the_command_opens_a_form(chat: Chat) -> None:
    chat.command("ANA", "/shoutout")
    form = chat.dialog()
    chat.submit("ANA", form, people="ANA", words="")
    assert set(chat.errors()) == {"people", "words"}
    chat.submit("ANA", form, people="BEN,NOBODY", words="for it")
    assert set(chat.errors()) == {"people"}
    chat.submit("ANA", form, people="BEN", words="for it", picture="javascript:alert(1)")
    assert set(chat.errors()) == {"picture"}
    chat.submit("ANA", form, people="BEN,MEI", words="for it", value="craft", picture="https://example.org/a.png")
    [post] = chat.posts()
    assert "https://example.org/a.png" in shown(post.card)
    assert "#craft" in shown(post.card)


def test_a_form_sent_by_somebody_else_praises_nobody(chat: Chat) -> None:
    chat.command("ANA", "/shoutout")
    chat.submit("BEN", chat.dialog(), people="MEI", words="for it")
    assert chat.posts() == []
    assert chat.totals("coins") == {}


def test_people_mentioned_once_the_praise_began_are_spoken_of_and_stay_in_the_words() -> None:
    said = understand("<@A>, <@B> and <@C> for helping <@D> #care")
    assert [target for target, _ in said.targets] == ["A", "B", "C"]
    assert said.words == "for helping <@D> #care"
    assert said.hashtags == ("care",)


def test_where_nobody_is_named_before_the_praise_those_named_in_it_are_praised() -> None:
    said = understand("three cheers for <@A> and <!subteam^G1>")
    assert said.targets == (("A", False), ("G1", True))
    assert said.words == "three cheers for <@A> and <!subteam^G1>"


def test_who_is_spoken_of_gets_nothing(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> for covering for <@LEA> all week")
    [post] = chat.posts()
    assert "Shout-out to Ben Okafor" in shown(post.card)
    assert sorted(chat.whispers()) == ["BEN"]
    assert "LEA" not in chat.totals("points")


def test_shout_out_on_a_message_opens_the_form_with_its_author(chat: Chat) -> None:
    chat.press_on("ANA", "shoutout", "BEN", thread="17")
    assert chat.dialog().fields[0].value == "BEN"
    chat.submit("ANA", chat.dialog(), words="for a calm head")
    [post] = chat.posts()
    assert (post.channel, post.thread) == ("C2", "")


def test_without_an_announcement_channel_praise_for_a_message_stands_in_its_thread(new_chat: NewChat) -> None:
    chat = new_chat("announce_channel: announcements -> announce_channel: nowhere")
    chat.press_on("ANA", "shoutout", "BEN", thread="17")
    chat.submit("ANA", chat.dialog(), words="for a calm head")
    assert [(post.channel, post.thread) for post in chat.posts()] == [("C1", "17")]


@pytest.mark.parametrize(("author", "words"), [("ANA", "That message is yours"), ("BOT", "A bot wrote that")])
def test_ones_own_message_and_a_bots_can_not_be_praised(chat: Chat, author: str, words: str) -> None:
    chat.press_on("ANA", "shoutout", author, thread="17")
    assert words in chat.notes()


def test_without_an_announcement_channel_it_is_said_where_it_was_called(new_chat: NewChat) -> None:
    chat = new_chat("announce_channel: announcements -> announce_channel: nowhere")
    chat.command("ANA", "/shoutout <@BEN> one")
    assert [post.channel for post in chat.posts()] == ["C1"]
    assert "out in #general" in chat.notes()
    assert "I know no channel #nowhere, so it stands where you called it" in chat.notes()


def test_with_an_announcement_channel_nothing_is_said_of_it(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> one")
    assert "I know no channel" not in chat.notes()


def test_without_any_channel_it_is_said_privately_and_can_be_taken_back(new_chat: NewChat) -> None:
    chat = new_chat("announce_channel: announcements -> announce_channel: nowhere")
    chat.command("ANA", "/shoutout", channel="")
    chat.submit("ANA", chat.dialog(), people="BEN", words="for it")
    assert chat.posts() == []
    assert "I found no channel to post it in, so I said it privately" in chat.notes()
    assert "praised you!" in chat.whispers()["BEN"]
    [button] = chat.buttons("undo")
    chat.press("ANA", button)
    assert chat.posts() == []
    assert chat.totals("coins") == {}


def test_where_nobody_wants_to_be_announced_no_channel_is_spoken_of(chat: Chat) -> None:
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, "BEN", target="BEN", extra=(("no_announce", 1),))])
    chat.command("ANA", "/shoutout <@BEN> for it")
    assert chat.posts() == []
    assert "You praised @Ben Okafor." in chat.notes()
    assert "so I posted no card: I said it privately" in chat.notes()
    assert "out in" not in chat.notes()
    assert "@Ana Sousa praised you!" in chat.whispers()["BEN"]
    chat.command("ANA", "/shoutout <@BEN> <@MEI> for it")
    assert "@Ana Sousa praised you!" in chat.whispers()["BEN"]
    assert "@Ana Sousa praised you in #announcements!" in chat.whispers()["MEI"]
    assert "out in #announcements" in chat.notes()
