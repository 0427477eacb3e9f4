"""Celebrations that nobody misses: long weekends, days that change, closed channels, customs that change."""

import pytest

from handlers.answers import Post, Whisper
from handlers.cards.blocks import Button
from handlers.events import ChannelChanged, MemberChanged
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat
from tests.handlers.days import at, befriend, cards, posted, sign, until


def asked(chat: Chat, end: int) -> dict[str, str]:
    """Who was asked to sign -> when."""
    said = until(chat, end)
    return {
        each.member: when for when, each in said if isinstance(each, Whisper) and "Will you sign" in shown(each.card)
    }


@pytest.mark.parametrize("day", ["27 March", "30 March"])
def test_colleagues_are_asked_before_a_long_weekend(chat: Chat, day: str) -> None:
    people = {"ANA": "Ana Sousa", "BEN": "Ben Okafor"}
    chat.do(
        *(
            MemberChanged(workspace=WORKSPACE, at=chat.now, member=who, name=name, zone="Europe/Berlin", country="DE")
            for who, name in people.items()
        )
    )
    chat.now = at(2027, 3, 1, 12)
    befriend(chat, "BEN", to="ANA")
    chat.command("ANA", f"/huzzah birthday {day}")
    assert asked(chat, at(2027, 4, 1)) == {"BEN": "2027-03-25 09:00"}


@pytest.mark.parametrize("day", ["28 November", "29 November", "30 November", "1 December"])
def test_two_days_ahead_reach_over_a_weekend(chat: Chat, day: str) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.press("JON", Button("celebration_settings", ""))
    chat.submit("JON", chat.dialog(), ahead="2")
    chat.command("BEN", f"/huzzah birthday {day}")
    assert asked(chat, at(2026, 12, 3)) == {"ANA": "2026-11-27 10:00"}


@pytest.mark.parametrize(("day", "end"), [("26 November", at(2026, 11, 27)), ("9 January", at(2027, 1, 12))])
def test_a_day_that_changes_takes_the_wishes_with_it(chat: Chat, day: str, end: int) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 25 November")
    until(chat, at(2026, 11, 24, 12))
    sign(chat, "ANA", words="many wishes")
    chat.command("BEN", f"/huzzah birthday {day}")
    [post] = [each for _, each in until(chat, end) if isinstance(each, Post)]
    assert "many wishes" in shown(post.card)
    assert chat.query("SELECT state FROM greeting WHERE state = 'open'") == []
    assert chat.query("SELECT markup FROM wish WHERE markup <> ''") == []


def test_nobody_writes_into_a_private_channel_that_they_arent_in(chat: Chat) -> None:
    chat.command("BEN", "/huzzah birthday 20 November")
    until(chat, at(2026, 11, 20, 12))
    posted(chat, "celebration:1", "m77")
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C2", name="announcements", private=True))
    chat.press("LEA", Button("celebration_sign", "", "1"))
    assert "nothing to sign" in chat.notes()
    assert chat.posts() == []


def test_other_customs_hold_for_all_days_without_planning_each_anew(new_chat: NewChat) -> None:
    chat = new_chat("")
    chat.command("ANA", "/huzzah birthday 21 November")
    chat.command("LEA", "/huzzah anniversary 21 November 2016")
    entries = chat.query("SELECT member, kind, entry FROM special_day ORDER BY member")
    settings = Button("celebration_settings", "")
    for fields in ({"free_days": "before"}, {"anniversaries": ""}, {"anniversaries": "true"}):
        chat.press("JON", settings)
        chat.submit("JON", chat.dialog(), **fields)
        chat.tick()
    assert chat.query("SELECT member, kind, entry FROM special_day ORDER BY member") == entries
    assert cards(until(chat, at(2026, 11, 25))) == [
        ("2026-11-20 09:00", "Happy birthday, Ana Sousa!"),
        ("2026-11-20 09:00", "Ten years with us: Léa Öz!"),
    ]


def test_a_channel_with_people_from_elsewhere_is_no_place_for_celebrations(chat: Chat) -> None:
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    chat.press("JON", Button("celebration_settings", ""))
    form = chat.dialog()
    chat.submit("JON", form, channel="C1")
    assert "another organisation" in chat.errors()["channel"]
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C2", name="announcements", shared=True))
    chat.submit("JON", form, channel="C2")
    assert "another organisation" in chat.notes()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("random coffee", "Coffee with"),
        ("roulette", "Coffee with"),
        ("snooze 2 weeks", "nothing to pause"),
        ("snooze", "Coffee with"),
        ("wishes", "birthday"),
        ("happy birthday", "birthday"),
        ("sign", "birthday"),
    ],
)
def test_what_people_try_leads_there(chat: Chat, typed: str, told: str) -> None:
    chat.command("BEN", f"/huzzah {typed}")
    assert told in chat.notes()
    assert "Did you mean" not in chat.notes()


@pytest.mark.parametrize(("typed", "form"), [("gif", "contest"), ("congratulate", "kudos")])
def test_what_people_try_opens_the_form(chat: Chat, typed: str, form: str) -> None:
    chat.command("BEN", f"/huzzah {typed}")
    assert chat.dialog().id == form
