"""Quoting: what somebody wrote, set apart on a ground of its own, with people by name only and everything as it was."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.plain_text import cut, units
from bot.spoken import STYLED, icon
from bot.teams.rendering.clean import clean, line
from bot.teams.rendering.look import Json, Look, container, rich, run
from bot.teams.rendering.paragraphs import LONGEST, MOST_LINES, MOST_RUNS, link, place_of
from handlers.cards import blocks
from scoring import markup
from scoring.markup import Kind

_LOOKS: Final[Mapping[str, Json]] = {
    "bold": {"weight": "Bolder"},
    "italic": {"italic": True},
    "strike": {"strikethrough": True},
}


def quotation(text: str, names: Mapping[str, str], look: Look) -> list[Json]:
    """One container; nothing if nothing was written."""
    lines = list(_lines(_fitting(_quoted(text, names, look))))
    shown = [rich(found) for found in lines[:MOST_LINES] if any(each["text"].strip() for each in found)]
    if len(lines) > MOST_LINES:
        shown.append(rich([run("…")]))
    if not shown:
        return []
    return [container([shown[0], *({**each, "spacing": "None"} for each in shown[1:])], "emphasis", "Small")]


def _quoted(text: str, names: Mapping[str, str], look: Look) -> Iterator[Json]:
    for kind, piece in markup.pieces(text.strip()):
        if kind is Kind.TEXT:
            yield from _styled(clean(piece))
        elif inline := _token(kind, piece, names, look):
            yield inline


def _styled(text: str) -> Iterator[Json]:
    end = 0
    for match in STYLED.finditer(text):
        name = str(match.lastgroup)
        yield run(text[end : match.start()])
        yield run(match[name], **_LOOKS[name])
        end = match.end()
    yield run(text[end:])


def _token(kind: Kind, piece: str, names: Mapping[str, str], look: Look) -> Json | None:
    match kind:
        case Kind.CHANNEL:
            ident = markup.identity(piece)
            return link(place_of(blocks.Place(ident, names.get(ident) or markup.label(piece))), look.address(ident))
        case Kind.LINK:
            return link(cut(line(markup.label(piece)), 1_000), markup.address(piece))
        case Kind.EMOJI:
            return run(icon(piece) or clean(piece)) if piece[0] == ":" else run(clean(piece))
        case Kind.CODE:
            return run(clean(markup.unescape(piece.strip("`").strip("\n"))), fontType="Monospace")
        case _:
            # Mentions and calls to everybody become their names, quotes in a quotation keep their marks.
            said = markup.plain(piece, names)
            return run(clean(said) if kind is Kind.QUOTE else cut(line(said), 1_000))


def _fitting(found: Iterator[Json]) -> Iterator[Json]:
    left = LONGEST
    for place, each in enumerate(found):
        text = cut(each["text"], max(left, 1))
        yield {**each, "text": text}
        left -= units(text)
        if left <= 0 or place >= MOST_RUNS:
            yield run(" …")
            return


def _lines(found: Iterator[Json]) -> Iterator[list[Json]]:
    held: list[Json] = []
    for each in found:
        first, *others = each["text"].split("\n")
        held += [{**each, "text": first}] if first else []
        for other in others:
            yield held
            held = [{**each, "text": other}] if other else []
    yield held
