"""What the card of a gift shows to those it is about."""

import pytest

from handlers.answers import Own, Post
from handlers.cards.blocks import Button, Buttons
from tests.handlers.chat import Chat


def looked(chat: Chat, member: str, value: str) -> list[Button]:
    """The buttons below the card for somebody."""
    answers = chat.press(member, Button("view", "", value))
    own = [answer for answer in answers if isinstance(answer, Own)]
    return [button for each in own for block in each.blocks if isinstance(block, Buttons) for button in block.buttons]


def posted(chat: Chat, member: str, words: str) -> Post:
    """The public card that a command leads to."""
    (post,) = (answer for answer in chat.command(member, words) if isinstance(answer, Post))
    return post


@pytest.mark.parametrize("command", ["/kudos <@BEN> for the calm release", "/shoutout <@BEN> for the calm release"])
def test_the_giver_may_take_it_back_and_the_receiver_thank_them_others_see_what_all_see(
    chat: Chat, command: str
) -> None:
    post = posted(chat, "ANA", command)
    assert post.viewers == ("ANA", "BEN")
    (undo,) = looked(chat, "ANA", post.view)
    assert undo.action == "undo"
    (back,) = looked(chat, "BEN", post.view)
    assert (back.action, back.value) == ("kudos", "ANA")
    assert looked(chat, "MEI", post.view) == []
    chat.press("ANA", undo)
    assert looked(chat, "ANA", post.view) == looked(chat, "BEN", post.view) == []


@pytest.mark.parametrize("value", ["", "C1", "C1 nothing", " ", "C1 request:0"])
def test_a_card_that_is_about_no_gift_has_nothing_of_ones_own(chat: Chat, value: str) -> None:
    assert looked(chat, "ANA", value) == []


def test_after_a_day_there_is_nothing_to_take_back(chat: Chat) -> None:
    post = posted(chat, "ANA", "/kudos <@BEN> for the calm release")
    chat.now += 25 * 3_600_000_000
    assert looked(chat, "ANA", post.view) == []
    assert len(looked(chat, "BEN", post.view)) == 1
