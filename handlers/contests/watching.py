"""Watching: what people post and react to, as far as a contest or the post of the week cares."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from handlers import telling
from handlers.answers import Answer, Post, React
from handlers.cards.contests import card as cards
from handlers.cleaning import clean
from handlers.contests import holding, showing, standing
from handlers.events import Event, MessageEdited, MessagePosted
from scoring.facts import PICTURE, Fact, FactKind, Micros
from scoring.markup import Kind, address, pieces
from scoring.reading import link_flags
from scoring.state import ALIVE
from scoring.turn import Outcome
from storage import contests, outbox
from storage import places as channels
from storage.tables import ContestEntryRow, ContestRow
from storage.transactions import Work

Seen = tuple[Event, Fact, Outcome]

SAID: Final = frozenset({FactKind.MESSAGE, FactKind.RESTORE})
OVER_KINDS: Final = frozenset({FactKind.DELETE, FactKind.EDIT})
OPEN_KINDS: Final = frozenset({*SAID, *OVER_KINDS, FactKind.REACTION, FactKind.UNREACTION})
"""What may change a contest that is over, and one that runs."""
PICTURES: Final = frozenset({"photo", "meme"})
"""Kinds for which a picture in the channel is an entry."""
LONGEST_ADDRESS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Batch:
    """A contest, with what is known of the messages that a batch is about: looked up together."""

    contest: contests.Running
    card: str
    """The platform's id of its card."""
    entries: dict[str, ContestEntryRow]


def watch(work: Work, seen: Sequence[Seen]) -> list[Answer]:
    """Entries come and go, votes are given and taken back; cards follow in a while."""
    answers: list[Answer] = []
    for contest in contests.watched(work):
        kinds = OPEN_KINDS if contest.open else OVER_KINDS
        news = [
            (event, fact)
            for event, fact, outcome in seen
            if outcome.kept and fact.channel == contest.channel and fact.kind in kinds
        ]
        if not news:
            continue
        messages = list(dict.fromkeys(fact.message for _, fact in news))
        batch = Batch(contest, _card(work, contest, news), contests.among(work, contest.contest, messages))
        if not contest.open:
            answers += [each for event, fact in news for each in _gone(work, batch, event, fact)]
            continue
        before = _counted(work, batch)
        changes = [_changes(work, batch, event, fact) for event, fact in news]
        if any(changes):
            holding.touched(work, contest.contest)
            answers += _marks(work, contest, before, _counted(work, batch))
    return answers


def _counted(work: Work, batch: Batch) -> set[str]:
    rows = [row for row in batch.entries.values() if row.fits]
    members = work.members([row.member for row in rows])
    return {row.message for row in rows if not members[row.member].traits & work.book.outside}


def _marks(work: Work, contest: contests.Running, before: set[str], after: set[str]) -> list[Answer]:
    # Its card follows in a while; whoever entered sees at once that it counts, or doesn't any more.
    if before == after or telling.is_silent(work, contest.channel):
        return []
    mark = cards.MARKS[contest.kind]
    return [React(contest.channel, message, mark, message in before) for message in sorted(before ^ after)]


def _card(work: Work, contest: contests.Running, news: Sequence[tuple[Event, Fact]]) -> str:
    # Until its card stands nobody can answer it; from then on its id is remembered.
    if contest.card or not contest.open or not any(fact.thread or fact.kind is FactKind.EDIT for _, fact in news):
        return contest.card
    found = outbox.remote_of(work, contests.card_key(contest.contest))
    if found:
        work.remembered.contests = None
    return found


def _changes(work: Work, batch: Batch, event: Event, fact: Fact) -> bool:
    if fact.kind in SAID:
        return _enters(work, batch, event, fact)
    if fact.kind is FactKind.EDIT:
        return _edited(work, batch, event, fact)
    return fact.message in batch.entries


def _enters(work: Work, batch: Batch, event: Event, fact: Fact) -> bool:
    if fact.message in batch.entries:
        return True
    if not batch.contest.takes(fact.at) or not _fits(batch, fact):
        return False
    _enter(work, batch, event, fact, fact.at)
    return True


def _enter(work: Work, batch: Batch, event: Event, said: Fact, stamp: Micros) -> None:
    row = ContestEntryRow(
        workspace="", contest=batch.contest.contest, message=said.message, member=said.actor, at=said.at,
        stamp=stamp, picture=_address(event),
    )  # fmt: skip
    contests.enter(work, row)
    batch.entries[said.message] = row


