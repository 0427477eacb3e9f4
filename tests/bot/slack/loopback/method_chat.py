"""Messages and reactions: posting, editing, deleting, reading back. See docs.slack.dev/reference/methods."""

import copy
import re

from tests.bot.slack.loopback.asking import Ask, Row, SlackError
from tests.bot.slack.loopback.block_kit import block_faults, with_ids
from tests.bot.slack.loopback.shapes import message_shape
from tests.bot.slack.loopback.world import Channel, Json, Message

LONGEST = 40_000
"""Characters of a message's text."""
LARGEST_METADATA = 8_000
"""Slack's own number isn't published."""


def post(ask: Ask) -> Json:
    """chat.postMessage."""
    channel = _place(ask)
    message = _written(ask, channel)
    message.metadata = _metadata(ask)
    message.ts = ask.world.moment(channel)
    _keep(ask, channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message_shape(message, ask.world)}


def post_ephemeral(ask: Ask) -> Json:
    """chat.postEphemeral."""
    channel = ask.channel()
    if ask.installed.bot_user not in channel.members and channel.kind != "im":
        raise SlackError("not_in_channel")
    reader = ask.needed("user")
    if reader not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _written(ask, channel)
    message.ts, message.only_for = ask.world.moment(channel), reader
    ask.world.ephemerals.append(message)
    return {"message_ts": message.ts}


def update(ask: Ask) -> Json:
    """chat.update: words without blocks take the blocks away."""
    channel = ask.channel()
    message = _own(ask, channel, "cant_update_message")
    before = copy.deepcopy(message_shape(message, ask.world))
    now = _written(ask, channel)
    message.text, message.blocks = now.text, now.blocks
    if "metadata" in ask.arguments:
        message.metadata = _metadata(ask)
    message.edited = {"user": message.bot, "ts": ask.world.event_ts()}
    ask.state.announcer.changed(message, before)
    shape = message_shape(message, ask.world)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shape}


