"""The app's manifest: what `manifests/slack.yaml` says, for one's own address or for Socket Mode.

https://docs.slack.dev/reference/app-manifest
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import yaml

from manifests.scopes import READING

PLACEHOLDER = "https://huzzah.example.com"
"""Stands in the file where one's own address belongs."""
READING_EVENTS = frozenset({"message.channels", "message.groups"})
"""Left out where the bot isn't to read what people write to each other."""


class WrongAddress(ValueError):
    """Slack couldn't reach us there; the message says what to give instead."""


def template() -> dict[str, Any]:
    """The manifest as it stands in the file."""
    loaded: dict[str, Any] = yaml.safe_load(files("manifests").joinpath("slack.yaml").read_text(encoding="utf-8"))
    return loaded


def build(url: str = "", *, reading: bool = True, rotation: bool = False) -> dict[str, Any]:
    """The manifest for HTTP at this address, or without one for Socket Mode.

    `reading` False leaves out what lets the bot see messages between people. Raises WrongAddress.
    """
    manifest = template()
    address = checked(url) if url else ""
    _address(manifest, address)
    manifest["settings"]["socket_mode_enabled"] = not address
    manifest["settings"]["token_rotation_enabled"] = rotation
    if not reading:
        _read_nothing(manifest)
    return manifest


def written(manifest: dict[str, Any]) -> str:
    """As YAML, ready to be pasted."""
    return yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


def checked(url: str) -> str:
    """The address without a slash at its end. Raises WrongAddress."""
    parts = urlsplit(url.strip())
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise WrongAddress(f"`{url}` is no address Slack can use: give the https:// address of your server.")
    return url.strip().rstrip("/")


def _address(manifest: dict[str, Any], address: str) -> None:
    # Socket Mode needs no address, and a wrong one would only confuse whoever reads it.
    for holder, name in _addresses(manifest):
        if address:
            holder[name] = holder[name].replace(PLACEHOLDER, address)
        else:
            del holder[name]
    redirects = manifest["oauth_config"]["redirect_urls"]
    if address:
        redirects[:] = [each.replace(PLACEHOLDER, address) for each in redirects]
    else:
        del manifest["oauth_config"]["redirect_urls"]


def _addresses(manifest: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for command in manifest["features"]["slash_commands"]:
        yield command, "url"
    yield manifest["settings"]["event_subscriptions"], "request_url"
    yield manifest["settings"]["interactivity"], "request_url"


def _read_nothing(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    for kind in ("bot", "bot_optional"):
        scopes[kind] = [scope for scope in scopes[kind] if scope not in READING]
    events = manifest["settings"]["event_subscriptions"]
    events["bot_events"] = [event for event in events["bot_events"] if event not in READING_EVENTS]
