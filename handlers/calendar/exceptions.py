"""Exceptions: what of an entry is skipped, moved, said at once or failed, and until when it rests - kept as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from scoring.facts import Micros

KEPT = 60 * 1440
"""Minutes after which nobody asks any more what became of a slot."""


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Keyed by slot (storage.calendar_tables.RunRow)."""

    skipped: frozenset[int] = frozenset()
    moved: Mapping[int, int] = field(default_factory=dict)
    """To another local minute, counted as slots are."""
    sent: Mapping[int, Micros] = field(default_factory=dict)
    """To a moment, for everybody alike: somebody said "now"."""
    until: int = 0
    """The entry rests until this local day (ordinal); 0 is not at all."""
    failed: int = 0
    """How often in a row carrying it out has failed, where it is tried again."""
    over: Mapping[int, Micros] = field(default_factory=dict)
    """What was moved or said at once, and is done or given up: in each place where that was due up to this moment."""

    def skip(self, slot: int) -> "Exceptions":
        """Not this time."""
        return replace(self._without(slot), skipped=self.skipped | {slot})

    def move(self, slot: int, minute: int) -> "Exceptions":
        """This time at another minute."""
        bare = self._without(slot)
        return replace(bare, moved={**bare.moved, slot: minute})

    def send(self, slot: int, at: Micros) -> "Exceptions":
        """This time at that moment."""
        bare = self._without(slot)
        return replace(bare, sent={**bare.sent, slot: at})

    def rest(self, until: int) -> "Exceptions":
        """Nothing before that day."""
        return replace(self, until=until)

    def done(self, slots: Mapping[int, Micros]) -> "Exceptions":
        """What was chosen by hand has come, or was given up, up to when it was due; it doesn't come again."""
        return replace(self, over={**self.over, **slots}) if slots else self

    def since(self, slot: int) -> "Exceptions":
        """Without what is so long ago that nobody asks, seen from a slot that is carried out now."""
        oldest = slot - KEPT
        moved = {each: to for each, to in self.moved.items() if max(each, to) >= oldest}
        sent = {each: at for each, at in self.sent.items() if each >= oldest}
        return replace(
            self,
            skipped=frozenset(each for each in self.skipped if each >= oldest),
            moved=moved,
            sent=sent,
            over={each: at for each, at in self.over.items() if each in moved or each in sent},
        )

    def _without(self, slot: int) -> "Exceptions":
        return replace(
            self,
            skipped=self.skipped - {slot},
            moved={each: to for each, to in self.moved.items() if each != slot},
            sent={each: at for each, at in self.sent.items() if each != slot},
            over={each: at for each, at in self.over.items() if each != slot},
        )


def read(text: str) -> Exceptions:
    """Exceptions as they are kept; none if nothing is."""
    kept = json.loads(text) if text else {}
    return Exceptions(
        frozenset(kept.get("skipped", ())),
        {int(slot): minute for slot, minute in kept.get("moved", {}).items()},
        {int(slot): at for slot, at in kept.get("sent", {}).items()},
        kept.get("until", 0),
        kept.get("failed", 0),
        {int(slot): at for slot, at in kept.get("over", {}).items()},
    )


def write(exceptions: Exceptions) -> str:
    """The same for the row."""
    kept = {
        "skipped": sorted(exceptions.skipped),
        "moved": dict(sorted(exceptions.moved.items())),
        "sent": dict(sorted(exceptions.sent.items())),
        "until": exceptions.until,
        "failed": exceptions.failed,
        "over": dict(sorted(exceptions.over.items())),
    }
    filled = {name: value for name, value in kept.items() if value}
    return json.dumps(filled, separators=(",", ":")) if filled else ""
