"""Conversations: those the bot is in, and how each is reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select, update
from sqlmodel import col
from sqlmodel import select as select_rows
from sqlmodel.sql.expression import SelectOfScalar

from storage.forgetting import forgotten
from storage.tables import ConversationRow, InstallationRow

if TYPE_CHECKING:
    from scoring.facts import Micros
    from storage.transactions import Database, Work

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
    """The bot is in it; what isn't told stays as it was. Whether anything is new.

    The chat with somebody who was erased isn't kept again.
    """
    if found.member and forgotten(work, [found.member]):
        return False
    row = work.session.get(ConversationRow, (work.workspace, found.channel))
    if row is None:
        row = ConversationRow(workspace=work.workspace, channel=found.channel, at=work.now)
    told = {name: value for name in FIELDS if (value := getattr(found, name)) and value != getattr(row, name)}
    if row.kind == TEAM and found.kind == CHANNEL:
        # A team's first channel is the team as well, whoever takes it for a channel like the others.
        del told["kind"]
    if not told and not row.gone_at and row in work.session:
        return False
    for name, value in told.items():
        setattr(row, name, value)
    # What was said while the bot was away is none of its business.
    row.at = work.now if row.gone_at else row.at
    row.gone_at = 0
    work.session.add(row)
    work.session.flush()
    return True


def lose(work: "Work", channel: str) -> None:
    """The bot isn't in it any more; of a team, in none of its channels."""
    ours = col(ConversationRow.workspace) == work.workspace
    these = or_(col(ConversationRow.channel) == channel, col(ConversationRow.team) == channel)
    there = col(ConversationRow.gone_at) == 0
    work.session.exec(update(ConversationRow).where(ours, these, there).values(gone_at=work.now))


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


def is_anywhere(work: "Work") -> bool:
    """Whether the bot is in any conversation at all."""
    query = select_rows(ConversationRow.channel).where(
        ConversationRow.workspace == work.workspace, ConversationRow.gone_at == 0
    )
    return work.session.exec(query.limit(1)).first() is not None


def deserted(database: "Database", platform: str, before: "Micros") -> list[str]:
    """Workspaces that count as installed though the bot was removed from every conversation by that moment."""
    here = col(InstallationRow.workspace) == col(ConversationRow.workspace)
    installed = (col(InstallationRow.platform) == platform) & (col(InstallationRow.gone_at) == 0)
    gone = col(ConversationRow.gone_at)
    query = (
        select(col(ConversationRow.workspace))
        .join(InstallationRow, here)
        .where(installed)
        .group_by(col(ConversationRow.workspace))
        .having(func.min(gone) > 0, func.max(gone) <= before)
    )
    with database.look() as connection:
        return list(connection.execute(query.order_by(col(ConversationRow.workspace))).scalars())


def _all(work: "Work") -> SelectOfScalar[ConversationRow]:
    return select_rows(ConversationRow).where(ConversationRow.workspace == work.workspace)


def _known(row: ConversationRow) -> Conversation:
    return Conversation(row.channel, row.kind, row.member, row.team, row.group_id, row.service)
