"""Polls: the card in the channel - the question, what can be chosen and how it stands, while it is open and after."""

from dataclasses import replace

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Choice,
    Choices,
    Header,
    Person,
    Run,
    Say,
    Small,
    Text,
    When,
    Words,
    say,
)
from handlers.cards.polls.headlines import headline, right, so_far
from handlers.cards.polls.words import (
    FEW,
    ICONS,
    LOST,
    STEPS,
    Option,
    Poll,
    marked,
    people,
    points,
    rules,
    share,
    until,
)
from handlers.cards.written import runs_of, short
from handlers.polls import terms as of_poll
from handlers.polls.counting import DETRACTORS, PROMOTERS, Tally, mark_of
from storage import votes

LONGEST_TITLE = 140
"""A longer question stands in a paragraph below its title."""
MOST_ANSWERS = 8
SCALES = (of_poll.RATING, of_poll.ENPS)
IN_A_ROW = {of_poll.RATING: 5, of_poll.ENPS: 4}
GROUPS = (("9 and 10", PROMOTERS), ("7 and 8", range(7, 9)), ("0 to 6", DETRACTORS))
"""How eNPS counts its marks: three bars say more than eleven."""


def public(poll: Poll) -> Card:
    """In the channel, while it is open."""
    blocks = [*asked(poll), Small(say(rules(poll)))]
    blocks += _body(poll)
    if buttons := _buttons(poll):
        blocks.append(Buttons(buttons))
    blocks.append(Small(_foot(poll)))
    return Card(f"Poll: {poll.title}", tuple(blocks))


def asked(poll: Poll, icon: str = "") -> list[Block]:
    """The question, first of all."""
    icon = icon or ICONS[poll.kind]
    whole = short(poll.question, poll.names, 10_000)
    if len(whole) <= LONGEST_TITLE:
        return [Header(whole, icon)]
    return [Header(short(poll.question, poll.names, 70), icon), Say(runs_of(poll.question, poll.names))]


def ended(poll: Poll, icon: str) -> list[Block]:
    """How it came out, first of all, and then what was asked."""
    return [Header(headline(poll), icon), Say(runs_of(poll.question, poll.names, bold=True))]


def learned(poll: Poll) -> list[Block]:
    """What is right in a quiz that is over, where no headline says it, and why; whoever answered, or nobody did."""
    if poll.kind != of_poll.QUIZ:
        return []
    untold = poll.terms.right and (poll.tally is None or poll.tally.hidden)
    told: list[Block] = [Say(say(f"{right(poll)}."))] if untold else []
    return [*told, Words(poll.terms.explanation, poll.names)] if poll.terms.explanation else told


def _body(poll: Poll) -> list[Block]:
    if poll.kind == of_poll.OPEN:
        return answers(poll)
    blocks: list[Block] = []
    if poll.kind in SCALES:
        blocks += _marks(poll)
        if poll.tally and poll.tally.voters:
            blocks += scale(poll, poll.tally, so_far(poll, poll.tally))
    else:
        blocks.append(standing(poll, vote=poll.kind != of_poll.RANKING))
    if poll.anonymous and poll.tally and poll.tally.voters < poll.turnout:
        blocks.append(Small(say(STEPS)))
    return blocks


def standing(poll: Poll, *, vote: bool = False) -> Choices:
    """What can be chosen, each with its bar once there is something to show."""
    tally = poll.tally if poll.tally and not poll.tally.hidden and poll.tally.voters else None
    borda = dict(tally.borda) if tally else {}
    rows = []
    for option in poll.options:
        if option.state != "shown":
            continue
        amount = poll.amounts.get(option.number, 0)
        note = share(amount, tally.voters) if tally else ""
        if tally and poll.kind == of_poll.RANKING:
            first = f"first for {amount}"
            note = f"{points(borda.get(option.number, 0))} · {first}" if borda else f"{first} of {tally.voters}"
        # Twice the points, since some may be halves.
        length = round(2 * borda.get(option.number, 0)) if borda else amount
        button = Button("vote", "Vote", f"{poll.number}|{option.number}") if vote else None
        is_right = poll.state == of_poll.CLOSED and option.number in poll.terms.right
        rows.append(Choice(_option(option, poll), button, length if tally else -1, note, is_right))
    whole = round(2 * max(borda.values())) if borda else (tally.voters if tally else 0)
    return Choices(tuple(rows), whole)


