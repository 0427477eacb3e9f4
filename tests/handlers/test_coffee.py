"""Coffee: joining, rounds by an admin, who meets whom, and what they say of it later."""

import pytest

from handlers.answers import Post, Whisper
from handlers.cards.blocks import Button
from handlers.coffee.rounds import company
from handlers.events import MemberChanged
from scoring.facts import Fact, FactKind
from storage import coffee, coffee_seats, privacy
from storage.coffee_seats import Round
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat
from tests.handlers.days import at, choose, until

EVERY = "/huzzah coffee every 2 weeks on monday 10:00"
ROUND = at(2026, 11, 23, 10)


def all_join(chat: Chat, *members: str) -> None:
    """They join."""
    for member in members:
        chat.command(member, "/huzzah coffee join")


def tables(chat: Chat, turn: int = 1, circle: int = 1) -> list[tuple[str, ...]]:
    """Who sits with whom; those left over aren't in it."""
    sql = (
        f"SELECT party, member FROM coffee_seat WHERE round = {turn} AND circle = {circle} AND party > 0 ORDER BY 1, 2"
    )
    found: dict[int, list[str]] = {}
    for party, member in chat.query(sql):
        found.setdefault(int(str(party)), []).append(str(member))
    return sorted(map(tuple, found.values()))


def whispers(said: list[tuple[str, Post | Whisper]]) -> dict[str, tuple[str, str]]:
    """Member -> when they were told what."""
    return {each.member: (when, shown(each.card)) for when, each in said if isinstance(each, Whisper)}


