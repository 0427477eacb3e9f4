"""Votes: who chose what - and where a poll is anonymous, envelopes: that somebody voted can be found out, not what."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.facts import Micros
from storage import ballot_boxes
from storage.ballot_boxes import LARGE, SMALL, NoKey
from storage.choices import NOTHING, Choice, group_of, read, written
from storage.shelving import Lying, fetch, upsert
from storage.tables import PollRow, VoteRow

if TYPE_CHECKING:
    from storage.sealing import Box
    from storage.transactions import Work

__all__ = ["FEW", "LOST", "Cast", "Choice", "Closed", "NoKey", "Voting"]

LEAST = 5
"""Of fewer people nothing is shown that is anonymous."""
FEW, LOST = "few", "lost"
"""Why a closed anonymous poll has no ballots: fewer voted; their key is gone, for the database is a restored one."""
VOTES = Lying(VoteRow.__table__, 2)  # type: ignore[attr-defined]  # SQLModel adds it to every table class


@dataclass(frozen=True, slots=True)
class Voting:
    """Somebody votes; with nothing chosen they take their vote back."""

    member: str
    choice: Choice
    at: Micros = 0
    """Now, if not told."""
    group: int = 0
    """Which of the groups that are compared they count in, from 1 on; 0 is none. Where the poll is anonymous, it lies
    within the envelope alone, and is gone with it."""


@dataclass(frozen=True, slots=True)
class Cast:
    """What came of it."""

    first: bool
    """They never voted in this poll before, not even to take it back."""
    changed: bool
    receipt: str
    """Where the poll is anonymous; for the voter alone."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What a poll closed with."""

    voters: int
    hidden: str = ""
    """FEW or LOST: no ballots."""
    grouped: tuple[tuple[int, Choice], ...] = ()
    """(group, choice) of an anonymous poll, sorted: here alone, and only until they are counted."""


@dataclass(frozen=True, slots=True)
class _Vote:
    """A row of an open poll; `step` counts how often the shown tally had changed before."""

    voter: str
    choice: Choice
    at: Micros
    step: int = 0
    group: int = 0


def open_up(work: "Work", poll: PollRow) -> None:
    """A poll opens: an anonymous one gets its key. Raises NoKey if this installation has none to seal it with."""
    if poll.anonymous:
        ballot_boxes.make(work, poll.poll)


def cast(work: "Work", poll: PollRow, member: str, choice: Choice, at: Micros = 0, group: int = 0) -> Cast:
    """Somebody votes, or changes their vote; saying the same again changes nothing, unless they
    count in another group by now. Raises NoKey."""
    return cast_all(work, poll, [Voting(member, choice, at, group)])[0]


def withdraw(work: "Work", poll: PollRow, member: str) -> bool:
    """Take a vote back; False if there was none. Raises NoKey."""
    return cast(work, poll, member, NOTHING).changed


def cast_all(work: "Work", poll: PollRow, votings: Sequence[Voting]) -> list[Cast]:
    """The same as one after the other, with a statement or two for all of them. Raises NoKey."""
    box, step = _box(work, poll), step_of(poll.tally)
    voters = [_voter(work, poll, box, voting.member) for voting in votings]
    standing = {vote.voter: vote for vote in _among(work, poll, box, voters)}
    done: list[Cast] = []
    fresh: dict[str, _Vote] = {}
    for voter, voting in zip(voters, votings, strict=True):
        before = standing.get(voter)
        # Who is told of another group than before counts there, even if they chose the same again.
        moved = before is not None and voting.choice != NOTHING and voting.group != before.group
        changed = moved or voting.choice != (before.choice if before else NOTHING)
        done.append(Cast(before is None and changed, changed, box.receipt(voter) if box else ""))
        if changed:
            at = 0 if box else voting.at or work.now
            standing[voter] = fresh[voter] = _Vote(voter, voting.choice, at, step, voting.group)
    _write(work, poll, box, fresh.values())
    return done


def mine(work: "Work", poll: PollRow, member: str) -> Choice | None:
    """What somebody chose in an open poll, or a closed one that isn't anonymous. Raises NoKey."""
    box = _box(work, poll)
    found = list(_among(work, poll, box, [_voter(work, poll, box, member)]))
    return found[0].choice if found and found[0].choice != NOTHING else None


