"""Following up: you said, we did - somebody owes a closed poll an answer by a day, and is reminded until it came."""

from handlers import people
from handlers.answers import Answer, Note, Open, Refuse, Whisper
from handlers.calendar import scheduling, typed
from handlers.calendar.firing import Firing
from handlers.calendar.recurrence import Plan
from handlers.cards.polls import dialogs, notes
from handlers.cards.polls import promises as cards
from handlers.events import ButtonPressed, DialogSubmitted
from handlers.polls import closing, presenting, results, rights
from handlers.polls import terms as of_poll
from handlers.polls.asking import LONGEST_OPEN
from handlers.polls.drafting import number_of
from scoring.facts import Micros
from scoring.markup import escape, unescape
from scoring.periods import HOUR, local_day, midnight
from storage import places, polls
from storage.tables import PollRow, PromiseRow
from storage.transactions import Work

KEPT, OWED = "kept", "open"
NINE = 9 * 60
"""Minute of the owner's day at which they are reminded."""
END_OF_DAY: Micros = 17 * HOUR
BEFORE = 2
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST = 2_000


def ask(work: Work, event: ButtonPressed) -> list[Answer]:
    """The form to promise an answer."""
    row = _closed(work, event.value)
    if row is None or not rights.may_steer(work, row, event.member):
        return [Note(notes.told(rights.NOT_YOURS))]
    return [Open(dialogs.promise(presenting.finished(work, row), event.member))]


def _closed(work: Work, value: str) -> PollRow | None:
    row = polls.find(work, number_of(value))
    return row if row is not None and row.state == of_poll.CLOSED else None


def promised(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in: the owner is told, and the days are put into the calendar."""
    row = _closed(work, event.context)
    if row is None or not rights.may_steer(work, row, event.member):
        return [Note(notes.told(rights.NOT_YOURS))]
    before = polls.promise(work, row.poll)
    if before is not None and before.state == KEPT:
        return [Note(notes.told("It was answered already."))]
    owner = event.fields.get("owner", "").strip()
    zone = work.member(owner).zone or work.book.settings.zone
    found = typed.deadline(event.fields.get("due", "").strip(), zone, work.now)
    errors = {"owner": problem} if (problem := _not_owner(work, row, owner)) else {}
    day = local_day(zone, found.at) if not found.problem else 0
    if found.problem:
        errors["due"] = f"By which day? {found.problem}"
    elif day < local_day(zone, work.now) or found.at > work.now + LONGEST_OPEN:
        errors["due"] = "Choose a day from today on, within a year."
    if errors:
        return [Refuse(errors)]
    promise = before or PromiseRow(workspace="", poll=row.poll, member=owner)
    promise.member, promise.due, promise.state, promise.at = owner, midnight(zone, day) + END_OF_DAY, OWED, work.now
    polls.keep_promise(work, promise)
    _plan(work, row, owner, day)
    poll = presenting.finished(work, row)
    asker, person = people.person(work, event.member), people.person(work, owner)
    said: list[Answer] = [Note(cards.promised(poll, person, promise.due))]
    if owner != event.member:
        said.append(Whisper(owner, cards.owed(poll, promise.due, asker)))
    return said + results.posted(work, row)


def _not_owner(work: Work, row: PollRow, owner: str) -> str:
    if not owner or people.strangers(work, [owner]) or rights.barred(work, owner):
        return "Choose a colleague from the list."
    if places.is_closed(work, owner, row.channel):
        return f"{people.person(work, owner).name} isn't in that private channel, so they couldn't answer there."
    return ""


def _plan(work: Work, row: PollRow, owner: str, day: int) -> None:
    topic = str(row.poll)
    scheduling.end_about(work, "poll_promise", topic)
    item = scheduling.Item("poll_promise", topic, row.channel, owner)
    scheduling.add(work, item, Plan(_dates(day - BEFORE, day), "@", NINE))
    weekly = f"week {WEEKDAYS[(day - 1) % 7]}"
    scheduling.add(work, item, Plan(weekly, "@", NINE, first_day=day + 1))


def _dates(*days: int) -> str:
    return "dates " + ",".join(cards.iso(day) for day in days)


def remind(work: Work, firing: Firing) -> list[Answer]:
    """Its day comes near, is there, or is over."""
    row = polls.find(work, int(firing.topic))
    promise = polls.promise(work, int(firing.topic))
    if row is None or promise is None or promise.state != OWED or row.state != of_poll.CLOSED:
        return []
    if rights.barred(work, promise.member) or places.is_closed(work, promise.member, row.channel):
        return _orphaned(work, row, promise)
    late = firing.at > promise.due
    return [Whisper(promise.member, cards.owed(presenting.finished(work, row), promise.due, None, late=late))]


def _orphaned(work: Work, row: PollRow, promise: PromiseRow) -> list[Answer]:
    # Once: nobody is reminded in their place until somebody else promises it.
    scheduling.end_about(work, "poll_promise", str(row.poll))
    card = cards.orphaned(presenting.finished(work, row), people.person(work, promise.member))
    heads = [member for member in closing.heads(work, row) if rights.may_steer(work, row, member)]
    return [Whisper(member, card) for member in heads]


def answer(work: Work, event: ButtonPressed) -> list[Answer]:
    """The form to answer."""
    row = _closed(work, event.value)
    promise = polls.promise(work, row.poll) if row else None
    if row is None or promise is None or not _may_answer(work, row, promise, event.member):
        return [Note(notes.told("Only whoever owes the answer, and who asked, can give it."))]
    return [Open(dialogs.kept(presenting.finished(work, row), unescape(promise.answer)))]


def _may_answer(work: Work, row: PollRow, promise: PromiseRow, member: str) -> bool:
    if rights.barred(work, member):
        return False
    return member == promise.member or rights.may_steer(work, row, member)


def answered(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The answer: below the poll, and on its result."""
    row = _closed(work, event.context)
    promise = polls.promise(work, row.poll) if row else None
    if row is None or promise is None or not _may_answer(work, row, promise, event.member):
        return [Note(notes.told("Only whoever owes the answer, and who asked, can give it."))]
    words = event.fields.get("answer", "").strip()
    if not words or len(words) > LONGEST:
        return [Refuse({"answer": f"Say what was done, in {LONGEST} characters at most."})]
    promise.answer, promise.state, promise.at = escape(words), KEPT, work.now
    polls.keep_promise(work, promise)
    scheduling.end_about(work, "poll_promise", str(row.poll))
    poll = presenting.finished(work, row)
    person = people.person(work, promise.member)
    where = "is kept with the poll's result" if places.shared(work, [row.channel]) else "stands below the poll"
    said: list[Answer] = [
        Note(notes.told("Thank you", f"Thank you! Your answer {where}.")),
        results.below(work, row, cards.answer(poll, person, promise.answer), results.answer_key(row.poll)),
        *results.posted(work, row),
    ]
    if row.member and row.member not in (promise.member, event.member) and not rights.barred(work, row.member):
        said.append(Whisper(row.member, cards.answer(poll, person, promise.answer)))
    return said
