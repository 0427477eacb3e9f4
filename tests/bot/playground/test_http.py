"""The playground over HTTP: a real server, a real database, and whoever knocks at the door."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bot import clock
from bot.playground.files import MOST_BYTES, media_type
from handlers.applying import apply
from handlers.events import MemberChanged, MessagePosted
from tests.bot.playground.serving import Serving, serving

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360f8cf500f00038501"
    "80a0b5d5a70000000049454e44ae426082".replace(" ", "")
)
LONG_AGO = 1_700_000_000_000_000
STATIC = Path(__file__).parents[3] / "bot" / "playground" / "static"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One playground for all tests here."""
    with serving(tmp_path_factory.mktemp("playground")) as found:
        yield found


@pytest.fixture
def browser(served: Serving) -> Iterator[httpx.Client]:
    """A client that asks as a page of the playground would."""
    with httpx.Client(base_url=served.url, headers={"Origin": f"http://127.0.0.1:{served.port}"}) as client:
        yield client


def _wish(browser: httpx.Client, name: str, member: str = "U_ANA", **parts: object) -> httpx.Response:
    return browser.post(f"/api/{name}", json={"as": member, **parts})


def _messages(browser: httpx.Client, channel: str, member: str = "U_ANA") -> list[dict[str, object]]:
    found: list[dict[str, object]] = browser.get("/api/messages", params={"as": member, "channel": channel}).json()[
        "messages"
    ]
    return found


def test_the_page_and_all_it_names_are_served_with_a_strict_policy(browser: httpx.Client) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    assert "'unsafe-inline'" not in page.headers["content-security-policy"]
    assert "<script>" not in page.text
    assert "style=" not in page.text
    for file in STATIC.rglob("*.*"):
        answer = browser.get(f"/static/{file.relative_to(STATIC)}")
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"


