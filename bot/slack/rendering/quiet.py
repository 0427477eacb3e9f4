"""Quiet lines and fields: the blocks that know no rich text, made so that nothing a person wrote is read as mrkdwn.

Mrkdwn is written only where every word is our own and has no sign in it that mrkdwn knows; everything else is plain.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.plain_text import cut, units
from bot.slack.rendering.clean import clean, escape, line
from bot.slack.rendering.elements import (
    elements,
    fitting,
    moment_format,
    name_of,
    place_of,
    target,
)
from bot.slack.rendering.look import Json, Look, is_channel, plain, rich, section, words
from bot.slack.rendering.spoken import run_words
from bot.spoken import icon, is_safe, said_moment, seconds
from handlers.cards import blocks
from handlers.cards.blocks import Run, Runs

MOST_FIELDS: Final = 10
MOST_ELEMENTS: Final = 10
LONGEST_FIELD: Final = 2_000
LONGEST: Final = 2_000
"""Of a quiet line; Slack allows 3,000."""
_INERT: Final = re.compile(r"(?:[^*_~`<>&@#|\n]|#(?=\d))*")
"""A number (`#3`) names no channel where nothing is looked for in what we wrote (`verbatim`)."""


def small(runs: Runs, look: Look) -> list[Json]:
    """A quiet line: a context block."""
    whole = _mrkdwn(runs, look)
    if whole is not None:
        return [_context([_verbatim(whole)])] if whole.strip() else []
    parts = _parts(runs, look)
    if parts is None or len(parts) > MOST_ELEMENTS:
        shown = elements(runs, look)
        return [rich(section(shown))] if shown else []
    return [_context(parts)] if parts else []


def label_and_note(runs: Runs, below: str, look: Look, longest: int) -> Json:
    """Words with a quiet line below them as one text: mrkdwn only where all of it is our own, and inert."""
    whole = _mrkdwn(runs, look)
    if whole is not None and whole.strip() and units(whole) <= longest and _is_inert(below):
        return _verbatim("\n".join(filter(None, (whole.strip(), below))))
    words = cut(clean(run_words(runs)).strip(), longest) or "–"
    return plain("\n".join(filter(None, (words, below))))


def note(text: str) -> Json:
    """A quiet line of plain words."""
    return _context([plain(cut(clean(text), LONGEST))])


def fields(block: blocks.Fields, look: Look) -> list[Json]:
    """Label above value, two beside each other where there is room; lines where a value is not our own words."""
    shown = [_field(label, value, look) for label, value in block.pairs]
    if any(each is None for each in shown):
        return _field_lines(block, look)
    texts = [_verbatim(each) for each in shown if each]
    return [
        {"type": "section", "fields": texts[start : start + MOST_FIELDS]} for start in range(0, len(texts), MOST_FIELDS)
    ]


def _field(label: str, value: Runs, look: Look) -> str | None:
    name, text = line(label), _mrkdwn(value, look)
    if text is None or not _is_inert(name) or not name or units(name + text) > LONGEST_FIELD - 10:
        return None
    return f"*{name}*\n{text}"


def _field_lines(block: blocks.Fields, look: Look) -> list[Json]:
    found: list[Json] = []
    for label, value in block.pairs:
        head = [words(f"{cut(line(label), 200)}  ", bold=True)] if line(label) else []
        shown = fitting([*head, *elements(value, look)])
        if shown:
            found.append(rich(section(shown)))
    return found


def _mrkdwn(runs: Sequence[Run], look: Look) -> str | None:
    """Runs as mrkdwn, if they are our own words and inert; None otherwise."""
    found: list[str] = []
    for run in runs:
        text = _own(run, look)
        if text is None:
            return None
        found.append(text)
    text = "".join(found)
    return text if units(text) <= LONGEST else None


def _own(run: Run, look: Look) -> str | None:
    match run:
        case blocks.Text():
            text = clean(run.text)
            if not _is_inert(text):
                return None
            return _marked(text, run) if text.strip() else text
        case blocks.Icon():
            return icon(run.name)
        case blocks.When():
            return _moment(run)
        case blocks.Link():
            return _link(run, look)
        case blocks.Place() if is_channel(run.id):
            # The live name is shown only to those who may know it.
            return f"<#{run.id}>"
        case _:
            return None


def _marked(text: str, run: blocks.Text) -> str:
    core = text.strip()
    marked = f"_{core}_" if run.italic else core
    marked = f"*{marked}*" if run.bold else marked
    return text.replace(core, marked, 1)


def _is_inert(text: str) -> bool:
    return _INERT.fullmatch(text) is not None


def _moment(when: blocks.When) -> str:
    # docs.slack.dev/messaging/formatting-message-text (date formatting)
    stamp, said = seconds(when.at), said_moment(when)
    return said if stamp is None else f"<!date^{stamp}^{moment_format(when)}|{said}>"


def _link(run: blocks.Link, look: Look) -> str | None:
    url, label = target(run, look), clean(run.text)
    if not label or not _is_inert(label):
        return None
    return f"<{escape(url)}|{label}>" if is_safe(url) else label


def _parts(runs: Sequence[Run], look: Look) -> list[Json] | None:
    """Plain words, with only dates and links to messages as mrkdwn between them; None if a link can't be."""
    found: list[Json] = []
    held = ""
    for run in runs:
        if not isinstance(run, blocks.When | blocks.Link):
            held += _plain(run)
            continue
        own = _own(run, look)
        if own is None:
            return None
        # Each part stands for itself, so a dash that led to the link would hang in the air.
        found += [*_held(held.removesuffix(" - ")), _verbatim(own)]
        held = ""
    return [*found, *_held(held)]


def _plain(run: Run) -> str:
    match run:
        case blocks.Text():
            return clean(run.text)
        case blocks.Person():
            return name_of(run)
        case blocks.Place():
            return place_of(run)
        case blocks.Icon():
            return icon(run.name)
        case _:
            return ""


def _held(text: str) -> list[Json]:
    shown = cut(clean(text).strip(), LONGEST)
    return [plain(shown)] if shown else []


def _verbatim(text: str) -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _context(parts: list[Json]) -> Json:
    return {"type": "context", "elements": parts}
