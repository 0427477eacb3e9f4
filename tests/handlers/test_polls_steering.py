"""Steering: closed early, opened again, changed, deleted, by co-owners; and the answer that is owed."""

import pytest

from handlers.answers import Download, Note, Whisper
from handlers.cards.blocks import Button
from handlers.events import MemberChanged
from handlers.polls import drafting
from handlers.polls.counting import read_tally
from handlers.table import OPENING
from scoring.periods import DAY, HOUR
from storage import privacy
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.polling import APART, OPTIONS, Polling, a_crowd
from tests.handlers.test_polls_closing import over, result
from tests.handlers.test_polls_voting import lunch, press, vote, votes


def test_only_who_may_closes_early_and_the_planned_close_does_nothing(chat: Chat) -> None:
    lunch(chat, "close 2h")
    assert "Only whoever asked" in press(chat, "MEI", "poll_close")
    press(chat, "BEN", "poll_close")
    assert result(chat)
    assert "has closed" in press(chat, "BEN", "poll_close")
    chat.later(3)
    assert chat.tick() == []


def test_a_poll_is_opened_again_and_closes_again_once(chat: Chat) -> None:
    lunch(chat, "close 2h")
    vote(chat, "ANA", 1)
    chat.later(2)
    chat.tick()
    assert "Only whoever asked" in press(chat, "MEI", "poll_reopen")
    press(chat, "BEN", "poll_reopen")
    assert "open again" in result(chat)
    [(closes,)] = chat.query("SELECT closes FROM poll")
    assert closes == chat.now + DAY
    vote(chat, "MEI", 2)
    vote(chat, "LEA", 2)
    assert chat.tick() == []
    chat.later(24)
    chat.tick()
    assert "Sushi wins: 2 of 3" in result(chat)
    assert chat.tick() == []


def test_an_anonymous_poll_is_not_opened_again_and_says_why(chat: Chat) -> None:
    lunch(chat, "anonymous")
    press(chat, "BEN", "poll_close")
    assert "forgotten at the close" in press(chat, "BEN", "poll_reopen")
    assert not chat.buttons("poll_reopen")


def test_deleting_takes_everything_away_and_the_card_says_so(chat: Chat) -> None:
    lunch(chat, "close 2h")
    vote(chat, "ANA", 1)
    assert "Only whoever asked" in press(chat, "MEI", "poll_delete")
    press(chat, "BEN", "poll_delete")
    assert "taken away" in over(chat)
    assert votes(chat) == 0
    assert chat.query("SELECT state, question FROM poll") == [("deleted", "")]
    chat.later(3)
    assert chat.tick() == []
    assert "isn't there any more" in vote(chat, "ANA", 1)


def test_after_the_result_was_posted_deleting_takes_that_away_too(chat: Chat) -> None:
    lunch(chat)
    press(chat, "BEN", "poll_close")
    press(chat, "BEN", "poll_delete")
    assert {post.key for post in chat.posts()} == {"poll:1", "poll-result:1"}


def test_co_owners_may_manage_it(chat: Chat) -> None:
    lunch(chat)
    press(chat, "BEN", "poll_owners")
    form = chat.dialog()
    chat.submit("BEN", form, owners="EXT")
    assert chat.errors()
    chat.submit("BEN", form, owners="MEI,LEA")
    assert "Mei-Lin Chen, Léa Öz may now manage" in chat.notes()
    press(chat, "MEI", "poll_close")
    assert result(chat)


def test_question_and_options_change_only_before_the_first_vote(chat: Chat) -> None:
    lunch(chat, "close 2h")
    press(chat, "BEN", "poll_edit")
    form = chat.dialog()
    chat.submit("BEN", form, question="Dinner?", options="Soup\nSalad", close="3h")
    assert "Dinner?" in over(chat)
    assert "Soup" in over(chat)
    assert chat.query("SELECT closes FROM poll") == [(chat.now + 3 * HOUR,)]
    vote(chat, "ANA", 1)
    chat.submit("BEN", form, question="Breakfast?", options="Soup\nSalad", close="")
    assert "question" in chat.errors()
    press(chat, "BEN", "poll_edit")
    assert [field.id for field in chat.dialog().fields] == ["close", "results"]
    chat.submit("BEN", chat.dialog(), close="never", results="sealed")
    assert "results after the close" in over(chat)
    chat.later(200)
    assert chat.tick() == []


@pytest.mark.parametrize("changed", [{"options": "Left\nRight"}, {"question": "Which way?"}])
def test_what_was_shown_of_other_options_goes_with_them(chat: Chat, changed: dict[str, str]) -> None:
    people = a_crowd(chat, 10)
    poll = Polling(chat).ask()
    for place, member in enumerate(people):
        poll.press(member, 1 + place % 2)
    for member in people:
        chat.now += APART
        press(chat, member, "poll_withdraw")
    with chat.work() as work:
        assert read_tally(poll.row(work).tally).counts
    press(chat, "ANA", "poll_edit")
    chat.submit("ANA", chat.dialog(), **{"question": "Lunch?", "options": "\n".join(OPTIONS), "close": "", **changed})
    assert "%" not in over(chat)
    with chat.work() as work:
        assert not read_tally(poll.row(work).tally).counts


