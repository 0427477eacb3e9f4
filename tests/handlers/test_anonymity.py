"""Anonymity: with a copy of the database in hand, we try to find out who chose what - before and after the close."""

import asyncio
import hashlib
import hmac
import json
from base64 import b32encode
from itertools import permutations
from pathlib import Path
from zipfile import ZipFile

import pytest
import structlog
from sqlalchemy import text

from bot.dispatch import Dispatch
from bot.sealing import sealing
from handlers.answers import Note, Post, Reply, Whisper
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.polls.counting import read_tally
from handlers.polls.secrecy import is_secret
from storage import snapshots, votes
from storage.schema import prepare
from storage.sealing import WrongKey
from storage.transactions import Database
from tests.conftest import NewDatabase
from tests.handlers.chat import KEY, WORKSPACE, Chat
from tests.handlers.polling import Polling, a_crowd, on_disk

PIECE = 16
"""Characters in a row that would be a piece of something."""


def everything_kept(chat: Chat) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table: what somebody with a copy, and without the key, reads."""
    names = [str(row[0]) for row in chat.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: chat.query(f'SELECT * FROM "{name}"') for name in names}


def pieces(secret: str) -> list[bytes]:
    """Whatever of it would be too much if it were found."""
    return [secret[at : at + PIECE].encode() for at in range(0, len(secret) - PIECE + 1, PIECE)]


def guesses(people: list[str], keys: list[str]) -> set[str]:
    """Every hash of every member that can be made of what is known without the poll's key."""
    found: set[str] = set()
    texts = [form for member in people for form in (member, f"{WORKSPACE}|{member}", f"{WORKSPACE}|1|{member}")]
    for each in texts:
        for name in ("sha256", "sha1", "md5", "blake2b"):
            found.add(hashlib.new(name, each.encode()).hexdigest())
        for key in keys:
            found.add(hmac.digest(key.encode(), each.encode(), "sha256").hex())
    return found


def voted(chat: Chat, many: int = 12) -> tuple[Polling, list[str]]:
    """An anonymous poll in which a crowd voted, one after the other."""
    people = a_crowd(chat, many)
    poll = Polling(chat).ask()
    for place, member in enumerate(people):
        poll.press(member, 1 + place % 3)
    return poll, people


def test_an_open_poll_shows_no_member_no_choice_no_time_and_no_order(chat: Chat) -> None:
    _, people = voted(chat)
    rows = chat.query("SELECT voter, choice, at FROM vote")
    assert {at for *_, at in rows} == {0}
    assert [voter for voter, *_ in rows] == sorted(str(voter) for voter, *_ in rows)
    assert len({choice for _, choice, _ in rows}) == len(people)
    assert len({len(str(choice)) for _, choice, _ in rows}) == 1
    kept = [
        str(cell) for name, table in everything_kept(chat).items() if name != "vote" for row in table for cell in row
    ]
    marks = {str(voter) for voter, *_ in rows}
    assert not marks & guesses(people, [KEY.decode(), *kept])
    assert not any(mark in cell for mark in marks for cell in kept)


def test_two_copies_around_a_vote_tell_that_it_was_cast_and_not_what(chat: Chat) -> None:
    # The same evening twice, but for what one of them chose: all that can be read is the same, byte for byte.
    poll, people = voted(chat)
    before = everything_kept(chat)
    poll.press(people[3], 2)
    after = everything_kept(chat)
    changed = {name for name in after if after[name] != before[name]}
    assert changed <= {"vote", "poll", "outbox", "calendar", "workspace"}
    poll.press(people[3], 3)
    other = everything_kept(chat)
    poll.press(people[3], 2)
    assert _readable(everything_kept(chat)) == _readable(other)


def _readable(kept: dict[str, list[tuple[object, ...]]]) -> dict[str, object]:
    # Without moments and stamps, which say that something happened; envelopes by their size.
    found: dict[str, object] = {
        name: rows for name, rows in kept.items() if name not in ("workspace", "vote", "outbox")
    }
    found["poll"] = [row[:13] + row[14:] for row in kept["poll"]]
    found["calendar"] = len(kept["calendar"]) > 0
    found["vote"] = [(row[2], len(str(row[3])), row[4]) for row in kept["vote"]]
    found["outbox"] = [json.loads(str(cell)) for row in kept["outbox"] for cell in row if str(cell).startswith("{")]
    return found


def test_the_card_moves_in_steps_and_the_outbox_knows_no_more_than_the_channel(chat: Chat) -> None:
    poll, _ = voted(chat, 19)
    said = [answer for answer in poll.press("BEN", 1) if isinstance(answer, Post)]
    with chat.work() as work:
        tally = read_tally(poll.row(work).tally)
    assert 5 <= tally.voters <= 15
    assert sum(amount for _, amount in tally.counts) == tally.voters
    assert all("BEN" not in str(post.card) for post in said)


