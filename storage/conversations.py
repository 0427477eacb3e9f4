"""Conversations: those the bot is in, and how each is reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.tables import ConversationRow

if TYPE_CHECKING:
    from storage.transactions import Work

TEAM: Final = "team"
CHANNEL: Final = "channel"
GROUP: Final = "group"
PERSONAL: Final = "personal"
FIELDS: Final = ("kind", "member", "team", "group_id", "service")


@dataclass(frozen=True, slots=True)
class Conversation:
    """One of them; see ConversationRow."""

    channel: str
    kind: str = CHANNEL
    member: str = ""
    team: str = ""
    group_id: str = ""
    service: str = ""


def keep(work: "Work", found: Conversation) -> bool:
    """The bot is in it; what isn't told stays as it was. Whether anything is new."""
    row = work.session.get(ConversationRow, (work.workspace, found.channel))
    if row is None:
        row = ConversationRow(workspace=work.workspace, channel=found.channel, at=work.now)
    told = {name: value for name in FIELDS if (value := getattr(found, name)) and value != getattr(row, name)}
    if not told and not row.gone_at and row in work.session:
        return False
    for name, value in told.items():
        setattr(row, name, value)
    row.gone_at = 0
    work.session.add(row)
    work.session.flush()
    return True


def lose(work: "Work", channel: str) -> None:
    """The bot isn't in it any more; of a team, in none of its channels."""
    for each in work.session.exec(_all(work)):
        if channel in (each.channel, each.team):
            each.gone_at = each.gone_at or work.now
            work.session.add(each)
    work.session.flush()


def one(work: "Work", channel: str) -> Conversation | None:
    """One of them, if the bot is in it."""
    row = work.session.get(ConversationRow, (work.workspace, channel))
    return _known(row) if row is not None and not row.gone_at else None


def personal(work: "Work", member: str) -> Conversation | None:
    """The chat with one member alone; None if there was none yet."""
    query = _all(work).where(ConversationRow.member == member, ConversationRow.kind == PERSONAL)
    row = work.session.exec(query.where(ConversationRow.gone_at == 0).order_by(col(ConversationRow.at).desc())).first()
    return _known(row) if row is not None else None


def present(work: "Work", *kinds: str) -> Sequence[Conversation]:
    """All of these kinds that the bot is in."""
    query = _all(work).where(ConversationRow.gone_at == 0, col(ConversationRow.kind).in_(kinds))
    return [_known(row) for row in work.session.exec(query.order_by(ConversationRow.channel))]


def _all(work: "Work") -> SelectOfScalar[ConversationRow]:
    return select(ConversationRow).where(ConversationRow.workspace == work.workspace)


def _known(row: ConversationRow) -> Conversation:
    return Conversation(row.channel, row.kind, row.member, row.team, row.group_id, row.service)
