"""Joins, profiles, channels, groups, emoji and installations of Slack's become events, or something to look up."""

from typing import Any

import pytest

from bot.slack.parse import parse, team_of
from bot.slack.reading.heard import NOTHING, Aside, Heard, HomeOpened, Invited, RateLimited, Removed, Stale
from bot.slack.reading.people import channel_changed, member_changed
from bot.slack.workplace import Installation
from handlers.events import (
    ChannelChanged,
    ChannelMember,
    ChannelMoved,
    EmojiChanged,
    GroupChanged,
    MemberChanged,
    StepRun,
)
from tests.bot.slack.payloads import (
    ANA,
    AT,
    BEN,
    BOT_USER,
    DIRECT,
    EVE,
    GENERAL,
    HOME,
    IN_A_GRID,
    NOW,
    ORG,
    OTHER_TEAM,
    SECRET,
    TEAM,
    WHOLE_ORG,
    Payload,
    channel,
    event,
    group,
    message,
    user,
)
from tests.bot.slack.payloads.asks import command, interaction, step, submission


def heard(payload: Payload) -> Heard:
    return parse(payload, HOME, NOW)


@pytest.mark.parametrize("kind", ["team_join", "user_change"])
def test_a_profile_is_told_whole(kind: str) -> None:
    [told] = heard(event({"type": kind, "user": user()})).events
    assert told == MemberChanged(
        workspace=TEAM, at=AT, member=ANA, name="Ana", zone="Europe/Lisbon", country="PT", bot=False, external=False,
        guest=False, deactivated=False, admin=False, joined=AT if kind == "team_join" else None,
    )  # fmt: skip


def test_a_profile_that_is_only_named_is_looked_up() -> None:
    assert heard(event({"type": "user_change", "user": ANA})).asides == (Stale("member", ANA),)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"profile": {"display_name": "", "real_name": "Ana S."}}, {"name": "Ana S."}),
        ({"profile": None, "real_name": ""}, {"name": "ana.sousa"}),
        ({"profile": {"display_name": " A\n na\0 "}}, {"name": "A na"}),
        ({"is_bot": True}, {"bot": True}),
        ({"is_workflow_bot": True}, {"bot": True}),
        ({"is_app_user": True}, {"bot": False}),
        ({"id": "USLACKBOT"}, {"bot": True}),
        ({"is_restricted": True}, {"guest": True}),
        ({"is_ultra_restricted": True}, {"guest": True}),
        ({"deleted": True, "is_admin": True}, {"deactivated": True, "admin": False}),
        ({"is_admin": True}, {"admin": True}),
        ({"is_owner": True}, {"admin": True}),
        ({"is_primary_owner": True}, {"admin": True}),
        ({"is_stranger": True, "is_admin": True}, {"external": True, "admin": False}),
        ({"team_id": OTHER_TEAM, "is_owner": True}, {"external": True, "admin": False}),
        ({"team_id": OTHER_TEAM, "enterprise_user": {"teams": [TEAM]}}, {"external": False}),
        ({"team_id": OTHER_TEAM, "enterprise_user": {"enterprise_id": "E0OTHER"}}, {"external": True}),
        ({"tz": None}, {"zone": None}),
        ({"tz": "x" * 100}, {"zone": None}),
    ],
)
def test_what_a_profile_says_is_understood(more: dict[str, Any], expected: dict[str, object]) -> None:
    found = member_changed(user(**more), HOME, NOW)
    assert found is not None
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize("home", [IN_A_GRID, WHOLE_ORG])
def test_people_of_the_same_organisation_belong_here(home: Installation) -> None:
    sister = member_changed(user(team_id="T0SISTER", enterprise_user={"enterprise_id": ORG}), home, NOW)
    stranger = member_changed(user(team_id="T0SISTER", enterprise_user={"enterprise_id": "E1"}), home, NOW)
    assert sister is not None
    assert stranger is not None
    assert (sister.external, stranger.external) == (False, True)


def test_what_a_profile_leaves_out_stays_as_it_is() -> None:
    found = member_changed({"id": ANA}, HOME, NOW)
    assert found == MemberChanged(workspace=TEAM, at=NOW, member=ANA)
    assert member_changed({"id": None}, HOME, NOW) is None


