"""No payload whatever is an error to the parser, and what comes out is always something the program can work with."""

import gzip
import io
import json
import tarfile
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.parse import ANSWERED, SUBSCRIBED
from bot.slack.reading.heard import NOTHING
from tests.bot.slack import mutations
from tests.bot.slack.payloads import message
from tests.bot.slack.payloads.every import everything

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(["U1", "C1.2"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(mutations.KEYS) | st.text(max_size=8), inner, max_size=6)
    ),
    max_leaves=20,
)


def test_thousands_of_changed_payloads_are_no_error() -> None:
    seen = mutations.MUTATIONS.run(4_000, 20_261_122, [])
    assert seen["MessagePosted"]
    assert seen["nothing"] < 3_500


@given(JSON, st.integers(0, 2**32))
@settings(max_examples=150)
def test_any_json_is_no_error(payload: Any, seed: int) -> None:
    mutations.check(payload, Random(seed))  # repeatable, and no secret


@given(st.sampled_from([*SUBSCRIBED, *ANSWERED]), JSON, st.integers(0, 2**32))
@settings(max_examples=150)
def test_any_json_inside_a_known_event_is_no_error(kind: str, inner: Any, seed: int) -> None:
    content = {**inner, "type": kind} if isinstance(inner, dict) else inner
    random = Random(seed)  # repeatable, and no secret
    mutations.check({"type": "event_callback", "event": content}, random)
    mutations.check(content, random)


def test_what_is_nested_without_end_is_no_error() -> None:
    deep: Any = {}
    for _ in range(500):
        deep = {"elements": [deep], "type": "rich_text", "message": deep}
    mutations.check(message("", blocks=[deep]), Random(1))  # repeatable, and no secret


def test_each_kind_we_handle_has_a_payload_among_ours() -> None:
    kinds = {payload.get("event", payload).get("type") for payload in everything()}
    assert set(SUBSCRIBED) | set(ANSWERED) <= kinds


def test_payloads_of_others_are_read_from_a_folder(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "slack-one.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"kind": "message", "payload": {"payload": message(), "type": "events_api"}}) + "\n")
    body = json.dumps({"type": "event_callback"}).encode()
    with tarfile.open(tmp_path / "slack-two.tar.xz", "w:xz") as archive:
        entry = tarfile.TarInfo("shapes/a.json")
        entry.size = len(body)
        archive.addfile(entry, io.BytesIO(body))
    others = mutations.corpus(tmp_path)
    assert len(others) == 3
    assert mutations.MUTATIONS.run(20, 1, others)["MessagePosted"]


@pytest.mark.parametrize("payload", [None, [], "x", 7, True, {}, {"type": None}, {"type": []}, {"command": 7}])
def test_what_is_no_payload_is_nothing(payload: Any) -> None:
    assert mutations.check(payload, Random(1)) == NOTHING  # repeatable, and no secret
