"""Questions in a channel: previewed, swapped, asked at once or in words of one's own, and answered."""

import pytest

from handlers.answers import Post
from handlers.cards.blocks import Button
from handlers.events import ChannelChanged
from handlers.prompts.questions import library
from scoring.facts import Fact, FactKind
from tests.handlers.asked_questions import asks, button, stands, until
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat

TEXTS = {each.text: each for each in library().values()}


def of(post: Post) -> str:
    """The question on a card."""
    return post.card.summary


def test_a_leader_sees_the_next_question_before_anybody_else_does(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question")
    assert "I would ask this in #general:" in chat.notes()
    assert chat.posts() == []
    previewed = next(text for text in TEXTS if text in chat.notes())
    chat.press("ANA", button(chat, "Ask it now"))
    [post] = chat.posts()
    assert (post.channel, of(post)) == ("C1", previewed)
    assert "Answer in the thread" in shown(post.card)
    assert f"Asked in #general: {previewed}" in chat.notes()


def test_another_one_is_another_each_time(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question food")
    seen = [next(text for text in TEXTS if text in chat.notes())]
    for _ in range(21):
        chat.press("ANA", button(chat, "Another one"))
        seen.append(next(text for text in TEXTS if text in chat.notes()))
    assert len(set(seen)) == 22
    assert {TEXTS[text].category for text in seen} == {"food"}
    for _ in range(3):
        chat.press("ANA", button(chat, "Another one"))
    chat.press("ANA", button(chat, "Ask it now"))
    assert len(chat.posts()) == 1


def test_of_one_kind_and_at_once(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question now photos")
    [post] = chat.posts()
    assert TEXTS[of(post)].category == "photos"
    assert "Answer in the thread, with a picture." in shown(post.card)


def test_one_press_too_many_asks_nothing_twice(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question")
    ask = button(chat, "Ask it now")
    chat.press("ANA", ask)
    first = of(chat.posts()[0])
    chat.press("ANA", ask)
    assert chat.posts() == []
    assert "was asked here meanwhile" in chat.notes()
    assert first not in chat.notes()


def test_nothing_comes_twice_in_a_channel_before_all_of_it_was_asked(chat: Chat) -> None:
    seen = []
    for _ in range(44):
        chat.command("ANA", "/huzzah question now memories")
        seen.append(of(chat.posts()[0]))
    assert len(set(seen[:22])) == len(set(seen[22:])) == 22
    assert seen[:22] != seen[22:]
    chat.command("ANA", "/huzzah question now memories", channel="C2")
    assert chat.posts()


@pytest.mark.parametrize(
    "typed",
    ['"What made you smile today?"', "“What made you smile today?”", "What made you smile today?",
     "«What made you smile today?» warm"],
)  # fmt: skip
def test_a_leader_asks_in_words_of_their_own(chat: Chat, typed: str) -> None:
    chat.command("ANA", f"/huzzah question {typed}")
    [post] = chat.posts()
    assert of(post) == "What made you smile today?"
    assert post.by == "ANA"
    assert "Ana" not in shown(post.card)


def test_ones_own_doesnt_come_again_by_itself(chat: Chat) -> None:
    chat.command("ANA", '/huzzah question "What made you smile today?" ours')
    chat.command("ANA", "/huzzah question now ours")
    assert chat.posts() == []
    assert "I have no question about ours" in chat.notes()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"What about <@BEN>, is he fine?"', "leave out names"),
        ('"What about @ben, is he fine?"', "leave out names"),
        ('"<!channel> what is it?"', "leave out names"),
        ('"Why? And how?"', "One question at a time"),
        ('"Hm?"', "Ask a whole question"),
        (f'"Why is {"so " * 80} long?"', "Make it shorter"),
        (f'"{"x" * 100_000}?"', "Make it shorter"),
        ('"See https://example.org for what?"', "Leave the link out"),
        ("bananas", "I know no kind of question called “bananas”"),
        ("every weekday 25:99", "How"),
        ("every full moon 9:00", "moon"),
    ],
)
def test_what_cant_be_asked_is_said_with_a_way_out(chat: Chat, typed: str, said: str) -> None:
    chat.command("ANA", f"/huzzah question {typed}")
    assert chat.posts() == []
    assert said in chat.notes() or "/huzzah question every weekday 9:30" in chat.notes()
    assert "/huzzah question photos" in chat.notes()


def test_words_that_would_break_a_card_are_plain(chat: Chat) -> None:
    chat.command("ANA", '/huzzah question "Which *bold* &lt;tag&gt;\u202e \u200fdo you _like_?"')
    [post] = chat.posts()
    assert of(post) == "Which *bold* <tag> do you _like_?"


def test_a_sensitive_one_of_ones_own_is_asked_only_on_purpose(chat: Chat) -> None:
    chat.command("ANA", '/huzzah question "What would you do with a big bonus?"')
    assert chat.posts() == []
    assert "touches on money" in chat.notes()
    anyway = button(chat, "Ask it anyway")
    chat.press("ANA", anyway)
    assert of(chat.posts()[0]) == "What would you do with a big bonus?"
    chat.press("ANA", anyway)
    assert chat.posts() == []


def test_an_icebreaker_is_a_question_for_who_leads_and_a_poll_for_everybody_else(chat: Chat) -> None:
    chat.command("ANA", "/huzzah icebreaker now")
    assert chat.posts()
    chat.command("ANA", "/huzzah icebreaker")
    assert "Icebreakers · " in chat.notes()
    chat.command("BEN", "/huzzah icebreaker")
    assert chat.dialog().title


def test_who_doesnt_lead_is_told_what_they_can_do(chat: Chat) -> None:
    chat.command("BEN", '/huzzah question "What made you smile today?"')
    assert chat.posts() == []
    assert "Leaders and admins ask here" in chat.notes()
    chat.press("BEN", button(chat, "Propose a question"))
    assert chat.dialog().fields[0].value == "What made you smile today?"
    for action in ("question_ask", "question_other", "question_plan", "question_swap", "question_off"):
        chat.press("BEN", Button(action, "?", "C1||food-01"))
        assert "Leaders and admins ask here" in chat.notes()
        assert chat.posts() == []


def test_in_a_channel_with_others_nothing_is_asked_and_that_is_said(chat: Chat) -> None:
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    chat.command("ANA", "/huzzah question every weekday 9:30")
    assert "Another organisation is in this channel" in chat.notes()
    assert chat.query("SELECT count(*) FROM calendar") == [(0,)]
    chat.command("ANA", "/huzzah question", channel="")
    assert "In which channel?" in chat.notes()


def test_a_private_channel_isnt_reached_by_a_forged_button(chat: Chat) -> None:
    chat.press("JON", Button("question_ask", "?", "C9||food-01"))
    assert chat.posts() == []
    chat.press("JON", Button("question_plan", "?", "C9|"))
    assert "In which channel?" in chat.notes()


@pytest.mark.parametrize("word", ["question", "prompt", "qotd", "icebreaker", "Question"])
def test_it_is_found_by_what_one_would_type(chat: Chat, word: str) -> None:
    chat.command("ANA", f"/huzzah {word}")
    assert "I would ask this in #general:" in chat.notes()


def test_answers_in_its_thread_earn_and_elsewhere_they_dont(chat: Chat) -> None:
    card = asks(chat)
    chat.say("BEN", "I'd say the big blue one, always", thread=card)
    chat.say("LEA", "something of no matter at all", thread="")
    rows = chat.query("SELECT member FROM ledger WHERE rule = 'prompt-answered'")
    assert rows == [("BEN",)]


def test_only_what_stands_in_its_thread_is_noted(chat: Chat) -> None:
    card = asks(chat)
    answer = chat.say("BEN", "I'd say the big blue one, always", thread=card)
    chat.say("LEA", "elsewhere", thread="999")
    chat.say("MEI", "on top")
    assert chat.query("SELECT thread, message FROM prompt_answer") == [(card, answer)]


def test_erasing_takes_what_was_asked_in_passing_and_leaves_no_name(chat: Chat) -> None:
    chat.command("ANA", '/huzzah question "What does Ana Sousa think of it?"')
    chat.command("ANA", '/huzzah question "What went well this week?" every friday 16:00')
    with chat.work() as work:
        from storage import privacy

        privacy.erase(work, "ANA", "0123456789abcdef" * 4)
    assert chat.query("SELECT count(*) FROM prompt WHERE words LIKE '%Ana%' OR member = 'ANA'") == [(0,)]
    assert [each for each in until(chat, 9) if each.key.startswith("prompt:")] == []


def test_whatever_became_of_a_question_its_card_stays_as_it_was(new_anywhere: NewChat) -> None:
    chat = new_anywhere("")
    asks(chat, "now photos")
    asks(chat, '"What made you smile today?"')
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, "ANA", target="ANA", extra=(("deactivated", 1),))])
    asks(chat, "now photos", member="JON")
    assert chat.query("SELECT count(*) FROM asked") == [(3,)]
    assert len(set(chat.query("SELECT message FROM asked"))) == 3


def test_a_card_that_stood_before_its_letter_was_settled_is_found_once(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question now")
    [post] = chat.posts()
    stands(chat, post, "one")
    stands(chat, post, "two")
    assert chat.query("SELECT message FROM asked") == [("one",)]
