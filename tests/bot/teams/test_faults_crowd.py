"""A crowd: thousands of people are to be told something, each in a chat that must be opened first.

Time passes quicker here, for the bot and for Teams alike. As at most eight letters are on their way at once, and a part
of each window is left free, Teams' limits hold however the machine lets calls bunch up.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import func, select

from bot.clock import now
from bot.dispatch import Dispatch
from bot.outbox import Outbox
from bot.settings import Settings
from bot.teams.calling.connector import Connector
from bot.teams.calling.credentials import Credentials
from bot.teams.calling.pacing import Paces
from bot.teams.calling.privately import Privately
from bot.teams.send import TeamsSender
from bot.teams.workplace import Tenant
from handlers import applying
from handlers.answers import Post, Whisper
from handlers.cards.blocks import Card, Say, say
from storage import outbox
from storage.tables import OutboxRow
from storage.transactions import Database
from tests.bot.teams.bustle import assert_nothing_waits, assert_said_once, begin, by_letter, letters
from tests.bot.teams.loopback.arranging import HOME, TEAM
from tests.bot.teams.loopback.running import running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams
from tests.storage.delivering import opened

SOME, MANY, POSTS = 300, 3_000, 40
QUICKER = 2.0
"""So many seconds pass in one: the limits are reached before this machine's are."""


@contextmanager
def a_crowd(people: int, quicker: float) -> Iterator[Teams]:
    """Teams with its limits, and everybody in it."""
    with loopback_teams() as teams:
        teams.limits.scale = 1 / quicker
        everybody = [teams.add_person(f"p{number}") for number in range(people)]
        teams.do(lambda: teams.team(TEAM).members.extend(everybody))
        teams.do(lambda: teams.world.installs.update(everybody))
        yield teams


def news(teams: Teams, url: str) -> None:
    """Something for each of them alone, and a few words for everybody to see."""
    card = Card("news", (Say(say("Something for you alone.")),))
    channel = teams.place("general").id
    people = [each for each in teams.world.people.values() if each.handle.startswith("p")]
    whispers = [Whisper(each.id, card) for each in people]
    posts = [Post(channel, Card(str(number), (Say(say(str(number))),))) for number in range(POSTS)]
    with opened(url) as database, database.write(HOME, now()) as work:
        applying.put(work, [*posts, *whispers])


class Home:
    """The one tenant."""

    def __init__(self, teams: Teams) -> None:
        self.tenant = Tenant(HOME, teams.world.app, "Acme", teams.service_url)

    def of(self, workspace: str) -> Tenant | None:
        """The bot there."""
        return self.tenant if workspace == HOME else None


@asynccontextmanager
async def speaking(teams: Teams, database: Database) -> AsyncIterator[Outbox]:
    """All that a process needs to speak; its seconds are short ones."""
    settings = Settings(
        data_dir=Path("nowhere"),
        teams_app_id=teams.world.app,
        teams_app_secret=SecretStr(teams.entra.secret),
        teams_tenant=HOME,
        teams_login_url=teams.login_url,
    )

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / QUICKER)

    dispatch, credentials = Dispatch(database, now), Credentials(settings)
    home = Home(teams)
    connector = Connector(home, credentials, Paces(lambda: time.monotonic() * QUICKER, sleep), sleep)
    sender = TeamsSender(home, connector, Privately(connector, dispatch), dispatch)
    loop = Outbox(dispatch, lambda _workspace: sender)
    await dispatch.start()
    await loop.start([HOME])
    try:
        yield loop
    finally:
        await loop.stop()
        await connector.close()
        await credentials.close()
        await dispatch.stop()


async def tell_everybody(teams: Teams, url: str) -> None:
    def left() -> int:
        query = select(func.count()).select_from(OutboxRow).where(OutboxRow.state != outbox.SENT)
        with database.read(HOME, now()) as work:
            return int(work.session.exec(query).one())

    with opened(url) as database:
        async with asyncio.timeout(900), speaking(teams, database) as loop:
            while await asyncio.to_thread(left):
                # A letter that was put off for a second needn't wait for a whole one here.
                loop.wake(HOME)
                await asyncio.sleep(0.5)


def assert_everybody_was_told_once(teams: Teams, url: str) -> None:
    people = {each.id for each in teams.world.people.values() if each.handle.startswith("p")}
    assert Counter(row.kind for row in letters(url)) == {"whisper": len(people), "post": POSTS}
    assert_said_once(teams, url)
    assert set(by_letter(teams).values()) == {1}
    chats = [place for place in teams.world.places.values() if place.kind == "personal"]
    told = Counter(
        place.members[0] for place in chats for each in place.messages.values() if each.author == teams.world.bot
    )
    assert told == dict.fromkeys(people, 1)
    assert teams.limits.refused == 0
    assert {call.status for call in teams.calls()} <= {200, 201}


def assert_in_short_seconds(url: str, people: int) -> None:
    with a_crowd(people, QUICKER) as teams:
        news(teams, url)
        asyncio.run(tell_everybody(teams, url))
        assert_everybody_was_told_once(teams, url)


def test_hundreds_of_people_are_told_once_each_within_the_limits(sqlite_url: str) -> None:
    assert_in_short_seconds(sqlite_url, SOME)


@pytest.mark.soak
def test_three_thousand_people_are_told_once_each_within_the_limits(database_url: str) -> None:
    assert_in_short_seconds(database_url, MANY)


@pytest.mark.soak
def test_three_thousand_people_are_told_once_each_in_their_own_time(database_url: str, tmp_path: Path) -> None:
    with a_crowd(MANY, 1.0) as teams:
        with running_bot(teams, tmp_path, database_url) as bot:
            begin(teams)
            bot.stop()
            news(teams, database_url)
            bot.start()
            assert_nothing_waits(database_url, patience=900)
        assert_everybody_was_told_once(teams, database_url)
