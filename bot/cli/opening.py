"""Opening: settings, database, workspace and member, as most commands need them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.problems import Problem, in_words
from bot.cli.showing import hint, plain

if TYPE_CHECKING:
    from bot.settings import Settings
    from storage.finding import Home, Person
    from storage.transactions import Database, Work

WorkspaceOption = Annotated[
    str, typer.Option("--workspace", "-w", help="Which workspace, if there are several: its id or name.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as JSON, for scripts.")]

MemberArgument = Annotated[str, typer.Argument(metavar="MEMBER", help="An id, @name or exact name.")]

PLAYGROUND = "playground"


def settings() -> "Settings":
    """The settings, with a word on what looks odd."""
    from bot.settings import SettingsFaults, load

    try:
        loaded = load()
    except SettingsFaults as faults:
        raise Problem(str(faults)) from faults
    for warning in loaded.warnings:
        hint(f"Note: {warning}")
    return loaded.settings


@contextmanager
def opened(*, make: bool = False) -> Iterator["Database"]:
    """The database, its schema up to date. Only commands that `make` may begin a new file."""
    from bot.collecting import relax
    from bot.sealing import sealing
    from storage.schema import prepare
    from storage.transactions import Database

    relax()
    chosen = settings()
    if not make:
        _must_exist(chosen)
    database = Database(chosen.database_url, sealing=sealing(chosen.key))
    try:
        with in_words():
            prepare(database)
            yield database
    finally:
        database.close()


def _must_exist(chosen: "Settings") -> None:
    address = chosen.database
    if address.get_backend_name() == "sqlite" and not Path(str(address.database)).exists():
        raise Problem(
            f"There is no database yet at {address.database}. Begin with `huzzah run` or `huzzah import`, "
            "or say where it is with HUZZAH_DATABASE_URL."
        )


@dataclass(frozen=True, slots=True)
class Room:
    """A workspace of the database."""

    database: "Database"
    workspace: str
    words: str = ""
    """" in workspace ..." where it was taken by default among several, so that nobody takes it for another."""

    def tell(self) -> None:
        """Say which workspace the answer is about, where that was not asked for."""
        if self.words:
            hint(f"What follows is{self.words}; --workspace chooses another.")

    @contextmanager
    def read(self) -> Iterator["Work"]:
        """A look at it, now."""
        from bot.clock import now

        with self.database.read(self.workspace, now()) as work:
            yield work

    @contextmanager
    def write(self) -> Iterator["Work"]:
        """A change to it, now."""
        from bot.clock import now

        with self.database.write(self.workspace, now()) as work:
            yield work


@contextmanager
def room(asked: str = "") -> Iterator[Room]:
    """The workspace that was asked for, or the only one there is."""
    with opened() as database:
        from storage.finding import workspaces

        homes = workspaces(database)
        workspace = choose(homes, asked)
        yield Room(database, workspace, f" in workspace {plain(workspace)}" if not asked and len(homes) > 1 else "")


def choose(homes: "list[Home]", asked: str) -> str:
    """The id of the workspace that was asked for, or of the only one; the playground counts last."""
    if not homes:
        raise Problem("There is no workspace yet. Begin with `huzzah run` or `huzzah import EXPORT.zip`.")
    if asked:
        found = [home for home in homes if home.workspace == asked]
        found = found or [home for home in homes if asked.lower() in (home.name.lower(), home.workspace.lower())]
    else:
        found = [home for home in homes if home.workspace != PLAYGROUND] or homes
    if len(found) == 1:
        return found[0].workspace
    if asked and not found:
        raise Problem(f"There is no workspace `{plain(asked)}`. There are: {_listed(homes)}.")
    raise Problem(f"There are several workspaces; choose one with --workspace: {_listed(found)}.")


def _listed(homes: "list[Home]") -> str:
    return ", ".join(f"{home.workspace} ({plain(home.name)})" if home.name else home.workspace for home in homes)


def find_member(work: "Work", typed: str) -> "Person":
    """The member meant by an id, @name or exact name."""
    from storage.finding import alike, called

    found = called(work, typed)
    if len(found) == 1:
        return found[0]
    if found:
        people = ", ".join(f"{person.member} ({plain(person.name)})" for person in found[:5])
        raise Problem(f"Several people are called `{plain(typed)}`; take the id: {people}.")
    close = ", ".join(f"{plain(person.name)} ({person.member})" for person in alike(work, typed))
    more = f" Did you mean {close}?" if close else " Give the member's id, @name or exact name."
    raise Problem(f"Nobody here is called `{plain(typed)}`.{more}")
