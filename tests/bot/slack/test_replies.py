"""Replies: each reaches its asker in the way that the surface they asked from allows."""

from dataclasses import replace

import pytest

from bot.slack.calling.calls import Acknowledgement
from bot.slack.reading.heard import Ask, Heard
from bot.slack.receiving.strangers import told, with_view
from bot.slack.rendering.look import Look
from bot.slack.replies import acknowledge, afterwards, plain, tell
from handlers.answers import Download, Note, Open, Refresh, Refuse, Reply
from handlers.cards.blocks import Card as AnyCard
from handlers.cards.blocks import Dialog, Field, Header, Words
from handlers.events import CommandGiven

URL = "https://hooks.slack.com/actions/T1/1/x"
LOOK = Look("https://acme.slack.com/", "T1")
ASKS = {
    "command": Ask("U1", "command", "t", URL, "C1"),
    "message": Ask("U1", "message", "t", URL, "C1", "", "1.000001"),
    "note": Ask("U1", "note", "t", URL, "C1", "1.000001", "2.000001"),
    "home": Ask("U1", "home", "t", view="V1", view_hash="h"),
    "modal": Ask("U1", "modal", "t", "", "C1", view="V1", view_hash="h"),
    "dialog": Ask("U1", "dialog", "t", "", "C1", view="V1", view_hash="h", blocks=("to#1", "words#1")),
    "action": Ask("U1", "action", "t", URL, "C1", "1.000001", "1.000001"),
    "global": Ask("U1", "global", "t"),
    "mention": Ask("U1", "mention", channel="C1", thread="3.000001", message="4.000001"),
    "direct": Ask("U1", "direct", channel="D1", message="4.000001"),
}
NOTE = Note(plain("a note"))
OTHER = Note(plain("another note"))
BESIDE = Note(plain("tried"), beside=True)
REFRESH = Refresh(plain("a fresh card"))
FORM = Open(Dialog("give", "Say thanks", (Field("to", "Whom"),)))
FILE = Download("me.json", "application/json", "{}")


def answer(surface: str, *replies: Reply, **changed: object) -> Acknowledgement:
    return acknowledge(replies, Heard(ask=replace(ASKS[surface], **changed)), LOOK)  # type: ignore[arg-type]


def methods(acknowledgement: Acknowledgement) -> list[str]:
    return [call.method for call in acknowledgement.calls]


def bodies(acknowledgement: Acknowledgement) -> list[dict[str, object]]:
    return [dict(call.arguments["body"]) for call in acknowledgement.calls if call.method == "respond"]


def test_a_command_is_answered_in_the_body_and_further_notes_follow() -> None:
    done = answer("command", NOTE, OTHER)
    assert done.body is not None
    assert (done.body["response_type"], done.body["text"]) == ("ephemeral", "a note")
    assert done.body["blocks"]
    assert [(body["text"], body["replace_original"]) for body in bodies(done)] == [("another note", False)]


def test_a_command_opens_its_form_by_the_trigger() -> None:
    done = answer("command", FORM)
    assert done.body is None
    assert methods(done) == ["views.open"]
    assert done.calls[0].arguments["trigger_id"] == "t"
    assert done.calls[0].arguments["view"]["callback_id"] == "give"


def test_where_our_name_was_called_in_a_channel_notes_are_whispered_and_forms_excused() -> None:
    done = answer("mention", NOTE, FORM)
    assert done.body is None
    assert methods(done) == ["chat.postEphemeral"] * 2
    first, second = (call.arguments for call in done.calls)
    assert (first["channel"], first["user"], first["thread_ts"], first["text"]) == ("C1", "U1", "3.000001", "a note")
    assert "/kudos" in second["text"]


