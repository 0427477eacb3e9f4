"""Looking for a card whose sending nobody is sure of, and putting the app where somebody is to be written to."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.outcomes import Refused
from bot.sending import CannotTell, TryLater
from scoring.periods import DAY
from storage import conversations
from tests.bot.teams.graph_following import Clock, Process, company, process
from tests.bot.teams.loopback.teams import Fault, Teams
from tests.bot.teams.loopback.world import Message

Story = Callable[[Teams, Process], Coroutine[Any, Any, None]]


def run(url: str, story: Story) -> None:
    async def whole(teams: Teams, clock: Clock) -> None:
        async with process(url, teams, clock) as ours:
            await story(teams, ours)

    with company() as (teams, clock):
        asyncio.run(whole(teams, clock))


def said(teams: Teams, letter: str, root: str = "", where: str = "General") -> str:
    """The bot says a card with a letter's mark."""

    def act() -> str:
        place = teams.place(where)
        moment = teams.world.moment(place)
        made = Message(str(moment), place.id, teams.world.bot, root=root, created=moment * 1000, changed=moment * 1000)
        card = {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "id": f"huzzah-{letter}"}]}
        made.activity = {"attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}]}
        place.messages[made.id] = made
        return made.id

    return teams.do(act)


def test_a_card_is_found_by_its_letter_at_the_top_and_in_a_thread(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        find = ours.reader.find_letter
        channel = teams.place("General").id
        top = said(teams, "7")
        under = said(teams, "70", root=top)
        now = ours.clock()
        assert await find(ours.workspace, channel, "", "7", now) == top
        assert await find(ours.workspace, channel, top, "70", now) == under
        assert await find(ours.workspace, channel, top, "7", now) is None
        assert await find(ours.workspace, channel, "", "8", now) is None

    run(sqlite_url, story)


def test_what_people_wrote_is_no_card_of_ours(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        await ours.do(lambda: teams.say("ana", "General", '"huzzah-7"'))
        found = await ours.reader.find_letter(ours.workspace, teams.place("General").id, "", "7", ours.clock())
        assert found is None

    run(sqlite_url, story)


def test_it_looks_no_further_back_than_it_has_to(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        teams.graph.page = 2
        for letter in range(9):
            said(teams, str(letter))
        later = ours.clock() + DAY
        found = await ours.reader.find_letter(ours.workspace, teams.place("General").id, "", "0", later)
        assert found is None
        assert len(teams.graph.calls("messages")) == 1

    run(sqlite_url, story)


def test_where_it_may_not_look_nobody_can_tell(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        find, channel = ours.reader.find_letter, teams.place("General").id
        with pytest.raises(CannotTell):
            await find(ours.workspace, "19:chat@thread.v2", "", "7", 0)
        with pytest.raises(CannotTell):
            await find("somewhere else", channel, "", "7", 0)
        teams.team("Acme").consented = False
        with pytest.raises(CannotTell):
            await find(ours.workspace, channel, "", "7", 0)
        teams.team("Acme").consented = True
        teams.fail("graph:messages", Fault("limited", seconds=9))
        with pytest.raises(TryLater) as later:
            await find(ours.workspace, channel, "", "7", 0)
        assert later.value.seconds == 9
        teams.fail("graph:messages", Fault("status", status=500))
        with pytest.raises(TryLater):
            await find(ours.workspace, channel, "", "7", 0)

    run(sqlite_url, story)


def test_the_app_is_put_where_somebody_is_to_be_written_to(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        mei = teams.id_of("mei")
        teams.do(lambda: teams.world.installs.discard(mei))
        chat = await ours.installing.install_for(ours.workspace, mei)
        assert mei in teams.world.installs
        assert chat == teams.world.personal(mei).id
        kept = await ours.dispatch.read(ours.workspace, lambda work: conversations.personal(work, mei))
        assert kept is not None
        assert (kept.channel, kept.kind) == (chat, conversations.PERSONAL)
        # It is there already: that does no harm.
        assert await ours.installing.install_for(ours.workspace, mei) == chat
        assert len(teams.graph.calls("team_apps")) == 1

    run(sqlite_url, story)


def test_where_the_app_may_not_be_put_that_is_said(sqlite_url: str) -> None:
    async def story(teams: Teams, ours: Process) -> None:
        teams.do(lambda: teams.entra.roles.__setitem__(ours.workspace, frozenset({"User.Read.All"})))
        teams.do(lambda: teams.world.installs.discard(teams.id_of("mei")))
        with pytest.raises(Refused, match="Forbidden"):
            await ours.installing.install_for(ours.workspace, teams.id_of("mei"))

    run(sqlite_url, story)


def test_without_a_team_nobody_knows_what_the_app_is_called(sqlite_url: str) -> None:
    async def whole(teams: Teams, clock: Clock) -> None:
        async with process(sqlite_url, teams, clock, join="") as ours:
            with pytest.raises(Refused, match="app_in_no_team"):
                await ours.installing.install_for(ours.workspace, teams.id_of("mei"))

    with company() as (teams, clock):
        asyncio.run(whole(teams, clock))
