"""What Graph tells is lost, late, out of order and doubled, the bot killed meanwhile: reactions end in the truth."""

import random
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import select

from scoring.emoji_names import canonical
from storage.tables import ReactionRow
from storage.transactions import Database
from tests.bot.teams.bustle import SUBSCRIBED, assert_it_adds_up, begin, send_patiently
from tests.bot.teams.loopback.arranging import HOME
from tests.bot.teams.loopback.composing import shown_of
from tests.bot.teams.loopback.running import Bot, running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams
from tests.storage.small_world import BEGIN

PEOPLE = ("ben", "mei", "yuki", "emma")
EMOJI = ("🎉", "👀", "🔥", "🚀", "like", "heart")
ROOMS = ("general", "random")
On = set[tuple[str, str, str, str]]
"""Channel, message, member and emoji."""


@pytest.fixture
def teams() -> Iterator[Teams]:
    """Teams, which goes on sending until it is heard."""
    with loopback_teams(limits=False) as teams:
        send_patiently(teams)
        yield teams


@pytest.fixture
def bot(teams: Teams, sqlite_url: str, tmp_path: Path) -> Iterator[Bot]:
    """The bot, which is told by Graph of every channel."""
    with running_bot(teams, tmp_path, sqlite_url) as bot:
        begin(teams)
        yield bot


def known(url: str) -> On:
    """The reactions that the bot believes to be on."""
    with closing(Database(url)) as database, database.read(HOME, BEGIN) as work:
        rows = work.session.exec(select(ReactionRow).where(ReactionRow.workspace == HOME, ReactionRow.is_on > 0))
        return {(row.channel, row.message, row.member, row.emoji) for row in rows}


def true(teams: Teams) -> On:
    """The reactions that are on."""

    def act() -> On:
        return {
            (place.id, message.id, each.person, canonical(shown_of(each.kind)))
            for place in teams.world.places.values()
            for message in place.messages.values()
            for each in message.reactions
            if each.person != teams.world.bot
        }

    return teams.do(act)


def say(teams: Teams) -> list[tuple[str, str]]:
    """Something to react to in both rooms, answers in a thread too."""
    found = []
    for room in ROOMS:
        first = teams.say("ana", room, "@ben :tada: thanks")
        found += [(room, first), (room, teams.say("omar", room, "indeed", thread=first))]
    teams.settle()
    return found


def react(teams: Teams, to: list[tuple[str, str]], chance: random.Random, times: int = 60) -> None:
    """Reactions come and go."""
    for _ in range(times):
        who, (room, message), emoji = chance.choice(PEOPLE), chance.choice(to), chance.choice(EMOJI)
        (teams.react if chance.random() < 0.6 else teams.unreact)(who, room, message, emoji)


def assert_it_ends_in_the_truth(teams: Teams, bot: Bot) -> None:
    teams.settle()
    teams.until(lambda: known(bot.database_url) == true(teams))
    assert true(teams)
    assert_it_adds_up(bot.database_url)


def shuffled(chance: random.Random) -> Callable[[list[Callable[[], None]]], list[Callable[[], None]]]:
    """Some come twice, and all in any order."""

    def order(held: list[Callable[[], None]]) -> list[Callable[[], None]]:
        doubled = [*held, *chance.sample(held, len(held) // 3)]
        return chance.sample(doubled, len(doubled))

    return order


def test_what_comes_late_doubled_and_in_any_order_ends_in_the_truth(teams: Teams, bot: Bot) -> None:
    chance, to = random.Random(1), say(teams)
    for number in range(3):
        teams.do(lambda: setattr(teams.graph.teller, "held", []))
        react(teams, to, chance)
        before = len(teams.graph.teller.posted)
        teams.do(lambda: teams.graph.teller.release(shuffled(chance)))
        teams.until(lambda: any(posted.done for posted in teams.graph.teller.posted[before - 60 :]))  # noqa: B023
        if number == 1:
            bot.kill()
            bot.start()
    assert_it_ends_in_the_truth(teams, bot)


def test_what_was_never_told_while_the_bot_was_gone_is_read_and_ends_in_the_truth(teams: Teams, bot: Bot) -> None:
    chance, to = random.Random(2), say(teams)
    react(teams, to, chance)
    teams.settle()
    bot.kill()
    before = {each.id for each in teams.graph.subscriptions}
    one = teams.place(ROOMS[0]).id

    def end_one_and_tell_nothing() -> None:
        teller = teams.graph.teller
        teller.subscriptions = {name: each for name, each in teller.subscriptions.items() if each.channel != one}
        teller.lose = -1

    teams.do(end_one_and_tell_nothing)
    react(teams, to, chance)
    teams.do(lambda: setattr(teams.graph.teller, "lose", 0))
    bot.start()
    teams.until(lambda: len(teams.graph.subscriptions) == len(before), SUBSCRIBED)
    react(teams, to, chance, 10)
    assert_it_ends_in_the_truth(teams, bot)
    assert len(before & {each.id for each in teams.graph.subscriptions}) == len(before) - 1
