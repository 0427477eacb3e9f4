"""Activities: what happens in Teams, as the bot is told of it."""

from datetime import UTC, datetime
from typing import Any

from scoring.facts import Micros
from tests.bot.teams.loopback.composing import activity_html
from tests.bot.teams.loopback.world import CHANNEL, PERSONAL, Json, Mention, Message, Person, Place, Team, World

TEAM_TYPES = {"standard": "standard", "private": "privateChannel", "shared": "sharedChannel"}
HTML = "text/html"


def iso(moment: Micros) -> str:
    """A moment as Teams writes it: `2026-03-02T12:00:00.123Z`."""
    return datetime.fromtimestamp(moment / 1_000_000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def account(person: Person) -> Json:
    """Somebody as `from` has them."""
    shown = {"id": person.address, "name": person.name}
    return shown | ({"aadObjectId": person.told_id} if person.told_id else {})


def sender(ident: str, world: World) -> Json:
    """The same of people and the bot."""
    return account(world.people[ident]) if ident in world.people else {"id": world.bot, "name": world.bot_name}


def conversation(place: Place, root: str = "") -> Json:
    """Where something happened; in channels with the thread it belongs to."""
    shown: Json = {"conversationType": place.kind, "tenantId": place.tenant, "id": place.id}
    if place.kind != PERSONAL:
        shown["isGroup"] = True
    if place.kind == CHANNEL:
        shown["id"] = f"{place.id};messageid={root}" if root else place.id
    return shown


def channel_data(place: Place, world: World) -> Json:
    """Tenant, team and channel."""
    shown: Json = {"tenant": {"id": place.tenant}}
    team = world.team_of(place)
    if team is not None:
        shown |= {"teamsChannelId": place.id, "teamsTeamId": team.id, "channel": channel_info(place)}
        shown["team"] = team_info(team)
    return shown


def channel_info(place: Place, named: bool = False) -> Json:
    """A channel; its name and type only in events about it."""
    return {"id": place.id} | ({"name": place.name, "type": place.membership} if named else {})


def team_info(team: Team) -> Json:
    """A team."""
    return {"id": team.id, "name": team.name, "aadGroupId": team.group}


def client_info(person: Person) -> Json:
    """What Teams tells of somebody's client."""
    return {
        "locale": person.locale, "country": person.country, "platform": "Web", "timezone": person.zone,
        "type": "clientInfo",
    }  # fmt: skip


def common(world: World, service: str, kind: str, place: Place, who: str, root: str = "") -> Json:
    """What every activity has; the id is Teams' own for what is no message."""
    shown: Json = {
        "type": kind, "id": f"f:{world.new_id('activity')}", "timestamp": iso(world.clock()), "channelId": "msteams",
        "serviceUrl": service, "from": sender(who, world), "conversation": conversation(place, root),
        "recipient": {"id": world.bot, "name": world.bot_name}, "channelData": channel_data(place, world),
    }  # fmt: skip
    person = world.people.get(who)
    if person is not None:
        zone = {"localTimezone": person.zone, "locale": person.locale}
        shown |= {"localTimestamp": iso(world.clock()), **zone, "entities": [client_info(person)]}
    return shown


def message(world: World, service: str, said: Message, place: Place) -> Json:
    """A message as it was said: text with `<at>`, its mentions, the HTML beside it."""
    shown = common(world, service, "message", place, said.author, root=said.root or said.id)
    shown |= {"id": said.id, "timestamp": iso(said.created), "textFormat": "plain", "text": said.text}
    shown["attachments"] = attachments(said)
    shown.setdefault("entities", []).extend(mentioned(each, world) for each in said.mentions)
    if said.only_for:
        shown["recipient"]["isTargeted"] = True
    return shown


def attachments(said: Message) -> list[Json]:
    """What is attached: files, and the words as HTML."""
    own = [{"contentType": HTML, "content": activity_html(said.html)}] if said.html else []
    return [*said.files, *own]


def mentioned(mention: Mention, world: World) -> Json:
    """A mention as an entity: people by the id conversations know them by."""
    person = world.people.get(mention.ident)
    ident = person.address if person is not None else mention.ident
    who: Json = {"id": ident, "name": mention.text}
    if mention.kind in ("tag", "channel", "team"):
        who["type"] = mention.kind
    return {"type": "mention", "mentioned": who, "text": f"<at>{mention.text}</at>"}


def changed(world: World, service: str, said: Message, place: Place, event: str) -> Json:
    """An edit, a deletion, or its undoing (`editMessage`, `softDeleteMessage`, `undeleteMessage`).

    Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
    """
    shown = message(world, service, said, place)
    shown["type"] = "messageDelete" if event == "softDeleteMessage" else "messageUpdate"
    shown["timestamp"] = iso(said.changed)
    shown["channelData"]["eventType"] = event
    if event == "softDeleteMessage":
        for gone in ("text", "textFormat", "attachments", "entities"):
            shown.pop(gone, None)
    return shown


def reaction(world: World, service: str, said: Message, place: Place, reacted: tuple[str, str, bool]) -> Json:
    """A reaction (who, kind, whether it was added) to one of the bot's messages; nobody is told of others."""
    who, kind, added = reacted
    shown = common(world, service, "messageReaction", place, who, root=said.root or said.id)
    del shown["entities"]
    shown["reactionsAdded" if added else "reactionsRemoved"] = [{"type": kind}]
    return shown | {"replyToId": said.id}


def update(world: World, service: str, place: Place, who: str, event: str = "", **more: Any) -> Json:
    """A conversationUpdate: something about the conversation itself, or about a channel of the team (`about`)."""
    about = more.pop("about", place)
    shown = common(world, service, "conversationUpdate", place, who)
    shown.pop("entities", None)
    if event:
        shown["channelData"]["eventType"] = event
        if event.startswith("channel"):
            shown["channelData"]["channel"] = channel_info(about, named=True)
    return shown | more


def installation(world: World, service: str, place: Place, who: str, action: str) -> Json:
    """The app was put somewhere, taken out, or is another version now (`add`, `remove`, `add-upgrade`, …)."""
    shown = common(world, service, "installationUpdate", place, who) | {"action": action}
    shown["channelData"] |= {"settings": {"selectedChannel": {"id": place.id}}, "source": {"name": "message"}}
    return shown


def invoke(world: World, service: str, name: str, place: Place, who: str, more: Json) -> Json:
    """Somebody waits for an answer; `more` has the value, and what it was on."""
    shown = common(world, service, "invoke", place, who, root=str(more.pop("root", "")))
    shown["channelData"]["source"] = {"name": "message"}
    return shown | {"name": name, **more}
