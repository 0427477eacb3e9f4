"""The stand-in for Teams: what is asked of Entra and of the connector over HTTP, it answers as Microsoft does."""

from collections.abc import Iterator
from contextlib import closing

import httpx
import msal  # type: ignore[import-untyped]  # publishes no types
import pytest

from tests.bot.loopback.faults import Kind
from tests.bot.teams.loopback.ear import Voice, card, with_card, words
from tests.bot.teams.loopback.teams import Fault, Teams, loopback_teams, text_of
from tests.bot.teams.loopback.world import Json

TEXT = {"type": "TextBlock", "text": "Well **done**, \\*Ana\\*", "wrap": True}


@pytest.fixture
def teams() -> Iterator[Teams]:
    """The usual tenant."""
    with loopback_teams() as running:
        yield running


@pytest.fixture
def voice(teams: Teams) -> Iterator[Voice]:
    """A bot that speaks."""
    made = Voice(teams)
    yield made
    made.client.close()


def code(answer: httpx.Response) -> tuple[int, str]:
    """How a call was refused."""
    return answer.status_code, answer.json()["error"]["code"]


def test_entra_gives_a_token_for_the_right_secret_only(teams: Teams, voice: Voice) -> None:
    assert voice.say("general", "hello").status_code == 201
    assert voice.sign_in(secret="wrong")["error_codes"] == [7000215]
    assert voice.sign_in(tenant="00000000-0000-4000-8000-000000000000")["error_codes"] == [90002]
    assert voice.sign_in(scope="https://api.botframework.com/Read")["error_codes"] == [1002012]
    other = teams.add_tenant("Beta")
    assert voice.sign_in(tenant=other)["error_codes"] == [700016]
    assert voice.sign_in(tenant=other, scope="https://graph.microsoft.com/.default")["expires_in"] == 3600
    assert voice.say("general", "with a token of Graph's").status_code == 401
    teams.entra.revoke()
    assert voice.say("general", "hello").status_code == 401


class Redirected:
    """msal only talks to Microsoft: what it sends there goes to the stand-in."""

    def __init__(self, teams: Teams) -> None:
        self.teams, self.client = teams, httpx.Client(trust_env=False)

    def get(self, url: str, params: object = None, headers: object = None, **_: object) -> httpx.Response:
        """Discovery."""
        return self.client.get(self._there(url), params=params, headers=headers)  # type: ignore[arg-type]

    def post(self, url: str, data: object = None, headers: object = None, **_: object) -> httpx.Response:
        """A token."""
        return self.client.post(self._there(url), data=data, headers=headers)  # type: ignore[arg-type]

    def close(self) -> None:
        """Asked for by msal."""
        self.client.close()

    def _there(self, url: str) -> str:
        return url.replace("https://login.microsoftonline.com", self.teams.login_url)


def test_msal_gets_its_token_here(teams: Teams, voice: Voice) -> None:
    authority = f"https://login.microsoftonline.com/{teams.entra.home}"
    with closing(Redirected(teams)) as door:
        app = msal.ConfidentialClientApplication(
            teams.world.app, client_credential=teams.entra.secret, authority=authority, http_client=door
        )
        for _ in range(2):
            voice.token = app.acquire_token_for_client(["https://api.botframework.com/.default"])["access_token"]
    assert voice.say("general", "hello").status_code == 201
    assert len(teams.entra.asked) == 1


def test_a_message_is_posted_edited_and_deleted(teams: Teams, voice: Voice) -> None:
    posted = voice.say("general", with_card(card(TEXT))).json()["id"]
    (message,) = teams.messages("general", by_bot=True)
    assert (message.id, text_of(message)) == (posted, "Well done, *Ana*")
    place = teams.place("general").id
    assert (
        voice.call("PUT", f"conversations/{place}/activities/{posted}", with_card(card(words("Gone")))).status_code
        == 200
    )
    assert text_of(teams.messages("general")[0]) == "Gone"
    assert voice.call("DELETE", f"conversations/{place}/activities/{posted}").status_code == 200
    assert teams.messages("general") == []
    gone = voice.call("PUT", f"conversations/{place}/activities/{posted}", with_card(card()))
    assert code(gone) == (404, "ActivityNotFoundInConversation")


