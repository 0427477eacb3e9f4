"""Giving by command and form, as conversations."""

import pytest

from handlers.answers import Open, Post, Whisper
from handlers.events import A_BOT, MemberChanged
from tests.handlers.chat import WORKSPACE, Chat
from tests.handlers.conftest import NewChat

COMMANDS: list[tuple[str, dict[str, int]]] = [
    ("/kudos <@BEN> for the release", {"BEN": 1}),
    ("/kudos <@BEN> <@MEI> 2 for the release #teamwork", {"BEN": 2, "MEI": 2}),
    ("/kudos <@BEN> 3 for the release #teamwork", {"BEN": 3}),
    ("/kudos <@BEN>, <@MEI> and <@LEA> thanks", {"BEN": 1, "MEI": 1, "LEA": 1}),
    ("/kudos <!subteam^G1> thanks", {"BEN": 1, "MEI": 1}),
    ("/kudos @ben okafor 2 thanks", {"BEN": 2}),
    ("/kudos @mei-lin 2 thanks", {"MEI": 2}),
    ("/kudos @Mei-Lin Chen 2 thanks", {"MEI": 2}),
    ("/kudos @LÉA 2 thanks", {"LEA": 2}),
    ("/kudos @jonas.weber thanks", {"JON": 1}),
    ("/kudos @design-team thanks", {"BEN": 1, "MEI": 1}),
    ("/KUDOS <@BEN> :tada::tada: thanks", {"BEN": 2}),
    ("/kudos <@BEN> +++ thanks", {"BEN": 2}),
    ("/huzzah kudos <@BEN> 2 thanks", {"BEN": 2}),
    ("/kudos <@BEN> 2 thanks --private", {"BEN": 2}),
    ("/kudos <@BEN> 2 thanks —private", {"BEN": 2}),
    ("/kudos <@BEN> 2 for covering for <@LEA>", {"BEN": 2}),
    ("/kudos <@BEN>, <!subteam^G2> and <@MEI> for what <!subteam^G1> asked", {"BEN": 1, "MEI": 1}),
    ("/kudos thanks <@BEN> and <@MEI> for it", {"BEN": 1, "MEI": 1}),
]

MISTAKES: list[tuple[str, str]] = [
    ("/kudos thanks everybody", "Whom would you like to thank?"),
    ("/kudos <!channel> thanks", "whole channel"),
    ("/kudos @here thanks", "whole channel"),
    ("/kudos <@BEN> 0 thanks", "at least 1"),
    ("/kudos <@BEN> 99999999999999999999 thanks", "more than anybody"),
    ("/kudos @ben thanks", "Which ben do you mean: Ben Adams, Ben Okafor?"),
    ("/kudos @zoltan thanks", "I don't know anybody called zoltan"),
    ("/kudos @olga out thanks", "olga out takes no part here"),
    ("/kudos <@ANA> 2 well done me", "your own back"),
    ("/kudos <@BOT> 2 thanks", "Huzzah can't be given kudos."),
    ("/kudos <@BOT> 2 thanks", "take no part here"),
    ("/kudos <@ANA> <@OUT> 2 thanks", "Olga Out can't be given kudos, and Ana Sousa, that's you."),
    ("/kudos <@NOBODY> 2 thanks", "I don't know everybody you named"),
    ("/kudos <@BEN> <@NOBODY> 2 thanks", "I don't know everybody you named"),
    ("/kudos <@BEN> 6 thanks", "You have 5 left today, that gift needs 6"),
    ("/kudos <@BEN> <@MEI> 3 thanks", "You have 5 left today, that gift needs 6"),
]


@pytest.mark.parametrize(("words", "expected"), COMMANDS)
def test_a_command_gives(chat: Chat, words: str, expected: dict[str, int]) -> None:
    chat.command("ANA", words)
    assert chat.totals() == expected
    assert set(chat.whispers()) >= set(expected)
    assert "left today" in chat.notes()


