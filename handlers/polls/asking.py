"""Asking: a poll is made and posted - by `/poll`, from a draft, or by code (`ask`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers import people
from handlers.answers import Answer, Note, Open, Whisper
from handlers.calendar import scheduling, typed
from handlers.calendar.recurrence import moment
from handlers.cards.blocks import Card
from handlers.cards.polls import dialogs, notes, offering
from handlers.cards.polls.words import Option, Poll
from handlers.events import ButtonPressed, CommandGiven
from handlers.polls import known_words, presenting, reading, rights, slices
from handlers.polls.reading import Typed
from handlers.polls.terms import (
    CHOICE,
    DEFAULT_OPEN,
    DELETED,
    DRAFT,
    FIXED,
    STANDING,
    USUAL,
    Terms,
    read_terms,
    write_terms,
)
from handlers.polls.writing import write
from scoring.facts import Micros
from scoring.markup import identity, plain, unescape
from scoring.periods import DAY
from storage import places, polls, votes
from storage.tables import PollRow
from storage.transactions import Work

_END_OF_DAY = re.compile(r"\b(?:eod|cob|(?:at )?(?:the )?end of (?:the |this )?day)\b")
_END_OF_WEEK = re.compile(r"\b(?:eow|(?:at )?(?:the )?end of (?:the |this )?week)\b")
LONGEST_OPEN: Micros = 370 * DAY
BY_HAND = frozenset({known_words.NEVER, "manually", "by hand", "hand"})
NOWHERE = "Where shall it stand? Write it in a channel, or add: in #channel"
TOO_EARLY = "It would close before it is asked. Choose a later moment, or write close 2h."
NO_KEY = (
    "I can't keep anonymous votes safe right now: the key of this installation is missing. Ask an admin to look "
    "at it, or ask without anonymous (an eNPS always is)."
)


@dataclass(frozen=True, slots=True)
class Ask:
    """A poll as it is to be asked."""

    question: str
    """Markup."""
    options: tuple[str, ...] = ()
    """Markup; none where the kind brings its own (terms.FIXED) or has none (open)."""
    kind: str = CHOICE
    terms: Terms = USUAL
    channel: str = ""
    thread: str = ""
    member: str = ""
    """Who asks; nobody where it comes by itself."""
    closes: Micros = 0
    """0 is by hand only; usually `work.now + terms.DEFAULT_OPEN`."""
    anonymous: bool = False
    series: str = ""


def ask(work: Work, wanted: Ask) -> list[Answer]:
    """Make a poll and post its card (a Post with the key `poll:{n}`); the one way to do so from code."""
    return start(work, draft(work, wanted), wanted.closes)


def draft(work: Work, wanted: Ask) -> PollRow:
    """Keep a poll that nobody sees yet."""
    row = PollRow(
        workspace="", poll=0, kind=wanted.kind, state=DRAFT, channel=wanted.channel, thread=wanted.thread,
        member=wanted.member, question=wanted.question, anonymous=int(wanted.anonymous),
        terms=write_terms(wanted.terms), closes=wanted.closes, series=wanted.series,
    )  # fmt: skip
    polls.add(work, row, wanted.options or FIXED.get(wanted.kind, ()))
    return row


def start(work: Work, row: PollRow, closes: Micros) -> list[Answer]:
    """A draft is opened and posted; without a key for an anonymous one, whoever asks is told, and it is dropped."""
    try:
        votes.open_up(work, row)
    except votes.NoKey:
        drop(work, row)
        return [Whisper(row.member, notes.told("Your poll wasn't posted", NO_KEY))] if row.member else []
    row.state, row.made, row.closes = STANDING, work.now, closes
    polls.save(work, row)
    plan(work, row)
    return presenting.post(work, row)


def drop(work: Work, row: PollRow) -> None:
    """What was asked is forgotten; the number stays taken."""
    row.state, row.question, row.terms = DELETED, "", ""
    polls.set_options(work, row.poll, ())
    polls.save(work, row)


def plan(work: Work, row: PollRow) -> None:
    """When it closes, and when who hasn't voted is reminded; what was planned before is over."""
    topic = str(row.poll)
    for kind in ("poll_close", "poll_remind"):
        scheduling.end_about(work, kind, topic)
    if not row.closes:
        return
    scheduling.add(work, scheduling.Item("poll_close", topic, row.channel, row.member), moment(row.closes))
    ahead = min((row.closes - work.now) // 4, DAY)
    if read_terms(row.terms).remind and row.closes > work.now:
        scheduling.add(work, scheduling.Item("poll_remind", topic, row.channel), moment(row.closes - ahead))


def command(work: Work, event: CommandGiven, kind: str = CHOICE) -> list[Answer]:
    """`/poll "Lunch on Friday?" "Pizza" "Sushi" anonymous close 2h`; alone it opens the form, of this kind."""
    if problem := rights.barred(work, event.member):
        return [Note(notes.told(problem))]
    if not event.text.strip():
        return [form(work, event, Typed(kind=kind))]
    found = people.resolve(work, event.text)
    said = reading.read(found.text)
    place = place_of(work, said, event)
    closes = closes_of(work, event.member, said.terms.close)
    by = slices.wanted(work, said.terms.by)
    problem = said.problem or place.problem or closes.problem or by.problem
    if problem == said.problem and (asked := _offered(said)):
        names = people.names_in(work, " ".join(said.offered))
        return [Note(offering.offered(said.offered, names, asked, found.text))]
    if problem:
        examples: tuple[str, ...] = notes.EXAMPLES
        if problem == NOWHERE and "\n" not in found.text:
            examples = (f"/poll {plain(found.text, people.names_in(work, found.text))} in #general",)
        return [Note(notes.mistaken(problem, found.text, examples))]
    wanted = Ask(
        said.question, said.options, said.kind, replace(said.terms, close="", by=by.groups), place.channel,
        place.thread,
        event.member, closes.at, said.anonymous,
    )  # fmt: skip
    row = draft(work, wanted)
    answers = start(work, row, closes.at)
    if row.state != STANDING:
        return answers
    return [Note(out(work, row, event.member, said.twice), presenting.asked_key(row.poll)), *answers]


def _offered(said: Typed) -> str:
    # What would be typed with the options that the question names; nothing if that wouldn't be understood.
    if not said.offered or said.terms.by:
        return ""
    wanted = replace(said, options=said.offered, offered=(), problem="")
    asked = write(wanted)
    read = reading.read(asked)
    return asked if (read.problem, read.question, read.options) == ("", said.question, said.offered) else ""


def out(work: Work, row: PollRow, member: str, twice: Sequence[str] = (), point: str = notes.OUT) -> Card:
    """For who asked: it stands, and what can be done with it."""
    poll = presenting.poll_of(work, row)
    reach = rights.reach(work, row.channel) if row.anonymous else 0
    return notes.out(poll, people.place(work, member, row.channel), twice, reach, point)


def form(work: Work, event: CommandGiven | ButtonPressed, said: Typed) -> Open:
    """The form to ask, where one is, with what was understood so far."""
    known = people.place(work, event.member, event.channel)
    options = tuple(Option(number, words) for number, words in enumerate(said.options, start=1))
    names = people.names_in(work, " ".join((said.question, *said.options)))
    wanted = replace(said.terms, by=slices.wanted(work, said.terms.by).groups)
    poll = Poll(0, said.question, said.kind, options, wanted, anonymous=said.anonymous, names=names)
    begin = dialogs.Asking(
        poll, event.channel if known else "", said.terms.close or "48h", f"|{event.channel}|{event.thread}",
        switches_of(poll), slices.offered(work),
    )  # fmt: skip
    return Open(dialogs.ask(begin))


def switches_of(poll: Poll) -> tuple[str, ...]:
    """What is switched on of it, as the form calls it."""
    wanted = poll.terms
    on = {"anonymous": poll.anonymous, "add": wanted.add, "remind": wanted.remind, "moderated": wanted.moderated}
    return tuple(name for name, is_on in on.items() if is_on)


@dataclass(frozen=True, slots=True)
class Where:
    """Where a poll is to stand, or why it can't."""

    channel: str = ""
    thread: str = ""
    problem: str = ""


def place_of(work: Work, said: Typed, event: CommandGiven) -> Where:
    """Where it was typed, unless a channel is named."""
    if not said.channel:
        return there(work, event.member, event.channel, event.thread)
    wanted = identity(said.channel) if said.channel.startswith("<") else said.channel
    found = places.find(work, event.member, wanted)
    if found is None:
        shown = plain(said.channel, {})
        return Where(problem=f"I know no channel {shown} that you are in. Choose it from the list that # opens.")
    return there(work, event.member, found, event.thread if found == event.channel else "")


def there(work: Work, member: str, channel: str, thread: str = "") -> Where:
    """Whether a poll can stand in a channel."""
    if not channel:
        return Where(problem=NOWHERE)
    if places.is_closed(work, member, channel):
        return Where(problem="You aren't in that channel, so choose another one.")
    if places.shared(work, [channel]):
        return Where(problem="Another organisation is in that channel, and I post nothing about colleagues there.")
    return Where(channel, thread)


@dataclass(frozen=True, slots=True)
class Closing:
    """When a poll closes, 0 being by hand; or what is wrong with the time."""

    at: Micros = 0
    problem: str = ""


def closes_of(work: Work, member: str, text: str, opens: Micros = 0) -> Closing:
    """The moment that somebody typed, in their zone; nothing is the default. `opens`: when it begins, if later."""
    opens = opens or work.now
    words = " ".join(text.lower().split())
    if not words:
        return Closing(opens + DEFAULT_OPEN)
    if words in BY_HAND:
        return Closing(0)
    zone = work.member(member).zone or work.book.settings.zone
    words = _END_OF_WEEK.sub("friday", words)
    # The hour at which a day ends is known where times are; one has to say which day only.
    words = _END_OF_DAY.sub(" ", words).strip() or "today"
    found = typed.deadline(words, zone, opens)
    if found.problem:
        # Of a later one the moment may lie ahead, and still come too early.
        early = opens > work.now and not typed.deadline(words, zone, work.now).problem
        return Closing(problem=TOO_EARLY if early else f"Until when? {found.problem}")
    if found.rest.strip(" ,.;"):
        rest = unescape(found.rest.strip(" ,.;"))[:40]
        return Closing(problem=f"Until when? I can't read “{rest}” as part of a time. Try 2h, Fri 17:00.")
    if found.at <= opens:
        return Closing(problem="That moment is over already. Write close 2h, or close Fri 17:00.")
    if found.at > opens + LONGEST_OPEN:
        return Closing(problem="That is more than a year away. Choose an earlier day, or write close never.")
    return Closing(found.at)
