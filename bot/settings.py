"""Settings: read from the environment and `.env`, checked at once, every fault named in plain words."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import Field, PrivateAttr, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.keys import apart, fresh
from bot.loopback import is_loopback
from bot.private import write_once
from bot.slack import configured as slack
from bot.teams import configured as teams

PREFIX = "HUZZAH_"
FILE = ".env"
"""In the folder where Huzzah is started."""
ELSEWHERE = ("HUZZAH_TEST_", "HUZZAH_REQUIRE_")
"""Read by the tests."""
PLATFORMS = ("HUZZAH_SLACK_", "HUZZAH_TEAMS_")
"""Set as soon as a real workspace is to be served."""
WHOLE = {
    "port": (1, 65_535),
    "slack_connections": (1, 10),
    "slack_delete_after_days": (0, 365),
    "teams_delete_after_days": (0, 365),
}
"""Settings that are whole numbers, from and to."""
TUNING = (
    "HUZZAH_SLACK_API_URL",
    "HUZZAH_SLACK_CONNECTIONS",
    "HUZZAH_SLACK_DELETE_AFTER_DAYS",
    "HUZZAH_TEAMS_DELETE_AFTER_DAYS",
    "HUZZAH_TEAMS_GRAPH",
    "HUZZAH_TEAMS_GRAPH_URL",
    "HUZZAH_TEAMS_ISSUER",
    "HUZZAH_TEAMS_LOGIN_URL",
    "HUZZAH_TEAMS_OPENID_URL",
    "HUZZAH_TEAMS_REACTIONS",
    "HUZZAH_TEAMS_SLASH",
    "HUZZAH_TEAMS_TARGETED",
)
"""What changes how a platform is spoken to, but doesn't by itself mean that one is."""
SECRETS = (
    "database_url", "secret_key", "slack_signing_secret", "slack_bot_token", "slack_app_token", "slack_client_secret",
    "teams_app_secret",
)  # fmt: skip
"""What is wrong with them is said without repeating them."""

EXAMPLES = {
    "database_url": "postgresql://huzzah:password@127.0.0.1:5432/huzzah",
    "data_dir": "data",
    "host": "127.0.0.1",
    "port": "8765",
    "playground": "on",
    "log_level": "info",
    "log_json": "true",
    "public_url": "https://huzzah.example.com",
    "slack_signing_secret": "(32 hexadecimal digits, from Basic Information of your Slack app)",
    "slack_bot_token": "xoxb-…",
    "slack_app_token": "xapp-…",
    "slack_client_id": "1234567890.1234567890",
    "slack_client_secret": "(32 hexadecimal digits, from Basic Information of your Slack app)",
    "slack_api_url": "https://slack.com/api/",
    "slack_connections": "2",
    "slack_delete_after_days": "30",
    "teams_app_id": "00000000-0000-0000-0000-000000000000",
    "teams_app_secret": "(the client secret's value, from Certificates & secrets of your app registration)",
    "teams_tenant": "00000000-0000-0000-0000-000000000000",
    "teams_tenants": "00000000-0000-0000-0000-000000000000",
    "teams_identity": "secret",
    "teams_admins": "ana@example.com",
    "teams_targeted": "auto",
    "teams_reactions": "auto",
    "teams_graph": "on",
    "teams_slash": "false",
    "teams_delete_after_days": "30",
    "teams_login_url": "https://login.microsoftonline.com",
    "teams_graph_url": "https://graph.microsoft.com/v1.0",
    "teams_openid_url": "https://login.botframework.com/v1/.well-known/openidconfiguration",
    "teams_issuer": "https://api.botframework.com",
    "secret_key": "(32 random bytes in URL-safe base64, from `huzzah keys new`; leave it out and one is made)",
}


