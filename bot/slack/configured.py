"""What the settings say about Slack: which ways in are open, and what is missing or mixed up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bot.settings import Settings

SECRET = re.compile(r"[0-9a-f]{32}")
"""How Slack writes signing secrets and client secrets."""
GUIDE = "docs/slack.md takes you there step by step"


@dataclass(frozen=True, slots=True)
class Ways:
    """How Slack reaches us."""

    http: bool
    """Events and requests come to `/slack/events`."""
    socket: bool
    """We keep connections open to Slack."""
    oauth: bool
    """Workspaces install the app themselves at `/slack/install`."""
    token: bool
    """One workspace's token is in the settings."""

    @property
    def any(self) -> bool:
        """Whether Slack is served at all."""
        return self.http or self.socket


def ways(settings: "Settings") -> Ways:
    """Which ways in are open."""
    signing = bool(settings.slack_signing_secret.get_secret_value())
    app = bool(settings.slack_app_token.get_secret_value())
    token = bool(settings.slack_bot_token.get_secret_value())
    client = bool(settings.slack_client_id and settings.slack_client_secret.get_secret_value())
    oauth = client and bool(settings.public_url) and signing
    return Ways(http=signing and (token or oauth), socket=app and (token or oauth), oauth=oauth, token=token)


def faults(settings: "Settings") -> list[str]:
    """What is wrong, one line each; nothing if Slack isn't configured or all is well."""
    return [*_shapes(settings), *_gaps(settings)]


def _shapes(settings: "Settings") -> Iterator[str]:
    for name, prefix in (("slack_bot_token", "xoxb-"), ("slack_app_token", "xapp-")):
        value = getattr(settings, name).get_secret_value()
        if value and not value.startswith((prefix, "xoxe.")):
            yield f"HUZZAH_{name.upper()}: it doesn't begin with {prefix}. Have you taken another token?"
        elif value and re.search(r"[^!-~]", value):
            yield f"HUZZAH_{name.upper()}: there are characters in it that no token has; copy it again."
    for name in ("slack_signing_secret", "slack_client_secret"):
        value = getattr(settings, name).get_secret_value()
        if value and not SECRET.fullmatch(value):
            yield f"HUZZAH_{name.upper()}: it isn't 32 hexadecimal digits. Copy it from Basic Information of the app."
    public = urlsplit(settings.public_url)
    if settings.public_url and (public.scheme not in ("https", "http") or not public.hostname):
        yield "HUZZAH_PUBLIC_URL: it isn't an address. Example: HUZZAH_PUBLIC_URL=https://huzzah.example.com"
    api = urlsplit(settings.slack_api_url)
    if api.scheme not in ("https", "http") or not api.hostname:
        yield "HUZZAH_SLACK_API_URL: it isn't an address. Leave it out unless you are on GovSlack."


def _gaps(settings: "Settings") -> Iterator[str]:
    signing = settings.slack_signing_secret.get_secret_value()
    app, token = settings.slack_app_token.get_secret_value(), settings.slack_bot_token.get_secret_value()
    client, secret = settings.slack_client_id, settings.slack_client_secret.get_secret_value()
    if not any((signing, app, token, client, secret)):
        return
    if bool(client) != bool(secret):
        missing = "HUZZAH_SLACK_CLIENT_SECRET" if client else "HUZZAH_SLACK_CLIENT_ID"
        yield f"{missing} is missing: the client's id and secret belong together."
    if client and secret and not settings.public_url:
        yield "HUZZAH_PUBLIC_URL is missing: workspaces that install the app come back to it."
    if not (token or (client and secret)):
        yield f"HUZZAH_SLACK_BOT_TOKEN is missing: the bot can't speak without it; {GUIDE}."
    if not (signing or app):
        yield (
            "Neither HUZZAH_SLACK_APP_TOKEN (Socket Mode) nor HUZZAH_SLACK_SIGNING_SECRET (HTTP) is set: "
            f"Slack has no way in; {GUIDE}."
        )
    if client and secret and not signing:
        yield "HUZZAH_SLACK_SIGNING_SECRET is missing: installing by OAuth needs it."
