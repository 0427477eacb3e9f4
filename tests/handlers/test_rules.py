"""`/huzzah rules`: everyone reads, admins change, try and look back; a wrong rule is sent back field by field."""

from difflib import ndiff

import pytest

from handlers.answers import Note, Open, Refresh
from handlers.cards.blocks import Button, Dialog
from handlers.cards.rules import pages as rule_pages
from handlers.cards.rules.dialog import dialog
from handlers.rule_form import draft, read
from scoring.book import Kind, Rule
from scoring.book_changes import changes
from storage import books
from storage.default_book import default_book, default_text
from tests.handlers.chat import Chat

SHOWN = default_book()


def button_of(chat: Chat, action: str, rule: str) -> Button:
    """A rule's button on the page it stands on."""
    with chat.work() as work:
        page = rule_pages.page_of(work.book, rule)
    chat.command("JON", f"/huzzah rules {page}")
    return next(each for each in chat.buttons(action) if each.value.endswith(f"|{rule}"))


def open_rule(chat: Chat, rule: str, member: str = "JON") -> Dialog:
    chat.press(member, button_of(chat, "rule_edit", rule))
    return chat.dialog()


def rule_now(chat: Chat, rule: str) -> Rule:
    with chat.work() as work:
        return work.book.rules_by_id[rule]


def test_everyone_reads_the_rules_and_only_admins_see_buttons(chat: Chat) -> None:
    chat.command("MEI", "/huzzah rules")
    for rule in SHOWN.rules:
        assert rule.words in chat.notes()
    assert "(off)" in chat.notes()
    assert not chat.buttons("rule_edit")
    seen: list[str] = []
    for page in rule_pages.PAGES:
        chat.command("JON", f"/huzzah rules {page}")
        assert len(chat.buttons("rule_edit")) == len(chat.buttons("rule_switch"))
        seen += [button.value.partition("|")[2] for button in chat.buttons("rule_edit")]
    assert sorted(seen) == sorted(rule.id for rule in SHOWN.rules)


def test_switching_a_rule_leaves_one_on_its_page_and_a_change_leads_back_to_it(chat: Chat) -> None:
    chat.press("JON", button_of(chat, "rule_switch", "photo"))
    assert "Rules: Noticing each other" in chat.notes()
    chat.submit("JON", open_rule(chat, "question"), points="3")
    [back] = chat.buttons("rules")
    chat.press("JON", back)
    assert "Rules: Talking with each other" in chat.notes()


def test_an_edit_is_in_force_at_once_and_in_the_history(chat: Chat) -> None:
    opened = open_rule(chat, "gift-received")
    chat.submit("JON", opened, points="3", words="  Three\nfor a thank-you ")
    assert "Three for a thank-you: points 1 → 3" in chat.notes()
    assert (rule_now(chat, "gift-received").points, rule_now(chat, "gift-received").words) == (
        3,
        "Three for a thank-you",
    )
    chat.say("ANA", "<@LEA> :tada:")
    assert chat.totals("coins")["LEA"] == 3
    chat.command("JON", "/huzzah rules")
    chat.press("JON", chat.buttons("rule_history")[0])
    assert "Version 2, " in chat.notes()
    assert "by @Jonas Weber" in chat.notes()
    assert "- Three for a thank-you: points 1 → 3" in chat.notes()
    assert "The rule book that Huzzah comes with." in chat.notes()


def test_a_rule_is_switched_off_and_on_again(chat: Chat) -> None:
    button = button_of(chat, "rule_switch", "photo")
    assert (button.text, bool(button.confirm)) == ("Switch off", True)
    chat.press("JON", button)
    assert isinstance(chat.answers[0], Refresh)
    assert not rule_now(chat, "photo").on
    again = next(each for each in chat.buttons("rule_switch") if each.value.endswith("|photo"))
    assert again.text == "Switch on"
    chat.press("JON", again)
    assert rule_now(chat, "photo").on
    with chat.work() as work:
        assert [row.changes for row in books.history(work)][:2] == ["photo: switched on", "photo: switched off"]


