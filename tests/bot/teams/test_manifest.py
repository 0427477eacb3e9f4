"""The package: complete, minimal, and in agreement with what the program handles, both ways."""

import io
import json
import struct
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import jsonschema
import pytest

from bot.teams import parse
from bot.teams.manifest import APP, DOMAIN, RELEASE, WrongPackage, build, package, template, written
from handlers.table import SUBCOMMANDS
from manifests.permissions import DIRECTORY, READING, RESOURCE
from tests.source_tree import ROOT, text_of

SCHEMA = Path(__file__).parents[4] / "shared" / "schemas" / "teams-manifest.1.30.json"
"""Microsoft's own schema, where it lies beside the checkout; it is not ours to carry."""
OURS = "0a1b2c3d-1111-4222-8333-444455556666"
LIMITS = {"short": 80, "full": 4_000}
FEW = 12
"""Commands that a list may have since version 1.24."""
USES = {
    "ChannelMessage.Read.Group": ("bot/teams/graph/making.py", "messages_of(place)"),
    "ChannelMessage.Read.All": ("bot/teams/graph/refusals.py", "ChannelMessage.Read.All"),
    "ChatMessage.Read.Chat": ("bot/teams/learning/census.py", "self.place.of_kind(GROUP)"),
    "TeamsAppInstallation.Read.Group": (
        "bot/teams/graph/installing.py",
        "/teams/{quote(group, safe='')}/installedApps",
    ),
    "TeamsAppInstallation.ReadWriteSelfForUser.All": (
        "bot/teams/graph/installing.py",
        "/users/{}/teamwork/installedApps",
    ),
    "TeamworkTag.Read.All": ("bot/teams/learning/tagging.py", "/teams/{group_id}/tags"),
    "User.Read.All": ("bot/teams/learning/seeking.py", "/users/{member}"),
}
"""Permission -> the file that needs it, and for what."""
TEAMS_OWN = {"conversations", "about"}
"""Tabs that Teams itself shows: https://learn.microsoft.com/microsoftteams/platform/concepts/design/personal-apps"""


def _commands(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for listed in manifest["bots"][0]["commandLists"] for each in listed["commands"]]


def _consented(manifest: dict[str, Any]) -> list[str]:
    return [each["name"] for each in manifest["authorization"]["permissions"]["resourceSpecific"]]


def _strings(said: Any) -> list[str]:
    if isinstance(said, dict):
        return [each for value in said.values() for each in _strings(value)]
    if isinstance(said, list):
        return [each for value in said for each in _strings(value)]
    return [said] if isinstance(said, str) else []


def test_every_command_of_the_menus_is_one_that_is_understood() -> None:
    titles = {each["title"] for each in _commands(template())}
    assert titles <= set(SUBCOMMANDS)
    assert {"help", "kudos", "shoutout", "board", "me", "why", "privacy"} <= titles


def test_every_message_extension_is_declared_and_every_declared_one_understood() -> None:
    (extension,) = template()["composeExtensions"]
    commands = {each["id"]: each for each in extension["commands"]}
    assert {name for name, each in commands.items() if each["context"] == ["message"]} == set(parse.MESSAGE_COMMANDS)
    anywhere = {name for name, each in commands.items() if each["context"] == ["compose", "commandBox"]}
    assert anywhere == set(parse.COMPOSE_COMMANDS)
    assert len(commands) == len(extension["commands"]) == len(parse.MESSAGE_COMMANDS) + len(parse.COMPOSE_COMMANDS)
    assert all(each["type"] == "action" and each["fetchTask"] for each in commands.values())


def test_menus_are_short_and_each_place_has_one() -> None:
    lists = template()["bots"][0]["commandLists"]
    assert sorted(scope for each in lists for scope in each["scopes"]) == ["groupChat", "personal", "team"]
    for each in lists:
        titles = [command["title"] for command in each["commands"]]
        assert len(titles) == len(set(titles)) <= FEW
        assert all(0 < len(command["description"]) <= 80 for command in each["commands"])


@pytest.mark.parametrize("address", ["huzzah.acme.test", "https://acme.test/huzzah/", "Acme.test:8443", DOMAIN])
@pytest.mark.parametrize("slash", [True, False])
@pytest.mark.parametrize("reading", [True, False])
def test_what_is_written_fits_microsofts_schema(address: str, slash: bool, reading: bool) -> None:
    manifest = json.loads(written(build(OURS.upper(), address, slash=slash, reading=reading)))
    held = _strings(manifest)
    assert not any(APP in each or each == RELEASE for each in held)
    assert address == DOMAIN or not any(DOMAIN in each for each in held)
    assert all(len(manifest["description"][name]) <= most for name, most in LIMITS.items())
    # Demanded of apps for teams, though the schema doesn't say so.
    assert manifest["supportsChannelFeatures"] == "tier1"
    if SCHEMA.exists():
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        assert [error.message for error in jsonschema.Draft4Validator(schema).iter_errors(manifest)] == []