def test_those_who_joined_are_brought_together_and_told_in_their_own_morning(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN", "MEI")
    chat.command("JON", EVERY)
    assert "every 2 weeks on Monday at 10:00, in pairs" in chat.notes()
    told = whispers(until(chat, at(2026, 11, 25)))
    assert tables(chat) == [("ANA", "BEN", "MEI")]
    assert {member: when for member, (when, _) in told.items()} == {
        "ANA": "2026-11-23 10:00", "BEN": "2026-11-23 10:00", "MEI": "2026-11-23 10:00",
    }  # fmt: skip
    assert "This time you meet @Ben Okafor and @Mei-Lin Chen" in told["ANA"][1]
    assert "To begin with:" in told["ANA"][1]


def test_whoever_sleeps_is_told_when_it_is_ten_there(chat: Chat) -> None:
    choose(chat, "MEI", zone="America/Los_Angeles")
    choose(chat, "LEA", zone="Asia/Tokyo")
    all_join(chat, "MEI", "LEA")
    chat.command("JON", "/huzzah coffee every week on monday 13:00")
    told = whispers(until(chat, at(2026, 11, 25)))
    assert {member: when for member, (when, _) in told.items()} == {
        "MEI": "2026-11-23 21:00", "LEA": "2026-11-24 04:00",
    }  # fmt: skip


def test_nobody_meets_the_same_person_again_before_all_others(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN", "MEI", "LEA")
    chat.command("JON", "/huzzah coffee every week on monday 10:00")
    until(chat, at(2026, 12, 8))
    met = [both for turn in (1, 2, 3) for both in tables(chat, turn)]
    assert len(met) == len(set(met)) == 6


def test_who_met_longer_than_26_rounds_ago_counts_as_a_stranger(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN", "MEI")
    with chat.work() as work:
        [circle] = coffee.circles(work)
        circle.newest = 40
        for turn, table in ((1, ("ANA", "BEN")), (14, ("BEN", "MEI")), (39, ("ANA", "MEI"))):
            coffee_seats.take(work, Round(circle.circle, turn), [(1, table)])
        known = company(work, circle, ["ANA", "BEN", "MEI"], coffee_seats.parts(work, circle.circle))
    assert known.met == {("BEN", "MEI"): 26, ("ANA", "MEI"): 1}


def test_those_who_hardly_know_each_other_are_preferred(chat: Chat) -> None:
    for one, other in (("ANA", "BEN"), ("MEI", "LEA"), ("ANA", "LEA"), ("BEN", "MEI")):
        chat.say(one, f"<@{other}> :tada: thanks")
    all_join(chat, "ANA", "BEN", "MEI", "LEA")
    chat.command("JON", EVERY)
    until(chat, ROUND)
    assert tables(chat) == [("ANA", "MEI"), ("BEN", "LEA")]


def test_an_avoid_list_counts_both_ways_and_is_seen_by_nobody(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN")
    chat.command("ANA", "/huzzah coffee avoid <@BEN>")
    assert "You won't be brought together with @Ben Okafor." in chat.notes()
    chat.command("JON", EVERY)
    told = whispers(until(chat, at(2026, 11, 25)))
    assert tables(chat) == []
    assert "nobody left" in told["ANA"][1]
    assert "nobody left" in told["BEN"][1]
    with chat.work() as work:
        assert privacy.export(work, "ANA")["coffee_avoid"] == ["BEN"]
        assert privacy.export(work, "BEN")["coffee_avoid"] == []
    chat.command("ANA", "/huzzah coffee stop avoiding <@BEN>")
    assert "You avoid nobody" in chat.notes()


def test_who_is_forgotten_is_in_no_circle_and_on_no_list(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN", "MEI")
    chat.command("ANA", "/huzzah coffee avoid <@BEN> <@MEI>")
    with chat.work() as work:
        privacy.erase(work, "BEN", "k" * 64)
    with chat.work() as work:
        assert coffee.avoided(work, "ANA") == ["MEI"]
    assert "BEN" not in str(chat.query("SELECT * FROM coffee") + chat.query("SELECT * FROM coffee_avoid"))
    chat.command("BEN", "/huzzah coffee join")
    assert chat.query("SELECT count(*) FROM coffee") == [(2,)]


@pytest.mark.parametrize("trait", ["no_pair", "deactivated", "external"])
def test_who_takes_no_part_is_left_in_peace(chat: Chat, trait: str) -> None:
    all_join(chat, "ANA", "BEN", "MEI")
    choose(chat, "BEN", **{trait: 1})
    chat.command("JON", EVERY)
    until(chat, ROUND)
    assert tables(chat) == [("ANA", "MEI")]


def test_whoever_chose_not_to_be_paired_is_told_so_when_they_join(chat: Chat) -> None:
    choose(chat, "BEN", no_pair=1)
    chat.command("BEN", "/huzzah coffee join")
    assert "You chose not to be paired" in chat.notes()
    assert chat.buttons("privacy_change")


def test_who_is_away_or_pauses_is_left_out_and_comes_back(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN", "MEI", "LEA")
    chat.command("ANA", "/huzzah away 2026-11-23..2026-11-24")
    chat.command("BEN", "/huzzah coffee pause until 27 November")
    assert "You pause until Fri 27 Nov." in chat.notes()
    chat.command("JON", "/huzzah coffee every week on monday 10:00")
    until(chat, at(2026, 12, 1))
    assert tables(chat, 1) == [("LEA", "MEI")]
    assert sorted(one for group in tables(chat, 2) for one in group) == ["ANA", "BEN", "LEA", "MEI"]


def test_a_pace_of_ones_own_skips_rounds(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN", "MEI")
    chat.command("ANA", "/huzzah coffee at most every 2 weeks")
    assert "at most every 2 weeks" in chat.notes()
    chat.command("JON", "/huzzah coffee every week on monday 10:00")
    until(chat, at(2026, 12, 8))
    assert [len(group) for turn in (1, 2, 3) for group in tables(chat, turn)] == [3, 2, 3]


def test_one_alone_is_told_kindly_and_comes_first_next_time(chat: Chat) -> None:
    all_join(chat, "ANA")
    chat.command("JON", "/huzzah coffee every week on monday 10:00")
    told = whispers(until(chat, at(2026, 11, 25)))
    assert "Next time you come first" in told["ANA"][1]
    assert chat.query("SELECT waited FROM coffee") == [(1,)]


def test_later_each_is_asked_whether_they_met_and_a_yes_earns(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN")
    chat.command("JON", EVERY)
    until(chat, at(2026, 11, 25))
    asked = whispers(until(chat, at(2026, 12, 2)))
    assert sorted(asked) == ["ANA", "BEN"]
    assert "Did you meet @Ben Okafor?" in asked["ANA"][1]
    chat.press("ANA", Button("coffee_met", "", "1.1.later"))
    assert "No hurry" in chat.notes()
    before = chat.totals("points").get("ANA", 0)
    for _ in range(3):
        chat.press("ANA", Button("coffee_met", "", "1.1.met"))
    earned = chat.totals("points").get("ANA", 0) - before
    assert earned > 0
    assert chat.query("SELECT amount FROM counter WHERE name = 'tally:met' AND subject = 'ANA'") == [(1,)]
    assert chat.query("SELECT amount FROM counter WHERE name = 'tally:met' AND subject = 'BEN'") == []
    chat.press("ANA", Button("coffee_met", "", "1.1.missed"))
    assert chat.totals("points").get("ANA", 0) == before


def test_nobody_answers_for_a_table_that_isnt_theirs(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN")
    chat.command("JON", EVERY)
    until(chat, at(2026, 11, 25))
    for value in ("1.1.met", "9.9.met", "1.1.won", "", "x.y.z", "1.1.new", "9" * 40):
        chat.press("LEA", Button("coffee_met", "", value))
        assert "another round" in chat.notes()
    assert chat.query("SELECT count(*) FROM fact WHERE kind = 'deed'") == [(0,)]


def test_admins_see_how_many_met_and_not_who(chat: Chat) -> None:
    all_join(chat, "ANA", "BEN", "MEI", "LEA", "BEA")
    chat.command("JON", EVERY)
    until(chat, at(2026, 12, 2))
    for member in ("ANA", "BEN"):
        chat.press(member, Button("coffee_met", "", "1.1.met"))
    chat.command("JON", "/huzzah coffee")
    assert "Last round: 2 of 5 people say that they met." in chat.notes()
    assert "Ana" not in chat.notes()


def test_a_round_that_is_due_twice_happens_once_and_after_the_end_never(new_anywhere: NewChat) -> None:
    chat = new_anywhere("")
    all_join(chat, "ANA", "BEN")
    chat.command("JON", EVERY)
    until(chat, at(2026, 11, 25))
    assert chat.query("SELECT count(*) FROM coffee_round") == [(1,)]
    chat.press("JON", Button("coffee_end", "", "1"))
    until(chat, at(2027, 1, 31))
    assert chat.query("SELECT count(*) FROM coffee_round") == [(1,)]
    chat.command("ANA", "/huzzah coffee leave")
    assert "You aren't in any round here." in chat.notes()


def test_the_deed_of_two_who_met_stands_after_a_replay(chat: Chat) -> None:
    with chat.work() as work:
        deed = Fact(FactKind.DEED, chat.now, "ANA", message="coffee:1.1:1", target="met", people=("BEN",))
        assert work.record([deed, deed])[1].kept is False


def test_without_a_day_it_is_ones_own_pace_for_admins_as_well(chat: Chat) -> None:
    all_join(chat, "JON", "BEN")
    chat.command("JON", EVERY)
    chat.command("JON", "/huzzah coffee every 4 weeks")
    assert "for you at most every 4 weeks" in chat.notes()
    assert "name a day" in chat.notes()
    assert chat.query("SELECT recurrence FROM calendar WHERE kind = 'coffee_round'") == [("2weeks mon",)]


@pytest.mark.parametrize(
    "typed", ["skip", "skip next", "skip the next round", "not this time", "Skip once!", "not now"]
)
def test_one_round_can_be_skipped(chat: Chat, typed: str) -> None:
    all_join(chat, "ANA", "BEN", "MEI")
    chat.command("JON", "/huzzah coffee every week on monday 10:00")
    chat.command("BEN", f"/huzzah coffee {typed}")
    assert "You skip the next round" in chat.notes()
    until(chat, at(2026, 12, 1))
    assert tables(chat) == [("ANA", "MEI")]
    assert any("BEN" in table for table in tables(chat, 2))


def test_nobody_is_told_on_their_saturday(chat: Chat) -> None:
    choose(chat, "MEI", zone="Pacific/Auckland")
    all_join(chat, "MEI", "ANA")
    chat.command("JON", "/huzzah coffee every week on friday 16:00")
    told = whispers(until(chat, at(2026, 11, 24)))
    assert {member: when for member, (when, _) in told.items()} == {
        "ANA": "2026-11-20 16:00", "MEI": "2026-11-23 03:00",
    }  # fmt: skip


def asked_whether_they_met(said: list[tuple[str, Post | Whisper]]) -> list[tuple[str, str]]:
    """Who was asked, and when."""
    return sorted(
        (each.member, when) for when, each in said if isinstance(each, Whisper) and "Did you meet" in shown(each.card)
    )


@pytest.mark.parametrize(
    ("moves", "when"),
    [
        ([], "2026-11-30 18:00"),
        ([(at(2026, 11, 30, 12), "Asia/Tokyo")], "2026-12-01 01:00"),
        ([(at(2026, 11, 30, 12), "Asia/Tokyo"), (at(2026, 12, 1, 0), "Pacific/Auckland")], "2026-12-01 00:00"),
        ([(at(2026, 11, 30, 20), "Pacific/Honolulu")], "2026-11-30 18:00"),
    ],
    ids=["stays", "past the hour", "past it twice", "back before it"],
)
def test_whoever_travels_on_that_day_is_asked_whether_they_met_once(
    chat: Chat, moves: list[tuple[int, str]], when: str
) -> None:
    choose(chat, "MEI", zone="America/Los_Angeles")
    choose(chat, "LEA", zone="Asia/Tokyo")
    all_join(chat, "ANA", "LEA", "MEI")
    chat.command("JON", EVERY)
    said = []
    for moment, zone in moves:
        said += until(chat, moment)
        chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="MEI", name="Mei-Lin Chen", zone=zone))
    said += until(chat, at(2026, 12, 6))
    assert asked_whether_they_met(said) == [("ANA", "2026-11-30 10:00"), ("LEA", "2026-11-30 01:00"), ("MEI", when)]
