"""Channel ids: a channel that the platform moves to another id stays known under its first one.

From the move on, whatever comes under a later id is taken for the first one. What came under the later id before the
move was told stays there, and so does whatever is about it: a message's edits, reactions and deletion, and answers in
its thread. Such a stretch counts in everybody's sums; only the board of that one channel lacks it.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sqlmodel import select
from sqlmodel.sql.expression import SelectOfScalar

from scoring.facts import Micros
from scoring.state import MessageKey
from storage.tables import ChannelIdRow

if TYPE_CHECKING:
    from storage.transactions import Work


def moved(work: "Work") -> Mapping[str, str]:
    """Later id -> the first one; empty for almost every workspace, and remembered between batches."""
    return _ids(work)[0]


def first(work: "Work", channel: str) -> str:
    """Under which id a channel is known here."""
    return moved(work).get(channel, channel)


def newest(work: "Work", channel: str) -> str:
    """The id by which the platform knows the channel now; whichever of its ids is asked for."""
    firsts, newest_ids = _ids(work)
    known = firsts.get(channel, channel)
    return newest_ids.get(known, known)


def move(work: "Work", channel: str, to: str, at: Micros) -> None:
    """The platform calls the channel `to` since `at`. A move that is told again, or is older, changes nothing."""
    known = first(work, channel)
    row = work.session.get(ChannelIdRow, (work.workspace, to))
    if not channel or not to or channel == to or (row is not None and row.at >= at):
        return
    work.session.merge(ChannelIdRow(workspace=work.workspace, alias=to, channel=known, at=at))
    # Moves that were told in another order: what was taken for the first id of this channel isn't one.
    for later in work.session.exec(_known_as(work, to)):
        later.channel = known
        work.session.add(later)
    work.session.flush()
    work.remembered.channel_ids = None
    work.changed = True


def messages_kept(work: "Work", wanted: Iterable[MessageKey]) -> set[MessageKey]:
    """Those of the messages that are known under the very id that is named with them."""
    keys = sorted(set(wanted))
    return work.look(lambda state: {key for key in keys if state.messages.get(key) is not None})


def _known_as(work: "Work", channel: str) -> SelectOfScalar[ChannelIdRow]:
    return select(ChannelIdRow).where(
        ChannelIdRow.workspace == work.workspace, ChannelIdRow.channel == channel, ChannelIdRow.alias != channel
    )


def _ids(work: "Work") -> tuple[Mapping[str, str], Mapping[str, str]]:
    kept = work.remembered
    if kept.channel_ids is None or kept.newest_ids is None:
        query = select(ChannelIdRow).where(ChannelIdRow.workspace == work.workspace)
        rows = sorted(work.session.exec(query), key=lambda row: (row.at, row.alias))
        kept.channel_ids = {row.alias: row.channel for row in rows}
        kept.newest_ids = {row.channel: row.alias for row in rows}
    return kept.channel_ids, kept.newest_ids
