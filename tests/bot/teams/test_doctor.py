"""The doctor's look at Teams: what is wrong is found, said plainly, with what to do; what is well is said as well."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.clock import now
from bot.findings import Finding, Findings
from bot.settings import Settings
from bot.teams.calling.privately import TARGETED
from bot.teams.calling.tokens_refused import CONDITIONS as REFUSED
from bot.teams.doctor import TeamsDoctor
from bot.teams.graph.refusals import GRAPH
from bot.teams.learning.installations import PLATFORM
from bot.teams.receiving.tokens import TOKENS
from bot.teams.send import REACTIONS
from manifests.permissions import DIRECTORY
from scoring.facts import Fact, FactKind
from scoring.periods import HOUR, MINUTE
from storage import conditions, conversations, health, installations, subscriptions
from storage.conversations import Conversation
from storage.schema import prepare
from storage.transactions import Database
from tests.bot.teams.small_microsoft import APP, HOME, OTHER, Microsoft, small_microsoft
from tests.bot.traffic import free_port

TEAM, GENERAL, RELEASES = "11112222-3333-4444-8555-666677778888", "19:general@thread.tacv2", "19:rel@thread.tacv2"
Look = Callable[..., dict[str, Finding]]


@pytest.fixture
def microsoft() -> Iterator[Microsoft]:
    """All is well there."""
    with small_microsoft() as world:
        yield world


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """The app is in a team with two channels, both subscribed to."""
    opened = Database(f"sqlite:///{tmp_path / 'huzzah.sqlite'}")
    prepare(opened)
    move_in(opened, HOME)
    yield opened
    opened.close()


def move_in(database: Database, home: str) -> None:
    """The app is in a team of this tenant."""
    with database.write(home, now() - HOUR) as work:
        installations.keep(work, PLATFORM, json.dumps({"name": "Acme"}), "", 0)
        for number, channel in enumerate((GENERAL, RELEASES), 1):
            conversations.keep(work, Conversation(channel, "team", team=GENERAL, group_id=TEAM))
            subscriptions.match(work)
            subscriptions.made(work, channel, f"sub-{number}", "sealed", now() + 41 * HOUR)
        work.record([Fact(FactKind.MESSAGE, now() - 12 * MINUTE, "ben", GENERAL, "1", length=40)])


@pytest.fixture
def look(microsoft: Microsoft, database: Database, tmp_path: Path) -> Look:
    """What the doctor finds, by its name."""

    def examine(*, ahead: int = 0, **more: str) -> dict[str, Finding]:
        usual = {
            "data_dir": str(tmp_path), "database_url": str(database.url), "teams_app_id": APP, "teams_tenant": HOME,
            "teams_app_secret": "secret~value", "public_url": microsoft.url, "teams_login_url": microsoft.url,
            "teams_graph_url": f"{microsoft.url}/graph", "teams_openid_url": f"{microsoft.url}/openid",
        }  # fmt: skip
        findings = Findings(workspaces=health.numbers(database, now()))
        settings = Settings.model_validate(usual | more)
        TeamsDoctor(settings, database, findings, now() + ahead).examine()
        found = {finding.name: finding for finding in findings.found}
        assert len(found) == len(findings.found), "the same is said twice"
        assert all(finding.well or finding.advice.endswith((".", "?")) for finding in found.values())
        return found

    return examine


def test_all_is_well(look: Look, microsoft: Microsoft) -> None:
    found = look()
    assert [finding for finding in found.values() if not finding.well] == []
    assert {"teams token", "teams keys", "teams clock", "teams address", f"teams graph ({HOME})"} <= set(found)
    assert "last heard 12 min ago" in found[f"teams tenant ({HOME})"].words
    assert found[f"teams subscriptions ({HOME})"].words.startswith(
        "2 of 2 channels are listened to; the next ends in 41"
    )
    assert f"teams optional permissions ({HOME})" not in found
    assert f"/graph/teams/{TEAM}/channels/19%3Ageneral%40thread.tacv2/messages?%24top=1" in microsoft.asked


@pytest.mark.parametrize(
    ("number", "words"), [(7000222, "has expired"), (7000215, "is wrong"), (700016, "HUZZAH_TEAMS_APP_ID")]
)
def test_a_secret_that_is_no_good(look: Look, microsoft: Microsoft, number: int, words: str) -> None:
    microsoft.refusal["connector"] = number
    found = look()["teams token"]
    assert not found.well
    assert words in found.advice
    assert "secret~value" not in found.words + found.advice


def test_entra_and_the_keys_out_of_reach(look: Look) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}"
    found = look(teams_login_url=nowhere, teams_openid_url=f"{nowhere}/openid")
    assert found["teams token"].words == "Entra can't be reached (ConnectError)"
    assert "doesn't answer" in found["teams keys"].words
    assert not found[f"teams graph ({HOME})"].well


def test_a_key_server_that_names_no_keys(look: Look, microsoft: Microsoft) -> None:
    microsoft.status["/openid"], microsoft.said["/openid"] = 200, {"hello": "there"}
    assert "names no keys" in look()["teams keys"].words


def test_a_clock_that_is_wrong(look: Look, microsoft: Microsoft) -> None:
    microsoft.late = 400
    assert not look()["teams clock"].well


def test_an_address_that_does_not_answer_or_is_somebody_elses(look: Look, microsoft: Microsoft) -> None:
    nowhere = look(public_url=f"http://127.0.0.1:{free_port()}")["teams address"]
    assert "doesn't answer" in nowhere.words
    microsoft.said["/healthz"] = {"hello": "there"}
    assert "isn't Huzzah" in look()["teams address"].words
    del microsoft.said["/healthz"]
    microsoft.status["/teams/messages"] = 404
    found = look()["teams address"]
    assert not found.well
    assert "HTTP 404" in found.words


def test_no_tenant_yet_and_one_that_is_not_served_any_more(look: Look, database: Database) -> None:
    move_in(database, OTHER)
    found = look()
    assert "isn't served any more" in found[f"teams tenant ({OTHER})"].words
    assert f"teams graph ({OTHER})" not in found
    for home in (HOME, OTHER):
        with database.write(home, now()) as work:
            installations.leave(work)
    found = look()
    assert not found["teams"].well
    assert "huzzah manifest teams" in found["teams"].advice


def test_several_tenants_each_with_its_own_consent(look: Look, database: Database, microsoft: Microsoft) -> None:
    move_in(database, OTHER)
    microsoft.refusal["other"] = 7000229
    found = look(teams_tenants="*")
    assert found[f"teams graph ({HOME})"].well
    assert not found[f"teams graph ({OTHER})"].well
    assert "consent" in found[f"teams graph ({OTHER})"].advice


def test_permissions_that_are_missing(look: Look, microsoft: Microsoft) -> None:
    microsoft.roles = []
    microsoft.status["/graph/teams/"] = 403
    found = look()
    assert not found[f"teams permissions ({HOME})"].well
    assert "adds it again" in found[f"teams permissions ({HOME})"].advice
    optional = found[f"teams optional permissions ({HOME})"]
    assert optional.well
    assert all(name in optional.words for name in DIRECTORY)


def test_subscriptions_that_ended_failed_or_are_unknown_to_graph(
    look: Look, microsoft: Microsoft, database: Database
) -> None:
    microsoft.remotes = ["sub-1"]
    assert look()[f"teams subscriptions ({HOME})"].words.startswith("1 of 2 channels")
    with database.write(HOME, now()) as work:
        subscriptions.settle(work, RELEASES, now() + HOUR, "Forbidden: no consent")
    found = look()[f"teams subscriptions ({HOME})"]
    assert not found.well
    assert "Forbidden: no consent" in found.words
    microsoft.status["/graph/subscriptions"] = 503  # Then what is written down is believed.
    assert look()[f"teams subscriptions ({HOME})"].words.startswith("2 of 2")
    assert look(ahead=42 * HOUR)[f"teams subscriptions ({HOME})"].words.startswith("0 of 2")


def test_without_graph_nothing_of_it_is_looked_at(look: Look, microsoft: Microsoft) -> None:
    found = look(teams_graph="off")
    assert not [name for name in found if "graph" in name or "subscriptions" in name]
    assert not [path for path in microsoft.asked if path.startswith("/graph")]


def test_a_page_that_leads_elsewhere_gets_no_token(look: Look, microsoft: Microsoft) -> None:
    microsoft.said["/graph/subscriptions"] = {"value": [], "@odata.nextLink": f"{microsoft.url}/elsewhere"}
    assert look()[f"teams subscriptions ({HOME})"].words.startswith("2 of 2")
    assert "/elsewhere" not in microsoft.asked


def test_what_the_running_bot_noted(look: Look, database: Database, microsoft: Microsoft) -> None:
    with database.write(HOME, now() - 5 * MINUTE) as work:
        conditions.put(work, TOKENS, "it is for another app")
        conditions.put(work, REFUSED["connector"], "Teams doesn't take the app's token")
    found = look()
    assert "it is for another app (5 min ago)" in found[f"teams believed ({HOME})"].words
    assert not found[f"teams token, as the bot had it ({HOME})"].well
    microsoft.refusal["connector"] = 7000222
    assert f"teams token, as the bot had it ({HOME})" not in look(), "the reason was said already"


def test_what_teams_does_not_take_is_said_and_no_fault(look: Look, database: Database) -> None:
    with database.write(HOME, now() - 5 * MINUTE) as work:
        conditions.put(work, TARGETED, "NotSupported")
        conditions.put(work, REACTIONS, "HTTP 501")
    found = look()
    assert "personal chats" in found[f"teams private notes ({HOME})"].words
    assert "HTTP 501" in found[f"teams reactions of its own ({HOME})"].words
    assert all(finding.well for finding in found.values())


def test_channels_that_may_not_be_followed_are_told_once(look: Look, database: Database) -> None:
    with database.write(HOME, now() - 5 * MINUTE) as work:
        conditions.put(work, GRAPH, "Graph doesn't let us follow 1 of 2 channels")
    assert not look()[f"teams channels ({HOME})"].well
    with database.write(HOME, now()) as work:
        subscriptions.settle(work, RELEASES, now() + HOUR, "not permitted: Forbidden")
    assert f"teams channels ({HOME})" not in look()


def test_nobody_who_may_change_the_rules_is_said(look: Look) -> None:
    assert "HUZZAH_TEAMS_ADMINS" in look()["teams admins"].words
    assert "teams admins" not in look(teams_admins="ana@acme.test")


def test_before_there_is_a_database_the_token_is_looked_at(microsoft: Microsoft, tmp_path: Path) -> None:
    values = {
        "data_dir": str(tmp_path), "teams_app_id": APP, "teams_tenant": HOME, "teams_app_secret": "secret~value",
        "teams_login_url": microsoft.url, "public_url": microsoft.url, "teams_openid_url": f"{microsoft.url}/openid",
    }  # fmt: skip
    findings = Findings()
    nowhere = Database(f"sqlite:///{tmp_path / 'none.sqlite'}")
    TeamsDoctor(Settings.model_validate(values), nowhere, findings, now(), prepared=False).examine()
    nowhere.close()
    assert {finding.name for finding in findings.found if not finding.well} == {"teams"}
    assert list(tmp_path.iterdir()) == []
