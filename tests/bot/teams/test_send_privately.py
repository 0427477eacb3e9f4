"""Private notes: shown to one person where they are, if the tenant takes that, else said in a chat of their own."""

from collections.abc import Iterator

import pytest

from bot.outcomes import Ambiguous as Lost
from bot.outcomes import Limited
from bot.sending import Ambiguous, NotWanted, TryLater
from bot.teams.calling.privately import TARGETED
from handlers.answers import Whisper
from handlers.cards.blocks import Card, Say, say
from scoring.periods import DAY
from storage import conditions, conversations, member_ids
from storage.conversations import PERSONAL, Conversation
from tests.bot.teams.connector_server import TENANT, Fault, Server, connector_server
from tests.bot.teams.speaking import Speech, speech
from tests.storage.delivering import opened
from tests.storage.small_world import BEGIN

GENERAL = "19:general@thread.tacv2"
ANA = "11111111-2222-4333-8444-00000000000a"
CARD = Card("Psst", (Say(say("Psst")),))
BESIDE = Whisper(ANA, CARD, GENERAL)
DIRECT = Whisper(ANA, CARD)
SHOWN, OPEN = "conversations/19:general@thread.tacv2/activities", "POST /connector/v3/conversations"
THEIRS = "a:0000000a"


@pytest.fixture
def server() -> Iterator[Server]:
    with connector_server() as server:
        yield server


@pytest.fixture
def our(server: Server, sqlite_url: str) -> Iterator[Speech]:
    with opened(sqlite_url) as database:
        yield speech(server, database)


@pytest.fixture
def everywhere(server: Server, database_url: str) -> Iterator[Speech]:
    """The same on each kind of database."""
    with opened(database_url) as database:
        yield speech(server, database)


def condition(our: Speech) -> object:
    with our.rows.database.read(TENANT, our.rows.clock.now) as work:
        return conditions.get(work, TARGETED)


def test_a_note_in_a_channel_is_seen_by_one_person(server: Server, our: Speech) -> None:
    with our.rows.database.write(TENANT, BEGIN) as work:
        member_ids.keep(work, {"29:ana": ANA})
    remote = our.send(BESIDE)
    (said,) = server.messages[GENERAL]
    assert remote == f"{GENERAL}|{said['id']}"
    assert said["recipient"] == {"id": "29:ana", "isTargeted": True}
    assert our.send(BESIDE, remote) == remote
    assert len(server.calls()) == 1


def test_a_note_in_a_thread_is_shown_there(server: Server, our: Speech) -> None:
    our.send(Whisper(ANA, CARD, GENERAL, "17"))
    assert list(server.messages) == [f"{GENERAL};messageid=17"]


def test_a_note_without_a_channel_comes_directly_in_a_chat_that_is_opened_once(
    server: Server, everywhere: Speech
) -> None:
    first, second = everywhere.send(DIRECT), everywhere.send(Whisper(ANA, CARD, "a:some-personal-chat"))
    assert [each.partition("|")[0] for each in (first, second)] == [THEIRS, THEIRS]
    assert server.said(THEIRS) == ["Psst", "Psst"]
    assert "recipient" not in server.messages[THEIRS][0]
    assert len([each for each in server.calls(OPEN) if "activities" not in each.path]) == 1


@pytest.mark.parametrize("fault", [Fault(400, "BadArgument"), Fault(405), Fault(501), Fault(403, "NotAllowed")])
def test_a_tenant_without_targeted_messages_is_not_asked_again_for_a_day(
    server: Server, our: Speech, fault: Fault
) -> None:
    server.fail(SHOWN, Fault(fault.status, fault.code))
    for _ in range(3):
        our.send(BESIDE)
    assert server.said(THEIRS) == ["Psst"] * 3
    assert len(server.calls(SHOWN)) == 1
    assert condition(our) is not None
    our.rows.clock.now += DAY
    our.send(BESIDE)
    assert server.said(GENERAL) == ["Psst"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(403, "BotNotInConversationRoster"),
        Fault(404, "ActivityNotFoundInConversation"),
        Fault(403, "NotEnoughPermissions"),
    ],
)
def test_a_place_that_refuses_says_nothing_of_the_tenant(server: Server, our: Speech, fault: Fault) -> None:
    server.fail(SHOWN, Fault(fault.status, fault.code))
    our.send(BESIDE)
    assert server.said(THEIRS) == ["Psst"]
    assert condition(our) is None


def test_what_a_personal_chat_does_not_take_either_says_nothing_of_the_tenant(server: Server, our: Speech) -> None:
    server.fail(SHOWN, Fault(400, "BadArgument"))
    server.fail(f"{THEIRS}/activities", Fault(403, "ConversationBlockedByUser"))
    with pytest.raises(NotWanted):
        our.send(BESIDE)
    assert condition(our) is None


