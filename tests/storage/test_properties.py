"""Whatever happens in a workspace, in whatever order: what must hold of the accounts, in memory and in databases."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from hypothesis import example, given, note, settings
from hypothesis import strategies as st

from scoring.book import Book
from scoring.engine import apply
from scoring.facts import Fact, FactKind
from scoring.gifts import allowance_of
from scoring.state import State
from scoring.totals import fold, is_other, sum_up
from scoring.turn import Outcome
from tests.storage.accounts import Accounts, faults, given_in_periods
from tests.storage.small_world import ROSTER, NewBook, Step, book
from tests.storage.strategies import ADDING, Draw, stories, taken_back, told


@dataclass
class Telling:
    """A story being told to the engine alone."""

    state: State = field(default_factory=State.fresh)
    book: Book = field(default_factory=lambda: book(0, 1))
    seq: int = 0

    def tell(self, step: Step) -> Outcome | None:
        """The next thing happens."""
        if isinstance(step, NewBook):
            before, self.book = self.book, book(step.number, self.book.version + 1)
            if is_other(before, self.book):
                rows = (row for rows in self.state.rows.fresh.values() for row in rows)
                self.state.sums.fresh = sum_up(rows, self.book.settings.zone)
            return None
        outcome = apply(self.state, self.book, step, self.seq + 1)
        self.seq += outcome.kept
        return outcome

    def accounts(self) -> Accounts:
        """How things stand."""
        state = self.state
        for key in [key for key in state.totals.fresh if key[1:] != ("all", 0, "", "points")]:
            del state.totals.fresh[key]
        sums = dict(state.sums.fresh)
        fold(state, self.book.seasons)
        state.sums.fresh = sums
        return Accounts.of_state(state)


def tell(steps: Iterable[Step]) -> Telling:
    """A whole story."""
    telling = Telling()
    for step in steps:
        telling.tell(step)
    return telling


@given(stories())
@example(told([Draw("prompt", 0, 0, 0, 0, 0), Draw("delete", 0, 0, 0, 0, 0), Draw("restore", 0, 0, 0, 0, 0)]))
@settings(max_examples=400)
def test_the_accounts_add_up_after_any_story(steps: list[Step]) -> None:
    telling = tell(steps)
    assert list(faults(telling.accounts(), telling.book, steps)) == []


@given(stories())
@settings(max_examples=300)
def test_nobody_ever_gives_more_than_the_allowance(steps: list[Step]) -> None:
    telling = Telling()
    before: dict[tuple[str, int, str], int] = {}
    for step in steps:
        outcome = telling.tell(step)
        if outcome is None or not any(row.given for row in outcome.rows):
            continue
        after = given_in_periods(Accounts.of_state(telling.state).standing())
        for (per, first, giver), units in after.items():
            if per == telling.book.allowance.per and units > before.get((per, first, giver), 0):
                assert units <= allowance_of(telling.book, telling.state.member(giver)), (step, per, first, giver)
        before = after


REPEATS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)
"""(after which step, which of the things before)."""
ASKED = (FactKind.UNDO, FactKind.UNDEED, FactKind.SETTLE)
"""Asked for with something particular in view: what isn't there yet is refused, not remembered."""


def _is_known_again(telling: Telling, step: Fact, outcome: Outcome) -> bool:
    if step.kind is FactKind.DEED and not step.message:
        # That somebody voted doesn't say in which poll; the vote itself is what is known again.
        return False
    # Nothing is kept of who takes no part, so it isn't recognised once they do.
    may_count_later = step.kind in ASKED or telling.state.member(step.actor).traits & telling.book.outside
    return outcome.kept or not may_count_later


DEEDS = {FactKind.DEED, FactKind.UNDEED}


def _is_contrary(one: Fact, other: Fact) -> bool:
    # What was taken back may be so again, and then be taken back again.
    same = (one.actor, one.target, one.message) == (other.actor, other.target, other.message)
    return {one.kind, other.kind} == DEEDS and same


@given(stories(), REPEATS)
@example(told([Draw("do", 5, 0, 0, 0, 0)]), [(len(ROSTER), 0)])
@example(told([Draw("do", 0, 0, 3, 0, 0)]), [(len(ROSTER), 0)])
@example(told([Draw("do", 0, 0, 0, 0, 0), Draw("undo deed", 0, 0, 1, 0, 0)]), [(len(ROSTER) + 1, 1)])
@settings(max_examples=300)
def test_what_is_delivered_again_changes_nothing(steps: list[Step], again: list[tuple[int, int]]) -> None:
    telling = Telling()
    delivered: list[Fact] = []
    for place, step in enumerate(steps):
        outcome = telling.tell(step)
        if isinstance(step, Fact) and outcome:
            delivered = [each for each in delivered if not _is_contrary(each, step)]
            delivered += [step] if _is_known_again(telling, step, outcome) else []
        for when, which in again:
            if when == place and delivered:
                repeat = delivered[-1 - which % len(delivered)]
                note(f"again after {place}: {repeat}")
                outcome = telling.tell(repeat)
                assert outcome is not None
                assert not outcome.kept


LEFT_BEHIND = ("corrected", "last:", "since:", "absent", "paid", "streak")
"""Counters that aren't counts: what was corrected, when something was last, what was said."""
LIMITS = ("day:", "week:", "pair:", "falling:", "thread:")
"""What limits were charged with is freed, unless the rule was changed in between."""


@given(
    stories((*ADDING, *ADDING, "move", "book", "choose", "invite", "appoint", "leave")),
    st.randoms(use_true_random=False),
)
@settings(max_examples=400)
def test_what_is_added_and_taken_back_again_leaves_nothing(steps: list[Step], random: Random) -> None:
    telling = tell(steps)
    back = [taken for step in steps if isinstance(step, Fact) and (taken := taken_back(step))]
    random.shuffle(back)
    for step in back:
        telling.tell(step)
    left = telling.accounts()
    assert {key: amount for key, amount in left.shelves["totals"].items() if amount} == {}
    assert [key for key, badge in left.shelves["badges"].items() if badge.seq] == []
    allowed = LEFT_BEHIND + LIMITS if any(isinstance(step, NewBook) for step in steps) else LEFT_BEHIND
    assert {key: n for key, n in left.shelves["counters"].items() if n and not key[1].startswith(allowed)} == {}
    assert all(not streak.last and not streak.best for streak in left.shelves["streaks"].values())
