"""The doctor's look at Slack: what is wrong is found, said plainly, with what to do; what is well is said as well."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.clock import now
from bot.findings import Finding, Findings
from bot.sealing import sealing
from bot.settings import Settings
from bot.slack.doctor import SlackDoctor
from bot.slack.installing import identity
from bot.slack.receiving.afterwards import RATE_LIMITED
from bot.slack.receiving.signing import SIGNATURES
from bot.slack.workplace import Installation
from manifests.scopes import OPTIONAL, READING, REQUIRED
from scoring.periods import DAY, HOUR, MINUTE
from storage import conditions, installations
from storage.schema import prepare
from storage.transactions import Database
from tests.bot.slack.loopback.ear import Ear
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack
from tests.bot.traffic import free_port

TEAM = "T0ACME"
EVERYTHING = [*REQUIRED, *OPTIONAL]
Look = Callable[..., dict[str, Finding]]


@pytest.fixture
def slack() -> Iterator[Slack]:
    """The usual workspace."""
    with loopback_slack(limits=False) as world:
        yield world


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Prepared and empty."""
    opened = Database(f"sqlite:///{tmp_path / 'huzzah.sqlite'}")
    prepare(opened)
    yield opened
    opened.close()


@pytest.fixture
def look(slack: Slack, database: Database, tmp_path: Path) -> Look:
    """What the doctor finds in Socket Mode, or as other settings say; by its name."""

    def examine(*, ahead: int = 0, **more: str) -> dict[str, Finding]:
        usual: dict[str, Any] = {
            "data_dir": str(tmp_path), "database_url": str(database.url), "slack_api_url": slack.api_url,
            "slack_bot_token": slack.tokens.token_of(TEAM), "slack_app_token": slack.app.app_token,
        }  # fmt: skip
        settings = Settings.model_validate(usual | more)
        findings = Findings()
        SlackDoctor(settings, database, sealing(settings.key), findings, now() + ahead).examine()
        found = {finding.name: finding for finding in findings.found}
        assert len(found) == len(findings.found), "the same is said twice"
        assert all(
            finding.well or finding.advice.endswith(".") or finding.advice.endswith("?") for finding in found.values()
        )
        return found

    return examine


def keep(database: Database, home: Installation, tmp_path: Path) -> None:
    """The app was installed there."""
    seal = sealing(Settings.model_validate({"data_dir": str(tmp_path)}).key)
    with database.write(home.workspace, now()) as work:
        installations.keep(work, "slack", identity.as_data(home), identity.as_sealed(home, seal), 0)


def test_all_is_well(look: Look) -> None:
    found = look()
    assert all(finding.well for finding in found.values())
    assert "Acme (T0ACME)" in found["slack token"].words
    assert {"slack token", "slack permissions", "slack clock", "slack socket mode"} <= set(found)


@pytest.mark.parametrize("state", ["invalid", "revoked"])
def test_a_token_that_is_no_good(slack: Slack, look: Look, state: str) -> None:
    token = "xoxb-0-nobody" if state == "invalid" else slack.tokens.token_of(TEAM)
    if state == "revoked":
        slack.uninstall()
    found = look(slack_bot_token=token)
    assert not found["slack token"].well
    assert "Slack doesn't accept it" in found["slack token"].words
    assert ".env" in found["slack token"].advice


def test_permissions_that_are_missing(slack: Slack, look: Look) -> None:
    slack.tokens.reinstall(TEAM, [scope for scope in EVERYTHING if scope not in ("reactions:read", "files:write")])
    found = look()
    assert not found["slack permissions"].well
    assert "reactions:read (hears reactions" in found["slack permissions"].words
    assert found["slack optional permissions"].well
    assert "files:write" in found["slack optional permissions"].words


def test_an_app_that_is_not_to_read_messages_is_well(slack: Slack, look: Look) -> None:
    slack.tokens.reinstall(TEAM, [scope for scope in EVERYTHING if scope not in READING])
    found = look()
    assert found["slack permissions"].well
    assert "--no-reading" in found["slack messages"].words
    assert "slack optional permissions" not in found


@pytest.mark.parametrize("fault", [Fault("status", times=-1), Fault("garbage", times=-1), Fault("reset", times=-1)])
def test_slack_away(slack: Slack, look: Look, database: Database, tmp_path: Path, fault: Fault) -> None:
    for team in ("T0ONE", "T0TWO"):
        keep(database, Installation(team, team, token=f"xoxb-{team}"), tmp_path)
    slack.fail("*", fault)
    found = look()
    assert not found["slack"].well
    assert "can't be reached" in found["slack"].words
    assert not found["slack socket mode"].well


