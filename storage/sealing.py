"""Sealing: how secrets at rest are made unreadable without the key; the functions come from whoever has the key."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.transactions import Unavailable


class WrongKey(Unavailable):
    """What was sealed cannot be opened with the key that is here."""


@dataclass(frozen=True, slots=True)
class Box:
    """What can be done with the key of one anonymous poll; each function has a key of its own, derived from it."""

    mark: Callable[[str], str]
    """A keyed hash: always the same for the same text, and nobody without the key can tell of which."""
    receipt: Callable[[str], str]
    """Another one, short enough to be read out."""
    close: Callable[[str, str, int], str]
    """(text, about, size): an envelope as large as `size` bytes need, which opens for the same `about` alone.

    Raises ValueError if the text is larger."""
    open: Callable[[str, str], str]
    """(envelope, about): the text. Raises WrongKey."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """Makes a text unreadable, and readable again; `unseal` and `box` raise WrongKey."""

    seal: Callable[[str], str]
    unseal: Callable[[str], str]
    fresh: Callable[[], str]
    """A new random key for a box, sealed."""
    box: Callable[[str], Box]
    """The box of a sealed key."""
    mark: Callable[[str], str]
    """A keyed hash, by a key of its own."""