@pytest.mark.parametrize(
    ("address", "host", "before"),
    [("huzzah.acme.test", "huzzah.acme.test", "https://huzzah.acme.test"),
     (f"of.{DOMAIN}", f"of.{DOMAIN}", f"https://of.{DOMAIN}"),
     ("https://acme.test/huzzah/", "acme.test", "https://acme.test/huzzah")],
)  # fmt: skip
def test_ones_own_address_stands_wherever_it_belongs(address: str, host: str, before: str) -> None:
    manifest = build(OURS, address)
    assert manifest["staticTabs"][0]["contentUrl"] == f"{before}/teams/tab"
    assert manifest["developer"]["privacyUrl"] == f"{before}/teams/privacy"
    assert manifest["validDomains"] == [host]
    assert manifest["webApplicationInfo"] == {"id": OURS, "resource": f"api://{host}/{OURS}"}
    assert manifest["id"] == manifest["bots"][0]["botId"] == manifest["composeExtensions"][0]["botId"] == OURS


def test_every_tab_is_teams_own_or_has_an_address_that_is_answered() -> None:
    ours = [each for each in template()["staticTabs"] if each["entityId"] not in TEAMS_OWN]
    assert [urlsplit(each["contentUrl"]).path for each in ours] == ["/teams/tab"]
    assert 'Route("/teams/tab", ' in text_of("bot/teams/tab/tab.py")


def test_slash_commands_are_there_only_if_asked_for() -> None:
    without, with_them = build(OURS, "acme.test"), build(OURS, "acme.test", slash=True)
    assert "triggers" not in json.dumps(without)
    assert "supportsTargetedMessages" not in json.dumps(without)
    (bot,), (extension,) = with_them["bots"], with_them["composeExtensions"]
    assert bot["supportsTargetedMessages"] is True
    triggers = {tuple(each["scopes"]): each.get("triggers") for each in bot["commandLists"]}
    assert triggers == {("personal",): None, ("team", "groupChat"): ["mention", "slash"]}
    slashed = {each["id"] for each in extension["commands"] if each.get("triggers") == ["slash"]}
    assert slashed == set(parse.COMPOSE_COMMANDS)


def test_the_permissions_are_those_of_the_table() -> None:
    assert _consented(template()) == sorted(RESOURCE)
    kinds = {each["type"] for each in template()["authorization"]["permissions"]["resourceSpecific"]}
    assert kinds == {"Application"}


def test_without_reading_nothing_lets_the_bot_see_messages_between_people() -> None:
    assert set(RESOURCE) >= READING
    assert not any(name in json.dumps(build(OURS, "acme.test", reading=False)) for name in READING)


def test_the_guide_says_what_each_permission_is_for() -> None:
    guide = text_of("docs/teams.md")
    assert "\n".join(f"| `{name}` | {why} |" for name, why in RESOURCE.items()) in guide
    assert "\n".join(f"| `{name}` (optional) | {why} |" for name, why in DIRECTORY.items()) in guide


def test_every_permission_has_its_use() -> None:
    assert set(USES) == {*RESOURCE, *DIRECTORY}
    for path, what in USES.values():
        assert what in text_of(path), path


def test_the_description_says_how_what_is_read_is_used() -> None:
    full = template()["description"]["full"]
    assert "How Huzzah uses what it reads" in full
    assert "facts and not texts" in full


@pytest.mark.parametrize(
    "address",
    ["http://acme.test", "", "https://", "a.test/?x=1", "ftp://a.test", "a b.test", "ana@acme.test", "ä.test"],
)
def test_an_address_that_teams_cannot_use_is_refused(address: str) -> None:
    with pytest.raises(WrongPackage, match="no address"):
        build(OURS, address)


@pytest.mark.parametrize("app", ["", "huzzah", APP, f"api://{OURS}"])
def test_what_is_no_apps_id_is_refused(app: str) -> None:
    with pytest.raises(WrongPackage, match="Application"):
        build(app, "acme.test")


@pytest.mark.parametrize("release", ["1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.x"])
def test_a_version_that_teams_does_not_take_is_refused(release: str) -> None:
    with pytest.raises(WrongPackage, match="three numbers"):
        build(OURS, "acme.test", release=release)


def test_the_version_is_huzzahs_own_unless_another_is_given() -> None:
    assert f'version = "{build(OURS, "acme.test")["version"]}"' in text_of("pyproject.toml")
    assert build(OURS, "acme.test", release="12.0.3")["version"] == "12.0.3"


def test_the_package_holds_the_manifest_and_both_icons_and_nothing_changes_by_itself() -> None:
    manifest = build(OURS, "acme.test")
    made = package(manifest)
    assert made == package(build(OURS, "acme.test"))
    with ZipFile(io.BytesIO(made)) as zipped:
        assert zipped.testzip() is None
        assert set(zipped.namelist()) == {"manifest.json", *manifest["icons"].values()}
        assert json.loads(zipped.read("manifest.json")) == manifest
        sizes = {name: struct.unpack(">8x8xII", zipped.read(name)[:24]) for name in manifest["icons"].values()}
    assert sizes == {"color.png": (192, 192), "outline.png": (32, 32)}


def test_the_outline_can_be_seen_through() -> None:
    # https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
    kind = (ROOT / "manifests" / "teams" / "outline.png").read_bytes()[25]
    assert kind == 6, "colours with transparency"