def test_only_its_own_messages_can_be_changed_by_the_bot(teams: Teams, voice: Voice) -> None:
    said = teams.say("ana", "general", "mine")
    path = f"conversations/{teams.place('general').id}/activities/{said}"
    assert code(voice.call("DELETE", path)) == (403, "MessageWritesBlocked")
    assert voice.call("PUT", f"{path}/reactions/like").status_code == 200
    assert [each.kind for each in teams.message("general", said).reactions] == ["like"]


def test_an_answer_goes_into_the_thread(teams: Teams, voice: Voice) -> None:
    root = teams.say("ana", "general", "a question")
    answer = teams.say("ben", "general", "an answer", thread=root)
    voice.say("general", "in the thread", thread=root)
    voice.say("general", "and again", thread=answer)
    assert [each.text for each in teams.messages("general", thread=root)] == ["an answer", "in the thread", "and again"]
    assert code(voice.say("general", "nowhere", thread="17")) == (404, "ConversationNotFound")


def test_where_the_bot_is_not_it_cannot_speak(teams: Teams, voice: Voice) -> None:
    assert code(voice.say("leads", "psst")) == (403, "BotNotInConversationRoster")
    unknown = voice.call("POST", "conversations/19:nowhere@thread.tacv2/activities", {"type": "message", "text": "x"})
    assert code(unknown) == (404, "ConversationNotFound")
    teams.uninstall()
    assert code(voice.say("general", "still there?")) == (403, "BotNotInConversationRoster")


def test_what_teams_would_not_show_is_refused_and_fails_the_test() -> None:
    later: Json = {"type": "AdaptiveCard", "version": "1.6", "body": []}

    def speak() -> None:
        with loopback_teams() as teams:
            voice = Voice(teams)
            assert code(voice.say("general", with_card(later))) == (400, "BadArgument")
            assert code(voice.say("general", {"type": "message"})) == (400, "BadArgument")
            assert code(voice.say("general", {"type": "massage", "text": "x"})) == (400, "BadArgument")
            voice.client.close()

    with pytest.raises(AssertionError, match="send"):
        speak()


def test_a_message_that_is_too_big_is_refused(teams: Teams, voice: Voice) -> None:
    assert code(voice.say("general", "x" * 102_400)) == (413, "MessageSizeTooBig")


def test_a_chat_with_somebody_needs_the_app_there(teams: Teams, voice: Voice) -> None:
    def open_chat(who: str) -> httpx.Response:
        body = {"members": [{"id": teams.id_of(who)}], "tenantId": teams.entra.home}
        return voice.call("POST", "conversations", body)

    teams.add_person("zoe")
    assert code(open_chat("zoe")) == (403, "BotNotInConversationRoster")
    teams.install("@zoe")
    place = open_chat("zoe").json()["id"]
    voice.call("POST", f"conversations/{place}/activities", {"type": "message", "text": "for you"})
    assert [each.text for each in teams.personal("zoe")] == ["for you"]
    assert code(voice.call("POST", "conversations", {"members": [{"id": "29:nobody"}]}))[0] == 400


def test_a_targeted_message_is_seen_by_one(teams: Teams, voice: Voice) -> None:
    aimed = {"type": "message", "text": "psst", "recipient": {"id": teams.world.person("ana").address}}
    posted = voice.say("general", aimed, isTargetedActivity="true")
    assert posted.status_code == 201
    assert [each.text for each in teams.targeted("ana")] == ["psst"]
    assert (teams.targeted("ben"), teams.messages("general")) == ([], [])
    path = f"conversations/{teams.place('general').id}/activities/{posted.json()['id']}"
    assert voice.call("DELETE", path).status_code == 404
    assert voice.call("DELETE", path, isTargetedActivity="true").status_code == 200
    teams.add_person("zoe")
    stranger = {**aimed, "recipient": {"id": teams.id_of("zoe")}}
    assert voice.say("general", stranger, isTargetedActivity="true").status_code == 403
    teams.state.targeted = False
    assert code(voice.say("general", aimed, isTargetedActivity="true")) == (400, "BadArgument")


