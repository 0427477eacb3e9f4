"""Contests asked for: typed and by the form, closed early, given more time, called off, planned, and listed."""

import pytest

from handlers.answers import Open, Post
from storage import privacy
from tests.handlers.chat import Chat
from tests.handlers.conftest import NewChat
from tests.handlers.showing_off import PNG, card, change, closed, deliver, links, opened, react, show, words


def test_only_the_host_and_admins_close_it(chat: Chat) -> None:
    opened(chat)
    react(chat, show(chat, "BEN"), "ANA", "MEI")
    chat.command("MEI", "/huzzah contest close 1")
    assert "holds this contest" in chat.notes()
    assert chat.posts() == []
    chat.command("JON", "/huzzah contest close")
    assert "Ben Okafor wins" in words(card(chat, "contest-result:1"))
    chat.later(5)
    assert chat.tick() == []


def test_another_deadline_holds_and_the_old_one_does_nothing(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN")
    react(chat, desk, "ANA")
    chat.command("ANA", "/huzzah contest extend 1 10h")
    assert "new deadline" in chat.notes()
    closed(chat)
    assert not [answer for answer in chat.answers if isinstance(answer, Post) and "result" in answer.key]
    react(chat, desk, "MEI")
    chat.later(6)
    chat.tick()
    assert "2 votes" in words(card(chat, "contest-result:1"))


def test_one_that_is_opened_again_has_no_winner_until_it_closes_again(chat: Chat) -> None:
    opened(chat)
    desk, other = show(chat, "BEN"), show(chat, "MEI")
    react(chat, desk, "ANA", "LEA")
    closed(chat)
    deliver(chat)
    assert chat.totals("coins").get("BEN")
    chat.command("ANA", "/huzzah contest reopen 1 3h")
    assert "goes on" in words(card(chat, "contest-result:1"))
    assert not chat.totals("coins").get("BEN")
    react(chat, other, "ANA", "LEA", "BEN")
    chat.later(4)
    chat.tick()
    assert "Mei-Lin Chen wins" in words(card(chat, "contest-result:1.2"))
    coins = chat.totals("coins")
    assert not coins.get("BEN")
    assert coins["MEI"] >= 10


def test_what_came_between_the_close_and_another_opening_doesnt_count(chat: Chat) -> None:
    opened(chat)
    desk, other = show(chat, "BEN"), show(chat, "MEI")
    react(chat, desk, "ANA", "LEA")
    closed(chat)
    deliver(chat)
    react(chat, other, "ANA", "LEA", "JON", "BEN")
    late = show(chat, "LEA")
    chat.command("ANA", "/huzzah contest reopen 1 3h")
    assert "What came in between doesn't count" in words(card(chat, "contest-result:1"))
    assert "2 votes" in words(card(chat, "contest:1"))
    change(chat, "LEA", late, files=PNG)
    react(chat, late, "ANA", "MEI", "JON", "BEN")
    react(chat, other, "JON")  # on it already
    chat.later(4)
    chat.tick()
    assert links(card(chat, "contest-result:1.2")) == {desk}


def test_a_vote_put_on_anew_after_another_opening_counts(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN")
    closed(chat)
    react(chat, desk, "ANA", "MEI")
    chat.command("ANA", "/huzzah contest reopen 1 3h")
    chat.react("ANA", desk, "heart", off=True)
    react(chat, desk, "ANA")
    chat.later(4)
    chat.tick()
    assert "1 vote" in words(card(chat, "contest-result:1.2"))


def test_one_that_is_called_off_never_closes(chat: Chat) -> None:
    opened(chat)
    react(chat, show(chat, "BEN"), "ANA", "MEI")
    chat.command("ANA", "/huzzah contest cancel")
    assert "was called off" in words(card(chat, "contest:1"))
    closed(chat)
    assert chat.answers == []
    assert not chat.totals("coins")


def test_the_calendar_opens_one_again_and_again(chat: Chat) -> None:
    chat.command("ANA", '/huzzah contest photo "Friday desk" every friday 9:00 close 4h')
    assert "every Friday at 09:00" in chat.notes()
    assert chat.posts() == []
    for number in (1, 2):
        chat.later(24 * 7)
        chat.tick()
        assert f"contest:{number}" in [post.key for post in chat.posts()]


def test_two_of_them_dont_take_the_same_pictures(chat: Chat) -> None:
    opened(chat)
    chat.command("BEN", '/huzzah contest meme "Monday"')
    said = (
        "Ana Sousa's contest “Your desk today” runs in #general until Wednesday 18 November, {hour}, and takes every "
        "picture there. End that one first (/huzzah contests), or add “thread” to this one."
    )
    # By the clock of who asks.
    assert said.format(hour="15:02") in chat.notes()
    chat.command("ANA", '/huzzah contest photo "Lunch"')
    assert said.format(hour="14:02").replace("Ana Sousa's", "Your") in chat.notes()
    chat.command("BEN", "/huzzah contest")
    dialog = chat.dialog()
    chat.submit("BEN", dialog, kind="meme", title="Monday", channel="C1", closes="3d", opens="", secret="", threaded="")
    assert chat.errors()["threaded"] == said.format(hour="15:02")
    chat.command("BEN", '/huzzah contest meme "Monday" thread')
    assert [post.key for post in chat.posts()] == ["contest:2"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('contest photo "Desk" close yesterday', "I can't read that"),
        ('contest photo "Desk" close 1m', "too soon"),
        ('contest photo "Desk" close 400d', "too far off"),
        ('contest photo "Desk" bananas', "bananas"),
        ('contest photo "Desk" #nowhere', "In which channel?"),
        ('contest photo "Desk" every full moon', "I can't read that"),
        ("contest close 99", "I don't know that contest"),
    ],
)
def test_what_cannot_be_read_says_why(chat: Chat, said: str, told: str) -> None:
    chat.command("ANA", f"/huzzah {said}")
    assert told in chat.notes()
    assert chat.posts() == []


@pytest.mark.parametrize("said", ["contest", "contest photo", "photo", "competition", "meme"])
def test_alone_it_opens_the_form(chat: Chat, said: str) -> None:
    chat.command("ANA", f"/huzzah {said}")
    assert any(isinstance(answer, Open) for answer in chat.answers)


@pytest.mark.parametrize("title", ["“Your desk”", "„Your desk“", "«Your desk»", "'Your desk'"])
def test_smart_quotes_are_quotes(chat: Chat, title: str) -> None:
    chat.command("ANA", f"/huzzah photo {title} until 2h")
    assert "Photo contest: Your desk" in words(card(chat, "contest:1"))


def test_the_form_says_what_is_missing_and_then_opens_one(chat: Chat) -> None:
    chat.command("ANA", "/huzzah contest")
    form = chat.dialog()
    chat.submit("ANA", form, title=" ", channel="C1", closes="soonish")
    assert set(chat.errors()) == {"title", "closes"}
    chat.submit("ANA", form, title="Your desk", channel="C9", closes="2d", secret="true")
    assert [(post.key, post.channel) for post in chat.posts()] == [("contest:1", "C9")]


def test_a_private_channel_is_not_for_those_outside(chat: Chat) -> None:
    chat.command("MEI", '/huzzah contest photo "Desk" #secret')
    assert "In which channel?" in chat.notes()
    chat.command("ANA", '/huzzah contest photo "Desk" #secret')
    assert [post.channel for post in chat.posts()] == ["C9"]
    chat.command("MEI", "/huzzah contests")
    assert "Desk" not in chat.notes()
    chat.command("MEI", "/huzzah contest close 1")
    assert "I don't know that contest" in chat.notes()


def test_the_hall_of_fame_names_who_won(chat: Chat) -> None:
    opened(chat)
    react(chat, show(chat, "BEN"), "ANA", "MEI")
    closed(chat)
    chat.command("LEA", "/huzzah contests")
    assert "Your desk today in #general" in chat.notes()
    assert "@Ben Okafor with 2 votes" in chat.notes()


def test_an_erased_winner_and_their_picture_are_gone(new_chat: NewChat) -> None:
    chat = new_chat("")
    opened(chat)
    react(chat, show(chat, "BEN", picture="https://example.org/ben.png"), "ANA", "MEI")
    closed(chat)
    with chat.work() as work:
        privacy.erase(work, "BEN", "k" * 44)
    everything = str(chat.query("SELECT * FROM contest")) + str(chat.query("SELECT * FROM contest_entry"))
    assert "BEN" not in everything
    assert "ben.png" not in everything
    chat.command("LEA", "/huzzah contests")
    assert "Ben Okafor" not in chat.notes()
