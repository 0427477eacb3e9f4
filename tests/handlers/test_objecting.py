"""Objecting: a reason, an admin's decision, a correction, and a word to whoever asked."""

from handlers.answers import Refresh
from handlers.cards.blocks import Button
from handlers.events import MemberChanged
from storage import audit, replaying
from tests.handlers.chat import WORKSPACE, Chat


def object_to_one(chat: Chat, reason: str = "I only tested it") -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("ANA", "/huzzah why")
    chat.press("ANA", chat.buttons("object")[0])
    chat.submit("ANA", chat.dialog(), reason=reason)


def decide(chat: Chat, text: str, member: str = "JON") -> None:
    chat.command("JON", "/huzzah objections")
    button = next(each for each in chat.buttons("objection_settle") if each.text == text)
    chat.press(member, button)


def make_admin(chat: Chat, member: str, *, yes: bool) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member=member, admin=yes))


def test_the_admins_are_told_with_the_reason(chat: Chat) -> None:
    object_to_one(chat, "<!channel> I *only* tested")
    assert "An admin will look at it" in chat.notes()
    assert set(chat.whispers()) == {"JON"}
    assert "@Ana Sousa objects to +1" in chat.whispers()["JON"]
    assert "> &lt;!channel&gt; I *only* tested" in chat.whispers()["JON"]


def test_taking_back_corrects_the_row_and_tells_the_member(chat: Chat) -> None:
    object_to_one(chat)
    before = chat.totals("points")["ANA"]
    decide(chat, "Take them back")
    assert isinstance(chat.answers[0], Refresh)
    assert "Nothing is waiting" in chat.notes()
    assert chat.totals("points").get("ANA", 0) == before - 1
    assert "Your points were taken back" in chat.whispers()["ANA"]
    chat.command("ANA", "/huzzah why")
    assert "an admin took it back" in chat.notes()
    with chat.work() as work:
        assert [(row.member, row.action) for row in audit.newest(work, 1)] == [("JON", "settled an objection")]
        assert replaying.check(work) == []


def test_keeping_changes_nothing_but_is_told_and_written_down(chat: Chat) -> None:
    object_to_one(chat)
    before = chat.totals("points")
    decide(chat, "Keep the points")
    assert chat.totals("points") == before
    assert "Your points stay as they are" in chat.whispers()["ANA"]
    chat.command("ANA", "/huzzah why")
    assert "an admin decided that it stays" in chat.notes()


def test_a_row_is_objected_to_once(chat: Chat) -> None:
    object_to_one(chat)
    chat.command("ANA", "/huzzah why")
    assert "Objected to; an admin will look at it" in chat.notes()
    row = chat.query("SELECT seq, n FROM objection")[0]
    chat.press("ANA", Button("object", "", f"{row[0]}.{row[1]}"))
    assert "can't be objected to" in chat.notes()


def test_nobody_objects_to_points_of_others(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("ANA", "/huzzah why")
    button = chat.buttons("object")[0]
    chat.press("MEI", button)
    assert "can't be objected to" in chat.notes()
    chat.press("ANA", button)
    dialog = chat.dialog()
    chat.submit("MEI", dialog, reason="unfair")
    assert "can't be objected to" in chat.notes()
    assert chat.query("SELECT * FROM objection") == []


def test_a_reason_is_needed(chat: Chat) -> None:
    object_to_one(chat, "  ")
    assert "reason" in chat.errors()


def test_garbled_buttons_are_answered_kindly(chat: Chat) -> None:
    for value in ("", "x", "1", "-1.0", "99.99", "9" * 40 + ".1"):
        chat.press("ANA", Button("object", "", value))
        assert "can't be objected to" in chat.notes()
        chat.press("JON", Button("objection_settle", "", f"take|{value}"))
        assert "settled already" in chat.notes()


def test_only_admins_settle(chat: Chat) -> None:
    object_to_one(chat)
    chat.command("BEN", "/huzzah objections")
    assert "Only admins settle" in chat.notes()
    decide(chat, "Keep the points", member="BEN")
    assert "Only admins settle" in chat.notes()


def test_two_admins_settle_once(chat: Chat) -> None:
    object_to_one(chat)
    chat.command("JON", "/huzzah objections")
    take = next(each for each in chat.buttons("objection_settle") if each.text == "Take them back")
    chat.press("JON", take)
    chat.press("JON", take)
    assert "Another admin was faster" in chat.notes()


def test_an_admin_leaves_their_own_points_to_another(chat: Chat) -> None:
    make_admin(chat, "MEI", yes=True)
    chat.say("JON", "<@BEN> :tada: thanks")
    chat.command("JON", "/huzzah why")
    chat.press("JON", chat.buttons("object")[0])
    chat.submit("JON", chat.dialog(), reason="Was it right?")
    assert set(chat.whispers()) == {"MEI"}
    decide(chat, "Keep the points")
    assert "Ask another admin" in chat.notes()
    decide(chat, "Keep the points", member="MEI")
    assert "stay as they are" in chat.whispers()["JON"]


def test_without_an_admin_it_waits_for_one(chat: Chat) -> None:
    make_admin(chat, "JON", yes=False)
    object_to_one(chat)
    assert "There is no admin here yet" in chat.notes()
