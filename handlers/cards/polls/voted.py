"""What one person alone is told of their vote: what was counted in which poll, that it is taken back, or too late."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards.blocks import Block, Button, Buttons, Card, Run, Say, Small, Text, When, say
from handlers.cards.polls import slices
from handlers.cards.polls.headlines import headline
from handlers.cards.polls.words import Option, Poll
from handlers.cards.written import runs_of
from handlers.polls import terms as of_poll
from handlers.polls.counting import Tally


def chosen(
    poll: Poll, options: Sequence[int], words: str = "", receipt: str = "", said: str = "", group: int | None = None
) -> Card:
    """What somebody chose, and until when they can change it; `group` is the one they count in, if any is compared."""
    what: tuple[Run, ...] = runs_of(words, poll.names) if words else _listed(poll, options)
    lead = said or ("Your order: " if poll.kind == of_poll.RANKING else "Your vote: ")
    until_when = (
        (Text(" You can change it until "), When(poll.closes))
        if poll.closes
        else (Text(" You can change it until the close"),)
    )
    # Named, since notes on several polls may stand below each other.
    blocks: list[Block] = [Say(say(Text(poll.title, bold=True), " · ", Text(lead), *what, ".", *until_when, "."))]
    if receipt:
        blocks.append(
            Small(
                say("Your receipt: ", Text(receipt, bold=True), ". All votes are listed by receipt after the close, so "
                    "you can check that yours was counted. Only you know it, and I can't say it again then.")
            )
        )  # fmt: skip
    blocks += slices.counted(poll, group)
    number = str(poll.number)
    buttons = [Button("poll_withdraw", "Take my vote back", number)]
    if poll.terms.results != of_poll.SEALED:
        buttons.append(Button("poll_results", "Results", number))
    blocks.append(Buttons(tuple(buttons)))
    return Card(f"Your vote is counted: {poll.title}", tuple(blocks))


def taken_back(poll: Poll) -> Card:
    """Somebody has no vote in it any more."""
    words = say(Text(poll.title, bold=True), " · Your vote is taken back. You can vote again until the close.")
    return Card(f"Taken back: {poll.title}", (Say(words),))


def closed(poll: Poll, lead: str = "") -> Card:
    """A button that outlived its poll was pressed: how it came out; `lead` says what that means for who pressed."""
    words = f"This poll has closed{', ' if lead else ''}{lead}. {headline(poll)}."
    blocks: list[Block] = [Say(say(Text(poll.title, bold=True), f" · {words}"))]
    return Card(words, (*blocks, Buttons((Button("poll_results", "Results", str(poll.number)),))))


def _listed(poll: Poll, options: Sequence[int]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for place, number in enumerate(options):
        between = " › " if poll.kind == of_poll.RANKING else ", "
        runs += [Text(between)] if place else []
        runs += poll.runs(number)
    return tuple(runs)


_FRIDAY = 1_795_190_400_000_000
_POLL = Poll(7, "Lunch on Friday?", options=(Option(1, "Pizza"), Option(2, "Sushi")), closes=_FRIDAY)
_ASKED = Poll(12, "What would make next week better?", of_poll.OPEN, closes=_FRIDAY, anonymous=True)


def example_chosen() -> Card:
    """After a vote."""
    return chosen(_POLL, (1,))


def example_receipt() -> Card:
    """After an anonymous one."""
    return chosen(_ASKED, (), "Fewer meetings", "K7QM-2DX9-PT4A")


def example_taken_back() -> Card:
    """After it was taken back."""
    return taken_back(_POLL)


def example_closed() -> Card:
    """After the close."""
    tally = Tally(10, ((1, 6), (2, 4)), (1,))
    return closed(replace(_POLL, state=of_poll.CLOSED, tally=tally, turnout=10), "so your vote came too late")