def scale(poll: Poll, tally: Tally, point: str = "") -> list[Block]:
    """The bars of a scale, once there are votes to show; `point` is what they come to."""
    blocks: list[Block] = [Say(say(Text(point, bold=True)))] if point else []
    if poll.kind != of_poll.ENPS:
        return [*blocks, standing(poll)]
    given = {mark_of(poll.kind, option): amount for option, amount in tally.counts}
    sums = [(name, sum(given.get(mark, 0) for mark in marks)) for name, marks in GROUPS]
    rows = tuple(Choice(say(name), None, amount, share(amount, tally.voters)) for name, amount in sums)
    return [*blocks, Choices(rows, tally.voters)]


def _option(option: Option, poll: Poll) -> tuple[Run, ...]:
    runs = runs_of(option.words, poll.names)
    return (*runs, Text(f" (added by {option.by.name})", italic=True)) if option.by else runs


def _marks(poll: Poll) -> list[Block]:
    buttons = [Button("vote", marked(poll, option), f"{poll.number}|{option.number}") for option in poll.options]
    step = IN_A_ROW[poll.kind]
    return [Buttons(tuple(buttons[start : start + step])) for start in range(0, len(buttons), step)]


def answers(poll: Poll) -> list[Block]:
    """Open answers, the newest first."""
    shown = poll.answers[:MOST_ANSWERS]
    rows = tuple(
        (*runs_of(words, poll.names), *((Text(f" – {person.name}", italic=True),) if person else ()))
        for person, words in shown
    )
    blocks: list[Block] = [Bullets(rows)] if rows else []
    if len(poll.answers) > len(shown):
        blocks.append(Small(say(f"… and {len(poll.answers) - len(shown)} more.")))
    return blocks


def _buttons(poll: Poll) -> tuple[Button, ...]:
    number = str(poll.number)
    buttons: list[Button] = []
    if poll.kind == of_poll.CHOICES:
        buttons.append(Button("poll_vote", "Choose several at once", number))
    elif poll.kind == of_poll.RANKING:
        buttons.append(Button("poll_vote", "Put them in order", number, "primary"))
    elif poll.kind == of_poll.OPEN:
        buttons.append(Button("poll_vote", "Answer", number, "primary"))
    if poll.terms.add and len(poll.options) < of_poll.MOST_OPTIONS:
        buttons.append(Button("poll_add", "Add an option", number))
    if poll.terms.results == of_poll.HIDDEN:
        buttons.append(Button("poll_results", "Results", number))
    return tuple(buttons)


def _foot(poll: Poll) -> tuple[Run, ...]:
    # Named, not called: a poll that is brought up to date would call its asker again and again.
    who = say(" · asked by ", Text(poll.asker.name)) if poll.asker else ()
    return say(people(poll.turnout), " · ", *until(poll), *who)


def over(poll: Poll) -> Card:
    """In its place, once it has closed: the results stand in the thread below it."""
    blocks = [*ended(poll, "lock"), *learned(poll)]
    closed = say("Closed ", When(poll.closed_at), " · ", people(poll.turnout, closed=True))
    if poll.tally and poll.tally.hidden:
        blocks.append(Say(say(LOST if poll.tally.hidden == votes.LOST else FEW)))
    elif poll.kind == of_poll.OPEN:
        blocks += answers(poll)
    elif poll.tally and poll.tally.voters:
        blocks += scale(poll, poll.tally) if poll.kind in SCALES else [standing(poll)]
    blocks.append(Small(closed))
    blocks.append(Buttons((Button("poll_results", "Results", str(poll.number)),)))
    return Card(f"{headline(poll)} · {poll.title}", tuple(blocks))


def taken_away() -> Card:
    """In its place, after whoever asked deleted it."""
    return Card(
        "This poll was taken away", (Say(say(Text("This poll was taken away by whoever asked it.", italic=True))),)
    )


_ANA, _BEN = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor")
_FRIDAY = 1_795_190_400_000_000
_LUNCH = (Option(1, "Pizza"), Option(2, "Sushi"), Option(3, ":taco: Surprise me", _BEN))


