"""Changes between books in words: each thing that differs, once."""

from dataclasses import replace

import pytest

from scoring.book import Allowance, Badge, Book, Kind, Level, Limits, Only, Rule, Season, Settings, Value
from scoring.book_changes import changes

RULE = Rule("message", Kind.MESSAGE, 1, "Say something")
BADGE = Badge("first", "First", "tada", "thanked", 1, "Thanked somebody")
OLD = Book(
    1, (RULE, Rule("photo", Kind.PHOTO, 2, "A photo")), (BADGE,), (Level(0, "New"),), (Value("care", "We care"),),
    (Season("Spring", 739_311, 739_400),),
)  # fmt: skip


def with_rule(**changed: object) -> Book:
    return replace(OLD, rules=(replace(RULE, **changed), OLD.rules[1]))  # type: ignore[arg-type]  # fields of a rule


CASES: tuple[tuple[Book, list[str]], ...] = (
    (replace(OLD, version=2), []),
    (with_rule(points=2), ["message: points 1 → 2"]),
    (with_rule(on=False), ["message: switched off"]),
    (with_rule(coins=True), ["message: coins no → yes"]),
    (with_rule(words="Speak"), ["message: words “Say something” → “Speak”"]),
    (with_rule(limits=Limits(per_day=3, falling=(100, 50))), [
        "message: times a day none → 3", "message: percent with the same person none → 100, 50"]),
    (with_rule(only=Only(channels=("wins", "*-wins"), weekdays=frozenset({4, 0}), emoji=frozenset({"b", "a"}))), [
        "message: only in channels none → wins, *-wins", "message: emoji none → a, b",
        "message: weekdays none → mon, fri"]),
    (replace(OLD, rules=OLD.rules[1:]), ["message: removed"]),
    (replace(OLD, rules=OLD.rules[::-1]), ["rules: in another order"]),
    (replace(OLD, rules=(*OLD.rules, Rule("new", Kind.QUESTION, 4, "Ask", on=False))), [
        "new: new (question, 4 points, off)"]),
    (replace(OLD, badges=(replace(BADGE, at=5, coins=2),)), [
        "badge first: reached at 1 → 5", "badge first: coins 0 → 2"]),
    (replace(OLD, badges=()), ["badge first: removed"]),
    (replace(OLD, levels=(Level(0, "New"), Level(9, "Nine"))), ["level Nine: new (from 9 points on)"]),
    (replace(OLD, values=(Value("care", "We do care"),)), ["value #care: words “We care” → “We do care”"]),
    (replace(OLD, seasons=(Season("Spring", 739_311, 739_401),)), ["season Spring: last day 2025-05-29 → 2025-05-30"]),
    (replace(OLD, allowance=Allowance(9, "week", (("leader", 20),))), [
        "allowance: amount 5 → 9", "allowance: per day → week", "allowance: roles none → leader 20"]),
    (replace(OLD, currency_name="stars", currency_emoji=("star", "tada"), pluses=False, aliases={"yay": "tada"}), [
        "currency: name kudos → stars", "currency: emoji tada → star, tada", "currency: pluses yes → no",
        "currency: aliases none → yay tada"]),
    (replace(OLD, settings=Settings(ranking="groups", keep_texts=False)), [
        "settings: words of recognition are kept yes → no", "settings: ranking individual → groups"]),
)  # fmt: skip


@pytest.mark.parametrize(("new", "expected"), CASES)
def test_each_thing_that_differs_is_said_once(new: Book, expected: list[str]) -> None:
    assert changes(OLD, new) == expected


def test_the_way_back_says_as_much() -> None:
    for new, expected in CASES:
        assert len(changes(new, OLD)) == len(expected)
