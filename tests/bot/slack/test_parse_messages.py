"""Messages and reactions of Slack's become events: what people say, edit, delete, and nothing that apps say."""

from typing import Any

import pytest

from bot.slack.parse import parse
from bot.slack.reading.heard import NOTHING, Heard, Stale
from handlers.events import (
    MessageDeleted,
    MessageEdited,
    MessagePosted,
)
from scoring.markup import Kind, tokens
from tests.bot.slack.payloads import (
    ANA,
    AT,
    BEN,
    BOT_USER,
    GENERAL,
    HOME,
    LATER,
    LATER_AT,
    MEI,
    NOW,
    TEAM,
    TS,
    Payload,
    changed,
    deleted,
    message,
    said,
)
from tests.bot.slack.payloads.every import RICH


def heard(payload: Payload) -> Heard:
    return parse(payload, HOME, NOW)


def posted(payload: Payload) -> MessagePosted:
    [what] = heard(payload).events
    assert isinstance(what, MessagePosted)
    return what


def test_a_message_is_told_whole() -> None:
    found = heard(message("Thanks <@U0BEN> &amp; <@W0MEI|mei> ++"))
    assert found == Heard(
        (
            MessagePosted(
                workspace=TEAM,
                at=AT,
                member=ANA,
                channel=GENERAL,
                message=TS,
                text="Thanks <@U0BEN> &amp; <@W0MEI|mei> ++",
            ),
        ),
        people=frozenset({ANA, BEN, MEI}),
        channels=frozenset({GENERAL}),
        needs_names=frozenset({ANA, BEN, MEI}),
    )


def test_nobody_is_looked_up_for_a_message_that_mentions_nobody_or_only_us() -> None:
    assert not heard(message("Good morning")).needs_names
    assert not heard(message(f"I like <@{BOT_USER}>")).needs_names


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message", None, ""])
def test_these_subtypes_are_somebody_speaking(subtype: str | None) -> None:
    assert posted(message(subtype=subtype)).member == ANA


@pytest.mark.parametrize(
    "subtype",
    [
        "bot_message", "channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_archive",
        "group_join", "message_replied", "ekm_access_denied", "reminder_add", "huddle_thread", "assistant_app_thread",
        "channel_posting_permissions", "something_new", "tombstone", 7, ["x"], {"a": 1},
    ],
)  # fmt: skip
def test_all_others_are_not(subtype: object) -> None:
    assert heard(message(subtype=subtype)) == NOTHING


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0OTHER"}, {"app_id": "A0OTHER"}, {"bot_profile": {"id": "B1"}}, {"user": "USLACKBOT"},
        {"user": BOT_USER}, {"user": None}, {"hidden": True}, {"channel_type": "mpim"},
        {"ts": None}, {"ts": "soon"}, {"channel": 7},
    ],
)  # fmt: skip
def test_what_apps_say_what_is_said_in_private_and_what_makes_no_sense_is_nothing(more: dict[str, Any]) -> None:
    assert heard(message(**more)) == NOTHING


def test_an_answer_knows_its_thread() -> None:
    assert posted(message(thread_ts="1794990000.000100")).thread == "1794990000.000100"


def test_files_come_with_their_media_types() -> None:
    files = [
        {"id": "F1", "mimetype": "image/png", "filetype": "png"},
        {"id": "F2", "mimetype": "IMAGE/GIF"},
        {"id": "F3", "filetype": "jpg"},
        {"id": "F4", "mode": "tombstone", "mimetype": "image/png"},
        {"id": "F5", "mimetype": "no media type"},
        None,
    ]
    found = posted(message("Look", subtype="file_share", files=files))
    assert found.files == ("image/png", "image/gif", "image/jpeg")


@pytest.mark.parametrize(
    "more",
    [
        {"blocks": [{"type": "image", "image_url": "https://media3.giphy.com/media/abc/giphy.webp", "alt_text": "x"}]},
        {"attachments": [{"image_url": "https://example.org/dance.GIF?x=1", "fallback": "x"}]},
        {"attachments": [{"thumb_url": "https://c.tenor.com/abc"}]},
    ],
)
def test_gifs_from_collections_are_gifs(more: dict[str, Any]) -> None:
    assert posted(message("", **more)).files == ("image/gif",)


def test_the_first_picture_that_a_card_can_show_again_is_told_where_it_lies() -> None:
    files = [
        {"id": "F1", "mimetype": "text/plain"},
        {"id": "F2", "mimetype": "image/heic"},
        {"id": "F3", "mimetype": "image/png", "mode": "external"},
        {"id": "F4", "mimetype": "image/jpeg", "mode": "hosted"},
        {"id": "F5", "mimetype": "image/png", "mode": "hosted"},
    ]
    assert posted(message("Look", subtype="file_share", files=files)).picture == "slack-file:F4"
    gif = [{"image_url": "https://media3.giphy.com/media/abc/giphy.gif"}]
    assert posted(message("", attachments=gif)).picture == "https://media3.giphy.com/media/abc/giphy.gif"
    assert posted(message("nothing to see")).picture == ""


