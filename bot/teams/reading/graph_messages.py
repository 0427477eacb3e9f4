"""Graph's messages: a `chatMessage`, from a notification or read in its channel, as the same events as an activity.

It tells how a message is now, with all reactions to it; what changed is for whoever knows how it was.
learn.microsoft.com/en-us/graph/api/resources/chatmessage
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from bot.shapes import Table, name, table, tables, words
from bot.teams.reading.hearing import named, people_in, spoken_to, without_us
from bot.teams.reading.html_words import Words, of_html, of_text
from bot.teams.reading.ids import ident, is_bots, moment, person_id, written_at
from bot.teams.reading.media import media_of
from bot.teams.reading.mentions import of_message
from bot.teams.reading.reactions import reaction_told
from bot.teams.reading.tags import LONGEST_HTML
from bot.teams.workplace import Tenant
from handlers.events import (
    Event,
    MemberChanged,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    MessageRestored,
)
from scoring.facts import Micros

Reaction = tuple[str, str]
"""Who reacted, and the emoji's canonical name."""
NO_REACTIONS: Final[Mapping[Reaction, Micros]] = MappingProxyType({})
SPOKEN_BY_PEOPLE: Final = ("", "message")
"""The `messageType` of what people say; the others are Teams telling of something."""
_OURS: Final = frozenset(("", "aaduser", "onpremiseaaduser"))
"""The `userIdentityType` of people of the organisation; the others call, write an e-mail, or join without an account:
https://learn.microsoft.com/graph/api/resources/teamworkuseridentity"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands, as its resource says: `teams/…/channels/{channel}/messages/{thread}/replies/…`."""

    channel: str
    thread: str = ""
    """The message it answers; nothing at the top level."""


@dataclass(frozen=True, slots=True)
class GraphHeard:
    """The outcome of reading one of Graph's messages."""

    events: tuple[Event, ...] = ()
    """In their order; without those of reactions. A message that is known already is dropped as a repeat, and an edit
    at a time that is known, too."""
    reactions: Mapping[Reaction, Micros] = field(default_factory=lambda: NO_REACTIONS)
    """All there are now, with their times."""
    changed: Micros = 0
    """When the message was last changed in any way: a reaction that is gone went then at the latest."""
    workspace: str = ""
    channel: str = ""
    message: str = ""
    """Nothing for what is no message."""
    thread: str = ""
    author: str = ""
    """Who wrote it; nothing for an app."""
    deleted: bool = False
    outsiders: frozenset[str] = frozenset()
    """Who of those reacting is of another organisation."""
    people: frozenset[str] = field(default_factory=frozenset)
    needs_names: frozenset[str] = field(default_factory=frozenset)
    """Members who must be known before the events are applied."""

    def restored(self) -> tuple[Event, ...]:
        """The events, if the message is known to have been deleted before: it came back."""
        return tuple(self._back(one) if isinstance(one, MessagePosted) else one for one in self.events)

    def _back(self, posted: MessagePosted) -> MessageRestored:
        return MessageRestored(
            workspace=posted.workspace,
            at=self.changed,
            member=posted.member,
            channel=posted.channel,
            message=posted.message,
            written=posted.at,
            text=posted.text,
            thread=posted.thread,
            files=posted.files,
        )


NOTHING: Final = GraphHeard()


