"""What is easily misread in a typed poll: nothing is dropped silently, and an error says what to write instead."""

import pytest

from handlers.answers import Post
from handlers.polls.alternatives import alternatives
from handlers.polls.known_words import ONE_PLACE, ONE_WAY, SCALE
from handlers.polls.reading import read
from scoring.periods import HOUR
from tests.handlers.calendar_oracle import micros, utc
from tests.handlers.chat import Chat, shown
from tests.handlers.test_polls_asking import card


@pytest.mark.parametrize(
    ("words", "most"), [("limit two", 2), ("max three", 3), ("pick ten", 0), ("limit: two", 2), ("limit 2", 2)]
)
def test_a_limit_may_be_a_word(words: str, most: int) -> None:
    for typed in (f'"Which?" "A" "B" "C" "D" {words}', f"Which? A, B, C, D {words}"):
        found = read(typed)
        assert (found.problem, found.kind, len(found.options), found.terms.most) == ("", "choices", 4, most)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ('"Which?" "A" "B" limit', "Limit takes a number: limit 2."),
        ('"Which?" "A" "B" max many', "Max takes a number: max 2."),
        ("How was it? rating 1-10", SCALE),
        ("How was it? rating 1 to 10 anonymous", SCALE),
        ("How was the offsite? stars from 0 to 5", SCALE),
        ("How was the offsite rating 1–10", SCALE),
        ('"How was it?" 1-10', SCALE),
        ("How was it? 1-10", SCALE),
        ("How was it from 1 to 10?", SCALE),
        ("How was it? rating 0-10", SCALE),
        ('"Go?" "A" "B" because "x"', "Only a quiz is explained"),
        ("Go? A, B sealed hidden", ONE_WAY),
        ('"Go?" "A" "B" hidden live', ONE_WAY),
        ('"Go?" "A" "B" #general #random', ONE_PLACE),
        ('"Go?" yesno "A" "B"', "It asks for yes or no"),
        ("Go? yesno limit 2", "leave out limit, or leave out yesno"),
        ('"First?" "A" "B" ranking multi', "leave out multi, or leave out ranking"),
        ('"Right?" "A"* "B" multi', "leave out multi, or leave out quiz"),
        ("Which? 1,2", "Put a space behind each comma between options: 1, 2"),
        ("Which?\nA\nB\nanonymous?", "Is anonymous? an option"),
        ("Which?\n- A\n- B anonymous?", "Is anonymous? an option"),
        ("Which?\n- A\n- sealed?", "Is sealed? an option"),
    ],
)
def test_what_does_not_go_together_is_said_in_one_sentence(typed: str, problem: str) -> None:
    found = read(typed)
    assert found.problem.startswith(problem) or problem in found.problem
    assert "Did you mean limit" not in found.problem


@pytest.mark.parametrize(
    ("typed", "kind", "most"),
    [
        ("How was it? rating 1 to 5", "rating", 1), ("How was it? rating from 1-5", "rating", 1),
        ('"Go?" yesno "yes" "No"', "yesno", 1), ("Go? yesno limit 1", "yesno", 1),
        ("Which? A, B, C multiple choice", "choices", 0),
    ],
)  # fmt: skip
def test_what_says_the_same_twice_is_fine(typed: str, kind: str, most: int) -> None:
    found = read(typed)
    assert (found.problem, found.kind, found.terms.most) == ("", kind, most)


@pytest.mark.parametrize(
    "typed",
    [
        "Lunch? Pizza, Sushi anonymous?", "Lunch? Pizza or Sushi, anonymous ?", '"Lunch?" "Pizza" "Sushi" anonymous?',
        '"Lunch?" Pizza, Sushi anonymous??', "Lunch? Pizza, Sushi, anonymously please?",
        "Lunch? Pizza, Sushi anonymous…", "anonymous\nLunch?\nPizza\nSushi",
    ],
)  # fmt: skip
def test_who_asks_for_secrecy_with_a_question_mark_gets_it(typed: str) -> None:
    found = read(typed)
    assert (found.problem, found.question, found.options) == ("", "Lunch?", ("Pizza", "Sushi"))
    assert found.anonymous


@pytest.mark.parametrize(
    ("typed", "question", "anonymous"),
    [
        ("Anonymous feedback open", "Anonymous feedback", True),
        ("anonymous feedback on the offsite open", "anonymous feedback on the offsite", True),
        ("anonymous What shall we change open", "What shall we change", True),
        ("anonymous what shall we change? open", "what shall we change?", True),
        ("What is open? open", "What is open?", False),
    ],
)
def test_a_question_keeps_the_words_it_needs(typed: str, question: str, anonymous: bool) -> None:
    found = read(typed)
    assert (found.problem, found.kind, found.question, found.anonymous) == ("", "open", question, anonymous)


@pytest.mark.parametrize("words", ["in 2h", "in 2 hours", "2h", "close in 2h", "until 2h"])
def test_a_length_of_time_behind_the_last_option_is_no_part_of_it(chat: Chat, words: str) -> None:
    chat.command("BEN", f"/poll Which room? Room 1, Room 2 {words}")
    assert chat.query("SELECT words FROM poll_option ORDER BY option") == [("Room 1",), ("Room 2",)]
    assert chat.query("SELECT closes - made FROM poll") == [(2 * HOUR,)]


