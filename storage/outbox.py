"""The outbox: what is waiting to be said, in order, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, exists, func, insert, literal_column, or_
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from scoring.facts import Micros
from scoring.periods import DAY, HOUR
from storage.tables import OutboxRow
from storage.transactions import Work

WAITING, SENT, UNKNOWN, FAILED, UNWANTED = "waiting", "sent", "unknown", "failed", "unwanted"
"""Unknown: it was perhaps said. Unwanted: the bot isn't where it would have been said, and needn't be."""
OVER = (SENT, FAILED, UNWANTED)

KEPT, KEPT_WITH_KEY = 30 * DAY, 400 * DAY
KEPT_TO_RETRY = 7 * DAY
"""How long the words of what failed are kept, for another try."""
TWICE = "It may have been said twice: nobody could tell whether the first attempt had arrived."

# Written out, since SQLite only uses a partial index for a condition that it can read; a declared Boolean would become
# `… = 1`, which it can't.
IS_WAITING: ColumnElement[bool] = literal_column("state IN ('waiting', 'unknown')")
HAS_KEY: ColumnElement[bool] = literal_column("key <> ''")
UNTIMED = '"untimed":true'
"""What stands in such a letter, and in no other: what people write is quoted there."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One thing to say."""

    kind: str
    channel: str
    said: str
    key: str = ""
    untimed: bool = False
    """Nobody is to read from it when it was said: it knows the hour alone."""


def put(work: Work, letters: list[Letter]) -> None:
    """Queue letters; one with a key takes the place of an earlier one with that key that is still waiting."""
    if not letters:
        return
    newest = work.session.exec(select(func.max(OutboxRow.id)).where(OutboxRow.workspace == work.workspace)).one()
    number: int = newest or 0
    new: list[dict[str, str | int]] = []
    for letter in letters:
        if letter.key:
            # An earlier one with this key may be among these very letters.
            _insert(work, new)
            new = []
            if _replace(work, letter):
                continue
        number += 1
        made = work.now - work.now % HOUR if letter.untimed else work.now
        state: dict[str, str | int] = {"id": number, "state": WAITING, "due": made, "made": made}
        new.append({"workspace": work.workspace, **state, **asdict(letter)})
        del new[-1]["untimed"]
    _insert(work, new)
    work.changed = True


def _insert(work: Work, rows: list[dict[str, str | int]]) -> None:
    if rows:
        work.connection.execute(insert(OutboxRow), rows)


def _replace(work: Work, letter: Letter) -> bool:
    # In its place and under its number: it may be on its way at this very moment, and must wait if it was told to.
    waiting = (
        update(OutboxRow)
        .where(
            col(OutboxRow.workspace) == work.workspace,
            col(OutboxRow.key) == letter.key,
            HAS_KEY,
            IS_WAITING,
        )
        .values(said=letter.said, channel=letter.channel)
    )
    return work.session.exec(waiting).rowcount > 0


def due(work: Work, limit: int = 50, without: Collection[str] = ()) -> list[OutboxRow]:
    """The oldest letters whose time has come, of each channel only the first, so that order is kept.

    Those of the kinds in `without` aren't due, nor is what stands behind them.
    """
    query = (
        select(OutboxRow)
        .where(
            OutboxRow.workspace == work.workspace,
            col(OutboxRow.id).in_(_first(work)),
            OutboxRow.due <= work.now,
            col(OutboxRow.kind).not_in(sorted(without)),
        )
        .order_by(col(OutboxRow.id))
        .limit(limit)
    )
    return list(work.session.exec(query))


def _first(work: Work) -> SelectOfScalar[int]:
    # Of each channel the oldest that waits: the others wait for it.
    return (
        select(func.min(OutboxRow.id))
        .where(OutboxRow.workspace == work.workspace, IS_WAITING)
        .group_by(col(OutboxRow.channel))
    )