def test_the_receipt_goes_to_the_voter_alone_and_is_written_nowhere(chat: Chat) -> None:
    poll, people = voted(chat)
    answers = poll.press("MEI", 2)
    receipt = poll.receipt("MEI")
    assert any(isinstance(answer, Note) and receipt in str(answer.card) for answer in answers)
    assert not any(isinstance(answer, Whisper | Post) and receipt in str(answer.card) for answer in answers)
    assert receipt.encode() not in on_disk(chat)
    assert poll.receipt(people[0]).encode() not in on_disk(chat)


def test_after_the_close_the_key_is_nowhere_on_the_disk_even_for_who_has_secret_key(chat: Chat) -> None:
    poll, people = voted(chat, 40)
    for place, member in enumerate(people):
        # Minds are changed, so that rows grow old and pages are written again and again.
        poll.press(member, 1 + (place + 1) % 3)
    rows = chat.query("SELECT voter, choice FROM vote")
    [(sealed,)] = chat.query("SELECT sealed FROM poll_key")
    assert str(sealed).encode() in on_disk(chat)
    receipts = {poll.receipt(member): place for place, member in enumerate(people)}
    poll.close()
    left = on_disk(chat)
    # A token begins with what all of them begin with.
    assert not [piece for piece in pieces(str(sealed)[16:]) if piece in left]
    for voter, choice in rows:
        assert not [piece for piece in (*pieces(str(voter)), *pieces(str(choice))) if piece in left]
    ballots = poll.ballots()
    assert set(ballots) == set(receipts)
    assert {receipt: choice.options for receipt, choice in ballots.items()} == {
        receipt: (1 + (place + 1) % 3,) for receipt, place in receipts.items()
    }
    opens = sealing(lambda: KEY)
    for table in everything_kept(chat).values():
        for cell in {str(cell) for row in table for cell in row if len(str(cell)) > PIECE}:
            with pytest.raises(WrongKey):
                opens.box(cell)


def test_after_the_close_nothing_leads_from_people_to_receipts(chat: Chat) -> None:
    poll, people = voted(chat, 30)
    poll.close()
    ballots = list(poll.ballots())
    kept = [str(cell) for table in everything_kept(chat).values() for row in table for cell in row]
    for member in people:
        for form in (member, f"{WORKSPACE}|{member}", f"{WORKSPACE}|{poll.number}|{member}"):
            for key in (KEY.decode(), *kept):
                made = b32encode(hmac.digest(key.encode(), form.encode(), "sha256")).decode()
                assert not any(receipt.replace("-", "")[:8] == made[:8] for receipt in ballots)


def test_the_order_of_ballots_is_that_of_receipts_also_within_the_file(chat: Chat) -> None:
    poll, people = voted(chat, 60)
    in_time = [poll.receipt(member) for member in people]
    poll.close()
    assert list(poll.ballots()) == sorted(in_time)
    left = on_disk(chat)
    places = [left.index(receipt.encode()) for receipt in sorted(in_time)]
    # Within a page rows lie backwards as they were written: one direction or the other, and never by time.
    turns = sum((a < b) != (b < c) for a, b, c in zip(places, places[1:], places[2:], strict=False))
    assert turns <= 6


def test_of_who_voted_only_the_day_is_known_and_not_where(chat: Chat) -> None:
    poll, people = voted(chat, 6)
    named = Polling(chat).ask(anonymous=False)
    for member in reversed(people):
        named.press(member, 1)
    facts = chat.query(
        "SELECT actor, at, channel, message, thread, detail FROM fact WHERE target = 'voted' ORDER BY seq"
    )
    assert {tuple(row[1:]) for row in facts if row[0] == people[0]} == {tuple(facts[0][1:])}
    for _, at, channel, message, thread, detail in facts:
        assert int(str(at)) % 3_600_000_000 == 0
        assert (channel, message, thread) == ("", "", "")
        assert "1" not in str(detail)
    assert poll.number != named.number
    poll.close()


