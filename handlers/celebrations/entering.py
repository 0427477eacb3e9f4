"""Entering: people tell their birthday and first day, by a word or in the form, and take them out again."""

from datetime import date

from handlers import people
from handlers.answers import Answer, Note, Open, Refuse
from handlers.calendar import listing
from handlers.calendar.slots import MINUTES
from handlers.cards import giving as giving_cards
from handlers.cards.blocks import Card
from handlers.cards.celebrations import days as cards
from handlers.celebrations import planning
from handlers.celebrations.dates import FIRST_YEAR, Dated, in_words, is_date, read, year_of
from handlers.celebrations.planning import LEAP_DAY, Told
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.giving import ON as SWITCHED_ON
from scoring.giving import mentions_in
from scoring.markup import pieces
from scoring.periods import local_day
from scoring.state import Trait
from storage import celebrations, privacy
from storage.celebrations import ANNIVERSARY, BIRTHDAY
from storage.tables import SpecialDayRow
from storage.transactions import Work

KINDS = (BIRTHDAY, ANNIVERSARY)
NO = frozenset({"off", "none", "no", "remove", "delete", "never", "out", "stop", "forget", "clear"})
HELP = frozenset({"help", "how", "info"})
HOW = {
    BIRTHDAY: "Tell me your birthday, and colleagues hear of it on the day. It goes like this:",
    ANNIVERSARY: "Tell me when you began to work here, and I say how many years it is. It goes like this:",
}
OF_ANOTHER = "Everybody tells their own. Ask them to write /huzzah birthday with the day: it stays their choice."


