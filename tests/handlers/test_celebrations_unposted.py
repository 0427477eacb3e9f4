"""Celebrations that a platform refuses to post: no wish is lost, and an admin hears of the channel once."""

import pytest
from sqlmodel import select

from handlers import posting
from handlers.answers import Post, Whisper
from handlers.codec import decode
from storage import outbox
from storage.tables import OutboxRow
from tests.handlers.chat import Chat, shown
from tests.handlers.days import at, befriend, sign, until

CARD = "celebration:1"


def due(chat: Chat) -> list[OutboxRow]:
    with chat.work() as work:
        return list(work.session.exec(select(OutboxRow).where(OutboxRow.state == outbox.WAITING)))


def settle(chat: Chat, state: str, *, remote: str = "", key: str = CARD) -> dict[str, list[str]]:
    """The platform says what became of the posts with this key, or behind it; what is told to whom then."""
    before = {row.id for row in due(chat)}
    for row in due(chat):
        said = decode(row.said)
        still = row.id in {each.id for each in due(chat)}
        if still and isinstance(said, Post) and key in (said.key, said.below):
            with chat.work() as work:
                posting.settle(work, row.id, row.said, state=state, remote=remote)
    found: dict[str, list[str]] = {}
    for row in due(chat):
        said = decode(row.said)
        if row.id not in before and isinstance(said, Whisper):
            found.setdefault(said.member, []).append(shown(said.card))
    return found


def celebrated(chat: Chat, day: int = 24) -> None:
    """Ben signs Mei's card, and it is handed over."""
    befriend(chat, "BEN", to="MEI")
    chat.command("MEI", f"/huzzah birthday {day} November")
    until(chat, at(2026, 11, day - 1, 12))
    sign(chat, "BEN", words="All the best Mei")
    until(chat, at(2026, 11, day, 12))


@pytest.mark.parametrize("state", posting.NEVER)
def test_a_card_that_cant_be_posted_goes_to_its_person_with_all_wishes(chat: Chat, state: str) -> None:
    celebrated(chat)
    told = settle(chat, state)
    [card] = told["MEI"]
    assert "Happy birthday, Mei-Lin Chen!" in card
    assert "All the best Mei" in card
    assert "Only you see this: I couldn't post it." in card
    assert "Add a wish" not in card
    assert "I couldn't post a celebration in #announcements" in told["JON"][0]
    assert "/huzzah celebrations settings" in told["JON"][0]
    assert set(told) == {"MEI", "JON"}


def test_what_stands_behind_the_card_goes_along(chat: Chat) -> None:
    befriend(chat, *(signers := ("ANA", "BEN", "LEA", "BEA", "JON")), to="MEI")
    chat.command("MEI", "/huzzah birthday 24 November")
    until(chat, at(2026, 11, 23, 12))
    for member in signers:
        sign(chat, member, words=f"wish of {member}", picture=f"https://example.org/{member}.gif")
    until(chat, at(2026, 11, 24, 12))
    cards = settle(chat, outbox.FAILED)["MEI"]
    assert len(cards) == 2
    assert all(f"wish of {member}" in "\n".join(cards) for member in signers)


def test_an_admin_is_told_once_until_a_card_stood_there_again(chat: Chat) -> None:
    for number, (member, day) in enumerate({"MEI": 24, "ANA": 25, "BEN": 26, "LEA": 27}.items(), start=1):
        chat.command(member, f"/huzzah birthday {day} November")
        until(chat, at(2026, 11, day, 12))
        state = outbox.SENT if member == "BEN" else outbox.FAILED
        told = settle(chat, state, remote="there" if member == "BEN" else "", key=f"celebration:{number}")
        assert ("JON" in told) == (member in ("MEI", "LEA")), member
        assert (member in told) == (member != "BEN")


def test_a_late_wish_that_cant_be_posted_goes_to_its_person_too(chat: Chat) -> None:
    celebrated(chat)
    assert settle(chat, outbox.SENT, remote="card") == {}
    sign(chat, "ANA", words="Better late than never")
    told = settle(chat, outbox.FAILED)
    assert ["Better late than never" in card for card in told["MEI"]] == [True]
    assert "could" in told["ANA"][0]
    assert set(told) == {"MEI", "ANA"}


def test_tried_again_it_comes_to_its_person_once_and_then_stands_for_all(chat: Chat) -> None:
    celebrated(chat)
    settle(chat, outbox.FAILED)
    [number] = [row[0] for row in chat.query(f"SELECT id FROM outbox WHERE key = '{CARD}'")]
    for state, remote in ((outbox.FAILED, ""), (outbox.SENT, "there")):
        with chat.work() as work:
            assert outbox.retry(work, [int(str(number))])
        assert settle(chat, state, remote=remote) == {}
    assert chat.query("SELECT state, channel FROM greeting") == [("posted", "C2")]
    sign(chat, "ANA", words="Now for all")
    assert [post.thread for post in chat.posts()] == ["there"]


def test_whoever_took_their_day_out_meanwhile_hears_nothing(chat: Chat) -> None:
    celebrated(chat)
    chat.command("MEI", "/huzzah birthday off")
    assert settle(chat, outbox.FAILED) == {}
