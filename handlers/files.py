"""Files: what somebody may have as a file, found again by what it is called - behind a link, for one."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from handlers import privacy
from handlers.answers import ABOUT_ME, Download
from handlers.polls import exporting
from storage.transactions import Work

Find = Callable[[Work, str, str], Download | None]


def _about_me(work: Work, member: str, _file: str) -> Download:
    return privacy.held(work, member)


FINDERS: Mapping[str, Find] = MappingProxyType(
    {ABOUT_ME: _about_me, exporting.CSV: exporting.again, exporting.PNG: exporting.again}
)


def is_one(file: str) -> bool:
    """Whether a file may be called so."""
    return file.partition(" ")[0] in FINDERS


def find(work: Work, member: str, file: str) -> Download | None:
    """A file for this member alone; None if there is no such file, or not for them."""
    finder = FINDERS.get(file.partition(" ")[0])
    return finder(work, member, file) if finder is not None else None
