"""What people type, turned into neutral markup and back: `@Ana Sousa` is `<@U_ANA>`, `#wins` is `<#C_WINS|wins>`."""

import re
from collections import Counter
from functools import lru_cache

from bot.playground.colleagues import BOT, BOT_NAME, COLLEAGUES, GROUPS, PEOPLE, PLACES, places_for
from scoring.markup import escape, unescape

_CODE = re.compile(r"(```(?:[^`]|`(?!``))*```|`[^`\n]+`)")
_MENTION = re.compile(r"<(@|!subteam\^|#|!)([^<>|\n]+)(?:\|[^<>\n]*)?>")
_EVERYONE = ("here", "channel", "everyone")


@lru_cache(maxsize=1)
def _mentions() -> dict[str, str]:
    """Every way to name somebody after an @, lower-cased, and its markup; a first name if only one bears it."""
    firsts = Counter(person.name.split()[0].lower() for person in COLLEAGUES)
    found = {word: f"<!{word}>" for word in _EVERYONE}
    for person in COLLEAGUES:
        first = person.name.split()[0].lower()
        names = [person.name.lower(), person.id.removeprefix("U_").lower()]
        for name in names + ([first] if firsts[first] == 1 else []):
            found[name] = f"<@{person.id}>"
    for group in GROUPS:
        found[group.name.lower()] = f"<!subteam^{group.id}>"
    found[BOT_NAME.lower()] = f"<@{BOT}>"
    return found


@lru_cache(maxsize=64)
def _pattern(member: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What to look for in a message of this member: private channels only where they belong."""
    table = {f"@{name}": token for name, token in _mentions().items()}
    for place in places_for(member):
        if place.kind != "direct":
            table[f"#{place.name}"] = f"<#{place.id}|{place.name}>"
    names = "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))
    return re.compile(rf"(?<![\w@#/&])(?:{names})(?![\w]|-\w)", re.IGNORECASE), table


def to_markup(text: str, member: str) -> str:
    """The markup of what a member typed; code stays as it is, and nothing typed is ever a token by itself."""
    pattern, table = _pattern(member)
    parts = _CODE.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    for index, part in enumerate(parts):
        parts[index] = escape(part)
        if index % 2 == 0:
            parts[index] = pattern.sub(lambda match: table[match[0].lower()], parts[index])
    return "".join(parts)


def to_typed(text: str) -> str:
    """Markup as its author would type it, for editing."""
    return unescape(_MENTION.sub(_spell, text))


def _spell(match: re.Match[str]) -> str:
    sort, name = match[1], match[2]
    if sort == "@":
        return "@" + (BOT_NAME if name == BOT else PEOPLE[name].name if name in PEOPLE else name)
    if sort == "#":
        return "#" + (PLACES[name].name if name in PLACES else name)
    if sort == "!":
        return "@" + name
    return "@" + next((group.name for group in GROUPS if group.id == name), name)
