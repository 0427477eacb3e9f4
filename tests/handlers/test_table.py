"""The table of handlers: every word leads somewhere, and what we don't know is told kindly."""

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers import table
from handlers.answers import Note, Open
from handlers.cards import gallery
from handlers.cards.blocks import Bullets, Button, Buttons, Card, Dialog
from tests.handlers.chat import Chat
from tests.handlers.conftest import NewChat
from tests.source_tree import modules, tree_of


@pytest.mark.parametrize("word", sorted(table.SUBCOMMANDS))
def test_every_word_after_huzzah_is_answered_at_once(chat: Chat, word: str) -> None:
    answers = chat.command("BEN", f"/huzzah {word}")
    assert [answer for answer in answers if isinstance(answer, Note | Open)]


@pytest.mark.parametrize(
    "typed",
    [
        "“help”", "HELP", "", "  help  ", "/huzzah help", "huzzah", "/Huzzah /huzzah: help", "@Huzzah help",
        "What can you do?",
    ],
)  # fmt: skip
def test_help_is_found_however_it_is_typed(chat: Chat, typed: str) -> None:
    chat.command("BEN", f"/huzzah {typed}")
    assert "/kudos @ana @ben 3" in chat.notes()


def test_help_is_short_and_its_pages_are_too(chat: Chat) -> None:
    chat.command("JON", "/huzzah help")
    assert _lines(chat) == 5
    for button in chat.buttons("huzzah"):
        if button.value.startswith("help "):
            chat.press("JON", button)
            assert 2 <= _lines(chat) <= 8, button
            assert [each.value for each in chat.buttons("huzzah")][-1] == "help"


def _lines(chat: Chat) -> int:
    [note] = [answer for answer in chat.answers if isinstance(answer, Note)]
    return sum(len(block.rows) for block in note.card.blocks if isinstance(block, Bullets))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("help polls", "/huzzah templates"), ("help POLL", "/huzzah templates"), ("help quiz", "/huzzah templates"),
        ("help contests", "/huzzah contest photo"), ("help with challenges", "/huzzah challenge"),
        ("help birthday", "/huzzah birthday"), ("help coffee", "/huzzah coffee"),
        ("help calendar", "/huzzah remind me"), ("help points", "/huzzah earn"), ("help badges", "/huzzah earn"),
        ("help privacy", "/huzzah away"), ("help thanks", "--private"), ("how do polls work", "/huzzah templates"),
        ("help me", "/kudos @ana @ben 3"), ("help frobnicate", "/kudos @ana @ben 3"),
    ],
)  # fmt: skip
def test_help_has_a_page_for_what_it_is_about(chat: Chat, typed: str, shown: str) -> None:
    chat.command("BEN", f"/huzzah {typed}")
    assert shown in chat.notes()


def test_help_shows_leaders_and_admins_what_is_theirs(chat: Chat) -> None:
    for who, leads, admin in (("BEN", False, False), ("ANA", True, False), ("JON", True, True)):
        chat.command(who, "/huzzah help")
        topics = {button.value for button in chat.buttons("huzzah")}
        assert ("help leaders" in topics, "help admins" in topics) == (leads, admin), who
        chat.command(who, "/huzzah help leaders")
        assert ("/shoutout" in chat.notes()) == leads, who
        chat.command(who, "/huzzah help admins")
        assert ("/huzzah role" in chat.notes()) == admin, who


def test_a_page_that_is_not_there_is_said_and_what_people_look_for_leads_somewhere(chat: Chat) -> None:
    chat.command("BEN", "/huzzah help frobnication")
    assert "I have no page on “frobnication”" in chat.notes()
    for topic in ("questions", "trivia", "pulse"):
        chat.command("BEN", f"/huzzah help {topic}")
        assert "Ask everybody" in chat.notes(), topic
        assert topic.rstrip("s") in chat.notes(), topic


def test_a_slip_of_the_finger_is_understood(chat: Chat) -> None:
    chat.command("BEN", "/huzzah baord week")
    assert "I don't know “baord”" in chat.notes()
    assert "/huzzah board" in chat.notes()
    [board, *_] = chat.buttons("huzzah")
    chat.press("BEN", board)
    assert chat.notes()


def test_thanks_are_understood_as_in_a_channel(chat: Chat) -> None:
    chat.command("BEN", "/huzzah <@LEA> :tada: :tada: for the maps")
    chat.command("BEN", "/huzzah great work <@LEA> ++")
    assert chat.totals() == {"LEA": 3}


