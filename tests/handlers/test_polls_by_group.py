"""Polls compared by group: which groups may be named, where each voter counts, and what is shown of each, and when."""

import csv
import io
from collections.abc import Sequence

import pytest

from handlers.answers import Answer, Download, Note, Post
from handlers.cards.blocks import Button
from handlers.events import ButtonPressed
from handlers.polls import crowds
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.grouping import LUNCH, a_company, asked, group, noted, result_of, terms_of, vote


def test_each_group_is_shown_beside_the_others_and_everyone_else(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} by @engineering @sales")
    vote(poll, people, [1] * 8 + [2] * 4 + [2] * 6 + [1] * 2 + [1] * 5 + [2] * 5)
    chat.press("ANA", Button("poll_close", "", str(poll.number)))
    [result] = [shown(post.card) for post in chat.posts() if "By group" in shown(post.card)]
    for line in ("engineering (12): Pizza 8, Sushi 4", "sales (8): Sushi 6, Pizza 2", "Everyone else (10): Pizza 5"):
        assert line in result
    assert "engineering (12)" in chat.whispers()["ANA"]
    assert "sales (8)" in result_of(chat, poll)


def test_the_card_says_by_which_groups_before_anybody_votes(chat: Chat) -> None:
    a_company(chat)
    asked(chat, f"{LUNCH} compare by @engineering and @sales")
    assert "compared by group: engineering, sales" in shown(chat.posts()[0].card)


def test_who_is_in_two_groups_counts_in_the_one_named_first(chat: Chat) -> None:
    people = a_company(chat)
    group(chat, "office", people[:20])
    poll = asked(chat, f"{LUNCH} by @office @engineering")
    vote(poll, people[:20], [1] * 20)
    assert "office (20): Pizza 20" in result_of(chat, poll)
    other = asked(chat, f"{LUNCH} by @engineering @office")
    vote(other, people[:20], [1] * 20)
    assert "engineering (12): Pizza 12" in result_of(chat, other)
    assert "office (8): Pizza 8" in result_of(chat, other)


def test_by_team_takes_every_group_with_five_people_the_smallest_first(chat: Chat) -> None:
    people = a_company(chat)
    group(chat, "office", people[:25])
    poll = asked(chat, f"{LUNCH} by team")
    assert terms_of(chat, poll).by == ("G_sales", "G_engineering", "G_office")


def test_one_counts_where_one_is_when_voting_and_again_when_changing_it(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} by @engineering @sales")
    vote(poll, people[:12], [1] * 12)
    group(chat, "engineering", people[1:12])
    group(chat, "sales", [*people[12:20], people[0]])
    assert "engineering (12): Pizza 12" in result_of(chat, poll)
    poll.press(people[0], 2)
    assert "engineering (11): Pizza 11" in result_of(chat, poll)


@pytest.mark.parametrize("secret", ["", " anonymous"])
def test_who_presses_the_same_in_another_group_counts_where_they_are_told(chat: Chat, secret: str) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH}{secret} by @engineering @sales")
    vote(poll, people[:20], [1, 2] * 10)
    group(chat, "engineering", people[1:12])
    group(chat, "sales", [*people[12:20], people[0]])
    assert "You count in sales" in noted(poll.press(people[0], 1))
    poll.close()
    said = result_of(chat, poll)
    assert "engineering (11)" in said
    assert "sales (9)" in said


def test_a_note_on_an_anonymous_vote_is_under_no_key(chat: Chat) -> None:
    people = a_company(chat)
    secret, plain = asked(chat, f"{LUNCH} anonymous"), asked(chat, LUNCH)
    with chat.work() as work:
        presses = [
            ButtonPressed(
                workspace=WORKSPACE, at=chat.now + place, member=member, channel="C1", action="vote",
                request=f"ask:{place}", value=f"{secret.number}|1",
            )
            for place, member in enumerate(people[1:4])
        ]  # fmt: skip
        crowd = crowds.pressed(work, presses)
    assert keys([*secret.press(people[0], 1), *(answer for answers in crowd for answer in answers)]) == {""}
    assert keys(plain.press(people[0], 1)) == {f"poll-vote:{plain.number}"}


def keys(answers: Sequence[Answer]) -> set[str]:
    """Under which keys people were told."""
    return {answer.key for answer in answers if isinstance(answer, Note)}


def test_voters_are_told_where_they_count(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} anonymous by @engineering @sales")
    assert "You count in sales" in noted(poll.press(people[12], 1))
    assert "You are in none of them" in noted(poll.press(people[25], 1))
    plain = asked(chat, LUNCH)
    assert "count" not in noted(plain.press(people[12], 1)).replace("counted", "")


