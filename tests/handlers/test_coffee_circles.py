"""Circles of coffee: set up by admins for everybody or for a channel, joined by whoever may see them."""

import json
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.sealing import sealing
from handlers.cards.blocks import Button
from handlers.events import ChannelChanged, MemberChanged
from storage import coffee, groups, schema
from storage.resealing import reseal
from storage.transactions import Database
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat
from tests.handlers.days import at, choose, until
from tests.handlers.test_coffee import EVERY, all_join, tables


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("every 2 weeks on monday 10:00", "every 2 weeks on Monday at 10:00, in pairs"),
        ("every 2 weeks on monday 10:00 in groups of 3", "every 2 weeks on Monday at 10:00, in groups of three"),
        ("every friday 14:30 in groups of four", "every Friday at 14:30, in groups of four"),
        (
            "every 3 weeks on wed 9:00 in threes for everybody",
            "every 3 weeks on Wednesday at 09:00, in groups of three",
        ),
        ("every month on the first tuesday 9:30 in pairs", "every first Tuesday of the month at 09:30, in pairs"),
        ("pairs every tuesday 11:00", "every Tuesday at 11:00, in pairs"),
    ],
)
def test_an_admin_says_when_and_in_which_groups(chat: Chat, typed: str, words: str) -> None:
    chat.command("JON", f"/huzzah coffee {typed}")
    assert words in chat.notes()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("every day 10:00", "in weeks or months"),
        ("every 2 weeks on monday 10:00 in groups of 9", "two, three or four"),
        ("every 2 weeks on monday 10:00 in #nowhere", "I don't know that channel"),
        ("every 2 weeks on monday 10:00 with sugar", "with sugar"),
        ("latte", "can't read that"),
        ("avoid @zoltan", "I don't know anybody called zoltan"),
        ("avoid him", "Whom?"),
        ("pause until whenever", "Until when do you pause?"),
        ("pause 3000 days", "Until when do you pause?"),
    ],
)
def test_what_can_not_be_done_says_why(chat: Chat, typed: str, reason: str) -> None:
    chat.command("JON", f"/huzzah coffee {typed}")
    assert reason in chat.notes()
    assert chat.query("SELECT count(*) FROM coffee_circle") == [(0,)]


def test_only_admins_set_up_rounds(chat: Chat) -> None:
    chat.command("BEN", EVERY + " in pairs")
    assert "Only admins" in chat.notes()
    for action in ("coffee_invite", "coffee_end"):
        all_join(chat, "ANA")
        chat.press("BEN", Button(action, "", "1"))
        assert "Only admins" in chat.notes()


def test_a_circle_of_a_private_channel_is_for_its_people_alone(chat: Chat) -> None:
    with chat.work() as work:
        groups.set_channel_members(work, {"C9": ("ANA", "BEN", "JON")})
    chat.command("JON", EVERY + " in groups of 2 here", channel="C9")
    assert "#secret" in chat.notes()
    chat.press("BEN", Button("coffee_join", "", "1"))
    assert "You are in!" in chat.notes()
    chat.press("ANA", Button("coffee_join", "", "1"))
    chat.press("LEA", Button("coffee_join", "", "1"))
    assert "no such rounds" in chat.notes()
    chat.command("LEA", "/huzzah coffee")
    assert "secret" not in chat.notes()
    with chat.work() as work:
        groups.set_channel_members(work, {"C9": ("ANA", "JON")})
    until(chat, at(2026, 11, 25))
    assert tables(chat) == []


def test_an_invitation_is_posted_with_a_button_to_join(chat: Chat) -> None:
    chat.command("JON", EVERY + " in <#C1|general>")
    [button] = chat.buttons("coffee_invite")
    chat.press("JON", button)
    [post] = chat.posts()
    assert post.channel == "C1"
    assert "Coffee with a colleague?" in shown(post.card)
    [join] = chat.buttons("coffee_join")
    chat.press("ANA", join)
    assert "You are in!" in chat.notes()


def test_where_others_are_nothing_is_set_up(chat: Chat) -> None:
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    chat.command("JON", EVERY + " here")
    assert "another organisation" in chat.notes()


def test_one_may_join_before_anybody_said_when(chat: Chat) -> None:
    chat.command("ANA", "/huzzah donut")
    assert "There are no rounds yet" in chat.notes()
    [button] = chat.buttons("coffee_join")
    chat.press("ANA", button)
    assert "as soon as an admin says when" in chat.notes()
    chat.command("JON", EVERY)
    assert chat.query("SELECT count(*) FROM coffee_circle") == [(1,)]
    chat.command("ANA", "/huzzah coffee")
    assert "You are in." in chat.notes()
    [leave] = chat.buttons("coffee_leave")
    chat.press("ANA", leave)
    assert "You left" in chat.notes()


def test_setting_it_up_again_changes_it(chat: Chat) -> None:
    chat.command("JON", EVERY)
    chat.command("JON", "/huzzah coffee every friday 9:00 in groups of 3")
    assert "are changed" in chat.notes()
    assert chat.query("SELECT count(*) FROM calendar WHERE kind = 'coffee_round' AND state = 'on'") == [(1,)]