@pytest.mark.parametrize(("kind", "left"), [("member_joined_channel", False), ("member_left_channel", True)])
def test_who_comes_and_goes_is_told(kind: str, left: bool) -> None:
    inner = {"type": kind, "user": BEN, "channel": SECRET, "channel_type": "G", "team": TEAM}
    assert heard(event(inner)).events == (ChannelMember(workspace=TEAM, at=AT, channel=SECRET, member=BEN, left=left),)
    [outsider, _] = heard(event({**inner, "user": EVE, "team": OTHER_TEAM}, shared=True)).events
    assert outsider == MemberChanged(workspace=TEAM, at=AT, member=EVE, external=True)


def test_when_we_are_invited_there_is_more_to_look_up() -> None:
    inner = {"type": "member_joined_channel", "user": BOT_USER, "channel": SECRET}
    assert heard(event(inner)).asides == (Invited(SECRET),)
    assert heard(event({**inner, "type": "member_left_channel"})).asides == (Stale("channel", SECRET),)


def test_a_new_channel_is_known_by_its_name() -> None:
    made = {"id": GENERAL, "name": "general", "created": 1_794_000_000, "creator": ANA}
    assert heard(event({"type": "channel_created", "channel": made})).events == (
        ChannelChanged(workspace=TEAM, at=AT, channel=GENERAL, name="general"),
    )


