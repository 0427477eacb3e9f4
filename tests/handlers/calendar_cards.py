"""The cards of the calendar as somebody sees them: what they say, and the buttons of an entry."""

from collections.abc import Iterator

from handlers.answers import Note, Refresh
from handlers.cards.blocks import Button, Buttons, Card, Choices
from tests.handlers.chat import Chat


def card(chat: Chat) -> Card:
    [answer] = [answer for answer in chat.answers if isinstance(answer, Note | Refresh)]
    return answer.card


def text(found: Card) -> str:
    """Everything a card says, also beside its buttons."""
    return " ".join(_said(found))


def _said(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _said(each)
    elif hasattr(part, "__dataclass_fields__"):
        for name in part.__dataclass_fields__:
            yield from _said(getattr(part, name))


def changes(found: Card) -> list[Button]:
    return [row.button for block in found.blocks if isinstance(block, Choices) for row in block.rows if row.button]


def buttons(found: Card) -> dict[str, Button]:
    return {button.action: button for block in found.blocks if isinstance(block, Buttons) for button in block.buttons}


def opened(chat: Chat, member: str, number: int = 0) -> dict[str, Button]:
    """The buttons of the entry of a line in the listing."""
    chat.command(member, "/huzzah calendar")
    chat.press(member, changes(card(chat))[number])
    return buttons(card(chat))
