"""Exports of polls: what everybody may see of them as a file, no formula in it, and nobody found out by it."""

import csv
import io
import json
from collections.abc import Sequence

import pytest

from bot.drawing import content_of, described
from handlers import files
from handlers.answers import Download
from handlers.cards.blocks import Button
from handlers.polls import presenting, showing
from handlers.polls import terms as of_poll
from handlers.polls.terms import Terms, write_terms
from storage import polls, votes
from storage.tables import PollRow
from storage.votes import Choice
from tests.handlers.chat import Chat
from tests.handlers.polling import Polling, a_crowd

EVERYBODY = ("ANA", "BEN", "MEI", "BEA", "LEA", "JON")


def _asked(chat: Chat, options: Sequence[str], *, anonymous: bool = False, **more: object) -> int:
    terms = write_terms(Terms(**{name: more[name] for name in more if name in Terms.__slots__}))  # type: ignore[arg-type]
    row = PollRow(
        workspace="", poll=0, kind=str(more.get("kind", "choice")), state="open", question="Lunch?", member="ANA",
        channel=str(more.get("channel", "C1")), anonymous=int(anonymous), terms=terms,
    )  # fmt: skip
    with chat.work() as work:
        number = polls.add(work, row, options)
        votes.open_up(work, row)
    return number


def _vote(chat: Chat, number: int, member: str, *options: int, words: str = "") -> None:
    with chat.work() as work:
        row = polls.find(work, number)
        assert row is not None
        votes.cast(work, row, member, Choice(options, words))


def _close(chat: Chat, number: int) -> None:
    with chat.work() as work:
        row = polls.find(work, number)
        assert row is not None
        showing.closed(work, row, presenting.numbers_of(polls.options(work, number)))
        row.state, row.closed_at = of_poll.CLOSED, work.now
        polls.save(work, row)


def _rows(chat: Chat, member: str, number: int) -> list[list[str]]:
    (file,) = chat.press(member, Button("poll_csv", "", str(number)))
    assert isinstance(file, Download), chat.notes()
    assert file.content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(file.content.removeprefix("\ufeff"))))


def test_a_named_poll_is_who_chose_what_by_name(chat: Chat) -> None:
    number = _asked(chat, ("Pizza", "Sushi"))
    _vote(chat, number, "MEI", 2)
    _vote(chat, number, "ANA", 1)
    assert _rows(chat, "BEN", number) == [["Name", "Choice"], ["Ana Sousa", "Pizza"], ["Mei-Lin Chen", "Sushi"]]


def test_when_each_one_voted_is_for_whoever_steers_the_poll(chat: Chat) -> None:
    number = _asked(chat, ("Pizza", "Sushi"))
    _vote(chat, number, "MEI", 2)
    assert _rows(chat, "ANA", number)[1] == ["Mei-Lin Chen", "Sushi", "2026-11-18 10:01"]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\n=1"])
def test_no_cell_is_a_formula(chat: Chat, typed: str) -> None:
    number = _asked(chat, (typed, "Sushi"), kind="open")
    _vote(chat, number, "MEI", words=typed)
    cell = _rows(chat, "BEN", number)[1][1]
    assert cell.startswith("'") or not cell.strip().startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize(
    ("kind", "options", "chosen", "said"),
    [
        ("choices", ("A", "B", "C"), (1, 3), "A; C"), ("ranking", ("A", "B", "C"), (3, 1, 2), "C > A > B"),
        ("rating", tuple("12345"), (4,), "4"), ("enps", tuple(map(str, range(11))), (1,), "0"),
    ],
)  # fmt: skip
def test_each_kind_says_what_was_chosen(
    chat: Chat, kind: str, options: tuple[str, ...], chosen: tuple[int, ...], said: str
) -> None:
    number = _asked(chat, options, kind=kind)
    _vote(chat, number, "BEN", *chosen)
    assert _rows(chat, "BEN", number)[1][1] == said


def test_a_quiz_has_its_points(chat: Chat) -> None:
    number = _asked(chat, ("Paris", "Lyon"), kind="quiz", right=(1,))
    _vote(chat, number, "BEN", 1)
    _vote(chat, number, "MEI", 2)
    _close(chat, number)
    assert _rows(chat, "BEN", number) == [
        ["Name", "Choice", "Points"], ["Ben Okafor", "Paris", "120"], ["Mei-Lin Chen", "Lyon", "0"],
    ]  # fmt: skip


