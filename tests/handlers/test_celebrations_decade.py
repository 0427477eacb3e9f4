"""Celebrations over ten years, for whoever lives wherever: one card a year for each, and none on a day off."""

from collections import defaultdict
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.answers import Post, Whisper
from handlers.calendar import scheduling
from handlers.calendar.slots import MINUTES, minute_of
from handlers.cards.blocks import Button
from handlers.celebrations.dates import year_of
from handlers.celebrations.planning import NINE, SIGN, coming_day
from handlers.events import MemberChanged
from scoring.workdays import is_working_day
from storage import calendar, celebrations
from storage.celebrations import BIRTHDAY
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.conftest import NewChat
from tests.handlers.days import at, choose, until

ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Apia", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Casablanca",
)  # fmt: skip
COUNTRIES = ("", "DE", "US", "GB", "JP", "CN", "NP", "WS", "IR")
EDGES = ("02-29", "01-01", "12-31", "02-28", "03-01", "12-25")
WISHES: tuple[dict[str, int], ...] = ({}, {}, {"no_announce": 1}, {"no_celebrate": 1})
END = at(2037, 1, 31)

days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}") | st.sampled_from(EDGES)
people = st.lists(
    st.fixed_dictionaries(
        {
            "zone": st.sampled_from(ZONES),
            "country": st.sampled_from(COUNTRIES),
            "date": days,
            "leap": st.sampled_from(("02-28", "03-01")),
            "choices": st.sampled_from(WISHES),
            "told": st.integers(0, 72),
        }
    ),
    min_size=3,
    max_size=5,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=people, custom=st.sampled_from(("after", "before", "keep")))
def test_everybody_has_one_card_a_year(new_chat: NewChat, people: list[dict[str, Any]], custom: str) -> None:
    chat = new_chat("")
    chat.press("JON", Button("celebration_settings", ""))
    chat.submit("JON", chat.dialog(), free_days=custom)
    who = {f"P{number}": each for number, each in enumerate(people)}
    first = {member: _tell(chat, member, each) for member, each in who.items()}
    _nobody_signs(chat)
    cards = _handed(chat)
    for member, each in who.items():
        if each["choices"].get("no_celebrate"):
            assert member not in cards
            continue
        years = [year_of(each["date"], each["leap"], minute // MINUTES) for minute in cards[member]]
        assert years == list(range(first[member], years[-1] + 1))
        assert years[-1] in (2036, 2037)
        assert {minute % MINUTES for minute in cards[member][1:]} == {NINE}
        if custom != "keep":
            assert all(is_working_day(each["country"], minute // MINUTES) for minute in cards[member])


def _tell(chat: Chat, member: str, each: dict[str, Any]) -> int:
    # The year of the first card that is to come.
    chat.later(each["told"])
    zone, country = each["zone"], each["country"]
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member=member, name=member, zone=zone, country=country))
    choose(chat, member, **each["choices"])
    month, day = each["date"].split("-")
    chat.command(member, f"/huzzah birthday --{month}-{day}")
    chat.press(member, Button("celebrate_leap", "", f"{BIRTHDAY} {each['leap']}"))
    with chat.work() as work:
        row = celebrations.day_of(work, member, BIRTHDAY)
        assert row is not None
        return year_of(row.date, row.leap, coming_day(row, minute_of(zone, chat.now) // MINUTES))


def _nobody_signs(chat: Chat) -> None:
    # Whom to ask is looked at every day, which isn't what this is about.
    with chat.work() as work:
        for row in calendar.about(work, SIGN, ""):
            scheduling.end(work, row.entry)


def _handed(chat: Chat) -> dict[str, list[int]]:
    # The local minutes of everybody's cards, wherever they stand.
    cards: dict[str, list[int]] = defaultdict(list)
    while chat.now < END:
        for _, said in until(chat, _next(chat)):
            member = said.member if isinstance(said, Whisper) else _whose(chat, said)
            [(zone,)] = chat.query(f"SELECT zone FROM member WHERE member = '{member}'")
            cards[str(member)].append(minute_of(str(zone), chat.now))
    return cards


def _next(chat: Chat) -> int:
    [(due,)] = chat.query("SELECT min(next) FROM calendar WHERE state = 'on' AND next > 0")
    return min(END, int(str(due))) if due is not None else END


def _whose(chat: Chat, said: Post) -> str:
    [(member,)] = chat.query(f"SELECT member FROM greeting WHERE greeting = {said.key.partition(':')[2]}")
    return str(member)
