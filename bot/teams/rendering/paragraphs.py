"""Paragraphs: runs as elements, which nothing written in them can change.

Words go into a RichTextBlock, which knows no markdown. A mention or a moment needs a TextBlock, where all else is
escaped: mentions are read nowhere else (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format),
and Teams shows no moments in a RichTextBlock (https://github.com/microsoft/AdaptiveCards/issues/6194).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.plain_text import GAP, cut, units
from bot.spoken import icon, is_safe, moment_of
from bot.teams.rendering.clean import LONGEST_NAME, clean, escape, line, opening, tag
from bot.teams.rendering.look import Json, Look, block, is_member, rich, run
from handlers.cards import blocks
from handlers.cards.blocks import Run, Runs

LONGEST: Final = 6_000
"""So much text one paragraph holds."""
MOST_LINES: Final = 60
MOST_RUNS: Final = 300
LONGEST_LABEL: Final = 1_000
_FRAME: Final = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D", "\\": "%5C", "*": "%2A", "<": "%3C"})
_EDGES: Final = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


@dataclass(slots=True)
class Mentions:
    """Whom a card mentions, as its paragraphs are drawn one by one."""

    allowed: bool = True
    entities: dict[str, Json] = field(default_factory=dict)
    """By the member's id."""

    def of(self, person: blocks.Person) -> str:
        """The tag that mentions somebody; nothing if they are only to be named, as they are from the second time on."""
        if not self.allowed or person.id in self.entities or not is_member(person.id):
            return ""
        said = f"<at>{tag(person.name)}</at>"
        taken = {entity["text"] for entity in self.entities.values()}
        while said in taken:
            # Two of the same name: a space that nobody sees makes each tag lead to its own person.
            said = said.replace("</at>", f"{GAP}</at>")
        mentioned = {"id": person.id, "name": name_of(person)}
        self.entities[person.id] = {"type": "mention", "text": said, "mentioned": mentioned}
        return said


@dataclass(frozen=True, slots=True)
class Tone:
    """How loudly a paragraph speaks."""

    quiet: bool = False
    bold: bool = False

    @property
    def looks(self) -> Json:
        """For a TextBlock."""
        return {**self.of_run, **({"weight": "Bolder"} if self.bold else {})}

    @property
    def of_run(self) -> Json:
        """For each run of a RichTextBlock."""
        return {"size": "Small", "isSubtle": True} if self.quiet else {}


PLAIN: Final = Tone()
QUIET: Final = Tone(quiet=True)
BOLD: Final = Tone(bold=True)


def paragraphs(runs: Runs, look: Look, mentions: Mentions | None = None, tone: Tone = PLAIN) -> list[Json]:
    """Runs, an element for each line; with `mentions` people are mentioned and told of it, without only named."""
    found: list[Json] = []
    lines = list(_lines(runs))
    for parts in lines[:MOST_LINES]:
        shown = _line(parts, look, mentions, tone)
        if shown:
            found.append({**shown, "spacing": "None"} if found else shown)
    if len(lines) > MOST_LINES:
        found.append(rich([run("…", **tone.of_run)], "None"))
    return found


def name_of(person: blocks.Person) -> str:
    """How somebody is called where they are only named."""
    return cut(line(person.name), LONGEST_NAME) or "somebody"


def place_of(place: blocks.Place) -> str:
    """How a channel is called."""
    return cut(line(place.name).removeprefix("#"), LONGEST_NAME) or "a channel"


def _lines(runs: Runs) -> Iterator[list[Run]]:
    held: list[Run] = []
    left = LONGEST
    for each in runs[:MOST_RUNS]:
        if not isinstance(each, blocks.Text):
            held.append(each)
            continue
        text = cut(clean(each.text), max(left, 1))
        left -= units(text)
        first, *others = text.split("\n")
        held.append(replace(each, text=first))
        for other in others:
            yield held
            held = [replace(each, text=other)]
        if left <= 0:
            break
    yield held


