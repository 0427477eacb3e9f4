"""Activities as Teams sends them to a bot: what was said, pressed, filled in.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations and
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/
"""

from tests.bot.teams.gate import TENANT
from tests.bot.teams.keys_server import APP, SERVICE, Json
from tests.bot.teams.receiving import ANA, CHANNEL, PERSONAL, TEAM

BOT = f"28:{APP}"
IN_CHANNEL: Json = {
    "conversation": {
        "id": f"{CHANNEL};messageid=1774508400000", "conversationType": "channel", "isGroup": True, "tenantId": TENANT,
    },
    "channelData": {
        "tenant": {"id": TENANT}, "team": {"id": TEAM}, "channel": {"id": CHANNEL},
        "teamsChannelId": CHANNEL, "teamsTeamId": TEAM,
    },
}  # fmt: skip
ALONE: Json = {
    "conversation": {"id": PERSONAL, "conversationType": "personal", "tenantId": TENANT},
    "channelData": {"tenant": {"id": TENANT}},
}


def an_activity(kind: str, **more: object) -> Json:
    """What all have in common; from Ana, in a channel."""
    return {
        "type": kind, "id": "1774508400000", "channelId": "msteams", "serviceUrl": SERVICE,
        "timestamp": "2026-03-26T07:00:00.000Z", "localTimezone": "Europe/Berlin", "locale": "en-GB",
        "from": {"id": "29:1ana", "name": "Ana", "aadObjectId": ANA}, "recipient": {"id": BOT, "name": "Huzzah"},
        **IN_CHANNEL, **more,
    }  # fmt: skip


def a_message(text: str = "hello everybody", **more: object) -> Json:
    """What somebody said where all can read it."""
    return an_activity("message", text=text, textFormat="plain", **more)


def a_call(text: str = "help", **more: object) -> Json:
    """The bot was called by its name."""
    called = {"type": "mention", "mentioned": {"id": BOT, "name": "Huzzah"}, "text": "<at>Huzzah</at>"}
    return a_message(f"<at>Huzzah</at> {text}", entities=[called], **more)


def a_gift(name: str = "Ben", ident: str = "29:1ben", **more: object) -> Json:
    """Somebody was thanked."""
    named = {"type": "mention", "mentioned": {"id": ident, "name": name}, "text": f"<at>{name}</at>"}
    return a_message(f"<at>{name}</at> \N{PARTY POPPER} thanks", entities=[named], **more)


def an_invoke(name: str, value: object, **more: object) -> Json:
    """Somebody waits."""
    return an_activity("invoke", name=name, value=value, id="f:1", replyToId="1774508399000", **more)


def a_press(action: str = "huzzah", value: str = "help", **more: object) -> Json:
    """A button on a card in a channel."""
    data = {"huzzah": {"action": action, "value": value}}
    return an_invoke(
        "adaptiveCard/action",
        {"action": {"type": "Action.Execute", "verb": action, "data": data}, "trigger": "manual"},
        **more,
    )


def a_fetch(action: str, value: str = "", **more: object) -> Json:
    """A button that opens a dialog."""
    data = {"msteams": {"type": "task/fetch"}, "huzzah": {"action": action, "value": value}}
    return an_invoke("task/fetch", {"data": data, "context": {"theme": "default"}}, **more)


def a_form(dialog: str, nonce: str, entries: Json, context: str = "", form: str = "", **more: object) -> Json:
    """A dialog that was sent off."""
    ours = {"dialog": dialog, "context": context, "nonce": nonce, "form": form}
    return an_invoke("task/submit", {"data": {"huzzah": ours, **entries}, "context": {"theme": "default"}}, **more)
