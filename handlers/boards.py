"""Boards: `/huzzah board`, its buttons, and the board beside the chat."""

from collections.abc import Iterable
from dataclasses import replace

from handlers import people
from handlers.answers import Answer, Note, Refresh
from handlers.cards import boards as cards
from handlers.cards.blocks import Card, Person, Run, Standing, say
from handlers.cards.boards import Asked, Board
from handlers.cards.profile import FORGOTTEN
from handlers.cleaning import QUOTES
from handlers.events import ButtonPressed, CommandGiven
from scoring.markup import Kind, tokens
from scoring.periods import SPANS
from scoring.state import Trait
from storage import boards, places
from storage.transactions import Work

TOP = 10
BESIDE = 2
"""So many places above and below somebody are shown where there is little room."""


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah board [week|month|quarter|year|all|season] [#channel] [given|received|points] [around me]`."""
    asked = _read(work, event)
    return [Note(asked if isinstance(asked, Card) else show(work, event.member, asked))]


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """Another period or measure, or around me, on the same card."""
    return [Refresh(show(work, event.member, unpack(event.value)))]


def unpack(value: str) -> Asked:
    """What a button asks for; what makes no sense is as usual."""
    span, measure, channel, around = (*value.split("|"), "", "", "", "")[:4]
    return Asked(
        span if span in SPANS else "week",
        measure if measure in boards.MEASURES else "points",
        channel,
        around == "me",
    )


def _read(work: Work, event: CommandGiven) -> Asked | Card:
    span, measure, channel, around = "week", "points", "", False
    for kind, word in _words(event.text):
        if kind is Kind.CHANNEL or word.startswith("#"):
            found = places.find(work, event.member, word)
            if found is None:
                return cards.cannot_show()
            channel = found
        elif word in SPANS:
            span = word
        elif word in boards.MEASURES:
            measure = word
        elif word in ("around", "me"):
            around = True
        elif word not in ("board", "this", "of", "time", "in"):
            return cards.not_understood(word[:40])
    return Asked(span, measure, channel, around)


def _words(text: str) -> Iterable[tuple[Kind, str]]:
    for kind, value in tokens(text):
        if kind in (Kind.TEXT, Kind.CODE):
            words = (word.strip(QUOTES).lower() for word in value.split())
            yield from ((kind, word) for word in words if word)
        elif kind is Kind.HASHTAG:
            yield Kind.CHANNEL, value
        else:
            yield kind, value


def show(work: Work, member: str, asked: Asked, *, buttons: bool = True) -> Card:
    """The card of a board, as this member may see it."""
    name = places.names_for(work, member, [asked.channel]).get(asked.channel, "")
    if asked.channel and not name:
        return cards.cannot_show()
    first = boards.start(work, asked.span)
    if first is None:
        return cards.no_season()
    which = boards.Which(asked.span, first, asked.measure, asked.channel)
    return cards.card(_board(work, member, asked, which, name), buttons=buttons)


def near(work: Work, member: str) -> Card:
    """This week around a member: two places above, two below; its top, where they aren't on it yet."""
    asked = Asked(around=True)
    first = boards.start(work, asked.span)
    if first is None:
        return cards.no_season()
    board = _board(work, member, asked, boards.Which(asked.span, first), "")
    mine = next((place for place, row in enumerate(board.rows) if row.me), -1)
    rows = board.rows[max(0, mine - BESIDE) : mine + BESIDE + 1] if mine >= 0 else board.rows[:BESIDE]
    return cards.card(replace(board, rows=rows), buttons=False)


def _board(work: Work, member: str, asked: Asked, which: boards.Which, name: str) -> Board:
    book = work.book
    by_group = book.settings.ranking == "groups"
    season = next((season.name for season in book.seasons if season.first == which.start), "")
    unit = "points" if asked.measure == "points" else f"{book.currency_name} {asked.measure}"
    spans = tuple(span for span in SPANS if span != "season" or boards.start(work, "season") is not None)
    title = season if asked.span == "season" and season else cards.SPAN_WORDS[asked.span]
    if asked.measure != "points":
        title += f": {unit}"
    note, rows = (), ()  # type: tuple[Run, ...], tuple[Standing, ...]
    if not by_group:
        rows = _rows(work, which, member, around=asked.around)
        note = _note(work, which, member, unit)
    return Board(
        asked=asked, title=title, unit=unit, rows=rows, groups=_groups(work, which) if by_group else (),
        by_group=by_group, channel_name=name, note=note, spans=spans, currency=book.currency_name,
    )  # fmt: skip


def _rows(work: Work, which: boards.Which, member: str, *, around: bool) -> tuple[Standing, ...]:
    # Who isn't on the board sees its top instead; the note below says why.
    found = boards.around(work, which, member) if around else []
    found = found or boards.board(work, which, TOP)
    return tuple(
        Standing(place.rank, Person(place.member, place.name), place.amount, me=place.member == member)
        for place in found
    )


def _groups(work: Work, which: boards.Which) -> tuple[tuple[int, str, str, int], ...]:
    return tuple(
        (place.rank, place.name, f"{place.tenths // 10}.{place.tenths % 10}", place.people)
        for place in boards.groups(work, which, TOP)
    )


def _note(work: Work, which: boards.Which, member: str, unit: str) -> tuple[Run, ...]:
    if not member:
        return ()
    if people.is_forgotten(work, member):
        return say(FORGOTTEN)
    person = work.member(member)
    if person.traits & Trait.NO_SCORE:
        return say("You are not scored, so you aren't on boards. That is up to you: /huzzah privacy")
    if person.traits & Trait.HIDDEN:
        return say("You are not shown on boards. That is up to you: /huzzah privacy")
    if person.traits & work.book.not_shown:
        return say("You are not on boards here: your admins decide who is, among guests and people from elsewhere.")
    mine = boards.standing(work, which, member)
    if mine is None:
        return say("You are not on this board yet. /huzzah earn says how to get there.")
    words = unit.removesuffix("s") if unit == "points" and mine.amount == 1 else unit
    return say(f"You are number {mine.rank} of {mine.of_people}, with {mine.amount} {words}.")
