"""The look of cards on a page: what they need to know of the place they are shown in."""

from collections.abc import Callable
from dataclasses import dataclass

Options = tuple[tuple[str, str], ...]
"""Values and what they are called."""


def _faceless(_member: str, _name: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Look:
    """Of one page, for one reader."""

    face: Callable[[str, str], str] = _faceless
    """Member and name -> the address of their picture, or nothing."""
    people: Options = ()
    """Whom its reader may choose in a form."""
    channels: Options = ()
    pictures: str = ""
    """How the addresses of the page's own pictures begin."""
