"""Recording in real databases: the same whatever the batches, the repeats and what is remembered in between."""

from collections.abc import Iterator, Sequence
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from scoring.facts import Fact, FactKind
from storage import replaying
from storage.transactions import Database
from tests.storage.accounts import Accounts, differences, faults, histogram_faults
from tests.storage.delivering import begin, deliver, drift, opened, stored
from tests.storage.small_world import BEGIN, Step
from tests.storage.strategies import ADDING, stories, taken_back

NUMBERS = count(1)
"""Each example has a workspace of its own."""
FEW = settings(
    max_examples=50,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MANY = settings(FEW, max_examples=1000)
CUTS = st.lists(st.tuples(st.integers(1, 25), st.booleans(), st.integers(0, 60)), min_size=1, max_size=12)
"""Of each batch: how many steps, whether everything is forgotten before, and what comes once more with it."""
ASKED = (FactKind.UNDO, FactKind.SETTLE)
WAVERING = ("guest", "cem", "extern")
"""Who takes part under one book and not under another: what wasn't kept then isn't recognised later."""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    with opened(database_url) as database:
        yield database


def in_batches(
    steps: Sequence[Step], cuts: Sequence[tuple[int, bool, int]], dropped: Sequence[Step]
) -> Iterator[tuple[list[Step], bool]]:
    """The steps as cut, repeats among them - but not of what was dropped because of who did it."""
    once = [step for step in dropped if isinstance(step, Fact) and step.actor in WAVERING]
    place, number = 0, 0
    while place < len(steps):
        size, forget, again = cuts[number % len(cuts)]
        batch = list(steps[place : place + size])
        repeats = [step for step in steps[:place] if isinstance(step, Fact) and step.kind not in ASKED]
        repeats = [step for step in repeats if step not in once]
        if repeats:
            batch.insert(again % (len(batch) + 1), repeats[-1 - again % len(repeats)])
        yield batch, forget
        place, number = place + size, number + 1


def cut_anywhere(database: Database, steps: Sequence[Step], cuts: Sequence[tuple[int, bool, int]]) -> None:
    one, other = f"one {next(NUMBERS)}", f"other {next(NUMBERS)}"
    begin(database, one)
    begin(database, other)
    dropped = []
    for step in steps:
        with database.write(one, BEGIN) as work:
            if not all(outcome.kept for outcome in deliver(work, [step])):
                dropped.append(step)
    forgetful = Database(database.url.render_as_string(hide_password=False), cache=30)
    for batch, forget in in_batches(steps, cuts, dropped):
        with (forgetful if forget else database).write(other, BEGIN) as work:
            if forget:
                work.forget_cache()
            deliver(work, batch)
    forgetful.close()
    live = stored(database, other)
    assert differences(stored(database, one), live) == []
    assert drift(database, other) == []
    with database.read(other, BEGIN) as work:
        book = work.book
    assert list(faults(Accounts.of(live), book, steps)) == []
    assert list(histogram_faults(Accounts.of(live), book)) == []
    with database.write(other, BEGIN) as work:
        replaying.rebuild(work)
    assert differences(live, stored(database, other)) == []
    assert drift(database, other) == []


@given(steps=stories(), cuts=CUTS)
@FEW
def test_neither_batches_nor_repeats_nor_what_is_remembered_matter(
    database: Database, steps: list[Step], cuts: list[tuple[int, bool, int]]
) -> None:
    cut_anywhere(database, steps, cuts)


@pytest.mark.soak
@given(steps=stories(most=120), cuts=CUTS)
@MANY
def test_neither_batches_nor_repeats_nor_what_is_remembered_ever_matter(
    database: Database, steps: list[Step], cuts: list[tuple[int, bool, int]]
) -> None:
    cut_anywhere(database, steps, cuts)


@given(steps=stories((*ADDING, "move", "choose", "book")), size=st.integers(1, 20))
@FEW
def test_what_is_added_and_taken_back_leaves_every_total_at_zero(
    database: Database, steps: list[Step], size: int
) -> None:
    workspace = f"zero {next(NUMBERS)}"
    begin(database, workspace)
    back = [taken for step in reversed(steps) if isinstance(step, Fact) and (taken := taken_back(step))]
    story = [*steps, *back]
    for place in range(0, len(story), size):
        with database.write(workspace, BEGIN) as work:
            deliver(work, story[place : place + size])
    left = Accounts.of(stored(database, workspace))
    assert {key: amount for key, amount in left.shelves["totals"].items() if amount} == {}
    assert left.histogram == {}
    assert drift(database, workspace) == []
