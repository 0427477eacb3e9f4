"""Settings for Slack: every way in is recognised, and whatever is missing or mixed up is said by name."""

import pytest

from bot.settings import SettingsFaults, load
from bot.slack.configured import Ways, ways

BOT, APP, SIGNING = "xoxb-1-2-abc", "xapp-1-A-2-abc", "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"HUZZAH_{name.upper()}", value)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Ways(http=False, socket=False, oauth=False, token=False)),
        ({"slack_bot_token": BOT, "slack_app_token": APP}, Ways(http=False, socket=True, oauth=False, token=True)),
        ({"slack_bot_token": BOT, "slack_signing_secret": SIGNING},
         Ways(http=True, socket=False, oauth=False, token=True)),
        ({"slack_client_id": "1.2", "slack_client_secret": SIGNING, "slack_signing_secret": SIGNING,
          "public_url": "https://bot.acme.test"}, Ways(http=True, socket=False, oauth=True, token=False)),
    ],
)  # fmt: skip
def test_each_way_in_is_recognised(values: dict[str, str], expected: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **values)
    assert ways(load().settings) == expected


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"slack_bot_token": BOT}, "HUZZAH_SLACK_APP_TOKEN"),
        ({"slack_app_token": APP}, "HUZZAH_SLACK_BOT_TOKEN"),
        ({"slack_signing_secret": SIGNING}, "HUZZAH_SLACK_BOT_TOKEN"),
        ({"slack_bot_token": APP, "slack_app_token": BOT}, "xoxb-"),
        ({"slack_bot_token": BOT, "slack_signing_secret": "SECRET"}, "32 hexadecimal digits"),
        ({"slack_bot_token": BOT + "\u200b", "slack_app_token": APP}, "copy it again"),
        ({"slack_client_id": "1.2"}, "HUZZAH_SLACK_CLIENT_SECRET"),
        ({"slack_client_id": "1.2", "slack_client_secret": SIGNING, "slack_signing_secret": SIGNING},
         "HUZZAH_PUBLIC_URL"),
        ({"public_url": "acme"}, "HUZZAH_PUBLIC_URL"),
        ({"slack_api_url": "slack"}, "HUZZAH_SLACK_API_URL"),
    ],
)  # fmt: skip
def test_what_is_missing_or_mixed_up_is_named(
    values: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, **values)
    with pytest.raises(SettingsFaults) as caught:
        load()
    assert named in str(caught.value)
    assert BOT not in str(caught.value)
    assert "SECRET\n" not in str(caught.value)
