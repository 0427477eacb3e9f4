"""Celebrations: days are told in many ways, colleagues sign a card, and it appears once, in the receiver's morning."""

import pytest

from handlers.answers import Post, Whisper
from handlers.cards.blocks import Button
from scoring.periods import DAY
from storage import privacy
from tests.handlers.chat import Chat, shown
from tests.handlers.conftest import NewChat
from tests.handlers.days import at, befriend, cards, posted, sign, until


@pytest.mark.parametrize(
    "typed",
    ["14 March", "March 14th", "14.3.", "14.03.1990", "1990-03-14", "14/3", "3/14", "the 14th of march", "14. März",
     "14 de marzo", "it's on 14 mar!", "03-14-1990", "--03-14"],
)  # fmt: skip
def test_a_birthday_may_be_written_in_many_ways_and_its_year_is_never_kept(chat: Chat, typed: str) -> None:
    chat.command("BEN", f"/huzzah birthday {typed}")
    assert "Noted: your birthday is 14 March." in chat.notes()
    assert ("is not kept" in chat.notes()) == ("1990" in typed)
    assert chat.query("SELECT date, year FROM special_day WHERE member = 'BEN'") == [("03-14", 0)]


def test_what_can_be_two_days_is_asked_back(chat: Chat) -> None:
    chat.command("BEN", "/huzzah birthday 3/4/1990")
    assert "Is your birthday on 3 April or on 4 March?" in chat.notes()
    second = chat.buttons("celebrate_date")[1]
    chat.press("BEN", second)
    assert "Noted: your birthday is 4 March." in chat.notes()
    chat.command("BEN", "/huzzah anniversary 3/4/2019")
    first = chat.buttons("celebrate_date")[0]
    chat.press("BEN", first)
    assert "Noted: your work anniversary is 3 April 2019." in chat.notes()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("birthday 31 April", "April has no day 31"),
        ("birthday 14/13", "no month 13"),
        ("birthday soon", "Which day is it?"),
        ("birthday <@ANA> 3 May", "Everybody tells their own"),
        ("anniversary 1 May", "In which year did you begin?"),
        ("anniversary 1 May 2099", "still to come"),
        ("anniversary 29 Feb 2023", "February 2023 has no day 29"),
        ("birthday " + "9" * 100_000, "Which day is it?"),
        ("birthday ١٤", "Which day is it?"),
    ],
)
def test_a_day_that_can_not_be_read_says_why(chat: Chat, typed: str, reason: str) -> None:
    chat.command("BEN", f"/huzzah {typed}")
    assert reason in chat.notes()
    assert chat.query("SELECT * FROM special_day") == []


def test_it_is_posted_at_nine_in_the_receivers_morning_and_weekends_are_moved(chat: Chat) -> None:
    chat.command("MEI", "/huzzah birthday 19 November")
    chat.command("ANA", "/huzzah birthday 21 November")
    assert "in #announcements" in chat.notes()
    assert cards(until(chat, at(2026, 11, 25))) == [
        ("2026-11-19 01:00", "Happy birthday, Mei-Lin Chen!"),
        ("2026-11-23 09:00", "Happy birthday, Ana Sousa!"),
    ]


