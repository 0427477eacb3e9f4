"""Polls compared by group as they are asked for: by form, again and again, in a list, and what is told of it."""

import pytest

from handlers import applying
from handlers.answers import Whisper
from handlers.polls import asking
from handlers.polls.asking import Ask
from handlers.polls.terms import Terms
from scoring.periods import SECOND
from storage import polls
from tests.handlers.chat import Chat
from tests.handlers.grouping import LUNCH, a_company, asked, group, noted, result_of, terms_of, vote
from tests.handlers.polling import OPTIONS, Polling


def test_the_form_offers_groups_and_keeps_them_in_its_preview(chat: Chat) -> None:
    a_company(chat)
    chat.command("ANA", "/poll")
    form = chat.dialog()
    [field] = [field for field in form.fields if field.id == "by"]
    assert [name for _, name in field.options] == ["sales", "engineering"]
    chat.submit("ANA", form, question="Lunch?", options="Pizza\nSushi", by="G_sales,G_engineering")
    assert "compared by group: sales, engineering" in chat.notes()
    [change] = chat.buttons("poll_change")
    chat.press("ANA", change)
    [field] = [field for field in chat.dialog().fields if field.id == "by"]
    assert field.value == "G_sales,G_engineering"


def test_without_large_groups_the_form_doesnt_ask_for_any(chat: Chat) -> None:
    chat.command("ANA", "/poll")
    assert "by" not in [field.id for field in chat.dialog().fields]


def test_each_week_by_team_takes_the_groups_there_are_by_then(chat: Chat) -> None:
    people = a_company(chat)
    chat.command("ANA", f"{LUNCH} by team every friday 10:00 close 2h")
    group(chat, "legal", people[20:28])
    chat.later(4 * 24)
    chat.tick()
    [(number,)] = chat.query("SELECT max(poll) FROM poll")
    assert terms_of(chat, Polling(chat, int(str(number)))).by == ("G_legal", "G_sales", "G_engineering")


def test_each_week_a_group_that_shrank_below_five_is_left_out(chat: Chat) -> None:
    people = a_company(chat)
    chat.command("ANA", f"{LUNCH} by @engineering @sales every friday 10:00 close 2h")
    group(chat, "sales", people[12:16])
    chat.later(4 * 24)
    chat.tick()
    assert terms_of(chat, newest(chat)).by == ("G_engineering",)


@pytest.mark.parametrize(("typed", "shown_then"), [("", "live"), (" hidden", "hidden"), (" sealed", "sealed")])
def test_without_any_group_left_results_are_shown_as_they_were_asked_for(
    chat: Chat, typed: str, shown_then: str
) -> None:
    people = a_company(chat)
    chat.command("ANA", f"{LUNCH} anonymous{typed} by @sales every friday 10:00 close 2h")
    chat.later(4 * 24)
    chat.tick()
    assert (terms_of(chat, newest(chat)).by, terms_of(chat, newest(chat)).results) == (("G_sales",), "sealed")
    group(chat, "sales", people[12:16])
    chat.later(7 * 24)
    chat.tick()
    assert (terms_of(chat, newest(chat)).by, terms_of(chat, newest(chat)).results) == ((), shown_then)


def newest(chat: Chat) -> Polling:
    """The poll that was asked last."""
    [(number,)] = chat.query("SELECT max(poll) FROM poll")
    return Polling(chat, int(str(number)))


def test_who_asks_anonymously_by_group_is_told_when_results_come(chat: Chat) -> None:
    a_company(chat)
    chat.command("ANA", f"{LUNCH} anonymous live by @sales")
    assert "compared by group, so results come after the close alone" in chat.notes()
    chat.command("ANA", f"{LUNCH} live by @sales")
    assert "results come after the close alone" not in chat.notes()


@pytest.mark.parametrize(
    ("words", "groups"),
    [
        ("by @engineering, sales", ("G_engineering", "G_sales")),
        ("by @engineering, and sales, anonymous", ("G_engineering", "G_sales")),
        ("by @sales, close 2h", ("G_sales",)),
        ("by @sales, limit 2", ("G_sales",)),
        ("by <!subteam^G_sales|@sales, all of us>, engineering", ("G_sales", "G_engineering")),
    ],
)
def test_groups_may_be_a_list_with_commas(chat: Chat, words: str, groups: tuple[str, ...]) -> None:
    a_company(chat)
    assert terms_of(chat, asked(chat, f"{LUNCH} {words}")).by == groups


def test_a_group_in_the_question_keeps_its_name(chat: Chat) -> None:
    a_company(chat)
    mention = "<!subteam^G_sales|@sales, all of us>"
    poll = asked(chat, f'/poll "Lunch with {mention}?" "Pizza by @ops, sales" "With {mention}" by {mention}')
    with chat.work() as work:
        assert poll.row(work).question == f"Lunch with {mention}?"
        options = [each.words for each in polls.options(work, poll.number)]
        assert options == ["Pizza by @ops, sales", f"With {mention}"]
    assert terms_of(chat, poll).by == ("G_sales",)


def test_several_choices_are_compared_too(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, '/poll "Days?" "Mon" "Tue" multi by @engineering')
    for member in people[:12]:
        poll.press(member, 1)
    poll.press(people[0], 2)
    chat.now += 3 * SECOND
    assert "engineering (12): Mon 12, Tue 1" in result_of(chat, poll)


def test_asked_by_code_it_is_compared_as_well(chat: Chat) -> None:
    people = a_company(chat)
    with chat.work() as work:
        wanted = Ask("Lunch?", OPTIONS, channel="C1", terms=Terms(by=("G_sales",)), closes=work.now + 10**11)
        answers = asking.ask(work, wanted)
        applying.put(work, answers)
        poll = Polling(chat, polls.newest(work))
    assert not [answer for answer in answers if isinstance(answer, Whisper)]
    vote(poll, people[12:20], [1, 2, 3, 1, 2, 3, 1, 2])
    assert "sales (8): Pizza 3, Sushi 3, Soup 2" in result_of(chat, poll)


def test_who_chose_as_many_as_they_can_isnt_told_of_another_group(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, '/poll "Days?" "Mon" "Tue" "Wed" limit 2 by @engineering')
    vote(poll, [people[0], people[0]], [1, 2])
    said = noted(poll.press(people[0], 3))
    assert "up to 2" in said
    assert "in none of them" not in said
