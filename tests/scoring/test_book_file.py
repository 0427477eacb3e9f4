"""The rule book's file: right ones round, wrong ones refused with line and meaning, hostile ones harmless."""

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scoring import book as rows
from scoring.book import Book, Earns, Kind, Limits, Only, Rule
from scoring.book_checks import ABOUT_ONE, COINS_FOR
from scoring.book_file import SCHEMA, BookFaults, dump, parse
from scoring.book_nests import Record
from scoring.book_plain import book_to
from scoring.book_rules import KINDS, LENGTHS, LIMITS, MOST_POINTS, ONLY, RULE
from scoring.book_schema import ALLOWANCE, BADGE, LEVEL, SEASON, SETTINGS, VALUE
from scoring.book_yaml import plain, tree, write
from scoring.tallies import TALLIES
from storage.default_book import default_book, default_text
from tests.scoring.wrong_books import NOT_YAML, WRONG, Wrong, rule, whole

VALIDATOR = Draft202012Validator(json.loads(json.dumps(SCHEMA)))


def faults_of(source: str) -> list[str]:
    """What is said of a file, or nothing."""
    try:
        parse(source)
    except BookFaults as error:
        return [str(fault) for fault in error.faults]
    return []


@pytest.mark.parametrize("wrong", WRONG + NOT_YAML, ids=lambda wrong: wrong.says)
def test_a_wrong_book_is_refused_with_its_line_and_what_was_meant(wrong: Wrong) -> None:
    faults = faults_of(wrong.source)

    assert len(faults) == 1, faults
    assert faults[0].startswith(f"line {wrong.line}: "), faults
    assert wrong.words in faults[0]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.says)
def test_the_schema_refuses_what_it_can_express(wrong: Wrong) -> None:
    assert VALIDATOR.is_valid(plain(tree(wrong.source))) is not wrong.schema


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    source = whole("allowance: {amount: -1, pre: day}\nlevels:\n  - {at: x, name: A}\nbadges: 3")

    assert [fault.split(":")[0] for fault in faults_of(source)] == ["line 3", "line 3", "line 5", "line 6"]


def test_a_fault_knows_its_column_and_path() -> None:
    with pytest.raises(BookFaults) as caught:
        parse(rule("kind: message\n    limits: {per_day: -3}"))

    fault = caught.value.faults[0]
    assert (fault.line, fault.column, fault.path) == (7, 23, "rules[0].limits.per_day")
    assert str(fault) in str(caught.value)


def test_a_row_with_a_fault_is_compared_with_the_others_all_the_same() -> None:
    source = "rules:\n  - {id: a, kind: x, points: 1, words: A}\n  - {id: a, kind: message, points: 1, words: A}\n"

    assert [fault.split(": ")[1] for fault in faults_of(source)] == ["rules[0].kind", "rules[1].id"]


def test_words_that_other_yaml_takes_for_truth_or_times_stay_words() -> None:
    source = 'rules:\n  - {id: "no", kind: message, points: 010, words: on, on: false}\nseasons:\n'
    source += "  - {name: yes, first: 2026-01-01, last: 2026-01-31}"

    book = parse(source)

    assert book.rules == (Rule("no", Kind.MESSAGE, 10, "on", on=False),)
    assert book.seasons == (rows.Season("yes", date(2026, 1, 1).toordinal(), date(2026, 1, 31).toordinal()),)


def test_what_is_left_out_is_as_usual() -> None:
    assert parse("rules: []", 7) == Book(version=7)


def test_emoji_are_read_in_every_spelling() -> None:
    book = parse(whole('currency:\n  emoji: ["🎉", ":clap::skin-tone-3:", +1]\n  aliases: {":party:": 🎉}'))

    assert book.currency_emoji == ("tada", "clap", "+1")
    assert book.aliases == {"party": "tada"}


def test_levels_come_in_their_order_whatever_the_file_s() -> None:
    book = parse(whole("levels:\n  - {at: 50, name: B}\n  - {at: 5, name: A}"))

    assert [level.at for level in book.levels] == [5, 50]


