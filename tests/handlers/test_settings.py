"""`/huzzah settings`: admins change how Huzzah behaves, and everything is kept, explained and right."""

from difflib import ndiff

import pytest

from handlers.answers import Open
from handlers.cards.blocks import Button, Dialog
from handlers.cards.rules.setting_dialog import dialog, entries
from scoring.book import Book
from scoring.book_changes import changes
from storage import books
from storage.default_book import default_text
from tests.handlers.chat import Chat


def opened(chat: Chat) -> Dialog:
    chat.command("JON", "/huzzah settings")
    return chat.dialog()


def book_now(chat: Chat) -> Book:
    with chat.work() as work:
        return work.book


def lines_changed(chat: Chat) -> list[str]:
    with chat.work() as work:
        kept = books.source(work, work.book.version)
        assert work.book == books.load(work, work.book.version)
    return [line for line in ndiff(default_text().splitlines(), kept.splitlines()) if line[0] in "+-"]


def test_only_admins_open_the_settings(chat: Chat) -> None:
    chat.command("BEN", "/huzzah settings")
    assert "Only admins change the settings" in chat.notes()
    chat.press("BEN", Button("settings", "Settings"))
    assert "Only admins change the settings" in chat.notes()
    chat.press("JON", Button("settings", "Settings"))
    assert isinstance(chat.answers[0], Open)
    chat.submit("BEN", opened(chat), allowance_amount="900")
    assert "Only admins change the settings" in chat.notes()
    assert book_now(chat).version == 1


def test_every_setting_of_the_book_is_asked_once(chat: Chat) -> None:
    asked = [field.id for field in opened(chat).fields]
    assert len(set(asked)) == len(asked) == len(entries())
    assert {*Book().settings.__dataclass_fields__} <= set(asked)


def test_sent_as_it_was_opened_it_changes_nothing(chat: Chat) -> None:
    form = opened(chat)
    assert {field.id: field.value for field in form.fields}["announce_channel"] == "C2"
    chat.submit("JON", form)
    assert "nothing to save" in chat.notes()
    assert book_now(chat).version == 1


def test_a_change_is_in_force_at_once_is_in_the_history_and_leaves_every_comment(chat: Chat) -> None:
    chat.submit(
        "JON", opened(chat), allowance_amount="7", noise="lively", noise_channels="#random silent\nhelp-*: quiet",
        undo_hours="48", currency_emoji=":tada:, 🌮",
    )  # fmt: skip
    assert "Noise quiet → lively" in chat.notes()
    assert "Allowance: amount 5 → 7" in chat.notes()
    book = book_now(chat)
    assert (book.allowance.amount, book.settings.noise, book.settings.undo_hours) == (7, "lively", 48)
    assert book.settings.noise_channels == (("random", "silent"), ("help-*", "quiet"))
    assert book.currency_emoji == ("tada", "taco")
    comments = [line for line in lines_changed(chat) if line.startswith("-") and "#" in line]
    with chat.work() as work:
        assert all(line.partition("#")[2] in books.source(work, 2) for line in comments)
    chat.press("JON", Button("rule_history", "History"))
    assert "by @Jonas Weber" in chat.notes()
    assert "- settings: noise quiet → lively" in chat.notes()
    assert "/huzzah me" not in chat.notes()


def test_only_the_line_that_changes_is_written_anew(chat: Chat) -> None:
    chat.submit("JON", opened(chat), undo_hours="12")
    assert lines_changed(chat) == ["-   undo_hours: 24", "+   undo_hours: 12"]


def test_roles_and_other_pairs_are_changed_line_by_line_and_taken_out_again(chat: Chat) -> None:
    chat.submit("JON", opened(chat), allowance_roles="leader 12\nmentor: 8", noise_channels="#random lively")
    assert book_now(chat).allowance.roles == (("leader", 12), ("mentor", 8))
    form = opened(chat)
    assert {field.id: field.value for field in form.fields}["noise_channels"] == "#random lively"
    chat.submit("JON", form, allowance_roles="", noise_channels="")
    assert (book_now(chat).allowance.roles, book_now(chat).settings.noise_channels) == ((), ())


