"""Templates: by a word to a form that is filled in, or posted at once; and a question that only sounds like one."""

from collections.abc import Iterator

import pytest

from handlers.cards.blocks import Button
from handlers.polls import reading, templates
from handlers.polls.templates import ICEBREAKERS, TEMPLATES, Chosen
from handlers.prompts.sensitive import touches
from scoring.markup import plain
from tests.handlers.chat import Chat, open_chat
from tests.handlers.shown import words_of


@pytest.fixture
def chat(database_url: str) -> Iterator[Chat]:
    chat = open_chat(database_url)
    yield chat
    chat.database.close()


def fields(chat: Chat) -> dict[str, str]:
    return {field.id: field.value for field in chat.dialog().fields}


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_opens_the_form_filled_in(chat: Chat, name: str) -> None:
    for words in (f"/poll {name}", f"/poll template {name}", f"/huzzah template {name}"):
        chat.command("BEN", words)
        assert fields(chat)["question"]
        assert fields(chat)["channel"] == "C1"
        chat.submit("BEN", chat.dialog())
        assert chat.errors() == {}


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_is_posted_at_once_with_a_word_more(chat: Chat, name: str) -> None:
    chat.command("BEN", f"/poll {name} now")
    [post] = chat.posts()
    assert post.key == "poll:1"


@pytest.mark.parametrize(
    ("words", "kind", "anonymous"),
    [
        ("mood", "choice", 1),
        ("enps", "enps", 1),
        ("retro", "open", 1),
        ("lunch", "choice", 0),
        ("meeting", "choices", 0),
    ],
)
def test_each_is_meant_as_it_should_be(chat: Chat, words: str, kind: str, anonymous: int) -> None:
    chat.command("BEN", f"/poll {words} now")
    assert chat.query("SELECT kind, anonymous FROM poll") == [(kind, anonymous)]


def test_other_words_change_how_it_is_asked(chat: Chat) -> None:
    chat.command("BEN", "/poll lunch anonymous close 3h")
    assert chat.query("SELECT anonymous, (closes - made) / 3600000000 FROM poll") == [(1, 3)]


def test_ones_own_options_replace_those_of_the_template(chat: Chat) -> None:
    chat.command("BEN", '/poll template lunch "Thai" "Kebab"')
    rows = [row[0] for row in chat.query("SELECT words FROM poll_option ORDER BY option")]
    assert rows == ["Thai", "Kebab"]


@pytest.mark.parametrize("words", ["Lunch on Friday? Pizza, Sushi", '"Mood?" "good" "bad"', "Meeting at ten? yes, no"])
def test_a_question_of_ones_own_that_begins_alike_is_asked_as_it_is(chat: Chat, words: str) -> None:
    chat.command("BEN", f"/poll {words}")
    [post] = chat.posts()
    assert "Where do we have lunch" not in words_of(post.card)
    assert len(chat.query("SELECT option FROM poll_option")) == 2


@pytest.mark.parametrize(
    "words", ["/huzzah templates", "/poll templates", "/poll template nonsense", "/huzzah template"]
)
def test_the_list_has_a_button_for_each(chat: Chat, words: str) -> None:
    chat.command("BEN", words)
    assert {button.value for button in chat.buttons("poll_template")} == set(TEMPLATES)
    chat.press("BEN", chat.buttons("poll_template")[0])
    assert fields(chat)["question"]


def test_a_button_of_a_template_that_is_gone_is_told(chat: Chat) -> None:
    chat.press("BEN", Button("poll_template", "x", "gone"))
    assert "I don't have that template any more" in chat.notes()


@pytest.mark.parametrize("word", ["mood", "lunch", "retro", "icebreaker", "enps"])
def test_the_words_work_after_huzzah_too(chat: Chat, word: str) -> None:
    chat.command("BEN", f"/huzzah {word}")
    assert fields(chat)["question"]


def test_a_meeting_has_days_and_times_as_typed(chat: Chat) -> None:
    chat.command("BEN", "/poll meeting thu fri 9:30 2pm")
    rows = [row[0] for row in chat.query("SELECT words FROM poll_option ORDER BY option")]
    assert rows == ["Thu 19 Nov, 09:30", "Thu 19 Nov, 14:00", "Fri 20 Nov, 09:30", "Fri 20 Nov, 14:00"]


def test_a_meeting_without_days_has_the_next_working_days(chat: Chat) -> None:
    chat.command("BEN", "/poll meeting time")
    assert fields(chat)["options"].splitlines()[::2] == ["Thu 19 Nov, 10:00", "Fri 20 Nov, 10:00", "Mon 23 Nov, 10:00"]
    assert "Africa/Lagos" in fields(chat)["question"]


def test_people_from_elsewhere_get_no_form(chat: Chat) -> None:
    chat.command("EXT", "/poll lunch")
    assert "Polls here are for the colleagues" in chat.notes()


def test_every_template_and_icebreaker_can_be_read_and_is_harmless() -> None:
    for name, template in TEMPLATES.items():
        assert template.typed or name in (templates.ICEBREAKER, templates.MEETING)
        assert reading.read(template.typed).problem == "" or not template.typed
        assert name not in ("lunch", "icebreaker") or not touches(template.words)
    for question, *options in ICEBREAKERS:
        assert touches(" ".join((question, *options))) == ""
        assert 2 <= len(options) == len(set(options))


def test_the_icebreaker_of_a_day_stays_and_changes_from_day_to_day(chat: Chat) -> None:
    seen = set()
    for _ in range(12):
        chat.command("BEN", "/poll icebreaker")
        first = fields(chat)["question"]
        chat.command("MEI", "/poll icebreaker")
        assert plain(fields(chat)["question"], {}) == first
        seen.add(first)
        chat.later(24)
    assert len(seen) > 4


@pytest.mark.parametrize("text", ["", "   ", "lunchtime", "📊", "x" * 5_000, "template " * 50])
def test_whatever_is_typed_never_raises(text: str) -> None:
    found = templates.chosen(text)
    assert found is None or isinstance(found, Chosen)
