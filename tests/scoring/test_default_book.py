"""The default book: whole, explained, and balanced - it pays to be kind to many, not to play the game."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scoring.book import Kind, Rule
from scoring.book_file import SCHEMA, dump, parse
from scoring.book_yaml import plain, tree
from scoring.emoji_names import is_standard
from scoring.stories import DAYS, HOURS, WEEKS, Story, answered, asked, reacted, said, showed, thanked
from storage.default_book import VERSION, default_book, default_text
from tests.scoring.book_docs import documents
from tests.scoring.plays import play

BOOK = default_book()


def test_it_fits_the_published_schema() -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(plain(tree(default_text())))) == []


def test_it_reads_back_after_being_written() -> None:
    assert parse(dump(BOOK), VERSION) == BOOK


@pytest.mark.parametrize(("path", "text"), documents().items(), ids=lambda part: getattr(part, "name", ""))
def test_the_documents_are_up_to_date(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, "run: python -m tests.scoring.book_docs"


def test_there_is_enough_to_begin_with() -> None:
    assert {rule.kind for rule in BOOK.rules if rule.on} == set(Kind)
    assert any(not rule.on for rule in BOOK.rules)
    assert len(BOOK.badges) >= 24
    assert len(BOOK.levels) >= 10
    assert 4 <= len(BOOK.values) <= 5


def test_every_rule_has_a_comment_that_says_why() -> None:
    lines = default_text().splitlines()
    for before, line in pairwise(lines):
        if line.startswith("  - id: "):
            assert before.startswith("  # "), line
            assert not before.startswith("  # ---"), line


def test_words_are_short_and_warm_enough_to_be_read() -> None:
    for words in (*(rule.words for rule in BOOK.rules), *(badge.words for badge in BOOK.badges)):
        assert words[0].isupper()
        assert not words.endswith("."), words
        assert len(words) <= 100, words


def test_every_picture_can_be_shown_without_a_custom_emoji() -> None:
    names = [badge.emoji for badge in BOOK.badges] + [level.emoji for level in BOOK.levels]
    names += [value.emoji for value in BOOK.values]

    assert [name for name in names if not is_standard(name)] == []


def test_no_two_badges_ask_for_the_same() -> None:
    assert len({(badge.tally, badge.at) for badge in BOOK.badges}) == len(BOOK.badges)
    assert len({badge.name for badge in BOOK.badges}) == len(BOOK.badges)


def test_most_badges_are_for_breadth_and_kindness() -> None:
    volume = {"messages", "replies", "questions", "photos", "given", "received", "days", "streak"}
    assert sum(badge.tally in volume for badge in BOOK.badges) <= len(BOOK.badges) // 5


@pytest.mark.parametrize("rule", [rule for rule in BOOK.rules if rule.on], ids=lambda rule: rule.id)
def test_every_rule_has_a_limit(rule: Rule) -> None:
    # A shout-out is limited where it is called.
    assert rule.limits.per_day or rule.limits.per_week or rule.limits.per_pair_week or rule.coins


def test_a_gift_of_one_is_one_point_and_one_coin() -> None:
    after = play((thanked("ben", "ana"),))

    assert (after.by_rule("gift-received"), after.coins("ana")) == ({"ana": 1}, 1)


@pytest.mark.parametrize("how", [said, asked, showed, answered, reacted], ids=lambda how: how.__name__)
def test_coins_never_come_from_mere_activity(how: Callable[..., object]) -> None:
    story = (said("ben"), how("ana", "m") if how in (answered, reacted) else how("ana", "n"))

    after = play(story)  # type: ignore[arg-type]  # each of them tells a fact

    assert after.points("ana") > 0
    assert after.coins("ana") == 0


def weeks_of_trade(weeks: int) -> Story:
    """Two friends give each other all they have, every working day."""
    return tuple(
        thanked(giver, receiver, week * WEEKS + day * DAYS, units=5)
        for week in range(weeks)
        for day in range(5)
        for giver, receiver in (("ana", "ben"), ("ben", "ana"))
    )


CIRCLE = ("ana", "ben", "eva", "finn", "gil", "hana")


def weeks_of_thanks(weeks: int) -> Story:
    """Six colleagues each thank every other one once a day, and so give as much as the friends."""
    return tuple(
        thanked(giver, receiver, week * WEEKS + day * DAYS)
        for week in range(weeks)
        for day in range(5)
        for giver in CIRCLE
        for receiver in CIRCLE
        if giver != receiver
    )


def test_trading_with_one_friend_for_four_weeks_earns_less_than_two_weeks_of_thanking_five_people() -> None:
    assert play(weeks_of_trade(4)).points("ana") < play(weeks_of_thanks(2)).points("ana")


def test_after_two_days_of_all_a_friend_has_nothing_more_comes_that_week() -> None:
    two_days, week = weeks_of_trade(1)[:4], weeks_of_trade(1)

    for rule in ("gift-received", "gift-given"):
        assert play(week).by_rule(rule) == play(two_days).by_rule(rule)


def a_normal_day(who: str, day: int = 0) -> Story:
    """A few messages, a question, a photo, hours apart."""
    start = day * DAYS
    return (
        said(who, f"{who}/a{day}", start),
        asked(who, f"{who}/b{day}", start + HOURS),
        showed(who, f"{who}/c{day}", start + 2 * HOURS),
        said(who, f"{who}/d{day}", start + 3 * HOURS),
    )


def test_flooding_a_channel_with_five_hundred_messages_earns_no_more_than_a_normal_day() -> None:
    flood = tuple(said("ana", f"m{number}", number) for number in range(500))

    assert play(flood).by_rule("message")["ana"] <= play(a_normal_day("ana")).by_rule("message")["ana"]
    assert play(flood).points("ana") < play(a_normal_day("ana")).points("ana")


def test_flooding_with_photos_and_questions_is_over_after_two_of_each() -> None:
    flood = tuple(
        tell("ana", f"{tell.__name__}{number}", number * 30) for number in range(20) for tell in (asked, showed)
    )

    assert play(flood).points("ana") <= 3 + 4 + 4


def test_talking_to_oneself_in_a_thread_earns_nothing_beyond_the_message() -> None:
    start = (said("ana"),)
    thread = tuple(
        fact
        for number in range(1, 60)
        for fact in (
            answered("ana", when=number, length=5),
            asked("ana", f"q{number}", number, thread="m", people=("ana",)),
            reacted("ana", f"q{number}", number),
        )
    )

    assert play((*start, *thread)).points("ana") == play(start).points("ana")


def test_liking_a_friend_s_every_message_is_over_after_three_a_week() -> None:
    story = tuple(
        fact
        for number in range(100)
        for fact in (said("ana", f"m{number}", number), reacted("ben", f"m{number}", number))
    )

    after = play(story)

    assert after.by_rule("reaction-received") == {"ana": 3}
    assert after.by_rule("reaction-given") == {"ben": 5}


def test_naming_each_other_all_day_is_over_after_two_a_week() -> None:
    story = tuple(
        said(who, f"{who}{number}", number, people=(whom,), length=1)
        for number in range(50)
        for who, whom in (("ana", "ben"), ("ben", "ana"))
    )

    assert play(story).points("ana") == 2


def test_a_chat_of_two_in_threads_earns_less_than_answering_five_people() -> None:
    chat = tuple(
        fact
        for number in range(40)
        for fact in (said("ben", f"m{number}", number), answered("ana", f"m{number}", number))
    )
    around = tuple(
        fact
        for day in range(2)
        for who in CIRCLE[1:]
        for fact in (said(who, f"{who}{day}", day * DAYS), answered("ana", f"{who}{day}", day * DAYS))
    )

    assert play(chat).points("ana") < play(around).points("ana")


def test_a_tireless_day_earns_at_most_a_few_times_what_a_normal_one_does() -> None:
    crowd = [f"p{number}" for number in range(40)]
    tireless = tuple(
        fact
        for number, who in enumerate(crowd)
        for fact in (
            said(who, who, number * 10),
            answered("ana", who, number * 10, length=4),
            reacted("ana", who, number * 10),
            said("ana", f"a{number}", number * 10, marks=5, length=5, people=tuple(crowd[:19])),
        )
    )
    normal = (
        *a_normal_day("ana"),
        *(fact for who in crowd[:3] for fact in (said(who, who), answered("ana", who), reacted("ana", who))),
    )

    assert play(tireless).points("ana") < 3 * play(normal).points("ana")


def test_no_word_of_the_book_names_a_platform() -> None:
    assert not re.search(r"slack|teams\b", default_text(), re.IGNORECASE)
