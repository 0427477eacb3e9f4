"""What is asked of the calendar and whatever stands in it, each function of their modules at least once."""

from collections.abc import Callable, Mapping

from scoring.periods import DAY
from storage import (
    calendar,
    celebrations,
    challenges,
    coffee,
    coffee_seats,
    contests,
    ideas,
    numbering,
    objections,
    prompts,
    trends,
)
from storage.coffee_seats import Home, Round
from storage.tables import (
    AskedRow,
    CalendarRow,
    CelebratingRow,
    ChallengeRow,
    CoffeeCircleRow,
    CoffeeRow,
    ContestEntryRow,
    ContestRow,
    IdeaRow,
    NumberRow,
    PromptRow,
)
from storage.transactions import Work
from storage.trends import Thing
from tests.storage.aged import CHANNEL, HOME, NOW, ROWS, SOMEBODY, TODAY

Ask = Callable[[Work], object]
NEWEST = ROWS + 1
"""What is under way: a contest, a challenge, an idea, an entry of the calendar."""
KIND, TOPIC = prompts.ENTRY, "7"
CARD = f"own-{ROWS + 9}"
SEATS = Round(1, 60)
PEOPLE = [f"M{number}" for number in range(20)]


def begin(work: Work) -> None:
    """What is under way in an old workspace."""
    for kind in (numbering.GREETING, numbering.IDEA, numbering.QUESTION):
        work.session.add(NumberRow(workspace=HOME, kind=kind, newest=NEWEST))
    assert calendar.add(work, _entry()) == NEWEST
    assert contests.add(work, _new_contest()) == NEWEST
    assert challenges.add(work, _challenge()) == NEWEST
    work.session.add(IdeaRow(workspace=HOME, idea=NEWEST, kind="prompt", channel=CHANNEL, made=NOW, closes=NOW + DAY))
    prompts.ask(work, CHANNEL, CARD, 1)
    prompts.posted(work, f"prompt:1:{CARD}:{CHANNEL}", "t7")
    celebrations.keep(work, CelebratingRow(workspace=HOME))
    coffee.keep(work, CoffeeCircleRow(workspace=HOME, circle=1))
    for member in PEOPLE:
        coffee.keep(work, CoffeeRow(workspace=HOME, circle=1, member=member))
    coffee.avoid(work, "M1", ["M2"])
    celebrations.ask(work, PEOPLE)
    trends.start(work, CHANNEL, SOMEBODY, TODAY - 60)


def _entry() -> CalendarRow:
    return CalendarRow(
        workspace=HOME, entry=0, kind=KIND, topic=TOPIC, channel=CHANNEL, zone="*", recurrence="day",
        next=NOW + DAY,
    )  # fmt: skip


def _challenge() -> ChallengeRow:
    return ChallengeRow(workspace=HOME, challenge=0, measure="thanks", channel=CHANNEL, goal=5, closes=NOW + DAY)


def _new_contest() -> ContestRow:
    return ContestRow(workspace=HOME, contest=0, kind="photo", channel=CHANNEL, closes=NOW + DAY)


def _contest(work: Work) -> ContestRow:
    found = contests.find(work, 7)
    assert found is not None
    return found


def _add_up(work: Work) -> None:
    for wide in (0, 1):
        row = challenges.find(work, NEWEST)
        assert row is not None
        row.wide, row.seen_seq = wide, ROWS - 20
        challenges.add_up(work, row, received=bool(wide))


def _drop(work: Work) -> None:
    row = calendar.find(work, NEWEST)
    assert row is not None
    calendar.drop(work, row)


def _recall(work: Work) -> None:
    rows = prompts.to_recall(work, CHANNEL, NOW)
    assert [row.prompt for row in rows] == [CARD]
    prompts.recalled(work, rows)