def test_whoever_tells_it_on_the_day_itself_is_celebrated_still(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday today")
    assert cards([("", each) for each in chat.tick() if isinstance(each, Post)])[0][1] == "Happy birthday, Ana Sousa!"
    chat.command("ANA", "/huzzah birthday 18.11.")
    chat.command("ANA", "/huzzah birthday tomorrow")
    assert cards(until(chat, chat.now + 20 * DAY)) == []


def test_a_date_that_changes_on_the_day_is_celebrated_once_a_year(chat: Chat) -> None:
    chat.command("ANA", "/huzzah birthday 20 November")
    assert len(cards(until(chat, at(2026, 11, 20, 12)))) == 1
    chat.command("ANA", "/huzzah birthday 23 November")
    assert cards(until(chat, at(2026, 12, 10))) == []
    chat.now = at(2027, 11, 20)
    assert [when[:10] for when, _ in cards(until(chat, at(2027, 12, 1)))] == ["2027-11-23"]


@pytest.mark.parametrize(
    ("choice", "days"), [("02-28", ["2027-02-26", "2028-02-29"]), ("03-01", ["2027-03-01", "2028-02-29"])]
)
def test_the_29th_of_february_is_celebrated_every_year(new_chat: NewChat, choice: str, days: list[str]) -> None:
    chat = new_chat("")
    chat.command("JON", "/huzzah celebrations settings")
    chat.submit("JON", chat.dialog(), free_days="before")
    chat.command("ANA", "/huzzah birthday 29 February")
    assert "In years without a 29th I celebrate on 28 February." in chat.notes()
    if choice == "03-01":
        [button] = chat.buttons("celebrate_leap")
        chat.press("ANA", button)
        assert "I celebrate on 1 March" in chat.notes()
    found = []
    for year in (2027, 2028):
        chat.now = at(year, 2, 20)
        found += [when[:10] for when, _ in cards(until(chat, at(year, 3, 10)))]
    assert found == days


def test_new_years_day_moved_into_the_old_year_is_celebrated_once(chat: Chat) -> None:
    chat.command("JON", "/huzzah celebrations settings")
    chat.submit("JON", chat.dialog(), free_days="before")
    chat.command("ANA", "/huzzah birthday 1 January")
    chat.now = at(2027, 12, 20)
    assert [when[:10] for when, _ in cards(until(chat, at(2028, 1, 2)))] == ["2027-12-31"]
    chat.command("ANA", "/huzzah birthday 4 January")
    assert cards(until(chat, at(2028, 1, 20))) == []


def test_anniversaries_know_their_number_and_begin_after_a_year(chat: Chat) -> None:
    chat.command("ANA", "/huzzah anniversary 20 Nov 2021")
    chat.command("BEN", "/huzzah anniversary 18.11.2026")
    chat.command("LEA", "/huzzah anniversary 2019-11-20")
    said = cards(until(chat, at(2026, 12, 1)))
    assert sorted(line for _, line in said) == ["7 years with us: Léa Öz!", "Five years with us: Ana Sousa!"]


def test_those_who_know_somebody_are_asked_to_sign_and_never_the_person_themself(chat: Chat) -> None:
    befriend(chat, "ANA", "MEI", "LEA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    said = until(chat, at(2026, 11, 24, 7))
    asked = {
        each.member: when for when, each in said if isinstance(each, Whisper) and "Will you sign" in shown(each.card)
    }
    assert asked == {"ANA": "2026-11-20 10:00", "MEI": "2026-11-20 02:00", "LEA": "2026-11-20 10:00"}
    assert "has a birthday on Tue 24 Nov" in shown(next(each.card for _, each in said))


def test_wishes_stand_on_the_card_and_can_be_changed_or_taken_back_before(chat: Chat) -> None:
    befriend(chat, "ANA", "MEI", "LEA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", words="All the <b>best</b> & <@LEA>!", picture="https://example.org/a.gif")
    assert "You signed the card for @Ben Okafor." in chat.notes()
    sign(chat, "LEA", words="first thought")
    sign(chat, "LEA", words="second thought")
    sign(chat, "MEI", words="not for long")
    [button] = chat.buttons("celebration_unsign")
    chat.press("MEI", button)
    assert "Your wish is off the card" in chat.notes()
    [(_, post)] = [each for each in until(chat, at(2026, 11, 24, 12)) if isinstance(each[1], Post)]
    said = shown(post.card)
    assert isinstance(post, Post)
    assert (post.channel, post.key) == ("C2", "celebration:1")
    assert "> All the &lt;b&gt;best&lt;/b&gt; &amp; &lt;@LEA&gt;!" in said
    assert "https://example.org/a.gif" in said
    assert "> second thought" in said
    assert "first thought" not in said
    assert "not for long" not in said
    assert chat.query("SELECT author, state, markup FROM wish ORDER BY author") == [
        ("ANA", "said", ""), ("LEA", "said", ""),
    ]  # fmt: skip


def test_the_form_shows_again_what_was_typed(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", words="you & <me>")
    [change, *_] = chat.buttons("celebration_sign")
    chat.press("ANA", change)
    assert chat.dialog().fields[0].value == "you & <me>"
    chat.submit("ANA", chat.dialog(), words="", picture="")
    assert "Your wish is off the card" in chat.notes()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"words": "x" * 601}, "601 characters"),
        ({"words": "", "picture": ""}, "Write a wish"),
        ({"words": "hi", "picture": "javascript:alert(1)"}, "beginning with https://"),
        ({"words": "hi", "picture": "https://"}, "beginning with https://"),
        ({"words": "hi", "picture": "https:///cake.gif"}, "beginning with https://"),
        ({"words": "hi", "picture": "https://[cake.gif"}, "beginning with https://"),
        ({"words": "hi", "picture": "https://example.org/a|b.gif"}, "beginning with https://"),
        ({"words": ":tv:" * 101}, "Leave out some of the emoji"),
        ({"words": "hip\n" * 60 + "hooray"}, "fewer lines"),
    ],
)
def test_a_wish_that_can_not_stand_on_a_card_says_why(chat: Chat, fields: dict[str, str], error: str) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", 1, **fields)
    assert error in " ".join(chat.errors().values())


