"""The question of the day: set up by words or form, at the right time, swapped, changed, and stopped."""

from handlers.answers import Post, Whisper
from handlers.events import ChannelChanged
from handlers.prompts.questions import library
from storage import calendar, prompts
from tests.handlers.asked_questions import button, until
from tests.handlers.chat import WORKSPACE, Chat

TEXTS = {each.text: each for each in library().values()}


def of(post: Post) -> str:
    """The question on a card."""
    return post.card.summary


def test_a_question_of_the_day_comes_on_weekdays_at_the_leaders_own_half_past_nine(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every weekday 9:30 photos,gratitude")
    assert "I'll ask in #general" in chat.notes()
    promised = next(text for text in TEXTS if text in chat.notes())
    # Wednesday 10:00: the first is on Thursday, and of the seven days five are working days.
    posts = [each for each in until(chat, 7) if each.key.startswith("prompt:")]
    assert len(posts) == 5
    assert of(posts[0]) == promised
    assert {TEXTS[of(post)].category for post in posts} == {"photos", "gratitude"}
    assert len({of(post) for post in posts}) == 5
    [entry] = [row[0] for row in chat.query("SELECT entry FROM calendar WHERE kind = 'question'")]
    slots = chat.query(f"SELECT slot FROM run WHERE entry = {entry}")
    assert {int(str(slot)) % 1440 for (slot,) in slots} == {9 * 60 + 30}


def test_the_next_one_can_be_swapped_and_is_what_then_comes(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every day 12:00 food")
    first = next(text for text in TEXTS if text in chat.notes())
    swap = button(chat, "Another one")
    chat.press("ANA", swap)
    second = next(text for text in TEXTS if text in chat.notes())
    chat.press("ANA", swap)
    assert second in chat.notes()
    [post] = until(chat, 1)
    assert (of(post), first != second) == (second, True)
    chat.command("ANA", "/huzzah question")
    assert first in chat.notes().split("Question of the day")[1]


def test_setting_it_up_again_changes_it_and_off_ends_it(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every day 12:00")
    chat.command("ANA", "/huzzah question every day 15:00 food")
    posts = until(chat, 1)
    assert [TEXTS[of(post)].category for post in posts] == ["food"]
    chat.command("JON", "/huzzah question off")
    assert "no longer ask by myself in #general" in chat.notes()
    assert [each for each in until(chat, 2) if each.key.startswith("prompt:")] == []
    chat.command("JON", "/huzzah question off")
    assert "No question of the day is set up" in chat.notes()


def test_a_second_rhythm_says_which_it_replaces_and_the_old_one_may_stay(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every day 12:00")
    chat.command("ANA", "/huzzah question every friday 15:00 food")
    assert "That replaces what was set up here: every day at 12:00" in chat.notes()
    keep = button(chat, "Keep the old one")
    chat.press("BEN", keep)
    assert "I'll ask" not in chat.notes()
    chat.press("ANA", keep)
    assert "I'll ask in #general every day at 12:00" in chat.notes()
    chat.press("ANA", keep)
    assert "changed meanwhile" in chat.notes()
    posts = [each for each in until(chat, 3) if each.key.startswith("prompt:")]
    assert len(posts) == 3  # Wednesday, Thursday and Friday at noon, and nothing on Friday at three


def test_the_old_one_says_that_it_rests_if_it_did(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every day 12:00")
    [(number,)] = chat.query("SELECT entry FROM calendar WHERE kind = 'question'")
    chat.command("JON", f"/huzzah calendar pause {number}")
    chat.command("ANA", "/huzzah question every friday 15:00 food")
    assert "It rests" not in chat.notes()
    chat.press("ANA", button(chat, "Keep the old one"))
    assert "It rests until somebody goes on with it" in chat.notes()
    assert until(chat, 5) == []


def test_the_same_rhythm_again_replaces_nothing(chat: Chat) -> None:
    for _ in range(2):
        chat.command("ANA", "/huzzah question every day 12:00")
        assert "replaces" not in chat.notes()
    assert len([each for each in until(chat, 1) if each.key.startswith("prompt:")]) == 1


def test_by_form(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question")
    chat.press("ANA", button(chat, "Question of the day…"))
    form = chat.dialog()
    chat.submit("ANA", form, time="nine")
    assert "time" in chat.errors()
    chat.submit("ANA", form, rhythm="sometimes")
    assert "rhythm" in chat.errors()
    chat.submit("ANA", form, rhythm="every day", time="12:00", about="photos,food", mood="playful")
    assert "I'll ask in #general" in chat.notes()
    [post] = until(chat, 1)
    assert TEXTS[of(post)].mood == "playful"
    chat.command("ANA", "/huzzah question")
    chat.press("ANA", button(chat, "Stop"))
    assert "no longer ask by myself" in chat.notes()


def test_the_same_question_every_week_if_it_is_ones_own(chat: Chat) -> None:
    chat.command("ANA", '/huzzah question "What went well this week?" every friday 16:00')
    assert "the same question every time" in chat.notes()
    posts = [each for each in until(chat, 15) if each.key.startswith("prompt:")]
    assert [of(post) for post in posts] == ["What went well this week?"] * 2
    assert len({post.key for post in posts}) == 2


def test_what_couldnt_be_asked_in_time_is_dropped(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every day 11:00")
    chat.later(10)
    chat.tick()
    assert chat.posts() == []


def test_a_channel_that_others_join_is_asked_no_more(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every day 12:00")
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    chat.later(3)
    chat.tick()
    assert [each.member for each in chat.answers if isinstance(each, Whisper)] == ["ANA"]
    with chat.work() as work:
        assert calendar.about(work, "question", "C1") == []


def test_where_all_that_fits_is_retired_whoever_set_it_up_hears_of_it(chat: Chat) -> None:
    chat.command("ANA", "/huzzah question every day 12:00 proud,food")
    with chat.work() as work:
        for each in library().values():
            if each.category == "food":
                prompts.settle(work, each.id, "JON", prompts.RETIRED)
    chat.later(3)
    chat.tick()
    assert chat.posts() == []
    assert "I have no question about food, proud" in chat.whispers()["ANA"]
