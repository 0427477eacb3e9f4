"""Polls and privacy: what an export holds of them, and that an erasure leaves nobody's name in an answer."""

import pytest

from handlers import intake
from handlers.cards.blocks import Button
from handlers.events import GroupChanged
from storage import polls, privacy, replaying
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.polling import Polling, a_crowd

KEY = "0123456789abcdef" * 4
TABLES = ("poll", "poll_option", "vote", "ballot", "promise")


def ask(chat: Chat, words: str, channel: str = "C1", member: str = "ANA") -> int:
    chat.command(member, f"/poll {words}", channel)
    with chat.work() as work:
        return polls.newest(work)


def exported(chat: Chat, member: str) -> dict[str, list[dict[str, object]]]:
    with chat.work() as work:
        found = privacy.export(work, member)
    return {name: found.get(name, []) for name in (*TABLES, "contest", "challenge")}


def answer(chat: Chat, member: str, number: int, words: str) -> None:
    chat.press(member, Button("poll_vote", "", str(number)))
    chat.submit(member, chat.dialog(), answer=words)


def test_what_is_asked_about_somebody_in_a_private_channel_is_not_handed_to_them(chat: Chat) -> None:
    first = ask(chat, '"Shall we let <@LEA> go?" "Yes, <@LEA>" "No"', "C9")
    chat.press("BEN", Button("vote", "", f"{first}|1"))
    answer(chat, "BEN", ask(chat, '"What about next week?" open', "C9"), "<@LEA> is to blame")
    ask(chat, '"A draft" "A" "<@LEA>"', "C9")
    assert not any(exported(chat, "LEA").values())


def test_everybody_gets_what_they_asked_chose_and_answered_themselves(chat: Chat) -> None:
    number = ask(chat, '"What about <@LEA>?" open')
    answer(chat, "BEN", number, "All is well")
    mine, asked = exported(chat, "BEN"), exported(chat, "ANA")
    assert [row["voter"] for row in mine["vote"]] == ["BEN"]
    assert [row["words"] for row in mine["poll_option"]] == ["All is well"]
    assert mine["poll"] == []
    assert [row["question"] for row in asked["poll"]] == ["What about <@LEA>?"]
    assert asked["vote"] == asked["poll_option"] == []


def test_a_co_owner_hears_which_polls_and_no_more(chat: Chat) -> None:
    number = ask(chat, '"Capital?" "Paris"* "Lyon"')
    chat.press("ANA", Button("poll_owners", "", str(number)))
    chat.submit("ANA", chat.dialog(), owners="BEN")
    with chat.work() as work:
        assert privacy.export(work, "BEN")["about"]["co-owner of polls"] == [number]
        assert privacy.export(work, "LEA")["about"]["co-owner of polls"] == []
    assert exported(chat, "BEN")["poll"] == []


@pytest.mark.parametrize(("results", "seen"), [("sealed", False), ("hidden", False), ("", True)])
def test_whoever_asks_learns_nothing_before_the_close_from_their_export(chat: Chat, results: str, seen: bool) -> None:
    number = ask(chat, f'"Lunch?" "Pizza" "Sushi" {results}')
    for member in ("BEN", "MEI", "LEA"):
        chat.press(member, Button("vote", "", f"{number}|1"))
    # As those before us kept it, whatever its card shows.
    with chat.work() as work:
        work.connection.exec_driver_sql("""UPDATE poll SET tally = '{"turnout":3,"counts":[[1,3]]}'""")
    [row] = exported(chat, "ANA")["poll"]
    assert bool(row["tally"]) is seen
    chat.press("ANA", Button("poll_close", "", str(number)))
    [row] = exported(chat, "ANA")["poll"]
    assert row["result"]


def test_the_group_somebody_counted_in_is_in_their_export_and_goes_with_them(chat: Chat) -> None:
    with chat.work() as work:
        privacy.ensure_pepper(work, KEY)
    people = a_crowd(chat, 6)
    event = GroupChanged(workspace=WORKSPACE, at=chat.now, group="G_ops", name="ops", members=tuple(people))
    with chat.work() as work:
        intake.note(work, [event])
    number = ask(chat, '"Lunch?" "Pizza" "Sushi" by @ops')
    for member in people:
        chat.press(member, Button("vote", "", f"{number}|1"))
    [row] = exported(chat, people[0])["vote"]
    assert row["choice"] == [[1], "", 1]
    with chat.work() as work:
        privacy.erase(work, people[0])
    assert chat.query("SELECT choice FROM vote WHERE voter LIKE 'erased%'") == [("[[1]]",)]
    assert [row[0] for row in chat.query("SELECT choice FROM vote WHERE voter NOT LIKE 'erased%'")] == (
        ['[[1],"",1]'] * 5
    )


def test_no_name_is_left_in_an_answer_of_several_lines(chat: Chat) -> None:
    with chat.work() as work:
        privacy.ensure_pepper(work, KEY)
    answer(chat, "BEN", ask(chat, '"What about next week?" open'), "one\nLéa Öz is to blame\nLéa Öz")
    poll = Polling(chat).ask("open", ())
    for number, member in enumerate(a_crowd(chat, 6)):
        poll.say(member, f"Line\nLéa Öz {number}")
    poll.close()
    assert any("Léa Öz" in str(row) for row in chat.query("SELECT choice FROM ballot"))
    with chat.work() as work:
        privacy.erase(work, "LEA")
    for table in TABLES:
        for row in chat.query(f"SELECT * FROM {table}"):
            assert "Léa" not in str(row)
            assert "L\\u00e9a" not in str(row)
    with chat.work() as work:
        assert replaying.check(work) == []
    assert {choice.words for choice in poll.ballots().values()} == {f"Line\nFormer colleague {n}" for n in range(6)}


def test_nobody_is_promised_more_than_holds_while_an_anonymous_poll_is_open(chat: Chat) -> None:
    number = ask(chat, '"Lunch?" "Pizza" "Sushi" anonymous')
    assert "anonymous: votes are sealed, and from the close on nobody can tell whose they were" in said(chat)
    chat.press("MEI", Button("poll_who", "", str(number)))
    assert "from the close on nobody can tell whose they were" in chat.notes()
    chat.press("ANA", Button("poll_close", "", str(number)))
    chat.press("MEI", Button("poll_who", "", str(number)))
    assert "nobody can tell any more whose votes these were" in chat.notes()


def said(chat: Chat) -> str:
    """What was posted last, in one text."""
    return "\n".join(shown(post.card) for post in chat.posts())
