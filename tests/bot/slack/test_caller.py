"""The caller: each way in which a call fails is told apart, nothing is tried twice, and only Slack is spoken to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

import pytest

from bot.outcomes import Ambiguous, Away, Limited, Refused
from bot.slack.calling.caller import Caller
from bot.slack.calling.pacing import Paces
from bot.slack.installing.web import Web
from bot.slack.workplace import NotInstalled
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack
from tests.bot.slack.speaking import TEAM, Homes, calling

POST = "chat.postMessage"
HELLO = {"channel": "C0GENERAL001", "text": "hello"}


@pytest.fixture
def slack() -> Iterator[Slack]:
    with loopback_slack() as slack:
        yield slack


def call(slack: Slack, act: Callable[[Caller], Awaitable[object]], *, seconds: float = 20.0) -> object:
    async def story() -> object:
        async with calling(slack, seconds=seconds) as caller:
            return await act(caller)

    return asyncio.run(story())


async def hello(caller: Caller) -> object:
    return await caller.call(TEAM, POST, HELLO)


async def look(caller: Caller) -> object:
    return await caller.call(TEAM, "conversations.info", {"channel": "C0GENERAL001"})


def test_an_answer_comes_back(slack: Slack) -> None:
    answer = call(slack, hello)
    assert isinstance(answer, dict)
    assert [message.ts for message in slack.messages("general", by_bot=True)] == [answer["ts"]]


def test_reading_methods_take_forms(slack: Slack) -> None:
    async def list_them(caller: Caller) -> object:
        return await caller.call(TEAM, "conversations.list", {"limit": 1, "exclude_archived": True})

    answer = call(slack, list_them)
    assert isinstance(answer, dict)
    assert len(answer["channels"]) == 1


def test_the_client_tries_once_only() -> None:
    homes = Homes("xoxb-1", Web("http://127.0.0.1:1/api/"), "U0BOT")
    assert homes.client(TEAM).retry_handlers == []


def test_what_slack_refuses_is_refused_with_its_word(slack: Slack) -> None:
    with pytest.raises(Refused, match="channel_not_found"):
        call(slack, lambda caller: caller.call(TEAM, POST, {"channel": "C0NOWHERE", "text": "hello"}))


def test_too_many_calls_block_that_method_as_long_as_slack_says(slack: Slack) -> None:
    slack.fail(POST, Fault("limited", seconds=42))

    async def twice(caller: Caller) -> None:
        for _ in range(2):
            with pytest.raises(Limited) as told:
                await caller.call(TEAM, POST, HELLO)
            assert 40 < told.value.seconds <= 42
        await look(caller)

    call(slack, twice)
    assert len(slack.calls(POST)) == 1


def test_a_body_that_says_ratelimited_counts_as_too_many(slack: Slack) -> None:
    slack.fail(POST, Fault("error", error="ratelimited"))
    with pytest.raises(Limited):
        call(slack, hello)


LOST = {
    "no answer": Fault("hang", seconds=20, after=True),
    "broken connection": Fault("reset", after=True),
    "server error": Fault("status", status=502, after=True),
    "not JSON": Fault("garbage", after=True),
    "half done": Fault("error", error="fatal_error", after=True),
}


@pytest.mark.parametrize("what", LOST)
def test_a_message_whose_answer_got_lost_may_have_been_said(slack: Slack, what: str) -> None:
    slack.fail(POST, replace(LOST[what]))
    with pytest.raises(Ambiguous):
        call(slack, hello, seconds=0.5 if what == "no answer" else 20)
    assert len(slack.calls(POST)) == 1
    slack.until(lambda: len(slack.messages("general", by_bot=True)) == 1)


@pytest.mark.parametrize("what", LOST)
def test_a_look_whose_answer_got_lost_can_be_had_again(slack: Slack, what: str) -> None:
    slack.fail("conversations.info", replace(LOST[what]))
    with pytest.raises(Away) as told:
        call(slack, look, seconds=0.5 if what == "no answer" else 20)
    assert told.value.reached


def test_where_nobody_listens_nothing_was_said(slack: Slack) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        web = Web(f"http://127.0.0.1:{taken.getsockname()[1]}/api/")

        async def story() -> None:
            await web.start()
            try:
                await Caller(Homes("xoxb-1", web, "U0BOT"), Paces()).call(TEAM, POST, HELLO)
            finally:
                await web.stop()

        with pytest.raises(Away) as told:
            asyncio.run(story())
    assert not told.value.reached


def test_a_passing_refusal_is_not_for_good(slack: Slack) -> None:
    slack.fail(POST, Fault("error", error="service_unavailable"))
    with pytest.raises(Away):
        call(slack, hello)


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth", "token_expired"])
def test_a_refused_token_is_looked_into_once(slack: Slack, error: str) -> None:
    slack.fail(POST, Fault("error", error=error, times=3))
    homes: list[Homes] = []

    async def story(caller: Caller) -> None:
        assert isinstance(caller.installations, Homes)
        homes.append(caller.installations)
        answers = await asyncio.gather(*(hello(caller) for _ in range(3)), return_exceptions=True)
        assert {str(each) for each in answers} == {error}
        await asyncio.sleep(0)

    call(slack, story)
    assert 1 <= len(homes[0].doubted) <= 3


def test_where_the_app_is_not_nothing_is_called(slack: Slack) -> None:
    with pytest.raises(NotInstalled):
        call(slack, lambda caller: caller.call("T0OTHER", POST, HELLO))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/commands/T/1",
        "http://hooks.slack.com/commands/T/1",
        "https://hooks.slack.com.example.com/x",
        "https://hooks.slack.com@example.com/x",
        "https://ana:secret@hooks.slack.com/x",
        "https://hooks.slack.com:8443/x",
        "http://127.0.0.1:1/commands/T/1",
        "http://localhost/x",
        "file:///etc/passwd",
        "https://[::1",
        "",
    ],
)
def test_a_response_url_leads_to_slack_or_nowhere(slack: Slack, url: str) -> None:
    with pytest.raises(Refused, match="not_a_response_url"):
        call(slack, lambda caller: caller.respond(url, {"text": "hello"}))


def test_a_response_url_of_slack_is_answered(slack: Slack) -> None:
    asked = slack.command("ana", "general", "/huzzah")
    url = next(iter(slack.world.response_urls))
    way = slack.world.response_urls[url]
    address = f"{slack.url}/commands/{TEAM}/{url}"
    call(slack, lambda caller: caller.respond(address, {"text": "hello", "response_type": "ephemeral"}))
    assert [post["text"] for post in way.posts] == ["hello"]
    assert [message.text for message in slack.ephemerals("ana")] == ["hello"]
    assert asked is not None


def test_a_response_url_that_is_used_up_is_refused(slack: Slack) -> None:
    with pytest.raises(Refused, match="expired_url"):
        call(slack, lambda caller: caller.respond(f"{slack.url}/commands/{TEAM}/never", {"text": "hello"}))


def export(content: str = '{"é": 1}') -> dict[str, str]:
    return {"member": "U0ANA0001", "name": "me.json", "media_type": "application/json", "content": content}


def test_a_file_goes_to_the_member_alone(slack: Slack) -> None:
    call(slack, lambda caller: caller.call(TEAM, "download", export()))
    (file,) = slack.world.files.values()
    assert (file.name, file.content) == ("me.json", '{"é": 1}'.encode())
    words, shared = slack.messages("@ana", by_bot=True)
    assert "Here is your file" in words.text
    assert [each["name"] for each in shared.files] == ["me.json"]


def test_without_the_permission_the_member_is_told_how_to_get_it(slack: Slack) -> None:
    slack.fail("files.getUploadURLExternal", Fault("error", error="missing_scope"))
    call(slack, lambda caller: caller.call(TEAM, "download", export()))
    (said,) = slack.messages("@ana", by_bot=True)
    assert "huzzah export --member U0ANA0001" in said.text


def test_a_file_that_slack_does_not_take_is_said_so(slack: Slack) -> None:
    slack.fail("files.getUploadURLExternal", Fault("status", status=503))
    call(slack, lambda caller: caller.call(TEAM, "download", export()))
    assert "try again" in slack.messages("@ana", by_bot=True)[0].text
