"""`prompts`: listed, imported and exported, and what is wrong with a file said by its line."""

from pathlib import Path

import pytest

from handlers.prompts.questions import library
from storage.transactions import Database
from tests.bot.cli.conftest import Ask

FILE = """question,category,mood,length,emoji
"Which lighthouse, of all, do you remember?",places,warm,quick,
Which windmill?,,,,
"Who made your week easier, and how?",,,,
Why? And how?,food,,,
"""


@pytest.fixture
def file(empty_folder: Path, company: Database) -> str:
    (empty_folder / "ours.csv").write_text(FILE, "utf-8")
    return "ours.csv"


def test_the_library_is_listed_by_kind(ask: Ask, company: Database) -> None:
    assert len(ask("prompts", "list", "--json").json) == len(library())
    photos = ask("prompts", "list", "--kind", "photos,proud", "--json").json
    assert photos
    assert all((each["category"], each["mood"]) == ("photos", "proud") for each in photos)
    assert "Which song can you never skip?" in ask("prompts", "list").out
    answer = ask("prompts", "list", "--kind", "bananas")
    assert (answer.code, "There is no kind `bananas`" in answer.err) == (2, True)


def test_what_is_imported_is_there_and_the_rest_is_named(ask: Ask, file: str) -> None:
    answer = ask("prompts", "import", file, "--kind", "food,playful", "--by", "ana")
    assert answer.code == 0
    assert answer.out == "2 questions added; 2 left out.\n"
    assert "Line 4: We have that one already" in answer.err
    assert "Line 5: One question at a time" in answer.err
    own = ask("prompts", "list", "--which", "own", "--json").json
    assert [(each["category"], each["mood"]) for each in own] == [("places", "warm"), ("food", "playful")]
    again = ask("prompts", "import", file, "--json")
    assert (again.code, len(again.json["left_out"])) == (1, 4)


def test_what_is_exported_can_be_imported(ask: Ask, file: str, empty_folder: Path, company: Database) -> None:
    ask("prompts", "import", file)
    (empty_folder / "again.csv").write_text(ask("prompts", "export").out, "utf-8")
    with company.write("other", 1):
        pass
    assert ask("prompts", "import", "again.csv", "-w", "other").out == "2 questions added; 0 left out.\n"
    assert ask("prompts", "export", "--which", "retired", "-w", "acme").out == "question,category,mood,length,emoji\n"


def test_a_file_that_isnt_text_is_refused(ask: Ask, file: str, empty_folder: Path) -> None:
    (empty_folder / "wrong.csv").write_bytes(b"\xff\xfe?")
    answer = ask("prompts", "import", "wrong.csv")
    assert (answer.code, "isn't UTF-8" in answer.err) == (2, True)
    assert ask("prompts", "import", "nowhere.csv").code == 2
