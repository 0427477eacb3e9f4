"""Challenges: goals that a team reaches together, fed by what people do, and taken back with it."""

import pytest

from handlers.answers import Answer, Open, Post
from handlers.cards.blocks import Button
from handlers.events import MemberChanged
from scoring.periods import DAY, MINUTE
from storage import challenges, privacy
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.conftest import NewChat
from tests.handlers.showing_off import card, deliver, gone, show, words

THANKS = '/huzzah challenge "10 thanks this week" thanks 10 until 7d'


def begun(chat: Chat, said: str = THANKS, member: str = "ANA") -> None:
    """A challenge runs."""
    chat.command(member, said)
    assert [post.key for post in chat.posts()] == ["challenge:1"], chat.notes()
    deliver(chat)


def soon(chat: Chat) -> list[Answer]:
    """Its card is brought up to date."""
    chat.now += 2 * MINUTE
    return chat.tick()


def test_thanks_in_channels_and_by_command_move_the_bar_and_taking_back_moves_it_back(chat: Chat) -> None:
    begun(chat)
    thanks = chat.say("BEN", "<@MEI> :tada: :tada: thanks")
    soon(chat)
    assert "2 of 10 thanks" in words(card(chat, "challenge:1"))
    chat.command("MEI", "/kudos <@BEN> 2 for the calm release")
    soon(chat)
    assert "4 of 10 thanks" in words(card(chat, "challenge:1"))
    assert "Taking part: 2 people" in words(card(chat, "challenge:1"))
    gone(chat, thanks)
    soon(chat)
    assert "2 of 10 thanks" in words(card(chat, "challenge:1"))


def test_nothing_is_edited_where_nothing_changed_and_once_a_minute_at_most(chat: Chat) -> None:
    begun(chat)
    chat.say("BEN", "<@MEI> :tada: thanks")
    assert soon(chat)
    chat.say("BEN", "just talk")
    assert soon(chat) == []
    chat.say("MEI", "<@BEN> :tada: thanks")
    assert chat.tick() == []
    assert soon(chat)


def test_half_and_all_of_the_goal_are_told_once(chat: Chat) -> None:
    begun(chat, '/huzzah challenge "4 thanks" until 7d')
    told: list[str] = []
    for giver, taker in (("BEN", "MEI"), ("MEI", "BEN"), ("LEA", "BEN"), ("JON", "LEA"), ("ANA", "LEA")):
        chat.say(giver, f"<@{taker}> :tada: thanks")
        told += [answer.key for answer in soon(chat) if isinstance(answer, Post)]
    assert told.count("challenge-half:1") == 1
    assert told.count("challenge-reached:1") == 1
    assert told.count("challenge:1") == 5


def test_at_the_end_everybody_is_thanked_and_it_is_in_the_archive(chat: Chat) -> None:
    begun(chat)
    for giver in ("BEN", "MEI", "LEA", "JON"):
        chat.say(giver, "<@ANA> :tada: thanks")
    chat.later(8 * 24)
    chat.tick()
    said = words(card(chat, "challenge-end:1"))
    assert "4 people contributed" in said
    assert "4 of 10 thanks" in said
    assert "is over" in card(chat, "challenge:1").summary
    chat.later(24)
    assert chat.tick() == []
    chat.command("BEN", "/huzzah challenges")
    assert "10 thanks this week in #general" in chat.notes()
    assert "4 of 10 thanks, 4 people" in chat.notes()


def test_who_did_most_is_named_only_if_they_agree(chat: Chat) -> None:
    begun(chat)
    with chat.work() as work:
        privacy.choose(work, "BEN", {"announce": False})
        privacy.choose(work, "MEI", {"show": False})
    for giver in ("BEN", "MEI", "LEA", "JON"):
        chat.say(giver, f"<@ANA> {':tada: ' * (3 if giver in ('BEN', 'MEI') else 1)} thanks")
    chat.command("ANA", "/huzzah challenge end 1")
    said = words(card(chat, "challenge-end:1"))
    assert "Léa Öz" in said
    assert "Ben Okafor" not in said
    assert "Mei-Lin" not in said


def test_where_only_groups_are_ranked_nobody_is_named(new_chat: NewChat) -> None:
    chat = new_chat("ranking: individual -> ranking: groups")
    begun(chat)
    for giver in ("BEN", "MEI", "LEA", "JON"):
        chat.say(giver, "<@ANA> :tada: thanks")
    chat.command("ANA", "/huzzah challenge end 1")
    assert "A lot of it came from" not in words(card(chat, "challenge-end:1"))