def claim(work: Work, lease: Micros, limit: int = 50, without: Collection[str] = ()) -> list[OutboxRow]:
    """Take what is due for oneself until the moment `lease`: nobody else sends it before then.

    One that somebody had claimed, and who died since, was perhaps said: it becomes unknown. `claimed` of an unknown
    letter stays the moment from which on it may have been said.
    """
    rows = due(work, limit, without)
    for row in rows:
        if not row.claimed:
            row.claimed = work.now
        elif row.state == WAITING:
            row.state = UNKNOWN
            row.attempts += 1
        row.due = lease
    work.session.flush()
    return rows


def release(work: Work, numbers: Collection[int]) -> None:
    """These were claimed but not begun: they are anybody's again."""
    for number in numbers:
        row = work.session.get(OutboxRow, (work.workspace, number))
        if row is not None:
            row.due = work.now
            row.claimed = row.claimed if row.state == UNKNOWN else 0
    work.session.flush()


def next_due(work: Work, without: Collection[str] = ()) -> Micros | None:
    """When the earliest letter may be sent, if there is one that isn't of the kinds in `without`."""
    query = select(func.min(OutboxRow.due)).where(
        OutboxRow.workspace == work.workspace,
        col(OutboxRow.id).in_(_first(work)),
        col(OutboxRow.kind).not_in(sorted(without)),
    )
    return work.session.exec(query).one()


def remote_of(work: Work, key: str) -> str:
    """The platform's id of what was last sent under a key, or nothing."""
    if not key:
        return ""
    query = (
        select(OutboxRow.remote)
        .where(OutboxRow.workspace == work.workspace, OutboxRow.key == key, HAS_KEY, OutboxRow.remote != "")
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    )
    return work.session.exec(query).first() or ""


def waits(work: Work, key: str) -> bool:
    """Whether something is about to be said under a key."""
    query = select(OutboxRow.id).where(OutboxRow.workspace == work.workspace, OutboxRow.key == key, HAS_KEY, IS_WAITING)
    return work.session.exec(query.limit(1)).first() is not None


def behind(work: Work, channel: str, key: str) -> list[OutboxRow]:
    """What waits to follow the card of a key into its thread, oldest first."""
    follows = col(OutboxRow.said).contains(f'"below":"{key}"', autoescape=True)
    query = select(OutboxRow).where(
        OutboxRow.workspace == work.workspace, OutboxRow.channel == channel, IS_WAITING, OutboxRow.claimed == 0, follows
    )
    return list(work.session.exec(query.order_by(col(OutboxRow.id))))


def latest_to(work: Work, member: str, form: str) -> str:
    """The platform's id of what was last said to a member alone, of those that look like `form` (as in LIKE)."""
    query = (
        select(OutboxRow.remote)
        .where(
            OutboxRow.workspace == work.workspace,
            OutboxRow.channel == f"@{member}",
            col(OutboxRow.remote).like(form),
        )
        .order_by(col(OutboxRow.id).desc())
        .limit(1)
    )
    return work.session.exec(query).first() or ""


def settle(work: Work, number: int, said: str, **changes: str | int) -> None:
    """Write down what became of a letter; the words of what was sent are not kept.

    `said` is what was sent: if something newer took its place meanwhile, that still waits, now as an edit. Whatever
    isn't unknown afterwards is nobody's any more. What was sent stays so, whatever becomes of another attempt at it:
    two can be on their way where a claim ran out before its attempt did.
    """
    row = work.session.get(OutboxRow, (work.workspace, number))
    if row is not None and row.state == SENT:
        return
    newer = row is not None and row.said != said
    state = changes.get("state")
    if row is not None and UNTIMED in row.said and state not in (WAITING, UNKNOWN):
        # What the platform calls it says when it was said.
        changes |= {"due": row.made, "remote": ""}
    if state in OVER and newer:
        changes |= {"state": WAITING, "due": work.now}
    elif state == SENT:
        changes["said"] = ""
    if changes.get("state") != UNKNOWN:
        changes.setdefault("claimed", 0)
    if row is not None and row.key and changes.get("state") in OVER:
        # It may have taken the place of others: when those were put here nobody is to read from it.
        changes["made"] = work.now
        _forget_older(work, row, str(changes.get("remote", row.remote)))
    this = (col(OutboxRow.workspace) == work.workspace, col(OutboxRow.id) == number)
    work.session.exec(update(OutboxRow).where(*this).values(**changes))
    work.session.flush()