@pytest.mark.parametrize(
    ("words", "hour"),
    [("eod", (16, 17)), ("end of day", (16, 17)), ("end of the day", (16, 17)), ("cob", (16, 17)),
     ("Friday eod", (20, 17)), ("tomorrow end of day", (17, 17)), ("eow", (20, 17)), ("end of the week", (20, 17))],
)  # fmt: skip
def test_a_poll_closes_at_the_end_of_a_day(chat: Chat, words: str, hour: tuple[int, int]) -> None:
    chat.now = micros(utc(2026, 11, 16, 9))
    chat.command("BEN", f"/poll Lunch? Pizza, Sushi close {words}")
    # It is an hour later in Lagos.
    assert chat.query("SELECT closes FROM poll") == [(micros(utc(2026, 11, hour[0], hour[1] - 1)),)]


def test_the_form_says_which_words_are_no_time(chat: Chat) -> None:
    chat.command("BEN", "/poll")
    chat.submit("BEN", chat.dialog(), question="Lunch?", options="Pizza\nSushi", close="fri 17:00 please & soon")
    said = "Until when? I can't read “please & soon” as part of a time. Try 2h, Fri 17:00."
    assert chat.errors() == {"close": said}


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("Coffee or tea?", ("Coffee", "tea")),
        ("Do you want coffee, tea or water?", ("coffee", "tea", "water")),
        ("Shall we meet on Monday or on Tuesday?", ("on Monday", "on Tuesday")),
        ("Which do you like, A, B, or C?", ("A", "B", "C")),
        ("We take the train, the bus or walk?", ("train", "the bus", "walk")),
        ("It is hot. Ice or cake?", ("Ice", "cake")),
        ("Lunch: Pizza or Sushi?", ("Pizza", "Sushi")),
        ("Ask <@U1|Chen, Mei> or R&amp;D?", ("Ask <@U1|Chen, Mei>", "R&amp;D")),
        ("What should R&amp;D or Sales do?", ()),
        ("Shall we go or not?", ()),
        ("Lunch on Friday?", ()),
        ("Pizza, Sushi?", ()),
        ("or?", ()), ("a or ?", ()), ("?", ()), ("", ()),
    ],
)  # fmt: skip
def test_a_question_may_name_what_to_choose_between(question: str, options: tuple[str, ...]) -> None:
    assert alternatives(question) == options


def test_a_question_that_names_its_options_is_asked_after_a_yes(chat: Chat) -> None:
    chat.command("BEN", "/poll Do you want coffee, R&D's tea or <@ANA|ana>? anonymous close 3h")
    assert not [answer for answer in chat.answers if isinstance(answer, Post)]
    assert "Shall people choose between “coffee”, “R&D's tea” and “@Ana Sousa”?" in chat.notes()
    assert [button.text for button in chat.buttons("poll_form")] == ["Fill in the form"]
    [button] = chat.buttons("huzzah")
    chat.press("BEN", button)
    assert "R&D's tea" in card(chat)
    assert chat.query("SELECT closes - made, anonymous, kind FROM poll") == [(3 * HOUR, 1, "choice")]


def test_the_form_offered_with_an_error_keeps_what_was_to_be_anonymous(chat: Chat) -> None:
    chat.command("BEN", '/poll "Lunch?" "Pizza" "Sushi" anonymous remnd')
    [button] = chat.buttons("poll_form")
    chat.press("BEN", button)
    assert "anonymous" in {field.id: field.value for field in chat.dialog().fields}["switches"]


def test_nothing_is_offered_that_could_not_be_asked(chat: Chat) -> None:
    for question in ('Coffee or "tea"?', f"Coffee or {'tea' * 60}?", "Lunch on Friday?"):
        chat.command("BEN", f"/poll {question}")
        assert chat.buttons("huzzah") == []
        assert "What can people choose?" in chat.notes()


def test_two_quoted_options_with_or_between_are_asked(chat: Chat) -> None:
    chat.command("BEN", '/poll "Coffee" or "Tea" anonymous')
    assert "Coffee or Tea?" in shown(next(answer.card for answer in chat.answers if isinstance(answer, Post)))
    assert chat.query("SELECT words FROM poll_option ORDER BY option") == [("Coffee",), ("Tea",)]


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("When do we meet? today, tomorrow, in 2 days", ("today", "tomorrow", "in 2 days")),
        ("Break? now, later, in 1 hour", ("now", "later", "in 1 hour")),
        ("When?\nnow\nlater\nin 3 days", ("now", "later", "in 3 days")),
        ("When? Monday, in a week, in 2 weeks", ("Monday", "in a week", "in 2 weeks")),
        ("When shall we start? now or in 5 minutes", ("now", "in 5 minutes")),
        ("When?\nnow\nin 2 hours\nin 3 hours", ("now", "in 2 hours", "in 3 hours")),
        ("Release: now, in 3 days", ("now", "in 3 days")),
    ],
)
def test_a_time_from_now_between_options_is_an_option(typed: str, options: tuple[str, ...]) -> None:
    found = read(typed)
    assert (found.problem, found.options, found.terms.close) == ("", options, "")


def test_a_time_from_now_behind_the_last_option_is_the_close() -> None:
    found = read("Which? Room 1, Room 2 in 2h")
    assert (found.problem, found.options, found.terms.close) == ("", ("Room 1", "Room 2"), "2h")
