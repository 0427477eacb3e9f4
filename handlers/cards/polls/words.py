"""Words of polls: what each kind is called, how it is counted, who sees what - and a poll as its cards need it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.cards.blocks import Person, Run, Text, When
from handlers.cards.written import runs_of, short
from handlers.polls import terms as of_poll
from handlers.polls.counting import Tally
from handlers.polls.slicing import Slices
from scoring.facts import Micros

KINDS: Mapping[str, str] = {
    of_poll.CHOICE: "Choice", of_poll.CHOICES: "Several choices", of_poll.YESNO: "Yes or no",
    of_poll.RATING: "Rating from 1 to 5", of_poll.ENPS: "Recommend it? 0 to 10 (eNPS)", of_poll.RANKING: "Ranking",
    of_poll.OPEN: "Open answers", of_poll.QUIZ: "Quiz",
}  # fmt: skip
ICONS: Mapping[str, str] = {
    of_poll.CHOICE: "bar_chart", of_poll.CHOICES: "bar_chart", of_poll.YESNO: "raised_hand", of_poll.RATING: "star",
    of_poll.ENPS: "bar_chart", of_poll.RANKING: "trophy", of_poll.OPEN: "speech_balloon", of_poll.QUIZ: "bulb",
}  # fmt: skip
COUNTED: Mapping[str, str] = {
    of_poll.CHOICE: "Choose one",
    of_poll.YESNO: "Yes or no",
    of_poll.RATING: "The average counts",
    of_poll.ENPS: "The score is the share of 9 and 10 minus the share of 0 to 6 (eNPS)",
    of_poll.RANKING: "Put them in your order",
    of_poll.OPEN: "Answer in your own words",
    of_poll.QUIZ: "A right answer is worth 100 points, plus 20 for the quickest, 19 for the next, … down to 1",
}
ENDS: Mapping[str, tuple[str, str]] = {of_poll.RATING: ("poor", "great"), of_poll.ENPS: ("not at all", "very much")}
"""What the lowest and the highest mark mean."""
FEW = "Fewer than five people have voted, so nothing is shown: it would tell who chose what."
STEPS = (
    "Bars appear from ten votes on at the earliest and move five votes or more at a time, so that nobody can tell who "
    "chose what. The whole result comes at the close, if at least five people voted."
)
LOST = "The key of this poll is gone, so nobody can open its votes: the database was restored from a backup."


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose, as its card shows it."""

    number: int
    words: str
    """Markup."""
    by: Person | None = None
    """Who added it later."""
    state: str = "shown"


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll, ready to be shown."""

    number: int
    question: str
    """Markup."""
    kind: str = of_poll.CHOICE
    options: tuple[Option, ...] = ()
    terms: of_poll.Terms = of_poll.USUAL
    asker: Person | None = None
    anonymous: bool = False
    closes: Micros = 0
    closed_at: Micros = 0
    state: str = of_poll.STANDING
    tally: Tally | None = None
    """What may be shown now; None is nothing at all."""
    turnout: int = 0
    names: Mapping[str, str] = field(default_factory=dict)
    """Of people and places in what was written."""
    answers: tuple[tuple[Person | None, str], ...] = ()
    """Open: who said what, as far as it is shown."""
    voters: Mapping[str, Person] = field(default_factory=dict)
    """Quiz: who stands in the standings."""
    groups: tuple[str, ...] = ()
    """What the groups are called by which it is compared."""
    slices: Slices | None = None
    """What may be shown of each."""
    of_round: bool = False
    """A question of a round of trivia: it stays as it is."""
    follows: bool = False
    """And isn't the first one, which said how it is counted."""

    @property
    def title(self) -> str:
        """The question in a line."""
        return short(self.question, self.names)

    def option(self, number: int) -> str:
        """An option in a line."""
        return next((short(each.words, self.names) for each in self.options if each.number == number), "")

    def runs(self, number: int) -> tuple[Run, ...]:
        """An option as it was written."""
        words = next((each.words for each in self.options if each.number == number), "")
        return runs_of(words, self.names)

    @property
    def amounts(self) -> dict[int, int]:
        """Option -> how many chose it, as far as it is shown."""
        return dict(self.tally.counts) if self.tally else {}


def counted(poll: Poll) -> str:
    """How one votes, and how it is counted."""
    if poll.kind == of_poll.QUIZ and poll.anonymous:
        # Points would tell who was right.
        return "Right answers are shown after the close"
    if poll.kind != of_poll.CHOICES:
        return COUNTED[poll.kind]
    return f"Choose up to {poll.terms.most}" if poll.terms.most else "Choose as many as you like"


def rules(poll: Poll) -> str:
    """The quiet line below the question."""
    said = [] if poll.follows else [counted(poll)]
    if poll.anonymous:
        said.append("anonymous: votes are sealed, and from the close on nobody can tell whose they were")
    else:
        said.append("not anonymous: others see who chose what")
    if poll.kind == of_poll.OPEN and poll.anonymous:
        said.append("answers are shown after the close")
    elif poll.terms.results == of_poll.HIDDEN:
        said.append("results once you voted")
    elif poll.terms.results == of_poll.SEALED:
        said.append("results after the close")
    if poll.groups:
        said.append(f"compared by group: {', '.join(poll.groups)}")
    if poll.kind == of_poll.OPEN and poll.terms.moderated:
        said.append("answers are looked over before they are shown")
    return f"{said[0][:1].upper()}{said[0][1:]}" + "".join(f" · {each}" for each in said[1:])


def until(poll: Poll) -> tuple[Run, ...]:
    """When it closes."""
    return (Text("closes "), When(poll.closes)) if poll.closes else (Text("open until somebody closes it"),)


def votes(amount: int) -> str:
    """3 votes."""
    return "1 vote" if amount == 1 else f"{amount} votes"


def marked(poll: Poll, option: Option) -> str:
    """What stands on the button of a mark; the first and the last say what they mean."""
    words = short(option.words, most=20)
    ends = {poll.options[0].number: 0, poll.options[-1].number: 1}
    return f"{words} – {ENDS[poll.kind][ends[option.number]]}" if option.number in ends else words


def points(amount: float) -> str:
    """3 points, 2½ points."""
    return "1 point" if amount == 1 else f"{halves(amount)} points"


def halves(amount: float) -> str:
    """3, 2½, ½."""
    whole, half = int(amount), amount % 1
    return f"{whole or ''}½" if half else str(whole)


def people(amount: int, *, closed: bool = False) -> str:
    """3 people voted."""
    nobody = "Nobody voted" if closed else "Nobody has voted yet"
    return {0: nobody, 1: "1 person voted"}.get(amount, f"{amount} people voted")


def share(amount: int, whole: int) -> str:
    """3 votes · 30 %."""
    return f"{votes(amount)} · {round(100 * amount / whole)} %" if whole else votes(amount)
