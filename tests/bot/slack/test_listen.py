"""Listening over HTTP: what is hostile is refused before anything runs, what is good is written, then answered."""

import asyncio
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs

from bot.outcomes import Away, Refused
from bot.slack.listen import OUTSIDER, Patience
from handlers.events import CommandGiven
from scoring.periods import SECOND
from storage import conditions
from tests.bot.slack.receiving import (
    FORM,
    URL,
    Json,
    Playing,
    Scene,
    a_command,
    a_message,
    a_press,
    a_view,
    an_event,
    playing_in,
)
from tests.storage.small_world import BEGIN

HURRIED = Patience(names=0.05, commit=0.2)


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    """Plays a scene to its end."""
    return playing_in(tmp_path)


def test_an_event_is_written_before_it_is_acknowledged(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        answer = await stage.event(a_message())
        assert (answer.status_code, answer.content) == (200, b"")
        assert stage.kinds()[-1] == "message"

    playing(play)


@pytest.mark.parametrize(
    "inner",
    [{"type": "link_shared"}, {"type": "no_such_event"}, {}, {"type": 5}, {"type": ["message"]},
     a_message(subtype="huddle_thread")],
)  # fmt: skip
def test_what_nobody_handles_is_taken_and_ignored(playing: Playing, inner: Json) -> None:
    async def play(stage: Scene) -> None:
        assert (await stage.event(inner)).status_code == 200
        assert stage.dispatch.asked == []

    playing(play)


def test_the_address_is_verified_and_its_certificate_checked(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        answer = await stage.post(b'{"type":"url_verification","challenge":"3eZbrw1a","token":"x"}')
        assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1a"})
        assert (await stage.post(b"ssl_check=1&token=x", FORM)).status_code == 200
        assert stage.dispatch.asked == []

    playing(play)


def test_while_the_database_is_away_slack_is_asked_to_come_again_and_then_all_of_it_arrives(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.away = True
        for n in range(3):
            answer = await stage.event(a_message(n))
            assert answer.status_code == 503
            assert answer.headers["Retry-After"] == "2"
        assert "message" not in stage.kinds()
        stage.dispatch.away = False
        for n in range(3):
            answer = await stage.post(json.dumps(an_event(a_message(n))).encode(), **{"X-Slack-Retry-Num": "1"})
            assert answer.status_code == 200
        assert stage.kinds().count("message") == 3

    playing(play)


def test_a_database_that_hangs_is_not_waited_for_and_the_repeat_counts_once(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.awake.clear()
        assert (await stage.event(a_message())).status_code == 503
        stage.dispatch.awake.set()
        await stage.settled()
        assert (await stage.event(a_message())).status_code == 200
        assert stage.kinds().count("message") == 1

    playing(play, HURRIED)


def test_a_request_whose_commit_comes_late_is_still_answered(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.awake.clear()
        assert (await stage.command("huzzah", "help")).status_code == 200
        stage.dispatch.awake.set()
        await stage.settled()
        first, second = stage.api.made
        assert "slow just now" in str(first[1]["text"])
        method, said = second
        assert (method, said["url"], said["response_type"]) == ("respond", URL, "ephemeral")

    playing(play, HURRIED)


def test_a_word_to_us_whose_commit_comes_late_is_answered_though_its_repeat_says_nothing(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        asked = a_message(text="<@UBOT> help")
        stage.dispatch.awake.clear()
        assert (await stage.event(asked)).status_code == 503
        stage.dispatch.awake.set()
        assert (await stage.event(asked)).status_code == 200
        await stage.settled()
        assert stage.api.methods() == ["chat.postEphemeral"]

    playing(play, HURRIED)


def test_somebody_whose_request_could_not_be_written_is_told(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.dispatch.away = True
        assert (await stage.command("huzzah", "help")).status_code == 200
        await stage.settled()
        ((method, said),) = stage.api.made
        assert method == "respond"
        assert "try again" in str(said["text"])

    playing(play)


def test_people_a_request_names_are_met_first_but_not_waited_for_for_ever(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.slow = True
        answer = await stage.command("kudos", "<@U2|ben> thanks for the help")
        assert answer.status_code == 200
        assert "U2" in stage.notebook.met[0]

    playing(play, Patience(names=0.05, commit=30))


def test_a_command_is_answered_in_the_body(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        answer = await stage.command("huzzah", "help")
        body = answer.json()
        assert body["response_type"] == "ephemeral"
        assert body["text"]
        assert body["blocks"]
        assert isinstance(stage.dispatch.asked[0], CommandGiven)

    playing(play)


def test_a_command_that_opens_a_form_calls_slack_after_its_answer(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        answer = await stage.command("kudos")
        assert (answer.status_code, answer.content) == (200, b"")
        await stage.settled()
        ((method, arguments),) = stage.api.made
        assert method == "views.open"
        assert arguments["trigger_id"] == "1.2.abc"

    playing(play)


@pytest.mark.parametrize("error", [Refused("expired_trigger_id"), Away("timeout")])
def test_a_call_that_fails_is_logged_and_a_late_trigger_is_excused(playing: Playing, error: Exception) -> None:
    async def play(stage: Scene) -> None:
        stage.api.failing["views.open"] = error
        with capture_logs() as lines:
            assert (await stage.command("kudos")).status_code == 200
            await stage.settled()
        assert [line["method"] for line in lines if line["event"] == "slack_call_failed"] == ["views.open"]
        late = isinstance(error, Refused)
        assert stage.api.methods() == ["views.open"] + ["respond"] * late

    playing(play)


def test_an_outsider_is_kindly_refused(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        press = a_press("kudos", user={"id": "U9", "team_id": "T9"})
        assert (await stage.interaction(press)).status_code == 200
        await stage.settled()
        ((method, said),) = stage.api.made
        assert (method, said["replace_original"]) == ("respond", False)
        assert OUTSIDER in str(said["text"])
        assert stage.dispatch.asked == []

    playing(play)


def test_an_unknown_workspace_is_asked_to_send_events_again_and_people_are_told(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.homes.known.clear()
        assert (await stage.event(a_message())).status_code == 503
        assert (await stage.event({"type": "app_uninstalled"})).status_code == 200
        told = await stage.command("huzzah")
        assert told.status_code == 200
        assert "install" in told.json()["text"]
        assert (await stage.interaction(a_press("kudos"))).status_code == 200
        form = await stage.interaction(a_view("kudos"))
        assert form.json()["response_action"] == "update"
        assert (
            await stage.interaction({"type": "shortcut", "team": {"id": "T1"}, "callback_id": "kudos"})
        ).status_code == 200
        await stage.settled()
        assert stage.api.methods() == ["respond"]
        assert stage.dispatch.asked == []

    playing(play)


def test_a_removed_workspace_is_answered_and_forgotten(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.homes.known.clear()
        stage.homes.removed.add("T1")
        for answer in (await stage.event(a_message()), await stage.command("huzzah")):
            assert (answer.status_code, answer.content) == (200, b"")
        assert stage.dispatch.asked == []

    playing(play)


def test_workspaces_that_cannot_be_looked_up_are_put_off(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.homes.away = True
        assert (await stage.event(a_message())).status_code == 503

    playing(play)


def test_an_uninstalled_app_is_removed_before_the_answer(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        assert (await stage.event({"type": "app_uninstalled"})).status_code == 200
        assert stage.homes.left_by == ["T1"]

    playing(play)


def test_a_limit_reached_is_kept_for_the_doctor(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        minute = BEGIN // SECOND
        limited = {
            "type": "app_rate_limited",
            "token": "x",
            "team_id": "T1",
            "minute_rate_limited": minute,
            "api_app_id": "A1",
        }
        assert (await stage.post(json.dumps(limited).encode())).status_code == 200
        await stage.settled()
        said = await stage.dispatch.read("T1", lambda work: conditions.get(work, "slack.rate_limited"))
        assert said == (str(minute), BEGIN)

    playing(play)


def test_a_home_tab_that_is_opened_is_published_and_people_are_noticed(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        opened: Json = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
        assert (await stage.event(opened)).status_code == 200
        await stage.event(a_message())
        await stage.settled()
        assert stage.notebook.homes == [("opened", "U1")]
        assert any("U1" in heard.people for heard in stage.notebook.noticed)

    playing(play)


def test_lists_that_are_looked_up_are_empty_rather_than_an_error(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        asked: Json = {
            "type": "block_suggestion",
            "team": {"id": "T1"},
            "user": {"id": "U1"},
            "action_id": "x",
            "value": "y",
        }
        assert (await stage.interaction(asked)).json() == {"options": []}

    playing(play)


def test_the_same_command_sent_twice_at_once_is_done_once(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        body = urlencode(a_command("huzzah", "help")).encode()
        answers = await asyncio.gather(stage.post(body, FORM), stage.post(body, FORM))
        assert sorted(bool(answer.content) for answer in answers) == [False, True]

    playing(play)
