"""Finding: which workspaces there are, and which member a name on the command line means."""

from difflib import get_close_matches
from typing import NamedTuple

from sqlalchemy import func, or_, select, update
from sqlmodel import col

from storage.tables import MemberRow, Workspace
from storage.transactions import Database, Work

MOST_NAMES = 5_000
"""Names looked through for one that is meant; only after nobody was found."""
MOST_HINTS = 5


class Home(NamedTuple):
    """A workspace as people know it."""

    workspace: str
    platform: str
    name: str


class Person(NamedTuple):
    """A member as people know them."""

    member: str
    name: str


def workspaces(database: Database) -> list[Home]:
    """Every workspace there is."""
    query = select(col(Workspace.workspace), col(Workspace.platform), col(Workspace.name))
    with database.look() as connection:
        return [Home(*row) for row in connection.execute(query.order_by(col(Workspace.workspace)))]


def called(work: Work, typed: str) -> list[Person]:
    """The member with this id, or else everybody with exactly this name, however it is capitalised."""
    wanted = typed.strip().removeprefix("@")
    query = select(col(MemberRow.member), col(MemberRow.name)).where(col(MemberRow.workspace) == work.workspace)
    by_id = work.connection.execute(query.where(col(MemberRow.member) == wanted)).all()
    if by_id:
        return [Person(*row) for row in by_id]
    name = col(MemberRow.name)
    # SQLite lowers ASCII letters only, so the name as it was typed counts as well.
    same = or_(name == wanted, func.lower(name) == wanted.lower())
    rows = work.connection.execute(query.where(same).order_by(col(MemberRow.member)).limit(MOST_HINTS + 1))
    return [Person(*row) for row in rows]


def alike(work: Work, typed: str) -> list[Person]:
    """Members whose names look like what was typed."""
    wanted = typed.strip().removeprefix("@").lower()
    query = (
        select(col(MemberRow.member), col(MemberRow.name))
        .where(col(MemberRow.workspace) == work.workspace, col(MemberRow.name) != "")
        .limit(MOST_NAMES)
    )
    people = [Person(*row) for row in work.connection.execute(query)]
    parts = [person for person in people if wanted and wanted in person.name.lower()]
    by_name = {person.name.lower(): person for person in people}
    close = [by_name[name] for name in get_close_matches(wanted, by_name, n=MOST_HINTS, cutoff=0.6)]
    return list(dict.fromkeys([*parts, *close]))[:MOST_HINTS]


def set_platform(work: Work, platform: str) -> None:
    """Remember where a workspace comes from, if nobody has said so yet."""
    statement = (
        update(Workspace)
        .where(col(Workspace.workspace) == work.workspace, col(Workspace.platform) == "")
        .values(platform=platform)
    )
    work.session.exec(statement)
