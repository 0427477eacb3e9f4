"""Wishes: whatever many colleagues write, all of it is handed over, on the card or behind it."""

import pytest

from handlers.answers import Post, Whisper
from handlers.events import MemberChanged
from storage import privacy
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.days import at, befriend, sign, until

SIGNERS = tuple(f"W{number:02}" for number in range(15))
LONG = " and many happy returns" * 20
"""So that no card holds all of them."""


def signed(chat: Chat, *, words: str = "", picture: str = "") -> None:
    """Fifteen colleagues sign the card for Ben."""
    for member in SIGNERS:
        chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member=member, name=f"Person {member}"))
    befriend(chat, *SIGNERS, to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    for member in SIGNERS:
        sign(chat, member, words=f"wish of {member}{words}", picture=picture and f"{picture}{member}.gif")


def handed(chat: Chat) -> list[Post | Whisper]:
    """What the day itself brings."""
    return [each for _, each in until(chat, at(2026, 11, 24, 12)) if "Ben Okafor" in each.card.summary]


@pytest.mark.parametrize("written", [{"words": ""}, {"words": LONG}, {"picture": "https://example.org/"}])
def test_all_wishes_and_pictures_stand_on_the_card_or_in_its_thread(chat: Chat, written: dict[str, str]) -> None:
    signed(chat, **written)
    first, *others = handed(chat)
    assert isinstance(first, Post)
    assert (first.key, first.below) == ("celebration:1", "")
    assert others
    for each in others:
        assert isinstance(each, Post)
        assert (each.channel, each.below) == ("C2", "celebration:1")
        assert shown(each.card).startswith(":birthday: More wishes for @Ben Okafor:")
    cards = [shown(each.card) for each in (first, *others)]
    said = "\n".join(cards)
    assert [said.count(f"> wish of {member}{written.get('words', '')}\n") for member in SIGNERS[:-1]] == [1] * 14
    assert f"> wish of W14{written.get('words', '')}" in said
    assert [said.count(f"{member}.gif") for member in SIGNERS] == [int("picture" in written)] * 15
    left = sum(card.count("> wish of") for card in cards[1:])
    assert f"{left} more {'wish is' if left == 1 else 'wishes are'} in the thread." in cards[0]


def test_whoever_gets_the_card_alone_gets_all_of_them_too(chat: Chat) -> None:
    signed(chat, words=LONG)
    with chat.work() as work:
        privacy.choose(work, "BEN", {"announce": False})
    said = handed(chat)
    assert {(type(each), getattr(each, "member", "")) for each in said} == {(Whisper, "BEN")}
    assert "more wishes are in what follows." in shown(said[0].card)
    assert shown(said[1].card).startswith(":birthday: More wishes for you:")
    whole = "\n".join(shown(each.card) for each in said)
    assert [f"> wish of {member}{LONG}" in whole for member in SIGNERS] == [True] * 15
    assert chat.query("SELECT DISTINCT state, markup FROM wish") == [("said", "")]
