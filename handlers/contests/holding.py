"""Holding: a contest opens, shows how it goes, and closes once - on time or by its host."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import telling
from handlers.answers import Answer, Post, Whisper
from handlers.calendar import scheduling
from handlers.calendar.firing import Firing
from handlers.calendar.recurrence import moment
from handlers.cards.contests import card as cards
from handlers.cards.contests import told as contests_told
from handlers.contests import showing, standing
from scoring.book import Kind
from scoring.facts import Fact, FactKind, Micros
from scoring.periods import DAY, SECOND
from storage import contests
from storage import places as channels
from storage.contests import card_key
from storage.tables import ContestRow
from storage.transactions import Work

CLOSE, REFRESH, FORGET = "contest_close", "contest_refresh", "contest_forget"
"""Kinds of entries in the calendar."""
KEPT_BACK = "{}"
"""The tally of a card that shows nothing any more."""
PICTURES_KEPT = 7 * DAY
"""So long after the close another entry may still win: it is opened again, or what won is deleted."""
OFTEN = 5 * SECOND
"""Its card is brought up to date once in so long at most."""
LEAST = 3
"""So many people have to take part for points: two friends can't hold contests for each other."""


def result_key(row: ContestRow) -> str:
    """The key of the card that tells who won."""
    return f"contest-result:{row.contest}" + (f".{row.round}" if row.round > 1 else "")


def open_(work: Work, row: ContestRow) -> list[Answer]:
    """A contest begins: its card, and its close on the calendar."""
    contests.add(work, row)
    _set_close(work, row)
    row.tally, row.shown_at = standing.write(standing.Result()), work.now
    return [Post(row.channel, cards.running(showing.bare(work, row)), "", card_key(row.contest), row.member)]


def _set_close(work: Work, row: ContestRow) -> None:
    scheduling.end_about(work, CLOSE, str(row.contest))
    item = scheduling.Item(CLOSE, str(row.contest), row.channel, row.member)
    scheduling.add(work, item, moment(row.closes))


def touched(work: Work, contest: int) -> None:
    """Something about a running contest changed: its card is brought up to date soon, once for all that changes."""
    row = contests.find(work, contest)
    if row is None or row.state != contests.OPEN or row.pending:
        return
    row.pending = 1
    work.session.add(row)
    due = max(work.now, row.shown_at) + OFTEN
    scheduling.add(work, scheduling.Item(REFRESH, str(contest), row.channel), moment(min(due, row.closes)))
    work.changed = True


def refresh(work: Work, firing: Firing) -> list[Answer]:
    """Show how it goes, if that is another picture than before."""
    row = contests.find(work, int(firing.topic))
    if row is None or row.state != contests.OPEN:
        return []
    row.pending, row.shown_at = 0, work.now
    work.session.add(row)
    if channels.shared(work, [row.channel]):
        told, row.tally = row.tally == KEPT_BACK, KEPT_BACK
        return [] if told else [kept_back(row, card_key(row.contest))]
    entries = contests.entries(work, row)
    now = _tally(row, entries)
    if now == row.tally:
        return []
    row.tally = now
    return [Post(row.channel, cards.running(showing.shown(work, row, entries)), "", card_key(row.contest), row.member)]


def kept_back(row: ContestRow, key: str) -> Post:
    """What is left of a card once another organisation reads it: nobody's name."""
    return Post(row.channel, contests_told.kept_back(over=row.state != contests.OPEN), "", key)


def _tally(row: ContestRow, entries: list[contests.Votes]) -> str:
    # Of a sealed one, who is ahead isn't even written down.
    ranked = () if row.secret else standing.places(entries)[: cards.MOST_SHOWN]
    return standing.write(standing.Result(tuple(ranked), len(entries)))


def close(work: Work, firing: Firing) -> list[Answer]:
    """Its time has come."""
    row = contests.find(work, int(firing.topic))
    if row is None or row.state != contests.OPEN or row.closes > firing.at:
        return []
    return end(work, row)


def end(work: Work, row: ContestRow) -> list[Answer]:
    """It is over: who won, their points and badges, and the card that says so."""
    row.closes = min(row.closes, work.now)
    for kind in (CLOSE, REFRESH):
        scheduling.end_about(work, kind, str(row.contest))
    row.state, row.closed_at, row.pending = contests.CLOSED, work.now, 0
    work.session.add(row)
    contests.changed(work)
    item = scheduling.Item(FORGET, str(row.contest), row.channel, row.member)
    scheduling.add(work, item, moment(work.now + PICTURES_KEPT))
    return decide(work, row)


