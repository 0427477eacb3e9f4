"""Rounds of trivia, for everybody: that one begins, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cards.blocks import Block, Card, Header, Person, Say, Small, Standing, Standings, Table, Text, When, say
from handlers.cards.phrases import in_words, listed
from scoring.facts import Micros

TOP = 3
"""Places that are named."""
MOST_NAMED = 10
"""People on them, however many share one."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of trivia."""

    number: int
    topics: str
    """In words; nothing is a bit of everything."""
    many: int
    minutes: int
    host: Person
    first: Micros
    """When its first question comes."""
    own: bool = False
    """The questions are the host's own."""

    @property
    def title(self) -> str:
        """Trivia: 5 questions about geography."""
        return f"Trivia: {self.many} questions{about(self.topics)}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a round ended."""

    round: Round
    asked: int
    played: int
    """How many people answered at least once."""
    scores: tuple[tuple[str, int], ...] = ()
    """(member, points), the best first; nobody without any."""
    people: Mapping[str, Person] | None = None
    stopped: bool = False

    def person(self, member: str) -> Person:
        """Who a card names."""
        return (self.people or {}).get(member, Person(member, member))


def about(topics: str) -> str:
    """Behind the number of questions."""
    return f" about {topics}" if topics else ""


def length(minutes: int) -> str:
    """2 minutes."""
    if minutes >= 60 and not minutes % 60:
        return "1 hour" if minutes == 60 else f"{minutes // 60} hours"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def begins(this: Round) -> Card:
    """Everybody is invited."""
    whose = say(this.host, " wrote the questions, and so doesn't play." if this.own else " invites you.")
    blocks: list[Block] = [
        Header(this.title, "brain"),
        Say(say(*whose, " The first one comes at ", When(this.first, "time"), ".")),
        Small(
            say(
                f"Each is open for {length(this.minutes)}, and the sooner the right answer, the more points. You can "
                "change yours until it closes."
            )
        ),
    ]
    return Card(this.title, tuple(blocks))


def called_off(this: Round) -> Card:
    """Stopped before its first question."""
    words = "This round was called off before it began."
    return Card(words, (Header(this.title, "brain"), Say(say(words))))


def standing(out: Outcome) -> Card:
    """The top three; equal scores share a place."""
    title = "Trivia: stopped early" if out.stopped else "Trivia: the standing"
    blocks: list[Block] = [Header(title, "checkered_flag" if out.stopped else "trophy"), Say(_point(out))]
    rows = tuple(Standing(rank, out.person(member), points) for rank, member, points in places(out.scores))
    if rows and out.stopped:
        # Places and their medals are for a round that was played to its end.
        points = tuple((say(row.person), say(str(row.amount))) for row in rows[:MOST_NAMED])
        blocks.append(Table(("So far", "Points"), points))
    elif rows:
        blocks.append(Standings(rows[:MOST_NAMED]))
    if len(rows) > MOST_NAMED:
        blocks.append(Small(say(f"and {len(rows) - MOST_NAMED} more{'' if out.stopped else ' on these places'}")))
    played = "Nobody" if not out.played else "1 person" if out.played == 1 else f"{out.played} people"
    questions = "1 question" if out.asked == 1 else f"{out.asked} questions"
    blocks.append(Small(say(f"{played} took part · {questions}{about(out.round.topics)}")))
    return Card(summary(out), tuple(blocks))


def places(scores: tuple[tuple[str, int], ...]) -> list[tuple[int, str, int]]:
    """(place, member, points) of the first three places."""
    ranked = [(1 + sum(other > points for _, other in scores), member, points) for member, points in scores]
    return [each for each in ranked if each[0] <= TOP]


def winners(out: Outcome) -> list[Person]:
    """Who is first; nobody if the round was stopped, or only one took part."""
    if out.stopped or out.played < 2:  # alone one can't win
        return []
    return [out.person(member) for rank, member, _ in places(out.scores) if rank == 1]


def summary(out: Outcome) -> str:
    """In a line."""
    won = winners(out)
    if not won:
        return "Trivia: stopped early" if out.stopped else "Trivia is over"
    return f"Trivia: {in_words(won)} {'won' if len(won) == 1 else 'share the win'}"


def _point(out: Outcome) -> tuple[Text | Person, ...]:
    if out.stopped:
        return (Text("This round was stopped early, so nobody wins it."),)
    if not out.played:
        return (Text("Nobody took part this time. The next one may suit better."),)
    won = winners(out)
    if not won and out.scores:
        return (Text("One person played, and nobody wins alone. Well answered all the same!"),)
    if not won:
        return (Text("Nobody knew any of it. Now everybody does."),)
    points = out.scores[0][1]
    if len(won) > 1:
        return (*_runs(won), Text(f" share the win with {points} points each. Well done!"))
    return (*_runs(won), Text(f" won with {points} points. Well done!"))


def _runs(people: list[Person]) -> tuple[Text | Person, ...]:
    return tuple(run for run in listed(people) if isinstance(run, Text | Person))


_ANA, _BEN, _MEI = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor"), Person("U3", "Mei-Lin Chen")
_FRIDAY = 1_795_190_400_000_000


def an_example() -> Round:
    """Five about geography."""
    return Round(4, "geography", 5, 2, _ANA, _FRIDAY)


def an_outcome() -> Outcome:
    """Ben and Mei share it."""
    people = {person.id: person for person in (_ANA, _BEN, _MEI)}
    return Outcome(an_example(), 5, 9, (("U2", 478), ("U3", 478), ("U1", 240)), people)


def example_begins() -> Card:
    """Everybody is invited."""
    return begins(an_example())


def example_own() -> Card:
    """Of questions that the host wrote."""
    return begins(Round(4, "", 3, 60, _ANA, _FRIDAY, own=True))


def example_called_off() -> Card:
    """Before it began."""
    return called_off(an_example())


def example_standing() -> Card:
    """Two share the first place."""
    return standing(an_outcome())


def example_stopped() -> Card:
    """After three questions."""
    people = {"U1": _ANA, "U2": _BEN}
    return standing(Outcome(an_example(), 3, 4, (("U2", 220), ("U1", 119)), people, stopped=True))


def example_nobody() -> Card:
    """Nobody came."""
    return standing(Outcome(an_example(), 5, 0))
