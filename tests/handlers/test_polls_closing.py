"""Closing: once, with its result; early, again, deleted; reminders; and the answer that is owed."""

import pytest

from handlers import posting
from handlers.answers import Download, Post, Whisper
from handlers.calendar import ticking
from handlers.cards.blocks import Button
from handlers.events import MemberChanged, Tick
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat
from tests.handlers.polling import a_crowd
from tests.handlers.shown import buttons_of
from tests.handlers.test_polls_voting import lunch, press, vote


def result(chat: Chat) -> str:
    """The result in the thread."""
    return "\n".join(shown(post.card) for post in chat.posts() if post.key.startswith("poll-result:"))


def over(chat: Chat) -> str:
    """The card in the channel."""
    return "\n".join(shown(post.card) for post in chat.posts() if post.key.startswith("poll:"))


def colleagues(chat: Chat, many: int) -> list[str]:
    """More people."""
    names = [f"P{number}" for number in range(many)]
    chat.do(*(MemberChanged(workspace=WORKSPACE, at=0, member=each, name=f"Person {each}") for each in names))
    return names


def test_it_closes_by_itself_and_tells_thread_and_asker_once(chat: Chat) -> None:
    lunch(chat, "close 2h")
    vote(chat, "ANA", 1)
    vote(chat, "MEI", 1)
    vote(chat, "LEA", 2)
    chat.later(2)
    chat.tick()
    assert "Pizza wins: 2 of 3" in result(chat)
    assert "Closed" in over(chat)
    assert "Pizza wins" in chat.whispers()["BEN"]
    assert chat.buttons("poll_promise")
    assert not [button for post in chat.posts() for button in _on(post) if button.action == "poll_promise"]
    assert chat.tick() == []
    chat.later(100)
    assert chat.tick() == []


def _on(post: Post) -> list[Button]:
    return list(buttons_of(post.card))


def test_the_result_stands_in_the_thread_of_the_card(chat: Chat) -> None:
    lunch(chat, "close 2h")
    [(number, said)] = chat.query("SELECT id, said FROM outbox WHERE key = 'poll:1'")
    with chat.work() as work:
        posting.settle(work, int(str(number)), str(said), state="sent", remote="M77")
    chat.later(2)
    chat.tick()
    assert chat.query("SELECT count(*) FROM fact WHERE kind = 'prompt' AND message = 'M77'") == [(1,)]
    assert [post.thread for post in chat.posts() if post.key == "poll-result:1"] == ["M77"]


def test_a_tick_that_comes_twice_closes_once(chat: Chat) -> None:
    lunch(chat, "close 2h")
    [(entry,)] = chat.query("SELECT entry FROM calendar WHERE kind = 'poll_close'")
    chat.later(2)
    event = Tick(workspace=WORKSPACE, at=chat.now, entry=int(str(entry)))
    with chat.work() as work:
        first = ticking.tick(work, event)
        assert ticking.tick(work, event) == []
    assert any(isinstance(answer, Post) for answer in first)
    with chat.work() as work:
        assert ticking.tick(work, event) == []


def test_ties_are_shared_and_nobody_is_nobody(chat: Chat) -> None:
    lunch(chat, "close 2h")
    vote(chat, "ANA", 1)
    vote(chat, "MEI", 2)
    press(chat, "BEN", "poll_close")
    assert "A tie: Pizza and Sushi, 1 of 2 each" in result(chat)
    lunch(chat)
    press(chat, "BEN", "poll_close", "2")
    assert "Nobody voted" in result(chat)


def test_an_anonymous_poll_closes_with_receipts(chat: Chat) -> None:
    lunch(chat, "anonymous")
    given = [vote(chat, member, 1 + (number > 3)) for number, member in enumerate(colleagues(chat, 5))]
    mine = given[2].split("Your receipt: ")[1].split(".")[0]
    assert "after the close" in press(chat, "ANA", "poll_receipts")
    press(chat, "BEN", "poll_close")
    assert "Pizza wins: 4 of 5" in result(chat)
    said = press(chat, "MEI", "poll_receipts")
    assert said.count("Pizza") == 4
    assert said.count("Sushi") == 1
    assert mine in said


def test_many_receipts_come_as_a_file(chat: Chat) -> None:
    lunch(chat, "anonymous")
    for member in colleagues(chat, 41):
        vote(chat, member, 1)
    press(chat, "BEN", "poll_close")
    press(chat, "MEI", "poll_receipts")
    [file] = [answer for answer in chat.answers if isinstance(answer, Download)]
    assert file.content.count("Pizza") == 41


def test_too_few_anonymous_votes_are_never_shown(chat: Chat) -> None:
    lunch(chat, "anonymous")
    for member in ("ANA", "MEI", "LEA"):
        vote(chat, member, 1)
    press(chat, "BEN", "poll_close")
    assert "Fewer than five" in result(chat)
    assert "Fewer than five" in over(chat)
    assert not chat.buttons("poll_receipts")


def test_a_ranking_names_both_methods(chat: Chat) -> None:
    lunch(chat, "ranking")
    for member, order in (("ANA", "12"), ("MEI", "21"), ("LEA", "23")):
        press(chat, member, "poll_vote")
        chat.submit(member, chat.dialog(), place1=order[0], place2=order[1])
    press(chat, "BEN", "poll_close")
    assert "Points for places (Borda): Sushi" in result(chat)
    assert "Last choices drop out (instant run-off): Sushi" in result(chat)


