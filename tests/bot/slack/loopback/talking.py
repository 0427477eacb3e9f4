"""What people do in channels: say, edit, delete, react, come and go."""

import copy
import mimetypes
import re
import secrets
from collections.abc import Sequence

from tests.bot.slack.loopback.arranging import Arranging
from tests.bot.slack.loopback.shapes import message_shape
from tests.bot.slack.loopback.world import Channel, Json, Message

PIECES = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>|<#([A-Z0-9]+)(?:\|[^>]*)?>|<!subteam\^([A-Z0-9]+)[^>]*>|:([\w'+-]+):")
NAMED = re.compile(r"(?<![\w<.])@([\w.-]*\w)")


class Talking(Arranging):
    """People's voices. People and channels are named by id or by name; a channel `@bot` is the talk with the bot."""

    def say(
        self, user: str, channel: str, text: str, thread: str = "", files: Sequence[str] = (),
        *, broadcast: bool = False, subtype: str = "",
    ) -> str:  # fmt: skip
        """Say something; `@ana` becomes a mention. `files` are names or media types. The ts."""
        return self.do(lambda: self._said(user, channel, text, thread, files, broadcast, subtype).ts)

    def _said(
        self, user: str, channel: str, text: str, thread: str, files: Sequence[str], broadcast: bool, subtype: str
    ) -> Message:
        who, place = self.world.users[self.id_of(user)], self.conversation(user, channel)
        if who.id not in place.members:
            raise AssertionError(f"{user} is not in {channel}")
        message = Message(self.world.moment(place), place.id, who.id, self.mentioning(text), thread_ts=thread)
        message.team, message.blocks = who.team, [rich_text(message.text, self.world.new_id("bk"))]
        message.subtype = "thread_broadcast" if broadcast else "file_share" if files else subtype
        message.files = [
            {"id": self.world.new_id("F"), "name": each, "title": each, "mode": "hosted", "mimetype": media_type(each)}
            for each in files
        ]
        if who.is_bot:
            message.bot, message.app, message.blocks = f"B{who.id[1:]}", who.app or "A0OTHER", []
        else:
            message.client_msg_id = secrets.token_hex(16)
        place.messages[message.ts] = message
        root = place.messages.get(thread)
        if root and not root.thread_ts:
            root.thread_ts = root.ts
        self.announcer.said(message)
        return message

    def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Somebody changes what they said."""

        def act() -> None:
            message = self._message(user, channel, ts)
            before = copy.deepcopy(message_shape(message, self.world))
            message.text = self.mentioning(text)
            message.blocks = [rich_text(message.text, self.world.new_id("bk"))]
            message.edited = {"user": self.id_of(user), "ts": self.world.event_ts()}
            self.announcer.changed(message, before)

        self.do(act)

    def unfurl(self, channel: str, ts: str) -> None:
        """Slack shows what a link leads to: `message_changed` that nobody made."""

        def act() -> None:
            message = self.place(channel).messages[ts]
            self.announcer.changed(message, copy.deepcopy(message_shape(message, self.world)))

        self.do(act)

    def delete(self, user: str, channel: str, ts: str) -> None:
        """Take back what was said."""

        def act() -> None:
            message = self._message(user, channel, ts)
            del self.world.channels[message.channel].messages[ts]
            self.announcer.deleted(message)

        self.do(act)

    def react(self, user: str, channel: str, ts: str, emoji: str) -> None:
        """React to a message."""

        def act() -> None:
            message, who = self._message(user, channel, ts), self.id_of(user)
            users = message.reactions.setdefault(emoji, [])
            if who not in users:
                users.append(who)
                self.announcer.reaction("reaction_added", who, emoji, message)

        self.do(act)

    def unreact(self, user: str, channel: str, ts: str, emoji: str) -> None:
        """Take a reaction back."""

        def act() -> None:
            message, who = self._message(user, channel, ts), self.id_of(user)
            if who in message.reactions.get(emoji, []):
                message.reactions[emoji].remove(who)
                self.announcer.reaction("reaction_removed", who, emoji, message)

        self.do(act)

    def join(self, user: str, channel: str, inviter: str = "") -> None:
        """Come into a channel; the bot too, when somebody invites it."""

        def act() -> None:
            place, who = self.place(channel), self.id_of(user)
            place.members.append(who)
            event = self._coming("member_joined_channel", who, place)
            self.announcer.in_channel(event | ({"inviter": self.id_of(inviter)} if inviter else {}), place)
            self._notice(place, who, "channel_join", f"<@{who}> has joined the channel")

        self.do(act)

    def leave(self, user: str, channel: str) -> None:
        """Go out of a channel; the bot too, when somebody removes it: it is the last thing it hears there."""

        def act() -> None:
            place, who = self.place(channel), self.id_of(user)
            self.announcer.in_channel(self._coming("member_left_channel", who, place), place)
            place.members.remove(who)
            if who == self.bot(place.team):
                kind = "channel_left" if place.kind == "channel" else "group_left"
                event = {"type": kind, "channel": place.id, "actor_id": next(iter(place.members), "")}
                self.announcer.in_team(event | {"event_ts": self.world.event_ts()}, place.team)
            else:
                self._notice(place, who, "channel_leave", f"<@{who}> has left the channel")

        self.do(act)

    def _coming(self, kind: str, who: str, place: Channel) -> Json:
        letter = "C" if place.kind == "channel" else "G"
        event: Json = {"type": kind, "user": who, "channel": place.id, "channel_type": letter}
        return event | {"team": self.world.users[who].team, "event_ts": self.world.event_ts()}

    def _notice(self, place: Channel, who: str, subtype: str, text: str) -> None:
        message = Message(self.world.moment(place), place.id, who, text, subtype=subtype, team=place.team)
        place.messages[message.ts] = message
        self.announcer.said(message, mention=False)

    def conversation(self, user: str, channel: str) -> Channel:
        """Where somebody speaks: a channel, or with `@somebody` the direct conversation; `@bot` is our bot."""
        if not channel.startswith("@"):
            return self.place(channel)
        own = self.id_of(user)
        return self.world.direct(
            own, self.bot(self.world.users[own].team) if channel == "@bot" else self.id_of(channel)
        )

    def mentioning(self, text: str, named: bool = False) -> str:
        """`@ana` as Slack writes it; `named` is how commands get it: `<@U0ANA0001|ana>`."""
        users = {each.name: each for each in self.world.users.values()}
        groups = {each.handle: each for each in self.world.groups.values()}

        def written(found: re.Match[str]) -> str:
            name = found[1]
            if name in ("here", "channel", "everyone"):
                return f"<!{name}>"
            if name in users:
                return f"<@{users[name].id}|{name}>" if named else f"<@{users[name].id}>"
            if name in groups:
                return f"<!subteam^{groups[name].id}|@{name}>" if named else f"<!subteam^{groups[name].id}>"
            return found[0]

        return NAMED.sub(written, text)

    def _message(self, user: str, channel: str, ts: str) -> Message:
        return self.conversation(user, channel).messages[ts]


def media_type(file: str) -> str:
    """What a file is, by its name; a media type stands for a file of that kind."""
    return file if "/" in file else mimetypes.guess_type(file)[0] or "application/octet-stream"


def rich_text(text: str, block_id: str) -> Json:
    """What Slack's clients send along with what people type."""
    parts: list[Json] = []
    end = 0
    for found in PIECES.finditer(text):
        if found.start() > end:
            parts.append({"type": "text", "text": text[end : found.start()]})
        user, channel, group, emoji = found.groups()
        if user:
            parts.append({"type": "user", "user_id": user})
        elif channel:
            parts.append({"type": "channel", "channel_id": channel})
        elif group:
            parts.append({"type": "usergroup", "usergroup_id": group})
        else:
            parts.append({"type": "emoji", "name": emoji})
        end = found.end()
    if end < len(text):
        parts.append({"type": "text", "text": text[end:]})
    return {"type": "rich_text", "block_id": block_id, "elements": [{"type": "rich_text_section", "elements": parts}]}
