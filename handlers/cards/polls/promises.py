"""You said, we did: what is owed to a poll, the reminders of it, and the answer in its thread."""

from datetime import date

from handlers.cards.blocks import Block, Button, Buttons, Card, Header, Person, Say, Small, Text, When, Words, say
from handlers.cards.polls.words import Poll
from scoring.facts import Micros


def iso(day: int) -> str:
    """The day with this ordinal, as the calendar writes it."""
    return date.fromordinal(day).isoformat()


def promised(poll: Poll, owner: Person, due: Micros) -> Card:
    """For who promised it."""
    words = say("Promised: ", owner, " answers “", poll.title, "” by ", When(due, "date"), ". I remind them.")
    return Card("An answer is promised", (Say(words), _button(poll)))


def owed(poll: Poll, due: Micros, asker: Person | None, *, late: bool = False) -> Card:
    """For the owner: told, reminded, reminded once more."""
    lead = say(asker, " asked you to answer ") if asker else say("You owe an answer to ")
    when = say(" It was due ", When(due, "date"), ".") if late else say(" People expect it by ", When(due, "date"), ".")
    hint = "Say in a few words what was done, or why not: I post it below the poll."
    blocks: list[Block] = [
        Say(say(*lead, "“", Text(poll.title, bold=True), "”.", *when)),
        Small(say(hint)),
        _button(poll),
    ]
    return Card(f"An answer is owed: {poll.title}", tuple(blocks))


def orphaned(poll: Poll, owner: Person) -> Card:
    """For who asked: who promised the answer is no longer there to give it."""
    words = say(owner.name, " was to answer “", Text(poll.title, bold=True), "”, but takes no part here any more.")
    hint = "I remind nobody of it now. Choose somebody else, or answer yourself."
    promise = Button("poll_promise", "Choose somebody else", str(poll.number), "primary")
    answer = Button("poll_kept", "Answer now", str(poll.number))
    return Card(f"Who answers “{poll.title}”?", (Say(words), Small(say(hint)), Buttons((promise, answer))))


def _button(poll: Poll) -> Buttons:
    return Buttons((Button("poll_kept", "Answer now", str(poll.number), "primary"),))


def answer(poll: Poll, owner: Person, words: str) -> Card:
    """For everybody, below the poll."""
    blocks: list[Block] = [
        Header("You said, we did", "white_check_mark"),
        Say(say(owner.name, " answers “", Text(poll.title, bold=True), "”:")),
        Words(words, poll.names),
    ]
    return Card(f"You said, we did: {poll.title}", tuple(blocks))


_POLL = Poll(7, "What shall we improve first?")
_ANA, _BEN = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor")
_FRIDAY = 1_795_190_400_000_000


def example_promised() -> Card:
    """Promised."""
    return promised(_POLL, _BEN, _FRIDAY)


def example_owed() -> Card:
    """Told at first."""
    return owed(_POLL, _FRIDAY, _ANA)


def example_late() -> Card:
    """Reminded."""
    return owed(_POLL, _FRIDAY, None, late=True)


def example_orphaned() -> Card:
    """The owner left."""
    return orphaned(_POLL, _BEN)


def example_answer() -> Card:
    """The answer."""
    return answer(_POLL, _BEN, "No meetings on Fridays, from December on")
