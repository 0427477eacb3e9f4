"""Ideas of what is rising: shown to moderators, posted, edited, dropped, and cold after some days."""

from collections.abc import Iterator

import pytest

from handlers.answers import Whisper
from handlers.cards.blocks import Button
from handlers.events import ChannelChanged
from handlers.trends import proposing
from handlers.trends.templates import filled
from scoring.periods import DAY
from tests.handlers.asked_questions import stands, until
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.shown import buttons_of, words_of
from tests.handlers.trend_days import burst, open_company, ready


@pytest.fixture
def chat(database_url: str) -> Iterator[Chat]:
    chat = open_company(database_url)
    yield chat
    chat.database.close()


def test_a_burst_becomes_an_idea_for_moderators_alone(chat: Chat) -> None:
    ready(chat)
    burst(chat, "so ready for #offsite")
    chat.tick()
    whispers = chat.whispers()
    assert set(whispers) == {"JON"}
    assert "10 people used #offsite in three days" in whispers["JON"]
    assert chat.posts() == []


def idea_buttons(chat: Chat) -> dict[str, Button]:
    return {
        button.action: button
        for answer in chat.answers
        if hasattr(answer, "card")
        for button in buttons_of(answer.card)
    }


def proposed(chat: Chat, kind: str = "prompt") -> dict[str, Button]:
    ready(chat)
    burst(chat, "so ready for #offsite")
    chat.tick()
    buttons = idea_buttons(chat)
    options = '{"options":["One","Two"]}' if kind == "poll" else '{"options":[]}'
    with chat.work() as work:
        sql = f"UPDATE idea SET kind = '{kind}', question = 'What about #offsite?', details = '{options}'"
        work.connection.exec_driver_sql(sql)
        work.forget_cache()
    return buttons


def test_an_approved_question_is_posted_once_in_its_channel(chat: Chat) -> None:
    buttons = proposed(chat)
    chat.press("JON", buttons["idea_approve"])
    [post] = chat.posts()
    assert (post.channel, post.key) == ("C1", "prompt:1:own-1:C1")
    assert "What about #offsite?" in words_of(post.card)
    chat.press("JON", buttons["idea_approve"])
    assert chat.posts() == []
    assert "That idea was posted" in chat.notes()


def test_its_best_answer_is_looked_for_like_that_of_any_question(chat: Chat) -> None:
    buttons = proposed(chat)
    chat.press("JON", buttons["idea_approve"])
    [post] = chat.posts()
    card = stands(chat, post, "card")
    answer = chat.say("P1", "a long walk by the lake", thread=card)
    for who in ("P2", "P3", "JON"):
        chat.react(who, answer, "heart")
    [best] = [each for each in until(chat, 8) if each.key.startswith("best:")]
    assert "What about #offsite?" in words_of(best.card)
    assert "3 colleagues reacted" in words_of(best.card)


def test_a_moderator_reads_why_first_then_what_would_come_of_it(chat: Chat) -> None:
    ready(chat)
    burst(chat, "so ready for #offsite")
    chat.tick()
    parts = ("An idea for #general", "10 people used #offsite", "It could become a", "#offsite", "Only moderators")
    words, places, start = chat.whispers()["JON"], list[int](), 0
    for part in parts:
        start = words.find(part, start)
        places.append(start)
    assert -1 not in places
    assert places == sorted(places)


def test_an_approved_poll_is_a_poll(chat: Chat) -> None:
    buttons = proposed(chat, "poll")
    chat.press("JON", buttons["idea_approve"])
    [post] = chat.posts()
    assert post.key == "poll:1"
    assert [row[0] for row in chat.query("SELECT words FROM poll_option ORDER BY option")] == ["One", "Two"]