@pytest.mark.parametrize(
    "kind",
    [
        "channel_rename", "channel_left", "channel_shared", "channel_unshared", "group_rename", "group_left",
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", [GENERAL, {"id": GENERAL, "name": "new"}])
def test_a_channel_that_changes_is_looked_up(kind: str, where: object) -> None:
    assert heard(event({"type": kind, "channel": where})).asides == (Stale("channel", GENERAL),)


def test_a_channel_that_moves_keeps_what_is_known_of_it() -> None:
    moved = heard(event({"type": "channel_id_changed", "old_channel_id": "G1", "new_channel_id": "C1"}))
    assert moved.events == (ChannelMoved(workspace=TEAM, at=AT, channel="G1", to="C1"),)
    assert moved.asides == (Stale("channel", "C1"),)


def test_channels_say_whether_they_are_private_or_shared() -> None:
    secret = channel_changed(channel(SECRET, name="secret", is_private=True), [BEN, ANA, BEN], HOME, NOW)
    assert secret == ChannelChanged(
        workspace=TEAM, at=NOW, channel=SECRET, name="secret", private=True, members=(ANA, BEN)
    )
    shared = channel_changed(channel(is_ext_shared=True), [ANA], HOME, NOW)
    assert shared == ChannelChanged(workspace=TEAM, at=NOW, channel=GENERAL, name="general", shared=True)
    assert channel_changed(channel(is_im=True), [], HOME, NOW) is None
    assert channel_changed(channel(is_mpim=True), [], HOME, NOW) is None


@pytest.mark.parametrize("kind", ["subteam_created", "subteam_updated"])
def test_a_group_is_known_by_its_handle_and_who_is_in_it(kind: str) -> None:
    assert heard(event({"type": kind, "subteam": group()})).events == (
        GroupChanged(workspace=TEAM, at=AT, group="S0DESIGN", name="design-team", members=(ANA, BEN)),
    )
    gone = heard(event({"type": kind, "subteam": group(date_delete=1_794_996_000)})).events
    assert gone == (GroupChanged(workspace=TEAM, at=AT, group="S0DESIGN", name="design-team"),)


@pytest.mark.parametrize("more", [{"users": None}, {"user_count": 3}, {"user_count": "3"}])
def test_a_group_that_isnt_told_whole_is_looked_up(more: dict[str, Any]) -> None:
    found = heard(event({"type": "subteam_updated", "subteam": group(**more)}))
    assert found.asides == (Stale("group", "S0DESIGN"),)
    members = heard(event({"type": "subteam_members_changed", "subteam_id": "S0DESIGN", "added_users": [ANA]}))
    assert members.asides == (Stale("group", "S0DESIGN"),)


@pytest.mark.parametrize(
    ("more", "aliases"),
    [
        ({"subtype": "add", "name": "yay", "value": "alias:tada"}, {"yay": "tada"}),
        ({"subtype": "remove", "names": ["yay", "hey"]}, {"yay": "", "hey": ""}),
        ({"subtype": "rename", "old_name": "a", "new_name": "b", "value": "alias:tada"}, {"a": "", "b": "tada"}),
        ({"subtype": "rename", "old_name": "cat", "new_name": "dog", "value": "https://x"}, {"cat": ""}),
    ],
)  # fmt: skip
def test_other_names_of_emoji_are_learnt(more: dict[str, Any], aliases: dict[str, str]) -> None:
    [told] = heard(event({"type": "emoji_changed", **more})).events
    assert told == EmojiChanged(workspace=TEAM, at=AT, aliases=aliases)


def test_a_new_picture_is_no_other_name_and_what_is_unclear_is_looked_up() -> None:
    picture = {"type": "emoji_changed", "subtype": "add", "name": "cat", "value": "https://emoji.slack-edge.com/c.png"}
    assert heard(event(picture)) == NOTHING
    assert heard(event({"type": "emoji_changed"})).asides == (Stale("emoji"),)
    assert heard(event({"type": "emoji_changed", "subtype": "rename", "old_name": "a"})).asides == (Stale("emoji"),)


@pytest.mark.parametrize(
    ("payload", "asides"),
    [
        (event({"type": "app_home_opened", "user": ANA, "tab": "home"}), (HomeOpened(ANA),)),
        (event({"type": "app_home_opened", "user": ANA, "tab": "messages", "channel": DIRECT}), ()),
        (event({"type": "app_uninstalled"}), (Removed(),)),
        (event({"type": "tokens_revoked", "tokens": {"bot": [BOT_USER]}}), (Removed(),)),
        (event({"type": "tokens_revoked", "tokens": {"oauth": [ANA], "bot": []}}), ()),
        ({"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 60}, (RateLimited(60_000_000),)),
        ({"type": "app_rate_limited", "team_id": TEAM}, ()),
        (event({"type": "link_shared", "user": ANA}), ()),
        (event({"type": "a_new_one"}), ()),
        ({"type": "event_callback"}, ()),
        ({"type": "url_verification", "challenge": "x"}, ()),
    ],
)
def test_what_becomes_of_the_app_is_heard(payload: Payload, asides: tuple[Aside, ...]) -> None:
    found = heard(payload)
    assert found.asides == asides
    assert found.events == ()


def test_a_step_names_who_gives_and_whom() -> None:
    found = heard(step(giver=ANA, receivers=[BEN, "<@U0EVE|eve>"], words="well done", amount=3, channel=GENERAL))
    [run] = found.events
    assert run == StepRun(
        workspace=TEAM, at=AT, member=ANA, channel=GENERAL, request="step:Fx0RUN", step="give_recognition",
        execution="Fx0RUN",
        inputs={"giver": ANA, "receivers": f"{BEN},{EVE}", "words": "well done", "amount": "3", "channel": GENERAL},
    )  # fmt: skip
    assert found.needs_names == {ANA, BEN, EVE}
    assert found.ask is None


def test_a_step_may_bring_rich_words_and_odd_inputs() -> None:
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
        {"type": "text", "text": "Thanks "}, {"type": "user", "user_id": BEN}]}]}  # fmt: skip
    [run] = heard(
        step(giver=f"<@{ANA}>", words=rich, receivers=[rich], amount=1.5, channel=True, more="unasked")
    ).events
    assert isinstance(run, StepRun)
    assert run.member == ANA
    assert run.inputs == {
        "giver": ANA,
        "words": "Thanks <@U0BEN>",
        "receivers": "Thanks <@U0BEN>",
        "amount": "1.5",
        "channel": "true",
    }
    [odd] = heard(step(giver=ANA, amount=float("nan"), words=False)).events
    assert isinstance(odd, StepRun)
    assert (odd.inputs["amount"], odd.inputs["words"]) == ("", "")


@pytest.mark.parametrize(
    ("payload", "team"),
    [
        (message(), (TEAM, "", False)),
        (event({"type": "message"}, team_id=OTHER_TEAM), (TEAM, "", False)),
        (
            event(
                {"type": "message"},
                authorizations=[{"enterprise_id": ORG, "team_id": None, "is_enterprise_install": True}],
            ),
            (TEAM, ORG, True),
        ),
        (command(), (TEAM, "", False)),
        (command(enterprise_id=ORG, is_enterprise_install="true"), (TEAM, ORG, True)),
        (interaction("shortcut", team=None, enterprise={"id": ORG}, is_enterprise_install=True), (TEAM, ORG, True)),
        (interaction("shortcut", team={"id": TEAM, "enterprise_id": ORG}), (TEAM, ORG, False)),
        ({**submission(), "team": {"id": OTHER_TEAM}}, (TEAM, "", False)),
        ({"type": "app_rate_limited", "team_id": TEAM}, (TEAM, "", False)),
        ({}, ("", "", False)),
        ([], ("", "", False)),
    ],
)
def test_every_payload_says_which_installation_it_is_for(payload: Payload, team: tuple[str, str, bool]) -> None:
    assert team_of(payload) == team
