"""The look of cards on a page: what they need to know of the place they are shown in."""

from collections.abc import Callable
from dataclasses import dataclass

Options = tuple[tuple[str, str], ...]
"""Values and what they are called."""


def _faceless(_member: str, _name: str) -> str:
    return ""


def _here(channel: str, message: str) -> str:
    return f"#{channel}/{message}" if message else f"#{channel}"


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
    address: Callable[[str, str], str] = _here
    """Channel and message, or nothing -> where they can be looked at: on this page, elsewhere, or nowhere."""
    is_chat: bool = True
    """Whether the page says who somebody is once their name is pressed, and has emoji to pick from."""
    form: str = ""
    """How the ids in a form begin, where there is more than one on a page."""


HERE = Look()
"""A page on which the chat itself is."""