def test_a_dropped_idea_is_never_posted_nor_proposed_again(chat: Chat) -> None:
    buttons = proposed(chat)
    chat.press("JON", buttons["idea_drop"])
    assert "Dropped" in chat.notes()
    chat.press("JON", buttons["idea_approve"])
    assert chat.posts() == []
    burst(chat, "#offsite", 12)
    chat.tick()
    assert "#offsite" not in str(chat.whispers())


def test_an_idea_can_be_edited_before_it_is_posted(chat: Chat) -> None:
    buttons = proposed(chat)
    chat.press("JON", buttons["idea_edit"])
    chat.submit("JON", chat.dialog(), question="Where shall we go? <!channel>", kind="poll", options="Sea\nSea\n")
    assert chat.errors() == {"options": "A poll has 2 to 20 options, one on each line."}
    chat.press("JON", buttons["idea_edit"])
    chat.submit("JON", chat.dialog(), question="Where shall we go? <!channel>", kind="prompt", options="")
    [post] = chat.posts()
    assert "Where shall we go? &lt;!channel&gt;" in words_of(post.card)


def test_a_cold_idea_is_not_posted(chat: Chat) -> None:
    buttons = proposed(chat)
    chat.now += 4 * DAY
    chat.press("JON", buttons["idea_approve"])
    assert chat.posts() == []
    assert "nobody decided in time" in chat.notes()


def test_only_moderators_decide(chat: Chat) -> None:
    buttons = proposed(chat)
    for action in ("idea_approve", "idea_edit", "idea_drop"):
        chat.press("BEN", buttons[action])
        assert "Only moderators decide about ideas" in chat.notes()
    assert chat.query("SELECT state FROM idea ORDER BY idea DESC LIMIT 1") == [("waiting",)]


@pytest.mark.parametrize("value", ["", "x", "99", "9" * 40, "²"])
def test_a_button_with_a_number_that_nobody_made_is_told_kindly(chat: Chat, value: str) -> None:
    chat.press("JON", Button("idea_approve", "Post it", value))
    assert "I don't know that idea any more" in chat.notes()


def test_no_more_than_two_ideas_a_week(chat: Chat) -> None:
    ready(chat)
    for words in ("#alpha", "#bravo", "#charlie", "#delta"):
        burst(chat, words, 12)
        chat.tick()
    assert len(chat.query("SELECT idea FROM idea WHERE topic LIKE 'hashtag%'")) <= 2


def test_moderators_are_told_before_admins(chat: Chat) -> None:
    chat.command("JON", "/huzzah role <@MEI> moderator")
    ready(chat)
    burst(chat, "#offsite")
    chat.tick()
    assert set(chat.whispers()) == {"MEI"}


@pytest.mark.parametrize("kind", ["prompt", "poll", "contest"])
def test_nothing_is_posted_where_people_from_elsewhere_came_in_meanwhile(chat: Chat, kind: str) -> None:
    buttons = proposed(chat, kind)
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    chat.press("JON", buttons["idea_approve"])
    assert "another organisation" in chat.notes()
    assert chat.posts() == []
    assert chat.query("SELECT count(*) FROM contest") == [(0,)]
    assert chat.query("SELECT state FROM idea ORDER BY idea DESC LIMIT 1") == [("dropped",)]


@pytest.mark.parametrize(
    ("members", "told"), [(("MEI", "JON"), {"MEI"}), (("ANA", "JON"), {"JON"}), (("ANA",), set[str]())]
)
def test_an_idea_for_a_private_channel_is_for_those_in_it(chat: Chat, members: tuple[str, ...], told: set[str]) -> None:
    chat.command("JON", "/huzzah role <@MEI> moderator")
    chat.do(
        ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C9", name="secret", private=True, members=members)
    )
    found = proposing.Found("C9", "emoji:tada", "x", filled("emoji", "tada", "1"), chat.now + 3 * DAY)
    with chat.work() as work:
        answers = proposing.propose(work, found)
        assert {each.member for each in answers if isinstance(each, Whisper)} == told
    assert chat.query("SELECT count(*) FROM idea") == [(int(bool(told)),)]
