"""Pressing: the buttons of the calendar, and its form - also on cards that something has overtaken since."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.answers import Answer, Note, Open, Refresh, Refuse
from handlers.calendar import changing, exceptions, listing
from handlers.calendar.listing import chosen, entry_card, number_in
from handlers.calendar.looking import ahead, kind_of, zone_of_entry
from handlers.calendar.moving import refusal, to_when
from handlers.calendar.recurrence import LAST_DAY
from handlers.calendar.slots import minute_of
from handlers.cards import calendar as cards
from handlers.cards import calendar_words as words_of
from handlers.cards.blocks import Card
from handlers.events import ButtonPressed, DialogSubmitted
from scoring.facts import Micros
from storage.tables import CalendarRow
from storage.transactions import Work

UNSENT, UNCHANGED = "nothing was sent", "nothing changed"
PAUSED = "It is paused, so {nothing}. Resume it first."
ALL_RESTS = "The calendar is paused, so {nothing}. An admin resumes it: /huzzah calendar resume"
SKIPPED, SENT = "That time was skipped, so {nothing}.", "That time was sent already, so {nothing}."
NOT_THEN = "It isn't planned for that time any more, so {nothing}."
MOVED = "It was moved to {when}, so {nothing}. Press again if you mean that time."
PAUSED_ALREADY = "It is paused already, so nothing changed."
NOT_PAUSED = "It isn't paused, so it goes on as it was."


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a button is about: an entry, and the one of its times that the card showed."""

    row: CalendarRow
    slot: int
    problem: str = ""
    """Why nothing can be done about that time: somebody has changed it meanwhile."""


def _found(work: Work, member: str, value: str, nothing: str) -> Chosen | None:
    row, slot = chosen(work, member, value)
    return Chosen(row, slot, _problem(work, row, (slot, value), nothing)) if row is not None else None


def _problem(work: Work, row: CalendarRow, about: tuple[int, str], nothing: str) -> str:
    slot, value = about
    if listing.rest_in_words(work, row):
        return PAUSED.format(nothing=nothing)
    if listing.resting_in_words(work) and (not slot or nothing == UNSENT):
        # What comes after the rest can be skipped or moved all the same.
        return ALL_RESTS.format(nothing=nothing)
    _, wanted, shown = (number_in(part) for part in (*value.split(" "), "", "")[:3])
    if not slot:
        kept = exceptions.read(row.moved)
        why = SKIPPED if wanted in kept.skipped else SENT if wanted in kept.sent else NOT_THEN
        return why.format(nothing=nothing)
    due = _due(work, row, slot)
    if shown in (0, due):
        return ""
    return MOVED.format(nothing=nothing, when=listing.local_words(zone_of_entry(work, row), due, work.now))


def _due(work: Work, row: CalendarRow, slot: int) -> Micros:
    return next(each.due for each in ahead(work, row, work.now + listing.SHOWN * 30) if each.slot == slot)


def _instead(work: Work, member: str, found: Chosen) -> Card:
    # As it is now, with what can be done about that.
    return words_of.instead(found.problem, entry_card(work, member, found.row, slot=found.slot))


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """Somebody wants to change an entry."""
    row, slot = chosen(work, event.member, event.value)
    return [Note(entry_card(work, event.member, row, slot=slot) if row is not None else cards.gone())]


def _skip(work: Work, row: CalendarRow, slot: int) -> str:
    changing.skip(work, row, slot)
    return listing.SKIPPED


def _send(work: Work, row: CalendarRow, slot: int) -> str:
    changing.send_now(work, row, slot)
    return listing.SENT


def _act(work: Work, event: ButtonPressed, nothing: str, do: Callable[[Work, CalendarRow, int], str]) -> list[Answer]:
    found = _found(work, event.member, event.value, nothing)
    if found is None:
        return [Refresh(cards.gone())]
    if found.problem:
        return [Refresh(_instead(work, event.member, found))]
    return [Refresh(entry_card(work, event.member, found.row, do(work, found.row, found.slot)))]


