"""Counting: tallies, the badges that watch them, and streaks of working days."""

from scoring.awarding import take_back
from scoring.book import Badge
from scoring.facts import Micros
from scoring.state import Held, Row, State, Streak
from scoring.turn import Turn
from scoring.workdays import is_working_day

LONGEST_GAP = 60
"""How many days off in a row a streak survives before we stop looking."""


def tally(state: State, name: str, member: str) -> int:
    """A tally's present value."""
    return state.count((0, f"tally:{name}", member, ""))


def count(turn: Turn, name: str, member: str, step: int) -> None:
    """Move a tally, and the badges with it."""
    if not member or not step:
        return
    key = (0, f"tally:{name}", member, "")
    before = turn.state.count(key)
    after = turn.state.add(key, step)
    for badge in turn.book.badges_by_tally.get(name, ()):
        if before < badge.at <= after:
            _earn(turn, badge, member)
        elif after < badge.at <= before:
            _lose(turn, badge, member)


def each(turn: Turn, name: str, member: str, other: str, step: int) -> int:
    """Count different others: the tally moves when one comes for the first time or goes for the last."""
    if not member or not other:
        return 0
    key = (0, f"each:{name}", member, other)
    before = turn.state.count(key)
    after = turn.state.add(key, step)
    change = (after > 0) - (before > 0)
    count(turn, name, member, change)
    return change


def both(turn: Turn, names: tuple[str, str], member: str, other: str, step: int) -> int:
    """Count two different people for each other: one row for the pair, a tally for each side."""
    if not member or not other:
        return 0
    key = (0, f"each:{names[0]}", member, other)
    before = turn.state.count(key)
    after = turn.state.add(key, step)
    change = (after > 0) - (before > 0)
    if change:
        count(turn, names[0], member, change)
        count(turn, names[1], other, change)
    return change


def _earn(turn: Turn, badge: Badge, member: str) -> None:
    state, key = turn.state, (member, badge.id)
    if not state.member(member).scored:
        return
    held = state.badges.get(key)
    if held is not None and held.seq:
        return
    at = turn.fact.at
    state.badges.put(key, Held(held.at if held else at, turn.seq))
    if badge.points or badge.coins:
        day = turn.day_of(state.member(member), at)
        turn.write(
            Row(turn.seq, len(turn.rows), at, day, member, "", "", "", "", f"badge:{badge.id}",
                turn.book.version, badge.points, badge.coins, 0, 0, 0)
        )  # fmt: skip
    if held is None:
        turn.tell("badge", member, detail=(badge.id, badge.name, badge.emoji, badge.words))


def _lose(turn: Turn, badge: Badge, member: str) -> None:
    key = (member, badge.id)
    held = turn.state.badges.get(key)
    if held is None or not held.seq:
        return
    for row in turn.standing(held.seq):
        if row.member == member and row.rule == f"badge:{badge.id}":
            take_back(turn, row)
    turn.state.badges.put(key, Held(held.at, 0))


def active(turn: Turn, member: str, at: Micros, step: int) -> None:
    """Something was done (+1) or taken back (-1) on the member's day of `at`."""
    state = turn.state
    day = turn.day_of(state.member(member), at)
    key = (day, "active", member, "")
    before = state.count(key)
    after = state.add(key, step)
    if (before > 0) == (after > 0):
        return
    count(turn, "days", member, 1 if after else -1)
    if after:
        _extend(turn, member, day)
    else:
        _shorten(state, member, day)


def _extend(turn: Turn, member: str, day: int) -> None:
    state = turn.state
    streak = state.streaks.get(member) or Streak()
    country = state.member(member).country
    if day <= streak.last or not is_working_day(country, day):
        return
    run = streak.run + 1 if streak.last and not _missed(state, member, streak.last, day) else 1
    best = max(streak.best, run)
    state.streaks.put(member, Streak(day, run, best, streak.last, streak.run))
    count(turn, "streak", member, best - streak.best)


def _shorten(state: State, member: str, day: int) -> None:
    # The best streak stays: it is a record, and records are not taken away for a deleted message.
    streak = state.streaks.get(member)
    if streak and streak.last == day:
        state.streaks.put(member, Streak(streak.before_last, streak.before_run, streak.best))


def _missed(state: State, member: str, last: int, day: int) -> bool:
    if day - last > LONGEST_GAP:
        return True
    country = state.member(member).country
    return any(
        is_working_day(country, between) and not state.count((between, "absent", member, ""))
        for between in range(last + 1, day)
    )


def current_run(state: State, member: str, today: int) -> int:
    """How long the streak is today: it stands until a working day has passed without a deed."""
    streak = state.streaks.get(member)
    if streak is None or not streak.last or _missed(state, member, streak.last, today):
        return 0
    return streak.run
