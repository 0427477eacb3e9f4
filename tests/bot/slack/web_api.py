"""A stand-in for the caller: lists and look-ups of a small workspace, page by page, with faults on demand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.slack.calling.caller import Refused
from tests.bot.slack.payloads import ANA, BEN, BOT_USER, GENERAL, SECRET, channel, group, user

Json = dict[str, Any]

LISTS = {
    "users.list": "members",
    "users.conversations": "channels",
    "conversations.members": "members",
    "auth.teams.list": "teams",
    "usergroups.list": "usergroups",
}


def acme() -> dict[str, list[Any]]:
    """What there is to list."""
    return {
        "users.list": [
            user(ANA), user(BEN, profile={"display_name": "Ben"}, is_owner=True),
            user(BOT_USER, is_bot=True, profile={"display_name": "Huzzah"}),
            user("U0GONE", deleted=True, profile={"display_name": "Gone"}),
        ],
        "users.conversations": [channel(GENERAL), channel(SECRET, name="secret", is_private=True)],
        "conversations.members": [ANA, BOT_USER],
        "usergroups.list": [group()],
        "auth.teams.list": [{"id": "T0ACME", "name": "Acme"}, {"id": "T0SISTER", "name": "Sister"}],
    }  # fmt: skip


@dataclass
class WebApi:
    """Answers as Slack would; `faults` are raised first, once each, for the method they are under."""

    lists: dict[str, list[Any]] = field(default_factory=acme)
    emoji: Json = field(default_factory=lambda: {"yay": "alias:tada", "cat": "https://emoji.slack-edge.com/cat.png"})
    elsewhere: list[Json] = field(default_factory=list)
    """People and channels that no list shows, but that can be looked up."""
    faults: dict[str, list[Exception]] = field(default_factory=dict)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    page: int = 2

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, object], *, channel: str = ""
    ) -> Mapping[str, object]:
        """One call, written down."""
        self.calls.append((method, dict(arguments)))
        if self.faults.get(method):
            raise self.faults[method].pop(0)
        if method in LISTS:
            begin = int(str(arguments.get("cursor", "0")))
            shown = self.lists[method][begin : begin + self.page]
            more = begin + self.page < len(self.lists[method])
            cursor = str(begin + self.page) if more else ""
            return {"ok": True, LISTS[method]: shown, "response_metadata": {"next_cursor": cursor}}
        if method == "emoji.list":
            return {"ok": True, "emoji": self.emoji}
        return self._one(method, str(arguments.get("user") or arguments.get("channel")))

    def _one(self, method: str, which: str) -> Json:
        kind, listed = {"users.info": ("user", "users.list"), "conversations.info": ("channel", "users.conversations")}[
            method
        ]
        for one in (*self.lists[listed], *self.elsewhere):
            if one["id"] == which:
                return {"ok": True, kind: one}
        raise Refused(f"{kind}_not_found")

    def asked(self, method: str) -> list[Json]:
        """With what a method was called."""
        return [arguments for called, arguments in self.calls if called == method]
