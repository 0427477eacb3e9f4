"""Polls when things change under them: edited, opened again, their people gone, their channels closed or shared."""

import json

import pytest

from bot.charts import points
from handlers.cards.blocks import Button
from handlers.events import ChannelChanged, MemberChanged
from handlers.polls import drafting, exporting
from handlers.polls.counting import count
from scoring.periods import DAY
from storage import polls, privacy
from storage.tables import PollRow
from storage.votes import Choice
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.polling import Polling, a_crowd
from tests.handlers.test_polls_closing import over, result
from tests.handlers.test_polls_voting import lunch, press, vote


def reminders(chat: Chat) -> int:
    """How often somebody is reminded in the hours that follow."""
    said = 0
    for _ in range(12):
        chat.later(1)
        chat.tick()
        said += sum("still time" in shown(post.card) for post in chat.posts())
    return said


def leave(chat: Chat, member: str) -> None:
    """Somebody leaves the company."""
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member=member, deactivated=True))


@pytest.mark.parametrize("close", ["", "3h"])
def test_a_change_after_the_reminder_reminds_nobody_again(chat: Chat, close: str) -> None:
    lunch(chat, "remind close 8h")
    chat.later(7)
    chat.tick()
    assert [post.key for post in chat.posts()] == ["poll-remind:1"]
    press(chat, "BEN", "poll_edit")
    chat.submit("BEN", chat.dialog(), results="sealed", close=close)
    assert reminders(chat) == 0


def test_a_change_that_leaves_the_time_alone_leaves_the_reminder_alone(chat: Chat) -> None:
    lunch(chat, "remind close 8h")
    before = chat.query("SELECT entry, next FROM calendar WHERE kind = 'poll_remind' AND state = 'on'")
    chat.later(2)
    press(chat, "BEN", "poll_edit")
    chat.submit("BEN", chat.dialog(), results="sealed")
    assert chat.query("SELECT entry, next FROM calendar WHERE kind = 'poll_remind' AND state = 'on'") == before
    assert reminders(chat) == 1


def test_deleting_takes_the_question_out_of_the_reminder_too(chat: Chat) -> None:
    lunch(chat, "remind close 8h")
    chat.later(7)
    chat.tick()
    press(chat, "BEN", "poll_delete")
    assert {post.key for post in chat.posts()} == {"poll:1", "poll-remind:1"}
    assert chat.query("SELECT count(*) FROM outbox WHERE said LIKE '%Lunch?%' AND key <> ''") == [(0,)]


def test_a_quiz_is_not_opened_again_nor_to_everybody_s_eyes(chat: Chat) -> None:
    chat.command("BEN", '/poll "Capital?" "Paris"* "Lyon" live')
    vote(chat, "ANA", 2)
    assert "sealed" in press(chat, "ANA", "poll_results")
    press(chat, "BEN", "poll_edit")
    assert [field.id for field in chat.dialog().fields] == ["close"]
    chat.submit("BEN", chat.dialog(), results="live")
    assert "sealed" in press(chat, "ANA", "poll_results")
    press(chat, "BEN", "poll_close")
    assert "Paris" in result(chat)
    assert not chat.buttons("poll_reopen")
    assert "has seen what was right" in press(chat, "BEN", "poll_reopen")


def test_an_option_that_came_meanwhile_is_not_lost_and_keeps_its_author(chat: Chat) -> None:
    lunch(chat, "add")
    press(chat, "BEN", "poll_edit")
    form = chat.dialog()
    press(chat, "MEI", "poll_add")
    chat.submit("MEI", chat.dialog(), option="Curry")
    chat.submit("BEN", form, question="Dinner?")
    assert "changed meanwhile" in chat.errors()["options"]
    press(chat, "BEN", "poll_edit")
    chat.submit("BEN", chat.dialog(), options="Soup\nCurry")
    assert chat.query("SELECT words, member FROM poll_option ORDER BY option") == [("Soup", ""), ("Curry", "MEI")]


def test_without_its_key_a_poll_s_question_stays_and_that_is_said(chat: Chat) -> None:
    lunch(chat, "anonymous")
    press(chat, "BEN", "poll_edit")
    form = chat.dialog()
    chat.database.sealing = None
    with chat.work() as work:
        work.forget_cache()
    chat.submit("BEN", form, question="Dinner?")
    assert "key" in chat.errors()["question"]