def _forget_older(work: Work, row: OutboxRow, remote: str) -> None:
    # Nothing needs what this letter has replaced, and it would tell when each vote moved the card of a poll. Where the
    # card stands, only an older one may know. That something may stand there twice is for somebody to look at.
    older = (col(OutboxRow.workspace) == work.workspace, col(OutboxRow.key) == row.key, HAS_KEY)
    done = (col(OutboxRow.id) < row.id, col(OutboxRow.state).in_(OVER), col(OutboxRow.error) != TWICE)
    statement = delete(OutboxRow).where(*older, *done)
    work.connection.execute(statement if remote else statement.where(col(OutboxRow.remote) == ""))


def failures(work: Work, *, every: bool = False) -> list[OutboxRow]:
    """What couldn't be said, and what may or may not have been, oldest first.

    With `every` also what nobody wanted where the bot isn't, and what may have been said twice.
    """
    query = select(OutboxRow).where(OutboxRow.workspace == work.workspace).order_by(col(OutboxRow.id))
    wrong, harmless = col(OutboxRow.state).in_((FAILED, UNKNOWN)), col(OutboxRow.state) == UNWANTED
    query = query.where(or_(wrong, harmless, col(OutboxRow.error) == TWICE) if every else wrong)
    return list(work.session.exec(query))


def find(work: Work, number: int) -> OutboxRow | None:
    """One letter, whatever became of it."""
    return work.session.get(OutboxRow, (work.workspace, number))


def retry(work: Work, numbers: Sequence[int]) -> list[int]:
    """Let letters that failed wait again; those for which that makes sense.

    One whose words are gone can't, and one that a newer letter with its key has replaced needn't.
    """
    newer = aliased(OutboxRow)
    mine = (col(OutboxRow.workspace) == work.workspace, col(OutboxRow.id).in_(numbers))
    replaced = exists().where(
        col(newer.workspace) == work.workspace,
        col(newer.key) == col(OutboxRow.key),
        col(newer.key) != "",
        col(newer.id) > col(OutboxRow.id),
    )
    query = select(OutboxRow).where(
        *mine, col(OutboxRow.state).in_((FAILED, UNWANTED)), OutboxRow.said != "", ~replaced
    )
    rows = list(work.session.exec(query.order_by(col(OutboxRow.id))))
    for row in rows:
        row.state, row.due, row.attempts, row.claimed, row.error = WAITING, work.now, 0, 0, ""
    work.session.flush()
    work.changed |= bool(rows)
    return [row.id for row in rows]


def forget_to(work: Work, member: str) -> None:
    """What was said, or about to be said, to somebody alone goes.

    Of the newest letter the number stays: one that is just on its way must not be taken for another afterwards.
    """
    ours = col(OutboxRow.workspace) == work.workspace
    newest = work.session.exec(select(func.max(OutboxRow.id)).where(ours)).one()
    to_them = ours & (col(OutboxRow.channel) == f"@{member}")
    blank = update(OutboxRow).where(to_them, col(OutboxRow.id) == newest)
    nothing = {"channel": "", "said": "", "key": "", "remote": "", "error": "", "thread": "", "state": SENT}
    work.connection.execute(blank.values(**nothing, claimed=0))
    work.connection.execute(delete(OutboxRow).where(to_them))
    work.session.expire_all()


def tidy(work: Work) -> None:
    """Forget letters long sent; those with a key a year later, since until then they may be edited."""
    mine, done = col(OutboxRow.workspace) == work.workspace, col(OutboxRow.state).not_in((WAITING, UNKNOWN))
    for keyed, age in ((col(OutboxRow.key) == "", KEPT), (col(OutboxRow.key) != "", KEPT_WITH_KEY)):
        work.session.exec(delete(OutboxRow).where(mine, keyed, done, col(OutboxRow.made) < work.now - age))
    stale = update(OutboxRow).where(
        mine, done, col(OutboxRow.said) != "", col(OutboxRow.made) < work.now - KEPT_TO_RETRY
    )
    work.session.exec(stale.values(said=""))
    work.session.flush()
