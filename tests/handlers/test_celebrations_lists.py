"""Days from a list, and the one question to everybody who hasn't said."""

import pytest

from handlers import applying
from handlers.answers import Whisper
from handlers.celebrations import importing
from scoring.facts import Fact, FactKind
from storage.celebrations import counts
from tests.handlers.chat import Chat, shown
from tests.handlers.days import at, cards, choose, until

LIST = """member;kind;date
ANA;birthday;1990-03-14
Ben Okafor;anniversary;2019-05-01
@Léa Öz;Birthday;29 February
"""


def bring(chat: Chat, text: str) -> tuple[importing.Report, dict[str, str]]:
    """The list is imported; what became of its lines, and who was told what."""
    with chat.work() as work:
        report = importing.look(work, text)
        said = importing.bring(work, report)
        applying.put(work, said)
    return report, {each.member: shown(each.card) for each in said}


def test_a_list_is_kept_and_everybody_in_it_is_told_once(chat: Chat) -> None:
    report, told = bring(chat, LIST)
    assert [line.state for line in report.lines] == ["new"] * 3
    assert sorted(told) == ["ANA", "BEN", "LEA"]
    assert "Your birthday: 14 March" in told["ANA"]
    assert chat.query("SELECT member, date, year FROM special_day ORDER BY member") == [
        ("ANA", "03-14", 0), ("BEN", "05-01", 2019), ("LEA", "02-29", 0),
    ]  # fmt: skip
    report, told = bring(chat, LIST)
    assert [line.state for line in report.lines] == ["same"] * 3
    assert told == {}
    report, told = bring(chat, LIST.replace("03-14", "03-15"))
    assert report.count("new") == 1
    assert told == {}


def test_only_looking_keeps_nothing(chat: Chat) -> None:
    with chat.work() as work:
        assert importing.look(work, LIST).count("new") == 3
        assert counts(work) == {}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("NOBODY;birthday;14 March", "nobody here is called “NOBODY”"),
        ("ANA;wedding;14 March", "“wedding” is no kind"),
        ("ANA;birthday;3/4", "can be 3 April or 4 March"),
        ("ANA;birthday;31 April", "April has no day 31"),
        ("ANA;birthday;tomorrow", "is no date"),
        ("ANA;anniversary;14 March", "needs its year"),
        ("ANA;birthday", "three columns"),
        (";birthday;14 March", "nobody here is called"),
        ("ANA;birthday;" + "x" * 200_000, "is no date"),
    ],
)
def test_a_wrong_line_says_why_and_the_others_are_kept(chat: Chat, line: str, reason: str) -> None:
    report, told = bring(chat, f"{LIST.replace('ANA;', 'MEI;')}{line}\n")
    assert report.lines[-1].number == 5
    assert report.lines[-1].state == "wrong"
    assert reason in report.lines[-1].words
    assert sorted(told) == ["BEN", "LEA", "MEI"]


def test_commas_a_byte_order_mark_and_no_head_do_as_well(chat: Chat) -> None:
    report, _ = bring(chat, '\ufeffANA,birthday,"14 March, 1990"\r\n\r\nBEN,joined,2019-05-01')
    assert [line.state for line in report.lines] == ["new", "new"]


def test_the_same_person_twice_is_a_slip(chat: Chat) -> None:
    report, _ = bring(chat, "ANA,birthday,14 March\nAna Sousa,birthday,15 March\n")
    assert "stand on line 1, too" in report.lines[1].words