def parse_message(message: object, home: Tenant, place: Place, now: Micros, people: Mapping[str, str]) -> GraphHeard:
    """What a message comes to, as it is now; NOTHING for what is none. Never raises.

    Of what our own app and others say only the reactions count. `people`: other id -> member.
    """
    said = table(message)
    known, channel = ident(said.get("id")), ident(place.channel)
    if not known or not channel or name(said.get("messageType")).lower() not in SPOKEN_BY_PEOPLE:
        return NOTHING
    written = written_at(known, said.get("createdDateTime"), now)
    thread = ident(said.get("replyToId")) or ident(place.thread)
    deleted, changed = moment(said.get("deletedDateTime")), moment(said.get("lastModifiedDateTime"))
    author, outside = _author(table(said.get("from")), home, people)
    heard = GraphHeard(
        changed=max(changed, deleted, written),
        workspace=home.workspace,
        channel=channel,
        message=known,
        thread=thread if thread != known else "",
        author=author,
        deleted=bool(deleted),
        people=named([author]),
    )
    if deleted:
        gone = MessageDeleted(workspace=home.workspace, at=deleted, channel=channel, message=known)
        return replace(heard, events=(gone,))
    reactions, outsiders = _reactions(said, home, people, written)
    reacting = named([author, *(member for member, _ in reactions)])
    heard = replace(heard, reactions=reactions, outsiders=outsiders, people=reacting)
    spoken = _words(said, home, people)
    if not author or spoken_to(spoken.text):
        return heard
    files = media_of(said.get("attachments"), spoken.pictures)
    posted = _posted(heard, written, without_us(spoken.text), files)
    edited = moment(said.get("lastEditedDateTime"))
    told = (posted, _edited(posted, edited)) if edited else (posted,)
    introduced = (_outsider(home.workspace, written, author),) if outside else ()
    mentioned = people_in(posted.text)
    everybody = named([author, *mentioned])
    return replace(
        heard,
        events=(*introduced, *told),
        changed=max(heard.changed, edited),
        people=heard.people | everybody,
        needs_names=everybody if mentioned else frozenset(),
    )


def _posted(heard: GraphHeard, written: Micros, text: str, files: tuple[str, ...]) -> MessagePosted:
    return MessagePosted(
        workspace=heard.workspace,
        at=written,
        member=heard.author,
        channel=heard.channel,
        message=heard.message,
        text=text,
        thread=heard.thread,
        files=files,
    )


def _edited(posted: MessagePosted, at: Micros) -> MessageEdited:
    return MessageEdited(
        workspace=posted.workspace,
        at=at,
        member=posted.member,
        channel=posted.channel,
        message=posted.message,
        text=posted.text,
        files=posted.files,
    )


def _words(said: Table, home: Tenant, people: Mapping[str, str]) -> Words:
    body = table(said.get("body"))
    mentions = of_message(said.get("mentions"), home, people)
    content = words(body.get("content"), LONGEST_HTML)
    return of_text(content, mentions) if body.get("contentType") == "text" else of_html(content, mentions)


def _author(source: Table, home: Tenant, people: Mapping[str, str]) -> tuple[str, bool]:
    # What an app says, even in somebody's name, counts for nobody.
    user = table(source.get("user"))
    if table(source.get("application")) or not user:
        return "", False
    member = _person(user, home, people)
    return member, bool(member) and _is_outside(user, home)


def _person(user: Table, home: Tenant, people: Mapping[str, str]) -> str:
    said = person_id(user.get("id"))
    member = ident(people.get(said)) or said
    return "" if is_bots(member) or home.is_bot(member) else member


def _is_outside(user: Table, home: Tenant) -> bool:
    theirs = ident(user.get("tenantId")).lower()
    return theirs != home.workspace if theirs else name(user.get("userIdentityType")).lower() not in _OURS


def _reactions(
    said: Table, home: Tenant, people: Mapping[str, str], written: Micros
) -> tuple[dict[Reaction, Micros], frozenset[str]]:
    found: dict[Reaction, Micros] = {}
    outside: set[str] = set()
    for one in tables(said.get("reactions")):
        who, emoji = table(one.get("user")), reaction_told(one)
        user = table(who.get("user"))
        member = _person(user, home, people) if user else ""
        if not member or not emoji:
            continue
        found[member, emoji] = max(found.get((member, emoji), 0), moment(one.get("createdDateTime")) or written)
        if _is_outside(user, home):
            outside.add(member)
    return found, frozenset(outside)


def _outsider(workspace: str, at: Micros, member: str) -> MemberChanged:
    return MemberChanged(workspace=workspace, at=at, member=member, external=True)
