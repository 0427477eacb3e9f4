"""Choices and charts as HTML: pictures whose every number can be read, heard and found as words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.html.charts import MOST_POINTS
from bot.playground.render import card_html
from handlers.cards.blocks import Button, Card, Chart, Choice, Choices, Header, say
from tests.bot.playground.allowlist import faults, words

POINTS = (("Pizza", 3), ("Sushi", 0), ("Surprise me", 1))


def _html(*bricks: Choices | Chart) -> str:
    html = card_html(Card("A card", bricks))
    assert faults(html) == []
    return html


@pytest.mark.parametrize("kind", ["bars", "pie", "line"])
def test_every_number_of_a_chart_is_there_as_words(kind: str) -> None:
    read = words(_html(Chart("Lunch", POINTS, kind)))
    for said in ("Lunch", "Pizza", "3 votes", "Sushi", "0 votes", "Surprise me", "1 vote"):
        assert said in read
    assert ("75 %" in read) == (kind == "pie")


@pytest.mark.parametrize("kind", ["pie", "line"])
def test_a_picture_says_to_whom_cannot_see_it_what_it_shows(kind: str) -> None:
    html = _html(Chart("Lunch", POINTS, kind))
    (label,) = re.findall(r'role="img" aria-label="([^"]*)"', html)
    assert label.startswith("Lunch: Pizza 3 votes")
    assert "<title>Lunch</title>" in html


def test_what_a_card_is_headed_by_is_said_once() -> None:
    html = card_html(Card("A card", (Header("Lunch"), Chart("Lunch", POINTS), Chart("Other", POINTS))))
    assert words(html).count("Lunch") == 1
    assert "Other" in words(html)


def test_bars_are_as_long_as_their_amounts() -> None:
    assert re.findall(r'class="chart-fill" width="(\d+)"', _html(Chart("Lunch", POINTS))) == ["100", "0", "33"]
    choices = Choices((Choice(say("a"), amount=1), Choice(say("b"), amount=0), Choice(say("c"))), 4)
    assert re.findall(r'class="chart-fill" width="(\d+)"', _html(choices)) == ["25", "0"]


def test_who_took_all_of_a_pie_has_the_whole_circle_and_too_many_shares_are_bars() -> None:
    assert "<circle" in _html(Chart("", (("Pizza", 3), ("Sushi", 0)), "pie"))
    assert "chart-rows" in _html(Chart("", tuple((f"P{number}", 1) for number in range(9)), "pie"))
    assert "chart-rows" in _html(Chart("", (("Pizza", 0),), "pie"))


def test_of_a_long_choice_the_words_get_the_room_on_a_phone() -> None:
    long = Choice(say("Thu 3 Dec, 09:00 · Notice: Stand-up begins in #general, every weekday"), Button("x", "Change"))
    assert re.findall(r'<li class="([^"]*)"', _html(Choices((Choice(say("Sushi")), long)))) == [
        "card-choice", "card-choice card-choice-long"
    ]  # fmt: skip


def test_a_choice_is_pressed_by_its_button_and_ones_own_is_marked() -> None:
    html = _html(Choices((Choice(say("Pizza"), Button("vote", "Vote", "7|1"), 3, "3 votes", mine=True),), 4))
    assert 'data-action="vote" data-value="7|1"' in html
    assert "choice-mine" in html
    assert words(html) == "✓ Pizza3 votesVote"


def test_what_is_too_long_is_shortened_and_says_so() -> None:
    assert "and 3 more points" in words(_html(Chart("", (("x", 1),) * (MOST_POINTS + 3))))
    assert "and 1 more choice," in words(_html(Choices((Choice(say("x")),) * (MOST_POINTS + 1))))


@given(
    st.text(max_size=20), st.lists(st.tuples(st.text(max_size=20), st.integers(-(10**15), 10**15)), max_size=30),
    st.sampled_from(("bars", "pie", "line", "other")),
)  # fmt: skip
def test_no_chart_breaks_out_of_its_picture(title: str, points: list[tuple[str, int]], kind: str) -> None:
    _html(Chart(title, tuple(points), kind))
