"""The page of the gallery: everything once, under its subject, with a column for each platform."""

import re
from collections import Counter

from bot.app import GALLERIES
from bot.gallery.page import Column, anchor, contents_html, gallery_html, shows_html, subjects
from bot.playground.gallery import page_html
from handlers.cards.blocks import Card, Dialog
from handlers.cards.gallery import EXAMPLES

COLUMNS = (
    Column("Here", lambda _: "<p>here</p>"),
    Column("There", lambda _: "<p>there</p>", lambda _: "https://x/?a&b"),
)


def example() -> Card | Dialog:
    return Card("A card", ())


def test_each_example_has_a_place_of_its_own_to_lead_to() -> None:
    html = contents_html(EXAMPLES) + gallery_html(COLUMNS, EXAMPLES)
    ids = Counter(re.findall(r' id="([^"]*)"', html))
    assert [each for each, times in ids.items() if times > 1] == []
    assert {anchor(name) for name, _ in EXAMPLES} <= ids.keys()
    assert set(re.findall('href="#([^"]*)"', html)) <= ids.keys()


def test_on_the_whole_page_a_label_leads_to_the_field_beside_it() -> None:
    html = page_html(GALLERIES)
    ids = Counter(re.findall(r' id="([^"]*)"', html))
    assert [each for each, times in ids.items() if times > 1] == []
    labels = Counter(re.findall(r' for="([^"]*)"', html))
    assert labels
    assert labels.keys() <= ids.keys()
    assert [each for each, times in labels.items() if times > 1] == []
    assert {each for many in re.findall(r' aria-describedby="([^"]*)"', html) for each in many.split()} <= ids.keys()


def test_each_example_stands_under_its_subject() -> None:
    found = subjects((("tea: one", example), ("cake: one", example), ("tea: two", example)))
    assert {subject: [name for name, _ in rows] for subject, rows in found.items()} == {
        "tea": ["tea: one", "tea: two"],
        "cake": ["cake: one"],
    }


def test_each_platform_has_a_column_and_a_link_if_it_has_an_address() -> None:
    html = gallery_html(COLUMNS, (("tea: one", example),))
    assert html.index("<p>here</p>") < html.index("<p>there</p>")
    assert re.findall('href="([^"]*)"', html) == ["https://x/?a&amp;b"]
    assert re.findall('value="([^"]*)"', shows_html(COLUMNS)) == ["all", "here", "there"]


def test_a_name_is_only_words() -> None:
    html = gallery_html(COLUMNS, (("<b>: one", example),)) + contents_html((("<b>: one", example),))
    assert "<b>" not in html
