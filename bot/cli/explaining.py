"""Explaining: `why`, where points come from, row by row."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opening import JsonOption, MemberArgument, WorkspaceOption, find_member, room
from bot.cli.showing import Column, as_json, hint, iso, plain, table, when

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.transactions import Work
    from storage.why import Explained


def why(
    member: MemberArgument,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="How many rows.")] = 20,
    all_rows: Annotated[
        bool, typer.Option("--all", help="Also private thanks and what was in private channels.")
    ] = False,
    workspace: WorkspaceOption = "",
    json: JsonOption = False,
) -> None:
    """Show where a member's points come from: each row with its rule in words, the newest first."""
    with room(workspace) as home, home.read() as work:
        person = find_member(work, member)
        zone = work.member(person.member).zone or work.book.settings.zone
        rows = list(islice(_rows(work, person.member, person.member if all_rows else ""), limit))
    if json:
        as_json([_for_scripts(each) for each in rows])
        return
    home.tell()
    if not rows:
        hint(f"{plain(person.name or person.member)} has no points yet.")
        return
    heads = [Column("points", "right"), Column("when"), Column("why"), Column("with"), Column("where"), Column("")]
    table(heads, [_for_people(each, zone) for each in rows])


def _rows(work: "Work", member: str, viewer: str) -> "Iterator[Explained]":
    from storage.why import page

    number, more = 1, True
    while more:
        found, more = page(work, member, viewer, number)
        yield from found
        number += 1


def _for_people(each: "Explained", zone: str) -> tuple[object, ...]:
    from handlers.cards.why import words

    place = f"#{each.channel}" if each.channel else ("(private)" if each.row.channel else "")
    return (each.row.points, when(each.row.at, zone), words(each, own=False), each.other, place, _fate(each))


def _fate(each: "Explained") -> str:
    from storage.why import CAUSES

    if each.corrections:
        return "taken back: " + CAUSES.get(each.corrections[-1].by, "corrected")
    return "objections" if each.objections == "open" else ""


def _for_scripts(each: "Explained") -> dict[str, Any]:
    from handlers.cards.why import words

    row = each.row
    return {
        "row": f"{row.seq}.{row.n}",
        "at": iso(row.at),
        "points": row.points,
        "coins": row.coins,
        "rule": row.rule,
        "version": row.version,
        "words": words(each, own=False),
        "other": each.other or None,
        "channel": each.channel or None,
        "taken_back": bool(each.corrections),
        "objections": each.objections or None,
    }
