"""Standing: what of earlier imports and live traffic is still there, for an import to compare with."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlmodel import col

from scoring.state import GONE
from storage.tables import MessageRow, ReactionRow
from storage.transactions import Work


def reactions(work: Work, channel: str, messages: Sequence[str]) -> Mapping[str, set[tuple[str, str]]]:
    """The reactions that are on these messages, as (member, emoji); messages without any are left out."""
    query = select(col(ReactionRow.message), col(ReactionRow.member), col(ReactionRow.emoji)).where(
        col(ReactionRow.workspace) == work.workspace,
        col(ReactionRow.channel) == channel,
        col(ReactionRow.message).in_(messages),
        col(ReactionRow.is_on) > 0,
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for message, member, emoji in work.connection.execute(query):
        found.setdefault(message, set()).add((member, emoji))
    return found


def messages(work: Work, channel: str, first: str, last: str) -> list[str]:
    """The messages of a channel that are not deleted, from one id to another in the order of ids."""
    query = select(col(MessageRow.message)).where(
        col(MessageRow.workspace) == work.workspace,
        col(MessageRow.channel) == channel,
        col(MessageRow.message).between(first, last),
        col(MessageRow.state) != GONE,
    )
    return list(work.connection.execute(query).scalars())
