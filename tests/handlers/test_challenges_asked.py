"""A challenge or contest that was half said: the form takes over whatever was understood."""

from datetime import UTC, date, datetime

import pytest

from handlers.answers import Open
from handlers.cards.blocks import Button
from scoring.periods import DAY, local_day
from tests.handlers.chat import Chat


def fields(chat: Chat) -> dict[str, str]:
    """The form as it opened."""
    return {field.id: field.value for field in chat.dialog().fields}


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("challenge 500", {"goal": "500", "title": ""}),
        ("challenge thanks", {"measure": "thanks", "goal": "", "title": ""}),
        ("challenge more photos this month", {"measure": "photos", "title": "More photos this month"}),
        ("challenge more photos this month", {"closes": "2026-11-30 24:00"}),
        ("challenge 300 high fives", {"goal": "300", "title": "300 high fives"}),
        ("team challenge", {"wide": "here", "channel": "C1"}),
        ("team challenge 40 until 2w", {"wide": "here", "goal": "40", "closes": "2w"}),
        ("challenge", {"wide": "company", "measure": "thanks", "closes": "30d"}),
    ],
)  # fmt: skip
def test_a_challenge_half_said_is_half_filled_in(chat: Chat, said: str, known: dict[str, str]) -> None:
    chat.command("ANA", f"/huzzah {said}")
    found = fields(chat)
    assert known.items() <= found.items(), found
    assert chat.posts() == []


@pytest.mark.parametrize("said", ["challenge 500 thanks this month", "team challenge 500 thanks this month"])
def test_a_challenge_that_says_all_of_it_begins_and_ends_when_its_name_says(chat: Chat, said: str) -> None:
    chat.command("ANA", f"/huzzah {said}")
    assert chat.query("SELECT question, measure, goal FROM challenge") == [("500 thanks this month", "thanks", 500)]
    # At midnight after the last of November, in Lisbon: its last evening counts.
    assert chat.query("SELECT closes, wide FROM challenge") == [
        (1_796_083_200_000_000, int(not said.startswith("team")))
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('"500 thanks" thanks -5 until Fri', "How much is the goal?"),
        ('"500 thanks" thanks −5', "How much is the goal?"),
        ('"500 thanks" thanks 5', "Which is the goal, 5 or 500?"),
        ('"More of it" thanks 1,000 20', "Which is the goal, 1,000 or 20?"),
        ('"More of it" thanks 1 000 20', "Which is the goal, 1,000 or 20?"),
        ('20 "More of it" 500 thanks', "Which is the goal, 20 or 500?"),
        ('"More of it" thanks 20 here 500', "Which is the goal, 20 or 500?"),
        ('"1 000 thanks" thanks 500', "Which is the goal, 500 or 1,000?"),
        ('"More of it" thanks in 7 days', "How much is the goal?"),
        ('"7 days of thanks" thanks', "How much is the goal?"),
        ('"More of it" thanks in two weeks', "How much is the goal?"),
        ('"More of it" 24/7 thanks', "How much is the goal?"),
    ],
)
def test_a_goal_that_is_doubtful_is_asked_about(chat: Chat, said: str, told: str) -> None:
    chat.command("ANA", f"/huzzah challenge {said}")
    assert told in chat.notes()
    assert chat.query("SELECT 1 FROM challenge") == []


@pytest.mark.parametrize(
    "said", ['"Summer 2026" thanks 500', '"500 thanks" thanks 500', '"Thanks" 500 thanks in 30 days', "500-thanks"]
)
def test_a_goal_that_is_plain_is_understood(chat: Chat, said: str) -> None:
    chat.command("ANA", f"/huzzah challenge {said} thanks")
    assert chat.query("SELECT goal FROM challenge") == [(500,)]


def test_a_team_that_is_no_challenge_is_answered_kindly(chat: Chat) -> None:
    chat.command("ANA", "/huzzah team bord")
    assert "Did you mean /huzzah board?" in chat.notes()


@pytest.mark.parametrize(
    ("who", "channel", "wide"), [("ANA", "C1", "company"), ("ANA", "C9", "here"), ("BEN", "C1", "here")]
)
def test_the_form_chooses_whom_it_can_be_for(chat: Chat, who: str, channel: str, wide: str) -> None:
    chat.command(who, "/huzzah challenge", channel)
    assert (fields(chat)["wide"], fields(chat)["channel"]) == (wide, channel)