def test_it_is_remembered_on_each_kind_of_database(server: Server, everywhere: Speech) -> None:
    server.fail(SHOWN, Fault(400, "BadArgument"))
    for _ in range(2):
        everywhere.send(BESIDE)
    assert len(server.calls(SHOWN)) == 1


@pytest.mark.parametrize(("setting", "asked"), [("off", 0), ("on", 2), ("auto", 1)])
def test_the_setting_decides_whether_it_is_tried(server: Server, our: Speech, setting: str, asked: int) -> None:
    our.targeted = setting
    server.fail(SHOWN, Fault(400, "BadArgument", times=9))
    for _ in range(2):
        our.send(BESIDE)
    assert len(server.calls(SHOWN)) == asked
    assert server.said(THEIRS) == ["Psst", "Psst"]


def test_nobody_knows_whether_it_was_shown_and_it_is_not_said_elsewhere(server: Server, our: Speech) -> None:
    server.fail(SHOWN, Fault(504, after=True))
    with pytest.raises(Ambiguous):
        our.send(BESIDE)
    assert THEIRS not in server.messages


@pytest.mark.parametrize("late", [0, 1])
def test_somebody_without_the_app_is_given_it_where_that_is_permitted(server: Server, our: Speech, late: int) -> None:
    our.install.late = late
    server.fail(OPEN, Fault(403, "ForbiddenOperationException", times=9))
    our.send(DIRECT)
    assert our.install.given == [ANA]
    assert server.said(THEIRS) == ["Psst"]


@pytest.mark.parametrize(("fault", "seconds"), [(Limited(60), 60), (Lost("ReadTimeout"), 30)])
def test_giving_people_the_app_may_take_a_while_for_them_alone(
    server: Server, our: Speech, fault: Exception, seconds: float
) -> None:
    our.install.faults.append(fault)
    server.fail(OPEN, Fault(403, "ForbiddenOperationException", times=9))
    with pytest.raises(TryLater) as told:
        our.send(DIRECT)
    assert (told.value.seconds, told.value.everything) == (seconds, False)


def test_a_chat_that_graph_named_is_one_of_two(server: Server, our: Speech) -> None:
    our.send(Whisper(ANA, CARD, "19:one_two@unq.gbl.spaces"))
    assert server.said(THEIRS) == ["Psst"]


def test_somebody_who_cannot_be_given_the_app_is_not_bothered(server: Server, our: Speech) -> None:
    our.install.refused = "Forbidden"
    server.fail(OPEN, Fault(403, "ForbiddenOperationException", times=9))
    with pytest.raises(NotWanted):
        our.send(DIRECT)


def test_a_chat_that_is_gone_is_opened_anew(server: Server, everywhere: Speech) -> None:
    with everywhere.rows.database.write(TENANT, BEGIN) as work:
        conversations.keep(work, Conversation("a:old", PERSONAL, ANA))
    server.fail("a:old", Fault(404, "ConversationNotFound", times=9))
    everywhere.send(DIRECT)
    assert server.said(THEIRS) == ["Psst"]
    with everywhere.rows.database.read(TENANT, BEGIN) as work:
        found = conversations.personal(work, ANA)
    assert found is not None
    assert found.channel == THEIRS


@pytest.mark.parametrize("error", ["ConversationBlockedByUser", "MessageWritesBlocked", "BotDisabledByAdmin"])
def test_whom_the_bot_may_not_write_to_is_left_alone(server: Server, our: Speech, error: str) -> None:
    server.fail("/activities", Fault(403, error))
    with pytest.raises(NotWanted):
        our.send(DIRECT)
    assert our.install.given == []


def test_a_note_for_somebody_who_was_erased_is_not_wanted(server: Server, our: Speech) -> None:
    with pytest.raises(NotWanted):
        our.send(Whisper("forgotten:1", CARD))
    assert server.asked == []


def test_a_note_that_is_too_large_is_shown_again_shorter_in_the_same_place(server: Server, our: Speech) -> None:
    server.fail(SHOWN, Fault(413, "MessageSizeTooBig"))
    our.send(BESIDE)
    assert server.said(GENERAL) == ["Psst"]
    assert condition(our) is None


def test_a_chat_whose_limit_is_reached_holds_up_nobody_else(server: Server, our: Speech) -> None:
    server.fail("/activities", Fault(429, headers={"Retry-After": "9"}))
    with pytest.raises(TryLater) as told:
        our.send(DIRECT)
    assert not told.value.everything
