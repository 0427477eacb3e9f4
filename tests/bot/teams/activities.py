"""Activities as Teams sends them, written by us: one maker for each, with every part that its documentation names.

learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages and
learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.teams.workplace import Tenant

Activity = dict[str, Any]

TENANT = "aaaa0000-bb11-4c22-8d33-eeee44445555"
ELSEWHERE = "ffff0000-bb11-4c22-8d33-eeee44445555"
APP = "c9e8c047-2a74-40a2-b28a-b162d5f5327c"
BOT = f"28:{APP}"
OTHER_BOT = "28:608cacfd-1cea-40c9-b678-4b93e69bb72b"
ANA = "0000000a-1111-4222-8333-444444444444"
BEN = "0000000b-1111-4222-8333-444444444444"
MEI = "0000000c-1111-4222-8333-444444444444"
EVE = "0000000e-1111-4222-8333-444444444444"
"""Of another organisation."""
NAMES: Mapping[str, str] = {ANA: "Ana Sousa", BEN: "Ben Okafor", MEI: "Mei-Lin Chen", EVE: "Eve Adams", BOT: "Huzzah"}
TEAM = "19:acmeacmeacmeacmeacmeacmeacmeacme@thread.tacv2"
"""The team, which is also its General channel."""
GROUP_ID = "11111111-aaaa-4bbb-8ccc-dddddddddddd"
CHANNEL = "19:winswinswinswinswinswinswinswins@thread.tacv2"
GROUP_CHAT = "19:0123456789abcdef0123456789abcdef@thread.v2"
PERSONAL = "a:17I0kl9EkpE1O9PH5TWrzrLNwnWWcfrU7QZjKR0WSfOpzbfcAg2IaydGElSo10tVr4C7Fc6GtieTJX663WuJCc1uA"
SERVICE = "https://smba.trafficmanager.net/emea/"
MESSAGE, ROOT, LATER_MESSAGE = "1794996000123", "1794990000456", "1794996060789"
AT, TIME = 1_794_996_000_123_000, "2026-11-18T10:00:00.123Z"
LATER_AT, LATER = 1_794_996_300_200_000, "2026-11-18T10:05:00.2Z"
NOW = 1_794_999_999_000_000

HOME = Tenant(TENANT, APP, "Acme", SERVICE)
TENANT_DATA: Mapping[str, object] = {"tenant": {"id": TENANT}}


def other_id(member: str) -> str:
    """How conversations call somebody: `29:` and what no one can compute; here what is easy to read."""
    return f"29:1{member[:8]}-x_{member[-4:]}"


PEOPLE: Mapping[str, str] = {other_id(member): member for member in (ANA, BEN, MEI, EVE)}
"""As the directory would tell: other id -> member."""


def account(member: str, *, told: bool = True, **more: object) -> dict[str, object]:
    """Somebody, with the directory's id if it is told."""
    who: dict[str, object] = {"id": other_id(member), "name": NAMES.get(member, "Somebody")}
    return {**who, **({"aadObjectId": member} if told else {}), **more}


def by(who: object) -> dict[str, Any]:
    """Somebody else than Ana did it: an account, or what is none."""
    return {"from": who}


def channel_data(channel: str = CHANNEL, **more: object) -> dict[str, object]:
    """`channelData` in a channel of the team."""
    team = {"id": TEAM, "name": "Acme", "aadGroupId": GROUP_ID}
    whole: dict[str, object] = {
        "teamsChannelId": channel,
        "teamsTeamId": TEAM,
        "channel": {"id": channel},
        "team": team,
    }
    return {**whole, **TENANT_DATA, **more}


def conversation(where: str = CHANNEL, thread: str = "") -> dict[str, object]:
    """Where something happens: a channel (perhaps a thread in it), a group chat or a personal chat."""
    if where.startswith("a:"):
        return {"conversationType": "personal", "id": where, "tenantId": TENANT}
    kind = "groupChat" if where.endswith("@thread.v2") else "channel"
    ident = f"{where};messageid={thread}" if thread else where
    return {"isGroup": True, "conversationType": kind, "id": ident, "tenantId": TENANT}


def activity(kind: str, where: str = CHANNEL, who: str = ANA, thread: str = "", **more: object) -> Activity:
    """What every activity has."""
    in_channel = where.endswith("@thread.tacv2")
    return {
        "type": kind,
        "id": "f:dd6ec311-0000-4000-8000-000000000001",
        "timestamp": TIME,
        "localTimestamp": "2026-11-18T11:00:00.123+01:00",
        "serviceUrl": SERVICE,
        "channelId": "msteams",
        "from": account(who),
        "conversation": conversation(where, thread),
        "recipient": {"id": BOT, "name": "Huzzah"},
        "channelData": channel_data(where) if in_channel else TENANT_DATA,
        "entities": [client_info()],
        **more,
    }


