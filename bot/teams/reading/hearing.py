"""Hearing: what the parsers of activities share - where one comes from, who did it, and whom it names."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from bot.countries import country_of
from bot.shapes import Table, address, name, table, tables
from bot.teams.reading.heard import NO_ENTRIES, Ask, Present
from bot.teams.reading.ids import conversation_of, ident, is_bots, member_of, moment, pair_of, written_at
from bot.teams.reading.mentions import US
from bot.teams.workplace import PERSON as SOMEBODY
from bot.teams.workplace import Tenant
from handlers.events import MemberChanged
from handlers.table import AROUND, is_spoken
from scoring.facts import Micros
from storage.conversations import CHANNEL, GROUP, PERSONAL, TEAM

MOST_NAMED: Final = 200
"""So many mentions of one text are looked up."""

_PERSON: Final = re.compile(r"<@([^\s<>|]{1,200})>")
_PAUSE: Final = re.compile(r"\A\s{0,20}+(?:[,:](?=\s|\Z))?\s{0,20}+")
_KINDS: Final[Mapping[str, str]] = {"personal": PERSONAL, "groupchat": GROUP, "channel": CHANNEL}
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where an activity comes from: whose tenant, which conversation, and who did it."""

    home: Tenant
    now: Micros
    activity: Table
    people: Mapping[str, str]
    """Other id -> member."""
    known: Mapping[str, str]
    """Those of them that the activity tells itself."""
    data: Table
    """Its `channelData`."""
    ident: str
    """Its id: of what is about a message, the message's."""
    conversation: str
    channel: str
    """The conversation without the thread; of a personal chat, too."""
    thread: str
    """The first message of the thread, as the conversation names it; the message's own at the top level."""
    kind: str
    """personal, group or channel."""
    member: str
    external: bool
    """Of another organisation."""
    service: str

    @property
    def personal(self) -> bool:
        """Whether it is the chat with us alone."""
        return self.kind == PERSONAL

    @property
    def place(self) -> str:
        """The channel as events name it: nothing for a personal chat."""
        return "" if self.personal else self.channel

    @property
    def at(self) -> Micros:
        """When it happened, as well as it is told."""
        return moment(self.activity.get("timestamp")) or self.now

    @property
    def written(self) -> Micros:
        """When the message it is about was written."""
        return written_at(self.ident, self.activity.get("timestamp"), self.now)

    @property
    def us(self) -> tuple[str, ...]:
        """Our ids: what is sent to us bears one as well."""
        told = ident(table(self.activity.get("recipient")).get("id"))
        return (self.home.bot, told) if told and not told.startswith(SOMEBODY) else (self.home.bot,)

    def in_thread(self, message: str) -> str:
        """The thread that a message stands in; nothing if it begins one."""
        return self.thread if self.thread != message else ""


def source_of(activity: Table, home: Tenant, now: Micros, people: Mapping[str, str]) -> Source:
    """Unwrap an activity."""
    told, who = table(activity.get("conversation")), table(activity.get("from"))
    known = known_in(activity)
    people = {**people, **known} if known else people
    data = table(activity.get("channelData"))
    conversation, channel, thread = conversation_of(told.get("id"))
    theirs = ident(who.get("tenantId")).lower()
    kind = _KINDS.get(name(told.get("conversationType")).lower()) or _kind_of(channel, data)
    return Source(
        home=home,
        now=now,
        activity=activity,
        people=people,
        known=known,
        data=data,
        ident=ident(activity.get("id")),
        conversation=conversation,
        channel=channel,
        # In chats an answer only quotes; there are no threads.
        thread=thread or (ident(activity.get("replyToId")) if kind == CHANNEL else ""),
        kind=kind,
        member=member_of(who, people),
        external=bool(theirs) and theirs != home.workspace,
        service=address(activity.get("serviceUrl")),
    )


def _kind_of(channel: str, data: Table) -> str:
    # Older activities and those of meetings don't tell.
    if table(data.get("team")) or channel.endswith(("@thread.tacv2", "@thread.skype")):
        return CHANNEL
    return GROUP if channel.startswith("19:") else PERSONAL


