"""Keys of a login server: fetched once for all, rotated without an error, believed for a while when it is away."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest

from bot.teams.receiving.keys import FRESH, GOOD, SELDOM, Keys, KeysAway, Pace, SigningKey, UnknownKey, keys_of
from scoring.facts import Micros
from tests.bot.teams.keys_server import KeyServer, Signer, key_server
from tests.storage.small_world import BEGIN

OLD, NEW = Signer("old"), Signer("new", ("msteams",))
HURRIED = Pace(fetch=20, wait=0.02)


@dataclass
class Stage:
    """Keys, the server they come from, and what time it is."""

    server: KeyServer
    http: httpx.AsyncClient
    now: Micros = BEGIN
    keys: Keys = field(init=False)

    def __post_init__(self) -> None:
        self.keys = self.another()

    def another(self, pace: Pace | None = None, url: str | None = None) -> Keys:
        """A set of its own."""
        return Keys(self.server.url if url is None else url, lambda: self.now, self.http, pace or Pace())


@asynccontextmanager
async def _stage() -> AsyncIterator[Stage]:
    async with key_server(OLD) as server, httpx.AsyncClient() as http:
        stage = Stage(server, http)
        yield stage
        server.awake.set()
        await stage.keys.stop()


def _play(play: Callable[[Stage], Awaitable[None]]) -> None:
    async def run() -> None:
        async with _stage() as stage:
            await play(stage)

    asyncio.run(run())


def test_the_set_is_fetched_once_and_then_known() -> None:
    async def play(stage: Stage) -> None:
        found = await stage.keys.key("old")
        assert (found.name, found.endorsements) == ("old", frozenset({"msteams", "skype"}))
        assert found.public.public_numbers() == OLD.private.public_key().public_numbers()
        assert await stage.keys.key("old") is found
        assert stage.keys.at_hand("old") is found
        assert stage.server.fetched == 1

    _play(play)


def test_it_is_fetched_at_the_start_before_anybody_asks() -> None:
    async def play(stage: Stage) -> None:
        stage.keys.start()
        await stage.server.asked.wait()
        await _landed()
        assert stage.keys.at_hand("old")
        await stage.keys.key("old")
        assert stage.server.fetched == 1

    _play(play)


def test_however_many_ask_at_once_the_set_is_fetched_once() -> None:
    async def play(stage: Stage) -> None:
        found = await asyncio.gather(*(stage.keys.key("old") for _ in range(50)))
        assert len({id(each) for each in found}) == 1
        assert stage.server.fetched == 1

    _play(play)


def test_a_key_that_is_new_is_found_without_an_error_and_the_one_taken_back_is_believed_no_more() -> None:
    async def play(stage: Stage) -> None:
        await stage.keys.key("old")
        stage.server.publish(OLD, NEW)
        stage.now += SELDOM
        assert (await stage.keys.key("new")).endorsements == {"msteams"}
        assert await stage.keys.key("old") is not None
        stage.server.publish(NEW)
        stage.now += FRESH
        await stage.keys.key("old")
        await _landed()
        with pytest.raises(UnknownKey):
            await stage.keys.key("old")

    _play(play)


def test_unknown_names_have_the_set_fetched_once_a_minute_and_share_it() -> None:
    async def play(stage: Stage) -> None:
        await stage.keys.key("old")
        for minute in range(1, 4):
            stage.now += SELDOM
            found = await asyncio.gather(*(stage.keys.key(f"x{n}") for n in range(30)), return_exceptions=True)
            assert {type(each) for each in found} == {UnknownKey}
            with pytest.raises(UnknownKey):
                await stage.keys.key("y")
            assert stage.server.fetched == 1 + minute

    _play(play)


def test_a_set_that_is_a_day_old_is_fetched_anew_and_nobody_waits_for_it() -> None:
    async def play(stage: Stage) -> None:
        first = await stage.keys.key("old")
        stage.now += FRESH
        stage.server.awake.clear()
        assert await stage.keys.key("old") is first
        stage.server.awake.set()
        await _landed()
        assert stage.keys.at_hand("old") is not first
        assert stage.server.fetched == 2

    _play(play)


def test_a_server_that_is_away_at_the_start_is_no_reason_to_call_anybody_unknown() -> None:
    async def play(stage: Stage) -> None:
        stage.server.away = True
        for _ in range(2):
            with pytest.raises(KeysAway):
                await stage.keys.key("old")
        stage.server.away = False
        with pytest.raises(KeysAway):
            await stage.keys.key("old")
        stage.now += SELDOM
        assert await stage.keys.key("old") is not None

    _play(play)


def test_what_nobody_asks_for_is_fetched_all_the_same_once_its_server_is_back() -> None:
    async def play(stage: Stage) -> None:
        stage.server.away = True
        stage.keys = stage.another(Pace(again=0.01))
        stage.keys.start()
        await stage.server.asked.wait()
        await _landed()
        assert stage.keys.at_hand("old") is None
        stage.server.away = False
        stage.server.asked.clear()
        await stage.server.asked.wait()
        await _landed()
        assert stage.keys.at_hand("old")

    _play(play)


def test_while_its_server_is_away_the_old_set_goes_on_but_not_for_ever() -> None:
    async def play(stage: Stage) -> None:
        await stage.keys.key("old")
        stage.server.away = True
        stage.now += GOOD - 1
        assert await stage.keys.key("old") is not None
        await _landed()
        with pytest.raises(KeysAway):
            await stage.keys.key("new")
        stage.now += 1
        assert stage.keys.at_hand("old") is None
        with pytest.raises(KeysAway):
            await stage.keys.key("old")

    _play(play)


def test_a_server_that_hangs_is_not_waited_for_and_nothing_else_stands_still() -> None:
    async def play(stage: Stage) -> None:
        keys = stage.another(HURRIED)
        stage.server.awake.clear()
        turns = 0

        async def others() -> None:
            nonlocal turns
            while True:
                await asyncio.sleep(0)
                turns += 1

        beside = asyncio.create_task(others())
        with pytest.raises(KeysAway):
            await keys.key("old")
        beside.cancel()
        assert turns > 10
        stage.server.awake.set()
        await _landed()
        assert keys.at_hand("old")
        assert stage.server.fetched == 1
        await keys.stop()

    _play(play)


def test_a_known_key_is_given_while_an_unknown_one_is_looked_for() -> None:
    async def play(stage: Stage) -> None:
        await stage.keys.key("old")
        stage.now += SELDOM
        stage.server.awake.clear()
        stage.server.asked.clear()
        unknown = asyncio.create_task(stage.keys.key("new"))
        await stage.server.asked.wait()
        assert await stage.keys.key("old") is not None
        stage.server.publish(OLD, NEW)
        stage.server.awake.set()
        assert (await unknown).name == "new"

    _play(play)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"keys": 5}', b'{"keys": []}', b"x" * 1_100_000])
def test_a_set_that_is_none_takes_the_place_of_no_good_one(body: bytes) -> None:
    async def play(stage: Stage) -> None:
        await stage.keys.key("old")
        stage.server.body, stage.server.metadata = body, {} if body else {"jwks_uri": "http://[nowhere"}
        stage.now += FRESH
        await stage.keys.key("old")
        await _landed()
        assert stage.keys.at_hand("old")
        with pytest.raises(KeysAway):
            await stage.keys.key("new")

    _play(play)


def test_keys_come_over_https_or_from_this_machine_only() -> None:
    async def play(stage: Stage) -> None:
        # The same server under a name that could be anybody's.
        elsewhere = stage.server.url.replace("127.0.0.1", "0.0.0.0")  # noqa: S104  # nothing listens there
        assert elsewhere != stage.server.url
        for url in (elsewhere, "ftp://127.0.0.1/x", "", "nonsense"):
            with pytest.raises(KeysAway):
                await stage.another(url=url).key("old")
            stage.server.metadata = {"jwks_uri": url.replace("/openid", "/keys")}
            with pytest.raises(KeysAway):
                await stage.another().key("old")
        assert stage.server.fetched == 0

    _play(play)


def test_what_is_no_signing_key_is_left_out() -> None:
    good = Signer("good", (), "https://login.example/{tenantid}/v2.0")
    found = keys_of({"keys": [
        good.jwk(), Signer("other", called="good").jwk(), Signer("weak", bits=1024).jwk(), OLD.jwk(use="enc"),
        OLD.jwk(alg="RS512"), OLD.jwk(kid=None), OLD.jwk(kid=5), OLD.jwk(n="!"), OLD.jwk(n=7), OLD.jwk(e=None),
        {"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}, {"kty": "EC", "kid": "curve", "crv": "P-256"}, {}, 5,
        OLD.jwk(kid="odd", endorsements="msteams", issuer=5),
    ]})  # fmt: skip
    assert {name: (key.issuer, key.endorsements) for name, key in found.items()} == {
        "good": ("https://login.example/{tenantid}/v2.0", frozenset()),
        "odd": ("", frozenset()),
    }
    assert found["good"].public.public_numbers() == good.private.public_key().public_numbers()
    assert isinstance(found["odd"], SigningKey)


async def _landed() -> None:
    """What is being fetched has come, or hasn't."""
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "keys fetch"))