def birthday(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah birthday 14 March`, `/huzzah birthday off`; alone it says what is kept."""
    return _typed(work, event, BIRTHDAY)


def anniversary(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah anniversary 1 May 2019`, `/huzzah anniversary off`."""
    return _typed(work, event, ANNIVERSARY)


def barred(work: Work, member: str) -> Card | None:
    """What to say to somebody who takes no part here; None for a colleague."""
    forgotten = bool(privacy.forgotten(work, {member}))
    if forgotten or work.member(member).traits & work.book.outside:
        return giving_cards.not_a_colleague(forgotten=forgotten)
    return None


def _typed(work: Work, event: CommandGiven, kind: str) -> list[Answer]:
    if stop := barred(work, event.member):
        return [Note(stop)]
    text = event.text.strip()
    if not text:
        return [Note(mine(work, event.member))]
    if text.casefold().strip(" .!?") in HELP:
        return [Note(cards.mistaken(kind, HOW[kind]))]
    if text.casefold().strip(" .!") in NO:
        planning.refuse(work, event.member, kind)
        return [Note(cards.off(kind))]
    named = {target for target, group in mentions_in(pieces(text)).values() if not group}
    if named - {event.member}:
        return [Note(cards.told(OF_ANOTHER))]
    return [Note(_noted(work, event.member, kind, read(text, _today(work, event.member))))]


def _noted(work: Work, member: str, kind: str, dated: Dated) -> Card:
    problem = _problem(work, member, kind, dated)
    if dated.choices and not (kind == ANNIVERSARY and not dated.year):
        suffix = f"-{dated.year:04}" if kind == ANNIVERSARY else ""
        return cards.which(
            kind, tuple((day + suffix, in_words(day, dated.year if suffix else 0)) for day in dated.choices)
        )
    if problem:
        return cards.mistaken(kind, problem)
    return keep(work, member, kind, dated)


def _problem(work: Work, member: str, kind: str, dated: Dated) -> str:
    if dated.problem and not dated.choices:
        return dated.problem
    if kind == BIRTHDAY:
        return ""
    if not dated.year:
        return "In which year did you begin? Write it like 1 May 2019."
    if dated.date and _ordinal(dated) > _today(work, member):
        return "That day is still to come. Write the one on which you began to work here."
    return "" if dated.year >= FIRST_YEAR else f"{dated.year} is too long ago. Write it like 1 May 2019."


def _ordinal(dated: Dated) -> int:
    month, _, day = dated.date.partition("-")
    return date(dated.year, int(month), int(day)).toordinal()


def _today(work: Work, member: str) -> int:
    return local_day(planning.zone_of(work, member), work.now)


def keep(work: Work, member: str, kind: str, dated: Dated) -> Card:
    """Keep the day; what is said of it."""
    year = dated.year if kind == ANNIVERSARY else 0
    row = planning.keep(work, member, Told(kind, dated.date, year))
    return _kept(work, row, dropped=bool(dated.year) and not year and not dated.by_word)


def _kept(work: Work, row: SpecialDayRow, *, dropped: bool = False) -> Card:
    room = planning.room_for(work, row.member)
    off = row.kind == ANNIVERSARY and not celebrations.customs(work).anniversaries
    leap = dict(cards.LEAP)[row.leap] if row.date == LEAP_DAY else ""
    return cards.kept(
        cards.Kept(
            row.kind, in_words(row.date, row.year), people.place(work, row.member, room) if room else None, dropped,
            leap, planning.is_left_alone(work, row.member), off, _when(work, row),
        )
    )  # fmt: skip


def _when(work: Work, row: SpecialDayRow) -> cards.Comes:
    today = _today(work, row.member)
    day = planning.coming_day(row, today)
    year = year_of(row.date, row.leap, day)
    if row.year and row.year >= year:
        return cards.Comes()
    if row.celebrated >= year:
        return cards.Comes(again=row.celebrated + 1)
    if at := planning.late(work, row):
        return cards.Comes(day == today, at, now=at <= work.now)
    card = planning.next_card(work, row)
    if row.entry and (card is None or card.slot // MINUTES != day):
        return cards.Comes(day == today, card.due if card else 0, rests=listing.resting_in_words(work))
    is_usual = card is None or (day != today and card.due == planning.nine_on(work, row.member, day))
    return cards.Comes(day == today, 0 if is_usual or card is None else card.due)


def chosen(work: Work, event: ButtonPressed) -> list[Answer]:
    """Of two days that were meant: this one."""
    kind, _, written = event.value.partition(" ")
    day, year = written[:5], written[6:]
    if stop := barred(work, event.member):
        return [Note(stop)]
    if kind not in KINDS or not is_date(day) or (year and not year.isdecimal()):
        return [Note(cards.told("I can't read that any more. Please type the day again."))]
    return [Note(_noted(work, event.member, kind, Dated(day, int(year or 0))))]


def leap(work: Work, event: ButtonPressed) -> list[Answer]:
    """When 29 February is celebrated in other years."""
    kind, _, day = event.value.partition(" ")
    row = celebrations.day_of(work, event.member, kind)
    if row is None or row.state != celebrations.ON or day not in dict(cards.LEAP):
        return [Note(cards.told("There is no such day of yours any more. Tell it again: /huzzah birthday"))]
    row.leap = day
    planning.schedule(work, row)
    return [Note(_kept(work, row))]


def off(work: Work, event: ButtonPressed) -> list[Answer]:
    """Take it out, or rather not say."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    kind = event.value if event.value in KINDS else BIRTHDAY
    planning.refuse(work, event.member, kind)
    return [Note(cards.off(kind))]


def joined(work: Work, event: ButtonPressed) -> list[Answer]:
    """They agree: the first day that their profile tells."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    dated = first_day(work, event.member)
    if not dated.date:
        return [Note(cards.told("Your profile doesn't tell it any more. Write: /huzzah anniversary 1 May 2019"))]
    row = planning.keep(work, event.member, Told(ANNIVERSARY, dated.date, dated.year, "profile"))
    return [Note(_kept(work, row))]


def first_day(work: Work, member: str) -> Dated:
    """The first day as the profile tells it; nothing if it doesn't."""
    known = work.member(member)
    if known.joined <= 0:
        return Dated()
    day = date.fromordinal(local_day(planning.zone_of(work, member), known.joined))
    return Dated(f"{day:%m-%d}", day.year)


def form(work: Work, event: CommandGiven | ButtonPressed) -> list[Answer]:
    """`/huzzah celebrate`, and the button: both days in a form."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    days = {kind: celebrations.day_of(work, event.member, kind) for kind in KINDS}
    born = days[BIRTHDAY]
    celebrated = not work.member(event.member).traits & Trait.NO_CELEBRATE
    return [
        Open(
            cards.form(
                _in_words(born), _in_words(days[ANNIVERSARY]), born.leap if born else "", celebrated=celebrated
            )
        )
    ]  # fmt: skip


def _in_words(row: SpecialDayRow | None) -> str:
    return in_words(row.date, row.year) if row and row.state == celebrations.ON else ""


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form as it was left."""
    if stop := barred(work, event.member):
        return [Note(stop)]
    today, errors, read_days = _today(work, event.member), {}, {}
    for kind in KINDS:
        written = event.fields.get(kind, "").strip()
        if written and written.casefold() not in NO:
            dated = read(written, today)
            if problem := dated.problem or _problem(work, event.member, kind, dated):
                errors[kind] = problem
            read_days[kind] = dated
    if errors:
        return [Refuse(errors)]
    lines = [_changed(work, event, kind, read_days.get(kind)) for kind in KINDS]
    celebrated = event.fields.get("celebrate", "").strip().lower() in SWITCHED_ON
    privacy.choose(work, event.member, {"celebrate": celebrated})
    if not celebrated:
        lines.append("You are not celebrated: I stay silent until you change that.")
    return [Note(cards.saved(tuple(line for line in lines if line)))]


def _changed(work: Work, event: DialogSubmitted, kind: str, dated: Dated | None) -> str:
    row = celebrations.day_of(work, event.member, kind)
    if dated is None:
        if row is None or row.state != celebrations.ON:
            return ""
        planning.refuse(work, event.member, kind)
        return f"Your {cards.NAMES[kind]} is taken out."
    wanted = event.fields.get("leap", "")
    if row is not None and wanted in dict(cards.LEAP):
        row.leap = wanted
    year = dated.year if kind == ANNIVERSARY else 0
    row = planning.keep(work, event.member, Told(kind, dated.date, year))
    if row.leap != wanted and wanted in dict(cards.LEAP):
        row.leap = wanted
        planning.schedule(work, row)
    dropped = " The year isn't kept." if kind == BIRTHDAY and dated.year and not dated.by_word else ""
    return f"Your {cards.NAMES[kind]} is {in_words(row.date, row.year)}.{dropped}{cards.soon(kind, _when(work, row))}"


def mine(work: Work, member: str, admin: str = "") -> Card:
    """What is kept of one member; `admin` is a line for admins."""
    days = {kind: _in_words(celebrations.day_of(work, member, kind)) for kind in KINDS}
    silent = bool(work.member(member).traits & Trait.NO_CELEBRATE)
    return cards.mine(cards.Mine(days[BIRTHDAY], days[ANNIVERSARY], silent, admin))