def example() -> Card:
    """A choice that stands open."""
    tally = Tally(voters=10, counts=((1, 5), (2, 3), (3, 2)), winners=(1,), turnout=10)
    terms_of = of_poll.Terms(add=True)
    return public(
        Poll(7, "Lunch on Friday?", options=_LUNCH, terms=terms_of, asker=_ANA, closes=_FRIDAY, tally=tally, turnout=10)
    )


def example_fresh() -> Card:
    """Several choices, hidden and anonymous, nobody has voted."""
    terms_of = of_poll.Terms(most=2, results=of_poll.HIDDEN)
    poll = Poll(8, "What shall we improve first?", of_poll.CHOICES, _LUNCH[:2], terms_of, _ANA, True, _FRIDAY)
    return public(poll)


def example_few() -> Card:
    """Anonymous, and too few votes to show anything."""
    tally = Tally(turnout=3, hidden=votes.FEW)
    return public(
        Poll(9, "Do we need fewer meetings?", of_poll.YESNO, (Option(1, "Yes"), Option(2, "No")), asker=_ANA,
             anonymous=True, closes=_FRIDAY, tally=tally, turnout=3)
    )  # fmt: skip


def _marked(kind: str, marks: range, counts: tuple[int, ...], tally: Tally) -> Poll:
    options = tuple(Option(place, str(mark)) for place, mark in enumerate(marks, start=1))
    amounts = tuple((option.number, amount) for option, amount in zip(options, counts, strict=True))
    shown = Tally(sum(counts), amounts, mean=tally.mean, enps=tally.enps, turnout=sum(counts))
    return Poll(10, "How was the offsite?", kind, options, asker=_ANA, closes=_FRIDAY, tally=shown, turnout=sum(counts))


def example_rating() -> Card:
    """A rating."""
    return public(_marked(of_poll.RATING, range(1, 6), (0, 1, 2, 5, 4), Tally(mean=4.0)))


def example_enps() -> Card:
    """Zero to ten."""
    poll = _marked(of_poll.ENPS, range(11), (0, 0, 0, 1, 0, 1, 0, 2, 3, 4, 2), Tally(mean=7.8, enps=31))
    return public(replace(poll, question="Would you recommend working here?", anonymous=True))


def example_ranking() -> Card:
    """A ranking that stands open."""
    tally = Tally(voters=4, counts=((1, 2), (2, 1), (3, 1)), winners=(1,), borda=((1, 6.0), (2, 4.0), (3, 2.0)))
    poll = Poll(11, "Which project first?", of_poll.RANKING, _LUNCH, asker=_ANA, closes=_FRIDAY, tally=tally, turnout=4)
    return public(poll)


def example_ranking_secret() -> Card:
    """An anonymous one: first places alone, until the close."""
    tally = Tally(voters=10, counts=((1, 5), (2, 4), (3, 1)), winners=(1,))
    poll = Poll(
        12, "Which project first?", of_poll.RANKING, _LUNCH, asker=_ANA, closes=_FRIDAY, tally=tally, turnout=16
    )
    return public(replace(poll, anonymous=True))


def example_open() -> Card:
    """Open answers."""
    said = ((_BEN, "A quieter *office* &amp; fewer meetings"), (None, "Better coffee"))
    poll = Poll(12, "What would make next week better?", of_poll.OPEN, asker=_ANA, answers=said, turnout=2)
    return public(poll)


def example_quiz() -> Card:
    """A quiz: nothing is shown before the close."""
    sealed = of_poll.Terms(results=of_poll.SEALED, right=(1,))
    options = (Option(1, "Paris"), Option(2, "Lyon"))
    poll = Poll(13, "What is the capital of France?", of_poll.QUIZ, options, sealed, _ANA, closes=_FRIDAY, turnout=6)
    return public(poll)


def example_over() -> Card:
    """Closed, in its place."""
    tally = Tally(voters=10, counts=((1, 5), (2, 3), (3, 2)), winners=(1,), turnout=10)
    poll = Poll(7, "Lunch on Friday?", options=_LUNCH, asker=_ANA, closed_at=_FRIDAY, tally=tally, turnout=10)
    return over(poll)


def example_taken_away() -> Card:
    """Deleted."""
    return taken_away()
