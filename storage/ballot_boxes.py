"""Ballot boxes: the sealed keys of open anonymous polls, and what is done with them; each goes when its poll closes."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, func, select
from sqlmodel import col

from storage import sweeping
from storage.sealing import Box, WrongKey
from storage.tables import PollKeyRow, PollRow, VoteRow

if TYPE_CHECKING:
    from storage.transactions import Work


SMALL, LARGE = 192, 3_072
"""Bytes of every envelope of a poll: of those with options, of those with words."""


UNREADABLE = (
    "So nobody can be erased: it can't be told which vote in an open anonymous poll is theirs. Put secret.key back, or "
    "delete the anonymous polls that are open (without it they can't even be closed), and erase again."
)


class NoKey(Exception):
    """An anonymous poll can't be begun or read: there is no key, or it isn't the one. Nothing was changed."""


def make(work: "Work", poll: int) -> None:
    """A key for a poll that opens; there may be one already. Raises NoKey."""
    sealing = work.database.sealing
    if sealing is None:
        raise NoKey("an anonymous poll needs the key of this installation (secret.key)")
    if is_there(work, poll):
        return
    work.session.add(PollKeyRow(workspace=work.workspace, poll=poll, sealed=sealing.fresh()))
    work.session.flush()
    work.changed = True


def of(work: "Work", poll: int) -> Box:
    """The box of an open anonymous poll, kept in memory for this transaction alone. Raises NoKey."""
    if poll not in work.boxes:
        work.boxes[poll] = _opened(work, poll)
    return work.boxes[poll]


def _opened(work: "Work", poll: int) -> Box:
    sealed, sealing = _sealed(work, poll), work.database.sealing
    if not sealed:
        raise NoKey("the key of this poll is gone, since the database was restored from a backup")
    if sealing is None:
        raise NoKey("the key of this installation (secret.key) is missing")
    try:
        return sealing.box(sealed)
    except WrongKey as error:
        raise NoKey(f"the key of this poll can't be read: {error}") from None


def is_there(work: "Work", poll: int) -> bool:
    """Whether a poll has a key, whoever may read it."""
    return bool(_sealed(work, poll))


def there(work: "Work") -> list[int]:
    """The polls that have one."""
    ours = select(col(PollKeyRow.poll)).where(col(PollKeyRow.workspace) == work.workspace)
    return list(work.connection.execute(ours.order_by(col(PollKeyRow.poll))).scalars())


def destroy(work: "Work", poll: int) -> None:
    """The key of a poll goes for good, also from the unused parts of the file."""
    work.flush()
    ours = (col(PollKeyRow.workspace) == work.workspace) & (col(PollKeyRow.poll) == poll)
    work.connection.execute(delete(PollKeyRow).where(ours))
    work.boxes.pop(poll, None)
    sweeping.mark(work.connection, sweeping.LOG)
    work.erased = work.changed = True


def about(work: "Work", poll: int, member: str) -> str:
    """What the mark of a member is made of."""
    return f"{work.workspace}|{poll}|{member}"


def take_out(work: "Work", member: str) -> None:
    """Somebody is erased: their envelopes in open anonymous polls go, as long as anybody can tell which they are.

    Where bars are shown already, the choice stays, under a mark that leads to nobody: if it went as well, the next
    picture less this one could tell what one of the others chose. Raises WrongKey where a key can't be read: whoever
    puts it back could tell whose the envelope was.
    """
    if why := unreadable(work):
        raise WrongKey(f"{why}. {UNREADABLE}")
    for poll, voter in _marks_of(work, member):
        envelope = work.connection.execute(select(col(VoteRow.choice)).where(*_of(work, poll, voter))).scalar()
        work.connection.execute(delete(VoteRow).where(*_of(work, poll, voter)))
        if envelope and _has_bars(work, poll):
            _keep_unmarked(work, poll, voter, envelope)


def unreadable(work: "Work") -> str:
    """Why the key of an open anonymous poll can't be read; nothing if all can."""
    for poll in there(work):
        try:
            of(work, poll)
        except NoKey as error:
            return str(error)
    return ""


def _has_bars(work: "Work", poll: int) -> bool:
    ours = (col(PollRow.workspace) == work.workspace) & (col(PollRow.poll) == poll)
    tally = work.connection.execute(select(col(PollRow.tally)).where(ours)).scalar()
    return "next" in json.loads(tally or "{}")


def _keep_unmarked(work: "Work", poll: int, voter: str, envelope: str) -> None:
    box, sealing = of(work, poll), work.database.sealing
    with suppress(NoKey):
        said = opened(box, envelope, voter)
        options, *_ = json.loads(said)
        if options and sealing is not None:
            # Made of a key that nobody has, not even sealed.
            stray = box.mark(sealing.fresh())
            row = VoteRow(workspace=work.workspace, poll=poll, voter=stray, choice=closed(box, said, stray, SMALL))
            work.session.add(row)
            work.session.flush()


def open_votes(work: "Work", member: str) -> int:
    """In how many open anonymous polls somebody has voted; that is all that can be told, and to them alone."""
    count = select(func.count()).select_from(VoteRow)
    return sum(
        work.connection.execute(count.where(*_of(work, poll, voter))).scalar_one()
        for poll, voter in _marks_of(work, member)
    )


def _marks_of(work: "Work", member: str) -> Iterator[tuple[int, str]]:
    for poll in there(work):
        try:
            yield poll, of(work, poll).mark(about(work, poll, member))
        except NoKey:
            continue


def _of(work: "Work", poll: int, voter: str) -> tuple[ColumnElement[bool], ...]:
    return col(VoteRow.workspace) == work.workspace, col(VoteRow.poll) == poll, col(VoteRow.voter) == voter


def closed(box: Box, text: str, about: str, size: int) -> str:
    """An envelope; what is longer than is foreseen gets one twice as large, rather than none."""
    while len(text.encode("utf-8", "surrogatepass")) > size:
        size *= 2
    return box.close(text, about, size)


def opened(box: Box, envelope: str, about: str) -> str:
    """What an envelope holds. Raises NoKey."""
    try:
        return box.open(envelope, about)
    except WrongKey as error:
        raise NoKey(f"an envelope can't be opened: {error}") from None


def _sealed(work: "Work", poll: int) -> str:
    work.flush()
    ours = (col(PollKeyRow.workspace) == work.workspace) & (col(PollKeyRow.poll) == poll)
    return work.connection.execute(select(col(PollKeyRow.sealed)).where(ours)).scalar() or ""
