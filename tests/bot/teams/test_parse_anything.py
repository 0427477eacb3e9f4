"""No activity whatever is an error to the parser, and what comes out is always something the program can work with."""

import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from microsoft_teams.api import ActivityTypeAdapter

from bot.teams.parse import HEARD, INVOKED
from bot.teams.reading.heard import NOTHING
from tests.bot.teams import mutations
from tests.bot.teams.activities import activity, message
from tests.bot.teams.every import everything

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(["29:x", "19:y"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(mutations.KEYS) | st.text(max_size=8), inner, max_size=6)
    ),
    max_leaves=20,
)


def test_thousands_of_changed_activities_are_no_error() -> None:
    seen = mutations.MUTATIONS.run(4_000, 20_261_122, [])
    assert seen["MessagePosted Present"]
    assert seen["nothing"] < 3_500


@given(JSON, st.integers(0, 2**32))
@settings(max_examples=150)
def test_any_json_is_no_error(payload: Any, seed: int) -> None:
    mutations.check(payload, Random(seed))  # repeatable, and no secret


@given(st.sampled_from([*HEARD, *INVOKED]), JSON, st.integers(0, 2**32))
@settings(max_examples=150)
def test_any_json_inside_a_known_activity_is_no_error(kind: str, inner: Any, seed: int) -> None:
    called = {"type": "invoke", "name": kind} if kind in INVOKED else {"type": kind}
    random = Random(seed)  # repeatable, and no secret
    mutations.check({**(inner if isinstance(inner, dict) else {}), **called}, random)
    mutations.check({**activity(kind), **called, "value": inner, "channelData": inner, "entities": inner}, random)


def test_what_is_nested_without_end_is_no_error() -> None:
    deep: Any = {}
    for _ in range(500):
        deep = {"data": deep, "huzzah": deep, "entities": [deep], "mentioned": deep}
    mutations.check(message("", value=deep, entities=[deep]), Random(1))  # repeatable, and no secret


def test_each_kind_we_handle_has_an_activity_among_ours() -> None:
    ours = everything()
    assert {one["type"] for one in ours} - {"invoke"} == set(HEARD)
    assert {one.get("name") for one in ours} >= set(INVOKED)


def _as_documented(ours: Any) -> bool:
    # The SDK knows neither what refreshes by itself nor the documented names of upgrades.
    value = ours.get("value")
    automatic = isinstance(value, dict) and value.get("trigger") == "automatic"
    return not automatic and not str(ours.get("action")).endswith("-upgrade")


@pytest.mark.parametrize("ours", list(filter(_as_documented, everything())))
def test_our_activities_are_such_as_the_sdk_knows_them(ours: Any) -> None:
    assert ActivityTypeAdapter.validate_python(ours).type == ours["type"]


def test_activities_of_others_are_read_from_a_folder(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "teams-some.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"kind": "message", "payload": message()}) + "\n")
    others = mutations.corpus(tmp_path)
    assert others == [message()]
    assert mutations.MUTATIONS.run(20, 1, others)["MessagePosted Present"]


@pytest.mark.parametrize("payload", [None, [], "x", 7, True, {}, {"type": None}, {"type": []}, {"type": "typing"}])
def test_what_is_no_activity_is_nothing(payload: Any) -> None:
    assert mutations.check(payload, Random(1)) == NOTHING  # repeatable, and no secret
