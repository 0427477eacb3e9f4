"""Settings for Teams: served or not is recognised, and whatever is missing or mixed up is said by name."""

import pytest

from bot.settings import SettingsFaults, load
from bot.teams.configured import Ways, listed, ways

APP, TENANT = "0a1b2c3d-1111-4222-8333-444455556666", "9f8e7d6c-aaaa-4bbb-8ccc-ddddeeeeffff"
SECRET = "abc8Q~wxyz.0123456789_not-a-real-one"
PUBLIC = "https://huzzah.acme.test"
WHOLE = {"teams_app_id": APP, "teams_tenant": TENANT, "teams_app_secret": SECRET, "public_url": PUBLIC}
MANAGED = {**WHOLE, "teams_app_secret": "", "teams_identity": "managed"}


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"HUZZAH_{name.upper()}", value)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, Ways(any=False, graph=False, managed=False)),
        (WHOLE, Ways(any=True, graph=True, managed=False)),
        ({**WHOLE, "teams_graph": "off"}, Ways(any=True, graph=False, managed=False)),
        (MANAGED, Ways(any=True, graph=True, managed=True)),
        ({**WHOLE, "teams_app_id": APP.upper(), "teams_tenants": "*"}, Ways(any=True, graph=True, managed=False)),
        ({"teams_targeted": "off", "teams_slash": "true"}, Ways(any=False, graph=False, managed=False)),
    ],
)
def test_how_teams_is_served_is_recognised(
    values: dict[str, str], expected: Ways, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, **values)
    settings = load().settings
    assert ways(settings) == expected
    assert settings.platforms == (("teams",) if expected.any else ())


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"teams_app_id": APP}, "HUZZAH_TEAMS_TENANT is missing"),
        ({"teams_tenant": TENANT}, "HUZZAH_TEAMS_APP_ID is missing"),
        ({"teams_identity": "managed"}, "HUZZAH_TEAMS_APP_ID is missing"),
        ({**WHOLE, "teams_app_secret": ""}, "HUZZAH_TEAMS_APP_SECRET is missing"),
        ({**WHOLE, "public_url": ""}, "HUZZAH_PUBLIC_URL is missing"),
        ({**WHOLE, "public_url": "http://huzzah.acme.test"}, "only comes to https"),
        ({**WHOLE, "teams_app_id": "huzzah"}, "Application (client) ID"),
        ({**WHOLE, "teams_tenant": "acme.onmicrosoft.com"}, "Directory (tenant) ID"),
        ({**WHOLE, "teams_tenant": APP.upper()}, "are the same"),
        ({**WHOLE, "teams_tenants": f"{TENANT}, acme"}, '"acme" isn\'t a tenant'),
        ({**WHOLE, "teams_app_secret": "7d444840-9dc0-11d1-b245-5ffdce74fad2"}, "the ID of the secret"),
        ({**WHOLE, "teams_app_secret": SECRET + "\u200b"}, "copy it again"),
        ({**WHOLE, "teams_identity": "managed"}, "needs none"),
        ({**WHOLE, "teams_admins": "ana@acme.test, Ben"}, '"Ben" is neither'),
        ({**WHOLE, "teams_login_url": "http://login.acme.test"}, "HUZZAH_TEAMS_LOGIN_URL"),
        ({**WHOLE, "teams_graph_url": "graph"}, "HUZZAH_TEAMS_GRAPH_URL"),
        ({"teams_openid_url": "https://"}, "HUZZAH_TEAMS_OPENID_URL"),
    ],
)
def test_what_is_missing_or_mixed_up_is_named(
    values: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, **values)
    with pytest.raises(SettingsFaults) as caught:
        load()
    assert named in str(caught.value)
    assert SECRET not in str(caught.value)


def test_everything_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, teams_app_id="huzzah", teams_tenants="acme", slack_bot_token="xapp-1")
    with pytest.raises(SettingsFaults) as caught:
        load()
    named = " ".join(caught.value.faults)
    for name in ("TEAMS_APP_ID", "TEAMS_TENANT ", "TEAMS_TENANTS", "TEAMS_APP_SECRET", "PUBLIC_URL", "SLACK_BOT_TOKEN"):
        assert f"HUZZAH_{name}" in named, name


def test_on_this_machine_no_certificate_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    here = "http://127.0.0.1:8765"
    _set(monkeypatch, **{**WHOLE, "public_url": here, "teams_login_url": here, "teams_graph_url": f"{here}/graph"})
    assert ways(load().settings).any


@pytest.mark.parametrize(
    ("written", "expected"), [("", ()), (" , ", ()), ("a", ("a",)), (" a ,b,, c d ", ("a", "b", "c d"))]
)
def test_lists_are_read_as_people_write_them(written: str, expected: tuple[str, ...]) -> None:
    assert listed(written) == expected
