"""Counting: tallies, the badges that watch them, and streaks of working days."""

from scoring.awarding import take_back
from scoring.book import Badge
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
    after = turn.state.add((0, f"tally:{name}", member, ""), step)
    for badge in turn.book.badges_by_tally.get(name, ()):
        # Also long after the threshold was crossed: the badge may be new in the book, or the member scored only now.
        if after >= badge.at and step > 0:
            _earn(turn, badge, member)
        elif after < badge.at and step < 0:
            _lose(turn, badge, member)


def each(turn: Turn, name: str, member: str, other: str, step: int) -> int:
    """Count different others: the tally moves when one comes for the first time or goes for the last."""
    if not member or not other:
        return 0
    change = turn.state.cross((0, f"each:{name}", member, other), step)
    count(turn, name, member, change)
    return change


def both(turn: Turn, names: tuple[str, str], member: str, other: str, step: int) -> int:
    """Count two different people for each other: one row for the pair, a tally for each side."""
    if not member or not other:
        return 0
    change = turn.state.cross((0, f"each:{names[0]}", member, other), step)
    if change:
        count(turn, names[0], member, change)
        count(turn, names[1], other, change)
    return change


def _earn(turn: Turn, badge: Badge, member: str) -> None:
    state, key = turn.state, (member, badge.id)
    if state.member(member).traits & turn.book.not_scored:
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


def active(turn: Turn, member: str, day: int, step: int) -> None:
    """Something was done (+1) or taken back (-1) on the member's own day."""
    change = turn.state.cross((day, "active", member, ""), step)
    if not change:
        return
    count(turn, "days", member, change)
    if change > 0:
        _extend(turn, member, day)
    else:
        _shorten(turn, member, day)


def _extend(turn: Turn, member: str, day: int) -> None:
    state = turn.state
    streak = state.streaks.get(member) or Streak()
    country = state.member(member).country
    if day <= streak.last or not is_working_day(country, day):
        return
    run = streak.run + 1 if streak.last and not _missed(state, member, streak.last, day) else 1
    best = max(streak.best, run)
    before = streak.before_last << 32 | streak.before_run << 16 | streak.best
    state.counters.put((day, "streak", member, ""), before)
    state.streaks.put(member, Streak(day, run, best, streak.last, streak.run))
    count(turn, "streak", member, best - streak.best)


def _shorten(turn: Turn, member: str, day: int) -> None:
    # Back to how it was before, over days further back that have been taken back already.
    state = turn.state
    streak = state.streaks.get(member)
    if streak is None or streak.last != day:
        return
    best = streak.best
    while streak.last and not state.count((streak.last, "active", member, "")):
        before = state.count((streak.last, "streak", member, ""))
        streak = Streak(streak.before_last, streak.before_run, before & 0xFFFF, before >> 32, before >> 16 & 0xFFFF)
    state.streaks.put(member, streak)
    count(turn, "streak", member, streak.best - best)


def _missed(state: State, member: str, last: int, day: int) -> bool:
    if day - last > LONGEST_GAP:
        return True
    country = state.member(member).country
    working = [between for between in range(last + 1, day) if is_working_day(country, between)]
    # All at once, so that what isn't known yet is loaded at once.
    absent = [state.count((between, "absent", member, "")) > 0 for between in working]
    return not all(absent)


def current_run(state: State, member: str, today: int) -> int:
    """How long the streak is today: it stands until a working day has passed without a deed."""
    streak = state.streaks.get(member)
    if streak is None or not streak.last or _missed(state, member, streak.last, today):
        return 0
    return streak.run