def test_the_channel_for_announcements_is_chosen_and_written_by_its_name(chat: Chat) -> None:
    chat.submit("JON", opened(chat), announce_channel="C1")
    assert book_now(chat).settings.announce_channel == "general"
    chat.submit("JON", opened(chat), announce_channel="")
    assert book_now(chat).settings.announce_channel == "general"


def test_a_private_channel_is_not_named_in_the_book(chat: Chat) -> None:
    chat.submit("JON", opened(chat), announce_channel="C9")
    assert book_now(chat).settings.announce_channel == "C9"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"allowance_amount": "many"}, "allowance_amount"),
        ({"allowance_amount": ""}, "allowance_amount"),
        ({"allowance_amount": "9999999"}, "allowance_amount"),
        ({"allowance_amount": "9" * 40}, "allowance_amount"),
        ({"allowance_per": "year"}, "allowance_per"),
        ({"allowance_roles": "leader ten"}, "allowance_roles"),
        ({"allowance_roles": "leader"}, "allowance_roles"),
        ({"allowance_roles": "Head of all 7"}, "allowance_roles"),
        ({"currency_name": " "}, "currency_name"),
        ({"currency_emoji": "not an emoji"}, "currency_emoji"),
        ({"currency_emoji": "tada, tada"}, "currency_emoji"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"noise": "deafening"}, "noise"),
        ({"noise_channels": "#random deafening"}, "noise_channels"),
        ({"noise_channels": "lively"}, "noise_channels"),
        ({"ranking": "alphabet"}, "ranking"),
        ({"undo_hours": "-1"}, "undo_hours"),
        ({"undo_hours": "99999"}, "undo_hours"),
        ({"shoutouts_per_week": "½"}, "shoutouts_per_week"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(chat: Chat, fields: dict[str, str], where: str) -> None:
    chat.submit("JON", opened(chat), **fields)
    assert list(chat.errors()) == [where]
    assert len(chat.errors()[where]) > 15
    assert book_now(chat).version == 1


def test_all_faults_are_said_together(chat: Chat) -> None:
    chat.submit("JON", opened(chat), allowance_amount="x", undo_hours="y", noise_channels="z")
    assert set(chat.errors()) == {"allowance_amount", "undo_hours", "noise_channels"}


def test_who_comes_second_is_asked_to_open_it_again(chat: Chat) -> None:
    form = opened(chat)
    chat.submit("JON", form, undo_hours="1")
    chat.submit("JON", form, undo_hours="2")
    assert "in the meantime" in chat.errors()["allowance_amount"]
    assert book_now(chat).settings.undo_hours == 1


def test_a_book_without_settings_gets_them_written_under_it(chat: Chat) -> None:
    bare = "# Ours.\nrules:\n  - {id: talk, kind: message, points: 1, words: Talk}  # that is all\n"
    with chat.work() as work:
        books.set_book(work, bare, "JON", ["for this test"])
    chat.submit("JON", opened(chat), undo_hours="12", allowance_amount="9")
    with chat.work() as work:
        text = books.source(work, work.book.version)
    assert text == f"{bare}\nsettings:\n  undo_hours: 12\n\nallowance:\n  amount: 9\n"


def test_the_form_of_any_book_gives_that_book_again() -> None:
    book = Book(version=3)
    assert {field.id for field in dialog(book, "").fields if field.required} >= {"allowance_amount", "noise"}
    assert changes(book, book) == []


def test_a_country_and_quiet_hours_are_set(chat: Chat) -> None:
    chat.submit("JON", opened(chat), country="NO", quiet_from="18", quiet_until="9")
    settings = book_now(chat).settings
    assert (settings.country, settings.quiet_from, settings.quiet_until) == ("NO", 18, 9)
