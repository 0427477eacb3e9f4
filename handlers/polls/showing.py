"""Showing: the tally that people may see now - of an anonymous poll only in steps, and never of fewer than five.

The tally of an open anonymous poll changes only when five people have voted or changed their vote since it last did,
and not all of them alike, and then shows how things stood one such step before: between what is shown now, what was
shown before, and what is shown at the close, there are always at least five people, so that no difference of two
pictures tells of fewer, or what all of them chose.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers.polls import slices, slicing
from handlers.polls.counting import Tally, count, firsts, read_tally, visible, write_tally
from handlers.polls.terms import OPEN, QUIZ, RANKING, read_terms
from scoring.facts import Micros
from scoring.state import Trait
from storage import ballot_boxes, votes
from storage.tables import PollRow
from storage.transactions import Work

AGE: Micros = 2_000_000
ABOUT = "tally"
SIZE = 4_096
"""Bytes of the sealed tally that is shown next."""


def shown(work: Work, poll: PollRow, options: Sequence[int]) -> Tally:
    """The tally of an open poll as it may be shown now; it is kept in `poll.tally`. Raises votes.NoKey."""
    if poll.anonymous:
        return _in_steps(work, poll, options)
    tally = _counted(work, poll, options)
    said = json.loads(write_tally(tally)) | {"at": work.now}
    poll.tally = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    work.session.add(poll)
    return tally


def lately(work: Work, poll: PollRow, options: Sequence[int]) -> Tally:
    """The same for somebody who asks: a count that is younger than two seconds will do. Raises votes.NoKey."""
    kept = json.loads(poll.tally) if poll.tally and not poll.anonymous else {}
    if 0 <= work.now - kept.get("at", -AGE) < AGE:
        return read_tally(poll.tally)
    return shown(work, poll, options)


def closed(work: Work, poll: PollRow, options: Sequence[int]) -> Tally:
    """Close the votes of a poll and count them for good; kept in `poll.result`. Raises votes.NoKey."""
    if poll.anonymous:
        done = votes.close(work, poll)
        found = [("", choice, 0) for _, choice in votes.ballots(work, poll)]
        tally = Tally(turnout=done.voters, hidden=done.hidden) if done.hidden else count(poll.kind, options, found)
        poll.tally = ""
        by_group: Sequence[tuple[int, votes.Choice]] = done.grouped
    else:
        tally = _counted(work, poll, options)
        by_group = votes.grouped(work, poll)
    compared = slices.closed(work, poll, options, by_group) if not tally.hidden else None
    said = json.loads(write_tally(tally)) | (slicing.write(compared) if compared else {})
    poll.result = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    work.session.add(poll)
    work.changed = True
    return tally


def _counted(work: Work, poll: PollRow, options: Sequence[int]) -> Tally:
    found = votes.everything(work, poll)
    aside = _unnamed(work, [voter for voter, _, _ in found]) if poll.kind == QUIZ else frozenset[str]()
    return count(poll.kind, options, found, read_terms(poll.terms).right, aside)


def _unnamed(work: Work, voters: Sequence[str]) -> frozenset[str]:
    # Who earns nothing, is on no board or isn't announced doesn't win before everybody, either.
    out = work.book.not_scored | work.book.not_shown | Trait.NO_ANNOUNCE
    return frozenset(member for member, each in work.members(voters).items() if each.traits & out)


def _in_steps(work: Work, poll: PollRow, options: Sequence[int]) -> Tally:
    standing, moved = votes.look_over(work, poll)
    # Where groups are compared at the close, no bars move before: the two could be taken apart.
    if moved >= votes.LEAST and poll.kind != OPEN and not read_terms(poll.terms).by:
        box = ballot_boxes.of(work, poll.poll)
        kept = json.loads(poll.tally) if poll.tally else {}
        before = read_tally(ballot_boxes.opened(box, kept["next"], ABOUT) if "next" in kept else "")
        now = count(poll.kind, options, [("", choice, 0) for choice in standing])
        if _is_step(poll.kind, before, now):
            said = json.loads(write_tally(_told(poll.kind, before)))
            sealed = ballot_boxes.closed(box, write_tally(now), ABOUT, SIZE)
            _keep(work, poll, said | {"step": kept.get("step", 0) + 1, "next": sealed})
    return replace(visible(read_tally(poll.tally)), turnout=len(standing))


def _told(kind: str, tally: Tally) -> Tally:
    # Of a ranking, first places alone: places further down and rounds of a run-off aren't asked of `is_safe`.
    return visible(firsts(tally) if kind == RANKING else tally)


def _is_step(kind: str, before: Tally, now: Tally) -> bool:
    # Whoever subtracts the one from the other sees what came, or what went: both may be told of a group alone. Where
    # some came and some went, it could be worked out what somebody had chosen before, so it waits until more came.
    if slicing.is_safe(kind, *slicing.less(now, before)):
        return True
    # Who is left must not be of one mind, either.
    left = now.voters < votes.LEAST or slicing.is_safe(kind, now.voters, now.counts)
    return left and slicing.is_safe(kind, *slicing.less(before, now))


def ask_anew(work: Work, poll: PollRow) -> None:
    """Question or options are others: what was shown belonged to those before. Steps are counted on, so that who voted
    before, and took it back, is in none that comes."""
    step = votes.step_of(poll.tally)
    poll.tally = ""
    if step:
        _keep(work, poll, {"step": step + 1})


def _keep(work: Work, poll: PollRow, said: dict[str, Any]) -> None:
    poll.tally = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    work.session.add(poll)
    work.changed = True
