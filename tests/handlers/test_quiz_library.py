"""The library of trivia: enough of it, one right answer each, short, no two alike, none that hurts or grows old."""

import re
from collections import Counter
from itertools import combinations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handlers.calendar.recurrence import Plan
from handlers.prompts.sensitive import touches
from handlers.prompts.wording import likeness
from handlers.quizzes import setup, typed, writing
from handlers.quizzes.questions import TOPICS, Trivia, library, shuffled
from handlers.quizzes.setup import Setup
from scoring.markup import plain
from tests.handlers.chat import WEDNESDAY
from tests.source_tree import ROOT

QUESTIONS = tuple(library().values())
FILES = sorted((ROOT / "handlers" / "quizzes" / "library").glob("*.yaml"))
GROWS_OLD = re.compile(
    r"(?i)\b(?:current|currently|today|nowadays|latest|newest|recent|recently|so far|president|population|champion|"
    r"largest|biggest|tallest|longest|highest|richest|fastest)\b"
)
"""What may be otherwise tomorrow, or depends on who counts."""


def read(text: str) -> typed.Typed:
    return typed.read(text, "UTC", WEDNESDAY)


def test_there_are_two_dozen_of_each_topic_and_so_two_rounds_of_the_longest_kind() -> None:
    amounts = Counter(each.topic for each in QUESTIONS)
    assert set(amounts) == set(TOPICS)
    assert min(amounts.values()) >= 24 >= 2 * setup.MOST


def test_every_file_is_a_topic_of_plain_data_and_its_ids_are_numbered() -> None:
    assert {file.stem for file in FILES} == set(TOPICS)
    for file in FILES:
        rows = yaml.safe_load(file.read_text("utf-8"))
        assert all(len(row) == 6 and all(isinstance(each, str) for each in row) for row in rows.values()), file.name
        assert list(rows) == [f"{file.stem}-{number:02}" for number in range(1, len(rows) + 1)]
        assert len(rows) == sum(line.startswith(file.stem) for line in file.read_text("utf-8").splitlines())


def test_each_has_four_different_answers_and_an_explanation_of_a_line() -> None:
    for each in QUESTIONS:
        answers = (each.right, *each.wrong)
        assert len({answer.casefold() for answer in answers}) == 4, each.id
        assert all(0 < len(answer) <= 40 for answer in answers), each.id
        assert 10 < len(each.explanation) <= 120, each.id
        assert each.explanation.endswith("."), each.id
        assert len(each.words) <= 110, each.id
        assert each.words.endswith("?"), each.id


def test_no_two_are_alike_and_none_names_its_answer() -> None:
    near = [(one.id, other.id) for one, other in combinations(QUESTIONS, 2) if likeness(one.words, other.words) > 0.6]
    assert near == []
    told = [each.id for each in QUESTIONS if re.search(rf"(?i)\b{re.escape(each.right)}\b", each.words)]
    assert told == []


def test_none_grows_old_and_none_hurts() -> None:
    assert [each.words for each in QUESTIONS if GROWS_OLD.search(f"{each.words} {each.right}")] == []
    assert [each.words for each in QUESTIONS if touches(each.words)] == []


@pytest.mark.parametrize("text", ["Who is the current president?", "Which is the longest river?"])
def test_what_grows_old_is_recognised(text: str) -> None:
    assert GROWS_OLD.search(text)


def test_the_right_answer_stands_everywhere_and_always_at_the_same_place_in_one_channel() -> None:
    places = Counter(shuffled(each, "acme C1 1").right[0] for each in QUESTIONS)
    assert set(places) == {1, 2, 3, 4}
    assert max(places.values()) < 0.4 * len(QUESTIONS)
    assert [shuffled(each, "acme C1 1") for each in QUESTIONS] == [shuffled(each, "acme C1 1") for each in QUESTIONS]
    assert [shuffled(each, "acme C1 1") for each in QUESTIONS] != [shuffled(each, "acme C1 2") for each in QUESTIONS]


def test_the_answer_that_is_marked_is_the_right_one_and_numbers_stand_by_size() -> None:
    for each in QUESTIONS:
        asked = shuffled(each, "acme C1 1")
        assert plain(asked.answers[asked.right[0] - 1], {}) == each.right
    sides = shuffled(library()["trivia-numbers-01"], "x")
    assert sides.answers == ("5", "6", "7", "8")


