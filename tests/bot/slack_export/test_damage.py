"""Exports that are broken, hostile, too large or none at all."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack_export import ExportError, Import
from bot.slack_export.files import LARGEST_FILE
from bot.slack_export.parse import Place, read, told
from handlers.events import MessagePosted
from scoring.emoji_names import canonical
from tests.bot.slack_export.sample import ANA, DAY, Contents, events, of, said, sample, ts, write_folder, write_zip


def faults_of(path: Path) -> dict[str, str]:
    """Which files an import reports, and why."""
    wanted = Import(path)
    for _ in wanted.batches():
        pass
    return {fault.file: fault.why for fault in wanted.report.faults}


def small(**more: object) -> Contents:
    """Two channels' days of one message each."""
    return {
        "users.json": sample()["users.json"],
        "channels.json": sample()["channels.json"],
        f"general/{DAY}.json": [said(ANA, "09:00:00")],
        f"team/{DAY}.json": [said(ANA, "09:01:00")],
        **more,
    }


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not valid JSON"),
        (b"[{", "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[" + b"9" * 10_000 + b"]", "not valid JSON"),
        ({"messages": []}, "no list of messages"),
        ("words", "no list of messages"),
    ],
)
def test_a_broken_day_is_reported_and_the_others_are_read(tmp_path: Path, content: object, why: str) -> None:
    contents = small() | {f"team/{DAY}.json": content}
    for path in (write_folder(contents, tmp_path / "export"), write_zip(contents, tmp_path / "export.zip")):
        assert why in faults_of(path)[f"team/{DAY}.json"]
        assert len(list(of(MessagePosted, path))) == 1


def test_a_missing_or_broken_list_of_people_still_lets_them_speak(tmp_path: Path) -> None:
    path = write_folder(small() | {"users.json": b"{"}, tmp_path)
    wanted = Import(path, workspace="acme")
    told_of = [event for batch in wanted.batches() for event in batch.events]
    assert sum(isinstance(event, MessagePosted) for event in told_of) == 2
    assert wanted.report.faults[0].file == "users.json"


def test_a_workspace_that_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    path = write_folder(small() | {"users.json": []}, tmp_path)
    with pytest.raises(ExportError, match="--workspace"):
        events(path)


def test_a_file_too_large_to_read_is_left_out_with_its_size(tmp_path: Path) -> None:
    path = write_folder(small(), tmp_path)
    os.truncate(path / f"team/{DAY}.json", LARGEST_FILE + 1)
    why = faults_of(path)[f"team/{DAY}.json"]
    assert why == "it has 512 MB, and more than 512 MB are not read"


def test_a_member_damaged_within_a_whole_zip_is_left_out(tmp_path: Path) -> None:
    path = write_zip(small(), tmp_path / "export.zip")
    content = bytearray(path.read_bytes())
    place = content.index(f"team/{DAY}.json".encode())
    for n in range(place + 25, place + 45):
        content[n] ^= 0xFF
    path.write_bytes(content)
    assert "damaged" in faults_of(path)[f"team/{DAY}.json"]
    assert len(list(of(MessagePosted, path))) == 1


