"""Celebrations for whoever wants less of them, or isn't there any more, and how a workspace sets them."""

import pytest

from handlers.answers import Post, Whisper
from handlers.cards.blocks import Button
from handlers.events import ChannelChanged
from scoring.facts import Fact, FactKind
from scoring.periods import DAY
from storage import calendar, privacy
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat
from tests.handlers.days import at, befriend, cards, choose, sign, until


def test_who_wants_no_announcement_gets_the_card_alone(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    choose(chat, "BEN", no_announce=1)
    chat.command("BEN", "/huzzah birthday 24 November")
    assert "privately, for you alone" in chat.notes()
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", words="all the best")
    said = until(chat, at(2026, 11, 25))
    assert cards(said) == []
    [(when, card)] = [
        (when, shown(each.card)) for when, each in said if isinstance(each, Whisper) and each.member == "BEN"
    ]
    assert when == "2026-11-24 08:00"
    assert "> all the best" in card
    chat.press("LEA", Button("celebration_sign", "", "1"))
    assert "nothing to sign" in chat.notes()


def test_who_doesnt_want_to_be_celebrated_is_left_in_peace_and_nobody_is_asked_to_sign(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    choose(chat, "BEN", no_celebrate=1)
    assert until(chat, at(2026, 11, 26)) == []
    chat.command("BEN", "/huzzah birthday 27 November")
    assert "You chose not to be celebrated" in chat.notes()
    assert until(chat, at(2026, 11, 29)) == []


def test_who_changes_their_mind_after_the_invitations_isnt_celebrated_either(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", words="hush")
    choose(chat, "BEN", no_celebrate=1)
    chat.press("ANA", Button("celebration_sign", "", "1"))
    assert "nothing to sign" in chat.notes()
    assert until(chat, at(2026, 11, 26)) == []
    assert "hush" not in str(chat.query("SELECT * FROM wish"))


@pytest.mark.parametrize("trait", ["deactivated", "external"])
def test_whoever_left_or_takes_no_part_isnt_celebrated(chat: Chat, trait: str) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    choose(chat, "BEN", **{trait: 1})
    assert until(chat, at(2026, 11, 26)) == []


@pytest.mark.parametrize(("guests", "many"), [("yes", 1), ("no", 0)])
def test_guests_take_part_as_the_rule_book_says(new_chat: NewChat, guests: str, many: int) -> None:
    chat = new_chat(f"noise: quiet -> guests: {guests}")
    choose(chat, "LEA", guest=1)
    chat.command("LEA", "/huzzah birthday 24 November")
    assert len(cards(until(chat, at(2026, 11, 26)))) == many


def test_who_is_forgotten_leaves_neither_days_nor_wishes_nor_cards(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    befriend(chat, "BEN", to="ANA")
    for member in ("ANA", "BEN"):
        chat.command(member, "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "BEN", number=2, words="from Ben to Ana")
    sign(chat, "ANA", number=1, words="from Ana to Ben")
    with chat.work() as work:
        privacy.erase(work, "BEN", "k" * 64)
    whole = str(chat.query("SELECT * FROM wish") + chat.query("SELECT * FROM special_day"))
    assert "Ben" not in whole
    assert "BEN" not in whole
    said = until(chat, at(2026, 11, 26))
    assert [line for _, line in cards(said)] == ["Happy birthday, Ana Sousa!"]
    chat.command("BEN", "/huzzah birthday 24 November")
    assert len(chat.query("SELECT * FROM special_day")) == 1


def test_taking_it_out_ends_it_with_all_that_was_written(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", words="never read")
    chat.command("BEN", "/huzzah birthday off")
    assert "taken out" in chat.notes()
    assert until(chat, at(2026, 11, 26)) == []
    assert chat.query("SELECT * FROM wish") == []
    assert chat.query("SELECT date, state FROM special_day") == [("", "off")]


def test_two_on_one_day_get_a_card_each(chat: Chat) -> None:
    for member in ("ANA", "LEA"):
        chat.command(member, "/huzzah birthday 24 November")
    assert cards(until(chat, at(2026, 11, 25))) == [
        ("2026-11-24 09:00", "Happy birthday, Ana Sousa!"),
        ("2026-11-24 09:00", "Happy birthday, Léa Öz!"),
    ]


def test_nothing_about_colleagues_is_said_where_another_organisation_is(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday 24 November")
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C2", name="announcements", shared=True))
    said = until(chat, at(2026, 11, 25))
    assert cards(said) == []
    assert [each.member for _, each in said if isinstance(each, Whisper)] == ["ANA"]


def test_after_an_outage_a_card_comes_late_and_after_a_week_not_at_all(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday 20 November")
    chat.command("LEA", "/huzzah birthday 24 November")
    chat.now = at(2026, 11, 30, 12)
    [post] = [each for each in chat.tick() if isinstance(each, Post)]
    assert "Happy birthday, Léa Öz!" in shown(post.card)
    assert "The birthday was on Tuesday." in shown(post.card)
    chat.now = at(2027, 11, 19)
    assert len(cards(until(chat, at(2027, 11, 25)))) == 2


def test_a_move_to_another_zone_moves_the_morning(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday 24 November")
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, "ANA", target="ANA", extra=(("zone", "Pacific/Kiritimati"),))])
        calendar.look_again(work, ["ANA"])
    assert cards(until(chat, at(2026, 11, 25))) == [("2026-11-23 19:00", "Happy birthday, Ana Sousa!")]


def test_admins_choose_channel_days_and_whether_anniversaries_are_celebrated(chat: Chat) -> None:
    chat.command("ANA", "/huzzah anniversary 21 Nov 2016")
    chat.command("ANA", "/huzzah celebrations")
    assert chat.buttons("celebration_settings") == []
    chat.command("JON", "/huzzah celebrations")
    assert "1 anniversary" in chat.notes()
    [button] = chat.buttons("celebration_settings")
    chat.press("ANA", button)
    assert "Only admins" in chat.notes()
    chat.press("JON", button)
    chat.submit("JON", chat.dialog(), channel="C1", free_days="keep")
    assert [(each.channel, when) for when, each in until(chat, at(2026, 11, 23)) if isinstance(each, Post)] == [
        ("C1", "2026-11-21 09:00")
    ]
    chat.press("JON", button)
    chat.submit("JON", chat.dialog(), anniversaries="")
    chat.now = at(2027, 11, 20)
    assert until(chat, at(2027, 11, 25)) == []


def test_nobody_is_asked_to_sign_where_admins_dont_want_it(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.press("JON", Button("celebration_settings", ""))
    chat.submit("JON", chat.dialog(), ahead="0")
    chat.command("BEN", "/huzzah birthday 24 November")
    assert [type(each) for _, each in until(chat, at(2026, 11, 26))] == [Post]


def test_whoever_is_away_isnt_asked_to_sign(chat: Chat) -> None:
    befriend(chat, "ANA", "LEA", to="BEN")
    chat.command("ANA", "/huzzah away 2026-11-18..2026-11-30")
    chat.command("BEN", "/huzzah birthday 24 November")
    said = until(chat, at(2026, 11, 24, 7))
    assert [each.member for _, each in said if isinstance(each, Whisper)] == ["LEA"]


def test_the_form_keeps_both_days_and_the_choice(chat: Chat) -> None:
    chat.command("BEN", "/huzzah celebrate")
    chat.submit("BEN", chat.dialog(), birthday="31 April", anniversary="1 May")
    assert "no day 31" in chat.errors()["birthday"]
    assert "which year" in chat.errors()["anniversary"]
    chat.command("BEN", "/huzzah celebrate")
    chat.submit("BEN", chat.dialog(), birthday="29 Feb 1992", anniversary="1 May 2019", leap="03-01", celebrate="")
    assert "Your birthday is 29 February. The year isn't kept." in chat.notes()
    assert "You are not celebrated" in chat.notes()
    assert chat.query("SELECT kind, date, year, leap FROM special_day ORDER BY kind") == [
        ("anniversary", "05-01", 2019, "03-01"), ("birthday", "02-29", 0, "03-01"),
    ]  # fmt: skip
    chat.command("BEN", "/huzzah bday")
    assert "29 February" in chat.notes()
    chat.press("BEN", Button("celebrate", ""))
    chat.submit("BEN", chat.dialog(), birthday="", anniversary="", celebrate="true")
    assert "Your birthday is taken out." in chat.notes()
    with chat.work() as work:
        assert privacy.choices(work, "BEN")["celebrate"]


def test_an_old_date_button_does_nothing_odd(chat: Chat) -> None:
    for value in ("", "birthday", "birthday 99-99", "anniversary 02-29-x", "wedding 01-01", "anniversary 01-01-0"):
        chat.press("BEN", Button("celebrate_date", "", value))
        assert chat.query("SELECT * FROM special_day") == []


def test_a_year_later_it_is_celebrated_again(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 26))
    chat.now = at(2027, 11, 20)
    assert cards(until(chat, chat.now + 10 * DAY)) == [("2027-11-24 09:00", "Happy birthday, Ana Sousa!")]
