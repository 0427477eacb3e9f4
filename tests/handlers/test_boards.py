"""`/huzzah board`: what was asked for in whatever order, what may not be seen, and the buttons."""

import pytest

from handlers.answers import Note, Refresh
from handlers.cards.blocks import Buttons, Card, Small, Standing, Standings, Table
from handlers.events import GroupChanged
from storage import books
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.conftest import NewChat


def card_of(chat: Chat) -> Card:
    [answer] = chat.answers
    assert isinstance(answer, Note | Refresh)
    return answer.card


def rows(chat: Chat) -> tuple[Standing, ...]:
    return next((block.rows for block in card_of(chat).blocks if isinstance(block, Standings)), ())


def names(chat: Chat) -> list[tuple[int, str]]:
    return [(row.rank, row.person.name) for row in rows(chat)]


@pytest.fixture
def busy(chat: Chat) -> Chat:
    """Ana gave to Ben and Mei in #general, Ben gave to Mei in #secret."""
    chat.say("ANA", "<@BEN> <@MEI> :tada: thanks")
    chat.say("BEN", "<@MEI> :tada: too", channel="C9")
    return chat


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("received", [(1, "Mei-Lin Chen"), (2, "Ben Okafor")]),
        ("month received", [(1, "Mei-Lin Chen"), (2, "Ben Okafor")]),
        ("received this week", [(1, "Mei-Lin Chen"), (2, "Ben Okafor")]),
        ("RECEIVED All", [(1, "Mei-Lin Chen"), (2, "Ben Okafor")]),
        ("given", [(1, "Ana Sousa"), (2, "Ben Okafor")]),
        ("received <#C1|general>", [(1, "Ben Okafor"), (1, "Mei-Lin Chen")]),
        ("#general received year", [(1, "Ben Okafor"), (1, "Mei-Lin Chen")]),
        ("<#C9> quarter received", [(1, "Mei-Lin Chen")]),
        ("around me received", [(1, "Mei-Lin Chen"), (2, "Ben Okafor")]),
    ],
)
def test_the_words_come_in_any_order(busy: Chat, words: str, expected: list[tuple[int, str]]) -> None:
    busy.command("BEN", f"/huzzah board {words}")
    assert names(busy) == expected
    busy.command("BEN", f"/board {words}")
    assert names(busy) == expected


def test_the_askers_own_row_is_marked_and_their_rank_is_said(busy: Chat) -> None:
    busy.command("BEN", "/huzzah board received")
    assert [row.me for row in rows(busy)] == [False, True]
    assert "You are number 2 of 2, with 1 kudos received." in busy.notes()


@pytest.mark.parametrize("typed", ["<#C9|secret>", "#secret", "<#C404>", "#nowhere", "<#C9>"])
def test_a_private_channel_sounds_like_one_that_is_not_there(busy: Chat, typed: str) -> None:
    busy.command("MEI", f"/huzzah board {typed}")
    assert "I can't show that channel here" in busy.notes()
    assert "secret" not in busy.notes()


def test_a_button_does_not_open_a_private_channel_either(busy: Chat) -> None:
    busy.command("BEN", "/huzzah board <#C9>")
    button = busy.buttons("board")[1]
    busy.press("MEI", button)
    assert "I can't show that channel here" in busy.notes()
    busy.press("BEN", button)
    assert names(busy)


def test_an_unknown_word_is_answered_with_an_example(chat: Chat) -> None:
    chat.command("BEN", "/huzzah board fortnight")
    assert "“fortnight”" in chat.notes()
    assert "/huzzah board month" in chat.notes()


def test_without_a_season_the_quarter_is_offered(chat: Chat) -> None:
    chat.command("BEN", "/huzzah board season")
    assert "No season is running" in chat.notes()


def test_a_running_season_has_its_name_and_a_button(chat: Chat) -> None:
    with chat.work() as work:
        source = books.source(work, work.book.version) + (
            "\nseasons:\n  - {name: Autumn of thanks, first: 2026-10-01, last: 2026-12-20}\n"
        )
        books.set_book(work, source, "JON", ["a season"])
    chat.say("ANA", "<@BEN> :tada:")
    chat.command("BEN", "/huzzah board season received")
    assert card_of(chat).blocks[0].text.startswith("Autumn of thanks")  # type: ignore[union-attr]  # a header
    assert "Season" in [button.text for button in chat.buttons("board")]


def test_the_buttons_change_period_measure_and_view(busy: Chat) -> None:
    busy.command("BEN", "/huzzah board")
    by_text = {button.text: button for button in busy.buttons("board")}
    assert list(by_text) == [
        "Week", "Month", "Quarter", "Year", "All", "Points", "Kudos given", "Kudos received", "Around me",
    ]  # fmt: skip
    assert [text for text, button in by_text.items() if button.style == "primary"] == ["Week", "Points"]
    busy.press("BEN", by_text["Kudos received"])
    assert isinstance(busy.answers[0], Refresh)
    assert names(busy) == [(1, "Mei-Lin Chen"), (2, "Ben Okafor")]
    busy.press("BEN", {button.text: button for button in busy.buttons("board")}["Year"])
    assert card_of(busy).summary.startswith("This year: kudos received")


@pytest.mark.parametrize("value", ["", "|||", "eon|bananas|C404|", "week|points|C9|me|more|", "x" * 500])
def test_a_garbled_button_shows_something_sensible(busy: Chat, value: str) -> None:
    button = busy.command("MEI", "/huzzah board") and busy.buttons("board")[0]
    assert button
    busy.press("MEI", type(button)("board", "x", value))
    assert card_of(busy).blocks


def test_no_row_of_buttons_is_longer_than_five(busy: Chat) -> None:
    busy.command("BEN", "/huzzah board")
    assert all(len(block.buttons) <= 5 for block in card_of(busy).blocks if isinstance(block, Buttons))


def test_whoever_opted_out_is_told_so_under_the_board(busy: Chat) -> None:
    busy.command("BEN", "/huzzah privacy")
    busy.press("BEN", busy.buttons("privacy_change")[0])
    busy.submit("BEN", busy.dialog(), show="")
    busy.command("BEN", "/huzzah board received")
    assert names(busy) == [(1, "Mei-Lin Chen")]
    assert "You are not shown on boards" in busy.notes()


def test_where_groups_are_ranked_nobody_is(new_chat: NewChat) -> None:
    chat = new_chat("ranking: individual -> ranking: groups")
    members = ("ANA", "BEN", "MEI", "LEA", "BEA")
    chat.do(GroupChanged(workspace=WORKSPACE, at=chat.now, group="G5", name="five", members=members))
    chat.say("ANA", "<@BEN> <@MEI> :tada:")
    chat.command("BEN", "/huzzah board received around me")
    [table] = [block for block in card_of(chat).blocks if isinstance(block, Table)]
    assert [run.text for cell in table.rows[0] for run in cell if hasattr(run, "text")] == ["1", "five", "0.4", "5"]
    assert not rows(chat)
    assert not [block for block in card_of(chat).blocks if isinstance(block, Small)]
    assert "Around me" not in [button.text for button in chat.buttons("board")]
    chat.command("BEN", "/huzzah me")
    assert "number" not in str(card_of(chat))
    chat.command("BEN", "/huzzah why <@ANA>")
    assert "I don't show" in chat.notes()
