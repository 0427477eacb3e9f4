"""What an import makes of an export with every defect that real ones have."""

import json
from pathlib import Path

import pytest

from bot.slack_export import Import, Report
from bot.slack_export.parse import DAY as ONE_DAY
from bot.slack_export.parse import micros
from handlers.events import ChannelChanged, GroupChanged, MemberChanged, MessagePosted, ReactionAdded
from scoring.facts import Micros
from tests.bot.slack_export.sample import (
    ANA,
    BEN,
    CAI,
    DAY,
    DEE,
    GENERAL,
    GUS,
    LURKER,
    ROBOT,
    SECRET,
    SLACKBOT,
    STRANGER,
    TEAM,
    TEAMROOM,
    events,
    of,
    sample,
    ts,
    write_folder,
    write_zip,
)

COUNTS = {
    "workspace": TEAM,
    "day_files": 4,
    "users": 7,
    "bot_users": 2,
    "channels": 3,
    "private_channels": 1,
    "groups": 2,
    "messages": 33,
    "by_people": 13,
    "by_bots": 4,
    "wrote": 9,
    "authors": 6,
    "reactions": 11,
    "reacted_messages": 5,
    "emoji_names": 7,
    "custom_names": 1,
    "custom_reactions": 2,
    "own_reactions": 2,
    "counted_reactions": 7,
    "reactions_to_no_person": 5,
    "bot_reactions": 1,
    "repeated_reactions": 1,
    "unnamed_reactions": 3,
    "replies": 5,
    "replies_by_people": 5,
    "repliers": 3,
    "edited": 1,
    "edited_by_people": 1,
    "with_files": 1,
    "with_files_by_people": 1,
    "orphans": 1,
    "wrong_reply_counts": 1,
    "without_user": 2,
    "only_reacted": 1,
    "unlisted": 2,
    "reactions_taken_back": 0,
    "messages_taken_back": 0,
    "faults_unlisted": 0,
}
LEFT_OUT = {
    "bot": 4, "channel_join": 2, "tombstone": 1, "channel_topic": 1, "hidden": 1, "no user": 1,
    "not a message": 1, "unreadable": 7, "wrong day": 1, "twice": 1,
}  # fmt: skip
FAULTS = {
    "team/2026-03-04.json",
    "general/canvas_in_the_conversation.json",
    "integration_logs.json",
    "other files",
    "nowhere/",
    "direct messages",
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """The sample as a folder."""
    return write_folder(sample(), tmp_path / "export")


def imported(path: Path) -> Report:
    """The report of a whole import."""
    wanted = Import(path)
    for _ in wanted.batches():
        pass
    return wanted.report


def moment(clock: str, day: str = DAY) -> Micros:
    """A clock time in microseconds."""
    found = micros(ts(clock, day))
    assert found is not None
    return found


@pytest.mark.parametrize("field", COUNTS)
def test_the_report_counts(export: Path, field: str) -> None:
    assert imported(export).as_json()[field] == COUNTS[field]


def test_every_record_counts_or_is_left_out_for_a_reason(export: Path) -> None:
    report = imported(export)
    assert dict(report.left_out) == LEFT_OUT
    assert report.by_people + report.left_out.total() == report.messages


def test_every_number_of_the_report_is_checked_here(export: Path) -> None:
    assert set(imported(export).as_json()) == {*COUNTS, "left_out", "faults"}


def test_what_could_not_be_read_is_named(export: Path) -> None:
    assert {fault.file for fault in imported(export).faults} == FAULTS


def test_the_report_names_no_folder_of_direct_messages(export: Path) -> None:
    assert "mpdm" not in str(imported(export).lines())


def test_the_report_can_be_read_by_people_and_by_scripts(export: Path) -> None:
    report = imported(export)
    lines = {line.label: line.number for line in report.lines()}
    assert lines["messages by people"] == 13
    assert lines["left out: channel_join"] == 2
    assert json.loads(json.dumps(report.as_json()))["left_out"] == LEFT_OUT


@pytest.mark.parametrize("top", ["", "Acme Slack export/"])
def test_a_zip_tells_the_same_as_a_folder(export: Path, tmp_path: Path, top: str) -> None:
    packed = write_zip(sample(), tmp_path / "export.zip", top)
    assert events(packed) == events(export)
    assert imported(packed).as_json() == imported(export).as_json()


def test_a_folder_within_the_folder_is_found(export: Path) -> None:
    assert events(export.parent) == events(export)


def test_time_only_goes_forward_and_channels_are_mixed(export: Path) -> None:
    posted = list(of(MessagePosted, export))
    assert [one.at for one in posted] == sorted(one.at for one in posted)
    assert [one.channel for one in posted[:1]] == [SECRET]
    places = [one.channel for one in posted if one.at >= moment("09:50:00")]
    assert places == [GENERAL] * 4 + [TEAMROOM]


def test_channels_people_and_groups_come_before_what_they_did(export: Path) -> None:
    told = events(export)
    known: set[str] = set()
    for event in told:
        if isinstance(event, MemberChanged):
            known.add(event.member)
        elif isinstance(event, MessagePosted | ReactionAdded):
            assert event.member in known
    assert isinstance(told[0], ChannelChanged)


def test_a_message_keeps_its_id_its_exact_time_and_its_thread(export: Path) -> None:
    reply = next(one for one in of(MessagePosted, export) if one.member == CAI)
    assert reply == MessagePosted(
        workspace=TEAM,
        at=moment("09:20:00"),
        member=CAI,
        channel=GENERAL,
        message=ts("09:20:00"),
        text="me",
        thread=ts("09:00:00"),
        quiet=True,
    )


def test_an_edited_message_is_posted_once_with_its_final_words(export: Path) -> None:
    edited = [one for one in of(MessagePosted, export) if one.message == ts("09:10:00")]
    assert [one.text for one in edited] == [":tada: <@U0ANA>"]


def test_files_become_media_types(export: Path) -> None:
    assert [one.files for one in of(MessagePosted, export) if one.member == GUS] == [("image/gif",)]


def test_reactions_count_at_their_messages_time_and_say_when_they_were_seen(export: Path) -> None:
    told = [one for one in of(ReactionAdded, export) if one.message == ts("09:10:00")]
    assert [(one.member, one.emoji) for one in told] == [
        (ANA, "clap"), (BEN, "clap"), (LURKER, "clap"), (CAI, "partyparrot"),
    ]  # fmt: skip
    assert {(one.at, one.seen, one.author, one.quiet) for one in told} == {
        (moment("09:10:00"), moment("09:00:00", "2026-03-03"), BEN, True)
    }


@pytest.mark.parametrize(
    ("clock", "praised"),
    [
        ("09:05:00", {ANA: ROBOT}),  # a bot that is a user
        ("09:06:00", {BEN: "B0HOOK"}),  # one that is none
        ("09:07:00", {ANA: ANA, BEN: "B0FLOW"}),  # one that spoke for Ana
        ("09:12:00", {BEN: ANA}),
    ],
)
def test_a_reaction_to_a_bot_praises_the_bot(export: Path, clock: str, praised: dict[str, str]) -> None:
    told = [one for one in of(ReactionAdded, export) if one.message == ts(clock)]
    assert {one.member: one.author for one in told} == praised


def test_people_are_told_apart(export: Path) -> None:
    people = {one.member: one for one in of(MemberChanged, export)}
    assert people[ANA] == MemberChanged(
        workspace=TEAM,
        at=moment("09:00:00", "2026-03-03"),
        member=ANA,
        name="Ana",
        zone="Europe/Berlin",
        country="DE",
        bot=False,
        external=False,
        deactivated=False,
        admin=True,
        joined=moment("08:00:00"),
        quiet=True,
    )
    assert people[BEN].name == "Ben Real"
    assert people[BEN].joined is None
    assert {who for who, one in people.items() if one.bot} == {ROBOT, SLACKBOT, "B0HOOK", "B0FLOW"}
    assert {who for who, one in people.items() if one.external} == {DEE, STRANGER}
    assert {who for who, one in people.items() if one.deactivated} == {CAI}
    assert {who for who, one in people.items() if one.guest} == {GUS}
    assert people["B0HOOK"].name == "Hook"


def test_who_is_in_no_list_is_known_by_what_they_left(export: Path) -> None:
    people = {one.member: one for one in of(MemberChanged, export)}
    assert people[STRANGER].name == "Stranger"
    assert people[LURKER] == MemberChanged(workspace=TEAM, at=people[ANA].at, member=LURKER, quiet=True)


def test_only_private_channels_tell_who_may_see_them(export: Path) -> None:
    found = {one.channel: (one.name, one.private, one.members) for one in of(ChannelChanged, export)}
    assert found == {
        GENERAL: ("general", False, ()),
        TEAMROOM: ("team", False, ()),
        SECRET: ("secret", True, (ANA, CAI)),
    }


def test_groups_have_their_handle_and_given_up_ones_nobody(export: Path) -> None:
    assert [(one.group, one.name, one.members) for one in of(GroupChanged, export)] == [
        ("S0DESIGN", "design", (ANA, BEN)),
        ("S0GONE", "gone", ()),
    ]


@pytest.mark.parametrize(
    ("written", "moment_of"),
    [
        ("1700000000.000100", 1_700_000_000_000_100),
        ("1700000000.999999", 1_700_000_000_999_999),
        ("1700000000", 1_700_000_000_000_000),
        ("1700000000.5", 1_700_000_000_500_000),
        ("0.000001", 1),
        ("", None),
        ("17000000000000000", None),
        ("1700000000,000100", None),
        ("1700000000.0001000", None),
        ("-170000000.000100", None),
        (" 700000000.000100", None),
        ("1_00000000.000100", None),
        ("١٧٠٠٠٠٠٠٠٠.٠٠٠١٠٠", None),
        (1700000000.0001, None),
        (None, None),
    ],
)
def test_a_time_is_read_exactly_or_not_at_all(written: object, moment_of: int | None) -> None:
    assert micros(written) == moment_of


def test_a_day_has_its_microseconds() -> None:
    assert moment("00:00:00", "2026-03-03") - moment("00:00:00") == ONE_DAY


def test_without_a_mark_the_channel_named_general_tells_who_joined(tmp_path: Path) -> None:
    contents = sample()
    for channel in contents["channels.json"]:
        del channel["is_general"]
    people = {one.member: one for one in of(MemberChanged, write_folder(contents, tmp_path))}
    assert people[ANA].joined == moment("08:00:00")
