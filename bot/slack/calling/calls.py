"""Calls: what is to be asked of Slack's Web API once a request has been answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

POST: Final = "chat.postMessage"


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `method` is Slack's name for it (`views.open`), or `respond` for a response_url."""

    method: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What goes back at once as the body of the answer (nothing: an empty one), and what is done afterwards."""

    body: Mapping[str, Any] | None = None
    calls: tuple[Call, ...] = ()
