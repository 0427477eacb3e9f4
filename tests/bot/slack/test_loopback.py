"""The stand-in for Slack: what the SDK asks of it over HTTP, it answers as Slack does."""

import asyncio
import time
from collections.abc import Iterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.bot.loopback.faults import Kind
from tests.bot.slack.loopback.sdk import client_of, error_of
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack, text_of
from tests.bot.slack.loopback.tokens import SCOPES

GENERAL = "C0GENERAL001"
WORDS = {"type": "rich_text_section", "elements": [{"type": "text", "text": "Well done"}]}
RICH = {"type": "rich_text", "elements": [WORDS]}
MODAL = {"type": "modal", "callback_id": "hello", "title": {"type": "plain_text", "text": "Hello"}, "blocks": [RICH]}
HOME = {"type": "home", "callback_id": "home", "blocks": [RICH]}


@pytest.fixture
def slack() -> Iterator[Slack]:
    """The usual workspace."""
    with loopback_slack() as running:
        yield running


def test_a_token_is_told_who_it_is_and_what_it_may(slack: Slack) -> None:
    answer = client_of(slack).auth_test()
    assert (answer["team_id"], answer["user_id"]) == ("T0ACME", slack.bot())
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")
    assert error_of(client_of(slack, "xoxb-unknown").auth_test) == "invalid_auth"
    assert error_of(client_of(slack, slack.app.app_token).team_info) == "not_allowed_token_type"


def test_a_missing_scope_is_named(slack: Slack) -> None:
    slack.tokens.reinstall("T0ACME", SCOPES - {"reactions:write"})
    ts = slack.say("ana", "general", "hello")
    with pytest.raises(SlackApiError) as raised:
        client_of(slack).reactions_add(channel=GENERAL, name="tada", timestamp=ts)
    assert raised.value.response["error"] == "missing_scope"
    assert raised.value.response["needed"] == "reactions:write"
    assert "chat:write" in raised.value.response["provided"]


def test_a_message_is_posted_edited_found_with_its_metadata_and_deleted(slack: Slack) -> None:
    client = client_of(slack)
    mark = {"event_type": "card", "event_payload": {"id": "1"}}
    ts = client.chat_postMessage(channel=GENERAL, text="first", blocks=[RICH], metadata=mark)["ts"]
    (posted,) = slack.messages("general")
    assert (posted.ts, text_of(slack.shown(posted))) == (ts, "Well done")
    assert "metadata" not in client.conversations_history(channel=GENERAL)["messages"][0]
    found = client.conversations_history(channel=GENERAL, include_all_metadata=True, oldest=ts, inclusive=True)
    assert found["messages"][0]["metadata"] == mark
    client.chat_update(channel=GENERAL, ts=ts, text="second")
    assert [(each.text, each.blocks) for each in slack.messages("general")] == [("second", [])]
    client.chat_delete(channel=GENERAL, ts=ts)
    assert slack.messages("general") == []
    assert error_of(lambda: client.chat_update(channel=GENERAL, ts=ts, text="x")) == "message_not_found"


def test_only_a_message_of_ones_own_can_be_edited(slack: Slack) -> None:
    ts = slack.say("ana", "general", "mine")
    assert error_of(lambda: client_of(slack).chat_update(channel=GENERAL, ts=ts, text="x")) == "cant_update_message"


def test_a_place_that_cannot_be_written_to_says_why(slack: Slack) -> None:
    client = client_of(slack)
    slack.add_channel("secret", "ana", kind="group")
    slack.add_channel("old", "ana", slack.bot())
    slack.archive_channel("old")

    def post(channel: str, text: str = "hello") -> str:
        return error_of(lambda: client.chat_postMessage(channel=channel, text=text))

    assert post("C0NOWHERE") == "channel_not_found"
    assert post("G0SECRET001") == "channel_not_found"
    assert post("C0OLD001") == "is_archived"
    bare = error_of(lambda: client.api_call("chat.postMessage", json={"channel": GENERAL}))
    assert bare == "no_text"
    assert post(GENERAL, "x" * 40_001) == "msg_too_long"
    slack.tokens.reinstall("T0ACME", SCOPES - {"chat:write.public"})
    slack.add_channel("elsewhere", "ana")
    assert post("C0ELSEWHERE001") == "not_in_channel"
    blocks = [RICH] * 51
    assert error_of(lambda: client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)) == "invalid_blocks"


