"""Forgetting: who asked to be erased is recognised by a keyed hash, so that nothing about them is kept again."""

import hmac
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, text, update
from sqlmodel import col

from storage.groups import CHUNK
from storage.sealing import Sealing, WrongKey
from storage.tables import ForgottenRow, SecretRow

if TYPE_CHECKING:
    from storage.transactions import Database, Work

PEPPER = "forgotten"
"""The name of the key among the secrets of a database."""
SEALED = "sealed:"
"""What a sealed value begins with: a backup that holds the hashes must not hold in clear what opens them."""


def ensure_pepper(work: "Work", fresh_key: str) -> str:
    """The key; made of `fresh_key` (random, from whoever starts the program) if there is none yet."""
    pepper = _pepper(work)
    if pepper:
        return pepper
    if not fresh_key:
        raise LookupError("no key to remember the forgotten by was made when the program started")
    _keep(work.connection, _closed(fresh_key, work.database.sealing))
    return _pepper(work)


def keep_pepper(database: "Database", fresh_key: str) -> None:
    """At the start of the program: make the key of `fresh_key` if there is none yet, so that anybody can be erased.

    Raises WrongKey if it was sealed with another key and somebody was erased, who would be recorded again.
    """
    with database.look() as connection:
        kept = _kept(connection)
        needed = connection.execute(select(col(ForgottenRow.digest)).limit(1)).first() is not None
    if not kept:
        with database.alter() as connection:
            _keep(connection, _closed(fresh_key, database.sealing))
    elif database.sealing and not kept.startswith(SEALED):
        _exchange(database, kept, _closed(kept, database.sealing))
    else:
        try:
            _opened(kept, database.sealing)
        except WrongKey:
            if needed:
                raise
            _exchange(database, kept, _closed(fresh_key, database.sealing))


def check_pepper(database: "Database", sealing: Sealing | None) -> None:
    """Whether the list of those who were erased can be read with this key, where there are any. Raises WrongKey."""
    with database.look() as connection:
        kept = _kept(connection)
        needed = connection.execute(select(col(ForgottenRow.digest)).limit(1)).first() is not None
    if kept and needed:
        _opened(kept, sealing)


def _pepper(work: "Work") -> str:
    return _opened(_kept(work.connection), work.database.sealing)


def _kept(connection: Connection) -> str:
    return connection.execute(select(col(SecretRow.value)).where(col(SecretRow.name) == PEPPER)).scalar() or ""


def _keep(connection: Connection, value: str) -> None:
    # Of several processes that start at once, the first one's is kept.
    statement = text("INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")
    connection.execute(statement, {"name": PEPPER, "value": value})


def _exchange(database: "Database", old: str, new: str) -> None:
    ours = (col(SecretRow.name) == PEPPER) & (col(SecretRow.value) == old)
    with database.alter() as connection:
        connection.execute(update(SecretRow).where(ours).values(value=new))


def _closed(pepper: str, sealing: Sealing | None) -> str:
    return f"{SEALED}{sealing.seal(pepper)}" if sealing else pepper


def _opened(kept: str, sealing: Sealing | None) -> str:
    if not kept.startswith(SEALED):
        return kept
    try:
        if sealing:
            return sealing.unseal(kept.removeprefix(SEALED))
    except WrongKey:
        pass
    raise WrongKey(
        "The list of those who were erased can't be read, since it was sealed with another key. Put your copy of "
        "secret.key back into the data folder, or set HUZZAH_SECRET_KEY. If the key is lost for good, those people "
        "can't be recognised any more: empty the table `forgotten`, and tell them that they may be recorded again."
    )


def remember(work: "Work", member: str, fresh_key: str = "") -> None:
    """From now on this member is known as forgotten. Raises LookupError without a key."""
    hashed = digest(ensure_pepper(work, fresh_key), work.workspace, member)
    if work.session.get(ForgottenRow, (work.workspace, hashed)) is None:
        # Without the moment, which would lead from the hash to the pseudonym.
        work.session.add(ForgottenRow(workspace=work.workspace, digest=hashed, at=0))
        work.session.flush()


def digest(pepper: str, workspace: str, member: str) -> str:
    """What is kept instead of the id: to be recognised by, and not to be read back."""
    return hmac.digest(pepper.encode(), f"{workspace}|{member}".encode(), "sha256").hex()


def forgotten(work: "Work", members: Iterable[str]) -> set[str]:
    """Those of the members who asked to be erased: nothing about them may be kept again. Raises WrongKey."""
    ours = col(ForgottenRow.workspace) == work.workspace
    if work.connection.execute(select(col(ForgottenRow.digest)).where(ours).limit(1)).first() is None:
        return set()
    pepper = _pepper(work)
    by_digest = {digest(pepper, work.workspace, member): member for member in members if member}
    wanted, found = sorted(by_digest), set[str]()
    for begin in range(0, len(wanted), CHUNK):
        some = col(ForgottenRow.digest).in_(wanted[begin : begin + CHUNK])
        known = work.connection.execute(select(col(ForgottenRow.digest)).where(ours, some)).scalars()
        found |= {by_digest[each] for each in known}
    return found
