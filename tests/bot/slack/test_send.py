"""Sending to Slack: what is said, edited, whispered and reacted to; what got lost is found; refusals say what to do."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.outbox import Ambiguous, CannotTell, GiveUp, NotWanted, TryLater
from bot.slack.send import READS_METADATA, SlackSender
from handlers.answers import Finish, Post, React, Said, Whisper
from handlers.cards.blocks import Block, Card, Chart, Picture, Say, say
from storage import channel_ids, outbox, schema
from storage.transactions import Database
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack
from tests.bot.slack.loopback.tokens import SCOPES
from tests.bot.slack.speaking import TEAM, Homes, sending
from tests.storage.small_world import BEGIN

T = TypeVar("T")
GENERAL, LEADS, ANA = "C0GENERAL001", "G0LEADS001", "U0ANA0001"
LETTER = f"{TEAM}:1"
CARD = Card("Well done!", (Say(say("Well done!")),))
OTHER = Card("Even better!", (Say(say("Even better!")),))
POST, EPHEMERAL = "chat.postMessage", "chat.postEphemeral"


@pytest.fixture
def slack() -> Iterator[Slack]:
    with loopback_slack(limits=False) as slack:
        yield slack


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    database = Database(sqlite_url)
    schema.prepare(database)
    yield database
    database.close()


@pytest.fixture
def do(slack: Slack, database: Database) -> Callable[[Callable[[SlackSender], Awaitable[T]]], T]:
    """Do something with a sender."""

    def run(act: Callable[[SlackSender], Awaitable[T]]) -> T:
        async def story() -> T:
            async with sending(slack, database) as sender:
                return await act(sender)

        return asyncio.run(story())

    return run


Do = Callable[[Callable[[SlackSender], Awaitable[object]]], object]


def send(do: Do, said: Said, remote: str = "") -> str:
    return str(do(lambda sender: sender.send(TEAM, said, remote, LETTER)))


def find(do: Do, said: Said, letter: str = LETTER) -> object:
    return do(lambda sender: sender.find(TEAM, said, letter, 0))


def test_a_post_is_said_and_nothing_in_it_calls_anybody(slack: Slack, do: Do) -> None:
    ts = send(do, Post(GENERAL, CARD))
    (said,) = slack.messages("general", by_bot=True)
    assert (said.ts, said.text) == (ts, "Well done!")
    given = slack.calls(POST)[0].arguments
    assert (given["parse"], given["link_names"], given["unfurl_links"], given["unfurl_media"]) == (
        "none", False, False, False,
    )  # fmt: skip
    assert given["metadata"] == {"event_type": "huzzah_letter", "event_payload": {"letter": LETTER}}


def test_a_post_in_a_thread_goes_there(slack: Slack, do: Do) -> None:
    root = slack.say("ana", "general", "the release is out")
    send(do, Post(GENERAL, CARD, thread=root))
    assert [each.thread_ts for each in slack.messages("general", by_bot=True)] == [root]


def test_an_edit_replaces_what_was_said(slack: Slack, do: Do) -> None:
    ts = send(do, Post(GENERAL, CARD))
    assert send(do, Post(GENERAL, OTHER), ts) == ts
    assert [each.text for each in slack.messages("general", by_bot=True)] == ["Even better!"]


def test_an_edit_of_a_card_that_was_deleted_is_done_with(slack: Slack, do: Do) -> None:
    assert send(do, Post(GENERAL, OTHER), "1700000000.000100") == "1700000000.000100"
    assert slack.messages("general", by_bot=True) == []


def test_a_channel_that_moved_is_spoken_to_under_its_newest_id(slack: Slack, database: Database, do: Do) -> None:
    moved = slack.move_channel("general")
    with database.write(TEAM, BEGIN) as work:
        channel_ids.move(work, GENERAL, moved, BEGIN)
    send(do, Post(GENERAL, CARD))
    assert slack.calls(POST)[0].arguments["channel"] == moved


def test_a_note_in_a_channel_is_seen_by_one_person(slack: Slack, do: Do) -> None:
    ts = send(do, Whisper(ANA, CARD, GENERAL))
    assert [(each.ts, each.text) for each in slack.ephemerals("ana")] == [(ts, "Well done!")]
    assert slack.messages("general", by_bot=True) == []


@pytest.mark.parametrize("error", ["user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived"])
def test_a_note_that_cannot_be_shown_there_comes_directly(slack: Slack, do: Do, error: str) -> None:
    slack.fail(EPHEMERAL, Fault("error", error=error))
    send(do, Whisper(ANA, CARD, GENERAL))
    assert [each.text for each in slack.messages("@ana", by_bot=True)] == ["Well done!"]


@pytest.mark.parametrize("channel", ["", "D0SOMEBODY"])
def test_a_note_without_a_channel_comes_directly(slack: Slack, do: Do, channel: str) -> None:
    send(do, Whisper(ANA, CARD, channel))
    assert [each.text for each in slack.messages("@ana", by_bot=True)] == ["Well done!"]
    assert slack.calls(EPHEMERAL) == []


def test_a_note_for_somebody_who_was_erased_is_not_wanted(slack: Slack, do: Do) -> None:
    with pytest.raises(NotWanted):
        send(do, Whisper("forgotten:1", CARD))
    assert slack.calls(POST) == []


def test_a_reaction_is_put_on_and_taken_off_however_often(slack: Slack, do: Do) -> None:
    message = slack.say("ana", "general", "thanks @ben")
    for off in (False, False, True, True):
        assert send(do, React(GENERAL, message, "tada", off)) == message
    assert slack.messages("general")[0].reactions == {}
    assert [each.answer and each.answer["ok"] for each in slack.calls("reactions.add")] == [True, False]


def test_without_the_permission_there_are_no_reactions(slack: Slack, do: Do) -> None:
    async def story(sender: SlackSender) -> str:
        assert isinstance(sender.installations, Homes)
        sender.installations.scopes = SCOPES - {"reactions:write"}
        return await sender.send(TEAM, React(GENERAL, "1.2", "tada"), "", LETTER)

    assert do(story) == "1.2"
    assert slack.calls("reactions.add") == []


@pytest.mark.parametrize("said", [Finish("Fx1"), Finish("Fx1", "nobody was named")])
def test_the_end_of_a_step_is_told_and_telling_it_twice_does_no_harm(slack: Slack, do: Do, said: Finish) -> None:
    method = "functions.completeError" if said.error else "functions.completeSuccess"
    send(do, said)
    slack.fail(method, Fault("error", error="invalid_function_execution_state"))
    send(do, said)
    assert [each.arguments["function_execution_id"] for each in slack.calls(method)] == ["Fx1", "Fx1"]
    assert [each.arguments.get("error", "") for each in slack.calls(method)] == [said.error] * 2


@pytest.mark.parametrize("fault", [Fault("reset", after=True), Fault("status", status=500, after=True)])
def test_what_got_lost_is_found_by_its_letter(slack: Slack, do: Do, fault: Fault) -> None:
    slack.fail(POST, replace(fault))
    with pytest.raises(Ambiguous):
        send(do, Post(GENERAL, CARD))
    (said,) = slack.messages("general", by_bot=True)
    assert find(do, Post(GENERAL, CARD)) == said.ts
    assert find(do, Post(GENERAL, CARD), f"{TEAM}:2") is None


def test_what_never_arrived_is_not_found(slack: Slack, do: Do) -> None:
    slack.fail(POST, Fault("reset"))
    with pytest.raises(Ambiguous):
        send(do, Post(GENERAL, CARD))
    assert find(do, Post(GENERAL, CARD)) is None


def test_what_got_lost_in_a_thread_is_found_there(slack: Slack, do: Do) -> None:
    root = slack.say("ana", "general", "the release is out")
    ts = send(do, Post(GENERAL, CARD, thread=root))
    assert find(do, Post(GENERAL, CARD, thread=root)) == ts


def test_what_got_lost_is_found_some_pages_later(slack: Slack, do: Do) -> None:
    ts = send(do, Post(GENERAL, CARD))
    for number in range(40):
        slack.say("ana", "general", str(number))
    assert find(do, Post(GENERAL, CARD)) == ts


def test_a_long_talk_is_not_read_to_its_beginning(slack: Slack, do: Do) -> None:
    send(do, Post(GENERAL, CARD))
    for number in range(80):
        slack.say("ana", "general", str(number))
    with pytest.raises(CannotTell):
        find(do, Post(GENERAL, CARD))
    assert len(slack.calls("conversations.history")) == 4


def test_one_look_a_minute_is_waited_for_once(slack: Slack, do: Do) -> None:
    slack.fail("conversations.history", Fault("limited", seconds=60))
    with pytest.raises(TryLater) as told:
        find(do, Post(GENERAL, CARD))
    assert (told.value.seconds, told.value.everything) == (60, False)
    for number in range(20):
        slack.say("ana", "general", str(number))
    slack.fail("conversations.history", Fault("limited", seconds=60, skip=1))
    with pytest.raises(CannotTell):
        find(do, Post(GENERAL, CARD))


@pytest.mark.parametrize("missing", [READS_METADATA, "channels:history"])
def test_without_the_permission_to_look_nobody_can_tell(slack: Slack, do: Do, missing: str) -> None:
    async def story(sender: SlackSender) -> None:
        assert isinstance(sender.installations, Homes)
        sender.installations.scopes = SCOPES - {missing}
        await sender.find(TEAM, Post(GENERAL, CARD), LETTER, 0)

    slack.install(scopes=SCOPES - {missing})
    with pytest.raises(CannotTell):
        do(story)


def test_a_direct_message_is_found_where_an_earlier_one_was_said(slack: Slack, do: Do, database: Database) -> None:
    with pytest.raises(CannotTell):
        find(do, Whisper(ANA, CARD))
    remote = send(do, Whisper(ANA, CARD))
    with database.write(TEAM, BEGIN) as work:
        outbox.put(work, [outbox.Letter("whisper", f"@{ANA}", "{}")])
        outbox.settle(work, 1, "{}", state=outbox.SENT, remote=remote)
    assert find(do, Whisper(ANA, CARD)) == remote
    assert find(do, Whisper(ANA, CARD), "another letter") is None


@pytest.mark.parametrize("shown", [Picture("https://acme.test/gone.png", "A cake"), Chart("", (("A cake", 3),))])
def test_a_picture_or_chart_that_slack_refuses_does_not_keep_the_words_back(slack: Slack, do: Do, shown: Block) -> None:
    slack.fail(POST, Fault("error", error="invalid_blocks", times=1))
    send(do, Post(GENERAL, replace(CARD, blocks=(*CARD.blocks, shown))))
    (said,) = slack.messages("general", by_bot=True)
    assert not [block for block in said.blocks if block["type"] in ("image", "data_visualization")]
    assert "A cake" in str(said.blocks)


@pytest.mark.parametrize("said", [Whisper(ANA, CARD, GENERAL), React(GENERAL, "1.2", "tada"), Finish("Fx1")])
def test_what_does_no_harm_twice_is_not_looked_for(slack: Slack, do: Do, said: Said) -> None:
    assert find(do, said) is None
    assert slack.calls() == []


@pytest.mark.parametrize(("method", "remote"), [(POST, ""), ("chat.update", "1.2")])
def test_limits_are_the_outboxs_to_wait_for_and_those_of_edits_hold_up_no_posts(
    slack: Slack, do: Do, method: str, remote: str
) -> None:
    slack.fail(method, Fault("limited", seconds=42))
    with pytest.raises(TryLater) as told:
        send(do, Post(GENERAL, CARD), remote)
    assert (told.value.seconds, told.value.everything) == (42, method == POST)


def test_when_slack_cannot_be_reached_everything_waits(slack: Slack, do: Do) -> None:
    slack.away()
    with pytest.raises(TryLater) as told:
        send(do, Post(GENERAL, CARD))
    assert told.value.everything


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("is_archived", "archived"),
        ("restricted_action", "an admin of Slack can allow it"),
        ("invalid_blocks", "please report it"),
        ("token_revoked", "install it again"),
        ("missing_scope", "install it again"),
        ("something_new", "something_new"),
    ],
)
def test_what_is_refused_for_good_says_what_to_do(slack: Slack, do: Do, error: str, words: str) -> None:
    slack.fail(POST, Fault("error", error=error))
    with pytest.raises(GiveUp, match=words) as told:
        send(do, Post(GENERAL, CARD))
    assert not isinstance(told.value, NotWanted)


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel"])
def test_only_where_an_admin_wants_cards_must_the_bot_be_invited(slack: Slack, do: Do, error: str) -> None:
    slack.fail(POST, Fault("error", error=error, times=2))
    with pytest.raises(NotWanted):
        send(do, Post(GENERAL, CARD, key="gift:ask:1"))
    with pytest.raises(GiveUp, match=r"/invite @Huzzah") as told:
        send(do, Post(GENERAL, CARD, key="shoutout:ask:1"))
    assert not isinstance(told.value, NotWanted)


def test_where_the_app_is_not_installed_it_is_given_up(do: Do) -> None:
    with pytest.raises(GiveUp, match="isn't installed"):
        do(lambda sender: sender.send("T0OTHER", Post(GENERAL, CARD), "", LETTER))


def test_a_token_that_is_being_renewed_is_waited_for(slack: Slack, do: Do) -> None:
    slack.fail(POST, Fault("error", error="token_expired"))
    with pytest.raises(TryLater):
        send(do, Post(GENERAL, CARD))