def client_info(zone: str = "Europe/Berlin", country: str = "DE") -> dict[str, object]:
    """What a client tells of itself."""
    return {"type": "clientInfo", "locale": "en-GB", "country": country, "platform": "Windows", "timezone": zone}


def mention(member: str, words: str = "", *, told: bool = False) -> dict[str, object]:
    """The entity of one mention; mostly only the other id is told."""
    called = words or NAMES[member]
    who = {"id": member, "name": called} if member.startswith("28:") else account(member, told=told)
    return {"type": "mention", "mentioned": who, "text": f"<at>{escape(called, quote=False)}</at>"}


def at(index: int, words: str) -> str:
    """A mention in the HTML of an activity."""
    inside = escape(words, quote=False)
    return f'<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="{index}">{inside}</span>'


Part = str | tuple[str, str]
"""Words, or a mention: (member, name shown)."""


def said(*parts: Part) -> dict[str, object]:
    """`text`, `attachments` and `entities` of words that mention people: `said("Thanks ", (BEN, "Ben"), " ++")`."""
    text, shape = "", ""
    entities: list[dict[str, object]] = []
    for part in parts:
        if isinstance(part, str):
            text += part
            shape += escape(part, quote=False)
        else:
            text += f"<at>{escape(part[1], quote=False)}</at>"
            shape += at(len(entities), part[1])
            entities.append(mention(*part))
    shaped = [{"contentType": "text/html", "content": f"<div><div>{shape}</div>\n</div>"}]
    return {"textFormat": "plain", "text": text, "attachments": shaped, "entities": [*entities, client_info()]}


def message(*parts: Part, where: str = CHANNEL, who: str = ANA, thread: str = "", **more: object) -> Activity:
    """A message; in a channel its conversation bears the thread, which is its own id at the top level."""
    known = str(more.get("id", MESSAGE))
    inside = (thread or known) if where.endswith("@thread.tacv2") else ""
    reply = {"replyToId": thread} if thread else {}
    return activity("message", where, who, inside, **{"id": known, **said(*(parts or ("Hello",))), **reply, **more})


def asked(*parts: Part, where: str = CHANNEL, **more: Any) -> Activity:
    """A message that begins with our name."""
    return message((BOT, "Huzzah"), " ", *parts, where=where, **more)


def told(text: str, who: str = ANA, **more: Any) -> Activity:
    """A message to us alone."""
    return message(text, where=PERSONAL, who=who, **more)


def slash(text: str, where: str = CHANNEL, **more: Any) -> Activity:
    """A slash command: a message only the asker and we see.

    learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/agent-slash-commands
    """
    return message(text, where=where, recipient={"id": BOT, "name": "Huzzah", "isTargeted": True}, **more)


def _changed(kind: str, event: str, parts: Sequence[Part], where: str, **more: Any) -> Activity:
    data = channel_data(where) if where.endswith("@thread.tacv2") else TENANT_DATA
    return message(
        *parts, where=where, **{"type": kind, "timestamp": LATER, "channelData": {**data, "eventType": event}, **more}
    )


def edited(*parts: Part, where: str = CHANNEL, **more: Any) -> Activity:
    """A message with other words than before."""
    return _changed("messageUpdate", "editMessage", parts, where, **more)


def deleted(where: str = CHANNEL, **more: Any) -> Activity:
    """A message taken back; its words aren't told."""
    gone = _changed("messageDelete", "softDeleteMessage", (), where, **more)
    return {key: value for key, value in gone.items() if key not in ("text", "attachments", "textFormat")}


def undeleted(*parts: Part, where: str = CHANNEL, **more: Any) -> Activity:
    """A message whose deletion was undone."""
    return _changed("messageUpdate", "undeleteMessage", parts, where, **more)


def reacted(*kinds: str, off: Sequence[str] = (), where: str = CHANNEL, who: str = ANA, **more: Any) -> Activity:
    """Reactions put on a message of ours, and taken off."""
    what: dict[str, Any] = {"reactionsAdded": [{"type": kind} for kind in kinds]} if kinds else {}
    if off:
        what["reactionsRemoved"] = [{"type": kind} for kind in off]
    inside = MESSAGE if where.endswith("@thread.tacv2") else ""
    return activity("messageReaction", where, who, inside, **{"timestamp": LATER, "replyToId": MESSAGE, **what, **more})


def updated(event: str = "", where: str = TEAM, data: Mapping[str, object] | None = None, **more: Any) -> Activity:
    """A `conversationUpdate`: `eventType` and whatever else stands in `channelData`."""
    common = channel_data(TEAM) if where == TEAM else channel_data(where) if "tacv2" in where else TENANT_DATA
    kind = {"eventType": event} if event else {}
    return activity("conversationUpdate", where, **{"channelData": {**common, **kind, **(data or {})}, **more})


