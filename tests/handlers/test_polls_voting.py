"""Voting: one press, one vote; changed, taken back, refused - and what the card shows of it."""

import pytest

from handlers.answers import Note
from handlers.cards.blocks import Button
from handlers.events import MemberChanged
from scoring.periods import DAY, HOUR
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat


def vote(chat: Chat, member: str, option: int, poll: int = 1) -> str:
    """Press the button beside an option; what they are told."""
    chat.press(member, Button("vote", "Vote", f"{poll}|{option}"))
    return chat.notes()


def press(chat: Chat, member: str, action: str, value: str = "1") -> str:
    """Press any other button."""
    chat.press(member, Button(action, "x", value))
    return chat.notes()


def card(chat: Chat) -> str:
    """The newest public card of a poll."""
    posts = [each for each in chat.posts() if each.key.startswith("poll:")]
    return shown(posts[-1].card) if posts else ""


def votes(chat: Chat) -> int:
    """How many stand."""
    return int(str(chat.query("SELECT count(*) FROM vote WHERE choice <> ''")[0][0]))


def lunch(chat: Chat, words: str = "", options: str = '"Pizza" "Sushi" "Tacos"') -> None:
    """Ben asks."""
    chat.command("BEN", f'/poll "Lunch?" {options} {words}')
    assert chat.posts(), chat.notes()


def test_a_press_is_a_vote_and_a_repeat_never_takes_it_back(chat: Chat) -> None:
    lunch(chat)
    assert "Your vote: Pizza. You can change it until" in vote(chat, "ANA", 1)
    assert "1 vote · 100 %" in card(chat)
    assert "Your vote: Pizza" in vote(chat, "ANA", 1)
    assert votes(chat) == 1
    assert "Your vote: Sushi" in vote(chat, "ANA", 2)
    assert votes(chat) == 1
    assert chat.query("SELECT choice FROM vote") == [("[[2]]",)]


def test_a_vote_is_taken_back_by_its_own_button(chat: Chat) -> None:
    lunch(chat)
    vote(chat, "ANA", 1)
    [back] = chat.buttons("poll_withdraw")
    chat.press("ANA", back)
    assert "taken back" in chat.notes()
    assert votes(chat) == 0
    chat.press("ANA", back)
    assert "no vote" in chat.notes()


def test_several_are_switched_on_and_off_within_the_limit(chat: Chat) -> None:
    lunch(chat, "limit 2")
    vote(chat, "ANA", 3)
    assert "Pizza, Tacos" in vote(chat, "ANA", 1)
    assert "You can choose up to 2" in vote(chat, "ANA", 2)
    assert chat.query("SELECT choice FROM vote") == [("[[1,3]]",)]
    assert "Taken back. What is left: Tacos" in vote(chat, "ANA", 1)
    vote(chat, "ANA", 3)
    assert "taken back" in chat.notes()
    assert votes(chat) == 0


def test_several_at_once_by_the_form(chat: Chat) -> None:
    lunch(chat, "limit 2")
    press(chat, "ANA", "poll_vote")
    form = chat.dialog()
    chat.submit("ANA", form, options="1,2,3")
    assert "2 is the most" in chat.errors()["options"]
    chat.submit("ANA", form, options="1,9")
    assert chat.errors()
    chat.submit("ANA", form, options="3,1")
    assert chat.query("SELECT choice FROM vote") == [("[[1,3]]",)]
    press(chat, "ANA", "poll_vote")
    assert chat.dialog().fields[0].value == "1,3"
    chat.submit("ANA", chat.dialog(), options="")
    assert votes(chat) == 0


def test_an_order_names_each_once_and_begins_at_the_top(chat: Chat) -> None:
    lunch(chat, "ranking")
    press(chat, "ANA", "poll_vote")
    form = chat.dialog()
    chat.submit("ANA", form, place1="2", place2="2")
    assert list(chat.errors()) == ["place2"]
    chat.submit("ANA", form, place1="", place2="")
    assert list(chat.errors()) == ["place1"]
    chat.submit("ANA", form, place1="2", place3="1")
    assert "Your order: Sushi › Pizza" in chat.notes()
    assert chat.query("SELECT choice FROM vote") == [("[[2,1]]",)]
    assert "2 points" in card(chat)
    assert "read" in vote(chat, "ANA", 1)


