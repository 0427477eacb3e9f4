"""What rises and what doesn't, by the formula alone; and that counts don't depend on how events come in."""

import tempfile
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from handlers import intake
from handlers.events import MemberChanged, MessagePosted
from handlers.trends import days
from handlers.trends.rising import LEAST_PEOPLE, RISING, Day, against_its_past, against_others, rising
from handlers.trends.templates import TEMPLATES, filled
from handlers.trends.themes import is_sensitive
from scoring.periods import HOUR
from storage import schema, sketches, trends
from storage.sketches import MOST, SLOTS
from storage.transactions import Database
from storage.trends import Count
from tests.handlers.chat import WEDNESDAY

KEY = b"a key of a test"
TODAY = 739_938
"""Wednesday, 18 November 2026."""


def bits(people: Sequence[str]) -> int:
    found = 0
    for who in people:
        found |= sketches.bit(KEY, who)
    return found


def past(used: Sequence[int], there: int) -> list[Day]:
    return [Day(age, number, there, -age % 7) for age, number in enumerate(used)]


@given(st.integers(0, 200), st.integers(0, 200), st.integers(10, 60))
def test_a_steady_item_never_rises(used: int, others: int, length: int) -> None:
    score, _ = against_its_past(past([used] * length, used + others))
    assert score < RISING


@given(st.integers(1, 100), st.integers(3, 8), st.integers(0, 6))
def test_what_comes_every_week_on_its_day_never_rises(used: int, weeks: int, weekday: int) -> None:
    numbers = [used if -age % 7 == weekday else 0 for age in range(weeks * 7)]
    assert against_its_past(past(numbers, used + 20))[0] < RISING


@given(st.integers(1, 60), st.integers(5, 25))
def test_nothing_rises_since_everybody_is_back_from_holidays(used: int, away: int) -> None:
    days_of = [
        Day(age, 0 if 3 <= age < 3 + away else used, 0 if 3 <= age < 3 + away else 2 * used) for age in range(50)
    ]
    assert against_its_past(days_of)[0] < RISING


@given(st.integers(1, 60), st.integers(1, 60))
def test_nothing_rises_since_the_others_are_away(used: int, others: int) -> None:
    days_of = [Day(age, used, used if age < 3 else used + others) for age in range(40)]
    assert against_its_past(days_of)[0] < RISING


@given(st.integers(0, 20), st.integers(15, 60))
def test_a_burst_rises(usual: int, length: int) -> None:
    assert against_its_past(past([usual * 4 + 12] + [usual] * length, usual * 4 + 20))[0] >= RISING


@given(st.integers(0, 30), st.lists(st.integers(0, 30), min_size=14, max_size=50))
def test_more_people_never_make_a_thing_rise_less(more: int, used: list[int]) -> None:
    lower = against_its_past(past(used, 100))[0]
    assert against_its_past(past([used[0] + more, *used[1:]], 100))[0] >= lower - 1e-9


def test_a_thread_is_measured_by_the_others() -> None:
    usual = [2, 3, 1, 2, 4, 2]
    assert against_others(3, usual)[0] < RISING <= against_others(14, usual)[0]


@pytest.mark.parametrize("amount", [1, 1_000])
def test_one_person_is_no_trend_whatever_the_amount(amount: int) -> None:
    sketch = bits(["ana"] * amount)
    counts = [Count(TODAY - 1 - n, "hashtag", "mine", sketch, 0) for n in range(3)]
    assert rising(counts, TODAY, TODAY - 60) == []


def test_the_same_two_people_on_three_days_are_two() -> None:
    counts = [Count(TODAY - 1 - n, "hashtag", "ours", bits(["ana", "ben"]), 0) for n in range(3)]
    assert LEAST_PEOPLE == 3
    assert rising(counts, TODAY, TODAY - 60) == []


def test_many_people_are() -> None:
    people = [f"p{n}" for n in range(10)]
    counts = [Count(TODAY - 1, "hashtag", "offsite", bits(people), 0)]
    [rise] = rising(counts, TODAY, TODAY - 60)
    assert (rise.item, rise.usual) == ("offsite", 0.5)
    assert 8 <= rise.people <= 12


def test_what_is_said_today_waits_until_the_day_is_over() -> None:
    counts = [Count(TODAY, "hashtag", "offsite", bits([f"p{n}" for n in range(10)]), 0)]
    assert rising(counts, TODAY, TODAY - 60) == []
    assert rising(counts, TODAY + 1, TODAY - 60) != []


