"""Pieces: what the JSON of a platform is drawn with - tables of kinds, and loud words for what none of them knows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from types import MappingProxyType
from typing import Any, Final

from bot.html import prose
from scoring.emoji_names import ONE_EMOJI

Json = Mapping[str, Any]
"""A block, an element or a card, as it is sent."""

FACE: Final = '<img class="said-face" src="/playground/faces/HUZZAH.svg" alt="">'
"""Who says it all."""
_NOBODY: Final[Mapping[str, str]] = MappingProxyType({})


class NotDrawn(ValueError):
    """Something of which the drawing doesn't know how it looks; the message names it."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a client knows besides what it is sent."""

    names: Mapping[str, str] = field(default_factory=lambda: _NOBODY)
    """Ids of people and channels -> what they are called."""
    mentioned: frozenset[str] = frozenset()
    """Whom a card mentions, as its text has them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one type is drawn, and the properties that are drawn with it: any other is said, not swallowed."""

    draw: Callable[[Json, Around], str]
    known: frozenset[str]


def kind(draw: Callable[[Json, Around], str], known: str) -> Kind:
    """A row of a table of kinds; the properties with spaces between them."""
    return Kind(draw, frozenset(known.split()))


def drawn(part: object, kinds: Mapping[str, Kind], around: Around) -> str:
    """A part by its kind, or what in it isn't drawn."""
    try:
        return _drawn(part, kinds, around)
    except NotDrawn as unknown:
        return loud(str(unknown))
    except KeyError as missing:
        return loud(f"{_named(part)} without {missing}")
    except (ValueError, TypeError, OverflowError) as strange:
        # What a platform would refuse must not keep the rest of the page from being looked at.
        return loud(f"{_named(part)} that is malformed ({strange})")


def _named(part: object) -> str:
    return str(part.get("type", "nothing")) if isinstance(part, Mapping) else f"{part!r:.40}"


def _drawn(part: object, kinds: Mapping[str, Kind], around: Around) -> str:
    if not isinstance(part, Mapping):
        raise NotDrawn(f"{part!r:.40}")
    name = _named(part)
    if name not in kinds:
        raise NotDrawn(name)
    if strange := sorted(map(str, part.keys() - kinds[name].known - {"type"})):
        raise NotDrawn(f"{name}.{strange[0]}")
    return kinds[name].draw(part, around)


def all_drawn(parts: object, kinds: Mapping[str, Kind], around: Around) -> str:
    """Parts, one after the other."""
    if not isinstance(parts, list | tuple):
        return loud(f"{parts!r:.40}")
    return "".join(drawn(each, kinds, around) for each in parts)


def loud(what: str) -> str:
    """What a reader can't overlook."""
    return f'<strong class="not-drawn">not drawn: {words(what)}</strong>'


def known(what: str, value: object, table: Mapping[str, str]) -> str:
    """The class that stands for a value; NotDrawn for one that no table has."""
    if str(value) not in table:
        raise NotDrawn(f"{what} {value}")
    return table[str(value)]


def classes(*names: str) -> str:
    """The attribute for these classes."""
    return f'class="{escape(" ".join(filter(None, names)))}"'


def words(text: object) -> str:
    """Text, escaped, with emoji as clients show them: in colour."""
    return ONE_EMOJI.sub(r'<span class="emoji">\g<0></span>', escape(str(text), quote=False))


def picture(address: str, said: str, name: str) -> str:
    """A picture by its address; where there is none to fetch, the words that stand for it."""
    safe = prose.safe_address(address)
    if not safe.startswith("http"):
        return f'<span class="picture-words">{words(said)}</span>'
    return (
        f'<img {classes(name)} src="{escape(safe)}" alt="{escape(said)}" title="{escape(said)}" loading="lazy" '
        'referrerpolicy="no-referrer">'
    )


def unfolding(label: str, inside: str, *names: str) -> str:
    """Something that unfolds what belongs to it."""
    return (
        f'<details {classes("unfold", *names)}><summary>{label}</summary><div class="unfolded">{inside}</div></details>'
    )


def listed(labels: Iterable[str], chosen: frozenset[str] = frozenset()) -> str:
    """What a list offers to choose among, with what is chosen already."""
    rows = "".join(f"<li {classes('chosen' if each in chosen else '')}>{words(each)}</li>" for each in labels)
    return f'<ul class="offered">{rows}</ul>'
