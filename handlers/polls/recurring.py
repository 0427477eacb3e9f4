"""Recurring: a poll that is asked later, or again and again; each time it is a poll of its own, in one series."""

from dataclasses import replace

from handlers import people
from handlers.answers import Answer, Note, Refresh, Whisper
from handlers.calendar import scheduling, typed
from handlers.calendar.firing import Firing, read_details, write_details
from handlers.calendar.looking import after_this
from handlers.calendar.recurrence import Plan, moment_of
from handlers.calendar.scheduling import Item
from handlers.cards.polls import plans as cards
from handlers.events import ButtonPressed, CommandGiven
from handlers.polls import asking, reading, repeating, rights, slices, templates
from handlers.polls import terms as of_poll
from handlers.polls.asking import Ask
from handlers.polls.series import SERIES
from handlers.polls.terms import DEFAULT_OPEN, read_terms, write_terms
from scoring.facts import Micros
from scoring.markup import plain
from scoring.periods import local_day
from storage import calendar, places
from storage.tables import CalendarRow
from storage.transactions import Work

KIND = "poll_open"
"""The kind of its entries in the calendar."""
EACH_TIME = "An icebreaker, another one each time"
MOST = 20
"""Polls that one person may have planned."""
FULL = cards.told(f"You have {MOST} polls on the calendar already. End one first: /poll scheduled")
LONGEST_NUMBER = 12


def timed(work: Work, event: CommandGiven) -> repeating.Timed:
    """What of a typed poll says when it is to be asked, by the clock of whoever asks."""
    zone = work.member(event.member).zone or work.book.settings.zone
    return repeating.take_out(people.resolve(work, event.text).text, zone, work.now)


def command(work: Work, event: CommandGiven, timed: repeating.Timed, template: str = "") -> list[Answer]:
    """What was typed says when it is to be asked; of a template it is what it will say by then."""
    if problem := rights.barred(work, event.member):
        return [Note(cards.told(problem))]
    said = reading.read(timed.text)
    place = asking.place_of(work, said, event)
    opens = moment_of(timed.plan.recurrence) if timed.plan else None
    closes = asking.closes_of(work, event.member, said.terms.close, opens or work.now)
    by = slices.wanted(work, said.terms.by)
    problem = timed.problem or said.problem or place.problem or closes.problem or by.problem
    if problem or timed.plan is None:
        return [Note(cards.mistaken(problem))]
    # Not in a thread: by then nobody reads there any more.
    wanted = Ask(
        said.question, said.options, said.kind, replace(said.terms, by=slices.each_time(said.terms.by, by)),
        place.channel, member=event.member, anonymous=said.anonymous,
    )  # fmt: skip
    if template == templates.ICEBREAKER:
        wanted = replace(wanted, question=EACH_TIME)
    return schedule(work, wanted, timed.plan, template)


def schedule(work: Work, wanted: Ask, plan: Plan, template: str = "") -> list[Answer]:
    """Put a poll on the calendar; `wanted.terms.close` is when each one closes, as typed, else it is two days open."""
    if is_full(work, wanted.member):
        return [Note(FULL)]
    details = {
        "question": wanted.question, "options": list(wanted.options), "kind": wanted.kind,
        "terms": write_terms(wanted.terms), "anonymous": int(wanted.anonymous), "series": wanted.series,
    }  # fmt: skip
    if template:
        details["template"] = template
    entry = scheduling.add(work, Item(KIND, "", wanted.channel, wanted.member, details), plan)
    row = calendar.find(work, entry)
    return [Note(cards.planned(_shown(work, row, wanted.member)))] if row is not None else []


def is_full(work: Work, member: str) -> bool:
    """Whether somebody has planned as many as they may."""
    return len([row for row in calendar.standing(work, (KIND,)) if row.member == member]) >= MOST


