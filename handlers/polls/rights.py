"""Rights: who may ask, vote, see and steer - told in words to whoever may not."""

from handlers import people
from handlers.moderating import is_moderator
from handlers.polls.terms import DELETED, DRAFT, read_terms
from scoring.state import Trait
from storage import known, places
from storage.tables import PollRow
from storage.transactions import Work

FORGOTTEN = "You asked to be forgotten, so I don't take down what you choose. Ask an admin if that is to change."
OUTSIDE = "Polls here are for the colleagues of this company, so I can't count you. Sorry!"
GONE = "This poll isn't there any more."
PULSE = "pulse:"
"""What the series of a pulse's polls begins with; they have cards of their own."""
NOT_YOURS = "Only whoever asked, the co-owners and admins can do that."


def barred(work: Work, member: str) -> str:
    """Why somebody may neither ask nor vote: outsiders, guests as the rule book has it, who is forgotten, bots."""
    if people.is_forgotten(work, member):
        return FORGOTTEN
    return OUTSIDE if work.member(member).traits & work.book.outside else ""


def hidden_from(work: Work, row: PollRow | None, member: str, here: str = "") -> str:
    """Why somebody may not see a poll: it is gone, or stands where they aren't; `here` is where they ask from."""
    if row is None or row.state in (DRAFT, DELETED) or row.series.startswith(PULSE):
        return GONE
    if not _is_among(work, row, member, here):
        return GONE
    return barred(work, member)


def _is_among(work: Work, row: PollRow, member: str, here: str) -> bool:
    if places.is_closed(work, member, row.channel):
        return False
    if here == row.channel or _is_owner(row, member):
        return True
    # A guest was invited into some channels, and nobody knows into which of the public ones.
    if work.member(member).traits & Trait.GUEST:
        return member in known.in_channels(work, [row.channel])[row.channel]
    return row.channel in places.names_for(work, member, [row.channel])


def reach(work: Work, channel: str) -> int:
    """How many people can vote in a channel; 0 where nobody told us who is in it."""
    members = known.in_channels(work, [channel])[channel]
    out = work.book.outside | int(Trait.BOT | Trait.DEACTIVATED | Trait.FORGOTTEN)
    return sum(not each.traits & out for each in work.members(sorted(members)).values())


def _is_owner(row: PollRow, member: str) -> bool:
    return bool(member) and (member == row.member or member in read_terms(row.terms).owners)


def may_steer(work: Work, row: PollRow, member: str) -> bool:
    """Whether somebody may close, change or delete a poll: the asker, co-owners, and admins - if they see it at all."""
    if not member or barred(work, member):
        return False
    if _is_owner(row, member):
        return not places.is_closed(work, member, row.channel)
    # An admin doesn't hear of what is asked in private channels, or in ones that nobody told us of.
    return work.member(member).has_role("admin") and row.channel in places.names_for(work, member, [row.channel])


def may_moderate(work: Work, row: PollRow, member: str) -> bool:
    """Whether somebody may show and hide open answers."""
    if may_steer(work, row, member):
        return True
    return is_moderator(work, member) and not hidden_from(work, row, member)
