"""Versions of the rule book: the current one, their history, and setting a new one."""

from typing import TYPE_CHECKING

from sqlmodel import col, select

from scoring.book import Book
from scoring.book_file import parse
from scoring.facts import Fact, FactKind
from scoring.totals import is_other
from storage import calendar
from storage.default_book import default_text
from storage.recording import retotal
from storage.tables import BookRow, Workspace

if TYPE_CHECKING:
    from storage.transactions import Work


def load(work: "Work", version: int) -> Book:
    """A version, parsed. Raises LookupError if there is none."""
    return parse(source(work, version), version)


def source(work: "Work", version: int) -> str:
    """A version's YAML as it was set."""
    row = work.session.get(BookRow, (work.workspace, version))
    if row is None:
        raise LookupError(f"there is no version {version} of the rule book of {work.workspace}")
    return row.source


def history(work: "Work") -> list[BookRow]:
    """Every version, newest first."""
    query = select(BookRow).where(BookRow.workspace == work.workspace).order_by(col(BookRow.version).desc())
    return list(work.session.exec(query))


def set_book(work: "Work", text: str, member: str, changes: list[str]) -> Book:
    """Make this YAML the rule book from now on, and keep who did it. Raises BookFaults if it is wrong."""
    version = work.book.version + 1
    book = parse(text, version)
    row = BookRow(
        workspace=work.workspace,
        version=version,
        source=text,
        at=work.now,
        member=member,
        changes="\n".join(changes),
    )
    work.session.add(row)
    work.session.flush()
    workspace = work.session.get_one(Workspace, work.workspace)
    workspace.book_version = version
    work.session.add(workspace)
    work.session.flush()
    work.record([Fact(FactKind.BOOK, work.now, member, extra=(("version", version),))])
    before, work.book = work.book, book
    if is_other(before, book):
        retotal(work)
    if before.version and _hours(before) != _hours(book):
        calendar.look_again(work)
    return book


def _hours(book: Book) -> tuple[str | int, ...]:
    # What the calendar goes by.
    settings = book.settings
    return settings.zone, settings.country, settings.quiet_from, settings.quiet_until


def set_default(work: "Work") -> Book:
    """A new workspace begins with the book that Huzzah ships."""
    return set_book(work, default_text(), "", ["The rule book that Huzzah comes with."])
