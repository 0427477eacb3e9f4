"""Hostile requests: unsigned, garbled, too long or too deep - refused without a word of theirs in the log."""

import json
import random
from pathlib import Path
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from bot.slack.receiving.signing import MOST_BYTES, SIGNATURE, TIMESTAMP, sign
from handlers.events import MessagePosted
from scoring.periods import SECOND
from tests.bot.slack.receiving import (
    FORM,
    SECRET,
    Playing,
    Scene,
    a_command,
    a_message,
    a_press,
    a_view,
    an_event,
    playing_in,
    signed,
)
from tests.storage.small_world import BEGIN

EVENT = json.dumps(an_event(a_message())).encode()


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    """Plays a scene to its end."""
    return playing_in(tmp_path)


UNSIGNED: tuple[dict[str, str], ...] = (
    {TIMESTAMP: "x" * 10}, {TIMESTAMP: "9" * 5_000}, {TIMESTAMP: ""}, {SIGNATURE: ""}, {SIGNATURE: "v0=\u00e9"},
    {SIGNATURE: "v0=" + "0" * 64}, {SIGNATURE: "rubbish"}, {TIMESTAMP: str(BEGIN // SECOND - 301)},
    {TIMESTAMP: str(BEGIN // SECOND + 1)},
)  # fmt: skip


@pytest.mark.parametrize(
    "body", [EVENT, b"\xff\xfe", b"[1]", b"ssl_check=1", b'{"type":"url_verification","challenge":"x"}']
)
def test_what_slack_did_not_sign_is_refused_and_nothing_runs(playing: Playing, body: bytes) -> None:
    async def play(stage: Scene) -> None:
        for changed in UNSIGNED:
            headers = {**signed(body, "application/json"), **changed}
            raw = [(name, value.encode("latin-1")) for name, value in headers.items()]
            answer = await stage.http.post("/slack/events", content=body, headers=raw)  # type: ignore[arg-type]
            assert answer.status_code == 401, changed
        assert stage.dispatch.asked == []

    playing(play)


def test_a_signature_older_than_five_minutes_is_a_replay(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        at = str(BEGIN // SECOND - 301)
        headers = {TIMESTAMP: at, SIGNATURE: sign(SECRET.encode(), EVENT, at)}
        assert (await stage.http.post("/slack/events", content=EVENT, headers=headers)).status_code == 401
        assert stage.dispatch.asked == []

    playing(play)


MALFORMED: tuple[tuple[bytes, str], ...] = (
    (b"", "application/json"), (b"", FORM), (b"{", "application/json"), (b"[]", "application/json"),
    (b"null", "application/json"), (b'"text"', "application/json"), (b"7", "application/json"),
    (b'{"a":"\xff"}', "application/json"), (b'{"a":NaN}', "application/json"),
    (b'{"a":Infinity}', "application/json"), (b'{"type":"no_team"}', "application/json"),
    (b'{"a":' + b"9" * 5_000 + b"}", "application/json"),
    (b"[" * 200_000, "application/json"), (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "application/json"),
    (b'{"a":' + b"[" * 150 + b"]" * 150 + b"}", "application/json"), (b"payload=", FORM), (b"payload=%7B", FORM),
    (b"payload=[]", FORM), (b"payload=7", FORM), (b"payload=%FF", FORM), (b"\xff=1", FORM), (b"a=%FF", FORM),
    (b"nothing", FORM), (b"&".join(b"a%d=1" % n for n in range(200)), FORM), (EVENT[:-1], "text/plain"),
    (b'{"type":"event_callback","event":5,"team_id":"T1"}', "application/json"),
    (b'{"type":"event_callback","team_id":"T1","authorizations":5}', "application/json"),
    (b'{"type":"block_actions","team":{"id":"T1"},"response_urls":"x"}', "application/json"),
    (b'{"type":"x","enterprise":1,"team_id":"T1"}', "application/json"),
)  # fmt: skip


def test_what_is_signed_and_malformed_gets_a_400(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        for body, kind in MALFORMED:
            assert (await stage.post(body, kind)).status_code == 400, (body[:80], kind)
        assert stage.dispatch.asked == []

    playing(play)


def test_a_body_too_long_gets_a_413_with_or_without_its_length_declared(playing: Playing) -> None:
    async def chunks() -> object:
        for _ in range(20):
            yield b" " * (MOST_BYTES // 10)

    async def play(stage: Scene) -> None:
        assert (await stage.post(b" " * (MOST_BYTES + 1))).status_code == 413
        assert (await stage.http.post("/slack/events", content=chunks())).status_code == 413  # type: ignore[arg-type]

    playing(play)


def test_characters_that_no_database_takes_are_replaced(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        assert (await stage.event(a_message(text="a\ud800b\0c \U0001f389"))).status_code == 200
        (event,) = stage.dispatch.asked
        assert isinstance(event, MessagePosted)
        assert event.text == "a\ufffdb\ufffdc \U0001f389"

    playing(play)


def test_no_body_is_ever_logged(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        with capture_logs() as lines:
            for body in (b'{"pumpernickel":', b'["pumpernickel"]', b'{"type":"event_callback","event":"pumpernickel"}'):
                await stage.post(body)
                await stage.http.post("/slack/events", content=body)
            stage.dispatch.away = True
            await stage.event(a_message(text="pumpernickel"))
            await stage.command("kudos", "pumpernickel")
            await stage.settled()
        assert lines
        assert "pumpernickel" not in json.dumps(lines)

    playing(play)


def test_signed_bytes_that_were_garbled_never_break_anything(playing: Playing) -> None:
    whole = [
        (EVENT, "application/json"),
        (json.dumps(a_view("kudos")).encode(), "application/json"),
        (urlencode(a_command("kudos", "<@U2> thanks")).encode(), FORM),
        (urlencode({"payload": json.dumps(a_press("kudos", "U2"))}).encode(), FORM),
    ]
    dice = random.Random(7)

    async def play(stage: Scene) -> None:
        for _ in range(400):
            body, kind = dice.choice(whole)
            garbled = bytearray(body)
            for _ in range(dice.randint(1, 4)):
                at = dice.randrange(len(garbled))
                garbled[at : at + dice.choice((0, 1, 9))] = dice.choice(
                    (b"", b"\x00", b"\xff", b"{}", b"[]", b"null", b"\\ud800", b"5", b'"', b"%00")
                )
            answer = await stage.post(bytes(garbled), kind)
            unknown = answer.status_code == 503 and "installed" in answer.text
            assert answer.status_code in (200, 400) or unknown, (answer.status_code, bytes(garbled))

    playing(play)
