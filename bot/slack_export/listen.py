"""Listening to an export: opened, read a day at a time and handed on in batches of events."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bot.slack_export.differences import Stored
from bot.slack_export.files import open_files
from bot.slack_export.reader import Reader
from bot.slack_export.report import Report
from handlers.events import Event

Progress = Callable[[int, int], None]
"""(bytes done, bytes in all)"""


def _unseen(_done: int, _total: int) -> None:
    """Nobody watches the progress."""


class Batch(NamedTuple):
    """Events to be written together, in order."""

    workspace: str
    events: Sequence[Event]
    team: str = ""
    """The id of the workspace that the export is of, as far as it tells."""


@dataclass(slots=True)
class Import:
    """One import of the export at `path`: write what `batches` yields, then show the `report`.

    Without a `workspace` the export's own team id is taken. Each batch has at most `size` events; only one
    day is in memory at a time.
    """

    path: Path
    workspace: str = ""
    stored: Stored = field(default_factory=Stored)
    size: int = 5000
    progress: Progress = _unseen
    report: Report = field(default_factory=Report)

    def batches(self) -> Iterator[Batch]:
        """Everything the export tells, as events; ExportError if it cannot be imported at all."""
        most = max(1, self.size)
        with open_files(self.path) as files:
            reader = Reader(files, self.workspace, self.stored, self.report)
            waiting: list[Event] = list(reader.lists())
            done, total = 0, sum(reader.bytes_of(day) for day in reader.days)
            for day in sorted(reader.days):
                told = reader.day(day)
                waiting += told
                part = reader.bytes_of(day) / max(1, len(told))  # of the bytes, for each event
                done += reader.bytes_of(day)
                while len(waiting) >= most:
                    yield Batch(reader.home.workspace, waiting[:most], reader.home.team)
                    del waiting[:most]
                    self.progress(done - round(part * min(len(waiting), len(told))), total)
            if waiting:
                yield Batch(reader.home.workspace, waiting, reader.home.team)
            reader.close()
            self.progress(total, total)
