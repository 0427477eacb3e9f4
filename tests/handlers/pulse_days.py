"""Days of a company whose people live in three zones, and answer pulses."""

from handlers.answers import Whisper
from handlers.cards.blocks import Button
from handlers.events import MemberChanged
from scoring.periods import DAY
from tests.handlers.chat import WORKSPACE, Chat, open_chat
from tests.handlers.shown import buttons_of

TEAM = ("P1", "P2", "P3", "P4", "P5", "P6")
TYPED = "/huzzah pulse every 2 weeks on thu 10:00 joy, clarity <#C1|general>"


def open_company(url: str) -> Chat:
    """Six people more, in Berlin, New York and Taipei."""
    chat = open_chat(url)
    zones = ("Europe/Berlin", "America/New_York", "Asia/Taipei")
    people = (
        MemberChanged(workspace=WORKSPACE, at=0, member=who, name=f"Person {who}", zone=zones[n % 3])
        for n, who in enumerate(TEAM)
    )
    chat.do(*people)
    return chat


def asked(chat: Chat) -> Chat:
    """Thursday came all over the world."""
    chat.command("JON", TYPED)
    assert "Your pulse is set" in chat.notes()
    chat.now += 2 * DAY
    chat.tick()
    return chat


def cards(chat: Chat) -> dict[str, list[Button]]:
    return {answer.member: list(buttons_of(answer.card)) for answer in chat.answers if isinstance(answer, Whisper)}


def mark(button: Button, index: int, option: int) -> Button:
    value = button.value.split("|")[0]
    return Button("pulse_rate", str(option), f"{value}|{index}|{option}")


def rating(chat: Chat) -> Button:
    return next(button for button in cards(chat)["P1"] if button.action == "pulse_rate")


def answer(chat: Chat, button: Button, people: tuple[str, ...], *marks: int) -> None:
    for who in people:
        for index, option in enumerate(marks):
            chat.press(who, mark(button, index, option))


def closed(chat: Chat) -> Chat:
    chat.now += 8 * DAY
    chat.tick()
    return chat
