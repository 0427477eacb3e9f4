"""Benchmarks: each one runs at its smallest and prints a ratio; how fast anything is, is no test."""

import json
import re

import pytest

from bot.bench import BENCHMARKS, TINY, measure
from bot.bench.figures import Figure
from bot.bench.workload import Workload
from bot.cli.problems import Problem
from handlers.events import MessagePosted


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_prints_a_ratio_against_its_reference(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    measure([name], as_json=False, options=TINY)
    title, *lines = capsys.readouterr().out.splitlines()
    assert title.startswith(f"{name}: ")
    assert lines
    assert all(re.search(r"ratio +[\d,.]+  \(.+: .+\)$", line) for line in lines)


def test_figures_can_be_had_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    measure(["boards"], as_json=True, options=TINY)
    figures = json.loads(capsys.readouterr().out)["boards"]
    assert {"what", "value", "unit", "reference", "against", "ratio"} == figures[0].keys()


def test_a_benchmark_that_does_not_exist_is_named() -> None:
    with pytest.raises(Problem, match=r"no benchmark `speed`. There are: path"):
        measure(["speed"], as_json=False, options=TINY)


@pytest.mark.parametrize(("less_is_better", "ratio"), [(False, 0.5), (True, 2.0)])
def test_a_ratio_above_one_is_better_than_the_reference(*, less_is_better: bool, ratio: float) -> None:
    assert Figure("it", 1.0, "s", 2.0, "other", less_is_better=less_is_better).ratio == ratio


def test_a_workload_is_the_same_each_time_and_mostly_reactions() -> None:
    events = list(Workload(300))
    assert events == list(Workload(300))
    messages = [event for event in events if isinstance(event, MessagePosted)]
    assert 60 < len(messages) < 150
