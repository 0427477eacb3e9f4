"""Results of polls: what was chosen, how it was counted, who answered best, and the receipts of an anonymous one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Person,
    Rule,
    Say,
    Small,
    Standing,
    Standings,
    Table,
    Text,
    When,
    Words,
    say,
)
from handlers.cards.polls import slices
from handlers.cards.polls.card import SCALES, answers, asked, ended, learned, scale, standing
from handlers.cards.polls.headlines import headline, signed
from handlers.cards.polls.words import COUNTED, FEW, LOST, Option, Poll, halves, people
from handlers.polls import terms as of_poll
from handlers.polls.counting import DETRACTORS, PROMOTERS, Tally, mark_of
from handlers.polls.ranking import Round
from scoring.facts import Micros
from storage.votes import LOST as KEY_LOST

MOST_STANDINGS = 10
MOST_ROUNDS = 8
MOST_NAMED = 5
PLACES = "A first place is worth {most}, each place below it one less."
DROPPED = (
    "Whatever comes first least often goes, round by round, until one comes first on more than half. If several are "
    "level, the one goes that had less in the rounds before, then the one with fewer points."
)


@dataclass(frozen=True, slots=True)
class Answered:
    """You said, we did."""

    person: Person
    due: Micros
    words: str = ""
    """Markup; nothing as long as it is owed."""
    names: Mapping[str, str] = field(default_factory=dict)


def result(poll: Poll, answered: Answered | None = None, *extra: Button) -> Card:
    """For everybody, once it has closed; `extra` is for one person alone."""
    blocks = [*ended(poll, "checkered_flag"), *learned(poll)]
    tally = poll.tally
    if tally is None or tally.hidden:
        lost = tally is not None and tally.hidden == KEY_LOST
        blocks.append(Say(say(LOST if lost else FEW)))
    else:
        blocks += [*counted_blocks(poll, tally), *slices.compared(poll)]
    blocks.append(
        Small(
            say(people(poll.turnout, closed=True), *(say(" · closed ", When(poll.closed_at)) if poll.closed_at else ()))
        )
    )
    if answered:
        blocks += _promised(answered)
    blocks += [Buttons(buttons)] if (buttons := (*extra, *_buttons(poll))) else []
    return Card(f"{headline(poll)} · {poll.title}", tuple(blocks))


def _buttons(poll: Poll) -> tuple[Button, ...]:
    number = str(poll.number)
    hidden = poll.tally is None or poll.tally.hidden
    if poll.anonymous:
        first = () if hidden else (Button("poll_receipts", "Receipts", number),)
    else:
        first = () if poll.kind == of_poll.OPEN else (Button("poll_who", "Who voted", number),)
    if hidden:
        return first
    return (*first, Button("poll_csv", "As a table (CSV)", number), Button("poll_png", "As a picture", number))


def counted_blocks(poll: Poll, tally: Tally) -> list[Block]:
    """What the headline is drawn from, by the kind of the poll."""
    if poll.kind == of_poll.OPEN:
        return answers(poll)
    if not tally.voters:
        return []
    if poll.kind in SCALES:
        return _scale(poll, tally)
    if poll.kind == of_poll.RANKING and tally.borda:
        return _ranking(poll, tally)
    # The bars of its card, so that both look alike.
    return _quiz(poll, tally) if poll.kind == of_poll.QUIZ else [standing(poll)]


def _scale(poll: Poll, tally: Tally) -> list[Block]:
    if tally.enps is None:
        return [standing(poll), Small(say("The average of all marks, from 1 (poor) to 5 (great)."))]
    marks = {mark_of(poll.kind, option): amount for option, amount in tally.counts}
    whole = sum(marks.values()) or 1
    for_it, against = (
        round(100 * sum(marks.get(mark, 0) for mark in each) / whole) for each in (PROMOTERS, DETRACTORS)
    )
    words = (
        f"{for_it} % gave 9 or 10, {against} % gave 0 to 6. The first less the second is the score, "
        f"{signed(tally.enps)}; it goes from −100 to +100. On average it is {tally.mean} of 10."
    )
    return [*scale(poll, tally), Small(say(words)), standing(poll)]


def _ranking(poll: Poll, tally: Tally) -> list[Block]:
    rows = tuple(
        (say(str(place)), say(_round(poll, each)), say(_gone(poll, each)))
        for place, each in enumerate(tally.rounds[:MOST_ROUNDS], start=1)
    )
    blocks: list[Block] = [
        _way(poll, "Points for places (Borda): ", tally.borda_winners, PLACES.format(most=len(tally.borda) - 1)),
        standing(poll),
        _way(poll, "Last choices drop out (instant run-off): ", tally.winners, DROPPED),
    ]
    if any(amount % 1 for _, amount in tally.borda):
        exact = ", ".join(f"{poll.option(option)} {halves(amount)}" for option, amount in tally.borda)
        blocks.append(Small(say(f"With halves, which come of rankings that leave options out: {exact}.")))
    return [*blocks, Table(("Round", "First for", "Then"), rows)] if rows else blocks


def _way(poll: Poll, name: str, first: tuple[int, ...], why: str) -> Say:
    # Both ways to count are named: they may disagree.
    names = " and ".join(poll.option(number) for number in first[:MOST_NAMED]) or "nobody"
    others = f" and {len(first) - MOST_NAMED} more" if len(first) > MOST_NAMED else ""
    return Say(say(Text(name, bold=True), f"{names}{others}. {why}"))


def _round(poll: Poll, each: Round) -> str:
    return ", ".join(f"{poll.option(option)} {amount}" for option, amount in each.counts)


def _gone(poll: Poll, each: Round) -> str:
    names = ", ".join(poll.option(option) for option in each.won or each.out)
    return f"{names} {'won' if each.won else 'out'}" if names else ""


def _quiz(poll: Poll, tally: Tally) -> list[Block]:
    blocks: list[Block] = [standing(poll)]
    if tally.scores and tally.best:
        rows = []
        for member, points in tally.scores[:MOST_STANDINGS]:
            rank = 1 + sum(other > points for _, other in tally.scores)
            rows.append(Standing(rank, poll.voters.get(member, Person(member, member)), points))
        blocks.append(Standings(tuple(rows)))
        if not poll.of_round:
            blocks.append(Small(say(f"{COUNTED[of_poll.QUIZ]}.")))
    return blocks


def _promised(answered: Answered) -> list[Block]:
    if answered.words:
        lead = say(Text("You said, we did. ", bold=True), answered.person.name, ":")
        return [Rule(), Say(lead), Words(answered.words, answered.names)]
    return [Small(say(f"{answered.person.name} answers by ", When(answered.due, "date"), "."))]


def again(poll: Poll) -> Card:
    """In place of the result, while it is open once more."""
    return Card(f"Open again: {poll.title}", (*asked(poll), Say(say("This poll is open again; the result follows."))))


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_FRIDAY = 1_795_190_400_000_000
_LUNCH = (Option(1, "Pizza"), Option(2, "Sushi"), Option(3, "Surprise me"))


def _poll(kind: str, tally: Tally, question: str = "Lunch on Friday?", *, anonymous: bool = False) -> Poll:
    return Poll(
        7, question, kind, _LUNCH, of_poll.USUAL, _ANA, anonymous, closed_at=_FRIDAY, state=of_poll.CLOSED, tally=tally,
        turnout=tally.voters,
    )  # fmt: skip


def example() -> Card:
    """One option has won, as who asked is told."""
    button = Button("poll_promise", "Promise a follow-up", "7", "primary")
    return result(_poll(of_poll.CHOICE, Tally(10, ((1, 5), (2, 3), (3, 2)), (1,))), None, button)


def example_tie() -> Card:
    """Two share it, and an answer is owed."""
    tally = Tally(10, ((1, 4), (2, 4), (3, 2)), (1, 2))
    return result(_poll(of_poll.CHOICE, tally, anonymous=True), Answered(_BEN, _FRIDAY))


def example_answered() -> Card:
    """You said, we did."""
    tally = Tally(10, ((1, 6), (2, 4), (3, 0)), (1,))
    return result(_poll(of_poll.CHOICE, tally), Answered(_BEN, _FRIDAY, "Pizza every Friday from now on"))


def example_enps() -> Card:
    """eNPS with its formula."""
    options = tuple(Option(mark + 1, str(mark)) for mark in range(11))
    counts = tuple((mark + 1, amount) for mark, amount in enumerate((0, 0, 0, 1, 0, 1, 0, 2, 3, 4, 2)))
    tally = Tally(13, counts, mean=7.77, enps=31)
    return result(Poll(8, "Would you recommend us?", of_poll.ENPS, options, tally=tally, turnout=13, anonymous=True))


def example_rating() -> Card:
    """A mean."""
    options = tuple(Option(mark, str(mark)) for mark in range(1, 6))
    tally = Tally(12, ((1, 0), (2, 1), (3, 2), (4, 5), (5, 4)), mean=4.0)
    return result(Poll(9, "How was the offsite?", of_poll.RATING, options, tally=tally, turnout=12))


def example_ranking() -> Card:
    """Two methods, two winners."""
    rounds = (Round(((1, 4), (2, 3), (3, 2)), out=(3,)), Round(((1, 4), (2, 5)), won=(2,)))
    tally = Tally(
        9, ((1, 4), (2, 3), (3, 2)), (2,), borda=((1, 10.0), (2, 9.0), (3, 8.0)), borda_winners=(1,), rounds=rounds
    )
    return result(_poll(of_poll.RANKING, tally, "Which project first?"))


def example_quiz() -> Card:
    """Right answers, standings, an explanation."""
    right = of_poll.Terms(right=(1,), explanation="Since 987, *with* breaks")
    tally = Tally(3, ((1, 2), (2, 1)), (1,), scores=(("U2", 120), ("U3", 119), ("U1", 0)), best=("U2",))
    poll = Poll(
        13, "What is the capital of France?", of_poll.QUIZ, (Option(1, "Paris"), Option(2, "Lyon")), right, _ANA,
        closed_at=_FRIDAY, state=of_poll.CLOSED, tally=tally, turnout=3, voters={"U1": _ANA, "U2": _BEN, "U3": _MEI},
    )  # fmt: skip
    return result(poll)


def example_open() -> Card:
    """Open answers."""
    said = ((_BEN, "Fewer meetings"), (_MEI, "Better coffee"))
    return result(Poll(12, "What would help?", of_poll.OPEN, answers=said, tally=Tally(2), turnout=2))


def example_few() -> Card:
    """Too few to say."""
    return result(Poll(12, "What would help?", anonymous=True, tally=Tally(turnout=3, hidden="few"), turnout=3))


def example_again() -> Card:
    """Open once more."""
    return again(_poll(of_poll.CHOICE, Tally()))
