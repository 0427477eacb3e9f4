"""A company that has something of every kind on its calendar, set up shortly before a day that is unlike others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.sealing import sealing
from handlers import applying
from handlers.calendar import changing, looking, scheduling
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.scheduling import Item
from handlers.celebrations import planning as celebrating
from handlers.contests import holding
from handlers.contests import opening as contest_opening
from handlers.events import MemberChanged
from handlers.polls import asking, closing, recurring
from handlers.polls.asking import Ask
from handlers.polls.terms import CHOICE, Terms, write_terms
from handlers.prompts import planning as asking_questions
from handlers.prompts.posing import BEST
from scoring.facts import Micros
from scoring.periods import DAY, HOUR, MINUTE, SECOND
from storage import calendar, celebrations, contests, polls, schema
from storage.tables import ContestEntryRow, ContestRow, PromiseRow, SpecialDayRow
from storage.transactions import Database, Work
from tests.handlers.asked_questions import asks
from tests.handlers.chat import COMPANY, KEY, WORKSPACE, Chat

PEOPLE: Final = ("ANA", "BEN", "MEI", "BEA", "LEA", "JON")
NEVER_QUIET = "quiet_from: 20 -> quiet_from: 0\nquiet_until: 8 -> quiet_until: 0"
"""What happens in the night is what is looked at here."""
ELSEWHERE: Final = ("Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York")

Put = Callable[[Work, "Stage"], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where and when; `begin` is shortly before the local day `day` begins."""

    zone: str
    begin: Micros
    day: date

    def daily(self, minute: int, zone: str = "", **others: Any) -> Plan:
        """Every day at that local minute."""
        return Plan("day", zone, minute, **others)

    def after(self, minutes: int) -> Plan:
        """Once, so many real minutes after the beginning."""
        return moment(self.begin + minutes * MINUTE)


def opened(url: str) -> Database:
    """The database as a program opens it that has just begun: nothing is remembered."""
    return Database(url, sealing=sealing(lambda: KEY))


def set_up(url: str, stage: Stage) -> None:
    """Let the company live for some days, and put something of every kind on its calendar."""
    chat = Chat(opened(url), stage.begin - 156 * HOUR)
    schema.prepare(chat.database)
    chat.settle_in(f"zone: UTC -> zone: {stage.zone}\n{NEVER_QUIET}")
    known = [each for each in COMPANY if isinstance(each, MemberChanged) and each.member in PEOPLE]
    at = chat.now
    chat.do(
        *(
            MemberChanged(
                workspace=WORKSPACE, at=at, member=each.member, name=each.name, zone=stage.zone, admin=each.admin
            )
            for each in known
        )
    )  # fmt: skip
    _live(chat, stage)
    chat.now = stage.begin
    with chat.work() as work:
        # What they did is looked after; from here on it is the calendar's turn.
        for row in calendar.standing(work):
            if row.kind not in STAYING:
                scheduling.end(work, row.entry)
        for put in PUTS:
            put(work, stage)
    chat.database.close()


STAYING = frozenset(
    {BEST, contests.POST_OF_THE_WEEK, "pulse", "coffee_round", "challenge_refresh", "challenge_close", "trends"}
)


def _live(chat: Chat, stage: Stage) -> None:
    card = asks(chat, '"What made you smile today?"')
    bens = chat.say("BEN", "the rain on the roof", thread=card)
    for who in ("ANA", "LEA", "JON"):
        chat.react(who, bens, "heart")
    chat.now = stage.begin - 2 * DAY
    chat.command("JON", "/huzzah contest week on")
    loved = chat.say("MEI", "we are live!")
    for who in ("ANA", "LEA", "BEN", "JON"):
        chat.react(who, loved, "tada")
    chat.command("JON", "/huzzah pulse every 2 weeks on thu 10:00 joy, clarity <#C1|general>")
    chat.command("JON", "/huzzah coffee every week on monday 10:00")
    for who in PEOPLE[:5]:
        chat.command(who, "/huzzah coffee join")
    chat.command("JON", "/huzzah trends on")
    chat.now = stage.begin - HOUR
    chat.command("ANA", '/huzzah challenge "10 thanks" thanks 10 until 26h')
    chat.now = stage.begin - 10 * MINUTE
    for whom in PEOPLE[1:]:
        chat.say("ANA", f"<@{whom}> :tada: thanks")


def _add(what: str, plan: Callable[[Stage], Plan], topic: str = "", /, **details: Any) -> Put:
    def put(work: Work, stage: Stage) -> None:
        scheduling.add(work, Item(what, topic, "C1", "ANA", details), plan(stage))

    return put


def _steered(plan: Callable[[Stage], Plan], to: tuple[int, int] | None = None, rests: int = 0) -> Put:
    """Something whose first time is moved (to a day from the first on, and its minute), and that rests some days."""

    def put(work: Work, stage: Stage) -> None:
        first = stage.day.toordinal()
        row = scheduling.added(work, Item("notice", "", "C1", "ANA", {"words": "Moved"}), plan(stage))
        if to is not None:
            slot = looking.ahead(work, row, stage.begin + 3 * DAY)[0].slot
            changing.move(work, row, slot, (first + to[0]) * 1440 + to[1])
        if rests:
            changing.pause(work, row, first + rests)

    return put


def _daily_from_now_on(kind: str, minute: int, zone: str = "") -> Put:
    """What the company has set up itself comes every day while we look."""

    def put(work: Work, stage: Stage) -> None:
        [row] = calendar.standing(work, (kind,))
        scheduling.replan(work, row.entry, stage.daily(minute, zone))

    return put


