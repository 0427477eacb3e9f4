"""Proposed questions: cleaned, looked at by a moderator, approved, edited or dropped, named if their author likes."""

import pytest

from handlers.cards.blocks import Button
from scoring.facts import Fact, FactKind
from storage import prompts
from tests.handlers.asked_questions import button
from tests.handlers.chat import Chat, shown

SOUND = "Which sound of your working day would you miss?"


def propose(chat: Chat, text: str = SOUND, *, named: bool = False) -> str:
    """Ben proposes a question; its id."""
    chat.command("BEN", "/huzzah propose")
    chat.submit("BEN", chat.dialog(), words=text, category="work", named="1" if named else "")
    with chat.work() as work:
        return prompts.waiting(work)[-1].prompt


def test_by_command_it_reaches_the_admins_while_nobody_moderates(chat: Chat) -> None:
    chat.command("BEN", f'/huzzah propose "{SOUND}"')
    assert "Thank you! " + SOUND in chat.notes()
    assert list(chat.whispers()) == ["JON"]
    assert SOUND in chat.whispers()["JON"]
    assert "Proposed by @Ben Okafor, who won't be named" in chat.whispers()["JON"]
    assert chat.posts() == []


def test_moderators_are_asked_instead_as_soon_as_there_are_any(chat: Chat) -> None:
    chat.command("JON", "/huzzah role <@MEI> moderator")
    assert "now has the role moderator" in chat.notes()
    assert "made you a moderator" in chat.whispers()["MEI"]
    chat.command("BEN", f"/huzzah propose {SOUND}")
    assert list(chat.whispers()) == ["MEI"]


def test_a_slip_in_the_role_is_noticed(chat: Chat) -> None:
    chat.command("JON", "/huzzah role <@MEI> moderatr")
    assert "Did you mean moderator?" in chat.notes()


def test_approved_it_is_asked_and_its_author_is_told(chat: Chat) -> None:
    number = propose(chat)
    chat.press("JON", Button("question_approve", "Approve", number))
    assert f"Approved: {SOUND}" in chat.notes()
    assert "@Jonas Weber took your question: " + SOUND in chat.whispers()["BEN"]
    chat.command("ANA", "/huzzah question now work")
    for _ in range(28):
        chat.command("ANA", "/huzzah question now work")
        if chat.posts()[0].card.summary == SOUND:
            break
    assert "Ben" not in shown(chat.posts()[0].card)
    assert chat.posts()[0].card.summary == SOUND


def test_its_card_names_its_author_if_they_like_and_while_they_may_be_announced(chat: Chat) -> None:
    number = propose(chat, named=True)
    assert "who wants to be named on its card" in chat.whispers()["JON"]
    chat.press("JON", Button("question_approve", "Approve", number))
    with chat.work() as work:
        for each in prompts.own(work):
            each.category = "ours"
    chat.command("ANA", "/huzzah question now ours")
    assert "proposed by @Ben Okafor" in shown(chat.posts()[0].card)
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, "BEN", target="BEN", extra=(("no_announce", 1),))])
    chat.command("ANA", "/huzzah question now ours")
    assert "Ben" not in shown(chat.posts()[0].card)


def test_one_may_change_ones_mind_about_ones_name_and_nobody_else_may(chat: Chat) -> None:
    chat.command("BEN", f"/huzzah propose {SOUND}")
    name = button(chat, "Name me on its card")
    chat.press("LEA", name)
    assert "settled already" in chat.notes()
    chat.press("BEN", name)
    assert "Its card will name you." in chat.notes()
    chat.press("BEN", button(chat, "Leave my name off"))
    assert "won't name you" in chat.notes()


def test_edited_it_is_approved_with_that(chat: Chat) -> None:
    number = propose(chat)
    chat.press("JON", Button("question_edit", "Edit", number))
    form = chat.dialog()
    assert (form.submit, form.fields[0].value) == ("Save and approve", SOUND)
    chat.submit("JON", form, words="Who? And why?")
    assert "One question at a time" in chat.errors()["words"]
    chat.submit("JON", form, words="Which noise of your day would you really miss?", mood="warm", category="everyday")
    assert "Approved: Which noise" in chat.notes()
    assert "took your question with a little change" in chat.whispers()["BEN"]
    with chat.work() as work:
        row = prompts.find(work, number)
        assert row is not None
        assert (row.state, row.category, row.mood, row.settled_by) == ("shown", "everyday", "warm", "JON")


