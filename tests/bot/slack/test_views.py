"""Dialogs as modals: every kind of question as the element people expect, with ids that lead back, in every limit."""

import pytest
from hypothesis import given, settings

from bot.slack.render import Look
from bot.slack.rendering.views import TooLong, card_view, dialog
from handlers.cards import blocks
from handlers.cards.blocks import Card, Dialog, Field, say
from handlers.cards.gallery import EXAMPLES
from tests.bot.shapes_check import walk
from tests.bot.slack.block_kit import view_faults
from tests.bot.slack.hostile import CARDS, DIALOGS

LOOK = Look("https://acme.slack.com/", "T1")
Payload = dict[str, object]


def _view(*fields: Field, title: str = "A form", context: str = "") -> Payload:
    view = dialog(Dialog("form", title, fields, context=context))
    assert view_faults(view) == []
    return view


def _input(field: Field) -> Payload:
    (block,) = [each for each in walk(_view(field)) if each.get("type") == "input"]
    return block


def _element(field: Field) -> Payload:
    element = _input(field)["element"]
    assert isinstance(element, dict)
    return element


def _options(count: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"v{number}", f"Option {number}") for number in range(count))


@settings(max_examples=60)
@given(DIALOGS)
def test_no_dialog_breaks_a_limit(example: Dialog) -> None:
    assert view_faults(dialog(example)) == []


@settings(max_examples=25)
@given(CARDS)
def test_no_card_shown_as_a_modal_breaks_a_limit(card: Card) -> None:
    assert view_faults(card_view(card, LOOK, "C1|1700000000.000100")) == []


KINDS = [
    (Field("f", "F", "text", "a\nb"), {"type": "plain_text_input", "max_length": 3_000, "initial_value": "a b"}),
    (
        Field("f", "F", "lines", "a\nb @here"),
        {"type": "plain_text_input", "max_length": 3_000, "multiline": True, "initial_value": "a\nb @here"},
    ),
    (Field("f", "F", "number", "3"), {"type": "number_input", "is_decimal_allowed": False, "initial_value": "3"}),
    (Field("f", "F", "number", "x"), {"type": "number_input", "is_decimal_allowed": False}),
    (Field("f", "F", "person", "U1"), {"type": "users_select", "initial_user": "U1"}),
    (Field("f", "F", "people", "U1, U2,me"), {"type": "multi_users_select", "initial_users": ["U1", "U2"]}),
    (Field("f", "F", "people"), {"type": "multi_users_select"}),
    (
        Field("f", "F", "channel", "C1"),
        {
            "type": "conversations_select",
            "filter": {
                "include": ["public", "private"],
                "exclude_bot_users": True,
                "exclude_external_shared_channels": True,
            },
            "initial_conversation": "C1",
        },
    ),
]


@pytest.mark.parametrize(("field", "element"), KINDS)
def test_each_kind_of_question_has_its_element(field: Field, element: Payload) -> None:
    assert _element(field) == element | {"action_id": "f"}


def test_a_toggle_is_one_box_that_may_stay_empty() -> None:
    box = {"text": {"type": "plain_text", "text": "Yes", "emoji": True}, "value": "true"}
    assert _element(Field("f", "F", "toggle", "true"))["initial_options"] == [box]
    off = _input(Field("f", "F", "toggle", ""))
    assert off["optional"] is True
    assert "initial_options" not in _element(Field("f", "F", "toggle", ""))


@pytest.mark.parametrize(
    ("kind", "count", "element"),
    [
        ("choice", 5, "radio_buttons"), ("choice", 6, "static_select"),
        ("choices", 10, "checkboxes"), ("choices", 11, "multi_static_select"),
    ],
)  # fmt: skip
def test_few_options_are_shown_and_many_unfold(kind: str, count: int, element: str) -> None:
    field = Field("f", "F", kind, "v1", _options(count))
    assert _element(field)["type"] == element
    chosen = _element(field).get("initial_option", _element(field).get("initial_options"))
    assert [each["value"] for each in walk(chosen) if "value" in each] == ["v1"]


def test_options_that_do_not_fit_are_left_out_and_that_is_said() -> None:
    many = _input(Field("f", "F", "choice", "", _options(112), hint="Choose."))
    assert isinstance(many["hint"], dict)
    assert many["hint"]["text"] == "Choose. … and 12 more, which don't fit here."
    choice = Field("f", "F", "choice", "", (("", "None"), ("x" * 76, "Long"), ("a", "A"), ("a", "B")))
    assert [each["value"] for each in walk(_element(choice)) if "value" in each] == ["a"]


def test_what_was_too_long_to_begin_with_is_shortened_and_that_is_said() -> None:
    block = _input(Field("f", "F", "lines", "x" * 3_001))
    assert "shortened" in str(block["hint"])


def test_ids_lead_back_to_the_fields_even_where_two_are_the_same() -> None:
    view = _view(Field("a", "A"), Field("a", "B"))
    ids = [(str(each["block_id"]), each["element"]) for each in walk(view) if "block_id" in each]
    assert [ident.partition("#")[0] for ident, _ in ids] == ["a", "a"]
    assert all(isinstance(element, dict) and element["action_id"] == ident for ident, element in ids)


def test_a_long_title_is_shortened_in_the_frame_and_stands_in_full_below() -> None:
    view = _view(Field("f", "F"), title="Rule: React to what a colleague wrote")
    assert isinstance(view["title"], dict)
    assert view["title"]["text"] == "Rule: React to what a…"
    assert [each["text"] for each in walk(view) if each.get("type") == "header"] == [
        {"type": "plain_text", "text": "Rule: React to what a colleague wrote", "emoji": True}
    ]


def test_the_context_travels_whole_or_not_at_all() -> None:
    assert _view(Field("f", "F"), context="C1|<&>" * 500)["private_metadata"] == "C1|<&>" * 500
    with pytest.raises(TooLong):
        dialog(Dialog("form", "A form", (), context="x" * 3_001))
    with pytest.raises(TooLong):
        card_view(Card("A card", ()), LOOK, "x" * 3_001)


def test_a_card_shown_as_a_modal_has_its_header_as_the_title() -> None:
    card = Card("Summary", (blocks.Header("Your privacy", "lock"), blocks.Say(say("All of it."))))
    view = card_view(card, LOOK, "C1|")
    assert isinstance(view["title"], dict)
    assert (view["title"]["text"], view["callback_id"], view["private_metadata"]) == ("Your privacy", "card", "C1|")
    assert [each["type"] for each in walk(view["blocks"]) if each.get("type") in ("header", "rich_text")] == [
        "rich_text"
    ]
    assert "submit" not in view


def test_the_options_of_every_dialog_fit() -> None:
    dialogs = [example for _, make in EXAMPLES if isinstance(example := make(), Dialog)]
    values = [value for each in dialogs for field in each.fields for value, _ in field.options]
    assert len(values) > 10
    assert all(0 < len(value) <= 75 for value in values)
