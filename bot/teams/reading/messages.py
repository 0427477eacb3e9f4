"""Messages and reactions: what is said in channels and to us, edited, deleted and brought back, and reactions to us.

learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-messages-with-rsc and
learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.shapes import name, table, tables, words
from bot.teams.reading.asks import given_on_card
from bot.teams.reading.heard import NOTHING, Heard
from bot.teams.reading.hearing import (
    Source,
    after_our_name,
    ask,
    by_a_person,
    clock,
    first_word,
    introduction,
    named,
    people_in,
    present,
    spoken_to,
    without_us,
)
from bot.teams.reading.html_words import Words, of_html, of_text
from bot.teams.reading.ids import ident
from bot.teams.reading.media import MOST_FILES, media_of, picture_of
from bot.teams.reading.mentions import of_entities
from bot.teams.reading.reactions import emoji_of
from bot.teams.reading.tags import LONGEST_HTML
from handlers.events import (
    CommandGiven,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageRestored,
    ReactionAdded,
    ReactionRemoved,
)
from handlers.table import is_said_to_us, is_spoken

HTML: Final = "text/html"
MOST_REACTIONS: Final = 50


def message(source: Source) -> Heard:
    """A `message`: words in a channel, in a group chat or to us alone, a slash command, or a button without words."""
    if not source.channel or not source.ident or not by_a_person(source):
        return NOTHING
    if isinstance(source.activity.get("value"), Mapping):
        return given_on_card(source)
    said = words_of(source)
    if table(source.activity.get("recipient")).get("isTargeted") is True:
        return _asked(source, _bare(said.text), "slash")
    if source.personal:
        return _asked(source, _bare(said.text), "direct")
    asked = after_our_name(said.text)
    if asked is not None and is_spoken(first_word(asked)):
        return _asked(source, asked)
    heard = _posted(source, said)
    if asked is None or people_in(asked) or not is_said_to_us(asked):
        return heard
    # They want something of us, but we don't know the word: it is talk, and answered all the same.
    question = _asked(source, asked)
    if question.refused:
        return heard
    return Heard(
        (*heard.events, *question.events),
        heard.asides,
        question.ask,
        known=heard.known,
        people=heard.people | question.people,
        channels=heard.channels,
        needs_names=heard.needs_names | question.needs_names,
    )


def words_of(source: Source) -> Words:
    """A message's words as markup; those with their shape, if it has them."""
    activity = source.activity
    mentions = of_entities(activity.get("entities"), source.us, source.people)
    shaped = next(
        (
            one.get("content")
            for one in tables(activity.get("attachments"), MOST_FILES)
            if one.get("contentType") == HTML
        ),
        None,
    )
    if isinstance(shaped, str) and shaped.strip():
        return of_html(words(shaped, LONGEST_HTML), mentions)
    text = words(activity.get("text"))
    return of_html(text, mentions) if activity.get("textFormat") == "xml" else of_text(text, mentions)


def _bare(text: str) -> str:
    asked = after_our_name(text)
    return without_us(text) if asked is None else asked


def _posted(source: Source, said: Words) -> Heard:
    text = without_us(said.text)
    posted = MessagePosted(
        workspace=source.home.workspace,
        at=source.written,
        member=source.member,
        channel=source.channel,
        message=source.ident,
        text=text,
        thread=source.in_thread(source.ident),
        files=media_of(source.activity.get("attachments"), said.pictures),
        picture=picture_of(source.activity.get("attachments")),
    )
    return _heard(source, posted, text)


def _heard(source: Source, event: MessagePosted | MessageEdited | MessageRestored, text: str) -> Heard:
    mentions = people_in(text)
    people = named([event.member, *mentions])
    return Heard(
        (*introduction(source), event),
        (present(source),),
        known=source.known,
        people=people,
        channels=frozenset({source.channel}),
        needs_names=people if mentions else frozenset(),
    )


def _asked(source: Source, asked: str, surface: str = "mention") -> Heard:
    back = ask(source, surface, source.ident)
    if source.external:
        return Heard(ask=back, refused=True, known=source.known, people=named([source.member]))
    given = CommandGiven(
        workspace=source.home.workspace,
        at=source.written,
        member=source.member,
        channel=source.place,
        request=f"msg:{source.channel}:{source.ident}",
        name="huzzah",
        text=asked,
        thread=back.thread,
    )
    people = named([source.member, *people_in(asked)])
    return Heard(
        (*clock(source), given),
        (present(source),),
        back,
        known=source.known,
        people=people,
        channels=frozenset({source.channel}),
        needs_names=people,
    )


def changed(source: Source) -> Heard:
    """A `messageUpdate` or `messageDelete`: `channelData` says which kind of change it is, in any case of letters."""
    if not source.place or not source.ident:
        return NOTHING
    what = name(source.data.get("eventType")).lower()
    if not what and source.activity.get("type") == "messageDelete":
        what = "softdeletemessage"
    change = _CHANGES.get(what)
    return change(source) if change else NOTHING


def _deleted(source: Source) -> Heard:
    event = MessageDeleted(workspace=source.home.workspace, at=source.at, channel=source.channel, message=source.ident)
    return Heard((event,), channels=frozenset({source.channel}))


def _edited(source: Source) -> Heard:
    said = words_of(source)
    if not by_a_person(source) or spoken_to(said.text):
        return NOTHING
    text = without_us(said.text)
    edit = MessageEdited(
        workspace=source.home.workspace,
        at=source.at,
        member=source.member,
        channel=source.channel,
        message=source.ident,
        text=text,
        files=media_of(source.activity.get("attachments"), said.pictures),
    )
    return _heard(source, edit, text)


def _restored(source: Source) -> Heard:
    said = words_of(source)
    if not by_a_person(source) or spoken_to(said.text):
        return NOTHING
    text = without_us(said.text)
    back = MessageRestored(
        workspace=source.home.workspace,
        at=source.at,
        member=source.member,
        channel=source.channel,
        message=source.ident,
        written=source.written,
        text=text,
        thread=source.in_thread(source.ident),
        files=media_of(source.activity.get("attachments"), said.pictures),
    )
    return _heard(source, back, text)


_CHANGES: Final[Mapping[str, Callable[[Source], Heard]]] = MappingProxyType(
    {"editmessage": _edited, "undeletemessage": _restored, "softdeletemessage": _deleted}
)


def reacted(source: Source) -> Heard:
    """A `messageReaction`: Teams tells only of those on our own messages, so an author is never named.

    Whom one reacts to with the card of a gift is known by the message.
    """
    activity, to = source.activity, ident(source.activity.get("replyToId"))
    if not source.place or not to or not by_a_person(source):
        return NOTHING
    changes = (("reactionsAdded", ReactionAdded), ("reactionsRemoved", ReactionRemoved))
    events = [
        kind(
            workspace=source.home.workspace,
            at=source.at,
            member=source.member,
            channel=source.channel,
            message=to,
            emoji=emoji,
        )
        for key, kind in changes
        for emoji in dict.fromkeys(emoji_of(name(one.get("type"))) for one in tables(activity.get(key), MOST_REACTIONS))
        if emoji
    ]
    if not events:
        return NOTHING
    return Heard(
        (*introduction(source), *events),
        (present(source),),
        known=source.known,
        people=named([source.member]),
        channels=frozenset({source.channel}),
    )
