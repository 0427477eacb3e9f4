"""Forgetting: who asked to be erased is recognised by a keyed hash, so that nothing about them is kept again."""

import hmac
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlmodel import col

from storage.groups import CHUNK
from storage.tables import ForgottenRow, SecretRow

if TYPE_CHECKING:
    from storage.transactions import Database, Work

PEPPER = "forgotten"
"""The name of the key among the secrets of a database."""


def ensure_pepper(work: "Work", fresh_key: str) -> str:
    """The key; made of `fresh_key` (random, from whoever starts the program) if there is none yet."""
    row = work.session.get(SecretRow, PEPPER)
    if row is None:
        if not fresh_key:
            raise LookupError("no key to remember the forgotten by was made when the program started")
        row = SecretRow(name=PEPPER, value=fresh_key)
        work.session.add(row)
        work.session.flush()
    return row.value


def keep_pepper(database: "Database", fresh_key: str) -> None:
    """At the start of the program: make the key of `fresh_key` if there is none yet, so that anybody can be erased."""
    known = select(col(SecretRow.name)).where(col(SecretRow.name) == PEPPER)
    with database.look() as connection:
        if connection.execute(known).first() is not None:
            return
    with database.alter() as connection:
        # Another process may have been faster by a moment.
        if connection.execute(known).first() is None:
            connection.execute(insert(SecretRow).values(name=PEPPER, value=fresh_key))


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
    """Those of the members who asked to be erased: nothing about them may be kept again."""
    ours = col(ForgottenRow.workspace) == work.workspace
    if work.connection.execute(select(col(ForgottenRow.digest)).where(ours).limit(1)).first() is None:
        return set()
    query = select(col(SecretRow.value)).where(col(SecretRow.name) == PEPPER)
    pepper = work.connection.execute(query).scalar_one()
    by_digest = {digest(pepper, work.workspace, member): member for member in members if member}
    wanted, found = sorted(by_digest), set[str]()
    for begin in range(0, len(wanted), CHUNK):
        some = col(ForgottenRow.digest).in_(wanted[begin : begin + CHUNK])
        known = work.connection.execute(select(col(ForgottenRow.digest)).where(ours, some)).scalars()
        found |= {by_digest[each] for each in known}
    return found