def test_the_list_has_every_open_poll_first_and_the_rest_page_by_page(chat: Chat) -> None:
    lunch(chat)
    with chat.work() as work:
        for number in range(70):
            polls.add(work, _closed(number))
    chat.command("MEI", "/huzzah polls")
    assert "Lunch?" in chat.notes()
    seen = chat.notes()
    while further := [button for button in chat.buttons("poll_more") if button.text == "Show more"]:
        chat.press("MEI", further[0])
        seen += chat.notes()
    assert all(f"Question {number}:" in seen for number in range(70))
    assert seen.count("Lunch?") == 1


def _closed(number: int) -> PollRow:
    return PollRow(
        workspace="", poll=0, kind="choice", state="closed", channel="C1", member="BEN", question=f"Question {number}:"
    )


def test_polls_of_a_private_channel_are_on_no_page_of_who_is_not_in_it(chat: Chat) -> None:
    chat.command("BEN", '/poll "Secret?" "A" "B"', channel="C9")
    chat.command("MEI", "/huzzah polls")
    assert "Secret?" not in chat.notes()
    chat.command("ANA", "/huzzah polls")
    assert "Secret?" in chat.notes()
    with chat.work() as work:
        assert polls.visible(work, "MEI", "C1", 9) == []


@pytest.mark.parametrize("trait", ["score", "show", "announce"])
def test_who_wants_no_attention_wins_no_quiz_before_everybody(chat: Chat, trait: str) -> None:
    with chat.work() as work:
        privacy.choose(work, "MEI", {trait: False})
    chat.command("BEN", '/poll "Capital?" "Paris"* "Lyon"')
    vote(chat, "MEI", 1)
    vote(chat, "ANA", 1)
    press(chat, "BEN", "poll_close")
    assert "2 of 2 knew it" in result(chat)
    assert "Ana Sousa" in result(chat)
    assert "Mei-Lin" not in result(chat)


def test_who_is_set_aside_takes_no_place_in_a_quiz() -> None:
    answers = [("U1", Choice((1,)), 1), ("U2", Choice((1,)), 2)]
    found = count("quiz", (1, 2), answers, (1,), {"U1"})
    assert (found.voters, found.scores, found.best) == (2, (("U2", 120),), ("U2",))


def test_who_left_the_private_channel_is_not_sent_its_result(chat: Chat) -> None:
    chat.command("BEN", '/poll "Secret?" "A" "B" close 2h', channel="C9")
    chat.do(
        ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C9", name="secret", private=True, members=("ANA",))
    )
    chat.later(3)
    chat.tick()
    assert "Secret?" in result(chat)
    assert "BEN" not in chat.whispers()


@pytest.mark.parametrize("gone", ["BEN", "BEN MEI"])
def test_an_answer_waits_for_whoever_is_still_there(chat: Chat, gone: str) -> None:
    lunch(chat, "open moderated", "")
    press(chat, "BEN", "poll_owners")
    chat.submit("BEN", chat.dialog(), owners="MEI")
    for member in gone.split():
        leave(chat, member)
    press(chat, "ANA", "poll_vote")
    chat.submit("ANA", chat.dialog(), answer="Soup")
    assert list(chat.whispers()) == (["MEI"] if gone == "BEN" else ["JON"])


def test_a_hidden_answer_does_not_come_back_by_a_letter_or_anew(chat: Chat) -> None:
    lunch(chat, "open", "")
    for said in ("Rude", "Rude!"):
        press(chat, "ANA", "poll_vote")
        chat.submit("ANA", chat.dialog(), answer=said)
        press(chat, "BEN", "poll_hide", f"1|{_answer(chat)}")
        chat.now += DAY // 24
    press(chat, "ANA", "poll_withdraw")
    press(chat, "ANA", "poll_vote")
    chat.submit("ANA", chat.dialog(), answer="Rude again")
    assert "waits until it was looked over" in chat.notes()
    assert chat.query("SELECT state, member FROM poll_option WHERE words <> ''") == [("waiting", "ANA")]


def _answer(chat: Chat) -> object:
    return chat.query("SELECT max(option) FROM poll_option")[0][0]


