"""Opening: a contest as somebody wants it, begun now or by the calendar."""

from dataclasses import dataclass

from handlers import people
from handlers.answers import Answer, Note, Whisper
from handlers.calendar import scheduling, typed
from handlers.calendar.firing import Firing, read_details
from handlers.calendar.listing import local_words
from handlers.calendar.recurrence import Plan, moment_of
from handlers.cards.contests import dialogs as cards
from handlers.cards.contests import told as contests_told
from handlers.contests import holding, showing
from handlers.contests.timing import deadline, opening, zone_of
from handlers.contests.watching import PICTURES
from scoring.facts import Micros
from scoring.markup import escape
from scoring.state import Trait
from storage import calendar, contests, objections, places
from storage.tables import CalendarRow, ContestRow
from storage.transactions import Work

KIND = "contest_open"
"""Kind of entries in the calendar."""
USUALLY = "3d"
SHARED = "Another organisation is in that channel, so I don't post there."
OUTSIDE = "You aren't in its channel any more, so it left the calendar."
END_IT = "End that one first (/huzzah contests)"
"""What to do about a contest that is in the way."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A contest that somebody wants to hold."""

    kind: str
    title: str
    channel: str
    closes: str = USUALLY
    opens: str = ""
    secret: bool = False
    threaded: bool = False


def taken(work: Work, member: str, asked: Asked, but: int = 0) -> str:
    """Which contest (other than `but`) runs there that takes every picture, too, as this member is told; "" if none."""
    # A picture in the channel would be an entry for both.
    if asked.threaded or asked.kind not in PICTURES:
        return ""
    there = next(
        (
            each.contest
            for each in contests.watched(work)
            if each.open
            and each.contest != but
            and each.channel == asked.channel
            and each.kind in PICTURES
            and not each.threaded
        ),
        0,
    )
    row = contests.find(work, there)
    return _in_the_way(work, member, row) if row is not None else ""


def _in_the_way(work: Work, member: str, row: ContestRow) -> str:
    place = people.place(work, member, row.channel)
    if place is None:
        return "A contest runs there that takes every picture."
    host = people.person(work, row.member).name
    whose = "Your contest" if row.member == member else f"{host}'s contest" if host else "The contest"
    until = local_words(zone_of(work, member), row.closes, work.now)
    return f"{whose} “{row.question}” runs in #{place.name} until {until}, and takes every picture there."


def hold(work: Work, member: str, asked: Asked) -> list[Answer]:
    """Open it, or put its opening on the calendar."""
    place = people.place(work, member, asked.channel)
    if asked.opens and (plan := opening(work, member, asked.opens).plan) is not None:
        return [_planned(work, member, asked, plan)]
    closes, _ = deadline(work, member, asked.closes)
    row = _row(member, asked, closes)
    posted = holding.open_(work, row)
    return [Note(cards.opened(showing.bare(work, row), place)), *posted]


def _planned(work: Work, member: str, asked: Asked, plan: Plan) -> Answer:
    details = {
        "kind": asked.kind, "title": asked.title, "closes": asked.closes, "secret": asked.secret,
        "threaded": asked.threaded,
    }  # fmt: skip
    scheduling.add(work, scheduling.Item(KIND, "", asked.channel, member, details), plan)
    return Note(cards.planned(asked.title, typed.in_words(plan), people.place(work, member, asked.channel)))


def _row(member: str, asked: Asked, closes: Micros) -> ContestRow:
    return ContestRow(
        workspace="", contest=0, kind=asked.kind, state=contests.OPEN, channel=asked.channel, member=member,
        question=asked.title, closes=closes, secret=int(asked.secret), threaded=int(asked.threaded),
    )  # fmt: skip


def fire(work: Work, firing: Firing) -> list[Answer]:
    """The calendar opens one."""
    told = firing.details
    asked = Asked(
        str(told.get("kind", "free")), str(told.get("title", "A contest")), firing.channel,
        str(told.get("closes", USUALLY)), "", bool(told.get("secret")), bool(told.get("threaded")),
    )  # fmt: skip
    if work.member(firing.member).traits & (Trait.DEACTIVATED | Trait.FORGOTTEN):
        scheduling.end(work, firing.entry)
        return [Whisper(admin, contests_told.host_left(asked.title)) for admin in objections.admins(work)]
    if places.is_closed(work, firing.member, asked.channel):
        # Who isn't in a private channel any more hears nothing else of it, and holds nothing there.
        scheduling.end(work, firing.entry)
        return [Whisper(firing.member, contests_told.not_opened(asked.title, OUTSIDE, again=False))]
    entry = calendar.find(work, firing.entry)
    again = entry is not None and moment_of(entry.recurrence) is None
    closes, problem = deadline(work, firing.member, asked.closes)
    if places.shared(work, [asked.channel]):
        problem = SHARED
    elif there := taken(work, firing.member, asked):
        problem = there if again else f"{there} {END_IT}."
    if not problem:
        return holding.open_(work, _row(firing.member, asked, closes))
    return [Whisper(firing.member, contests_told.not_opened(asked.title, problem, again=again))]


def about(_work: Work, row: CalendarRow) -> str:
    """What the contest is about, as markup."""
    return escape(str(read_details(row.details).get("title", "")))