def _forget_old_questions(work: Work) -> None:
    # One of them is old enough, asked long ago.
    sql = "UPDATE prompt SET made = 1 WHERE workspace = 'home' AND prompt = 'own-7'"
    work.connection.exec_driver_sql(sql)
    prompts.tidy(work)
    assert prompts.find(work, "own-7") is None


def _settle_idea(work: Work) -> None:
    [row] = ideas.waiting(work)
    ideas.settle(work, row, ideas.DROPPED, SOMEBODY)


def _object(work: Work) -> None:
    sql = "DELETE FROM objection WHERE workspace = 'home' AND seq = 7"
    work.connection.exec_driver_sql(sql)
    assert objections.raise_one(work, "M7", (7, 0), "?")
    assert [doubt.seq for doubt in objections.doubts(work, SOMEBODY)] == [7]


CALENDAR: Mapping[str, Ask] = {
    "calendar.add": lambda work: calendar.add(work, _entry()),
    "calendar.find": lambda work: calendar.find(work, 5),
    "calendar.about": lambda work: calendar.about(work, KIND, TOPIC),
    "calendar.standing": lambda work: calendar.standing(work, (KIND, "notice")),
    "calendar.to_list": lambda work: calendar.to_list(work, (KIND, "notice"), SOMEBODY),
    "calendar.due": lambda work: calendar.due(work.connection, NOW + 2 * DAY, ["other"]),
    "calendar.run": lambda work: calendar.run(work, 5, 7),
    "calendar.ran_at": lambda work: calendar.ran_at(work, 5, 7),
    "calendar.first_time": lambda work: calendar.first_time(work, 5, 7, PEOPLE),
    "calendar.whom": lambda work: calendar.whom(work, 5, 7),
    "calendar.forget_whom": lambda work: calendar.forget_whom(work, {KIND: TOPIC, "notice": "1"}, 7),
    "calendar.forget_runs": lambda work: calendar.forget_runs(work, 5, 7),
    "calendar.zones": lambda work: calendar.zones(work, "UTC"),
    "calendar.look_again": lambda work: calendar.look_again(work, PEOPLE),
    "calendar.resting": calendar.resting,
    "calendar.rest": lambda work: calendar.rest(work, TODAY),
    "calendar.drop": _drop,
    "calendar.tidy": calendar.tidy,
    "numbering.following": lambda work: numbering.following(work, numbering.IDEA),
    "ideas.add": lambda work: ideas.add(work, IdeaRow(workspace=HOME, idea=0, kind="prompt")),
    "ideas.save": lambda work: ideas.save(work, IdeaRow(workspace=HOME, idea=ROWS + 9, kind="prompt")),
    "ideas.find": lambda work: ideas.find(work, 5),
    "ideas.waiting": ideas.waiting,
    "ideas.made_since": lambda work: ideas.made_since(work, NOW - 28 * DAY),
    "ideas.settle": _settle_idea,
    "ideas.expire": ideas.expire,
    "ideas.drop_of": lambda work: ideas.drop_of(work, CHANNEL),
    "objections.raise_one": _object,
    "objections.doubts": lambda work: objections.doubts(work, SOMEBODY),
    "objections.settle": lambda work: objections.settle(work, SOMEBODY, (5, 0), keep=True),
    "objections.admins": objections.admins,
    "trends.channels": trends.channels,
    "trends.key": trends.key,
    "trends.start": lambda work: trends.start(work, "C8", SOMEBODY, TODAY),
    "trends.end": lambda work: trends.end(work, CHANNEL),
    "trends.add": lambda work: trends.add(work, {Thing(CHANNEL, TODAY, "emoji", "tada"): 1}),
    "trends.history": lambda work: trends.history(work, CHANNEL),
}
"""Function -> how it is asked."""