def test_a_change_in_the_chat_leaves_every_comment_of_the_book_in_place(chat: Chat) -> None:
    chat.submit("JON", open_rule(chat, "gift-received"), points="3")
    chat.press("JON", button_of(chat, "rule_switch", "photo"))
    with chat.work() as work:
        kept = books.source(work, work.book.version)
        assert work.book == books.load(work, work.book.version)
    changed = [line for line in ndiff(default_text().splitlines(), kept.splitlines()) if line[0] in "+-"]
    assert [line.split(maxsplit=1) for line in changed] == [["-", "points: 1"], ["+", "points: 3"], ["+", "on: false"]]


def test_a_change_by_the_command_line_is_told_from_what_huzzah_came_with(chat: Chat) -> None:
    with chat.work() as work:
        books.set_book(work, books.source(work, 1).replace("amount: 5", "amount: 6"), "", ["more"])
    chat.command("JON", "/huzzah rules")
    chat.press("JON", chat.buttons("rule_history")[0])
    assert "by the command line" in chat.notes()
    assert "by Huzzah" in chat.notes()


@pytest.mark.parametrize("action", ["rule_edit", "rule_switch", "rule_history"])
def test_whoever_is_no_admin_is_told_kindly(chat: Chat, action: str) -> None:
    chat.command("JON", "/huzzah rules")
    chat.press("BEN", chat.buttons(action)[0])
    assert "Only admins change the rules" in chat.notes()
    assert rule_now(chat, "photo").on


def test_a_dialog_sent_by_whoever_is_no_admin_changes_nothing(chat: Chat) -> None:
    opened = open_rule(chat, "photo")
    chat.submit("BEN", opened, points="900")
    assert "Only admins change the rules" in chat.notes()
    assert rule_now(chat, "photo").points == 2


def test_who_comes_second_is_asked_to_look_again(chat: Chat) -> None:
    first = open_rule(chat, "photo")
    late = button_of(chat, "rule_switch", "photo")
    chat.submit("JON", first, points="4")
    chat.submit("JON", first, points="5")
    assert "Somebody changed the rules in the meantime" in chat.errors()["points"]
    chat.press("JON", late)
    assert "Somebody changed the rules in the meantime" in chat.notes()
    assert rule_now(chat, "photo").points == 4


