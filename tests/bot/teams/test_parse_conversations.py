"""Who comes and goes, which channels there are, where we are installed, and reactions to what we said."""

import pytest

from bot.teams.parse import ids_in, parse, tenant_of
from bot.teams.reading.conversations import EVENTS
from bot.teams.reading.heard import NOTHING, Absent, Aside, Came, Heard, Present, Stale
from handlers.events import ChannelMember, MemberChanged, ReactionAdded, ReactionRemoved
from tests.bot.teams.activities import (
    ANA,
    AT,
    BEN,
    BOT,
    CHANNEL,
    ELSEWHERE,
    EVE,
    GROUP_CHAT,
    GROUP_ID,
    HOME,
    LATER_AT,
    MEI,
    MESSAGE,
    NOW,
    OTHER_BOT,
    PEOPLE,
    PERSONAL,
    SERVICE,
    TEAM,
    TENANT,
    Activity,
    account,
    by,
    came,
    channel_data,
    channel_event,
    installed,
    message,
    other_id,
    reacted,
    updated,
)

IN_TEAM = Present(TEAM, "team", team=TEAM, group_id=GROUP_ID, service=SERVICE, installed=True)
IN_GROUP = Present(GROUP_CHAT, "group", service=SERVICE, installed=True)
IN_PERSONAL = Present(PERSONAL, "personal", ANA, service=SERVICE, installed=True)


def heard(activity: Activity) -> Heard:
    return parse(activity, HOME, NOW, PEOPLE)


@pytest.mark.parametrize(
    ("activity", "aside"),
    [
        (came(BOT), IN_TEAM),
        (came(BOT, where=GROUP_CHAT), IN_GROUP),
        (came(BOT, where=PERSONAL), IN_PERSONAL),
        (came(BOT, left=True), Absent(TEAM)),
        (came(BOT, where=GROUP_CHAT, left=True), Absent(GROUP_CHAT)),
        (installed("add"), IN_TEAM),
        (installed("add", CHANNEL), IN_TEAM),
        (installed("add-upgrade", GROUP_CHAT), IN_GROUP),
        (installed("ADD", PERSONAL), IN_PERSONAL),
        (installed("remove"), Absent(TEAM)),
        (installed("remove-upgrade", PERSONAL), Absent(PERSONAL)),
    ],
)
def test_where_we_are_and_are_not_any_more(activity: Activity, aside: Aside) -> None:
    found = heard(activity)
    assert found.asides == (aside,)
    assert not found.events


def test_we_are_known_by_whom_the_activity_is_for() -> None:
    us = {"id": "bot-11", "name": "Huzzah"}
    assert heard(came(membersAdded=[us], recipient=us)).asides == (IN_TEAM,)


def test_people_who_come_into_a_team_are_looked_up() -> None:
    found = heard(came(BEN, MEI, OTHER_BOT))
    assert found.asides == (Came(BEN, AT), Came(MEI, AT))
    assert not found.events
    assert found.people == {BEN, MEI}
    assert found.known == {other_id(ANA): ANA, other_id(BEN): BEN, other_id(MEI): MEI}
    assert heard(came(BEN, left=True)).asides == (Stale("member", BEN),)


def test_who_is_there_as_we_come_or_joins_a_chat_is_not_new_for_that() -> None:
    us = {"id": "bot-11", "name": "Huzzah"}
    assert heard(came(membersAdded=[us, {"id": other_id(BEN), "aadObjectId": BEN}], recipient=us)).asides == (
        IN_TEAM, Stale("member", BEN),
    )  # fmt: skip
    assert heard(came(BEN, where=GROUP_CHAT)).asides[-1:] == (Stale("member", BEN),)


def test_who_is_in_a_group_chat_may_hear_of_it() -> None:
    inside = ChannelMember(workspace=TENANT, at=AT, channel=GROUP_CHAT, member=BEN)
    outside = ChannelMember(workspace=TENANT, at=AT, channel=GROUP_CHAT, member=BEN, left=True)
    assert heard(came(BEN, where=GROUP_CHAT)).events == (inside,)
    assert heard(came(BEN, where=GROUP_CHAT, left=True)).events == (outside,)


def test_and_who_is_in_a_channel_with_members_of_its_own() -> None:
    data = {"eventType": "channelMemberAdded", "channel": {"id": CHANNEL, "type": "private"}}
    found = heard(came(BEN, channelData=data))
    assert found.events == (ChannelMember(workspace=TENANT, at=AT, channel=CHANNEL, member=BEN),)


def test_we_may_come_to_such_a_channel_and_leave_it_without_the_rest_of_the_team() -> None:
    data = {**channel_data(TEAM), "channel": {"id": CHANNEL, "type": "private"}}
    here = Present(CHANNEL, "channel", team=TEAM, group_id=GROUP_ID, service=SERVICE, installed=True)
    assert heard(came(BOT, channelData=data | {"eventType": "channelMemberAdded"})).asides == (here,)
    gone = came(BOT, left=True, channelData=data | {"eventType": "channelMemberRemoved"})
    assert heard(gone).asides == (Absent(CHANNEL),)
    nowhere = came(BOT, left=True, channelData=data | {"eventType": "channelMemberRemoved", "channel": {}})
    assert heard(nowhere).asides == ()


