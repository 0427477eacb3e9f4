"""Messages of Teams' become events: what people say in channels and group chats, and nothing that apps say."""

from typing import Any

import pytest

from bot.teams.parse import parse
from bot.teams.reading.heard import NOTHING, Heard, Present
from bot.teams.reading.media import DOWNLOAD
from handlers.events import MemberChanged, MessageDeleted, MessageEdited, MessagePosted, MessageRestored
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
    ROOT,
    SERVICE,
    TEAM,
    TENANT,
    Activity,
    account,
    by,
    client_info,
    deleted,
    edited,
    mention,
    message,
    other_id,
    undeleted,
)

SHAPED: dict[str, Any] = {}
BARE: dict[str, Any] = {"attachments": []}
HERE = Present(CHANNEL, "channel", team=TEAM, group_id=GROUP_ID, service=SERVICE)


def heard(activity: Activity) -> Heard:
    return parse(activity, HOME, NOW, PEOPLE)


def posted(activity: Activity) -> MessagePosted:
    [what] = heard(activity).events
    assert isinstance(what, MessagePosted)
    return what


def test_a_message_is_told_whole() -> None:
    found = heard(message("Thanks ", (BEN, "Ben Okafor"), " & ", (MEI, "Mei"), " ++"))
    text = f"Thanks <@{BEN}> &amp; <@{MEI}> ++"
    said = MessagePosted(workspace=TENANT, at=AT, member=ANA, channel=CHANNEL, message=MESSAGE, text=text)
    assert found == Heard(
        (said,),
        (HERE,),
        known={other_id(ANA): ANA},
        people=frozenset({ANA, BEN, MEI}),
        channels=frozenset({CHANNEL}),
        needs_names=frozenset({ANA, BEN, MEI}),
    )


def test_nobody_is_looked_up_for_a_message_that_mentions_nobody_or_only_us() -> None:
    assert not heard(message("Good morning")).needs_names
    assert not heard(message("I like ", (BOT, "Huzzah"))).needs_names


def test_our_name_is_no_part_of_what_is_said_and_other_bots_neither() -> None:
    assert posted(message("I like ", (BOT, "Huzzah"), " a lot")).text == "I like a lot"
    assert posted(message((BEN, "Ben"), " ", (OTHER_BOT, "Weather"), " ++")).text == f"<@{BEN}> ++"


def test_group_chats_are_places_of_their_own() -> None:
    found = heard(message("Hello", where=GROUP_CHAT))
    assert found.asides == (Present(GROUP_CHAT, "group", service=SERVICE),)
    assert found.events[0] == MessagePosted(
        workspace=TENANT, at=AT, member=ANA, channel=GROUP_CHAT, message=MESSAGE, text="Hello"
    )


def test_the_general_channel_is_the_team() -> None:
    assert heard(message(where=TEAM)).asides == (Present(TEAM, "team", team=TEAM, group_id=GROUP_ID, service=SERVICE),)


def test_an_answer_knows_its_thread() -> None:
    assert posted(message(thread=ROOT)).thread == ROOT
    assert posted(message()).thread == ""
    assert posted(message(conversation={"id": CHANNEL}, replyToId=ROOT)).thread == ROOT
    assert posted(message(where=GROUP_CHAT, replyToId=ROOT)).thread == ""


@pytest.mark.parametrize(
    "more",
    [
        {"from": {"id": OTHER_BOT, "name": "Weather"}}, {"from": {"id": BOT}}, {"from": None}, {"from": {"id": 7}},
        {"from": account(ANA, role="bot")}, {"id": None}, {"id": "no id <"}, {"conversation": None},
        {"conversation": {"id": "19:x y"}}, {"conversation": {"id": f"{CHANNEL};messageid="}}, {"type": ["message"]},
        {"channelData": {"onBehalfOf": [{"itemid": 0, "mri": other_id(BEN)}]}}, {"value": {"property": "x"}},
    ],
)  # fmt: skip
def test_what_apps_say_and_what_makes_no_sense_is_nothing(more: dict[str, Any]) -> None:
    assert heard(message(**more)) == NOTHING