class SettingsFaults(Exception):
    """Everything that is wrong with the settings, one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        how_many = "One setting is" if len(faults) == 1 else f"{len(faults)} settings are"
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"{how_many} wrong:\n{lines}\nThe file .env.example explains each setting.")


class Settings(BaseSettings):
    """How this installation runs. Build it with `load`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=FILE, env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = Field(default="", repr=False)
    """Where the state lives, password and all; `database_shown` is for people."""
    data_dir: Path = Path("data")
    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=WHOLE["port"][0], le=WHOLE["port"][1])
    playground: Literal["auto", "on", "off"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_json: bool = False
    secret_key: SecretStr = SecretStr("")
    public_url: str = ""
    slack_signing_secret: SecretStr = SecretStr("")
    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    slack_connections: int = Field(default=2, ge=1, le=10)
    slack_delete_after_days: int = Field(default=30, ge=0, le=365)
    teams_app_id: str = ""
    teams_app_secret: SecretStr = SecretStr("")
    teams_tenant: str = ""
    """Where the app is registered; its people are served."""
    teams_tenants: str = ""
    """Other tenants that are served, separated by commas."""
    teams_identity: Literal["secret", "managed"] = "secret"
    """How the app proves who it is: with its client secret, or as a user-assigned managed identity of Azure's."""
    teams_admins: str = ""
    """Object ids or sign-in names of those who set the rules, separated by commas; Teams itself knows no such role."""
    teams_targeted: Literal["auto", "on", "off"] = "auto"
    """Private notes as targeted messages; auto: where Teams takes them."""
    teams_reactions: Literal["auto", "off"] = "auto"
    """The bot's own reactions on messages; auto: where Teams takes them."""
    teams_graph: Literal["on", "off"] = "on"
    """Subscriptions to channels, for reactions and messages that don't mention the bot."""
    teams_slash: bool = False
    """Whether the app's manifest has slash commands."""
    teams_delete_after_days: int = Field(default=30, ge=0, le=365)
    teams_login_url: str = "https://login.microsoftonline.com"
    teams_graph_url: str = "https://graph.microsoft.com/v1.0"
    teams_openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    teams_issuer: str = "https://api.botframework.com"
    _platforms: tuple[str, ...] = PrivateAttr(default=())
    """Which real platforms are configured."""

    @model_validator(mode="before")
    @classmethod
    def _in_the_data_folder(cls, given: dict[str, Any]) -> dict[str, Any]:
        if given.get("database_url"):
            return given
        file = Path(given.get("data_dir") or "data") / "huzzah.sqlite"
        return {**given, "database_url": str(URL.create("sqlite", database=str(file)))}

    @field_validator(
        "playground", "log_level", "teams_identity", "teams_targeted", "teams_reactions", "teams_graph", mode="before"
    )
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, value: str) -> str:
        return database_address(value).render_as_string(hide_password=False)

    @field_validator("secret_key")
    @classmethod
    def _is_a_key(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            apart(value.get_secret_value().encode())
        return value

    @property
    def platforms(self) -> tuple[str, ...]:
        """Which real platforms are configured: slack, teams."""
        return self._platforms

    @property
    def database(self) -> URL:
        """Where the state lives, taken apart."""
        return make_url(self.database_url)

    @property
    def database_shown(self) -> str:
        """The database's address for people: no password."""
        return self.database.render_as_string(hide_password=True)

    @property
    def playground_on(self) -> bool:
        """On unless a real workspace is configured, or as asked for."""
        return self.playground == "on" or (self.playground == "auto" and not self.platforms)

    def refuse_strangers(self) -> None:
        """Raise SettingsFaults if others than this machine could reach the playground."""
        if self.playground_on and not is_loopback(self.host):
            fault = f"HUZZAH_HOST={self.host} is not loopback and the playground has no passwords"
            raise SettingsFaults([f"{fault}: set HUZZAH_PLAYGROUND=off or HUZZAH_HOST=127.0.0.1"])

    def key(self) -> bytes:
        """The key that secrets at rest are encrypted with; made and kept in the data folder if none is set.

        There may be several, separated by commas or line ends: the first one encrypts, all of them decrypt.
        """
        given = self.secret_key.get_secret_value()
        return given.encode() if given else _kept_key(self.data_dir / "secret.key")


def database_address(written: str) -> URL:
    """A database's address with the driver that we use. Raises ValueError with what is wrong with it."""
    try:
        url = make_url(written.strip())
    except ArgumentError:
        raise ValueError("it is not the address of a database") from None
    kind = url.drivername.partition("+")[0]
    if kind in ("postgres", "postgresql"):
        if not url.database:
            raise ValueError("it doesn't name a database after the last `/`")
        return url.set(drivername="postgresql+psycopg")
    if kind != "sqlite":
        raise ValueError(f"Huzzah works with sqlite and postgresql, not with `{kind}`")
    if not url.database or url.database == ":memory:":
        raise ValueError("a database in memory would be lost; name a file, as in sqlite:///data/huzzah.sqlite")
    return url.set(drivername="sqlite")


def _kept_key(path: Path) -> bytes:
    if not path.exists():
        write_once(path, fresh().encode() + b"\n")
    key = path.read_bytes().strip()
    try:
        apart(key)
    except ValueError:
        raise SettingsFaults([f"{path} holds no key. Put your copy of it back, or set HUZZAH_SECRET_KEY."]) from None
    return key


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings, and what looks odd about where they came from."""

    settings: Settings
    warnings: tuple[str, ...]


def load() -> Loaded:
    """The settings from the environment and `.env` here; the environment wins. Raises SettingsFaults."""
    given = {name.upper() for values in (dotenv_values(FILE), os.environ) for name, value in values.items() if value}
    try:
        settings = Settings()
    except ValidationError as error:
        raise SettingsFaults([_in_words(fault) for fault in error.errors()]) from None
    if faults := [*slack.faults(settings), *teams.faults(settings)]:
        raise SettingsFaults(faults)
    settings._platforms = tuple(
        sorted({name.split("_")[1].lower() for name in given if name.startswith(PLATFORMS) and name not in TUNING})
    )
    return Loaded(settings, tuple(_unknown(given)))


def _unknown(given: set[str]) -> Iterator[str]:
    known = [PREFIX + name.upper() for name in sorted(Settings.model_fields)]
    for name in sorted(given):
        if not name.startswith(PREFIX) or name in known or name.startswith(ELSEWHERE):
            continue
        close = get_close_matches(name, known, n=1)
        hint = f"Did you mean {close[0]}?" if close else "The file .env.example names all there are."
        yield f"{name} is not a setting of Huzzah. {hint}"


def _in_words(fault: Any) -> str:
    name = str(fault["loc"][0])
    shown = "" if name in SECRETS else f' is "{fault["input"]}"'
    return f"{PREFIX}{name.upper()}{shown}: {_problem(name, fault)}. Example: {PREFIX}{name.upper()}={EXAMPLES[name]}"


def _problem(name: str, fault: Any) -> str:
    if name in WHOLE:
        least, most = WHOLE[name]
        return f"it must be a whole number from {least} to {most}"
    if name == "secret_key":
        return "it must be 32 bytes in URL-safe base64, or several of these separated by commas"
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "literal_error":
        return f"it must be {context['expected'].replace(chr(39), '')}"
    if kind.startswith("bool"):
        return "it must be true or false"
    if kind == "value_error":
        return str(context["error"])
    return str(fault["msg"])