def fire(work: Work, firing: Firing) -> list[Answer]:
    """Its time has come: it is asked."""
    member, told = firing.member, firing.details
    if rights.barred(work, member):
        # Who asked has left.
        scheduling.end(work, firing.entry)
        return []
    if places.is_closed(work, member, firing.channel):
        scheduling.end(work, firing.entry)
        return [Whisper(member, cards.told(f"You left the channel where I was to ask {_quoted(firing)}, so I don't."))]
    if places.shared(work, [firing.channel]):
        return _passed_over(work, firing)
    firing = _without_flag(work, firing)
    told = firing.details
    terms = read_terms(str(told.get("terms", "")))
    by = slices.settled(work, terms.by)
    # Without groups to compare, results are shown as they were asked for.
    as_asked = not by and told.get("kind") != of_poll.QUIZ
    terms = replace(terms, by=by, results=(terms.asked if as_asked else "") or terms.results)
    series = str(told.get("series", "")) or f"{SERIES}{firing.entry}"
    question, options = str(told.get("question", "")), tuple(str(option) for option in told.get("options", ()))
    if told.get("template") == templates.ICEBREAKER:
        zone = work.member(member).zone or work.book.settings.zone
        question, *rest = templates.icebreaker(firing.channel, local_day(zone, firing.due))
        options = tuple(rest)
    wanted = Ask(
        question, options,
        str(told.get("kind", "")), replace(terms, close=""), firing.channel, member=member,
        closes=_closes(work, firing, terms.close), anonymous=bool(told.get("anonymous")), series=series,
    )  # fmt: skip
    return asking.ask(work, wanted)


def _passed_over(work: Work, firing: Firing) -> list[Answer]:
    # Others read there now, perhaps not for long; the planner hears of it once.
    row = calendar.find(work, firing.entry)
    if row is None or firing.details.get("passed"):
        return []
    row.details = write_details({**firing.details, "passed": 1})
    work.session.add(row)
    work.changed = True
    words = f"I didn't ask {_quoted(firing)}: another organisation is in its channel now, and I post nothing there."
    return [Whisper(firing.member, cards.told(f"{words} End it or wait: /poll scheduled"))]


def _without_flag(work: Work, firing: Firing) -> Firing:
    row = calendar.find(work, firing.entry)
    if row is None or not firing.details.get("passed"):
        return firing
    details = {name: value for name, value in firing.details.items() if name != "passed"}
    row.details = write_details(details)
    work.session.add(row)
    work.changed = True
    return replace(firing, details=details)


def _quoted(firing: Firing) -> str:
    return f"“{plain(str(firing.details.get('question', '')), {})}”"


def _closes(work: Work, firing: Firing, close: str) -> Micros:
    if close:
        found = asking.closes_of(work, firing.member, close)
        return found.at if not found.problem else work.now + DEFAULT_OPEN
    # Before the next one begins.
    row = calendar.find(work, firing.entry)
    coming = after_this(work, row) if row is not None else 0
    return min(coming, work.now + DEFAULT_OPEN) if coming else work.now + DEFAULT_OPEN


def about(_work: Work, row: CalendarRow) -> str:
    """What is asked, for the list of the calendar."""
    return str(read_details(row.details).get("question", ""))


def listing(work: Work, event: CommandGiven) -> list[Answer]:
    """`/poll scheduled`: those that somebody may end."""
    rows = [row for row in calendar.standing(work, (KIND,)) if _may_end(work, event.member, row)]
    return [Note(cards.listing(tuple(_shown(work, row, event.member) for row in rows[:MOST])))]


def end(work: Work, event: ButtonPressed) -> list[Answer]:
    """It is never asked again; what was asked stays."""
    number = event.value.strip()
    row = calendar.find(work, int(number)) if number.isdecimal() and len(number) < LONGEST_NUMBER else None
    if row is None or row.kind != KIND or row.state not in (calendar.ON, calendar.PAUSED):
        return [Note(cards.told("That poll isn't on the calendar any more."))]
    if not _may_end(work, event.member, row):
        return [Note(cards.told("Only whoever planned it and admins can end it."))]
    scheduling.end(work, row.entry)
    return [Refresh(cards.told("Done: it won't be asked again. Polls that stand already go on."))]


def _may_end(work: Work, member: str, row: CalendarRow) -> bool:
    if row.member == member:
        return True
    return work.member(member).has_role("admin") and bool(places.names_for(work, member, [row.channel]))


def _shown(work: Work, row: CalendarRow, viewer: str) -> cards.Planned:
    question = about(work, row)
    plan = scheduling.plan_of(row)
    return cards.Planned(
        row.entry, question, typed.in_words(plan), row.next, people.place(work, viewer, row.channel),
        repeating.recurs(plan), people.names_in(work, question),
    )  # fmt: skip
