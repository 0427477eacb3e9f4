"""The home tab: published when somebody opens it, again when it changed, and never twice the same."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from bot.dispatch import Dispatch
from bot.slack.calling.caller import Away, Refused
from bot.slack.home_tab import WATCHED, HomeTab
from bot.slack.workplace import Installation
from handlers import intake
from handlers.events import CommandGiven
from scoring.facts import Micros
from storage import schema
from storage.transactions import Database
from tests.conftest import NewDatabase
from tests.handlers.chat import COMPANY, WEDNESDAY, WORKSPACE


@dataclass
class Desk:
    """Takes what is published, as Slack would; `away` is how often it can't first."""

    published: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    away: int = 0
    refuses: frozenset[str] = frozenset()
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, object], *, channel: str = ""
    ) -> Mapping[str, object]:
        assert (workspace, method, channel) == (WORKSPACE, "views.publish", "")
        if self.away:
            self.away -= 1
            raise Away("not now")
        if arguments["user_id"] in self.refuses:
            raise Refused("not_enabled")
        view = arguments["view"]
        assert isinstance(view, dict)
        self.published.append((str(arguments["user_id"]), view))
        self.came.set()
        return {"ok": True}

    async def respond(self, url: str, body: Mapping[str, object]) -> None:
        raise AssertionError("a home tab has no response_url")

    def who(self) -> list[str]:
        return [member for member, _ in self.published]

    async def until(self, many: int) -> None:
        """So many are published; the time-out is for a test that hangs."""
        async with asyncio.timeout(30):
            while len(self.published) < many:
                self.came.clear()
                await self.came.wait()


@dataclass
class Known:
    """One workspace, or none."""

    there: bool = True

    def of(self, workspace: str) -> Installation | None:
        return Installation(workspace, team=workspace, url="https://acme.slack.com/") if self.there else None


@dataclass
class Office:
    """A company, its desk at Slack and its tabs."""

    dispatch: Dispatch
    desk: Desk
    known: Known
    tab: HomeTab
    now: list[Micros]
    asked: int = 0

    async def thank(self, giver: str, receiver: str) -> None:
        """By command; a minute passes."""
        self.asked += 1
        self.now[0] += 60_000_000
        await self.dispatch.submit(
            CommandGiven(
                workspace=WORKSPACE, at=self.now[0], member=giver, channel="C1", name="kudos",
                text=f"<@{receiver}> 1 for the release", request=f"ask:{self.asked}",
            )
        )  # fmt: skip


@asynccontextmanager
async def office(url: str) -> AsyncIterator[Office]:
    database = Database(url)
    schema.prepare(database)
    with database.write(WORKSPACE, WEDNESDAY) as work:
        intake.note(work, COMPANY)
    now = [WEDNESDAY]
    dispatch, desk, known = Dispatch(database, lambda: now[0]), Desk(), Known()
    tab = HomeTab(desk, dispatch, known, lambda: now[0], every=0.05)
    await dispatch.start()
    try:
        yield Office(dispatch, desk, known, tab, now)
    finally:
        await tab.stop()
        await dispatch.stop()
        database.close()


@pytest.fixture
def url(new_sqlite: NewDatabase) -> str:
    return new_sqlite()


def test_it_is_published_once_and_again_only_when_something_changed(url: str) -> None:
    async def look() -> None:
        async with office(url) as here:
            await here.tab.opened(WORKSPACE, "BEN")
            await here.tab.opened(WORKSPACE, "BEN")
            await here.tab.after(WORKSPACE, "BEN")
            assert here.desk.who() == ["BEN"]
            await here.thank("ANA", "BEN")
            await here.tab.after(WORKSPACE, "BEN")
            assert here.desk.who() == ["BEN", "BEN"]
            (_, first), (_, second) = here.desk.published
            assert first["type"] == second["type"] == "home"
            assert "Welcome, Ben!" in json.dumps(first)
            assert "You have 1 point" in json.dumps(second)

    asyncio.run(look())


def test_everybody_gets_their_own(url: str) -> None:
    async def look() -> None:
        async with office(url) as here:
            for member in ("BEN", "JON", "EXT"):
                await here.tab.opened(WORKSPACE, member)
            views = {member: json.dumps(view) for member, view in here.desk.published}
            assert "For admins" in views["JON"]
            assert "For admins" not in views["BEN"]
            assert "Lovely to have you here!" in views["EXT"]

    asyncio.run(look())


def test_who_opened_it_lately_sees_new_points_and_nobody_else_is_bothered(url: str) -> None:
    async def look() -> None:
        async with office(url) as here:
            for member in ("BEN", "MEI", "LEA"):
                await here.tab.opened(WORKSPACE, member)
            here.tab.start()
            await here.thank("ANA", "BEN")
            here.tab.changed(WORKSPACE)
            await here.desk.until(4)
            await here.thank("ANA", "LEA")
            here.tab.changed(WORKSPACE)
            await here.desk.until(5)
            assert here.desk.who()[3:] == ["BEN", "LEA"]

    asyncio.run(look())


def test_long_after_it_was_opened_it_is_left_alone(url: str) -> None:
    async def look() -> None:
        async with office(url) as here:
            await here.tab.opened(WORKSPACE, "BEN")
            here.now[0] += WATCHED + 1
            await here.tab.opened(WORKSPACE, "MEI")
            here.tab.start()
            await here.thank("ANA", "BEN")
            await here.thank("ANA", "MEI")
            here.tab.changed(WORKSPACE)
            await here.desk.until(3)
            assert here.desk.who() == ["BEN", "MEI", "MEI"]

    asyncio.run(look())


def test_what_could_not_be_published_is_published_the_next_time(url: str) -> None:
    async def look() -> None:
        async with office(url) as here:
            here.desk.away = 1
            with pytest.raises(Away):
                await here.tab.opened(WORKSPACE, "BEN")
            await here.tab.opened(WORKSPACE, "BEN")
            assert here.desk.who() == ["BEN"]
            here.desk.away = 2
            here.tab.start()
            await here.thank("ANA", "BEN")
            here.tab.changed(WORKSPACE)
            await here.desk.until(2)
            assert here.desk.away == 0

    asyncio.run(look())


def test_one_that_slack_refuses_does_not_keep_others_from_theirs(url: str) -> None:
    async def look() -> None:
        async with office(url) as here:
            for member in ("BEN", "MEI"):
                await here.tab.opened(WORKSPACE, member)
            here.desk.refuses = frozenset({"BEN"})
            here.tab.start()
            await here.thank("ANA", "BEN")
            await here.thank("ANA", "MEI")
            here.tab.changed(WORKSPACE)
            await here.desk.until(3)
            assert here.desk.who() == ["BEN", "MEI", "MEI"]

    asyncio.run(look())


def test_after_a_new_installation_what_was_shown_before_is_forgotten(url: str) -> None:
    async def look() -> None:
        async with office(url) as here:
            await here.tab.opened(WORKSPACE, "BEN")
            here.known.there = False
            await here.tab.opened(WORKSPACE, "MEI")
            here.known.there = True
            here.tab.forget(WORKSPACE)
            await here.tab.opened(WORKSPACE, "BEN")
            assert here.desk.who() == ["BEN", "BEN"]

    asyncio.run(look())
