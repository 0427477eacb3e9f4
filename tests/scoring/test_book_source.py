"""One rule of a book's text is changed, and everything else in it stays as it was written."""

from collections.abc import Callable
from dataclasses import replace
from difflib import unified_diff

import pytest

from scoring.book import Book, Limits, Only, Rule
from scoring.book_faults import BookFaults
from scoring.book_file import dump, parse
from scoring.book_source import with_rule
from storage.default_book import default_book, default_text

Change = Callable[[Rule], Rule]

CHANGES: dict[str, Change] = {
    "switched": lambda rule: replace(rule, on=not rule.on),
    "points": lambda rule: replace(rule, points=rule.points + 3),
    "coins": lambda rule: replace(rule, coins=not rule.coins),
    "words": lambda rule: replace(rule, words="Says: “ä” # isn't a comment"),
    "limited": lambda rule: replace(rule, limits=replace(rule.limits, per_day=7)),
    "unlimited": lambda rule: replace(rule, limits=Limits()),
    "only": lambda rule: replace(rule, only=replace(rule.only, channels=("b*", "a"), weekdays=frozenset({0, 4}))),
    "everywhere": lambda rule: replace(rule, only=Only(emoji=rule.only.emoji, people=rule.only.people)),
}


def wanted(book: Book, rule: str, change: Change) -> Book:
    """The book with one rule changed."""
    return replace(book, rules=tuple(change(each) if each.id == rule else each for each in book.rules))


def lines_changed(before: str, after: str) -> list[str]:
    """With a sign for taken out or put in."""
    return [
        line for line in unified_diff(before.split("\n"), after.split("\n"), n=0) if line[:2] not in ("--", "++", "@@")
    ]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_rule_that_huzzah_ships_can_be_changed_in_place(change: Change) -> None:
    for rule in default_book().rules:
        book = wanted(default_book(), rule.id, change)
        try:
            book = parse(dump(book))
        except BookFaults:
            continue  # this kind of rule has no such field
        text = with_rule(default_text(), book, rule.id)
        assert parse(text) == book
        assert len(lines_changed(default_text(), text)) <= 2
        assert [line for line in default_text().splitlines() if line.strip().startswith("#")] == [
            line for line in text.splitlines() if line.strip().startswith("#")
        ]


SOURCE = """\
# Ours. 🎉
rules:
  # Talk.
  - id: talk   # the first
    kind: message
    points: 1  # one is enough
    on: true   # since May
    words: >
      Say something
      nice
    only:      # not everywhere
      channels:
        - general  # the big one
        - wins
      min_length: 10
    limits: {
      per_day: 2,  # was 3
      per_week: 5
    }
  # Ask.
  - {id: ask, kind: question, points: 1, words: Ask}
# The end.
settings: {zone: Asia/Taipei}  # ours
"""

EDITS: list[tuple[str, Change, list[str]]] = [
    (
        "points",
        lambda rule: replace(rule, points=4),
        ["-    points: 1  # one is enough", "+    points: 4  # one is enough"],
    ),
    ("off", lambda rule: replace(rule, on=False), ["-    on: true   # since May", "+    on: false   # since May"]),
    (
        "words",
        lambda rule: replace(rule, words="Talk: it helps"),
        ["-    words: >", "-      Say something", "-      nice", "+    words: 'Talk: it helps'"],
    ),
    (
        "shorter list",
        lambda rule: replace(rule, only=replace(rule.only, channels=("wins",))),
        [
            "+      # the big one", "-      channels:", "-        - general  # the big one", "-        - wins",
            "+      channels: [wins]",
        ],
    ),
    ("a line goes", lambda rule: replace(rule, only=replace(rule.only, min_length=0)), ["-      min_length: 10"]),
    (
        "comments within are put above",
        lambda rule: replace(rule, limits=Limits(per_day=4)),
        [
            "+    # was 3", "-    limits: {", "-      per_day: 2,  # was 3", "-      per_week: 5", "-    }",
            "+    limits: {per_day: 4}",
        ],
    ),
    (
        "new lines",
        lambda rule: replace(rule, only=replace(rule.only, has=frozenset({"link"}), weekdays=frozenset({0, 4}))),
        ["+      has: [link]", "+      weekdays: [mon, fri]"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "lines"), [edit[1:] for edit in EDITS], ids=[edit[0] for edit in EDITS])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_only_what_differs_is_written_anew(change: Change, lines: list[str], line_break: str) -> None:
    source = SOURCE.replace("\n", line_break)
    book = wanted(parse(source), "talk", change)
    text = with_rule(source, book, "talk")
    assert parse(text) == book
    assert text.count("\r") in (0, text.count("\n"))
    found = lines_changed(SOURCE, text.replace("\r\n", "\n"))
    assert sorted(found) == sorted(lines)


def test_lines_come_and_go_together() -> None:
    book = wanted(parse(SOURCE), "talk", lambda rule: replace(rule, on=False, only=Only(), limits=Limits(per_week=1)))
    text = with_rule(SOURCE, book, "talk")
    assert parse(text) == book
    for comment in ("# not everywhere", "# the big one", "# was 3", "# Ask.", "# The end."):
        assert comment in text


@pytest.mark.parametrize("source", [SOURCE, "{rules: [{id: ask, kind: question, points: 1, words: A}]}"])
def test_what_is_not_written_in_lines_is_written_anew(source: str) -> None:
    book = wanted(parse(source), "ask", lambda rule: replace(rule, points=2))
    assert with_rule(source, book, "ask") == dump(book)


@pytest.mark.parametrize("source", ["", "rules: [", "rules: []", "# nothing", "settings: {}", "rules:\n  - id: talk\n"])
def test_a_text_of_another_book_is_never_taken_for_this_one(source: str) -> None:
    book = wanted(parse(SOURCE), "talk", lambda rule: replace(rule, points=2))
    assert parse(with_rule(source, book, "talk")) == book
