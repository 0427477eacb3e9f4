"""Dialogs as cards of inputs: every kind of question as people expect it, errors at their fields, answers kept."""

from typing import Any

import pytest
from hypothesis import given, settings

from bot.teams.render import Look
from bot.teams.rendering.forms import LOOK_AGAIN, carries, form, framed_card, framed_form
from bot.teams.rendering.returned import returned
from handlers.cards import blocks
from handlers.cards.blocks import Card, Dialog, Field, say
from handlers.cards.gallery import EXAMPLES
from handlers.codec import encode
from tests.bot.shapes_check import walk
from tests.bot.teams.adaptive_card import frame_faults, official_faults
from tests.bot.teams.golden import LOOK
from tests.bot.teams.hostile_cards import ANA, ANSWERS, BEN, CARDS, DIALOGS

Json = dict[str, Any]
PEOPLE = {"choices": [], "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}}


def _card(*fields: Field, look: Look = LOOK, **more: Any) -> Json:
    dialog = Dialog("form", "A form", fields, context="C1|")
    made = form(dialog, look, nonce="n1", **more)
    assert frame_faults(framed_form(dialog, made)) == []
    assert official_faults(made) == []
    return made


def _input(field: Field, look: Look = LOOK) -> Json:
    (found,) = [each for each in walk(_card(field, look=look)) if str(each.get("type")).startswith("Input.")]
    return {key: value for key, value in found.items() if key not in ("id", "label", "isRequired", "errorMessage")}


def _words(part: object) -> list[str]:
    return [each["text"] for each in walk(part) if "text" in each]


def _options(count: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"v{number}", f"Option {number}") for number in range(count))


@settings(max_examples=40, deadline=None)
@given(DIALOGS, ANSWERS, ANSWERS, CARDS)
def test_no_dialog_breaks_a_limit(dialog: Dialog, errors: dict[str, str], entries: dict[str, str], card: Card) -> None:
    made = form(dialog, LOOK, nonce="n", errors=errors, entries=entries, beside=card)
    assert frame_faults(framed_form(dialog, made)) == []


KINDS = [
    (Field("f", "F", "text", "a\nb"), {"type": "Input.Text", "maxLength": 3_000, "value": "a b"}),
    (
        Field("f", "F", "lines", "a\nb"),
        {"type": "Input.Text", "maxLength": 3_000, "isMultiline": True, "value": "a\nb"},
    ),
    (Field("f", "F", "number", "3"), {"type": "Input.Number", "value": 3}),
    (Field("f", "F", "number", "x"), {"type": "Input.Number"}),
    (
        Field("f", "F", "emoji", "tada"),
        {"type": "Input.Text", "maxLength": 3_000, "placeholder": "An emoji, such as 🎉 or :tada:", "value": "🎉"},
    ),
    (Field("f", "F", "person", ANA.upper()), {"type": "Input.ChoiceSet", **PEOPLE, "value": ANA}),
    (
        Field("f", "F", "people", f"{ANA}, {BEN},me"),
        {"type": "Input.ChoiceSet", **PEOPLE, "isMultiSelect": True, "value": f"{ANA},{BEN}"},
    ),
    (Field("f", "F", "people"), {"type": "Input.ChoiceSet", **PEOPLE, "isMultiSelect": True}),
    (
        Field("f", "F", "toggle", "yes"),
        {"type": "Input.Toggle", "title": "F", "value": "true", "valueOn": "true", "valueOff": "false", "wrap": True},
    ),
]


@pytest.mark.parametrize(("field", "element"), KINDS)
def test_each_kind_of_question_has_its_element(field: Field, element: Json) -> None:
    assert _input(field) == element


def test_a_channel_is_chosen_among_those_the_asker_may_choose() -> None:
    found = _input(Field("f", "F", "channel", "19:wins@thread.tacv2"))
    assert [choice["title"] for choice in found["choices"]] == ["Acme", "Acme › wins"]
    assert found["value"] == "19:wins@thread.tacv2"
    assert "value" not in _input(Field("f", "F", "channel", "19:gone@thread.tacv2"))
    many = Look(channels=tuple((f"19:{n}@thread.tacv2", f"C{n}") for n in range(20)))
    assert _input(Field("f", "F", "channel"), many)["style"] == "filtered"
    assert _input(Field("f", "F", "channel"), Look())["type"] == "Input.Text"


def test_of_too_many_channels_the_chosen_one_stays_and_the_rest_is_named() -> None:
    look = Look(channels=tuple((f"19:{n:03}@thread.tacv2", f"C{n:03}") for n in range(300)))
    last = "19:299@thread.tacv2"
    found = _input(Field("f", "F", "channel", last), look)
    assert (found["value"], len(found["choices"])) == (last, 100)
    words = _words(_card(Field("f", "F", "channel", last), look=look))
    assert "… and 200 more, which don't fit here. The tab My Huzzah lists all of them." in words


@pytest.mark.parametrize(
    ("kind", "count", "style"),
    [("choice", 5, "expanded"), ("choice", 6, "compact"), ("choices", 10, "expanded"), ("choices", 11, "compact")],
)
def test_few_options_are_shown_and_many_unfold(kind: str, count: int, style: str) -> None:
    found = _input(Field("f", "F", kind, "v1", _options(count)))
    assert (found["style"], found["value"], found.get("isMultiSelect")) == (style, "v1", kind == "choices" or None)