def test_rosters_come_in_pages(teams: Teams, voice: Voice) -> None:
    teams.state.page = (2, 4, 5)
    path, found = f"conversations/{teams.place('general').id}/pagedmembers", []
    query: dict[str, str] = {}
    for _ in range(2):
        page = voice.call("GET", path, **query).json()
        found += page["members"]
        query = {"continuationToken": page.get("continuationToken", "")}
    assert query == {"continuationToken": ""}
    assert {each["aadObjectId"] for each in found} == set(teams.world.people)
    assert {each["userRole"] for each in found} == {"user", "guest"}
    ana = teams.world.person("ana")
    one = voice.call("GET", f"conversations/{teams.place('general').id}/members/{ana.address}").json()
    assert (one["aadObjectId"], one["userPrincipalName"]) == (ana.id, "ana@acme.example.com")
    missing = voice.call("GET", f"conversations/{teams.place('general').id}/members/29:nobody")
    assert code(missing) == (404, "MemberNotFoundInConversation")


def test_a_team_tells_its_name_and_its_channels(teams: Teams, voice: Voice) -> None:
    team = teams.team("Acme")
    assert voice.call("GET", f"teams/{team.id}").json()["aadGroupId"] == team.group
    channels = voice.call("GET", f"teams/{team.id}/conversations").json()["conversations"]
    assert [each["name"] for each in channels] == [None, "general", "random"]


def test_a_thread_takes_seven_messages_a_second(teams: Teams, voice: Voice) -> None:
    for number in range(7):
        assert voice.say("general", f"{number}").status_code == 201
    refused = voice.say("general", "too many")
    assert code(refused) == (429, "TooManyRequests")
    assert int(refused.headers["Retry-After"]) >= 1
    assert voice.say("random", "elsewhere it goes on").status_code == 201
    teams.limits.scale = 0.0
    assert voice.say("general", "after a while").status_code == 201


def test_a_bot_reacts_twice_a_second_in_all(teams: Teams, voice: Voice) -> None:
    said = teams.say("ana", "general", "hello")
    path = f"conversations/{teams.place('general').id}/activities/{said}/reactions"
    statuses = [voice.call("PUT", f"{path}/{kind}").status_code for kind in ("like", "heart", "1f389_partypopper")]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize("kind", ["reset", "status", "hang"])
@pytest.mark.parametrize("after", [False, True])
def test_an_answer_that_never_comes_may_hide_a_message_that_was_posted(
    teams: Teams, voice: Voice, kind: Kind, after: bool
) -> None:
    voice.sign_in()
    teams.fail("send", Fault(kind, after=after, seconds=0.1))
    try:
        assert voice.say("general", "perhaps").status_code == 503
    except httpx.TransportError:
        assert kind != "status"
    assert len(teams.messages("general")) == after
    voice.say("general", "perhaps")
    assert len(teams.messages("general")) == after + 1


def test_faults_come_as_often_as_asked(teams: Teams, voice: Voice) -> None:
    teams.fail("send", Fault("limited", seconds=7, times=2, skip=1))
    answers = [voice.say("general", "hello") for _ in range(4)]
    assert [each.status_code for each in answers] == [201, 429, 429, 201]
    assert answers[1].headers["Retry-After"] == "7"
    teams.fail("*", Fault("status", status=504, times=-1))
    assert voice.say("general", "hello").status_code == 504
    teams.heal()
    assert [each.status for each in teams.calls("send")] == [201, 429, 429, 201, 504]


def test_when_teams_is_away_nobody_answers_until_it_is_back_on_the_same_port(teams: Teams, voice: Voice) -> None:
    voice.sign_in()
    teams.away()
    with pytest.raises(httpx.TransportError):
        voice.say("general", "hello")
    teams.back()
    assert voice.say("general", "hello").status_code == 201