def test_a_note_only_one_sees_needs_its_reader_in_the_channel(slack: Slack) -> None:
    client = client_of(slack)
    client.chat_postEphemeral(channel=GENERAL, user="U0ANA0001", text="psst")
    assert [each.text for each in slack.ephemerals("ana")] == ["psst"]
    assert slack.ephemerals("ben") == []
    slack.add_user("zoe")
    outsider = error_of(lambda: client.chat_postEphemeral(channel=GENERAL, user="U0ZOE0001", text="psst"))
    assert outsider == "user_not_in_channel"


def test_a_message_to_a_person_opens_the_conversation(slack: Slack) -> None:
    channel = client_of(slack).chat_postMessage(channel="U0ANA0001", text="for you")["channel"]
    assert channel.startswith("D")
    assert [each.text for each in slack.messages("@ana")] == ["for you"]


def test_a_reaction_counts_once(slack: Slack) -> None:
    client, ts = client_of(slack), slack.say("ana", "general", "hello")
    client.reactions_add(channel=GENERAL, name="tada", timestamp=ts)
    again = error_of(lambda: client.reactions_add(channel=GENERAL, name="tada", timestamp=ts))
    client.reactions_remove(channel=GENERAL, name="tada", timestamp=ts)
    gone = error_of(lambda: client.reactions_remove(channel=GENERAL, name="tada", timestamp=ts))
    assert (again, gone) == ("already_reacted", "no_reaction")


def test_lists_come_in_pages(slack: Slack) -> None:
    client = client_of(slack)
    pages = [page["members"] for page in client.users_list(limit=3)]
    people = [each["id"] for page in pages for each in page]
    assert len(pages) == 3
    assert len(people) == len(set(people)) == 7
    channels = client.conversations_list(types="public_channel,private_channel")["channels"]
    assert [each["name"] for each in channels] == ["general", "random", "leads"]
    assert slack.bot() in client.conversations_members(channel=GENERAL)["members"]
    assert client.users_info(user="U0OMAR0001")["user"]["is_ultra_restricted"]
    assert len(client.users_conversations()["channels"]) == 2


def test_groups_and_emoji_are_listed(slack: Slack) -> None:
    client = client_of(slack)
    group = slack.add_group("team", "ana", "ben")
    slack.new_emoji("taco")
    assert client.usergroups_list(include_users=True)["usergroups"][0]["users"] == ["U0ANA0001", "U0BEN0001"]
    assert client.usergroups_users_list(usergroup=group)["users"] == ["U0ANA0001", "U0BEN0001"]
    assert list(client.emoji_list()["emoji"]) == ["taco"]
    assert client.team_info()["team"]["domain"] == "acme"


def test_a_channel_takes_a_few_messages_at_once_and_then_one_a_second(slack: Slack) -> None:
    client = client_of(slack)
    for number in range(4):
        client.chat_postMessage(channel=GENERAL, text=f"{number}")
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel=GENERAL, text="too many")
    assert raised.value.response.status_code == 429
    assert raised.value.response.headers["Retry-After"] == "1"
    client.chat_postMessage(channel="C0RANDOM001", text="elsewhere it goes on")
    client.retry_handlers = [RateLimitErrorRetryHandler(max_retry_count=2)]
    client.chat_postMessage(channel=GENERAL, text="after a while")
    assert [each.text for each in slack.messages("general")][-1] == "after a while"


def test_a_method_has_so_many_calls_a_minute_in_each_workspace(slack: Slack) -> None:
    client = client_of(slack)
    for _ in range(20):
        client.emoji_list()
    assert error_of(client.emoji_list) == "ratelimited"
    slack.add_team("T0BETA", "Beta")
    client_of(slack, slack.install("T0BETA")).emoji_list()
    slack.limits.scale = 0.0
    client.emoji_list()


