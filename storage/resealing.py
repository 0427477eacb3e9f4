"""Resealing: everything that lies sealed in the database is sealed once more, with the newest key."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, update
from sqlmodel import SQLModel, select

from storage.forgetting import SEALED
from storage.sealing import Sealing, WrongKey
from storage.tables import CoffeeAvoidRow, DeadLetterRow, InstallationRow, PollKeyRow, SecretRow, SubscriptionRow
from storage.transactions import Database


@dataclass(slots=True)
class Resealed:
    """How many of each were sealed anew, and how many no key here opens (they stay as they are)."""

    installations: int = 0
    letters: int = 0
    others: int = 0
    unreadable: int = 0


def reseal(database: Database, sealing: Sealing) -> Resealed:
    """Open everything with whichever key fits and seal it with the first: all or nothing.

    Whatever another process writes meanwhile stays as that process sealed it.
    """
    done = Resealed()
    with database.beside() as connection:
        tokens = _again(connection, InstallationRow, "sealed", lambda sealed: sealing.seal(sealing.unseal(sealed)))
        letters = _again(connection, DeadLetterRow, "event", lambda event: _letter(event, sealing))
        keys = _again(connection, SecretRow, "value", lambda value: _secret(value, sealing))
        shared = _again(connection, SubscriptionRow, "sealed", lambda sealed: sealing.seal(sealing.unseal(sealed)))
        polls = _again(connection, PollKeyRow, "sealed", lambda sealed: sealing.seal(sealing.unseal(sealed)))
        lists = _again(connection, CoffeeAvoidRow, "sealed", lambda sealed: sealing.seal(sealing.unseal(sealed)))
        done.installations, done.letters = tokens[0], letters[0]
        done.others = keys[0] + shared[0] + polls[0] + lists[0]
        done.unreadable = tokens[1] + letters[1] + keys[1] + shared[1] + polls[1] + lists[1]
    return done


def _again(connection: Connection, model: type[SQLModel], name: str, turn: Callable[[str], str]) -> tuple[int, int]:
    table = model.__table__  # type: ignore[attr-defined]  # SQLModel adds it to every table class
    done = unreadable = 0
    for key, old in list(_rows(connection, model, name)):
        try:
            new = turn(old)
        except WrongKey:
            unreadable += 1
            continue
        same = [column == part for column, part in zip(table.primary_key.columns, key, strict=True)]
        if new != old:
            # Only if it is still the same: another process may have put in something newer.
            changed = update(table).where(*same, table.c[name] == old).values({name: new})
            done += connection.execute(changed).rowcount
    return done, unreadable


def _rows(connection: Connection, model: type[SQLModel], name: str) -> Iterator[tuple[tuple[object, ...], str]]:
    table = model.__table__  # type: ignore[attr-defined]  # the same
    for old, *key in connection.execute(select(table.c[name], *table.primary_key.columns).where(table.c[name] != "")):
        yield tuple(key), old


def _letter(event: str, sealing: Sealing) -> str:
    said = json.loads(event)
    if not isinstance(said, dict) or not said.get("sealed"):
        return event
    return json.dumps({**said, "sealed": sealing.seal(sealing.unseal(said["sealed"]))})


def _secret(value: str, sealing: Sealing) -> str:
    if not value.startswith(SEALED):
        return value
    return f"{SEALED}{sealing.seal(sealing.unseal(value.removeprefix(SEALED)))}"
