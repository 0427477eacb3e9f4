"""Limits and filters as people read them."""

import pytest

from scoring.book import Limits
from scoring.book_words import limits


@pytest.mark.parametrize(
    ("falling", "words"),
    [
        ((100, 50, 0), "less each time with the same person in a week (all, half, then nothing)"),
        ((100, 0), "less each time with the same person in a week (all, then nothing)"),
        ((80, 33), "less each time with the same person in a week (80 %, then 33 %)"),
        ((50,), "half of the points with the same person"),
        ((100, 100), "all of the points with the same person"),
        ((0,), "nothing with the same person"),
    ],
)
def test_points_that_fall_are_said_as_people_say_it(falling: tuple[int, ...], words: str) -> None:
    assert limits(Limits(falling=falling)) == [words]


def test_limits_stand_in_the_order_people_ask_for_them() -> None:
    assert limits(Limits(per_day=5, per_pair_week=2, cooldown_minutes=60)) == [
        "up to 5 a day",
        "up to 2 a week with the same person",
        "with an hour in between",
    ]