def known_in(activity: Table) -> dict[str, str]:
    """Other id -> member, of everybody of whom the activity tells both."""
    accounts = [activity.get("from"), *tables(activity.get("membersAdded")), *tables(activity.get("membersRemoved"))]
    accounts += [one.get("mentioned") for one in tables(activity.get("entities"), MOST_NAMED)]
    pairs = [pair_of(table(account)) for account in accounts]
    return {other: member for other, member in pairs if other}


def is_person(source: Source, member: str) -> bool:
    """Whether an id may be somebody's whose doings count: no bot's."""
    return bool(member) and not is_bots(member) and member not in source.us and not source.home.is_bot(member)


def by_a_person(source: Source) -> bool:
    """Whether a person did it: what an app says, even in somebody's name, counts for nobody."""
    role = name(table(source.activity.get("from")).get("role")).lower()
    speaks_for = source.data.get("onBehalfOf")
    return is_person(source, source.member) and role not in ("bot", "skill") and not speaks_for


def introduction(source: Source) -> tuple[MemberChanged, ...]:
    """Somebody of another organisation is known as such before anything they do is."""
    if not source.external:
        return ()
    return (MemberChanged(workspace=source.home.workspace, at=source.at, member=source.member, external=True),)


def clock(source: Source) -> tuple[MemberChanged, ...]:
    """What somebody's client tells of where they are; it is the only place that Teams tells it.

    learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
    """
    for entity in tables(source.activity.get("entities"), MOST_NAMED):
        if entity.get("type") == "clientInfo":
            zone, country = name(entity.get("timezone")), name(entity.get("country")).upper()
            if zone not in _zones():
                return ()
            where = country_of(zone) or (country if _COUNTRY.fullmatch(country) else None)
            return (
                MemberChanged(
                    workspace=source.home.workspace, at=source.at, member=source.member, zone=zone, country=where
                ),
            )
    return ()


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def present(source: Source, *, installed: bool = False) -> Present:
    """We are in the conversation that an activity comes from."""
    team = table(source.data.get("team")) if source.kind == CHANNEL else {}
    told = source.activity.get("topicName") or table(source.activity.get("conversation")).get("name")
    return Present(
        channel=source.channel,
        # The id of a team is that of its first channel.
        kind=TEAM if source.kind == CHANNEL and team.get("id") == source.channel else source.kind,
        member=source.member if source.personal else "",
        team=ident(team.get("id")),
        group_id=ident(team.get("aadGroupId")).lower(),
        service=source.service,
        installed=installed,
        topic=name(told) if source.kind == GROUP else "",
    )


def ask(source: Source, surface: str, message: str, form: str = "", entries: Mapping[str, str] = NO_ENTRIES) -> Ask:
    """The way back to who did it."""
    return Ask(
        member=source.member,
        surface=surface,
        conversation=source.conversation,
        channel=source.channel,
        thread=source.in_thread(message),
        message=message,
        service=source.service,
        address=ident(table(source.activity.get("from")).get("id")) or source.member,
        personal=source.personal,
        private=source.personal or table(source.activity.get("recipient")).get("isTargeted") is True,
        form=form,
        entries=entries,
    )


def people_in(text: str) -> list[str]:
    """Whom a text mentions, bots aside."""
    if "<@" not in text:
        return []
    found = dict.fromkeys(match[1] for match, _ in zip(_PERSON.finditer(text), range(MOST_NAMED), strict=False))
    return [member for member in found if not is_bots(member)]


def named(members: Iterable[str]) -> frozenset[str]:
    """Those of them who are somebody."""
    return frozenset(member for member in members if member)


def after_our_name(text: str) -> str | None:
    """What follows our name in a text that begins with it; None for all others."""
    said = text.removeprefix(US)
    return None if said == text else without_us(_PAUSE.sub("", said, 1))


def spoken_to(text: str) -> str:
    """What is asked of us where a text begins with our name and a word we know; nothing otherwise."""
    rest = after_our_name(text)
    return rest if rest and is_spoken(first_word(rest)) else ""


def without_us(text: str) -> str:
    """A text without our name: it is told to everybody there."""
    return text.replace(f"{US} ", "").replace(US, "").strip() if US in text else text


def first_word(text: str) -> str:
    """The first word in small letters, without what stands around it."""
    return name(text[:100]).split(" ", 1)[0].strip(AROUND).lower()
