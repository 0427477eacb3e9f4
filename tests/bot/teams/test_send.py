"""Sending to Teams: what is said, edited and reacted to; what got lost is found; refusals say what to do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.outcomes import Ambiguous as Lost
from bot.outcomes import Away, Limited, Refused
from bot.sending import Ambiguous, CannotTell, GiveUp, NotWanted, TryLater, Unwell
from bot.teams.send import REACTIONS, SKEW
from handlers.answers import Finish, Post, React, Whisper
from handlers.cards.blocks import Card, Person, Say, say
from scoring.periods import DAY
from storage import channel_ids, conditions, conversations, member_ids
from storage.conversations import Conversation
from tests.bot.teams.connector_server import TENANT, Fault, Server, connector_server
from tests.bot.teams.speaking import Speech, speech
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

GENERAL = "19:general@thread.tacv2"
CHAT = "19:talk@thread.v2"
ANA, BEN = "11111111-2222-4333-8444-00000000000a", "11111111-2222-4333-8444-00000000000b"
LETTER = f"{TENANT}:1"
CARD = Card("Well done!", (Say(say("Well done!")),))
OTHER = Card("Even better!", (Say(say("Even better!")),))
SEND = "/activities"


@pytest.fixture
def server() -> Iterator[Server]:
    with connector_server() as server:
        yield server


@pytest.fixture
def our(server: Server, sqlite_url: str) -> Iterator[Speech]:
    with opened(sqlite_url) as database:
        yield speech(server, database)


def test_a_post_is_said_and_bears_its_letter(server: Server, our: Speech) -> None:
    ident = our.send(Post(GENERAL, CARD))
    (said,) = server.messages[GENERAL]
    assert (said["id"], said["summary"]) == (ident, "Well done!")
    content = said["attachments"][0]["content"]
    assert (content["version"], content["body"][0]["id"]) == ("1.5", f"huzzah-{LETTER}")


def test_a_post_in_a_thread_goes_there_and_a_chat_has_none(server: Server, our: Speech) -> None:
    our.send(Post(GENERAL, CARD, thread="1700000000123"))
    our.send(Post(CHAT, CARD, thread="1700000000123"))
    assert list(server.messages) == [f"{GENERAL};messageid=1700000000123", CHAT]


def test_an_edit_replaces_what_was_said(server: Server, our: Speech) -> None:
    ident = our.send(Post(GENERAL, CARD))
    assert our.send(Post(GENERAL, OTHER), ident) == ident
    assert server.said(GENERAL) == ["Even better!"]


def test_an_edit_in_a_thread_is_done_there(server: Server, our: Speech) -> None:
    post = Post(GENERAL, CARD, thread="17")
    assert our.send(replace(post, card=OTHER), our.send(post))
    assert server.said(f"{GENERAL};messageid=17") == ["Even better!"]


def test_an_edit_of_a_card_that_was_deleted_is_done_with(server: Server, our: Speech) -> None:
    assert our.send(Post(GENERAL, OTHER), "1700000000001") == "1700000000001"
    assert server.messages == {}


def test_a_channel_that_moved_is_spoken_to_under_its_newest_id_and_at_its_own_connector(
    server: Server, our: Speech
) -> None:
    with our.rows.database.write(TENANT, BEGIN) as work:
        channel_ids.move(work, GENERAL, "19:moved@thread.tacv2", BEGIN)
        conversations.keep(work, Conversation("19:moved@thread.tacv2", service=f"{server.url}/connector"))
    our.send(Post(GENERAL, CARD))
    assert list(server.messages) == ["19:moved@thread.tacv2"]


def test_people_who_see_a_card_their_own_way_are_named_by_their_ids_in_conversations(
    server: Server, our: Speech
) -> None:
    with our.rows.database.write(TENANT, BEGIN) as work:
        member_ids.keep(work, {"29:ana": ANA})
    our.send(Post(GENERAL, CARD, viewers=(ANA, BEN), view="19:x 17"))
    refresh = server.messages[GENERAL][0]["attachments"][0]["content"]["refresh"]
    assert refresh["userIds"] == ["29:ana", BEN]
    assert refresh["action"]["verb"] == "view"


def test_a_card_that_is_too_large_is_shown_again_shorter(server: Server, our: Speech) -> None:
    server.fail(SEND, Fault(413, "MessageSizeTooBig"))
    our.send(Post(GENERAL, CARD))
    assert server.said(GENERAL) == ["Well done!"]
    server.fail(SEND, Fault(413, "MessageSizeTooBig", times=2))
    with pytest.raises(GiveUp, match="larger than Teams takes"):
        our.send(Post(GENERAL, CARD))
    assert len(server.calls()) == 4


def test_mentions_that_teams_does_not_take_do_not_keep_the_words_back(server: Server, our: Speech) -> None:
    server.fail(SEND, Fault(400, "Bad Argument"))
    our.send(Post(GENERAL, Card("Thanks", (Say((*say("Thanks "), Person(ANA, "Ana"))),))))
    first, second = (each.body["attachments"][0]["content"] for each in server.calls())
    assert "entities" in first["msteams"]
    assert "msteams" not in second
    assert "Ana" in str(second)


def test_a_reaction_is_put_on_and_taken_off_however_often(server: Server, our: Speech) -> None:
    for off in (False, False, True, True):
        assert our.send(React(GENERAL, "17", "tada", off)) == "17"
        assert server.reactions == (set() if off else {("17", "1f389_partypopper")})


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_where_reactions_are_not_taken_there_is_silence_for_a_day(server: Server, our: Speech, status: int) -> None:
    server.fail("/reactions/", Fault(status))
    for _ in range(3):
        assert our.send(React(GENERAL, "17", "tada")) == "17"
    assert len(server.calls("/reactions/")) == 1
    our.rows.clock.now += DAY
    our.send(React(GENERAL, "17", "tada"))
    assert server.reactions == {("17", "1f389_partypopper")}


@pytest.mark.parametrize(
    "fault", [Fault(404, "ActivityNotFoundInConversation"), Fault(403, "BotNotInConversationRoster")]
)
def test_a_message_that_is_gone_says_nothing_of_the_others(server: Server, our: Speech, fault: Fault) -> None:
    server.fail("/reactions/", replace(fault))
    our.send(React(GENERAL, "17", "tada"))
    our.send(React(GENERAL, "18", "tada"))
    assert server.reactions == {("18", "1f389_partypopper")}
    with our.rows.database.read(TENANT, BEGIN) as work:
        assert conditions.get(work, REACTIONS) is None


def test_reactions_that_nobody_wants_are_none(server: Server, our: Speech) -> None:
    our.reactions = False
    assert our.send(React(GENERAL, "17", "tada")) == "17"
    assert server.calls() == []


def test_an_emoji_that_teams_does_not_know_is_left_out(server: Server, our: Speech) -> None:
    server.fail("/reactions/no-such-emoji", Fault(400, "BadArgument", times=9))
    for emoji in ("no-such-emoji", "tada"):
        our.send(React(GENERAL, "17", emoji))
    assert server.reactions == {("17", "1f389_partypopper")}


def test_a_reaction_too_many_waits_with_all_of_them(server: Server, our: Speech) -> None:
    server.fail("/reactions/", Fault(429, headers={"Retry-After": "7"}))
    with pytest.raises(TryLater) as told:
        our.send(React(GENERAL, "17", "tada"))
    assert (told.value.seconds, told.value.everything) == (7, True)


def test_the_end_of_a_step_is_nothing_to_teams(server: Server, our: Speech) -> None:
    assert our.send(Finish("Fx1", "nobody was named")) == "Fx1"
    assert server.asked == []


@pytest.mark.parametrize("fault", [Fault(drop=True, after=True), Fault(504, after=True)])
@pytest.mark.parametrize("thread", ["", "1700000000123"])
def test_what_got_lost_is_found_by_its_letter(server: Server, our: Speech, fault: Fault, thread: str) -> None:
    server.fail(SEND, replace(fault))
    post = Post(GENERAL, CARD, thread)
    with pytest.raises(Ambiguous):
        our.send(post)
    ((said,),) = server.messages.values()
    assert our.find(post) == said["id"]
    assert our.find(post, f"{TENANT}:2") is None
    assert our.finds.asked[0] == (GENERAL, thread, LETTER, BEGIN - SKEW)


def test_what_never_arrived_is_not_found(server: Server, our: Speech) -> None:
    server.fail(SEND, Fault(drop=True))
    with pytest.raises(Ambiguous):
        our.send(Post(GENERAL, CARD))
    assert our.find(Post(GENERAL, CARD)) is None


@pytest.mark.parametrize("said", [Whisper(ANA, CARD, GENERAL), React(GENERAL, "17", "tada"), Finish("Fx1")])
def test_what_does_no_harm_twice_is_not_looked_for(our: Speech, said: Whisper | React | Finish) -> None:
    assert our.find(said) is None
    assert our.finds.asked == []


def test_a_personal_chat_is_for_nobody_to_read(our: Speech) -> None:
    with pytest.raises(CannotTell):
        our.find(Whisper(ANA, CARD))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Refused("Forbidden"), CannotTell),
        (CannotTell("too much"), CannotTell),
        (Limited(9), TryLater),
        (Away("ConnectError"), TryLater),
        (Away("HTTP 503", reached=True), Unwell),
        (Lost("ReadTimeout"), Ambiguous),
    ],
)
def test_looking_that_fails_is_told_apart(our: Speech, fault: Exception, told: type[Exception]) -> None:
    our.finds.faults.append(fault)
    with pytest.raises(told):
        our.find(Post(GENERAL, CARD))


@pytest.mark.parametrize("remote", ["", "1700000000001"])
def test_limits_of_one_conversation_hold_up_no_other(server: Server, our: Speech, remote: str) -> None:
    server.fail(SEND, Fault(429, headers={"Retry-After": "42"}))
    with pytest.raises(TryLater) as told:
        our.send(Post(GENERAL, CARD), remote)
    assert (told.value.seconds, told.value.everything) == (42, False)


def test_while_the_app_gets_no_token_everything_waits(server: Server, our: Speech) -> None:
    server.refusal = {
        "error": "invalid_client",
        "error_description": "AADSTS7000222: expired",
        "error_codes": [7000222],
    }
    with pytest.raises(TryLater) as told:
        our.send(Post(GENERAL, CARD))
    assert told.value.everything
    assert server.calls() == []


def test_while_entra_is_away_everything_waits(server: Server, our: Speech) -> None:
    server.fail("/login", Fault(503, times=9))
    with pytest.raises(TryLater) as told:
        our.send(Post(GENERAL, CARD))
    assert told.value.everything


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault(403, "BotDisabledByAdmin"), "Teams admin centre"),
        (Fault(403, "NotEnoughPermissions"), "owner of the team"),
        (Fault(403, "MessageWritesBlocked"), "owner of the team"),
        (Fault(403, "InvalidBotApiHost"), "government cloud"),
        (Fault(400, "Bad Argument", times=2), "please report it"),
        (Fault(403, "SomethingNew"), "SomethingNew"),
    ],
)
def test_what_is_refused_for_good_says_what_to_do(server: Server, our: Speech, fault: Fault, words: str) -> None:
    server.fail(SEND, replace(fault))
    with pytest.raises(GiveUp, match=words) as told:
        our.send(Post(GENERAL, CARD))
    assert not isinstance(told.value, NotWanted)


@pytest.mark.parametrize("error", ["BotNotInConversationRoster", "ConversationNotFound"])
def test_only_where_an_admin_wants_cards_must_the_bot_be_invited(server: Server, our: Speech, error: str) -> None:
    server.fail(SEND, Fault(403, error, times=2))
    with pytest.raises(NotWanted):
        our.send(Post(GENERAL, CARD, key="gift:ask:1"))
    with pytest.raises(GiveUp, match="add the app") as told:
        our.send(Post(GENERAL, CARD, key="shoutout:ask:1"))
    assert not isinstance(told.value, NotWanted)


def test_an_answer_in_a_thread_that_is_gone_is_not_wanted(server: Server, our: Speech) -> None:
    server.fail(SEND, Fault(404, "ActivityNotFoundInConversation"))
    with pytest.raises(NotWanted):
        our.send(Post(GENERAL, CARD, thread="17", key="shoutout:ask:1"))