@pytest.mark.parametrize("surface", ["mention", "direct"])
def test_a_form_asked_for_by_a_message_waits_behind_a_button(surface: str) -> None:
    given = CommandGiven(
        workspace="T1", at=1, member="U1", channel="C1", request="r", name="huzzah", text="kudos <@U2>"
    )
    (call,) = acknowledge([FORM], Heard((given,), ask=ASKS[surface]), LOOK).calls
    (button,) = next(block for block in call.arguments["blocks"] if block["type"] == "actions")["elements"]
    assert button["action_id"].startswith("huzzah#")
    assert (button["text"]["text"], button["value"]) == ("Say thanks", "kudos <@U2>")


def test_a_message_to_us_alone_is_answered_by_messages_in_its_thread_if_there_is_one() -> None:
    done = answer("direct", NOTE, FILE)
    assert methods(done) == ["chat.postMessage", "download"]
    assert (done.body, done.calls[0].arguments["channel"]) == (None, "D1")
    assert "thread_ts" not in done.calls[0].arguments
    assert answer("direct", NOTE, thread="3.000001").calls[0].arguments["thread_ts"] == "3.000001"


@pytest.mark.parametrize("surface", ["message", "note", "action"])
def test_a_press_in_a_channel_is_answered_beside_the_card(surface: str) -> None:
    done = answer(surface, NOTE)
    (body,) = bodies(done)
    assert (done.body, body["response_type"], body["replace_original"]) == (None, "ephemeral", False)
    assert body.get("thread_ts") == ("1.000001" if surface == "note" else None)


@pytest.mark.parametrize("surface", ["message", "note"])
def test_a_press_in_a_channel_can_replace_its_card(surface: str) -> None:
    first, second = bodies(answer(surface, REFRESH, NOTE))
    assert (first["replace_original"], first["text"]) == (True, "a fresh card")
    assert (second["replace_original"], second["text"]) == (False, "a note")


def test_a_message_action_has_no_card_to_replace() -> None:
    (body,) = bodies(answer("action", REFRESH))
    assert body["replace_original"] is False


@pytest.mark.parametrize("surface", ["message", "note", "action", "home", "global"])
def test_a_form_opens_from_everywhere(surface: str) -> None:
    done = answer(surface, FORM)
    assert (done.body, methods(done)) == (None, ["views.open"])


@pytest.mark.parametrize("surface", ["home", "global"])
def test_what_is_said_in_the_home_tab_opens_over_it_in_one_view(surface: str) -> None:
    done = answer(surface, REFRESH, NOTE)
    assert methods(done) == ["views.open"]
    assert done.calls[0].arguments["view"]["callback_id"] == "card"
    shown = str(done.calls[0].arguments["view"]["blocks"])
    assert "a fresh card" in shown
    assert "a note" in shown


def test_a_trigger_opens_one_view_so_notes_beside_a_form_go_to_the_asker_directly() -> None:
    done = answer("home", FORM, NOTE)
    assert methods(done) == ["views.open", "chat.postMessage"]
    assert done.calls[1].arguments["channel"] == "U1"


def test_a_button_in_a_dialog_lays_notes_and_forms_on_top_and_refreshes_in_place() -> None:
    assert methods(answer("modal", NOTE)) == ["views.push"]
    assert methods(answer("modal", FORM)) == ["views.push"]
    done = answer("modal", REFRESH, NOTE)
    assert methods(done) == ["views.update", "views.push"]
    update = done.calls[0].arguments
    assert (update["view_id"], update["hash"]) == ("V1", "h")
    assert update["view"]["private_metadata"] == "C1|"


def test_on_three_dialogs_no_fourth_is_laid() -> None:
    assert methods(answer("modal", NOTE, stacked=3)) == ["views.update"]
    assert methods(answer("modal", FORM, stacked=3)) == ["views.update"]
    assert methods(answer("modal", REFRESH, NOTE, stacked=3)) == ["views.update"]
    body = answer("dialog", BESIDE, stacked=3).body
    assert body is not None
    assert body["response_action"] == "update"


def test_a_dialog_without_a_reply_closes() -> None:
    assert answer("dialog") == Acknowledgement()