@pytest.mark.parametrize(
    ("rule", "fields", "where"),
    [
        ("photo", {"points": "lots"}, "points"),
        ("photo", {"points": ""}, "points"),
        ("photo", {"points": "-1"}, "points"),
        ("photo", {"points": "5000"}, "points"),
        ("photo", {"per_day": "two"}, "per_day"),
        ("photo", {"per_day": "999999"}, "per_day"),
        ("photo", {"cooldown_minutes": "99999"}, "cooldown_minutes"),
        ("photo", {"words": " "}, "words"),
        ("photo", {"words": "x" * 300}, "words"),
        ("photo", {"min_length": "7"}, "min_length"),
        ("photo", {"min_length": "many"}, "min_length"),
        ("photo", {"where": "moon"}, "where"),
        ("photo", {"has": "photo,song"}, "has"),
        ("photo", {"roles": "Head of all"}, "roles"),
        ("gift-given", {"falling": "50, 100"}, "falling"),
        ("gift-given", {"falling": "half"}, "falling"),
        ("reaction-given", {"emoji": "not an emoji"}, "emoji"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(chat: Chat, rule: str, fields: dict[str, str], where: str) -> None:
    opened = open_rule(chat, rule)
    chat.submit("JON", opened, **fields)
    assert list(chat.errors()) == [where]
    assert len(chat.errors()[where]) > 15
    assert rule_now(chat, rule) == SHOWN.rules_by_id[rule]


def test_all_faults_are_said_together(chat: Chat) -> None:
    chat.submit("JON", open_rule(chat, "gift-given"), points="5000", falling="1,2,3", words="")
    assert set(chat.errors()) == {"points", "falling", "words"}
    assert chat.errors()["points"] == "Write a whole number from 0 to 1000."


@pytest.mark.parametrize("rule", SHOWN.rules, ids=lambda rule: rule.id)
def test_a_dialog_sent_as_it_was_opened_changes_nothing(rule: Rule) -> None:
    fields = {field.id: field.value for field in dialog(rule, 1).fields}
    same = read(rule, fields)
    assert same == rule
    assert changes(SHOWN, draft(SHOWN, same).book) == []


@pytest.mark.parametrize("kind", Kind)
def test_the_dialog_asks_nothing_that_contradicts_the_kind(kind: Kind) -> None:
    rule = Rule("photo", kind, 1, "For a test")
    filled = {
        "per_pair_week": "1", "falling": "100, 0", "emoji": "heart", "people": "2", "min_length": "10", "coins": "true",
    }  # fmt: skip
    asked = {field.id: filled.get(field.id, field.value) for field in dialog(rule, 1).fields}
    assert draft(SHOWN, read(rule, asked)).book.rules_by_id["photo"].kind is kind


def test_every_filter_and_limit_can_be_entered(chat: Chat) -> None:
    chat.submit(
        "JON",
        open_rule(chat, "reaction-given"),
        points="2", on="true", per_day="", per_week="9", per_thread="1", cooldown_minutes="5", per_pair_week="4",
        falling="100%, 50 %", channels="#general, *-wins", not_channels="random", min_length="40", where="thread",
        emoji=":heart:, tada", has="photo,link", weekdays="mon,fri", roles="leader",
    )  # fmt: skip
    assert chat.errors() == {}
    rule = rule_now(chat, "reaction-given")
    assert (rule.limits.per_day, rule.limits.per_week, rule.limits.falling) == (0, 9, (100, 50))
    assert (rule.only.channels, rule.only.not_channels) == (("general", "*-wins"), ("random",))
    assert (rule.only.emoji, rule.only.has) == (frozenset({"heart", "tada"}), frozenset({"photo", "link"}))
    assert (rule.only.weekdays, rule.only.where, rule.only.min_length) == (frozenset({0, 4}), "thread", 40)


def test_nothing_changed_is_not_saved(chat: Chat) -> None:
    chat.submit("JON", open_rule(chat, "photo"))
    assert "nothing to save" in chat.notes()
    with chat.work() as work:
        assert work.book.version == 1


def test_a_try_shows_who_would_have_moved_last_month_and_saves_nothing(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.say("MEI", "<@ANA> :tada: thanks")
    chat.later(24 * 30)
    chat.submit("JON", open_rule(chat, "gift-received"), points="10", **{"try": "true"})
    assert isinstance(chat.answers[0], Note)
    assert "- Somebody gives you kudos. One each, and…: points 1 → 10" in chat.notes()
    assert "This would have moved 3 people on last month's board." in chat.notes() or "2 people" in chat.notes()
    assert "→" in chat.notes().split("board.")[1]
    assert rule_now(chat, "gift-received").points == 1


def test_a_rule_that_is_gone_is_answered_kindly(chat: Chat) -> None:
    chat.press("JON", Button("rule_edit", "", "1|no-such-rule"))
    assert "isn't in the book any more" in chat.notes()
    chat.press("JON", Button("rule_switch", "", "garbage"))
    assert "isn't in the book any more" in chat.notes()


@pytest.mark.parametrize("page", rule_pages.PAGES)
def test_a_dialog_opens_for_every_rule(chat: Chat, page: str) -> None:
    chat.command("JON", f"/huzzah rules {page}")
    for button in chat.buttons("rule_edit"):
        chat.press("JON", button)
        assert isinstance(chat.answers[0], Open)
        fields = [field.id for field in chat.dialog().fields]
        assert len(set(fields)) == len(fields)


def test_a_try_after_a_quiet_month_says_that_nothing_happened(chat: Chat) -> None:
    chat.submit("JON", open_rule(chat, "gift-received"), points="10", **{"try": "true"})
    assert "Nothing happened last month, so nobody would have moved." in chat.notes()


def test_where_a_rule_holds_changes_in_plain_words(chat: Chat) -> None:
    opened = open_rule(chat, "photo")
    assert opened.title == "Rule: Share a photo or a gif"
    chat.submit("JON", opened, channels="#wins, #general")
    assert "- Share a photo or a gif: everywhere → #wins, #general" in chat.notes()