def test_of_an_anonymous_one_there_are_receipts_in_their_own_order_and_nobody(chat: Chat) -> None:
    number = _asked(chat, ("Pizza", "Sushi"), anonymous=True)
    for place, member in enumerate(EVERYBODY):
        _vote(chat, number, member, 1 + place % 2)
    chat.press("ANA", Button("poll_csv", "", str(number)))
    assert "anonymous" in chat.notes()
    _close(chat, number)
    head, *rows = _rows(chat, "ANA", number)
    assert head == ["Receipt", "Choice"]
    assert sorted(choice for _, choice in rows) == ["Pizza"] * 3 + ["Sushi"] * 3
    assert [receipt for receipt, _ in rows] == sorted(receipt for receipt, _ in rows)
    assert not [name for name in ("Ana", "Ben", "Mei", "2026") if name in json.dumps(rows)]


def test_of_fewer_than_five_nothing_is_told(chat: Chat) -> None:
    number = _asked(chat, ("Pizza", "Sushi"), anonymous=True)
    for member in EVERYBODY[:4]:
        _vote(chat, number, member, 1)
    _close(chat, number)
    for button in ("poll_csv", "poll_png"):
        chat.press("ANA", Button(button, "", str(number)))
        assert "Fewer than five" in chat.notes()


@pytest.mark.parametrize("results", ["hidden", "sealed"])
def test_what_is_shown_to_nobody_yet_is_no_file_either(chat: Chat, results: str) -> None:
    number = _asked(chat, ("Pizza", "Sushi"), results=results)
    _vote(chat, number, "BEN", 1)
    chat.press("ANA", Button("poll_csv", "", str(number)))
    assert "until the poll does" in chat.notes()
    _close(chat, number)
    assert len(_rows(chat, "ANA", number)) == 2


def test_who_may_not_see_a_poll_gets_no_file_of_it(chat: Chat) -> None:
    number = _asked(chat, ("Pizza", "Sushi"), channel="C9")
    _vote(chat, number, "BEN", 1)
    for member, value in (
        ("MEI", str(number)),
        ("JON", str(number)),
        ("EXT", str(number)),
        ("BEN", "99"),
        ("BEN", "x"),
    ):
        assert not [each for each in chat.press(member, Button("poll_csv", "", value)) if isinstance(each, Download)]
    assert len(_rows(chat, "BEN", number)) == 2
    with chat.work() as work:
        assert files.find(work, "MEI", f"poll-csv {number}") is None
        found = files.find(work, "BEN", f"poll-csv {number}")
        assert found is not None
        assert "Pizza" in found.content
        assert files.find(work, "BEN", "poll-csv ²") is None
        assert files.find(work, "BEN", "nothing") is None


def test_a_picture_is_drawn_and_said_in_words(chat: Chat) -> None:
    number = _asked(chat, ("Pizza", "Sushi"))
    chat.press("ANA", Button("poll_png", "", str(number)))
    assert "nothing to draw" in chat.notes()
    _vote(chat, number, "BEN", 1)
    (file,) = chat.press("ANA", Button("poll_png", "", str(number)))
    assert isinstance(file, Download)
    assert file.name == f"poll-{number}.png"
    assert content_of(file).startswith(b"\x89PNG")
    assert described(file) == "Lunch?:\nPizza: 1 vote\nSushi: 0 votes"


@pytest.mark.parametrize("anonymous", [False, True])
def test_of_two_who_wrote_the_same_only_the_hidden_one_is_withheld(chat: Chat, *, anonymous: bool) -> None:
    people = a_crowd(chat, 6)
    poll = Polling(chat).ask("open", (), anonymous=anonymous)
    for member in people:
        poll.say(member, "Soup")
    if anonymous:
        poll.close()
    with chat.work() as work:
        if not anonymous:
            for member in people:
                polls.add_option(work, poll.number, "Soup", member=member)
        polls.set_option(work, poll.number, 2, polls.REMOVED)
    said = [row[1] for row in _rows(chat, "MEI", poll.number)[1:]]
    assert sorted(said) == ["(not shown by a moderator)", *["Soup"] * 5]
    if anonymous:
        chat.press("MEI", Button("poll_receipts", "", str(poll.number)))
        assert chat.notes().count("Soup") == 5
    else:
        assert [row[1] for row in _rows(chat, "MEI", poll.number) if "COLLEAGUE001" in row[0]] == [said[1]]
        assert said[1] == "(not shown by a moderator)"


def test_what_a_moderator_does_not_show_only_who_steers_takes_along(chat: Chat) -> None:
    number = _asked(chat, (), kind="open")
    _vote(chat, number, "BEN", words="rude")
    _vote(chat, number, "LEA", words="kind")
    with chat.work() as work:
        polls.add_option(work, number, "rude", member="BEN", state=polls.REMOVED)
    assert {row[1] for row in _rows(chat, "MEI", number)[1:]} == {"(not shown by a moderator)", "kind"}
    assert {row[1] for row in _rows(chat, "ANA", number)[1:]} == {"rude", "kind"}