def test_a_name_split_into_several_mentions_is_one_person() -> None:
    parts = ((BEN, "Ben"), " ", (BEN, "van"), "\u00a0", (BEN, "Okafor"), " ++")
    assert posted(message(*parts)).text == f"<@{BEN}> ++"
    assert posted(message((BEN, "Ben"), (BEN, "Okafor"), " ++")).text == f"<@{BEN}> ++"
    unshaped = message(*parts, attachments=[])
    assert posted(unshaped).text == f"<@{BEN}> ++"


@pytest.mark.parametrize(
    "name",
    [
        "<b>Ben</b>",
        'Ben "B" & Sons',
        "Ben </at> Evil",
        "Бен 🎉",
        "\u202eneB\u202c",
        "בן",
        "x" * 300,
        "&amp;",
        "`++`",
        "*",
    ],
)
@pytest.mark.parametrize("shaped", [True, False])
def test_whatever_somebody_is_called_they_are_meant(name: str, shaped: bool) -> None:
    said = message("Thanks ", (BEN, name), " ++", **(SHAPED if shaped else BARE))
    assert posted(said).text == f"Thanks <@{BEN}> ++"


def test_people_called_alike_are_told_apart() -> None:
    parts = ((BEN, "Alex"), " and ", (MEI, "Alex"), " ++")
    for more in (SHAPED, BARE):
        assert posted(message(*parts, **more)).text == f"<@{BEN}> and <@{MEI}> ++"


@pytest.mark.parametrize(
    "who",
    [
        {"id": other_id(BEN)}, {"id": "29:unheard-of", "aadObjectId": BEN}, {"id": f"8:orgid:{BEN.upper()}"},
        {"id": BEN.upper()}, {"id": other_id(BEN), "aadObjectId": BEN},
    ],
)  # fmt: skip
def test_one_person_by_every_id_they_have(who: dict[str, str]) -> None:
    entity = {"type": "mention", "mentioned": {"name": "Ben", **who}, "text": "<at>Ben</at>"}
    assert posted(message("Hi ", (BEN, "Ben"), entities=[entity])).text == f"Hi <@{BEN}>"


def test_who_is_in_no_directory_goes_by_the_other_id() -> None:
    entity = {"type": "mention", "mentioned": {"id": "29:guest", "name": "Guest"}, "text": "<at>Guest</at>"}
    assert posted(message("Hi ", (BEN, "Guest"), entities=[entity])).text == "Hi <@29:guest>"
    assert posted(message(**by({"id": "29:guest", "name": "Guest"}))).member == "29:guest"


@pytest.mark.parametrize(
    ("mentioned", "text"),
    [
        ({"id": "MjQzMmI1N2I=", "name": "x", "type": "tag"}, "<!subteam^MjQzMmI1N2I=> hi"),
        ({"id": CHANNEL, "name": "x", "type": "channel"}, "<!channel> hi"),
        ({"id": TEAM, "name": "x", "type": "team"}, "<!channel> hi"),
        ({"id": TEAM, "name": "x"}, "<!channel> hi"),
        ({"id": "everyone", "name": "x", "type": "everyone"}, "<!channel> hi"),
        ({"name": "x"}, "x hi"),
        ({"id": "a b> <@x"}, "x hi"),
        (None, "x hi"),
    ],
)
def test_tags_and_channels_can_be_mentioned_too(mentioned: object, text: str) -> None:
    entity = {"type": "mention", "mentioned": mentioned, "text": "<at>x</at>"}
    assert posted(message((BEN, "x"), " hi", entities=[entity])).text == text


def test_people_of_other_organisations_are_introduced_as_such() -> None:
    found = heard(message(who=EVE, **by(account(EVE, tenantId=ELSEWHERE))))
    assert found.events[0] == MemberChanged(workspace=TENANT, at=AT, member=EVE, external=True)
    assert len(heard(message(**by(account(ANA, tenantId=TENANT.upper())))).events) == 1


