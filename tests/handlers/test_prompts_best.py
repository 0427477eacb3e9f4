"""The best answer of a week: by people, not by emoji; shared where equal; and never of who would rather not."""

import pytest

from handlers.answers import Post
from handlers.cards.blocks import Bullets, Link
from handlers.events import ChannelChanged
from scoring.facts import Fact, FactKind
from scoring.periods import DAY
from storage import calendar
from tests.handlers.asked_questions import asks, until
from tests.handlers.chat import WORKSPACE, Chat, shown


def best(posts: list[Post]) -> list[Post]:
    return [each for each in posts if each.key.startswith("best:")]


def monday(chat: Chat) -> list[Post]:
    """From Wednesday until Tuesday; the cards of best answers."""
    return best(until(chat, 6))


def loved(chat: Chat, message: str, *people: str, emoji: str = "heart") -> None:
    for who in people:
        chat.react(who, message, emoji)


def links(post: Post) -> list[str]:
    rows = [row for block in post.card.blocks if isinstance(block, Bullets) for row in block.rows]
    return [run.message for row in rows for run in row if isinstance(run, Link)]


def test_the_answer_that_most_people_reacted_to_is_recalled_on_monday_at_nine(chat: Chat) -> None:
    card = asks(chat, '"What made you smile today?"')
    bens = chat.say("BEN", "the rain on the roof", thread=card)
    meis = chat.say("MEI", "a very long walk", thread=card)
    loved(chat, bens, "ANA", "LEA", "JON")
    loved(chat, meis, "ANA", "BEN")
    [post] = monday(chat)
    assert post.channel == "C1"
    assert links(post) == [bens]
    assert "@Ben Okafor gave it: 3 colleagues reacted" in shown(post.card)
    assert "What made you smile today?" in shown(post.card)
    assert "the rain" not in shown(post.card)
    slots = chat.query("SELECT r.slot FROM run r JOIN calendar c ON c.entry = r.entry WHERE c.kind = 'best_answer'")
    assert [int(str(slot)) % 1440 for (slot,) in slots] == [9 * 60]
    assert chat.query("SELECT member, message FROM ledger WHERE rule = 'best-answer'") == [("BEN", bens)]
    assert ("BEN", "best-answer") in chat.query("SELECT member, badge FROM badge WHERE seq <> 0")


def test_a_question_of_ones_own_that_recurs_leaves_the_clock_of_the_week_alone(chat: Chat) -> None:
    chat.lead("MEI")
    chat.command("ANA", "/huzzah question every weekday 9:30")
    before = chat.query("SELECT zone FROM calendar WHERE kind = 'best_answer'")
    chat.command("MEI", '/huzzah question "How was your week?" every friday 15:00')
    assert chat.query("SELECT zone FROM calendar WHERE kind = 'best_answer'") == before


def test_what_is_due_today_comes_though_the_clock_is_changed_past_it(chat: Chat) -> None:
    chat.lead("MEI")
    card = asks(chat)
    chat.command("ANA", "/huzzah question every weekday 9:30")
    bens = chat.say("BEN", "the rain on the roof", thread=card)
    loved(chat, bens, "ANA", "LEA")
    assert best(until(chat, 4.7)) == []  # Monday, half past two in the morning in UTC; in Taipei it is after ten
    chat.command("MEI", "/huzzah question every weekday 9:30")
    [post] = best(until(chat, 1))
    assert links(post) == [bens]
    assert best(until(chat, 5)) == []


def test_the_week_goes_by_the_zone_of_the_channels_own_question(chat: Chat) -> None:
    chat.lead("MEI")  # in Taipei, eight hours ahead of the workspace
    card = asks(chat)
    chat.command("MEI", "/huzzah question every monday 9:00")
    bens = chat.say("BEN", "the rain on the roof", thread=card)
    loved(chat, bens, "ANA", "LEA")
    [post] = best(until(chat, 4.7))  # Monday, half past two in the morning in UTC
    assert links(post) == [bens]
    assert chat.query("SELECT zone FROM calendar WHERE kind = 'best_answer'") == [("Asia/Taipei",)]


def test_a_question_of_the_new_week_in_its_zone_waits_for_the_next(chat: Chat) -> None:
    chat.lead("MEI")
    chat.command("MEI", "/huzzah question every sunday 22:00")
    chat.now += int(4.26 * DAY)  # Sunday 16:15 in UTC: Monday in Taipei
    card = asks(chat)
    loved(chat, chat.say("BEN", "the rain on the roof", thread=card), "ANA", "LEA")
    assert best(until(chat, 2)) == []
    assert len(best(until(chat, 6))) == 1


def test_one_person_with_many_emoji_counts_once_and_oneself_and_bots_never(chat: Chat) -> None:
    card = asks(chat)
    bens = chat.say("BEN", "the rain on the roof", thread=card)
    for emoji in ("heart", "tada", "fire", "eyes"):
        chat.react("LEA", bens, emoji)
    loved(chat, bens, "BEN", "BOT", "LEA")
    assert monday(chat) == []


def test_a_reaction_that_was_taken_off_is_none(chat: Chat) -> None:
    card = asks(chat)
    bens = chat.say("BEN", "the rain on the roof", thread=card)
    loved(chat, bens, "LEA", "MEI")
    chat.react("LEA", bens, "heart", off=True)
    assert monday(chat) == []


