"""The bot as its own process, pointed at the stand-in for Microsoft."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bot.loopback.passing import Passing
from tests.bot.loopback.running import Process, kept_running
from tests.bot.teams.loopback.ear import PATH
from tests.bot.teams.loopback.teams import Teams


@dataclass
class Bot(Process[Teams]):
    """`huzzah run`."""

    admins: str = ""
    """Handles, with commas between them."""

    @property
    def teams(self) -> Teams:
        """The stand-in."""
        return self.world

    def of_the_platform(self) -> dict[str, str]:
        """The settings that point it at the stand-in."""
        teams = self.teams
        ours = {
            "HUZZAH_PUBLIC_URL": self.url,
            "HUZZAH_TEAMS_APP_ID": teams.world.app, "HUZZAH_TEAMS_APP_SECRET": teams.entra.secret,
            "HUZZAH_TEAMS_TENANT": teams.entra.home, "HUZZAH_TEAMS_LOGIN_URL": teams.login_url,
            "HUZZAH_TEAMS_GRAPH_URL": teams.graph_url, "HUZZAH_TEAMS_OPENID_URL": teams.openid_url,
        }  # fmt: skip
        if self.admins:
            ours["HUZZAH_TEAMS_ADMINS"] = ",".join(teams.id_of(each) for each in self.admins.split(","))
        return ours

    def announce(self) -> None:
        """Teams knows where it is."""
        self.teams.messages_url = f"{self.url}{PATH}"


@contextmanager
def running_bot(
    teams: Teams, folder: Path, database: str = "", *, admins: str = "ana", passing: Passing | None = None, **more: str
) -> Iterator[Bot]:
    """The bot, answering; whatever is left of it is killed in the end. `more`: settings, as HUZZAH_LOG_LEVEL."""
    with kept_running(Bot(teams, folder, database, admins, more=more, passing=passing)) as bot:
        yield bot
