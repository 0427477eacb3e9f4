"""What is not Teams', not whole or not for us is refused over HTTP, and nothing of it is read or written."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from structlog.testing import capture_logs

from bot.bodies import MOST_BYTES
from bot.teams.receiving.keys import Pace
from storage import conditions
from tests.bot.teams.gate import CONNECTOR, FORBIDDEN, STRANGER, TENANT, UNSIGNED
from tests.bot.teams.keys_server import NOW, claims, key_server
from tests.bot.teams.receiving import Playing, Scene, playing_in
from tests.bot.teams.saying import a_call, a_message, a_press
from tests.storage.small_world import BEGIN

CAN_BE_SENT = sorted(which for which in UNSIGNED if which not in ("no letters", "nothing"))
BROKEN = (
    b"", b"{", b"[]", b"5", b'"x"', b"null", b"\xff\xfe{}", b'{"a": NaN}', b"[" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
)  # fmt: skip
ELSEWHERE = "bbbbbbbb-0000-0000-0000-000000000009"


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    """Plays a scene to its end."""
    return playing_in(tmp_path)


def _is_untouched(stage: Scene) -> None:
    assert stage.dispatch.asked == []
    assert stage.homes.came == []
    assert stage.notebook == type(stage.notebook)()
    assert stage.answers.made == []


def test_what_bears_no_good_token_is_refused_before_anything_runs(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        for which in CAN_BE_SENT:
            for activity in (a_message(), a_call(), a_press()):
                answer = await stage.send(activity, UNSIGNED[which]())
                assert (answer.status_code, answer.headers.get("WWW-Authenticate")) == (401, "Bearer"), which
                assert answer.json()["error"]
        _is_untouched(stage)

    playing(play)


def test_what_bears_a_token_for_something_else_is_refused_before_anything_runs(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        for which, (make, changes) in FORBIDDEN.items():
            for activity in (a_message(), a_press()):
                bare = {name: value for name, value in activity.items() if name not in ("channelId", "serviceUrl")}
                assert (await stage.send({**bare, **changes}, make())).status_code == 403, which
        _is_untouched(stage)

    playing(play)


def test_what_bears_no_token_is_refused(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        for given in ("", "Basic YTpi", "Bearer", "Bearer ,"):
            answer = await stage.http.post("/teams/messages", json=a_message(), headers={"Authorization": given})
            assert answer.status_code == 401, given
        assert (await stage.http.post("/teams/messages", json=a_message())).status_code == 401
        _is_untouched(stage)

    playing(play)


def test_a_key_that_the_token_itself_names_is_not_asked_for(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        async with key_server(STRANGER) as theirs:
            for header in ({"jku": theirs.url}, {"x5u": theirs.url}, {"jwk": STRANGER.jwk()}):
                assert (await stage.send(a_message(), STRANGER.sign(claims(), **header))).status_code == 401
            assert not theirs.asked.is_set()
        _is_untouched(stage)

    playing(play)


def test_however_many_come_with_unknown_keys_the_set_is_asked_for_once(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        tokens = [STRANGER.sign(claims(), kid=f"x{n}") for n in range(20)]
        answers = await asyncio.gather(*(stage.send(a_message(), token) for token in tokens))
        assert {answer.status_code for answer in answers} == {401}
        assert stage.server.fetched == 1

    playing(play)


@pytest.mark.parametrize("away", [True, False])
def test_while_the_keys_cannot_be_had_it_comes_again_and_then_counts(playing: Playing, away: bool) -> None:
    async def play(stage: Scene) -> None:
        stage.server.away = away
        stage.server.awake.clear()
        if away:
            stage.server.awake.set()
        for _ in range(2):
            answer = await stage.send(a_message())
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) > 0
        _is_untouched(stage)
        await stage.with_keys()
        assert (await stage.send(a_message())).status_code == 200
        assert stage.kinds()[-1] == "message"

    playing(play, pace=Pace(wait=0.02))


def test_when_the_server_of_keys_goes_away_what_is_known_goes_on(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        await stage.with_keys()
        stage.server.away = True
        assert (await stage.send(a_message())).status_code == 200

    playing(play)


def test_a_body_that_is_no_object_is_malformed(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        for body in BROKEN:
            assert (await stage.post(body)).status_code == 400, body[:20]
            assert (await stage.post(body, "nonsense")).status_code == 401
        _is_untouched(stage)

    playing(play)


def test_a_body_that_is_too_long_is_not_read_to_its_end(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        body = json.dumps(a_message(text="x" * MOST_BYTES)).encode()

        async def unannounced() -> AsyncIterator[bytes]:
            for begin in range(0, len(body), 65_536):
                yield body[begin : begin + 65_536]

        headers = {"Authorization": f"Bearer {CONNECTOR.sign(claims())}"}
        for content in (body, unannounced()):
            try:
                answer = await stage.http.post("/teams/messages", content=content, headers=headers)
            except httpx.WriteError:
                continue  # refused before all of it was sent
            assert answer.status_code == 413
        _is_untouched(stage)

    playing(play)


def test_another_tenant_is_refused(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        for tenant in (ELSEWHERE, "", None, 5, "*", {"id": TENANT}):
            where = {"id": "19:x@thread.tacv2", "conversationType": "channel", "tenantId": tenant}
            for data in ({"tenant": {"id": tenant}}, {}):
                answer = await stage.send(a_message(channelData=data, conversation=where))
                assert answer.status_code == 403, tenant
        _is_untouched(stage)

    playing(play)


def test_nothing_of_what_is_refused_is_logged(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        with capture_logs() as lines:
            await stage.send(a_message(text="secret words"), STRANGER.sign(claims(aud="secret words")))
            await stage.send(a_message(text="secret words"), CONNECTOR.sign(claims(aud="secret words")))
            await stage.post(b'{"text": "secret words"')
        assert len(lines) == 3
        assert "secret" not in str(lines)
        body = base64.urlsafe_b64encode(b"secret words").decode().rstrip("=")
        assert body not in str(lines)

    playing(play)


def test_that_nothing_is_believed_is_kept_for_the_doctor_until_something_is(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        async def said() -> object:
            await stage.settled()
            return await stage.dispatch.read(TENANT, lambda work: conditions.get(work, "teams.tokens"))

        await stage.send(a_message(), STRANGER.sign(claims()))
        assert await said() is None
        await stage.send(a_message(), CONNECTOR.sign(claims(aud="x")))
        assert await said() == ("the token is for another app", BEGIN)
        await stage.send(a_message(), CONNECTOR.sign(claims(exp=NOW - 3600)))
        assert await said() == ("the token is for another app", BEGIN)
        await stage.send(a_message())
        assert await said() is None

    playing(play)
