"""Reading an export: the lists first, then a day at a time, the files of all channels merged by time."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from bot.slack_export.counting import Counting
from bot.slack_export.differences import Kept, Stored, deleted, taken_back
from bot.slack_export.files import BrokenFileError, ExportError, Files
from bot.slack_export.parse import DAY, TWICE, Place, an_id, newest, read
from bot.slack_export.people import (
    Channel,
    Channels,
    Home,
    bots_among,
    channel_changed,
    groups_changed,
    joins,
    members_changed,
    own_team,
    program,
    read_channels,
    records,
    stranger,
)
from bot.slack_export.report import Report
from handlers.events import Event
from scoring.facts import Micros

LISTS = ("users.json", "channels.json", "groups.json", "dms.json", "mpims.json", "usergroups.json")
_DAY_FILE = re.compile(r"(.+)/([0-9]{4}-[0-9]{2}-[0-9]{2})\.json", re.ASCII)
_EPOCH = date(1970, 1, 1).toordinal()
_STRAY = 2 * DAY  # days are cut at midnight somewhere; what is further off is damaged
_AFTER = 3 * DAY  # an edit or a reply may come after the last message, but not long before the export


class _DayFile(NamedTuple):
    name: str
    channel: Channel


class Reader:
    """What stays the same from day to day."""

    def __init__(self, files: Files, workspace: str, stored: Stored, report: Report) -> None:
        self.files, self.report, self.stored = files, report, stored
        self._lists = {name: self._load(name) for name in LISTS if name in files.sizes}
        self.channels = read_channels(self._lists)
        self.days = self._find_days()
        users = self._lists.get("users.json")
        self.bots = bots_among(users)
        team = own_team(users)
        if not (workspace or team):
            raise ExportError("The export doesn't say which workspace it is of. Name one: --workspace acme")
        self.home = Home(workspace or team, self._as_of(), team)
        self.listed = frozenset(an_id(user.get("id")) for user in records(users)) - {""}
        self.known = set(self.listed)
        self.counting = Counting(self.report)

    def bytes_of(self, day: str) -> int:
        """How much there is to read of a day."""
        return sum(self.files.sizes[file.name] for file in self.days[day])

    def lists(self) -> Iterator[Event]:
        """Channels, people and groups."""
        report, channels = self.report, {c.id: c for c in self.channels.by_folder.values()}
        report.workspace = self.home.workspace
        report.users, report.bot_users = len(self.listed), len(self.bots & self.listed)
        report.channels, report.private_channels = len(channels), sum(c.private for c in channels.values())
        for channel in channels.values():
            yield channel_changed(channel, self.home)
        yield from members_changed(self._lists.get("users.json"), self.home, self._joined())
        for group in groups_changed(self._lists.get("usergroups.json"), self.home):
            report.groups += 1
            yield group
        self._lists.clear()

    def day(self, day: str) -> list[Event]:
        """All channels of one day, merged by time."""
        by_channel: dict[str, list[_DayFile]] = {}
        for file in self.days[day]:
            by_channel.setdefault(file.channel.id, []).append(file)
        earliest, latest = _span(day)
        found: list[tuple[Micros, Sequence[Event]]] = []
        people: list[Event] = []
        for channel, files in by_channel.items():
            place = Place(
                self.home.workspace,
                channel,
                self.home.as_of,
                earliest,
                latest,
                self.bots,
                self.stored.canonical,
            )
            kept, whole = self._kept(files, place)
            people += self._strangers(kept)
            found += _told(kept)
            found += self._gone(kept, place, whole)
        found.sort(key=itemgetter(0))
        return [*people, *(event for _, events in found for event in events)]

    def close(self) -> None:
        """Finish the report."""
        self.counting.close(self.listed)

    def _load(self, name: str) -> object:
        try:
            return self.files.json(name)
        except BrokenFileError as broken:
            self.report.fault(name, str(broken))
            return None

    def _find_days(self) -> dict[str, list[_DayFile]]:
        days: dict[str, list[_DayFile]] = {}
        left: Counter[tuple[str, str]] = Counter()
        for name in sorted(self.files.sizes):
            found = _DAY_FILE.fullmatch(name)
            if name in LISTS:
                continue
            if not name.endswith(".json") or name.startswith("__MACOSX/"):
                left["other files", "not JSON"] += 1
            elif not found or not _is_day(found[2]):
                self.report.fault(name, "not a day of a channel")
            elif channel := self.channels.by_folder.get(found[1]):
                days.setdefault(found[2], []).append(_DayFile(name, channel))
            else:
                left[_why_not(found[1], self.channels)] += 1
        for (what, why), number in left.items():
            self.report.fault(what, f"{why} ({number:,} {'file' if number == 1 else 'files'})")
        if not self.channels.by_folder:
            raise ExportError(_no_channels(self.report))
        return days

    def _as_of(self) -> Micros:
        """When the export was made, as far as the last file of each channel tells."""
        last: dict[str, Sequence[str]] = {}
        for day in sorted(self.days):
            for file in self.days[day]:
                last[file.channel.id] = (*last.get(file.channel.id, ()), file.name)[-3:]
        limit = _midnight(max(self.days)) + _AFTER if self.days else 0
        moments = (self._newest(names, limit) for names in last.values())
        return max(moments, default=0)

    def _newest(self, names: Sequence[str], limit: Micros) -> Micros:
        for name in reversed(names):
            content = self._load(name)
            if isinstance(content, list):
                found = max((at for record in content for at in newest(record) if at < limit), default=0)
                if found:
                    return found
        return 0

    def _joined(self) -> Mapping[str, Micros]:
        """When each person came: when they first joined the channel that everybody is in."""
        joined: dict[str, Micros] = {}
        for day in sorted(self.days):
            earliest, latest = _span(day)
            for file in self.days[day]:
                if file.channel.general and self.files.holds(file.name, b"channel_join"):
                    for member, at in joins(self._load(file.name)):
                        if earliest <= at < latest:
                            joined[member] = min(at, joined.get(member, at))
        return joined

    def _kept(self, files: Sequence[_DayFile], place: Place) -> tuple[list[Kept], bool]:
        """The readable records of a channel's day, and whether that is all there is."""
        kept: dict[str, Kept] = {}
        whole = len(files) == 1
        for file in files:
            content = self._load(file.name)
            if not isinstance(content, list):
                if content is not None:
                    self.report.fault(file.name, "it holds no list of messages")
                whole = False
                continue
            self.report.day_files += 1
            for record in content:
                reading = read(record, place)
                reason = reading.left_out
                if not reading.message:
                    self.counting.unreadable(reason)
                    whole = False
                elif reading.message in kept:
                    self.counting.unreadable(TWICE)
                else:
                    kept[reading.message] = Kept(record, reading)
        day = sorted(kept.values(), key=lambda one: one.reading.at)
        self.counting.day(place.channel, day)
        return day, whole

    def _strangers(self, day: Sequence[Kept]) -> Iterator[Event]:
        """Whoever appears for the first time and is in no list."""
        known = self.known
        for record, reading in day:
            if reading.posted and reading.author not in known:
                known.add(reading.author)
                yield stranger(reading.author, record, self.home)
            for one in reading.reactions:
                if one.author not in known and one.author:
                    known.add(one.author)
                    make = program if one.author == reading.bot else stranger
                    yield make(one.author, record, self.home)
                if one.member not in known:
                    known.add(one.member)
                    yield stranger(one.member, {}, self.home)

    def _gone(self, day: Sequence[Kept], place: Place, whole: bool) -> Iterator[tuple[Micros, Sequence[Event]]]:
        for removed in taken_back(self.stored, place, day):
            self.report.reactions_taken_back += 1
            yield removed.at, (removed,)
        if whole:
            for sent, gone in deleted(self.stored, place, day):
                self.report.messages_taken_back += 1
                yield sent, (gone,)


