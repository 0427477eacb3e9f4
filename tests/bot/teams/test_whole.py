"""What only Teams has, by the program as its own process: looks of one's own, undone deletions, menus of messages."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlmodel import select

from bot.clock import now
from storage.tables import FactRow, LedgerRow, MessageRow
from storage.transactions import Database
from tests.bot.teams.loopback.arranging import HOME
from tests.bot.teams.loopback.running import Bot, running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams, text_of

PEOPLE = ("ana", "ben", "mei", "yuki")


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot in the usual tenant, hearing of everything through Graph as well."""
    with loopback_teams(limits=False) as teams, running_bot(teams, tmp_path_factory.mktemp("bot")) as running:
        teams.install(by="ana")
        for name in PEOPLE:
            teams.install(f"@{name}")
        teams.until(lambda: teams.calls("pagedmembers"), 60)
        teams.until(lambda: len(teams.graph.subscriptions) >= 2, 60)
        teams.settle()
        yield running


@pytest.fixture
def teams(bot: Bot) -> Teams:
    """Where the bot is."""
    return bot.teams


def rows_of(bot: Bot, message: str) -> list[tuple[str, int]]:
    """What the ledger says of a message: rule and points, each correction against what it corrects."""
    with closing(Database(bot.database_url)) as database, database.read(HOME, now()) as work:
        query = select(LedgerRow.rule, LedgerRow.points).where(LedgerRow.message == message)
        sums: dict[str, int] = {}
        for rule, points in work.session.exec(query):
            sums[rule] = sums.get(rule, 0) + points
        return sorted((rule, points) for rule, points in sums.items() if points)


def facts_of(bot: Bot, message: str, kind: str) -> int:
    """How many facts of a kind there are of a message."""
    with closing(Database(bot.database_url)) as database, database.read(HOME, now()) as work:
        query = select(FactRow.seq).where(FactRow.message == message, FactRow.kind == kind)
        return len(work.session.exec(query).all())


def is_kept(bot: Bot, message: str) -> bool:
    """Whether a message is known."""
    with closing(Database(bot.database_url)) as database, database.read(HOME, now()) as work:
        return work.session.exec(select(MessageRow.message).where(MessageRow.message == message)).first() is not None


def test_the_card_of_a_gift_offers_the_giver_to_take_it_back_and_the_receiver_to_answer(teams: Teams, bot: Bot) -> None:
    before = len(teams.messages("general", by_bot=True))
    teams.mention("ana", "general", "kudos @ben 2 for the calm release")
    teams.until(lambda: len(teams.messages("general", by_bot=True)) > before, 60)
    card = teams.messages("general", by_bot=True)[-1]
    for who, label in (("ben", "Thank them back"), ("ana", "Take it back")):
        seen = teams.view_as(who, card)
        assert seen is not None
        assert "calm release" in seen.words
        assert label in seen.words
    assert teams.view_as("mei", card) is None
    teams.press("ana", card, "Take it back")
    teams.until(lambda: "took" in text_of(teams.message("general", card.id)), 60)


def test_a_message_seen_both_ways_counts_once(teams: Teams, bot: Bot) -> None:
    said = teams.say("mei", "general", "@yuki :tada: thanks for the <b>bold</b> idea & the rest")
    teams.settle()
    teams.until(lambda: is_kept(bot, said), 60)
    assert facts_of(bot, said, "message") == 1
    assert ("gift-received", 1) in rows_of(bot, said)


def test_an_undone_deletion_counts_again(teams: Teams, bot: Bot) -> None:
    said = teams.say("yuki", "general", "@mei :tada: thanks for the tests")
    teams.until(lambda: ("gift-received", 1) in rows_of(bot, said), 60)
    teams.delete("yuki", "general", said)
    teams.until(lambda: rows_of(bot, said) == [], 60)
    teams.undelete("yuki", "general", said)
    teams.until(lambda: ("gift-received", 1) in rows_of(bot, said), 60)
    teams.settle()
    assert ("gift-received", 1) in rows_of(bot, said)


def test_a_reaction_that_only_graph_tells_of_counts_and_goes(teams: Teams, bot: Bot) -> None:
    said = teams.say("ben", "general", "The new office is open")
    teams.settle()
    teams.react("mei", "general", said, "heart")
    teams.until(lambda: facts_of(bot, said, "reaction") == 1, 60)
    teams.unreact("mei", "general", said, "heart")
    teams.until(lambda: facts_of(bot, said, "unreaction") == 1, 60)
    teams.settle()
    assert facts_of(bot, said, "reaction") == 1


def test_say_thanks_in_the_menu_of_a_message_begins_with_its_author(teams: Teams, bot: Bot) -> None:
    said = teams.say("yuki", "general", "I fixed the build")
    teams.settle()
    opened = teams.message_extension("mei", "general", said, "thank_message")
    assert opened.dialog is not None
    assert teams.id_of("yuki") in teams.values("mei").get("people", "")
    sent = teams.submit("mei", {"words": "for the green build"})
    assert (sent.errors, sent.error) == ({}, "")
    teams.until(lambda: "green build" in "".join(map(text_of, teams.personal("yuki"))), 60)


def test_one_cannot_thank_oneself_from_the_menu(teams: Teams, bot: Bot) -> None:
    said = teams.say("ana", "general", "I did it")
    teams.settle()
    told = teams.message_extension("ana", "general", said, "thank_message")
    assert "is yours" in told.words
