"""`/huzzah privacy`: five choices of one's own, an export, and being forgotten."""

import json

import pytest

from handlers.answers import Download, Note
from handlers.cards.blocks import Card, Fields
from handlers.cards.privacy import QUESTIONS
from storage import privacy, replaying
from tests.handlers.chat import Chat
from tests.handlers.conftest import NewChat

KEY = "0123456789abcdef" * 4


def card_of(chat: Chat) -> Card:
    [answer] = chat.answers
    assert isinstance(answer, Note)
    return answer.card


def settings(chat: Chat) -> dict[str, str]:
    pairs = next(block.pairs for block in card_of(chat).blocks if isinstance(block, Fields))
    return {label: "".join(getattr(run, "text", "") for run in runs).strip() for label, runs in pairs}


def switch(chat: Chat, member: str, **choices: str) -> None:
    chat.command(member, "/huzzah privacy")
    chat.press(member, chat.buttons("privacy_change")[0])
    chat.submit(member, chat.dialog(), **choices)


def forget(chat: Chat, member: str, word: str = "ERASE") -> None:
    chat.command(member, "/huzzah privacy")
    chat.press(member, chat.buttons("privacy_forget")[0])
    chat.submit(member, chat.dialog(), confirm=word)


@pytest.fixture
def keyed(chat: Chat) -> Chat:
    """A chat whose program made its key at the start."""
    with chat.work() as work:
        privacy.ensure_pepper(work, KEY)
    return chat


def test_every_choice_has_a_question() -> None:
    assert list(QUESTIONS) == list(privacy.CHOICES)


@pytest.mark.parametrize("name", privacy.CHOICES)
def test_each_choice_stands_on_its_own(chat: Chat, name: str) -> None:
    switch(chat, "BEN", **{name: ""})
    label = QUESTIONS[name][0]
    assert settings(chat) == {**{words: "Yes" for words, _ in QUESTIONS.values()}, label: "No"}
    switch(chat, "BEN", **{name: "true"})
    assert set(settings(chat).values()) == {"Yes"}


def test_whoever_is_not_scored_earns_nothing_and_gets_nothing(chat: Chat) -> None:
    switch(chat, "BEN", score="")
    chat.say("BEN", "good morning to all of you")
    chat.say("ANA", "<@BEN> :tada:")
    assert "BEN" not in chat.totals("points")
    assert "BEN" not in chat.totals()


def test_a_choice_is_a_fact_and_survives_a_rebuild(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada:")
    switch(chat, "BEN", show="", pair="")
    with chat.work() as work:
        assert replaying.check(work) == []
        replaying.rebuild(work)
        assert privacy.choices(work, "BEN")["show"] is False


def test_the_export_is_a_file_for_the_asker_alone(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks for the fish")
    chat.command("BEN", "/huzzah privacy")
    chat.press("BEN", chat.buttons("privacy_export")[0])
    [answer] = chat.answers
    assert isinstance(answer, Download)
    held = json.loads(answer.content)
    assert (held["about"]["member"], held["about"]["name"]) == ("BEN", "Ben Okafor")
    assert held["ledger"]
    assert not {"MEI", "LEA"} & set(answer.content.replace('"', " ").split())


def test_erasing_needs_the_word(keyed: Chat) -> None:
    forget(keyed, "BEN", "yes please")
    assert "confirm" in keyed.errors()
    assert keyed.query("SELECT 1 FROM member WHERE member = 'BEN'")


@pytest.mark.parametrize("word", ["ERASE", " erase "])
def test_whoever_is_erased_is_gone_and_nothing_is_kept_again(keyed: Chat, word: str) -> None:
    keyed.say("ANA", "<@BEN> :tada: thanks")
    forget(keyed, "BEN", word)
    assert "nothing about you will be kept" in keyed.notes()
    keyed.say("BEN", "<@MEI> :tada: I am back")
    keyed.say("ANA", "<@BEN> :tada: come back")
    for table, columns in (("fact", "actor, target, detail"), ("ledger", "member, other"), ("member", "member, name")):
        assert "BEN" not in str(keyed.query(f"SELECT {columns} FROM {table}"))
        assert "Okafor" not in str(keyed.query(f"SELECT {columns} FROM {table}"))
    keyed.command("BEN", "/huzzah privacy")
    assert "nothing is held on you" in keyed.notes()
    with keyed.work() as work:
        assert replaying.check(work) == []


def test_the_others_keep_what_they_got_from_the_erased(keyed: Chat) -> None:
    keyed.say("BEN", "<@MEI> :tada: thanks")
    forget(keyed, "BEN")
    assert keyed.totals()["MEI"] == 1
    keyed.command("MEI", "/huzzah why")
    assert "from @Former colleague" in keyed.notes()


def test_the_card_says_what_is_kept(new_chat: NewChat) -> None:
    chat = new_chat("")
    chat.command("MEI", "/huzzah privacy")
    assert "except for the words of a thank-you" in chat.notes()
    chat = new_chat("keep_texts: true -> keep_texts: false")
    chat.command("MEI", "/huzzah privacy")
    assert "The text of your messages is not kept." in chat.notes()


def test_whoever_was_forgotten_is_told_so_wherever_they_look(keyed: Chat) -> None:
    forget(keyed, "BEN")
    for words in ("/huzzah me", "/huzzah board"):
        keyed.command("BEN", words)
        assert "You asked to be forgotten; nothing is counted for you." in keyed.notes()
    keyed.command("MEI", "/huzzah board")
    assert "forgotten" not in keyed.notes()
