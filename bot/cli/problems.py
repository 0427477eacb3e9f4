"""Problems: what a command cannot do, said in a sentence with what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager


class Problem(Exception):
    """What happened, and what to do; shown as it is, without a traceback."""


@contextmanager
def in_words() -> Iterator[None]:
    """What the parts raise on purpose becomes a Problem; they are imported only once a command needs them."""
    from sqlalchemy.exc import DatabaseError

    from bot.settings import SettingsFaults
    from scoring.book_faults import BookFaults
    from storage.schema import NotOurs, SchemaTooNew
    from storage.sealing import WrongKey
    from storage.snapshots import BrokenBackup, NotEmpty
    from storage.transactions import Unavailable

    try:
        yield
    except (SchemaTooNew, NotOurs, BrokenBackup, NotEmpty, WrongKey, SettingsFaults) as error:
        raise Problem(str(error)) from error
    except BookFaults as error:
        many = len(error.faults)
        count = "one thing" if many == 1 else f"{many} things"
        raise Problem(f"The rule book was not accepted, {count} to repair:\n{error}") from error
    except Unavailable as error:
        raise Problem(_unavailable(str(error))) from error
    except DatabaseError as error:
        if "malformed" not in str(error):
            raise
        raise Problem(
            "The database file is damaged. Move it away, and restore the newest backup: huzzah restore FILE"
        ) from error


def _unavailable(reason: str) -> str:
    first = reason.strip().partition("\n")[0]
    if "locked" in first:
        return "The database is busy: something else is writing to it. Wait until it has finished, and try again."
    if "disk is full" in first or "No space left" in first:
        return "The disk of the database is full. Make room, and try again; nothing was changed."
    if "unable to open" in first:
        return "The database file can't be opened. Check HUZZAH_DATABASE_URL and who may write to its folder."
    return f"The database can't be used now ({first}). Is it running, and is HUZZAH_DATABASE_URL right?"
