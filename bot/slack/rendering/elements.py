"""Elements: runs, and what people wrote, as elements of rich text, which nothing written in them can change.

The elements: docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.plain_text import cut, units
from bot.slack.rendering.clean import clean, line
from bot.slack.rendering.look import Json, Look, is_channel, is_member, words
from bot.spoken import EMOJI, STYLED, is_safe, said_moment, seconds
from handlers.cards import blocks
from handlers.cards.blocks import Run
from scoring import markup
from scoring.emoji_names import canonical
from scoring.markup import Kind

LONGEST: Final = 3_000
"""So much text one block of rich text holds; Slack names no limit, and allows a section as much."""
MOST: Final = 120
"""So many elements one paragraph holds."""
LONGEST_NAME: Final = 80
_TONE: Final = re.compile(r"::skin-tone-([2-6])")
# docs.slack.dev/reference/block-kit/block-elements/date-element
# The only ones that say which weekday it is; the first, which leaves out this year, is told of date elements alone.
_FORMATS: Final = {"date": "{day_divider_pretty}", "time": "{time}"}
_BOTH: Final = "{day_divider_pretty} at {time}"
_MARKED: Final = {"date": "{date_long_pretty}", "time": "{time}"}
_MARKED_BOTH: Final = "{date_long_pretty} at {time}"


def elements(runs: Sequence[Run], look: Look, *, mention: bool = False) -> list[Json]:
    """Runs as elements; with `mention` people are mentioned and told of it, without it they are only named."""
    found = (_element(run, look, mention=mention) for run in runs)
    return fitting(element for element in found if element is not None)


def _element(run: Run, look: Look, *, mention: bool) -> Json | None:
    match run:
        case blocks.Text():
            text = clean(run.text)
            return words(text, bold=run.bold, italic=run.italic) if text else None
        case blocks.Person():
            if mention and is_member(run.id):
                return {"type": "user", "user_id": run.id}
            return words(name_of(run))
        case blocks.Place():
            # The live element shows the name only to those who may know it.
            return {"type": "channel", "channel_id": run.id} if is_channel(run.id) else words(place_of(run))
        case blocks.Icon():
            return emoji(run.name)
        case blocks.Link():
            return link(run.text, target(run, look))
        case blocks.When():
            return moment(run)


def name_of(person: blocks.Person) -> str:
    """How somebody is called where they are only named."""
    return cut(line(person.name), LONGEST_NAME) or "somebody"


def place_of(place: blocks.Place) -> str:
    """How a channel is called where nothing leads to it."""
    return "#" + (cut(line(place.name).removeprefix("#"), LONGEST_NAME) or "a-channel")


def emoji(name: str) -> Json | None:
    """An emoji as an element."""
    known = canonical(name)
    if not EMOJI.fullmatch(known):
        text = clean(name)
        return words(text) if text else None
    tone = _TONE.search(name)
    return {"type": "emoji", "name": known, **({"skin_tone": int(tone[1])} if tone else {})}


def target(run: blocks.Link, look: Look) -> str:
    """Where a link leads, or nothing."""
    return run.url if run.url or not run.channel else look.address(run.channel, run.message)


def link(label: str, url: str) -> Json | None:
    """A link, or just its label when it leads nowhere good."""
    text = cut(clean(label), 1_000) or cut(clean(url), 1_000)
    if not is_safe(url):
        return words(text) if text else None
    return {"type": "link", "url": url, "text": text}


def moment(when: blocks.When) -> Json:
    """A moment in the reader's own zone."""
    stamp = seconds(when.at)
    if stamp is None:
        return words("some time")
    shape = _FORMATS.get(when.style, _BOTH)
    return {"type": "date", "timestamp": stamp, "format": shape, "fallback": said_moment(when)}


def moment_format(when: blocks.When) -> str:
    """How Slack is to write a moment in mrkdwn."""
    return _MARKED.get(when.style, _MARKED_BOTH)


def quoted(text: str, names: Mapping[str, str], look: Look) -> list[Json]:
    """What somebody wrote, as elements for a quotation: people and groups by name only, everything else as it was."""
    return fitting(_quoted(text, names, look))


def _quoted(text: str, names: Mapping[str, str], look: Look) -> Iterator[Json]:
    for kind, piece in markup.pieces(text.strip()):
        if kind is Kind.TEXT:
            yield from _styled(clean(piece))
        elif element := _token(kind, piece, names, look):
            yield element


def _styled(text: str) -> list[Json]:
    """Words with the *bold*, _italic_ and ~struck~ parts that people type."""
    found: list[Json] = []
    end = 0
    for match in STYLED.finditer(text):
        if before := text[end : match.start()]:
            found.append(words(before))
        name = str(match.lastgroup)
        found.append({"type": "text", "text": match[name], "style": {name: True}})
        end = match.end()
    return [*found, words(text[end:])] if text[end:] else found


def _token(kind: Kind, piece: str, names: Mapping[str, str], look: Look) -> Json | None:
    match kind:
        case Kind.CHANNEL:
            place = blocks.Place(markup.identity(piece), names.get(markup.identity(piece)) or markup.label(piece))
            return _element(place, look, mention=False)
        case Kind.LINK:
            return link(markup.label(piece), markup.address(piece))
        case Kind.EMOJI if piece[0] == ":":
            return emoji(piece)
        case Kind.CODE:
            text = clean(markup.unescape(piece.strip("`").strip("\n")))
            return words(text, code=True) if text else None
        case _:
            # Mentions and calls to everybody become their names, quotes in a quotation keep their marks.
            said = markup.plain(piece, names)
            text = clean(said) if kind is Kind.QUOTE else cut(line(said), 1_000)
            return words(text) if text else None


def size(part: object) -> int:
    """How much text is in an element or block, with something for what Slack fills in itself."""
    if isinstance(part, list):
        return sum(map(size, part))
    if not isinstance(part, dict):
        return 0
    if "elements" in part:
        return size(part["elements"])
    text = part.get("text")
    return units(text) if isinstance(text, str) else 20


def fitting(found: Iterable[Json], most: int = LONGEST - 100) -> list[Json]:
    """As many elements as fit, the last of them shortened; three dots say that something is missing."""
    kept: list[Json] = []
    left = most
    for element in found:
        need = size(element)
        if need <= left and len(kept) < MOST:
            kept.append(element)
            left -= need
            continue
        text = element.get("text")
        if element["type"] == "text" and isinstance(text, str) and left > 20 and len(kept) < MOST:
            kept.append({**element, "text": cut(text, left)})
        else:
            kept.append(words(" …"))
        break
    return kept
