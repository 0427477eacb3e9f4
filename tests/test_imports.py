"""Who may import whom, and what belongs in one place only: read from the syntax trees."""

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.source_tree import PROGRAM, ROOT, dotted_names, import_names, modules, tree_of

Fault = tuple[int, str]
Rule = Callable[[ast.Module, str], Iterator[Fault]]

SDKS = {
    "apscheduler", "botbuilder", "fastapi", "httpx", "jwt", "microsoft_teams", "msal", "nicegui",
    "prometheus_client", "pydantic_settings", "slack_bolt", "slack_sdk", "starlette", "structlog",
    "typer", "uvicorn", "websockets",
}  # fmt: skip
"""What talks to the outside belongs to bot/."""

OUTSIDE = SDKS | {
    "alembic", "asyncio", "http", "io", "logging", "multiprocessing", "os", "pathlib", "psycopg",
    "random", "secrets", "shutil", "signal", "socket", "sqlalchemy", "sqlite3", "sqlmodel", "subprocess",
    "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
"""What scoring/, being pure, does without."""

CLOCK = {
    "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today",
    "time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime",
}  # fmt: skip
CLOCK_LIVES_IN = "bot/clock.py"

RANDOMNESS = {"os.urandom", "uuid.uuid1", "uuid.uuid4"}
RANDOM_MODULES = {"random", "secrets"}

COMMITS_LIVE_IN = "storage/transactions.py"

MAY_COMMIT: dict[str, str] = {}
"""Other files that may commit, each with its reason."""

OF_THE_GALLERY = "bot.gallery.page"
"""What a platform may know of the gallery: the rest draws what another platform is sent."""

MAY_CATCH_ALL: dict[str, str] = {
    "bot/dispatch.py": "one bad event becomes a dead letter and must not stop the others",
    "bot/outbox.py": "one letter that cannot be said, or one workspace, must not stop the others",
    "bot/rounds.py": "one turn that fails must not end the renewing of tokens",
}
"""Loops at the edge that must outlive any one failure, each with its reason."""


def imports_point_right(tree: ast.Module, path: str) -> Iterator[Fault]:
    """bot -> handlers -> storage -> scoring, and the program knows no tests."""
    package = path.split("/", maxsplit=1)[0]
    allowed = {"manifests": {"manifests"}}.get(package, set(PROGRAM[_rank(package) :]))
    if package == "bot":
        allowed.add("manifests")
    for line, name in import_names(tree, path):
        layer = name.split(".")[0]
        if layer in {*PROGRAM, "manifests", "tests"} - allowed:
            yield line, f"{package}/ must not import {name}"


def platforms_are_strangers(tree: ast.Module, path: str) -> Iterator[Fault]:
    """A platform (a folder of bot/ with a listen.py) imports no other platform, nor what draws them all."""
    platforms = {listen.parent.name for listen in (ROOT / "bot").glob("*/listen.py")} | {"slack", "teams"}
    own = path.split("/")[1]
    if own in platforms:
        for line, name in import_names(tree, path):
            other = name.split(".")[1] if name.startswith("bot.") else own
            draws = other == "gallery" and not f"{name}.".startswith(f"{OF_THE_GALLERY}.")
            if draws or other in platforms - {own}:
                yield line, f"bot/{own}/ must not import {name}"


def scoring_is_pure(tree: ast.Module, path: str) -> Iterator[Fault]:
    """scoring/ reads no file, asks no network, and prints nothing."""
    if path.startswith("scoring/"):
        for line, name in import_names(tree, path):
            if name.split(".")[0] in OUTSIDE:
                yield line, f"scoring/ is pure and must not import {name}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"open", "print", "input"}:
                yield node.lineno, f"scoring/ is pure and must not call {ast.unparse(node.func)}()"


def sdks_stay_in_bot(tree: ast.Module, path: str) -> Iterator[Fault]:
    """What talks to the outside is imported in bot/ only."""
    if not path.startswith("bot/"):
        for line, name in import_names(tree, path):
            if name.split(".")[0] in SDKS:
                yield line, f"{name} belongs in bot/"


def the_clock_is_asked_in_one_place(tree: ast.Module, path: str) -> Iterator[Fault]:
    """Everywhere else the time is an argument."""
    if path != CLOCK_LIVES_IN:
        for line, name in dotted_names(tree, path):
            if name in CLOCK:
                yield line, f"{name} belongs in {CLOCK_LIVES_IN}; take the time as an argument"


def randomness_stays_in_bot(tree: ast.Module, path: str) -> Iterator[Fault]:
    """What is decided by chance is decided in bot/, and handed on."""
    if not path.startswith("bot/"):
        for line, name in (*import_names(tree, path), *dotted_names(tree, path)):
            if name in RANDOMNESS or name.split(".")[0] in RANDOM_MODULES:
                yield line, f"{name} belongs in bot/; take what it gives as an argument"


def commits_happen_in_one_place(tree: ast.Module, path: str) -> Iterator[Fault]:
    """A transaction ends where it began, in storage/transactions.py."""
    if path != COMMITS_LIVE_IN and path not in MAY_COMMIT:
        yield from _commits(tree)


def every_except_names_what_it_catches(tree: ast.Module, path: str) -> Iterator[Fault]:
    """Only the loops named above may catch everything."""
    if path not in MAY_CATCH_ALL:
        yield from _broad_handlers(tree)


RULES: tuple[Rule, ...] = (
    imports_point_right,
    platforms_are_strangers,
    scoring_is_pure,
    sdks_stay_in_bot,
    the_clock_is_asked_in_one_place,
    randomness_stays_in_bot,
    commits_happen_in_one_place,
    every_except_names_what_it_catches,
)

WRONG: tuple[tuple[Rule, str, str], ...] = (
    (imports_point_right, "scoring/a.py", "from storage import tables"),
    (imports_point_right, "storage/a.py", "def late():\n    import handlers.gifts"),
    (imports_point_right, "handlers/a.py", "from bot.clock import now"),
    (imports_point_right, "bot/a.py", "from tests import conftest"),
    (imports_point_right, "manifests/a.py", "import scoring"),
    (platforms_are_strangers, "bot/slack/parse.py", "from bot.teams import render"),
    (platforms_are_strangers, "bot/slack/parse.py", "from ..teams.render import card"),
    (platforms_are_strangers, "bot/teams/parse.py", "from bot import slack"),
    (platforms_are_strangers, "bot/playground/a.py", "from bot.gallery.platforms import slack"),
    (platforms_are_strangers, "bot/playground/a.py", "from bot.gallery import platforms"),
    (platforms_are_strangers, "bot/playground/a.py", "def late():\n    from ..gallery import block_kit"),
    (platforms_are_strangers, "bot/slack/a.py", "from bot.gallery.adaptive import message"),
    (platforms_are_strangers, "bot/teams/a.py", "import bot.gallery.block_kit"),
    (platforms_are_strangers, "bot/teams/a.py", "from bot import gallery"),
    (scoring_is_pure, "scoring/a.py", "from sqlalchemy import select"),
    (scoring_is_pure, "scoring/a.py", "import os.path"),
    (scoring_is_pure, "scoring/a.py", "print(1)"),
    (sdks_stay_in_bot, "handlers/a.py", "from starlette.responses import Response"),
    (the_clock_is_asked_in_one_place, "bot/a.py", "from datetime import datetime as dt\ndt.now(UTC)"),
    (the_clock_is_asked_in_one_place, "handlers/a.py", "import datetime\ndatetime.date.today()"),
    (the_clock_is_asked_in_one_place, "storage/a.py", "import time\nfield(default_factory=time.time)"),
    (randomness_stays_in_bot, "storage/a.py", "from uuid import uuid4\nuuid4()"),
    (randomness_stays_in_bot, "handlers/a.py", "import random"),
    (commits_happen_in_one_place, "handlers/a.py", "session.commit()"),
    (commits_happen_in_one_place, "storage/a.py", "with engine.begin() as link: pass"),
    (every_except_names_what_it_catches, "bot/a.py", "try: x()\nexcept Exception: pass"),
    (every_except_names_what_it_catches, "bot/a.py", "try: x()\nexcept: pass"),
    (every_except_names_what_it_catches, "bot/a.py", "try: x()\nexcept (OSError, BaseException): pass"),
    (every_except_names_what_it_catches, "bot/a.py", "with suppress(Exception): x()"),
)

RIGHT: tuple[tuple[str, str], ...] = (
    (
        "bot/slack/parse.py",
        "from bot.slack import render\nfrom handlers.events import Event\nimport random",
    ),
    ("bot/playground/a.py", "import bot.gallery.page\nfrom bot.gallery.page import Column"),
    ("bot/clock.py", "from datetime import datetime\ndatetime.now(UTC)"),
    ("handlers/gifts.py", "from storage.ledger import rows\nfrom scoring.facts import Fact"),
    ("storage/transactions.py", "session.commit()"),
    ("bot/a.py", "try: x()\nexcept BaseException:\n    tidy()\n    raise"),
    (
        "storage/ledger.py",
        "from datetime import datetime as dt\ndt.fromtimestamp(1, UTC)\nlink.begin_nested()",
    ),
    ("scoring/giving.py", "import re\nfrom dataclasses import dataclass\nfrom scoring.facts import Fact"),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_program_keeps_to_its_layout(rule: Rule) -> None:
    faults = [
        f"{path}:{line}: {what}" for path in modules(*PROGRAM, "manifests") for line, what in rule(tree_of(path), path)
    ]
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize(("rule", "path", "source"), WRONG)
def test_what_breaks_the_layout_is_found(rule: Rule, path: str, source: str) -> None:
    assert list(rule(ast.parse(source), path))


@pytest.mark.parametrize(("path", "source"), RIGHT)
def test_what_keeps_to_the_layout_is_let_through(path: str, source: str) -> None:
    tree = ast.parse(source)
    assert [fault for rule in RULES for fault in rule(tree, path)] == []


def test_every_exemption_is_used_and_has_a_reason() -> None:
    unused = [path for path in MAY_COMMIT if not list(_commits(tree_of(path)))]
    unused += [path for path in MAY_CATCH_ALL if not list(_broad_handlers(tree_of(path)))]
    assert unused == []
    assert all([*MAY_COMMIT.values(), *MAY_CATCH_ALL.values()])


def _rank(package: str) -> int:
    return PROGRAM.index(package) if package in PROGRAM else 0


def _commits(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        # A transaction's `begin` takes nothing; what begins a poll or a round is told which.
        if isinstance(node, ast.Call) and (_called(node) == "commit" or (_called(node) == "begin" and not node.args)):
            yield node.lineno, f"{_called(node)}() belongs in {COMMITS_LIVE_IN}"


def _broad_handlers(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _raises_again(node):
            yield node.lineno, "catches everything; name the errors, or the file in MAY_CATCH_ALL"
        elif isinstance(node, ast.Call) and _called(node) == "suppress" and any(map(_is_broad, node.args)):
            yield node.lineno, "suppresses everything; name the errors"


def _raises_again(handler: ast.ExceptHandler) -> bool:
    """It only tidies up on the way out."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(each) for each in caught.elts)
    return caught is None or ast.unparse(caught) in {"Exception", "BaseException"}
