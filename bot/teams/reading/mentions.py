"""Mentions: whom the marked words of a message mean, as activities and as Graph tell it.

Activities: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
Graph: learn.microsoft.com/en-us/graph/api/resources/chatmessagemention
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.shapes import Table, name, table, tables, words
from bot.teams.reading.ids import ident, is_bots, member_of, person_id
from bot.teams.reading.tags import plain
from bot.teams.workplace import Tenant

MOST_MENTIONS: Final = 500
MOST_INDEX: Final = 100_000
EVERYONE: Final = "<!channel>"
US: Final = "<@28:>"
"""Our own name, until it is taken out."""

_AT: Final = re.compile(r"\A\s*<at\b[^<>]*>(.*)</at>\s*\Z", re.DOTALL | re.IGNORECASE)
_PLACES: Final = frozenset({"channel", "team", "everyone", "chat"})
_LONGEST_WORDS: Final = 600


class Mentions:
    """What may be mentioned in one message, looked up in the order of its words."""

    __slots__ = ("_at", "_called", "written")

    def __init__(self, told: Iterable[tuple[str, str, str, str]]) -> None:
        """Of each its index, the words shown, how these are written in plain text, and its markup."""
        self._at: dict[str, tuple[str, str]] = {}
        self._called: dict[str, list[str]] = {}
        self.written: list[tuple[str, str]] = []
        """As written in plain text, and the markup; in their order."""
        for index, shown, written, markup in told:
            key = _folded(shown)
            self._at.setdefault(index, (key, markup))
            self._called.setdefault(key, []).append(markup)
            if written:
                self.written.append((written, markup))

    def __bool__(self) -> bool:
        return bool(self._at)

    def find(self, index: str, shown: str) -> str | None:
        """The markup of a mention with this index, or that shows these words; None if there is none such.

        Of several people called alike, those without an index are taken one after the other.
        """
        key = _folded(shown)
        called, markup = self._at.get(index, (None, None))
        same = self._called.get(key)
        if markup is not None and (called == key or not same):
            return markup
        if not same:
            return None
        return same.pop(0) if len(same) > 1 else same[0]


def _folded(shown: str) -> str:
    return " ".join(shown[:_LONGEST_WORDS].split())


def of_entities(entities: object, us: Iterable[str], people: Mapping[str, str]) -> Mentions:
    """The mentions that an activity's `entities` tell; `us` are our own ids."""
    ours = frozenset(us)
    found: list[tuple[str, str, str, str]] = []
    mentions = (one for one in tables(entities, MOST_MENTIONS) if one.get("type") == "mention")
    for index, entity in enumerate(mentions):
        who, written = table(entity.get("mentioned")), words(entity.get("text"), _LONGEST_WORDS)
        match = _AT.match(written)
        shown = plain(match[1]) if match else words(who.get("name"), _LONGEST_WORDS)
        markup = _of_account(who, ours, people)
        if markup is not None:
            found.append((str(index), shown, written, markup))
    return Mentions(found)


def _of_account(who: Table, ours: frozenset[str], people: Mapping[str, str]) -> str | None:
    kind, said = name(who.get("type")).lower(), ident(who.get("id"))
    if said in ours and said:
        return US
    if kind in _PLACES or said.startswith("19:"):
        return EVERYONE
    if kind == "tag":
        return f"<!subteam^{said}>" if said else None
    if kind == "bot" or is_bots(said):
        return ""
    member = member_of(who, people)
    return f"<@{member}>" if member else None


def of_message(mentions: object, home: Tenant, people: Mapping[str, str]) -> Mentions:
    """The mentions that one of Graph's messages tells."""
    found: list[tuple[str, str, str, str]] = []
    for mention in tables(mentions, MOST_MENTIONS):
        index, shown = mention.get("id"), words(mention.get("mentionText"), _LONGEST_WORDS)
        markup = _of_identity(table(mention.get("mentioned")), home, people)
        if markup is not None and type(index) is int and 0 <= index < MOST_INDEX:
            found.append((str(index), plain(shown), "", markup))
    return Mentions(found)


def _of_identity(who: Table, home: Tenant, people: Mapping[str, str]) -> str | None:
    user, tag, app = (table(who.get(key)) for key in ("user", "tag", "application"))
    if user:
        said = person_id(user.get("id"))
        return f"<@{people.get(said, said)}>" if said else None
    if app:
        said = ident(app.get("id"))
        return US if said and home.is_bot(said) else ""
    if tag:
        said = ident(tag.get("id"))
        return f"<!subteam^{said}>" if said else None
    return EVERYONE if table(who.get("conversation")) else None


def people_of(entities: object) -> list[Table]:
    """The accounts that an activity's `entities` mention."""
    return [table(one.get("mentioned")) for one in tables(entities, MOST_MENTIONS) if one.get("type") == "mention"]
