"""Contests: the card that opens one and shows how it goes, who won, and what is said where nobody did."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Card,
    Choice,
    Choices,
    Fields,
    Header,
    Icon,
    Link,
    Person,
    Picture,
    Run,
    Runs,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.cards.phrases import in_words, listed
from scoring.facts import Micros

KINDS = {
    "photo": ("camera", "Photo contest"),
    "meme": ("joy", "Meme contest"),
    "result": ("chart_with_upwards_trend", "Best result"),
    "free": ("trophy", "Contest"),
}
"""Kind -> its emoji, and what it is called."""

MARKS = {"photo": "camera_with_flash", "meme": "camera_with_flash", "result": "inbox_tray", "free": "inbox_tray"}
"""Kind -> what the bot puts on an entry, so that whoever posted it sees that it counts."""
MOST_SHOWN = 5
"""So many places of the standing are shown."""
MOST_PICTURES = 3
SOMEBODY = "a colleague who would rather not be named"


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's best entry, as others may see it; without a message it was deleted since."""

    message: str
    votes: int
    person: Person | None = None
    """None: they would rather not be announced, so their entry isn't pointed at either."""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest, ready to be shown."""

    number: int
    kind: str
    title: str
    host: Person
    channel: str
    closes: Micros
    secret: bool = False
    threaded: bool = False
    entries: int = 0
    people: int = 0
    """Who took part."""
    places: tuple[Place, ...] = ()
    paid: bool = True
    by_group: bool = False
    """Nobody is ranked here: who is ahead isn't shown."""


def titled(contest: Contest) -> str:
    """`Photo contest: Your desk today`."""
    return f"{KINDS[contest.kind][1]}: {contest.title}"


def running(contest: Contest) -> Card:
    """While it runs: how to take part, until when, and how it stands."""
    icon = KINDS[contest.kind][0]
    blocks: list[Block] = [
        Header(titled(contest), icon),
        Say(say(contest.host, f" asks: {_how(contest)}")),
        Say(say("Vote by reacting to what you like, with whichever emoji. Your own reaction doesn't count.")),
        Fields((("Closes", (When(contest.closes),)), ("Entries", say(str(contest.entries))))),
    ]
    if contest.secret:
        blocks.append(Small(say("Sealed: how it stands is shown at the close.")))
    elif not contest.by_group:
        blocks += _standing(contest)
    blocks.append(Small(say("Up to three entries of one person count, and the best of them may win.")))
    return Card(f"{titled(contest)} - take part", tuple(blocks))


def _how(contest: Contest) -> str:
    if contest.kind in ("photo", "meme"):
        what = "picture" if contest.kind == "photo" else "meme"
        if contest.threaded:
            return f"answer in this thread with your {what}."
        return f"post your {what} in this channel, or answer in this thread."
    return "answer in this thread."


def _standing(contest: Contest) -> list[Block]:
    shown = [place for place in contest.places if place.votes][:MOST_SHOWN]
    if not shown:
        return []
    rows = tuple(Choice(_entry(place), None, place.votes, votes(place.votes)) for place in shown)
    return [Choices(rows, max(place.votes for place in shown)), *_links(contest, shown)]


def _entry(place: Place) -> Runs:
    return say(place.person or "A colleague")


def _links(contest: Contest, shown: Sequence[Place]) -> list[Block]:
    links = [
        Link(f"the entry of {place.person.name}", channel=contest.channel, message=place.message)
        for place in shown
        if place.person and place.message
    ]
    return [Small(say("See ", *listed(links), "."))] if links else []


def votes(number: int) -> str:
    """3 votes."""
    return f"{number:,} {'vote' if number == 1 else 'votes'}"


def won_with(won: Sequence[Place]) -> str:
    """3 votes each."""
    return f"{votes(won[0].votes)}{' each' if len(won) > 1 else ''}"


def over(contest: Contest, won: Sequence[Place]) -> Card:
    """What the card that opened it says afterwards."""
    blocks: list[Block] = [Header(titled(contest), KINDS[contest.kind][0])]
    if won:
        blocks.append(Say(say(Icon("trophy"), " Over: ", *named(won), f" won with {won_with(won)}.")))
    else:
        blocks.append(Say(say("Over, without a winner this time.")))
    if not contest.by_group:
        blocks += _standing(contest)
    blocks.append(Small(say("Held by ", contest.host, f". {_turnout(contest)}")))
    return Card(f"{titled(contest)} is over", tuple(blocks))