def forget_groups(work: "Work", voter: str) -> None:
    """Somebody's votes that bear a name stand on, in none of the groups that are compared."""
    mark = _mark(work)
    sql = f"SELECT poll, choice, at FROM vote WHERE workspace = {mark} AND voter = {mark}"
    rows = work.connection.exec_driver_sql(sql, (work.workspace, voter)).all()
    kept = [(poll, voter, written(read(choice)), at) for poll, choice, at in rows if group_of(choice)]
    if kept:
        upsert(work.connection, work.workspace, VOTES, kept)
        work.changed = True


def took_part(work: "Work", poll: PollRow, members: Iterable[str]) -> set[str]:
    """Those of these members who voted, even if they took it back since. Raises NoKey."""
    box = _box(work, poll)
    by_voter = {_voter(work, poll, box, member): member for member in members}
    return {by_voter[vote.voter] for vote in _among(work, poll, box, by_voter)}


def receipt_of(work: "Work", poll: PollRow, member: str) -> str:
    """The receipt of somebody's anonymous vote, as long as the poll is open; nothing for a named one. Raises NoKey."""
    box = _box(work, poll)
    return box.receipt(_voter(work, poll, box, member)) if box else ""


def voted(work: "Work", poll: PollRow, members: Iterable[str]) -> set[str]:
    """Those of these members whose vote stands. Raises NoKey."""
    box = _box(work, poll)
    by_voter = {_voter(work, poll, box, member): member for member in members}
    return {by_voter[vote.voter] for vote in _among(work, poll, box, by_voter) if vote.choice != NOTHING}


def voters(work: "Work", poll: PollRow) -> int:
    """How many votes stand in an open poll, or a closed one that isn't anonymous. Raises NoKey."""
    if poll.anonymous:
        return sum(vote.choice != NOTHING for vote in _all(work, poll))
    mark = _mark(work)
    sql = f"SELECT count(*) FROM vote WHERE workspace = {mark} AND poll = {mark} AND choice <> ''"
    return int(work.connection.exec_driver_sql(sql, (work.workspace, poll.poll)).scalar_one())


def everything(work: "Work", poll: PollRow) -> list[tuple[str, Choice, Micros]]:
    """(voter, choice, when) of all that stands; without voter and moment where it is anonymous. Raises NoKey."""
    standing = [vote for vote in _all(work, poll) if vote.choice != NOTHING]
    if poll.anonymous:
        # Sorted by what was chosen: the order must not lead back to the rows, either.
        return [("", choice, 0) for choice in sorted((vote.choice for vote in standing), key=written)]
    return [(vote.voter, vote.choice, vote.at) for vote in standing]


def grouped(work: "Work", poll: PollRow) -> list[tuple[int, Choice]]:
    """(group, choice) of all that stands in a poll that isn't anonymous; of one that is, nobody is told before its
    close."""
    if poll.anonymous:
        return []
    return [(vote.group, vote.choice) for vote in _all(work, poll) if vote.choice != NOTHING]


def look_over(work: "Work", poll: PollRow) -> tuple[list[Choice], int]:
    """All choices that stand in an anonymous poll, and how many people voted or changed their vote since the tally
    that is shown changed. Raises NoKey."""
    found, step = _all(work, poll), step_of(poll.tally)
    return [vote.choice for vote in found if vote.choice != NOTHING], sum(vote.step == step for vote in found)


def step_of(tally: str) -> int:
    """How often the tally that is shown (JSON) has changed; see handlers.polls.showing."""
    found = json.loads(tally) if tally else {}
    return int(found.get("step", 0)) if isinstance(found, dict) else 0


def close(work: "Work", poll: PollRow) -> Closed:
    """A poll closes: envelopes become ballots under their receipts, and all that leads to people is deleted.

    In this one transaction. A named poll keeps its votes. Raises NoKey, and then nothing is changed: once the key is
    back the poll can be closed.
    """
    if not poll.anonymous:
        return Closed(voters(work, poll))
    if not ballot_boxes.is_there(work, poll.poll):
        count = _count(work, poll)
        drop(work, poll)
        return Closed(count, LOST)
    box = _box(work, poll)
    assert box is not None  # noqa: S101  # it is anonymous
    standing = [vote for vote in _all(work, poll) if vote.choice != NOTHING]
    drop(work, poll)
    if len(standing) < LEAST:
        return Closed(len(standing), FEW)
    _keep(work, poll, [(box.receipt(vote.voter), vote.choice) for vote in standing])
    by_group = sorted(((vote.group, vote.choice) for vote in standing), key=lambda each: (each[0], written(each[1])))
    return Closed(len(standing), grouped=tuple(by_group))


