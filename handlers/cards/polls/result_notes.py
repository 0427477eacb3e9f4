"""Results for one person: how it stands so far, who voted for what, and the receipts of an anonymous poll."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.cards.blocks import Block, Bullets, Button, Buttons, Card, Header, Person, Say, Small, Text, say
from handlers.cards.phrases import listed
from handlers.cards.polls import slices
from handlers.cards.polls.card import asked, standing
from handlers.cards.polls.headlines import headline
from handlers.cards.polls.headlines import so_far as point_of
from handlers.cards.polls.notes import steering
from handlers.cards.polls.results import counted_blocks
from handlers.cards.polls.words import STEPS, Option, Poll, people
from handlers.cards.written import short
from handlers.polls import terms as of_poll
from handlers.polls.counting import Tally


def so_far(poll: Poll) -> Card:
    """How it stands, for one person alone; a quiz doesn't say what is right."""
    blocks = asked(poll, "hourglass_flowing_sand")
    tally = poll.tally
    if tally is None or tally.hidden:
        blocks.append(Say(say(STEPS)))
    elif tally.voters and poll.kind == of_poll.QUIZ:
        blocks.append(standing(poll))
    elif tally.voters:
        point = point_of(poll, tally)
        blocks += [Say(say(Text(point, bold=True)))] if point else []
        blocks += [*counted_blocks(poll, tally), *slices.compared(poll)]
    blocks.append(Small(say(people(poll.turnout))))
    if not poll.anonymous and poll.kind != of_poll.OPEN:
        blocks.append(Buttons((Button("poll_who", "Who voted", str(poll.number)),)))
    return Card(f"So far: {poll.title}", tuple(blocks))


def closed(poll: Poll, *, already: bool = False, kept_back: bool = False) -> Card:
    """In place of what its asker could do while it was open: how it came out, and what can still be done."""
    point = "It has closed already" if already else "It is closed"
    where = "The result stands in its thread."
    if kept_back:
        where = "People of another organisation are in its channel, so I keep the result out of there."
    words = f" · {point}. {headline(poll)}. {where}"
    return Card(f"{point}: {poll.title}", (Say(say(Text(poll.title, bold=True), words)), Buttons(steering(poll))))


def who(poll: Poll, chosen: Mapping[int, Sequence[Person]]) -> Card:
    """Who chose what, where it isn't anonymous."""
    rows = tuple(
        say(
            Text(poll.option(option.number), bold=True),
            ": ",
            *listed([Text(each.name) for each in chosen[option.number]]),
        )
        for option in poll.options
        if chosen.get(option.number)
    )
    body: Block = Bullets(rows) if rows else Say(say("Nobody has voted yet."))
    return Card(f"Who voted: {poll.title}", (*asked(poll), body))


def receipts(poll: Poll, rows: Sequence[tuple[str, str]]) -> Card:
    """Every anonymous vote by its receipt."""
    hint = "Find yours: each vote stands here as it was counted. Whose receipt is whose, nobody can tell."
    shown = tuple(say(Text(receipt, bold=True), ": ", short(words, poll.names, 120)) for receipt, words in rows)
    return Card(f"Receipts: {poll.title}", (Header("Receipts", "ticket"), Small(say(hint)), Bullets(shown)))


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_POLL = Poll(
    7, "Lunch on Friday?", options=(Option(1, "Pizza"), Option(2, "Sushi"), Option(3, "Surprise me")),
    tally=Tally(3, ((1, 2), (2, 1), (3, 0)), (1,)), turnout=3,
)  # fmt: skip


def example_closed() -> Card:
    """For whoever closed it."""
    return closed(replace(_POLL, state=of_poll.CLOSED))


def example_so_far() -> Card:
    """While it is open."""
    return so_far(_POLL)


def example_who() -> Card:
    """Who chose what."""
    return who(_POLL, {1: (_ANA, _BEN), 2: (_MEI,)})


def example_receipts() -> Card:
    """By receipt."""
    return receipts(_POLL, (("2DX9-K7QM", "Pizza"), ("K7QM-2DX9", "Sushi")))