def test_options_that_cannot_be_sent_are_left_out_and_that_is_said() -> None:
    many = _card(Field("f", "F", "choice", "", _options(112), hint="Choose."))
    assert "Choose. … and 12 more, which don't fit here." in _words(many)
    field = Field("f", "F", "choices", "", (("", "None"), ("x" * 201, "Long"), ("a,b", "Two"), ("a", "A"), ("a", "B")))
    assert _input(field)["choices"] == [{"title": "A", "value": "a"}]


def test_what_was_too_long_to_begin_with_is_shortened_and_that_is_said() -> None:
    assert any("shortened" in words for words in _words(_card(Field("f", "F", "lines", "x" * 3_001))))


def test_what_must_be_answered_says_so_and_ids_lead_back() -> None:
    card = _card(Field("a", "A"), Field("a", "B", required=False), Field("huzzah", "C"))
    first, second, third = card["body"]
    assert (first["id"], first["isRequired"], first["errorMessage"]) == ("a", True, "Please answer this.")
    assert (second["id"], "isRequired" in second, third["id"]) == ("a#1", False, "huzzah#2")


def test_what_is_sent_off_brings_the_form_back() -> None:
    (send,) = _card(Field("a", "A"))["actions"]
    assert (send["type"], send["title"], send["style"]) == ("Action.Submit", "Save", "positive")
    ours = send["data"]["huzzah"]
    assert {key: ours[key] for key in ("dialog", "context", "nonce")} == {
        "dialog": "form", "context": "C1|", "nonce": "n1",
    }  # fmt: skip
    assert returned(ours["form"]) == Dialog("form", "A form", (Field("a", "A"),), context="C1|")


def test_errors_stand_at_their_fields_and_what_was_entered_stays() -> None:
    fields = (Field("a", "A", value="old"), Field("b", "B", "toggle", "true"), Field("c", "C", "people"))
    card = _card(*fields, errors={"a": "Too short."}, entries={"a": "new", "b": "", "c": ANA})
    first, error, second, third = card["body"]
    assert (first["value"], second["value"], third["value"]) == ("new", "false", ANA)
    assert error["inlines"] == [
        {"type": "TextRun", "text": "⚠️ Too short.", "color": "Attention", "weight": "Bolder"},
    ]  # fmt: skip


def test_an_error_that_belongs_nowhere_stands_at_the_top_as_does_a_word_of_those_far_below() -> None:
    assert _words(_card(Field("a", "A"), errors={"ghost": "Not so."})["body"][0]) == ["⚠️ Not so."]
    fields = tuple(Field(f"f{number}", "F") for number in range(6))
    assert _words(_card(*fields, errors={"f5": "Not so."})["body"][0]) == [f"⚠️ {LOOK_AGAIN}"]


def test_an_outcome_is_shown_above_the_form_it_came_of() -> None:
    outcome = Card("Tried", (blocks.Header("Only a try"), blocks.Say(say("2 people would have moved."))))
    above, *rest = _card(Field("a", "A"), beside=outcome)["body"]
    assert (above["type"], above["style"]) == ("Container", "emphasis")
    assert _words(above) == ["Only a try", "2 people would have moved."]
    assert rest[0]["id"] == "a"


def test_a_card_shown_as_a_dialog_has_its_header_as_the_title() -> None:
    card = Card("Summary", (blocks.Header("Your privacy", "lock"), blocks.Say(say("All of it."))))
    framed = framed_card(card, LOOK)
    assert framed["title"] == "Your privacy"
    assert _words(framed["card"]["content"]["body"]) == ["All of it."]
    assert framed_card(Card("Only this", ()), LOOK)["title"] == "Only this"


def test_a_long_form_is_tall_and_an_empty_one_says_so() -> None:
    tall = Dialog("f", "F" * 100, tuple(Field(f"f{n}", "F") for n in range(9)))
    framed = framed_form(tall, form(tall, LOOK, nonce="n"))
    assert (framed["height"], len(framed["title"])) == ("large", 64)
    empty = Dialog("f", "F", ())
    framed = framed_form(empty, form(empty, LOOK, nonce="n"))
    assert (framed["height"], _words(framed)) == ("medium", ["There is nothing to fill in."])


def test_what_a_form_carries_is_never_cut() -> None:
    assert carries(Dialog("f", "F", (), context="x" * 3_000))
    assert not carries(Dialog("f", "F", (), context="x" * 3_001))
    assert not carries(Dialog("f", "F", (), context="\ud800"))


@pytest.mark.parametrize("dialog", [made for _, make in EXAMPLES if isinstance(made := make(), Dialog)])
def test_every_form_comes_back_whole(dialog: Dialog) -> None:
    assert returned(encode(dialog)) == dialog


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "[]", "{}", "7", "[" * 5_000, '{"_":"Card","summary":"x","blocks":[]}', '{"_":[]}', '{"_":"Dialog"}',
        '{"_":"Dialog","id":1,"title":"x","fields":[]}', '{"_":"Dialog","id":"x","title":"x","fields":"abc"}',
        '{"_":"Dialog","id":"x","title":"x","fields":["a"]}',
        '{"_":"Dialog","id":"x","title":"x","fields":[{"_":"Field","id":"a","label":7}]}',
        '{"_":"Dialog","id":"x","title":"x","fields":[{"_":"Field","id":"a","label":"A","options":[["a"]]}]}',
        '{"_":"Dialog","id":"x","title":"x","fields":[],"intro":[{"_":"When","at":"x"}]}',
        '{"_":"Dialog","id":"x","title":"x","fields":[],"intro":["x"]}',
    ],
)  # fmt: skip
def test_what_somebody_made_up_is_no_form(text: str) -> None:
    assert returned(text) is None
