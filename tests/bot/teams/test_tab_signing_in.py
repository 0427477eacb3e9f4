"""Signing in to the tab: whose tokens open it, whose don't, and that nobody sees what is another's."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.teams.tab.page import PAGE, POLICY
from scoring.periods import SECOND
from tests.bot.teams.gate import by_hand
from tests.bot.teams.keys_server import APP
from tests.bot.teams.tab_office import ELSEWHERE, ENTRA, LOGIN, NEW, STRANGER, TENANT, Office, member, office
from tests.handlers.chat import WEDNESDAY

MINE, PRESS, SUBMIT = "/teams/tab/mine", "/teams/tab/press", "/teams/tab/submit"
HOUR_AGO = WEDNESDAY // SECOND - 3600


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all: nobody changes anything here."""
    with office(tmp_path_factory.mktemp("office")) as opened:
        opened.say("ben", "<@ana> :tada: thanks for the calm release")
        opened.clock.now = WEDNESDAY
        yield opened


GOOD: dict[str, dict[str, str]] = {
    "of the second version": {},
    "of the first version": {
        "iss": f"https://sts.windows.net/{TENANT}/", "aud": f"api://huzzah.acme.test/{APP}", "ver": "1.0",
    },
    "for the app's address": {"aud": f"api://huzzah.acme.test/{APP}"},
    "for the app as an address": {"aud": f"api://{APP}"},
    "with ids in capitals": {"tid": TENANT.upper(), "oid": member("ana").upper()},
}  # fmt: skip


@pytest.mark.parametrize("which", GOOD)
def test_who_signed_in_sees_what_is_theirs(acme: Office, which: str) -> None:
    answer = acme.ask(MINE, token=acme.token("ana", ENTRA, **GOOD[which]))
    assert answer.status_code == 200
    assert "calm release" in answer.json()["html"]
    assert acme.register.met[-1] == member("ana")


REFUSED: dict[str, Callable[[Office], str]] = {
    "none": lambda _: "",
    "nonsense": lambda _: "nonsense",
    "for another app": lambda acme: acme.token(aud=APP.replace("1", "9")),
    "for another address": lambda acme: acme.token(aud=f"api://evil.example/{APP}"),
    "for nobody": lambda acme: acme.token(aud=None),
    "by another issuer": lambda acme: acme.token(iss="https://login.evil.example/x/v2.0"),
    "by another tenant's issuer": lambda acme: acme.token(iss=f"{LOGIN}/{ELSEWHERE}/v2.0"),
    "of no tenant": lambda acme: acme.token(tid=None),
    "of nobody": lambda acme: acme.token(oid=None),
    "of somebody odd": lambda acme: acme.token(oid="ana"),
    "of an app alone": lambda acme: acme.token(scp=None, roles=["everything"]),
    "expired": lambda acme: acme.token(nbf=HOUR_AGO - 3600, exp=HOUR_AGO),
    "not yet good": lambda acme: acme.token(nbf=WEDNESDAY // SECOND + 3000),
    "without an end": lambda acme: acme.token(exp=None),
    "with a key nobody knows": lambda acme: acme.token(signer=STRANGER),
    "with another key under a known name": lambda acme: acme.token(signer=type(ENTRA)("impostor", called="entra")),
    "signed with the public key": lambda _: by_hand(
        {"alg": "HS256", "kid": "entra"}, {"aud": APP, "tid": TENANT, "oid": member("ana"), "scp": "x"}, ENTRA.pem()
    ),
    "not signed at all": lambda _: by_hand({"alg": "none", "kid": "entra"}, {"aud": APP, "tid": TENANT}, b""),
}


@pytest.mark.parametrize("path", [MINE, PRESS, SUBMIT])
@pytest.mark.parametrize("which", REFUSED)
def test_who_did_not_sees_nothing_and_is_told_what_to_do(acme: Office, which: str, path: str) -> None:
    body = None if path == MINE else {"request": "1", "action": "kudos"}
    answer = acme.ask(path, body=body, token=REFUSED[which](acme))
    assert answer.status_code == 401
    assert answer.json() == {"error": "Teams didn't say who you are. Close this tab and open it once more."}


@pytest.mark.parametrize(("tenant", "advice"), [(ELSEWHERE, "add your tenant"), (NEW, "Write “hello”")])
def test_whose_organisation_is_not_there_is_told_so(acme: Office, tenant: str, advice: str) -> None:
    token = acme.token(tid=tenant, iss=f"{LOGIN}/{tenant}/v2.0")
    for path, body in ((MINE, None), (PRESS, {"request": "1", "action": "kudos"})):
        answer = acme.ask(path, body=body, token=token)
        assert answer.status_code == 403
        assert advice in answer.json()["error"]


def test_everybody_sees_their_own(acme: Office) -> None:
    assert "Welcome, Léa!" in acme.ask(MINE, "lea").json()["html"]
    assert "calm release" not in acme.ask(MINE, "lea").json()["html"]
    assert "For admins" in acme.ask(MINE, "jon").json()["html"]
    assert "For admins" not in acme.ask(MINE, "ana").json()["html"]


def test_who_looks_need_not_wait_for_the_look_up_of_their_name(tmp_path: Path) -> None:
    with office(tmp_path) as acme:
        acme.register.failing = True
        assert acme.ask(MINE).status_code == 200
        acme.register.failing, acme.register.hanging = False, True
        assert acme.ask(MINE).status_code == 200


def test_while_the_database_is_away_everybody_is_asked_to_come_again(tmp_path: Path) -> None:
    with office(tmp_path) as acme:
        acme.dispatch.away = True
        answers = [
            acme.ask(MINE), acme.ask(PRESS, body={"request": "1", "action": "kudos"}),
            acme.ask("/teams/about-me", token=""),
        ]  # fmt: skip
        assert [answer.status_code for answer in answers] == [503, 503, 410]
        assert "try again in a minute" in answers[0].json()["error"]


def test_while_nobody_can_tell_the_keys_everybody_is_asked_to_come_again(tmp_path: Path) -> None:
    with office(tmp_path, keys_away=True) as acme:
        answer = acme.ask(MINE)
        assert answer.status_code == 503
        assert "try again in a minute" in answer.json()["error"]


def test_the_shell_may_stand_in_teams_alone_and_holds_nothing(acme: Office) -> None:
    answer = acme.ask("/teams/tab", token="")
    assert (answer.status_code, answer.text) == (200, PAGE)
    policy = answer.headers["content-security-policy"]
    assert policy == POLICY
    assert "frame-ancestors https://*.cloud.microsoft https://teams.microsoft.com " in policy
    assert "unsafe" not in policy
    assert "x-frame-options" not in answer.headers


@pytest.mark.parametrize("path", ["static/tab.js", "static/tab.css", "shared/cards.css"])
def test_files_are_asked_for_anew_and_not_sent_again(acme: Office, path: str) -> None:
    answer = acme.ask(f"/teams/tab/{path}", token="")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert acme.ask("/teams/tab/static/../tab.py", token="").status_code == 404


def test_answers_are_kept_by_nobody(acme: Office) -> None:
    answer = acme.ask(MINE)
    assert "no-store" in answer.headers["cache-control"]
    assert json.loads(answer.text).keys() == {"html"}
