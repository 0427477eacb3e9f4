"""Buttons, dialogs and message extensions become requests with a way back to whoever waits."""

from typing import Any

import pytest

from bot.teams.parse import COMPOSE_COMMANDS, INVOKED, MESSAGE_COMMANDS, parse
from bot.teams.reading.heard import NOTHING, Ask, Heard, Present
from handlers.cards.blocks import Dialog, Field
from handlers.codec import encode
from handlers.events import A_BOT, ButtonPressed, DialogSubmitted
from handlers.table import BUTTONS
from tests.bot.teams.activities import (
    ANA,
    APP,
    AT,
    BEN,
    BOT,
    CHANNEL,
    ELSEWHERE,
    EVE,
    GROUP_CHAT,
    HOME,
    LATER_MESSAGE,
    MEI,
    MESSAGE,
    NOW,
    OTHER_BOT,
    PEOPLE,
    PERSONAL,
    ROOT,
    SERVICE,
    TENANT,
    Activity,
    account,
    by,
    extension,
    fetched,
    invoke,
    message_payload,
    other_id,
    pressed,
    sent_off,
    submitted,
)

PRESS = "press:f:dd6ec311-0000-4000-8000-000000000001"
FORM = encode(
    Dialog(
        "kudos",
        "Say thanks",
        (
            Field("people", "Whom?", "people"),
            Field("amount", "How many?", "number"),
            Field("private", "Quietly?", "toggle"),
            Field("words", "What for?", "lines"),
        ),
    )
)

ODD_FORM = encode(Dialog("kudos", "Say thanks", ())).replace('"fields":[]', '"fields":"x"')


def heard(activity: Activity) -> Heard:
    return parse(activity, HOME, NOW, PEOPLE)


def button(activity: Activity) -> ButtonPressed:
    [what] = heard(activity).events
    assert isinstance(what, ButtonPressed)
    return what


def form(activity: Activity) -> DialogSubmitted:
    [what] = heard(activity).events
    assert isinstance(what, DialogSubmitted)
    return what


def back(activity: Activity) -> Ask:
    ask = heard(activity).ask
    assert ask is not None
    return ask


def test_a_button_on_a_card() -> None:
    found = heard(pressed("board", "week"))
    assert found.events == (
        ButtonPressed(
            workspace=TENANT, at=AT, member=ANA, channel=CHANNEL, request=PRESS, action="board", value="week",
            message=MESSAGE,
        ),
    )  # fmt: skip
    assert found.ask == Ask(
        ANA, "execute", f"{CHANNEL};messageid={MESSAGE}", CHANNEL, "", MESSAGE, SERVICE, other_id(ANA)
    )
    assert found.needs_names == {ANA}


def test_a_card_in_a_thread_is_answered_there() -> None:
    what = button(pressed(thread=ROOT))
    assert (what.message, what.thread) == (MESSAGE, ROOT)
    assert back(pressed(thread=ROOT)).thread == ROOT


def test_in_the_personal_chat_there_is_no_channel() -> None:
    what, ask = button(pressed(where=PERSONAL)), back(pressed(where=PERSONAL))
    assert (what.channel, what.thread, ask.personal, ask.channel) == ("", "", True, PERSONAL)


def test_a_client_that_shows_a_card_anew_asks_for_the_view() -> None:
    refresh = pressed("", "board:week", verb="view", trigger="automatic")
    assert (button(refresh).action, button(refresh).value) == ("view", "board:week")


def test_a_button_on_a_card_that_one_alone_sees() -> None:
    assert back(pressed(recipient={"id": BOT, "isTargeted": True})).private
    assert back(pressed(where=PERSONAL)).private
    assert not back(pressed()).private


def test_a_button_that_opens_a_dialog() -> None:
    assert button(fetched("kudos", BEN)).value == BEN
    assert back(fetched()).surface == "fetch"
    assert heard(fetched("kudos", BEN)).needs_names == {ANA, BEN}


def test_a_button_that_was_offered_privately_belongs_where_one_asked() -> None:
    offered = fetched("kudos", "", where=PERSONAL)
    offered["value"]["data"]["huzzah"]["from"] = f"{CHANNEL}|{ROOT}"
    assert (button(offered).channel, button(offered).thread) == (CHANNEL, ROOT)
    offered["value"]["data"]["huzzah"]["from"] = "<nowhere>|"
    assert (button(offered).channel, button(offered).thread) == ("", "")


@pytest.mark.parametrize(("where", "surface"), [(CHANNEL, "mention"), (GROUP_CHAT, "mention"), (PERSONAL, "direct")])
def test_a_button_that_comes_as_a_message(where: str, surface: str) -> None:
    what = button(submitted("board", "week", where))
    assert (what.action, what.value, what.message, what.request) == ("board", "week", MESSAGE, f"press:{LATER_MESSAGE}")
    assert back(submitted(where=where)).surface == surface


def test_a_dialog_is_known_by_its_own_number_however_often_it_comes() -> None:
    once, again = sent_off(), sent_off(id="f:another")
    assert form(once).request == form(again).request == "form:nonce-1"
    assert form(sent_off(ours={"nonce": None})).request == PRESS


