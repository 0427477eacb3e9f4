"""Posting: a card about a gift can be reacted to like the gift itself; one that fails is told to its author."""

import pytest
from sqlmodel import select

from handlers import posting
from handlers.answers import Post
from handlers.codec import decode, encode
from storage import outbox
from storage.tables import OutboxRow
from tests.handlers.chat import WORKSPACE, Chat


def post(chat: Chat, remote: str, state: str = outbox.SENT) -> None:
    """The platform says that the last card was posted."""
    said = next(answer for answer in chat.answers if isinstance(answer, Post))
    with chat.database.write(WORKSPACE, chat.now) as work:
        posting.settle(work, 1, encode(said), state=state, remote=remote)


def test_reacting_to_the_card_of_a_gift_gives_to_those_it_recognised(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> 2 for the release")
    post(chat, "card")
    chat.react("MEI", "card", "tada")

    assert chat.totals() == {"BEN": 3}


def test_whoever_got_the_gift_gains_nothing_by_reacting_to_its_card(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> 2 for the release")
    post(chat, "card")
    chat.react("BEN", "card", "tada")

    assert chat.totals() == {"BEN": 2}


def test_taking_the_reaction_off_takes_it_back(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> for the release")
    post(chat, "card")
    chat.react("MEI", "card", "tada")
    chat.react("MEI", "card", "tada", off=True)

    assert chat.totals() == {"BEN": 1}


def test_a_card_that_could_not_be_posted_is_no_gift(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> for the release")
    post(chat, "card", outbox.FAILED)
    chat.react("MEI", "card", "tada")

    assert chat.totals() == {"BEN": 1}


@pytest.mark.parametrize("state", posting.NEVER)
def test_whoever_had_it_posted_hears_that_it_could_not_be(chat: Chat, state: str) -> None:
    chat.command("ANA", "/shoutout <@BEN> the calmest release ever", channel="C2")
    post(chat, "", state)
    with chat.database.read(WORKSPACE, chat.now) as work:
        waiting = [
            decode(row.said) for row in work.session.exec(select(OutboxRow)) if row.channel == "@ANA" and row.said
        ]
    assert waiting[-1].card.summary == "Your card could not be posted"


def test_the_card_of_a_shoutout_passes_kudos_on(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> the calmest release ever", channel="C2")
    post(chat, "card")
    chat.now += 1
    with chat.database.read(WORKSPACE, chat.now) as work:
        found = work.look(lambda state: state.messages.get(("C2", "card")))

    assert found is not None
