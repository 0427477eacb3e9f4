"""Every rule and badge of the default book by its examples, the shared negatives, and whole strategies."""

import pytest

from scoring.badge_examples import NO_STEPS, SAME_AGAIN, STEPS, BadgeExample, NoStep, examples, steps
from scoring.book import Badge, Rule
from scoring.counting import tally
from scoring.examples import EXAMPLES, Example
from scoring.negatives import NEGATIVES, NOT_SCORED, Negative
from scoring.stories import Story, taken_back
from scoring.tallies import TALLIES
from storage.default_book import default_book
from tests.scoring.plays import all_on, play

BOOK = all_on()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule}: {example.why}")
def test_a_rule_pays_as_its_example_says(example: Example) -> None:
    assert play(example.story, BOOK).by_rule(example.rule) == dict(example.earns)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.id)
def test_each_rule_has_an_example_that_earns_and_one_that_does_not(rule: Rule) -> None:
    mine = [example for example in EXAMPLES if example.rule == rule.id]

    assert any(example.earns for example in mine)
    assert any(not example.earns for example in mine)


def test_no_example_is_about_a_rule_that_is_gone() -> None:
    assert {example.rule for example in EXAMPLES} == set(BOOK.rules_by_id)


CASES = [
    pytest.param(negative, example, id=f"{negative.says}: {example.rule}, {example.why}")
    for negative in NEGATIVES
    for example in EXAMPLES
    if example.earns and BOOK.rules_by_id[example.rule].kind not in negative.but
]


@pytest.mark.parametrize(("negative", "example"), CASES)
def test_a_negative_holds_for_every_example(negative: Negative, example: Example) -> None:
    for who, points in example.earns.items():
        left = play(negative.change(example.story, who), BOOK).by_rule(example.rule).get(who, 0)
        assert left == (points if negative.same else 0)


@pytest.mark.parametrize(
    "example",
    [example for badge in default_book().badges for example in examples(badge)],
    ids=lambda example: f"{example.badge}: {'held' if example.held else 'not held'}",
)
def test_a_badge_is_held_as_its_example_says(example: BadgeExample) -> None:
    assert play(example.story).holds("ana", example.badge) is example.held


@pytest.mark.parametrize("no_step", NO_STEPS, ids=lambda no_step: f"{no_step.tally}: {no_step.why}")
def test_what_is_no_step_leaves_the_tally_at_zero(no_step: NoStep) -> None:
    assert tally(play(no_step.story).state, no_step.tally, "ana") == 0


@pytest.mark.parametrize(("name", "story"), SAME_AGAIN.items(), ids=list(SAME_AGAIN))
def test_the_same_again_counts_as_one(name: str, story: Story) -> None:
    assert tally(play(story).state, name, "ana") == 1


@pytest.mark.parametrize("name", TALLIES)
def test_each_tally_counts_its_steps(name: str) -> None:
    assert tally(play(steps(name, 3)).state, name, "ana") == 3


def test_each_tally_has_a_story_and_something_that_is_no_step() -> None:
    assert set(STEPS) == set(TALLIES)
    assert {no_step.tally for no_step in NO_STEPS} == set(TALLIES)


@pytest.mark.parametrize("negative", NOT_SCORED, ids=lambda negative: negative.says)
def test_who_is_not_scored_holds_no_badge(negative: Negative) -> None:
    for badge in default_book().badges:
        if badge.at <= 10:
            story = examples(badge)[0].story
            assert not play(negative.change(story, "ana")).holds("ana", badge.id), badge.id


@pytest.mark.parametrize("badge", [badge for badge in default_book().badges if badge.tally not in ("streak", "votes")])
def test_a_badge_goes_if_what_led_to_it_is_taken_back(badge: Badge) -> None:
    story = examples(badge)[0].story

    after = play((*story, *taken_back(story)))

    assert not after.holds("ana", badge.id)
    assert sum(row.coins for row in after.rows if row.rule == f"badge:{badge.id}") == 0
