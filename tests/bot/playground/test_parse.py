"""Payloads to events: every shape from the table itself, and strictness about what is wrong."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.parse import COMMON, LONGEST_TEXT, SHAPES, Malformed, Shape, parse

SAMPLES: dict[str, Any] = {
    "_word": "U_ANA",
    "_label": "1700000000000000",
    "_text": "thanks <@U_BEN> :tada:",
    "_flag": True,
    "_moment": 1_700_000_000_000_000,
    "_words": ["image/gif"],
    "_table": {"points": "3"},
}
WRONG: dict[str, list[Any]] = {
    "_word": ["", 3, None, ["x"], "x" * 201],
    "_label": [3, ["x"], "x" * 201],
    "_text": [3, {"a": 1}, "x" * (LONGEST_TEXT + 1)],
    "_flag": [1, "yes"],
    "_moment": ["1", 1.5, True, -1, 10**19],
    "_words": ["x", [1], [""], [{}]],
    "_table": [["x"], {"a": 1}],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def _payload(kind: str, shape: Shape) -> dict[str, Any]:
    parts = {**COMMON, **shape.needed, **shape.optional}
    return {"type": kind, **{name: SAMPLES[read.__name__] for name, read in parts.items()}}


@pytest.mark.parametrize("kind", SHAPES)
def test_a_whole_payload_becomes_an_event_with_the_same_parts(kind: str) -> None:
    payload = _payload(kind, SHAPES[kind])
    event = parse(payload)
    assert event is not None
    for name, value in payload.items():
        if name != "type":
            assert getattr(event, name) == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize("kind", SHAPES)
def test_a_payload_with_only_what_is_needed_is_enough(kind: str) -> None:
    payload = _payload(kind, SHAPES[kind])
    for name in SHAPES[kind].optional:
        del payload[name]
    assert parse(payload) is not None


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in SHAPES for name in SHAPES[kind].needed])
def test_what_is_missing_is_named(kind: str, name: str) -> None:
    payload = _payload(kind, SHAPES[kind])
    del payload[name]
    with pytest.raises(Malformed, match=f"`{name}` is missing"):
        parse(payload)


@pytest.mark.parametrize("kind", SHAPES)
def test_a_part_of_the_wrong_sort_is_refused_and_named(kind: str) -> None:
    shape = SHAPES[kind]
    for name, read in {**COMMON, **shape.needed, **shape.optional}.items():
        for wrong in WRONG[read.__name__]:
            with pytest.raises(Malformed, match=f"`{name}`"):
                parse(_payload(kind, shape) | {name: wrong})


@pytest.mark.parametrize("payload", [{"type": "file_shared"}, {"type": "", "at": 1}])
def test_an_unknown_type_is_nothing_to_us(payload: dict[str, Any]) -> None:
    assert parse(payload) is None


@pytest.mark.parametrize("payload", [None, 3, "message", [], {}, {"type": 3}])
def test_what_is_no_payload_is_malformed(payload: object) -> None:
    with pytest.raises(Malformed):
        parse(payload)


@pytest.mark.parametrize("part", [{"member": "HUZZAH"}, {"channel": "D_U_ANA"}])
def test_what_the_bot_says_and_what_is_said_to_it_alone_is_no_talk(part: dict[str, str]) -> None:
    assert parse(_payload("message", SHAPES["message"]) | part) is None


@given(st.sampled_from(sorted(SHAPES)), st.dictionaries(st.sampled_from(["at", "member", "text", "files"]), JSON))
def test_whatever_comes_is_an_event_or_malformed(kind: str, parts: dict[str, Any]) -> None:
    with contextlib.suppress(Malformed):
        assert parse(_payload(kind, SHAPES[kind]) | parts) is not None or "member" in parts
