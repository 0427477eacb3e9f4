"""Calls: what an invoke is answered at once, and what is said afterwards."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tell:
    """Say an activity to one person: in the conversation if they are alone there with us, else as a targeted message
    there, or, where the tenant has none, in their personal chat."""

    member: str
    activity: Json
    """Type, attachments, summary: without conversation, recipient and sender."""
    conversation: str = ""
    address: str = ""
    """Their id in conversations, where known."""
    personal: bool = False
    service: str = ""
    key: str = ""
    """What they were last told under the same key is taken back once this is said, as long as that is remembered."""


@dataclass(frozen=True, slots=True)
class Update:
    """Replace the card of a message."""

    conversation: str
    message: str
    activity: Json
    service: str = ""
    targeted: bool = False
    """Only one person sees it."""


Call = Tell | Update


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The body of the answer to an invoke (None for 200 without one), and calls to make once it is sent."""

    body: Json | None = None
    calls: tuple[Call, ...] = ()
