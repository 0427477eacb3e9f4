"""A deletion that is undone: the message counts again, once, as when it was written."""

from collections.abc import Mapping

from scoring.facts import Fact, FactKind
from scoring.periods import MINUTE
from scoring.stories import deleted, said, thanked
from tests.scoring.plays import play

MESSAGE = thanked("ana", "ben")._replace(message="m")


def restored(fact: Fact, when: int) -> Fact:
    """It came back so many minutes after it was written."""
    return fact._replace(kind=FactKind.RESTORE, seen=fact.at + when * MINUTE)


def left_by(*story: Fact) -> Mapping[tuple[str, str], tuple[int, ...]]:
    """What a story leaves by member and rule: points, coins, given and received.

    Without the point for the message itself: its cool-down, which a deletion doesn't free, holds that back.
    """
    sums: dict[tuple[str, str], tuple[int, ...]] = {}
    for row in [row for row in play(story).rows if row.rule != "message"]:
        amounts = (row.points, row.coins, row.given, row.received)
        before = sums.get((row.member, row.rule), (0, 0, 0, 0))
        sums[row.member, row.rule] = tuple(map(sum, zip(before, amounts, strict=True)))
    return {key: amounts for key, amounts in sums.items() if any(amounts)}


def test_it_counts_again_as_if_it_had_never_been_deleted() -> None:
    assert left_by(MESSAGE, deleted("m", "ana", 2), restored(MESSAGE, 3)) == left_by(MESSAGE)


def test_told_twice_it_counts_once_and_an_old_deletion_told_again_changes_nothing() -> None:
    gone, back = deleted("m", "ana", 2), restored(MESSAGE, 3)
    assert left_by(MESSAGE, gone, back, back, gone, MESSAGE) == left_by(MESSAGE)


def test_it_can_be_deleted_and_come_back_again() -> None:
    story = (MESSAGE, deleted("m", "ana", 2), restored(MESSAGE, 3), deleted("m", "ana", 4))
    assert left_by(*story) == left_by(MESSAGE, deleted("m", "ana", 2))
    assert left_by(*story, restored(MESSAGE, 5)) == left_by(MESSAGE)


def test_one_that_was_never_heard_of_counts_when_it_comes_back() -> None:
    assert left_by(restored(MESSAGE, 3)) == left_by(MESSAGE)
    assert left_by(deleted("m", "ana", 2), restored(MESSAGE, 3)) == left_by(MESSAGE)


def test_one_that_was_not_deleted_is_no_news() -> None:
    other = said("ana")
    assert left_by(other, restored(other, 3)) == left_by(other)
