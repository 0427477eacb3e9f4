"""Doubts: wrong signatures leave a note for the doctor, seldom, and only until one is right."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.doubts import SELDOM, Doubts
from bot.slack.receiving.signing import SIGNATURES
from storage import conditions
from tests.bot.slack.receiving import Playing, Scene, a_message, playing_in
from tests.storage.small_world import BEGIN


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    """Plays a scene to its end."""
    return playing_in(tmp_path)


def noted(stage: Scene) -> str:
    """What the doctor would read."""
    with stage.dispatch.database.read("T1", BEGIN) as work:
        found = conditions.get(work, SIGNATURES)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"X-Slack-Signature": "v0=" + "0" * 64}, "the signature does not fit the body"),
        ({"X-Slack-Signature": ""}, ""),
        ({"X-Slack-Signature": "v0=doctor"}, ""),
    ],
)
def test_only_what_is_signed_as_slack_signs_raises_doubts(
    playing: Playing, headers: dict[str, str], words: str
) -> None:
    async def play(stage: Scene) -> None:
        assert (await stage.post(b"{}", **headers)).status_code == 401
        await stage.settled()
        assert noted(stage) == words
        assert (await stage.event(a_message())).status_code == 200
        await stage.settled()
        assert noted(stage) == ""

    playing(play)


def test_where_the_app_is_nowhere_or_the_database_is_away_nothing_breaks(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        doubts = stage.listener._doubts
        stage.homes.known.clear()
        await doubts.note("the signature does not fit")
        assert noted(stage) == ""

    playing(play)


def test_it_is_written_down_once_a_minute_at_most(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        moments = [BEGIN]
        clock: Callable[[], int] = lambda: moments[-1]  # noqa: E731  # a clock is a value here
        doubts = Doubts(SIGNATURES, stage.listener.neighbours.dispatch, list, clock)
        assert [doubts.is_news(believed=False) for _ in range(3)] == [True, False, False]
        assert [doubts.is_news(believed=True) for _ in range(3)] == [True, False, False]
        assert not doubts.is_news(believed=False)
        moments.append(BEGIN + SELDOM)
        assert doubts.is_news(believed=False)

    playing(play)
