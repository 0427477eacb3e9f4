"""Headlines: how a poll came out in a few words, ties and all; and what stands on a scale's card."""

import pytest

from handlers.cards.blocks import Card, Choices, Header
from handlers.cards.polls import card as cards
from handlers.cards.polls.headlines import headline, so_far
from handlers.cards.polls.result_notes import so_far as so_far_card
from handlers.cards.polls.results import result
from handlers.cards.polls.words import Option, Poll
from handlers.polls import terms as of_poll
from handlers.polls.counting import Tally, count
from storage.votes import FEW, LOST, Choice
from tests.handlers.shown import buttons_of, words_of

FOOD = (Option(1, "Pizza"), Option(2, "Sushi"), Option(3, "Salad"), Option(4, "Soup"))


def poll_of(kind: str, *choices: tuple[int, ...], right: tuple[int, ...] = (), state: str = of_poll.CLOSED) -> Poll:
    """A poll in which people chose this."""
    options = tuple(Option(place, words) for place, words in enumerate(of_poll.FIXED.get(kind, ()), start=1)) or FOOD
    numbers = [option.number for option in options]
    votes = [(f"U{place}", Choice(chosen), place) for place, chosen in enumerate(choices)]
    tally = count(kind, numbers, votes, right)
    terms = of_poll.Terms(right=right)
    return Poll(7, "Lunch?", kind, options, terms, state=state, tally=tally, turnout=len(choices))


@pytest.mark.parametrize(
    ("poll", "said"),
    [
        (poll_of(of_poll.CHOICE, *[(1,)] * 12, *[(2,)] * 8), "Pizza wins: 12 of 20"),
        (poll_of(of_poll.CHOICE, (1,), (2,)), "A tie: Pizza and Sushi, 1 of 2 each"),
        (poll_of(of_poll.CHOICE, (1,), (2,), (3,)), "A tie: Pizza, Sushi and Salad, 1 of 3 each"),
        (poll_of(of_poll.CHOICE, (1,), (2,), (3,), (4,)), "A tie: 4 options, 1 of 4 each"),
        (poll_of(of_poll.CHOICES, (1, 2), (2, 3)), "Sushi wins: 2 of 2"),
        (poll_of(of_poll.YESNO, (1,), (1,), (2,)), "Yes wins: 2 of 3"),
        (poll_of(of_poll.RATING, (4,), (5,)), "4.50 of 5 on average"),
        (poll_of(of_poll.ENPS, (11,), (10,), (1,)), "Score +33 (eNPS)"),
        (poll_of(of_poll.ENPS, (1,)), "Score −100 (eNPS)"),
        (poll_of(of_poll.RANKING, (2, 1), (2, 1)), "Sushi wins"),
        (poll_of(of_poll.RANKING, *[(1, 2)] * 3, *[(2, 3, 4, 1)] * 2), "Sushi by points, Pizza by run-off"),
        (poll_of(of_poll.QUIZ, (1,), (2,), (1,), right=(1,)), "Right is Pizza: 2 of 3 knew it"),
        (poll_of(of_poll.CHOICE), "Nobody voted"),
        (poll_of(of_poll.OPEN), "Nobody answered"),
        (Poll(7, "Lunch?", of_poll.OPEN, tally=Tally(1)), "1 answer"),
        (Poll(7, "Lunch?", of_poll.OPEN, tally=Tally(2)), "2 answers"),
        (Poll(7, "Lunch?", tally=Tally(turnout=3, hidden=FEW)), "Too few votes for a result"),
        (Poll(7, "Lunch?", tally=Tally(turnout=3, hidden=LOST)), "These votes can't be counted"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_result_and_the_closed_card_begin_with_how_it_came_out(poll: Poll, said: str) -> None:
    assert headline(poll) == said
    for card in (result(poll), cards.over(poll)):
        assert isinstance(card.blocks[0], Header)
        assert card.blocks[0].text == said
        assert card.summary.startswith(said)
        assert "Lunch?" in words_of(card)


def test_a_long_name_does_not_push_the_number_out_of_the_headline() -> None:
    long = Poll(7, "Lunch?", options=(Option(1, "Something that goes on " * 6),), tally=Tally(2, ((1, 2),), (1,)))
    assert headline(long).endswith("wins: 2 of 2")
    assert len(headline(long)) < 140


@pytest.mark.parametrize("kind", of_poll.KINDS)
def test_nothing_has_been_won_while_it_is_open(kind: str) -> None:
    first = {of_poll.ENPS: (11,), of_poll.OPEN: ()}.get(kind, (1,))
    poll = poll_of(kind, first, first, right=(1,) if kind == of_poll.QUIZ else (), state=of_poll.STANDING)
    assert poll.tally is not None
    said = f"{so_far(poll, poll.tally)} {words_of(so_far_card(poll))}"
    assert not [word for word in (" wins", "knew it", "A tie") if word in said]
    nobody = poll_of(kind, state=of_poll.STANDING)
    assert words_of(so_far_card(nobody)).count("Nobody") == 1


def _bars(card: Card) -> list[Choices]:
    return [block for block in card.blocks if isinstance(block, Choices)]


@pytest.mark.parametrize(("kind", "ends"), [(of_poll.RATING, ("1 – poor", "5 – great")),
                                            (of_poll.ENPS, ("0 – not at all", "10 – very much"))])  # fmt: skip
def test_a_scale_is_a_row_of_buttons_whose_ends_say_what_they_mean(kind: str, ends: tuple[str, str]) -> None:
    card = cards.public(poll_of(kind, state=of_poll.STANDING))
    labels = [button.text for button in buttons_of(card)]
    assert (labels[0], labels[-1]) == ends
    assert labels[1:-1] == list(of_poll.FIXED[kind])[1:-1]
    assert _bars(card) == []


def test_the_bars_of_a_scale_come_with_the_votes_and_those_of_enps_are_three() -> None:
    rating = cards.public(poll_of(of_poll.RATING, (4,), (5,), state=of_poll.STANDING))
    assert "4.50 of 5 on average so far" in words_of(rating)
    assert len(_bars(rating)[0].rows) == 5
    enps = cards.public(poll_of(of_poll.ENPS, (11,), (9,), (1,), state=of_poll.STANDING))
    assert [row.amount for row in _bars(enps)[0].rows] == [1, 1, 1]
    assert "9 and 10: 1 vote · 33 %" in words_of(enps)


def test_both_ways_to_count_a_ranking_are_said_plainly_and_named() -> None:
    said = words_of(result(poll_of(of_poll.RANKING, *[(1, 2)] * 3, *[(2, 3, 4, 1)] * 2)))
    assert "Points for places (Borda): Sushi." in said
    assert "Last choices drop out (instant run-off): Pizza." in said
    assert "1 points" not in said


def test_one_point_is_one_point() -> None:
    said = words_of(cards.public(poll_of(of_poll.RANKING, (1,), (1,), (2, 1), state=of_poll.STANDING)))
    assert "1 points" not in said
