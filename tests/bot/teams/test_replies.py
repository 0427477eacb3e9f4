"""Replies: each reaches its asker in the way that the surface they asked from allows."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.teams.calling.calls import Acknowledgement, Tell, Update
from bot.teams.reading.heard import Ask, Heard
from bot.teams.render import message
from bot.teams.rendering.look import Look
from bot.teams.replies import AGAIN, BEHIND, DONE, TOO_LONG, acknowledge, afterwards, plain, tell
from handlers.answers import Download, Note, Open, Own, Refresh, Refuse, Reply
from handlers.cards.blocks import Card, Dialog, Field, Header, Small, Words, say
from handlers.codec import encode
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted, Event
from tests.bot.shapes_check import walk
from tests.bot.teams.adaptive_card import frame_faults, message_faults
from tests.bot.teams.hostile_cards import ANA

LOOK = Look("app", "tenant")
FORM = Dialog("give", "Say thanks", (Field("to", "Whom", "people"), Field("words", "What for?")))
CARD = Ask(ANA, "execute", "19:x@thread.tacv2;messageid=1", "19:x@thread.tacv2", "1", "2", "https://s/", "29:a")
OWN = Ask(ANA, "direct", "a:1", "a:1", message="4", service="https://s/", address="29:a", personal=True)
ASKS = {
    "mention": replace(CARD, surface="mention"),
    "slash": replace(CARD, surface="slash"),
    "execute": CARD,
    "direct": OWN,
    "fetch": replace(CARD, surface="fetch"),
    "dialog": replace(CARD, surface="dialog", form=encode(FORM), entries={"to": ANA, "words": "for the tea"}),
    "message_fetch": replace(CARD, surface="message_fetch"),
    "message_submit": replace(CARD, surface="message_submit", form=encode(FORM), entries={"words": "for the tea"}),
    "sign_in": replace(OWN, surface="sign_in"),
}
MESSAGES = ("mention", "slash", "direct", "sign_in")
NOTE, OTHER = Note(plain("a note")), Note(plain("another note"))
BESIDE = Note(plain("tried"), beside=True)
REFRESH = Refresh(plain("a fresh card"))
FILE = Download("me.json", "application/json", "{}")
Json = dict[str, Any]


def answer(
    surface: str, *replies: Reply, event: Event | None = None, look: Look = LOOK, **changed: Any
) -> Acknowledgement:
    heard = Heard((event,) if event else (), ask=replace(ASKS[surface], **changed))
    done = acknowledge(replies, heard, look, "n2")
    for call in done.calls:
        assert message_faults(call.activity) == []
    return done


def told(done: Acknowledgement) -> list[str]:
    return [call.activity["summary"] for call in done.calls if isinstance(call, Tell)]


def shown(done: Acknowledgement) -> Json:
    assert done.body is not None
    value: Json = done.body["task"]["value"]
    assert done.body["task"]["type"] == "continue"
    assert frame_faults(value) == []
    return value


def words(part: object) -> str:
    return "\n".join(each["text"] for each in walk(part) if "text" in each)


def command(text: str, name: str = "huzzah") -> CommandGiven:
    return CommandGiven(workspace="t", at=1, member=ANA, channel="c", request="r", name=name, text=text)


@pytest.mark.parametrize("surface", MESSAGES)
def test_who_wrote_to_us_is_told_alone_where_they_wrote(surface: str) -> None:
    done = answer(surface, REFRESH, NOTE, OTHER)
    assert (done.body, told(done)) == (None, ["a fresh card", "a note", "another note"])
    ask, call = ASKS[surface], done.calls[0]
    assert isinstance(call, Tell)
    assert (call.member, call.conversation, call.address, call.personal, call.service) == (
        ANA, ask.conversation, "29:a", ask.personal, "https://s/",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("event", "action", "value"),
    [
        (command("kudos <@x>"), "huzzah", "kudos <@x>"), (command("", "kudos"), "huzzah", "kudos"),
        (ButtonPressed(workspace="t", at=1, member=ANA, channel="c", request="r", action="a", value="v"), "a", "v"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("surface", ["mention", "direct", "slash", "execute"])
def test_a_form_waits_behind_a_button_where_only_a_press_can_open_it(
    surface: str, event: Event, action: str, value: str
) -> None:
    done = answer(surface, NOTE, Open(FORM), event=event)
    assert told(done) == ["a note", BEHIND]
    (button,) = [each for each in walk(done.calls[-1].activity) if str(each.get("type")).startswith("Action.")]
    assert button["title"] == "Say thanks"
    # Its card may come to stand elsewhere than where one asked.
    came = {} if surface == "direct" else {"from": f"{CARD.channel}|1"}
    ours = {"action": action, "value": value, **came}
    assert button["data"] == {"msteams": {"type": "task/fetch"}, "huzzah": ours}


def test_a_form_that_no_button_can_bring_is_said_to_be_too_long() -> None:
    assert told(answer("direct", Open(FORM), event=command("x" * 2_000))) == [TOO_LONG]
    assert told(answer("direct", Open(replace(FORM, context="x" * 3_001)), event=command("kudos"))) == [TOO_LONG]
    assert TOO_LONG in words(shown(answer("fetch", Open(replace(FORM, context="x" * 3_001)))))


def test_a_button_on_everybodys_card_shows_the_presser_another_and_leaves_it_to_the_rest() -> None:
    done = answer("execute", REFRESH, NOTE)
    assert done.body is not None
    assert (done.body["statusCode"], done.body["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert words(done.body["value"]) == "a fresh card"
    assert (told(done), len(done.calls)) == (["a note"], 1)


def test_a_button_on_ones_own_card_replaces_it_for_good() -> None:
    done = answer("execute", REFRESH, NOTE, private=True)
    update = done.calls[0]
    assert isinstance(update, Update)
    assert (update.conversation, update.message, update.service) == (CARD.conversation, "2", "https://s/")
    assert words(update.activity) == "a fresh card"
    assert told(done) == ["a note"]


def test_a_button_without_another_card_is_answered_in_words() -> None:
    done = answer("execute", NOTE)
    assert done.body == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "a note"}
    assert told(done) == ["a note"]
    nothing = answer("execute")
    assert nothing.body is not None
    assert (nothing.body["value"], nothing.calls) == (DONE, ())


@pytest.mark.parametrize("surface", ["fetch", "message_fetch"])
def test_what_opens_is_the_form_or_else_what_there_is_to_say(surface: str) -> None:
    opened = answer(surface, Open(FORM), NOTE)
    value = shown(opened)
    assert (value["title"], told(opened)) == ("Say thanks", ["a note"])
    assert value["card"]["content"]["actions"][0]["data"]["huzzah"]["nonce"] == "n2"
    assert words(shown(answer(surface, REFRESH, NOTE))) == "a fresh card\na note"
    assert words(shown(answer(surface))) == DONE


@pytest.mark.parametrize("surface", ["dialog", "message_submit"])
def test_a_dialog_stays_open_with_what_is_wrong_and_all_that_was_entered(surface: str) -> None:
    value = shown(answer(surface, Refuse({"to": "Nobody is chosen."})))
    assert "⚠️ Nobody is chosen." in words(value)
    assert [each["value"] for each in walk(value) if each.get("id") == "words"] == ["for the tea"]
    assert value["card"]["content"]["actions"][0]["data"]["huzzah"]["nonce"] == "n2"


def test_a_dialog_that_did_not_come_back_whole_still_says_what_is_wrong() -> None:
    said = words(shown(answer("dialog", Refuse({"to": "Nobody is chosen."}), form='{"_":"Dialog"}')))
    assert "Nobody is chosen." in said
    assert AGAIN in said


def test_an_outcome_stands_above_the_form_that_it_came_of() -> None:
    value = shown(answer("dialog", BESIDE))
    assert words(value).startswith("tried")
    assert [each["value"] for each in walk(value) if each.get("id") == "words"] == ["for the tea"]
    assert words(shown(answer("dialog", BESIDE, NOTE))) == "a note\ntried"


def test_a_dialog_is_followed_by_another_by_a_card_or_by_nothing() -> None:
    assert shown(answer("dialog", Open(replace(FORM, title="And now"))))["title"] == "And now"
    assert words(shown(answer("dialog", REFRESH))) == "a fresh card"
    assert answer("dialog") == Acknowledgement()


@pytest.mark.parametrize("surface", ["direct", "execute", "dialog"])
def test_a_file_is_a_link_of_ones_own_or_how_to_get_it(surface: str) -> None:
    done = answer(surface, FILE, look=replace(LOOK, download=lambda who, file: f"https://huzzah.example/{file}/{who}"))
    links = [each["url"] for each in (*walk(done.body), *walk([call.activity for call in done.calls])) if "url" in each]
    assert links == [f"https://huzzah.example/about-me/{ANA}"]
    assert f"huzzah export --member {ANA}" in str(answer(surface, FILE))


@pytest.mark.parametrize("surface", ASKS)
def test_every_surface_can_be_told_something(surface: str) -> None:
    done = tell("no, sorry", Heard(ask=ASKS[surface]))
    assert "no, sorry" in words([done.body, *(call.activity for call in done.calls)])


def test_who_sent_off_a_form_too_late_finds_it_as_it_was_under_the_same_number() -> None:
    event = DialogSubmitted(workspace="t", at=1, member=ANA, channel="c", request="form:n1", dialog="give")
    value = shown(tell("Please try again.", Heard((event,), ask=ASKS["dialog"])))
    assert [each["value"] for each in walk(value) if each.get("id") == "words"] == ["for the tea"]
    assert value["card"]["content"]["actions"][0]["data"]["huzzah"]["nonce"] == "n1"


@pytest.mark.parametrize("surface", ASKS)
def test_what_comes_late_still_reaches_the_asker(surface: str) -> None:
    (call,) = afterwards([NOTE, Open(FORM)], Heard(ask=ASKS[surface]), LOOK)
    assert isinstance(call, Tell)
    assert (call.member, call.activity["summary"]) == (ANA, "a note")


def test_without_an_asker_there_is_nothing_to_answer() -> None:
    assert acknowledge([NOTE], Heard(), LOOK, "n") == Acknowledgement() == tell("x", Heard())
    assert afterwards([NOTE], Heard(), LOOK) == ()


def test_what_a_person_wrote_mentions_nobody() -> None:
    card = Card("Thanks", (Header("Thanks"), Words(f"<at>Ana</at> <@{ANA}> @everyone")))
    for surface in ASKS:
        done = answer(surface, Note(card))
        assert not [
            each for each in walk([done.body, *(c.activity for c in done.calls)]) if each.get("type") == "mention"
        ]


SEEN = json.dumps(message(plain("what all see"), LOOK)["attachments"][0]["content"])


def test_who_looks_at_a_card_is_shown_what_is_theirs_below_it() -> None:
    done = answer("execute", Own((Small(say("for your eyes")),)), form=SEEN)
    assert done.body is not None
    assert words(done.body["value"]) == "what all see\nfor your eyes"
    assert done.calls == ()


def test_who_has_nothing_of_their_own_sees_what_all_see() -> None:
    done = answer("execute", Own(()), form=SEEN)
    assert done.body is not None
    assert words(done.body["value"]) == "what all see"


@pytest.mark.parametrize("bad", ["", "{", "[]", "{}", '{"type": "AdaptiveCard", "body": 5}', "[" * 5_000])
def test_a_look_at_nothing_is_answered_in_words(bad: str) -> None:
    done = answer("execute", Own(()), form=bad)
    assert done.body == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": DONE}