def test_a_byte_order_mark_is_no_fault() -> None:
    assert parse("\ufeffrules: []\r\n") == Book()


def test_the_schema_is_one_and_every_field_in_it_is_described() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    def fields(schema: object) -> list[dict[str, object]]:
        if isinstance(schema, list):
            return [found for part in schema for found in fields(part)]
        if not isinstance(schema, dict):
            return []
        own = list(schema["properties"].values()) if schema.get("additionalProperties") is False else []
        parts = [part for name, part in schema.items() if name != "allOf"]
        return own + [found for part in parts for found in fields(part)]

    assert len(fields(SCHEMA)) > 60
    assert all(field["description"] for field in fields(SCHEMA))


RECORDS = [
    (Only, ONLY), (Limits, LIMITS), (Rule, RULE), (rows.Settings, SETTINGS), (rows.Badge, BADGE), (rows.Level, LEVEL),
    (rows.Value, VALUE), (rows.Season, SEASON), (rows.Allowance, ALLOWANCE),
]  # fmt: skip


@pytest.mark.parametrize(("row", "record"), RECORDS, ids=[row.__name__ for row, _ in RECORDS])
def test_each_field_of_a_row_has_its_place_in_the_file(row: type, record: Record) -> None:
    fields = {field.name: field.default for field in dataclasses.fields(row)}

    assert set(record.by_name) == set(fields)
    told = {field.name: field.default for field in record.fields if field.default is not None}
    assert told == {name: fields[name] for name in told}


def test_every_kind_is_explained() -> None:
    assert set(KINDS) == set(Kind)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
EMOJI = st.sampled_from(("tada", "clap", "+1", "100", "heart", "our-own", "bulb", "flag-fr"))
CHANNELS = st.lists(WORDS, max_size=3).map(tuple)


