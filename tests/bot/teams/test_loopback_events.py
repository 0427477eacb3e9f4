"""The stand-in for Teams: what it sends to a bot - signed, as Teams writes it, again when it must."""

from collections.abc import Iterator

import pytest

from tests.bot.teams.loopback.ear import Ear
from tests.bot.teams.loopback.teams import Teams, loopback_teams
from tests.bot.teams.loopback.world import Message, Place


@pytest.fixture
def teams() -> Iterator[Teams]:
    """The usual tenant, retrying without waiting long."""
    with loopback_teams(retry_scale=0.0001) as running:
        yield running


@pytest.fixture
def ear(teams: Teams) -> Iterator[Ear]:
    """A bot that listens."""
    made = Ear(teams)
    teams.wait(made.listen())
    yield made
    teams.wait(made.close())


def test_a_message_comes_signed_and_as_teams_writes_it(teams: Teams, ear: Ear) -> None:
    said = teams.say("ana", "general", "@ben :tada: thanks for `@mei :tada:` <3")
    teams.settle()
    (heard,) = ear.heard
    assert ear.unsigned == []
    assert (heard["type"], heard["id"], heard["channelId"]) == ("message", said, "msteams")
    assert heard["text"] == "<at>Ben</at> 🎉 thanks for @mei :tada: <3"
    assert heard["from"]["aadObjectId"] == teams.id_of("ana")
    place = teams.place("general")
    assert heard["conversation"]["id"] == f"{place.id};messageid={said}"
    assert heard["channelData"]["team"]["aadGroupId"] == teams.team("Acme").group
    (mention,) = [each for each in heard["entities"] if each["type"] == "mention"]
    assert mention["mentioned"] == {"id": teams.world.person("ben").address, "name": "Ben"}
    html = heard["attachments"][-1]["content"]
    assert 'itemtype="http://schema.skype.com/Mention" itemid="0">Ben</span>' in html
    assert 'itemid="1f389_partypopper"' in html
    assert "<code>@mei :tada:</code> &lt;3" in html


def test_a_name_may_come_in_pieces_and_a_guest_without_an_object_id(teams: Teams, ear: Ear) -> None:
    teams.world.person("mei").name = "Mei-Lin Chen"
    teams.world.person("mei").split = True
    teams.world.person("omar").role = "anonymous"
    teams.say("omar", "general", "@mei :tada:")
    teams.settle()
    mentions = [each for each in ear.heard[0]["entities"] if each["type"] == "mention"]
    assert [each["text"] for each in mentions] == ["<at>Mei-Lin</at>", "<at>Chen</at>"]
    assert len({each["mentioned"]["id"] for each in mentions}) == 1
    assert "aadObjectId" not in ear.heard[0]["from"]


def test_all_that_happens_to_a_message_is_told_but_reactions_to_others(teams: Teams, ear: Ear) -> None:
    teams.patient = True
    said = teams.say("ana", "general", "a question")
    teams.say("ben", "general", "an answer", thread=said)
    teams.edit("ana", "general", said, "a better question")
    teams.react("ben", "general", said, "tada")
    teams.delete("ana", "general", said)
    teams.undelete("ana", "general", said)
    assert ear.kinds() == [
        "message", "message", "messageUpdate.editMessage", "messageDelete.softDeleteMessage",
        "messageUpdate.undeleteMessage",
    ]  # fmt: skip
    assert {each["conversation"]["id"].partition("=")[2] for each in ear.heard} == {said}
    assert "text" not in ear.heard[3]


def test_a_reaction_to_the_bots_own_message_is_told(teams: Teams, ear: Ear) -> None:
    place = teams.place("general")
    own = Message("1", place.id, teams.world.bot, root="")
    teams.do(lambda: place.messages.__setitem__("1", own))
    teams.react("ana", "general", "1", "+1")
    teams.react("ana", "general", "1", "like")
    teams.unreact("ana", "general", "1", "👍")
    teams.settle()
    added, removed = sorted(ear.heard, key=lambda each: "reactionsRemoved" in each)
    assert (added["reactionsAdded"], added["replyToId"]) == ([{"type": "like"}], "1")
    assert removed["reactionsRemoved"] == [{"type": "like"}]
    assert own.reactions == []


def test_without_consent_only_what_mentions_the_bot_is_told(teams: Teams, ear: Ear) -> None:
    teams.team("Acme").consented = False
    teams.say("ana", "general", "nothing for it")
    asked = teams.mention("ana", "general", "board")
    assert ear.kinds() == ["message"]
    assert ear.heard[0]["id"] == asked
    assert ear.heard[0]["text"] == "<at>Huzzah</at> board"


