"""The library of questions: enough of them, short, tagged, no two alike, and none that hurts."""

import re
from collections import Counter
from itertools import combinations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handlers.prompts.questions import CATEGORIES, EFFORTS, EMOJI, MOODS, OURS, library
from handlers.prompts.sensitive import THEMES, touches
from handlers.prompts.wording import likeness, worded
from scoring.emoji_names import canonical, glyph
from tests.source_tree import ROOT

QUESTIONS = tuple(library().values())
FILES = sorted((ROOT / "handlers" / "prompts" / "library").glob("*.yaml"))
YES_OR_NO = re.compile(
    r"(?i)\A(?:do|does|did|is|are|was|were|have|has|had|can|could|will|would|should|may|might|must)\b(?!.*\bor\b)"
)
"""A question that begins so ends in a yes, unless it offers a choice."""
SEASONAL = re.compile(
    r"(?i)\b(?:christmas|holidays?|new year|summer|winter|spring|autumn|snow|this weekend|vacation)\b"
)
"""What isn't there, or isn't now, for everybody."""


def test_there_are_more_than_two_hundred_and_sixty() -> None:
    assert len(QUESTIONS) >= 260


def test_every_file_is_a_category_and_no_line_of_it_is_lost() -> None:
    assert {file.stem for file in FILES} == set(CATEGORIES) - {OURS}
    lines = sum(
        bool(line.strip()) and not line.startswith("#")
        for file in FILES
        for line in file.read_text("utf-8").splitlines()
    )
    assert lines == len(QUESTIONS)


@pytest.mark.parametrize("category", [each for each in CATEGORIES if each != OURS])
def test_every_kind_has_enough_for_a_month_of_working_days(category: str) -> None:
    assert sum(each.category == category for each in QUESTIONS) >= 22


def test_every_mood_and_both_lengths_are_there() -> None:
    moods = Counter(each.mood for each in QUESTIONS)
    assert set(moods) == set(MOODS)
    assert min(moods.values()) >= 15
    efforts = Counter(each.effort for each in QUESTIONS)
    assert set(efforts) == set(EFFORTS)
    assert min(efforts.values()) >= 40


def test_ids_are_of_their_category_and_numbered() -> None:
    assert [each.id for each in QUESTIONS if not re.fullmatch(rf"{each.category}-\d\d", each.id)] == []


def test_every_emoji_is_one_that_every_platform_shows() -> None:
    named = [each.emoji for each in QUESTIONS] + list(EMOJI.values())
    assert [emoji for emoji in named if canonical(emoji) != emoji or not glyph(emoji)] == []
    assert set(EMOJI) == set(CATEGORIES)


def test_they_are_short_and_most_of_them_very() -> None:
    assert [each.text for each in QUESTIONS if len(each.text) >= 160] == []
    assert sum(len(each.text) < 90 for each in QUESTIONS) > 0.9 * len(QUESTIONS)
    assert [each.text for each in QUESTIONS if len(each.text) < 15] == []


def test_each_passes_the_same_cleaning_as_what_people_propose() -> None:
    assert [each.text for each in QUESTIONS if worded(each.text, each.category).problem] == []
    assert [each.text for each in QUESTIONS if worded(each.text, each.category).text != each.text] == []


def test_no_two_are_alike() -> None:
    assert len({each.text.casefold() for each in QUESTIONS}) == len(QUESTIONS)
    near = [
        (one.text, other.text) for one, other in combinations(QUESTIONS, 2) if likeness(one.text, other.text) > 0.45
    ]
    assert near == []


def test_no_beginning_wears_out() -> None:
    beginnings = Counter(" ".join(each.text.lower().split()[:3]) for each in QUESTIONS)
    assert {words: times for words, times in beginnings.items() if times > 12} == {}
    first = Counter(each.text.lower().split()[0] for each in QUESTIONS)
    assert max(first.values()) < 0.33 * len(QUESTIONS)


def test_none_ends_in_a_yes_or_a_no() -> None:
    assert [each.text for each in QUESTIONS if YES_OR_NO.search(each.text)] == []


@pytest.mark.parametrize("text", ["Do you like Mondays?", "Are you here?", "Have you been abroad?"])
def test_a_question_for_a_yes_is_recognised(text: str) -> None:
    assert YES_OR_NO.search(text)


def test_none_touches_a_sensitive_theme() -> None:
    assert [(touches(each.text), each.text) for each in QUESTIONS if touches(each.text)] == []


def test_none_takes_a_season_or_a_feast_for_granted() -> None:
    assert [each.text for each in QUESTIONS if SEASONAL.search(each.text)] == []


def test_every_photo_question_asks_for_a_picture() -> None:
    asks = re.compile(r"(?i)\b(?:photo|photograph|picture)s?\b")
    assert [each.text for each in QUESTIONS if each.category == "photos" and not asks.search(each.text)] == []


def test_no_text_is_a_year_or_a_trademark_old() -> None:
    assert [each.text for each in QUESTIONS if re.search(r"\b(?:19|20)\d\d\b|[™®@#<>]", each.text)] == []


def test_the_files_are_plain_data() -> None:
    for file in FILES:
        rows = yaml.safe_load(file.read_text("utf-8"))
        assert all(len(row) == 4 and all(isinstance(each, str) for each in row) for row in rows.values()), file.name


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("How much is your salary?", "money"),
        ("Which god do you pray to?", "religion"),
        ("Whom would you vote for?", "politics"),
        ("How do you deal with anxiety?", "health"),
        ("What did your wife say?", "relationships"),
        ("Your favourite beer?", "alcohol and drugs"),
        ("What do your kids want to become?", "family and children"),
        ("Who will be fired next? #layoffs", "jobs at stake"),
        ("#Layoffs2026", "jobs at stake"),
        ("Whose funeral was it?", "death and grief"),
        ("HOW MUCH DO YOU WEIGH?", "the body"),
        ("What’s your wife’s name?", "relationships"),
        ("Where are you really from: which race?", "identity and origin"),
        ("Who was in the accident?", "violence and disaster"),
    ],
)
def test_sensitive_themes_are_recognised(text: str, theme: str) -> None:
    assert touches(text) == theme


@pytest.mark.parametrize("text", ["", "Which tool do you like?", "A sincere hello", "Raceway to the sunset", "🎉"])
def test_what_is_harmless_stays_so(text: str) -> None:
    assert touches(text) == ""


def test_each_word_is_listed_under_one_theme_alone() -> None:
    words = Counter(word for listed in THEMES.values() for word in listed.split())
    assert [word for word, times in words.items() if times > 1] == []


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert touches(text) in {"", *THEMES}
