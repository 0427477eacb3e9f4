"""Pulses: asked at each person's time, answered in secret, closed once, and compared with the last."""

from collections.abc import Iterator

import pytest

from handlers.answers import Post, Refresh
from handlers.cards.blocks import Button, Chart
from scoring.periods import DAY, HOUR
from tests.handlers.chat import WEDNESDAY, Chat
from tests.handlers.pulse_days import TEAM, TYPED, answer, asked, cards, closed, mark, open_company, rating
from tests.handlers.shown import buttons_of, words_of


@pytest.fixture
def chat(database_url: str) -> Iterator[Chat]:
    chat = open_company(database_url)
    yield chat
    chat.database.close()


def test_everybody_is_asked_once_at_ten_of_their_own_morning(chat: Chat) -> None:
    chat.command("JON", TYPED)
    chat.now = WEDNESDAY + 15 * HOUR + 30 * 60_000_000  # Thursday 1:30 UTC: half past nine in Taipei
    assert chat.tick() == []
    chat.now += HOUR
    chat.tick()
    assert {"P3", "P6", "MEI"} == set(chat.whispers())
    chat.now += 7 * HOUR
    chat.tick()
    assert {"P1", "P4", "BEN"} <= set(chat.whispers())
    assert "P2" not in chat.whispers()
    chat.now += 8 * HOUR
    chat.tick()
    assert {"P2", "P5"} <= set(chat.whispers())
    assert "MEI" not in chat.whispers()
    assert chat.query("SELECT count(*) FROM pulse_round") == [(1,)]


def test_bots_leavers_and_people_from_elsewhere_are_not_asked(chat: Chat) -> None:
    asked(chat)
    assert {"BOT", "OUT", "EXT"}.isdisjoint(chat.whispers())
    assert set(TEAM) <= set(chat.whispers())


def test_one_question_follows_the_other_and_the_last_is_thanked_for(chat: Chat) -> None:
    button = rating(asked(chat))
    chat.press("P1", mark(button, 0, 4))
    assert "I know what is expected of me" in chat.notes()
    chat.press("P1", mark(button, 1, 5))
    assert "Thank you! Your answers count" in chat.notes()
    [again] = chat.buttons("pulse_go")
    chat.press("P1", again)
    [card] = [answer.card for answer in chat.answers if isinstance(answer, Refresh)]
    assert [button.text for button in buttons_of(card) if "✓" in button.text] == ["4 ✓"]


def test_an_answer_can_be_changed_and_counts_once(chat: Chat) -> None:
    button = rating(asked(chat))
    answer(chat, button, TEAM, 1, 1)
    answer(chat, button, TEAM, 5, 5)
    closed(chat)
    [post] = chat.posts()
    assert "6 people answered" in words_of(post.card)
    assert "5.0" in str(post.card)


def test_nothing_is_shown_of_fewer_than_five(chat: Chat) -> None:
    button = rating(asked(chat))
    answer(chat, button, TEAM[:4], 1, 1)
    closed(chat)
    [post] = chat.posts()
    assert "Of fewer than five I show nothing" in words_of(post.card)
    assert chat.query("SELECT * FROM ballot") == []


def test_a_question_that_fewer_than_five_answered_is_left_out(chat: Chat) -> None:
    button = rating(asked(chat))
    answer(chat, button, TEAM, 4)
    answer(chat, button, TEAM[:2], 4, 1)
    closed(chat)
    [post] = chat.posts()
    assert "fewer than five answers" in str(post.card)
    assert "4.0" in str(post.card)
    assert "1.0" not in str(post.card)


def test_no_row_tells_who_answered_what(chat: Chat) -> None:
    button = rating(asked(chat))
    answer(chat, button, TEAM, 4, 2)
    votes = str(chat.query("SELECT * FROM vote"))
    assert not any(who in votes for who in TEAM)
    assert {at for (at,) in chat.query("SELECT at FROM vote")} == {0}
    closed(chat)
    assert chat.query("SELECT * FROM vote") == []
    assert chat.query("SELECT count(*) FROM ballot") == [(12,)]
    assert {(member, channel) for member, channel in chat.query("SELECT member, channel FROM poll")} == {("", "")}


