"""The program itself: help, errors in words, the real console script, and the page of all commands."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bot.cli.reference import FILE, reference
from storage.transactions import Database
from tests.bot.cli.conftest import Ask
from tests.bot.traffic import free_port
from tests.source_tree import ROOT, text_of

HUZZAH = Path(sys.executable).with_name("huzzah")
HEAVY = (
    "alembic", "bot.app", "cryptography", "pydantic", "rich", "scoring", "sqlalchemy", "starlette", "storage",
    "structlog", "uvicorn",
)  # fmt: skip
LOADED = """
import gc, sys
from bot.cli import main
sys.argv = ["huzzah", "--version"]
try:
    main()
except SystemExit:
    import bot.app
    print(gc.get_stats()[2]["collections"])
"""
HELP = "import sys; from bot.cli.program import run; run(['--help']); print(*sys.modules, sep='\\n')"


def huzzah(*arguments: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The console script, as from a shell."""
    return subprocess.run(
        [HUZZAH, *arguments], cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_help_imports_nothing_heavy() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HELP], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    names = ended.stdout.splitlines()
    assert [name for name in names if name.split(".")[0] in HEAVY or name in HEAVY] == []
    assert "bot.cli.keeping" in names


def test_while_the_program_loads_nobody_searches_all_of_it_for_garbage() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.splitlines()[-1] == "0"


def test_every_command_has_words_that_explain_it(ask: Ask) -> None:
    commands = re.findall(r"^  ([a-z-]+)  +(\S.*)$", ask("--help").out, flags=re.MULTILINE)
    assert {"run", "import", "board", "me", "why", "rules", "rebuild", "export", "erase", "backup", "restore",
            "dead-letters", "doctor", "bench"} <= {name for name, _ in commands}  # fmt: skip
    for name, _ in commands:
        assert ask(name, "--help").code == 0


def test_the_page_of_commands_is_not_stale() -> None:
    assert text_of(str(FILE)) == reference(), "write it anew: python -m bot.cli.reference"


@pytest.mark.parametrize(
    "arguments",
    [("board",), ("me", "ana"), ("why", "ana"), ("rules", "show"), ("rebuild",), ("export",), ("erase", "ana", "-y"),
     ("backup", "a.zip"), ("dead-letters", "list"), ("dead-letters", "replay")],
)  # fmt: skip
def test_without_a_database_every_command_says_how_to_begin(
    arguments: tuple[str, ...], ask: Ask, empty_folder: Path
) -> None:
    answer = ask(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "There is no database yet at data/huzzah.sqlite. Begin with `huzzah run`" in answer.err
    assert list(empty_folder.iterdir()) == []


def test_wrong_settings_are_all_named(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUZZAH_PORT", "high")
    monkeypatch.setenv("HUZZAH_LOG_LEVEL", "loud")
    answer = ask("board")
    assert answer.code == 2
    assert "2 settings are wrong" in answer.err


def test_a_database_that_does_not_answer_is_named_without_its_password(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUZZAH_DATABASE_URL", "postgresql://ana:hush@127.0.0.1:1/huzzah")
    for arguments in (("board",), ("doctor",)):
        answer = ask(*arguments)
        assert answer.code in (1, 2)
        assert "can't be used" in answer.out + answer.err
        assert "hush" not in answer.out + answer.err
        assert "Traceback" not in answer.err


def test_a_database_from_a_newer_program_is_refused_in_words(company: Database, ask: Ask) -> None:
    with company.alter() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    answer = ask("board")
    assert answer.code == 2
    assert "newer Huzzah" in answer.err
    assert ask("doctor").code == 1


def test_a_file_that_is_no_database_is_refused_in_words(
    ask: Ask, empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty_folder / "letter.txt").write_text("Dear Ana, " * 200, "utf-8")
    monkeypatch.setenv("HUZZAH_DATABASE_URL", "sqlite:///letter.txt")
    answer = ask("board")
    assert (answer.code, answer.err.strip()) == (2, "letter.txt is not an SQLite database. Name another file.")


@pytest.mark.usefixtures("company")
def test_the_console_script_answers_a_script(empty_folder: Path) -> None:
    ended = huzzah("board", "--period", "all", "--json", folder=empty_folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert '"points": 9' in ended.stdout


def test_the_console_script_says_errors_without_a_traceback(empty_folder: Path) -> None:
    ended = huzzah("rules", "check", "nowhere.yaml", folder=empty_folder)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("There is no file nowhere.yaml")
    assert "Traceback" in huzzah("--debug", "rules", "check", "nowhere.yaml", folder=empty_folder).stderr


def test_a_mistake_of_ours_is_said_in_a_sentence(company: Database, empty_folder: Path) -> None:
    with company.alter() as connection:
        connection.exec_driver_sql("DROP TABLE total")
    ended = huzzah("board", folder=empty_folder)
    assert ended.returncode == 1
    assert ended.stderr.startswith("Something went wrong that shouldn't")
    assert "Traceback" not in ended.stderr


def test_the_version_is_said(empty_folder: Path) -> None:
    assert re.fullmatch(r"Huzzah \d+\.\d+\.\d+\n", huzzah("--version", folder=empty_folder).stdout)


def test_running_prints_the_playground_answers_and_stops_when_asked(empty_folder: Path) -> None:
    port = free_port()
    environment = {**os.environ, "HUZZAH_PORT": str(port)}
    with subprocess.Popen(
        [HUZZAH, "run"], cwd=empty_folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert _answers(f"http://127.0.0.1:{port}/healthz") == 200
        finally:
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=30)[0]
    assert process.returncode == 0, said
    assert f"The playground:  http://127.0.0.1:{port}/\n" in said
    assert "To stop:         Ctrl+C" in said
    assert said.endswith("Huzzah has stopped.\n")
    assert "Traceback" not in said


def _answers(address: str) -> int:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # our own address
                return int(answer.status)
        except OSError:
            time.sleep(0.1)
    return 0


def test_a_port_in_use_is_said_in_words(empty_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = huzzah("run", folder=empty_folder, HUZZAH_PORT=port)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"can't listen on 127.0.0.1 port {port}" in ended.stderr