def test_late_wishes_go_to_the_thread_by_themselves_once_for_each(chat: Chat) -> None:
    chat.command("BEN", "/huzzah birthday 20 November")
    until(chat, at(2026, 11, 20, 12))
    sign(chat, "MEI", words="before the card is out")
    assert "is on its way in the thread of the card in #announcements" in chat.notes()
    [early] = chat.posts()
    assert (early.channel, early.thread, early.below) == ("C2", "", "celebration:1")
    assert "> before the card is out" in shown(early.card)
    posted(chat, "celebration:1", "m77")
    sign(chat, "LEA", words="late, but warm")
    [post] = chat.posts()
    assert (post.channel, post.thread) == ("C2", "m77")
    assert "> late, but warm" in shown(post.card)
    chat.press("LEA", Button("celebration_sign", "", "1"))
    assert "Your wish is in the thread of this card already." in chat.notes()
    assert "write into the thread yourself" in chat.notes()
    chat.press("BEN", Button("celebration_sign", "", "1"))
    assert "lean back" in chat.notes()
    chat.later(24 * 20)
    chat.press("ANA", Button("celebration_sign", "", "1"))
    assert "That day is over" in chat.notes()


def test_who_signed_in_time_hears_where_their_wish_is_and_where_there_is_room_for_more(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", words="all the best")
    until(chat, at(2026, 11, 24, 12))
    posted(chat, "celebration:1", "m77")
    chat.press("ANA", Button("celebration_sign", "", "1"))
    assert "You signed this card: your wish came with it." in chat.notes()
    assert "write into the thread yourself" in chat.notes()


def test_who_signed_a_card_that_nobody_else_sees_is_not_sent_to_a_thread(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", words="all the best")
    with chat.work() as work:
        privacy.choose(work, "BEN", {"announce": False})
    until(chat, at(2026, 11, 24, 12))
    chat.press("ANA", Button("celebration_sign", "", "1"))
    assert "You signed this card: your wish came with it." in chat.notes()
    assert "write to them yourself" in chat.notes()
    assert "thread" not in chat.notes()


def test_nobody_learns_of_a_card_by_guessing_its_number(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    for value in ("1", "2", "x", "", "9" * 50, "１"):
        chat.press("LEA", Button("celebration_sign", "", value))
        assert "nothing to sign" in chat.notes()
    chat.press("BEN", Button("celebration_sign", "", "1"))
    assert "Ana" not in chat.notes()


def test_the_export_of_the_person_doesnt_give_the_surprise_away(chat: Chat) -> None:
    befriend(chat, "ANA", to="BEN")
    chat.command("BEN", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    sign(chat, "ANA", words="a surprise for you")
    with chat.work() as work:
        assert "a surprise" not in str(privacy.export(work, "BEN"))
        assert "a surprise" in str(privacy.export(work, "ANA"))
        assert privacy.export(work, "BEN")["special_day"][0]["date"] == "11-24"