def test_each_field_is_read_as_what_it_is() -> None:
    entries = {"people": f"{BEN.upper()}, {MEI}", "amount": 3.0, "private": "false", "more": "x"}
    sent = sent_off(entries=entries, ours={"form": FORM, "context": f"{CHANNEL}|{ROOT}"})
    what = form(sent)
    assert what.fields == {"people": f"{BEN},{MEI}", "amount": "3", "private": "", "words": ""}
    assert (what.dialog, what.channel, what.context) == ("kudos", CHANNEL, f"{CHANNEL}|{ROOT}")
    assert heard(sent).needs_names == {ANA, BEN, MEI}
    assert back(sent).form == FORM
    assert back(sent).entries == what.fields


@pytest.mark.parametrize(
    "bad", ["", "{", "[" * 50_000, '"x"', encode(Field("a", "b")), '{"_":"Dialog"}', ODD_FORM, "x" * 90_000]
)
def test_without_its_form_what_was_entered_is_taken_as_it_is(bad: str) -> None:
    sent = sent_off(entries={"words": "thanks", "on": True, "off": False, "n": 1.5, "x": None}, ours={"form": bad})
    assert form(sent).fields == {"words": "thanks", "on": "true", "off": "", "n": "1.5", "x": ""}


def test_a_dialog_elsewhere_names_no_channel() -> None:
    assert form(sent_off(ours={"context": "rule-7|12"})).channel == ""
    assert back(sent_off(ours={"context": "rule-7|12"})).channel == CHANNEL


def test_a_button_in_a_dialog_is_a_button() -> None:
    sent = invoke("task/submit", {"data": {"huzzah": {"action": "undo", "value": "7"}}})
    assert (button(sent).action, back(sent).surface) == ("undo", "dialog")


@pytest.mark.parametrize(("command", "action"), MESSAGE_COMMANDS.items())
def test_a_message_extension_on_a_message_begins_with_its_author(command: str, action: str) -> None:
    what = button(extension(command))
    assert (what.action, what.value, what.message, what.thread) == (action, BEN, MESSAGE, MESSAGE)
    assert back(extension(command)).surface == "message_fetch"
    assert heard(extension(command)).needs_names == {ANA, BEN}


@pytest.mark.parametrize(
    "author",
    [
        None, {}, {"user": None, "application": {"id": APP}}, {"user": {"id": BOT}}, {"user": {"id": APP}},
        {"user": {"id": OTHER_BOT}}, {"user": {"id": 7}}, "x",
    ],
)  # fmt: skip
def test_on_what_no_person_wrote_it_begins_with_nobody(author: object) -> None:
    assert button(extension(payload=message_payload(**by(author)))).value == A_BOT


def test_an_author_may_go_by_the_other_id() -> None:
    assert button(extension(payload=message_payload(other_id(MEI)))).value == MEI


def test_where_there_are_no_threads_it_names_none() -> None:
    assert button(extension(where=GROUP_CHAT)).thread == ""
    assert button(extension(where=PERSONAL)).thread == ""
    assert button(extension(payload=message_payload(thread=ROOT))).thread == ROOT


@pytest.mark.parametrize(("command", "press"), COMPOSE_COMMANDS.items())
def test_a_message_extension_anywhere_is_a_button(command: str, press: tuple[str, str]) -> None:
    what = button(extension(command, {}))
    assert (what.action, what.value, what.message) == (*press, "")


def test_what_message_extensions_stand_for_is_handled() -> None:
    assert {*MESSAGE_COMMANDS.values(), *(action for action, _ in COMPOSE_COMMANDS.values())} <= set(BUTTONS)


def test_a_message_extension_doesnt_say_that_the_bot_is_there() -> None:
    anywhere = (extension(), extension("kudos", {}), sent_off("kudos", name="composeExtension/submitAction"))
    assert [heard(each).asides for each in anywhere] == [(), (), ()]
    assert [one.channel for one in heard(pressed()).asides if isinstance(one, Present)] == [CHANNEL]


def test_the_dialog_of_a_message_extension() -> None:
    sent = sent_off("shoutout", {"words": "x"}, name="composeExtension/submitAction")
    assert (form(sent).dialog, back(sent).surface) == ("shoutout", "message_submit")


@pytest.mark.parametrize("name", sorted(INVOKED))
@pytest.mark.parametrize(
    "value", [None, {}, [], "x", {"data": None}, {"action": {"data": []}}, {"data": {"huzzah": 7}}]
)
def test_what_is_not_ours_is_nothing(name: str, value: object) -> None:
    assert heard(invoke(name, value)) == NOTHING


@pytest.mark.parametrize(
    "name",
    ["fileConsent/invoke", "signin/verifyState", "composeExtension/query", "tab/fetch", "", None, ["task/fetch"]],
)
def test_other_invokes_are_nothing(name: Any) -> None:
    assert heard(invoke(name, {"data": {"huzzah": {"action": "board"}}})) == NOTHING


@pytest.mark.parametrize("make", [pressed, fetched, submitted, sent_off, extension])
def test_people_of_other_organisations_are_refused_and_bots_are_nobody(make: Any) -> None:
    found = heard(make(**by(account(EVE, tenantId=ELSEWHERE))))
    assert found.refused
    assert not found.events
    assert found.ask is not None
    assert heard(make(**by({"id": OTHER_BOT}))) == NOTHING
    assert heard(make(id=None)) == NOTHING
    assert heard(make(conversation={})) == NOTHING
