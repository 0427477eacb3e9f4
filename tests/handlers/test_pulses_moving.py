"""Pulses for people who sleep when somebody says "now", or who move to another zone on the very day: once each."""

from collections import Counter
from collections.abc import Iterator

import pytest

from handlers.answers import Post, Whisper
from handlers.cards.blocks import Button
from handlers.events import MemberChanged
from scoring.periods import HOUR
from storage import privacy
from tests.handlers.chat import WEDNESDAY, WORKSPACE, Chat, shown
from tests.handlers.days import until
from tests.handlers.pulse_days import TEAM, TYPED, open_company

THURSDAY = WEDNESDAY + 14 * HOUR
"""Midnight in UTC."""


@pytest.fixture
def chat(database_url: str) -> Iterator[Chat]:
    chat = open_company(database_url)
    yield chat
    chat.database.close()


def asked(chat: Chat, end: int) -> dict[str, str]:
    """Who got the pulse by then, and when; nobody twice."""
    found = [(each.member, when) for when, each in until(chat, end) if isinstance(each, Whisper) and _is_pulse(each)]
    assert max(Counter(member for member, _ in found).values(), default=1) == 1
    return dict(found)


def _is_pulse(said: Whisper) -> bool:
    return "How are things?" in shown(said.card) and "reminder" not in shown(said.card)


def move(chat: Chat, member: str, zone: str) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member=member, name=f"Person {member}", zone=zone))


def test_now_is_now_but_for_those_who_sleep(chat: Chat) -> None:
    chat.command("JON", "/huzzah pulse now joy")
    assert "I ask 10 people now, and 2 in their morning, since it is night where they live" in chat.notes()
    found = asked(chat, WEDNESDAY + 20 * HOUR)
    assert {found.pop("P2"), found.pop("P5")} == {"2026-11-18 13:00"}  # eight in New York
    assert set(found.values()) == {"2026-11-18 10:02"}
    assert chat.query("SELECT count(*) FROM pulse_round") == [(1,)]


def test_the_form_understands_now_too(chat: Chat) -> None:
    chat.command("JON", "/huzzah pulse")
    chat.submit("JON", chat.dialog(), when="now")
    assert "I ask 10 people now" in chat.notes()


def test_a_morning_on_another_day_is_the_same_round(chat: Chat) -> None:
    chat.now = WEDNESDAY + 11 * HOUR  # nine in the evening in UTC, five in the morning in Taipei
    chat.command("JON", "/huzzah pulse now joy")
    assert set(TEAM) <= set(asked(chat, WEDNESDAY + 40 * HOUR))
    assert chat.query("SELECT count(*) FROM pulse_round") == [(1,)]


def test_who_flies_to_where_the_hour_comes_again_is_asked_once(chat: Chat) -> None:
    chat.command("JON", TYPED)
    assert asked(chat, THURSDAY + 3 * HOUR)["P3"] == "2026-11-19 02:00"  # ten in Taipei
    move(chat, "P3", "Europe/Berlin")
    found = asked(chat, THURSDAY + 30 * HOUR)
    assert "P3" not in found
    assert found["P1"] == "2026-11-19 09:00"


@pytest.mark.parametrize("everybody_there", [False, True])
def test_who_jumps_over_the_hour_is_asked_on_the_same_day(chat: Chat, *, everybody_there: bool) -> None:
    chat.command("JON", TYPED)
    asked(chat, THURSDAY + 3 * HOUR)
    for member in ("P2", "P5") if everybody_there else ("P2",):  # where they lived it is still night
        move(chat, member, "Asia/Taipei")
    found = asked(chat, THURSDAY + 30 * HOUR)
    assert found["P2"] == "2026-11-19 05:00"
    assert found["P5"] == ("2026-11-19 05:00" if everybody_there else "2026-11-19 15:00")


def test_nobody_is_asked_by_night_or_before_their_hour_since_others_moved(chat: Chat) -> None:
    chat.command("JON", TYPED)
    found = asked(chat, THURSDAY + 60 * HOUR)
    assert found["P2"] == "2026-11-19 15:00"
    assert set(TEAM) <= set(found)


def entry(chat: Chat) -> int:
    [(number,)] = chat.query("SELECT entry FROM calendar WHERE kind = 'pulse'")
    return int(str(number))


@pytest.mark.parametrize("verb", ["remove", "skip", "pause", "pause until monday"])
def test_who_flies_to_where_the_hour_is_over_is_spared_by_what_admins_say(chat: Chat, verb: str) -> None:
    chat.command("JON", TYPED)
    assert "P3" in asked(chat, THURSDAY + 3 * HOUR)
    move(chat, "P2", "Asia/Taipei")
    word, _, rest = verb.partition(" ")
    number = entry(chat)
    chat.command("JON", f"/huzzah calendar {word} {number} {rest}")
    if verb == "remove":  # It asks first.
        chat.press("JON", Button("calendar_remove", "", str(number)))
    assert asked(chat, THURSDAY + 60 * HOUR) == {}


def test_a_pause_of_the_whole_calendar_holds_for_them_too(chat: Chat) -> None:
    chat.command("JON", TYPED)
    asked(chat, THURSDAY + 3 * HOUR)
    move(chat, "P2", "Asia/Taipei")
    chat.command("JON", "/huzzah calendar pause")
    assert asked(chat, THURSDAY + 60 * HOUR) == {}


def test_a_round_moved_while_it_runs_reaches_them_at_its_new_hour(chat: Chat) -> None:
    chat.command("JON", TYPED)
    asked(chat, THURSDAY + 3 * HOUR)
    move(chat, "P2", "Asia/Taipei")
    chat.command("JON", f"/huzzah calendar move {entry(chat)} friday 15:00")
    found = asked(chat, THURSDAY + 60 * HOUR)
    assert found["P2"] == "2026-11-20 08:00"  # the first look after three in the afternoon in Taipei
    assert found["P1"] == "2026-11-20 14:00"


