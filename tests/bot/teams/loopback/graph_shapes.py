"""What Graph tells of messages: chatMessage resources, made of what the stand-in knows.

Source: learn.microsoft.com/graph/api/resources/chatmessage
"""

import json
from datetime import UTC, datetime

from scoring.facts import Micros
from tests.bot.teams.loopback.composing import shown_of
from tests.bot.teams.loopback.world import Json, Mention, Message, Place, Reaction, World


def moment(at: Micros) -> str | None:
    """As Graph writes it; nothing for what never was."""
    if not at:
        return None
    return f"{datetime.fromtimestamp(at // 1_000_000, UTC):%Y-%m-%dT%H:%M:%S}.{at // 1000 % 1000:03d}Z"


def micros(written: str) -> Micros:
    """And back. Raises ValueError."""
    whole = datetime.fromisoformat(written)
    return round(whole.timestamp() * 1000) * 1000


def resource(world: World, place: Place, message: Message) -> str:
    """Its address, as notifications name it."""
    team = world.team_of(place)
    above = f"teams('{team.group if team else ''}')/channels('{place.id}')"
    if message.root:
        return f"{above}/messages('{message.root}')/replies('{message.id}')"
    return f"{above}/messages('{message.id}')"


def chat_message(world: World, place: Place, message: Message) -> Json:
    """The whole of it, with its reactions."""
    team, gone = world.team_of(place), bool(message.deleted)
    bodies = [each for each in message.activity.get("attachments") or [] if not gone]
    cards = [
        {"id": f"{number:032x}", "contentType": each.get("contentType"), "content": json.dumps(each.get("content"))}
        for number, each in enumerate(bodies)
    ]
    files = [] if gone else [_file(each, number) for number, each in enumerate(message.files)]
    return {
        "@odata.type": "#microsoft.graph.chatMessage",
        "id": message.id,
        "replyToId": message.root or None,
        "etag": str(message.changed // 1000),
        "messageType": "message",
        "createdDateTime": moment(message.created),
        "lastModifiedDateTime": moment(message.changed or message.created),
        "lastEditedDateTime": moment(message.edited),
        "deletedDateTime": moment(message.deleted),
        "subject": message.subject or None,
        "importance": "normal",
        "locale": "en-us",
        "from": _author(world, message),
        "body": {"contentType": "html", "content": "" if gone else message.html},
        "channelIdentity": {"teamId": team.group if team else None, "channelId": place.id},
        "attachments": [*cards, *files],
        "mentions": [] if gone else [_mention(world, number, each) for number, each in enumerate(message.mentions)],
        "reactions": [_reaction(world, each) for each in message.reactions],
        "messageHistory": [],
    }


def _author(world: World, message: Message) -> Json:
    if message.author.startswith("28:"):
        who = {"id": message.author[3:], "displayName": world.bot_name, "applicationIdentityType": "bot"}
        return {"application": who, "device": None, "user": None}
    return {"application": None, "device": None, "user": _user(world, message.author)}


def _user(world: World, ident: str) -> Json:
    person = world.people[ident]
    kind = "anonymousGuest" if person.role == "anonymous" else "aadUser"
    return {"id": person.id, "displayName": person.name, "userIdentityType": kind, "tenantId": person.tenant}


def _mention(world: World, number: int, mention: Mention) -> Json:
    who: Json = {"application": None, "device": None, "user": None, "conversation": None, "tag": None}
    if mention.kind == "bot":
        who["application"] = {"id": mention.ident[3:], "displayName": world.bot_name, "applicationIdentityType": "bot"}
    elif mention.kind == "person":
        who["user"] = _user(world, mention.ident)
    elif mention.kind == "tag":
        who["tag"] = {"id": mention.ident, "displayName": mention.text}
    else:
        kind = {"id": mention.ident, "displayName": mention.text, "conversationIdentityType": mention.kind}
        who["conversation"] = kind
    return {"id": number, "mentionText": mention.text, "mentioned": who}


def _reaction(world: World, reaction: Reaction) -> Json:
    who: Json = {"application": None, "device": None, "user": None}
    if reaction.person.startswith("28:"):
        who["application"] = {"id": reaction.person[3:], "applicationIdentityType": "bot"}
    else:
        who["user"] = {"id": reaction.person, "displayName": None, "userIdentityType": "aadUser"}
    plain = "_" not in reaction.kind
    kind = {"reactionType": reaction.kind if plain else shown_of(reaction.kind), "displayName": reaction.kind}
    return {**kind, "reactionContentUrl": None, "createdDateTime": moment(reaction.at), "user": who}


def _file(file: Json, number: int) -> Json:
    kept = {name: file.get(name) for name in ("contentType", "contentUrl", "name")}
    return {**kept, "id": f"f{number:031x}", "content": None, "thumbnailUrl": None}