def test_the_bot_hears_nothing_where_it_is_not(teams: Teams, ear: Ear) -> None:
    teams.say("ana", "leads", "psst")
    teams.uninstall()
    teams.say("ana", "general", "is it gone?")
    assert ear.kinds() == ["conversationUpdate.teamMemberRemoved", "installationUpdate.remove"]


def test_coming_and_going_is_told(teams: Teams, ear: Ear) -> None:
    teams.patient = True
    teams.add_person("zoe")
    teams.join("zoe")
    teams.leave("zoe")
    teams.new_channel("wins")
    teams.rename_channel("wins", "victories")
    teams.delete_channel("victories")
    teams.rename_team("Acme", "Acme & Co")
    teams.install("@zoe")
    assert ear.kinds() == [
        "conversationUpdate.teamMemberAdded", "conversationUpdate.teamMemberRemoved",
        "conversationUpdate.channelCreated", "conversationUpdate.channelRenamed", "conversationUpdate.channelDeleted",
        "conversationUpdate.teamRenamed", "conversationUpdate", "installationUpdate.add",
    ]  # fmt: skip
    assert ear.heard[0]["membersAdded"][0]["aadObjectId"] == teams.id_of("zoe")
    assert ear.heard[3]["channelData"]["channel"]["name"] == "victories"
    assert ear.heard[5]["channelData"]["team"]["name"] == "Acme & Co"


def test_a_personal_chat_is_always_heard_and_a_slash_command_is_for_the_bot_alone(teams: Teams, ear: Ear) -> None:
    teams.patient = True
    teams.tell("ana", "board week")
    teams.slash("ana", "general", "board week")
    personal, slash = ear.heard
    assert personal["conversation"]["conversationType"] == "personal"
    assert personal["conversation"]["id"].startswith("a:1")
    assert slash["recipient"]["isTargeted"] is True
    assert teams.messages("general") == []


def test_what_was_not_taken_comes_again_invokes_at_last_under_another_id(teams: Teams, ear: Ear) -> None:
    ear.answer = lambda _: (503 if len(ear.heard) < 4 else 200, None)
    teams.say("ana", "general", "hello")
    teams.settle()
    (message,) = teams.deliveries()
    assert [each.status for each in message.attempts] == [503, 503, 503, 200]
    assert len(set(message.ids)) == 1
    ear.heard.clear()
    invoke = {**message.activity, "type": "invoke", "name": "task/fetch", "id": "f:1", "value": {"data": {}}}
    assert teams.ask(invoke).status == 200
    assert [each["id"] == "f:1" for each in ear.heard] == [True, True, True, False]


def test_what_is_refused_does_not_come_again(teams: Teams, ear: Ear) -> None:
    ear.answer = lambda _: (403, None)
    teams.say("ana", "general", "hello")
    teams.settle()
    assert [each.status for each in teams.deliveries()[0].attempts] == [403]


def test_a_bot_that_takes_too_long_is_asked_again(teams: Teams, ear: Ear) -> None:
    teams.messages_url = teams.messages_url.replace("/teams/messages", "/nowhere")
    teams.deliverer.patience = 0.0
    teams.say("ana", "general", "hello")
    teams.settle()
    assert [each.status for each in teams.deliveries()[0].attempts] == [0, 0, 0, 0]


def test_an_activity_may_come_twice(teams: Teams, ear: Ear) -> None:
    said = teams.say("ana", "general", "hello")
    teams.again(new_id=False)
    teams.again(new_id=True)
    teams.settle()
    assert [each["id"] == said for each in sorted(ear.heard, key=lambda each: each["id"] != said)] == [
        True, True, False,
    ]  # fmt: skip


def test_keys_are_rotated_and_retired(teams: Teams, ear: Ear) -> None:
    old = teams.keys.newest
    teams.keys.rotate()
    teams.say("ana", "general", "with the new key")
    teams.settle()
    assert ear.unsigned == []
    activity = ear.heard[0]
    assert teams.once(activity, teams.header(activity, key=old)).status == 200
    assert ear.unsigned == []
    teams.keys.rotate(["webchat"], retire=True)
    teams.once(activity, teams.header(activity, key=old))
    teams.once(activity, teams.header(activity))
    teams.once(activity, teams.header(activity, aud="another"))
    assert len(ear.unsigned) == 3


def test_watchers_are_told_of_everything_that_is_not_for_one_person(teams: Teams) -> None:
    told: list[tuple[str, str]] = []

    def watch(kind: str, message: Message, place: Place) -> None:
        told.append((kind, place.name))

    teams.announcer.watchers.append(watch)
    said = teams.say("ana", "leads", "where the bot isn't")
    teams.react("ben", "leads", said, "heart")
    teams.delete("ana", "leads", said)
    teams.slash("ana", "general", "board")
    assert told == [("created", "leads"), ("updated", "leads"), ("deleted", "leads")]
