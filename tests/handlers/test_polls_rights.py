"""Rights in polls: who sees one and steers it, by where it stands - and what is said where others came meanwhile."""

import pytest

from handlers import applying, files
from handlers.answers import Answer, Download, Open, Post
from handlers.cards.blocks import Button
from handlers.events import ButtonPressed, ChannelChanged, MemberChanged
from storage import polls
from tests.handlers.chat import WORKSPACE, Chat, shown

UNKNOWN = "C404"
"""A channel that nobody told us of."""


def ask(chat: Chat, words: str, channel: str = "C1", member: str = "ANA") -> int:
    """A poll is asked; its number."""
    chat.command(member, f"/poll {words}", channel)
    with chat.work() as work:
        return polls.newest(work)


def press(chat: Chat, member: str, action: str, value: object, channel: str = "C1") -> list[Answer]:
    """A button on a card in a channel."""
    chat.press("nobody", Button("nothing", "", ""))
    return chat.do(
        ButtonPressed(
            workspace=WORKSPACE, at=chat.now, member=member, channel=channel, action=action,
            request=f"here:{chat.number}", value=str(value),
        )
    )  # fmt: skip


def stands(chat: Chat) -> None:
    """What waits to be said has been said."""
    with chat.work() as work:
        work.connection.exec_driver_sql("UPDATE outbox SET state = 'sent', remote = '1.' || id, said = ''")


def share(chat: Chat) -> None:
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))


def waiting(chat: Chat) -> str:
    """All that is about to be said in #general."""
    rows = chat.query("SELECT said FROM outbox WHERE channel = 'C1' AND state = 'waiting'")
    return "\n".join(str(said) for (said,) in rows)


def leaves(chat: Chat) -> None:
    """Ana isn't in the private channel any more."""
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C9", name="secret", private=True,
                           members=("BEN",)))  # fmt: skip


@pytest.mark.parametrize("action", ["poll_results", "poll_who", "poll_csv", "poll_png", "vote"])
def test_a_poll_in_a_channel_that_nobody_told_us_of_is_for_those_who_are_there(chat: Chat, action: str) -> None:
    number = ask(chat, '"Sell the office?" "Yes, sell" "No"', UNKNOWN)
    press(chat, "BEN", "vote", f"{number}|1", UNKNOWN)
    assert "Yes, sell" in chat.notes()
    value = f"{number}|1" if action == "vote" else number
    said = press(chat, "LEA", action, value)
    assert "isn't there any more" in chat.notes()
    assert "sell" not in chat.notes().lower()
    assert not [each for each in said if isinstance(each, Download)]
    said = press(chat, "LEA", action, value, UNKNOWN)
    assert "isn't there any more" not in chat.notes()
    assert said


def test_whoever_asked_where_nobody_told_us_of_and_the_co_owners_see_it_from_everywhere(chat: Chat) -> None:
    number = ask(chat, '"Sell the office?" "Yes" "No"', UNKNOWN)
    for _ in range(2):
        chat.command("ANA", "/huzzah polls")
        assert "Sell the office?" in chat.notes()
    for stranger in ("LEA", "JON"):
        chat.command(stranger, "/huzzah polls")
        assert "Sell" not in chat.notes()
    chat.command("LEA", "/huzzah polls", UNKNOWN)
    assert "Sell the office?" in chat.notes()
    assert not press(chat, "JON", "poll_close", number)[1:]
    press(chat, "ANA", "poll_owners", number)
    chat.submit("ANA", chat.dialog(), owners="LEA")
    press(chat, "LEA", "poll_close", number)
    assert "It is closed" in chat.notes()


def test_a_form_that_was_opened_there_counts_there(chat: Chat) -> None:
    number = ask(chat, '"Why?" open', UNKNOWN)
    press(chat, "LEA", "poll_vote", number, UNKNOWN)
    chat.submit("LEA", chat.dialog(), answer="Because of the view")
    assert "Because of the view" in chat.notes()
    assert not [each for each in press(chat, "LEA", "poll_vote", number) if isinstance(each, Open)]


def test_a_file_that_somebody_got_there_can_be_had_behind_its_link(chat: Chat) -> None:
    number = ask(chat, '"Sell?" "Yes" "No"', UNKNOWN)
    press(chat, "BEN", "vote", f"{number}|1", UNKNOWN)
    [file] = press(chat, "LEA", "poll_csv", number, UNKNOWN)
    assert isinstance(file, Download)
    with chat.work() as work:
        assert files.find(work, "LEA", file.file) is not None
        assert files.find(work, "LEA", f"poll-csv {number}") is None