def test_what_was_typed_wrongly_goes_along_to_the_form(chat: Chat) -> None:
    chat.command("ANA", '/huzzah challenge "More of it" 10 until 7d here')
    assert "What is counted?" in chat.notes()
    [button] = chat.buttons("challenge")
    chat.press("ANA", button)
    assert {"title": "More of it", "goal": "10", "closes": "7d", "wide": "here"}.items() <= fields(chat).items()
    chat.command("ANA", '/huzzah contest meme "Monday" bananas sealed thread close 5d open tomorrow 9:00')
    assert "bananas" in chat.notes()
    [button] = chat.buttons("contest")
    chat.press("ANA", button)
    known = {"title": "Monday", "kind": "meme", "closes": "5d", "opens": "tomorrow 9:00", "secret": "true"}
    assert known.items() <= fields(chat).items()


def test_a_contest_half_said_is_half_filled_in(chat: Chat) -> None:
    chat.command("ANA", "/huzzah contest meme sealed thread open tomorrow 9:00 close 2d")
    known = {"kind": "meme", "opens": "tomorrow 9:00", "closes": "2d", "secret": "true", "threaded": "true"}
    assert known.items() <= fields(chat).items()
    chat.command("ANA", "/huzzah photo")
    assert (fields(chat)["secret"], fields(chat)["threaded"], fields(chat)["opens"]) == ("", "", "")


def test_a_button_in_the_list_opens_an_empty_form(chat: Chat) -> None:
    for action in ("challenge", "contest"):
        chat.press("ANA", Button(action, "", ""))
        assert isinstance(chat.answers[0], Open)
        assert fields(chat)["title"] == ""


@pytest.mark.parametrize("period", ["this quarter", "next month"])
def test_a_period_that_is_not_clear_is_asked_for_by_the_form(chat: Chat, period: str) -> None:
    chat.command("ANA", f"/huzzah challenge 500 thanks {period}")
    assert fields(chat)["closes"] == ""
    assert chat.query("SELECT count(*) FROM challenge") == [(0,)]


@pytest.mark.parametrize("period", ["today", "this day"])
def test_today_ends_at_midnight(chat: Chat, period: str) -> None:
    chat.command("ANA", f"/huzzah challenge 500 thanks {period}")
    [(closes,)] = chat.query("SELECT closes FROM challenge")
    assert isinstance(closes, int)
    assert 0 < closes - chat.now <= 86_400_000_000
    assert closes % 86_400_000_000 == 0


def test_a_period_that_is_all_but_over_says_so(chat: Chat) -> None:
    # Two minutes before December begins in Lisbon.
    chat.now = 1_796_083_200_000_000 - 180_000_000
    chat.command("ANA", "/huzzah challenge 500 thanks this month")
    assert "five minutes" in chat.notes()
    assert chat.query("SELECT count(*) FROM challenge") == [(0,)]


@pytest.mark.parametrize(
    ("said", "goal"),
    [
        ('"Thanks week" 7 days 500 thanks', 500),
        ('"Thanks" in 2 weeks 300 photos', 300),
        ("in 2 weeks 300 photos", 300),
        ('"30 days of 500 thanks" close 3d', 500),
        ('"Thanks" 7-day goal 500 thanks close 7d', 500),
        ('"Thanks" in two weeks 500 thanks', 500),
        ('"In two weeks ten people answer a newcomer"', 10),
        ("1 000 thanks", 1_000),
        ("1\u00a0000 thanks", 1_000),
        ("12\u202f500 thanks", 12_500),
        ("thanks 1 000 000 close 7d", 1_000_000),
        ('"1 000 thanks" close 7d', 1_000),
        ('"1 000 thanks" thanks 1000', 1_000),
        ("thanks 500 365 days", 500),
        ("24/7 thanks 500", 500),
        ('"Thanks" 24/7 thanks 500', 500),
        ("500/month thanks", 500),
    ],
)
def test_numbers_of_days_and_of_the_clock_are_no_goal(chat: Chat, said: str, goal: int) -> None:
    chat.command("ANA", f"/huzzah challenge {said}")
    assert chat.query("SELECT goal FROM challenge") == [(goal,)], chat.notes()


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ('"Thanks week" 500 thanks in 7 days', 7),
        ("300 photos in 14 days", 14),
        ("in 2 weeks 300 photos", 14),
        ('"Thanks" 7-day goal 500 thanks', 7),
        ("500 thanks 3d", 3),
        ("500 thanks in two weeks", 14),
        ('"500 thanks in 7 days" thanks', 7),
        ('"30 days of 500 thanks" thanks in 7 days', 7),
        ('"30 days of 500 thanks" close 3d', 3),
        ("500 thanks in 14 days close 3d", 3),
        ("500 thanks in a week", 7),
        ("500 thanks within one week", 7),
        ("500 thanks in a week's time", 7),
        ('"More thanks" thanks 500 over a fortnight', 14),
        ("500 thanks until a fortnight", 14),
        ("500 thanks ends in a week", 7),
        ("500 thanks in a month", 30),
        ('"A week of thanks" thanks 500', 7),
        ('"500 thanks in a fortnight"', 14),
        ('"All in a day’s work" thanks 500', 30),
        ('"A photo a day" photos 500', 30),
        ('"Photos by Ana" photos 30', 30),
        ('"20 years of us" thanks 500', 30),
        ("500 thanks", 30),
    ],
)
def test_a_length_that_was_typed_is_how_long_it_goes_on(chat: Chat, said: str, days: int) -> None:
    chat.command("ANA", f"/huzzah challenge {said}")
    assert chat.query("SELECT closes FROM challenge") == [(chat.now + days * DAY,)], chat.notes()


