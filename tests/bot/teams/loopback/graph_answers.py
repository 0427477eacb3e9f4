"""What Graph answers about channels, people and apps, and whom it lets ask.

Source: learn.microsoft.com/graph/api/chatmessage-delta, channel-list-messages, userteamwork-post-installedapps
"""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

from tests.bot.teams.loopback.asking import ConnectorError
from tests.bot.teams.loopback.graph_shapes import chat_message, micros
from tests.bot.teams.loopback.world import CHANNEL, STANDARD, Json, Message, Person, Place, Team, guid

if TYPE_CHECKING:
    from tests.bot.teams.loopback.graph import Asked

RESOURCE = re.compile(r"/?teams/([^/]+)/channels/([^/]+)/messages$")
SINCE = re.compile(r"lastModifiedDateTime gt (\S+)$")
READ_ALL, INSTALL = "ChannelMessage.Read.All", "TeamsAppInstallation.ReadWriteSelfForUser.All"


def place_of(asked: "Asked", resource: str) -> Place:
    """The channel a subscription is to."""
    found = RESOURCE.match(resource)
    if found is None:
        raise ConnectorError(400, "InvalidRequest", "Only messages of channels can be subscribed to here.")
    return _channel(asked, unquote(found[1]), unquote(found[2]))


def permitted(asked: "Asked", place: Place) -> None:
    """Raise ConnectorError unless what is said there may be read."""
    team = asked.state.world.team_of(place)
    if READ_ALL in asked.granted.roles:
        return
    if team is None or not team.installed or not team.consented or place.membership != STANDARD:
        raise ConnectorError(403, "Forbidden", f"Missing role permissions on the request. API requires {READ_ALL}.")


def delta(asked: "Asked") -> list[Json]:
    """Threads of which anything changed since a moment, each with its answers if wanted."""
    place = _place(asked)
    since = SINCE.match(asked.query.get("$filter", ""))
    if "$filter" in asked.query and since is None:
        raise ConnectorError(400, "BadRequest", "Only lastModifiedDateTime gt is supported.")
    after = micros(since[1]) if since else 0
    roots = [each for each in _roots(place) if any(one.changed > after for one in _thread(place, each))]
    return [_shown(asked, place, each) for each in _latest(roots)]


def messages(asked: "Asked") -> list[Json]:
    """The first messages of all threads, those that changed last first."""
    if "$filter" in asked.query or "$orderby" in asked.query:
        raise ConnectorError(400, "BadRequest", "Only $top and $expand are supported.")
    place = _place(asked)
    return [_shown(asked, place, each) for each in _latest(_roots(place))]


def message(asked: "Asked") -> Json:
    """A single one."""
    place = _place(asked)
    found = place.messages.get(asked.parts["message"])
    if found is None:
        raise ConnectorError(404, "NotFound", "NotFound")
    return chat_message(asked.state.world, place, found)


def replies(asked: "Asked") -> list[Json]:
    """The answers in a thread, those that changed last first."""
    place, root = _place(asked), asked.parts["message"]
    found = [each for each in place.messages.values() if each.root == root and not each.only_for]
    return [chat_message(asked.state.world, place, each) for each in _latest(found)]


def team_apps(asked: "Asked") -> list[Json]:
    """The apps of a team: ours, under what the catalogue calls it."""
    team = _team(asked, asked.parts["group"])
    return [_app(asked, f"team {team.id}")] if team.installed else []


def members(asked: "Asked") -> list[Json]:
    """Who is in a team."""
    world = asked.state.world
    people = [world.people[each] for each in _team(asked, asked.parts["group"]).members]
    return [
        {"id": guid(f"member {each.id}"), "userId": each.id, "displayName": each.name, "email": each.email,
         "roles": ["guest"] if each.role == "guest" else [], "tenantId": each.tenant}
        for each in people
    ]  # fmt: skip


def user(asked: "Asked") -> Json:
    """Somebody in the directory."""
    who = _person(asked)
    return {"id": who.id, "displayName": who.name, "userPrincipalName": who.upn, "mail": who.email or None}