def test_a_backup_of_an_open_poll_holds_neither_key_nor_envelopes(chat: Chat, tmp_path: Path) -> None:
    poll, _ = voted(chat)
    named = Polling(chat).ask(anonymous=False)
    named.press("MEI", 2)
    rows = chat.query("SELECT voter, choice FROM vote WHERE poll = 1")
    [(sealed,)] = chat.query("SELECT sealed FROM poll_key")
    file = tmp_path / "backup.zip"
    snapshots.backup(chat.database, file, chat.now)
    with ZipFile(file) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert str(sealed).encode() not in whole
    assert not [row for row in rows if str(row[0]).encode() in whole or str(row[1]).encode() in whole]
    restored = Database(f"sqlite:///{tmp_path / 'restored.db'}", sealing=sealing(lambda: KEY))
    prepare(restored)
    snapshots.restore(restored, file, chat.now)
    with restored.write(WORKSPACE, chat.now) as work:
        assert votes.everything(work, named.row(work)) != []
        with pytest.raises(votes.NoKey, match="restored"):
            votes.cast(work, poll.row(work), "MEI", votes.Choice((1,)))
        assert votes.close(work, poll.row(work)).hidden == votes.LOST
    restored.close()


async def _submit(chat: Chat, event: ButtonPressed) -> list[Reply]:
    dispatch = Dispatch(chat.database, lambda: chat.now)
    await dispatch.start()
    try:
        return await dispatch.submit(event)
    finally:
        await dispatch.stop()


@pytest.mark.parametrize("broken", ["DROP TABLE vote", "ALTER TABLE vote RENAME TO votes"])
def test_a_vote_that_fails_is_kept_nowhere_and_the_voter_is_told(chat: Chat, broken: str) -> None:
    poll = Polling(chat).ask()
    with chat.work() as work:
        work.connection.execute(text(broken))
    event = ButtonPressed(
        workspace=WORKSPACE, at=chat.now, member="MEI", channel="C1", action="vote", request="ask:77",
        value=f"{poll.number}|2",
    )  # fmt: skip
    with structlog.testing.capture_logs() as lines:
        [answer] = asyncio.run(_submit(chat, event))
    assert isinstance(answer, Note)
    assert "vote again" in str(answer.card)
    assert chat.query("SELECT * FROM dead_letter") == []
    assert lines
    assert not [
        line for line in lines if "MEI" in str(line) or f"{poll.number}|2" in str(line) or "ask:77" in str(line)
    ]


def test_every_button_and_form_by_which_people_answer_is_known_to_be_secret() -> None:
    where = {"workspace": WORKSPACE, "at": 0, "member": "MEI", "channel": "C1", "request": "r"}
    for name in ("vote", "poll_vote", "poll_withdraw", "poll_add", "poll_answer", "pulse_answer"):
        assert is_secret(ButtonPressed(**where, action=name))  # type: ignore[arg-type]
        assert is_secret(DialogSubmitted(**where, dialog=name))  # type: ignore[arg-type]
    assert not is_secret(ButtonPressed(**where, action="kudos"))  # type: ignore[arg-type]
    assert is_secret(CommandGiven(**where, name="huzzah", text="vote 2"))  # type: ignore[arg-type]
    assert not is_secret(CommandGiven(**where, name="poll", text="Lunch?"))  # type: ignore[arg-type]


def test_no_log_line_tells_of_a_vote(chat: Chat) -> None:
    with structlog.testing.capture_logs() as lines:
        poll, _ = voted(chat, 6)
        poll.close()
    assert lines == []


def test_open_answers_lie_in_envelopes_until_the_close(chat: Chat) -> None:
    people = a_crowd(chat, 8)
    poll = Polling(chat).ask("open", ())
    for member in people:
        poll.say(member, f"honestly, {member} is tired")
    assert b"is tired" not in on_disk(chat)
    assert {len(str(row[0])) for row in chat.query("SELECT choice FROM vote")} == {6_208}
    poll.close()
    assert on_disk(chat).count(b"is tired") >= len(people)


def test_without_a_key_the_asker_is_told_and_nothing_is_posted(new_sqlite: NewDatabase) -> None:
    database = Database(new_sqlite())
    prepare(database)
    chat = Chat(database).settle_in()
    Polling(chat).ask()
    assert chat.query("SELECT state FROM poll") == [("deleted",)]
    assert [row for row in chat.query("SELECT kind, said FROM outbox") if row[0] == "post"] == []
    database.close()


def test_of_four_voters_nothing_is_ever_told(chat: Chat) -> None:
    poll, people = voted(chat, 4)
    poll.close()
    assert poll.ballots() == {}
    [(result,)] = chat.query("SELECT result FROM poll")
    tally = read_tally(str(result))
    assert (tally.hidden, tally.turnout, tally.counts) == ("few", 4, ())
    # Whoever knows three of the votes, in whatever order, learns nothing of the fourth.
    assert not any(str(option) in str(tally.counts) for option, *_ in permutations((1, 2, 3)))
    assert len(people) == 4
