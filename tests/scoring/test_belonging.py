"""Belonging: what guests and people of other organisations earn and give, as the rule book has it."""

from dataclasses import replace

import pytest

from scoring.book import Book
from scoring.book_file import parse
from scoring.engine import apply
from scoring.facts import Fact, FactKind
from scoring.stories import answered, known, praised, reacted, said, thanked
from storage.default_book import default_text
from tests.scoring.plays import Play, play

BOOK = parse(default_text(), 1)
GUEST, EXTERN = {"guest": 1}, {"external": 1}


def under(**changes: str) -> Book:
    return replace(BOOK, settings=replace(BOOK.settings, **changes))  # type: ignore[arg-type]  # all of them are words


def told(book: Book, who: dict[str, int], *story: Fact) -> Play:
    return play([known("ana"), known("ben"), known("gus", **who), *story], book)


TALKS = (said("gus", "m1"), said("ana", "m2"), answered("gus", "m2", when=1), reacted("gus", "m2", when=3))
IS_THANKED, THANKS = thanked("ana", "gus"), thanked("gus", "ana")


@pytest.mark.parametrize(
    ("changes", "who", "talks", "is_thanked", "thanks", "on_boards"),
    [
        ({}, GUEST, True, True, True, True),
        ({"guests": "receive"}, GUEST, False, True, False, True),
        ({"guests": "no"}, GUEST, False, False, False, False),
        ({}, EXTERN, False, False, False, False),
        ({"external": "yes"}, EXTERN, False, True, True, False),
        ({"external": "yes", "guests": "no"}, {**GUEST, **EXTERN}, False, False, False, False),
        ({"external": "yes", "guests": "receive"}, {**GUEST, **EXTERN}, False, True, False, False),
    ],
)
def test_who_earns_by_what(
    changes: dict[str, str], who: dict[str, int], *, talks: bool, is_thanked: bool, thanks: bool, on_boards: bool
) -> None:
    book = under(**changes)
    assert bool(told(book, who, *TALKS).points("gus")) is talks
    received = told(book, who, IS_THANKED)
    assert bool(received.points("gus")) is is_thanked
    assert bool(told(book, who, THANKS).points("ana")) is thanks
    traits = received.state.member("gus").traits
    assert (not traits & book.not_shown) is on_boards


def test_a_shoutout_reaches_guests_who_receive() -> None:
    story = (known("ana", roles="leader"), praised("ana", "gus"))
    assert told(under(guests="receive"), GUEST, *story).points("gus") > 0
    assert told(under(guests="no"), GUEST, *story).points("gus") == 0


def test_badges_are_for_those_who_take_part_like_anybody() -> None:
    holders = {key[0] for key in told(under(), GUEST, IS_THANKED).state.badges.fresh}
    assert holders == {"ana", "gus"}
    assert {key[0] for key in told(under(guests="receive"), GUEST, IS_THANKED).state.badges.fresh} == {"ana"}


@pytest.mark.parametrize("guests", ["receive", "no"])
def test_a_guest_who_does_not_give_any_more_gives_no_more_by_an_edit_but_may_take_back(guests: str) -> None:
    given = told(under(), GUEST, THANKS._replace(gift=(("ana", 2),)))
    edit = THANKS._replace(kind=FactKind.EDIT, at=THANKS.at + 1, gift=(("ana", 2), ("ben", 1)))
    apply(given.state, under(guests=guests), edit, 9)
    assert given.state.count((0, "tally:received", "ben", "")) == 0
    less = edit._replace(at=THANKS.at + 2, gift=(("ana", 1),))
    apply(given.state, under(guests=guests), less, 10)
    assert given.state.count((0, "tally:received", "ana", "")) == 1
