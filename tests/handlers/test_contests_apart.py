"""Contests and challenges where something else happened: a channel is shared, a host left, a picture went late."""

import pytest
from sqlalchemy.event import listen

from handlers import intake
from handlers.answers import Post
from handlers.cards.blocks import Picture
from handlers.events import ChannelChanged, MemberChanged, MessagePosted, ReactionAdded
from scoring.periods import DAY, MINUTE
from storage import contests
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.days import at, until
from tests.handlers.showing_off import PNG, card, change, closed, deliver, gone, links, opened, react, show, words


def _share(chat: Chat) -> None:
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))


def test_a_post_that_was_told_isnt_told_again_however_late_reactions_come(chat: Chat) -> None:
    chat.command("JON", "/huzzah contest week on")
    chat.now = at(2026, 11, 20, 14) + 20 * MINUTE
    post = chat.say("ANA", "hello friends")
    react(chat, post, "BEN", "MEI", "LEA")
    assert len(until(chat, at(2026, 11, 20, 16))) == 1
    react(chat, post, "JON")
    chat.command("JON", "/huzzah contest week on")
    assert until(chat, at(2026, 11, 28)) == []


@pytest.mark.parametrize("when", ["tomorrow 9:00", "daily 9:00", "every 2 weeks on fri 9:00"])
def test_the_post_of_the_week_comes_weekly(chat: Chat, when: str) -> None:
    chat.command("JON", f"/huzzah contest week on {when}")
    assert "once a week" in chat.notes()


def test_where_another_organisation_came_nobody_is_named_and_host_and_winner_hear_of_it(chat: Chat) -> None:
    opened(chat)
    react(chat, show(chat, "BEN"), "ANA", "MEI", "LEA")
    _share(chat)
    closed(chat)
    assert {post.key for post in chat.posts()} == {"contest:1"}
    said = words(card(chat, "contest:1"))
    assert "over" in said
    assert not any(name in said for name in ("Ben", "Ana"))
    assert "Ben Okafor won with 3 votes" in chat.whispers()["ANA"]
    assert "You won" in chat.whispers()["BEN"]


def test_the_end_of_a_challenge_in_a_shared_channel_is_told_to_whoever_called_it(chat: Chat) -> None:
    chat.command("ANA", '/huzzah challenge "10 thanks" thanks 10 until 2d')
    deliver(chat)
    _share(chat)
    chat.say("BEN", "<@MEI> :tada: thanks")
    chat.now += 2 * MINUTE
    chat.tick()
    assert "Ana" not in words(card(chat, "challenge:1"))
    chat.now += 3 * DAY
    chat.tick()
    assert [post.key for post in chat.posts()] == ["challenge:1"]
    assert "contributed" in chat.whispers()["ANA"]


def test_one_that_is_opened_again_doesnt_take_the_pictures_of_another(chat: Chat) -> None:
    opened(chat)
    closed(chat)
    chat.command("BEN", '/huzzah contest photo "Two" close 4h')
    chat.command("ANA", "/huzzah contest extend 1 3h")
    assert "Ben Okafor's contest “Two” runs in #general until " in chat.notes()
    assert "takes every picture there. End that one first (/huzzah contests)." in chat.notes()
    assert chat.posts() == []


def test_a_deadline_before_the_opening_is_refused(chat: Chat) -> None:
    chat.command("ANA", '/huzzah contest photo "X" opens 2026-11-25 9:00 close 2026-11-24 12:00')
    assert "over already" in chat.notes()


def test_the_host_hears_of_one_that_cannot_open(chat: Chat) -> None:
    chat.command("ANA", '/huzzah contest photo "A" every friday 9:00 close 8d')
    said = until(chat, at(2026, 11, 28))
    assert [each.member for _, each in said if not isinstance(each, Post)] == ["ANA"]
    assert "did not open" in shown(said[-1][1].card)
    assert "Your contest “A” runs in #general until Saturday 28 November, 09:00" in shown(said[-1][1].card)


def test_what_somebody_planned_who_left_ends_and_admins_are_told(chat: Chat) -> None:
    chat.command("BEN", '/huzzah contest photo "A" every friday 9:00 close 4h')
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="BEN", name="Ben Okafor", deactivated=True))
    [(_, told)] = until(chat, at(2026, 12, 5))
    assert not isinstance(told, Post)
    assert told.member == "JON"


MEIS = "https://example.org/mei.png"


def _second(chat: Chat) -> tuple[str, str]:
    """A contest is over: what won, and what came second with a picture."""
    opened(chat)
    desk, other = show(chat, "BEN", picture="https://example.org/desk.png"), show(chat, "MEI", picture=MEIS)
    react(chat, desk, "ANA", "LEA")
    react(chat, other, "ANA")
    closed(chat)
    return desk, other


def _pictures(chat: Chat) -> list[tuple[object, ...]]:
    return chat.query("SELECT picture FROM contest_entry WHERE picture <> ''")


def test_who_wins_since_another_entry_was_deleted_is_shown_with_their_picture(chat: Chat) -> None:
    desk, _ = _second(chat)
    gone(chat, desk)
    assert Picture(MEIS, "The entry of Mei-Lin Chen") in card(chat, "contest-result:1").blocks


def test_who_wins_after_another_opening_is_shown_with_their_picture(chat: Chat) -> None:
    _, other = _second(chat)
    deliver(chat)
    chat.command("ANA", "/huzzah contest reopen 1 3h")
    react(chat, other, "JON", "BEN")
    closed(chat)
    assert Picture(MEIS, "The entry of Mei-Lin Chen") in card(chat, "contest-result:1.2").blocks


