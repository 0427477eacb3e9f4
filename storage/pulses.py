"""Pulses as they are kept: what is asked of whom, each round of it, and who doesn't want to be asked."""

from collections.abc import Sequence

from sqlmodel import col, select

from scoring.periods import end_of, local_day, start_of
from scoring.state import Trait
from storage import numbering
from storage.tables import ChannelMemberRow, MemberRow, PulseRoundRow, PulseRow, PulseSkipRow, TotalRow
from storage.transactions import Work

ON, GONE = "on", "gone"
OPEN, CLOSED = "open", "closed"
_NOT_ASKED = Trait.BOT | Trait.EXTERNAL | Trait.DEACTIVATED | Trait.FORGOTTEN


def add(work: Work, row: PulseRow) -> int:
    """Keep a new pulse; its number. `workspace`, `pulse` and `made` are filled in here."""
    row.workspace, row.pulse, row.made = work.workspace, numbering.above(work, PulseRow.pulse), work.now
    save(work, row)
    return row.pulse


def save(work: Work, row: PulseRow | PulseRoundRow) -> None:
    """Keep what was changed."""
    work.session.add(row)
    work.session.flush()
    work.changed = True


def find(work: Work, pulse: int) -> PulseRow | None:
    """One pulse that is still asked."""
    row = work.session.get(PulseRow, (work.workspace, pulse))
    return row if row is not None and row.state == ON else None


def whatever(work: Work, pulse: int) -> PulseRow | None:
    """One pulse, whether it is still asked or not."""
    return work.session.get(PulseRow, (work.workspace, pulse))


def standing(work: Work) -> Sequence[PulseRow]:
    """All that are still asked."""
    query = select(PulseRow).where(PulseRow.workspace == work.workspace, PulseRow.state == ON)
    return work.session.exec(query.order_by(col(PulseRow.pulse))).all()


def round_of(work: Work, pulse: int, day: int) -> PulseRoundRow | None:
    """The round that began on a local day."""
    return work.session.get(PulseRoundRow, (work.workspace, pulse, day))


def rounds(work: Work, pulse: int, state: str = "", most: int = 12) -> Sequence[PulseRoundRow]:
    """The newest rounds of a pulse, the newest first."""
    query = select(PulseRoundRow).where(PulseRoundRow.workspace == work.workspace, PulseRoundRow.pulse == pulse)
    if state:
        query = query.where(PulseRoundRow.state == state)
    return work.session.exec(query.order_by(col(PulseRoundRow.day).desc()).limit(most)).all()


def skips(work: Work) -> set[str]:
    """Those who said "not for me"."""
    query = select(PulseSkipRow.member).where(PulseSkipRow.workspace == work.workspace)
    return set(work.session.exec(query))


def skip(work: Work, member: str, *, on: bool) -> bool:
    """Pulses leave somebody alone, or ask them again; False if it was so before."""
    row = work.session.get(PulseSkipRow, (work.workspace, member))
    if on == (row is not None):
        return False
    if row is None:
        work.session.add(PulseSkipRow(workspace=work.workspace, member=member, made=work.now))
    else:
        work.session.delete(row)
    work.session.flush()
    work.changed = True
    return True


def colleagues(work: Work) -> dict[str, str]:
    """Everybody who can be asked -> the zone they live in, "" if nobody says."""
    query = select(MemberRow.member, MemberRow.zone).where(
        MemberRow.workspace == work.workspace,
        col(MemberRow.name) != "",
        col(MemberRow.traits).bitwise_and(int(_NOT_ASKED)) == 0,
    )
    return dict(work.session.exec(query).all())


def in_private(work: Work, channel: str) -> set[str]:
    """Who is in a private channel."""
    query = select(ChannelMemberRow.member).where(
        ChannelMemberRow.workspace == work.workspace, ChannelMemberRow.channel == channel
    )
    return set(work.session.exec(query))


def active_in(work: Work, channel: str, since: int) -> set[str]:
    """Who took part in an open channel in the months from a day on: who else reads there, nobody knows."""
    query = select(TotalRow.member).where(
        TotalRow.workspace == work.workspace, TotalRow.span == "month", col(TotalRow.start).in_(_months(work, since)),
        TotalRow.channel == channel,
    )  # fmt: skip
    return set(work.session.exec(query.distinct()))


def _months(work: Work, since: int) -> list[int]:
    # Each by its first day, or the index of totals would lead through all channels of them.
    today, found = local_day(work.book.settings.zone, work.now), list[int]()
    start = start_of("month", since)
    while start <= today:
        found += [start] if start >= since else []
        start = end_of("month", start)
    return found


def is_active_in(work: Work, channel: str, since: int, member: str) -> bool:
    """The same of one member: an index read."""
    query = select(TotalRow.member).where(
        TotalRow.workspace == work.workspace, TotalRow.span == "month", col(TotalRow.start) >= since,
        TotalRow.channel == channel, TotalRow.member == member,
    )  # fmt: skip
    return work.session.exec(query.limit(1)).first() is not None
