"""Answering: what is said to somebody who waits, in the right place, patiently, and one failure keeps nothing back."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from bot.teams.calling.answering import Answerer
from bot.teams.calling.calls import Call, Tell, Update
from bot.teams.calling.privately import Privately
from bot.teams.render import Look, message
from bot.teams.send import TeamsSender
from handlers.answers import Whisper
from handlers.cards.blocks import Card, Person, Say, say
from tests.bot.teams.connector_server import TENANT, Fault, Server, connector_server
from tests.bot.teams.speaking import Rows, connecting
from tests.storage.delivering import opened

GENERAL = "19:general@thread.tacv2"
ANA = "11111111-2222-4333-8444-00000000000a"
THEIRS = "a:0000000a"


def words(summary: str) -> dict[str, object]:
    return {"type": "message", "summary": summary}


BESIDE = Tell(ANA, words("beside"), f"{GENERAL};messageid=17", "29:ana")
CHAT = Tell(ANA, words("directly"), "a:chat", "29:ana", personal=True)


@dataclass
class Answers:
    """An answerer over the small connector, and how long it slept."""

    server: Server
    rows: Rows
    slept: list[float] = field(default_factory=list)

    def make(self, *calls: Call) -> None:
        asyncio.run(self._make(calls))

    async def _make(self, calls: tuple[Call, ...]) -> None:
        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            connector.paces._blocks.clear()

        async with connecting(self.server) as connector:
            await Answerer(connector, Privately(connector, self.rows), sleep).make(TENANT, calls)


@pytest.fixture
def server() -> Iterator[Server]:
    with connector_server() as server:
        yield server


@pytest.fixture
def answers(server: Server, sqlite_url: str) -> Iterator[Answers]:
    with opened(sqlite_url) as database:
        yield Answers(server, Rows(database))


def test_in_their_chat_it_is_simply_said(server: Server, answers: Answers) -> None:
    answers.make(CHAT)
    assert server.said("a:chat") == ["directly"]
    assert server.calls()[0].params == {}


def test_in_a_channel_they_alone_see_it(server: Server, answers: Answers) -> None:
    answers.make(BESIDE)
    assert server.messages[f"{GENERAL};messageid=17"][0]["recipient"] == {"id": "29:ana", "isTargeted": True}


@pytest.mark.parametrize("first", [BESIDE, CHAT], ids=["beside", "directly"])
def test_what_they_are_told_next_under_a_key_stands_below_and_the_one_before_is_taken_back(
    server: Server, answers: Answers, first: Tell
) -> None:
    one = replace(first, key="poll-vote:1")
    other = replace(first, activity=words("another poll"), key="poll-vote:2")
    answers.make(one, other, replace(one, activity=words("changed")), replace(one, activity=words("once more")))
    assert server.said(first.conversation) == ["another poll", "once more"]
    targeted = {} if first.personal else {"isTargetedActivity": "true"}
    assert [each.params for each in server.calls("DELETE")] == [targeted, targeted]


def test_it_is_taken_back_wherever_it_was_told(server: Server, answers: Answers) -> None:
    key = "poll-vote:1"
    answers.make(replace(CHAT, key=key), replace(BESIDE, key=key))
    assert server.said("a:chat") == []
    assert server.said(f"{GENERAL};messageid=17") == ["beside"]


def test_the_new_note_is_said_before_the_old_one_goes(server: Server, answers: Answers) -> None:
    answers.make(replace(CHAT, key="poll-vote:1"), replace(CHAT, activity=words("changed"), key="poll-vote:1"))
    assert [each.method for each in server.calls()] == ["POST", "POST", "DELETE"]


def test_what_cant_be_taken_back_stays_above(server: Server, answers: Answers) -> None:
    server.fail("DELETE", Fault(404, "ActivityNotFoundInConversation"))
    answers.make(replace(CHAT, key="poll-vote:1"), replace(CHAT, activity=words("changed"), key="poll-vote:1"))
    assert server.said("a:chat") == ["directly", "changed"]


def test_of_presses_in_quick_succession_the_last_is_what_stands_there(server: Server, answers: Answers) -> None:
    # The first is held up, and mustn't come below what was said meanwhile.
    server.fail("POST /connector", Fault(429, headers={"Retry-After": "1"}, times=1))
    presses = [replace(CHAT, activity=words(said), key="poll-vote:1") for said in ("one", "two", "three")]

    async def story() -> None:
        async def sleep(_: float) -> None:
            connector.paces._blocks.clear()
            for _ in range(200):
                await asyncio.sleep(0)

        async with connecting(server) as connector:
            answerer = Answerer(connector, Privately(connector, answers.rows), sleep)
            await asyncio.gather(*(answerer.make(TENANT, [press]) for press in presses))
            assert not list(answerer._turns)

    asyncio.run(story())
    assert server.said("a:chat") == ["three"]


@pytest.mark.parametrize("first", [BESIDE, CHAT], ids=["beside", "directly"])
def test_a_note_gives_way_to_what_is_said_later_under_its_key(server: Server, answers: Answers, first: Tell) -> None:
    said = Whisper(ANA, Card("how it came out", (Say(say("how it came out")),)), key="poll-asked:1")

    async def story() -> None:
        async with connecting(server) as connector:
            privately = Privately(connector, answers.rows)
            answerer = Answerer(connector, privately)
            others = replace(first, activity=words("another poll"), key="poll-asked:2")
            await answerer.make(TENANT, [replace(first, key="poll-asked:1"), others])
            sender = TeamsSender(connector.installations, connector, privately, answers.rows, notes=answerer)
            await sender.send(TENANT, said, "", f"{TENANT}:1")
            # Nothing is left of it that a second one could take back.
            await sender.send(TENANT, said, "", f"{TENANT}:2")

    asyncio.run(story())
    assert server.said(first.conversation) == ["another poll"]
    assert server.said(THEIRS) == ["how it came out", "how it came out"]
    assert len(server.calls("DELETE")) == 1


def test_where_somebody_was_told_is_forgotten_within_the_hour(server: Server, answers: Answers) -> None:
    now = [0.0]

    async def story() -> None:
        async with connecting(server) as connector:
            answerer = Answerer(connector, Privately(connector, answers.rows), clock=lambda: now[0])
            await answerer.make(TENANT, [replace(CHAT, key="poll-vote:1")])
            now[0] += 3_601
            await answerer.make(TENANT, [replace(CHAT, activity=words("another"), key="poll-vote:2")])
            assert [key for _, _, key in answerer._told] == ["poll-vote:2"]

    asyncio.run(story())


def test_where_that_is_not_taken_it_comes_in_their_chat(server: Server, answers: Answers) -> None:
    server.fail(GENERAL, Fault(400, "BadArgument"))
    answers.make(BESIDE)
    (opened_,) = [each for each in server.calls("POST") if each.path.endswith("/conversations")]
    assert opened_.body["members"] == [{"id": "29:ana"}]
    assert server.said(server.chats["29:ana"]) == ["beside"]


def test_without_a_place_it_comes_in_their_chat(server: Server, answers: Answers) -> None:
    answers.make(Tell(ANA, words("hello")))
    assert server.said(THEIRS) == ["hello"]


@pytest.mark.parametrize("targeted", [False, True])
def test_a_card_is_replaced(server: Server, answers: Answers, targeted: bool) -> None:
    server.messages[GENERAL] = [{"id": "1", "summary": "old"}]
    answers.make(Update(GENERAL, "1", words("new"), targeted=targeted))
    assert server.said(GENERAL) == ["new"]
    assert server.calls()[0].params == ({"isTargetedActivity": "true"} if targeted else {})


def test_they_come_in_their_order_and_one_that_fails_keeps_no_other_back(server: Server, answers: Answers) -> None:
    server.fail("a:chat", Fault(403, "ConversationBlockedByUser"))
    answers.make(CHAT, BESIDE, Update(GENERAL, "gone", words("new")), Tell(ANA, words("two"), "a:chat", personal=True))
    assert server.said(f"{GENERAL};messageid=17") == ["beside"]
    assert server.said("a:chat") == ["two"]


def test_a_moment_is_waited_for_and_no_more(server: Server, answers: Answers) -> None:
    server.fail("a:chat", Fault(429, headers={"Retry-After": "3"}, times=2))
    answers.make(CHAT)
    assert server.said("a:chat") == ["directly"]
    assert answers.slept == pytest.approx([3, 3])
    server.fail("a:chat", Fault(429, headers={"Retry-After": "60"}, times=1))
    answers.make(CHAT)
    assert len(server.said("a:chat")) == 1
    assert len(answers.slept) == 2


def test_while_entra_is_away_it_is_tried_again(server: Server, answers: Answers) -> None:
    server.fail("/login", Fault(drop=True, times=2))
    answers.make(CHAT)
    assert server.said("a:chat") == ["directly"]


@pytest.mark.parametrize(("after", "said"), [(False, ["directly"]), (True, ["directly", "directly"])])
def test_an_answer_of_which_nobody_knows_is_said_again(
    server: Server, answers: Answers, after: bool, said: list[str]
) -> None:
    server.fail("a:chat", Fault(504, after=after))
    answers.make(CHAT)
    assert server.said("a:chat") == said


def test_where_the_bot_is_not_nothing_breaks(server: Server, answers: Answers) -> None:
    async def story() -> None:
        async with connecting(server) as connector:
            await Answerer(connector, Privately(connector, answers.rows)).make("nowhere", [CHAT, BESIDE])

    asyncio.run(story())
    assert server.calls() == []


@pytest.mark.parametrize("code", ["BadSyntax", "MessageSizeTooBig"])
def test_a_card_that_teams_does_not_take_is_said_plainly(server: Server, answers: Answers, code: str) -> None:
    card = Card("kudos", (Say(say(Person(ANA, "Ana Sousa"), " got three")),))
    server.fail("a:chat", Fault(413 if code == "MessageSizeTooBig" else 400, code))
    answers.make(Tell(ANA, message(card, Look()), "a:chat", personal=True))
    (said,) = server.messages["a:chat"]
    content = said["attachments"][0]["content"]
    assert [each["text"] for each in content["body"]] == ["Ana Sousa got three"]
    assert not content.get("msteams")


def test_what_is_plain_already_is_not_tried_again(server: Server, answers: Answers) -> None:
    server.fail("a:chat", Fault(400, "BadSyntax", times=9))
    answers.make(CHAT)
    assert len(server.calls("POST /connector")) == 1
