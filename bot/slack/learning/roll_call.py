"""Roll call: everybody and everything in a workspace, listed by Slack and handed on as events, a page at a time.

Nothing here reads a single message. Lists that we may not see are left out: docs.slack.dev/reference/scopes
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from bot.shapes import Table, name, table, tables
from bot.slack.calling.caller import Refused
from bot.slack.learning.asking import Asking
from bot.slack.reading.ids import ident, idents
from bot.slack.reading.people import channel_changed, group_changed, member_changed
from bot.slack.reading.workspace import ALIAS
from bot.slack.workplace import Installation
from handlers.events import EmojiChanged, Event
from scoring.facts import Micros

MOST_EMOJI: Final = 20_000
MOST_TEAMS: Final = 200

Batches = AsyncIterator[list[Event]]


@dataclass(frozen=True, slots=True)
class RollCall:
    """The lists of one workspace; each raises NotNow, and Refused where Slack says no."""

    home: Installation
    asking: Asking
    clock: Callable[[], Micros]

    async def people(self) -> Batches:
        """`users.list`, of every workspace of an organisation."""
        async for asking in self._teams():
            before = self.clock()  # what changes while we ask is newer
            async for page in asking.pages("users.list", {}):
                found = (member_changed(user, self.home, before) for user in tables(page.get("members")))
                yield [event for event in found if event is not None]
                before = self.clock()

    async def channels(self) -> Batches:
        """`users.conversations`: where the bot is, private channels with who is in them."""
        kinds = "public_channel,private_channel" if self.home.may("groups:read") else "public_channel"
        async for asking in self._teams():
            async for page in asking.pages("users.conversations", {"types": kinds, "exclude_archived": True}):
                for channel in tables(page.get("channels")):
                    yield await self.channel(channel)

    async def channel(self, channel: Table) -> list[Event]:
        """One channel as it is now, from its `conversation` object."""
        now, where = self.clock(), ident(channel.get("id"))
        known = channel_changed(channel, (), self.home, now)
        if known is None:
            return []
        if known.private:
            known = replace(known, members=tuple(sorted(set(await self._inside(where)))))
        return [known]

    async def _inside(self, channel: str) -> list[str]:
        found: list[str] = []
        async for page in replace(self.asking, common={}).pages("conversations.members", {"channel": channel}):
            found += idents(page.get("members"))
        return found

    async def groups(self) -> Batches:
        """`usergroups.list`, deleted ones as well."""
        async for asking in self._teams():
            answer = await asking.one(
                "usergroups.list", {**asking.common, "include_users": True, "include_disabled": True}
            )
            found = (group_changed(group, self.home, self.clock()) for group in tables(answer.get("usergroups"), 5_000))
            yield [event for event in found if event is not None]

    async def emoji(self) -> Batches:
        """`emoji.list`: only names that stand for other emoji; of an organisation, those of all its workspaces."""
        aliases: dict[str, str] = {}
        now = self.clock()
        async for asking in self._teams():
            listed = table((await asking.one("emoji.list", asking.common)).get("emoji"))
            for alias, value in listed.items():
                target = name(value)
                if target.startswith(ALIAS) and name(alias) and len(aliases) < MOST_EMOJI:
                    aliases[name(alias)] = target.removeprefix(ALIAS)
        yield [EmojiChanged(workspace=self.home.workspace, at=now, aliases=aliases, whole=True)]

    async def _teams(self) -> AsyncIterator[Asking]:
        # With an organisation's token every list wants to know which workspace is meant.
        if self.home.team or not self.home.enterprise:
            yield self.asking
            return
        teams: list[str] = []
        async for page in self.asking.pages("auth.teams.list", {}):
            teams += [team for team in (ident(one.get("id")) for one in tables(page.get("teams"))) if team]
        for team in teams[:MOST_TEAMS]:
            yield replace(self.asking, common={"team_id": team})

    async def look_up(self, kind: str, which: str, tries: int) -> list[Event]:
        """One member or channel as it is now; nothing for what Slack doesn't know, or keeps from us."""
        method, argument, key = _LOOK_UP[kind]
        before = self.clock()
        try:
            answer = await self.asking.one(method, {argument: which}, tries)
        except Refused as refused:
            if refused.error in GONE:
                return []
            raise
        if kind == "channel":
            return await self.channel(table(answer.get(key)))
        known = member_changed(table(answer.get(key)), self.home, before)
        return [known] if known else []


GONE: Final = frozenset({"channel_not_found", "user_not_found", "users_not_found", "user_not_visible"})

_LOOK_UP: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {"member": ("users.info", "user", "user"), "channel": ("conversations.info", "channel", "channel")}
)

LISTS: Final[Mapping[str, tuple[str, Callable[[RollCall], Batches]]]] = MappingProxyType(
    {
        "member": ("users:read", RollCall.people),
        "channel": ("channels:read", RollCall.channels),
        "group": ("usergroups:read", RollCall.groups),
        "emoji": ("emoji:read", RollCall.emoji),
    }
)
"""Every list, by the kind of what is in it, with what must have been granted."""
