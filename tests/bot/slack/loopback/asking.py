"""What every method of the Web API is given: the state of everything, and one request with its token checked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scoring.facts import Micros
from tests.bot.loopback.faults import Faults
from tests.bot.slack.loopback.limits import Limits
from tests.bot.slack.loopback.tokens import App, Installed, Token, Tokens
from tests.bot.slack.loopback.world import Channel, Json, Team, World

if TYPE_CHECKING:
    from tests.bot.slack.loopback.announcing import Announcer


class SlackError(Exception):
    """`ok` is false; with what is told besides."""

    def __init__(self, error: str, **more: object) -> None:
        self.error, self.more = error, more
        super().__init__(error)


@dataclass(frozen=True, slots=True)
class Called:
    """One call as it came in and was answered; `answer` is None where none was given."""

    method: str
    arguments: Json
    at: Micros
    status: int
    answer: Json | None
    workspace: str = ""


@dataclass
class State:
    """Everything the server works on."""

    world: World
    app: App
    tokens: Tokens
    limits: Limits
    faults: Faults
    announcer: "Announcer"
    base: str = ""
    """`http://127.0.0.1:PORT`."""
    calls: list[Called] = field(default_factory=list)
    tickets: set[str] = field(default_factory=set)
    """Socket Mode connections that were allowed and are not open yet."""


@dataclass(slots=True)
class Ask:
    """One call of a method."""

    state: State
    method: str
    arguments: Json
    token: Token | None
    accepted: str = ""
    """The scopes that would do, for the header."""

    @property
    def world(self) -> World:
        """What Slack knows."""
        return self.state.world

    @property
    def installed(self) -> Installed:
        """The installation that asks."""
        if self.token is None:
            raise SlackError("not_authed")
        if self.token.installed is None:
            raise SlackError("not_allowed_token_type")
        return self.token.installed

    def text(self, name: str, default: str = "") -> str:
        """An argument as text."""
        value = self.arguments.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """An argument that must be there."""
        value = self.text(name)
        if not value:
            raise SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] missing {name}"]})
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """An argument that is yes or no."""
        return self.text(name, str(default)).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """An argument that is a number."""
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            raise SlackError("invalid_arguments") from None

    def need(self, *scopes: str) -> None:
        """Raise `missing_scope` unless one of these was granted."""
        self.accepted = ",".join(scopes)
        granted = self.installed.scopes
        if scopes and not granted & set(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(sorted(granted)))

    def teams(self) -> list[Team]:
        """The workspaces this token reaches."""
        own = self.installed
        if own.team:
            return [self.world.teams[own.team]]
        return [each for each in self.world.teams.values() if each.enterprise == own.enterprise]

    def team(self) -> Team:
        """The workspace meant; a token of an organisation must name it."""
        own, named = self.installed, self.text("team_id")
        if own.team:
            return self.world.teams[own.team]
        if not named:
            raise SlackError("missing_argument", response_metadata={"messages": ["[ERROR] missing team_id"]})
        team = self.world.teams.get(named)
        if team is None or team.enterprise != own.enterprise:
            raise SlackError("team_not_found")
        return team

    def sees(self, channel: Channel) -> bool:
        """Whether the bot may know of a channel."""
        if self.installed.bot_user in channel.members:
            return True
        reach = {team.id for team in self.teams()}
        return channel.kind == "channel" and bool(reach & {channel.team, *channel.shared_with})

    def channel(self, name: str = "channel") -> Channel:
        """The channel named; one that can't be seen isn't there."""
        wanted = self.needed(name)
        found = self.world.channels.get(wanted)
        if found is None and wanted.startswith("#"):
            found = self.world.channel(wanted)
        if found is None or not self.sees(found):
            raise SlackError("channel_not_found")
        return found

    def page(self, items: Iterable[Json], default: int = 100) -> tuple[list[Json], Json]:
        """One page of many, and what leads to the next. Source: docs.slack.dev/apis/web-api/pagination"""
        everything, limit = list(items), min(max(self.number("limit", default), 1), 1000)
        cursor = self.text("cursor")
        if cursor and not (cursor.startswith("at:") and cursor.endswith("=") and cursor[3:-1].isdigit()):
            raise SlackError("invalid_cursor")
        start = int(cursor[3:-1]) if cursor else 0
        end = start + limit
        following = f"at:{end}=" if end < len(everything) else ""
        return everything[start:end], {"next_cursor": following}


Method = Callable[[Ask], Json]


@dataclass(frozen=True, slots=True)
class Row:
    """A method, its tier (0: no limit that matters), and the scopes of which one is needed."""

    call: Method
    tier: int = 3
    scopes: tuple[str, ...] = ()
    open: bool = False
    """Needs no token."""