@pytest.mark.parametrize(
    ("said", "closes"),
    [
        ("500 thanks until Friday", datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ("500 thanks in a week by Friday", datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ('"500 thanks by Friday"', datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ("“Stand by me: 500 thanks by Friday”", datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ("500 thanks until Friday end of day", datetime(2026, 11, 20, 17, tzinfo=UTC)),
        ("500 thanks by the end of the month", datetime(2026, 12, 1, tzinfo=UTC)),
        ("500 thanks at the end of the month", datetime(2026, 12, 1, tzinfo=UTC)),
        ("500 thanks end of month here", datetime(2026, 12, 1, tzinfo=UTC)),
        ('"500 thanks by the end of this month"', datetime(2026, 12, 1, tzinfo=UTC)),
        ('"More thanks" thanks 500 until the end of november', datetime(2026, 12, 1, tzinfo=UTC)),
        ("500 thanks by the end of next month", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_an_end_that_was_typed_is_when_it_ends(chat: Chat, said: str, closes: datetime) -> None:
    chat.command("ANA", f"/huzzah challenge {said}")
    assert chat.query("SELECT measure, goal, closes FROM challenge") == [
        ("thanks", 500, round(closes.timestamp()) * 1_000_000)
    ], chat.notes()


def test_an_end_is_no_part_of_the_name(chat: Chat) -> None:
    chat.command("ANA", "/huzzah challenge 500 thanks at the end of the month")
    assert chat.query("SELECT question FROM challenge") == [("500 thanks",)]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("until friday", date(2026, 11, 20)),
        ("by the end of next week", date(2026, 11, 28)),
        ("for two weeks", date(2026, 12, 2)),
        ("a fortnight", date(2026, 12, 2)),
    ],
)
def test_the_form_and_another_last_day_read_the_same_words(chat: Chat, typed: str, day: date) -> None:
    chat.command("ANA", "/huzzah challenge")
    chat.submit("ANA", chat.dialog(), title="More", measure="thanks", goal="500", closes=typed, channel="C1")
    chat.command("ANA", "/huzzah challenge 40 thanks until 2h")
    chat.command("ANA", f"/huzzah challenge extend 2 {typed}")
    closes = [local_day("Europe/Lisbon", int(str(found))) for (found,) in chat.query("SELECT closes FROM challenge")]
    assert closes == [day.toordinal()] * 2, chat.notes()


@pytest.mark.parametrize(
    "said",
    [
        "500 thanks in 7 days or 2 weeks",
        "500 thanks this month in 7 days",
        "500 thanks in 2 months",
        "10 newcomers of the last 30 days",
        "500 thanks next month in 7 days",
        "500 thanks a week",
        "500 thanks in a fortnight or in a week",
        "500 thanks in a couple of weeks",
    ],
)
def test_a_length_that_is_doubtful_is_asked_for_by_the_form(chat: Chat, said: str) -> None:
    chat.command("ANA", f"/huzzah challenge {said}")
    assert fields(chat)["closes"] == ""
    assert fields(chat)["goal"] == said.split(maxsplit=1)[0]
    assert chat.query("SELECT 1 FROM challenge") == []


def test_a_length_that_is_too_long_says_so(chat: Chat) -> None:
    chat.command("ANA", "/huzzah challenge 500 thanks in 401 days")
    assert "400 days at most" in chat.notes()
    assert chat.query("SELECT 1 FROM challenge") == []
