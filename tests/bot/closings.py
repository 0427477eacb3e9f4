"""Closings: polls, a quiz and a contest that end around now, a question that is due, and what must come of them."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot import clock
from bot.keys import fresh
from bot.sealing import sealing
from handlers import applying
from handlers.calendar import scheduling
from handlers.calendar.recurrence import moment
from handlers.contests import holding
from handlers.events import ButtonPressed, Event, MessagePosted, ReactionAdded
from handlers.polls import asking
from handlers.polls.asking import Ask
from handlers.polls.terms import CHOICE, QUIZ, SEALED, USUAL, Terms
from handlers.prompts import planning
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import contests, polls, votes
from storage.tables import ContestEntryRow, ContestRow, PollRow
from storage.transactions import Database, Work
from tests.bot.traffic import WORKSPACE

ASKER = "U_ANA"
VOTERS = ("U_BEN", "U_MEI", "U_YUKI", "U_EMMA", "U_PRIYA", "U_MATEO", "U_LEILA", "U_SOFIA", "U_KWAME", "U_AROHA")
NAMED, SECRET, QUIZZES, CONTESTS, QUESTIONS = "C_GENERAL", "C_WINS", "C_HELP", "C_PHOTOS", "C_RANDOM"
"""A channel for each kind."""
OPTIONS = ("Pizza", "Sushi", "Soup")
LATEST = 8 * SECOND
"""The end of what is asked now comes within so long: in this program's life, or the next one's, or between them."""


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll, and what was chosen in it."""

    number: int
    question: str
    anonymous: bool
    chosen: dict[str, int]
    """Member -> option, as it stands in the end."""
    receipts: frozenset[str] = frozenset()
    winner: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest, and who wins it."""

    number: int
    title: str
    winner: str


@dataclass(slots=True)
class Made:
    """Everything that was asked so far."""

    polls: list[Poll] = field(default_factory=list)
    contests: list[Contest] = field(default_factory=list)
    questions: int = 0
    voted: Counter[str] = field(default_factory=Counter)
    """In how many polls somebody voted."""


@contextmanager
def opened(url: str, folder: Path) -> Iterator[Database]:
    """The database, with the key that the program keeps in its folder."""
    key = folder / "secret.key"
    if not key.exists():
        key.write_text(fresh())
    database = Database(url, sealing=sealing(key.read_bytes))
    try:
        yield database
    finally:
        database.close()


def ask_more(url: str, folder: Path, made: Made, chance: random.Random) -> None:
    """One of each kind, with all its votes; each ends, or is due, within a few seconds."""
    with opened(url, folder) as database, database.write(WORKSPACE, clock.now()) as work:
        for channel in (NAMED, SECRET, QUIZZES):
            made.polls.append(_poll(work, channel, made, chance))
        made.contests.append(_contest(work, chance))
        item = scheduling.Item(planning.KIND, QUESTIONS, QUESTIONS, ASKER)
        scheduling.add(work, item, moment(_soon(work, chance)))
        made.questions += 1


def _soon(work: Work, chance: random.Random) -> Micros:
    return work.now + chance.randrange(SECOND, LATEST)


def _poll(work: Work, channel: str, made: Made, chance: random.Random) -> Poll:
    question = f"Which one, {len(made.polls)}?"
    is_quiz = channel == QUIZZES
    wanted = Ask(
        question, OPTIONS, QUIZ if is_quiz else CHOICE, Terms(results=SEALED, right=(1,)) if is_quiz else USUAL,
        channel, member=ASKER, closes=_soon(work, chance), anonymous=channel == SECRET,
    )  # fmt: skip
    applying.put(work, asking.ask(work, wanted))
    number = polls.newest(work)
    row = polls.find(work, number)
    assert row is not None
    voters = chance.sample(VOTERS, 9)
    presses = [(member, chance.randint(1, 3)) for member in voters]
    if is_quiz:
        # Others may be right, too, but nobody is as fast.
        presses[0] = (voters[0], 1)
    presses.append((voters[7], chance.randint(1, 3)))
    _press(work, row, presses)
    chosen = {member: option for member, option in presses if member != voters[8]}
    made.voted.update(voters)
    receipts = frozenset(votes.receipt_of(work, row, member) for member in chosen) - {""}
    return Poll(number, question, bool(row.anonymous), chosen, receipts, voters[0] if is_quiz else "")


def _press(work: Work, row: PollRow, presses: list[tuple[str, int]]) -> None:
    """Who is last but one has changed their mind, and the last one takes the vote back."""
    last = presses[-2][0]
    said = [("vote", member, f"{row.poll}|{option}") for member, option in presses]
    events: list[Event] = [
        ButtonPressed(
            workspace=WORKSPACE, at=work.now + place, member=member, channel=row.channel, action=action, value=value,
            request=f"press:{row.poll}:{place}",
        )
        for place, (action, member, value) in enumerate([*said, ("poll_withdraw", last, str(row.poll))])
    ]  # fmt: skip
    applying.apply(work, events)


def _contest(work: Work, chance: random.Random) -> Contest:
    row = ContestRow(
        workspace="", contest=0, kind="result", state=contests.OPEN, channel=CONTESTS, member=ASKER, question="",
        closes=_soon(work, chance),
    )  # fmt: skip
    opening = holding.open_(work, row)
    row.question = f"Number {row.contest}, please"
    applying.put(work, opening)
    members = chance.sample(VOTERS, 6)
    for place, author in enumerate(members[:3]):
        message = f"entry-{row.contest}-{place}"
        at = work.now + place
        said = MessagePosted(workspace=WORKSPACE, at=at, member=author, channel=CONTESTS, message=message, text="look")
        applying.apply(work, [said])
        # Their thread's root isn't known before the card is out.
        contests.enter(
            work, ContestEntryRow(workspace="", contest=row.contest, message=message, member=author, at=at, stamp=at)
        )
        work.flush()
        likes = [member for member in members if member != author][: 5 - place]
        applying.apply(work, [_like(member, author, message, work.now + 10) for member in likes])
    return Contest(row.contest, row.question, members[0])


def _like(member: str, author: str, message: str, at: Micros) -> ReactionAdded:
    return ReactionAdded(
        workspace=WORKSPACE, at=at, member=member, channel=CONTESTS, message=message, emoji="tada", author=author
    )
