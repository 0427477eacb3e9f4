"""What people say, edit, delete and react becomes facts, and is told to the right people."""

import pytest

from tests.handlers.chat import Chat

GIVES: list[tuple[str, dict[str, int]]] = [
    ("<@BEN> :tada: thanks", {"BEN": 1}),
    ("<@BEN> <@MEI> :tada: thanks", {"BEN": 1, "MEI": 1}),
    ("<@BEN> 🎉🎉 for the release", {"BEN": 2}),
    ("<@BEN> ++", {"BEN": 1}),
    ("<@BEN>+++ great", {"BEN": 2}),
    ("++ <@BEN>", {"BEN": 1}),
    ("<@BEN> +5", {"BEN": 5}),
    ("<@BEN> <@BEN> ++", {"BEN": 1}),
    ("<!subteam^G1> :tada:", {"BEN": 1, "MEI": 1}),
    ("<@ANA> <@BEN> :tada:", {"BEN": 1}),
    ("<@BOT> <@OUT> <@EXT> <@BEN> :tada:", {"BEN": 1}),
    ("<@BEN|ben> :tada::skin-tone-3:", {"BEN": 1}),
    ("<@BEN> :tada: #teamwork", {"BEN": 1}),
]

GIVES_NOTHING = [
    "<@ANA> :tada:",
    "<@ANA> ++",
    "<@BOT> :tada:",
    "<@OUT> ++",
    "<@EXT> ++",
    "<!subteam^G2> :tada:",
    "<!subteam^UNKNOWN> :tada:",
    "<!channel> :tada:",
    "<!here> ++",
    "<@BEN> `:tada:`",
    "```<@BEN> ++```",
    "> <@BEN> :tada:",
    "&gt; <@BEN> ++",
    "<https://example.org/?q=c++> <@BEN>",
    "<@BEN> https://example.org/++",
    "c++ is fine, <@BEN> knows",
    "i++ <@BEN>",
    "<@BEN> -- can you look?",
    "<@BEN> — thanks",
    "<@BEN> –5",
    "<@BEN> +6",
    "<@BEN> <@MEI> +3",
    "<@BEN> :heart:",
    ":tada: for everybody",
    "++",
    "",
]


@pytest.mark.parametrize(("words", "expected"), GIVES)
def test_a_message_gives(chat: Chat, words: str, expected: dict[str, int]) -> None:
    message = chat.say("ANA", words)
    assert chat.totals() == expected
    assert [(react.channel, react.message, react.emoji) for react in chat.reactions()] == [("C1", message, "tada")]


@pytest.mark.parametrize("words", GIVES_NOTHING)
def test_a_message_gives_nothing(chat: Chat, words: str) -> None:
    chat.say("ANA" if "ANA" in words else "LEA", words)
    assert chat.totals() == {}
    assert chat.reactions() == []


def test_the_whole_gift_must_fit_and_the_giver_is_told_what_is_left(chat: Chat) -> None:
    chat.say("BEN", "<@ANA> +3")
    chat.say("BEN", "<@ANA> <@MEI> ++ <@LEA> ++")
    assert chat.totals() == {"ANA": 3}
    assert "You have 2 left today, that gift needs 3" in chat.whispers()["BEN"]
    assert "renews tomorrow" in chat.whispers()["BEN"]


def test_the_allowance_is_counted_in_the_givers_own_zone(chat: Chat) -> None:
    chat.say("MEI", "<@ANA> +5")  # 18:01 in Taipei
    chat.later(5)
    chat.say("MEI", "<@ANA> ++")  # 23:02: still the same day there
    assert chat.totals() == {"ANA": 5}
    chat.later(1)
    chat.say("MEI", "<@ANA> ++")  # past midnight there, 16:03 UTC
    assert chat.totals() == {"ANA": 6}


def test_thanking_oneself_is_answered_with_a_wink(chat: Chat) -> None:
    chat.say("BEN", "<@BEN> ++")
    assert "your own back" in chat.whispers()["BEN"]


def test_a_gift_to_bots_only_is_explained(chat: Chat) -> None:
    chat.say("BEN", "<@BOT> :tada:")
    assert "Nobody there can receive that" in chat.whispers()["BEN"]


def test_an_edit_gives_what_is_new_and_takes_back_what_is_gone(chat: Chat) -> None:
    message = chat.say("BEN", "<@ANA> ++")
    chat.edit("BEN", message, "<@ANA> ++ <@MEI> +2")
    assert chat.totals() == {"ANA": 1, "MEI": 2}
    chat.edit("BEN", message, "<@MEI> ++")
    assert chat.totals() == {"MEI": 1}
    chat.edit("BEN", message, "never mind")
    assert chat.totals() == {}
    chat.say("BEN", "<@ANA> +5")
    assert chat.totals() == {"ANA": 5}


def test_deleting_a_message_takes_its_gift_back_and_restores_the_allowance(chat: Chat) -> None:
    message = chat.say("BEN", "<@ANA> +5")
    chat.delete(message)
    assert chat.totals() == {}
    chat.say("BEN", "<@ANA> +5")
    assert chat.totals() == {"ANA": 5}


def test_a_currency_reaction_gives_to_the_author_and_goes_with_the_reaction(chat: Chat) -> None:
    message = chat.say("ANA", "look what I found")
    chat.react("BEN", message, "🎉")
    assert chat.totals() == {"ANA": 1}
    chat.react("BEN", message, "tada", off=True)
    assert chat.totals() == {}


def test_a_currency_reaction_to_a_gift_gives_to_those_it_recognised(chat: Chat) -> None:
    message = chat.say("ANA", "<@MEI> ++")
    chat.react("BEN", message, "tada")
    assert chat.totals() == {"MEI": 2}


def test_a_currency_reaction_to_a_bot_is_no_gift_and_no_mistake(chat: Chat) -> None:
    message = chat.say("BOT", "I am a bot")
    chat.react("BEN", message, "tada")
    assert chat.totals() == {}
    assert chat.answers == []


def test_the_words_of_a_gift_are_kept_changed_and_forgotten_with_it(chat: Chat) -> None:
    chat.say("BEN", "nobody keeps this")
    message = chat.say("BEN", "<@ANA> ++ for the cake")
    assert chat.words_kept() == ["<@ANA> ++ for the cake"]
    chat.edit("BEN", message, "<@ANA> ++ for the pie")
    assert chat.words_kept() == ["<@ANA> ++ for the pie"]
    chat.edit("BEN", message, "<@ANA> ++ <@MEI> ++ for the pie")
    assert set(chat.words_kept()) == {"<@ANA> ++ <@MEI> ++ for the pie"}
    chat.delete(message)
    assert chat.words_kept() == []


def test_words_that_did_not_give_are_not_kept(chat: Chat) -> None:
    chat.say("BEN", "<@BEN> ++ well done me")
    chat.say("BEN", "<@ANA> +9 too much")
    assert chat.words_kept() == []