def test_many_at_once_count_where_each_would_alone(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} by @engineering @sales")
    with chat.work() as work:
        presses = [
            ButtonPressed(
                workspace=WORKSPACE, at=chat.now + place, member=member, channel="C1", action="vote",
                request=f"ask:{place}", value=f"{poll.number}|{1 + place % 2}",
            )
            for place, member in enumerate(people)
        ]  # fmt: skip
        answers = crowds.pressed(work, presses)
    assert "You count in engineering" in noted(answers[0])
    assert "engineering (12): Pizza 6, Sushi 6" in result_of(chat, poll)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("by @legal", "In legal is only 3 people, and of fewer than five nothing is shown, so leave legal out."),
        ("by @robots", "In robots is nobody I know of"),
        ("by @gardeners", "I don't know the group gardeners. Type @ and choose it from the list"),
        ("by @Ben", "I don't know the group"),
        ("by", "Compare by which groups?"),
        ("by friday 17:00", "Does it close then? Write close friday 17:00."),
        ("by @sales, wibble", "I don't know the group wibble."),
        ("open by team", "Open answers"),
    ],
)
def test_what_cant_be_compared_is_said_and_nothing_is_posted(chat: Chat, words: str, problem: str) -> None:
    a_company(chat)
    question = '/poll "Lunch?"' if words.startswith("open") else LUNCH
    answers = chat.command("ANA", f"{question} {words}")
    assert problem in chat.notes()
    assert not [answer for answer in answers if isinstance(answer, Post)]


def test_by_team_without_any_large_group_is_said(chat: Chat) -> None:
    chat.command("ANA", f"{LUNCH} by team")
    assert "I know no group with five people or more" in chat.notes()


def test_of_a_group_that_is_gone_by_the_close_the_votes_still_count(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} by @engineering")
    vote(poll, people[:12], [1] * 8 + [2] * 4)
    group(chat, "engineering", ())
    poll.close()
    assert "(12): Pizza 8, Sushi 4" in result_of(chat, poll)


def test_an_anonymous_one_shows_nothing_before_its_close(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} anonymous by @engineering @sales")
    vote(poll, people, [1 + place % 2 for place in range(30)])
    assert "sees results before the close" in result_of(chat, poll, "ANA")
    chat.press("ANA", Button("poll_edit", "", str(poll.number)))
    form = chat.dialog()
    assert "results" not in [field.id for field in form.fields]
    chat.submit("ANA", form, results="live", close="3d")
    assert terms_of(chat, poll).results == "sealed"
    assert [row for row in chat.query("SELECT tally FROM poll") if row[0]] == []


def test_an_anonymous_one_shows_groups_at_its_close_and_cant_be_opened_again(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} anonymous by @engineering @sales @engineering")
    vote(poll, people, [1] * 8 + [2] * 4 + [2] * 6 + [1] * 2 + [1] * 5 + [2] * 5)
    poll.close()
    said = result_of(chat, poll)
    assert "engineering (12): Pizza 8, Sushi 4" in said
    assert "Everyone else (10): Pizza 5, Sushi 5" in said
    chat.press("ANA", Button("poll_reopen", "", str(poll.number)))
    assert "can't be opened again" in chat.notes()


def test_a_group_that_isnt_shown_apart_is_named_and_why(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} anonymous by @engineering @sales")
    vote(poll, [*people[:12], *people[12:15], *people[23:28]], [1, 2] * 6 + [1, 1, 2] + [1, 2, 1, 2, 1])
    poll.close()
    said = result_of(chat, poll)
    assert "sales is not shown apart" in said
    assert "sales (" not in said
    assert "Everyone else (8)" in said


def test_a_named_one_that_is_opened_again_goes_on_by_group(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} by @engineering")
    vote(poll, people[:6], [1] * 6)
    poll.close()
    chat.press("ANA", Button("poll_reopen", "", str(poll.number)))
    vote(poll, people[6:12], [2] * 6)
    assert "engineering (12): Pizza 6, Sushi 6" in result_of(chat, poll)


def test_the_table_to_take_along_has_the_groups_below_the_votes(chat: Chat) -> None:
    people = a_company(chat)
    poll = asked(chat, f"{LUNCH} anonymous by @engineering @sales")
    vote(poll, [*people[:12], *people[12:15], *people[23:28]], [1, 2] * 6 + [1, 1, 2] + [1, 2, 1, 2, 1])
    poll.close()
    [file] = chat.press("BEN", Button("poll_csv", "", str(poll.number)))
    assert isinstance(file, Download)
    rows = list(csv.reader(io.StringIO(file.content.removeprefix("\ufeff"))))
    assert rows[21:] == [
        [],
        ["Group", "Votes", "Pizza", "Sushi"],
        ["engineering", "12", "6", "6"],
        ["Everyone else", "8", "5", "3"],
        ["sales", "not shown apart"],
    ]
    assert all(len(row) == 2 for row in rows[:21])
