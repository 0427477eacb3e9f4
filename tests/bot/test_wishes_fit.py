"""Wishes on Slack and Teams: whatever may be written on a card is shown whole, on it or on those that follow."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.slack import render as slack
from bot.slack.rendering.look import Look as SlackLook
from bot.teams import render as teams
from bot.teams.rendering.look import Look as TeamsLook
from handlers.cards.blocks import Card, Person
from handlers.cards.celebrations.card import Greeting, Occasion, Wish, leaves, marks, more, private, public
from handlers.celebrations.signing import LONGEST_ADDRESS, MOST_MARKS, MOST_WORDS
from scoring.markup import escape

LONGEST_PICTURE = "https://example.org/".ljust(LONGEST_ADDRESS - 4, "g") + ".gif"
PIECES = st.sampled_from(
    [
        "cake ",
        ":cake:",
        ":our_own_parrot:",
        "\U0001f389",
        "*bold* ",
        "~no~ ",
        "https://example.org/x ",
        "`code` ",
        "\n",
        "<&>",
        "語",
        "#thanks ",
    ]
)
"""Of which wishes are made."""
WORST = (
    "x" * MOST_WORDS, "語" * MOST_WORDS, "&" * MOST_WORDS, "\U0001f389" * MOST_MARKS, ":tv:" * MOST_MARKS, "*a* " * 33,
    "https://example.org/" + "x" * 570, "\n".join("a" * 50),
)  # fmt: skip


def fits(words: str) -> bool:
    """Whether it may be written."""
    return 0 < len(words) <= MOST_WORDS and marks(escape(words)) <= MOST_MARKS and bool(words.strip())


WISHES = st.lists(
    st.tuples(
        st.lists(PIECES, min_size=1, max_size=90).map("".join).filter(fits), st.sampled_from(["", LONGEST_PICTURE])
    ),
    max_size=40,
)


def greeting(written: list[tuple[str, str]]) -> Greeting:
    ben = Person("U1", "Ben Okafor")
    wishes = tuple(
        Wish(Person(f"U{number}", f"Colleague {number}"), escape(f"{words} #{number:03}."[-MOST_WORDS:]), picture)
        for number, (words, picture) in enumerate(written, start=100)
    )
    return Greeting(7, Occasion(ben, "birthday", 739_692, 739_692), wishes)


def everything(card: Greeting, *, alone: bool) -> list[Card]:
    return [private(card) if alone else public(card), *more(card, alone=alone)]


@pytest.mark.parametrize("alone", [False, True])
@settings(max_examples=40, deadline=None)
@given(written=WISHES)
@example(written=[(words, LONGEST_PICTURE) for words in WORST])
@example(written=[(words, "") for words in WORST for _ in range(15)])
@example(written=[("\U0001f389" * 90, LONGEST_PICTURE)] * 30)
def test_nothing_of_a_wish_is_left_out_on_any_platform(written: list[tuple[str, str]], *, alone: bool) -> None:
    card = greeting(written)
    assert tuple(wish for leaf in leaves(card.wishes) for wish in leaf) == card.wishes
    for draw in (_slack, _teams):
        said = [draw(each) for each in everything(card, alone=alone)]
        assert not [each for each in said if "not shown here" in each or "…" in each]
        whole = "\n".join(said)
        assert [f"#{number:03}" in whole for number in range(100, 100 + len(written))] == [True] * len(written)
        assert whole.count(LONGEST_PICTURE) == sum(bool(picture) for _, picture in written)


def _slack(card: Card) -> str:
    return json.dumps(slack.message(card, SlackLook())["blocks"], ensure_ascii=False)


def _teams(card: Card) -> str:
    return json.dumps(teams.message(card, TeamsLook()), ensure_ascii=False)


def test_the_person_and_all_who_signed_one_card_are_told_of_it() -> None:
    card = greeting([("hi", "")] * 15)
    first, second = everything(card, alone=False)
    assert _slack(first).count('"type": "user"') == 15
    assert _slack(second).count('"type": "user"') == 2
