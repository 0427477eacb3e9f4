"""Standing: what of earlier imports and live traffic is still there, for an import to compare with."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select
from sqlmodel import col

from scoring.state import GONE, Trait
from storage.tables import MemberRow, MessageRow, ReactionRow
from storage.transactions import Work


def reactions(work: Work, channel: str, messages: Sequence[str]) -> Mapping[str, set[tuple[str, str]]]:
    """The reactions that are on these messages, as (member, emoji); messages without any are left out.

    So are those of erased members: no export knows them by their pseudonym, and they are to stay as they are.
    """
    query = select(col(ReactionRow.message), col(ReactionRow.member), col(ReactionRow.emoji)).where(
        col(ReactionRow.workspace) == work.workspace,
        col(ReactionRow.channel) == channel,
        col(ReactionRow.message).in_(messages),
        col(ReactionRow.is_on) > 0,
        col(ReactionRow.member).not_in(_erased(work)),
    )
    found: dict[str, set[tuple[str, str]]] = {}
    for message, member, emoji in work.connection.execute(query):
        found.setdefault(message, set()).add((member, emoji))
    return found


def messages(work: Work, channel: str, first: str, last: str) -> list[str]:
    """The messages of a channel that are not deleted, from one id to another in the order of ids.

    Those of erased members are left out.
    """
    query = select(col(MessageRow.message)).where(
        col(MessageRow.workspace) == work.workspace,
        col(MessageRow.channel) == channel,
        col(MessageRow.message).between(first, last),
        col(MessageRow.state) != GONE,
        col(MessageRow.author).not_in(_erased(work)),
    )
    return list(work.connection.execute(query).scalars())


def _erased(work: Work) -> Select[str]:
    return select(col(MemberRow.member)).where(
        col(MemberRow.workspace) == work.workspace, col(MemberRow.traits).bitwise_and(int(Trait.FORGOTTEN)) != 0
    )
