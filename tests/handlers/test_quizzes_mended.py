"""Rounds of trivia when things change under them: hosts gone, questions changed, topics used up, words slightly off."""

import pytest

from handlers.cards.blocks import Button, Standings
from handlers.cards.polls import card as poll_cards
from handlers.events import ChannelChanged
from handlers.polls import presenting
from handlers.polls.terms import read_terms
from handlers.quizzes import typed, writing
from scoring.periods import DAY, HOUR, MINUTE
from storage import privacy
from tests.handlers.chat import WEDNESDAY, WORKSPACE, Chat, shown
from tests.handlers.quizzing import OWN, answer, begin, pass_by, play, posted, questions, whispered


@pytest.mark.parametrize("words", ["stop it", "stop now", "stop the round", "end it", "Stop!"])
def test_a_round_is_stopped_in_many_words(chat: Chat, words: str) -> None:
    begin(chat)
    assert "The round is stopped" in begin(chat, words)


def test_stop_trivia_stops_it_too(chat: Chat) -> None:
    begin(chat)
    chat.command("ANA", "/huzzah stop trivia")
    assert "The round is stopped" in chat.notes()


def test_a_host_who_left_the_private_channel_hears_no_more_of_it(chat: Chat) -> None:
    chat.command("ANA", "/huzzah trivia 3 food", "C9")
    chat.do(
        ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C9", name="secret", private=True, members=("BEN",))
    )
    assert whispered(pass_by(chat, HOUR), "ANA") == ""


@pytest.mark.parametrize("how", ["erased", "held"])
def test_planned_questions_of_ones_own_are_kept_no_longer_than_needed(chat: Chat, how: str) -> None:
    chat.command("ANA", "/huzzah trivia")
    chat.submit("ANA", chat.dialog(), own=OWN, when="tomorrow 10:00")
    assert "Capital of France? Paris" in chat.notes()
    if how == "erased":
        with chat.work() as work:
            privacy.ensure_pepper(work, "0123456789abcdef" * 4)
            privacy.erase(work, "ANA")
    else:
        pass_by(chat, DAY)
    assert chat.query("SELECT count(*) FROM calendar WHERE details LIKE '%France%'") == [(0,)]


def test_planned_questions_of_ones_own_wait_until_another_round_is_over(chat: Chat) -> None:
    chat.command("ANA", "/huzzah trivia")
    chat.submit("ANA", chat.dialog(), own=OWN, when="in 10 minutes")
    chat.command("BEN", "/huzzah trivia 10 geography 5 min")
    said = pass_by(chat, 40 * MINUTE)
    assert whispered(said, "ANA").count("begins after that") == 1
    assert "Capital of France" not in posted(said)
    assert "Capital of France" in posted(pass_by(chat, 40 * MINUTE))
    assert chat.query("SELECT count(*) FROM calendar WHERE details LIKE '%France%'") == [(0,)]


def test_a_topic_that_is_used_up_is_said_and_mixed_with_others(chat: Chat) -> None:
    for _ in range(4):
        begin(chat, "6 geography 1 min")
        pass_by(chat, 10 * MINUTE)
    assert "mix in other topics" in begin(chat, "10 geography 1 min")


def test_votes_in_a_round_count_once(chat: Chat) -> None:
    begin(chat)
    play(chat, {"BEN": True}, {"BEN": True}, {"BEN": True})
    assert chat.query("SELECT count(*) FROM fact WHERE kind = 'deed' AND target = 'voted'") == [(1,)]


@pytest.mark.parametrize("words", ["7 pm", "9 am tomorrow", "3 december 15:00", "10 minutes from now"])
def test_the_number_of_a_time_is_no_amount(words: str) -> None:
    found = typed.read(words, "UTC", WEDNESDAY)
    assert (found.many, found.minutes, found.problem) == (5, 2, "")
    assert found.plan is not None


def test_two_amounts_are_asked_about(chat: Chat) -> None:
    assert "what is 10?" in begin(chat, "5 10")


@pytest.mark.parametrize("words", ["5 geography?", "history?"])
def test_a_question_mark_behind_a_topic_is_a_round_still(chat: Chat, words: str) -> None:
    assert "Your round is announced" in begin(chat, words)


def test_where_there_are_empty_lines_only_those_part_questions() -> None:
    found = writing.read("Which is a question?\n*Eh?\nOh?\nUh?\n\nTwo\n*Yes\nNo")
    assert [len(each.answers) for each in found.questions] == [3, 2]
    assert "Put an empty line before “Two?”" in writing.read("One?\n*a\nb\n! c\nTwo?\n*a\nb\n\nThree?\n*a\nb").problem


def test_what_is_right_in_a_quiz_stays_right_wherever_it_stands(chat: Chat) -> None:
    chat.command("BEN", '/huzzah quiz "Capital of France?" "Paris"* "Lyon"')
    chat.press("BEN", chat.buttons("poll_edit")[0])
    form = chat.dialog()
    chat.submit("BEN", form, question="Capital of France?", options="Lyon\nNice", close="")
    assert "“Paris” is right, so it stays" in chat.errors()["options"]
    chat.submit("BEN", form, question="Capital of France?", options="Lyon\nParis", close="")
    [(terms,)] = chat.query("SELECT terms FROM poll")
    assert read_terms(str(terms)).right == (2,)


def test_a_question_of_a_round_is_not_changed(chat: Chat) -> None:
    begin(chat)
    pass_by(chat, MINUTE)
    chat.command("JON", "/huzzah polls")
    chat.press("JON", chat.buttons("poll_steer")[0])
    assert chat.buttons("poll_close")
    assert not chat.buttons("poll_edit")
    chat.press("JON", Button("poll_edit", "", "1"))
    assert "stays as it is" in chat.notes()


def test_how_answers_are_counted_is_said_by_the_first_question_alone(chat: Chat) -> None:
    begin(chat)
    play(chat, {"BEN": True}, {"BEN": True})
    rows = questions(chat)
    with chat.work() as work:
        said = [shown(poll_cards.public(presenting.poll_of(work, row))) for row in rows]
    assert ["100 points" in each for each in said] == [True, False, False]
    assert "Not anonymous: others see who chose what · results after the close" in said[1]


def test_what_came_of_a_question_of_a_round_repeats_no_rules(chat: Chat) -> None:
    begin(chat)
    pass_by(chat, MINUTE)
    answer(chat, "BEN")
    pass_by(chat, 2 * MINUTE)
    [result] = [shown(each.card) for each in chat.posts() if each.key == presenting.result_key(1)]
    assert "1. @Ben Okafor 120" in result
    assert "100 points" not in result


def test_a_round_that_is_stopped_shows_points_and_neither_places_nor_medals(chat: Chat) -> None:
    begin(chat)
    play(chat, {"BEN": True, "MEI": True}, {"MEI": True})
    chat.command("ANA", "/huzzah trivia stop")
    [end] = [each.card for each in chat.posts() if "stopped early" in each.card.summary]
    assert not any(isinstance(block, Standings) for block in end.blocks)
    assert "So far | Points\n@Mei-Lin Chen | 239\n@Ben Okafor | 120" in shown(end)
    assert "nobody wins it" in shown(end)
