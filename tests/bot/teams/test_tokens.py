"""Tokens: whatever is not exactly right about one is refused; all are really signed, and keys come over HTTP."""

import pytest

from bot.teams.receiving.keys import SELDOM, KeysAway
from bot.teams.receiving.tokens import MOST_REMEMBERED, SKEW, Forbidden, Tokens, Unsigned, bearer
from scoring.periods import SECOND
from tests.bot.teams.gate import ACTIVITY, CONNECTOR, FORBIDDEN, STRANGER, UNSIGNED, Gate, play_at_gate
from tests.bot.teams.keys_server import APP, ISSUER, NOW, SERVICE, Json, Signer, claims, key_server
from tests.storage.small_world import BEGIN


@pytest.mark.parametrize("which", UNSIGNED)
def test_a_token_that_is_not_right_is_refused(which: str) -> None:
    async def play(gate: Gate) -> None:
        with pytest.raises(Unsigned):
            await gate.lets_in(UNSIGNED[which]())
        await gate.lets_in(CONNECTOR.sign(claims()))
        with pytest.raises(Unsigned):
            await gate.lets_in(UNSIGNED[which]())

    play_at_gate(play)


@pytest.mark.parametrize("which", FORBIDDEN)
def test_a_good_token_for_something_else_is_refused(which: str) -> None:
    async def play(gate: Gate) -> None:
        make, activity = FORBIDDEN[which]
        token = make()
        for _ in range(2):
            with pytest.raises(Forbidden):
                await gate.lets_in(token, activity)

    play_at_gate(play)


@pytest.mark.parametrize(
    "more",
    [{"exp": NOW - SKEW // SECOND + 1}, {"nbf": NOW + SKEW // SECOND}, {"nbf": None}, {"exp": NOW + 0.5},
     {"aud": [APP.upper(), "x"]}, {"serviceurl": SERVICE.rstrip("/")}],
)  # fmt: skip
def test_a_good_token_is_let_in_within_five_minutes_of_its_hours(more: Json) -> None:
    async def play(gate: Gate) -> None:
        await gate.lets_in(CONNECTOR.sign(claims(**more)))

    play_at_gate(play)


def test_addresses_of_keys_in_a_token_are_not_followed() -> None:
    async def play(gate: Gate) -> None:
        async with key_server(STRANGER) as theirs:
            url = theirs.url.replace("/openid", "/keys")
            for header in ({"jku": url}, {"x5u": url}, {"jwk": STRANGER.jwk()}, {"jku": url, "kid": "connector"}):
                with pytest.raises(Unsigned):
                    await gate.lets_in(STRANGER.sign(claims(), **header))
            assert theirs.fetched == 0
            assert not theirs.asked.is_set()
            await gate.lets_in(CONNECTOR.sign(claims(), jku=url))

    play_at_gate(play)


def test_a_known_token_is_looked_at_again_whatever_may_have_changed() -> None:
    async def play(gate: Gate) -> None:
        token = CONNECTOR.sign(claims())
        first = await gate.tokens.check(token, gate.now)
        assert await gate.tokens.check(token, gate.now) is first
        with pytest.raises(Forbidden):
            await gate.lets_in(token, {**ACTIVITY, "serviceUrl": "https://evil.example/"})
        with pytest.raises(Forbidden):
            await gate.lets_in(token, {**ACTIVITY, "channelId": "webchat"})
        gate.now += 3_600 * SECOND + SKEW
        with pytest.raises(Unsigned):
            await gate.lets_in(token)
        gate.now = BEGIN - SKEW - 61 * SECOND
        with pytest.raises(Unsigned):
            await gate.lets_in(token)

    play_at_gate(play)


def test_a_known_token_is_worth_nothing_once_its_key_is_taken_back() -> None:
    async def play(gate: Gate) -> None:
        token = CONNECTOR.sign(claims())
        await gate.lets_in(token)
        gate.server.publish(STRANGER)
        gate.now += SELDOM
        await gate.lets_in(STRANGER.sign(claims()))
        with pytest.raises(Unsigned):
            await gate.lets_in(token)

    play_at_gate(play)


def test_a_known_token_is_looked_at_anew_when_its_key_speaks_for_less() -> None:
    async def play(gate: Gate) -> None:
        token = CONNECTOR.sign(claims())
        await gate.lets_in(token)
        gate.server.publish(Signer("connector", ("webchat",)), STRANGER)
        gate.now += SELDOM
        await gate.lets_in(STRANGER.sign(claims()))
        with pytest.raises(Forbidden):
            await gate.lets_in(token)

    play_at_gate(play)


def test_no_more_tokens_are_remembered_than_fit_and_only_good_ones() -> None:
    async def play(gate: Gate) -> None:
        for make in UNSIGNED.values():
            with pytest.raises(Unsigned):
                await gate.lets_in(make())
        assert gate.tokens._seen == {}
        for n in range(20):
            await gate.lets_in(CONNECTOR.sign(claims(n=n)))
        proof = next(iter(gate.tokens._seen.values()))
        gate.tokens._seen |= {n.to_bytes(4, "big"): proof for n in range(MOST_REMEMBERED - 20)}
        await gate.lets_in(CONNECTOR.sign(claims(n="one more")))
        assert len(gate.tokens._seen) == MOST_REMEMBERED

    play_at_gate(play)


def test_without_keys_nobody_is_called_unsigned() -> None:
    async def play(gate: Gate) -> None:
        gate.server.away = True
        for token in (CONNECTOR.sign(claims()), STRANGER.sign(claims())):
            with pytest.raises(KeysAway):
                await gate.lets_in(token)
        with pytest.raises(Unsigned):
            await gate.lets_in("nonsense")

    play_at_gate(play)


def test_without_an_app_no_token_is_for_us() -> None:
    async def play(gate: Gate) -> None:
        for said in ("", None, [""]):
            with pytest.raises(Unsigned):
                await Tokens(gate.keys, "", ISSUER).check(CONNECTOR.sign(claims(aud=said)), gate.now)

    play_at_gate(play)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "x", "\0"])
def test_a_request_without_a_bearer_token_is_refused(header: str) -> None:
    with pytest.raises(Unsigned):
        bearer(header)


def test_a_bearer_token_is_found_however_the_word_is_written() -> None:
    assert bearer("Bearer x.y.z") == bearer("bearer  x.y.z ") == "x.y.z"
