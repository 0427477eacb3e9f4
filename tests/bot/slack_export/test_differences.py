"""Importing again: what a later export no longer tells of is taken back, and nothing else."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest

from bot.slack_export import Import, Stored
from bot.slack_export.parse import micros
from handlers.events import Event, MessageDeleted, MessagePosted, ReactionAdded, ReactionRemoved
from scoring.emoji_names import canonical
from scoring.facts import Micros
from tests.bot.slack_export.sample import (
    ANA,
    BEN,
    CAI,
    DAY,
    GENERAL,
    ROBOT,
    TEAM,
    Contents,
    Record,
    events,
    reacted,
    said,
    sample,
    ts,
    write_folder,
)


class Remembered:
    """What an import left behind, as the storage would: the messages, and the reactions that stand."""

    def __init__(self, told: Sequence[Event]) -> None:
        self.sent = {(one.channel, one.message): one.at for one in told if isinstance(one, MessagePosted)}
        self.standing: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for one in told:
            if isinstance(one, ReactionAdded):
                key = (one.channel, one.message)
                self.standing.setdefault(key, set()).add((one.member, canonical(one.emoji)))

    def stored(self) -> Stored:
        """The questions an import asks."""
        return Stored(self.reactions, self.messages)

    def reactions(self, channel: str, messages: Sequence[str]) -> Mapping[str, Collection[tuple[str, str]]]:
        """See Stored."""
        return {one: self.standing[channel, one] for one in messages if (channel, one) in self.standing}

    def messages(self, channel: str, first: Micros, last: Micros) -> Collection[str]:
        """See Stored."""
        return [one for (where, one), at in self.sent.items() if where == channel and first <= at <= last]


def later(tmp_path: Path, before: Contents, after: Contents) -> list[Event]:
    """What importing `after` takes back when `before` was imported earlier."""
    remembered = Remembered(events(write_folder(before, tmp_path / "before")))
    told = events(write_folder(after, tmp_path / "after"), remembered.stored())
    return [event for event in told if isinstance(event, MessageDeleted | ReactionRemoved)]


def export(*general: object) -> Contents:
    """An export of one day of one channel."""
    return {
        "users.json": sample()["users.json"],
        "channels.json": sample()["channels.json"],
        f"general/{DAY}.json": list(general),
    }


FIRST, LAST = said(ANA, "08:00:00"), said(ANA, "20:00:00")


def between(*reactions: Record) -> Contents:
    """An export whose middle message has these reactions."""
    return export(FIRST, said(BEN, "09:00:00", reactions=list(reactions)), LAST)


def test_the_same_export_again_takes_nothing_back(tmp_path: Path) -> None:
    assert later(tmp_path, sample(), sample()) == []


def test_a_reaction_that_is_gone_is_taken_back(tmp_path: Path) -> None:
    before = between(reacted("clap::skin-tone-2", ANA, CAI))
    assert later(tmp_path, before, between(reacted("clap", CAI))) == [
        ReactionRemoved(
            workspace=TEAM,
            at=micros(ts("09:00:00")) or 0,
            member=ANA,
            channel=GENERAL,
            message=ts("09:00:00"),
            emoji="clap",
            author=BEN,
            seen=micros(ts("20:00:00")) or 0,
            quiet=True,
        )
    ]


@pytest.mark.parametrize(
    ("reactions", "gone"),
    [
        ([], {ANA, CAI}),
        ([reacted("clap::skin-tone-5", ANA), reacted("clap", CAI)], set()),
        ([reacted("heart", ANA, CAI)], {ANA, CAI}),
        ([reacted("clap", CAI, count=2)], set()),  # one more, but Slack doesn't say who
        ([reacted("clap", CAI, ROBOT)], {ANA}),
        ([reacted("clap", CAI, "not an id!")], set()),
        ([reacted("clap", CAI), {"name": None, "users": None}], set()),
        ([reacted("clap", CAI), "garbage"], set()),
    ],
)
def test_only_a_reaction_that_is_surely_gone_is_taken_back(
    tmp_path: Path, reactions: list[Record], gone: set[str]
) -> None:
    taken = later(tmp_path, between(reacted("clap", ANA, CAI)), between(*reactions))
    assert {one.member for one in taken if isinstance(one, ReactionRemoved)} == gone
    assert all(isinstance(one, ReactionRemoved) for one in taken)


def test_the_reactions_of_a_message_the_export_does_not_hold_stay(tmp_path: Path) -> None:
    before = between(reacted("clap", ANA))
    after = before | {f"general/{DAY}.json": b"broken"}
    assert later(tmp_path, before, after) == []


def test_aliases_of_the_workspace_are_followed(tmp_path: Path) -> None:
    path = write_folder(between(reacted("party", ANA)), tmp_path)
    stored = Stored(reactions=lambda _, __: {ts("09:00:00"): {(ANA, "tada")}}, canonical=lambda _: "tada")
    assert not [event for event in events(path, stored) if isinstance(event, ReactionRemoved)]


def test_a_deleted_message_is_taken_back(tmp_path: Path) -> None:
    assert later(tmp_path, between(reacted("clap", ANA)), export(FIRST, LAST)) == [
        MessageDeleted(workspace=TEAM, at=micros(ts("20:00:00")) or 0, channel=GENERAL, message=ts("09:00:00"))
    ]


@pytest.mark.parametrize("clock", ["08:00:00", "09:00:00", "20:00:00"])
def test_a_tombstone_stands_for_a_deleted_message(tmp_path: Path, clock: str) -> None:
    records = [said(BEN, "09:00:00"), FIRST, LAST]
    buried = [one | {"subtype": "tombstone"} if one["ts"] == ts(clock) else one for one in records]
    taken = later(tmp_path, export(*records), export(*buried))
    assert [one.message for one in taken if isinstance(one, MessageDeleted)] == [ts(clock)]


@pytest.mark.parametrize(
    "after",
    [
        export(said(BEN, "09:00:00"), LAST),  # the day's beginning may lie before the export's period
        export(FIRST, said(BEN, "09:00:00")),  # and its end after
        export(FIRST, LAST, "a damaged record"),
        export(FIRST, LAST, {"type": "message", "ts": "?"}),
        export(),
        export() | {f"general/{DAY}.json": b"broken"},
        export() | {f"general/{DAY}.json": {}},
        {name: content for name, content in export().items() if name != f"general/{DAY}.json"},
        export(FIRST, LAST) | {f"{GENERAL}/{DAY}.json": [said(CAI, "10:00:00")]},  # in two parts
    ],
)
def test_a_message_that_may_be_missing_for_another_reason_stays(tmp_path: Path, after: Contents) -> None:
    before = export(FIRST, said(BEN, "09:00:00"), LAST)
    assert not [one for one in later(tmp_path, before, after) if isinstance(one, MessageDeleted)]


def test_what_was_not_sent_in_the_chat_stays(tmp_path: Path) -> None:
    path = write_folder(export(FIRST, LAST), tmp_path)
    stored = Stored(messages=lambda _, __, ___: ["request:17"])
    assert not [event for event in events(path, stored) if isinstance(event, MessageDeleted)]


def test_what_was_taken_back_is_reported(tmp_path: Path) -> None:
    remembered = Remembered(events(write_folder(between(reacted("clap", ANA)), tmp_path / "before")))
    remembered.sent[GENERAL, ts("09:30:00")] = micros(ts("09:30:00")) or 0
    wanted = Import(write_folder(between(), tmp_path / "after"), stored=remembered.stored())
    list(wanted.batches())
    assert (wanted.report.reactions_taken_back, wanted.report.messages_taken_back) == (1, 1)
