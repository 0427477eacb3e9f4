"""Messages and reactions: what is said in channels, edited and deleted, and what people react with.

The events: docs.slack.dev/reference/events/message, docs.slack.dev/reference/events/reaction_added
"""

import re
from typing import Final

from bot.shapes import Table, name, table, tables, words
from bot.slack.reading.heard import NOTHING, Ask, Heard, Stale
from bot.slack.reading.hearing import (
    Source,
    after_our_name,
    first_word,
    introduction,
    is_direct,
    is_person,
    named,
    people_in,
    spoken_to,
    whose,
)
from bot.slack.reading.ids import OF_SLACK, ident, message_id, moment
from bot.slack.reading.people import Belonging
from bot.slack.reading.rich_text import markup_of
from handlers.events import (
    CommandGiven,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    ReactionAdded,
    ReactionRemoved,
)
from handlers.table import is_said_to_us, is_spoken

COUNTED: Final = frozenset({"", "file_share", "thread_broadcast", "me_message"})
"""Subtypes that are somebody speaking; the others are Slack telling of something, or an app."""

RESHAPED: Final = frozenset(
    {
        "channel_convert_to_private",
        "channel_convert_to_public",
        "channel_name",
        "group_convert_to_channel",
        "group_name",
    }
)
"""Subtypes by which Slack tells that the channel isn't what it was."""

