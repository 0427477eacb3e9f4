"""Pictures: a chart as PNG, to be put into slides and mails - light, legible, with every number written out.

Drawn with a font of the machine's where there is one, for the one that Pillow brings knows hardly more than ASCII.
"""

import io
import math
import re
import unicodedata
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from bot import charts
from bot.charts import Point
from bot.plain_text import cut, visible
from handlers.cards.blocks import Chart
from scoring.emoji_names import ONE_EMOJI, canonical

WIDTH: Final = 1_200
EDGE: Final = 56
INSIDE: Final = WIDTH - 2 * EDGE
ROW: Final = 76
BAR: Final = 26
HIGHEST: Final = 6_000
TITLE, TEXT, SMALL = 40, 27, 24
PAPER, INK, QUIET, LINE, GOLD, ACCENT = "#fffaf3", "#2c2320", "#6b5b52", "#eadccb", "#e0a020", "#b23a24"
SLICES: Final = ("#b23a24", "#e0a020", "#0c6a64", "#6d4c8f", "#3d6fa8", "#7c8a2c", "#b0567f", "#6b5b52")
FONTS: Final = (
    "DejaVuSans.ttf", "NotoSans-Regular.ttf", "LiberationSans-Regular.ttf", "Arial Unicode.ttf", "Arial.ttf",
    "arial.ttf",
)  # fmt: skip
"""As they are called on Linux, macOS and Windows."""
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Draw = ImageDraw.ImageDraw


def png(chart: Chart) -> bytes:
    """The chart, 1,200 pixels wide; what it shows stands in it as words, too."""
    kind, points = charts.drawn_as(chart), charts.points(chart)[: HIGHEST // ROW]
    title = _wrapped(drawable(chart.title), _font(TITLE), INSIDE)[:3]
    top = EDGE + len(title) * round(TITLE * 1.35) + (24 if title else 0)
    inside = {"pie": max(420, 40 + len(points) * 48), "line": 460 + 40 * math.ceil(len(points) / 3)}
    image = Image.new("RGB", (WIDTH, top + inside.get(kind, max(len(points), 1) * ROW) + EDGE), PAPER)
    draw = ImageDraw.Draw(image)
    for place, line in enumerate(title):
        draw.text((EDGE, EDGE + place * round(TITLE * 1.35)), line, INK, _font(TITLE))
    if kind == "pie":
        _pie(draw, points, top)
    elif kind == "line":
        _line(draw, points, top)
    else:
        _bars(draw, points, top)
    return _written(image, "\n".join(charts.in_words(chart)))


def _written(image: Image.Image, words: str) -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Description", visible(words)[:4_000])
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True, pnginfo=said)
    return out.getvalue()


def _bars(draw: Draw, points: tuple[Point, ...], top: int) -> None:
    most = max((each.amount for each in points), default=0)
    for place, each in enumerate(points):
        y = top + place * ROW
        leading = each.amount == most > 0
        said = drawable(each.said)
        wide = draw.textlength(said, _font(SMALL))
        draw.text((EDGE, y), _shortened(_label(each, place), _font(TEXT), INSIDE - wide - 30), INK, _font(TEXT))
        draw.text((WIDTH - EDGE - wide, y + 3), said, QUIET, _font(SMALL))
        y += 38
        draw.rounded_rectangle((EDGE, y, WIDTH - EDGE, y + BAR), BAR // 2, LINE)
        if most > 0 and each.amount > 0:
            length = max(BAR, round(INSIDE * each.amount / most))
            draw.rounded_rectangle((EDGE, y, EDGE + length, y + BAR), BAR // 2, ACCENT if leading else GOLD)


def _pie(draw: Draw, points: tuple[Point, ...], top: int) -> None:
    whole, begin, size = sum(each.amount for each in points), -90.0, 380
    for place, each in enumerate(points):
        end = begin + 360 * each.amount / whole
        if each.amount > 0:
            draw.pieslice((EDGE, top, EDGE + size, top + size), begin, end, SLICES[place], PAPER, 3)
        begin = end
    left = EDGE + size + 60
    for place, each in enumerate(points):
        y = top + 20 + place * 48
        draw.rounded_rectangle((left, y + 4, left + 24, y + 28), 6, SLICES[place])
        said = drawable(each.said)
        wide = draw.textlength(said, _font(SMALL))
        label = _shortened(_label(each, place), _font(TEXT), WIDTH - EDGE - left - 60 - wide)
        draw.text((left + 40, y), label, INK, _font(TEXT))
        draw.text((WIDTH - EDGE - wide, y + 3), said, QUIET, _font(SMALL))


def _line(draw: Draw, points: tuple[Point, ...], top: int) -> None:
    lowest, highest = min(0, *(each.amount for each in points)), max(0, *(each.amount for each in points))
    high, span = 380, max(highest - lowest, 1)
    step = INSIDE / max(len(points) - 1, 1)
    places = [
        (EDGE + place * step, top + 10 + high * (highest - each.amount) / span) for place, each in enumerate(points)
    ]
    zero = top + 10 + high * highest / span
    draw.line((EDGE, zero, WIDTH - EDGE, zero), LINE, 3)
    draw.line(places, ACCENT, 6, "curve")
    for x, y in places:
        draw.ellipse((x - 9, y - 9, x + 9, y + 9), ACCENT, PAPER, 3)
    column = INSIDE / 3
    for place, each in enumerate(points):
        x, y = EDGE + place % 3 * column, top + 440 + place // 3 * 40
        words = f"{_label(each, place)}: {drawable(each.said)}"
        draw.text((x, y), _shortened(words, _font(SMALL), column - 20), INK, _font(SMALL))


def _label(point: Point, place: int) -> str:
    """A label as far as it can be drawn; its number where nothing would be left of it."""
    said = drawable(point.label)
    letters = [char for char in point.label if char.isalnum()]
    lost = sum(not _has(char) and not _plainer(char) for char in letters)
    return f"Number {place + 1}" if not said or lost * 2 > len(letters) else said


def drawable(text: str) -> str:
    """The text as it can be drawn: emoji become their names, other letters their nearest ones, or a mark."""
    words = ONE_EMOJI.sub(_emoji, visible(text))
    return " ".join("".join(char if _has(char) or char.isspace() else _plainer(char) or "?" for char in words).split())


def _emoji(found: re.Match[str]) -> str:
    char = found[0]
    if all(_has(each) for each in char):
        return char
    return f":{canonical(char)}:"


def _plainer(char: str) -> str:
    plain = "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
    return plain if plain != char and all(map(_has, plain)) else {"–": "-", "—": "-", "ß": "ss", "ø": "o"}.get(char, "")


@cache
def _font(size: int) -> Font:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


@cache
def _missing() -> tuple[tuple[int, int], bytes]:
    return _glyph("\uffff")


def _glyph(char: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(TEXT).getmask(char)
    return mask.size, bytes(mask)


@cache
def _has(char: str) -> bool:
    return char.isascii() or _glyph(char) != _missing()


def _shortened(text: str, font: Font, room: float) -> str:
    shown, most = text, len(text)
    while most > 1 and font.getlength(shown) > room:
        most -= max(1, most // 20)
        shown = cut(text, most).replace("…", "...") if not _has("…") else cut(text, most)
    return shown


def _wrapped(text: str, font: Font, room: float) -> list[str]:
    lines: list[str] = []
    for word in text[:400].split():
        if lines and font.getlength(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(_shortened(word, font, room))
    return lines
