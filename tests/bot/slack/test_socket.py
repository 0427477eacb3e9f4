"""Socket Mode: against a real WebSocket server that warns, closes, goes deaf, refuses, and sends again."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest
from slack_bolt.response import BoltResponse

from tests.bot.slack.exchange import PATIENT, QUICK, TOKEN, Exchange, connected


async def fine(_body: Mapping[str, object]) -> BoltResponse:
    return BoltResponse(status=200)


async def greeting(_body: Mapping[str, object]) -> BoltResponse:
    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": "hi"})


def event(number: int = 1) -> dict[str, object]:
    return {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "n": number}}


def test_an_event_is_acknowledged_only_after_its_commit() -> None:
    async def play() -> None:
        exchange, committed, come = Exchange(), asyncio.Event(), asyncio.Event()

        async def receive(_body: Mapping[str, object]) -> BoltResponse:
            come.set()
            await committed.wait()
            return BoltResponse(status=200)

        async with connected(exchange, receive):
            await exchange.until(lambda: len(exchange.open) == 1)
            await exchange.send(event())
            await come.wait()
            assert exchange.acks == []
            committed.set()
            await exchange.until(lambda: len(exchange.acks) == 1)
            assert exchange.acks == [{"envelope_id": "e1"}]
            assert exchange.tokens == {f"Bearer {TOKEN}"}

    asyncio.run(play())


def test_an_event_that_could_not_be_written_is_not_acknowledged_and_comes_again() -> None:
    async def play() -> None:
        exchange, tries = Exchange(), []

        async def receive(body: Mapping[str, object]) -> BoltResponse:
            tries.append(body)
            return BoltResponse(status=503 if len(tries) == 1 else 200)

        async with connected(exchange, receive):
            await exchange.until(lambda: len(exchange.open) == 1)
            await exchange.send(event(), number=1)
            await exchange.send(event(), number=2)
            await exchange.until(lambda: len(exchange.acks) == 1)
            assert exchange.acks == [{"envelope_id": "e2"}]
            assert len(tries) == 2

    asyncio.run(play())


def test_a_command_is_answered_in_its_acknowledgement() -> None:
    async def play() -> None:
        exchange = Exchange()
        async with connected(exchange, greeting):
            await exchange.until(lambda: len(exchange.open) == 1)
            await exchange.send({"command": "/huzzah"}, "slash_commands")
            await exchange.send(event(), number=2)
            await exchange.until(lambda: len(exchange.acks) == 2)
        by_id = {ack["envelope_id"]: ack.get("payload") for ack in exchange.acks}
        assert by_id == {"e1": {"response_type": "ephemeral", "text": "hi"}, "e2": None}

    asyncio.run(play())


def test_a_failed_request_is_acknowledged_where_a_text_reaches_the_asker_and_a_dialog_stays_open() -> None:
    async def away(_body: Mapping[str, object]) -> BoltResponse:
        return BoltResponse(status=503, body={"ok": False})

    async def play() -> None:
        exchange = Exchange()
        async with connected(exchange, away):
            await exchange.until(lambda: len(exchange.open) == 1)
            await exchange.send({"type": "view_submission"}, "interactive", number=1)
            await exchange.send(
                {"command": "/x", "response_url": "https://hooks.slack.com/x"}, "slash_commands", number=2
            )
            await exchange.until(lambda: len(exchange.acks) == 1)
        assert exchange.acks == [{"envelope_id": "e2"}]

    asyncio.run(play())


@pytest.mark.parametrize(
    "payload", [[1], 7, None, "text", {"type": "event_callback", "event": 5}, {"authorizations": 5}, {"enterprise": 1}]
)
def test_a_payload_of_no_shape_harms_nothing(payload: object) -> None:
    async def play() -> None:
        exchange = Exchange()
        async with connected(exchange, fine):
            await exchange.until(lambda: len(exchange.open) == 1)
            await exchange.send(payload, number=1)
            for raw in ("", "{", "[]", '{"type": 5}', '{"type":"disconnect_not"}', "[" * 2_000):
                await exchange.open[0].send_str(raw)
            await exchange.send(event(), number=2)
            await exchange.until(lambda: any(ack["envelope_id"] == "e2" for ack in exchange.acks))

    asyncio.run(play())


def test_as_many_connections_are_held_as_wanted() -> None:
    async def play() -> None:
        exchange = Exchange()
        async with connected(exchange, fine, connections=3) as (sockets, _):
            await exchange.until(lambda: len(exchange.open) == 3)
            for number in range(3):
                await exchange.send(event(), number=number, on=number)
            await exchange.until(lambda: len(exchange.acks) == 3)
            ages = sockets.ages()
            assert len(ages) == 3
            assert None not in ages

    asyncio.run(play())


def test_after_a_warning_the_next_connection_is_open_before_the_old_one_closes() -> None:
    async def play() -> None:
        exchange = Exchange()
        async with connected(exchange, fine):
            await exchange.until(lambda: len(exchange.open) == 1)
            first = exchange.open[0]
            await first.send_json({"type": "disconnect", "reason": "warning"})
            await exchange.until(lambda: first not in exchange.open)
            assert exchange.most_open == 2
            await exchange.send(event())
            await exchange.until(lambda: len(exchange.acks) == 1)

    asyncio.run(play())


def test_what_was_received_before_a_warning_is_still_answered_on_its_own_connection() -> None:
    async def play() -> None:
        exchange, committed = Exchange(), asyncio.Event()

        async def receive(_body: Mapping[str, object]) -> BoltResponse:
            await committed.wait()
            return BoltResponse(status=200)

        async with connected(exchange, receive):
            await exchange.until(lambda: len(exchange.open) == 1)
            await exchange.send(event())
            await exchange.open[0].send_json({"type": "disconnect", "reason": "refresh_requested"})
            await exchange.until(lambda: len(exchange.open) == 2)
            committed.set()
            await exchange.until(lambda: len(exchange.acks) == 1)

    asyncio.run(play())


def test_a_closed_connection_is_opened_anew() -> None:
    async def play() -> None:
        exchange = Exchange()
        async with connected(exchange, fine, QUICK):
            for n in range(1, 4):
                await exchange.until(lambda n=n: exchange.asked >= n and bool(exchange.open))  # type: ignore[misc]
                await exchange.open[0].close()
            await exchange.until(lambda: bool(exchange.open))
            await exchange.send(event())
            await exchange.until(lambda: len(exchange.acks) == 1)

    asyncio.run(play())


def test_slack_is_not_asked_anew_at_once_when_it_sends_us_away() -> None:
    async def play() -> None:
        exchange = Exchange()
        async with connected(exchange, fine, replace(PATIENT, first=3600)) as (sockets, _):
            await exchange.until(lambda: len(exchange.open) == 1)
            await exchange.open[0].send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await exchange.until(lambda: not exchange.open)
            assert sockets.ages() == [None]
            assert exchange.asked == 1

    asyncio.run(play())


def test_a_connection_that_answers_no_ping_is_replaced() -> None:
    async def play() -> None:
        exchange = Exchange()
        async with connected(exchange, fine, replace(QUICK, failures=10_000)) as (_, dead):
            await exchange.until(lambda: len(exchange.open) == 1)
            exchange.deaf = True
            await exchange.until(lambda: exchange.asked >= 2)
            exchange.deaf = False
            await exchange.until(lambda: exchange.asked >= 2 and bool(exchange.open))
            assert not dead.done()

    asyncio.run(play())


def test_when_every_connection_stays_deaf_it_is_given_up() -> None:
    async def play() -> None:
        exchange = Exchange(deaf=True)
        async with connected(exchange, fine, QUICK, 2) as (_, dead), asyncio.timeout(60):
            assert "4 times" in await dead

    asyncio.run(play())


@pytest.mark.parametrize("refusal", ["500", "internal_error", "ratelimited"])
def test_slack_away_for_a_while_is_waited_for(refusal: str) -> None:
    async def play() -> None:
        exchange = Exchange(refusal=refusal)
        async with connected(exchange, fine, replace(QUICK, failures=10_000)) as (_, dead):
            await exchange.until(lambda: exchange.asked >= 2)
            exchange.refusal = ""
            await exchange.until(lambda: bool(exchange.open))
            assert not dead.done()

    asyncio.run(play())


def test_slack_away_for_good_is_given_up_with_a_word_to_the_admin() -> None:
    async def play() -> None:
        exchange = Exchange(refusal="internal_error")
        async with connected(exchange, fine, QUICK, 2) as (sockets, dead):
            async with asyncio.timeout(60):
                assert "internal_error" in await dead
            assert sockets.ages() == [None, None]

    asyncio.run(play())


@pytest.mark.parametrize("refusal", ["invalid_auth", "not_allowed_token_type", "token_revoked"])
def test_a_wrong_token_is_said_at_once_and_not_tried_again(refusal: str) -> None:
    async def play() -> None:
        exchange = Exchange(refusal=refusal)
        async with connected(exchange, fine) as (_, dead):
            async with asyncio.timeout(60):
                words = await dead
            assert "HUZZAH_SLACK_APP_TOKEN" in words
            assert refusal in words
            assert TOKEN not in words
        assert exchange.asked == 1

    asyncio.run(play())


def test_stopping_answers_what_has_been_received() -> None:
    async def play() -> None:
        exchange, come = Exchange(), asyncio.Event()

        async def receive(_body: Mapping[str, object]) -> BoltResponse:
            come.set()
            await asyncio.sleep(0.05)
            return BoltResponse(status=200)

        async with connected(exchange, receive):
            await exchange.until(lambda: len(exchange.open) == 1)
            await exchange.send(event())
            await come.wait()
        assert exchange.acks == [{"envelope_id": "e1"}]

    asyncio.run(play())