@pytest.mark.parametrize("kind", ["reset", "status", "hang"])
@pytest.mark.parametrize("after", [False, True])
def test_an_answer_that_never_comes_may_hide_a_message_that_was_posted(slack: Slack, kind: Kind, after: bool) -> None:

    async def post() -> None:
        client = AsyncWebClient(slack.tokens.token_of("T0ACME"), base_url=slack.api_url, retry_handlers=[])
        await client.chat_postMessage(channel=GENERAL, text="perhaps")

    slack.fail("chat.postMessage", Fault(kind, after=after, seconds=0.1))
    with pytest.raises((aiohttp.ClientError, SlackApiError, ConnectionError)):
        asyncio.run(post())
    assert len(slack.messages("general")) == after
    asyncio.run(post())
    assert len(slack.messages("general")) == after + 1


def test_faults_come_as_often_as_asked(slack: Slack) -> None:
    client = client_of(slack)
    slack.fail("auth.test", Fault("limited", seconds=7, times=2, skip=1))
    client.auth_test()
    for _ in range(2):
        with pytest.raises(SlackApiError) as raised:
            client.auth_test()
        assert raised.value.response.headers["Retry-After"] == "7"
    client.auth_test()
    slack.fail("*", Fault("error", error="fatal_error", times=-1))
    assert error_of(client.auth_test) == error_of(client.team_info) == "fatal_error"
    slack.heal()
    assert [each.status for each in slack.calls("auth.test")] == [200, 429, 429, 200, 200]


def test_when_slack_is_away_nobody_answers_until_it_is_back_on_the_same_port(slack: Slack) -> None:
    client = client_of(slack)
    slack.away()
    with pytest.raises(OSError):
        client.auth_test()
    slack.back()
    client.auth_test()


def test_a_dialog_opens_once_and_only_in_time(slack: Slack) -> None:
    client = client_of(slack)
    trigger = slack.do(lambda: slack.world.new_trigger("U0ANA0001"))
    opened = client.views_open(trigger_id=trigger, view=MODAL)["view"]
    assert error_of(lambda: client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
    slack.world.trigger_seconds = 0.01
    late = slack.do(lambda: slack.world.new_trigger("U0ANA0001"))
    time.sleep(0.05)
    assert error_of(lambda: client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"
    changed = client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL)["view"]
    assert changed["hash"] != opened["hash"]
    conflict = error_of(lambda: client.views_update(view_id=opened["id"], hash=opened["hash"], view=MODAL))
    assert conflict == "hash_conflict"
    assert [each["id"] for each in slack.views("ana")] == [opened["id"]]


def test_no_more_than_three_dialogs_lie_on_each_other(slack: Slack) -> None:
    client = client_of(slack)
    below = client.views_open(trigger_id=slack.do(lambda: slack.world.new_trigger("U0ANA0001")), view=MODAL)["view"][
        "id"
    ]

    def push() -> str:
        trigger = slack.do(lambda: slack.world.new_trigger("U0ANA0001", below))
        return str(client.views_push(trigger_id=trigger, view=MODAL)["view"]["previous_view_id"])

    assert push() == below
    push()
    assert error_of(push) == "push_limit_reached"


def test_a_home_tab_is_published_over_the_one_before_unless_it_changed_meanwhile(slack: Slack) -> None:
    client = client_of(slack)
    first = client.views_publish(user_id="U0ANA0001", view=HOME)["view"]
    client.views_publish(user_id="U0ANA0001", view=HOME, hash=first["hash"])
    stale = error_of(lambda: client.views_publish(user_id="U0ANA0001", view=HOME, hash=first["hash"]))
    assert stale == "hash_conflict"
    assert text_of(slack.home("ana")) == "Well done"
    assert error_of(lambda: client.views_publish(user_id="U0ANA0001", view=MODAL)) == "invalid_arguments"


def test_a_file_is_uploaded_and_shared(slack: Slack) -> None:
    client = client_of(slack)
    client.files_upload_v2(channel=GENERAL, content="a,b\n1,2\n", filename="board.csv", title="The board")
    (shared,) = slack.messages("general")
    assert shared.files[0]["title"] == "The board"
    assert next(iter(slack.world.files.values())).content == b"a,b\n1,2\n"
