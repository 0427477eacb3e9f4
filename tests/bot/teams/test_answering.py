"""Answering: what is said to somebody who waits, in the right place, patiently, and one failure keeps nothing back."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from bot.teams.calling.answering import Answerer
from bot.teams.calling.calls import Call, Tell, Update
from bot.teams.calling.privately import Privately
from bot.teams.render import Look, message
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