def test_dropped_its_author_is_told_kindly_and_may_propose_it_again(chat: Chat) -> None:
    number = propose(chat)
    chat.press("JON", Button("question_drop", "Drop", number))
    assert "wasn't taken, thank you all the same: " + SOUND in chat.whispers()["BEN"]
    chat.press("JON", Button("question_approve", "Approve", number))
    assert "Another moderator was faster" in chat.notes()
    chat.command("BEN", f"/huzzah propose {SOUND}")
    assert "Thank you!" in chat.notes()


@pytest.mark.parametrize("action", ["approve", "drop", "edit", "retire", "back", "list", "waiting", "add"])
def test_only_moderators_decide(chat: Chat, action: str) -> None:
    number = propose(chat)
    chat.press("ANA", Button(f"question_{action}", "?", number))
    assert "Moderators and admins look after the questions." in chat.notes()
    assert len(chat.query("SELECT * FROM prompt WHERE state = 'proposed'")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Who made your week easier and how?", "we have that one already"),
        ("WHO made your WEEK easier?!", "we have that one already"),
        ("<@LEA> how are you today?", "leave out names"),
        ("Hello there everybody out here", "question mark"),
        ("Where? When? Why?", "One question at a time"),
        ("Hm?", "Ask a whole question"),
    ],
)
def test_what_cant_be_taken_is_said_kindly_and_nothing_typed_is_lost(chat: Chat, text: str, said: str) -> None:
    chat.command("BEN", f"/huzzah propose {text}")
    assert said in chat.notes()
    assert chat.whispers() == {}
    chat.press("BEN", chat.buttons("question_propose")[0])
    assert chat.dialog().fields[0].value


def test_the_form_refuses_the_same_at_its_field(chat: Chat) -> None:
    chat.command("BEN", "/huzzah propose")
    form = chat.dialog()
    for text in ("", "x" * 100_000, "\0", "🎉", "@lea, really, why?", "Who made your week easier, and how?"):
        chat.submit("BEN", form, words=text)
        assert "words" in chat.errors(), text
    assert chat.query("SELECT count(*) FROM prompt") == [(0,)]


def test_what_another_proposed_already_is_known_too(chat: Chat) -> None:
    propose(chat)
    chat.command("LEA", "/huzzah propose Which sound of the working day would you miss?")
    assert "we have that one already" in chat.notes()


def test_moderators_are_warned_of_a_sensitive_theme(chat: Chat) -> None:
    propose(chat, "What would you do with a big salary bonus?")
    assert "touches on money" in chat.whispers()["JON"]
    propose(chat, "What would you do with a free afternoon?")
    assert "touches on" not in chat.whispers()["JON"]


def test_five_may_wait_for_each_and_no_more(chat: Chat) -> None:
    for word in ("bridge", "lighthouse", "windmill", "tunnel", "harbour"):
        chat.command("BEN", f"/huzzah propose Which {word} do you remember best?")
        assert "Thank you!" in chat.notes(), word
    chat.command("BEN", "/huzzah propose Which teapot would you take along?")
    assert "5 of your questions are waiting" in chat.notes()


def test_people_from_elsewhere_propose_nothing(chat: Chat) -> None:
    chat.command("EXT", f"/huzzah propose {SOUND}")
    assert "Questions are proposed by colleagues" in chat.notes()


def test_erasing_takes_what_waits_and_leaves_what_is_asked_without_a_name(chat: Chat) -> None:
    number = propose(chat, named=True)
    chat.press("JON", Button("question_approve", "Approve", number))
    propose(chat, "Which lighthouse do you remember best?")
    with chat.work() as work:
        from storage import privacy

        assert len(privacy.export(work, "BEN")["prompt"]) == 2
        privacy.erase(work, "BEN", "0123456789abcdef" * 4)
    assert chat.query("SELECT words, member FROM prompt") == [(SOUND, "erased-1")]
    for _ in range(30):
        chat.command("ANA", "/huzzah question now work")
        if chat.posts()[0].card.summary == SOUND:
            break
    assert "proposed by" not in shown(chat.posts()[0].card)