def test_enps_and_rating_show_how_they_are_counted(chat: Chat) -> None:
    chat.command("BEN", '/poll "Recommend us?" enps')
    for member, mark in zip(a_crowd(chat, 8), (10, 9, 3, 8) * 2, strict=True):
        vote(chat, member, mark + 1)
    press(chat, "BEN", "poll_close")
    assert "Score +25 (eNPS)" in result(chat)
    assert "50 % gave 9 or 10, 25 % gave 0 to 6" in result(chat)
    chat.command("BEN", '/poll "How was it?" rating')
    vote(chat, "ANA", 4, poll=2)
    vote(chat, "MEI", 5, poll=2)
    press(chat, "BEN", "poll_close", "2")
    assert "4.50 of 5 on average" in result(chat)


def test_a_quiz_has_standings_an_explanation_and_a_deed_for_the_best(chat: Chat) -> None:
    chat.command("BEN", '/poll "Capital?" "Paris"* "Lyon" because "Since 987"')
    vote(chat, "ANA", 1)
    vote(chat, "MEI", 1)
    vote(chat, "LEA", 2)
    press(chat, "BEN", "poll_close")
    said = result(chat)
    assert "Right is Paris: 2 of 3 knew it" in said
    assert "Since 987" in said
    assert "120" in said
    assert "119" in said
    assert chat.query("SELECT actor FROM fact WHERE kind = 'deed' AND target = 'quiz_won'") == [("ANA",)]
    press(chat, "BEN", "poll_delete")
    assert chat.query("SELECT actor FROM fact WHERE kind = 'undeed'") == [("ANA",)]


def test_open_answers_are_listed_and_anonymous_ones_only_after_the_close(chat: Chat) -> None:
    chat.command("BEN", '/poll "What?" open anonymous')
    for number, member in enumerate(colleagues(chat, 5)):
        press(chat, member, "poll_vote")
        chat.submit(member, chat.dialog(), answer=f"Reply {number}")
        assert "Reply" not in over(chat)
    assert "together after the close" in press(chat, "BEN", "poll_results")
    press(chat, "BEN", "poll_close")
    assert result(chat).count("Reply") == 5
    press(chat, "BEN", "poll_moderate")
    hide = chat.buttons("poll_hide")[0]
    chat.press("BEN", hide)
    assert result(chat).count("Reply") == 4
    assert "not shown by a moderator" in press(chat, "MEI", "poll_receipts")


def test_who_has_not_voted_is_reminded_where_that_is_known(chat: Chat) -> None:
    chat.command("BEN", '/poll "Secret lunch?" "A" "B" remind close 8h', channel="C9")
    vote(chat, "BEN", 1)
    chat.later(6)
    chat.tick()
    assert list(chat.whispers()) == ["ANA"]
    assert "Still" in chat.whispers()["ANA"] or "still" in chat.whispers()["ANA"]
    assert chat.posts() == []


@pytest.mark.parametrize(("words", "channel"), [("", "C1"), ("anonymous", "C1"), ("anonymous", "C9")])
def test_elsewhere_and_where_it_is_anonymous_one_post_reminds_all(chat: Chat, words: str, channel: str) -> None:
    chat.command("BEN", f'/poll "Lunch?" "A" "B" remind close 8h {words}', channel=channel)
    vote(chat, "ANA", 1)
    chat.later(6)
    chat.tick()
    assert [post.key.split(":")[0] for post in chat.posts()] == ["poll-remind"]
    assert not [answer for answer in chat.answers if isinstance(answer, Whisper)]


def test_no_reminder_comes_after_an_early_close(chat: Chat) -> None:
    lunch(chat, "remind close 8h")
    press(chat, "BEN", "poll_close")
    chat.later(9)
    assert chat.tick() == []


def test_without_its_key_the_close_waits_and_says_so_once(new_chat: NewChat) -> None:
    chat = new_chat("")
    lunch(chat, "anonymous close 2h")
    for member in colleagues(chat, 5):
        vote(chat, member, 1)
    key, chat.database.sealing = chat.database.sealing, None
    with chat.work() as work:
        work.forget_cache()
    chat.later(2)
    chat.tick()
    assert "I try again every hour" in chat.whispers()["BEN"]
    chat.later(1)
    chat.tick()
    assert chat.answers == []
    chat.database.sealing = key
    chat.later(1)
    chat.tick()
    assert "Pizza wins: 5" in result(chat)


@pytest.mark.parametrize("words", ["", "anonymous"])
def test_its_whole_life_on_either_database(new_anywhere: NewChat, words: str) -> None:
    chat = new_anywhere("")
    lunch(chat, f"add remind close 8h {words}")
    for member in colleagues(chat, 5):
        vote(chat, member, 2)
    vote(chat, "P0", 1)
    press(chat, "ANA", "poll_add")
    chat.submit("ANA", chat.dialog(), option="Curry")
    chat.later(6)
    chat.tick()
    chat.later(2)
    chat.tick()
    assert "Sushi wins: 4 of 5" in result(chat)
    assert chat.query("SELECT state FROM poll") == [("closed",)]
