"""A tenant of Teams' as we know it: what it is called, where its connector answers, and who we are there."""

import re
from dataclasses import dataclass
from typing import Final

_OBJECT: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BOT: Final = "28:"
"""How ids of bots begin in conversations; behind it stands the app's id."""
PERSON: Final = "29:"
"""How ids of people begin in conversations; the directory knows them by another."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """The bot in one tenant."""

    workspace: str
    """The tenant's id, in small letters."""
    app: str = ""
    """The app's (client) id."""
    name: str = ""
    service: str = ""
    """The address of the connector, `https://smba.trafficmanager.net/emea/`, as last told."""

    @property
    def bot(self) -> str:
        """Our id in conversations."""
        return f"{BOT}{self.app}"

    def is_bot(self, ident: str) -> bool:
        """Whether an id is ours, as conversations or as Graph write it."""
        return ident.lower() in (self.app.lower(), self.bot.lower())


class NotInstalled(Exception):
    """The bot can't be reached in this tenant; `gone` if it was removed, otherwise it may come to be."""

    def __init__(self, workspace: str, *, gone: bool = True) -> None:
        """In words for an admin."""
        super().__init__(f"Huzzah isn't installed in {workspace}" + (" any more" if gone else ", as far as it knows"))
        self.gone = gone


def object_id(value: object) -> str:
    """An id of the directory (a GUID) in small letters; nothing if it is none."""
    said = value.lower() if isinstance(value, str) and len(value) == 36 else ""
    return said if _OBJECT.fullmatch(said) else ""
