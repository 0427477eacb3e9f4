"""Conversations: who comes and goes, which channels there are, and where we are installed.

learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.shapes import Table, name, table, tables
from bot.teams.reading.heard import NOTHING, Absent, Aside, Came, Heard, Present, Stale
from bot.teams.reading.hearing import Source, is_person, named, present
from bot.teams.reading.ids import ident, member_of
from handlers.events import ChannelMember, Event
from storage.conversations import CHANNEL, TEAM

MOST_COMING: Final = 50
"""More people at once than this are looked up as a whole."""


def updated(source: Source) -> Heard:
    """A `conversationUpdate`: `channelData` says which, in any case of letters; people may come or go besides."""
    if not source.channel:
        return NOTHING
    what = name(source.data.get("eventType")).lower()
    coming, going = (_accounts(source, key) for key in ("membersAdded", "membersRemoved"))
    if coming or going:
        return _came_and_went(source, coming, going)
    change = _CHANGES.get(what)
    if change is None and source.activity.get("topicName") is not None:
        change = _conversation_touched
    return change(source) if change else NOTHING


def installation(source: Source) -> Heard:
    """An `installationUpdate`: we were put somewhere (`add`, `add-upgrade`) or taken away from it."""
    if not source.channel:
        return NOTHING
    action = name(source.activity.get("action")).lower()
    if action.startswith("add") or action == "upgrade":
        return _with(source, (_here(source),))
    return _with(source, (Absent(_whole(source)),)) if action.startswith("remove") else NOTHING


def _accounts(source: Source, key: str) -> list[Table]:
    return tables(source.activity.get(key))


def _came_and_went(source: Source, coming: list[Table], going: list[Table]) -> Heard:
    asides: list[Aside] = []
    events: list[Event] = []
    people: list[str] = []
    for accounts, left in ((coming, False), (going, True)):
        us = [one for one in accounts if _is_us(source, one)]
        if us:
            asides += _ourselves(source, left=left)
        members = [member_of(one, source.people) for one in accounts if one not in us]
        members = list(dict.fromkeys(one for one in members if is_person(source, one)))
        people += members
        events += _inside(source, members, left=left)
        if len(members) > MOST_COMING:
            asides.append(Stale("roster", _whole(source)))
        elif not source.personal:
            new = not left and not us and not _place(source)
            asides += [Came(member, source.at) if new else Stale("member", member) for member in members]
    return replace(_with(source, tuple(asides), *events), people=named(people))


def _place(source: Source) -> str:
    """The group chat, or the channel of its own members, that people join; nothing if they join a team."""
    if _is_of_a_channel(source):
        return _channel(source)
    return "" if source.kind == CHANNEL else source.place


def _is_of_a_channel(source: Source) -> bool:
    return "channelmember" in name(source.data.get("eventType")).lower()


def _inside(source: Source, members: list[str], *, left: bool) -> list[Event]:
    place = _place(source)
    if not place:
        return []
    return [
        ChannelMember(workspace=source.home.workspace, at=source.at, channel=place, member=member, left=left)
        for member in members
    ]


def _ourselves(source: Source, *, left: bool) -> list[Aside]:
    # Into and out of a channel of its own members we go without the rest of the team.
    if source.kind != CHANNEL or not _is_of_a_channel(source):
        return [Absent(_whole(source)) if left else _here(source)]
    where = _channel(source)
    here = replace(present(source, installed=True), channel=where, kind=CHANNEL)
    return ([Absent(where)] if left else [here]) if where else []


def _is_us(source: Source, account: Table) -> bool:
    said = ident(account.get("id"))
    return bool(said) and (said in source.us or source.home.is_bot(said))


def _here(source: Source) -> Present:
    # Installed in a team, we are in the whole of it, whatever channel was chosen.
    here = present(source, installed=True)
    return replace(here, channel=here.team, kind=TEAM) if here.team else here


def _whole(source: Source) -> str:
    """The team, or the chat, that a change of members is about."""
    return (_team(source) or source.channel) if source.kind == CHANNEL else source.channel


def _team(source: Source) -> str:
    return ident(table(source.data.get("team")).get("id"))


def _channel(source: Source) -> str:
    return ident(table(source.data.get("channel")).get("id"))


def _with(source: Source, asides: tuple[Aside, ...], *events: Event) -> Heard:
    if not asides and not events:
        return NOTHING
    told = [one.channel for one in (*asides, *events) if isinstance(one, Present | Absent | ChannelMember)]
    told += [one.id for one in asides if isinstance(one, Stale) and one.kind in ("channel", "team", "roster")]
    return Heard(events, asides, known=source.known, channels=named(told))


def _channel_appeared(source: Source) -> Heard:
    where = _channel(source)
    if not where:
        return NOTHING
    here = replace(present(source), channel=where, kind=CHANNEL)
    return _with(source, (here, Stale("channel", where)))


def _channel_touched(source: Source) -> Heard:
    where = _channel(source)
    return _with(source, (Stale("channel", where),)) if where else _team_touched(source)


def _channel_gone(source: Source) -> Heard:
    where = _channel(source)
    return _with(source, (Absent(where),)) if where else NOTHING


def _team_touched(source: Source) -> Heard:
    where = _team(source)
    return _with(source, (Stale("team", where),)) if where else NOTHING


def _team_back(source: Source) -> Heard:
    where = _team(source)
    return _with(source, (replace(_here(source), installed=False), Stale("team", where))) if where else NOTHING


def _team_gone(source: Source) -> Heard:
    where = _team(source)
    return _with(source, (Absent(where),)) if where else NOTHING


def _conversation_touched(source: Source) -> Heard:
    return NOTHING if source.personal else _with(source, (present(source), Stale("channel", source.channel)))


_CHANGES: Final[Mapping[str, Callable[[Source], Heard]]] = MappingProxyType(
    {
        "channelcreated": _channel_appeared,
        "channelrestored": _channel_appeared,
        "channelrenamed": _channel_touched,
        "channelshared": _channel_touched,
        "channelunshared": _channel_touched,
        "channelmoved": _channel_touched,
        "channelupdated": _channel_touched,
        "channelmemberadded": _channel_touched,
        "channelmemberremoved": _channel_touched,
        "channeldeleted": _channel_gone,
        "channelharddeleted": _channel_gone,
        "teamrenamed": _team_touched,
        "teamarchived": _team_touched,
        "teamunarchived": _team_touched,
        "teamrestored": _team_back,
        "teamdeleted": _team_gone,
        "teamharddeleted": _team_gone,
        "topicname": _conversation_touched,
    }
)
EVENTS: Final = frozenset(_CHANGES)
"""Every `eventType` that is looked at, in small letters."""
