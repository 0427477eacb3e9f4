"""What stands beside the chat: the board, the profile, and how to earn points, read without writing."""

from handlers import home
from handlers.cards.blocks import Button, Buttons, Card, Header, Standings
from handlers.cards.rules.card import GROUPS
from handlers.events import ChannelChanged, MemberChanged
from scoring.book import Kind
from storage import books, letters, outbox
from storage.privacy import ensure_pepper
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat


def test_the_panels_only_read(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    with chat.database.read(WORKSPACE, chat.now) as work:
        board = home.board(work, "BEN", "month", "received")
        assert [row.person.name for block in board.blocks if isinstance(block, Standings) for row in block.rows] == [
            "Ben Okafor"
        ]
        assert not [block for block in board.blocks if isinstance(block, Buttons)]
        assert home.profile(work, "BEN").summary == "You have 2 points"
        assert home.earn(work, "BEN").summary == "How do I earn points here?"


def test_a_board_of_a_private_channel_is_for_its_members(chat: Chat) -> None:
    with chat.database.read(WORKSPACE, chat.now) as work:
        assert "can't show" in home.board(work, "MEI", channel="C9").summary
        assert home.board(work, "ANA", channel="C9").summary == "This week"


def test_every_kind_of_rule_has_its_place_in_how_to_earn() -> None:
    assert sorted(kind for _, _, kinds in GROUPS for kind in kinds) == sorted(Kind)


def test_how_to_earn_says_how_to_give_what_counts_and_what_does_not(chat: Chat) -> None:
    with chat.database.read(WORKSPACE, chat.now) as work:
        words = shown(home.earn(work, "MEI"))
        headers = [block.text for block in home.earn(work, "MEI").blocks if isinstance(block, Header)]
    assert headers[-2:] == ["Badges", "What doesn't count"]
    assert "@ana :tada: thanks!" in words
    assert "You have 5 a day to give away (10 with the role leader)." in words
    assert "- :tada: First thanks - Thanked a colleague for the first time" in words


def test_a_rule_for_a_private_channel_does_not_name_it_to_others(chat: Chat) -> None:
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C8", name="wins", private=True, members=("ANA",)))
    with chat.work() as work:
        source = books.source(work, work.book.version).replace(
            'only: {channels: [wins, "*-wins"], min_length: 40}\n    limits: {per_week: 2}\n    on: false',
            "only: {channels: [wins, C1], min_length: 40}",
        )
        books.set_book(work, source, "JON", ["for this test"])
    with chat.database.read(WORKSPACE, chat.now) as work:
        assert "in #wins or #general" in shown(home.earn(work, "ANA"))
        assert "in a private channel or #general" in shown(home.earn(work, "BEN"))


def whole(chat: Chat, member: str) -> dict[str, Card]:
    """The page of a member: its cards by what they are summed up as."""
    with chat.database.read(WORKSPACE, chat.now) as work:
        return {card.summary: card for card in home.whole(work, member)}


def said(cards: dict[str, Card]) -> str:
    return "\n".join(map(shown, cards.values()))


def pressable(cards: dict[str, Card]) -> list[str]:
    rows = [block.buttons for card in cards.values() for block in card.blocks if isinstance(block, Buttons)]
    return [button.text for row in rows for button in row]


def test_the_first_look_at_ones_page_is_a_welcome_and_one_thing_to_do(chat: Chat) -> None:
    cards = whole(chat, "MEI")
    assert list(cards) == ["Welcome!", "How to earn points"]
    assert "Welcome, Mei-Lin!" in said(cards)
    assert pressable(cards)[0] == "Say thanks"
    assert not [block for card in cards.values() for block in card.blocks if isinstance(block, Standings)]


def test_the_page_begins_with_the_points_and_shows_what_is_new_and_who_is_near(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: :tada: thanks for the calm release")
    chat.command("BEN", "/kudos <@MEI> 1 for the icons")
    cards = whole(chat, "BEN")
    first = next(iter(cards.values()))
    assert isinstance(first.blocks[0], Header)
    assert first.blocks[0].text == "You have 4 points"
    assert "You can give 4 of 5 :tada: today" in shown(first)
    assert ":tada: First thanks" in shown(first)
    assert [line for line in shown(cards["Lately"]).splitlines() if not line.startswith(">")][1:] == [
        ":outbox_tray: You gave @Mei-Lin Chen 1 kudos,  in #general",
        ":inbox_tray: @Ana Sousa gave you 2 kudos,  in #general - see it",
    ]
    assert "thanks for the calm release" in shown(cards["Lately"])
    [near] = [block for block in cards["This week"].blocks if isinstance(block, Standings)]
    assert (near.rows[0].person.id, near.rows[0].me) == ("BEN", True)
    assert pressable(cards) == ["Say thanks", "Board", "Why these points?", "How to earn", "Privacy"]


def test_one_gift_to_several_is_one_line_and_what_was_taken_back_none(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> <@MEI> <@LEA> :tada: thanks")
    message = chat.say("ANA", "<@JON> :tada: thanks")
    chat.delete(message)
    lines = shown(whole(chat, "ANA")["Lately"])
    assert lines.count("You gave") == 1
    assert "@Ben Okafor, @Mei-Lin Chen and @Léa Öz 1 kudos each" in lines
    assert "Jonas" not in lines


def test_only_the_newest_five_are_shown(chat: Chat) -> None:
    for day in range(7):
        chat.say("ANA", f"<@BEN> :tada: thanks for day {day}")
        chat.later(24)
    lines = shown(whole(chat, "BEN")["Lately"])
    assert lines.count("gave you") == 5
    assert "day 6" in lines
    assert "day 1" not in lines


def test_private_thanks_are_on_the_pages_of_both_without_words_and_on_nobody_elses(chat: Chat) -> None:
    chat.command("ANA", "/kudos <@BEN> --private thank you for yesterday")
    chat.command("LEA", "/kudos <@JON> hello")
    assert "@Ana Sousa gave you 1 kudos" in said(whole(chat, "BEN"))
    assert "thank you for yesterday" not in said(whole(chat, "BEN"))
    assert "Lately" not in whole(chat, "MEI")
    assert "Ben" not in shown(whole(chat, "LEA")["Lately"])


def test_a_private_channel_is_not_named_once_one_has_left_it(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: for the plan", channel="C9")
    assert "#secret" in said(whole(chat, "BEN"))
    chat.do(
        ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C9", name="secret", private=True, members=("ANA",))
    )
    assert "#secret" not in said(whole(chat, "BEN"))
    assert "for the plan" not in said(whole(chat, "BEN"))


def test_praise_is_on_the_pages_of_the_leader_and_the_praised(chat: Chat) -> None:
    chat.command("ANA", "/shoutout <@BEN> <@MEI> for the calmest release")
    assert ":mega: You praised @Ben Okafor and @Mei-Lin Chen" in said(whole(chat, "ANA"))
    assert ":mega: @Ana Sousa praised you" in said(whole(chat, "BEN"))
    assert "Shout out" in pressable(whole(chat, "ANA"))


def test_the_board_around_one_shows_two_above_and_two_below(new_chat: NewChat) -> None:
    chat = new_chat("amount: 5 -> amount: 100")
    for units, member in enumerate(("LEA", "BEA", "MEI", "BEN", "ANA"), 1):
        chat.command("JON", f"/kudos <@{member}> {units}")
    [near] = [block for block in whole(chat, "BEN")["This week"].blocks if isinstance(block, Standings)]
    ranked = [row.person.id for row in near.rows]
    assert ranked[ranked.index("BEN") + 1 :] == ["MEI", "BEA"]
    assert len(ranked[: ranked.index("BEN")]) <= 2
    assert "You are number" in said(whole(chat, "BEN"))


def test_where_groups_are_ranked_the_page_ranks_nobody(new_chat: NewChat) -> None:
    chat = new_chat("ranking: individual -> ranking: groups")
    chat.say("ANA", "<@BEN> :tada: thanks")
    cards = whole(chat, "BEN")
    assert not [block for card in cards.values() for block in card.blocks if isinstance(block, Standings)]
    assert "number 1 of" not in said(cards)
    assert "groups of five or more people" in said(cards)


def test_admins_see_what_is_set_and_what_waits_for_them(chat: Chat) -> None:
    assert "For admins" not in whole(chat, "ANA")
    assert "wait" not in said(whole(chat, "JON"))
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("BEN", "/huzzah why")
    chat.press("BEN", chat.buttons("object")[0])
    chat.submit("BEN", chat.dialog(), reason="not me")
    with chat.work() as work:
        for letter in outbox.due(work):
            outbox.settle(work, letter.id, letter.said, state=outbox.FAILED)
        letters.bury(work, "{}", "broken")
    cards = whole(chat, "JON")
    words = said(cards)
    assert "- 1 objection waits for you." in words
    assert "couldn't be delivered" in words
    assert "- 1 event couldn't be counted." in words
    assert "Allowance  5 a day, 10 with the role leader" in words
    assert "In channels  a reaction on each gift (quiet)" in words
    assert {"Objections", "Rules", "Settings"} <= set(pressable(cards))


def test_who_was_forgotten_or_comes_from_elsewhere_gets_a_kind_word(chat: Chat) -> None:
    assert "Lovely to have you here!" in said(whole(chat, "EXT"))
    with chat.work() as work:
        ensure_pepper(work, "0123456789abcdef" * 4)
    chat.say("BEN", "<@MEI> :tada: thanks")
    chat.press("BEN", Button("privacy_forget", "Erase me"))
    chat.submit("BEN", chat.dialog(), confirm="ERASE")
    cards = whole(chat, "BEN")
    assert list(cards) == ["Nothing is kept of you here"]
    assert pressable(cards) == []


def test_a_whole_page_fits_what_platforms_show(chat: Chat) -> None:
    for member in ("BEN", "MEI", "LEA", "BEA"):
        chat.command("JON", f"/kudos <@{member}> 1 for being here with us")
    chat.command("JON", "/shoutout <@BEN> great")
    assert sum(len(card.blocks) for card in whole(chat, "JON").values()) < 50


def test_a_private_channel_for_announcements_is_named_to_its_members_alone(new_chat: NewChat) -> None:
    chat = new_chat("announce_channel: announcements -> announce_channel: C9")
    assert "in a private channel" in said(whole(chat, "JON"))
    chat.do(MemberChanged(workspace=WORKSPACE, at=chat.now, member="ANA", admin=True))
    assert "in #secret" in said(whole(chat, "ANA"))
