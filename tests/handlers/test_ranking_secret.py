"""Anonymous rankings: while they are open, pictures tell first places and nothing that was ranked below."""

from itertools import pairwise

from handlers.cards.polls.result_notes import so_far
from handlers.polls import presenting, showing
from handlers.polls.counting import Tally
from handlers.polls.slicing import less
from storage import votes
from storage.votes import Choice
from tests.handlers.chat import Chat
from tests.handlers.polling import Polling, a_crowd
from tests.handlers.shown import words_of

OPTIONS = (1, 2, 3)
FIRST_FIVE = [(1, 2, 3), (2, 3, 1), (3, 1, 2), (1, 3, 2), (3, 2, 1)]
ALL_WITH_CARL_LAST = [(1, 2, 3), (1, 2, 3), (1, 2, 3), (2, 1, 3), (2, 1, 3)]
AFTER = [(1, 2, 3), (2, 1, 3), (3, 1, 2), (1, 2, 3), (2, 3, 1)]


def test_what_five_ranked_last_cannot_be_worked_out_from_two_pictures(chat: Chat) -> None:
    poll = Polling(chat).ask("ranking", ("Ann", "Bob", "Carl"))
    pictures: list[Tally] = []
    cards: list[str] = []
    ballots = (*FIRST_FIVE, *ALL_WITH_CARL_LAST, *AFTER)
    for member, ranking in zip(a_crowd(chat, len(ballots)), ballots, strict=True):
        with chat.work() as work:
            row = poll.row(work)
            votes.cast(work, row, member, Choice(ranking))
            tally = showing.shown(work, row, OPTIONS)
            if tally.voters and tally.voters not in [each.voters for each in pictures]:
                pictures.append(tally)
                cards.append(words_of(presenting.card_of(work, row)) + words_of(so_far(presenting.now(work, row))))
                assert "borda" not in row.tally
                assert "rounds" not in row.tally
    assert [each.voters for each in pictures] == [5, 10]
    assert all(not each.borda and not each.rounds and not each.borda_winners for each in pictures)
    # First places move by five who weren't of one mind; that all five put Carl last isn't in them.
    [moved] = [less(after, before) for before, after in pairwise(pictures)]
    assert moved == (5, ((1, 3), (2, 2), (3, 0)))
    assert all("first for" in card and "point" not in card and "run-off" not in card for card in cards)
    assert "Ann leads: first for 5 of 10" in cards[1]
    poll.close()
    with chat.work() as work:
        assert '"borda":' in poll.row(work).result