def skip(work: Work, event: ButtonPressed) -> list[Answer]:
    """Not this time."""
    return _act(work, event, UNCHANGED, _skip)


def send(work: Work, event: ButtonPressed) -> list[Answer]:
    """Now instead of then."""
    return _act(work, event, UNSENT, _send)


def pause(work: Work, event: ButtonPressed) -> list[Answer]:
    """An entry rests until somebody goes on with it."""
    row, _ = chosen(work, event.member, event.value)
    if row is None:
        return [Refresh(cards.gone())]
    if listing.rest_in_words(work, row):
        # Somebody may have said until when.
        return [Refresh(_instead(work, event.member, Chosen(row, 0, PAUSED_ALREADY)))]
    changing.pause(work, row, LAST_DAY)
    return [Refresh(entry_card(work, event.member, row))]


def resume(work: Work, event: ButtonPressed) -> list[Answer]:
    """It goes on."""
    row, slot = chosen(work, event.member, event.value)
    if row is None:
        return [Refresh(cards.gone())]
    if not listing.rest_in_words(work, row):
        return [Refresh(_instead(work, event.member, Chosen(row, slot, NOT_PAUSED)))]
    changing.resume(work, row)
    return [Refresh(entry_card(work, event.member, row, listing.GOES_ON))]


def wake(work: Work, event: ButtonPressed) -> list[Answer]:
    """It goes on, said in the list: there it stands among what comes again."""
    row, _ = chosen(work, event.member, event.value)
    if row is None:
        return [Refresh(cards.gone())]
    if listing.rest_in_words(work, row):
        changing.resume(work, row)
    return [Refresh(listing.listing(work, event.member))]


def remove(work: Work, event: ButtonPressed) -> list[Answer]:
    """Never again."""
    row, _ = chosen(work, event.member, event.value)
    if row is None:
        return [Refresh(cards.gone())]
    kind = kind_of(row)
    changing.remove(work, row)
    return [Refresh(cards.ended(kind.words if kind is not None else "it"))]


def ask_when(work: Work, event: ButtonPressed) -> list[Answer]:
    """The form to move one time of an entry."""
    found = _found(work, event.member, event.value, UNCHANGED)
    if found is None:
        return [Refresh(cards.gone())]
    if found.problem:
        return [Refresh(_instead(work, event.member, found))]
    row = found.row
    known = listing.coming(work, event.member, row, None)
    what = f"{known.what}: {known.about}" if known.about else known.what
    return [Open(cards.move(f"{row.entry} {found.slot}", what, zone_of_entry(work, row)))]


def moved(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    chose = _found(work, event.member, event.context, UNCHANGED)
    if chose is None:
        return [Note(cards.gone())]
    if chose.problem:
        return [Note(_instead(work, event.member, chose))]
    row, slot = chose.row, chose.slot
    zone, due = zone_of_entry(work, row), _due(work, row, slot)
    found = to_when(work, row, due, event.fields.get("when", ""))
    if found.problem or found.rest:
        return [Refuse({"when": found.problem or "I don't understand all of it. Write only when, as in Fri 14:30."})]
    if problem := refusal(work, row, due, found.at):
        return [Refuse({"when": problem})]
    changing.move(work, row, slot, minute_of(zone, found.at))
    said = f"Moved to {listing.local_words(zone, found.at, work.now)}."
    return [Note(entry_card(work, event.member, row, said, slot))]


def go_on(work: Work, event: ButtonPressed) -> list[Answer]:
    """The whole calendar goes on."""
    if not listing.is_admin(work, event.member):
        return [Refresh(cards.gone())]
    if listing.resting_in_words(work):
        # Somebody else may have been faster; then nothing that is due now is passed over.
        changing.resume_all(work)
    return [Refresh(words_of.rests(""))]
