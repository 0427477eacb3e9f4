"""A shelf: values by key that notes what it is asked for and lacks, and can put back what was changed."""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """Values by key: `base` as loaded, `fresh` as changed since; asks for what it lacks by noting it in `missing`.

    Decisions never read the database: a fact that met missing keys is applied again once they are loaded. `journal`
    remembers what to put back then.
    """

    __slots__ = ("base", "complete", "fresh", "journal", "journals", "missing")

    def __init__(self, *, complete: bool) -> None:
        self.base: dict[K, V | None] = {}
        self.fresh: dict[K, V] = {}
        self.missing: set[K] = set()
        self.journal: list[tuple[K, V | None]] = []
        self.complete = complete
        self.journals = not complete

    def get(self, key: K) -> V | None:
        """The value, or None if there is none (or none yet)."""
        if key in self.fresh:
            return self.fresh[key]
        if key in self.base:
            return self.base[key]
        if not self.complete:
            self.missing.add(key)
        return None

    def put(self, key: K, value: V) -> None:
        """Change a value; it is written at the end of the batch."""
        if self.journals:
            self.journal.append((key, self.fresh.get(key)))
        self.fresh[key] = value

    def undo(self) -> None:
        """Put back what was changed since the last `keep`."""
        while self.journal:
            key, value = self.journal.pop()
            if value is None:
                del self.fresh[key]
            else:
                self.fresh[key] = value

    def settle(self) -> None:
        """What was changed has been written."""
        self.base.update(self.fresh)
        self.fresh.clear()
        self.journal.clear()
