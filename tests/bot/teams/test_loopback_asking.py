"""The stand-in for Teams: cards as people read, press and fill them in, and what a bot's answers do to them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.bot.teams.loopback.cards import buttons
from tests.bot.teams.loopback.ear import Ear, Voice, card, task, with_card, words
from tests.bot.teams.loopback.teams import Teams, loopback_teams, text_of
from tests.bot.teams.loopback.world import Json, Message

ADAPTIVE = "application/vnd.microsoft.card.adaptive"


UNDO: Json = {
    "type": "Action.Execute", "title": "Take it back", "verb": "undo",
    "data": {"huzzah": {"action": "undo", "value": "3"}},
}  # fmt: skip
ASKED: Json = {"type": "AdaptiveCard", "body": [words("Sure?")], "actions": [UNDO]}
SURE: Json = {"type": "Action.ShowCard", "title": "Delete", "card": ASKED}
EDIT: Json = {
    "type": "Action.Submit",
    "title": "Edit",
    "data": {"msteams": {"type": "task/fetch"}, "huzzah": {"action": "e"}},
}
PEOPLE: Json = {
    "type": "Input.ChoiceSet", "id": "people", "label": "Whom", "isMultiSelect": True, "isRequired": True,
    "errorMessage": "Somebody?", "choices": [],
    "choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"},
}  # fmt: skip
AMOUNT: Json = {"type": "Input.Number", "id": "amount", "label": "How much", "value": 1}
LOUD: Json = {
    "type": "Input.Toggle", "id": "loud", "title": "For all to see", "value": "false", "valueOn": "true",
    "valueOff": "false", "wrap": True,
}  # fmt: skip
SEND: Json = {"type": "Action.Submit", "title": "Send", "data": {"huzzah": {"nonce": "n"}}}
FORM = card(PEOPLE, AMOUNT, LOUD, actions=[SEND])


@pytest.fixture
def teams() -> Iterator[Teams]:
    """The usual tenant."""
    with loopback_teams(retry_scale=0.0001) as running:
        yield running


@pytest.fixture
def ear(teams: Teams) -> Iterator[Ear]:
    """A bot that listens."""
    made = Ear(teams)
    teams.wait(made.listen())
    yield made
    teams.wait(made.close())


@pytest.fixture
def voice(teams: Teams) -> Iterator[Voice]:
    """The same bot, speaking."""
    made = Voice(teams)
    yield made
    made.client.close()


@pytest.fixture
def posted(teams: Teams, voice: Voice) -> Message:
    """A card in the channel that everybody sees."""
    refresh = {"action": {**UNDO, "title": "View", "verb": "view"}, "userIds": [teams.id_of("ana")]}
    shown = card(words("The board"), actions=[UNDO, SURE, EDIT], refresh=refresh)
    assert voice.say("general", with_card(shown)).status_code == 201
    return teams.messages("general", by_bot=True)[0]


def execute(kind: str, value: Any) -> tuple[int, Json]:
    """An answer to Action.Execute."""
    return 200, {"statusCode": 200, "type": kind, "value": value}


def test_a_card_is_read_in_its_order() -> None:
    cell = {"type": "TableCell", "items": [words("cell")]}
    table: Json = {"type": "Table", "rows": [{"type": "TableRow", "cells": [cell]}]}
    runs: Json = {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "one "}, "two"]}
    facts: Json = {"type": "FactSet", "facts": [{"title": "Rank", "value": "3"}]}
    hidden: Json = {"type": "TextBlock", "text": "hidden", "isVisible": False}
    marked: Json = {
        "type": "TextBlock",
        "text": r"**bold** \*plain\* [a link](https://x.example.com/(y)) &amp; <at>Ana</at>",
    }
    body: list[Json] = [runs, {"type": "Container", "items": [table, hidden]}, facts, marked]
    assert text_of(card(*body, actions=[SURE])).split("\n") == [
        "one two", "cell", "Rank 3", "bold *plain* a link & Ana", "Delete", "Sure?", "Take it back",
    ]  # fmt: skip
    assert [each.label for each in buttons(card(actions=[SURE, EDIT]))] == ["Delete", "Take it back", "Edit"]


def test_a_button_sends_its_verb_and_what_comes_back_is_for_this_person(
    teams: Teams, ear: Ear, posted: Message
) -> None:
    ear.answer = lambda _: execute(ADAPTIVE, card(words("Taken back")))
    reply = teams.press("ana", posted, "Take it back")
    (heard,) = ear.heard
    assert (heard["name"], heard["replyToId"]) == ("adaptiveCard/action", posted.id)
    assert heard["value"]["action"]["verb"] == "undo"
    assert heard["value"]["action"]["data"] == UNDO["data"]
    assert (reply.words, teams.reads("ana", posted)) == ("Taken back", "Taken back")
    assert teams.reads("ben", posted).startswith("The board")
    with pytest.raises(KeyError):
        teams.press("ana", posted, "Take it back")


def test_a_button_that_asks_first_is_answered_yes(teams: Teams, ear: Ear, posted: Message) -> None:
    ear.answer = lambda _: execute("application/vnd.microsoft.activity.message", "Gone")
    assert teams.press("ben", posted, "Delete").text == "Gone"
    assert ear.heard[0]["value"]["action"]["verb"] == "undo"
    assert teams.shown("ben") == ["Gone"]


@pytest.mark.parametrize("answer", [(200, None), (500, None), (200, {"statusCode": 400, "type": "x", "value": {}})])
def test_an_answer_of_no_use_is_told_so(teams: Teams, ear: Ear, posted: Message, answer: tuple[int, Any]) -> None:
    ear.answer = lambda _: answer
    assert teams.press("ana", posted, "undo").error


def test_a_card_is_refreshed_for_those_it_names(teams: Teams, ear: Ear, posted: Message) -> None:
    ear.answer = lambda _: execute(ADAPTIVE, card(words("Your board")))
    assert teams.view_as("ben", posted) is None
    reply = teams.view_as("ana", posted)
    assert reply is not None
    assert reply.words == "Your board"
    assert "trigger" not in ear.heard[0]["value"]


def test_a_dialog_is_opened_filled_sent_off_again_and_closed(teams: Teams, ear: Ear, posted: Message) -> None:
    marked = words("Not oneself")
    marked["inlines"][0]["color"] = "Attention"
    wrong = card(PEOPLE, marked, AMOUNT, LOUD, actions=[SEND])
    answers = iter([task(FORM), task(wrong), {"task": {"type": "message", "value": "Thank you"}}])
    ear.answer = lambda _: (200, next(answers))
    opened = teams.press("ana", posted, "Edit")
    assert text_of(opened.dialog).startswith("Whom")
    assert ear.heard[0]["value"]["data"]["msteams"] == {"type": "task/fetch"}
    assert teams.submit("ana", {"people": ""}).errors == {"people": "Somebody?"}
    assert teams.submit("ana", {"amount": "many", "people": "ben"}).errors == {"amount": "That is no number."}
    assert len(ear.heard) == 1
    again = teams.submit("ana", {"people": "ana,ben", "amount": "2", "for all to see": True})
    sent = ear.heard[1]["value"]["data"]
    assert sent["people"] == f"{teams.id_of('ana')},{teams.id_of('ben')}"
    assert (sent["amount"], sent["loud"], sent["huzzah"]) == ("2", "true", {"nonce": "n"})
    assert (ear.heard[1]["name"], again.errors) == ("task/submit", {"people": "Not oneself"})
    done = teams.submit("ana", {"people": "ben"})
    assert (done.closed, done.text, teams.dialogs("ana")) == (True, "Thank you", [])


def test_an_action_on_a_message_carries_the_message(teams: Teams, ear: Ear) -> None:
    said = teams.say("ben", "general", "@mei the calm release")
    teams.settle()
    ear.heard.clear()
    ear.answer = lambda each: (200, task(FORM) if each["name"].endswith("fetchTask") else None)
    assert teams.message_extension("ana", "general", said, "thanks").dialog == FORM
    assert teams.submit("ana", {"people": "ben"}).closed
    fetch, submit = ear.heard
    assert (fetch["name"], submit["name"]) == ("composeExtension/fetchTask", "composeExtension/submitAction")
    payload = fetch["value"]["messagePayload"]
    assert (payload["id"], payload["from"]["user"]["id"]) == (said, teams.id_of("ben"))
    assert payload["body"]["content"] == '<p><at id="0">Mei</at> the calm release</p>'
    assert payload["mentions"][0]["mentioned"]["user"]["id"] == teams.id_of("mei")
    assert (submit["value"]["commandId"], submit["value"]["messagePayload"]["id"]) == ("thanks", said)


def test_a_plain_button_comes_as_a_message(teams: Teams, ear: Ear, voice: Voice) -> None:
    voice.say("general", with_card(card(AMOUNT, actions=[SEND])))
    (message,) = teams.messages("general")
    assert teams.press("ana", message, "Send", {"amount": "4"}).status == 200
    assert ear.heard[0]["type"] == "message"
    assert ear.heard[0]["value"] == {"huzzah": {"nonce": "n"}, "amount": "4"}


def test_a_new_card_is_everybodys_again(teams: Teams, ear: Ear, voice: Voice, posted: Message) -> None:
    ear.answer = lambda _: execute(ADAPTIVE, card(words("Only mine")))
    teams.press("ana", posted, "undo")
    path = f"conversations/{posted.place}/activities/{posted.id}"
    voice.call("PUT", path, with_card(card(words("For all"))))
    assert teams.reads("ana", posted) == "For all"