def test_a_tie_is_shared_and_everybody_is_paid(chat: Chat) -> None:
    first, second = asks(chat), asks(chat)
    bens, meis = chat.say("BEN", "one of them", thread=first), chat.say("MEI", "another one", thread=second)
    loved(chat, bens, "ANA", "LEA")
    loved(chat, meis, "ANA", "LEA")
    [post] = monday(chat)
    assert links(post) == [bens, meis]
    assert "@Ben Okafor and @Mei-Lin Chen share it: 2 colleagues reacted to each." in shown(post.card)
    rows = chat.query("SELECT member FROM ledger WHERE rule = 'best-answer' ORDER BY member")
    assert rows == [("BEN",), ("MEI",)]


def test_two_best_answers_of_one_person_are_one(chat: Chat) -> None:
    card = asks(chat)
    one, two = chat.say("BEN", "one of them", thread=card), chat.say("BEN", "another one", thread=card)
    for each in (one, two):
        loved(chat, each, "ANA", "LEA")
    [post] = monday(chat)
    assert links(post) == [one]


@pytest.mark.parametrize("trait", ["no_announce", "hidden", "no_score", "deactivated"])
def test_of_who_would_rather_not_be_named_the_next_best_is_taken(chat: Chat, trait: str) -> None:
    card = asks(chat)
    bens, meis = chat.say("BEN", "one of them", thread=card), chat.say("MEI", "another one", thread=card)
    loved(chat, bens, "ANA", "LEA", "JON")
    loved(chat, meis, "ANA", "LEA")
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, "BEN", target="BEN", extra=((trait, 1),))])
    [post] = monday(chat)
    assert links(post) == [meis]
    assert "Ben" not in shown(post.card)


def test_what_was_deleted_is_gone(chat: Chat) -> None:
    card = asks(chat)
    bens = chat.say("BEN", "one of them", thread=card)
    loved(chat, bens, "ANA", "LEA", "JON")
    chat.delete(bens)
    assert monday(chat) == []


def test_messages_elsewhere_are_no_answers(chat: Chat) -> None:
    asks(chat)
    said = chat.say("BEN", "look at this, everybody")
    reply = chat.say("MEI", "indeed, look at it", thread=said)
    loved(chat, reply, "ANA", "LEA", "JON")
    assert monday(chat) == []


def test_a_week_is_recalled_once_and_the_next_begins_anew(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every day 12:00")
    card = asks(chat)
    bens = chat.say("BEN", "one of them", thread=card)
    loved(chat, bens, "ANA", "LEA")
    assert len(monday(chat)) == 1
    loved(chat, bens, "JON", "MEI")
    second = asks(chat)
    meis = chat.say("MEI", "another one", thread=second)
    loved(chat, meis, "ANA", "LEA")
    [post] = best(until(chat, 7))
    assert links(post) == [meis]
    assert chat.query("SELECT count(*) FROM prompt_answer") == [(0,)]


def test_what_is_asked_on_monday_morning_waits_for_its_own_week(chat: Chat) -> None:
    chat.now += 5 * DAY - 6 * 60 * 60 * 1_000_000  # Monday, 4:00
    card = asks(chat)
    bens = chat.say("BEN", "one of them", thread=card)
    loved(chat, bens, "ANA", "LEA")
    assert best(until(chat, 1)) == []
    [post] = best(until(chat, 7))
    assert links(post) == [bens]


def test_where_nobody_asks_any_more_nothing_is_looked_for(chat: Chat) -> None:
    asks(chat)
    assert monday(chat) == []
    with chat.work() as work:
        assert calendar.about(work, "best_answer", "C1") == []
    asks(chat)
    with chat.work() as work:
        assert len(calendar.about(work, "best_answer", "C1")) == 1


def test_in_a_channel_that_others_joined_nobody_is_named(chat: Chat) -> None:
    card = asks(chat)
    bens = chat.say("BEN", "one of them", thread=card)
    loved(chat, bens, "ANA", "LEA")
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    assert monday(chat) == []
    assert chat.query("SELECT member FROM ledger WHERE rule = 'best-answer'") == []


def test_after_a_long_outage_only_the_week_before_is_recalled(chat: Chat) -> None:
    card = asks(chat)
    bens = chat.say("BEN", "one of them", thread=card)
    loved(chat, bens, "ANA", "LEA")
    chat.now += 21 * DAY  # Wednesday, three weeks on
    chat.tick()
    assert best(chat.posts()) == []
    assert best(until(chat, 7)) == []


@pytest.mark.parametrize("by", ["send", "move"])
def test_a_look_that_somebody_has_earlier_takes_what_was_asked_until_then_and_the_next_the_rest(
    chat: Chat, by: str
) -> None:
    chat.command("ANA", "/huzzah question every day 12:00")
    [(entry,)] = chat.query("SELECT entry FROM calendar WHERE kind = 'best_answer'")
    bens = chat.say("BEN", "the rain on the roof", thread=asks(chat))
    loved(chat, bens, "ANA", "LEA")
    chat.command("JON", f"/huzzah calendar {by} {entry}" + (" tomorrow 15:00" if by == "move" else ""))
    [post] = best(until(chat, 1.5))
    assert links(post) == [bens]
    meis = chat.say("MEI", "a very long walk", thread=asks(chat))
    loved(chat, meis, "ANA", "LEA")
    assert best(until(chat, 5)) == []
    [post] = best(until(chat, 7))
    assert links(post) == [meis]