@pytest.mark.parametrize("url", ["https://notgiphy.com/x", "https://example.org/a.gif.png", "https://x.org/?a.gif", 7])
def test_other_pictures_are_none(url: object) -> None:
    assert posted(message("x", attachments=[{"image_url": url}])).files == ()


def test_words_that_only_stand_in_blocks_are_read_there() -> None:
    text = posted(message("", blocks=RICH)).text
    assert text == (
        "Thanks <@U0BEN>:tada:<https://example.org/?a=1&amp;b=2|this>\n<#C0GENERAL>\n```x = 1```\n"
        "&gt; <!subteam^S0DESIGN>"
    )


@pytest.mark.parametrize(
    ("element", "kinds"),
    [
        ({"type": "text", "text": "<@U0BEN> & `++`"}, [Kind.TEXT, Kind.CODE]),
        ({"type": "text", "text": ":tada:", "style": {"code": True}}, [Kind.CODE]),
        ({"type": "broadcast", "range": "here"}, [Kind.EVERYONE]),
        ({"type": "broadcast", "range": "here> <@U0BEN"}, []),
        ({"type": "user", "user_id": "U0BEN> ++ <@U0EVE"}, []),
        ({"type": "emoji", "name": "wave", "skin_tone": 3}, [Kind.EMOJI]),
        ({"type": "link", "url": "https://x.org/|a> <@U0BEN>"}, [Kind.LINK]),
        ({"type": "date", "fallback": "today"}, [Kind.TEXT]),
        ({"type": "color", "value": "#fff"}, []),
        ({"type": ["user"]}, []),
        (None, []),
    ],
)
def test_what_blocks_say_can_be_nothing_else(element: object, kinds: list[Kind]) -> None:
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}]
    assert [token.kind for token in tokens(posted(message("", blocks=blocks)).text)] == kinds


def test_an_edit_counts_at_the_time_of_the_edit() -> None:
    new = said("Thanks <@U0BEN> ++", edited={"user": ANA, "ts": LATER})
    found = heard(changed(new, said("Thanks")))
    assert found.events == (
        MessageEdited(workspace=TEAM, at=LATER_AT, member=ANA, channel=GENERAL, message=TS, text="Thanks <@U0BEN> ++"),
    )
    assert found.needs_names == {ANA, BEN}


def test_changed_words_are_an_edit_even_if_nobody_says_who_edited() -> None:
    [edit] = heard(changed(said("New"), said("Old"))).events
    assert isinstance(edit, MessageEdited)
    assert edit.at == LATER_AT


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (said(attachments=[{"from_url": "https://example.org"}]), said()),
        (said(language={"locale": "de"}), said()),
        (said(reply_count=1, thread_ts=TS), said()),
        (said(edited={"ts": LATER}, attachments=[{}]), said(edited={"ts": LATER})),
        (said(), {}),
        (said("Beep", bot_id="B0OTHER"), said("Boop", bot_id="B0OTHER")),
        (said("Beep", subtype="bot_message"), said("Boop", subtype="bot_message")),
        (said("Beep", BOT_USER), said("Boop", BOT_USER)),
    ],
)
def test_previews_and_what_apps_change_are_no_edits(new: Payload, old: Payload) -> None:
    assert heard(changed(new, old)) == NOTHING


@pytest.mark.parametrize(
    "payload", [deleted(), changed(said("gone", "USLACKBOT", subtype="tombstone", hidden=True), said())]
)
def test_a_deleted_message_is_gone_whether_or_not_it_had_answers(payload: Payload) -> None:
    [gone] = heard(payload).events
    assert gone == MessageDeleted(workspace=TEAM, at=LATER_AT, channel=GENERAL, message=TS)


@pytest.mark.parametrize("subtype", ["channel_convert_to_private", "group_convert_to_channel", "channel_name"])
def test_a_channel_that_changes_its_nature_is_looked_up(subtype: str) -> None:
    assert heard(message(subtype=subtype)).asides == (Stale("channel", GENERAL),)


def test_what_is_absurdly_long_is_cut() -> None:
    found = heard(message("<@U0BEN> " * 100_000))
    assert len(posted(message("x" * 1_000_000)).text) == 40_000
    assert found.needs_names == {ANA, BEN}
    many = "".join(f"<@U{n}>" for n in range(3_000))
    assert len(heard(message(many)).people) <= 201
