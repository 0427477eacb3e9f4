"""Rounds of coffee by form: begun and changed by admins, and refused with a reason."""

import pytest

from handlers.cards.blocks import Button, Dialog
from handlers.events import ChannelChanged, MemberChanged
from scoring.periods import DAY
from tests.handlers.chat import WORKSPACE, Chat


def test_an_admin_sets_up_rounds_by_form(chat: Chat) -> None:
    chat.command("JON", "/huzzah coffee")
    [button] = chat.buttons("coffee_setup")
    chat.press("JON", button)
    chat.submit("JON", chat.dialog(), often="3", day="wed", time="9:30", size="3", channel="C1")
    assert "Rounds of coffee are set up for #general: every 3 weeks on Wednesday at 09:30, in groups" in chat.notes()
    chat.command("JON", "/huzzah coffee")
    change = next(button for button in chat.buttons("coffee_setup") if button.text == "Change")
    chat.press("JON", change)
    form = chat.dialog()
    assert [field.value for field in form.fields] == ["3", "wed", "9:30", "3"]
    chat.submit("JON", form, often="month", day="tue", time="14:00", size="2")
    assert "are changed for #general: every first Tuesday of the month at 14:00, in pairs" in chat.notes()
    assert chat.query("SELECT count(*) FROM coffee_circle") == [(1,)]
    chat.press("JON", change)
    assert [field.value for field in chat.dialog().fields] == ["month", "tue", "14:00", "2"]


@pytest.mark.parametrize("word", ["setup", "set up", "new", "form"])
def test_the_form_is_found_by_what_one_types(chat: Chat, word: str) -> None:
    chat.command("JON", f"/huzzah coffee {word}")
    assert chat.dialog().id == "coffee_setup"


def test_rounds_for_everybody_are_what_an_empty_channel_means(chat: Chat) -> None:
    chat.command("JON", "/huzzah coffee setup")
    chat.submit("JON", chat.dialog())
    assert "set up for everybody who joins: every 2 weeks on Monday at 10:00, in pairs" in chat.notes()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"time": "tea time"}, "time"),
        ({"often": "99"}, "time"),
        ({"day": "someday"}, "time"),
        ({"channel": "C9"}, "channel"),
    ],
)
def test_what_can_not_be_says_so_in_the_form(chat: Chat, fields: dict[str, str], field: str) -> None:
    chat.command("JON", "/huzzah coffee setup")
    chat.submit("JON", chat.dialog(), **fields)
    assert set(chat.errors()) == {field}
    assert chat.query("SELECT count(*) FROM coffee_circle") == [(0,)]


def changing(chat: Chat) -> Dialog:
    chat.command("JON", "/huzzah coffee")
    chat.press("JON", next(button for button in chat.buttons("coffee_setup") if button.text == "Change"))
    return chat.dialog()


def planned(chat: Chat) -> list[tuple[object, ...]]:
    return chat.query(
        "SELECT recurrence, minute, zone, first_day, last_day, moved FROM calendar"
        " WHERE kind = 'coffee_round' AND state = 'on'"
    )


@pytest.mark.parametrize(
    "rhythm", ["every month on the 15th 14:00", "every month on the third tue 14:00", "every 5 weeks on fri 9:30"]
)
def test_a_rhythm_that_was_typed_is_in_the_form_and_stays(chat: Chat, rhythm: str) -> None:
    chat.command("JON", f"/huzzah coffee {rhythm}")
    [(number,)] = chat.query("SELECT entry FROM calendar WHERE kind = 'coffee_round'")
    chat.command("JON", f"/huzzah calendar skip {number}")
    before = planned(chat)
    assert before[0][-1]  # what was skipped
    chat.now += 3 * DAY
    form = changing(chat)
    often = form.fields[0]
    assert often.value in dict(often.options)
    chat.submit("JON", form, size="4")
    assert "in groups of four" in chat.notes()
    assert planned(chat) == before
    chat.submit("JON", changing(chat), time="15:15")
    [(recurrence, minute, *_)] = planned(chat)
    assert (recurrence, minute) == (before[0][0], 15 * 60 + 15)


def test_rounds_stay_on_the_clock_by_which_they_were_set_up(chat: Chat) -> None:
    chat.do(
        MemberChanged(workspace=WORKSPACE, at=chat.now, member="MEI", name="Mei Lin", zone="Asia/Taipei", admin=True)
    )
    chat.command("MEI", "/huzzah coffee every 2 weeks on monday 10:00 until 30 june")
    before = planned(chat)
    form = changing(chat)
    assert "By the clock of Asia/Taipei" in {field.id: field.hint for field in form.fields}["time"]
    chat.submit("JON", form, time="11:00")
    [(recurrence, minute, zone, _, last_day, _)] = planned(chat)
    assert (recurrence, minute, zone, last_day) == (before[0][0], 11 * 60, "Asia/Taipei", before[0][4])


def test_the_form_for_other_rounds_leaves_those_for_everybody_alone(chat: Chat) -> None:
    chat.command("JON", "/huzzah coffee every 4 weeks on monday 10:00")
    before = planned(chat)
    chat.command("JON", "/huzzah coffee setup")
    chat.submit("JON", chat.dialog(), often="1")
    assert "rounds for everybody already" in chat.errors()["channel"]
    assert planned(chat) == before


def test_where_another_organisation_is_there_are_no_rounds(chat: Chat) -> None:
    chat.command("JON", "/huzzah coffee setup")
    form = chat.dialog()
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    chat.submit("JON", form, channel="C1")
    assert "another organisation" in chat.errors()["channel"]


def test_only_admins_get_the_form_and_what_it_does(chat: Chat) -> None:
    chat.command("JON", "/huzzah coffee setup")
    form = chat.dialog()
    for said in (
        chat.command("BEN", "/huzzah coffee setup"),
        chat.press("BEN", Button("coffee_setup", "Set up rounds", "")),
        chat.submit("BEN", form),
    ):
        assert said
        assert "Only admins set up rounds" in chat.notes()
    chat.command("BEN", "/huzzah coffee")
    assert chat.buttons("coffee_setup") == []
    assert chat.query("SELECT count(*) FROM coffee_circle") == [(0,)]


def test_old_buttons_and_forms_are_told_kindly(chat: Chat) -> None:
    chat.press("JON", Button("coffee_setup", "Change", "77"))
    assert "no such rounds any more" in chat.notes()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("coffee help", "/huzzah coffee avoid"),
        ("question help", "/huzzah question every weekday 9:30"),
        ("birthday help", "/huzzah birthday 14 March"),
        ("anniversary help", "/huzzah anniversary 1 May 2019"),
        ("pulse help", "/huzzah pulse every 2 weeks"),
    ],
)
def test_help_behind_each_word_says_how_it_goes(chat: Chat, typed: str, told: str) -> None:
    chat.command("JON", f"/huzzah {typed}")
    assert told in chat.notes()
    assert "I can't read" not in chat.notes()
    assert "I know no" not in chat.notes()


@pytest.mark.parametrize("word", ["coffee", "birthday", "contest", "question", "challenge", "pulse", "quiz"])
def test_a_word_of_ours_with_a_slash_of_its_own_is_understood(chat: Chat, word: str) -> None:
    chat.command("BEN", f"/{word} something")
    assert f"Try /huzzah {word} something" in chat.notes()
    [button] = chat.buttons("huzzah")
    chat.press("BEN", button)
    assert "I don't know" not in chat.notes()
    assert chat.answers