def test_whoever_is_only_named_is_given_nothing(chat: Chat) -> None:
    chat.command("BEN", "/huzzah <@LEA> board")
    assert "I don't know what to do with that." in chat.notes()
    assert "<@" not in chat.notes()
    assert chat.totals() == {}


def test_only_words_that_help_lists_are_suggested(chat: Chat) -> None:
    for typed, never in (("contst", "object"), ("bok", "/huzzah book"), ("shoutot", "shoutout")):
        chat.command("BEN", f"/huzzah {typed}")
        assert never not in chat.notes()
    chat.command("BEN", "/huzzah ern")
    assert "/huzzah earn" in chat.notes()


def test_an_unknown_command_button_or_dialog_is_told_kindly(chat: Chat) -> None:
    chat.command("BEN", "/frobnicate now")
    assert "I don't know “frobnicate”" in chat.notes()
    chat.press("BEN", Button("frobnicate", "?"))
    assert "older version" in chat.notes()
    chat.submit("BEN", Dialog("frobnicate", "?", ()))
    assert "older version" in chat.notes()


@pytest.mark.parametrize(("name", "example"), gallery.EXAMPLES)
def test_every_button_of_the_gallery_and_every_form_has_its_handler(name: str, example: gallery.Example) -> None:
    shown = example()
    if isinstance(shown, Dialog):
        assert shown.id in table.DIALOGS
        return
    assert isinstance(shown, Card)
    assert shown.summary
    buttons = [button for block in shown.blocks if isinstance(block, Buttons) for button in block.buttons]
    assert {button.action for button in buttons} <= set(table.BUTTONS), name
    assert all(len(block.buttons) <= 5 for block in shown.blocks if isinstance(block, Buttons))


def test_no_example_is_left_out_of_the_gallery() -> None:
    shown = {(example.__module__, example.__name__) for _, example in gallery.EXAMPLES}
    written = {
        (path.removesuffix(".py").replace("/", "."), node.name)
        for path in modules("handlers")
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("example")
    }
    assert written - shown == set()


ABSURD = (
    "99999999999999999999.1", "1.99999999999999999999", f"{'9' * 5000}.1", f"{'9' * 5000}|photo",
    f"keep|{'9' * 25}.0", f"BEN|{'9' * 5000}", "٣.٣", "-1.-1", ".", "|", "\0", "C1 \0", "\ud800|\ud800",
    "week|points|\0|me",
)  # fmt: skip


@pytest.mark.parametrize("value", ABSURD, ids=range(len(ABSURD)))
def test_whatever_a_button_or_a_form_says_is_answered(new_anywhere: NewChat, value: str) -> None:
    chat = new_anywhere("")
    for action in table.BUTTONS:
        assert chat.press("JON", Button(action, "?", value)), action
    for dialog in table.DIALOGS:
        if dialog == "privacy_erase":
            continue  # it would be done
        fields = dict.fromkeys(("people", "amount", "reason", "words", "points", "min_length"), value)
        assert chat.submit("JON", Dialog(dialog, "?", (), context=value), **fields), dialog
    assert chat.totals() == {}


@pytest.mark.parametrize("command", ["/kudos <@BEN> 2 thanks", "/shoutout <@BEN> great", "/huzzah me", "/nonsense"])
def test_a_request_of_nobody_changes_nothing(chat: Chat, command: str) -> None:
    chat.command("", command)
    assert "couldn't see who is asking" in chat.notes()
    chat.press("", Button("kudos", "?"))
    assert "couldn't see who is asking" in chat.notes()
    assert chat.totals() == {}


@pytest.mark.parametrize(
    ("word", "meant", "who"),
    [("objectionz", "objections", "JON"), ("rol", "role", "JON"), ("shoutuot", "shoutout", "ANA")],
)
def test_only_what_somebody_may_use_is_suggested(chat: Chat, word: str, meant: str, who: str) -> None:
    chat.command(who, f"/huzzah {word}")
    assert f"/huzzah {meant}" in chat.notes()
    chat.command("BEN", f"/huzzah {word}")
    assert f"/huzzah {meant} " not in chat.notes().replace("?", " ")
    assert meant not in [button.value for button in chat.buttons("huzzah")]


