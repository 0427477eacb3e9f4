"""Setting the stage: tenants, people, teams, channels, chats, tags, where the app is installed, and changes to them."""

from collections.abc import Sequence

from tests.bot.teams.loopback.activities import account
from tests.bot.teams.loopback.graph_tags import tag_id
from tests.bot.teams.loopback.serving import Serving
from tests.bot.teams.loopback.world import (
    CHANNEL,
    GROUP,
    PERSONAL,
    STANDARD,
    Message,
    Person,
    Place,
    Tag,
    Team,
    Tenant,
    digest,
    guid,
    thread,
)

HOME = guid("tenant acme")
TEAM = "Acme"
USUAL = ("ben", "mei", "yuki", "emma", "ana", "omar")


class Arranging(Serving):
    """What admins and owners do. People and places are named by id or by name."""

    def add_tenant(self, name: str = TEAM) -> str:
        """An organisation; its id. The first one is where the app is registered."""
        made = Tenant(guid(f"tenant {name.lower()}"), name)
        self.do(lambda: self.world.tenants.__setitem__(made.id, made))
        self.entra.home = self.entra.home or made.id
        return made.id

    def add_person(self, handle: str, tenant: str = HOME, /, **more: object) -> str:
        """Somebody, silently; `more` is any field of `Person`. Their object id."""
        domain = self.world.tenants[tenant].name.lower().replace(" ", "-")
        upn = f"{handle}@{domain}.example.com"
        address = f"29:1{digest(f'person {handle} {tenant}', 48)}"
        made = Person(guid(f"person {handle} {tenant}"), handle, handle.title(), tenant, address, upn)
        for each, value in more.items():
            setattr(made, each, value)
        self.do(lambda: self.world.people.__setitem__(made.id, made))
        return made.id

    def add_team(self, name: str, *people: str, tenant: str = HOME) -> str:
        """A team with its General channel, silently and without the app; its thread id."""
        ident = thread(f"team {name} {tenant}")
        made = Team(ident, guid(f"group {name} {tenant}"), name, tenant, [self.id_of(each) for each in people])
        general = Place(ident, CHANNEL, tenant, "General", ident)

        def act() -> str:
            self.world.teams[ident], self.world.places[ident] = made, general
            return ident

        return self.do(act)

    def add_channel(self, name: str, *people: str, team: str = TEAM, kind: str = STANDARD) -> str:
        """A channel, silently; people only for private and shared ones. Its id."""
        owner = self.team(team)
        ident = thread(f"channel {name} {owner.id}")
        made = Place(ident, CHANNEL, owner.tenant, name, owner.id, kind, [self.id_of(each) for each in people])
        self.do(lambda: self.world.places.__setitem__(ident, made))
        return ident

    def add_chat(self, topic: str, *people: str, tenant: str = HOME, installed: bool = True) -> str:
        """A group chat, silently, with the bot in it; its id."""
        ident = thread(f"chat {topic} {tenant}", "v2")
        made = Place(ident, GROUP, tenant, topic, members=[self.id_of(each) for each in people], installed=installed)
        self.do(lambda: self.world.places.__setitem__(ident, made))
        return ident

    def add_tag(self, name: str, *people: str, team: str = TEAM) -> str:
        """A tag of a team; its id."""
        owner = self.team(team)
        made = Tag(tag_id(owner, name), owner.id, name, [self.id_of(each) for each in people])
        self.do(lambda: self.world.tags.__setitem__(made.id, made))
        return made.id

    def install(self, where: str = TEAM, *, by: str = "") -> None:
        """Put the app into a team, a group chat, a private channel, or (`@ana`) somebody's personal scope."""

        def act() -> None:
            place = self._scope(where)
            who = self.id_of(by) if by else (self.world.members(place) or [self.world.bot])[0]
            if place.kind == PERSONAL:
                self.world.installs.add(place.members[0])
            elif place.id in self.world.teams:
                self.world.teams[place.id].installed = True
            else:
                place.installed = True
            event = "teamMemberAdded" if place.kind == CHANNEL else ""
            self.announcer.update(place, who, event, membersAdded=[{"id": self.world.bot}])
            self.announcer.installation(place, who, "add")

        self.do(act)

    def uninstall(self, where: str = TEAM, *, by: str = "") -> None:
        """Take it out; it is told, and reaches nothing there any more."""

        def act() -> None:
            place = self._scope(where)
            who = self.id_of(by) if by else (self.world.members(place) or [self.world.bot])[0]
            event = "teamMemberRemoved" if place.kind == CHANNEL else ""
            self.announcer.update(place, who, event, membersRemoved=[{"id": self.world.bot}])
            self.announcer.installation(place, who, "remove")
            if place.kind == PERSONAL:
                self.world.installs.discard(place.members[0])
            elif place.id in self.world.teams:
                self.world.teams[place.id].installed = False
            else:
                place.installed = False

        self.do(act)

    def upgrade(self, where: str = TEAM) -> None:
        """Another version of the app."""
        self.do(lambda: self.announcer.installation(self._scope(where), self.world.bot, "add-upgrade"))

    def new_channel(self, name: str, team: str = TEAM, *, by: str = "ana") -> str:
        """A channel is created; the bot hears of it."""
        made = self.add_channel(name, team=team)
        self._channel_event("channelCreated", self.world.places[made], by)
        return made

    def rename_channel(self, channel: str, name: str, *, by: str = "ana") -> None:
        """Another name."""
        place = self.place(channel)
        place.name = name
        self._channel_event("channelRenamed", place, by)

    def delete_channel(self, channel: str, *, gone: bool = True, by: str = "ana") -> None:
        """Nobody sees it any more, or (`gone` false) it is restored."""
        place = self.place(channel)
        place.gone = gone
        self._channel_event("channelDeleted" if gone else "channelRestored", place, by)

    def rename_team(self, team: str, name: str, *, by: str = "ana") -> None:
        """Another name for the team."""
        found = self.team(team)
        found.name = name
        self.team_event("teamRenamed", found.id, by=by)

    def team_event(self, event: str, team: str = TEAM, *, by: str = "ana") -> None:
        """Something about a team as a whole: teamArchived, teamUnarchived, teamDeleted, teamRestored, …"""
        self.do(lambda: self.announcer.team_update(self.team(team), self.id_of(by), event))

    def join(self, who: str, where: str = TEAM, *, by: str = "") -> None:
        """Come into a team, a chat, or a private channel."""
        self._come_and_go(who, where, by, added=True)

    def leave(self, who: str, where: str = TEAM, *, by: str = "") -> None:
        """Go out of it."""
        self._come_and_go(who, where, by, added=False)

    def furnish(self) -> str:
        """The usual tenant: six people (omar a guest) in a team with two more channels; the app there, silently."""
        self.add_tenant()
        for handle in USUAL:
            self.add_person(handle, role="guest" if handle == "omar" else "user")
        self.add_team(TEAM, *USUAL)
        for name in ("general", "random"):
            self.add_channel(name)
        self.add_channel("leads", "ana", "ben", kind="private")
        self.install_silently(*USUAL)
        return HOME

    def install_silently(self, *people: str, team: str = TEAM) -> None:
        """The app is in a team and with these people since before the bot listened."""
        self.team(team).installed = True
        self.world.installs |= {self.id_of(each) for each in people}

    def id_of(self, who: str) -> str:
        """An object id, from it, a `29:…` or a handle. Raises KeyError."""
        return self.world.person(who).id

    def place(self, where: str) -> Place:
        """A conversation by id or name; `@ana`: her chat with the bot. Raises KeyError."""
        return self.world.place(where)

    def team(self, team: str) -> Team:
        """A team by any of its ids, or by its name. Raises KeyError."""
        for each in self.world.teams.values():
            if team in (each.id, each.group, each.name):
                return each
        raise KeyError(team)

    def message(self, where: str, message: str) -> Message:
        """A message. Raises KeyError."""
        return self.place(where).messages[message]

    def _scope(self, where: str) -> Place:
        try:
            return self.world.places[self.team(where).id]
        except KeyError:
            return self.place(where)

    def _channel_event(self, event: str, place: Place, by: str) -> None:
        team = self.world.teams[place.team]
        self.do(lambda: self.announcer.team_update(team, self.id_of(by), event, about=place))

    def _come_and_go(self, who: str, where: str, by: str, *, added: bool) -> None:
        def act() -> None:
            place, person = self._scope(where), self.world.person(who)
            team = self.world.teams.get(place.id)
            people = team.members if team else place.members
            (people.append if added else people.remove)(person.id)
            name = "membersAdded" if added else "membersRemoved"
            kind = "team" if team else "channel"
            event = f"{kind}Member{'Added' if added else 'Removed'}" if place.kind == CHANNEL else ""
            members: Sequence[object] = [account(person)]
            self.announcer.update(place, self.id_of(by or who), event, **{name: members})

        self.do(act)
