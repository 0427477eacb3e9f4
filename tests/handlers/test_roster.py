"""Roles, absences and values, by command."""

from datetime import date

import pytest

from handlers.events import MemberChanged
from handlers.roster import span_of
from scoring.facts import Fact, FactKind
from scoring.periods import HOUR
from tests.handlers.chat import WORKSPACE, Chat

WEDNESDAY = date(2026, 11, 18).toordinal()


def test_an_admin_makes_and_unmakes_a_leader(chat: Chat) -> None:
    chat.command("JON", "/huzzah role @ben okafor leader")
    assert "Ben Okafor now has the role leader" in chat.notes()
    assert "made you a leader" in chat.whispers()["BEN"]
    chat.command("JON", "/huzzah role <@BEN> leader")
    assert "already has" in chat.notes()
    chat.command("JON", "/huzzah role <@BEN> –leader")
    assert "now has no role" in chat.notes()
    audit = [row[0] for row in chat.query("SELECT detail FROM audit WHERE action = 'roles' ORDER BY id")]
    assert audit == ["ANA: leader", "BEN: leader", "BEN: none"]


@pytest.mark.parametrize(
    ("who", "words", "reason"),
    [
        ("BEN", "/huzzah role <@BEN> leader", "Only admins"),
        ("ANA", "/huzzah role <@BEN> leader", "Only admins"),
        ("JON", "/huzzah role", "/huzzah role @ana leader"),
        ("JON", "/huzzah role leader", "/huzzah role @ana leader"),
        ("JON", "/huzzah role <@BEN> <@MEI> leader", "/huzzah role @ana leader"),
        ("JON", "/huzzah role <@BEN> admin", "changed there"),
        ("JON", "/huzzah role <@BEN> chief!officer", "is no role"),
        ("JON", "/huzzah role <@BEN>", "has no role"),
        ("JON", "/huzzah role <@BEN> leadr", "Did you mean leader?"),
        ("JON", "/huzzah role <@ANA> -leeder", "Did you mean leader?"),
        ("JON", "/huzzah role <@BEN> none", "put a minus before it"),
        ("JON", "/huzzah role <@NOBODY> leader", "I don't know everybody you named"),
    ],
)
def test_a_role_that_is_not_given_says_why(chat: Chat, who: str, words: str, reason: str) -> None:
    chat.command(who, words)
    assert reason in chat.notes()
    assert chat.query("SELECT member FROM member WHERE roles LIKE '%leader%'") == [("ANA",)]


def test_another_role_is_given_and_one_that_is_held_can_be_taken_away(chat: Chat) -> None:
    chat.command("JON", "/huzzah role <@BEN> buddy")
    assert "now has the role buddy" in chat.notes()
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, "JON", target="BEN", extra=(("roles", "leadr"),))])
    chat.command("JON", "/huzzah role <@BEN> -leadr")
    assert "now has no role" in chat.notes()


def test_an_admin_of_the_platform_keeps_the_roles_given_here(chat: Chat) -> None:
    chat.lead("JON")
    assert chat.query("SELECT roles FROM member WHERE member = 'JON'") == [("admin leader",)]
    chat.settle_in()
    assert chat.query("SELECT roles FROM member WHERE member = 'JON'") == [("admin leader",)]


def test_a_role_holds_though_its_member_was_introduced_only_after_it_was_typed(chat: Chat) -> None:
    later = chat.now + HOUR
    chat.do(MemberChanged(workspace=WORKSPACE, at=later, member="NEW", name="Nia New", admin=False))
    chat.command("JON", "/huzzah role <@NEW> leader")
    assert chat.now < later
    assert chat.query("SELECT roles FROM member WHERE member = 'NEW'") == [("leader",)]
    chat.do(MemberChanged(workspace=WORKSPACE, at=later + 1, member="NEW", name="Nia New", admin=True))
    assert chat.query("SELECT roles FROM member WHERE member = 'NEW'") == [("admin leader",)]


SPANS: list[tuple[str, tuple[str, str]]] = [
    ("2026-12-24..2027-01-02", ("2026-12-24", "2027-01-02")),
    ("2026-12-24 - 2027-01-02", ("2026-12-24", "2027-01-02")),
    ("from 2026-12-24 to 2027-01-02", ("2026-12-24", "2027-01-02")),
    ("2026-12-24", ("2026-12-24", "2026-12-24")),
    ("today", ("2026-11-18", "2026-11-18")),
    ("tomorrow", ("2026-11-19", "2026-11-19")),
    ("friday", ("2026-11-20", "2026-11-20")),
    ("until friday", ("2026-11-18", "2026-11-20")),
    ("tomorrow until monday", ("2026-11-19", "2026-11-23")),
    ("next week", ("2026-11-23", "2026-11-29")),
]


@pytest.mark.parametrize(("words", "expected"), SPANS)
def test_an_absence_is_understood(words: str, expected: tuple[str, str]) -> None:
    first, last = (date.fromisoformat(day).toordinal() for day in expected)
    assert span_of(words, WEDNESDAY) == (first, last)


@pytest.mark.parametrize(
    "words",
    [
        "someday",
        "2026-13-45",
        "2026-12-24..2026-12-20",
        "2026-01-01..2028-01-01",
        "1999-01-01",
        "9999-12-31",
        "today tomorrow friday",
    ],
)
def test_an_absence_that_makes_no_sense_is_explained(chat: Chat, words: str) -> None:
    assert isinstance(span_of(words, WEDNESDAY), str)
    chat.command("BEN", f"/huzzah away {words}")
    assert "/huzzah away tomorrow" in chat.notes()


def test_an_absence_is_announced_shown_and_called_off(chat: Chat) -> None:
    chat.command("BEN", "/huzzah away 2026–12–24…2027–01–02")
    assert "Away: 24 December to 2 January 2027." in chat.notes()
    chat.command("BEN", "/huzzah away")
    assert "24 December to 2 January 2027" in chat.notes()
    chat.command("BEN", "/huzzah away off")
    assert "Welcome back" in chat.notes()
    chat.command("BEN", "/huzzah away")
    assert "No absence is announced" in chat.notes()


def test_the_values_are_listed_with_their_hashtags(chat: Chat) -> None:
    chat.command("BEN", "/huzzah values")
    assert "#teamwork: We get there together" in chat.notes()
