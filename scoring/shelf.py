"""A shelf: values by key, which notes what it is asked for and lacks, and what was changed."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

Asked = list[tuple["Shelf[Any, Any]", Any]]
"""Shelf and key of what was lacking, in the order it was asked for."""
Journal = list[tuple["Shelf[Any, Any]", Any, Any]]
"""Shelf, key, and the changed value that was there before (None if it was as loaded)."""


class Shelf(Generic[K, V]):
    """Values by key: `base` as loaded, `fresh` as changed since; `old` is forgotten next unless it is asked for.

    Decisions never read the database. What a shelf lacks is taken for absent, as most of it is, and noted: in
    `missing`, to be loaded, and in `asked`, to find whose decision was wrong if it is there after all. `journal`
    remembers what to put back then. Both are shared by the shelves of a state.
    """

    __slots__ = ("asked", "base", "complete", "fresh", "journal", "missing", "old")

    def __init__(self, asked: Asked, journal: Journal | None, *, complete: bool) -> None:
        self.base: dict[K, V | None] = {}
        self.fresh: dict[K, V] = {}
        self.old: dict[K, V | None] = {}
        self.missing: set[K] = set()
        self.asked = asked
        self.journal = journal
        self.complete = complete

    def get(self, key: K) -> V | None:
        """The value, or None if there is none (or none yet)."""
        value = self.fresh.get(key)
        if value is not None or self.complete:
            return value
        if key in self.base:
            return self.base[key]
        if not self._recalls(key) and key not in self.missing:
            self.missing.add(key)
            self.asked.append((self, key))
        return self.base.get(key)

    def _recalls(self, key: K) -> bool:
        found = key in self.old
        if found:
            self.base[key] = self.old[key]
        return found

    def want(self, keys: Iterable[K]) -> None:
        """Have these loaded, unless they are known."""
        self.missing.update(key for key in keys if key not in self.base and not self._recalls(key))

    def put(self, key: K, value: V) -> None:
        """Change a value; it is written at the end of the batch."""
        if self.journal is not None:
            self.journal.append((self, key, self.fresh.get(key)))
        self.fresh[key] = value

    def settle(self) -> None:
        """What was changed has been written."""
        self.base.update(self.fresh)
        self.fresh.clear()

    def forget(self) -> None:
        """Nothing that was loaded is true any more."""
        self.base.clear()
        self.old.clear()

    def age(self) -> None:
        """Forget what wasn't used since the last time."""
        self.old, self.base = self.base, {}