def test_answering_is_paid_once_a_round_and_tells_not_which(chat: Chat) -> None:
    button = rating(asked(chat))
    answer(chat, button, ("P1",), 4, 2)
    answer(chat, button, ("P1",), 5, 3)
    rows = chat.query("SELECT channel, message FROM fact WHERE kind = 'deed' AND actor = 'P1'")
    assert rows == [("", "")]


def test_everybody_is_reminded_once_alike(chat: Chat) -> None:
    button = rating(asked(chat))
    answer(chat, button, ("P1",), 4, 2)
    chat.now += 3 * DAY  # from Friday to Monday
    chat.tick()
    told = chat.whispers()
    chat.now += 6 * HOUR
    chat.tick()
    assert told.keys().isdisjoint(chat.whispers())
    told |= chat.whispers()
    assert set(TEAM) <= set(told)
    assert len({told[who] for who in TEAM}) == 1
    assert "whether they have answered or not" in told["P1"]
    chat.now += DAY
    chat.tick()
    assert chat.whispers() == {}


def test_who_says_not_for_me_is_left_alone_until_they_come_back(chat: Chat) -> None:
    asked(chat)
    button = next(button for button in cards(chat)["P1"] if button.action == "pulse_skip")
    chat.press("P1", button)
    assert "I won't ask you again" in chat.notes()
    chat.command("P2", "/huzzah pulse not for me")
    closed(chat)
    chat.now += 6 * DAY
    chat.tick()
    assert {"P1", "P2"}.isdisjoint(chat.whispers())
    assert "P3" in chat.whispers()
    chat.command("P1", "/huzzah pulse join")
    assert chat.query("SELECT member FROM pulse_skip") == [("P2",)]


def test_the_next_round_is_compared_with_the_last_and_drawn_as_a_line(chat: Chat) -> None:
    answer(chat, rating(asked(chat)), TEAM, 3, 3)
    closed(chat)
    chat.now += 6 * DAY
    chat.tick()
    answer(chat, rating(chat), TEAM, 4, 3)
    closed(chat)
    [post] = chat.posts()
    assert "▲ 1.0" in str(post.card)
    [chart] = [block for block in post.card.blocks if isinstance(block, Chart)]
    assert (chart.kind, chart.points) == ("line", (("19 Nov", 50), ("3 Dec", 62)))
    [joy, _] = [button for button in buttons_of(post.card) if button.action == "pulse_trend"]
    chat.press("P1", joy)
    assert "I enjoy my work these days" in chat.notes()
    assert "19 Nov" in str(chat.answers)


def test_results_without_a_channel_are_for_the_admin_alone(chat: Chat) -> None:
    chat.command("JON", "/huzzah pulse every thu 10:00 joy")
    chat.now += 2 * DAY
    chat.tick()
    answer(chat, rating(chat), TEAM, 3)
    chat.now += 6 * DAY + HOUR
    chat.tick()
    assert chat.posts() == []
    assert "6 people answered" in chat.whispers()["JON"]
    chat.press("P1", Button("pulse_trend", "Joy", "1|joy"))
    assert "aren't for you to see" in chat.notes()
    chat.command("P1", "/huzzah pulse results")
    assert "no results yet that you may see" in chat.notes()


def test_results_are_posted_once_whatever_ticks(chat: Chat) -> None:
    answer(chat, rating(asked(chat)), TEAM, 3, 3)
    posts = [answer for _ in range(3) for answer in closed(chat).answers if isinstance(answer, Post)]
    keys = [post.key for post in posts]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("value", ["", "1", "1:2", "x|y", "1:739938|0|9", "1:739938|77|1", "9:739938|0|1", "²:1|0|1"])
def test_an_answer_that_nobody_could_give_is_told_kindly(chat: Chat, value: str) -> None:
    asked(chat)
    chat.press("P1", Button("pulse_rate", "1", value))
    assert "can't be read" in chat.notes() or "has closed" in chat.notes()
    assert chat.query("SELECT * FROM vote") == []


def test_after_the_close_nothing_is_counted(chat: Chat) -> None:
    button = rating(asked(chat))
    answer(chat, button, TEAM, 3, 3)
    closed(chat)
    chat.press("P1", mark(button, 0, 1))
    assert "This pulse has closed" in chat.notes()


def test_people_from_elsewhere_cannot_answer(chat: Chat) -> None:
    button = rating(asked(chat))
    chat.press("EXT", mark(button, 0, 1))
    assert chat.query("SELECT * FROM vote") == []
