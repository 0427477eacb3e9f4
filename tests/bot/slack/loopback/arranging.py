"""Setting the stage: workspaces, people, channels, groups, emoji, the app's installation, and changes to them."""

from collections.abc import Iterable

from tests.bot.slack.loopback.method_install import add_bot, take_out
from tests.bot.slack.loopback.serving import Serving
from tests.bot.slack.loopback.shapes import channel_shape, group_shape, user_shape
from tests.bot.slack.loopback.tokens import SCOPES, Installed
from tests.bot.slack.loopback.world import Channel, Group, Json, Team, User

HOME = "T0ACME"
ONE_CHANNEL = {"is_ultra_restricted": True}
"""A guest in a single channel."""


class Arranging(Serving):
    """What an admin of the workspace does. People and channels are named by id or by name."""

    def add_team(self, team: str = HOME, name: str = "Acme", enterprise: str = "") -> str:
        """A workspace."""
        made = Team(team, name, name.lower().replace(" ", "-"), enterprise)
        self.do(lambda: self.world.teams.__setitem__(team, made))
        return team

    def add_user(self, name: str, team: str = HOME, /, **more: object) -> str:
        """Somebody, silently; `more` is any field of `User`. Their id: U0ANA0001 for ana."""
        mark = "".join(each for each in name.upper() if each.isalnum() and each.isascii())
        user = str(more.pop("id", f"U0{mark}0001"))
        while user in self.world.users:
            user += "X"
        enterprise = self.world.teams[team].enterprise
        made = User(user, team, name, name.title(), name, enterprise=enterprise, updated=self.world.seconds())
        for each, value in more.items():
            setattr(made, each, value)
        self.do(lambda: self.world.users.__setitem__(user, made))
        return user

    def add_channel(self, name: str, *people: str, kind: str = "channel", team: str = HOME) -> str:
        """A channel with these people in it, silently; kind is channel, group (private), mpim. Its id."""
        letter = "C" if kind == "channel" else "G"
        mark = "".join(each for each in name.upper() if each.isalnum() and each.isascii())
        made = Channel(f"{letter}0{mark}001", team, name, kind, [self.id_of(each) for each in people])
        made.created, made.general = self.world.seconds(), name == "general"
        self.do(lambda: self.world.channels.__setitem__(made.id, made))
        return made.id

    def share(self, channel: str, team: str, *people: str) -> None:
        """Share a channel with another workspace (Slack Connect), and let its people in."""

        def act() -> None:
            found = self.place(channel)
            found.shared_with.append(team)
            found.members += [self.id_of(each) for each in people]
            event = {"type": "channel_shared", "channel": found.id, "connected_team_id": team}
            self.announcer.in_channel(event | {"event_ts": self.world.event_ts()}, found)

        self.do(act)

    def add_group(self, handle: str, *people: str, team: str = HOME) -> str:
        """A user group; its id."""
        group = Group(f"S0{handle.upper().replace('-', '')}01", team, handle, handle.title())
        group.users = [self.id_of(each) for each in people]

        def act() -> None:
            self.world.groups[group.id] = group
            shape = group_shape(group, with_users=True)
            self.announcer.in_team({"type": "subteam_created", "subteam": shape}, team)

        self.do(act)
        return group.id

    def install(self, team: str = HOME, scopes: Iterable[str] = SCOPES, org: bool = False) -> str:
        """Install the app in a workspace (or, with `org`, in the organisation with this id); the bot's token."""
        enterprise = team if org else self.world.teams[team].enterprise
        own = "" if org else team
        made = Installed(own, enterprise, f"U0BOT{team[1:]}", f"B0BOT{team[1:]}", frozenset(scopes))

        def act() -> str:
            add_bot(self.state, made)
            return self.tokens.install(made).value

        return self.do(act)

    def bot(self, team: str = HOME) -> str:
        """The bot's own user id."""
        found = self.world.teams.get(team)
        own = self.tokens.for_team(team, found.enterprise if found else "")
        return own.bot_user if own else f"U0BOT{team[1:]}"

    def uninstall(self, team: str = HOME) -> None:
        """An admin removes the app: its tokens are worthless, and it is told."""
        self.do(lambda: take_out(self.state, self.tokens.installed[team]))

    def rename_channel(self, channel: str, name: str) -> None:
        """Another name; the app is told if it can see the channel."""

        def act() -> None:
            found = self.place(channel)
            found.name = name
            moved = {"id": found.id, "name": name, "name_normalized": name, "created": found.created}
            kind = "channel_rename" if found.kind == "channel" else "group_rename"
            self._tell({"type": kind, "channel": moved}, found)

        self.do(act)

    def move_channel(self, channel: str, new_id: str = "") -> str:
        """The same channel under another id, as when a share is begun; its new id."""

        def act() -> str:
            found = self.place(channel)
            before, found.id = found.id, new_id or self.world.new_id("C")
            found.former.append(before)
            self.world.channels[found.id] = self.world.channels.pop(before)
            for message in found.messages.values():
                message.channel = found.id
            event = {"type": "channel_id_changed", "old_channel_id": before, "new_channel_id": found.id}
            self._tell(event, found)
            return found.id

        return self.do(act)

    def archive_channel(self, channel: str, archived: bool = True) -> None:
        """Nobody can write there any more, or can again."""

        def act() -> None:
            found = self.place(channel)
            found.archived = archived
            kind = "channel" if found.kind == "channel" else "group"
            event: Json = {"type": f"{kind}_{'archive' if archived else 'unarchive'}", "channel": found.id}
            self._tell(event, found)

        self.do(act)

    def change_user(self, user: str, **more: object) -> None:
        """Change any field of `User`; the app hears `user_change`."""
        self._user_event("user_change", user, more)

    def new_colleague(self, name: str, team: str = HOME, /, **more: object) -> str:
        """Somebody joins the workspace; the app hears `team_join`."""
        user = self.add_user(name, team, **more)
        self._user_event("team_join", user, {})
        return user

    def _user_event(self, kind: str, user: str, more: Json) -> None:
        def act() -> None:
            found = self.world.users[self.id_of(user)]
            for each, value in more.items():
                setattr(found, each, value)
            found.updated = self.world.seconds()
            event: Json = {"type": kind, "user": user_shape(found, found.team)}
            event |= {"cache_ts": self.world.seconds(), "event_ts": self.world.event_ts()}
            self.announcer.in_team(event, found.team)

        self.do(act)

    def new_emoji(self, name: str, value: str = "", team: str = HOME) -> None:
        """A custom emoji, or with `alias:…` another name for one."""

        def act() -> None:
            address = value or f"https://emoji.example.com/{name}.png"
            self.world.teams[team].emoji[name] = address
            event = {"type": "emoji_changed", "subtype": "add", "name": name, "value": address}
            self.announcer.in_team(event | {"event_ts": self.world.event_ts()}, team)

        self.do(act)

    def remove_emoji(self, *names: str, team: str = HOME) -> None:
        """Custom emoji no more."""

        def act() -> None:
            for name in names:
                self.world.teams[team].emoji.pop(name, None)
            event = {"type": "emoji_changed", "subtype": "remove", "names": list(names)}
            self.announcer.in_team(event | {"event_ts": self.world.event_ts()}, team)

        self.do(act)

    def change_group(self, group: str, *people: str) -> None:
        """Other people in a user group."""

        def act() -> None:
            found = self.world.groups[group]
            found.users = [self.id_of(each) for each in people]
            event = {"type": "subteam_updated", "subteam": group_shape(found, with_users=True)}
            self.announcer.in_team(event | {"event_ts": self.world.event_ts()}, found.team)

        self.do(act)

    def furnish(self) -> str:
        """The usual workspace: six people (ana an admin, omar a guest), three channels with the bot. Its token."""
        self.add_team()
        token = self.install()
        people = [self.add_user(name) for name in ("ben", "mei", "yuki", "emma")]
        people += [self.add_user("ana", is_admin=True), self.add_user("omar", is_restricted=True, **ONE_CHANNEL)]
        for name in ("general", "random"):
            self.add_channel(name, *people, self.bot())
        self.add_channel("leads", "ana", "ben", self.bot(), kind="group")
        return token

    def id_of(self, who: str) -> str:
        """A user's id, from it or from a handle. Raises KeyError."""
        if who in self.world.users:
            return who
        return next(each.id for each in self.world.users.values() if each.name == who.lstrip("@"))

    def place(self, channel: str) -> Channel:
        """A channel by id, an id it had, or name. Raises KeyError."""
        found = self.world.channel(channel) or self.world.channel(f"#{channel}")
        if found is None:
            raise KeyError(channel)
        return found

    def channel_shape(self, channel: str) -> Json:
        """A channel as Slack shows it."""
        return self.do(lambda: channel_shape(self.place(channel), self.world))

    def _tell(self, event: Json, channel: Channel) -> None:
        """Of public channels everybody hears; of others only who is in them."""
        event["event_ts"] = self.world.event_ts()
        if channel.kind == "channel":
            self.announcer.in_team(event, channel.team)
        else:
            self.announcer.in_channel(event, channel)
