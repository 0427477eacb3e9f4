"""`/huzzah me`: what a member has, is close to, and may still give."""

import pytest

from handlers.answers import Note
from handlers.cards.blocks import Card, Fields, Header, Progress, Say, When
from scoring.book import Level
from scoring.periods import DAY, midnight
from storage.profiles import level_at
from tests.handlers.chat import WEDNESDAY, Chat
from tests.handlers.conftest import NewChat


def me(chat: Chat, member: str) -> Card:
    [answer] = chat.command(member, "/huzzah me")
    assert isinstance(answer, Note)
    return answer.card


def field(card: Card, label: str) -> str:
    pairs = dict(next(block.pairs for block in card.blocks if isinstance(block, Fields)))
    return "".join(getattr(run, "text", "") for run in pairs[label]) if label in pairs else "-"


def progress(card: Card) -> list[tuple[str, int, int]]:
    return [(block.label, block.done, block.whole) for block in card.blocks if isinstance(block, Progress)]


def test_a_newcomer_sees_a_beginning(chat: Chat) -> None:
    card = me(chat, "LEA")
    assert card.summary == "You have 0 points"
    assert field(card, "Level") == " New here"
    assert field(card, "Streak") == "starts with your next message"
    assert field(card, "This week") == "-"
    assert progress(card)[0] == ("To “Seedling”: 20 to go", 0, 20)


def test_points_coins_rank_and_streak_are_there(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks a lot for all of it")
    card = me(chat, "BEN")
    assert (field(card, "Points"), field(card, "Coins"), field(card, "Kudos received")) == ("2", "1", "1")
    assert field(card, "This week") == "number 1 of 2"
    assert field(me(chat, "ANA"), "Streak") == " 1 working day in a row"


def test_a_streak_ends_when_a_working_day_passed(chat: Chat) -> None:
    chat.say("ANA", "good morning everybody")
    chat.later(24)
    assert field(me(chat, "ANA"), "Streak") == " 1 working day in a row"
    chat.later(48)
    assert field(me(chat, "ANA"), "Streak") == "starts on your next working day (best: 1)"
    chat.later(48)
    assert field(me(chat, "ANA"), "Streak") == "starts with your next message (best: 1)"


def test_earned_badges_are_listed_and_the_nearest_follow_with_progress(chat: Chat) -> None:
    for other in ("BEN", "MEI", "LEA"):
        chat.say("ANA", f"<@{other}> :tada:")
    card = me(chat, "ANA")
    assert Header("Badges (1)") in card.blocks
    near = progress(card)[1:]
    assert len(near) == 3
    assert ("Grateful - Thanked five different people", 3, 5) in near
    shares = [done / whole for _, done, whole in near]
    assert shares == sorted(shares, reverse=True)


def test_what_may_still_be_given_renews_at_the_members_own_midnight(chat: Chat) -> None:
    chat.say("MEI", "<@BEN> :tada: :tada:")
    say = next(block for block in me(chat, "MEI").blocks if isinstance(block, Say))
    assert "3 of 5" in str(say)
    [when] = [run for run in say.runs if isinstance(run, When)]
    today = (WEDNESDAY // DAY) + 719_163
    assert when.at == midnight("Asia/Taipei", today + 1)


def test_whoever_has_given_everything_reads_when_it_renews(chat: Chat) -> None:
    chat.say("BEN", "<@MEI> +5")
    me(chat, "BEN")
    assert "You have given everything for today" in chat.notes()


def test_whoever_hides_sees_points_but_no_rank(chat: Chat) -> None:
    chat.say("ANA", "<@BEN> :tada: thanks")
    chat.command("BEN", "/huzzah privacy")
    chat.press("BEN", chat.buttons("privacy_change")[0])
    chat.submit("BEN", chat.dialog(), show="")
    card = me(chat, "BEN")
    assert field(card, "Points") == "2"
    assert field(card, "This week") == "-"


LEVELS = (Level(0, "zero"), Level(10, "ten"), Level(30, "thirty"))


@pytest.mark.parametrize(
    ("points", "level", "following"),
    [
        (0, "zero", "ten"),
        (9, "zero", "ten"),
        (10, "ten", "thirty"),
        (30, "thirty", None),
        (99, "thirty", None),
        (-1, None, "zero"),
    ],
)
def test_a_level_holds_from_its_points_on(points: int, level: str | None, following: str | None) -> None:
    now, after = level_at(LEVELS, points)
    assert (now.name if now else None, after.name if after else None) == (level, following)


def test_earn_is_generated_from_the_book(new_chat: NewChat) -> None:
    chat = new_chat("words: Share a photo or a gif -> words: Show us what you see")
    chat.command("LEA", "/huzzah earn")
    assert "+2 points: Show us what you see. Up to 2 a day; with 20 minutes in between." in chat.notes()
    assert "Tell us about a success" not in chat.notes(), "this rule is off"


def test_a_leader_reads_their_own_allowance(chat: Chat) -> None:
    chat.lead("ANA")
    chat.command("ANA", "/huzzah earn")
    assert "You have 10 a day to give away." in chat.notes()
