"""What people do who don't sit before the Playground, as activities for its editor of such."""

from urllib.parse import unquote

from bot.clock import now
from tests.bot.teams.loopback.activities import account, channel_data, conversation, iso
from tests.bot.teams.loopback.world import Json
from tests.e2e_teams.edge import CONNECTOR, Edge, Passed


def said(edge: Edge, who: str, where: str, text: str, *whom: str) -> Json:
    """A message in a channel, without a word to the bot: what the consent of a team's owner lets it hear."""
    names = [f"<at>{edge.world.person(each).name}</at>" for each in whom]
    mentions: list[Json] = [
        {"type": "mention", "text": name, "mentioned": account(edge.world.person(each))}
        for name, each in zip(names, whom, strict=True)
    ]
    ident = str(now() // 1000)
    activity = _activity(edge, "message", who, where, ident)
    more: Json = {"id": ident, "text": " ".join([*names, text]), "textFormat": "plain", "entities": mentions}
    return activity | more


def pressed(edge: Edge, who: str, where: str, card: Passed, title: str) -> Json:
    """A button of a card that the bot sent."""
    action = next(each for each in _actions(card.body["attachments"][0]["content"]) if each["title"] == title)
    answer: Json = {"name": "adaptiveCard/action", "value": {"action": action}}
    return _activity(edge, "invoke", who, where, _root(card)) | answer | {"replyToId": card.answer["id"]}


def reacted(edge: Edge, who: str, where: str, card: Passed, emoji: str, *, off: bool = False) -> Json:
    """A reaction to a card that the bot sent."""
    key = "reactionsRemoved" if off else "reactionsAdded"
    activity = _activity(edge, "messageReaction", who, where, _root(card))
    return activity | {key: [{"type": emoji}], "replyToId": card.answer["id"]}


def _activity(edge: Edge, kind: str, who: str, where: str, root: str) -> Json:
    place, world = edge.place(where), edge.world
    return {
        "type": kind, "id": world.new_id("custom"), "timestamp": iso(now()), "channelId": "msteams",
        "serviceUrl": f"{edge.url}{CONNECTOR}", "from": account(world.person(who)),
        "recipient": {"id": world.bot, "name": world.bot_name}, "conversation": conversation(place, root),
        "channelData": channel_data(place, world),
    }  # fmt: skip


def _root(card: Passed) -> str:
    """The thread it was sent into."""
    return unquote(card.path).partition(";messageid=")[2].partition("/")[0]


def _actions(part: object) -> list[Json]:
    """All actions in a card that aren't a question before another."""
    if isinstance(part, list):
        return [found for each in part for found in _actions(each)]
    if not isinstance(part, dict):
        return []
    own = [part] if part.get("type") == "Action.Execute" else []
    return own + [found for each in part.values() for found in _actions(each)]