def some(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[frozenset[str]]:
    """A few different ones."""
    return st.frozensets(strategy, max_size=3)


@st.composite
def rules(draw: st.DrawFn, id_: str) -> Rule:
    """A rule that contradicts nothing."""
    kind = draw(st.sampled_from(Kind))
    alone, gift = kind in ABOUT_ONE, kind in (Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED)
    reaction = kind in (Kind.REACTION_GIVEN, Kind.REACTION_RECEIVED)
    only = Only(
        channels=draw(CHANNELS),
        not_channels=draw(CHANNELS),
        emoji=draw(some(EMOJI)) if reaction else frozenset(),
        min_length=0 if gift else draw(st.sampled_from(LENGTHS)),
        has=draw(some(st.sampled_from(("photo", "gif", "link", "question")))),
        where=draw(st.sampled_from(("", "thread", "top"))) if reaction else "",
        weekdays=draw(st.frozensets(st.integers(0, 6))),
        roles=draw(some(IDS)),
        people=draw(st.integers(0, 100)) if kind is Kind.THREAD_JOINED else 0,
    )
    counts = st.integers(0, 10_000)
    limits = Limits(
        per_day=draw(counts),
        per_week=draw(counts),
        per_pair_week=0 if alone else draw(counts),
        per_thread=draw(counts),
        cooldown_minutes=draw(st.integers(0, 10_080)),
        falling=() if alone else tuple(sorted(draw(st.lists(st.integers(0, 100), max_size=4)), reverse=True)),
    )
    return Rule(
        id=id_,
        kind=kind,
        points=draw(st.integers(0, MOST_POINTS)),
        words=draw(WORDS),
        coins=kind in COINS_FOR and draw(st.booleans()),
        earns=Earns.SELF if alone else draw(st.sampled_from(Earns)),
        only=only,
        limits=limits,
        on=draw(st.booleans()),
    )


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A book that contradicts nothing."""
    badge = st.builds(
        rows.Badge, IDS, WORDS, EMOJI, st.sampled_from(tuple(TALLIES)), st.integers(1, 1_000_000), WORDS,
        st.integers(0, 1000), st.integers(0, 1000),
    )  # fmt: skip
    days = sorted(draw(st.frozensets(st.integers(700_000, 800_000), min_size=4, max_size=4)))
    settings_ = st.builds(
        rows.Settings, st.sampled_from(("UTC", "Europe/Lisbon", "Asia/Kolkata")), st.integers(0, 366),
        st.booleans(), st.sampled_from(("individual", "groups")), WORDS, st.sampled_from(("silent", "lively")),
        st.lists(st.tuples(WORDS, st.just("quiet")), max_size=2, unique_by=lambda pair: pair[0]).map(tuple),
    )  # fmt: skip
    heights = sorted(draw(st.frozensets(st.integers(0, 10_000_000), max_size=3)))
    return Book(
        version=draw(st.integers(0, 9)),
        rules=tuple(draw(rules(id_)) for id_ in sorted(draw(some(IDS)))),
        badges=tuple(draw(st.lists(badge, max_size=3, unique_by=lambda row: row.id))),
        levels=tuple(rows.Level(at, f"{at}: {draw(WORDS)}", draw(EMOJI)) for at in heights),
        values=tuple(rows.Value(id_, draw(WORDS), draw(EMOJI)) for id_ in sorted(draw(some(IDS)))),
        seasons=(rows.Season("one", *days[:2]), rows.Season("two", *days[2:])),
        allowance=rows.Allowance(
            draw(st.integers(0, 1000)), draw(st.sampled_from(("day", "week", "month"))), (("leader", 9),)
        ),
        currency_name=draw(WORDS),
        currency_emoji=tuple(sorted(draw(st.frozensets(EMOJI, min_size=1)))),
        aliases={"custom": draw(EMOJI)},
        pluses=draw(st.booleans()),
        settings=draw(settings_),
    )


@given(books())
@settings(max_examples=60)
def test_what_is_written_reads_back_the_same(book: Book) -> None:
    assert parse(dump(book), book.version) == book
    assert VALIDATOR.is_valid(book_to(book))


JUNK = st.one_of(
    st.text(st.characters(exclude_categories=("C", "Z")), max_size=8),
    st.none(), st.booleans(), st.integers(-3, 2000), st.floats(-2, 2), st.just([]),
    st.just({}), st.sampled_from(("mon", "reply", "photo", "🎉", "2026-01-01", "#x", "on", "5")),
    st.lists(st.integers(0, 120), max_size=3),
)  # fmt: skip


@given(st.data())
@settings(max_examples=150)
def test_whatever_the_schema_refuses_is_refused_with_a_fault(data: st.DataObject) -> None:
    book = json.loads(json.dumps(book_to(default_book())))
    place: Any = book
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or data.draw(st.integers(0, 3)) == 0:
            break
        place = place[key]
    place[key] = data.draw(JUNK)

    source = write(book)
    assert plain(tree(source)) == book
    if not VALIDATOR.is_valid(book):
        assert faults_of(source)


@given(st.text(st.sampled_from("ab:-{}[]#&*!|>'\"%@`,? \n\t0~<\\é🎉\x00\ud800"), max_size=60))
@settings(max_examples=300)
def test_no_text_does_harm(text: str) -> None:
    faults_of(text)
    faults_of("rules:\n" + text)


@given(st.integers(0, len(default_text())), st.integers(0, 40), st.sampled_from(("", "\t", ":", "'", "{", "]", "&")))
@settings(max_examples=40)
def test_a_slip_of_the_hand_does_no_harm(at: int, length: int, instead: str) -> None:
    faults_of(default_text()[:at] + instead + default_text()[at + length :])


@pytest.mark.parametrize("country", ["DE", "NO", "GB"])
def test_a_country_is_written_in_capitals(country: str) -> None:
    source = default_text().replace('country: ""', f"country: {country}")
    assert parse(source).settings.country == country
    assert parse(dump(parse(source))).settings.country == country
    assert faults_of(source.replace(f"country: {country}", f"country: {country.lower()}x"))