def test_open_answers_are_kept_changed_and_shown_with_their_author(chat: Chat) -> None:
    lunch(chat, "open", "")
    press(chat, "ANA", "poll_vote")
    chat.submit("ANA", chat.dialog(), answer="Soup & <bread>")
    assert "Your answer: Soup & <bread>" in chat.notes()
    assert "Soup & <bread> – Ana Sousa" in card(chat)
    press(chat, "ANA", "poll_vote")
    assert chat.dialog().fields[0].value == "Soup & <bread>"
    chat.submit("ANA", chat.dialog(), answer="Salad")
    assert "Soup" not in card(chat)
    press(chat, "ANA", "poll_vote")
    chat.submit("ANA", chat.dialog(), answer="  ")
    assert chat.errors()
    press(chat, "ANA", "poll_withdraw")
    assert "Salad" not in card(chat)
    assert votes(chat) == 0


def test_moderated_answers_wait_and_are_shown_and_hidden_by_the_asker(chat: Chat) -> None:
    lunch(chat, "open moderated", "")
    press(chat, "ANA", "poll_vote")
    chat.submit("ANA", chat.dialog(), answer="Soup")
    assert "waits until it was looked over" in chat.notes()
    assert "Soup" not in card(chat)
    assert "waits until you show it" in chat.whispers()["BEN"]
    assert "Only whoever asked" in press(chat, "MEI", "poll_moderate")
    assert "Soup" in press(chat, "BEN", "poll_moderate")
    [show] = chat.buttons("poll_show")
    chat.press("MEI", show)
    assert chat.query("SELECT state FROM poll_option") == [("waiting",)]
    chat.press("BEN", show)
    assert "Soup" in card(chat)
    [hide] = chat.buttons("poll_hide")
    chat.press("JON", hide)
    assert "Soup" not in card(chat)


def test_options_are_added_once_and_named_with_who_added_them(chat: Chat) -> None:
    lunch(chat, "add")
    press(chat, "ANA", "poll_add")
    form = chat.dialog()
    chat.submit("ANA", form, option=" pizza ")
    assert "there already" in chat.errors()["option"]
    chat.submit("ANA", form, option="")
    assert chat.errors()
    chat.submit("ANA", form, option="x" * 151)
    assert "too long" in chat.errors()["option"]
    chat.submit("ANA", form, option="Curry & rice")
    assert "Curry & rice (added by Ana Sousa)" in card(chat)
    assert "Your vote: Curry & rice" in vote(chat, "MEI", 4)


def test_an_anonymous_poll_does_not_keep_who_added_an_option(chat: Chat) -> None:
    lunch(chat, "add anonymous")
    press(chat, "ANA", "poll_add")
    chat.submit("ANA", chat.dialog(), option="Curry")
    assert "added by" not in card(chat)
    assert chat.query("SELECT member FROM poll_option WHERE option = 4") == [("",)]


def test_no_more_than_twenty_options_and_none_where_it_is_not_open_for_them(chat: Chat) -> None:
    lunch(chat, "add", " ".join(f'"Option {n}"' for n in range(20)))
    assert "20 options" in press(chat, "ANA", "poll_add")
    lunch(chat)
    assert "didn't open this poll" in press(chat, "ANA", "poll_add", "2")


def test_a_vote_for_an_option_that_is_gone_is_told_so(chat: Chat) -> None:
    lunch(chat)
    assert "isn't there any more" in vote(chat, "ANA", 9)
    assert "isn't there any more" in vote(chat, "ANA", 1, poll=7)
    assert votes(chat) == 0


def test_who_may_not_vote_is_told_kindly(chat: Chat) -> None:
    lunch(chat)
    for outsider in ("EXT", "OUT", "BOT"):
        assert "colleagues" in vote(chat, outsider, 1)
    chat.do(MemberChanged(workspace=WORKSPACE, at=0, member="GIA", name="Gia Guest", guest=True))
    vote(chat, "GIA", 1)
    [(count,)] = chat.query("SELECT count(*) FROM vote")
    with chat.work() as work:
        may = not work.member("GIA").traits & work.book.outside
    assert count == int(may)


def test_a_private_channel_s_poll_is_not_for_those_outside(chat: Chat) -> None:
    chat.command("BEN", '/poll "Secret?" "A" "B"', channel="C9")
    assert "isn't there any more" in vote(chat, "MEI", 1)
    assert "isn't there any more" in press(chat, "MEI", "poll_results")
    chat.command("MEI", "/poll list")
    assert "Secret?" not in chat.notes()
    assert "Your vote: A" in vote(chat, "ANA", 1)


