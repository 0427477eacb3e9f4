"""What is asked of us in words: by name in a channel, in the personal chat, and with a slash."""

import pytest

from bot.teams.parse import parse
from bot.teams.reading.heard import NOTHING, Ask, Heard, Present
from handlers.events import CommandGiven, Event, MemberChanged, MessagePosted
from tests.bot.teams.activities import (
    ANA,
    AT,
    BEN,
    BOT,
    CHANNEL,
    ELSEWHERE,
    EVE,
    GROUP_CHAT,
    HOME,
    MEI,
    MESSAGE,
    NOW,
    OTHER_BOT,
    PEOPLE,
    PERSONAL,
    ROOT,
    SERVICE,
    TENANT,
    Activity,
    Part,
    account,
    asked,
    by,
    client_info,
    message,
    other_id,
    slash,
    told,
)

CLOCK = MemberChanged(workspace=TENANT, at=AT, member=ANA, zone="Europe/Berlin", country="DE")


def heard(activity: Activity) -> Heard:
    return parse(activity, HOME, NOW, PEOPLE)


def command(activity: Activity) -> CommandGiven:
    *_, given = heard(activity).events
    assert isinstance(given, CommandGiven)
    return given


def kinds(found: Heard) -> list[type[Event]]:
    return [type(event) for event in found.events]


def test_a_word_after_our_name_is_a_command_and_no_talk() -> None:
    found = heard(asked("kudos ", (BEN, "Ben"), " 2 for covering"))
    given = CommandGiven(
        workspace=TENANT, at=AT, member=ANA, channel=CHANNEL, request=f"msg:{CHANNEL}:{MESSAGE}", name="huzzah",
        text=f"kudos <@{BEN}> 2 for covering",
    )  # fmt: skip
    assert found.events == (CLOCK, given)
    assert found.ask == Ask(
        ANA, "mention", f"{CHANNEL};messageid={MESSAGE}", CHANNEL, "", MESSAGE, SERVICE, other_id(ANA)
    )
    assert found.needs_names == {ANA, BEN}


@pytest.mark.parametrize("words", ["board week", ": board week", ", board week", " Board, week", "/huzzah board"])
def test_what_stands_between_our_name_and_the_word_does_not_matter(words: str) -> None:
    assert kinds(heard(message((BOT, "Huzzah"), words))) == [MemberChanged, CommandGiven]


def test_in_a_thread_it_is_answered_there() -> None:
    found = heard(asked("board", thread=ROOT))
    assert command(asked("board", thread=ROOT)).thread == ROOT
    assert found.ask is not None
    assert (found.ask.thread, found.ask.conversation) == (ROOT, f"{CHANNEL};messageid={ROOT}")


def test_a_question_we_do_not_know_is_talk_and_answered_all_the_same() -> None:
    found = heard(asked("what can you do?"))
    assert kinds(found) == [MessagePosted, MemberChanged, CommandGiven]
    assert command(asked("what can you do?")).text == "what can you do?"
    posted = found.events[0]
    assert isinstance(posted, MessagePosted)
    assert posted.text == "what can you do?"
    assert kinds(heard(message((BOT, "Huzzah")))) == [MessagePosted, MemberChanged, CommandGiven]


@pytest.mark.parametrize(
    "parts",
    [
        ((BOT, "Huzzah"), " and ", (BEN, "Ben"), " are great"),
        ((BOT, "Huzzah"), " ++"),
        ("Let's ask ", (BOT, "Huzzah"), " board"),
        ((OTHER_BOT, "Weather"), " board"),
        ((BEN, "Huzzah"), " board"),
    ],
)
def test_what_is_about_us_or_somebody_else_is_only_talk(parts: tuple[Part, ...]) -> None:
    assert kinds(heard(message(*parts))) == [MessagePosted]


def test_our_name_split_into_several_mentions_is_our_name() -> None:
    assert command(message((BOT, "Huzzah"), " ", (BOT, "Bot"), " board")).text == "board"