def can_reopen(poll: PollRow) -> bool:
    """Whether a closed poll may go on: of an anonymous one it is forgotten who voted, and they could vote again."""
    return not poll.anonymous


def drop(work: "Work", poll: PollRow) -> None:
    """All that was chosen goes: votes, envelopes and their key, ballots."""
    mark = _mark(work)
    for table in ("vote", "ballot"):
        sql = f"DELETE FROM {table} WHERE workspace = {mark} AND poll = {mark}"
        work.connection.exec_driver_sql(sql, (work.workspace, poll.poll))
    if poll.anonymous:
        ballot_boxes.destroy(work, poll.poll)
    work.changed = True


def ballots(work: "Work", poll: PollRow) -> list[tuple[str, Choice]]:
    """(receipt, choice) of a closed anonymous poll, by receipt."""
    mark = _mark(work)
    sql = f"SELECT receipt, choice FROM ballot WHERE workspace = {mark} AND poll = {mark} ORDER BY receipt"
    rows = work.connection.exec_driver_sql(sql, (work.workspace, poll.poll))
    return [(receipt, read(choice)) for receipt, choice in rows]


def _mark(work: "Work") -> str:
    return "%s" if work.postgres else "?"


def _box(work: "Work", poll: PollRow) -> "Box | None":
    return ballot_boxes.of(work, poll.poll) if poll.anonymous else None


def _voter(work: "Work", poll: PollRow, box: "Box | None", member: str) -> str:
    return box.mark(ballot_boxes.about(work, poll.poll, member)) if box else member


def _all(work: "Work", poll: PollRow) -> list[_Vote]:
    mark, box = _mark(work), _box(work, poll)
    sql = f"SELECT voter, choice, at FROM vote WHERE workspace = {mark} AND poll = {mark} ORDER BY voter"
    rows = work.connection.exec_driver_sql(sql, (work.workspace, poll.poll)).all()
    return [_vote(box, voter, choice, at) for voter, choice, at in rows]


def _count(work: "Work", poll: PollRow) -> int:
    mark = _mark(work)
    sql = f"SELECT count(*) FROM vote WHERE workspace = {mark} AND poll = {mark}"
    return int(work.connection.exec_driver_sql(sql, (work.workspace, poll.poll)).scalar_one())


def _among(work: "Work", poll: PollRow, box: "Box | None", wanted: Iterable[str]) -> Iterator[_Vote]:
    keys = [(poll.poll, voter) for voter in sorted(set(wanted))]
    for _, voter, choice, at in fetch(work.connection, work.workspace, VOTES, keys):
        yield _vote(box, voter, choice, at)


def _vote(box: "Box | None", voter: str, kept: str, at: Micros) -> _Vote:
    if box is None:
        return _Vote(voter, read(kept), at, group=group_of(kept))
    # Envelopes of polls from before groups could be compared end with the step.
    options, words, step, *group = json.loads(ballot_boxes.opened(box, kept, voter))
    return _Vote(voter, Choice(tuple(options), words), 0, step, group[0] if group else 0)


def _write(work: "Work", poll: PollRow, box: "Box | None", votes: Iterable[_Vote]) -> None:
    rows = [(poll.poll, vote.voter, _kept(poll, box, vote), vote.at) for vote in votes]
    if rows:
        upsert(work.connection, work.workspace, VOTES, rows)
        work.changed = True


def _kept(poll: PollRow, box: "Box | None", vote: _Vote) -> str:
    if box is None:
        return written(vote.choice, vote.group)
    said = [vote.choice.options, vote.choice.words, vote.step, vote.group]
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return ballot_boxes.closed(box, text, vote.voter, LARGE if poll.kind == "open" else SMALL)


def _keep(work: "Work", poll: PollRow, found: list[tuple[str, Choice]]) -> None:
    # By receipt, so that rows lie in an order that says nothing. Two of sixty bits alike are as good as impossible,
    # and would still both be there.
    rows: dict[str, str] = {}
    for receipt, choice in sorted(found, key=lambda each: (each[0], written(each[1]))):
        rows[receipt if receipt not in rows else f"{receipt}-{len(rows)}"] = written(choice)
    mark = _mark(work)
    sql = f"INSERT INTO ballot (workspace, poll, receipt, choice) VALUES ({mark}, {mark}, {mark}, {mark})"
    work.connection.exec_driver_sql(
        sql, [(work.workspace, poll.poll, receipt, choice) for receipt, choice in sorted(rows.items())]
    )
