"""Moderating: who looks over what colleagues propose before everybody sees it."""

from storage import prompts
from storage.transactions import Work

ROLE = "moderator"


def is_moderator(work: Work, member: str) -> bool:
    """Whether this member may approve, edit and drop what others propose."""
    return work.member(member).has_role(ROLE, "admin")


def moderators(work: Work) -> list[str]:
    """Who is asked to look at what others propose: the moderators, or the admins while there are none."""
    return prompts.with_role(work, ROLE) or prompts.with_role(work, "admin")
