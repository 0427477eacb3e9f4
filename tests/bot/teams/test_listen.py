"""Listening over HTTP: what Teams sends is written, then answered; what it names is looked up first."""

import asyncio
from pathlib import Path

import pytest

from bot.dispatch import Unavailable
from bot.outcomes import Away, Limited, Refused
from bot.teams.listen import NOT_YET_MET, OUTSIDER, Patience
from bot.teams.rendering.look import Look
from bot.teams.workplace import NotInstalled, Tenant
from handlers.events import ButtonPressed, CommandGiven, MemberChanged, MessagePosted
from tests.bot.teams.gate import CONNECTOR, TENANT
from tests.bot.teams.keys_server import SERVICE, Json, Signer, claims
from tests.bot.teams.receiving import ANA, BEN, CHANNEL, HOME, Playing, Scene, playing_in
from tests.bot.teams.saying import ALONE, a_call, a_fetch, a_gift, a_message, a_press, an_activity, an_invoke
from tests.storage.small_world import BEGIN

IMPATIENT = Patience(names=0.05, commit=30)


@pytest.fixture
def playing(tmp_path: Path) -> Playing:
    """Plays a scene to its end."""
    return playing_in(tmp_path)


def _in_a_shared_channel() -> Json:
    data = a_message()["channelData"]
    return {**data, "channel": {"id": CHANNEL, "type": "shared"}}