ACTIVITIES: Mapping[str, Ask] = {
    "prompts.own": lambda work: prompts.own(work, prompts.SHOWN, prompts.RETIRED),
    "prompts.ready": prompts.ready,
    "prompts.find": lambda work: prompts.find(work, "own-5"),
    "prompts.waiting": prompts.waiting,
    "prompts.add": lambda work: prompts.add(work, PromptRow(workspace=HOME, prompt="", words="?")),
    "prompts.settle": lambda work: prompts.settle(work, "ice-1", SOMEBODY, prompts.RETIRED),
    "prompts.keep": lambda work: prompts.keep(work, PromptRow(workspace=HOME, prompt="own-0", words="?")),
    "prompts.usage": lambda work: prompts.usage(work, CHANNEL),
    "prompts.ask": lambda work: prompts.ask(work, CHANNEL, "ice-1", 1),
    "prompts.posted": lambda work: prompts.posted(work, f"prompt:1:own-7:{CHANNEL}", "t1"),
    "prompts.threads": prompts.threads,
    "prompts.note_answers": lambda work: prompts.note_answers(work, [(CHANNEL, "t7", "m70001")]),
    "prompts.to_recall": lambda work: prompts.to_recall(work, CHANNEL, NOW),
    "prompts.recalled": _recall,
    "prompts.answers": lambda work: prompts.answers(
        work, AskedRow(workspace=HOME, channel=CHANNEL, round=1, prompt=CARD, message="t7")
    ),
    "prompts.reception": lambda work: prompts.reception(work, CHANNEL, [f"m{7 + 50 * n}" for n in range(20)]),
    "prompts.tidy": _forget_old_questions,
    "prompts.with_role": lambda work: prompts.with_role(work, "admin"),
    "contests.add": lambda work: contests.add(work, _new_contest()),
    "contests.find": lambda work: contests.find(work, 7),
    "contests.watched": contests.watched,
    "contests.running": contests.running,
    "contests.past": lambda work: [contests.past(work, before, 9) for before in (0, 900)],
    "contests.entry": lambda work: contests.entry(work, 7, "m70"),
    "contests.among": lambda work: contests.among(work, 7, [f"m{n}" for n in range(70, 80)]),
    "contests.enter": lambda work: contests.enter(work, ContestEntryRow(workspace=HOME, contest=NEWEST, message="m1")),
    "contests.entries": lambda work: contests.entries(work, _contest(work)),
    "contests.taking_part": lambda work: contests.taking_part(
        work, _contest(work), [contests.Votes("m70", "M70", NOW, 1)]
    ),
    "contests.forget_pictures": lambda work: contests.forget_pictures(work, 7, ()),
    "contests.week_channels": contests.week_channels,
    "contests.note_posts": lambda work: contests.note_posts(work, {(CHANNEL, "m7"): NOW}),
    "contests.week_entry": lambda work: contests.week_entry(work, CHANNEL),
    "contests.loved": lambda work: contests.loved(work, CHANNEL, NOW - 7 * DAY, NOW),
    "challenges.add": lambda work: challenges.add(work, _challenge()),
    "challenges.find": lambda work: challenges.find(work, 5),
    "challenges.watched": challenges.watched,
    "challenges.running": challenges.running,
    "challenges.past": lambda work: [challenges.past(work, before, 9) for before in (0, 900)],
    "challenges.step": lambda work: challenges.step(
        work, 7, {("C20", "m70"): None, (CHANNEL, "m7"): challenges.Step("t7", SOMEBODY)}
    ),
    "challenges.begun_by": lambda work: challenges.begun_by(work, 7, [("C20", "t7")]),
    "challenges.add_up": _add_up,
    "challenges.parts": lambda work: challenges.parts(work, 7),
    "challenges.steps": lambda work: challenges.steps(work, 7),
    "challenges.answers": lambda work: challenges.answers(work, 7),
    "celebrations.customs": celebrations.customs,
    "celebrations.day_of": lambda work: celebrations.day_of(work, SOMEBODY, celebrations.BIRTHDAY),
    "celebrations.every": lambda work: celebrations.every(work, celebrations.BIRTHDAY),
    "celebrations.counts": celebrations.counts,
    "celebrations.silent": lambda work: celebrations.silent(work, 7, "UTC", "UTC", 10),
    "celebrations.ask": lambda work: celebrations.ask(work, ["M99"]),
    "celebrations.with_day": lambda work: celebrations.with_day(work, PEOPLE, celebrations.BIRTHDAY),
    "celebrations.soon": lambda work: celebrations.soon(work, NOW + DAY),
    "celebrations.greeting": lambda work: celebrations.greeting(work, 5),
    "celebrations.greeting_of": lambda work: celebrations.greeting_of(work, SOMEBODY, celebrations.BIRTHDAY, 7),
    "celebrations.open_of": lambda work: celebrations.open_of(work, SOMEBODY, celebrations.BIRTHDAY),
    "celebrations.unplanned": celebrations.unplanned,
    "celebrations.open_card": lambda work: celebrations.open_card(work, "M1", "anniversary", 2026, PEOPLE),
    "celebrations.wish": lambda work: celebrations.wish(work, 5, SOMEBODY),
    "celebrations.wishes": lambda work: celebrations.wishes(work, 5, ["signed"]),
    "celebrations.say": lambda work: celebrations.say(work, 5),
    "celebrations.discard": lambda work: celebrations.discard(work, SOMEBODY, "birthday"),
    "celebrations.acquainted": lambda work: celebrations.acquainted(work, SOMEBODY),
    "coffee.circles": coffee.circles,
    "coffee.circle": lambda work: coffee.circle(work, 1),
    "coffee.found_circle": lambda work: coffee.found_circle(work, "C8", SOMEBODY),
    "coffee.joined": lambda work: coffee.joined(work, 1, SOMEBODY),
    "coffee.count": lambda work: coffee.count(work, 1),
    "coffee.round_of": lambda work: coffee.round_of(work, 1, 5),
    "coffee.seat": lambda work: coffee.seat(work, 1, 5, SOMEBODY),
    "coffee.seats": lambda work: coffee.seats(work, 1, 60),
    "coffee.tables": lambda work: coffee.tables(work, 1, ROWS // 60 - 3),
    "coffee.outcomes": lambda work: coffee.outcomes(work, 1, 60),
    "coffee.ties": lambda work: coffee.ties(work, PEOPLE[:3]),
    "coffee.away": lambda work: coffee.away(work, PEOPLE, dict.fromkeys(PEOPLE, TODAY)),
    "coffee.avoided": lambda work: coffee.avoided(work, "M1"),
    "coffee.avoid": lambda work: coffee.avoid(work, "M3", ["M2"]),
    "coffee.all_avoided": lambda work: coffee.all_avoided(work, PEOPLE),
    "coffee.end": lambda work: coffee.end(work, 1),
    "coffee.next_of": lambda work: coffee.next_of(work, 5),
    "coffee_seats.parts": lambda work: coffee_seats.parts(work, 1),
    "coffee_seats.take": lambda work: coffee_seats.take(work, Round(1, 900), [(1, PEOPLE)]),
    "coffee_seats.took_part": lambda work: coffee_seats.took_part(work, 1, TODAY, PEOPLE),
    "coffee_seats.homes": lambda work: coffee_seats.homes(work, SEATS, coffee.NEW),
    "coffee_seats.waiting": lambda work: coffee_seats.waiting(
        work, SEATS, coffee.NEW, coffee_seats.living_at([Home("", "", "")]), 50
    ),
    "coffee_seats.are_left": lambda work: coffee_seats.are_left(work, SEATS, coffee.NEW, at_a_table=True),
    "coffee_seats.at_tables": lambda work: coffee_seats.at_tables(work, SEATS, 1, 5),
    "coffee_seats.mark": lambda work: coffee_seats.mark(work, SEATS, PEOPLE, coffee.TOLD),
}
"""The same of prompts, contests, challenges, celebrations and coffees."""
