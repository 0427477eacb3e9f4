"""Numbers are given once: what was sent under one, and the buttons on it, never mean something that came later."""

from handlers import applying
from handlers.answers import Post, Whisper
from handlers.cards.blocks import Button
from handlers.cards.celebrations.days import told
from handlers.trends import proposing
from handlers.trends.templates import filled
from scoring.periods import DAY
from storage import outbox, privacy
from tests.handlers.asked_questions import asks
from tests.handlers.asked_questions import until as days_pass
from tests.handlers.chat import Chat, shown
from tests.handlers.days import at, posted, until


def forget(chat: Chat, member: str) -> None:
    with chat.work() as work:
        privacy.erase(work, member, "k" * 64)


def test_a_letter_on_its_way_to_somebody_who_is_forgotten_is_not_taken_for_the_next_one(chat: Chat) -> None:
    with chat.work() as work:
        applying.put(work, [Whisper("BEN", told("For you alone."))])
    with chat.work() as work:
        [claimed] = [row for row in outbox.claim(work, chat.now + DAY) if row.channel == "@BEN"]
        number, said = claimed.id, claimed.said
    forget(chat, "BEN")
    assert "BEN" not in str(chat.query("SELECT channel, said FROM outbox"))
    with chat.work() as work:
        applying.put(work, [Whisper("MEI", told("Something else."))])
        outbox.settle(work, number, said, state=outbox.SENT, remote="of the first one")
    assert chat.query("SELECT state, remote FROM outbox WHERE channel = '@MEI'") == [("waiting", "")]


def birthday_card(chat: Chat, end: int) -> Post:
    [card] = [said for _, said in until(chat, end) if isinstance(said, Post)]
    return card


def test_a_birthday_card_never_edits_the_one_of_somebody_whose_day_is_off(chat: Chat) -> None:
    chat.command("MEI", "/huzzah birthday 19 November")
    chat.command("ANA", "/huzzah birthday 24 November")
    first = birthday_card(chat, at(2026, 11, 19, 12))
    posted(chat, first.key, "remote-mei")
    chat.command("MEI", "/huzzah birthday off")
    second = birthday_card(chat, at(2026, 11, 24, 12))
    assert "Ana Sousa" in shown(second.card)
    assert second.key != first.key
    with chat.work() as work:
        assert outbox.remote_of(work, second.key) == ""


def test_nor_the_one_of_somebody_who_was_forgotten(chat: Chat) -> None:
    chat.command("MEI", "/huzzah birthday 19 November")
    chat.command("ANA", "/huzzah birthday 24 November")
    first = birthday_card(chat, at(2026, 11, 19, 12))
    posted(chat, first.key, "remote-mei")
    forget(chat, "MEI")
    assert birthday_card(chat, at(2026, 11, 24, 12)).key != first.key
    chat.press("BEN", Button("celebration_sign", "", first.key.partition(":")[2]))
    assert "nothing to sign" in chat.notes()


def test_the_best_answer_isnt_recalled_under_another_question(chat: Chat) -> None:
    chat.lead("LEA")
    card = asks(chat, '"What is the best smell in the world?"', "LEA")
    rain = chat.say("BEN", "the rain", thread=card)
    for who in ("ANA", "MEI", "JON"):
        chat.react(who, rain, "heart")
    forget(chat, "LEA")
    chat.command("JON", '/huzzah questions add "Which tool could you not live without at work?"')
    [best] = [post for post in days_pass(chat, 6) if post.key.startswith("best:")]
    assert "@Ben Okafor gave it" in shown(best.card)
    assert "Which tool" not in shown(best.card)


def test_an_old_approve_doesnt_approve_a_question_that_nobody_saw(chat: Chat) -> None:
    chat.command("BEN", '/huzzah propose "What is your favourite kind of cloud?"')
    [approve] = chat.buttons("question_approve")
    forget(chat, "BEN")
    chat.command("MEI", '/huzzah propose "How much do you earn in a year?"')
    chat.press("JON", approve)
    assert "Approved" not in chat.notes()
    assert chat.query("SELECT state FROM prompt WHERE words LIKE 'How much%'") == [("proposed",)]


def idea(chat: Chat, tag: str) -> Button:
    with chat.work() as work:
        found = proposing.Found("C1", f"hashtag:{tag}", "x", filled("hashtag", tag, "1"), work.now + 3 * DAY)
        chat.answers = proposing.propose(work, found)
    return chat.buttons("idea_approve")[0]


def test_an_old_post_it_doesnt_post_an_idea_that_nobody_saw(chat: Chat) -> None:
    first = idea(chat, "BenOkafor")
    forget(chat, "BEN")
    assert chat.query("SELECT * FROM idea") == []
    second = idea(chat, "offsite")
    assert second.value != first.value
    chat.press("JON", first)
    assert "I don't know that idea any more" in chat.notes()
    assert chat.posts() == []
    assert chat.query("SELECT state FROM idea") == [("waiting",)]
