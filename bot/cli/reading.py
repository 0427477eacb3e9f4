"""Reading: `board`, `me` and `why`."""

from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import JsonOption, MemberArgument, WorkspaceOption, find_member, room
from bot.cli.problems import Problem
from bot.cli.showing import Column, as_json, hint, iso, number, pairs, plain, say, table, when

if TYPE_CHECKING:
    from storage.boards import Which
    from storage.profiles import Profile
    from storage.transactions import Work


class Period(StrEnum):
    """The same as `/huzzah board` takes."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"
    SEASON = "season"


class Measure(StrEnum):
    """What a board counts."""

    POINTS = "points"
    GIVEN = "given"
    RECEIVED = "received"


PeriodOption = Annotated[Period, typer.Option("--period", "-p", help="Which period.")]


def board(
    period: PeriodOption = Period.WEEK,
    measure: Annotated[Measure, typer.Option(help="What is counted.")] = Measure.POINTS,
    channel: Annotated[str, typer.Option(help="Only what happened in this channel: its id or #name.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="How many places.")] = 10,
    around: Annotated[
        str, typer.Option(metavar="MEMBER", help="The places around this member instead of the top.")
    ] = "",
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Show who has the most points, or gave or received the most."""
    with room(workspace) as home, home.read() as work:
        which = _which(work, period, measure, channel)
        if not json:
            home.tell()
        if work.book.settings.ranking == "groups":
            _groups(work, which, limit, json)
            return
        from storage import boards

        if around:
            member = find_member(work, around)
            places = boards.around(work, which, member.member, reach=max(1, limit // 2))
            if not places:
                raise Problem(f"{plain(member.name or member.member)} is not on this board.")
        else:
            places = boards.board(work, which, limit)
    if json:
        as_json([{"rank": p.rank, "member": p.member, "name": p.name, measure.value: p.amount} for p in places])
    elif places:
        heads = [Column("rank", "right"), Column("name"), Column(measure.value, "right"), Column("member")]
        table(heads, [(p.rank, p.name, p.amount, p.member) for p in places])
    else:
        hint("Nobody is on this board yet." + (" Try --period all." if period != "all" else ""))


def _which(work: "Work", period: Period, measure: Measure, channel: str) -> "Which":
    from storage import boards, places

    first = boards.start(work, period.value)
    if first is None:
        raise Problem("No season runs now. Seasons are part of the rule book: `huzzah rules show`.")
    place = places.find(work, "", channel) if channel else ""
    if place is None:
        raise Problem(
            f"There is no public channel `{plain(channel)}` here. Give its id or name, as in --channel general."
        )
    return boards.Which(period.value, first, measure.value, place)


def _groups(work: "Work", which: "Which", limit: int, json: bool) -> None:
    from storage import boards

    rows = boards.groups(work, which, limit)
    if json:
        as_json(
            [
                {
                    "rank": row.rank,
                    "group": row.group,
                    "name": row.name,
                    "people": row.people,
                    "per_head": row.tenths / 10,
                }
                for row in rows
            ]
        )
        return
    hint("This workspace shows groups of five or more only, never single people.")
    heads = [Column("rank", "right"), Column("group"), Column("people", "right"), Column("per head", "right")]
    table(heads, [(row.rank, row.name, row.people, f"{row.tenths / 10:.1f}") for row in rows])


def me(
    member: MemberArgument,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Show a member's points, coins, level, streak and badges, and what they may still give."""
    from storage.profiles import profile

    with room(workspace) as home, home.read() as work:
        person = find_member(work, member)
        found = profile(work, person.member)
        zone = found.member.zone or work.book.settings.zone
        if json:
            as_json(_profile_for_scripts(found))
        else:
            _show_profile(found, zone)


def _profile_for_scripts(found: "Profile") -> dict[str, object]:
    return {
        "member": found.id,
        "name": found.member.name,
        "points": found.points,
        "coins": found.coins,
        "given": found.given,
        "received": found.received,
        "level": found.level.name if found.level else None,
        "next_level": {"name": found.next_level.name, "at": found.next_level.at} if found.next_level else None,
        "streak": {"now": found.run, "best": found.best},
        "badges": [{"badge": badge.id, "name": badge.name, "at": iso(at)} for badge, at in found.badges],
        "near": [{"badge": near.badge.id, "have": near.have, "at": near.badge.at} for near in found.near],
        "giving": {**asdict(found.giving), "renews": iso(found.giving.renews)},
        "week_rank": found.week.rank if found.week else None,
    }


def _show_profile(found: "Profile", zone: str) -> None:
    giving, following = found.giving, found.next_level
    level = found.level.name if found.level else "none yet"
    if following:
        level += f" ({number(following.at - found.points)} points to {following.name})"
    say(f"{plain(found.member.name or found.id)} ({found.id})")
    pairs(
        {
            "points": found.points,
            "coins": found.coins,
            "level": level,
            "streak": f"{found.run} working days, {found.best} at best",
            "given": found.given,
            "received": found.received,
            "may still give": f"{giving.left} of {giving.allowance} this {giving.per}",
            "renews": when(giving.renews, zone),
            "badges": ", ".join(badge.name for badge, _ in found.badges) or "none yet",
            "next": ", ".join(f"{near.badge.name} ({near.have} of {near.badge.at})" for near in found.near) or "-",
        }
    )