def test_an_answer_is_promised_reminded_and_posted_below(chat: Chat) -> None:
    lunch(chat)
    vote(chat, "ANA", 1)
    assert "Only whoever asked" in press(chat, "BEN", "poll_promise")
    press(chat, "BEN", "poll_close")
    press(chat, "BEN", "poll_promise")
    form = chat.dialog()
    chat.submit("BEN", form, owner="EXT", due="2026-12-01")
    assert list(chat.errors()) == ["owner"]
    chat.submit("BEN", form, owner="MEI", due="wibble")
    assert list(chat.errors()) == ["due"]
    chat.submit("BEN", form, owner="MEI", due="2026-12-01")
    assert "asked you to answer" in chat.whispers()["MEI"]
    assert "Mei-Lin Chen answers by" in result(chat)
    told = []
    for day in range(24):
        chat.later(24)
        chat.tick()
        told += [day + 1 for answer in chat.answers if isinstance(answer, Whisper) and answer.member == "MEI"]
    # From Wednesday 18 November on: the 29th, the 1st, and a week later each.
    assert told == [11, 13, 20]
    assert "Only whoever owes" in press(chat, "LEA", "poll_kept")
    press(chat, "MEI", "poll_kept")
    form = chat.dialog()
    chat.submit("MEI", form, answer=" ")
    assert chat.errors()
    chat.submit("MEI", form, answer="Pizza <every> Friday")
    below = [post for post in chat.posts() if post.key == "poll-answer:1"]
    assert "Pizza &lt;every&gt; Friday" in shown(below[0].card)
    assert "You said, we did" in result(chat)
    assert "You said, we did" in chat.whispers()["BEN"]
    chat.later(24 * 30)
    assert chat.tick() == []


def test_who_asked_hears_once_that_whoever_owes_the_answer_left(chat: Chat) -> None:
    lunch(chat)
    press(chat, "BEN", "poll_close")
    press(chat, "BEN", "poll_promise")
    chat.submit("BEN", chat.dialog(), owner="MEI", due="2026-12-01")
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="MEI", deactivated=True))
    told = []
    for _ in range(24):
        chat.later(24)
        chat.tick()
        told += [(answer.member, shown(answer.card)) for answer in chat.answers if isinstance(answer, Whisper)]
    assert [member for member, _ in told] == ["BEN"]
    assert "takes no part here any more" in told[0][1]
    press(chat, "BEN", "poll_promise")
    chat.submit("BEN", chat.dialog(), owner="LEA", due="2026-12-24")
    assert "asked you to answer" in chat.whispers()["LEA"]


def test_the_files_of_a_result_are_a_press_away(chat: Chat) -> None:
    lunch(chat)
    vote(chat, "ANA", 1)
    press(chat, "BEN", "poll_close")
    press(chat, "MEI", "poll_results")
    for button in (*chat.buttons("poll_csv"), *chat.buttons("poll_png")):
        chat.press("MEI", button)
        assert [type(answer) for answer in chat.answers] == [Download]


def test_a_shut_poll_shows_its_result_to_who_may_see_the_channel(chat: Chat) -> None:
    chat.command("BEN", '/poll "Secret?" "A" "B"', channel="C9")
    press(chat, "BEN", "poll_close")
    press(chat, "MEI", "poll_results")
    assert [type(answer) for answer in chat.answers] == [Note]
    assert "Secret?" not in chat.notes()
    assert "Secret?" in press(chat, "ANA", "poll_results")


def test_every_button_that_says_so_opens_its_form(chat: Chat) -> None:
    lunch(chat, "multi add")
    for action in ("poll_add", "poll_edit", "poll_owners", "poll_vote"):
        press(chat, "BEN", action)
        assert chat.dialog().context.partition("|")[0] == "1"
    press(chat, "BEN", "poll_close")
    press(chat, "BEN", "poll_promise")
    chat.submit("BEN", chat.dialog(), owner="BEN", due="2026-12-01")
    press(chat, "BEN", "poll_kept")
    assert chat.dialog().id == "poll_kept"
    assert {"poll_add", "poll_edit", "poll_owners", "poll_vote", "poll_promise", "poll_kept", "poll_change"} <= OPENING


def test_a_draft_that_nobody_posts_is_let_go_of(chat: Chat) -> None:
    for _ in range(2):
        chat.command("BEN", "/poll")
        chat.submit("BEN", chat.dialog(), question="Lunch?", options="A, B")
        chat.now += drafting.KEPT + HOUR
    chat.command("BEN", "/poll")
    chat.submit("BEN", chat.dialog(), question="Lunch?", options="A, B")
    assert [state for (state,) in chat.query("SELECT state FROM poll ORDER BY poll")] == ["deleted", "deleted", "draft"]


def test_an_admin_steers_but_not_what_is_asked_in_private(chat: Chat) -> None:
    chat.command("BEN", '/poll "Secret?" "A" "B"', channel="C9")
    assert "Only whoever asked" in press(chat, "JON", "poll_close")
    lunch(chat)
    press(chat, "JON", "poll_steer", "2")
    assert chat.buttons("poll_close")
    chat.press("JON", Button("poll_close", "x", "2"))
    assert result(chat)


def test_who_asked_to_be_forgotten_neither_votes_nor_asks_nor_is_reminded(chat: Chat) -> None:
    lunch(chat)
    vote(chat, "MEI", 1)
    press(chat, "BEN", "poll_owners")
    chat.submit("BEN", chat.dialog(), owners="MEI")
    with chat.work() as work:
        privacy.erase(work, "MEI", "0f" * 32)
    assert "asked to be forgotten" in vote(chat, "MEI", 2)
    chat.command("MEI", '/poll "Q?" "A" "B"')
    assert chat.posts() == []
    assert chat.query("SELECT voter FROM vote") == [("erased-1",)]
    assert "MEI" not in str(chat.query("SELECT terms FROM poll"))
    press(chat, "BEN", "poll_close")
    assert "Pizza wins: 1 of 1" in result(chat)
