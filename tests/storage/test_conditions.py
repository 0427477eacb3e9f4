"""Conditions: the newest word on each counts, workspaces apart, and no state is stirred."""

from storage import conditions
from storage.transactions import Work
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN


def test_the_newest_word_counts_until_it_is_over(database_url: str) -> None:
    with opened(database_url) as database:
        for n, value in enumerate(("first", "second")):
            with database.write("home", BEGIN + n) as work:
                conditions.put(work, "slack.rate_limited", value)
        with database.write("away", BEGIN) as work:
            conditions.put(work, "slack.rate_limited", "elsewhere")
        with database.read("home", BEGIN) as work:
            assert conditions.get(work, "slack.rate_limited") == ("second", BEGIN + 1)
            assert conditions.everything(work) == {"slack.rate_limited": ("second", BEGIN + 1)}
        with database.write("home", BEGIN) as work:
            conditions.clear(work, "slack.rate_limited")
        with database.read("home", BEGIN) as work:
            assert conditions.get(work, "slack.rate_limited") is None
        with database.read("away", BEGIN) as work:
            assert _said(work) == {"slack.rate_limited": "elsewhere"}


def _said(work: Work) -> dict[str, str]:
    return {name: value for name, (value, _) in conditions.everything(work).items()}
