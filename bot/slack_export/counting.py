"""Counting what an export holds while it passes by, a day file at a time."""

from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bot.slack_export.differences import Kept
from bot.slack_export.parse import BOT, Reading, lacks, micros
from bot.slack_export.people import records
from bot.slack_export.report import Report
from scoring.emoji_names import is_standard
from scoring.facts import Micros


class _Threads:
    """The threads of one channel. A parent may be long ago, so every message's time is kept: eight bytes."""

    def __init__(self) -> None:
        self._sent = array("q")
        self._missing: dict[Micros, int] = {}  # first message -> replies told of, less those seen

    def pass_by(self, at: Micros) -> None:
        if self._sent and at < self._sent[-1]:
            insort(self._sent, at)
        else:
            self._sent.append(at)

    def declare(self, first: Micros, replies: object) -> None:
        self._missing[first] = replies if isinstance(replies, int) else 0

    def reply(self, first: Micros) -> bool:
        """Whether the first message is there at all."""
        if first in self._missing:
            self._missing[first] -= 1
            return True
        place = bisect_left(self._sent, first)
        return place < len(self._sent) and self._sent[place] == first

    def wrong(self) -> int:
        return sum(1 for missing in self._missing.values() if missing)


class Counting:
    """Remembers as little as the counts need: who, which emoji, a number for each thread and each message."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._wrote: set[str] = set()
        self._authors: set[str] = set()
        self._reacted: set[str] = set()
        self._repliers: set[str] = set()
        self._names: Counter[str] = Counter()
        self._threads: dict[str, _Threads] = {}

    def unreadable(self, reason: str) -> None:
        """A record nothing can be said of."""
        self.report.messages += 1
        self.report.left_out[reason] += 1

    def day(self, channel: str, day: Sequence[Kept]) -> None:
        """The records of one channel's day, in order of time."""
        threads = self._threads.setdefault(channel, _Threads())
        for record, reading in day:
            self._message(record, reading)
            threads.pass_by(reading.at)
            if "thread_ts" in record or "reply_count" in record:
                self._thread(record, reading, threads)
            if "reactions" in record:
                self._reactions(record, reading)

    def _message(self, record: dict[str, Any], reading: Reading) -> None:
        report = self.report
        report.messages += 1
        person = reading.posted is not None
        if person:
            report.by_people += 1
            self._authors.add(reading.author)
        else:
            report.left_out[reading.left_out] += 1
            report.by_bots += reading.left_out == BOT
        self._wrote.add(reading.author or reading.bot)
        report.without_user += not reading.author
        if "edited" in record:
            report.edited += 1
            report.edited_by_people += person
        if record.get("files"):
            report.with_files += 1
            report.with_files_by_people += person

    def _thread(self, record: dict[str, Any], reading: Reading, threads: "_Threads") -> None:
        thread = record.get("thread_ts")
        first = None if thread == reading.message else micros(thread)
        if first is None:
            threads.declare(reading.at, record.get("reply_count"))
            return
        report = self.report
        report.replies += 1
        if reading.posted:
            report.replies_by_people += 1
            self._repliers.add(reading.author)
        report.orphans += not threads.reply(first)

    def _reactions(self, record: dict[str, Any], reading: Reading) -> None:
        report = self.report
        total = 0
        for name, users in reading.named:
            self._names[name] += len(users)
            self._reacted.update(users)
            total += len(users)
            if reading.author in users:
                report.own_reactions += 1
        report.reactions += total
        report.reacted_messages += total > 0
        report.counted_reactions += sum(one.member != reading.author for one in reading.reactions)
        if not reading.posted:
            report.reactions_to_no_person += len(reading.reactions)
        report.bot_reactions += reading.by_bots
        report.repeated_reactions += reading.repeated
        report.unnamed_reactions += sum(map(lacks, records(record["reactions"])))

    def close(self, listed: frozenset[str]) -> None:
        """The counts that only the end can tell; `listed` are the people of users.json."""
        report = self.report
        custom = [name for name in self._names if not is_standard(name)]
        report.wrote = len(self._wrote - {""})
        report.authors = len(self._authors)
        report.repliers = len(self._repliers)
        report.only_reacted = len(self._reacted - self._wrote)
        report.unlisted = len((self._authors | self._reacted) - listed)
        report.emoji_names = len(self._names)
        report.custom_names = len(custom)
        report.custom_reactions = sum(self._names[name] for name in custom)
        report.wrong_reply_counts = sum(threads.wrong() for threads in self._threads.values())