def _line(runs: Sequence[Run], look: Look, mentions: Mentions | None, tone: Tone) -> Json | None:
    tags = {place: mentions.of(each) for place, each in enumerate(runs) if mentions and isinstance(each, blocks.Person)}
    if any(tags.values()) or any(isinstance(each, blocks.When) for each in runs):
        text = "".join(tags.get(place) or marked(each, look) for place, each in enumerate(runs))
        shown = opening(text)
        return block(shown, **tone.looks) if shown else None
    found = [inline for each in runs if (inline := _inline(each, look, tone))]
    return rich(found) if any(each["text"].strip() for each in found) else None


def markdown(runs: Runs, look: Look) -> str:
    """Runs on one line, escaped, for where only markdown can be shown; nobody is mentioned."""
    return opening("".join(marked(_flat(each), look) for each in runs[:MOST_RUNS]))


def _flat(each: Run) -> Run:
    return (
        replace(each, text=cut(clean(each.text), LONGEST).replace("\n", " ")) if isinstance(each, blocks.Text) else each
    )


def marked(each: Run, look: Look) -> str:
    """A run in markdown."""
    match each:
        case blocks.Text():
            return _styled(clean(each.text), bold=each.bold, italic=each.italic)
        case blocks.Person():
            return escape(name_of(each))
        case blocks.Icon():
            return escape(icon(each.name))
        case blocks.When():
            return moment(each)
        case _:
            label, url = _label(each), _target(each, look)
            return f"[{escape(label)}]({url.translate(_FRAME)})" if label and is_safe(url) else escape(label)


def _styled(text: str, *, bold: bool, italic: bool) -> str:
    sign = "**" * bold + "_" * italic
    match = _EDGES.match(text)
    if not sign or match is None or not match[2]:
        return escape(text)
    before, core, after = match.groups()
    # Signs beside punctuation count as such only where something else is between them.
    left, right = (GAP if not edge.isalnum() else "" for edge in (core[0], core[-1]))
    return f"{before}{sign}{left}{escape(core)}{right}{sign[::-1]}{after}"


def _inline(each: Run, look: Look, tone: Tone) -> Json | None:
    looks = tone.of_run
    match each:
        case blocks.Text():
            weight = "Bolder" if each.bold or tone.bold else ""
            return run(each.text, weight=weight, italic=each.italic, **looks) if each.text else None
        case blocks.Person():
            return run(name_of(each), weight="Bolder" if tone.bold else "", **looks)
        case blocks.Icon():
            text = icon(each.name)
            return run(text, **looks) if text else None
        case blocks.Link() | blocks.Place():
            return link(_label(each), _target(each, look), **looks)
        case blocks.When():
            return None


def link(label: str, url: str, **looks: object) -> Json | None:
    """A link, or just its label when it leads nowhere good."""
    if not is_safe(url):
        return run(label, **looks) if label else None
    return run(label or cut(url, LONGEST_LABEL), **looks, selectAction={"type": "Action.OpenUrl", "url": url})


def _label(each: blocks.Link | blocks.Place) -> str:
    return place_of(each) if isinstance(each, blocks.Place) else cut(line(each.text), LONGEST_LABEL)


def _target(each: blocks.Link | blocks.Place, look: Look) -> str:
    if isinstance(each, blocks.Place):
        return look.address(each.id)
    return each.url if each.url or not each.channel else look.address(each.channel, each.message)


def moment(when: blocks.When) -> str:
    """A moment that Teams shows in the reader's own zone and language.

    https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
    """
    at = moment_of(when.at)
    if at is None:
        return "some time"
    stamp = f"{at:%Y-%m-%dT%H:%M:%SZ}"
    date, time = f"{{{{DATE({stamp}, SHORT)}}}}", f"{{{{TIME({stamp})}}}}"
    return {"date": date, "time": time}.get(when.style, f"{date} at {time}")
