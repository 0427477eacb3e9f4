"""Portions: what thousands hear at one hour is said by a thousand at a time, to each of them once, whatever crashes."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from sqlalchemy import insert

from handlers import applying
from handlers.calendar import ticking
from handlers.events import MemberChanged, Tick
from scoring.facts import Micros
from storage.tables import CoffeeRow
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.conftest import NewChat
from tests.handlers.days import at, choose

MANY, MOST = 2_300, 1_000
MONDAY = at(2026, 11, 23, 10)


class Crash(Exception):
    """The process ends before its transaction does."""


@pytest.fixture
def chat(new_anywhere: NewChat) -> Chat:
    """So many colleagues in one zone, and some who live elsewhere."""
    chat = new_anywhere("")
    names = [f"M{number:04}" for number in range(MANY)]
    chat.do(*(MemberChanged(workspace=WORKSPACE, at=0, member=name, name=f"Person {name}") for name in names))
    for member in ("ANA", "BEN", "MEI"):
        choose(chat, member, zone="America/New_York")
    with chat.work() as work:
        # What they heard when they came.
        work.connection.exec_driver_sql("DELETE FROM outbox")
    return chat


def crashing_ticks(chat: Chat, end: Micros) -> Iterator[list[tuple[str, str]]]:
    """Whatever is due, entry by entry; of each second try the transaction is lost. (kind, whom) of what was said."""
    turns = count()
    while (due := [int(str(row[0])) for row in chat.query(NEXT) if row[0] is not None]) and due[0] <= end:
        chat.now = max(chat.now, due[0])
        for workspace, entry in chat.due():
            assert workspace == WORKSPACE
            said: list[tuple[str, str]] = []
            try:
                with chat.work() as work:
                    answers = ticking.tick(work, Tick(workspace=WORKSPACE, at=chat.now, entry=entry))
                    applying.put(work, answers)
                    said = [(type(each).__name__, getattr(each, "member", "")) for each in answers]
                    if next(turns) % 2:
                        raise Crash
            except Crash:
                continue
            yield said


NEXT = "SELECT min(next) FROM calendar WHERE state = 'on' AND next > 0"


def heard(chat: Chat, end: Micros) -> Counter[str]:
    """Who was told something how often, as the outbox knows; never too many at once."""
    for said in crashing_ticks(chat, end):
        assert len(said) <= MOST
    rows = chat.query("SELECT channel, count(*) FROM outbox WHERE channel LIKE '@%' GROUP BY channel")
    return Counter({str(channel)[1:]: int(str(many)) for channel, many in rows})


def everybody_joins(chat: Chat) -> set[str]:
    chat.command("JON", "/huzzah coffee every 2 weeks on monday 10:00 in pairs")
    names = [str(row[0]) for row in chat.query("SELECT member FROM member WHERE name LIKE 'Person%'")]
    with chat.work() as work:
        rows = [{"workspace": WORKSPACE, "circle": 1, "member": each} for each in (*names, "ANA", "BEN", "MEI")]
        work.session.execute(insert(CoffeeRow), rows)
    return {*names, "ANA", "BEN", "MEI"}


def counted(chat: Chat, sql: str) -> dict[object, object]:
    return {row[0]: row[1] for row in chat.query(sql)}


SEATS = "SELECT state, count(*) FROM coffee_seat GROUP BY state"
WAITING: Callable[[str], str] = "SELECT count(*) FROM calendar WHERE state = 'on' AND kind = '{}'".format


def test_of_a_round_of_thousands_each_is_told_once_and_asked_once(chat: Chat) -> None:
    people = everybody_joins(chat)
    assert heard(chat, MONDAY + 3_600_000_000) == dict.fromkeys(people - {"ANA", "BEN", "MEI"}, 1)
    assert chat.query(WAITING("coffee_tell")) == [(1,)]
    assert heard(chat, at(2026, 11, 24, 0)) == dict.fromkeys(people, 1)
    assert counted(chat, SEATS) == {"told": len(people)}
    assert chat.query(WAITING("coffee_tell")) == [(0,)], "all were told: nothing is left to look at"
    assert heard(chat, at(2026, 12, 1, 12)) == dict.fromkeys(people, 2)
    assert counted(chat, SEATS) == {"asked": len(people)}
    assert chat.query(WAITING("coffee_ask")) == [(0,)]


def test_of_thousands_who_never_said_each_is_asked_for_their_birthday_once(chat: Chat) -> None:
    chat.command("JON", "/huzzah celebrations ask")
    found = heard(chat, at(2026, 11, 21, 0))
    assert set(found.values()) == {1}
    assert {name for name in found if name.startswith("M")} >= {f"M{number:04}" for number in range(MANY)}
    assert {"ANA", "BEN", "MEI", "LEA", "JON"} <= set(found)
    assert {"BOT", "OUT", "EXT"}.isdisjoint(found)
    asked = chat.query("SELECT count(*) FROM special_day WHERE state = 'asked'")
    assert asked == [(len(found),)]
