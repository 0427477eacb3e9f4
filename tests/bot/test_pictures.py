"""Charts as pictures: 1,200 pixels wide, every bar as long as its amount, and no letter that can't be drawn."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.pictures import ACCENT, EDGE, GOLD, INSIDE, LINE, WIDTH, drawable, png
from handlers.cards.blocks import Chart


def _drawn(chart: Chart) -> Image.Image:
    image = Image.open(io.BytesIO(png(chart)))
    image.load()
    assert image.format == "PNG"
    assert image.width == WIDTH
    return image.convert("RGB")


def _lengths(image: Image.Image, colour: str) -> set[int]:
    """How much of each row of the picture has this colour."""
    wanted = tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
    rows = ([image.getpixel((x, y)) for x in range(EDGE, WIDTH - EDGE)] for y in range(image.height))
    return {sum(pixel == wanted for pixel in row) for row in rows}


def test_bars_are_as_long_as_their_amounts_and_the_longest_stands_out() -> None:
    image = _drawn(Chart("Lunch", (("Pizza", 4), ("Sushi", 1), ("Nothing", 0))))
    assert max(_lengths(image, ACCENT)) == pytest.approx(INSIDE, abs=3)
    assert max(_lengths(image, GOLD)) == pytest.approx(INSIDE / 4, abs=3)
    assert max(_lengths(image, LINE)) == pytest.approx(INSIDE, abs=3)


def test_a_pie_has_a_slice_for_each_share() -> None:
    image = _drawn(Chart("Fewer meetings?", (("Yes", 3), ("No", 1)), "pie"))
    colours = {colour for _, colour in image.getcolors(1_000_000) or []}
    assert {(0xB2, 0x3A, 0x24), (0xE0, 0xA0, 0x20)} <= colours


def test_what_it_shows_stands_in_the_file_as_words() -> None:
    image = Image.open(io.BytesIO(png(Chart("Lunch", (("Pizza 🍕", 4), ("Sushi", 1))))))
    image.load()
    assert image.info["Description"] == "Lunch:\nPizza 🍕: 4 votes\nSushi: 1 vote"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Pizza 🍕", "Pizza :pizza:"), ("a\x00b\u202ec", "abc"), ("👩‍🚀 up", ":female-astronaut: up"), ("plain", "plain")],
)
def test_emoji_that_cannot_be_drawn_become_their_names(text: str, shown: str) -> None:
    assert drawable(text) == shown


@settings(max_examples=25, deadline=None)
@given(
    st.text(max_size=300),
    st.lists(st.tuples(st.text(max_size=200), st.integers(-(10**12), 10**12)), max_size=25),
    st.sampled_from(("bars", "pie", "line", "other")),
)
def test_anything_can_be_drawn(title: str, points: list[tuple[str, int]], kind: str) -> None:
    _drawn(Chart(title, tuple(points), kind))