def test_a_member_behind_a_password_is_left_out(tmp_path: Path) -> None:
    path = write_zip(small(), tmp_path / "export.zip")
    content = bytearray(path.read_bytes())
    place = content.rindex(f"team/{DAY}.json".encode())  # in the directory at the end; its flags are 38 before
    content[place - 38] |= 1
    path.write_bytes(content)
    assert "password" in faults_of(path)[f"team/{DAY}.json"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "not a whole zip"), (b"no zip at all", "not a whole zip"), (None, "nothing at")],
)
def test_what_is_no_zip_is_refused_with_what_to_do(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "export.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ExportError, match=words):
        events(path)


def test_half_a_zip_is_refused(tmp_path: Path) -> None:
    path = write_zip(sample(), tmp_path / "export.zip")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(ExportError, match="Download the export again"):
        events(path)


@pytest.mark.parametrize("contents", [{"notes.json": []}, {"channels.json": []}, {"channels.json": {"a": 1}}])
def test_what_is_no_export_is_refused(tmp_path: Path, contents: Contents) -> None:
    for path in (write_folder(contents, tmp_path / "export"), write_zip(contents, tmp_path / "export.zip")):
        with pytest.raises(ExportError, match="no export"):
            events(path)


def test_broken_channels_are_refused_by_name(tmp_path: Path) -> None:
    path = write_folder(small() | {"channels.json": b"["}, tmp_path)
    with pytest.raises(ExportError, match=r"channels\.json of the export is broken"):
        events(path)


def test_names_of_folders_in_other_scripts_are_found_however_they_were_packed(tmp_path: Path) -> None:
    channels = [{"id": "C0CAFE", "name": "café-相談", "is_general": True}]
    composed, apart = f"café-相談/{DAY}.json", f"cafe\u0301-相談/{DAY}.json"
    for number, name in enumerate((composed, apart)):
        contents = {"users.json": sample()["users.json"], "channels.json": channels, name: [said(ANA, "09:00:00")]}
        packed = write_zip(contents, tmp_path / f"{number}.zip")
        bare = tmp_path / f"{number}-bare.zip"
        bare.write_bytes(_without_utf8_flag(packed.read_bytes(), name.encode()))
        for path in (write_folder(contents, tmp_path / str(number)), packed, bare):
            assert len(list(of(MessagePosted, path))) == 1


def _without_utf8_flag(content: bytes, name: bytes) -> bytes:
    """As some packers write it: the name in UTF-8, but no word of it."""
    changed = bytearray(content)
    changed[content.index(name) - 23] &= ~0x08
    changed[content.rindex(name) - 37] &= ~0x08
    return bytes(changed)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
REACTIONS = st.lists(
    st.fixed_dictionaries(
        {"name": ANYTHING | st.just("clap"), "users": ANYTHING | st.just([ANA])}, optional={"count": ANYTHING}
    )
)
RECORD = st.fixed_dictionaries(
    {"ts": st.just(ts("09:00:00")) | ANYTHING},
    optional={
        "type": st.just("message") | ANYTHING,
        "user": st.just(ANA) | ANYTHING,
        "reactions": REACTIONS | ANYTHING,
        **dict.fromkeys(
            ("subtype", "bot_id", "app_id", "text", "thread_ts", "reply_count", "files", "edited", "latest_reply",
             "hidden", "user_profile", "bot_profile", "user_team", "username"),
            ANYTHING,
        ),
    },
)  # fmt: skip


@given(RECORD | ANYTHING)
def test_no_record_whatever_is_in_it_stops_an_import(record: object) -> None:
    place = Place("acme", "C1", 5, 0, 2**62, frozenset({"UBOT"}), canonical)
    reading = read(record, place)
    assert bool(reading.posted) != bool(reading.left_out)
    for one in (reading.posted, *reading.reactions):
        assert one is None or one.member.isascii()
    if reading.posted:
        assert reading.posted.text.encode() is not None
    if isinstance(record, dict):
        told(record, canonical)


@given(day=st.lists(RECORD | ANYTHING, max_size=6), lists=st.lists(ANYTHING, min_size=4, max_size=4))
def test_no_export_whatever_is_in_it_stops_an_import(
    tmp_path_factory: pytest.TempPathFactory, day: list[object], lists: list[object]
) -> None:
    names = ("users.json", "groups.json", "usergroups.json", "dms.json")
    contents = small() | dict(zip(names, lists, strict=True)) | {f"team/{DAY}.json": day}
    path = write_folder(contents, tmp_path_factory.mktemp("export"))
    wanted = Import(path, workspace="acme")
    for _ in wanted.batches():
        pass
    report = wanted.report
    assert report.by_people + report.left_out.total() == report.messages
    json.dumps(report.as_json())