def test_all_answers_of_a_large_anonymous_poll_are_written_at_once(chat: Chat) -> None:
    poll = Polling(chat).ask("open", ())
    for member in a_crowd(chat, 12):
        poll.say(member, f"I am {member}")
    poll.close()
    assert chat.query("SELECT count(*), count(DISTINCT option), max(member) FROM poll_option") == [(12, 12, "")]


def test_who_asks_again_within_two_seconds_sees_the_same_count(chat: Chat) -> None:
    lunch(chat)
    vote(chat, "ANA", 1)
    press(chat, "ANA", "poll_results")
    with chat.work() as work:
        row = polls.find(work, 1)
        assert row is not None
        kept = row.tally
    chat.now -= 60_000_000 - 1_000_000
    press(chat, "MEI", "poll_results")
    assert "1 person voted" in chat.notes()
    assert chat.query("SELECT tally FROM poll") == [(kept,)]


def test_old_drafts_of_everybody_are_let_go_of(chat: Chat) -> None:
    chat.command("MEI", "/poll")
    chat.submit("MEI", chat.dialog(), question="Lunch?", options="A, B")
    chat.now += drafting.KEPT + DAY
    chat.command("BEN", "/poll")
    chat.submit("BEN", chat.dialog(), question="Dinner?", options="A, B")
    assert chat.query("SELECT state, question FROM poll ORDER BY poll") == [("deleted", ""), ("draft", "Dinner?")]


def test_nightly_every_old_draft_goes_and_no_newer_one(chat: Chat) -> None:
    chat.command("MEI", "/poll")
    chat.submit("MEI", chat.dialog(), question="Lunch?", options="A, B")
    for days, left in ((6, "draft"), (2, "deleted")):
        chat.now += days * DAY
        with chat.work() as work:
            drafting.tidy_drafts(work)
        assert chat.query("SELECT state FROM poll") == [(left,)]


def test_the_card_of_hidden_results_says_how_many_and_counts_nothing(chat: Chat) -> None:
    lunch(chat, "hidden")
    vote(chat, "ANA", 1)
    assert "1 person voted" in over(chat)
    assert chat.query("SELECT tally FROM poll") == [("",)]


def test_borda_points_show_their_halves(chat: Chat) -> None:
    lunch(chat, "ranking")
    press(chat, "ANA", "poll_vote")
    chat.submit("ANA", chat.dialog(), place1="1", place2="", place3="")
    press(chat, "BEN", "poll_close")
    assert "Sushi ½" in result(chat)


def test_half_a_point_decides_on_the_card_and_in_the_picture(chat: Chat) -> None:
    lunch(chat, "ranking")
    for member, places in (("ANA", ("1", "", "")), ("MEI", ("2", "1", "3")), ("LEA", ("2", "1", ""))):
        press(chat, member, "poll_vote")
        chat.submit(member, chat.dialog(), place1=places[0], place2=places[1], place3=places[2])
    press(chat, "BEN", "poll_close")
    assert "4½ points" in result(chat)
    with chat.work() as work:
        row = polls.find(work, 1)
        assert row is not None
        drawn = exporting.picture(work, row)
    assert [point.said for point in points(drawn)] == ["4 points", "4½ points", "½ points"]
    assert [amount for _, amount in drawn.points] == [8, 9, 1]


def test_a_page_that_is_not_there_is_no_trap(chat: Chat) -> None:
    for value in ("", "x", "9" * 14):
        chat.press("MEI", Button("poll_more", "x", value))
        assert chat.notes()


def test_who_asks_a_quiz_doesn_t_win_it(chat: Chat) -> None:
    chat.command("BEN", '/poll "Capital?" "Paris"* "Lyon"')
    assert "you know the answer" in vote(chat, "BEN", 1)
    assert chat.query("SELECT voter FROM vote") == []


@pytest.mark.parametrize("right", ["2017", "2", "2017*", "2017, 2019"])
def test_what_is_right_is_named_by_its_words_or_its_number(chat: Chat, right: str) -> None:
    chat.command("BEN", "/poll")
    fields = {"question": "Founded in?", "kind": "quiz", "options": "2015\n2017\n2019", "right": right}
    chat.submit("BEN", chat.dialog(), **fields)
    assert not chat.errors()
    [(terms,)] = chat.query("SELECT terms FROM poll")
    assert json.loads(str(terms))["right"] == ([2, 3] if "," in right else [2])
