"""Events: what the app is told of, in Slack's envelope, and only what it can see, subscribed to, and was granted."""

import copy
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bot.slack.loopback.shapes import message_shape
from tests.bot.slack.loopback.tokens import NEEDS_SCOPE, App, Installed, Tokens
from tests.bot.slack.loopback.world import Channel, Json, Message, Team, World

KINDS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
TYPES = {"channel": "channel", "group": "group", "im": "im", "mpim": "mpim"}


@dataclass
class Announcer:
    """Turns what happens into envelopes and hands them to `send`."""

    world: World
    app: App
    tokens: Tokens
    send: Callable[[Json], None]
    envelopes: list[Json] = field(default_factory=list)
    """All that were sent, the latest last."""

    def in_channel(self, event: Json, channel: Channel, key: str = "") -> Json | None:
        """An event that a bot hears as a member of a channel; the envelope if there was anybody to tell."""
        key = key or str(event["type"])
        if channel.kind == "group" and key.startswith("member_"):
            key = f"group.{key}"
        for team in (channel.team, *channel.shared_with):
            installed = self._installed(team)
            if installed and installed.bot_user in channel.members and self._wanted(key, installed):
                return self._post(event, installed, self.world.teams[team], bool(channel.shared_with))
        return None

    def in_team(self, event: Json, team: str, key: str = "") -> Json | None:
        """An event that concerns a whole workspace."""
        installed = self._installed(team)
        if installed and self._wanted(key or str(event["type"]), installed):
            return self._post(event, installed, self.world.teams[team])
        return None

    def to_installed(self, event: Json, installed: Installed) -> Json | None:
        """An event about an installation that may be gone already."""
        team = self.world.teams.get(installed.team) or next(iter(self.world.teams.values()))
        return self._post(event, installed, team) if event["type"] in self.app.events else None

    def said(self, message: Message, mention: bool = True) -> None:
        """A message: the event for its kind of channel, and a second one if the bot is mentioned."""
        channel = self.world.channels[message.channel]
        event = self.message_event(message)
        self.in_channel(event, channel, f"message.{KINDS[channel.kind]}")
        installed = self._installed(message.team)
        if mention and channel.kind != "im" and installed and f"<@{installed.bot_user}>" in message.text:
            mentioned = {**event, "type": "app_mention"}
            del mentioned["channel_type"]
            self.in_channel(mentioned, channel)

    def message_event(self, message: Message) -> Json:
        """A message as the event that tells of it."""
        channel = self.world.channels[message.channel]
        shape = message_shape(message, self.world, with_metadata=False)
        for later in ("reply_count", "reply_users", "latest_reply", "is_locked", "subscribed", "reactions"):
            shape.pop(later, None)
        shape |= {"channel": message.channel, "event_ts": message.ts, "channel_type": TYPES[channel.kind]}
        if channel.shared_with:
            shape |= {"user_team": message.team, "source_team": message.team}
        return copy.deepcopy(shape)

    def changed(self, message: Message, before: Json) -> None:
        """`message_changed`: both versions, hidden."""
        now = message_shape(message, self.world)
        self._hidden(message, {"subtype": "message_changed", "message": now, "previous_message": before})

    def deleted(self, message: Message) -> None:
        """`message_deleted`: what it was."""
        before = message_shape(message, self.world)
        self._hidden(message, {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before})

    def _hidden(self, message: Message, more: Json) -> None:
        channel = self.world.channels[message.channel]
        moment = self.world.moment(channel)
        event: Json = {"type": "message", **copy.deepcopy(more), "channel": channel.id, "hidden": True, "ts": moment}
        event |= {"event_ts": moment, "channel_type": TYPES[channel.kind]}
        self.in_channel(event, channel, f"message.{KINDS[channel.kind]}")

    def reaction(self, kind: str, user: str, name: str, message: Message) -> None:
        """`reaction_added` or `reaction_removed`."""
        channel = self.world.channels[message.channel]
        event: Json = {"type": kind, "user": user, "reaction": name}
        event["item"] = {"type": "message", "channel": channel.id, "ts": message.ts}
        if message.user:
            event["item_user"] = message.user
        if channel.shared_with:
            event["user_team"] = self.world.users[user].team
        self.in_channel(event | {"event_ts": self.world.event_ts()}, channel)

    def again(self, envelope: Json, new_id: bool = True) -> Json:
        """The same once more, under an id of its own or the same one."""
        second = copy.deepcopy(envelope)
        if new_id:
            second["event_id"] = self.world.new_id("Ev")
        self._send(second)
        return second

    def _installed(self, team: str) -> Installed | None:
        found = self.world.teams.get(team)
        return self.tokens.for_team(team, found.enterprise) if found else None

    def _wanted(self, key: str, installed: Installed) -> bool:
        scope = NEEDS_SCOPE.get(key, "")
        return key.removeprefix("group.") in self.app.events and (not scope or scope in installed.scopes)

    def _post(self, event: Json, installed: Installed, team: Team, shared: bool = False) -> Json:
        event_id = self.world.new_id("Ev")
        envelope: Json = {
            "token": self.app.verification, "team_id": team.id, "context_team_id": team.id,
            "context_enterprise_id": team.enterprise or None, "api_app_id": self.app.id, "event": event,
            "type": "event_callback", "event_id": event_id, "event_time": self.world.seconds(),
            "authorizations": [{
                "enterprise_id": team.enterprise or None, "team_id": installed.team or None,
                "user_id": installed.bot_user, "is_bot": True, "is_enterprise_install": not installed.team,
            }],
            "is_ext_shared_channel": shared, "event_context": f"4-{event_id}",
        }  # fmt: skip
        if team.enterprise:
            envelope["enterprise_id"] = team.enterprise
        self._send(envelope)
        return envelope

    def _send(self, envelope: Json) -> None:
        self.envelopes.append(envelope)
        self.send(envelope)
