"""Setting up: `/huzzah pulse` - by form or typed - for admins; for everybody else the round that is open for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handlers.answers import Answer, Note, Open, Refresh, Refuse
from handlers.calendar import listing, looking, scheduling, typed
from handlers.calendar.recurrence import Plan, moment, moment_of
from handlers.calendar.scheduling import Item
from handlers.calendar.slots import is_open
from handlers.cards.blocks import Card
from handlers.cards.pulses import card as cards
from handlers.cards.pulses import forms
from handlers.cards.pulses import results as pulse_results
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.pulses import answering, questions, results, standing
from handlers.pulses.questions import GROUP, LIBRARY, MOST_DAYS, MOST_QUESTIONS, Setup
from handlers.pulses.rounds import KIND, LATE, LEAST_PEOPLE, asked, audience, close
from scoring.markup import Kind, hashtag, identity, pieces
from scoring.periods import MINUTE, local_day
from storage import audit, places, pulses
from storage.tables import CalendarRow, PulseRow
from storage.transactions import Work

EVERY_ZONE = "*"
FILLING = frozenset("about and ask asking questions on in for of the with everybody everyone all please".split())
LEAVE = frozenset({"skip", "not", "leave", "stop", "mute", "optout", "opt-out", "no"})
BACK = frozenset({"join", "back", "in", "unmute", "yes"})
HELP = frozenset({"help", "how", "info", "?"})
HOW = "A pulse asks everybody a few short questions, anonymously and again and again. Say when, and what about."
RESULTS = frozenset({"results", "result", "trend", "trends"})
LONGEST_NUMBER = 9
ADMINS_ONLY = "Only admins set up pulses."
NOT_THEM = "I can't ask single people or groups, only everybody, or the people of a channel: choose it in the form."
BEGUN = "Today's round of this pulse has begun already. Choose another day, or begin another pulse."
NO_TIME = "When shall I ask? Write a rhythm such as every 2 weeks on tue 10:00."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pulse as it is to be."""

    plan: Plan
    setup: Setup
    results: str = ""
    """A channel."""


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah pulse`, `every 2 weeks on tue 10:00 clarity, enps`, `skip`, `join`, `results`."""
    word, _, rest = event.text.strip().partition(" ")
    word = word.lower().strip(".,!")
    if word in LEAVE:
        pulses.skip(work, event.member, on=True)
        return [Note(cards.skipped())]
    if word in BACK and not rest:
        pulses.skip(work, event.member, on=False)
        return [Note(cards.joined())]
    if word in RESULTS:
        return _latest(work, event.member)
    if not work.member(event.member).has_role("admin"):
        if word and word not in HELP:
            return [Note(cards.told(ADMINS_ONLY))]
        return [Note(_open_for(work, event.member))]
    if word in HELP:
        return [Note(cards.mistaken(HOW))]
    if word:
        return _typed(work, event)
    rows = pulses.standing(work)
    if not rows:
        return [Open(forms.form(forms.Begin()))]
    return [Note(cards.listing(tuple(standing.shown(work, row, event.member) for row in rows)))]


def _open_for(work: Work, member: str) -> Card:
    for row in pulses.standing(work):
        found = next(iter(pulses.rounds(work, row.pulse, pulses.OPEN)), None)
        if found is not None and found.closes > work.now and answering.is_asked(work, row, member):
            return cards.first(asked(row, found, questions.read(row.details)))
    return cards.for_people(skips=member in pulses.skips(work))


def _latest(work: Work, member: str) -> list[Answer]:
    for row in pulses.standing(work):
        found = next(iter(pulses.rounds(work, row.pulse, pulses.CLOSED)), None)
        if found is not None and results.may_see(work, row, member):
            return [Note(pulse_results.results(results.outcome(work, row, found)))]
    return [Note(cards.told("There are no results yet that you may see. They come when a pulse closes."))]


def _typed(work: Work, event: CommandGiven) -> list[Answer]:
    channel, words = "", ""
    for kind, piece in pieces(event.text):
        if kind in (Kind.PERSON, Kind.GROUP, Kind.EVERYONE):
            return [Note(cards.mistaken(NOT_THEM))]
        found = identity(piece) if kind is Kind.CHANNEL else ""
        if kind is Kind.HASHTAG:
            found = places.find(work, event.member, hashtag(piece)) or ""
            if not found:
                return [Note(cards.mistaken(f"I know no channel {piece} that you are in."))]
        channel = channel or found
        words += piece if kind is Kind.TEXT else " "
    when = typed.when(words, work.book.settings.zone, work.now)
    if when.plan is None:
        return [Note(cards.mistaken(when.problem or NO_TIME))]
    keys = []
    for word in when.rest.replace(",", " ").split():
        key = questions.named(word)
        if not key and word.strip(".,:;").lower() not in FILLING:
            titles = ", ".join(LIBRARY)
            return [Note(cards.mistaken(f"I don't know the question “{word[:40]}”. I have: {titles}."))]
        keys += [key] if key else []
    setup = replace(Setup(), questions=tuple(dict.fromkeys(keys))) if keys else Setup()
    if problem := _problem(work, setup):
        return [Note(cards.mistaken(problem))]
    if channel and (problem := _no_place(work, event.member, channel)):
        return [Note(cards.mistaken(problem))]
    return [Note(_save(work, event.member, Wanted(when.plan, setup, channel)))]


def form(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button for a new one, or to change one."""
    if not work.member(event.member).has_role("admin"):
        return [Note(cards.told(ADMINS_ONLY))]
    row = _row(work, event.value)
    if row is None:
        return [Open(forms.form(forms.Begin()))]
    setup = questions.read(row.details)
    own = tuple(setup.own[key] for key in setup.questions if key in setup.own)
    begin = forms.Begin(
        row.pulse, standing.when_of(work, row, typing=True),
        tuple(key for key in setup.questions if key in LIBRARY), own,
        "" if setup.audience.startswith(GROUP) else setup.audience, row.channel, setup.days,
    )  # fmt: skip
    return [Open(forms.form(begin))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    if not work.member(event.member).has_role("admin"):
        return [Note(cards.told(ADMINS_ONLY))]
    row = _row(work, event.context)
    if event.context and row is None:
        return [Note(cards.told("That pulse was ended meanwhile."))]
    fields, before = event.fields, questions.read(row.details) if row else None
    keys = [key.strip() for key in fields.get("questions", "").split(",")]
    setup = questions.with_own(keys, fields.get("own", "").splitlines(), before)
    days = fields.get("days", "").strip()
    setup = replace(setup, audience=fields.get("audience", "").strip(), days=int(days) if _is_days(days) else 0)
    when = typed.when(fields.get("when", ""), work.book.settings.zone, work.now)
    errors = _errors(work, event.member, fields, setup)
    if when.plan is None or when.rest:
        errors["when"] = when.problem or f"I can't read “{when.rest[:40]}”. {NO_TIME}"
    elif row is not None and _has_begun(work, row, when.plan):
        errors["when"] = BEGUN
    if errors or when.plan is None:
        return [Refuse(errors)]
    return [Note(_save(work, event.member, Wanted(when.plan, setup, fields.get("results", "").strip()), row))]


def _has_begun(work: Work, row: PulseRow, plan: Plan) -> bool:
    # A day has one round, so what is asked once must have a day of its own.
    at = moment_of(plan.recurrence)
    return at is not None and pulses.round_of(work, row.pulse, local_day(work.book.settings.zone, at)) is not None


def _is_days(days: str) -> bool:
    return days.isdecimal() and len(days) <= LONGEST_NUMBER and 1 <= int(days) <= MOST_DAYS


def _errors(work: Work, member: str, fields: Mapping[str, str], setup: Setup) -> dict[str, str]:
    errors = {}
    if not setup.questions or len(setup.questions) > MOST_QUESTIONS:
        errors["questions"] = f"Choose one to {MOST_QUESTIONS} questions, your own included."
    if not setup.days:
        errors["days"] = f"A number of days from 1 to {MOST_DAYS}."
    if setup.audience and places.is_closed(work, member, setup.audience):
        errors["audience"] = "Choose a channel that you are in."
    elif "questions" not in errors and (problem := _problem(work, setup)):
        errors["audience"] = problem
    results_in = fields.get("results", "").strip()
    if results_in and (problem := _no_place(work, member, results_in)):
        errors["results"] = problem
    return errors


def _problem(work: Work, setup: Setup) -> str:
    if len(setup.questions) > MOST_QUESTIONS:
        return f"That is more than {MOST_QUESTIONS} questions. Fewer are answered by more people."
    if len(audience(work, setup)) < LEAST_PEOPLE:
        return "That would ask fewer than five people, and of so few I never show anything. Ask more."
    return ""


def _no_place(work: Work, member: str, channel: str) -> str:
    if places.is_closed(work, member, channel):
        return "Choose a channel that you are in."
    if places.shared(work, [channel]):
        return "People of another organisation are in that channel, so I post no results there."
    return ""


def _save(work: Work, member: str, wanted: Wanted, row: PulseRow | None = None) -> Card:
    # On a holiday it waits for the next working day: the answers would say more about the day than about work.
    plan = replace(wanted.plan, zone=EVERY_ZONE, free_days="after", missed="once")
    at = moment_of(plan.recurrence)
    is_now = at is not None and at <= work.now + MINUTE
    if is_now:
        plan = replace(moment(work.now), zone=EVERY_ZONE)
    if row is None:
        row = PulseRow(workspace="", pulse=0, channel=wanted.results, member=member, details="")
        row.details = questions.write(wanted.setup)
        pulses.add(work, row)
        scheduling.add(work, Item(KIND, str(row.pulse), wanted.results, member), plan)
    else:
        _change(work, row, wanted, plan)
    audit.write(work, member, "pulse", f"{row.pulse}: {typed.in_words(wanted.plan)}")
    entry = standing.entry_of(work, row)
    rests = (listing.resting_in_words(work) or listing.rest_in_words(work, entry)) if entry else ""
    asleep = _asleep(work, entry, wanted.setup) if is_now and not rests else -1
    return cards.saved(standing.shown(work, row, member), len(audience(work, wanted.setup)), asleep, rests)


def _change(work: Work, row: PulseRow, wanted: Wanted, plan: Plan) -> None:
    entry, before = standing.entry_of(work, row), standing.when_of(work, row, typing=True)
    row.channel, row.details = wanted.results, questions.write(wanted.setup)
    pulses.save(work, row)
    if entry is None:
        scheduling.add(work, Item(KIND, str(row.pulse), wanted.results, row.member), plan)
        return
    entry.channel = wanted.results
    work.session.add(entry)
    if standing.words_of(work, plan) == before:  # What was skipped or moved stands, and which weeks it falls on.
        return
    scheduling.replan(work, entry.entry, plan)
    for found in pulses.rounds(work, row.pulse, pulses.OPEN):
        scheduling.end_about(work, LATE, f"{row.pulse}:{found.day}")


def _asleep(work: Work, entry: CalendarRow | None, setup: Setup) -> int:
    # How many of those who are asked now get it in their morning only.
    grounds = looking.grounds_of(work, entry) if entry else []
    night = {each.place for each in grounds if entry and not is_open(looking.plan_of(entry), each, work.now)}
    return sum(zone in night for zone in audience(work, setup).values())


def _row(work: Work, value: str) -> PulseRow | None:
    return pulses.find(work, int(value)) if value.isdecimal() and len(value) <= LONGEST_NUMBER else None


def end(work: Work, event: ButtonPressed) -> list[Answer]:
    """Nobody is asked any more; what is open closes without results."""
    row = _row(work, event.value)
    if row is None or not work.member(event.member).has_role("admin"):
        return [Note(cards.told("That pulse was ended before." if row is None else ADMINS_ONLY))]
    for found in pulses.rounds(work, row.pulse, pulses.OPEN):
        close(work, row, found)
    scheduling.end_about(work, KIND, str(row.pulse))
    row.state = pulses.GONE
    pulses.save(work, row)
    audit.write(work, event.member, "pulse", f"{row.pulse}: ended")
    return [Refresh(cards.told("The pulse is ended; nobody is asked any more."))]


def latest(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button for results of one pulse."""
    row = _row(work, event.value)
    found = next(iter(pulses.rounds(work, row.pulse, pulses.CLOSED)), None) if row else None
    if row is None or found is None or not results.may_see(work, row, event.member):
        return [Note(cards.told("There are no results yet that you may see."))]
    return [Note(pulse_results.results(results.outcome(work, row, found)))]
