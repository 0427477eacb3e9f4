"""The app's package: what `manifests/teams/` says, for one's own app and address, as the zip that Teams takes.

https://learn.microsoft.com/en-us/microsoft-365/extensibility/schema/ and
https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/apps-package

Why version 1.30 of the schema: private and shared channels need `supportsChannelFeatures` (1.25), which from there on
is also demanded of every app for teams; slash commands need `triggers` (1.29). 1.30 differs from 1.29 by its number
alone, and is the one that the package is checked against. Sending a targeted message needs nothing in it.
"""

import io
import json
import re
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.teams.workplace import object_id
from manifests.permissions import READING

Json = dict[str, Any]

APP: Final = "00000000-0000-0000-0000-000000000000"
"""Stands in the file where one's own app's id belongs."""
DOMAIN: Final = "huzzah.example.com"
"""Stands in the file where one's own host belongs."""
RELEASE: Final = "0.0.0"
ICONS: Final = ("color.png", "outline.png")
SLASH_SCOPES: Final = frozenset({"team", "groupChat"})
"""Where slash commands exist; in the personal chat one is alone with the bot anyway.
https://learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/agent-slash-commands"""
_STANDING: Final = re.compile("|".join(map(re.escape, (f"https://{DOMAIN}", DOMAIN, APP))))
_HOST: Final = re.compile(r"(?=.{1,253}(?::|$))[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*(?::\d{1,5})?", re.IGNORECASE)
_RELEASE: Final = re.compile(r"(?:0|[1-9]\d{0,5})(?:\.(?:0|[1-9]\d{0,5})){2}")


class WrongPackage(ValueError):
    """Teams wouldn't take such a package; the message says what to give instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an app lives."""

    host: str
    path: str = ""
    """Before ours, without a slash at its end."""


def template() -> Json:
    """The manifest as it stands in the file."""
    loaded: Json = json.loads(files("manifests").joinpath("teams/manifest.json").read_text(encoding="utf-8"))
    return loaded


def build(app: str, address: str, *, slash: bool = False, reading: bool = True, release: str = "") -> Json:
    """The manifest of the app with this (client) id, which is reached there: a host, or an https:// address.

    `reading` False leaves out what lets the bot see messages between people. `release` is the app's version, of three
    numbers; Huzzah's own if left out. Raises WrongPackage.
    """
    ident, place = _checked_app(app), checked(address)
    release = release or version("huzzah")
    if not _RELEASE.fullmatch(release):
        raise WrongPackage(f"`{release}` is no version that Teams takes: give three numbers, like 1.2.0.")
    filled: Json = _filled(template(), ident, place)
    filled["version"] = release
    if slash:
        _add_slash(filled)
    if not reading:
        _read_nothing(filled)
    return filled


def package(manifest: Json) -> bytes:
    """The zip; the same manifest gives the same bytes."""
    folder = files("manifests").joinpath("teams")
    held = {"manifest.json": written(manifest).encode(), **{name: folder.joinpath(name).read_bytes() for name in ICONS}}
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        for name, content in held.items():
            # A date of its own would make each package another one.
            entry = ZipInfo(name)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            zipped.writestr(entry, content)
    return file.getvalue()


def written(manifest: Json) -> str:
    """As JSON, for people as well."""
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def checked(address: str) -> Place:
    """Host (with its port if it has another) and path of an address. Raises WrongPackage."""
    said = address.strip()
    parts = urlsplit(said if "//" in said else f"https://{said}")
    host = parts.netloc.lower()
    if parts.scheme != "https" or not _HOST.fullmatch(host) or parts.query or parts.fragment:
        raise WrongPackage(f"`{address}` is no address Teams can use: give the host of your server, {DOMAIN}.")
    return Place(host, parts.path.rstrip("/"))


def _checked_app(app: str) -> str:
    ident = object_id(app.strip())
    if not ident or ident == APP:
        raise WrongPackage(
            f"`{app}` is no app's id: copy the Application (client) ID from the Overview of your app registration."
        )
    return ident


def _filled(said: Any, app: str, place: Place) -> Any:
    if isinstance(said, dict):
        return {name: _filled(each, app, place) for name, each in said.items()}
    if isinstance(said, list):
        return [_filled(each, app, place) for each in said]
    # Only addresses have a path; what is signed in for, and what may be shown, is known by the host.
    own = {f"https://{DOMAIN}": f"https://{place.host}{place.path}", DOMAIN: place.host, APP: app}
    return _STANDING.sub(lambda found: own[found[0]], said) if isinstance(said, str) else said


def _add_slash(manifest: Json) -> None:
    for bot in manifest["bots"]:
        bot["supportsTargetedMessages"] = True
        for each in bot["commandLists"]:
            if SLASH_SCOPES.issuperset(each["scopes"]):
                each["triggers"] = ["mention", "slash"]
    for extension in manifest["composeExtensions"]:
        for command in extension["commands"]:
            if "compose" in command["context"]:
                command["triggers"] = ["slash"]


def _read_nothing(manifest: Json) -> None:
    permissions = manifest["authorization"]["permissions"]
    kept = [each for each in permissions["resourceSpecific"] if each["name"] not in READING]
    permissions["resourceSpecific"] = kept
    if not kept:
        del manifest["authorization"]
