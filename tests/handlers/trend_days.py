"""Days of a channel in which trends are counted: something usual, and a burst."""

from handlers.events import MemberChanged, MessagePosted
from scoring.facts import Micros
from scoring.periods import DAY
from tests.handlers.chat import WEDNESDAY, WORKSPACE, Chat, open_chat

PEOPLE = [f"P{n}" for n in range(12)]
SINCE = WEDNESDAY - 21 * DAY


def open_company(url: str) -> Chat:
    """A dozen people more, three weeks ago."""
    chat = open_chat(url)
    chat.do(*(MemberChanged(workspace=WORKSPACE, at=0, member=who, name=f"Person {who}") for who in PEOPLE))
    chat.now = SINCE
    return chat


def said(chat: Chat, who: str, words: str, at: Micros, channel: str = "C1") -> MessagePosted:
    chat.number += 1
    return MessagePosted(
        workspace=WORKSPACE, at=at, member=who, channel=channel, message=f"m{chat.number}", text=words
    )  # fmt: skip


def weeks(chat: Chat, upto: Micros, words: str = "good morning :coffee:") -> None:
    """Every day some people say something usual, and mornings come."""
    while chat.now < upto:
        chat.do(*(said(chat, who, words, chat.now + n) for n, who in enumerate(PEOPLE[:8])))
        chat.now += DAY
        chat.tick()


def burst(chat: Chat, words: str, people: int = 10) -> None:
    chat.do(*(said(chat, who, words, chat.now + n) for n, who in enumerate(PEOPLE[:people])))
    chat.now += DAY


def ready(chat: Chat) -> Chat:
    chat.command("JON", "/huzzah trends on")
    weeks(chat, WEDNESDAY - DAY)
    return chat
