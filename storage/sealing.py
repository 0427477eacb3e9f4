"""Sealing: how secrets at rest are made unreadable without the key; the two functions come from whoever has the key."""

from collections.abc import Callable
from dataclasses import dataclass

from storage.transactions import Unavailable


class WrongKey(Unavailable):
    """What was sealed cannot be opened with the key that is here."""


@dataclass(frozen=True, slots=True)
class Sealing:
    """Makes a text unreadable, and readable again; `unseal` raises WrongKey."""

    seal: Callable[[str], str]
    unseal: Callable[[str], str]
