"""A room for tests, and what is around it."""

import json
from dataclasses import dataclass

from bot.playground.parse import LATEST
from bot.playground.room import Draft, Room
from bot.playground.store import Store
from bot.playground.views import Views
from handlers.cards.blocks import Card, Say, say

HELLO = Card("hello", (Say(say("hello")),))
BYE = Card("bye", (Say(say("bye")),))


@dataclass
class Chat:
    """A room and what is around it."""

    store: Store
    room: Room
    views: Views
    told: list[int]

    def said(self, member: str = "U_ANA", channel: str = "C_GENERAL") -> list[dict[str, object]]:
        """The messages of a channel as somebody sees them."""
        shown = self.views.channel(member, channel, LATEST)["messages"]
        assert isinstance(shown, list)
        return shown

    def pending(self) -> list[str]:
        """The types of the payloads that wait."""
        return [json.loads(row["payload"])["type"] for row in self.store.rows("SELECT payload FROM pending")]


def post(chat: Chat, text: str = "hello", **more: str) -> str:
    """Say something; its id."""
    chat.room.post(Draft(more.get("member", "U_ANA"), more.get("channel", "C_GENERAL"), text, more.get("thread", "")))
    return str(max(chat.told))
