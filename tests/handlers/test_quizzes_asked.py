"""Rounds of trivia as they are asked for: in a line, by form, by the calendar, and what is wrong with it."""

import pytest

from handlers.answers import Note, Open
from handlers.events import ChannelChanged, MemberChanged
from scoring.periods import DAY, HOUR, MINUTE
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.quizzing import OWN, answer, begin, pass_by, posted, questions, whispered


def test_questions_of_ones_own_are_asked_as_they_were_written(chat: Chat) -> None:
    chat.command("ANA", "/huzzah trivia")
    [opened] = [each for each in chat.answers if isinstance(each, Open)]
    chat.submit("ANA", opened.dialog, own=OWN, minutes="5")
    assert "You wrote the questions" in chat.notes()
    assert "Trivia: 2 questions" in posted(chat.answers)
    said = posted(pass_by(chat, MINUTE))
    assert "1/2 · Capital of France?" in said
    assert "Since 987" not in said
    answer(chat, "ANA")
    assert "This quiz is yours" in chat.notes() or "You are behind this quiz" in chat.notes()
    answer(chat, "BEN")
    answer(chat, "MEI", right=False)
    assert "Since 987" in posted(pass_by(chat, 5 * MINUTE))
    pass_by(chat, MINUTE)
    answer(chat, "BEN")
    end = pass_by(chat, 6 * MINUTE)
    assert "Ben Okafor won with 240 points" in posted(end)
    assert whispered(end, "ANA") == ""
    assert chat.query("SELECT details FROM quiz_round WHERE details LIKE '%France%'") == []


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        ({"own": "Capital of France?\nParis\nLyon\n\nTwo?\n*2\n3"}, "own", "has no right answer: put * before it"),
        ({"own": "Capital of France?\n*Paris"}, "own", "A round has 2 questions at least"),
        ({"own": "One?\n*Yes\n\nTwo?\n*2\n3"}, "own", "needs 2 answers at least"),
        ({"own": OWN, "when": "every friday 15:00"}, "when", "come once"),
        ({"when": "soonish"}, "when", "can't read that as a time"),
        ({"when": "tomorrow 10:00 sharp"}, "when", "what “sharp” means"),
        ({"many": "40"}, "many", "3 to 10 questions"),
        ({"minutes": "0"}, "minutes", "from one minute to one day"),
        ({"channel": "C9"}, "channel", "aren't in that channel"),
    ],
)
def test_the_form_says_what_is_wrong_where(chat: Chat, fields: dict[str, str], field: str, problem: str) -> None:
    chat.command("MEI", "/huzzah trivia")
    chat.submit("MEI", chat.dialog(), **fields)
    assert problem in chat.errors()[field]
    assert chat.query("SELECT count(*) FROM quiz_round") == [(0,)]


def test_the_form_plans_it_and_holds_it_at_once(chat: Chat) -> None:
    chat.command("ANA", "/huzzah quiz")
    chat.submit("ANA", chat.dialog(), topics="food,words", many="4", when="tomorrow 10:00")
    assert "2026 at 10:00 in #general." in chat.notes()
    chat.command("ANA", "/huzzah pub quiz")
    chat.submit("ANA", chat.dialog(), topics="food", many="3", when="Now", channel="C2")
    assert "announced in #announcements" in chat.notes()
    chat.command("ANA", "/huzzah trivia")
    chat.submit("ANA", chat.dialog(), channel="C2")
    assert "under way here already" in chat.errors()["when"]
    assert "4 questions about words and food" in posted(pass_by(chat, DAY))


def test_a_recurring_round_comes_each_friday_and_stands_on_the_calendar(chat: Chat) -> None:
    assert "Trivia comes every Friday at 15:00 in #general" in begin(chat, "3 geography every friday 15:00")
    chat.command("BEN", "/huzzah calendar")
    assert "geography" in chat.notes()
    said = pass_by(chat, 15 * DAY)
    assert posted(said).count("Ana Sousa invites you") == 2
    assert len(questions(chat)) == 6
    # What comes by itself asks nobody for another one.
    assert whispered(said, "ANA") == ""


def test_a_planned_round_gives_way_to_one_that_is_under_way(chat: Chat) -> None:
    begin(chat, "3 food in 30 minutes")
    begin(chat, "10 geography 10 min each")
    said = pass_by(chat, HOUR)
    assert "was left out this time" in whispered(said, "ANA")
    assert posted(said).count("invites you") == 0


def test_a_planned_round_ends_with_whoever_planned_it(chat: Chat) -> None:
    begin(chat, "3 geography every day 15:00", "BEN")
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="BEN", name="Ben Okafor", deactivated=True))
    assert posted(pass_by(chat, 3 * DAY)) == ""
    assert chat.query("SELECT count(*) FROM calendar WHERE kind = 'quiz_round' AND state = 'on'") == [(0,)]


def test_a_planned_round_is_not_held_where_one_may_not_be(chat: Chat) -> None:
    chat.command("ANA", "/huzzah trivia 3 food every day 15:00", "C9")
    chat.do(
        ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C9", name="secret", private=True, members=("BEN",))
    )
    assert "you left its channel" in whispered(pass_by(chat, DAY), "ANA")
    assert pass_by(chat, 3 * DAY) == []


def test_one_person_plans_ten_at_most(chat: Chat) -> None:
    for _ in range(10):
        begin(chat, "every friday 15:00")
    assert "10 rounds on the calendar already" in begin(chat, "every friday 16:00")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("5 sports", "no questions about “sports”"),
        ("2 geography", "3 to 10 questions"),
        ("geography fryday 15:00 maybe", "I don't know"),
        ("in #nowhere", "no channel"),
        ("5000 min each", "from one minute to one day"),
    ],
)
def test_what_isn_t_understood_is_said_with_examples_and_nothing_begins(chat: Chat, words: str, told: str) -> None:
    said = begin(chat, words)
    assert told in said or "no questions about" in said
    assert "/huzzah trivia 5 geography" in said
    assert chat.query("SELECT count(*) FROM quiz_round") == [(0,)]
    [note] = [each for each in chat.answers if isinstance(each, Note)]
    assert chat.buttons("trivia_form"), note


def test_a_single_quiz_is_still_asked_by_its_word(chat: Chat) -> None:
    chat.command("BEN", '/huzzah quiz "Capital of France?" "Paris"* "Lyon"')
    assert "Your poll is out" in chat.notes()
    chat.command("BEN", "/huzzah trivia Capital of Peru? Lima*, Cusco")
    assert "Your poll is out" in chat.notes()


def test_help_names_the_topics(chat: Chat) -> None:
    said = begin(chat, "help")
    assert "Geography" in said
    assert "Office life" in said
    chat.command("BEN", "/huzzah help trivia")
    assert "/huzzah trivia" in chat.notes()
    chat.command("BEN", "/huzzah pub crawl")
    assert "I don't know" in chat.notes()