def _polls(work: Work, stage: Stage) -> None:
    # One that closes in the second night, with a reminder; one that closed, and owes an answer.
    terms = Terms(remind=True)
    wanted = Ask("Lunch?", ("Pizza", "Sushi"), CHOICE, terms, "C1", member="ANA", closes=stage.begin + 27 * HOUR)
    applying.put(work, asking.ask(work, wanted))
    standing = polls.newest(work)
    scheduling.add(work, Item("poll_refresh", str(standing), "C1"), moment(stage.begin + 131 * MINUTE + 2 * SECOND))
    secret = Ask("Secret?", ("Yes", "No"), CHOICE, channel="C1", member="ANA", closes=stage.begin + 9 * HOUR,
                 anonymous=True)  # fmt: skip
    applying.put(work, asking.ask(work, secret))
    applying.put(work, asking.ask(work, Ask("Over?", ("Yes", "No"), CHOICE, channel="C1", member="ANA")))
    over = polls.find(work, polls.newest(work))
    assert over is not None
    applying.put(work, closing.close(work, over))
    owed = PromiseRow(workspace="", poll=over.poll, member="BEN", due=stage.begin + 30 * DAY, at=work.now)
    polls.keep_promise(work, owed)
    scheduling.add(work, Item("poll_promise", str(over.poll), "C1", "BEN"), stage.daily(181, "@"))


def _contest(work: Work, stage: Stage) -> None:
    row = ContestRow(
        workspace="", contest=0, kind="free", state=contests.OPEN, channel="C2", member="ANA", question="Hats",
        closes=stage.begin + 33 * HOUR + 30 * SECOND,
    )  # fmt: skip
    applying.put(work, holding.open_(work, row))
    contests.enter(
        work, ContestEntryRow(workspace="", contest=row.contest, message="1", member="BEN", at=work.now, stamp=work.now)
    )
    work.flush()
    scheduling.add(work, Item(holding.REFRESH, str(row.contest), "C2"), stage.after(155))
    # Its own comes days after its end; it is the same to ask for one sooner.
    scheduling.add(work, Item(holding.FORGET, str(row.contest), "C2"), stage.after(35 * 60))


def _birthdays(work: Work, stage: Stage) -> None:
    for member, later in (("LEA", 0), ("MEI", 1)):
        day = date.fromordinal(stage.day.toordinal() + later)
        row = SpecialDayRow(workspace="", member=member, kind=celebrations.BIRTHDAY, date=day.strftime("%m-%d"))
        row.workspace = work.workspace
        celebrating.schedule(work, row)


def _pulse(work: Work, stage: Stage) -> None:
    # The first round begins at 1:30; it is reminded of, and closed, before the next one begins.
    topic = f"1:{stage.day.toordinal()}"
    [pulse] = calendar.standing(work, ("pulse",))
    scheduling.add(work, Item("pulse_remind", topic, details={"entry": pulse.entry}), stage.daily(4 * 60, "*"))
    scheduling.add(work, Item("pulse_close", topic), stage.after(11 * 60))


PUTS: tuple[Put, ...] = (
    *(_add("notice", lambda stage, minute=minute: stage.daily(minute), words="Stand-up")  # type: ignore[misc]  # bound
      for minute in (0, 1, 119, 120, 150, 180, 540, 1439)),
    *(_add("notice", lambda stage, zone=zone: stage.daily(150, zone), words="There")  # type: ignore[misc]  # bound
      for zone in ELSEWHERE),
    _add("notice", lambda stage: stage.daily(135, missed="drop"), words="In time, or not at all"),
    _add("notice", lambda stage: stage.daily(145, span_minutes=90), words="Not too late"),
    _add("notice", lambda stage: stage.after(133), words="Once"),
    _add(asking_questions.KIND, lambda stage: stage.daily(125, span_minutes=480), "C1", wanted=""),
    _add(recurring.KIND, lambda stage: stage.daily(130), question="Mood?", options=["Good", "Bad"], kind=CHOICE,
         terms=write_terms(Terms()), anonymous=0, series=""),
    _add(contest_opening.KIND, lambda stage: stage.daily(140), kind="free", title="Best joke", closes="6h"),
    _add("quiz_round", lambda stage: stage.daily(50), "C1"),
    _add("celebration_ask", lambda stage: stage.daily(165, "*")),
    _add("celebration_sign", lambda stage: stage.daily(170, "*", missed="drop", span_minutes=360)),
    # Before there is a round: once all of one are told, telling ends.
    _add("coffee_tell", lambda stage: stage.daily(9 * 60, "*"), "1.1"),
    _add("coffee_ask", lambda stage: stage.daily(12 * 60 + 30, "*"), "1.1"),
    _steered(lambda stage: stage.after(134), (1, 150)),
    _steered(lambda stage: stage.after(135), (0, 200), rests=1),
    _steered(lambda stage: stage.after(136), (1, 310), rests=1),
    _steered(lambda stage: stage.after(137), rests=1),
    _steered(lambda stage: stage.daily(138), (0, 150)),
    _steered(lambda stage: stage.daily(139), (0, 330), rests=1),
    _steered(lambda stage: stage.daily(141, missed="drop"), (0, 700)),
    _steered(lambda stage: stage.daily(142, span_minutes=60), (1, 20), rests=1),
    _daily_from_now_on(BEST, 160),
    _daily_from_now_on(contests.POST_OF_THE_WEEK, 175),
    _daily_from_now_on("pulse", 90, "*"),
    _daily_from_now_on("coffee_round", 10 * 60),
    _daily_from_now_on("trends", 115),
    _polls,
    _contest,
    _birthdays,
    _pulse,
)  # fmt: skip
