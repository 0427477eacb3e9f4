"""What a poll's asker is told of it alone: what they can do while it is open gives way to how it came out."""

import pytest

from handlers.answers import Note, Refresh, Whisper
from handlers.cards.blocks import Card
from handlers.events import ChannelChanged
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.shown import buttons_of
from tests.handlers.test_polls_voting import lunch, press, vote

KEY = "poll-asked:1"
OPEN = {"poll_close", "poll_edit", "poll_owners", "poll_delete"}
CLOSED = {"poll_results", "poll_reopen", "poll_delete"}


def actions(card: Card) -> set[str]:
    return {button.action for button in buttons_of(card)}


def replaced(chat: Chat) -> Card:
    """What stands in place of the note whose button was pressed."""
    [card] = [answer.card for answer in chat.answers if isinstance(answer, Refresh)]
    return card


def told(chat: Chat) -> list[Note]:
    return [answer for answer in chat.answers if isinstance(answer, Note)]


def whisper(chat: Chat) -> Whisper:
    """How it came out, as its asker is told."""
    [found] = [answer for answer in chat.answers if isinstance(answer, Whisper) and answer.member == "BEN"]
    return found


def test_who_closes_it_sees_in_the_same_note_how_it_came_out_and_what_can_be_done(chat: Chat) -> None:
    lunch(chat)
    assert [(note.key, actions(note.card)) for note in told(chat)] == [(KEY, OPEN)]
    vote(chat, "ANA", 1)
    press(chat, "BEN", "poll_close")
    assert "It is closed. Pizza wins: 1 of 1" in shown(replaced(chat))
    assert actions(replaced(chat)) == CLOSED
    # That note has become the outcome, so it stays.
    assert whisper(chat).key == ""


def test_how_one_that_closes_by_itself_came_out_takes_the_place_of_the_note(chat: Chat) -> None:
    lunch(chat, "close 2h")
    vote(chat, "ANA", 1)
    chat.later(2)
    chat.tick()
    said = whisper(chat)
    assert said.key == KEY
    assert {"poll_reopen", "poll_csv", "poll_png"} <= actions(said.card)
    assert not actions(said.card) & (OPEN - CLOSED)
    chat.press("BEN", chat.buttons("poll_reopen")[0])
    assert "Your poll is open again" in shown(replaced(chat))
    assert actions(replaced(chat)) == OPEN


def test_it_gives_way_where_another_closed_it_too(chat: Chat) -> None:
    lunch(chat)
    press(chat, "JON", "poll_close")
    assert "It is closed. Nobody voted" in shown(replaced(chat))
    assert whisper(chat).key == KEY


@pytest.mark.parametrize("words", ["anonymous", "quiz"])
def test_what_cannot_be_opened_again_has_no_button_for_it(chat: Chat, words: str) -> None:
    if words == "quiz":
        chat.command("BEN", '/poll quiz "Capital of France?" "Paris*" "Lyon"')
    else:
        lunch(chat, words)
    press(chat, "BEN", "poll_close")
    assert actions(replaced(chat)) == CLOSED - {"poll_reopen"}
    assert "poll_reopen" not in actions(whisper(chat).card)


def test_a_note_that_could_not_be_replaced_says_how_it_came_out_once_it_is_pressed(chat: Chat) -> None:
    lunch(chat, "close 2h")
    chat.later(2)
    chat.tick()
    press(chat, "BEN", "poll_close")
    assert "It has closed already. Nobody voted." in shown(replaced(chat))
    assert actions(replaced(chat)) == CLOSED
    assert chat.posts() == []


def test_what_was_taken_away_leaves_no_buttons(chat: Chat) -> None:
    lunch(chat)
    press(chat, "BEN", "poll_delete")
    assert "are gone" in shown(replaced(chat))
    assert actions(replaced(chat)) == set()


def test_of_several_to_close_those_that_are_left_stay_listed(chat: Chat) -> None:
    lunch(chat)
    chat.command("BEN", '/poll "Dinner?" "Soup" "Bread"')
    chat.command("BEN", "/poll close")
    pizza = next(button for button in chat.buttons("poll_close") if button.value.startswith("1"))
    chat.press("BEN", pizza)
    assert "Dinner?" in shown(replaced(chat))
    assert "Lunch?" not in shown(replaced(chat))
    assert ["It is closed" in shown(note.card) for note in told(chat)] == [True]
    # The note on it stands elsewhere.
    assert whisper(chat).key == KEY
    chat.press("BEN", pizza)
    assert ["It has closed already" in shown(note.card) for note in told(chat)] == [True]
    [soup] = [button for button in chat.buttons("poll_close") if button.value.startswith("2")]
    chat.press("BEN", soup)
    assert "It is closed" in shown(replaced(chat))
    assert told(chat) == []


def test_where_another_organisation_is_the_note_says_that_the_result_is_kept_back(chat: Chat) -> None:
    lunch(chat)
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    press(chat, "BEN", "poll_close")
    assert "It is closed. Nobody voted. People of another organisation are in its channel" in shown(replaced(chat))


def test_a_change_is_told_under_the_same_key(chat: Chat) -> None:
    lunch(chat)
    press(chat, "BEN", "poll_edit")
    chat.submit("BEN", chat.dialog(), question="Late lunch?", options="Pizza\nSushi", close="3h", results="live")
    assert [note.key for note in told(chat)] == [KEY]


def test_a_preview_and_what_it_becomes_have_that_key_too(chat: Chat) -> None:
    chat.command("BEN", "/poll")
    fields = {"question": "Lunch?", "kind": "choices", "options": "Pizza\nSushi", "close": "2h", "channel": "C1"}
    chat.submit("BEN", chat.dialog(), **fields)
    assert [note.key for note in told(chat)] == [KEY]
    chat.press("BEN", chat.buttons("poll_post")[0])
    assert actions(replaced(chat)) == OPEN