def test_after_the_close_a_vote_comes_too_late_even_before_the_clock_has_ticked(chat: Chat) -> None:
    lunch(chat, "close 2h")
    chat.later(2)
    assert "closed" in vote(chat, "ANA", 1)
    assert votes(chat) == 0
    chat.tick()
    assert "closed" in vote(chat, "ANA", 1)
    assert chat.buttons("poll_results")


@pytest.mark.parametrize("words", ["", "anonymous"])
def test_the_first_vote_earns_once_and_its_row_tells_neither_poll_nor_moment(chat: Chat, words: str) -> None:
    lunch(chat, words)
    vote(chat, "ANA", 1)
    vote(chat, "ANA", 2)
    press(chat, "ANA", "poll_withdraw")
    vote(chat, "ANA", 2)
    rows = chat.query("SELECT at, actor, channel, message FROM fact WHERE kind = 'deed'")
    assert [row[1:] for row in rows] == [("ANA", "", "")]
    assert int(str(rows[0][0])) % HOUR == 0
    assert int(str(rows[0][0])) % DAY == 12 * HOUR


def test_hidden_results_are_for_those_who_voted(chat: Chat) -> None:
    lunch(chat, "hidden")
    assert "results once you voted" in card(chat)
    vote(chat, "ANA", 1)
    assert "%" not in card(chat)
    assert "1 person voted" in card(chat)
    assert "once you voted" in press(chat, "MEI", "poll_results")
    assert "once you voted" in press(chat, "MEI", "poll_who")
    assert "Pizza" in press(chat, "ANA", "poll_results")
    assert "Ana Sousa" in press(chat, "ANA", "poll_who")


def test_sealed_results_are_for_nobody_before_the_close(chat: Chat) -> None:
    lunch(chat, "sealed")
    vote(chat, "BEN", 1)
    assert not chat.buttons("poll_results")
    assert "%" not in card(chat)
    for action in ("poll_results", "poll_who"):
        assert "sealed" in press(chat, "BEN", action)


def test_a_quiz_doesn_t_give_its_answer_away(chat: Chat) -> None:
    chat.command("BEN", '/poll "Capital?" "Paris"* "Lyon" hidden')
    vote(chat, "ANA", 2)
    assert "Right is" not in press(chat, "ANA", "poll_results")
    chat.command("BEN", '/poll "Capital?" "Paris"* "Lyon"')
    vote(chat, "ANA", 2, poll=2)
    assert "sealed" in press(chat, "ANA", "poll_results", "2")


def test_an_anonymous_vote_has_a_receipt_and_nothing_is_shown_below_five(chat: Chat) -> None:
    lunch(chat, "anonymous")
    said = vote(chat, "ANA", 1)
    assert "Your receipt:" in said
    assert "%" not in card(chat)
    assert "five votes or more at a time" in card(chat)
    assert "anonymous" in press(chat, "BEN", "poll_who")
    assert "five votes or more at a time" in press(chat, "BEN", "poll_results")


def test_the_card_follows_at_once_and_then_every_two_seconds_with_one_entry(chat: Chat) -> None:
    lunch(chat)
    step = 100_000
    start = chat.now
    seen = []
    for number, member in enumerate(("ANA", "MEI", "LEA", "JON")):
        vote(chat, member, 1)
        # Chat lets a minute pass before each; it is taken back but for a moment.
        seen.append(bool(card(chat)))
        chat.now = start + (number + 1) * step
    assert seen[0]
    assert not any(seen[1:])
    assert chat.query("SELECT count(*) FROM calendar WHERE kind = 'poll_refresh'") == [(1,)]
    chat.now = start + 10_000_000 + 60_000_000
    chat.tick()
    assert "4 votes · 100 %" in card(chat)


def test_a_form_opened_before_the_close_is_refused_after_it(chat: Chat) -> None:
    lunch(chat, "open close 1h", "")
    press(chat, "ANA", "poll_vote")
    form = chat.dialog()
    chat.later(2)
    chat.submit("ANA", form, answer="Soup")
    assert [type(answer) for answer in chat.answers] == [Note]
    assert "closed" in chat.notes()


def test_without_the_key_no_anonymous_vote_is_taken(new_chat: NewChat) -> None:
    chat = new_chat("")
    lunch(chat, "anonymous")
    with chat.work() as work:
        work.forget_cache()
    chat.database.sealing = None
    assert "can't take your vote" in vote(chat, "ANA", 1)
    assert votes(chat) == 0