def named(won: Sequence[Place]) -> Runs:
    """Who won, those unnamed at the end."""
    runs: list[Run] = [place.person for place in won if place.person]
    hidden = len(won) - len(runs)
    if hidden:
        runs.append(Text(SOMEBODY if hidden == 1 else f"{hidden} colleagues who would rather not be named"))
    return listed(runs)


def _turnout(contest: Contest) -> str:
    entries = f"{contest.entries:,} {'entry' if contest.entries == 1 else 'entries'}"
    people = f"{contest.people:,} {'person' if contest.people == 1 else 'people'}"
    return f"{entries}, and {people} took part."


def winner(contest: Contest, won: Sequence[Place]) -> Card:
    """For everybody: who won, with the picture and the way there."""
    persons = [place.person for place in won if place.person]
    who = in_words(persons) if len(persons) == len(won) else "".join(getattr(run, "text", "") for run in named(won))
    who = who or SOMEBODY
    shares = "share the first place" if len(won) > 1 else "wins"
    point = f"{who[0].upper()}{who[1:]} {shares}" if len(persons) in (0, len(won)) else "The first place is shared"
    much = won_with(won)
    # Who isn't named is spoken of once.
    cheer = say("Congratulations, ", *named(won), f": {much}!") if persons else say(f"With {much}: congratulations!")
    blocks: list[Block] = [Header(f"{point}: {contest.title}", "trophy"), Say(cheer)]
    blocks += [
        Picture(place.picture, f"The entry of {place.person.name}")
        for place in won[:MOST_PICTURES]
        if place.person and place.picture
    ]
    blocks += _links(contest, won)
    note = _turnout(contest)
    if not contest.paid:
        note += " No points this time: those come from three people on."
    blocks.append(Small(say(note)))
    return Card(f"{point}: {contest.title}", tuple(blocks))


def nobody(contest: Contest) -> Card:
    """Nobody entered, or nobody voted."""
    if contest.entries:
        point = f"No votes this time: {contest.title}"
        advice = f"{_turnout(contest)} Nobody voted, so nobody wins, but the entries are well worth a look."
    else:
        point = f"No entries this time: {contest.title}"
        advice = "It happens: perhaps it was a busy week. Another theme may do it: /huzzah contest"
    return Card(point, (Header(point, KINDS[contest.kind][0]), Say(say(advice))))


def called_off(contest: Contest) -> Card:
    """What is left of its card."""
    words = f"{titled(contest)} was called off. Thanks to everybody who entered something."
    return Card(f"{contest.title} was called off", (Small(say(words)),))


def goes_on(contest: Contest) -> Card:
    """What is left of the winner card when it was opened again."""
    said = f"{titled(contest)} goes on: it was opened again, until "
    between = ". What came in between doesn't count."
    return Card(f"{contest.title} goes on", (Small(say(said, When(contest.closes), between)),))


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_CLOSES = 1_760_000_000_000_000


def an_example(**more: object) -> Contest:
    """Three colleagues and their desks."""
    places = (Place("m2", 7, _BEN, "https://example.org/desk.png"), Place("m3", 4, _MEI), Place("m4", 2))
    told: dict[str, object] = {"entries": 4, "people": 11, "places": places, **more}
    return Contest(7, "photo", "Your desk today", _ANA, "C1", _CLOSES, **told)  # type: ignore[arg-type]  # see above


def example_running() -> Card:
    """With a live standing."""
    return running(an_example())


def example_sealed() -> Card:
    """In its thread only, without a standing."""
    return running(an_example(secret=True, threaded=True))


def example_over() -> Card:
    """After the close."""
    contest = an_example()
    return over(contest, contest.places[:1])


def example_winner() -> Card:
    """One of them won."""
    contest = an_example()
    return winner(contest, contest.places[:1])


def example_tied() -> Card:
    """Two have as many votes, and nobody else took part."""
    tied = (Place("m2", 3, _BEN), Place("m3", 3, _MEI))
    return winner(an_example(entries=2, people=2, paid=False, places=tied), tied)


def example_unnamed() -> Card:
    """Whoever won would rather not be announced."""
    return winner(an_example(), (Place("m4", 5),))


def example_nobody() -> Card:
    """Nobody entered."""
    return nobody(an_example(entries=0, people=0, places=()))


def example_no_votes() -> Card:
    """Entries, but no votes."""
    return nobody(an_example(people=4))


def example_called_off() -> Card:
    """Called off."""
    return called_off(an_example())


def example_goes_on() -> Card:
    """Opened again."""
    return goes_on(an_example())