@pytest.mark.parametrize(
    ("reply", "action", "callback"),
    [(NOTE, "update", "card"), (BESIDE, "push", "card"), (REFRESH, "update", "card"), (FORM, "update", "give")],
)
def test_a_dialog_is_answered_in_the_body(reply: Reply, action: str, callback: str) -> None:
    done = answer("dialog", reply)
    assert done.body is not None
    assert (done.body["response_action"], done.body["view"]["callback_id"]) == (action, callback)
    assert done.calls == ()


def test_errors_are_shown_at_their_questions_and_strays_at_the_first() -> None:
    done = answer("dialog", Refuse({"words": "Too long.", "ghost": "Not so.", "to": "Nobody."}))
    assert done.body == {"response_action": "errors", "errors": {"words#1": "Too long.", "to#1": "Not so. Nobody."}}


def test_a_file_is_left_to_the_caller() -> None:
    done = answer("dialog", FILE)
    assert done.body is None
    (call,) = done.calls
    assert call.method == "download"
    assert call.arguments == {
        "member": "U1", "name": "me.json", "media_type": "application/json", "content": b"{}", "alt": "",
        "response_url": "",
    }  # fmt: skip


@pytest.mark.parametrize("surface", ASKS)
def test_every_surface_can_be_told_something(surface: str) -> None:
    done = tell("no, sorry", Heard(ask=ASKS[surface]))
    assert "no, sorry" in str(done)


def test_without_an_asker_there_is_nothing_to_answer() -> None:
    assert acknowledge([NOTE], Heard(), LOOK) == Acknowledgement()


@pytest.mark.parametrize("surface", ["command", "message", "note", "action"])
def test_what_comes_late_still_reaches_who_can_be_reached(surface: str) -> None:
    (call,) = afterwards([NOTE], Heard(ask=ASKS[surface]), LOOK)
    assert (call.method, call.arguments["url"]) == ("respond", URL)


def test_what_comes_late_is_lost_where_nothing_leads_back() -> None:
    assert afterwards([NOTE], Heard(ask=ASKS["home"]), LOOK) == ()


def test_a_form_with_too_long_a_context_is_said_to_be_so() -> None:
    form = Open(Dialog("give", "Say thanks", (Field("to", "Whom"),), context="x" * 4_000))
    done = answer("command", form)
    assert done.body is not None
    assert "fewer words" in done.body["text"]


def test_what_a_person_wrote_calls_nobody() -> None:
    card = AnyCard("Thanks", (Header("Thanks"), Words("<!channel> @here <@U2>")))
    for surface in ASKS:
        assert "<!" not in str(answer(surface, Note(card)))


@pytest.mark.parametrize(
    ("view", "depth"),
    [
        ({"id": "V1", "previous_view_id": None, "root_view_id": "V1"}, 1),
        ({"id": "V2", "previous_view_id": "V1", "root_view_id": "V1"}, 2),
        ({"id": "V3", "previous_view_id": "V2", "root_view_id": "V1"}, 3),
        ({}, 1),
        ({"previous_view_id": 5, "blocks": 7}, 1),
    ],
)
def test_a_view_says_how_deep_it_lies(view: dict[str, object], depth: int) -> None:
    heard = with_view(Heard(ask=ASKS["modal"]), {"view": view})
    assert heard.ask is not None
    assert heard.ask.stacked == depth


def test_only_questions_can_bear_errors() -> None:
    blocks: list[object] = [
        {"type": "section", "block_id": "a"},
        {"type": "input", "block_id": "to#2"},
        5,
        {"type": "input"},
    ]
    heard = with_view(Heard(ask=ASKS["dialog"]), {"view": {"blocks": blocks}})
    assert heard.ask is not None
    assert heard.ask.blocks == ("to#2",)


@pytest.mark.parametrize("payload", [{"type": "event_callback"}, {}, {"type": 5}, {"type": "view_closed"}])
def test_who_asks_nothing_is_told_nothing(payload: dict[str, object]) -> None:
    assert told(payload) is None
