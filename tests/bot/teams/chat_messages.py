"""Chat messages as Graph tells them, written by us: the same messages that tests.bot.teams.activities makes.

learn.microsoft.com/en-us/graph/api/resources/chatmessage
"""

from html import escape
from typing import Any

from tests.bot.teams.activities import ANA, BOT, CHANNEL, GROUP_ID, LATER, MESSAGE, NAMES, TENANT, TIME, Part

ChatMessage = dict[str, Any]


def user(member: str, **more: object) -> dict[str, object]:
    """Somebody, by the directory's id."""
    return {
        "@odata.type": "#microsoft.graph.teamworkUserIdentity",
        "id": member,
        "displayName": NAMES.get(member, "Somebody"),
        "userIdentityType": "aadUser",
        "tenantId": TENANT,
        **more,
    }


def identity(member: str, **more: object) -> dict[str, object]:
    """Who wrote something or is mentioned: a person, or an app (`28:…`)."""
    whole: dict[str, object] = {"application": None, "device": None, "user": None}
    if member.startswith("28:"):
        app = {"id": member[3:], "displayName": NAMES.get(member, "Bot"), "applicationIdentityType": "bot"}
        return {**whole, "application": app}
    return {**whole, "user": user(member, **more)}


def mention(index: int, member: str, words: str) -> dict[str, object]:
    """One entry of `mentions`."""
    return {"id": index, "mentionText": words, "mentioned": {**identity(member), "conversation": None}}


def body(*parts: Part) -> dict[str, Any]:
    """`body` and `mentions` of words that mention people."""
    shape, mentions = "", list[dict[str, object]]()
    for part in parts:
        if isinstance(part, str):
            shape += escape(part, quote=False)
        else:
            shape += f'<at id="{len(mentions)}">{escape(part[1], quote=False)}</at>'
            mentions.append(mention(len(mentions), *part))
    return {"body": {"contentType": "html", "content": f"<p>{shape}</p>"}, "mentions": mentions}


def reaction(kind: str, member: str = ANA, at: str = LATER, **more: object) -> dict[str, object]:
    """One entry of `reactions`."""
    return {
        "reactionType": kind,
        "displayName": kind,
        "createdDateTime": at,
        "user": {"application": None, "device": None, "user": user(member)},
        **more,
    }


def chat_message(*parts: Part, who: str = ANA, thread: str = "", **more: Any) -> ChatMessage:
    """A message in a channel."""
    ident = str(more.get("id", MESSAGE))
    return {
        "@odata.context": "https://graph.microsoft.com/$metadata#Collection(chatMessage)",
        "id": ident,
        "replyToId": thread or None,
        "etag": ident,
        "messageType": "message",
        "createdDateTime": TIME,
        "lastModifiedDateTime": TIME,
        "lastEditedDateTime": None,
        "deletedDateTime": None,
        "subject": None,
        "summary": None,
        "chatId": None,
        "importance": "normal",
        "locale": "en-us",
        "webUrl": f"https://teams.microsoft.com/l/message/{CHANNEL}/{ident}",
        "policyViolation": None,
        "eventDetail": None,
        "from": identity(who),
        "channelIdentity": {"teamId": GROUP_ID, "channelId": CHANNEL},
        "attachments": [],
        "reactions": [],
        **body(*(parts or ("Hello",))),
        **more,
    }


def edited(*parts: Part, **more: Any) -> ChatMessage:
    """A message whose words were changed later."""
    return chat_message(*parts, **{"lastEditedDateTime": LATER, "lastModifiedDateTime": LATER, **more})


def deleted(**more: Any) -> ChatMessage:
    """A message taken back."""
    empty = {"body": {"contentType": "html", "content": ""}, "mentions": []}
    gone = {"deletedDateTime": LATER, "lastModifiedDateTime": LATER}
    return chat_message(**{**empty, **gone, **more})


def ours(**more: Any) -> ChatMessage:
    """A card of ours."""
    card = {"id": "1", "contentType": "application/vnd.microsoft.card.adaptive", "content": "{}"}
    words = {"body": {"contentType": "html", "content": '<attachment id="1"></attachment>'}, "attachments": [card]}
    return chat_message(who=BOT, **{**words, **more})
