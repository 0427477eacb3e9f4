"""Importing: an export's events written batch by batch, with what earlier imports stored taken into account."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bot.joining import Joining, channels_of
from bot.slack_export import ExportError, Import, Report, Stored
from handlers.events import Event, ReactionAdded
from handlers.intake import note
from scoring.emoji_names import canonical
from scoring.facts import Micros
from storage import emoji, standing
from storage.finding import set_platform
from storage.sweeping import shorten
from storage.transactions import Database

OTHER = (
    "This is the export of another workspace ({theirs}), and Huzzah lives in {ours}: nothing was imported. "
    "Leave out --workspace to keep it apart."
)

Progress = Callable[[int, int], None]
"""(bytes done, bytes in all)"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found, and how many facts it added."""

    report: Report
    new_facts: int


@dataclass
class Importing:
    """One import into one database; the workspace is the export's own unless another is named."""

    database: Database
    path: Path
    clock: Callable[[], Micros]
    workspace: str = ""
    progress: Progress = field(default=lambda _done, _total: None)
    _known: set[tuple[str, str, str, str]] = field(default_factory=set)
    """Reactions (channel, message, member, emoji) that stand already, of days that are read and not yet written."""

    def run(self) -> Imported:
        """Read everything and write it; a second run adds only what is new. Raises ExportError or Unavailable."""
        added = 0
        for batch in self._import.batches():
            with self.database.write(batch.workspace, self.clock()) as work:
                before = work.last_seq
                set_platform(work, "slack")
                # What an import tells counts, but nobody is told: the answers are not sent.
                new = [event for event in batch.events if not self._is_known(event)]
                joining = Joining.into(work)
                if joining.is_other(batch.team):
                    raise ExportError(OTHER.format(theirs=batch.team, ours=batch.workspace))
                note(work, joining.fitting(work, new))
                added += work.last_seq - before
        shorten(self.database.engine)
        return Imported(self._import.report, added)

    @cached_property
    def _import(self) -> Import:
        stored = Stored(reactions=self._reactions, messages=self._messages, canonical=self._canonical)
        return Import(self.path, workspace=self.workspace, stored=stored, progress=self.progress)

    @property
    def _target(self) -> str:
        return self._import.report.workspace

    @cached_property
    def _is_first(self) -> bool:
        # Asked before anything is written. Nothing can be gone since the last import if there was none.
        with self.database.read(self._target, self.clock()) as work:
            return not work.last_seq

    def _reactions(self, channel: str, messages: Sequence[str]) -> Mapping[str, Collection[tuple[str, str]]]:
        if self._is_first:
            return {}
        with self.database.read(self._target, self.clock()) as work:
            found = _joined(standing.reactions(work, each, messages) for each in channels_of(work, channel))
        self._known.update((channel, message, *pair) for message, pairs in found.items() for pair in pairs)
        return found

    def _is_known(self, event: Event) -> bool:
        # A later export tells of a reaction once more, and of a later moment: nothing new, so no fact.
        if not self._known or not isinstance(event, ReactionAdded):
            return False
        key = (event.channel, event.message, event.member, self._canonical(event.emoji))
        if key not in self._known:
            return False
        self._known.remove(key)
        return True

    def _messages(self, channel: str, first: Micros, last: Micros) -> Collection[str]:
        if self._is_first:
            return ()
        with self.database.read(self._target, self.clock()) as work:
            ids = channels_of(work, channel)
            return [one for each in ids for one in standing.messages(work, each, _id_of(first), _id_of(last))]

    def _canonical(self, name: str) -> str:
        return canonical(name, self._aliases)

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        with self.database.read(self._target, self.clock()) as work:
            return dict(emoji.aliases(work))


def _joined(parts: Iterable[Mapping[str, set[tuple[str, str]]]]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for part in parts:
        for message, pairs in part.items():
            found.setdefault(message, set()).update(pairs)
    return found


def _id_of(at: Micros) -> str:
    """A moment as Slack writes a message's id; ids of one length sort like their moments."""
    return f"{at // 1_000_000}.{at % 1_000_000:06d}"
