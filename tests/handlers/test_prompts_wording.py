"""Wording: whatever is typed becomes a plain, short question, or is answered with what to change."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.prompts.importing import read
from handlers.prompts.questions import library
from handlers.prompts.wording import MOST, alike, from_markup, likeness, worded

PIECES = st.sampled_from(
    ["What", "made you smile", "?", "??", "@ben", "<@BEN>", "<!here>", "`x`", "“", "\u202e", "\0", "🎉", "؟", "\n", "https://a.b"]
)  # fmt: skip
TYPED = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=12).map(" ".join)


@given(TYPED)
def test_what_may_be_shown_is_short_plain_and_names_nobody(typed: str) -> None:
    for found in (worded(typed), from_markup(typed)):
        if found.problem:
            continue
        assert 8 <= len(found.text) <= MOST
        assert "<@" not in found.text
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in found.text)
        assert not {"\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067"} & set(found.text)
        assert worded(found.text) == found


@given(TYPED)
def test_any_text_can_be_imported_or_is_said_to_be_wrong(typed: str) -> None:
    found = read(typed, [])
    assert all(fault.problem for fault in found.faults)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  “What made you smile today?” ", "What made you smile today?"),
        ("What\nmade  you\tsmile?", "What made you smile?"),
        ("ما الذي أسعدك اليوم؟", "ما الذي أسعدك اليوم؟"),
        ("今日 楽しかった ことは？", "今日 楽しかった ことは？"),
        ("¿Qué te alegró hoy?", "¿Qué te alegró hoy?"),
        ("Show us your view!", "Show us your view!"),
        ("Which 👩‍🚀 job would you try?", "Which 👩‍🚀 job would you try?"),
    ],
)
def test_what_is_fine_stays_as_it_is(typed: str, shown: str) -> None:
    assert (worded(typed).text, worded(typed).problem) == (shown, "")


def test_the_same_in_other_words_is_recognised_and_something_else_is_not() -> None:
    questions = list(library().values())
    for text in ("Which SONG can you never skip", "which songs can you never be skipping?", "Song you can never skip?"):
        twin = alike(text, questions)
        assert twin is not None, text
        assert twin.id == "icebreakers-01"
    assert alike("Which bridge can you never forget?", questions) is None
    assert likeness("What is it?", "What is it?") == 1.0