def test_in_the_first_two_weeks_nothing_rises() -> None:
    counts = [Count(TODAY - 1, "hashtag", "offsite", bits([f"p{n}" for n in range(10)]), 0)]
    assert rising(counts, TODAY, TODAY - 13) == []
    assert rising(counts, TODAY, TODAY - 14) != []


@given(st.integers(0, 5_000))
def test_a_sketch_never_has_more_bits_than_people(people: int) -> None:
    sketch = bits([str(n) for n in range(people)])
    assert sketches.least(sketch) <= people
    assert sketches.people(sketch) >= sketches.least(sketch)
    assert sketch < 1 << SLOTS <= 1 << 63


@pytest.mark.parametrize("people", [1, 5, 20, 60, 120])
def test_a_sketch_is_about_right(people: int) -> None:
    guesses = [sketches.people(bits([f"{turn} {n}" for n in range(people)])) for turn in range(60)]
    assert abs(sum(guesses) / 60 - people) <= max(1, people * 0.08)
    assert max(guesses) <= MOST


WORDS = st.lists(st.sampled_from(["#offsite", ":taco:", "🌮", "https://a.example/x?y", "hello", "#rip"]), max_size=4)
SAID = st.lists(st.tuples(st.sampled_from("abcdef"), WORDS, st.integers(-30, 30)), min_size=1, max_size=25)


@settings(max_examples=25, deadline=None)
@given(SAID, st.data())
def test_counts_do_not_depend_on_batches_order_or_repeats(
    said: list[tuple[str, list[str], int]], data: st.DataObject
) -> None:
    events = [
        MessagePosted(
            workspace="acme", at=WEDNESDAY + hours * HOUR, member=who, channel="C1", message=f"m{n}",
            text=" ".join(words),
        )
        for n, (who, words, hours) in enumerate(said)
    ]  # fmt: skip
    cuts = sorted(data.draw(st.lists(st.integers(0, len(events)), max_size=4)))
    shuffled = data.draw(st.permutations(events))
    pieces = [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(events)], strict=True)]
    assert _counted([events]) == _counted([*pieces, events[:2]])


def _counted(batches: list[list[MessagePosted]]) -> list[tuple[object, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/huzzah.sqlite")
        schema.prepare(database)
        with database.write("acme", WEDNESDAY) as work:
            intake.note(work, [MemberChanged(workspace="acme", at=0, member=who, name=who) for who in "abcdef"])
            trends.start(work, "C1", "a", TODAY - 20)
        for batch in batches:
            with database.write("acme", WEDNESDAY) as work:
                intake.note(work, batch)
        with database.read("acme", WEDNESDAY) as work:
            rows = work.connection.execute(text("SELECT * FROM trend_count ORDER BY day, kind, item"))
            found = [tuple(row) for row in rows]
        database.close()
        return found


def test_no_template_nor_friendly_day_touches_a_sensitive_theme() -> None:
    said = [words for templates in TEMPLATES.values() for each in templates for words in (each.words, *each.options)]
    said += [words for day in days.FRIENDLY.values() for words in (day.words, *day.options)]
    assert [words for words in said if is_sensitive("question", words)] == []


@pytest.mark.parametrize(
    "item", ["offsite", "friday-wins", "teamwork", "hackathon", "reunion", "summerparty", "warmup"]
)
def test_harmless_hashtags_may_rise(item: str) -> None:
    assert not is_sensitive("hashtag", item)


def test_which_template_it_is_depends_on_what_and_when_alone() -> None:
    assert filled("emoji", "taco", "105") == filled("emoji", "taco", "105")
    assert len({filled("emoji", f"e{n}", "105").words.partition(":")[2] for n in range(40)}) > 1
    assert "#offsite" in filled("hashtag", "offsite", "1").words


def test_merry_holidays_of_the_country_are_near_and_others_are_not_spoken_of() -> None:
    labour = date(2026, 5, 1).toordinal()
    assert [days.holiday("DE", labour - ahead) is not None for ahead in (0, 1, 4, 5)] == [False, True, True, False]
    assert days.holiday("", labour - 1) is None
    assert days.holiday("XX", labour - 1) is None
    christmas, armistice = date(2025, 12, 25).toordinal(), date(2026, 11, 11).toordinal()
    assert days.holiday("DE", christmas - 2) is None
    assert days.holiday("FR", armistice - 1) is None
