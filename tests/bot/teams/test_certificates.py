"""Certificates: made once, kept sealed, changed every year, and kept as long as anything needs them."""

import asyncio
from pathlib import Path

from cryptography.fernet import Fernet

from bot.sealing import sealing
from bot.teams.graph.certificates import LATEST, PREFIX, ROTATED, Certificates
from bot.teams.graph.opening import opened
from scoring.periods import DAY
from storage import resealing, subscriptions
from tests.bot.teams.loopback.graph_sealing import sealed
from tests.storage.delivering import opened as ready

KEYS = [Fernet.generate_key(), Fernet.generate_key()]
OURS = sealing(lambda: KEYS[0])
NOW = 1_700_000_000_000_000


class Clock:
    """Stands still until it is set."""

    at = NOW

    def __call__(self) -> int:
        return self.at


def test_one_is_made_and_then_known_to_every_process(database_url: str) -> None:
    async def story() -> None:
        with ready(database_url) as database:
            one, two = Certificates(database, OURS, Clock()), Certificates(database, OURS, Clock())
            first = await one.newest()
            assert (await one.newest()).id == (await two.newest()).id == first.id
            found = await two.of(first.id)
            assert found is not None
            told = sealed({"id": "1"}, first.public, first.id)
            assert opened(told, found.private) == {"id": "1"}
            assert await two.of("somebody else's") is None

    asyncio.run(story())


def test_it_lies_sealed_in_the_database(sqlite_url: str, tmp_path: Path) -> None:
    async def story() -> None:
        with ready(sqlite_url) as database:
            await Certificates(database, OURS, Clock()).newest()
            stored = subscriptions.keys(database, PREFIX)
            assert len(stored) == 1
            assert not any("PRIVATE" in value for value in stored.values())
            assert all("PRIVATE" in OURS.unseal(value) for value in stored.values())

    asyncio.run(story())
    assert b"PRIVATE KEY" not in b"".join(each.read_bytes() for each in tmp_path.iterdir())


def test_after_a_year_there_is_a_new_one_and_the_old_still_opens(database_url: str) -> None:
    async def story() -> None:
        clock = Clock()
        with ready(database_url) as database:
            ours = Certificates(database, OURS, clock)
            old = await ours.newest()
            clock.at = NOW + ROTATED + DAY
            new = await ours.newest()
            assert new.id != old.id
            late = await Certificates(database, OURS, clock).of(old.id)
            assert late is not None
            assert opened(sealed({"id": "2"}, old.public, old.id), late.private) == {"id": "2"}

    asyncio.run(story())


def test_the_old_one_goes_only_when_nothing_can_need_it(database_url: str) -> None:
    async def story() -> None:
        clock = Clock()
        with ready(database_url) as database:
            ours = Certificates(database, OURS, clock)
            old = await ours.newest()
            clock.at = NOW + ROTATED + LATEST - DAY
            assert await ours.discard(set()) == []
            clock.at = NOW + ROTATED + LATEST + DAY
            assert await ours.discard({old.id}) == []
            assert await ours.discard(set()) == [old.id]
            assert await ours.of(old.id) is None
            assert (await ours.newest()).id != old.id

    asyncio.run(story())


def test_with_another_key_a_new_one_is_made_and_the_old_stays(sqlite_url: str) -> None:
    async def story() -> None:
        with ready(sqlite_url) as database:
            first = await Certificates(database, OURS, Clock()).newest()
            other = Certificates(database, sealing(lambda: KEYS[1]), Clock())
            assert (await other.newest()).id != first.id
            assert await other.of(first.id) is None
            assert len(subscriptions.keys(database, PREFIX)) == 2

    asyncio.run(story())


def test_it_is_sealed_anew_with_all_the_others(sqlite_url: str) -> None:
    async def story() -> None:
        with ready(sqlite_url) as database:
            first = await Certificates(database, OURS, Clock()).newest()
            resealing.reseal(database, sealing(lambda: b",".join(reversed(KEYS))))
            found = await Certificates(database, sealing(lambda: KEYS[1]), Clock()).of(first.id)
            assert found is not None
            assert found.public == first.public

    asyncio.run(story())
