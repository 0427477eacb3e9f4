"""The pages of the rules: found by name, turned by buttons, and never too long for a message."""

from dataclasses import replace

import pytest

from handlers.answers import Refresh
from handlers.cards.blocks import Buttons
from handlers.cards.rules import pages as rule_pages
from handlers.cards.rules.card import GROUPS
from scoring.book import Kind, Rule
from storage.default_book import default_book
from tests.handlers.chat import Chat

SHOWN = default_book()


def test_every_group_of_rules_has_a_page() -> None:
    assert len(rule_pages.PAGES) == len(GROUPS)
    for name, (title, _, _) in zip(rule_pages.PAGES, GROUPS, strict=True):
        assert rule_pages.find(name) == rule_pages.find(title) == name


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("", "Rules: Thanks and praise"),
        ("talking", "Rules: Talking with each other"),
        ("talk", "Rules: Talking with each other"),
        ("Welcome", "Rules: Welcoming"),
        ("noticing", "Rules: Noticing each other"),
        ("praise", "Rules: Thanks and praise"),
        ("nonsense", "Rules: Thanks and praise"),
        ("talking 99999999", "Rules: Talking with each other"),
        ("talking 7", "Rules: Talking with each other"),
    ],
)
def test_a_page_is_found_however_it_is_typed(chat: Chat, typed: str, title: str) -> None:
    chat.command("JON", f"/huzzah rules {typed}")
    assert title in chat.notes()
    assert chat.buttons("rule_edit")


def test_the_buttons_above_turn_the_pages(chat: Chat) -> None:
    chat.command("JON", "/huzzah rules")
    chat.press("JON", next(each for each in chat.buttons("rules") if each.value == "noticing"))
    assert isinstance(chat.answers[0], Refresh)
    assert "Rules: Noticing each other" in chat.notes()
    assert [each.value for each in chat.buttons("rules") if each.style == "primary"] == ["noticing"]
    chat.press("BEN", chat.buttons("rules")[0])
    assert "Thanks and praise" in chat.notes()
    assert not chat.buttons("rule_edit")


def test_a_reader_can_ask_for_one_group_alone(chat: Chat) -> None:
    chat.command("MEI", "/huzzah rules welcoming")
    assert "Welcome a newcomer" in chat.notes()
    assert "Share a photo" not in chat.notes()


def test_a_book_of_two_hundred_rules_is_turned_in_pages_of_which_each_fits_a_message() -> None:
    many = tuple(Rule(f"photo-{number}", Kind.PHOTO, 1, f"Photo {number}") for number in range(200))
    book = replace(SHOWN, rules=many)
    card = rule_pages.editing(book, page="noticing 17")
    assert len(card.blocks) <= 2 * rule_pages.MOST + 8
    assert len(rule_pages.listing(book).blocks) < 20
    assert rule_pages.page_of(book, "photo-199") == "noticing 17"
    buttons = [each for block in card.blocks if isinstance(block, Buttons) for each in block.buttons]
    assert [each.action for each in buttons if each.value.endswith("|photo-199")] == ["rule_edit", "rule_switch"]