@pytest.mark.parametrize(
    ("text", "topics", "many", "minutes", "recurrence"),
    [
        ("5 geography", ("geography",), 5, 2, ""),
        ("geography 7", ("geography",), 7, 2, ""),
        ("10 food and nature 1 min each", ("food", "nature"), 10, 1, ""),
        ("office life 4h each", ("office",), 5, 240, ""),
        ("7 questions about animals", ("nature",), 7, 2, ""),
        ("now", (), 5, 2, ""),
        ("3 min", (), 5, 3, ""),
        ("5 geography every friday 15:00", ("geography",), 5, 2, "week fri"),
        ("every friday 15:00 5 geography", ("geography",), 5, 2, "week fri"),
        ("3 min each friday 15:00", (), 5, 3, "week fri"),
        ("3 min every friday 15:00", (), 5, 3, "week fri"),
        ("2 min per question every 2 weeks on fri 15:00 science", ("science",), 5, 2, "2weeks fri"),
        ("Maths, Geo & cooking!", ("geography", "food", "numbers"), 5, 2, ""),
    ],
)
def test_a_round_in_a_line_is_understood(
    text: str, topics: tuple[str, ...], many: int, minutes: int, recurrence: str
) -> None:
    found = read(text)
    assert found.problem == ""
    assert (found.topics, found.many, found.minutes) == (topics, many, minutes)
    assert (found.plan.recurrence if found.plan else "") == recurrence


def test_a_time_in_minutes_is_when_and_not_how_long() -> None:
    found = read("science in 10 minutes")
    assert found.plan == Plan(f"at {WEDNESDAY + 600_000_000}", "UTC")
    assert found.minutes == 2


@given(st.text(max_size=60) | st.lists(st.sampled_from("5 3 min each every friday at 15:00 food #a in x".split())).map(
    " ".join
))  # fmt: skip
def test_anything_can_be_typed(text: str) -> None:
    found = read(text)
    assert found.problem or (setup.LEAST <= found.many <= setup.MOST and found.minutes >= 1)


WORD = st.text(alphabet="abcdefghij ", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)


@st.composite
def own_questions(draw: st.DrawFn) -> tuple[Trivia, ...]:
    found = []
    for number in range(draw(st.integers(2, 5))):
        answers = draw(st.lists(WORD, min_size=2, max_size=5, unique=True))
        right = draw(st.integers(1, len(answers)))
        found.append(Trivia(f"q {number} {draw(WORD)}?", tuple(answers), (right,), draw(st.just("") | WORD)))
    return tuple(found)


def written(questions: tuple[Trivia, ...], gap: str, star: str) -> str:
    lines: list[str] = []
    for each in questions:
        lines += [each.words]
        for number, answer in enumerate(each.answers, 1):
            lines.append(star.format(answer) if number in each.right else answer)
        lines += [f"! {each.explanation}"] if each.explanation else []
        lines += [gap] if gap else []
    return "\n".join(lines)


@given(own_questions(), st.sampled_from(["", " "]), st.sampled_from(["* {}", "{} *", "*{}", "- *{}", "✅ {}"]))
def test_own_questions_are_read_as_they_were_written(questions: tuple[Trivia, ...], gap: str, star: str) -> None:
    assert writing.read(written(questions, gap or " ", star)) == writing.Written(questions)


def test_a_question_mark_or_an_explanation_begins_the_next_one_without_an_empty_line() -> None:
    found = writing.read("One?\n*Yes\nNo\nTwo?\nYes\n*No\n! So it is\nThree\n1. Yes\n2. *No")
    assert found.problem == ""
    assert [each.words for each in found.questions] == ["One?", "Two?", "Three"]
    assert [each.right for each in found.questions] == [(1,), (2,), (2,)]
    assert found.questions[1].explanation == "So it is"


@given(st.text(max_size=300) | st.lists(st.sampled_from(["*a", "b", "", "q?", "! x", "- c*"])).map("\n".join))
def test_any_text_is_read_or_said_what_is_wrong_with(text: str) -> None:
    found = writing.read(text)
    assert bool(found.problem) != bool(found.questions)


@given(own_questions(), st.integers(3, 10), st.integers(1, 1440), st.booleans())
def test_a_setup_is_kept_as_it_is(own: tuple[Trivia, ...], many: int, minutes: int, by_hand: bool) -> None:
    for what in (Setup((), many, minutes, own, by_hand), Setup(("food",), many, minutes, (), by_hand)):
        assert setup.read(setup.write(what)) == what
