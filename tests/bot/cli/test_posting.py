"""`outbox`: what failed is listed with its reason, and tried again."""

import pytest

from handlers import applying
from handlers.answers import Post, Whisper
from handlers.cards.blocks import Card
from storage import outbox
from storage.transactions import Database
from tests.bot.cli.conftest import Ask
from tests.storage.plain_company import NOON

CARD = Card("pumpernickel", ())


@pytest.fixture(autouse=True)
def failed(company: Database) -> None:
    """One that failed, one for a place without the bot, one that was sent."""
    with company.write("acme", NOON) as work:
        applying.put(work, [Post("C1", CARD), Whisper("ben", CARD), Post("C2", CARD)])
        ends = [(outbox.FAILED, "is_archived"), (outbox.UNWANTED, "nobody invited me"), (outbox.SENT, "")]
        for row, (state, error) in zip(outbox.due(work), ends, strict=True):
            outbox.settle(work, row.id, row.said, state=state, error=error)


def test_what_failed_is_listed_with_its_reason_and_without_its_words(ask: Ask) -> None:
    shown = ask("outbox", "list", "--json")
    (row,) = shown.json
    assert (row["number"], row["channel"], row["state"], row["error"]) == (1, "C1", "failed", "is_archived")
    assert "is_archived" in ask("outbox", "list").out
    assert "pumpernickel" not in shown.out


def test_what_nobody_wanted_is_listed_when_asked_for(ask: Ask) -> None:
    assert [row["state"] for row in ask("outbox", "list", "--all", "--json").json] == ["failed", "unwanted"]


def test_what_failed_is_tried_again(company: Database, ask: Ask) -> None:
    assert ask("outbox", "retry").out == "Trying again: 1.\n"
    assert "Nothing failed" in ask("outbox", "list").err
    with company.read("acme", NOON + 10**15) as work:
        assert [row.id for row in outbox.due(work)] == [1]
    assert ask("outbox", "retry").out == "Nothing to try again.\n"


def test_what_is_named_is_tried_again_if_that_makes_sense(ask: Ask) -> None:
    assert ask("outbox", "retry", "2", "3", "--json").json == {"retried": [2], "left": [3]}
    answer = ask("outbox", "retry", "99")
    assert answer.code == 2
    assert "no letter 99" in answer.err


def test_wishes_are_tried_again_with_the_card_that_they_follow(company: Database, ask: Ask) -> None:
    with company.write("acme", NOON) as work:
        applying.put(work, [Post("C1", CARD, key="celebration:1"), Post("C1", CARD, below="celebration:1")])
        for row in [found for number in (4, 5) if (found := outbox.find(work, number))]:
            outbox.settle(work, row.id, row.said, state=outbox.UNWANTED, error="nobody invited me")
    assert ask("outbox", "retry", "5").out == "Trying again: 4, 5.\n"