def delete(ask: Ask) -> Json:
    """chat.delete."""
    channel = ask.channel()
    message = _own(ask, channel, "cant_delete_message")
    del channel.messages[message.ts]
    ask.state.announcer.deleted(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(ask: Ask) -> Json:
    """chat.getPermalink."""
    channel = ask.channel()
    message = channel.messages.get(ask.needed("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    url = f"{ask.world.teams[channel.team].url}archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": url}


def history(ask: Ask) -> Json:
    """conversations.history: what is not only in threads, the latest first."""
    channel = _readable(ask)
    found = [each for each in channel.messages.values() if each.thread_ts in ("", each.ts) or _broadcast(each)]
    return _pages(ask, [each for each in reversed(found) if _within(ask, each)])


def replies(ask: Ask) -> Json:
    """conversations.replies: a thread with its root, the earliest first."""
    channel = _readable(ask)
    root = ask.needed("ts")
    if root not in channel.messages:
        raise SlackError("thread_not_found")
    found = [each for each in channel.messages.values() if root in (each.ts, each.thread_ts)]
    return _pages(ask, [each for each in found if each.ts == root or _within(ask, each)])


def react(ask: Ask) -> Json:
    """reactions.add."""
    message, name = _reacted_to(ask)
    users = message.reactions.setdefault(name, [])
    if ask.installed.bot_user in users:
        raise SlackError("already_reacted")
    users.append(ask.installed.bot_user)
    ask.state.announcer.reaction("reaction_added", ask.installed.bot_user, name, message)
    return {}


def unreact(ask: Ask) -> Json:
    """reactions.remove."""
    message, name = _reacted_to(ask)
    users = message.reactions.get(name, [])
    if ask.installed.bot_user not in users:
        raise SlackError("no_reaction")
    users.remove(ask.installed.bot_user)
    if not users:
        del message.reactions[name]
    ask.state.announcer.reaction("reaction_removed", ask.installed.bot_user, name, message)
    return {}


def _place(ask: Ask) -> Channel:
    """Where to post: a channel that the bot is in, or the conversation with somebody."""
    wanted = ask.needed("channel")
    if wanted in ask.world.users:
        user = ask.world.users[wanted]
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        if user.deleted:
            raise SlackError("user_not_found")
        return ask.world.direct(ask.installed.bot_user, wanted)
    channel = ask.channel()
    if channel.archived:
        raise SlackError("is_archived")
    if ask.installed.bot_user not in channel.members and "chat:write.public" not in ask.installed.scopes:
        raise SlackError("not_in_channel")
    return channel


def _written(ask: Ask, channel: Channel) -> Message:
    """The words and blocks of a call, looked at as Slack does."""
    text, blocks = ask.text("text"), ask.arguments.get("blocks") or []
    if not text and not blocks and not ask.arguments.get("attachments"):
        raise SlackError("no_text")
    if len(text) > LONGEST:
        raise SlackError("msg_too_long")
    faults = block_faults(blocks, "message")
    if faults:
        raise SlackError("invalid_blocks", errors=faults, response_metadata={"messages": faults})
    thread = ask.text("thread_ts")
    if thread and thread not in channel.messages and ask.method != "chat.update":
        raise SlackError("thread_not_found")
    own = ask.installed
    return Message(
        "", channel.id, own.bot_user, text, with_ids(blocks, lambda: ask.world.new_id("bk")), thread_ts=thread,
        bot=own.bot, app=ask.state.app.id, team=own.team or channel.team,
    )  # fmt: skip


def _keep(ask: Ask, channel: Channel, message: Message) -> None:
    channel.messages[message.ts] = message
    root = channel.messages.get(message.thread_ts)
    if root and not root.thread_ts:
        root.thread_ts = root.ts
    if message.thread_ts and ask.flag("reply_broadcast"):
        message.subtype = "thread_broadcast"
    ask.state.announcer.said(message, mention=False)


def _metadata(ask: Ask) -> Json | None:
    given = ask.arguments.get("metadata")
    if given is None:
        return None
    if not isinstance(given, dict) or not given.get("event_type") or not isinstance(given.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(str(given)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return given


def _own(ask: Ask, channel: Channel, refusal: str) -> Message:
    message = channel.messages.get(ask.needed("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != ask.installed.bot_user:
        raise SlackError(refusal)
    return message


def _readable(ask: Ask) -> Channel:
    channel = ask.channel()
    kind = {"channel": "channels", "group": "groups"}.get(channel.kind, channel.kind)
    ask.need(f"{kind}:history")
    if ask.installed.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _within(ask: Ask, message: Message) -> bool:
    oldest, latest = ask.text("oldest", "0"), ask.text("latest", "9999999999.999999")
    try:
        moment, first, last = float(message.ts), float(oldest or 0), float(latest)
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    return first <= moment <= last if ask.flag("inclusive") else first < moment < last


def _broadcast(message: Message) -> bool:
    return message.subtype == "thread_broadcast"


def _pages(ask: Ask, found: list[Message]) -> Json:
    with_metadata = ask.flag("include_all_metadata") and "metadata.message:read" in ask.installed.scopes
    shapes = [message_shape(each, ask.world, with_metadata) for each in found]
    page, more = ask.page(shapes)
    answer: Json = {"messages": page, "has_more": bool(more["next_cursor"]), "pin_count": 0}
    return answer | ({"response_metadata": more} if more["next_cursor"] else {})


def _reacted_to(ask: Ask) -> tuple[Message, str]:
    name = ask.needed("name").strip(":")
    channel = ask.channel()
    if ask.installed.bot_user not in channel.members and channel.kind != "channel":
        raise SlackError("not_in_channel")
    message = channel.messages.get(ask.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    if not re.fullmatch(r"[\w'+-]+(::skin-tone-[2-6])?", name):
        raise SlackError("invalid_name")
    return message, name


ROWS = {
    "chat.postMessage": Row(post, 5, ("chat:write",)),
    "chat.postEphemeral": Row(post_ephemeral, 4, ("chat:write",)),
    "chat.update": Row(update, 3, ("chat:write",)),
    "chat.delete": Row(delete, 3, ("chat:write",)),
    "chat.getPermalink": Row(permalink, 0),
    "conversations.history": Row(history, 3),
    "conversations.replies": Row(replies, 3),
    "reactions.add": Row(react, 3, ("reactions:write",)),
    "reactions.remove": Row(unreact, 2, ("reactions:write",)),
}
