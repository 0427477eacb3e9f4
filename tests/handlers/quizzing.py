"""Rounds of trivia in the chat: begun, answered, and gone on with as time passes."""

from handlers.answers import Answer, Post, Whisper
from handlers.cards.blocks import Button
from handlers.polls import terms as of_poll
from scoring.facts import Micros
from scoring.periods import MINUTE, SECOND
from storage import polls, quizzes
from storage.tables import PollRow
from tests.handlers.chat import Chat, shown

OWN = "Capital of France?\n* Paris\nLyon\n! Since 987\n\nTwo and two?\nThree\n*Four"
"""Two questions of the host's own: the first answer is right, then the second."""

QUESTION = 2 * MINUTE + 21 * SECOND
"""Until the next one is there: how long each is open, and the pause behind it."""


def begin(chat: Chat, words: str = "3 geography", member: str = "ANA") -> str:
    """Somebody begins a round; what they are told."""
    chat.command(member, f"/huzzah trivia {words}")
    return chat.notes()


def play(chat: Chat, *rounds: dict[str, bool]) -> str:
    """A minute, and then question after question with these answers; what was said after the last one."""
    pass_by(chat, MINUTE)
    said = ""
    for each in rounds:
        for member, right in each.items():
            answer(chat, member, right=right)
        said = posted(pass_by(chat, QUESTION))
    return said


def pass_by(chat: Chat, time: Micros) -> list[Answer]:
    """Time passes second by second as far as anything is due; all that was answered."""
    end, said = chat.now + time, list[Answer]()
    while due := next_due(chat, end):
        chat.now = max(chat.now, due)
        said += chat.tick()
    chat.now = end
    chat.answers = said
    return said


def next_due(chat: Chat, end: Micros) -> Micros:
    """When something is due next, up to a moment; 0 if nothing is."""
    [(found,)] = chat.query(f"SELECT coalesce(min(next), 0) FROM calendar WHERE state='on' AND next>0 AND next<={end}")
    return int(str(found))


def questions(chat: Chat) -> list[PollRow]:
    """The polls of every round, in their order."""
    with chat.work() as work:
        rows = [row for number in range(1, polls.newest(work) + 1) if (row := polls.find(work, number)) is not None]
        for row in rows:
            work.session.expunge(row)
    return [row for row in rows if quizzes.is_of_round(row)]


def answer(chat: Chat, member: str, *, right: bool = True) -> None:
    """Somebody answers the question that is open, a second after what was before."""
    row = next(row for row in reversed(questions(chat)) if row.state == of_poll.STANDING)
    correct = of_poll.read_terms(row.terms).right
    option = correct[0] if right else next(each for each in (1, 2) if each not in correct)
    chat.now += SECOND - MINUTE
    chat.press(member, Button("vote", "", f"{row.poll}|{option}"))


def posted(answers: list[Answer]) -> str:
    """What was said in channels."""
    return "\n".join(shown(each.card) for each in answers if isinstance(each, Post))


def whispered(answers: list[Answer], member: str) -> str:
    """What somebody was told."""
    return "\n".join(shown(each.card) for each in answers if isinstance(each, Whisper) and each.member == member)


def deeds(chat: Chat) -> list[tuple[object, ...]]:
    """Who won something, and what."""
    return chat.query("SELECT actor, message FROM fact WHERE kind = 'deed' AND target = 'quiz_won' ORDER BY actor")
