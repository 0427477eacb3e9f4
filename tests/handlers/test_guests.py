"""Guests and people of elsewhere are told of the part they take, and offered nothing that they can't do."""

from handlers import applying, home
from handlers.answers import Open
from handlers.cards.blocks import Buttons
from handlers.events import MemberChanged
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat


def invited(new_chat: NewChat, guests: str) -> Chat:
    """A company in which Léa is a guest."""
    chat = new_chat(f"newcomer_days: 14 -> guests: {guests}")
    with chat.work() as work:
        applying.apply(work, [MemberChanged(workspace=WORKSPACE, at=chat.now, member="LEA", guest=True)])
    return chat


def page(chat: Chat, member: str) -> tuple[str, list[str]]:
    """The words and the buttons of the bot's own page."""
    with chat.database.read(WORKSPACE, chat.now) as work:
        cards = home.whole(work, member)
    rows = [block.buttons for card in cards for block in card.blocks if isinstance(block, Buttons)]
    return "\n".join(map(shown, cards)), [button.text for row in rows for button in row]


def test_who_only_receives_is_offered_nothing_to_give(new_chat: NewChat) -> None:
    chat = invited(new_chat, "receive")
    for _ in range(2):  # before the first thanks, and after
        words, buttons = page(chat, "LEA")
        assert "Giving is for the people who work here" in words
        assert "You can give" not in words
        assert "Say thanks" not in buttons
        assert "React" not in words
        chat.command("ANA", "/kudos <@LEA> 1 for the visit")
    chat.command("LEA", "/huzzah me")
    assert "Giving is for" in chat.notes()
    assert "You can give" not in chat.notes()
    chat.command("LEA", "/huzzah earn")
    assert "Giving is for" in chat.notes()
    assert "to give away" not in chat.notes()


def test_no_form_opens_for_who_cannot_give(new_chat: NewChat) -> None:
    chat = invited(new_chat, "receive")
    for typed in ("/kudos", "/kudos <@BEN> 1 for it"):
        assert not [answer for answer in chat.command("LEA", typed) if isinstance(answer, Open)]
        assert "works all the same" in chat.notes()


def test_a_guest_who_takes_part_like_everybody_is_told_so_by_nothing_special(new_chat: NewChat) -> None:
    words, buttons = page(invited(new_chat, "yes"), "LEA")
    assert "You can give" in words
    assert buttons[0] == "Say thanks"


def test_who_is_left_out_still_comes_to_their_privacy(new_chat: NewChat) -> None:
    words, buttons = page(invited(new_chat, "no"), "LEA")
    assert "nothing of what you do is counted" in words
    assert buttons == ["Privacy"]