def _address(event: Event) -> str:
    # A file, or else the first link to a picture.
    if not isinstance(event, MessagePosted | MessageEdited):
        return ""
    links = (address(piece) for kind, piece in pieces(event.text) if kind is Kind.LINK)
    linked = (link for link in links if link.startswith("https://") and link.isprintable() and link_flags(link))
    picture = clean(event.picture) or next(linked, "")
    return picture if len(picture) <= LONGEST_ADDRESS and " " not in picture else ""


def _fits(batch: Batch, fact: Fact) -> bool:
    if fact.thread and fact.thread != fact.message:
        # In somebody's thread a picture belongs to that conversation.
        return fact.thread == batch.card
    contest = batch.contest
    return contest.kind in PICTURES and not contest.threaded and bool(fact.marks & PICTURE)


def _edited(work: Work, batch: Batch, event: Event, fact: Fact) -> bool:
    # A picture that is taken out is no entry any more, and one that is put in makes one.
    row = batch.entries.get(fact.message)
    pictured = bool(fact.marks & PICTURE)
    if row is None:
        return pictured and _enters_late(work, batch, event, fact)
    if fact.at <= row.stamp or not isinstance(event, MessageEdited):
        return False
    fits = int(pictured or _in_thread(work, fact))
    before, row.fits, row.stamp = row.fits, fits, fact.at
    row.picture = (_address(event) or row.picture) if pictured else ""
    work.session.add(row)
    work.changed = True
    return before != fits


def _in_thread(work: Work, fact: Fact) -> bool:
    message = work.look(lambda state: state.messages.get((fact.channel, fact.message)))
    return message is not None and message.thread not in ("", fact.message)


def _enters_late(work: Work, batch: Batch, event: Event, fact: Fact) -> bool:
    message = work.look(lambda state: state.messages.get((fact.channel, fact.message)))
    if message is None or message.state != ALIVE:
        return False
    said = fact._replace(at=message.at, actor=message.author, thread=message.thread)
    if not batch.contest.takes(said.at) or not _fits(batch, said):
        return False
    _enter(work, batch, event, said, fact.at)
    return True


def _gone(work: Work, batch: Batch, event: Event, fact: Fact) -> list[Answer]:
    """An entry of a contest that is over was deleted, or its picture edited out: if it won, that goes from the card.

    Where that was not announced yet, somebody else wins.
    """
    entry = batch.entries.get(fact.message)
    if entry is None or not _takes_out(entry, event, fact):
        return []
    stays = fact.kind is FactKind.EDIT and _in_thread(work, fact)
    if stays and not entry.picture:
        return []
    entry.picture, entry.fits, entry.stamp = "", int(stays), max(entry.stamp, fact.at)
    work.session.add(entry)
    work.changed = True
    row = contests.find(work, batch.contest.contest)
    result = standing.read(row.result) if row else standing.Result()
    if row is None or not any(place.message == fact.message for place in result.winners):
        return []
    if not outbox.remote_of(work, holding.result_key(row)):
        holding.take_back(work, row)
        return holding.decide(work, row)
    return _without(work, row, result)


def _takes_out(entry: ContestEntryRow, event: Event, fact: Fact) -> bool:
    if fact.kind is FactKind.DELETE:
        return True
    pictured = bool(fact.marks & PICTURE)
    return isinstance(event, MessageEdited) and not pictured and fact.at > entry.stamp and bool(entry.fits)


def _without(work: Work, row: ContestRow, result: standing.Result) -> list[Answer]:
    # Who won has won; what was deleted isn't shown or pointed at any more.
    entries = contests.entries(work, row)
    there = {each.message: each.picture for each in entries}
    won = [
        place._replace(picture=there.get(place.message, ""), message=place.message if place.message in there else "")
        for place in result.winners
    ]
    if channels.shared(work, [row.channel]):
        return [holding.kept_back(row, key) for key in (contests.card_key(row.contest), holding.result_key(row))]
    contest = replace(
        showing.bare(work, row, result.entries, result.people, showing.public(work, standing.places(entries))),
        paid=result.paid,
    )
    places = showing.public(work, won)
    return [
        Post(row.channel, cards.over(contest, places), "", contests.card_key(row.contest)),
        Post(row.channel, cards.winner(contest, places), "", holding.result_key(row)),
    ]
