"""Polls as they are kept: made, found, listed; their options; what people chose is in storage/votes.py."""

from collections.abc import Iterator, Sequence

from sqlalchemy import delete, exists, func, insert, or_, update
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from scoring.facts import Micros
from storage import numbering
from storage.poll_tables import DRAFT as IS_DRAFT
from storage.poll_tables import OPEN as IS_OPEN
from storage.tables import ChannelMemberRow, ChannelRow, PollOptionRow, PollRow, PromiseRow, VoteRow
from storage.transactions import Work

SHOWN, WAITING, REMOVED = "shown", "waiting", "removed"
"""States of an option."""
MOST_LISTED = 12


def add(work: Work, row: PollRow, options: Sequence[str] = ()) -> int:
    """Keep a new poll and its options (1 and on); its number. `workspace`, `poll` and `made` are filled in here."""
    row.workspace, row.poll, row.made = work.workspace, numbering.above(work, PollRow.poll), work.now
    work.session.add(row)
    work.session.flush()
    work.changed = True
    set_options(work, row.poll, options)
    return row.poll


def newest(work: Work) -> int:
    """The highest number so far; numbers are never used again."""
    query = select(func.max(PollRow.poll)).where(PollRow.workspace == work.workspace)
    return work.session.exec(query).one() or 0


def forget_answers(work: Work, member: str) -> None:
    """Somebody is erased: what they answered in their own words goes. An option they added stays, others chose it."""
    theirs = select(PollRow.poll).where(PollRow.workspace == work.workspace, PollRow.kind == "open")
    mine = (col(PollOptionRow.workspace) == work.workspace) & (col(PollOptionRow.member) == member)
    work.connection.execute(
        update(PollOptionRow).where(mine, col(PollOptionRow.poll).in_(theirs)).values(words="", state=REMOVED)
    )
    given = (col(VoteRow.workspace) == work.workspace) & (col(VoteRow.voter) == member)
    work.connection.execute(delete(VoteRow).where(given, col(VoteRow.poll).in_(theirs)))


def find(work: Work, poll: int) -> PollRow | None:
    """One poll, whatever its state."""
    return work.session.get(PollRow, (work.workspace, poll))


def save(work: Work, row: PollRow) -> None:
    """Keep what was changed of a poll."""
    work.session.add(row)
    work.session.flush()
    work.changed = True


def options(work: Work, poll: int) -> list[PollOptionRow]:
    """Its options in their order, those that wait or were removed too."""
    query = select(PollOptionRow).where(PollOptionRow.workspace == work.workspace, PollOptionRow.poll == poll)
    return list(work.session.exec(query.order_by(col(PollOptionRow.option))).all())


def newest_answers(work: Work, poll: int, most: int, states: Sequence[str] = (SHOWN,)) -> list[PollOptionRow]:
    """The newest open answers in these states, the newest first."""
    query = select(PollOptionRow).where(
        PollOptionRow.workspace == work.workspace,
        PollOptionRow.poll == poll,
        PollOptionRow.words != "",
        col(PollOptionRow.state).in_(states),
    )
    return list(work.session.exec(query.order_by(col(PollOptionRow.option).desc()).limit(most)).all())


def answer_of(work: Work, poll: int, member: str) -> PollOptionRow | None:
    """The open answer of somebody, where it isn't anonymous."""
    query = select(PollOptionRow).where(
        PollOptionRow.workspace == work.workspace, PollOptionRow.poll == poll, PollOptionRow.member == member
    )
    return work.session.exec(query.limit(1)).first()


def hidden_answers(work: Work, poll: int) -> list[PollOptionRow]:
    """Open answers that aren't shown, or not yet."""
    return newest_answers(work, poll, 10_000, (WAITING, REMOVED))


def remove_option(work: Work, row: PollOptionRow, *, keep_author: bool = False) -> None:
    """An open answer is taken back; its number isn't used again."""
    row.words, row.member, row.state = "", row.member if keep_author else "", REMOVED
    work.session.add(row)
    work.session.flush()
    work.changed = True


def set_options(work: Work, poll: int, words: Sequence[str]) -> None:
    """These are its options now (of a draft, or of a poll in which nobody has voted yet)."""
    for row in options(work, poll):
        work.session.delete(row)
    work.session.flush()
    for number, each in enumerate(words, start=1):
        work.session.add(PollOptionRow(workspace=work.workspace, poll=poll, option=number, words=each))
    work.session.flush()
    work.changed = True


def change_options(work: Work, poll: int, words: Sequence[str]) -> None:
    """The same, but an option whose words stay is still of whoever added it."""
    by = {row.words: row.member for row in options(work, poll)}
    set_options(work, poll, words)
    for row in options(work, poll):
        row.member = by.get(row.words, "")
    work.session.flush()


