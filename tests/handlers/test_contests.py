"""Contests: a card opens one, posts enter, reactions vote, and on time somebody wins - exactly once."""

from handlers.cards.blocks import Button, Picture
from scoring.periods import HOUR, MINUTE
from storage import privacy
from tests.handlers.chat import Chat, shown
from tests.handlers.conftest import NewChat
from tests.handlers.showing_off import PHOTO, card, change, closed, deliver, gone, links, opened, react, show, words


def test_a_contest_opens_with_a_card_that_says_how_to_take_part(chat: Chat) -> None:
    chat.command("ANA", PHOTO)
    said = words(card(chat, "contest:1"))
    assert "Photo contest: Your desk today" in said
    assert "post your picture in this channel, or answer in this thread" in said
    assert "Vote by reacting" in said
    assert "is open in #general" in chat.notes()


def test_the_most_reacted_picture_wins_with_its_picture_points_and_a_badge(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN", picture="https://example.org/desk.png")
    other = show(chat, "MEI")
    react(chat, desk, "ANA", "MEI", "LEA")
    react(chat, other, "ANA")
    closed(chat)
    winner = card(chat, "contest-result:1")
    assert "Ben Okafor wins: Your desk today" in words(winner)
    assert "3 votes" in words(winner)
    assert Picture("https://example.org/desk.png", "The entry of Ben Okafor") in winner.blocks
    assert links(winner) == {desk}
    assert "And the winner is" in chat.whispers()["BEN"]
    before = chat.totals("points")
    assert before["BEN"] >= 10
    assert chat.totals("coins")["BEN"] >= 10


def test_nothing_happens_twice_at_the_close(chat: Chat) -> None:
    opened(chat)
    react(chat, show(chat, "BEN"), "ANA", "MEI")
    closed(chat)
    points = chat.totals("points")
    chat.later(24)
    assert chat.tick() == []
    chat.press("ANA", Button("contest_close", "", "1"))
    assert "isn't running any more" in chat.notes()
    assert chat.totals("points") == points


def test_one_vote_a_person_and_none_from_the_author_bots_outsiders_and_leavers(chat: Chat) -> None:
    opened(chat)
    desk, other = show(chat, "BEN"), show(chat, "MEI")
    for emoji in ("heart", "tada", "fire", "eyes"):
        chat.react("BEN", desk, emoji)
        chat.react("ANA", desk, emoji)
    react(chat, desk, "BOT", "EXT", "OUT")
    react(chat, other, "ANA", "LEA")
    closed(chat)
    assert "Mei-Lin Chen wins" in words(card(chat, "contest-result:1"))
    assert "2 votes" in words(card(chat, "contest-result:1"))


def test_a_reaction_taken_off_is_no_vote(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN")
    react(chat, desk, "ANA", "MEI")
    chat.react("MEI", desk, "heart", off=True)
    closed(chat)
    assert "1 vote!" in words(card(chat, "contest-result:1"))


def test_ties_are_shared_and_all_of_them_are_paid(chat: Chat) -> None:
    opened(chat)
    for member in ("BEN", "MEI"):
        react(chat, show(chat, member), "ANA", "LEA")
    closed(chat)
    said = words(card(chat, "contest-result:1"))
    assert "Ben Okafor and Mei-Lin Chen share the first place" in said
    coins = chat.totals("coins")
    assert coins["BEN"] >= 10 <= coins["MEI"]


def test_of_one_person_the_first_three_entries_count_and_the_best_of_them_wins(chat: Chat) -> None:
    opened(chat)
    mine = [show(chat, "BEN") for _ in range(4)]
    react(chat, mine[1], "ANA", "MEI")
    react(chat, mine[3], "ANA", "MEI", "LEA")
    closed(chat)
    assert links(card(chat, "contest-result:1")) == {mine[1]}


def test_a_withdrawn_entry_makes_room_for_the_fourth(chat: Chat) -> None:
    opened(chat)
    mine = [show(chat, "BEN") for _ in range(4)]
    react(chat, mine[3], "ANA", "MEI", "LEA")
    gone(chat, mine[0])
    closed(chat)
    assert links(card(chat, "contest-result:1")) == {mine[3]}


def test_an_edit_that_takes_out_the_picture_withdraws_and_one_that_puts_it_back_enters_again(chat: Chat) -> None:
    opened(chat)
    desk, text = show(chat, "BEN"), chat.say("MEI", "no picture yet")
    react(chat, desk, "ANA", "LEA", "JON")
    react(chat, text, "ANA", "LEA")
    change(chat, "BEN", desk)
    change(chat, "MEI", text, files=("image/png",))
    closed(chat)
    assert links(card(chat, "contest-result:1")) == {text}


def test_a_picture_in_somebodys_thread_is_no_entry_and_words_in_the_channel_are_none(chat: Chat) -> None:
    opened(chat)
    talk = chat.say("ANA", "how was your weekend?")
    react(chat, show(chat, "BEN", thread=talk), "ANA")
    react(chat, talk, "BEN")
    closed(chat)
    assert "No entries this time" in words(card(chat, "contest-result:1"))


def test_an_answer_in_its_thread_is_an_entry(chat: Chat) -> None:
    thread = opened(chat, '/huzzah contest result "Best deal" close 4h')
    deal = chat.say("MEI", "sold ice to penguins", thread=thread)
    react(chat, show(chat, "BEN"), "ANA", "LEA")
    react(chat, deal, "ANA", "BEN")
    closed(chat)
    assert links(card(chat, "contest-result:1")) == {deal}


def test_with_thread_a_picture_in_the_channel_is_no_entry(chat: Chat) -> None:
    thread = opened(chat, PHOTO + " thread")
    react(chat, show(chat, "BEN"), "ANA", "LEA")
    answer = show(chat, "MEI", thread=thread)
    react(chat, answer, "ANA")
    closed(chat)
    assert links(card(chat, "contest-result:1")) == {answer}


def test_the_standing_follows_soon_and_only_if_it_changed(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN")
    react(chat, desk, "ANA", "MEI")
    chat.now += MINUTE
    chat.tick()
    assert "Ben Okafor [2 votes]" in words(card(chat, "contest:1"))
    chat.react("ANA", desk, "fire")
    chat.now += 2 * MINUTE
    assert chat.tick() == []
    chat.react("LEA", desk, "fire")
    assert chat.tick() == []
    chat.now += MINUTE
    chat.tick()
    assert "[3 votes]" in words(card(chat, "contest:1"))


def test_a_sealed_one_shows_how_many_entries_and_nothing_else(chat: Chat) -> None:
    opened(chat, PHOTO + " sealed")
    react(chat, show(chat, "BEN"), "ANA", "MEI")
    chat.now += 2 * MINUTE
    chat.tick()
    said = words(card(chat, "contest:1"))
    assert "Entries: 1" in said
    assert "Ben" not in said
    assert "votes]" not in said
    assert "Ben" not in str(chat.query("SELECT tally FROM contest"))
    assert "BEN" not in str(chat.query("SELECT tally FROM contest"))


def test_what_comes_after_the_close_neither_enters_nor_votes(chat: Chat) -> None:
    opened(chat)
    desk, other = show(chat, "BEN"), show(chat, "MEI")
    react(chat, desk, "ANA")
    chat.later(5)
    react(chat, other, "ANA", "LEA", "JON")
    react(chat, show(chat, "LEA"), "ANA", "BEN", "MEI")
    chat.tick()
    assert links(card(chat, "contest-result:1")) == {desk}


def test_two_people_alone_get_a_winner_but_no_points(chat: Chat) -> None:
    opened(chat)
    react(chat, show(chat, "BEN"), "ANA")
    before = chat.totals("coins")
    closed(chat)
    assert "No points this time" in words(card(chat, "contest-result:1"))
    assert chat.totals("coins") == before


def test_nobody_wins_without_votes_and_that_is_said_kindly(chat: Chat) -> None:
    opened(chat)
    show(chat, "BEN")
    closed(chat)
    assert "No votes this time" in words(card(chat, "contest-result:1"))


def test_a_winner_who_would_rather_not_be_announced_isnt(chat: Chat) -> None:
    with chat.work() as work:
        privacy.choose(work, "BEN", {"announce": False})
    opened(chat)
    desk = show(chat, "BEN", picture="https://example.org/desk.png")
    react(chat, desk, "ANA", "MEI")
    closed(chat)
    winner = card(chat, "contest-result:1")
    assert "Ben" not in words(winner)
    assert "would rather not be named wins" in words(winner)
    assert links(winner) == set()
    assert not any(isinstance(block, Picture) for block in winner.blocks)
    assert "You won" in chat.whispers()["BEN"]


def test_the_entry_that_won_is_deleted_before_it_was_announced(chat: Chat) -> None:
    opened(chat)
    desk, other = show(chat, "BEN"), show(chat, "MEI")
    react(chat, desk, "ANA", "MEI", "LEA")
    react(chat, other, "ANA", "LEA")
    closed(chat)
    assert chat.totals("coins").get("BEN")
    gone(chat, desk)
    assert "Mei-Lin Chen wins" in words(card(chat, "contest-result:1"))
    coins = chat.totals("coins")
    assert not coins.get("BEN")
    assert coins["MEI"] >= 10


def test_the_entry_that_won_is_deleted_afterwards_and_its_picture_goes(chat: Chat) -> None:
    opened(chat)
    desk = show(chat, "BEN", picture="https://example.org/desk.png")
    react(chat, desk, "ANA", "MEI", "LEA")
    closed(chat)
    deliver(chat)
    gone(chat, desk)
    winner = card(chat, "contest-result:1")
    assert "Ben Okafor wins" in words(winner)
    assert links(winner) == set()
    assert not any(isinstance(block, Picture) for block in winner.blocks)
    assert chat.totals("coins")["BEN"] >= 10
    assert chat.query("SELECT count(*) FROM contest_entry WHERE picture <> ''") == [(0,)]


def test_the_winner_card_waits_for_nobody_who_reacts_by_hour(chat: Chat) -> None:
    opened(chat, PHOTO.replace("4h", "2 days"))
    react(chat, show(chat, "BEN"), "ANA")
    chat.now += 47 * HOUR
    chat.tick()
    assert "Over" not in shown(card(chat, "contest:1"))


def test_from_the_opening_to_the_prize_on_either_database(new_anywhere: NewChat) -> None:
    chat = new_anywhere("")
    opened(chat)
    desk = show(chat, "BEN", picture="https://example.org/desk.png")
    react(chat, desk, "ANA", "MEI", "LEA")
    chat.command("ANA", '/huzzah challenge "3 thanks" thanks 3 until 2d')
    chat.command("JON", "/huzzah contest week on")
    chat.say("MEI", "<@BEN> :tada: thanks for the picture")
    chat.now += 2 * MINUTE
    chat.tick()
    assert "1 of 3 thanks" in words(card(chat, "challenge:1"))
    assert "[3 votes]" in words(card(chat, "contest:1"))
    closed(chat)
    assert "Ben Okafor wins" in words(card(chat, "contest-result:1"))
    chat.later(24 * 3)
    chat.tick()
    assert chat.totals("coins")["BEN"] >= 10