def test_a_clock_that_is_wrong(look: Look) -> None:
    assert look(ahead=30 * 1_000_000)["slack clock"].well
    found = look(ahead=HOUR)["slack clock"]
    assert not found.well
    assert "NTP" in found.advice


def test_an_app_token_that_is_no_good(look: Look) -> None:
    found = look(slack_app_token="xapp-1-other")["slack socket mode"]  # nobody's
    assert not found.well
    assert "connections:write" in found.advice


SECRET = "0" * 32


def at(url: str) -> dict[str, str]:
    """Settings for HTTP."""
    return {"slack_app_token": "", "slack_signing_secret": SECRET, "public_url": url}


def test_an_address_where_nobody_answers(look: Look) -> None:
    found = look(**at(f"http://127.0.0.1:{free_port()}"))["slack address"]
    assert not found.well
    assert "doesn't answer" in found.words


@pytest.mark.parametrize("status", [200, 302, 401, 404, 502])
def test_an_address_where_somebody_else_answers(slack: Slack, look: Look, status: int) -> None:
    ear = Ear(slack)
    ear.answer = lambda _: (status, {"ok": False, "error": "who are you?"})
    slack.wait(ear.listen())
    found = look(**at(slack.request_url.removesuffix("/slack/events")))["slack address"]
    slack.wait(ear.close())
    assert not found.well
    assert f"HTTP {status}" in found.words


def test_an_address_that_is_not_set_is_only_said(look: Look) -> None:
    assert look(**at(""))["slack address"].well


def test_what_was_noted_lately(database: Database, look: Look, tmp_path: Path, slack: Slack) -> None:
    keep(database, Installation(TEAM, TEAM, token=slack.tokens.token_of(TEAM)), tmp_path)
    with database.write(TEAM, now() - 5 * MINUTE) as work:
        conditions.put(work, SIGNATURES, "the signature does not fit the body")
    found = look()[f"slack ({TEAM})"]
    assert "does not fit" in found.words
    assert "(5 min ago)" in found.words
    assert "HUZZAH_SLACK_SIGNING_SECRET" in found.advice
    with database.write(TEAM, now() - 2 * DAY) as work:
        conditions.clear(work, SIGNATURES)
        conditions.put(work, RATE_LIMITED, "1794996000")
    assert f"slack ({TEAM})" not in look()
    with database.write(TEAM, now()) as work:
        conditions.put(work, RATE_LIMITED, "1794996000")
    assert "kept events from us" in look()[f"slack ({TEAM})"].words


def test_several_workspaces_each_by_its_own_token(database: Database, look: Look, tmp_path: Path, slack: Slack) -> None:
    slack.add_team("T0BETA", "Beta")
    beta = slack.install("T0BETA")
    keep(database, Installation(TEAM, TEAM, token=slack.tokens.token_of(TEAM)), tmp_path)
    keep(database, Installation("T0BETA", "T0BETA", token=beta), tmp_path)
    keep(database, Installation("T0GONE", "T0GONE", token="xoxb-gone"), tmp_path)  # nobody's
    found = look(slack_bot_token="", slack_client_id="1.2", slack_client_secret=SECRET, public_url="https://x.test")
    assert found[f"slack token ({TEAM})"].well
    assert found["slack token (T0BETA)"].well
    assert not found["slack token (T0GONE)"].well
    assert "https://x.test/slack/install" in found["slack token (T0GONE)"].advice


def test_no_installation_yet(look: Look) -> None:
    found = look(slack_bot_token="", slack_client_id="1.2", slack_client_secret=SECRET, public_url="https://x.test")
    assert not found["slack"].well
    assert "https://x.test/slack/install" in found["slack"].advice


def test_another_key_than_the_one_that_sealed(database: Database, look: Look, tmp_path: Path, slack: Slack) -> None:
    keep(database, Installation("T0BETA", "T0BETA", token="xoxb-1"), tmp_path)  # nobody's
    (tmp_path / "secret.key").unlink()
    found = look()
    assert not found["slack token (T0BETA)"].well
    assert "secret.key" in found["slack token (T0BETA)"].advice
    assert found["slack token"].well


def test_before_there_is_a_database_the_token_is_looked_at(slack: Slack, tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"data_dir": str(tmp_path), "slack_api_url": slack.api_url, "slack_bot_token": slack.tokens.token_of(TEAM)}
    )
    findings = Findings()
    nowhere = Database(f"sqlite:///{tmp_path / 'none.sqlite'}")
    SlackDoctor(settings, nowhere, sealing(settings.key), findings, now(), prepared=False).examine()
    nowhere.close()
    assert findings.well
