"""Graph's messages become the same events as activities: what is seen both ways is read the same way."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.teams.parse import parse
from bot.teams.reading.graph_messages import NOTHING, GraphHeard, Place, parse_message
from handlers.events import MemberChanged, MessageDeleted, MessageEdited, MessagePosted, MessageRestored
from scoring.giving import Currency
from scoring.reading import read
from tests.bot.mutations import check_events
from tests.bot.teams import activities, mutations
from tests.bot.teams.activities import (
    ANA,
    AT,
    BEN,
    BOT,
    CHANNEL,
    ELSEWHERE,
    EVE,
    HOME,
    LATER,
    LATER_AT,
    MEI,
    MESSAGE,
    NOW,
    OTHER_BOT,
    PEOPLE,
    ROOT,
    TENANT,
    TIME,
    Part,
    by,
    other_id,
)
from tests.bot.teams.chat_messages import (
    ChatMessage,
    body,
    chat_message,
    deleted,
    edited,
    identity,
    mention,
    ours,
    reaction,
    user,
)

HERE = Place(CHANNEL)
CURRENCY = Currency(frozenset({"tada", "heart"}))


def heard(message: ChatMessage, place: Place = HERE) -> GraphHeard:
    return parse_message(message, HOME, place, NOW, PEOPLE)


def posted(message: ChatMessage) -> MessagePosted:
    [what] = heard(message).events
    assert isinstance(what, MessagePosted)
    return what


def test_a_message_is_told_whole() -> None:
    found = heard(chat_message("Thanks ", (BEN, "Ben"), " ++", thread=ROOT, reactions=[reaction("like", MEI)]))
    said = MessagePosted(
        workspace=TENANT, at=AT, member=ANA, channel=CHANNEL, message=MESSAGE, text=f"Thanks <@{BEN}> ++", thread=ROOT
    )
    assert found == GraphHeard(
        (said,),
        {(MEI, "+1"): LATER_AT},
        AT,
        TENANT,
        CHANNEL,
        MESSAGE,
        ROOT,
        ANA,
        people=frozenset({ANA, BEN, MEI}),
        needs_names=frozenset({ANA, BEN}),
    )


def test_an_edited_message_is_a_message_and_an_edit() -> None:
    found = heard(edited("New"))
    assert found.events == (
        MessagePosted(workspace=TENANT, at=AT, member=ANA, channel=CHANNEL, message=MESSAGE, text="New"),
        MessageEdited(workspace=TENANT, at=LATER_AT, member=ANA, channel=CHANNEL, message=MESSAGE, text="New"),
    )
    assert found.changed == LATER_AT


def test_a_deleted_message_is_gone_with_all_its_reactions() -> None:
    found = heard(deleted(reactions=[reaction("like")]))
    assert found.events == (MessageDeleted(workspace=TENANT, at=LATER_AT, channel=CHANNEL, message=MESSAGE),)
    assert (found.deleted, dict(found.reactions), found.changed) == (True, {}, LATER_AT)


def test_a_message_that_came_back_is_restored() -> None:
    found = heard(chat_message("Hi", lastModifiedDateTime=LATER, thread=ROOT))
    back = MessageRestored(
        workspace=TENANT, at=LATER_AT, member=ANA, channel=CHANNEL, message=MESSAGE, written=AT, text="Hi", thread=ROOT
    )
    assert found.restored() == (back,)


def test_the_thread_may_be_known_from_the_address_alone() -> None:
    assert heard(chat_message(), Place(CHANNEL, ROOT)).thread == ROOT
    assert heard(chat_message(), Place(CHANNEL, MESSAGE)).thread == ""


def test_reactions_bear_their_names_and_times() -> None:
    reactions = [
        reaction("🎉", BEN, TIME),
        reaction("heart", BEN),
        reaction("custom", MEI, displayName="testsc"),
        reaction("like", other_id(MEI)),
        reaction("like", user={"application": {"id": HOME.app}, "user": None}),
        reaction("like", user=None),
        reaction("", MEI),
        None,
    ]
    found = heard(chat_message(reactions=reactions)).reactions
    assert found == {(BEN, "tada"): AT, (BEN, "heart"): LATER_AT, (MEI, "testsc"): LATER_AT, (MEI, "+1"): LATER_AT}


@pytest.mark.parametrize(
    "message",
    [
        ours(reactions=[reaction("like")]),
        chat_message(who=OTHER_BOT, reactions=[reaction("like")]),
        chat_message(**by(None), reactions=[reaction("like")]),
        chat_message(**by({"user": user(BEN), "application": {"id": "x"}}), reactions=[reaction("like")]),
        chat_message((BOT, "Huzzah"), " kudos ", (BEN, "Ben"), " 2", reactions=[reaction("like")]),
    ],
)
def test_of_what_apps_say_and_of_commands_only_the_reactions_count(message: ChatMessage) -> None:
    found = heard(message)
    assert not found.events
    assert found.reactions == {(ANA, "+1"): LATER_AT}
    assert found.message == MESSAGE


@pytest.mark.parametrize(
    "message",
    [
        chat_message(messageType="systemEventMessage"), chat_message(messageType="unknownFutureValue"),
        chat_message(messageType="chatEvent", eventDetail={}), chat_message(id=None), chat_message(id="a b"),
        None, [], "x",
    ],
)  # fmt: skip
def test_what_is_no_message_is_nothing(message: Any) -> None:
    assert heard(message) == NOTHING
    assert parse_message(chat_message(), HOME, Place(""), NOW, PEOPLE) == NOTHING


@pytest.mark.parametrize(
    "who",
    [
        user(EVE, tenantId=ELSEWHERE),
        *(
            user(EVE, userIdentityType=kind, tenantId=None)
            for kind in ("federatedUser", "emailUser", "phoneUser", "anonymousGuest", "skypeUser")
        ),
    ],
)
def test_people_of_other_organisations_are_introduced_as_such(who: dict[str, object]) -> None:
    found = heard(chat_message(**by({"user": who})))
    assert found.events[0] == MemberChanged(workspace=TENANT, at=AT, member=EVE, external=True)
    reacting = heard(chat_message(reactions=[reaction("like", user={"user": who}), reaction("like", BEN)]))
    assert reacting.outsiders == {EVE}


@pytest.mark.parametrize(
    ("mentioned", "text"),
    [
        ({"tag": {"id": "MjQzMmI1N2I=", "displayName": "x"}}, "<!subteam^MjQzMmI1N2I=> hi"),
        ({"conversation": {"id": CHANNEL, "conversationIdentityType": "channel"}}, "<!channel> hi"),
        ({"conversation": {"id": "t", "conversationIdentityType": "team"}}, "<!channel> hi"),
        ({"application": {"id": "someone-else"}}, "hi"),
        ({"user": {"id": BEN.upper()}}, f"<@{BEN}> hi"),
        ({"user": {"id": None}}, "x hi"),
        ({}, "x hi"),
        (None, "x hi"),
    ],
)
def test_whoever_is_mentioned(mentioned: object, text: str) -> None:
    one = {**mention(0, BEN, "x"), "mentioned": mentioned}
    assert posted(chat_message((BEN, "x"), " hi", mentions=[one])).text == text


@pytest.mark.parametrize("index", ["0", None, -1, True, 10**30, [0]])
def test_a_mention_without_an_index_is_none(index: object) -> None:
    assert posted(chat_message((BEN, "x"), mentions=[{**mention(0, BEN, "x"), "id": index}])).text == "x"


def test_words_without_shape() -> None:
    plain = chat_message(body={"contentType": "text", "content": "a < b\nc"})
    assert posted(plain).text == "a &lt; b\nc"


@pytest.mark.parametrize(
    ("attachment", "files"),
    [
        ({"contentType": "reference", "name": "team photo.PNG"}, ("image/*",)),
        ({"contentType": "reference", "name": "dance.gif"}, ("image/gif",)),
        ({"contentType": "reference", "name": "report.docx"}, ()),
        ({"contentType": "image/gif"}, ("image/gif",)),
        ({"contentType": "image/png", "contentUrl": "https://media.tenor.com/x"}, ("image/gif",)),
        ({"contentType": "application/vnd.microsoft.card.adaptive"}, ()),
        ({"contentType": "messageReference", "content": "{}"}, ()),
        ({"contentType": "forwardedMessageReference", "content": "{}"}, ()),
    ],
)
def test_what_is_attached(attachment: dict[str, object], files: tuple[str, ...]) -> None:
    quoting = {"contentType": "html", "content": '<attachment id="1"></attachment><p>Hi</p>'}
    assert posted(chat_message(body=quoting, attachments=[attachment])).files == files


WORDS = st.text(max_size=12) | st.sampled_from(
    [
        " ++",
        " thanks ",
        ":tada:",
        "🎉",
        " and ",
        "`++`",
        "https://x.org/++",
        "\n",
        "<b>",
        "&amp;",
        "> ",
        "#teamwork",
        "?",
    ]
)
SHOWN = st.sampled_from(["Ben", "Ben Okafor", "Mei", "<Mei> & co", "Бен 🎉", "Alex"])
MENTIONS = st.tuples(st.sampled_from([BEN, MEI, ANA, OTHER_BOT, BOT]), SHOWN)
SAID = st.lists(WORDS | MENTIONS, min_size=1, max_size=8)


@given(SAID, st.sampled_from(["", ROOT]))
@settings(max_examples=200)
def test_a_message_seen_both_ways_is_one(parts: list[Part], thread: str) -> None:
    one_way = parse(activities.message(*parts, thread=thread), HOME, NOW, PEOPLE).events
    other_way = heard(chat_message(*parts, thread=thread)).events
    talk = [event for event in one_way if isinstance(event, MessagePosted)]
    assert list(other_way) == talk
    for said in talk:
        # Where the shape isn't told, the words come in plain text.
        bare = activities.message(*parts, thread=thread, attachments=[])
        again = [e for e in parse(bare, HOME, NOW, PEOPLE).events if isinstance(e, MessagePosted)]
        if not any(mark in part for part in parts if isinstance(part, str) for mark in "&\n\r\f\v"):
            assert [read(e.text, CURRENCY) for e in again] == [read(said.text, CURRENCY)]
            assert [replace(e, text="") for e in again] == [replace(said, text="")]


@pytest.mark.parametrize(
    ("activity", "graph"),
    [
        (
            '<p>Look <img itemtype="http://schema.skype.com/Emoji" itemid="1f389_partypopper" alt="🎉"></p>',
            '<p>Look <emoji id="1f389_partypopper" alt="🎉" title="Party"></emoji></p>',
        ),
        (
            '<div><blockquote itemtype="http://schema.skype.com/Reply" itemid="1"><p>old</p></blockquote>new</div>',
            '<attachment id="1"></attachment>\n<p>new</p>',
        ),
        (
            '<p><span><img itemtype="http://schema.skype.com/CustomEmoji" alt=":testsc:"></span> x</p>',
            '<p><customemoji id="x" alt="testsc"></customemoji> x</p>',
        ),
        (
            '<div><img itemtype="http://schema.skype.com/AMSImage" src="https://eu.asm.skype.com/x">Photo</div>',
            '<div><img src="https://graph.microsoft.com/v1.0/teams/hostedContents/x/$value">Photo</div>',
        ),
    ],
)
def test_what_is_written_differently_is_read_the_same(activity: str, graph: str) -> None:
    shaped: dict[str, Any] = {"attachments": [{"contentType": "text/html", "content": activity}]}
    one_way = parse(activities.message(**shaped), HOME, NOW, PEOPLE).events
    assert one_way == heard(chat_message(body={"contentType": "html", "content": graph})).events


def test_thousands_of_changed_messages_are_no_error() -> None:
    bases = [
        chat_message("Thanks ", (BEN, "Ben"), " ++", reactions=[reaction("like")]), edited("x", (MEI, "Mei")),
        deleted(), ours(), chat_message(**body("Hi ", (EVE, "Eve"))), chat_message(**by(identity(EVE))),
    ]  # fmt: skip
    random = Random(20_261_122)  # repeatable, and no secret
    seen = 0
    for _ in range(3_000):
        found = heard(mutations.MUTATIONS.mutated(random.choice(bases), random))
        check_events(found.events)
        assert found.needs_names <= found.people
        seen += bool(found.events)
    assert seen > 500
