"""Pulses: set up typed or by form, changed, ended, and found by colleagues."""

from collections.abc import Iterator

import pytest

from handlers.cards.blocks import Button
from handlers.events import MemberChanged
from scoring.periods import DAY, local_day
from storage import pulses
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.days import choose
from tests.handlers.pulse_days import TEAM, TYPED, answer, asked, closed, open_company, rating


@pytest.fixture
def chat(database_url: str) -> Iterator[Chat]:
    chat = open_company(database_url)
    yield chat
    chat.database.close()


def test_only_admins_set_up_pulses(chat: Chat) -> None:
    chat.command("BEN", TYPED)
    assert "Only admins set up pulses" in chat.notes()
    chat.press("BEN", Button("pulse_form", "x"))
    assert "Only admins set up pulses" in chat.notes()
    assert chat.query("SELECT * FROM pulse") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("whenever you like", "I can't read that as a time"),
        ("every monday 9:00 astrology", "I don't know the question “astrology”"),
        ("every monday 9:00 #nowhere", "I know no channel #nowhere"),
        ("every monday 9:00 joy clarity workload voice rest growth", "That is more than 5 questions"),
        ("every monday 9:00 <#C9|secret>", "Choose a channel that you are in"),
        ("now joy for <!subteam^S1|@trio>", "I can't ask single people or groups"),
        ("now joy for <@BEN>", "I can't ask single people or groups"),
        ("now joy for <!here>", "I can't ask single people or groups"),
        ("now joy for @trio", "I don't know the question “@trio”"),
    ],
)
def test_what_cannot_be_read_is_told(chat: Chat, words: str, told: str) -> None:
    chat.command("JON", f"/huzzah pulse {words}")
    assert told in chat.notes()
    assert chat.query("SELECT * FROM pulse") == []


def test_a_pulse_is_set_up_by_form_with_questions_of_ones_own(chat: Chat) -> None:
    chat.command("JON", "/huzzah pulse")
    form = chat.dialog()
    chat.submit("JON", form, when="soon", questions="", days="0", results="C1")
    assert set(chat.errors()) == {"when", "questions", "days"}
    chat.submit(
        "JON", form, when="every monday 9:00", questions="joy,enps", own="I have the tools I need.\n\n", results=""
    )
    assert "It asks everybody (" in chat.notes()
    assert "about Joy, eNPS, I have the tools I need." in chat.notes()
    assert "Results come to you alone" in chat.notes()


def test_an_audience_of_fewer_than_five_is_refused(chat: Chat) -> None:
    chat.lead("ANA")
    chat.command("JON", "/huzzah pulse")
    chat.submit("JON", chat.dialog(), audience="C1")
    assert "fewer than five people" in chat.errors()["audience"]


def test_the_people_of_a_channel_are_those_who_take_part_there(chat: Chat) -> None:
    for who in TEAM:
        chat.say(who, "a word that is long enough to count for something here")
    chat.command("JON", "/huzzah pulse")
    chat.submit("JON", chat.dialog(), audience="C1", when="every thursday 10:00")
    assert "the people of #general" in chat.notes()
    chat.now += 2 * DAY
    chat.tick()
    assert set(chat.whispers()) == set(TEAM)


def test_an_ended_pulse_never_asks_again(chat: Chat) -> None:
    asked(chat)
    chat.command("JON", "/huzzah pulse")
    assert "every 2 weeks on Thursday at 10:00" in chat.notes()
    [button] = chat.buttons("pulse_end")
    chat.press("JON", button)
    chat.now += 40 * DAY
    assert chat.tick() == []


def test_a_changed_pulse_goes_on_with_its_past(chat: Chat) -> None:
    asked(chat)
    chat.command("JON", "/huzzah pulse")
    change = next(button for button in chat.buttons("pulse_form") if button.value)
    chat.press("JON", change)
    form = chat.dialog()
    assert {field.id: field.value for field in form.fields}["when"] == "every 2 weeks on Thursday at 10:00"
    chat.submit("JON", form, when="every monday 9:00", questions="joy")
    assert "every Monday at 09:00" in chat.notes()
    assert chat.query("SELECT count(*) FROM pulse") == [(1,)]
    assert chat.query("SELECT count(*) FROM calendar WHERE kind = 'pulse' AND state = 'on'") == [(1,)]


def test_colleagues_find_the_open_round_by_typing_pulse(chat: Chat) -> None:
    chat.command("P1", "/huzzah pulse")
    assert "No pulse is open for you now" in chat.notes()
    asked(chat)
    chat.command("P1", "/huzzah checkin")
    assert "2 short questions, anonymous" in chat.notes()


def test_polls_of_a_pulse_are_in_nobodys_list(chat: Chat) -> None:
    asked(chat)
    chat.command("JON", "/huzzah polls")
    assert "expected of me" not in chat.notes()
    chat.press("JON", Button("poll_results", "Results", "1"))
    assert "isn't there any more" in chat.notes()


def test_an_ended_pulse_closes_its_polls_as_soon_as_the_key_is_back(chat: Chat) -> None:
    answer(chat, rating(asked(chat)), TEAM, 3, 3)
    chat.command("JON", "/huzzah pulse")
    sealing, chat.database.sealing = chat.database.sealing, None
    with chat.work() as work:
        work.forget_cache()
    chat.press("JON", chat.buttons("pulse_end")[0])
    assert set(chat.query("SELECT state FROM poll")) == {("open",)}
    chat.database.sealing = sealing
    chat.now += 2 * DAY
    assert chat.tick() == []
    assert set(chat.query("SELECT state FROM poll")) == {("closed",)}
    assert chat.query("SELECT state FROM pulse_round") == [("closed",)]


def test_results_of_whoever_left_come_to_the_admins(chat: Chat) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="ANA", name="Ana Sousa", admin=True))
    chat.command("JON", "/huzzah pulse every 2 weeks on thu 10:00 joy")
    chat.now += 2 * DAY
    chat.tick()
    answer(chat, rating(chat), TEAM, 3)
    choose(chat, "JON", deactivated=1)
    closed(chat)
    assert "6 people answered" in chat.whispers()["ANA"]
    assert "JON" not in chat.whispers()


@pytest.mark.parametrize(
    ("when", "told"), [("tomorrow 10:00", "at the same moment"), ("every thu 10:00", "everybody's own time")]
)
def test_what_is_said_of_the_time_is_so(chat: Chat, when: str, told: str) -> None:
    chat.command("JON", f"/huzzah pulse {when} joy")
    assert told in chat.notes()


def test_one_member_is_found_among_those_who_take_part(chat: Chat) -> None:
    for who in TEAM[:3]:
        chat.say(who, "a word that is long enough to count for something here")
    with chat.work() as work:
        since = local_day("UTC", chat.now) - 62
        all_of_them = pulses.active_in(work, "C1", since)
        assert {who for who in (*TEAM, "JON") if pulses.is_active_in(work, "C1", since, who)} == set(TEAM[:3])
        assert set(TEAM) & all_of_them == set(TEAM[:3])