def test_a_crowd_is_looked_up_as_a_whole() -> None:
    crowd = [{"id": f"29:{n}"} for n in range(60)]
    assert heard(came(membersAdded=crowd)).asides == (Stale("roster", TEAM),)


@pytest.mark.parametrize("event", ["channelCreated", "channelRestored", "CHANNELCREATED"])
def test_channels_that_appear(event: str) -> None:
    here = Present(CHANNEL, "channel", team=TEAM, group_id=GROUP_ID, service=SERVICE)
    assert heard(channel_event(event)).asides == (here, Stale("channel", CHANNEL))


@pytest.mark.parametrize(
    "event", ["channelRenamed", "channelShared", "channelUnshared", "channelMoved", "channelUpdated"]
)
def test_channels_that_change(event: str) -> None:
    found = heard(channel_event(event))
    assert found.asides == (Stale("channel", CHANNEL),)
    assert found.channels == {CHANNEL}


@pytest.mark.parametrize("event", ["channelDeleted", "channeldeleted"])
def test_channels_that_go(event: str) -> None:
    assert heard(channel_event(event)).asides == (Absent(CHANNEL),)


@pytest.mark.parametrize("event", ["teamRenamed", "teamArchived", "teamUnarchived"])
def test_teams_that_change(event: str) -> None:
    assert heard(updated(event)).asides == (Stale("team", TEAM),)


@pytest.mark.parametrize("event", ["teamDeleted", "teamHardDeleted"])
def test_teams_that_go(event: str) -> None:
    assert heard(updated(event)).asides == (Absent(TEAM),)


@pytest.mark.parametrize("event", ["teamRestored", "teamrestored"])
def test_teams_that_come_back(event: str) -> None:
    here = Present(TEAM, "team", team=TEAM, group_id=GROUP_ID, service=SERVICE)
    assert heard(updated(event)).asides == (here, Stale("team", TEAM))


def test_group_chats_that_get_another_name() -> None:
    here = Present(GROUP_CHAT, "group", service=SERVICE, topic="Lunch")
    assert heard(updated(where=GROUP_CHAT, topicName="Lunch")).asides == (here, Stale("channel", GROUP_CHAT))


@pytest.mark.parametrize("event", sorted(EVENTS - {"topicname"}))
def test_without_saying_what_it_is_about_an_event_is_nothing(event: str) -> None:
    assert heard(updated(event, data={"team": None, "channel": None})) == NOTHING


@pytest.mark.parametrize(
    "activity",
    [
        updated(), updated("somethingNew"), updated("channelCreated", conversation=None), installed("somethingNew"),
        installed(conversation={"id": 7}), came(membersAdded=[None, "x", {"id": 7}]), updated(membersAdded="x"),
        updated("historyDisclosed", PERSONAL),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_nothing(activity: Activity) -> None:
    assert heard(activity) == NOTHING


def test_reactions_to_what_we_said() -> None:
    common = {"workspace": TENANT, "at": LATER_AT, "member": BEN, "channel": CHANNEL, "message": MESSAGE}
    found = heard(reacted("1f389_partypopper", "like", off=["heart"], who=BEN))
    assert found.events == (
        ReactionAdded(**common, emoji="tada"),  # type: ignore[arg-type]
        ReactionAdded(**common, emoji="+1"),  # type: ignore[arg-type]
        ReactionRemoved(**common, emoji="heart"),  # type: ignore[arg-type]
    )
    assert found.people == {BEN}


@pytest.mark.parametrize(
    "activity",
    [
        reacted("like", where=PERSONAL), reacted(), reacted("like", replyToId=None),
        reacted(reactionsAdded=[{"type": 7}]), reacted("like", **by({"id": OTHER_BOT})),
        reacted(reactionsAdded="like"),
    ],
)  # fmt: skip
def test_other_reactions_are_nothing(activity: Activity) -> None:
    assert heard(activity) == NOTHING


def test_who_reacts_from_elsewhere_is_introduced_as_such() -> None:
    found = heard(reacted("like", **by(account(EVE, tenantId=ELSEWHERE))))
    assert [type(event) for event in found.events] == [MemberChanged, ReactionAdded]


def test_whoever_goes_only_by_the_other_id_is_asked_for() -> None:
    assert ids_in(message("Hello")) == frozenset()
    said = message((BEN, "Ben"), " ", (ANA, "Ana"), " ", (BOT, "Huzzah"))
    assert ids_in(said) == {other_id(BEN)}  # Ana is told by who wrote it
    assert ids_in(message(**by(account(MEI, told=False)))) == {other_id(MEI)}
    assert ids_in(came(membersAdded=[account(MEI, told=False), account(BEN), {"id": BOT}])) == {other_id(MEI)}
    assert len(ids_in(message(*[(f"29:{n}", "x") for n in range(3_000)]))) <= 600


@pytest.mark.parametrize("activity", [None, [], "x", {}, {"from": 7, "entities": [None, {"type": "mention"}]}])
def test_of_nobody_nobody_is_asked_for(activity: object) -> None:
    assert ids_in(activity) == frozenset()


def test_the_tenant_is_told_in_two_places() -> None:
    assert tenant_of(message()) == TENANT
    assert tenant_of(message(channelData={})) == TENANT
    assert tenant_of({"channelData": {"tenant": {"id": TENANT.upper()}}}) == TENANT
    assert tenant_of(message(channelData={}, conversation={})) == ""
    assert tenant_of(None) == ""
