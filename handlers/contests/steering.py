"""Steering: its host, or an admin, closes a contest, gives it another deadline, or calls it off."""

from collections.abc import Callable

from handlers.answers import Answer, Note, Open, Refuse
from handlers.cards import held
from handlers.cards.contests import dialogs as cards
from handlers.contests import holding, showing
from handlers.contests.opening import END_IT, Asked, taken
from handlers.contests.timing import deadline
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from storage import contests, places
from storage.tables import ContestRow
from storage.transactions import Work

WORDS = {
    **dict.fromkeys(("close", "end", "finish", "stop"), "close"),
    **dict.fromkeys(("cancel", "delete", "remove"), "cancel"),
    **dict.fromkeys(("extend", "reopen", "longer", "prolong"), "extend"),
}
DAY_MORE = "1d"


def may(work: Work, member: str, row: ContestRow) -> bool:
    """Whether this member may steer a contest."""
    return row.member == member or work.member(member).has_role("admin")


def typed_words(work: Work, event: CommandGiven) -> list[Answer] | None:
    """`close 7`, `cancel 7`, `extend 7 2h`; without a number the one that runs here. None if it is something else."""
    parts = event.text.split()
    action = WORDS.get(parts[0].lower(), "") if parts else ""
    if not action:
        return None
    number = parts[1].lstrip("#") if len(parts) > 1 else ""
    if number.isdecimal() and len(number) < 10:
        row, rest = contests.find(work, int(number)), " ".join(parts[2:])
    elif action == "extend" or len(parts) == 1:
        here = [each for each in contests.running(work) if each.channel == event.channel]
        row, rest = (here[0] if len(here) == 1 else None), " ".join(parts[1:])
        if parts[0].lower() == "longer" and rest and deadline(work, event.member, rest)[1]:
            return None  # what it is about: `longer lunch`
    else:
        return None
    return _steer(work, event.member, row, lambda found: _do(work, event.member, found, action, rest))


def _steer(work: Work, member: str, row: ContestRow | None, do: Callable[[ContestRow], list[Answer]]) -> list[Answer]:
    if row is None or places.is_closed(work, member, row.channel):
        return [Note(cards.gone())]
    return do(row) if may(work, member, row) else [Note(cards.not_yours(showing.bare(work, row)))]


def _do(work: Work, member: str, row: ContestRow, action: str, rest: str) -> list[Answer]:
    if action == "extend":
        return _extend(work, member, row, rest or DAY_MORE)
    if row.state != contests.OPEN:
        return [Note(cards.too_late(showing.bare(work, row)))]
    if action == "cancel":
        return [Note(held.done(f"“{row.question}” is called off.")), *holding.call_off(work, row)]
    return [Note(held.done(f"“{row.question}” is closed.")), *holding.end(work, row)]


def _extend(work: Work, member: str, row: ContestRow, words: str) -> list[Answer]:
    if row.state == contests.CANCELLED:
        return [Note(cards.gone())]
    closes, problem = deadline(work, member, words)
    problem = problem or _taken(work, member, row)
    if problem:
        return [Note(cards.mistaken(problem))]
    return [Note(held.done(f"“{row.question}” has a new deadline.")), *holding.extend(work, row, closes)]


def _taken(work: Work, member: str, row: ContestRow) -> str:
    # One that is opened again takes pictures again, and each counts for one contest alone.
    asked = Asked(row.kind, row.question, row.channel, threaded=bool(row.threaded))
    found = taken(work, member, asked, row.contest)
    return f"{found} {END_IT}." if found else ""


def _found(work: Work, value: str) -> ContestRow | None:
    return contests.find(work, int(value)) if value.isdecimal() and len(value) < 10 else None


def close(work: Work, event: ButtonPressed) -> list[Answer]:
    """Close it now."""
    return _pressed(work, event, "close")


def cancel(work: Work, event: ButtonPressed) -> list[Answer]:
    """Call it off."""
    return _pressed(work, event, "cancel")


def _pressed(work: Work, event: ButtonPressed, action: str) -> list[Answer]:
    row = _found(work, event.value)
    return _steer(work, event.member, row, lambda found: _do(work, event.member, found, action, ""))


def ask_deadline(work: Work, event: ButtonPressed) -> list[Answer]:
    """Another deadline: until when?"""

    def ask(row: ContestRow) -> list[Answer]:
        return [Open(cards.deadline_form(row.contest, row.question))]

    return _steer(work, event.member, _found(work, event.value), ask)


def extended(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form with another deadline."""

    def check(row: ContestRow) -> list[Answer]:
        words = event.fields.get("closes", "").strip()
        _, problem = deadline(work, event.member, words)
        problem = problem or _taken(work, event.member, row)
        return [Refuse({"closes": problem})] if problem else _extend(work, event.member, row, words)

    return _steer(work, event.member, _found(work, event.context), check)
