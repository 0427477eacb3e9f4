"""The directory of a workspace that was deleted and begins anew: nobody is known there any more."""

from bot.slack.reading.heard import Heard
from storage.leaving import delete_workspace
from tests.bot.slack.learning import World, run, until
from tests.bot.slack.payloads import EVE, OTHER_TEAM, TEAM, user
from tests.conftest import NewDatabase


def test_who_was_known_before_everything_was_deleted_is_looked_up_again(new_sqlite: NewDatabase) -> None:
    async def story(world: World) -> None:
        world.api.elsewhere = [user(EVE, team_id=OTHER_TEAM)]
        await world.directory.meet(TEAM, [EVE])
        await world.directory.notice(TEAM, Heard())
        assert world.directory.knows(TEAM, EVE)
        delete_workspace(world.dispatch.database, TEAM)
        world.directory.forget(TEAM)
        assert not world.directory.knows(TEAM, EVE)
        await world.directory.meet(TEAM, [EVE])
        await until(lambda: world.directory.knows(TEAM, EVE))
        assert len(world.api.asked("users.info")) == 2

    run(new_sqlite(), story)