def test_a_channels_own_challenge_counts_that_channel_alone(chat: Chat) -> None:
    begun(chat, '/huzzah challenge "5 photos" photos 5 until 7d here', "BEN")
    show(chat, "MEI")
    show(chat, "MEI", channel="C2")
    soon(chat)
    assert "1 of 5 photos" in words(card(chat, "challenge:1"))


def test_ten_people_answer_a_newcomer(chat: Chat) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="NEW", name="Nia New", joined=chat.now - DAY))
    begun(chat, '/huzzah challenge "Ten people answer a newcomer" 10 until 7d')
    hello = chat.say("NEW", "hello everybody, nice to be here")
    chat.say("BEN", "welcome to the team, Nia!", thread=hello)
    chat.say("BEN", "and do come for a coffee", thread=hello)
    answer = chat.say("MEI", "welcome welcome welcome", thread=hello)
    other = chat.say("LEA", "what about lunch?")
    chat.say("JON", "lunch sounds good to me", thread=other)
    soon(chat)
    assert "2 of 10 people who answered a newcomer" in words(card(chat, "challenge:1"))
    gone(chat, answer)
    soon(chat)
    assert "1 of 10 people" in words(card(chat, "challenge:1"))


def test_a_question_counts_once_however_many_answer_it(chat: Chat) -> None:
    begun(chat, '/huzzah challenge "20 questions answered" answers 20 until 7d')
    question = chat.say("LEA", "who knows how the printer works?")
    for member in ("BEN", "MEI", "LEA"):
        chat.say(member, "you have to be kind to it", thread=question)
    soon(chat)
    assert "1 of 20 questions answered" in words(card(chat, "challenge:1"))


def test_a_company_challenge_is_for_leaders(chat: Chat) -> None:
    chat.command("BEN", '/huzzah challenge "10 thanks" thanks 10 until 7d company')
    assert "for leaders and admins" in chat.notes()
    begun(chat, '/huzzah challenge "10 thanks" thanks 10 until 7d', "BEN")
    assert chat.query("SELECT wide FROM challenge") == [(0,)]


def test_only_whoever_called_it_and_admins_end_it(chat: Chat) -> None:
    begun(chat)
    chat.press("MEI", Button("challenge_end", "", "1"))
    assert "Ana Sousa called this challenge" in chat.notes()
    chat.command("JON", "/huzzah challenge extend 1 9d")
    chat.later(8 * 24)
    assert not [post for post in chat.tick() if isinstance(post, Post) and "end" in post.key]
    chat.press("JON", Button("challenge_cancel", "", "1"))
    assert "was called off" in words(card(chat, "challenge:1"))
    chat.later(72)
    assert chat.tick() == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('"More of it" 10 until 7d', "What is counted?"),
        ('"More thanks" until 7d', "How much is the goal?"),
        ('"10 thanks" until whenever', "I can't read that"),
        ('"10 thanks" #nowhere', "In which channel?"),
        ('"99,000,000 thanks"', "is a lot"),
        ("end 4", "no running challenge"),
    ],
)
def test_what_cannot_be_read_says_why(chat: Chat, said: str, told: str) -> None:
    chat.command("ANA", f"/huzzah challenge {said}")
    assert told in chat.notes()
    assert chat.posts() == []


@pytest.mark.parametrize("said", ["challenge", "goal"])
def test_alone_it_opens_the_form_and_that_says_what_is_missing(chat: Chat, said: str) -> None:
    chat.command("ANA", f"/huzzah {said}")
    assert any(isinstance(answer, Open) for answer in chat.answers)
    form = chat.dialog()
    chat.submit("ANA", form, title="", goal="many", channel="C1")
    assert set(chat.errors()) == {"title", "goal"}
    chat.submit("ANA", form, title="Photos!", measure="photos", goal="1,000", channel="C1", closes="30d")
    assert "0 of 1,000 photos and gifs" in words(card(chat, "challenge:1"))


def test_what_runs_is_looked_up_once_and_not_again_for_each_message(chat: Chat) -> None:
    chat.say("BEN", "hello there, all of you")
    with chat.work() as work:
        assert challenges.watched(work) == ()
        assert work.remembered.challenges == ()
