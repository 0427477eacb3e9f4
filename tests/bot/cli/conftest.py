"""A folder with a small company in its database, and the command line called as from a terminal."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.program import run
from bot.settings import Settings
from scoring.facts import Fact, FactKind
from storage import schema
from storage.transactions import Database
from tests.storage.plain_company import NOON, settle_in

POINTS = {"ana": 9, "ben": 7, "cleo": 7, "dora": 2, "ana2": 1}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as a script reads it."""
        return json.loads(self.out)


Ask = Callable[..., Answer]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings; the database lies in data/."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HUZZAH_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """Calls a command in this process."""

    def call(*arguments: str) -> Answer:
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return call


@pytest.fixture
def company(empty_folder: Path) -> Iterator[Database]:
    """Five people with points in the workspace `acme`."""
    database = Database(f"sqlite:///{empty_folder / 'data' / 'huzzah.sqlite'}")
    schema.prepare(database)
    with database.write("acme", NOON) as work:
        settle_in(work, POINTS)
        names = {"ana2": "Ana", "dora": "=Dora\x1b[31m"}
        work.record(
            [Fact(FactKind.MEMBER, NOON, who, target=who, extra=(("name", name),)) for who, name in names.items()]
        )
    yield database
    database.close()