def test_a_round_moved_before_it_begins_is_asked_by_nobody_at_its_old_hour(chat: Chat) -> None:
    chat.command("JON", TYPED)
    chat.command("JON", f"/huzzah calendar move {entry(chat)} thursday 15:00")
    found = asked(chat, THURSDAY + 60 * HOUR)
    assert {found["P1"], found["P2"], found["P3"]} == {"2026-11-19 14:00", "2026-11-19 20:00", "2026-11-19 07:00"}


@pytest.mark.parametrize("rhythm", ["every friday 9:00", "every 2 weeks on thursday 6:00"])
def test_another_rhythm_ends_the_looks_for_the_round_under_way(chat: Chat, rhythm: str) -> None:
    chat.command("JON", TYPED)
    asked(chat, THURSDAY + 3 * HOUR)
    move(chat, "P2", "Asia/Taipei")
    changed(chat, when=rhythm)
    assert "P2" not in asked(chat, THURSDAY + 22 * HOUR)


def test_other_questions_leave_the_rhythm_and_its_round_alone(chat: Chat) -> None:
    chat.command("JON", TYPED)
    chat.command("JON", f"/huzzah calendar move {entry(chat)} thursday 15:00")
    chat.now = THURSDAY + 8 * HOUR
    chat.tick()
    before = chat.query("SELECT first_day, moved FROM calendar WHERE kind = 'pulse'")
    changed(chat, questions="joy")
    assert chat.query("SELECT first_day, moved FROM calendar WHERE kind = 'pulse'") == before
    assert asked(chat, THURSDAY + 60 * HOUR)["P1"] == "2026-11-19 14:00"


def changed(chat: Chat, **fields: str) -> None:
    chat.command("JON", "/huzzah pulse")
    chat.press("JON", next(button for button in chat.buttons("pulse_form") if button.value))
    chat.submit("JON", chat.dialog(), **fields)


def test_a_reminder_is_for_those_who_were_asked(chat: Chat) -> None:
    chat.command("JON", TYPED)
    were = set(asked(chat, THURSDAY + 3 * HOUR))
    chat.command("JON", f"/huzzah calendar skip {entry(chat)}")
    said = [each for _, each in until(chat, THURSDAY + 6 * 24 * HOUR) if isinstance(each, Whisper)]
    assert {each.member for each in said if "reminder" in shown(each.card)} == were


def test_who_was_asked_is_forgotten_when_the_round_closes(chat: Chat) -> None:
    chat.command("JON", TYPED)
    asked(chat, THURSDAY + 30 * HOUR)
    until(chat, THURSDAY + 5 * 24 * HOUR)
    assert len(chat.query("SELECT 1 FROM run WHERE place = 'P1'")) == 2  # asked and reminded
    until(chat, THURSDAY + 8 * 24 * HOUR)
    assert chat.query("SELECT state FROM pulse_round") == [("closed",)]
    assert chat.query("SELECT 1 FROM run WHERE place IN ('P1', 'P2', 'JON')") == []
    assert chat.query("SELECT 1 FROM run WHERE place = 'Asia/Taipei'") != []


def test_now_is_refused_on_a_day_whose_round_began(chat: Chat) -> None:
    chat.command("JON", TYPED)
    asked(chat, THURSDAY + 30 * HOUR - 20 * HOUR)
    before = chat.query("SELECT recurrence FROM calendar WHERE kind = 'pulse'")
    changed(chat, when="now")
    assert "Today's round" in chat.errors()["when"]
    assert chat.query("SELECT recurrence FROM calendar WHERE kind = 'pulse'") == before


@pytest.mark.parametrize(("rest", "told"), [("", "until somebody goes on with it"), (" until monday", "until Monday")])
def test_now_says_that_the_calendar_rests(chat: Chat, rest: str, told: str) -> None:
    chat.command("JON", f"/huzzah calendar pause{rest}")
    chat.command("JON", "/huzzah pulse now joy")
    assert told in chat.notes()
    assert "now," not in chat.notes()
    assert asked(chat, chat.now + 20 * HOUR) == {}


def test_who_was_asked_is_erased_with_them(chat: Chat) -> None:
    chat.command("JON", "/huzzah pulse now joy")
    asked(chat, chat.now + HOUR)
    with chat.work() as work:
        privacy.erase(work, "P1", "0123456789abcdef" * 4)
    assert chat.query("SELECT * FROM run WHERE place = 'P1'") == []
    assert chat.query("SELECT count(*) FROM run WHERE place = 'P3'") == [(1,)]


@pytest.mark.parametrize(
    ("how", "asked_on", "reminded"),
    [
        ("move {} 2026-11-27 10:00", "Fri 27 Nov", "2026-11-30"),  # a Sunday's reminder waits for Monday
        ("move {} 2026-12-01 15:00", "Tue 1 Dec", "2026-12-03"),
        ("send {}", "Wed 18 Nov", "2026-11-20"),
    ],
)
def test_a_round_on_another_day_is_reminded_after_and_named_by_that_day(
    chat: Chat, how: str, asked_on: str, reminded: str
) -> None:
    chat.command("JON", TYPED.replace("2 weeks", "4 weeks"))
    chat.command("JON", f"/huzzah calendar {how.format(entry(chat))}")
    said = until(chat, THURSDAY + 25 * 24 * HOUR)
    again = {when[:10] for when, each in said if isinstance(each, Whisper) and "reminder" in shown(each.card)}
    assert again == {reminded}
    [result] = [shown(each.card) for _, each in said if isinstance(each, Post)]
    assert f"Pulse of {asked_on}" in result
