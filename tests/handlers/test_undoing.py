"""Taking back what was given: the card says so, the points go, the allowance returns."""

from tests.handlers.chat import Chat, shown


def test_the_giver_takes_back_the_latest_gift(chat: Chat) -> None:
    chat.command("BEN", "/kudos <@MEI> 2 first")
    chat.command("BEN", "/kudos <@ANA> 3 second")
    request = chat.number
    chat.command("BEN", "/huzzah undo")
    assert "Taken back: your gift to @Ana Sousa" in chat.notes()
    assert "You have 3 left today" in chat.notes()
    assert chat.totals() == {"MEI": 2}
    assert chat.words_kept() == ["first"]
    [post] = chat.posts()
    assert post.key == f"gift:{request}"
    assert "took back a gift to @Ana Sousa" in shown(post.card)


def test_the_button_under_the_confirmation_takes_it_back(chat: Chat) -> None:
    chat.command("BEN", "/kudos <@MEI> 2 thanks")
    [button] = chat.buttons("undo")
    assert button.confirm
    chat.press("BEN", button)
    assert chat.totals() == {}
    chat.press("BEN", button)
    assert "nothing left to take back" in chat.notes()


def test_nobody_takes_back_the_gift_of_another(chat: Chat) -> None:
    chat.command("BEN", "/kudos <@MEI> 2 thanks")
    [button] = chat.buttons("undo")
    chat.press("LEA", button)
    assert "nothing left to take back" in chat.notes()
    assert chat.totals() == {"MEI": 2}


def test_a_gift_in_a_message_is_taken_back_while_the_message_stays(chat: Chat) -> None:
    chat.say("BEN", "<@MEI> ++ thanks")
    chat.command("BEN", "/huzzah undo")
    assert "Your message stays" in chat.notes()
    assert chat.totals() == {}
    assert chat.words_kept() == []
    assert chat.posts() == []
    assert [react.off for react in chat.reactions()] == [True]


def test_the_last_few_are_listed_to_choose_from(chat: Chat) -> None:
    chat.say("BEN", "<@MEI> ++ thanks")
    chat.command("BEN", "/kudos <@ANA> 1 thanks")
    chat.command("BEN", "/kudos <@LEA> 1 --private thanks")
    chat.command("BEN", "/huzzah undo list")
    buttons = chat.buttons("undo")
    assert len(buttons) == 3
    chat.press("BEN", buttons[2])
    assert chat.totals() == {"ANA": 1, "LEA": 1}
    [more] = chat.buttons("undo")
    chat.press("BEN", more)
    assert len(chat.buttons("undo")) == 2


def test_private_thanks_leave_no_card_behind(chat: Chat) -> None:
    chat.command("BEN", "/kudos <@ANA> 1 --private thanks")
    chat.command("BEN", "/huzzah undo")
    assert chat.posts() == []
    assert chat.totals() == {}


def test_a_shoutout_is_taken_back_with_its_card(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> for it")
    [before] = chat.posts()
    chat.command("ANA", "/huzzah undo")
    [after] = chat.posts()
    assert (after.channel, after.key) == (before.channel, before.key)
    assert "took back a shout-out" in shown(after.card)
    assert chat.totals("coins") == {}


def test_after_a_day_it_stays(chat: Chat) -> None:
    chat.command("BEN", "/kudos <@MEI> 2 thanks")
    [button] = chat.buttons("undo")
    chat.later(25)
    chat.press("BEN", button)
    assert "too long ago" in chat.notes()
    chat.command("BEN", "/huzzah undo")
    assert "nothing to take back" in chat.notes()
    assert chat.totals() == {"MEI": 2}


def test_a_reaction_is_not_undone_by_command(chat: Chat) -> None:
    message = chat.say("ANA", "look")
    chat.react("BEN", message, "tada")
    chat.command("BEN", "/huzzah undo")
    assert "taken back by removing it" in chat.notes()
    assert chat.totals() == {"ANA": 1}