def test_a_message_is_written_before_it_is_answered(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        answer = await stage.send(a_message())
        assert (answer.status_code, answer.content) == (200, b"")
        assert stage.kinds()[-1] == "message"
        assert stage.homes.came == [(TENANT, SERVICE)]

    playing(play)


@pytest.mark.parametrize(
    "activity",
    [an_activity("typing"), an_activity("no such thing"), an_activity("event", name="x"), an_invoke("no/such", {}),
     an_invoke("tab/fetch", None), {**a_message(), "type": None}],
)  # fmt: skip
def test_what_nobody_handles_is_taken_and_ignored(playing: Playing, activity: Json) -> None:
    async def play(stage: Scene) -> None:
        assert (await stage.send(activity)).status_code == 200
        assert "message" not in stage.kinds()

    playing(play)


def test_a_rotated_key_makes_no_error(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        new = Signer("newer")
        stage.server.publish(CONNECTOR, new)
        assert (await stage.send(a_message())).status_code == 200
        assert (await stage.send(a_message(), new.sign(claims()))).status_code == 200

    playing(play)


def test_a_word_to_us_is_answered_to_the_asker_alone(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        answer = await stage.send(a_call("help"))
        assert (answer.status_code, answer.content) == (200, b"")
        assert isinstance(stage.dispatch.asked[-1], CommandGiven)
        await stage.settled()
        assert [call.member for call in stage.answers.made if hasattr(call, "member")] == [ANA]

    playing(play)


def test_a_press_is_answered_in_the_body(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        answer = await stage.send(a_press("huzzah", "help"))
        assert answer.status_code == 200
        assert answer.json()["statusCode"] == 200
        assert isinstance(stage.dispatch.asked[-1], ButtonPressed)

    playing(play)


def test_a_card_shows_what_its_asker_may_see_or_less_while_that_cannot_be_told(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        asked: list[tuple[Tenant, str]] = []

        async def look(home: Tenant, member: str) -> Look:
            asked.append((home, member))
            if len(asked) > 1:
                raise Unavailable("the database is away")
            return Look(home.app, home.workspace, channels=((CHANNEL, "#the-room"),))

        stage.listener.look = look
        await stage.dispatch.submit(MemberChanged(workspace=TENANT, at=BEGIN, member=ANA, name="Ana", admin=True))
        form = a_fetch("settings")
        assert "#the-room" in (await stage.send(form)).text
        plain = await stage.send({**form, "id": "f:2"})
        assert plain.status_code == 200
        assert "#the-room" not in plain.text
        assert asked == [(HOME, ANA)] * 2

    playing(play)


def test_people_and_conversations_are_noticed_afterwards(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        await stage.send(a_message())
        await stage.settled()
        assert any(ANA in heard.people for heard in stage.notebook.noticed)

    playing(play)


def test_what_an_activity_tells_of_somebodys_ids_is_kept_before_it_is_written(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        await stage.send(a_message())
        assert stage.notebook.learnt["29:1ana"] == ANA

    playing(play)


def test_people_named_by_another_id_are_looked_up_where_they_were_named(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.aliases["29:1ben"] = BEN
        assert (await stage.send(a_gift())).status_code == 200
        assert stage.notebook.resolved == [(frozenset({"29:1ben"}), CHANNEL)]
        said = next(event for event in stage.dispatch.asked if isinstance(event, MessagePosted))
        assert BEN in said.text
        assert "29:" not in said.text

    playing(play)


@pytest.mark.parametrize("failing", [Away("x"), Limited(9), Refused("x"), NotInstalled(TENANT)])
def test_who_cannot_be_told_apart_now_is_thanked_when_it_comes_again(playing: Playing, failing: Exception) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.failing = failing
        assert (await stage.send(a_gift())).status_code == 503
        assert stage.dispatch.asked == []
        stage.notebook.failing = None
        assert (await stage.send(a_gift())).status_code == 200
        assert "message" in stage.kinds()

    playing(play)


def test_a_look_up_that_hangs_is_not_waited_for(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.slow = True
        assert (await stage.send(a_gift())).status_code == 503
        assert stage.dispatch.asked == []

    playing(play, IMPATIENT)


def test_somebody_who_asks_about_people_nobody_knows_yet_is_told(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.aliases["29:1ben"] = BEN
        stage.notebook.unsettled = {BEN}
        called = a_call("kudos <at>Ben</at> 2 for the help")
        named = {"type": "mention", "mentioned": {"id": "29:1ben", "name": "Ben"}, "text": "<at>Ben</at>"}
        activity = {**called, "entities": [*called["entities"], named]}
        assert (await stage.send(activity)).status_code == 200
        await stage.settled()
        assert NOT_YET_MET in stage.answers.words()
        assert BEN in stage.notebook.met[0]
        assert stage.dispatch.asked == []
        stage.notebook.unsettled = set()
        stage.notebook.failing = Away("x")
        assert (await stage.send(activity)).status_code == 200
        assert stage.dispatch.asked == []

    playing(play)


def test_where_another_organisation_is_nobody_counts_before_it_is_known_whose_they_are(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.aliases["29:1ben"] = BEN
        stage.notebook.unsettled = {BEN}
        assert (await stage.send(a_gift(channelData=_in_a_shared_channel()))).status_code == 503
        assert stage.dispatch.asked == []
        assert (await stage.send(a_gift())).status_code == 200
        stage.notebook.unsettled = set()
        assert (await stage.send(a_gift(channelData=_in_a_shared_channel()))).status_code == 200

    playing(play)


def test_who_asks_where_another_organisation_is_must_be_known_as_well(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.notebook.unsettled = {ANA}
        assert (await stage.send(a_call(channelData=_in_a_shared_channel()))).status_code == 200
        await stage.settled()
        assert NOT_YET_MET in stage.answers.words()
        assert stage.dispatch.asked == []
        assert (await stage.send(a_call())).status_code == 200
        assert isinstance(stage.dispatch.asked[-1], CommandGiven)

    playing(play)


def test_an_outsider_is_kindly_refused(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stranger = {
            "id": "29:1eve",
            "name": "Eve",
            "aadObjectId": BEN,
            "tenantId": "cccccccc-0000-0000-0000-000000000003",
        }
        answer = await stage.send({**a_press(), "from": stranger})
        assert answer.status_code == 200
        await stage.settled()
        assert OUTSIDER in answer.text + stage.answers.words()
        assert not any(isinstance(event, ButtonPressed) for event in stage.dispatch.asked)

    playing(play)


def test_calls_that_fail_are_nobodys_error(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        stage.answers.failing = Away("x")
        assert (await stage.send(a_call())).status_code == 200
        await stage.settled()
        assert stage.answers.made

    playing(play)


def test_a_word_to_us_alone_is_a_request(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        assert (await stage.send(a_message("help", **ALONE))).status_code == 200
        await stage.settled()
        assert isinstance(stage.dispatch.asked[-1], CommandGiven)
        assert stage.answers.made

    playing(play)


def test_the_same_message_sent_twice_at_once_counts_once(playing: Playing) -> None:
    async def play(stage: Scene) -> None:
        answers = await asyncio.gather(*(stage.send(a_message()) for _ in range(3)))
        assert {answer.status_code for answer in answers} == {200}
        assert stage.kinds().count("message") == 1

    playing(play)
