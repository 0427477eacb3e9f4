"""The manifest: complete, minimal, and in agreement with what the program handles, both ways."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.slack import parse
from bot.slack.manifest import PLACEHOLDER, WrongAddress, build, template, written
from handlers.table import COMMANDS, STEPS
from manifests.scopes import OPTIONAL, READING, REQUIRED

SCHEMA = Path(__file__).parents[4] / "shared" / "schemas" / "slack-manifest.2.0.0.json"
"""Slack's own schema, where it lies beside the checkout; it is not ours to carry."""

LIMITS = {"name": 35, "description": 140}
NEEDS: dict[str, str] = {
    "app_mention": "app_mentions:read",
    "channel_created": "channels:read",
    "channel_id_changed": "channels:read",
    "channel_left": "channels:read",
    "channel_rename": "channels:read",
    "channel_shared": "channels:read",
    "channel_unshared": "channels:read",
    "emoji_changed": "emoji:read",
    "group_left": "groups:read",
    "group_rename": "groups:read",
    "member_joined_channel": "channels:read",
    "member_left_channel": "channels:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "subteam_created": "usergroups:read",
    "subteam_members_changed": "usergroups:read",
    "subteam_updated": "usergroups:read",
    "team_join": "users:read",
    "user_change": "users:read",
}
"""Which permission brings which event (https://docs.slack.dev/reference/events); the others need none."""
FREE = {"app_home_opened", "app_uninstalled", "function_executed", "tokens_revoked"}


def _events(manifest: dict[str, Any]) -> set[str]:
    return set(manifest["settings"]["event_subscriptions"]["bot_events"])


def _all_scopes(manifest: dict[str, Any]) -> set[str]:
    scopes = manifest["oauth_config"]["scopes"]
    return {*scopes["bot"], *scopes["bot_optional"]}


def test_every_command_is_declared_and_every_declared_one_handled() -> None:
    declared = {each["command"].removeprefix("/") for each in template()["features"]["slash_commands"]}
    assert declared == set(COMMANDS)


def test_commands_tell_mentions_apart_from_mere_text() -> None:
    assert all(each["should_escape"] for each in template()["features"]["slash_commands"])


def test_every_event_is_subscribed_and_every_subscribed_one_understood() -> None:
    subscribed = {event.partition(".")[0] for event in _events(template())}
    assert subscribed == set(parse.SUBSCRIBED)


def test_every_event_has_the_permission_it_needs_and_every_permission_its_use() -> None:
    manifest = template()
    assert _events(manifest) == set(NEEDS) | FREE
    assert {NEEDS[event] for event in _events(manifest) - FREE} <= _all_scopes(manifest)


def test_the_permissions_are_those_of_the_table() -> None:
    scopes = template()["oauth_config"]["scopes"]
    assert scopes["bot"] == sorted(REQUIRED)
    assert scopes["bot_optional"] == sorted(OPTIONAL)


def test_the_guide_says_what_each_permission_is_for() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "slack.md").read_text(encoding="utf-8")
    rows = [f"| `{scope}` | {why} |" for scope, why in REQUIRED.items()]
    rows += [f"| `{scope}` (optional) | {why} |" for scope, why in OPTIONAL.items()]
    assert "\n".join(rows) in guide


def test_every_shortcut_is_declared_and_every_declared_one_understood() -> None:
    declared = {(each["type"], each["callback_id"]) for each in template()["features"]["shortcuts"]}
    assert declared == set(parse.SHORTCUTS)


def test_every_step_of_a_workflow_is_declared_with_the_inputs_that_are_read() -> None:
    declared = {name: set(step["input_parameters"]["properties"]) for name, step in template()["functions"].items()}
    assert declared == {name: set(inputs) for name, inputs in parse.STEP_INPUTS.items()}
    assert set(declared) == set(STEPS)


@pytest.mark.parametrize("url", ["https://bot.acme.test", "https://acme.test/huzzah/", ""])
@pytest.mark.parametrize("reading", [True, False])
def test_what_is_printed_fits_slacks_own_limits(url: str, reading: bool) -> None:
    manifest = yaml.safe_load(written(build(url, reading=reading)))
    text = json.dumps(manifest)
    assert PLACEHOLDER not in text
    shown = manifest["display_information"]
    assert all(len(shown[name]) <= most for name, most in LIMITS.items())
    assert 175 <= len(shown["long_description"]) <= 4_000
    assert all(
        len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in manifest["features"]["shortcuts"]
    )
    assert ("request_url" in manifest["settings"]["interactivity"]) == bool(url)
    assert manifest["settings"]["socket_mode_enabled"] == (not url)
    if SCHEMA.exists():
        jsonschema.validate(manifest, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_without_reading_nothing_lets_the_bot_see_messages_between_people() -> None:
    manifest = build("https://bot.acme.test", reading=False)
    assert not _all_scopes(manifest) & READING
    assert not {event for event in _events(manifest) if event in ("message.channels", "message.groups")}
    needed = {NEEDS[event] for event in _events(manifest) - FREE}
    assert needed <= _all_scopes(manifest)


@pytest.mark.parametrize("url", ["http://acme.test", "acme.test", "https://", "https://a.test/?x=1", "ftp://a.test"])
def test_an_address_that_slack_cannot_use_is_refused(url: str) -> None:
    with pytest.raises(WrongAddress):
        build(url)


def test_the_file_is_part_of_what_is_installed() -> None:
    assert files("manifests").joinpath("slack.yaml").is_file()