PIECES = st.sampled_from(
    [
        "<@BEN>", "<@BOT>", "<@NEVER>", "<!subteam^G1>", "<!channel>", "@ben", "@mei-lin chen", "@", "#teamwork", "#x",
        "1", "0", "99999", "--private", "—private", "+5", "++", ":tada:", "🎉", "leader", "-leader", "2026-12-24", "..",
        "until", "friday", "off", "list", "for the release", "`code`", "> quoted", "https://giphy.com/a.gif", "\n",
        "<", "&",
    ]
)  # fmt: skip
TYPED = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=8).map(" ".join)
WORDS = st.sampled_from(["", *sorted(table.SUBCOMMANDS)])


def test_whatever_is_typed_after_any_command_is_answered(chat: Chat) -> None:
    @settings(max_examples=150)
    @given(
        st.sampled_from(["JON", "ANA", "LEA"]),
        st.sampled_from(["kudos", "shoutout", "huzzah", "board", "poll"]),
        WORDS,
        TYPED,
    )
    def converse(member: str, command: str, word: str, rest: str) -> None:
        if command != "huzzah":
            word = ""
        answers = chat.command(member, f"/{command} {word} {rest}")
        assert [answer for answer in answers if isinstance(answer, Note | Open)]

    converse()


def buttons_of(example: gallery.Example) -> list[Button]:
    shown = example()
    blocks = shown.blocks if isinstance(shown, Card) else ()
    return [button for block in blocks if isinstance(block, Buttons) for button in block.buttons]


SHOWN = sorted({button for _, example in gallery.EXAMPLES for button in buttons_of(example)}, key=repr)


@pytest.mark.parametrize("button", SHOWN, ids=lambda button: f"{button.action} {button.value}")
def test_only_buttons_that_say_so_open_a_dialog(chat: Chat, button: Button) -> None:
    # An admin may open everything; Ben has something that can be objections.
    answers = chat.press("JON", button)
    if any(isinstance(answer, Open) for answer in answers):
        assert table.opens(button.action, button.value)


OF_SOMETHING = {"calendar_move", "celebration_sign", "contest_extend", "object", "question_edit", "rule_edit"} | {
    "poll_add", "poll_change", "poll_edit", "poll_kept", "poll_owners", "poll_promise", "poll_template", "poll_vote",
    "idea_edit",
}  # fmt: skip
"""Buttons that open a form about something that has to be there; the tests of each subject press them."""


@pytest.mark.parametrize("action", sorted(table.OPENING - OF_SOMETHING))
def test_buttons_that_say_so_open_a_dialog(chat: Chat, action: str) -> None:
    assert [answer for answer in chat.press("JON", Button(action, "?")) if isinstance(answer, Open)]


@pytest.mark.parametrize("word", sorted(table.OPENING_WORDS))
def test_words_that_say_so_open_a_dialog(chat: Chat, word: str) -> None:
    assert [answer for answer in chat.press("JON", Button("huzzah", "?", word)) if isinstance(answer, Open)]
    assert table.opens("huzzah", f" {word.upper()} ")
    assert not table.opens("huzzah", f"{word} @ben for the release")


@pytest.mark.parametrize("field", ["subcommands", "meant", "buttons", "dialogs"])
def test_no_two_subjects_answer_the_same(field: str) -> None:
    words = [word for rows in table.SUBJECTS for word in getattr(rows, field)]
    assert len(words) == len(set(words))
    assert not set(table.SUBCOMMANDS) & set(table.MEANT)


def test_however_often_it_shall_be_made_it_is_made_once(chat: Chat) -> None:
    chat.command("BEN", f"/huzzah {'make ' * 3000}@huzzah a new poll")
    assert [answer for answer in chat.answers if isinstance(answer, Open)]


@pytest.mark.parametrize("said", ["end trivia", "close trivia", "finish the quiz", "end the round", "stop trivia"])
def test_a_round_of_trivia_is_ended_by_its_name(chat: Chat, said: str) -> None:
    chat.command("BEN", "/huzzah trivia 3")
    chat.command("BEN", f"/huzzah {said}")
    assert chat.query("SELECT state FROM quiz_round") == [("stopped",)], chat.notes()


def test_what_cannot_be_ended_so_is_no_poll(chat: Chat) -> None:
    chat.command("BEN", '/poll "Lunch?" "Pizza" "Sushi"')
    chat.command("BEN", "/huzzah end coffee")
    assert "end coffee" in chat.notes()
    assert "Close this poll?" not in chat.notes()
