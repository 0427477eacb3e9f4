"""Polls as somebody meets them for the first time: what is promised is kept, and an error says what to type."""

import pytest

from handlers.cards.blocks import Button, Card, Chart, Choices, Dialog
from handlers.cards.polls import card as cards
from handlers.cards.polls import results
from handlers.cards.polls.words import Option, Poll, rules
from handlers.polls import terms as of_poll
from handlers.polls.counting import Tally
from tests.handlers.chat import Chat, shown
from tests.handlers.test_polls_voting import lunch, press, vote

QUIZ = '/poll "Capital?" "Paris"* "Lyon"'


def bars(card: Card) -> list[Choices]:
    """Everything that is drawn as bars beside words."""
    return [block for block in card.blocks if isinstance(block, Choices)]


def form(chat: Chat, typed: str) -> Dialog:
    """The form to ask, begun with what was typed."""
    chat.press("BEN", Button("poll_form", "Fill in the form", typed))
    return chat.dialog()


def test_an_anonymous_quiz_promises_no_points(chat: Chat) -> None:
    chat.command("BEN", QUIZ)
    [named] = [shown(post.card) for post in chat.posts()]
    assert "100 points" in named
    chat.command("BEN", f"{QUIZ} anonymous")
    [secret] = [shown(post.card) for post in chat.posts()]
    assert "points" not in secret
    assert "quickest" not in secret
    assert "Right answers are shown after the close" in secret


def test_the_preview_of_an_anonymous_quiz_promises_no_points_either(chat: Chat) -> None:
    dialog = form(chat, '"Capital?" "Paris"* "Lyon"')
    chat.submit("BEN", dialog, channel="C1", switches="anonymous")
    assert "Preview" in "".join(answer.card.summary for answer in chat.answers)  # type: ignore[union-attr]  # a note
    assert "points" not in chat.notes()


def test_the_form_says_that_open_answers_cant_be_compared(chat: Chat) -> None:
    chat.submit("BEN", form(chat, '"What?" open'), channel="C1", by="*")
    assert list(chat.errors()) == ["by"]
    assert "can't be counted by group" in chat.errors()["by"]
    assert chat.query("SELECT count(*) FROM poll") == [(0,)]


def test_a_place_of_an_order_can_be_left_empty_again(chat: Chat) -> None:
    chat.command("BEN", '/poll "Which first?" "App" "Web" "Docs" ranking')
    press(chat, "ANA", "poll_vote")
    chat.submit("ANA", chat.dialog(), place1="2", place2="1")
    press(chat, "ANA", "poll_vote")
    dialog = chat.dialog()
    first, *others = (field for field in dialog.fields)
    assert "–" not in dict(first.options).values()
    empty = ""
    for field in others:
        # Platforms leave out a choice without a value.
        [empty] = [value for value, label in field.options if label == "–"]
        assert empty
    chat.submit("ANA", dialog, place2=empty)
    assert chat.errors() == {}
    assert "Your order: Web." in chat.notes()


def test_the_form_of_an_order_ends_the_question_once(chat: Chat) -> None:
    for question in ("Which first?", "Put in order"):
        chat.command("BEN", f'/poll "{question}" "App" "Web" ranking')
        [button] = chat.buttons("poll_vote")
        chat.press("ANA", button)
        intro = "".join(getattr(run, "text", "") for run in chat.dialog().intro)
        assert "?." not in intro
        assert intro.startswith((f"{question} Begin", f"{question}. Begin"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('/poll "x?" "only one"', "Besides “only one”, what can people choose?"),
        ('/poll "Days?" Mon Tue', "Put a comma between the options: Mon, Tue"),
        ("/poll Days? Mon Tue", "Put a comma between the options: Mon, Tue"),
        ("/huzzah rank App, Web, Docs", '/huzzah rank "Which first?" App, Web, Docs'),
        ("/poll lunch tomorrow", "/poll lunch at tomorrow 10:00"),
        ("/poll lunch friday", "/poll lunch at friday 10:00"),
    ],
)
def test_an_error_shows_the_line_that_works(chat: Chat, typed: str, said: str) -> None:
    chat.command("BEN", typed)
    assert chat.posts() == []
    assert said in chat.notes()


def test_the_lines_that_errors_show_work(chat: Chat) -> None:
    chat.command("BEN", '/huzzah rank "Which first?" App, Web, Docs')
    assert chat.query("SELECT kind FROM poll") == [("ranking",)]
    chat.command("BEN", "/poll lunch at tomorrow 10:00")
    assert "I'll ask" in chat.notes()


def test_without_a_channel_ones_own_line_is_shown_with_one(chat: Chat) -> None:
    chat.command("BEN", "/poll Lunch? Pizza, Sushi", channel="")
    assert "Where shall it stand?" in chat.notes()
    assert "/poll Lunch? Pizza, Sushi in #general" in chat.notes()
    assert "Surprise me" not in chat.notes()


@pytest.mark.parametrize("kind", [of_poll.CHOICE, of_poll.CHOICES, of_poll.YESNO, of_poll.RATING, of_poll.QUIZ])
def test_card_and_result_draw_the_same_bars(kind: str) -> None:
    right = of_poll.Terms(right=(2,) if kind == of_poll.QUIZ else ())
    poll = Poll(
        7, "Which?", kind, (Option(1, "1"), Option(2, "2")), right,
        state=of_poll.CLOSED, tally=Tally(10, ((1, 7), (2, 3)), (1,)), turnout=10,
    )  # fmt: skip
    there, below = cards.over(poll), results.result(poll)
    assert bars(there)
    assert bars(there) == bars(below)
    assert not [block for block in below.blocks if isinstance(block, Chart)]
    assert [row.mine for row in bars(below)[0].rows] == [False, kind == of_poll.QUIZ]
    assert bars(below)[0].whole == 10


def test_no_mark_of_a_scale_wins() -> None:
    for card in (results.example_rating(), results.example_enps()):
        assert not [block for block in card.blocks if isinstance(block, Chart)]
        assert not any(row.mine for block in bars(card) for row in block.rows)


def test_the_card_of_a_ranking_says_what_to_do_and_its_result_how_it_was_counted() -> None:
    poll = Poll(11, "Which first?", of_poll.RANKING)
    assert rules(poll).startswith("Put them in your order · ")
    assert "Borda" not in shown(cards.example_ranking())
    assert "Borda" in shown(results.example_ranking())
    assert "run-off" in shown(results.example_ranking())


@pytest.mark.parametrize("action", ["vote", "poll_vote", "poll_withdraw", "poll_close", "poll_edit"])
def test_a_button_that_outlived_the_poll_says_how_it_came_out(chat: Chat, action: str) -> None:
    lunch(chat)
    vote(chat, "ANA", 2)
    press(chat, "BEN", "poll_close")
    said = press(chat, "BEN", action, "1|1" if action == "vote" else "1")
    assert "has closed" in said
    assert "Sushi wins: 1 of 1" in said
    assert chat.buttons("poll_results")


def test_the_preview_says_which_options_were_left_out(chat: Chat) -> None:
    chat.submit("BEN", form(chat, ""), channel="C1", question="Lunch?", options="Pizza\npizza\nSushi")
    assert "pizza stood there twice, so I left out one." in chat.notes()