def test_our_name_is_known_by_whom_the_activity_is_for() -> None:
    us = {"id": "bot-11", "name": "Huzzah"}
    entity = {"type": "mention", "mentioned": us, "text": "<at>Huzzah</at>"}
    assert command(asked("board", recipient=us, entities=[entity])).text == "board"
    somebody = {"id": other_id(BEN), "name": "Ben"}  # a person is never we
    assert kinds(heard(message((BEN, "Ben"), " board", recipient=somebody))) == [MessagePosted]


def test_in_a_group_chat_it_is_the_same() -> None:
    given = command(asked("board", where=GROUP_CHAT))
    assert (given.channel, given.request) == (GROUP_CHAT, f"msg:{GROUP_CHAT}:{MESSAGE}")


def test_what_is_told_us_alone_is_a_command_whatever_it_says() -> None:
    found = heard(told("board week"))
    given = CommandGiven(
        workspace=TENANT, at=AT, member=ANA, channel="", request=f"msg:{PERSONAL}:{MESSAGE}", name="huzzah",
        text="board week",
    )  # fmt: skip
    assert found.events == (CLOCK, given)
    assert found.asides == (Present(PERSONAL, "personal", ANA, service=SERVICE),)
    back = Ask(ANA, "direct", PERSONAL, PERSONAL, "", MESSAGE, SERVICE, other_id(ANA), personal=True, private=True)
    assert found.ask == back
    assert command(message((BOT, "Huzzah"), " board", where=PERSONAL)).text == "board"
    assert command(told("")).text == ""


def test_a_slash_command_is_seen_by_two() -> None:
    found = heard(slash("board week"))
    assert command(slash("board week")).text == "board week"
    assert command(slash("board week")).channel == CHANNEL
    assert found.ask is not None
    assert (found.ask.surface, found.ask.private) == ("slash", True)
    aimed = {"id": BOT, "isTargeted": True}
    assert command(message((BOT, "Huzzah"), " anything at all", recipient=aimed)).text == "anything at all"


@pytest.mark.parametrize(
    "activity",
    [
        asked("kudos ", (BEN, "Ben"), " 1", **by(account(EVE, tenantId=ELSEWHERE))),
        told("board", **by(account(EVE, tenantId=ELSEWHERE))),
        slash("board", **by(account(EVE, tenantId=ELSEWHERE))),
    ],
)
def test_people_of_other_organisations_are_refused(activity: Activity) -> None:
    found = heard(activity)
    assert found.refused
    assert not found.events
    assert found.ask is not None
    assert found.ask.member == EVE


def test_their_talk_about_us_is_talk() -> None:
    found = heard(asked("what can you do?", **by(account(EVE, tenantId=ELSEWHERE))))
    assert kinds(found) == [MemberChanged, MessagePosted]


@pytest.mark.parametrize(
    ("zone", "country", "known"),
    [
        ("Europe/Berlin", "US", ("Europe/Berlin", "DE")),
        ("Etc/UTC", "pt", ("Etc/UTC", "PT")),
        ("Etc/UTC", "Portugal", ("Etc/UTC", None)),
        ("Europe/Atlantis", "DE", None),
        ("../../etc/passwd", "DE", None),
        (None, "DE", None),
    ],
)
def test_a_zone_counts_if_there_is_one(zone: str, country: str, known: tuple[str, str | None] | None) -> None:
    changes = heard(told("me", entities=[client_info(zone, country)])).events[:-1]
    assert [(one.zone, one.country) for one in changes if isinstance(one, MemberChanged)] == ([known] if known else [])


def test_talk_leaves_no_trace_of_where_people_are() -> None:
    assert kinds(heard(message())) == [MessagePosted]


def test_what_bots_tell_us_is_nothing() -> None:
    assert heard(told("board", **by({"id": OTHER_BOT, "name": "Weather"}))) == NOTHING
    assert command(told("me", who=MEI)).member == MEI
