"""The connector: what is asked how, each way in which a call fails told apart, nothing said twice, no token let out."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

import pytest
from microsoft_teams.api import ActivityTypeAdapter

from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.teams.calling.connector import Connector
from bot.teams.calling.credentials import NoToken
from bot.teams.calling.responses import Refusal
from bot.teams.workplace import NotInstalled
from tests.bot.teams.connector_server import APP, OTHER_TENANT, TENANT, Fault, Server, connector_server
from tests.bot.teams.speaking import connecting

GENERAL = "19:general@thread.tacv2"
THREAD = f"{GENERAL};messageid=1700000000123"
HELLO = {"type": "message", "summary": "hello"}
SEND, EDIT, OPEN = "/activities", "PUT /connector", "POST /connector/v3/conversations"


@pytest.fixture
def server() -> Iterator[Server]:
    with connector_server() as server:
        yield server


def call(server: Server, act: Callable[[Connector], Awaitable[object]], *, seconds: float = 20.0) -> object:
    async def story() -> object:
        async with connecting(server, seconds=seconds) as connector:
            return await act(connector)

    return asyncio.run(story())


async def hello(connector: Connector) -> object:
    return await connector.send(TENANT, GENERAL, HELLO)


async def edit(connector: Connector) -> None:
    await connector.update(TENANT, GENERAL, "1", HELLO)


async def open_chat(connector: Connector) -> object:
    return await connector.open_personal(TENANT, "29:ana")


async def look(connector: Connector) -> object:
    return await connector.get(TENANT, "v3/conversations/19%3Ax/members")


def test_what_is_said_bears_who_says_it_and_where(server: Server) -> None:
    message = call(server, lambda connector: connector.send(TENANT, THREAD, HELLO))
    (asked,) = server.calls()
    assert asked.path == f"/connector/v3/conversations/{THREAD}/activities"
    assert asked.params == {}
    assert asked.body == {
        **HELLO, "from": {"id": f"28:{APP}"}, "conversation": {"id": THREAD, "tenantId": TENANT},
    }  # fmt: skip
    assert server.messages[THREAD][0]["id"] == message


def test_a_targeted_message_names_whom_it_is_for(server: Server) -> None:
    call(server, lambda connector: connector.send(TENANT, GENERAL, HELLO, targeted_to="29:ana"))
    (asked,) = server.calls()
    assert asked.params == {"isTargetedActivity": "true"}
    assert asked.body["recipient"] == {"id": "29:ana", "isTargeted": True}


def test_what_was_said_is_replaced_and_taken_back(server: Server) -> None:
    async def act(connector: Connector) -> None:
        ident = await connector.send(TENANT, GENERAL, HELLO)
        await connector.update(TENANT, GENERAL, ident, {**HELLO, "summary": "better"})
        assert server.said(GENERAL) == ["better"]
        await connector.update_targeted(TENANT, GENERAL, ident, {**HELLO, "summary": "for one"})
        await connector.delete(TENANT, GENERAL, ident)
        assert server.said(GENERAL) == []

    call(server, act)
    edited = server.calls(EDIT)
    assert [each.params for each in edited] == [{}, {"isTargetedActivity": "true"}]
    # With a recipient Teams refuses the edit of a targeted message.
    assert "recipient" not in edited[1].body


def test_reactions_come_and_go(server: Server) -> None:
    async def act(connector: Connector) -> None:
        for off in (False, False, True, True):
            await connector.react(TENANT, GENERAL, "1", "1f389_partypopper", off=off)
            assert server.reactions == (set() if off else {("1", "1f389_partypopper")})

    call(server, act)


def test_a_chat_is_opened_once_however_often(server: Server) -> None:
    async def act(connector: Connector) -> None:
        assert await connector.open_personal(TENANT, "29:ana") == await connector.open_personal(TENANT, "29:ana")

    call(server, act)
    assert server.calls(OPEN)[0].body == {
        "bot": {"id": f"28:{APP}"},
        "members": [{"id": "29:ana"}],
        "tenantId": TENANT,
        "channelData": {"tenant": {"id": TENANT}},
        "isGroup": False,
    }


def test_a_list_comes_as_a_value(server: Server) -> None:
    assert call(server, look) == {"value": [{"id": "29:ana"}]}


@pytest.mark.parametrize("activity", [HELLO, {**HELLO, "recipient": {"id": "29:ana", "isTargeted": True}}])
def test_what_is_said_parses_in_microsofts_models(server: Server, activity: dict[str, object]) -> None:
    call(server, lambda connector: connector.send(TENANT, GENERAL, activity))
    asked = server.calls()[0].body
    whole = {**asked, "id": "1", "channelId": "msteams", "serviceUrl": server.service}
    whole.setdefault("recipient", {"id": "29:ana"})
    parsed = ActivityTypeAdapter.validate_python(whole)
    assert parsed.from_.id == f"28:{APP}"
    assert parsed.conversation.tenant_id == TENANT


@pytest.mark.parametrize("fault", [Fault(408), Fault(500), Fault(502), Fault(504), Fault(drop=True)])
@pytest.mark.parametrize("after", [False, True])
def test_nobody_knows_whether_it_was_said_and_it_is_not_said_again(server: Server, fault: Fault, after: bool) -> None:
    server.fail(SEND, replace(fault, after=after, times=9))
    with pytest.raises(Ambiguous):
        call(server, hello)
    assert len(server.calls()) == 1


def test_an_answer_that_is_not_teams_own_is_a_lost_one(server: Server) -> None:
    server.fail(SEND, Fault(200, body="<html>a proxy's page</html>"))
    with pytest.raises(Ambiguous):
        call(server, hello)


def test_an_empty_answer_is_one(server: Server) -> None:
    server.fail(SEND, Fault(202, after=True))
    assert call(server, hello) == ""


def test_what_takes_too_long_is_lost(server: Server) -> None:
    with pytest.raises(Ambiguous, match="ReadTimeout"):
        call(server, _slow(server), seconds=0.05)


def _slow(server: Server) -> Callable[[Connector], Awaitable[object]]:
    async def act(connector: Connector) -> object:
        connector.credentials = Always()
        server.holding.clear()
        server.tokens.add("always")
        # Any address that answers late will do.
        return await connector.send(TENANT, GENERAL, HELLO, service=f"{server.url}/login/slow")

    return act


class Always:
    async def token(self, audience: str, tenant: str = "") -> str:
        return "always"

    async def fresh(self, audience: str, tenant: str, refused: str) -> str:
        return "always"


def test_others_in_the_way_are_waited_for_whatever_it_is(server: Server) -> None:
    server.fail(SEND, Fault(412, "PreconditionFailed", times=2))
    call(server, hello)
    assert server.said(GENERAL) == ["hello"]
    server.fail(SEND, Fault(412, "PreconditionFailed", times=9))
    with pytest.raises(Away, match="PreconditionFailed") as told:
        call(server, hello)
    assert told.value.reached
    assert server.said(GENERAL) == ["hello"]


@pytest.mark.parametrize("status", [502, 503, 504])
@pytest.mark.parametrize(("route", "act"), [(EDIT, edit), (OPEN, open_chat), ("GET /connector", look)])
def test_what_does_no_harm_twice_is_tried_three_times(
    server: Server, status: int, route: str, act: Callable[[Connector], Awaitable[object]]
) -> None:
    server.messages[GENERAL] = [{"id": "1"}]
    server.fail(route, Fault(status, times=2))
    call(server, act)
    server.fail(route, Fault(status, times=9))
    with pytest.raises(Away):
        call(server, act)
    assert len(server.calls()) == 6


@pytest.mark.parametrize("act", [edit, open_chat, look])
def test_a_lost_answer_is_no_harm_there(server: Server, act: Callable[[Connector], Awaitable[object]]) -> None:
    server.fail("/connector", Fault(drop=True))
    with pytest.raises(Away) as told:
        call(server, act)
    assert told.value.reached


def test_a_connector_that_cannot_be_reached_said_nothing(server: Server) -> None:
    with pytest.raises(Away) as told:
        call(server, lambda connector: connector.send(TENANT, GENERAL, HELLO, service="http://127.0.0.1:1"))
    assert not told.value.reached


@pytest.mark.parametrize(("said", "seconds"), [("42", 42), ("0.5", 0.5), ("", 2), ("soon", 2), ("-1", 2)])
def test_too_many_calls_wait_as_long_as_teams_says(server: Server, said: str, seconds: float) -> None:
    server.fail(SEND, Fault(429, "Throttled", {"Retry-After": said} if said else {}))

    async def twice(connector: Connector) -> None:
        for _ in range(2):
            with pytest.raises(Limited) as told:
                await connector.send(TENANT, GENERAL, HELLO)
            assert told.value.seconds == pytest.approx(seconds, abs=0.5)
        await connector.send(TENANT, "19:random@thread.tacv2", HELLO)

    call(server, twice)
    assert len(server.calls()) == 2


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(403, "BotNotInConversationRoster"), "BotNotInConversationRoster"),
        (Fault(400, "Bad Argument"), "BadArgument"),
        (Fault(404), "HTTP 404"),
        (Fault(405, body="<html>"), "HTTP 405"),
        (Fault(501, body="[1]"), "HTTP 501"),
        (Fault(413, body='{"error": "no object"}'), "HTTP 413"),
        (Fault(403, body=r'{"errorCode":209,"message":"{\r\n  \"subCode\": \"MessageWritesBlocked\"}"}'),
         "MessageWritesBlocked"),
        (Fault(403, body=r'{"error":{"code":"Unknown","message":"{\"subCode\": \"ThreadBlocked\"}"}}'),
         "ThreadBlocked"),
    ],
)  # fmt: skip
def test_what_teams_refuses_is_refused_with_its_word(server: Server, fault: Fault, error: str) -> None:
    server.fail(SEND, fault)
    with pytest.raises(Refusal) as told:
        call(server, hello)
    assert (told.value.error, told.value.status) == (error, fault.status)


def test_a_refused_token_is_replaced_once(server: Server) -> None:
    async def act(connector: Connector) -> None:
        await connector.send(TENANT, GENERAL, HELLO)
        server.tokens.clear()
        connector.credentials.clock.now += 120_000_000  # type: ignore[attr-defined]  # the clock of this very test
        await connector.send(TENANT, GENERAL, HELLO)

    call(server, act)
    assert len({each.headers["authorization"] for each in server.calls()}) == 2
    assert server.said(GENERAL) == ["hello", "hello"]


def test_a_token_that_stays_refused_is_said_so(server: Server) -> None:
    server.fail(SEND, Fault(401, "BotNotRegistered", times=9))
    with pytest.raises(NoToken, match="refused"):
        call(server, hello)
    assert len(server.calls()) <= 2


def test_no_token_goes_where_anybody_may_read_it(server: Server) -> None:
    for service in (
        "http://smba.trafficmanager.net/emea/",
        "http://127.0.0.1.evil.example/",
        "https://x:y@evil.example/",
    ):
        with pytest.raises(Refused, match="unsafe_address"):
            call(server, lambda connector, to=service: connector.send(TENANT, GENERAL, HELLO, service=to))  # type: ignore[misc]
    assert server.calls() == []


def test_a_redirect_is_not_followed_and_no_token_goes_there(server: Server) -> None:
    with connector_server() as elsewhere:
        server.fail(SEND, Fault(307, headers={"Location": f"{elsewhere.service}v3/conversations/x/activities"}))
        with pytest.raises(Away, match="307"):
            call(server, hello)
        assert elsewhere.asked == []


def test_ids_cannot_leave_their_place_in_the_address(server: Server) -> None:
    call(server, lambda connector: connector.send(TENANT, "a:../../x?y=1#z", HELLO))
    assert server.calls()[0].path == "/connector/v3/conversations/a:../../x?y=1#z/activities"
    assert server.calls()[0].params == {}


def test_where_the_bot_is_not_nothing_is_asked(server: Server) -> None:
    with pytest.raises(NotInstalled):
        call(server, lambda connector: connector.send(OTHER_TENANT, GENERAL, HELLO))
    assert server.asked == []
