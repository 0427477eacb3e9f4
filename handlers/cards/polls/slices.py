"""Slices: a poll compared by groups - what each came to, which aren't shown apart and why, and where a voter counts."""

from dataclasses import replace

from handlers.cards.blocks import Block, Bullets, Card, Run, Say, Small, Text, say
from handlers.cards.phrases import listed
from handlers.cards.polls.headlines import signed
from handlers.cards.polls.words import Option, Poll
from handlers.polls import terms as of_poll
from handlers.polls.counting import Tally
from handlers.polls.slicing import Slice, Slices

MOST_OPTIONS = 6
OTHERS = "Everyone else"
NOT_APART = (
    " not shown apart: fewer than five voted, nearly all chose the same, or it would give others away. "
    "Their votes count with everyone else."
)
NOT_APART_NAMED = " not shown apart: fewer than five votes."


def compared(poll: Poll) -> list[Block]:
    """What may be shown of each group; nothing where none is compared."""
    if poll.slices is None:
        return []
    found = poll.slices
    parts = (*found.shown, *((found.others,) if found.others else ()))
    blocks: list[Block] = [Say(say(Text("By group", bold=True)))]
    if parts:
        blocks.append(Bullets(tuple(_line(poll, part) for part in parts)))
    if found.unshown:
        names = listed([Text(name) for name in found.unshown])
        why = NOT_APART if poll.anonymous else NOT_APART_NAMED
        blocks.append(Small(say(*names, " ", Text("is" if len(names) == 1 else "are"), why)))
    return blocks


def _line(poll: Poll, part: Slice) -> tuple[Run, ...]:
    return say(Text(f"{part.name or OTHERS} ({part.voters})", bold=True), f": {in_short(poll, part)}")


def in_short(poll: Poll, part: Slice) -> str:
    """Pizza 8, Sushi 4: the most chosen first; of a scale its mean."""
    if part.enps is not None:
        return f"eNPS {signed(part.enps)}, mean {part.mean} of 10"
    if part.mean is not None:
        return f"{part.mean:.2f} of 5 on average"
    chosen = sorted((each for each in part.counts if each[1]), key=lambda each: (-each[1], each[0]))
    said = [f"{poll.option(option)} {amount}" for option, amount in chosen[:MOST_OPTIONS]]
    said += [f"{len(chosen) - MOST_OPTIONS} more"] if len(chosen) > MOST_OPTIONS else []
    return ("first for: " if poll.kind == of_poll.RANKING else "") + (", ".join(said) or "nothing that is still there")


def counted(poll: Poll, group: int | None) -> list[Block]:
    """Where a voter counts, for them alone."""
    if group is None or not poll.groups:
        return []
    if not 0 < group <= len(poll.groups):
        return [Small(say("It is compared by group. You are in none of them, so you count with everyone else."))]
    words = f"You count in {poll.groups[group - 1]}. What a group chose is shown at five votes or more"
    return [Small(say(words, " and after the close." if poll.anonymous else "."))]


_LUNCH = (Option(1, "Pizza"), Option(2, "Sushi"), Option(3, "Surprise me"))
_POLL = Poll(
    7, "Lunch on Friday?", options=_LUNCH, terms=of_poll.Terms(by=("S1", "S2", "S3")), anonymous=True,
    closed_at=1_795_190_400_000_000, state=of_poll.CLOSED, tally=Tally(26, ((1, 14), (2, 9), (3, 3)), (1,)),
    turnout=26, groups=("engineering", "sales", "legal"),
    slices=Slices(
        (Slice("engineering", 12, ((1, 8), (2, 4), (3, 0))), Slice("sales", 7, ((1, 2), (2, 3), (3, 2)))),
        Slice("", 7, ((1, 4), (2, 2), (3, 1))), ("legal",),
    ),
)  # fmt: skip


def example() -> Card:
    """By group, one of them not shown."""
    return Card(f"Result: {_POLL.title}", tuple(compared(_POLL)))


def example_marks() -> Card:
    """Means by group; where it isn't anonymous."""
    parts = (Slice("engineering", 12, mean=4.25), Slice("sales", 7, mean=3.5))
    found = Slices(parts, Slice("", 6, mean=4.0), ("legal", "finance"))
    return Card("By group", tuple(compared(replace(_POLL, kind=of_poll.RATING, anonymous=False, slices=found))))


def example_counted() -> Card:
    """Where one voter counts."""
    return Card("Your vote is counted", tuple(counted(_POLL, 1)))
