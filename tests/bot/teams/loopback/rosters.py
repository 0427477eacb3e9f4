"""Rosters: who is in a conversation, and what teams and channels are called."""

from collections.abc import Sequence

from tests.bot.teams.loopback.asking import Ask, ConnectorError, Row
from tests.bot.teams.loopback.world import CHANNEL, Json, Person, Team


def member_shape(person: Person) -> Json:
    """Somebody in a roster. Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context"""
    given, _, surname = person.name.partition(" ")
    shown: Json = {"id": person.address, "name": person.name, "tenantId": person.tenant, "userRole": person.role}
    if person.role == "anonymous":
        return shown
    shown |= {"aadObjectId": person.id, "objectId": person.id, "givenName": given, "surname": surname}
    return shown | {"email": person.email or person.upn, "userPrincipalName": person.upn}


def members(ask: Ask) -> Json:
    """GET …/members: everybody at once."""
    return {"_list": [member_shape(each) for each in _people(ask)]}


def paged(ask: Ask) -> Json:
    """GET …/pagedmembers: so many at a time in teams; chats always come whole."""
    everybody = _people(ask)
    least, usual, most = ask.state.page
    try:
        size = min(max(int(ask.query.get("pageSize", usual)), least), most)
        start = int(ask.query.get("continuationToken", "p0").removeprefix("p"))
    except ValueError:
        raise ConnectorError(400, "BadArgument", "No such page.") from None
    if ask.place().kind != CHANNEL:
        return {"members": [member_shape(each) for each in everybody]}
    shown: Json = {"members": [member_shape(each) for each in everybody[start : start + size]]}
    return shown | ({"continuationToken": f"p{start + size}"} if start + size < len(everybody) else {})


def member(ask: Ask) -> Json:
    """GET …/members/{id}: by `29:…` or object id."""
    wanted = ask.parts["member"]
    for each in _people(ask):
        if wanted in (each.address, each.told_id):
            return member_shape(each)
    raise ConnectorError(404, "MemberNotFoundInConversation", "The member was not found in the conversation.")


def team(ask: Ask) -> Json:
    """GET v3/teams/{team}."""
    found = _team(ask)
    channels = ask.world.channels(found.id)
    shown: Json = {"id": found.id, "name": found.name, "aadGroupId": found.group, "tenantId": found.tenant}
    return shown | {"channelCount": len(channels), "memberCount": len(found.members), "type": "standard"}


def channels(ask: Ask) -> Json:
    """GET v3/teams/{team}/conversations: General has no name. Private ones are left out."""
    found = _team(ask)
    shown = [
        {"id": each.id, "name": None if each.id == found.id else each.name, "type": each.membership}
        for each in ask.world.channels(found.id)
        if each.membership != "private"
    ]
    return {"conversations": shown}


def _people(ask: Ask) -> Sequence[Person]:
    place = ask.place()
    found = [ask.world.people[each] for each in ask.world.members(place)]
    return [each for each in found if not each.gone]


def _team(ask: Ask) -> Team:
    found = ask.world.teams.get(ask.parts["team"])
    if found is None or found.gone:
        raise ConnectorError(404, "ConversationNotFound", "The team was not found.")
    if not found.installed:
        raise ConnectorError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
    return found


ROWS = {
    "members": Row("GET", "v3/conversations/{conversation}/members", members),
    "pagedmembers": Row("GET", "v3/conversations/{conversation}/pagedmembers", paged),
    "member": Row("GET", "v3/conversations/{conversation}/members/{member}", member),
    "team": Row("GET", "v3/teams/{team}", team),
    "channels": Row("GET", "v3/teams/{team}/conversations", channels),
}