STRANGERS = [
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example"},
    {"Host": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:1"},
    {"Sec-Fetch-Site": "cross-site"},
    {"X-Forwarded-For": "203.0.113.7"},
]
"""Other sites, other names of this machine, and another machine behind a proxy on this one."""


@pytest.mark.parametrize("headers", STRANGERS)
@pytest.mark.parametrize("address", ["/events", "/api/post", "/nowhere"])
def test_other_sites_are_turned_away(browser: httpx.Client, headers: dict[str, str], address: str) -> None:
    assert browser.post(address, json={}, headers=headers).status_code in (400, 403)


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
def test_other_sites_hear_nothing_live(served: Serving, headers: dict[str, str]) -> None:
    with (
        pytest.raises(InvalidStatus),
        connect(f"ws://127.0.0.1:{served.port}/playground/live?as=U_ANA", additional_headers=headers),
    ):
        pass


def test_a_form_of_another_site_would_not_be_read(browser: httpx.Client) -> None:
    body = json.dumps({"as": "U_ANA", "channel": "C_GENERAL", "text": "x"})
    assert browser.post("/api/post", content=body, headers={"Content-Type": "text/plain"}).status_code == 400


def test_thanks_make_points_on_the_board(browser: httpx.Client) -> None:
    assert _wish(browser, "post", "U_BEN", channel="C_WINS", text="@Yuki Tanaka :tada: thanks").json() == {"ok": True}
    board = browser.get("/api/panel", params={"as": "U_YUKI"}).json()["html"]
    assert "Yuki Tanaka" in board
    for tab in ("profile", "earn"):
        assert "card" in browser.get("/api/panel", params={"as": "U_YUKI", "tab": tab}).json()["html"]


def test_an_imported_workspace_shows_its_board_and_nothing_else(served: Serving, browser: httpx.Client) -> None:
    thanks = [
        MemberChanged(member="W_ZOE", name="Zoe", workspace="T_IMPORTED", at=LONG_AGO),
        MemberChanged(member="W_ADA", name="Ada", workspace="T_IMPORTED", at=LONG_AGO),
        MessagePosted(
            member="W_ZOE", channel="C1", message="1", text="<@W_ADA> :tada:", workspace="T_IMPORTED", at=LONG_AGO
        ),
    ]
    with served.dispatch.database.write("T_IMPORTED", clock.now()) as work:
        apply(work, thanks)
    look = {"as": "U_ANA", "workspace": "T_IMPORTED", "span": "all"}
    found = browser.get("/api/panel", params=look).json()
    assert found["workspaces"] == ["playground", "T_IMPORTED"]
    assert "Ada" in found["html"]
    assert browser.get("/api/panel", params={**look, "tab": "profile"}).json()["html"] == found["html"]


UNKNOWN_LOOKS = [{"workspace": "nowhere"}, {"span": "eon"}, {"measure": "luck"}, {"tab": "x"}, {"as": "U_NOBODY"}]


@pytest.mark.parametrize("look", UNKNOWN_LOOKS)
def test_a_board_that_is_not_there_is_explained(browser: httpx.Client, look: dict[str, str]) -> None:
    answer = browser.get("/api/panel", params={"as": "U_ANA", **look})
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")


def test_a_command_is_answered_to_the_asker_alone(browser: httpx.Client) -> None:
    assert _wish(browser, "command", "U_MEI", channel="C_RANDOM", text="/huzzah help").status_code == 200
    assert [one["only"] for one in _messages(browser, "C_RANDOM", "U_MEI")] == [True]
    assert _messages(browser, "C_RANDOM", "U_ANA") == []


def test_the_leader_is_one_from_the_start(browser: httpx.Client) -> None:
    praise = "/shoutout @Priya Raman for the numbers"
    assert _wish(browser, "command", "U_ANA", channel="C_HELP", text=praise).status_code == 200
    notes = "".join(str(one["html"]) for one in _messages(browser, "C_HELP", "U_ANA"))
    assert "announcements" in notes


MISTAKES = [
    ("post", {"channel": "C_GENERAL", "text": ""}),
    ("post", {"channel": "C_GENERAL", "text": 3}),
    ("post", {"channel": "C_GENERAL", "text": "x", "files": "y"}),
    ("edit", {"message": "12", "text": "x"}),
    ("edit", {"message": "9" * 40, "text": "x"}),
    ("delete", {"message": "²"}),
    ("react", {"message": "1", "emoji": "tada"}),
    ("command", {"channel": "C_GENERAL", "text": "no slash"}),
    ("press", {"message": "77", "action": "why"}),
    ("submit", {"channel": "C_GENERAL", "dialog": "kudos", "fields": ["x"]}),
    ("submit", {"channel": "C_GENERAL", "dialog": "", "fields": {}}),
    ("dismiss", {"message": "77"}),
    ("read", {"channel": "C_GENERAL", "upto": "x"}),
    ("post", {"as": "U_NOBODY", "channel": "C_GENERAL", "text": "x"}),
]


@pytest.mark.parametrize(("name", "parts"), MISTAKES)
def test_a_mistake_is_explained(browser: httpx.Client, name: str, parts: dict[str, object]) -> None:
    answer = browser.post(f"/api/{name}", json={"as": "U_ANA", **parts})
    assert answer.status_code in (200, 400)
    if name != "submit" or answer.status_code == 400:
        assert len(answer.json()["error"]) > 15


def test_what_is_unknown_is_not_found(browser: httpx.Client) -> None:
    assert _wish(browser, "fly").status_code == 404
    assert browser.get("/files/unknown").status_code == 404
    assert browser.get("/files/..%2f..%2fplayground.sqlite").status_code == 404
    assert browser.get("/static/..%2f__init__.py").status_code == 404
    assert browser.get("/faces/nobody.svg").status_code == 200


def test_a_picture_is_kept_and_can_be_nothing_but_a_picture(browser: httpx.Client) -> None:
    kept = browser.post("/api/upload", params={"as": "U_ANA", "name": "a.html"}, content=PNG).json()
    _wish(browser, "post", channel="C_PHOTOS", text="", files=[kept["id"]])
    assert _messages(browser, "C_PHOTOS")[-1]["files"][0]["type"] == "image/png"  # type: ignore[index]
    answer = browser.get(kept["url"].removeprefix("/playground"))
    assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


NO_PICTURES = [b"", b"<svg onload=alert(1)>", b"<html>", b"GIF8", b"RIFF0000WAVE", b"%PDF-1.4", PNG[:7]]


@pytest.mark.parametrize("content", NO_PICTURES)
def test_only_pictures_are_kept(browser: httpx.Client, content: bytes) -> None:
    assert media_type(content) == ""
    assert browser.post("/api/upload", params={"as": "U_ANA"}, content=content).status_code == 400


def test_a_picture_has_a_largest_size(browser: httpx.Client) -> None:
    answer = browser.post("/api/upload", params={"as": "U_ANA"}, content=PNG + bytes(MOST_BYTES))
    assert answer.status_code == 413


def test_two_windows_hear_of_each_other_and_not_of_secrets(served: Serving, browser: httpx.Client) -> None:
    address = f"ws://127.0.0.1:{served.port}/playground/live?as="
    with connect(address + "U_BEN") as ben, connect(address + "U_MEI") as mei:
        assert json.loads(ben.recv(5))["type"] == json.loads(mei.recv(5))["type"] == "hello"
        _wish(browser, "post", "U_MEI", channel="C_DESIGN", text="only us")
        _wish(browser, "post", "U_ANA", channel="C_GENERAL", text="everybody")
        heard = {name: _heard(window, "everybody") for name, window in (("ben", ben), ("mei", mei))}
    assert not any("only us" in line for line in heard["ben"])
    assert any("only us" in line for line in heard["mei"])


def _heard(window: object, until: str) -> list[str]:
    lines: list[str] = []
    while not lines or until not in lines[-1]:
        line = window.recv(5)  # type: ignore[attr-defined]
        if '"type": "message"' in line:
            lines.append(line)
    return lines