def test_whoever_left_a_private_channel_steers_nothing_there_any_more(chat: Chat) -> None:
    number = ask(chat, '"Secret plans?" "A" "B" close 2d', "C9")
    leaves(chat)
    for action in ("poll_close", "poll_edit", "poll_delete", "poll_steer", "poll_results"):
        [answer] = press(chat, "ANA", action, number)
        assert not isinstance(answer, Open)
        assert "Secret" not in chat.notes()
    assert chat.query("SELECT state FROM poll") == [("open",)]


def test_a_guest_sees_the_polls_of_where_they_are_and_no_others(chat: Chat) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="LEA", guest=True))
    here, there = ask(chat, '"Lunch?" "A" "B"'), ask(chat, '"Raises?" "A" "B"', "C2")
    chat.command("LEA", "/huzzah polls")
    assert "Lunch?" in chat.notes()
    assert "Raises?" not in chat.notes()
    press(chat, "LEA", "poll_results", there)
    assert "isn't there any more" in chat.notes()
    press(chat, "LEA", "vote", f"{here}|1")
    assert chat.query("SELECT poll, voter FROM vote") == [(here, "LEA")]


def test_a_guest_among_a_crowd_is_answered_as_they_would_be_alone(chat: Chat) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="LEA", guest=True))
    number = ask(chat, '"Raises?" "A" "B"', "C2")
    events = [
        ButtonPressed(
            workspace=WORKSPACE, at=chat.now, member=member, channel="C1", action="vote", request=f"c:{member}",
            value=f"{number}|1",
        )
        for member in ("LEA", "BEN", "MEI")
    ]  # fmt: skip
    with chat.work() as work:
        applying.apply(work, events)
    assert chat.query("SELECT voter FROM vote ORDER BY voter") == [("BEN",), ("MEI",)]


def test_a_crowd_votes_in_no_poll_of_a_pulse(chat: Chat) -> None:
    number = ask(chat, '"Joy?" "A" "B"')
    with chat.work() as work:
        work.connection.exec_driver_sql("UPDATE poll SET series = 'pulse:1'")
    events = [
        ButtonPressed(
            workspace=WORKSPACE, at=chat.now, member=member, channel="C1", action="vote", request=f"p:{member}",
            value=f"{number}|1",
        )
        for member in ("BEN", "MEI")
    ]  # fmt: skip
    with chat.work() as work:
        applying.apply(work, events)
    assert chat.query("SELECT voter FROM vote") == []


def test_a_card_grows_no_more_once_another_organisation_is_there(chat: Chat) -> None:
    number = ask(chat, '"Thoughts?" open')
    stands(chat)
    share(chat)
    chat.later(1)
    press(chat, "BEN", "poll_vote", number)
    chat.submit("BEN", chat.dialog(), answer="we lose the deal")
    assert waiting(chat) == ""
    press(chat, "ANA", "poll_close", number)
    assert waiting(chat) == ""
    assert "thread" not in chat.notes()
    assert chat.buttons("poll_results")


def test_a_card_may_be_taken_away_there_all_the_same(chat: Chat) -> None:
    number = ask(chat, '"Thoughts?" open')
    stands(chat)
    share(chat)
    press(chat, "ANA", "poll_delete", number)
    assert "was taken away" in waiting(chat)
    assert "Thoughts?" not in waiting(chat)


def test_what_never_stood_there_is_not_taken_away_there(chat: Chat) -> None:
    number = ask(chat, '"Thoughts?" open')
    with chat.work() as work:
        work.connection.exec_driver_sql("DELETE FROM outbox")
    share(chat)
    said = press(chat, "ANA", "poll_delete", number)
    assert [shown(each.card) for each in said if isinstance(each, Post)]
    assert waiting(chat) == ""


def test_a_gift_that_was_taken_back_is_put_right_there(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> thanks for the deal")
    stands(chat)
    share(chat)
    chat.command("ANA", "/huzzah undo")
    assert "took back" in waiting(chat)


@pytest.mark.parametrize("action", ["calendar_entry", "calendar_skip", "calendar_send", "calendar_remove"])
def test_the_close_of_a_poll_is_not_among_what_can_be_changed_on_the_calendar(chat: Chat, action: str) -> None:
    ask(chat, '"Lunch?" "A" "B" close 2h')
    [(entry, due)] = chat.query("SELECT entry, next FROM calendar WHERE kind = 'poll_close'")
    for value in (f"{entry}", f"{entry} {due}", f"{entry} 0"):
        press(chat, "ANA", action, value)
        assert "Lunch?" not in chat.notes()
        assert not chat.buttons("calendar_skip")
    assert chat.query("SELECT state FROM calendar WHERE kind = 'poll_close'") == [("on",)]
    chat.later(3)
    chat.tick()
    assert chat.query("SELECT state FROM poll") == [("closed",)]