def test_words_without_shape_are_words_all_the_same() -> None:
    said = "a < b && <script>\r\nx ++ `code` &lt;at&gt;"
    assert posted(message(text=said, attachments=[])).text == (
        "a &lt; b &amp;&amp; &lt;script&gt;\nx ++ `code` &lt;at&gt;"
    )
    assert posted(message(text="<p>Hi<br>there</p>", textFormat="xml", attachments=[])).text == "Hi\nthere"


@pytest.mark.parametrize(
    ("attachment", "files"),
    [
        ({"contentType": "image/png", "contentUrl": "https://x.org/a.png"}, ("image/*",)),
        ({"contentType": "image/*", "contentUrl": "https://media.giphy.com/x"}, ("image/gif",)),
        ({"contentType": DOWNLOAD, "content": {"fileType": "JPG"}, "name": "a.jpg"}, ("image/*",)),
        ({"contentType": DOWNLOAD, "content": {"fileType": "docx"}, "name": "a.docx"}, ()),
        ({"contentType": "video/mp4"}, ("video/mp4",)),
        ({"contentType": "application/vnd.microsoft.card.adaptive", "content": {}}, ()),
        ({"contentType": ["image/png"]}, ()),
    ],
)
def test_files_come_with_their_media_types(attachment: dict[str, object], files: tuple[str, ...]) -> None:
    assert posted(message(attachments=[attachment, attachment])).files == files


def test_an_edit_counts_at_the_time_of_the_edit() -> None:
    found = heard(edited("Thanks ", (BEN, "Ben"), " ++"))
    assert found.events == (
        MessageEdited(
            workspace=TENANT, at=LATER_AT, member=ANA, channel=CHANNEL, message=MESSAGE, text=f"Thanks <@{BEN}> ++"
        ),
    )
    assert found.needs_names == {ANA, BEN}


def test_a_deletion_and_its_undoing() -> None:
    gone = MessageDeleted(workspace=TENANT, at=LATER_AT, channel=CHANNEL, message=MESSAGE)
    assert heard(deleted()).events == (gone,)
    assert heard(deleted(channelData={})).events == (gone,)
    back = MessageRestored(
        workspace=TENANT, at=LATER_AT, member=ANA, channel=CHANNEL, message=MESSAGE, written=AT, text="Hi", thread=ROOT
    )
    assert heard(undeleted("Hi", thread=ROOT)).events == (back,)


@pytest.mark.parametrize("kind", ["editMessage", "EDITMESSAGE", "editmessage"])
def test_the_case_of_an_event_type_does_not_matter(kind: str) -> None:
    assert heard(edited(channelData={"eventType": kind})).events


@pytest.mark.parametrize(
    "change",
    [
        edited(where=PERSONAL), deleted(where=PERSONAL), undeleted(where=PERSONAL), edited(channelData={}),
        edited(channelData={"eventType": "somethingNew"}), edited(**by({"id": OTHER_BOT})),
        edited((BOT, "Huzzah"), " kudos ", (BEN, "Ben"), " 1"), undeleted((BOT, "Huzzah"), " board"), edited(id=None),
    ],
)  # fmt: skip
def test_what_is_no_change_of_talk_is_nothing(change: Activity) -> None:
    assert heard(change) == NOTHING


def test_what_is_absurdly_long_is_cut() -> None:
    assert len(posted(message("x" * 1_000_000)).text) <= 40_000
    entities = [mention(BEN), *({**mention(MEI), "text": f"<at>{n}</at>"} for n in range(3_000)), client_info()]
    found = heard(message("Hi ", (BEN, "Ben Okafor"), entities=entities))
    assert found.needs_names == {ANA, BEN}
    many = [(f"29:{n}", str(n)) for n in range(3_000)]
    assert len(heard(message(*many)).people) <= 201
