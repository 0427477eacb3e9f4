"""`manifest`: what a platform is told to make the app, on the screen or as a package."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.bot.cli.conftest import Ask

APP, TENANT = "0a1b2c3d-1111-4222-8333-444455556666", "9f8e7d6c-aaaa-4bbb-8ccc-ddddeeeeffff"
GIVEN = ("--app-id", APP, "--domain", "huzzah.acme.test")
PERMISSION = "ChannelMessage.Read.Group"


def _held(file: Path) -> str:
    with ZipFile(file) as zipped:
        return zipped.read("manifest.json").decode()


def test_the_package_for_teams_is_written(ask: Ask, empty_folder: Path) -> None:
    answer = ask("manifest", "teams", *GIVEN)
    assert answer.code == 0
    assert "huzzah-teams.zip" in answer.out
    assert "huzzah.acme.test" in answer.out
    manifest = json.loads(_held(empty_folder / "huzzah-teams.zip"))
    assert manifest["id"] == APP
    assert manifest["staticTabs"][0]["contentUrl"] == "https://huzzah.acme.test/teams/tab"
    assert [path.name for path in empty_folder.iterdir()] == ["huzzah-teams.zip"]


def test_what_is_in_the_settings_need_not_be_given(
    ask: Ask, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {
        "TEAMS_APP_ID": APP, "TEAMS_TENANT": TENANT, "TEAMS_APP_SECRET": "secret~value", "TEAMS_SLASH": "true",
        "PUBLIC_URL": "https://acme.test/huzzah/",
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(f"HUZZAH_{name}", value)
    assert ask("manifest", "teams", "--out", "other.zip").code == 0
    held = _held(empty_folder / "other.zip")
    assert "https://acme.test/huzzah/teams/tab" in held
    assert '"slash"' in held
    assert "secret~value" not in held


def test_slash_commands_and_reading_are_a_choice(ask: Ask, empty_folder: Path) -> None:
    usual = ask("manifest", "teams", *GIVEN, "--json").out
    assert PERMISSION in usual
    assert '"slash"' not in usual
    assert '"slash"' in ask("manifest", "teams", *GIVEN, "--slash", "--json").out
    assert PERMISSION not in ask("manifest", "teams", *GIVEN, "--no-reading", "--json").out
    assert ask("manifest", "teams", *GIVEN, "--app-version", "1.2.0", "--json").json["version"] == "1.2.0"
    assert list(empty_folder.iterdir()) == [], "with --json nothing is written"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "--domain"),
        (("--domain", "acme.test"), "--app-id"),
        (("--app-id", "huzzah", "--domain", "acme.test"), "Application (client) ID"),
        (("--app-id", APP, "--domain", "http://acme.test"), "no address"),
        ((*GIVEN, "--app-version", "2"), "three numbers"),
        ((*GIVEN, "--out", "nowhere/app.zip"), "can't be written"),
    ],
)
def test_what_is_missing_or_wrong_is_said(ask: Ask, empty_folder: Path, arguments: tuple[str, ...], named: str) -> None:
    answer = ask("manifest", "teams", *arguments)
    assert answer.code == 2
    assert named in answer.err
    assert list(empty_folder.iterdir()) == []


def test_the_manifest_for_slack_is_printed_for_either_way_in(ask: Ask) -> None:
    assert "socket_mode_enabled: true" in ask("manifest", "slack", "--socket").out
    assert "https://acme.test/slack/events" in ask("manifest", "slack", "--url", "https://acme.test").out
    assert ask("manifest", "slack").code == 2