def test_ones_own_word_counts_more_than_a_list(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday 1 March")
    chat.command("BEN", "/huzzah anniversary off")
    choose(chat, "LEA", no_celebrate=1)
    report, told = bring(chat, LIST)
    assert [line.state for line in report.lines] == ["skipped"] * 3
    assert told == {}


def test_whoever_takes_theirs_out_stays_out(chat: Chat) -> None:
    bring(chat, LIST)
    with chat.work() as work:
        [whisper] = importing.bring(work, importing.look(work, "MEI,birthday,1 May"))
    chat.answers = [whisper]
    [button] = chat.buttons("celebrate_off")
    chat.press("MEI", button)
    report, told = bring(chat, "MEI,birthday,1 May")
    assert (report.count("skipped"), told) == (1, {})


def test_a_list_is_celebrated_like_any_other_day(chat: Chat) -> None:
    bring(chat, "ANA,birthday,24 November\nBEN,anniversary,2016-11-24\n")
    assert [line for _, line in cards(until(chat, at(2026, 11, 26)))] == [
        "Ten years with us: Ben Okafor!", "Happy birthday, Ana Sousa!",
    ]  # fmt: skip


def test_everybody_who_hasnt_said_is_asked_once_in_their_own_morning(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday 1 March")
    choose(chat, "LEA", no_celebrate=1)
    chat.command("BEN", "/huzzah celebrations ask")
    assert "Only admins" in chat.notes()
    chat.command("JON", "/huzzah celebrations ask")
    assert "I'll ask 4 colleagues" in chat.notes()
    chat.command("JON", "/huzzah celebrations ask")
    assert "asked already" in chat.notes()
    said = until(chat, at(2026, 11, 25))
    assert sorted((each.member, when) for when, each in said if isinstance(each, Whisper)) == [
        ("BEA", "2026-11-19 10:00"), ("BEN", "2026-11-19 09:00"), ("JON", "2026-11-19 10:00"),
        ("MEI", "2026-11-19 02:00"),
    ]  # fmt: skip
    chat.command("JON", "/huzzah celebrations ask")
    assert "Everybody has said something" in chat.notes()
    chat.command("MEI", "/huzzah birthday 3 May")
    assert "Noted" in chat.notes()


@pytest.mark.parametrize(
    ("moves", "when"),
    [
        ([(at(2026, 11, 19, 12), "Asia/Tokyo")], "2026-11-20 01:00"),
        ([(at(2026, 11, 19, 12), "Asia/Tokyo"), (at(2026, 11, 20), "Pacific/Auckland")], "2026-11-20 01:00"),
        ([(at(2026, 11, 19, 20), "Pacific/Honolulu")], "2026-11-19 18:00"),
    ],
    ids=["past the hour", "past it twice", "back before it"],
)
def test_whoever_travels_on_that_day_is_asked_once(chat: Chat, moves: list[tuple[int, str]], when: str) -> None:
    choose(chat, "MEI", zone="America/Los_Angeles")
    choose(chat, "LEA", zone="Asia/Tokyo")
    chat.command("JON", "/huzzah celebrations ask")
    said = []
    for moment, zone in moves:
        said += until(chat, moment)
        choose(chat, "MEI", zone=zone)
    said += until(chat, at(2026, 11, 29))
    asked = sorted((each.member, at_) for at_, each in said if isinstance(each, Whisper))
    assert [each for each, _ in asked] == ["ANA", "BEA", "BEN", "JON", "LEA", "MEI"]
    assert dict(asked)["MEI"] == when


def test_once_all_were_asked_the_admin_hears_so_and_not_that_they_will_be(chat: Chat) -> None:
    chat.command("JON", "/huzzah celebrations ask")
    until(chat, at(2026, 11, 19, 18))
    chat.command("JON", "/huzzah celebrations ask")
    assert "Everybody has said something, or was asked already" in chat.notes()


def test_the_profile_is_offered_only_where_an_admin_wants_it_and_kept_only_if_they_agree(chat: Chat) -> None:
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, "BEN", target="BEN", extra=(("joined", at(2021, 5, 3)),))])
    chat.command("JON", "/huzzah celebrations settings")
    chat.submit("JON", chat.dialog(), profile="true")
    chat.command("JON", "/huzzah celebrations ask")
    said = {each.member: each for _, each in until(chat, at(2026, 11, 20)) if isinstance(each, Whisper)}
    assert "you began here on 3 May 2021" in shown(said["BEN"].card)
    assert "began here" not in shown(said["MEI"].card)
    assert chat.query("SELECT * FROM special_day WHERE kind = 'anniversary'") == []
    chat.answers = [said["BEN"]]
    [button] = chat.buttons("celebrate_joined")
    chat.press("BEN", button)
    assert "Noted: your work anniversary is 3 May 2021." in chat.notes()


def test_lines_of_rubbish_are_no_trouble(chat: Chat) -> None:
    report, told = bring(chat, '\n;;;\n\x00\n"unclosed,quote,here\n' + "," * 1000)
    assert told == {}
    assert report.count("new") == 0