def user_apps(asked: "Asked") -> list[Json]:
    """The apps of one person."""
    who = _person(asked)
    return [_app(asked, f"user {who.id}")] if who.id in asked.state.world.installs else []


def install(asked: "Asked") -> Json:
    """Put the app into somebody's own scope."""
    who, bound = _person(asked), str(asked.body.get("teamsApp@odata.bind", ""))
    if INSTALL not in asked.granted.roles:
        raise ConnectorError(403, "Forbidden", f"Missing role permissions on the request. API requires {INSTALL}.")
    if bound.rpartition("/")[2] != catalogue_id(asked):
        raise ConnectorError(404, "NotFound", "The app was not found in the catalogue.")
    if who.id in asked.state.world.installs:
        raise ConnectorError(409, "Conflict", "App entitlement already exists.")
    asked.state.world.installs.add(who.id)
    place = asked.state.world.personal(who.id)
    asked.state.announcer.installation(place, who.id, "add")
    return {"_status": 201}


def chat(asked: "Asked") -> Json:
    """The chat between somebody and the app."""
    who = _person(asked)
    if who.id not in asked.state.world.installs or asked.parts["id"] != _app(asked, f"user {who.id}")["id"]:
        raise ConnectorError(404, "NotFound", "NotFound")
    return {"id": asked.state.world.personal(who.id).id, "chatType": "oneOnOne"}


def catalogue_id(asked: "Asked") -> str:
    """What the organisation's catalogue calls our app."""
    return guid(f"catalogue {asked.tenant}")


def next_page(asked: "Asked", begin: int) -> str:
    """The address of the next page."""
    query = urlencode({**asked.query, "$skiptoken": str(begin)}, quote_via=quote)
    return f"{asked.state.base}{asked.path}?{query}"


def _app(asked: "Asked", where: str) -> Json:
    app, ident = asked.state.world.app, catalogue_id(asked)
    definition = {"teamsAppId": ident, "displayName": asked.state.world.bot_name, "bot": {"id": app}}
    found: Json = {"id": guid(f"installed {where}")}
    if "teamsApp" in asked.query.get("$expand", ""):
        found["teamsApp"] = {"id": ident, "externalId": app, "distributionMethod": "organization"}
        found["teamsAppDefinition"] = definition
    return found


def _place(asked: "Asked") -> Place:
    found = _channel(asked, asked.parts["group"], asked.parts["channel"])
    permitted(asked, found)
    return found


def _channel(asked: "Asked", group: str, channel: str) -> Place:
    team, found = _team(asked, group), asked.state.world.places.get(channel)
    if found is None or found.gone or found.kind != CHANNEL or found.team != team.id:
        raise ConnectorError(404, "NotFound", "No channel was found with this id.")
    return found


def _team(asked: "Asked", group: str) -> Team:
    team = asked.state.world.group(group)
    if team is None or team.gone or team.tenant != asked.tenant:
        raise ConnectorError(404, "NotFound", "No team found with this group id.")
    return team


def _person(asked: "Asked") -> Person:
    found = asked.state.world.people.get(asked.parts["user"])
    if found is None or found.tenant != asked.tenant:
        raise ConnectorError(404, "NotFound", "The user was not found.")
    return found


def _roots(place: Place) -> list[Message]:
    return [each for each in place.messages.values() if not each.root and not each.only_for]


def _thread(place: Place, root: Message) -> list[Message]:
    return [root, *(each for each in place.messages.values() if each.root == root.id and not each.only_for)]


def _latest(found: Iterable[Message]) -> list[Message]:
    return sorted(found, key=lambda each: (-each.changed, each.id))


def _shown(asked: "Asked", place: Place, root: Message) -> Json:
    world = asked.state.world
    shown = chat_message(world, place, root)
    if asked.query.get("$expand") == "replies":
        shown["replies"] = [chat_message(world, place, each) for each in _latest(_thread(place, root)[1:])]
    return shown