def test_pictures_that_didnt_win_are_forgotten_after_a_week(chat: Chat) -> None:
    _second(chat)
    deliver(chat)
    until(chat, chat.now + 6 * DAY)
    assert len(_pictures(chat)) == 2
    until(chat, chat.now + 2 * DAY)
    assert _pictures(chat) == [("https://example.org/desk.png",)]


def test_a_picture_that_didnt_win_goes_with_its_message(chat: Chat) -> None:
    _, other = _second(chat)
    gone(chat, other)
    assert _pictures(chat) == [("https://example.org/desk.png",)]


def _leaves(chat: Chat, *, shared: bool = False) -> None:
    gone_on = ChannelChanged(
        workspace=WORKSPACE, at=chat.now, channel="C9", name="secret", private=True, shared=shared, members=("ANA",)
    )
    chat.do(gone_on)


def test_a_host_who_left_the_private_channel_opens_nothing_there(chat: Chat) -> None:
    chat.command("BEN", '/huzzah contest free "Laugh" every friday 9:00', "C9")
    assert "every Friday" in chat.notes()
    _leaves(chat)
    [(_, told)] = until(chat, at(2026, 12, 5))
    assert not isinstance(told, Post)
    assert told.member == "BEN"
    assert "You aren't in its channel any more" in shown(told.card)


def test_a_host_who_left_the_private_channel_doesnt_hear_who_won(chat: Chat) -> None:
    chat.command("BEN", '/huzzah contest photo "Laugh" close 4h', "C9")
    desk = show(chat, "ANA", channel="C9")
    liked = ReactionAdded(
        workspace=WORKSPACE, at=chat.now, member="MEI", channel="C9", message=desk, emoji="heart"
    )  # fmt: skip
    chat.do(liked)
    _leaves(chat, shared=True)
    closed(chat)
    assert set(chat.whispers()) == {"ANA"}


def test_a_winning_picture_that_is_edited_out_goes_from_the_card(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN", picture="https://example.org/desk.png")
    react(chat, desk, "ANA", "MEI", "LEA")
    closed(chat)
    deliver(chat)
    change(chat, "BEN", desk)
    winner = card(chat, "contest-result:1")
    assert "Ben Okafor wins" in words(winner)
    assert links(winner) == set()
    assert not any(isinstance(block, Picture) for block in winner.blocks)


def test_photos_follow_edits_and_answers_go_with_their_question(chat: Chat) -> None:
    chat.command("ANA", '/huzzah challenge "5 photos" photos 5 until 7d')
    chat.command("ANA", '/huzzah challenge "5 answers" answers 5 until 7d')
    change(chat, "MEI", show(chat, "MEI"))
    change(chat, "BEN", chat.say("BEN", "no picture yet"), files=PNG)
    question = chat.say("LEA", "who knows how the printer works?")
    chat.say("BEN", "you have to be kind to it", thread=question)
    chat.now += 2 * MINUTE
    chat.tick()
    assert chat.query("SELECT amount FROM challenge ORDER BY challenge") == [(1,), (1,)]
    gone(chat, question)
    chat.now += 2 * MINUTE
    chat.tick()
    assert chat.query("SELECT amount FROM challenge ORDER BY challenge") == [(1,), (0,)]


def test_a_leaders_challenge_in_a_private_channel_is_that_channels(chat: Chat) -> None:
    chat.command("ANA", '/huzzah challenge "5 thanks" thanks 5', channel="C9")
    assert chat.query("SELECT wide FROM challenge") == [(0,)]


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ('contest photo "Desk" close 7d in #general', "Desk"),
        ('contest photo "Desk" close 7d in <#C1|general>', "Desk"),
        ("contest photo Your desk in the morning close Fri 16:00", "Your desk in the morning"),
        ("challenge 500 thanks by 30 Nov", "500 thanks"),
        ("challenge Ten people answer a newcomer until 2w", "Ten people answer a newcomer"),
        ('challenge "Ten people answer a newcomer" until 30 Nov in #general', "Ten people answer a newcomer"),
    ],
)
def test_titles_need_no_quotes_and_a_channel_may_come_last(chat: Chat, said: str, title: str) -> None:
    chat.command("ANA", f"/huzzah {said}")
    table = said.split(maxsplit=1)[0]
    assert chat.query(f"SELECT question, channel FROM {table}") == [(title, "C1")], chat.notes()


@pytest.mark.parametrize("said", ["contest list", "contest winner", "contest status", "challenge list"])
def test_list_lists(chat: Chat, said: str) -> None:
    chat.command("ANA", f"/huzzah {said}")
    assert "None is running right now" in chat.notes()


def test_what_runs_costs_a_few_statements_for_a_whole_batch(chat: Chat) -> None:
    opened(chat)
    chat.command("ANA", '/huzzah challenge "5 photos" photos 5 until 7d')
    said: list[str] = []
    with chat.work() as work:
        contests.watched(work)
        listen(work.connection.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
        posted = [
            MessagePosted(
                workspace=WORKSPACE, at=chat.now + place, member="BEN", channel="C1", message=f"m{place}",
                text="look", thread="other" if place % 2 else "",
            )
            for place in range(40)
        ]  # fmt: skip
        intake.note(work, posted)
    watching = [sql for sql in said if "contest" in sql or "challenge" in sql or "outbox" in sql]
    assert len(watching) <= 6, watching


def test_what_was_said_stands_in_the_form(chat: Chat) -> None:
    chat.command("ANA", "/huzzah contest photo close 2d")
    assert {field.id: field.value for field in chat.dialog().fields}["closes"] == "2d"
