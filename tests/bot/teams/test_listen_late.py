"""Listening when something is away, slow, or comes again: in time, nothing lost, nothing done twice."""

import asyncio
from pathlib import Path

import pytest

from bot.teams.calling.calls import Tell
from bot.teams.listen import AWAY, SLOW
from handlers.events import DialogSubmitted
from tests.bot.teams.keys_server import Json
from tests.bot.teams.receiving import ANA, BEN, HURRIED, PATIENT, Playing, Scene, playing_in
from tests.bot.teams.saying import a_call, a_form, a_message, a_press, an_activity


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    """Plays a scene to its end."""
    return playing_in(tmp_path)


def _privacy(nonce: str = "n1") -> Json:
    return a_form("privacy", nonce, {"score": "true"})


def test_while_the_database_is_away_teams_is_asked_to_come_again_and_then_all_of_it_arrives(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.away = True
        for n in range(3):
            answer = await stage.send(a_message(id=str(1774508400000 + n)))
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
        assert "message" not in stage.kinds()
        stage.dispatch.away = False
        for n in range(3):
            assert (await stage.send(a_message(id=str(1774508400000 + n)))).status_code == 200
        assert stage.kinds().count("message") == 3

    playing(play)


@pytest.mark.parametrize("action", ["add", "remove", "add-upgrade", "remove-upgrade"])
def test_that_the_bot_came_or_left_is_kept_before_it_is_answered(playing: Playing, action: str) -> None:
    async def play(stage: Scene) -> None:
        # Nobody tells it again once it was answered.
        stage.notebook.away = True
        assert (await stage.send(an_activity("installationUpdate", action=action))).status_code == 503
        assert (await stage.send(a_message())).status_code == 200
        stage.notebook.away = False
        stage.notebook.noticed.clear()
        assert (await stage.send(an_activity("installationUpdate", action=action))).status_code == 200
        assert len(stage.notebook.noticed) == 1
        await stage.settled()
        assert len(stage.notebook.noticed) == 1

    playing(play)


@pytest.mark.parametrize("where", ["tenants", "events"])
def test_somebody_who_waits_is_told_that_nothing_was_done(playing: Playing, where: str) -> None:
    async def play(stage: Scene) -> None:
        stage.homes.away, stage.dispatch.away = where == "tenants", where == "events"
        for activity in (a_press("huzzah", "help"), _privacy()):
            answer = await stage.send(activity)
            assert answer.status_code == 200
            await stage.settled()
            assert AWAY in answer.text + stage.answers.words()
        assert (await stage.send(a_call())).status_code == 503
        stage.homes.away = stage.dispatch.away = False
        assert AWAY not in (await stage.send(a_press("huzzah", "help"))).text

    playing(play)


def test_a_database_that_hangs_is_not_waited_for_and_the_repeat_counts_once(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.awake.clear()
        assert (await stage.send(a_message())).status_code == 503
        stage.listener.patience = PATIENT
        stage.dispatch.awake.set()
        await stage.settled()
        assert (await stage.send(a_message())).status_code == 200
        assert stage.kinds().count("message") == 1

    playing(play, HURRIED)


def test_a_press_whose_commit_comes_late_is_still_answered(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.awake.clear()
        answer = await stage.send(a_press("huzzah", "help"))
        assert answer.status_code == 200
        stage.dispatch.awake.set()
        await stage.settled()
        assert SLOW in answer.text + stage.answers.words()
        late = [call for call in stage.answers.made if SLOW not in str(call.activity)]
        assert [call.member for call in late if isinstance(call, Tell)] == [ANA]

    playing(play, HURRIED)


def test_a_press_whose_commit_fails_late_is_told(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.awake.clear()
        await stage.send(a_press("huzzah", "help"))
        stage.dispatch.away = True
        stage.dispatch.awake.set()
        await stage.settled()
        assert AWAY in stage.answers.words()

    playing(play, HURRIED)


def test_a_word_to_us_whose_commit_comes_late_is_answered_though_its_repeat_says_nothing(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.awake.clear()
        assert (await stage.send(a_call())).status_code == 503
        stage.listener.patience = PATIENT
        stage.dispatch.awake.set()
        assert (await stage.send(a_call())).status_code == 200
        await stage.settled()
        assert len(stage.answers.made) == 1

    playing(play, HURRIED)


def test_a_form_sent_again_under_another_id_is_done_once_and_answered_the_same(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        first = await stage.send(_privacy())
        again = await stage.send({**_privacy(), "id": "f:2"})
        assert first.status_code == again.status_code == 200
        assert first.content == again.content != b""
        assert [type(event) for event in stage.dispatch.asked].count(DialogSubmitted) == 1
        said = len(stage.answers.made)
        await stage.settled()
        assert len(stage.answers.made) == said
        other = await stage.send(_privacy("n2"))
        assert other.status_code == 200
        assert [type(event) for event in stage.dispatch.asked].count(DialogSubmitted) == 2

    playing(play)


def test_forms_sent_again_while_the_first_is_being_written_wait_for_the_same(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.awake.clear()
        sent = [asyncio.create_task(stage.send({**_privacy(), "id": f"f:{n}"})) for n in range(5)]
        while not any(isinstance(event, DialogSubmitted) for event in stage.dispatch.asked):
            await asyncio.wait(sent, timeout=0.01)
        stage.dispatch.awake.set()
        answers = await asyncio.gather(*sent)
        assert len({answer.content for answer in answers}) == 1
        assert [type(event) for event in stage.dispatch.asked].count(DialogSubmitted) == 1

    playing(play)


def test_nobody_sees_the_answer_to_another_ones_form(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        await stage.send(_privacy())
        await stage.send({**_privacy(), "from": {"id": "29:1ben", "name": "Ben", "aadObjectId": BEN}})
        asked = [event.member for event in stage.dispatch.asked if isinstance(event, DialogSubmitted)]
        assert asked == [ANA, BEN]

    playing(play)


def test_a_form_that_could_not_be_written_is_tried_again(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.away = True
        await stage.send(_privacy())
        stage.dispatch.away = False
        again = await stage.send({**_privacy(), "id": "f:2"})
        assert AWAY not in again.text
        assert [type(event) for event in stage.dispatch.asked].count(DialogSubmitted) == 2

    playing(play)