def came(*members: str, where: str = TEAM, event: str = "", left: bool = False, **more: Any) -> Activity:
    """People (or we: BOT) added to a conversation, or removed from it."""
    kind = event or (("teamMemberRemoved" if left else "teamMemberAdded") if where == TEAM else "")
    who = [{"id": one} if one.startswith("28:") else account(one) for one in members]
    return updated(kind, where, **{"membersRemoved" if left else "membersAdded": who, **more})


def channel_event(event: str, channel: str = CHANNEL, name: str = "Wins", **more: Any) -> Activity:
    """A channel of the team created, renamed, deleted, restored, shared …"""
    return updated(event, TEAM, {"channel": {"id": channel, "name": name, "type": "standard"}}, **more)


def installed(action: str = "add", where: str = TEAM, **more: Any) -> Activity:
    """An `installationUpdate`: add, remove, add-upgrade or remove-upgrade."""
    return activity("installationUpdate", where, **{"action": action, **more})


def invoke(
    name: str, value: object, where: str = CHANNEL, who: str = ANA, thread: str = "", **more: object
) -> Activity:
    """An invoke: somebody waits."""
    source = {"source": {"name": "message"}}
    call = activity("invoke", where, who, thread or (MESSAGE if where.endswith("@thread.tacv2") else ""))
    return {**call, "name": name, "value": value, "channelData": {**call["channelData"], **source}, **more}


def _ours(action: str, value: str) -> dict[str, object]:
    return {"huzzah": {"action": action, "value": value}}


def pressed(
    action: str = "board", value: str = "", *, trigger: str = "manual", verb: str = "", **more: Any
) -> Activity:
    """`Action.Execute` on a card; `automatic` when a client refreshes it by itself.

    learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview
    """
    what = {"type": "Action.Execute", "id": "", "verb": verb or action, "data": _ours(action, value)}
    return invoke("adaptiveCard/action", {"action": what, "trigger": trigger}, **{"replyToId": MESSAGE, **more})


def submitted(action: str = "board", value: str = "", where: str = CHANNEL, **more: Any) -> Activity:
    """`Action.Submit` on a card, which comes as a message without words."""
    return message(where=where, **{"id": LATER_MESSAGE, "text": "", "attachments": [], "replyToId": MESSAGE,
                   "value": _ours(action, value), **more})  # fmt: skip


def fetched(action: str = "kudos", value: str = "", **more: Any) -> Activity:
    """A button that opens a dialog.

    learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
    """
    data = {"msteams": {"type": "task/fetch"}, **_ours(action, value)}
    return invoke("task/fetch", {"data": data, "context": {"theme": "default"}}, **{"replyToId": MESSAGE, **more})


def sent_off(
    dialog: str = "kudos", entries: Mapping[str, object] | None = None, *, name: str = "task/submit",
    ours: Mapping[str, object] | None = None, **more: Any,
) -> Activity:  # fmt: skip
    """A dialog filled in."""
    inner = {"dialog": dialog, "context": "", "nonce": "nonce-1", "form": "", **(ours or {})}
    value = {"data": {"huzzah": inner, **(entries or {})}, "context": {"theme": "default"}}
    if name.startswith("composeExtension"):
        value |= {"commandId": "thank_message", "commandContext": "message"}
    return invoke(name, value, **more)


def message_payload(author: str = BEN, ident: str = MESSAGE, thread: str = "", **more: object) -> dict[str, object]:
    """The message on which a message extension was chosen."""
    user = {"userIdentityType": "aadUser", "id": author, "displayName": NAMES.get(author, "Somebody")}
    return {
        "linkToMessage": f"https://teams.microsoft.com/l/message/{CHANNEL}/{ident}",
        "id": ident,
        "replyToId": thread or None,
        "createdDateTime": TIME,
        "lastModifiedDateTime": None,
        "deleted": False,
        "body": {"contentType": "html", "content": "<div>Hello</div>"},
        "from": {"device": None, "conversation": None, "user": user, "application": None},
        "reactions": [],
        "mentions": [],
        "attachments": [],
        **more,
    }


def extension(command: str = "thank_message", payload: object = None, **more: Any) -> Activity:
    """A message extension: `composeExtension/fetchTask`, on a message or anywhere (`payload` = {}).

    learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/create-task-module
    """
    chosen = message_payload() if payload is None else payload
    context = {"commandContext": "message", "messagePayload": chosen} if chosen else {"commandContext": "compose"}
    value = {"commandId": command, "requestId": "213167a1e3b6428b93e186ea5407c759", **context}
    return invoke("composeExtension/fetchTask", value, **more)
