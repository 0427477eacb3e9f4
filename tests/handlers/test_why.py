"""`/huzzah why`: rows in words, corrections under them, and what others may not see."""

import pytest

from handlers.answers import Note, Refresh
from handlers.cards.blocks import Button, Card, Link, Person, Place, Small, When, Words
from handlers.cards.why import LONGEST_WORDS
from storage import outbox, privacy
from storage.why import PAGE
from tests.handlers.chat import Chat
from tests.handlers.conftest import NewChat


def card_of(chat: Chat) -> Card:
    [answer] = chat.answers
    assert isinstance(answer, Note | Refresh)
    return answer.card


def details(chat: Chat) -> list[Small]:
    return [block for block in card_of(chat).blocks if isinstance(block, Small)]


def test_a_row_says_points_rule_when_where_with_whom_and_links_there(chat: Chat) -> None:
    message = chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("ANA", "/huzzah why")
    assert "+1  Give kudos to a colleague." in chat.notes()
    runs = [run for small in details(chat) for run in small.runs]
    assert Person("BEN", "Ben Okafor") in runs
    assert Place("C1", "general") in runs
    assert Link("see the message", channel="C1", message=message) in runs


def test_coins_are_said_where_there_are_some(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("BEN", "/huzzah why")
    assert "+1 and 1 coin  Somebody gives you kudos" in chat.notes()


def test_a_vote_says_the_day_and_no_hour_and_only_to_whoever_voted(chat: Chat) -> None:
    chat.command("BEN", '/poll "Lunch?" "Pizza" "Sushi"')
    chat.press("ANA", Button("vote", "Vote", "1|1"))
    chat.command("ANA", "/huzzah why")
    assert "1 point in all" in chat.notes()
    assert "Vote in a poll" in chat.notes()
    assert ", some time that day" in chat.notes()
    [moment] = [run for small in details(chat) for run in small.runs if isinstance(run, When)]
    assert moment.style == "date"
    chat.command("LEA", "/huzzah why <@ANA>")
    assert "Vote in a poll" not in chat.notes()


def test_a_command_has_no_message_to_link_to(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> 2")
    chat.command("ANA", "/huzzah why")
    assert "see the message" not in chat.notes()
    assert "+2" in chat.notes()


def test_the_newest_comes_first_and_pages_turn_both_ways(chat: Chat) -> None:
    for _ in range(3):
        for other in ("BEN", "MEI", "LEA", "JON", "BEA"):
            chat.say("ANA", f"<@{other}> :tada: hello there")
        chat.later(24)
    chat.command("ANA", "/huzzah why")
    first = chat.notes()
    [older] = chat.buttons("why")
    assert (older.text, len(chat.buttons("object"))) == ("Older", PAGE)
    chat.press("ANA", older)
    assert isinstance(chat.answers[0], Refresh)
    assert chat.notes() != first
    newer = next(button for button in chat.buttons("why") if button.text == "Newer")
    chat.press("ANA", newer)
    assert chat.notes() == first
    chat.command("ANA", "/huzzah why 99")
    assert "That was all" in chat.notes()


def test_what_was_taken_back_says_so_and_why(chat: Chat) -> None:
    message = chat.say("ANA", "<@BEN> :tada: thanks")
    chat.delete(message)
    chat.command("ANA", "/huzzah why")
    assert "Taken back (-1)" in chat.notes()
    assert "the message was deleted" in chat.notes()
    assert "0 points in all" in chat.notes()
    assert not chat.buttons("object")


@pytest.mark.parametrize(("how", "words"), [("undo", "the gift was taken back"), ("edit", "the message was changed")])
def test_each_way_to_take_back_has_its_words(chat: Chat, how: str, words: str) -> None:
    message = chat.say("ANA", "<@BEN> :tada: thanks")
    if how == "undo":
        chat.command("ANA", "/huzzah undo")
        for button in chat.buttons("undo"):
            chat.press("ANA", button)
    else:
        chat.edit("ANA", message, "never mind")
    chat.command("BEN", "/huzzah why")
    assert words in chat.notes()


def test_a_reaction_taken_off_says_so(chat: Chat) -> None:
    message = chat.say("ANA", "look what I found")
    chat.react("BEN", message, "heart")
    chat.react("BEN", message, "heart", off=True)
    chat.command("BEN", "/huzzah why")
    assert "the reaction was taken off" in chat.notes()


def test_a_gift_beyond_the_limit_explains_it(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: one")
    chat.say("ANA", "<@BEN> :tada: two")
    chat.say("ANA", "<@BEN> :tada: three")
    chat.command("ANA", "/huzzah why")
    assert "+0  You gave kudos" in chat.notes()
    assert "No points, since there is a limit: up to 5 a day, up to 2 a week with the same person" in chat.notes()


def test_others_see_neither_private_channels_nor_private_thanks(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: openly")
    chat.say("ANA", "<@BEN> :tada: behind closed doors", channel="C9")
    chat.command("ANA", "/kudos <@BEN> 1 quietly --private")
    chat.command("BEN", "/huzzah why")
    assert chat.notes().count("Somebody gives you kudos") == 3
    chat.command("MEI", "/huzzah why <@BEN>")
    assert chat.notes().count("Somebody gives you kudos") == 1
    assert "secret" not in chat.notes()
    assert not chat.buttons("object")


def test_a_name_may_be_typed(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("MEI", "/huzzah why @ana")
    assert "Where Ana Sousa's points come from" in chat.notes()
    chat.command("MEI", "/huzzah why @ben")
    assert "Whose points do you mean" in chat.notes()


def test_whoever_opted_out_is_not_explained_to_others_nor_named(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("BEN", "/huzzah privacy")
    chat.press("BEN", chat.buttons("privacy_change")[0])
    chat.submit("BEN", chat.dialog(), show="")
    chat.command("MEI", "/huzzah why <@BEN>")
    assert "I don't show where Ben Okafor's points come from" in chat.notes()
    chat.command("MEI", "/huzzah why <@ANA>")
    assert "Ben Okafor" not in chat.notes()
    assert "a colleague" in chat.notes()
    chat.command("ANA", "/huzzah why")
    assert "Ben Okafor" in chat.notes()


def test_a_row_keeps_the_words_of_its_own_time(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("JON", "/huzzah rules")
    button = next(each for each in chat.buttons("rule_edit") if each.value.endswith("|gift-received"))
    chat.press("JON", button)
    chat.submit("JON", chat.dialog(), words="Now it is called otherwise")
    chat.command("BEN", "/huzzah why")
    assert "Somebody gives you kudos" in chat.notes()


def test_whoever_has_nothing_is_told_how_to_begin(chat: Chat) -> None:
    chat.command("LEA", "/huzzah why")
    assert "/huzzah earn" in chat.notes()


def quotes(chat: Chat) -> list[str]:
    return [block.markup for block in card_of(chat).blocks if isinstance(block, Words)]


def test_the_words_of_a_gift_are_quoted_where_they_are_kept(chat: Chat, new_chat: NewChat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks for *the fish*")
    for asker, command in (("ANA", "why"), ("BEN", "why"), ("MEI", "why <@BEN>")):
        chat.command(asker, f"/huzzah {command}")
        assert quotes(chat) == ["@Ben Okafor 🎉 thanks for *the fish*"], asker
    silent = new_chat("keep_texts: true -> keep_texts: false")
    silent.say("ANA", "<@BEN> :tada: thanks for the fish")
    silent.command("BEN", "/huzzah why")
    assert quotes(silent) == []


def test_a_gift_to_several_is_quoted_once_and_long_words_are_cut(chat: Chat) -> None:
    chat.say("ANA", f"<@BEN> <@MEI> :tada: {'very ' * 100}good")
    chat.command("ANA", "/huzzah why")
    [said] = quotes(chat)
    assert said.endswith("…")
    assert len(said) <= LONGEST_WORDS


def test_words_of_a_private_channel_are_for_those_in_it_and_the_giver(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> <@MEI> :tada: behind closed doors", channel="C9")
    for asker, may_read in (("ANA", True), ("BEN", True), ("MEI", False)):
        chat.command(asker, "/huzzah why")
        assert bool(quotes(chat)) is may_read, asker
        assert "+" in chat.notes()


def test_whoever_opted_out_is_not_named_in_the_words_of_others_either(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> <@MEI> :tada: thanks")
    chat.command("BEN", "/huzzah privacy")
    chat.press("BEN", chat.buttons("privacy_change")[0])
    chat.submit("BEN", chat.dialog(), show="")
    chat.command("LEA", "/huzzah why <@MEI>")
    assert quotes(chat) == ["@a colleague @Mei-Lin Chen 🎉 thanks"]
    chat.command("MEI", "/huzzah why")
    assert "Ben Okafor" in quotes(chat)[0]


def test_an_erased_giver_takes_their_words_along(chat: Chat) -> None:
    with chat.work() as work:
        privacy.ensure_pepper(work, "0123456789abcdef" * 4)
    chat.say("ANA", "<@BEN> :tada: thanks")
    with chat.work() as work:
        privacy.erase(work, "ANA")
    chat.command("BEN", "/huzzah why")
    assert quotes(chat) == []


def test_a_shoutout_says_whom_it_praised_and_by_whom(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> <@LEA> for the calmest release")
    chat.command("ANA", "/huzzah why")
    assert " for @Ben Okafor and @Léa Öz in #announcements" in chat.notes()
    chat.command("BEN", "/huzzah why")
    assert " from @Ana Sousa in #announcements" in chat.notes()


def test_who_does_not_want_to_be_shown_is_no_name_in_the_praise_of_others(chat: Chat) -> None:
    chat.press("LEA", Button("privacy_change", "Change"))
    chat.submit("LEA", chat.dialog(), show="")
    chat.command("ANA", "/shoutout <@BEN> <@LEA> for the calmest release")
    chat.command("MEI", "/huzzah why <@ANA>")
    assert " for @Ben Okafor and a colleague in #announcements" in chat.notes()


def test_what_came_by_command_leads_to_its_card_once_that_is_posted(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> 2")
    with chat.work() as work:
        [letter] = [row for row in outbox.due(work) if row.key]
        outbox.settle(work, letter.id, letter.said, state=outbox.SENT, remote="1700.5")
    chat.command("BEN", "/huzzah why")
    links = [run for small in details(chat) for run in small.runs if isinstance(run, Link)]
    assert links == [Link("see the card", channel="C1", message="1700.5")]
