"""Restarts at every minute: whenever programs begin, die or are away, each thing is done once, and on time."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import cache
from itertools import count, pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from handlers.calendar.kinds import KINDS
from scoring.facts import Micros
from scoring.periods import MINUTE
from tests.conftest import NewDatabase
from tests.handlers.calendar_oracle import EPOCH, Planned, Wall, micros
from tests.handlers.restarting import Letter, Restarts, Run
from tests.handlers.whole_calendar import Stage, opened, set_up

BEFORE = 10
"""Minutes that are looked at before the first day begins."""
LONG = BEFORE + 2 * 1440 + 60 + 10
"""Two whole days, though the clock may be put back in them, and some minutes of the third."""
DAYS = (
    ("Europe/Berlin", (2026, 3, 29)),
    ("America/New_York", (2026, 11, 1)),
    ("Australia/Lord_Howe", (2026, 10, 4)),
    ("Pacific/Apia", (2011, 12, 29)),
    ("Europe/Berlin", (2028, 2, 28)),
    ("Asia/Kathmandu", (2026, 12, 31)),
)
"""Each before, or on, a day that is unlike others: the clock leaps, a day is left out or put in, a year ends."""


def staged(zone: str, day: date) -> Stage:
    midnight = datetime.combine(day, datetime.min.time(), ZoneInfo(zone))
    return Stage(zone, micros(midnight) - BEFORE * MINUTE, day)


def entries(url: str) -> list[Planned]:
    """What is on the calendar."""
    columns = ", ".join(each.name for each in fields(Planned))
    with closing(opened(url)) as database, database.look() as connection:
        return [Planned(*row) for row in connection.execute(text(f"SELECT {columns} FROM calendar ORDER BY entry"))]


def walls(stage: Stage) -> Callable[[str], Wall]:
    """The clock of a zone, or of those whose entries go by no zone of their own."""
    middle = EPOCH + timedelta(microseconds=stage.begin)

    @cache
    def wall(zone: str) -> Wall:
        where = stage.zone if zone in ("", "@", "*") else zone
        return Wall(where, middle - timedelta(days=2), middle + timedelta(days=4))

    return wall


def assert_as_on_the_wall(url: str, stage: Stage, runs: list[Run], minutes: int) -> None:
    """Each run is at its minute, and each minute has its run, as the clocks on the walls have it."""
    assert [run for run, many in Counter((entry, slot) for _, _, entry, slot in runs).items() if many > 1] == []
    assert [run for run in runs if KINDS[run[1]].fleeting and run[0] != next_minute(stage, run[3])] == []
    there, wall = [stage.begin + step * MINUTE for step in range(minutes)], walls(stage)
    for planned in entries(url):
        expected = planned.caught_up(wall(planned.zone), stage.begin, there)
        found = [(at, slot) for at, _, entry, slot in runs if entry == planned.entry]
        if planned.state == "gone":
            # Ended by something else: what it did until then, it did on time.
            assert set(found) <= set(expected), planned
        else:
            assert found == expected, planned


def next_minute(stage: Stage, due: Micros) -> Micros:
    """A moment between two minutes is found at the next look."""
    return max(stage.begin, stage.begin - (stage.begin - due) // MINUTE * MINUTE)


def due_minutes(restarts: Restarts, stage: Stage, minutes: int) -> Iterator[Micros]:
    """The minutes in which a program that begins finds something; in the others it leaves nothing either."""
    for step in range(minutes):
        at = stage.begin + step * MINUTE
        if restarts.is_due(at):
            yield at


@contextmanager
def company(url: str, stage: Stage) -> Iterator[Restarts]:
    """One that has something of every kind on its calendar."""
    set_up(url, stage)
    with closing(opened(url)) as watching:
        yield Restarts(url, watching)


def undisturbed(url: str, stage: Stage, minutes: int) -> list[Letter]:
    """What one program says that isn't troubled by anything."""
    with company(url, stage) as calm, closing(opened(url)) as program:
        for at in due_minutes(calm, stage, minutes):
            calm.works(program, at)
        return calm.letters()


def assert_restarts_make_no_difference(new_database: NewDatabase, stage: Stage, minutes: int) -> Restarts:
    with company(new_database(), stage) as restarts:
        for at in due_minutes(restarts, stage, minutes):
            restarts.minute(at)
        assert_as_on_the_wall(restarts.url, stage, restarts.runs, minutes)
        assert restarts.letters() == undisturbed(new_database(), stage, minutes)
    return restarts


@pytest.mark.parametrize(("zone", "day"), DAYS)
def test_a_restart_and_a_death_at_every_minute_of_two_days_make_no_difference(
    new_sqlite: NewDatabase, zone: str, day: tuple[int, int, int]
) -> None:
    restarts = assert_restarts_make_no_difference(new_sqlite, staged(zone, date(*day)), LONG)
    # Nothing is shown of a kind that had nothing to do.
    assert {kind for _, kind, _, _ in restarts.runs} >= {*KINDS}
    assert restarts.deaths > 60


def test_nor_do_they_on_a_server_in_the_night_in_which_the_clock_leaps(new_postgresql: NewDatabase) -> None:
    stage = staged("Europe/Berlin", date(2026, 3, 29))
    restarts = assert_restarts_make_no_difference(new_postgresql, stage, BEFORE + 200)
    assert restarts.deaths > 15


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Stage]:
    """A company before its days begin, for examples to copy."""
    file, stage = tmp_path_factory.mktemp("outages") / "before.db", staged("Europe/Berlin", date(2026, 3, 29))
    set_up(f"sqlite:///{file}", stage)
    return file, stage


OUTAGES = st.lists(st.tuples(st.integers(0, LONG), st.integers(1, 1500)), min_size=1, max_size=5)
"""(from which minute, for how many)."""


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outages=OUTAGES)
@example(outages=[(150, 100), (300, 1400)])
def test_after_outages_of_any_length_what_was_missed_is_caught_up_once_or_dropped(
    untouched: tuple[Path, Stage], tmp_path: Path, outages: list[tuple[int, int]]
) -> None:
    before, stage = untouched
    away = {minute for first, many in outages for minute in range(first, first + many)}
    there = [stage.begin + minute * MINUTE for minute in range(LONG) if minute not in away]
    file = tmp_path / f"{next(NUMBERS)}.db"
    shutil.copy(before, file)
    with closing(opened(f"sqlite:///{file}")) as watching:
        restarts, program = Restarts(f"sqlite:///{file}", watching), opened(f"sqlite:///{file}")
        for last, at in pairwise([stage.begin - MINUTE, *there]):
            if at - last > MINUTE:
                program.close()
                program = opened(restarts.url)
            if restarts.is_due(at):
                restarts.works(program, at)
        program.close()
    ran = Counter((entry, slot) for _, _, entry, slot in restarts.runs)
    assert [run for run, many in ran.items() if many > 1] == []
    wall = walls(stage)
    for planned in entries(restarts.url):
        # What waits for a working day, or was ended by something else, is another matter.
        if planned.free_days == "keep" and planned.state != "gone":
            found = [(at, slot) for at, _, entry, slot in restarts.runs if entry == planned.entry]
            assert found == planned.caught_up(wall(planned.zone), stage.begin, there), planned


NUMBERS = count(1)
