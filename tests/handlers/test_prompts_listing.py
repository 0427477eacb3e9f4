"""The list of questions: by kind, searched, added, retired and brought back, page by page."""

import pytest

from handlers.cards.blocks import Button
from handlers.prompts.importing import MOST, Tags, read
from handlers.prompts.questions import library
from storage import audit
from tests.handlers.asked_questions import button
from tests.handlers.chat import Chat


def test_a_moderator_sees_all_kinds_and_turns_pages(chat: Chat) -> None:
    chat.command("JON", "/huzzah questions")
    assert f"{len(library())} questions to get people talking" in chat.notes()
    chat.press("JON", button(chat, "Photos"))
    assert "Photos: 28 questions" in chat.notes()
    seen = set()
    for _ in range(5):
        seen |= {each.id for each in library().values() if each.text in chat.notes()}
        more = [each for each in chat.buttons("question_list") if each.text.startswith("More")]
        if more:
            chat.press("JON", more[0])
    assert len(seen) == 28
    chat.press("JON", button(chat, "Back"))
    chat.press("JON", button(chat, "All kinds"))
    assert "questions to get people talking" in chat.notes()


def test_one_is_found_by_its_words(chat: Chat) -> None:
    chat.command("JON", "/huzzah questions favourite mug")
    assert "1 question" in chat.notes()
    assert "Show us your favourite mug" in chat.notes()
    chat.command("JON", "/huzzah questions " + "x" * 10_000)
    assert "There is none." in chat.notes()


def test_everybody_else_may_look_and_propose(chat: Chat) -> None:
    chat.command("BEN", "/huzzah questions retired")
    assert "questions to get people talking" in chat.notes()
    assert chat.buttons("question_list") == []
    chat.press("BEN", button(chat, "Propose a question"))
    assert chat.dialog().id == "question_propose"


def test_what_is_retired_is_asked_no_more_until_it_is_back(chat: Chat) -> None:
    for each in library().values():
        if each.category == "photos":
            chat.press("JON", Button("question_retire", "Retire", f"{each.id}|photos|1|"))
    chat.command("ANA", "/huzzah question photos now")
    assert chat.posts() == []
    assert "I have no question about photos" in chat.notes()
    chat.command("JON", "/huzzah questions retired")
    chat.press("JON", button(chat, "Bring back"))
    assert "It is back" in chat.notes()
    chat.command("ANA", "/huzzah question photos now")
    assert len(chat.posts()) == 1
    with chat.work() as work:
        assert audit.newest(work, 1)[0].detail.endswith("shown")


def test_retiring_twice_is_retiring_once(chat: Chat) -> None:
    for _ in range(2):
        chat.press("JON", Button("question_retire", "Retire", "food-01|food|1|"))
        assert "Retired" in chat.notes()
    chat.press("JON", Button("question_retire", "Retire", "nothing-01|food|1|"))
    assert "questions to get people talking" in chat.notes()
    assert chat.query("SELECT prompt, state FROM prompt") == [("food-01", "retired")]


def test_questions_are_added_by_form_one_on_each_line(chat: Chat) -> None:
    chat.command("JON", "/huzzah questions add")
    form = chat.dialog()
    lines = (
        "Which lighthouse do you remember?\n- Which windmill?\n\n# a remark\nWho made your week easier, and how?\nhm"
    )
    chat.submit("JON", form, words=lines, category="places", mood="warm", effort="quick")
    assert "2 questions added" in chat.notes()
    assert "2 lines weren't taken" in chat.notes()
    assert "We have that one already" in chat.notes()
    rows = chat.query("SELECT words, category, mood, member, named FROM prompt ORDER BY prompt")
    assert rows == [
        ("Which lighthouse do you remember?", "places", "warm", "JON", 0),
        ("Which windmill?", "places", "warm", "JON", 0),
    ]
    chat.submit("JON", form, words="hm")
    assert "Ask a whole question" in chat.errors()["words"]
    chat.submit("JON", form, words="")
    assert "words" in chat.errors()


def test_and_by_command(chat: Chat) -> None:
    chat.command("JON", '/huzzah questions add "Which lighthouse do you remember?" places warm')
    assert "1 question added" in chat.notes()
    assert chat.query("SELECT category, mood FROM prompt") == [("places", "warm")]
    chat.command("JON", "/huzzah questions lighthouse")
    chat.press("JON", button(chat, "Edit"))
    chat.submit("JON", chat.dialog(), words="Which lighthouse comes to your mind?")
    assert "Saved: Which lighthouse comes" in chat.notes()
    chat.command("JON", '/huzzah questions add "Which <@BEN>?"')
    assert "leave out names" in chat.notes()


def test_what_is_proposed_is_listed_for_moderators(chat: Chat) -> None:
    chat.command("BEN", "/huzzah propose Which lighthouse do you remember?")
    chat.command("JON", "/huzzah questions")
    chat.press("JON", button(chat, "Proposed (1)"))
    assert "Which lighthouse" in chat.notes()
    chat.press("JON", button(chat, "Approve"))
    assert "Nothing is waiting" in chat.notes()


def test_a_file_with_a_head_is_read_by_its_columns() -> None:
    text = (
        "﻿Category;Question;Mood;Length;Emoji\nfood;What, in your view, is soup?;Fun;long;🍜\nnope;Which windmill?;;;\n"
    )
    found = read(text, library().values())
    [question] = found.questions
    assert (question.category, question.mood, question.effort, question.emoji) == ("food", "playful", "longer", "ramen")
    assert [(fault.line, "is no category" in fault.problem) for fault in found.faults] == [(3, True)]


def test_lines_take_the_tags_they_are_given_and_commas_are_commas() -> None:
    found = read("What, in your view, is soup?\nWhat is the question, then?", [], Tags("food", "warm", "longer"))
    assert [(each.text, each.category) for each in found.questions] == [
        ("What, in your view, is soup?", "food"),
        ("What is the question, then?", "food"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "question", "question,category\n", "\ufeff", '"'])
def test_an_empty_file_has_nothing(text: str) -> None:
    assert read(text, []).questions == ()


def test_only_so_many_are_taken_at_once() -> None:
    words = [f"w{number}x" for number in range(MOST + 5)]
    found = read("\n".join(f"{one} {one * 2} {one * 3}?" for one in words), [])
    assert len(found.questions) == MOST
    assert "import the rest" in found.faults[0].problem