def test_wishes_are_named_in_a_form(chat: Chat) -> None:
    all_join(chat, "ANA")
    chat.press("ANA", Button("coffee_settings", ""))
    dialog = chat.dialog()
    chat.submit("ANA", dialog, weeks="nonsense", snooze="someday", avoid="NOBODY")
    assert sorted(chat.errors()) == ["avoid", "snooze", "weeks"]
    chat.submit("ANA", dialog, weeks="8", snooze="2 weeks", avoid="BEN,ANA")
    assert "You pause until Wed 2 Dec" in chat.notes()
    chat.press("ANA", Button("coffee_settings", ""))
    assert {field.id: field.value for field in chat.dialog().fields} == {
        "weeks": "8", "snooze": "2026-12-02", "avoid": "BEN",
    }  # fmt: skip
    chat.command("ANA", "/huzzah coffee back")
    assert "Welcome back" in chat.notes()


def test_whom_somebody_avoids_can_not_be_read_in_the_database(tmp_path: Path) -> None:
    key, other = Fernet.generate_key(), Fernet.generate_key()
    database = Database(f"sqlite:///{tmp_path / 'sealed.db'}", sealing=sealing(lambda: key))
    schema.prepare(database)
    chat = Chat(database).settle_in()
    all_join(chat, "ANA", "BEN", "MEI")
    chat.command("ANA", "/huzzah coffee avoid <@BEN>")
    rows = {str(member): str(text) for member, text in chat.query("SELECT member, sealed FROM coffee_avoid")}
    assert "BEN" not in rows["ANA"]
    # Neither that there is a list nor how long it is tells who has somebody on it.
    assert len({len(text) for text in rows.values()}) == 1
    assert set(rows) == {"ANA", "BEN", "MEI"}
    with database.look() as connection:
        found = [connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in ("calendar", "audit", "fact")]
    assert "avoid" not in json.dumps(str(found))
    both = sealing(lambda: other + b"," + key)
    assert reseal(database, both).others >= 3
    database.close()
    reopened = Database(f"sqlite:///{tmp_path / 'sealed.db'}", sealing=sealing(lambda: other))
    with reopened.write(WORKSPACE, chat.now) as work:
        assert coffee.avoided(work, "ANA") == ["BEN"]
    reopened.close()


def test_whose_list_no_key_opens_is_left_in_peace_and_the_others_have_their_coffee(tmp_path: Path) -> None:
    keys = [Fernet.generate_key() for _ in range(2)]
    database = Database(f"sqlite:///{tmp_path / 'lost.db'}", sealing=sealing(lambda: keys[0]))
    schema.prepare(database)
    chat = Chat(database).settle_in()
    all_join(chat, "ANA")
    database.close()
    chat.database = Database(f"sqlite:///{tmp_path / 'lost.db'}", sealing=sealing(lambda: keys[1]))
    all_join(chat, "BEN", "MEI")
    chat.command("JON", EVERY)
    until(chat, at(2026, 11, 25))
    assert tables(chat) == [("BEN", "MEI")]
    chat.command("ANA", "/huzzah coffee avoid <@BEN>")
    assert "can't be opened" in chat.notes()
    chat.database.close()


@pytest.mark.parametrize(
    ("member", "hour"),
    [("JON", "at 10:00, in pairs"), ("ANA", "at 10:00, in pairs"), ("MEI", "at 10:00 UTC, in pairs")],
)
def test_the_hour_bears_the_name_of_its_clock_where_that_is_another_one(chat: Chat, member: str, hour: str) -> None:
    chat.command("JON", EVERY)
    assert "on Monday at 10:00, in pairs" in chat.notes()
    chat.command(member, "/huzzah coffee join")
    assert f"Coffee is every 2 weeks on Monday {hour}." in chat.notes()
    chat.command(member, "/huzzah coffee")
    assert f"every 2 weeks on Monday {hour}" in chat.notes()


def test_the_clock_of_an_admin_elsewhere_is_named_to_all_others(chat: Chat) -> None:
    chat.do(
        MemberChanged(workspace=WORKSPACE, at=chat.now, member="MEI", name="Mei Lin", zone="Asia/Taipei", admin=True)
    )
    chat.command("MEI", EVERY.replace("10:00", "16:00"))
    assert "every 2 weeks on Monday at 16:00, in pairs" in chat.notes()
    choose(chat, "ANA", zone="Pacific/Auckland")  # that hour is over there
    chat.command("ANA", "/huzzah coffee")
    assert "every 2 weeks on Monday at 16:00 in Taipei, in pairs" in chat.notes()


def test_whoever_is_told_at_that_hour_of_their_own_reads_no_other_clock(chat: Chat) -> None:
    choose(chat, "MEI", zone="America/New_York")
    chat.command("JON", EVERY)
    for words in ("coffee", "calendar"):
        chat.command("MEI", f"/huzzah {words}")
        assert "on Monday at 10:00" in chat.notes()
        assert "10:00 UTC" not in chat.notes()


def test_an_invitation_names_the_clock_where_people_have_several(chat: Chat, one_zone: Chat) -> None:
    for there, hour in ((chat, "at 10:00 UTC"), (one_zone, "at 10:00")):
        there.command("JON", EVERY + " in <#C1|general>")
        [button] = there.buttons("coffee_invite")
        there.press("JON", button)
        [post] = there.posts()
        assert f"Every 2 weeks on Monday {hour}, in pairs, I bring those together who joined" in shown(post.card)


@pytest.fixture
def one_zone(new_chat: NewChat) -> Chat:
    """All go by one clock."""
    chat = new_chat("")
    for member, name in (("ANA", "Ana Sousa"), ("BEN", "Ben Okafor"), ("MEI", "Mei-Lin Chen")):
        chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member=member, name=name, zone="Etc/UTC"))
    return chat