@pytest.mark.parametrize(("words", "reason"), MISTAKES)
def test_a_command_that_gives_nothing_says_why(chat: Chat, words: str, reason: str) -> None:
    chat.command("BEN" if "BEN" not in words else "LEA", words) if "ANA" not in words else chat.command("ANA", words)
    assert reason in chat.notes()
    assert chat.totals() == {}
    assert chat.posts() == []


def test_everybody_sees_who_thanks_whom_for_what(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> 3 for the release #teamwork")
    [post] = chat.posts()
    assert (post.channel, post.key) == ("C1", f"gift:{chat.number}")
    assert post.card.summary == "Ana Sousa gives Ben Okafor 3 kudos"
    assert "in #general" in chat.whispers()["BEN"]
    assert chat.words_kept() == ["for the release #teamwork"]


def test_private_thanks_are_for_the_receivers_only(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> <@MEI> 2 --private you know why")
    assert chat.posts() == []
    assert "you know why" in chat.whispers()["BEN"]
    assert set(chat.whispers()) >= {"BEN", "MEI"}
    assert chat.words_kept() == []


def test_a_private_channel_is_not_named_to_somebody_outside(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> <@MEI> for the secret plan", channel="C9")
    assert "#secret" in chat.whispers()["BEN"]
    assert "secret:" not in chat.whispers()["MEI"]
    assert "#secret" not in chat.whispers()["MEI"]


def test_whom_the_words_name_is_spoken_of_and_given_nothing(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> 2 for covering for <@LEA>")
    assert set(chat.whispers()) == {"ANA", "BEN"}
    assert chat.words_kept() == ["for covering for <@LEA>"]
    assert chat.posts()[0].card.summary == "Ana Sousa gives Ben Okafor 2 kudos"


def test_by_message_somebody_not_introduced_yet_receives(chat: Chat) -> None:
    chat.say("ANA", "<@NEWCOMER> ++ welcome")
    assert chat.totals() == {"NEWCOMER": 1}


def test_an_unknown_hashtag_is_mentioned_with_the_known_ones(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> 1 thanks #temwork")
    assert "#temwork is none of our values" in chat.notes()
    assert "#teamwork" in chat.notes()


def test_words_are_not_kept_where_the_rule_book_says_so(new_chat: NewChat) -> None:
    chat = new_chat("keep_texts: true -> keep_texts: false")
    chat.command("ANA", "/kudos <@BEN> thanks for the soup")
    chat.say("ANA", "<@BEN> ++ thanks for the soup")
    assert chat.totals() == {"BEN": 2}
    assert chat.words_kept() == []


def test_alone_the_command_opens_a_form_that_gives(chat: Chat) -> None:
    chat.command("ANA", "/kudos", channel="C2")
    form = chat.dialog()
    assert [field.id for field in form.fields] == ["people", "amount", "words", "value", "private"]
    chat.submit("ANA", form, people="BEN,MEI", amount="2", words="for <everything> & more", value="craft")
    assert chat.totals() == {"BEN": 2, "MEI": 2}
    [post] = chat.posts()
    assert post.channel == "C2"
    assert chat.words_kept() == ["for &lt;everything&gt; &amp; more"]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"people": ""}, "people"),
        ({"people": "LEA"}, "people"),
        ({"people": "BOT"}, "people"),
        ({"people": "NOBODY"}, "people"),
        ({"people": "BEN,NOBODY"}, "people"),
        ({"people": "BEN", "amount": "0"}, "amount"),
        ({"people": "BEN", "amount": "many"}, "amount"),
        ({"people": "BEN", "amount": "-1"}, "amount"),
        ({"people": "BEN", "amount": "6"}, "amount"),
        ({"people": "BEN,MEI", "amount": "3"}, "amount"),
    ],
)
def test_a_form_filled_in_wrong_is_sent_back_and_keeps_nothing(chat: Chat, fields: dict[str, str], where: str) -> None:
    chat.command("LEA", "/kudos")
    chat.submit("LEA", chat.dialog(), **fields)
    assert set(chat.errors()) == {where}
    assert chat.totals() == {}
    assert chat.query("SELECT kind FROM fact WHERE kind = 'gift'") == []


def test_the_form_gives_privately(chat: Chat) -> None:
    chat.command("ANA", "/kudos")
    chat.submit("ANA", chat.dialog(), people="BEN", private="true")
    assert chat.totals() == {"BEN": 1}
    assert chat.posts() == []


def test_the_button_under_a_mistake_opens_the_form_with_whom_was_meant(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> 0 thanks")
    [button] = chat.buttons("kudos")
    chat.press("ANA", button)
    assert chat.dialog().fields[0].value == "BEN"


def test_people_who_left_or_are_guests_cannot_give(chat: Chat) -> None:
    chat.command("EXT", "/kudos <@BEN> thanks")
    assert "Only people who work here" in chat.notes()
    assert chat.totals() == {}


def test_a_request_that_comes_twice_gives_once(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> thanks")
    chat.number -= 1
    chat.command("ANA", "/kudos <@BEN> thanks")
    assert chat.totals() == {"BEN": 1}
    assert chat.answers == []


def test_a_gift_to_many_is_not_whispered_to_each(new_chat: NewChat) -> None:
    chat = new_chat("amount: 5 -> amount: 99")
    chat.do(*[MemberChanged(workspace=WORKSPACE, at=0, member=f"U{number}", name="New") for number in range(30)])
    crowd = " ".join(f"<@U{number}>" for number in range(30))
    chat.command("BEN", f"/kudos {crowd} what a party")
    assert len(chat.totals()) == 30
    assert [answer for answer in chat.answers if isinstance(answer, Post)]
    assert not [
        answer for answer in chat.answers if isinstance(answer, Whisper) and "thanks you" in answer.card.summary
    ]


@pytest.mark.parametrize(
    "words", ["", "   ", "@", "@@@@", "@ben @ben @ben", "<@>", "<@BEN", "#", "`", "\x00", "++" * 999]
)
def test_whatever_is_typed_is_answered(chat: Chat, words: str) -> None:
    for command in ("/kudos", "/shoutout", "/huzzah", "/huzzah role", "/huzzah away", "/huzzah undo"):
        answers = chat.command("JON", f"{command} {words}")
        assert answers
        assert all(isinstance(answer, Open) or chat.notes() for answer in answers)


def test_say_thanks_on_a_message_opens_the_form_and_the_card_stands_in_its_thread(chat: Chat) -> None:
    chat.press_on("BEN", "kudos", "MEI", thread="17")
    assert chat.dialog().fields[0].value == "MEI"
    chat.submit("BEN", chat.dialog(), words="for the hint")
    assert [(post.channel, post.thread) for post in chat.posts()] == [("C1", "17")]
    assert chat.totals() == {"MEI": 1}


@pytest.mark.parametrize(
    ("author", "words"),
    [("BEN", "That message is yours"), ("BOT", "A bot wrote that"), (A_BOT, "A bot wrote that")],
)
def test_ones_own_message_and_a_bots_get_a_kind_word_instead_of_a_form(chat: Chat, author: str, words: str) -> None:
    chat.press_on("BEN", "kudos", author, thread="17")
    assert words in chat.notes()
    assert len(chat.answers) == 1


def test_whoever_left_is_not_taken_for_another_of_the_same_first_name(chat: Chat) -> None:
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="OLGA2", name="Olga Inside"))
    chat.command("ANA", "/kudos @Olga Out thanks for everything")
    assert "Olga Out takes no part here" in chat.notes()
    assert chat.totals() == {}
    chat.command("ANA", "/kudos @Olga thanks for everything")
    assert chat.totals() == {"OLGA2": 1}
