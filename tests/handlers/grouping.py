"""Groups of colleagues who vote: a company with some, a poll compared by them, and what it came to."""

from collections.abc import Sequence

from handlers import intake
from handlers.answers import Answer, Note
from handlers.cards.blocks import Button
from handlers.events import GroupChanged
from handlers.polls.terms import Terms, read_terms
from storage import polls
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.polling import Polling, a_crowd

LUNCH = '/poll "Lunch?" "Pizza" "Sushi"'


def group(chat: Chat, name: str, members: Sequence[str]) -> None:
    """A platform tells who is in a group."""
    with chat.work() as work:
        event = GroupChanged(workspace=WORKSPACE, at=chat.now, group=f"G_{name}", name=name, members=tuple(members))
        intake.note(work, [event])


def a_company(chat: Chat) -> list[str]:
    """Thirty colleagues: twelve in engineering, eight in sales, three in legal, and seven in none of them."""
    people = a_crowd(chat, 30)
    group(chat, "engineering", people[:12])
    group(chat, "sales", people[12:20])
    group(chat, "legal", people[20:23])
    return people


def asked(chat: Chat, words: str) -> Polling:
    """Ana asks; it is posted."""
    chat.command("ANA", words)
    with chat.work() as work:
        poll = Polling(chat, polls.newest(work))
        assert poll.row(work).state == "open", chat.notes()
    return poll


def vote(poll: Polling, people: Sequence[str], options: Sequence[int]) -> None:
    """One after the other."""
    for member, option in zip(people, options, strict=True):
        poll.press(member, option)


def result_of(chat: Chat, poll: Polling, member: str = "BEN") -> str:
    """What the button “Results” says."""
    chat.press(member, Button("poll_results", "", str(poll.number)))
    return chat.notes()


def terms_of(chat: Chat, poll: Polling) -> Terms:
    """How it was asked for."""
    with chat.work() as work:
        return read_terms(poll.row(work).terms)


def noted(answers: Sequence[Answer]) -> str:
    """What the voter was told."""
    return " ".join(shown(answer.card) for answer in answers if isinstance(answer, Note))
