"""Speaking: what the bot posts, edits, deletes and reacts with, each checked as Teams' clients need it."""

from tests.bot.teams.loopback.asking import Ask, ConnectorError, Row
from tests.bot.teams.loopback.checking import faults_of
from tests.bot.teams.loopback.world import CHANNEL, GROUP, Json, Message, Place, Reaction


def send(ask: Ask) -> Json:
    """POST v3/conversations/{id}/activities; in a channel `;messageid=…` is the thread."""
    place = ask.place()
    checked(ask)
    made = posted(ask, place, ask.body, root=_root(ask, place), only_for=_only_for(ask, place))
    return {"id": made.id}


def reply(ask: Ask) -> Json:
    """POST …/activities/{activity}: an answer to a message."""
    answered = ask.message()
    ask.parts["conversation"] += "" if ";" in ask.thread else f";messageid={answered.root or answered.id}"
    return send(ask)


def update(ask: Ask) -> Json:
    """PUT …/activities/{activity}: everybody sees the new card, whatever single people saw in its place."""
    message = ask.own()
    checked(ask)
    message.activity, message.text = ask.body, str(ask.body.get("text") or "")
    message.views.clear()
    message.changed = message.edited = _now(ask, message)
    ask.state.announcer.watched("updated", message)
    return {"id": message.id}


def delete(ask: Ask) -> None:
    """DELETE …/activities/{activity}."""
    message = ask.own()
    message.changed = message.deleted = _now(ask, message)
    ask.state.announcer.watched("deleted", message)


def react(ask: Ask) -> None:
    """PUT …/reactions/{reaction}: doing it twice is doing it once."""
    message, kind = _reacting(ask)
    if not any((each.person, each.kind) == (ask.world.bot, kind) for each in message.reactions):
        message.changed = _now(ask, message)
        message.reactions.append(Reaction(kind, ask.world.bot, message.changed))
        ask.state.announcer.watched("updated", message)


def unreact(ask: Ask) -> None:
    """DELETE …/reactions/{reaction}."""
    message, kind = _reacting(ask)
    rest = [each for each in message.reactions if (each.person, each.kind) != (ask.world.bot, kind)]
    if rest != message.reactions:
        message.reactions, message.changed = rest, _now(ask, message)
        ask.state.announcer.watched("updated", message)


def create(ask: Ask) -> Json:
    """POST v3/conversations: somebody's chat with the bot, or a new thread in a channel.

    Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
    """
    data = ask.body.get("channelData") or {}
    if "channel" in data:
        ask.parts["conversation"] = str(data["channel"].get("id"))
        place = ask.place()
        ask.body = dict(ask.body.get("activity") or {})
        checked(ask)
        made = posted(ask, place, ask.body)
        return {"id": f"{place.id};messageid={made.id}", "activityId": made.id, "serviceUrl": _service(ask)}
    members = ask.body.get("members") or []
    tenant = (data.get("tenant") or {}).get("id") or ask.body.get("tenantId")
    if len(members) != 1 or not tenant:
        raise ConnectorError(400, "BadSyntax", "A conversation needs one member, and the tenant.")
    try:
        person = ask.world.person(str(members[0].get("id")))
    except KeyError:
        raise ConnectorError(400, "BadSyntax", "Failed to decrypt pairwise id") from None
    if person.tenant != tenant or person.id not in ask.world.installs or person.gone:
        words = "The bot is not part of the conversation roster."
        raise ConnectorError(403, "BotNotInConversationRoster", words)
    place = ask.world.personal(person.id)
    return {"id": place.id, "serviceUrl": _service(ask)}


def posted(ask: Ask, place: Place, activity: Json, *, root: str = "", only_for: str = "") -> Message:
    """Keep what the bot said."""
    moment = ask.world.moment(place)
    made = Message(str(moment), place.id, ask.world.bot, text=str(activity.get("text") or ""), root=root)
    made.created = made.changed = moment * 1000
    made.activity, made.only_for = activity, only_for
    place.messages[made.id] = made
    ask.state.announcer.watched("created", made)
    return made


def checked(ask: Ask) -> None:
    """Refuse what Teams would not take, and remember that it came."""
    if ask.size > ask.state.largest:
        raise ConnectorError(413, "MessageSizeTooBig", "Message size too large.")
    wrong = faults_of(ask.body)
    if wrong:
        ask.state.wrong.append(f"{ask.route}: {'; '.join(wrong)}")
        raise ConnectorError(400, "BadArgument", "; ".join(wrong))


def _root(ask: Ask, place: Place) -> str:
    _, _, named = ask.thread.partition(";messageid=")
    if not named or place.kind != CHANNEL:
        return ""
    root = place.messages.get(named)
    if root is None:
        raise ConnectorError(404, "ConversationNotFound", "The thread was not found.")
    return root.root or root.id


def _only_for(ask: Ask, place: Place) -> str:
    """Source: learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages"""
    if not ask.targeted:
        return ""
    if not ask.state.targeted:
        raise ConnectorError(400, "BadArgument", "Targeted messages are not supported here.")
    if place.kind not in (CHANNEL, GROUP):
        raise ConnectorError(400, "BadArgument", "Targeted messages are for channels and group chats.")
    recipient = ask.body.get("recipient") or {}
    try:
        person = ask.world.person(str(recipient.get("id")))
    except KeyError:
        raise ConnectorError(400, "BadArgument", "A targeted message needs its recipient.") from None
    if person.id not in ask.world.members(place):
        raise ConnectorError(403, "Forbidden", "The recipient is not in the conversation.")
    return person.id


def _reacting(ask: Ask) -> tuple[Message, str]:
    if not ask.state.reactions:
        raise ConnectorError(403, "Forbidden", "Reactions are not enabled for this app.")
    message = ask.message()
    if message.only_for:
        raise ConnectorError(400, "BadArgument", "Nobody can react to targeted messages.")
    return message, ask.parts["reaction"]


def _now(ask: Ask, message: Message) -> int:
    return ask.world.moment(ask.world.places[message.place]) * 1000


def _service(ask: Ask) -> str:
    return ask.state.announcer.service


ACTIVITY = "v3/conversations/{conversation}/activities/{activity}"
ROWS = {
    "create": Row("POST", "v3/conversations", create, "send", 201),
    "send": Row("POST", "v3/conversations/{conversation}/activities", send, "send", 201),
    "reply": Row("POST", ACTIVITY, reply, "send", 201),
    "update": Row("PUT", ACTIVITY, update, "send"),
    "delete": Row("DELETE", ACTIVITY, delete, "send"),
    "react": Row("PUT", f"{ACTIVITY}/reactions/{{reaction}}", react, "react"),
    "unreact": Row("DELETE", f"{ACTIVITY}/reactions/{{reaction}}", unreact, "react"),
}
