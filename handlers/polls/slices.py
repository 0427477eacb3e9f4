"""Slices: by which groups a poll is compared, in which of them a voter counts, and what is shown of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.polls import slicing
from handlers.polls.slicing import Slices
from handlers.polls.terms import GROUPS, read_terms
from scoring.markup import Kind, identity, pieces, plain, unescape
from scoring.state import Trait
from storage import groups, known, votes
from storage.tables import PollRow
from storage.transactions import Work

MOST = 20
NONE_YET = (
    "I know no group with five people or more yet, so there is nothing to compare by. A group is a user group in Slack "
    "and a tag in Teams. Leave out by, or ask an admin."
)
GONE = "a group that is gone"


@dataclass(frozen=True, slots=True)
class By:
    """The groups that are compared, or what is wrong with them."""

    groups: tuple[str, ...] = ()
    problem: str = ""


def wanted(work: Work, typed: Sequence[str]) -> By:
    """The groups that somebody typed or chose: mentions, ids, or `terms.GROUPS` for all there are."""
    if GROUPS in typed:
        found = _all(work)
        return By(found) if found else By(problem=NONE_YET)
    chosen: list[str] = []
    named = known.groups(work) if typed else {}
    for each in typed:
        group = each if each in named else _mentioned(each) or _by_name(each, named)
        if group not in named:
            shown = plain(each, {}).removeprefix("@")[:40]
            return By(problem=f"I don't know the group {shown}. Type @ and choose it from the list that appears.")
        chosen.append(group)
    chosen = list(dict.fromkeys(chosen))
    if len(chosen) > MOST:
        return By(problem=f"Those are {len(chosen)} groups, and {MOST} can be compared. Leave some out.")
    for group, many in _sizes(work, chosen).items():
        if many < votes.LEAST:
            said = "nobody I know of" if not many else "1 person" if many == 1 else f"only {many} people"
            which = _called(named[group])
            return By(problem=f"In {which} is {said}, and of fewer than five nothing is shown, so leave {which} out.")
    return By(tuple(chosen))


def _mentioned(typed: str) -> str:
    found = [identity(piece) for kind, piece in pieces(typed) if kind is Kind.GROUP]
    return found[0] if found else ""


def _by_name(typed: str, named: Mapping[str, str]) -> str:
    # Where two are called the same nobody knows which one is meant.
    name = unescape(typed).removeprefix("@").casefold()
    found = [group for group, known_as in named.items() if _called(known_as).casefold() == name]
    return found[0] if len(found) == 1 else ""


def _all(work: Work) -> tuple[str, ...]:
    # The smallest first, so that who is in a team and in "everybody here" counts in their team.
    found = {group: many for group, many in _sizes(work, sorted(known.groups(work))).items() if many >= votes.LEAST}
    return tuple(sorted(found, key=lambda group: (found[group], group))[:MOST])


def _sizes(work: Work, wanted_groups: Sequence[str]) -> dict[str, int]:
    """How many colleagues who may take part are in each of them."""
    inside = groups.members_of(work, wanted_groups)
    out = work.book.outside | int(Trait.BOT | Trait.DEACTIVATED | Trait.FORGOTTEN)
    everybody = work.members(sorted({member for members in inside.values() for member in members}))
    return {
        group: sum(not everybody[member].traits & out for member in inside[group] if member in everybody)
        for group in wanted_groups
    }


def each_time(typed: Sequence[str], found: By) -> tuple[str, ...]:
    """What is kept of a poll that is asked again and again: the groups, or that it is all there are by then."""
    return (GROUPS,) if GROUPS in typed else found.groups


def settled(work: Work, by: Sequence[str]) -> tuple[str, ...]:
    """The groups of a poll that is asked again and again, as they are today: of fewer than five nothing is shown."""
    if GROUPS in by:
        return _all(work)
    sizes = _sizes(work, by)
    return tuple(group for group in by if sizes[group] >= votes.LEAST)


def offered(work: Work) -> tuple[tuple[str, str], ...]:
    """(id, name) of the groups that a form lists."""
    named = known.groups(work)
    return tuple((group, _called(named[group])) for group in _all(work))


def names(work: Work, by: Sequence[str]) -> tuple[str, ...]:
    """What these groups are called now."""
    found = groups.group_names(work, by)
    return tuple(_called(found.get(group, GONE)) for group in by)


def _called(name: str) -> str:
    return name.strip().removeprefix("@") or GONE


def counted_in(work: Work, row: PollRow, members: Iterable[str]) -> dict[str, int]:
    """Member -> the first group of this poll that they are in now, from 1 on; who is in none isn't there."""
    by = read_terms(row.terms).by
    return {member: by.index(group) + 1 for member, group in groups.groups_of(work, members, by).items()} if by else {}


def closed(
    work: Work, row: PollRow, options: Sequence[int], found: Sequence[tuple[int, votes.Choice]]
) -> Slices | None:
    """What a poll that closes comes to by group; None if it isn't compared."""
    by = read_terms(row.terms).by
    if not by:
        return None
    return slicing.sliced(row.kind, options, found, names(work, by), secret=bool(row.anonymous))


def so_far(work: Work, row: PollRow, options: Sequence[int]) -> Slices | None:
    """The same of an open one; of an anonymous one nothing, since who votes next could be told from the difference."""
    return None if row.anonymous else closed(work, row, options, votes.grouped(work, row))
