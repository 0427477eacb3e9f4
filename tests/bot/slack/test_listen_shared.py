"""Listening in channels in which another organisation is: nobody counts before it is known whose they are."""

from pathlib import Path

import pytest

from bot.slack.listen import Patience
from tests.bot.slack.receiving import Json, Playing, Scene, a_message, playing_in


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    """Plays a scene to its end."""
    return playing_in(tmp_path)


REACTION: Json = {
    "type": "reaction_added", "user": "U1", "reaction": "tada", "item_user": "U9", "event_ts": "1700000000.000200",
    "item": {"type": "message", "channel": "C1", "ts": "1700000000.000100"},
}  # fmt: skip


@pytest.mark.parametrize("inner", [a_message(text="<@U9> :tada: thanks", user_team="T1"), REACTION])
def test_what_names_somebody_nobody_knows_yet_comes_again_and_then_counts(playing: Playing, inner: Json) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.unsettled = {"U9"}
        assert (await stage.event(inner, is_ext_shared_channel=True)).status_code == 503
        assert stage.dispatch.asked == []
        stage.notebook.unsettled = set()
        assert (await stage.event(inner, is_ext_shared_channel=True)).status_code == 200
        assert stage.dispatch.asked

    playing(play)


def test_among_colleagues_a_name_that_is_missing_holds_nothing_up(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.unsettled = {"U9"}
        stage.notebook.slow = True
        answer = await stage.event(a_message(text="<@U9> :tada: thanks"), is_ext_shared_channel=False)
        assert answer.status_code == 200

    playing(play, Patience(names=0.05, commit=30))


def test_a_request_among_others_is_answered_all_the_same(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.unsettled = {"U1"}
        asked = a_message(text="<@UBOT> help", user_team="T1")
        assert (await stage.event(asked, is_ext_shared_channel=True)).status_code == 200

    playing(play)