def add_options(work: Work, poll: int, words: Sequence[str], state: str = SHOWN) -> None:
    """Many open answers at once, of nobody."""
    first = _newest_option(work, poll) + 1
    rows = [
        {"workspace": work.workspace, "poll": poll, "option": number, "words": each, "member": "", "state": state}
        for number, each in enumerate(words, start=first)
    ]
    if rows:
        work.connection.execute(insert(PollOptionRow), rows)
        work.changed = True


def _newest_option(work: Work, poll: int) -> int:
    ours = (PollOptionRow.workspace == work.workspace, PollOptionRow.poll == poll)
    return work.session.exec(select(func.max(PollOptionRow.option)).where(*ours)).one() or 0


def add_option(work: Work, poll: int, words: str, *, member: str = "", state: str = SHOWN) -> int:
    """One more option, or an open answer; its number."""
    number = _newest_option(work, poll) + 1
    work.session.add(
        PollOptionRow(workspace=work.workspace, poll=poll, option=number, words=words, member=member, state=state)
    )
    work.session.flush()
    work.changed = True
    return number


def set_option(work: Work, poll: int, option: int, state: str) -> bool:
    """Show an option, have it wait, or take it away; False if there is none."""
    row = work.session.get(PollOptionRow, (work.workspace, poll, option))
    if row is None or not row.words:
        return False
    row.state = state
    work.session.add(row)
    work.session.flush()
    work.changed = True
    return True


def listing(work: Work, states: Sequence[str] = ("open", "closed"), most: int = 200) -> list[PollRow]:
    """The newest polls in these states."""
    return _rows(work, col(PollRow.state).in_(states), most=most)


def of_series(work: Work, series: str, most: int = MOST_LISTED) -> list[PollRow]:
    """The newest polls of a series."""
    return _rows(work, PollRow.series == series, PollRow.state != "deleted", most=most)


def visible(work: Work, viewer: str, here: str, most: int, *, skip: int = 0) -> list[PollRow]:
    """Polls where this viewer may look, or that they asked: open ones first, those of a channel first, newest first."""
    found: list[int] = []
    for part in _parts(work, viewer, here):
        left = skip + most - len(found)
        if left > 0:
            found += work.session.exec(part.limit(left)).all()
    page = found[skip:]
    rows = {row.poll: row for row in _rows(work, col(PollRow.poll).in_(page), most=most)}
    return [rows[poll] for poll in page]


def _parts(work: Work, viewer: str, here: str) -> Iterator[SelectOfScalar[int]]:
    # Each by an index of its own and asked for only if those before it leave room, so that a page costs as much after
    # ten years as after one.
    inside = exists().where(
        col(ChannelMemberRow.workspace) == work.workspace,
        col(ChannelMemberRow.channel) == col(ChannelRow.channel),
        col(ChannelMemberRow.member) == viewer,
    )
    place = exists().where(
        col(ChannelRow.workspace) == work.workspace,
        col(ChannelRow.channel) == col(PollRow.channel),
        or_(col(ChannelRow.private) == 0, inside),
    )
    elsewhere, newest_first = col(PollRow.channel) != here, col(PollRow.poll).desc()
    sees = or_(place, col(PollRow.member) == viewer, ~elsewhere)
    ours = select(PollRow.poll).where(PollRow.workspace == work.workspace, ~col(PollRow.series).startswith("pulse:"))
    # Of a round of trivia its standing tells; only what is still open stands here.
    over = ours.where(PollRow.state == "closed", ~col(PollRow.series).startswith("round:"))
    yield ours.where(IS_OPEN, sees).order_by(elsewhere, newest_first)
    yield over.where(PollRow.channel == here).order_by(newest_first)
    yield over.where(elsewhere, sees).order_by(newest_first)


def old_drafts(work: Work, before: Micros) -> list[PollRow]:
    """What somebody began to ask before that moment, and never posted."""
    return _rows(work, IS_DRAFT, PollRow.made < before, most=200)


def _rows(work: Work, *conditions: object, most: int) -> list[PollRow]:
    query = select(PollRow).where(PollRow.workspace == work.workspace, *conditions)  # type: ignore[arg-type]
    return list(work.session.exec(query.order_by(col(PollRow.poll).desc()).limit(most)).all())


def promise(work: Work, poll: int) -> PromiseRow | None:
    """What is owed to a poll, or was."""
    return work.session.get(PromiseRow, (work.workspace, poll))


def keep_promise(work: Work, row: PromiseRow) -> None:
    """Keep a promise, or what became of it."""
    row.workspace = work.workspace
    work.session.add(row)
    work.session.flush()
    work.changed = True


def forget_promise(work: Work, poll: int) -> None:
    """Nothing is owed any more."""
    row = promise(work, poll)
    if row is not None:
        work.session.delete(row)
        work.session.flush()
        work.changed = True