MOST_FILES: Final = 50
_OF_TYPE: Final = {"gif": "image/gif", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
_MEDIA: Final = re.compile(r"[a-z0-9.+\-]{1,60}/[a-z0-9.+\-]{1,100}")
_GIF: Final = re.compile(
    r"https?://(?:[^/?#\s]{1,200}\.)?(?:giphy|tenor)\.com(?:[/?#]|\Z)|https?://[^?#\s]{1,2000}\.gif(?:[?#]|\Z)",
    re.IGNORECASE,
)
LARGEST_ADDRESS: Final = 2_100
SHOWABLE: Final = frozenset({"image/png", "image/jpeg", "image/gif"})
"""What Slack shows again in a card."""


def message(source: Source) -> Heard:
    """A `message` event of any subtype."""
    event = source.event
    channel, subtype = ident(event.get("channel")), event.get("subtype") or ""
    if not channel or not isinstance(subtype, str):
        return NOTHING
    if is_direct(channel, event.get("channel_type")):
        return _told_us(source, channel)
    if subtype == "message_deleted":
        return _deleted(source, channel, event.get("deleted_ts"))
    if subtype == "message_changed":
        return _changed(source, channel)
    if subtype in RESHAPED:
        return Heard(asides=(Stale("channel", channel),), channels=frozenset({channel}))
    if event.get("hidden") or not _is_speech(source, event):
        return NOTHING
    return _posted(source, channel)


def mentioned(source: Source) -> Heard:
    """Our name in a channel: something is asked if the message begins with it, unless it is about somebody else.

    The `message` event tells of the same message, and of what it is worth; a word we know is answered once.
    """
    event = source.event
    channel = ident(event.get("channel"))
    if not channel or is_direct(channel, event.get("channel_type")) or not _is_speech(source, event):
        return NOTHING
    asked = after_our_name(source.home, text_of(event))
    if asked is None:
        return NOTHING
    puzzling = not people_in(source.home, asked) and is_said_to_us(asked)
    return _asked(source, channel, asked) if puzzling or is_spoken(first_word(asked)) else NOTHING


def _told_us(source: Source, channel: str) -> Heard:
    """A message to us alone: the same as after /huzzah. It is no talk among colleagues."""
    event = source.event
    if event.get("channel_type") == "mpim" or event.get("hidden") or not _is_speech(source, event):
        return NOTHING
    said = text_of(event).strip()
    asked = after_our_name(source.home, said)
    return _asked(source, channel, said if asked is None else asked, "direct")


def text_of(message: Table) -> str:
    """A message's words as markup: its text, or what its blocks say where there is none."""
    said = words(message.get("text"))
    return said if said.strip() else markup_of(message.get("blocks"))


def _is_speech(source: Source, message: Table) -> bool:
    # A person's own words: what an app says, even in somebody's name, counts for nobody.
    subtype = message.get("subtype") or ""
    by_an_app = message.get("bot_id") or message.get("app_id") or message.get("bot_profile")
    who = ident(message.get("user"))
    return isinstance(subtype, str) and subtype in COUNTED and not by_an_app and is_person(source.home, who)


def _posted(source: Source, channel: str) -> Heard:
    event, home = source.event, source.home
    member, ts, text = ident(event.get("user")), message_id(event.get("ts")), text_of(source.event)
    if not ts:
        return NOTHING
    asked = spoken_to(home, text)
    if asked:
        return _asked(source, channel, asked)
    posted = MessagePosted(
        workspace=home.workspace,
        at=moment(ts),
        member=member,
        channel=channel,
        message=ts,
        text=text,
        thread=message_id(event.get("thread_ts")),
        files=media_of(event),
        picture=picture_of(event),
    )
    return _heard(source, posted, text)


def _asked(source: Source, channel: str, asked: str, surface: str = "mention") -> Heard:
    # The message and the mention are two events: the request has one id, so that it is answered once.
    home, event = source.home, source.event
    member, ts, thread = ident(event.get("user")), message_id(event.get("ts")), message_id(event.get("thread_ts"))
    standing = whose(source)
    ask = Ask(member, surface, channel=channel, thread=thread, message=ts)
    if standing is Belonging.OTHERS or not ts:
        return Heard(ask=ask, refused=True, people=named([member])) if ts else NOTHING
    given = CommandGiven(
        workspace=home.workspace,
        at=moment(ts),
        member=member,
        channel="" if is_direct(channel) else channel,
        request=f"mention:{channel}:{ts}",
        name="huzzah",
        text=asked,
        thread=thread,
    )
    people = named([member, *people_in(home, asked)])
    return Heard((given,), ask=ask, people=people, channels=frozenset({channel}), needs_names=people)


def _heard(source: Source, event: MessagePosted | MessageEdited, text: str) -> Heard:
    mentions = people_in(source.home, text)
    people = named([event.member, *mentions])
    unclear = whose(source) is Belonging.UNCLEAR
    return Heard(
        (*introduction(source, event.member), event),
        people=people,
        channels=frozenset({event.channel}),
        needs_names=people if mentions or unclear else frozenset(),
    )


def _changed(source: Source, channel: str) -> Heard:
    new, old = table(source.event.get("message")), table(source.event.get("previous_message"))
    ts = message_id(new.get("ts"))
    if new.get("subtype") == "tombstone":  # the beginning of a thread, whose answers stay
        return _deleted(source, channel, ts)
    if not ts or not _is_speech(source, new):
        return NOTHING
    text, edited = text_of(new), _edited_at(new)
    if spoken_to(source.home, text):
        return NOTHING
    # Previews of links, detected languages and answers change a message, too, and are nobody's edit.
    if edited == _edited_at(old) and (not old or text == text_of(old)):
        return NOTHING
    inner = Source(source.home, source.now, {**new, "event_ts": source.event.get("event_ts")}, source.shared)
    change = MessageEdited(
        workspace=source.home.workspace,
        at=edited or source.at,
        member=ident(new.get("user")),
        channel=channel,
        message=ts,
        text=text,
        files=media_of(new),
        picture=picture_of(new),
    )
    return _heard(inner, change, text)


def _edited_at(message: Table) -> int:
    return moment(table(message.get("edited")).get("ts"))


def _deleted(source: Source, channel: str, ts: object) -> Heard:
    gone = message_id(ts)
    if not gone:
        return NOTHING
    event = MessageDeleted(workspace=source.home.workspace, at=source.at, channel=channel, message=gone)
    return Heard((event,), channels=frozenset({channel}))


def media_of(message: Table) -> tuple[str, ...]:
    """Media types of what is attached to a message; GIFs shown in it from a collection of such are among them."""
    files = [_media(file) for file in tables(message.get("files"), MOST_FILES)]
    shown = [*tables(message.get("blocks"), MOST_FILES), *tables(message.get("attachments"), MOST_FILES)]
    addresses = [one.get(key) for one in shown for key in ("image_url", "thumb_url")]
    gif = any(isinstance(url, str) and len(url) < LARGEST_ADDRESS and _GIF.match(url) for url in addresses)
    return tuple(media for media in files if media) + (("image/gif",) if gif else ())


def picture_of(message: Table) -> str:
    """Where the first picture lies that a card of ours can show again: a file of Slack's own, or a GIF's address."""
    for file in tables(message.get("files"), MOST_FILES):
        known = ident(file.get("id"))
        if known and file.get("mode") in (None, "hosted") and _media(file) in SHOWABLE:
            return f"{OF_SLACK}{known}"
    shown = [*tables(message.get("blocks"), MOST_FILES), *tables(message.get("attachments"), MOST_FILES)]
    addresses = (one.get(key) for one in shown for key in ("image_url", "thumb_url"))
    return next((url for url in addresses if isinstance(url, str) and _is_gif(url)), "")


def _is_gif(url: str) -> bool:
    return url.startswith("https://") and len(url) < LARGEST_ADDRESS and _GIF.match(url) is not None


def _media(file: Table) -> str:
    media = name(file.get("mimetype")).lower()
    if file.get("mode") in ("tombstone", "hidden_by_limit"):
        return ""
    return media if _MEDIA.fullmatch(media) else _OF_TYPE.get(name(file.get("filetype")).lower(), "")


def reaction(source: Source) -> Heard:
    """`reaction_added` and `reaction_removed`; only those on messages, not on files."""
    event, home = source.event, source.home
    item = table(event.get("item"))
    member, author = ident(event.get("user")), ident(event.get("item_user"))
    channel, ts, emoji = ident(item.get("channel")), message_id(item.get("ts")), name(event.get("reaction"))
    if item.get("type") != "message" or not (channel and ts and emoji) or not is_person(home, member):
        return NOTHING
    if is_direct(channel):
        return NOTHING
    kind = ReactionAdded if event.get("type") == "reaction_added" else ReactionRemoved
    what = kind(
        workspace=home.workspace, at=source.at, member=member, channel=channel, message=ts, emoji=emoji, author=author
    )
    people = named([member, author])
    unclear = whose(source) is Belonging.UNCLEAR
    return Heard(
        (*introduction(source, member), what),
        people=people,
        channels=frozenset({channel}),
        needs_names=people if unclear else frozenset(),
    )
