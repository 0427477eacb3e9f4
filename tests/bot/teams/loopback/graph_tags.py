"""What Graph answers about tags: which a team has, and who is behind one - to whom an admin let it.

Source: learn.microsoft.com/graph/api/teamworktag-list, learn.microsoft.com/graph/api/teamworktagmember-list
"""

from base64 import b64encode
from typing import TYPE_CHECKING

from tests.bot.teams.loopback.asking import ConnectorError
from tests.bot.teams.loopback.world import Json, Tag, Team, guid

if TYPE_CHECKING:
    from tests.bot.teams.loopback.graph import Asked

READ = "TeamworkTag.Read.All"


def tag_id(team: Team, name: str) -> str:
    """As Teams makes them: organisation, team and tag in one."""
    return b64encode(f"{team.tenant}##{team.group}##{name}".encode()).decode()


def tags(asked: "Asked") -> list[Json]:
    """A team's tags."""
    team = _team(asked)
    return [
        {"id": each.id, "teamId": team.group, "displayName": each.name, "memberCount": len(each.people),
         "tagType": "standard", "description": None}
        for each in asked.state.world.tags.values()
        if each.team == team.id
    ]  # fmt: skip


def members(asked: "Asked") -> list[Json]:
    """Who is behind one of them."""
    world, tag = asked.state.world, _tag(asked, _team(asked))
    people = [world.people[each] for each in tag.people]
    return [
        {"id": guid(f"{tag.id} {each.id}"), "displayName": each.name, "tenantId": each.tenant, "userId": each.id}
        for each in people
    ]


def _team(asked: "Asked") -> Team:
    if READ not in asked.granted.roles:
        raise ConnectorError(403, "Forbidden", f"Missing role permissions on the request. API requires {READ}.")
    team = asked.state.world.group(asked.parts["group"])
    if team is None or team.gone or team.tenant != asked.tenant:
        raise ConnectorError(404, "NotFound", "No team found with this group id.")
    return team


def _tag(asked: "Asked", team: Team) -> Tag:
    tag = asked.state.world.tags.get(asked.parts["tag"])
    if tag is None or tag.team != team.id:
        raise ConnectorError(404, "NotFound", "No tag was found with this id.")
    return tag
