"""Choosing a question: none comes twice in a channel before all that fit had their turn, the same in every process."""

import subprocess
import sys
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.prompts.choosing import choose, is_open, round_of
from handlers.prompts.questions import Question, Wanted, library, understand, wanted
from storage.prompts import Usage
from tests.source_tree import ROOT

QUESTIONS = list(library().values())


def question(number: int, category: str) -> Question:
    return Question(f"own-{number}", category, "curious", "quick", "bulb", f"What about {number}?")


def asked(place: str, pool: list[Question], times: int, usage: dict[str, Usage] | None = None) -> list[str]:
    """The questions that come one after the other."""
    usage = {} if usage is None else usage
    found: list[str] = []
    for _ in range(times):
        choice = choose(place, pool, usage)
        assert choice is not None
        assert is_open(choice.question.id, pool, usage)
        assert round_of(choice.question.id, pool, usage) >= choice.round
        usage[choice.question.id] = Usage(choice.round, len(usage) * 1_000 + len(found) + 1)
        found.append(choice.question.id)
    return found


def test_all_come_before_any_comes_again_and_then_in_another_order() -> None:
    usage: dict[str, Usage] = {}
    first = asked("acme\nC1", QUESTIONS, len(QUESTIONS), usage)
    second = asked("acme\nC1", QUESTIONS, len(QUESTIONS), usage)
    assert len(set(first)) == len(set(second)) == len(QUESTIONS)
    assert first != second
    assert not set(first[-50:]) & set(second[:25])


def test_every_channel_has_its_own_order() -> None:
    assert asked("acme\nC1", QUESTIONS, 10) != asked("acme\nC2", QUESTIONS, 10)


def test_no_kind_comes_twice_in_a_row_while_there_is_another() -> None:
    kinds = [library()[each].category for each in asked("acme\nC1", QUESTIONS, 250)]
    assert [one for one, other in pairwise(kinds) if one == other] == []


def test_what_is_new_has_its_turn_at_once_and_only_once() -> None:
    pool = [question(number, "work") for number in range(6)]
    usage: dict[str, Usage] = {}
    asked("acme\nC1", pool, 20, usage)
    pool.append(question(99, "food"))
    following = asked("acme\nC1", pool, 8, usage)
    assert following[0] == "own-99"
    assert "own-99" not in following[1:5]


def test_one_alone_is_asked_again_and_again_and_none_is_none() -> None:
    assert asked("acme\nC1", [question(1, "work")], 3) == ["own-1"] * 3
    assert choose("acme\nC1", [], {}) is None


def test_another_one_is_another_until_all_were_seen() -> None:
    pool = [question(number, "work") for number in range(4)]
    seen: list[str] = []
    for _ in pool:
        choice = choose("acme\nC1", pool, {}, seen)
        assert choice is not None
        seen.append(choice.question.id)
    assert len(set(seen)) == 4
    again = choose("acme\nC1", pool, {}, seen)
    assert again is not None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["work", "food", "places"]), min_size=1, max_size=14),
    st.lists(st.sampled_from(["work", "food", "places", ""]), min_size=1, max_size=50),
    st.integers(0, 3),
)
def test_whatever_is_asked_for_in_between_nothing_repeats_within_a_round(
    kinds: list[str], asks: list[str], channel: int
) -> None:
    pool = [question(number, kind) for number, kind in enumerate(kinds)]
    usage: dict[str, Usage] = {}
    times = dict.fromkeys((each.id for each in pool), 0)
    for at, kind in enumerate(asks, start=1):
        fitting = [each for each in pool if not kind or each.category == kind]
        before = dict(usage)
        choice = choose(f"acme\nC{channel}", fitting, usage)
        if choice is None:
            assert not fitting
            continue
        # Nobody is asked again while another that fits was asked in fewer rounds, or never.
        least = min(before.get(each.id, Usage(0, 0)).round for each in fitting)
        assert before.get(choice.question.id, Usage(0, 0)).round == least
        assert choice.round > least
        usage[choice.question.id] = Usage(choice.round, at)
        times[choice.question.id] += 1
    if not any(asks):
        assert max(times.values()) - min(times.values()) <= 1


def test_another_process_chooses_the_same() -> None:
    program = (
        "from handlers.prompts.choosing import choose\n"
        "from handlers.prompts.questions import library\n"
        "choice = choose('acme\\nC1', list(library().values()), {})\n"
        "print(choice.question.id)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.strip() == asked("acme\nC1", QUESTIONS, 1)[0]


def test_kinds_are_understood_as_people_type_them() -> None:
    assert understand("photos,gratitude") == (Wanted(("gratitude", "photos")), "")
    assert understand("Pictures & fun")[0] == Wanted(("photos", "playful"))
    assert understand("every weekday 9:30 this or that") == (Wanted(("this-or-that",)), "every weekday 9:30")
    assert understand("bananas") == (Wanted(), "bananas")


def test_of_each_group_any_will_do() -> None:
    which = wanted(["photos", "food", "playful", "nonsense", ""])
    assert str(which) == "photos,food,playful"
    fitting = [each for each in QUESTIONS if which.fits(each)]
    assert {each.category for each in fitting} == {"photos", "food"}
    assert {each.mood for each in fitting} == {"playful"}
    assert all(Wanted().fits(each) for each in QUESTIONS)
