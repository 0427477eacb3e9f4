"""What stands beside the chat: the board, the profile, and how to earn points, read without writing."""

from handlers import home
from handlers.cards.blocks import Buttons, Header, Standings
from handlers.cards.rules import GROUPS
from handlers.events import ChannelChanged
from scoring.book import Kind
from storage import books
from tests.handlers.chat import WORKSPACE, Chat, shown


def test_the_panels_only_read(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    with chat.database.read(WORKSPACE, chat.now) as work:
        board = home.board(work, "BEN", "month", "received")
        assert [row.person.name for block in board.blocks if isinstance(block, Standings) for row in block.rows] == [
            "Ben Okafor"
        ]
        assert not [block for block in board.blocks if isinstance(block, Buttons)]
        assert home.profile(work, "BEN").summary == "You have 2 points"
        assert home.earn(work, "BEN").summary == "How do I earn points here?"


def test_a_board_of_a_private_channel_is_for_its_members(chat: Chat) -> None:
    with chat.database.read(WORKSPACE, chat.now) as work:
        assert "can't show" in home.board(work, "MEI", channel="C9").summary
        assert home.board(work, "ANA", channel="C9").summary == "This week"


def test_every_kind_of_rule_has_its_place_in_how_to_earn() -> None:
    assert sorted(kind for _, _, kinds in GROUPS for kind in kinds) == sorted(Kind)


def test_how_to_earn_says_how_to_give_what_counts_and_what_does_not(chat: Chat) -> None:
    with chat.database.read(WORKSPACE, chat.now) as work:
        words = shown(home.earn(work, "MEI"))
        headers = [block.text for block in home.earn(work, "MEI").blocks if isinstance(block, Header)]
    assert headers[-2:] == ["Badges", "What doesn't count"]
    assert "@ana :tada: thanks!" in words
    assert "You have 5 a day to give away (10 with the role leader)." in words
    assert "- :tada: First thanks - Thanked a colleague for the first time" in words


def test_a_rule_for_a_private_channel_does_not_name_it_to_others(chat: Chat) -> None:
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C8", name="wins", private=True, members=("ANA",)))
    with chat.work() as work:
        source = books.source(work, work.book.version).replace(
            'only: {channels: [wins, "*-wins"], min_length: 40}\n    limits: {per_week: 2}\n    on: false',
            "only: {channels: [wins, C1], min_length: 40}",
        )
        books.set_book(work, source, "JON", ["for this test"])
    with chat.database.read(WORKSPACE, chat.now) as work:
        assert "in #wins or #general" in shown(home.earn(work, "ANA"))
        assert "in a private channel or #general" in shown(home.earn(work, "BEN"))
