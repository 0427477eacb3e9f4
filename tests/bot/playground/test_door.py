"""The door of the whole program: who gets in, what forms may say, and what the machine's other users may read."""

import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.app import application, build
from bot.loopback import is_loopback
from bot.playground.files import Files
from bot.playground.room import Refused
from bot.playground.signing import FILE, Secret, kept_key
from bot.playground.store import Store
from bot.settings import Settings, SettingsFaults
from tests.bot.playground.serving import running
from tests.bot.playground.test_http import PNG
from tests.bot.traffic import free_port, server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the program keeps everything."""
    return tmp_path_factory.mktemp("door") / "data"


@pytest.fixture(scope="module")
def program(folder: Path) -> Iterator[httpx.Client]:
    """A browser before the whole program, whose machine lets others read what is made."""
    before = os.umask(0o022)
    try:
        with (
            running(application(build(Settings(data_dir=folder)))) as port,
            httpx.Client(base_url=f"http://127.0.0.1:{port}") as browser,
        ):
            yield browser
    finally:
        os.umask(before)


STRANGERS = [{"Host": "evil.example"}, {"X-Forwarded-For": "203.0.113.7"}]


@pytest.mark.parametrize("address", ["/", "/healthz", "/playground/", "/playground/static/js/main.js"])
def test_everything_is_behind_the_guard(program: httpx.Client, address: str) -> None:
    assert program.get(address, follow_redirects=True).status_code == 200
    for headers in STRANGERS:
        assert program.get(address, headers=headers).status_code == 403


OPEN = ["0.0.0.0", "::", "192.168.1.5", "huzzah.example", "localhost.example", "127.0.0.1.example"]  # noqa: S104


@pytest.mark.parametrize("host", OPEN)
def test_a_playground_that_others_could_reach_does_not_start(tmp_path: Path, host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(SettingsFaults, match="is not loopback and the playground has no passwords"):
        build(Settings(data_dir=tmp_path / "data", host=host))
    assert not (tmp_path / "data").exists()


def test_the_start_is_refused_in_words(tmp_path: Path) -> None:
    settings = {"HUZZAH_HOST": "0.0.0.0", "HUZZAH_PLAYGROUND": "on", "HUZZAH_DATA_DIR": str(tmp_path / "data")}  # noqa: S104
    command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
    ended = subprocess.run(
        command, env={**os.environ, **settings}, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "set HUZZAH_PLAYGROUND=off or HUZZAH_HOST=127.0.0.1" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_answer_waits_for_the_one_before_to_be_confirmed(tmp_path: Path) -> None:
    port = free_port()
    taken = []
    with server(tmp_path, "", port), httpx.Client(base_url=f"http://127.0.0.1:{port}") as browser:
        for _ in range(30):
            begun = time.perf_counter()
            assert browser.get("/healthz").status_code == 200
            taken.append(time.perf_counter() - begun)
    # With Nagle's algorithm each takes 40 ms, whatever the machine.
    assert sorted(taken)[5] < 0.035


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost", "LOCALHOST"])
def test_loopback_is_known_by_each_of_its_names(host: str) -> None:
    assert is_loopback(host)
    Settings(host=host).refuse_strangers()


def test_nobody_else_on_the_machine_reads_what_is_kept(program: httpx.Client, folder: Path) -> None:
    program.post("/playground/api/upload", params={"as": "U_ANA"}, content=PNG)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert found.pop("playground-files") == 0o700
    assert {"huzzah.sqlite", "playground.sqlite", FILE} <= found.keys()
    assert set(found.values()) == {0o600}


def test_a_damaged_key_is_made_anew_and_any_other_is_kept(tmp_path: Path) -> None:
    key = kept_key(tmp_path)
    assert kept_key(tmp_path) == key
    (tmp_path / FILE).write_bytes(b"\n")
    assert len(kept_key(tmp_path)) > 32
    assert kept_key(tmp_path) != key


def test_pictures_may_not_fill_the_disk(tmp_path: Path) -> None:
    store = Store(tmp_path / "playground.sqlite")
    for _ in range(2):
        files = Files(store, tmp_path / "pictures", most=3 * 4096)
        for number in range(3):
            files.keep("U_ANA", "a.png", PNG + bytes(number), (1, 1))
        with pytest.raises(Refused, match="address instead"):
            files.keep("U_ANA", "a.png", PNG + bytes(9), (1, 1))
    assert len(list((tmp_path / "pictures").iterdir())) == 3
    store.close()


# What a form says of itself is the bot's.


def _wish(program: httpx.Client, name: str, member: str, **parts: object) -> httpx.Response:
    return program.post(f"/playground/api/{name}", json={"as": member, **parts})


def _form(program: httpx.Client, member: str) -> tuple[str, str]:
    html = str(_wish(program, "command", member, channel="C_GENERAL", text="/kudos").json()["dialog"])
    found = re.search(r'data-dialog="([^"]*)" data-context="([^"]*)"', html)
    assert found is not None
    return unescape(found[1]), unescape(found[2])


def test_a_form_that_the_page_changed_is_not_taken(program: httpx.Client) -> None:
    dialog, context = _form(program, "U_BEN")
    mac, _, place = context.partition(".")
    assert place.startswith("C_GENERAL")
    filled = {"channel": "C_GENERAL", "fields": {}}
    for forged in ("", place, "C_DESIGN|", f"{mac}.C_DESIGN|", f".{place}", f"{mac}.{place}x"):
        answer = _wish(program, "submit", "U_BEN", dialog=dialog, context=forged, **filled)
        assert (answer.status_code, answer.json()["error"][:9]) == (400, "That form")
    assert _wish(program, "submit", "U_MEI", dialog=dialog, context=context, **filled).status_code == 400
    assert _wish(program, "submit", "U_BEN", dialog="rule", context=context, **filled).status_code == 400
    answer = _wish(program, "submit", "U_BEN", dialog=dialog, context=context, **filled)
    assert (answer.status_code, bool(answer.json()["errors"])) == (200, True)


def test_a_form_does_not_replace_a_note_to_somebody_else(program: httpx.Client) -> None:
    _wish(program, "command", "U_MEI", channel="C_DESIGN", text="/huzzah help")
    look = {"as": "U_MEI", "channel": "C_DESIGN"}
    note = program.get("/playground/api/messages", params=look).json()["messages"][-1]["id"]
    dialog, context = _form(program, "U_BEN")
    filled = {"channel": "C_GENERAL", "fields": {}, "dialog": dialog, "context": context}
    assert _wish(program, "submit", "U_BEN", message=note, **filled).status_code == 400
    assert _wish(program, "press", "U_BEN", message=note, action="help").status_code == 400


def test_a_seal_holds_for_one_member_and_one_dialog() -> None:
    secret = Secret(b"k" * 32, lambda: 0)
    sealed = secret.seal("U_ANA", "kudos", "C_WINS|1.2")
    assert secret.unseal("U_ANA", "kudos", sealed) == "C_WINS|1.2"
    assert secret.unseal("U_BEN", "kudos", sealed) is None
    assert secret.unseal("U_ANA", "shoutout", sealed) is None
    assert Secret(b"j" * 32, lambda: 0).unseal("U_ANA", "kudos", sealed) is None
    assert secret.unseal("U_ANA", "kudos", "é\ud800.x") is None
    assert "kkk" not in repr(secret)
