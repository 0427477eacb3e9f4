"""The app and where it is installed: secrets, scopes, tokens that expire, codes and refresh tokens used once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from bot.slack.manifest import build
from scoring.facts import Micros
from tests.bot.slack.loopback.world import Json

MANIFEST = build("https://huzzah.example.com")
"""What an admin pasted: the app may do, and hears, only this."""

SCOPES = frozenset(each for kind in ("bot", "bot_optional") for each in MANIFEST["oauth_config"]["scopes"][kind])
"""All that the app asks for."""

NEEDS_SCOPE = {
    "message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history",
    "message.mpim": "mpim:history", "app_mention": "app_mentions:read", "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read", "team_join": "users:read", "user_change": "users:read",
    "emoji_changed": "emoji:read", "subteam_created": "usergroups:read", "subteam_updated": "usergroups:read",
    "subteam_members_changed": "usergroups:read", "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read", "group.member_joined_channel": "groups:read",
    "group.member_left_channel": "groups:read", "channel_rename": "channels:read", "channel_created": "channels:read",
    "channel_archive": "channels:read", "channel_unarchive": "channels:read", "channel_deleted": "channels:read",
    "channel_shared": "channels:read", "channel_unshared": "channels:read", "channel_left": "channels:read",
    "channel_id_changed": "channels:read", "group_rename": "groups:read", "group_archive": "groups:read",
    "group_unarchive": "groups:read", "group_left": "groups:read", "group_deleted": "groups:read",
    "app_home_opened": "", "app_uninstalled": "", "tokens_revoked": "", "function_executed": "",
    "team_access_granted": "", "team_access_revoked": "",
}  # fmt: skip
"""Each event that can be sent, and the scope without which it isn't. Source: docs.slack.dev/reference/events"""

TOKEN_LASTS = 43_200
"""Seconds, where tokens are rotated. Source: docs.slack.dev/authentication/using-token-rotation"""


@dataclass(slots=True)
class App:
    """The app as its settings page has it."""

    id: str = "A0HUZZAH"
    client_id: str = "1111111111.2222222222"
    client_secret: str = "0123456789abcdef0123456789abcdef"
    signing_secret: str = "8f742231b10e8888abcd99eeefff85a5"
    app_token: str = "xapp-1-A0HUZZAH-1-0123456789abcdef"
    verification: str = "verification-token-of-old"
    events: set[str] = field(default_factory=lambda: set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]))
    """What it subscribed to."""
    commands: dict[str, bool] = field(
        default_factory=lambda: {
            each["command"]: each.get("should_escape", False) for each in MANIFEST["features"]["slash_commands"]
        }
    )
    """Each, and whether it resolves what it mentions (`should_escape`)."""
    shortcuts: set[tuple[str, str]] = field(
        default_factory=lambda: {(each["type"], each["callback_id"]) for each in MANIFEST["features"]["shortcuts"]}
    )
    """Their type (global, message) and callback id."""
    steps: set[str] = field(default_factory=lambda: set(MANIFEST.get("functions", {})))
    rotates: bool = False
    """Whether tokens expire and are renewed."""
    redirect_urls: list[str] = field(default_factory=list)
    """Prefixes that may be sent back to; none: all."""


@dataclass(slots=True)
class Installed:
    """The app in one workspace, or with `team` empty in an organisation."""

    team: str
    enterprise: str
    bot_user: str
    bot: str
    scopes: frozenset[str]
    by: str = ""

    @property
    def key(self) -> str:
        """The workspace, or the organisation."""
        return self.team or self.enterprise


@dataclass(slots=True)
class Token:
    """What a caller shows."""

    value: str
    installed: Installed | None
    """None for the app's own token."""
    until: Micros = 0
    """0: it lasts."""
    state: str = ""
    """Why it is no good any more: token_revoked, account_inactive."""
    execution: str = ""
    """The one step that it is for."""


@dataclass
class Tokens:
    """Every installation and token, and what may be exchanged for one."""

    app: App
    clock: Callable[[], Micros]
    installed: dict[str, Installed] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    codes: dict[str, Json] = field(default_factory=dict)
    """Installations agreed to, by the code that is to be exchanged; `used` once it was."""
    refreshes: dict[str, str] = field(default_factory=dict)
    """The installation of each refresh token that was not used yet."""
    used_refreshes: set[str] = field(default_factory=set)
    lasts: float = TOKEN_LASTS
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.tokens[self.app.app_token] = Token(self.app.app_token, None)

    def install(self, installed: Installed) -> Token:
        """Keep an installation and give out its first token; tokens that never expire stay the same."""
        before = self.installed.get(installed.key)
        self.installed[installed.key] = installed
        if before and not self.app.rotates:
            for token in self.tokens.values():
                if token.installed is before and not token.state:
                    token.installed = installed
                    return token
        return self.issue(installed)

    def issue(self, installed: Installed) -> Token:
        """One more token; of those that expire only the two latest are good."""
        number = next(self._numbers)
        kind = "xoxe.xoxb" if self.app.rotates else "xoxb"
        until = self.clock() + int(self.lasts * 1_000_000) if self.app.rotates else 0
        token = Token(f"{kind}-{number}-{installed.key}-{number:016x}", installed, until)
        good = [each for each in self.tokens.values() if each.installed is installed and each.until and not each.state]
        for old in good[:-1]:
            old.state = "token_expired"
        self.tokens[token.value] = token
        return token

    def refresh_of(self, installed: Installed) -> str:
        """A new refresh token; those before it are no good any more."""
        for old in [value for value, key in self.refreshes.items() if key == installed.key]:
            del self.refreshes[old]
            self.used_refreshes.add(old)
        made = f"xoxe-1-{next(self._numbers)}-{installed.key}"
        self.refreshes[made] = installed.key
        return made

    def fault(self, value: str) -> str:
        """What is wrong with a token; empty if nothing is."""
        if not value:
            return "not_authed"
        token = self.tokens.get(value)
        if token is None:
            return "invalid_auth"
        if token.state:
            return token.state
        return "token_expired" if token.until and token.until <= self.clock() else ""

    def remove(self, key: str, state: str = "account_inactive") -> list[Token]:
        """Take an installation away; the tokens that are worthless now."""
        gone = self.installed.pop(key, None)
        lost = [each for each in self.tokens.values() if gone and each.installed is gone and not each.state]
        for token in lost:
            token.state = state
        return lost

    def for_team(self, team: str, enterprise: str) -> Installed | None:
        """The installation that serves a workspace: its own, or its organisation's."""
        return self.installed.get(team) or (self.installed.get(enterprise) if enterprise else None)

    def token_of(self, key: str) -> str:
        """The latest good token of a workspace."""
        good = [each.value for each in self.tokens.values() if each.installed and each.installed.key == key]
        return next((value for value in reversed(good) if not self.fault(value)), "")

    def reinstall(self, key: str, scopes: Iterable[str]) -> Installed:
        """Change what was granted."""
        self.installed[key].scopes = frozenset(scopes)
        return self.installed[key]
