"""Payloads over HTTP: signed by the chat, acknowledged after the commit, refused with the reason."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.playground.signing import SIGNATURE, TIMESTAMP, sign
from tests.bot.playground.serving import Serving, Stubborn, database_at, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One playground for all tests here."""
    with serving(tmp_path_factory.mktemp("playground")) as found:
        yield found


@pytest.fixture
def browser(served: Serving) -> Iterator[httpx.Client]:
    """Whoever can reach the address."""
    with httpx.Client(base_url=served.url) as client:
        yield client


def _told(served: Serving, browser: httpx.Client, body: bytes) -> httpx.Response:
    """What the answer is to a payload that the chat has signed."""
    return browser.post("/events", content=body, headers=served.signed(body))


MESSAGE = {
    "type": "message", "workspace": "playground", "at": 1_700_000_000_000_000, "member": "U_KWAME",
    "channel": "C_GENERAL", "message": "1700000000000000", "text": "<@U_LEILA> :tada:",
}  # fmt: skip


SAID = json.dumps(MESSAGE).encode()


def test_a_payload_is_acknowledged_after_the_commit_and_counts_once(served: Serving, browser: httpx.Client) -> None:
    for late in (0, 200, -200):
        answer = browser.post("/events", content=SAID, headers=served.signed(SAID, late=late))
        assert answer.json() == {"ok": True}
    board = {"as": "U_ANA", "span": "all", "measure": "received"}
    html = browser.get("/api/panel", params=board).json()["html"]
    row = html.partition("Leila Haddad")[2]
    assert row.partition('standing-amount">')[2].startswith("1<")


def _forgeries(served: Serving) -> Iterator[dict[str, str]]:
    right = served.signed(SAID)
    yield {}
    for name, value in right.items():
        yield {name: value}
    yield served.signed(SAID + b" ")
    yield served.signed(SAID, late=400)
    yield served.signed(SAID, late=-400)
    yield {**right, TIMESTAMP: str(int(right[TIMESTAMP]) + 1)}
    for at in ("", "now", "-1", "1e9", "9" * 40, "١٢"):
        yield {**right, TIMESTAMP: at.encode().decode("latin-1")}
    for signature in ("", "v1=", "v0=" + right[SIGNATURE][3:], right[SIGNATURE][:-1], right[SIGNATURE] + "0", "\xff"):
        yield {**right, SIGNATURE: signature}
    yield sign(b"another key", SAID, int(right[TIMESTAMP]))


def test_what_the_chat_did_not_sign_is_turned_away(tmp_path: Path) -> None:
    with serving(tmp_path, Stubborn(database_at(tmp_path))) as served, httpx.Client(base_url=served.url) as browser:
        dispatch = served.dispatch
        assert isinstance(dispatch, Stubborn)
        dispatch.taken.clear()
        for headers in _forgeries(served):
            raw = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
            answer = browser.post("/events", content=SAID, headers=raw)
            assert answer.status_code == 401, headers
            assert len(answer.json()["error"]) > 15
        assert dispatch.taken == []
        assert _told(served, browser, SAID).status_code == 200


def test_a_payload_cannot_speak_for_a_real_workspace(served: Serving, browser: httpx.Client) -> None:
    answer = _told(served, browser, json.dumps({**MESSAGE, "workspace": "T_IMPORTED"}).encode())
    assert answer.status_code == 400
    assert "workspace" in answer.json()["error"]


BAD_BODIES = [
    b"",
    b"{",
    b"[]",
    b"3",
    b"\xff\xfe",
    b'{"type": 1}',
    json.dumps({**MESSAGE, "at": "now"}).encode(),
    b"[" * 100_000,
]


@pytest.mark.parametrize("body", BAD_BODIES)
def test_a_malformed_payload_is_refused_with_the_reason(served: Serving, browser: httpx.Client, body: bytes) -> None:
    answer = _told(served, browser, body)
    assert answer.status_code == 400
    assert len(answer.json()["error"]) > 15


def test_a_payload_has_a_largest_size(browser: httpx.Client) -> None:
    assert browser.post("/events", content=b" " * 300_000).status_code == 413


def test_an_unknown_payload_is_acknowledged_and_forgotten(served: Serving, browser: httpx.Client) -> None:
    assert _told(served, browser, b'{"type": "workflow_published"}').json() == {"ok": True}


POST = {"as": "U_ANA", "channel": "C_GENERAL", "text": "kept"}


def test_while_the_database_is_away_payloads_are_to_be_sent_again(tmp_path: Path) -> None:
    with serving(tmp_path, Stubborn(database_at(tmp_path))) as served:
        dispatch = served.dispatch
        assert isinstance(dispatch, Stubborn)
        with httpx.Client(base_url=served.url) as browser:
            dispatch.away = True
            answer = _told(served, browser, SAID)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
            assert browser.post("/api/post", json=POST).json()["waiting"] is True
            found = browser.get("/api/messages", params={"as": "U_ANA", "channel": "C_GENERAL"})
            assert "kept" in found.text
            dispatch.away = False
            assert _told(served, browser, SAID).status_code == 200
