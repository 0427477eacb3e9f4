"""Profiles: everything a member has and is close to, gathered for one card."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

from scoring.book import Badge, Level
from scoring.counting import current_run, tally
from scoring.facts import Micros
from scoring.gifts import allowance_of, left_to_give
from scoring.periods import end_of, local_day, midnight, start_of
from scoring.state import Member, State
from storage import boards
from storage.tables import BadgeRow, StreakRow, TotalRow

if TYPE_CHECKING:
    from storage.transactions import Work

NEAREST = 3


@dataclass(frozen=True, slots=True)
class Near:
    """A badge not yet earned, and how far along the member is."""

    badge: Badge
    have: int


@dataclass(frozen=True, slots=True)
class Giving:
    """What a member may still give, out of how much, per which period, and when it renews."""

    left: int
    allowance: int
    per: str
    renews: Micros


@dataclass(frozen=True, slots=True)
class Profile:
    """A member at this moment."""

    id: str
    member: Member
    points: int
    coins: int
    given: int
    received: int
    level: Level | None
    next_level: Level | None
    run: int
    best: int
    badges: tuple[tuple[Badge, Micros], ...]
    """Held ones in the order they came."""
    near: tuple[Near, ...]
    giving: Giving
    week: boards.Rank | None


def profile(work: "Work", member: str) -> Profile:
    """Gather it all."""
    totals = _totals(work, member)
    person = work.member(member)
    points = totals.get("points", 0)
    level, following = level_at(work.book.levels, points)
    today = local_day(person.zone or work.book.settings.zone, work.now)
    held = _held(work, member)
    return Profile(
        id=member,
        member=person,
        points=points,
        coins=totals.get("coins", 0),
        given=totals.get("given", 0),
        received=totals.get("received", 0),
        level=level,
        next_level=following,
        run=work.look(lambda state: current_run(state, member, today)),
        best=_best(work, member),
        badges=tuple(held),
        near=_near(work, member, {badge.id for badge, _ in held}),
        giving=_giving(work, member, person),
        week=_week(work, member),
    )


def points(work: "Work", member: str) -> int:
    """All the points of a member."""
    return _totals(work, member).get("points", 0)


def standings(work: "Work", members: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """What each of these members has in all, by measure in the order of their names; who has nothing is left out."""
    query = (
        select(TotalRow.member, TotalRow.measure, TotalRow.amount)
        .where(
            TotalRow.workspace == work.workspace,
            col(TotalRow.member).in_(members),
            TotalRow.span == "all",
            TotalRow.start == 0,
            TotalRow.channel == "",
        )
        .order_by(col(TotalRow.member), col(TotalRow.measure))
    )
    found: dict[str, tuple[int, ...]] = {}
    for member, _, amount in work.session.exec(query):
        found[member] = (*found.get(member, ()), amount)
    return found


def level_at(levels: tuple[Level, ...], points: int) -> tuple[Level | None, Level | None]:
    """The level so many points make, and the one after it."""
    rising = sorted(levels, key=lambda level: level.at)
    reached = [level for level in rising if level.at <= points]
    ahead = [level for level in rising if level.at > points]
    return (reached[-1] if reached else None), (ahead[0] if ahead else None)


def _totals(work: "Work", member: str) -> dict[str, int]:
    query = select(TotalRow.measure, TotalRow.amount).where(
        TotalRow.workspace == work.workspace,
        TotalRow.member == member,
        TotalRow.span == "all",
        TotalRow.start == 0,
        TotalRow.channel == "",
    )
    return dict(work.session.exec(query).all())


def _held(work: "Work", member: str) -> list[tuple[Badge, Micros]]:
    known = {badge.id: badge for badge in work.book.badges}
    query = (
        select(BadgeRow.badge, BadgeRow.at)
        .where(BadgeRow.workspace == work.workspace, BadgeRow.member == member, BadgeRow.seq > 0)
        .order_by(col(BadgeRow.at), col(BadgeRow.badge))
    )
    return [(known[badge], at) for badge, at in work.session.exec(query) if badge in known]


def _near(work: "Work", member: str, held: set[str]) -> tuple[Near, ...]:
    # Of badges that watch the same tally only the next one is near.
    open_ = sorted((badge for badge in work.book.badges if badge.id not in held), key=lambda badge: badge.at)
    first: dict[str, Badge] = {}
    for badge in open_:
        first.setdefault(badge.tally, badge)

    def counts(state: State) -> dict[str, int]:
        return {name: tally(state, name, member) for name in first}

    have = work.look(counts)
    # One already counted far enough but not held was earned under an older book; it comes with the next deed.
    near = [Near(badge, min(have[name], badge.at - 1)) for name, badge in first.items()]
    near.sort(key=lambda each: (-each.have / each.badge.at, each.badge.at))
    return tuple(near[:NEAREST])


def _best(work: "Work", member: str) -> int:
    row = work.session.get(StreakRow, (work.workspace, member))
    return row.best if row else 0


def _giving(work: "Work", member: str, person: Member) -> Giving:
    book, zone = work.book, person.zone or work.book.settings.zone
    day = local_day(zone, work.now)
    per = book.allowance.per
    left = work.look(lambda state: left_to_give(state, book, member, day))
    renews = midnight(zone, end_of(per, start_of(per, day)))
    return Giving(left, allowance_of(book, person), per, renews)


def _week(work: "Work", member: str) -> boards.Rank | None:
    first = boards.start(work, "week")
    if first is None or work.book.settings.ranking == "groups":
        return None
    return boards.standing(work, boards.Which("week", first), member)
