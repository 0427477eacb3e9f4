"""Installations: what is kept of the app in each workspace, who renews its token, and who finishes installing it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update
from sqlmodel import col

from scoring.facts import Micros
from storage import conditions
from storage.tables import InstallationRow, InstallRow, Workspace
from storage.transactions import Database, Work

MOST_BEGUN = 10_000
"""Installations that are begun and not finished; more is somebody playing with the address."""
TOKEN = "token"  # noqa: S105  # the name of a condition
"""The condition that says, in words for an admin, why the app can't speak with its token, or soon won't."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A row, out of its transaction."""

    workspace: str
    data: str
    sealed: str = field(repr=False)
    expires: Micros
    at: Micros
    gone_at: Micros


def every(database: Database, platform: str) -> list[Kept]:
    """All there are on a platform, the removed ones as well."""
    with database.look() as connection:
        return [_kept(row) for row in connection.execute(_all().where(col(InstallationRow.platform) == platform))]


def one(work: Work) -> Kept | None:
    """What is kept of the app in this workspace."""
    row = work.connection.execute(_all().where(_ours(work))).first()
    return _kept(row) if row else None


def keep(work: Work, platform: str, data: str, sealed: str, expires: Micros) -> None:
    """The app was installed (again): its ids and sealed tokens; what was kept of the workspace is still there."""
    row = work.session.get(InstallationRow, work.workspace) or InstallationRow(workspace=work.workspace)
    row.platform, row.data, row.sealed, row.expires = platform, data, sealed, expires
    row.leased, row.gone_at, row.at = 0, 0, work.now
    work.session.add(row)
    work.session.flush()
    conditions.clear(work, TOKEN)


def identify(work: Work, platform: str, data: str) -> None:
    """The app whose token is in the settings turned out to be this one; tokens kept here stay as they are."""
    row = work.session.get(InstallationRow, work.workspace)
    if row is None:
        row = InstallationRow(workspace=work.workspace, at=work.now)
    row.platform, row.data, row.gone_at = platform, data, 0
    work.session.add(row)
    work.session.flush()
    conditions.clear(work, TOKEN)


def describe(work: Work, data: str) -> None:
    """Something more was learnt about it: its address, what was granted."""
    work.session.exec(update(InstallationRow).where(_ours(work), _present()).values(data=data))


def call(work: Work, name: str) -> None:
    """The workspace is called like this, for people."""
    if name:
        ours = (col(Workspace.workspace) == work.workspace) & (col(Workspace.name) != name)
        work.session.exec(update(Workspace).where(ours).values(name=name))


def leave(work: Work) -> bool:
    """The app was removed there: its tokens go at once; False if it was gone already."""
    statement = update(InstallationRow).where(_ours(work), _present())
    gone = work.session.exec(statement.values(sealed="", expires=0, leased=0, gone_at=work.now)).rowcount > 0
    conditions.clear(work, TOKEN)
    return gone


def expiring(database: Database, platform: str, before: Micros) -> list[str]:
    """Workspaces whose token must be renewed before that moment."""
    of_platform = col(InstallationRow.platform) == platform
    query = select(col(InstallationRow.workspace)).where(of_platform, _present(), *_renewable(before))
    with database.look() as connection:
        return list(connection.execute(query.order_by(col(InstallationRow.expires))).scalars())


def lease(work: Work, until: Micros, before: Micros) -> Kept | None:
    """Take the renewing of a token that expires before that moment for oneself; nothing if another process has it.

    What comes back was read after the lease was taken: tokens can be renewed once, and another process may just have.
    """
    free = col(InstallationRow.leased) <= work.now
    statement = update(InstallationRow).where(_ours(work), _present(), free, *_renewable(before))
    taken = work.session.exec(statement.values(leased=until)).rowcount > 0
    return one(work) if taken else None


def release(work: Work) -> None:
    """The renewing came to nothing: anybody may try."""
    work.session.exec(update(InstallationRow).where(_ours(work)).values(leased=0))


def renew(work: Work, sealed: str, expires: Micros) -> None:
    """The token was renewed."""
    statement = update(InstallationRow).where(_ours(work), _present())
    work.session.exec(statement.values(sealed=sealed, expires=expires, leased=0))
    conditions.clear(work, TOKEN)


def begin(database: Database, digest: str, browser: str, now: Micros, until: Micros) -> bool:
    """Somebody begins to install: a digest of the state, and of the cookie; False while too many have begun."""
    with database.beside() as connection:
        connection.execute(delete(InstallRow).where(col(InstallRow.until) < now))
        if connection.execute(select(func.count()).select_from(InstallRow)).scalar_one() >= MOST_BEGUN:
            return False
        connection.execute(insert(InstallRow), {"digest": digest, "browser": browser, "until": until})
    return True


def finish(database: Database, digest: str, browser: str, now: Micros) -> bool:
    """Whether this installation was begun in this browser and not yet finished; it is taken by one statement, once."""
    mine = (col(InstallRow.digest) == digest, col(InstallRow.browser) == browser, col(InstallRow.until) >= now)
    with database.look() as connection:
        # Anybody can come back with anything: only what may be true takes the writers' turn.
        if connection.execute(select(col(InstallRow.digest)).where(*mine)).first() is None:
            return False
    with database.beside() as connection:
        return connection.execute(delete(InstallRow).where(*mine)).rowcount == 1


def departed(database: Database, platform: str, before: Micros) -> list[str]:
    """Workspaces that removed the app by that moment and didn't come back."""
    left = col(InstallationRow.gone_at).between(1, before)
    query = select(col(InstallationRow.workspace)).where(col(InstallationRow.platform) == platform, left)
    with database.look() as connection:
        return list(connection.execute(query).scalars())


def _all() -> Select[tuple[Any, ...]]:
    table = InstallationRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to every table class
    return select(*(table.c[each.name] for each in fields(Kept)))


def _kept(row: Sequence[Any]) -> Kept:
    return Kept(*row)


def _ours(work: Work) -> ColumnElement[bool]:
    return col(InstallationRow.workspace) == work.workspace


def _present() -> ColumnElement[bool]:
    return col(InstallationRow.gone_at) == 0


def _renewable(before: Micros) -> tuple[ColumnElement[bool], ...]:
    return col(InstallationRow.sealed) != "", col(InstallationRow.expires).between(1, before)
