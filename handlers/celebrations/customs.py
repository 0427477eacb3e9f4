"""Customs: how a workspace celebrates, set by its admins, and the one question to everybody who hasn't said."""

from dataclasses import replace

from handlers import people
from handlers.answers import Answer, Note, Open, Refuse, Whisper
from handlers.calendar import looking, scheduling
from handlers.calendar.firing import Firing
from handlers.calendar.recurrence import Plan, moment, on_days
from handlers.calendar.scheduling import Item
from handlers.cards.celebrations import days as day_cards
from handlers.cards.celebrations import settings as cards
from handlers.cards.phrases import short_date
from handlers.celebrations import entering, planning
from handlers.celebrations.dates import in_words
from handlers.celebrations.planning import ASK, TEN
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.giving import ON as SWITCHED_ON
from scoring.periods import DAY, SECOND, local_day
from scoring.state import Trait
from storage import audit, calendar, celebrations, places
from storage.celebrations import ANNIVERSARY, BIRTHDAY
from storage.tables import CelebratingRow
from storage.transactions import Work

AHEAD = frozenset(value for value, _ in cards.AHEAD)
FREE = frozenset(value for value, _ in cards.FREE)
SOON = 14 * DAY
MOST_SOON = 10
MOST_ASKED = 1_000
"""People who are asked in one transaction."""
DAYS = 3
"""On which people are asked: each on the first that doesn't pass them by."""
SHARED = "People of another organisation are in that channel, so I celebrate nobody there. Choose another one."
ADMINS = "Only admins set how we celebrate, and ask everybody."


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah celebrations`: one's own days; for admins `ask` and `settings` as well."""
    if stop := entering.barred(work, event.member):
        return [Note(stop)]
    word = event.text.strip().casefold()
    if word == "ask":
        return _ask(work, event.member)
    if word in ("settings", "set", "set up", "setup"):
        return _settings(work, event.member)
    line = _line(work, event.member) if _is_admin(work, event.member) else ""
    return [Note(entering.mine(work, event.member, line))]


def _is_admin(work: Work, member: str) -> bool:
    return work.member(member).has_role("admin")


def _line(work: Work, viewer: str) -> str:
    counts, customs = celebrations.counts(work), celebrations.customs(work)
    many = [_counted(counts.get(BIRTHDAY, 0), "birthday", "birthdays")]
    if customs.anniversaries:
        many.append(_counted(counts.get(ANNIVERSARY, 0), "anniversary", "anniversaries"))
    wanted = customs.channel or work.book.settings.announce_channel
    channel = places.find(work, viewer, wanted) if wanted else None
    name = places.names_for(work, viewer, [channel]).get(channel) if channel else None
    where = f"in #{name}" if name else "privately, since there is no channel for it: choose one in the settings"
    return f"{' and '.join(many)}, celebrated {where}.{_soon(work)}"


def _soon(work: Work) -> str:
    # Without those who asked not to be announced: their day isn't everybody's business.
    quiet = int(work.book.outside | Trait.NO_CELEBRATE | Trait.NO_ANNOUNCE)
    found = []
    for entry in celebrations.soon(work, work.now + SOON):
        row = calendar.find(work, entry)
        if row is None or work.member(row.member).traits & quiet:
            continue
        for slot in looking.ahead(work, row, work.now + SOON)[:1]:
            day = local_day(planning.zone_of(work, row.member), slot.due)
            found.append(f"{people.person(work, row.member).name} ({row.topic}, {short_date(day, day)})")
    more = f" and {len(found) - MOST_SOON} more" if len(found) > MOST_SOON else ""
    return f" In the next two weeks: {', '.join(found[:MOST_SOON])}{more}." if found else ""


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button “Settings”."""
    return _settings(work, event.member)


def _settings(work: Work, member: str) -> list[Answer]:
    if not _is_admin(work, member):
        return [Note(day_cards.told(ADMINS))]
    customs = celebrations.customs(work)
    wanted = customs.channel or work.book.settings.announce_channel
    channel = (places.find(work, member, wanted) or "") if wanted else ""
    return [
        Open(
            cards.form(
                cards.Customs(
                    channel, customs.free_days, customs.ahead, bool(customs.anniversaries), bool(customs.profile)
                )
            )
        )
    ]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The settings as they were left."""
    if not _is_admin(work, event.member):
        return [Note(day_cards.told(ADMINS))]
    fields = event.fields
    channel = fields.get("channel", "").strip()
    if channel and places.find(work, event.member, channel) is None:
        return [Refuse({"channel": "I don't know that channel, or you aren't in it. Choose one from the list."})]
    default = places.find(work, event.member, work.book.settings.announce_channel) or ""
    is_shared = bool(places.shared(work, [channel]))
    if is_shared and channel != default:
        return [Refuse({"channel": SHARED})]
    free, ahead = fields.get("free_days", "after"), fields.get("ahead", "4")
    if free not in FREE or ahead not in AHEAD:
        return [Refuse({"ahead": "Choose one from the list."})]
    before = celebrations.customs(work)
    replanned = (before.free_days, before.anniversaries) != (free, int(_on(fields.get("anniversaries", ""))))
    row = work.session.get(CelebratingRow, work.workspace) or CelebratingRow(workspace=work.workspace)
    row.channel = "" if channel == default else channel
    row.free_days, row.ahead = free, int(ahead)
    row.anniversaries, row.profile = int(_on(fields.get("anniversaries", ""))), int(_on(fields.get("profile", "")))
    celebrations.keep(work, row)
    audit.write(work, event.member, "celebrations", f"{free}, {ahead} days ahead")
    if replanned:
        planning.again(work)
    hint = f"Everybody gets their card privately: {SHARED[0].lower()}{SHARED[1:]}" if is_shared else ""
    return [Note(day_cards.told("Saved. That is how we celebrate from now on.", hint))]


def _on(value: str) -> bool:
    return value.strip().lower() in SWITCHED_ON


def ask_pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button “Ask colleagues”."""
    return _ask(work, event.member)


def _ask(work: Work, member: str) -> list[Answer]:
    if not _is_admin(work, member):
        return [Note(day_cards.told(ADMINS))]
    many = len(_silent(work))
    if not many:
        hint = "Who joins later is asked when you ask again."
        return [Note(day_cards.told("Everybody has said something, or was asked already.", hint))]
    if calendar.about(work, ASK, ""):
        return [Note(day_cards.told("Colleagues are about to be asked already, each at ten in their morning."))]
    tomorrow = local_day(work.book.settings.zone, work.now) + 1
    plan = Plan(on_days(tomorrow, DAYS), "*", TEN, span_minutes=3 * 24 * 60, free_days="after")
    scheduling.add(work, Item(ASK, member=member), plan)
    audit.write(work, member, "celebrations asked", str(many))
    point = f"I'll ask {many} {'colleague' if many == 1 else 'colleagues'}, each privately at ten in their morning."
    hint = "From tomorrow, on working days. Everybody is asked once and never again; nobody has to answer."
    return [Note(day_cards.told(point, hint))]


def _silent(work: Work, zone: str = "", most: int = 0) -> list[str]:
    out = int(work.book.outside | Trait.BOT | Trait.EXTERNAL | Trait.NO_CELEBRATE)
    return celebrations.silent(work, out, zone, work.book.settings.zone, most)


def asked(work: Work, firing: Firing) -> list[Answer]:
    """The question, to the people of one zone; where they are many, the next of them are asked a second later."""
    zone = str(firing.details.get("zone", firing.place))
    waiting = _silent(work, zone, MOST_ASKED + 1)
    members = waiting[:MOST_ASKED]
    celebrations.ask(work, members)
    if len(waiting) > MOST_ASKED:
        item = Item(ASK, member=firing.member, details={"zone": zone})
        scheduling.add(work, item, replace(moment(work.now + SECOND), zone=zone))
    offers = bool(celebrations.customs(work).profile)
    told = celebrations.with_day(work, members, ANNIVERSARY) if offers else set()
    answers: list[Answer] = []
    for member in members:
        first = entering.first_day(work, member) if offers and member not in told else None
        joined = in_words(first.date, first.year) if first and first.date else ""
        answers.append(Whisper(member, day_cards.asked(joined)))
    return answers