def _told(day: Sequence[Kept]) -> Iterator[tuple[Micros, Sequence[Event]]]:
    for _, reading in day:
        if reading.posted:
            yield reading.at, (reading.posted, *reading.reactions)
        elif reading.reactions:
            yield reading.at, reading.reactions


def _midnight(day: str) -> Micros:
    return (date.fromisoformat(day).toordinal() - _EPOCH) * DAY


def _span(day: str) -> tuple[Micros, Micros]:
    """Between which moments a record of this day may lie, wherever midnight is."""
    start = _midnight(day)
    return start - _STRAY, start + DAY + _STRAY


def _is_day(words: str) -> bool:
    try:
        return _midnight(words) >= 0
    except ValueError:
        return False


def _why_not(folder: str, channels: Channels) -> tuple[str, str]:
    if folder in channels.direct or folder.startswith("mpdm-"):
        return "direct messages", "private, never read"  # their folders are named after people: no names here
    return folder + "/", "in no list of channels"


def _no_channels(report: Report) -> str:
    broken = next((f for f in report.faults if f.file in ("channels.json", "groups.json")), None)
    if broken:
        return f"{broken.file} of the export is broken: {broken.why}. Ask Slack for the export again."
    return (
        "This is no export of a Slack workspace: there is no channel in channels.json or groups.json. "
        "Name the zip file that Slack sent, or the folder it was unpacked to."
    )