def forget(work: Work, firing: Firing) -> list[Answer]:
    """Where the pictures lie is kept of the winners alone from now on."""
    row = contests.find(work, int(firing.topic))
    if row is not None and row.state == contests.CLOSED:
        won = standing.read(row.result).winners
        contests.forget_pictures(work, row.contest, {place.message for place in won})
        work.changed = True
    return []


def decide(work: Work, row: ContestRow) -> list[Answer]:
    """Who won, by what stands now."""
    entries = contests.entries(work, row)
    ranked = standing.places(entries)
    won = standing.winners(ranked)
    took_part = contests.taking_part(work, row, entries)
    paid = len(took_part) >= LEAST
    row.result = standing.write(standing.Result(won, len(entries), len(took_part), paid))
    contests.forget_pictures(work, row.contest, {each.message for each in entries})
    contest = replace(showing.shown(work, row, entries), paid=paid)
    places = showing.public(work, won)
    paying = _pay(work, row, won) if paid else []
    if channels.shared(work, [row.channel]):
        return [kept_back(row, card_key(row.contest)), *_whispered(work, row, won, contest), *paying]
    answers: list[Answer] = [Post(row.channel, cards.over(contest, places), "", card_key(row.contest))]
    if not won:
        return [*answers, Post(row.channel, cards.nobody(contest), "", result_key(row), row.member)]
    answers.append(Post(row.channel, cards.winner(contest, places), "", result_key(row), row.member))
    for place, seen in zip(won, places, strict=True):
        if seen.person is None:
            answers.append(Whisper(place.member, contests_told.you_won(contest)))
    return answers + paying


def _whispered(work: Work, row: ContestRow, won: Sequence[standing.Place], contest: cards.Contest) -> list[Answer]:
    winners = [Whisper(place.member, contests_told.you_won(contest, shared=True)) for place in won]
    if channels.is_closed(work, row.member, row.channel):
        # Who isn't in a private channel any more isn't told what goes on there.
        return [*winners]
    return [Whisper(row.member, contests_told.over_privately(contest, showing.public(work, won))), *winners]


def _pay(work: Work, row: ContestRow, won: tuple[standing.Place, ...]) -> list[Answer]:
    facts = [_deed(row, place.member, work.now) for place in won]
    outcomes = work.record(facts)
    return [
        answer
        for fact, outcome in zip(facts, outcomes, strict=True)
        for answer in telling.achievements(work, fact, outcome)
    ]


def _deed(row: ContestRow, member: str, at: Micros) -> Fact:
    won = Kind.CONTEST_WON.value
    return Fact(FactKind.DEED, at, member, row.channel, card_key(row.contest), target=won)


def take_back(work: Work, row: ContestRow) -> None:
    """Nobody has won it after all."""
    before = standing.read(row.result)
    if before.paid:
        undone = [_deed(row, place.member, work.now)._replace(kind=FactKind.UNDEED) for place in before.winners]
        work.record(undone)
    row.result = ""
    work.session.add(row)
    work.changed = True


def extend(work: Work, row: ContestRow, closes: Micros) -> list[Answer]:
    """Another deadline; one that is over is opened again, and who had won has not won yet."""
    answers: list[Answer] = []
    if again := row.state == contests.CLOSED:
        contests.reopen(work, row)
        scheduling.end_about(work, FORGET, str(row.contest))
    row.closes = closes
    if again:
        take_back(work, row)
        answers.append(Post(row.channel, cards.goes_on(showing.bare(work, row)), "", result_key(row)))
        row.round += 1
    work.session.add(row)
    work.session.flush()
    contests.changed(work)
    _set_close(work, row)
    entries = contests.entries(work, row)
    row.tally, row.shown_at = _tally(row, entries), work.now
    if channels.shared(work, [row.channel]):
        row.tally = KEPT_BACK
        return [*answers, kept_back(row, card_key(row.contest))]
    contest = showing.shown(work, row, entries)
    return [*answers, Post(row.channel, cards.running(contest), "", card_key(row.contest), row.member)]


def call_off(work: Work, row: ContestRow) -> list[Answer]:
    """It doesn't take place."""
    for kind in (CLOSE, REFRESH):
        scheduling.end_about(work, kind, str(row.contest))
    row.state, row.closed_at, row.pending = contests.CANCELLED, work.now, 0
    work.session.add(row)
    contests.forget_pictures(work, row.contest, ())
    contests.changed(work)
    return [Post(row.channel, cards.called_off(showing.bare(work, row)), "", card_key(row.contest), less=True)]
