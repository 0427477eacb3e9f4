"""Plainer cards: nothing left that Teams may not take, everything still said, and still a card."""

import json

import pytest

from bot.teams.render import Look, message
from bot.teams.rendering.plainer import plainer
from handlers.cards import gallery
from handlers.cards.blocks import Card, Picture, Say, Text, say
from tests.bot.teams.adaptive_card import message_faults, official_faults

LOOK = Look("app", "tenant")
CARDS = {name: card for name, example in gallery.EXAMPLES if isinstance(card := example(), Card)}


@pytest.mark.parametrize("name", CARDS)
def test_every_card_is_one_still(name: str) -> None:
    plain = plainer(message(CARDS[name], LOOK))
    assert (message_faults(plain), official_faults(plain["attachments"][0]["content"])) == ([], [])
    said = json.dumps(plain)
    assert [each for each in ("<at>", "mention", "Chart.", '"Image"') if each in said] == []


def test_a_picture_becomes_a_link_and_what_people_wrote_stays() -> None:
    card = Card("x", (Picture("https://example.com/a.gif", "a cake"), Say(say(Text("<at>me</at> entities")))))
    picture, words = plainer(message(card, LOOK))["attachments"][0]["content"]["body"]
    assert picture["inlines"][0]["selectAction"]["url"] == "https://example.com/a.gif"
    assert words["inlines"][0]["text"] == "<at>me</at> entities"
