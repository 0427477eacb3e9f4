"""What phones make of quotes, dashes and spaces is understood in every command."""

import pytest

from handlers.answers import Note, Post
from tests.handlers.chat import Chat

NBSP = "\u00a0"


@pytest.mark.parametrize(
    "text",
    [
        "<@BEN> 3 for the release —private",
        f"<@BEN>{NBSP}3{NBSP}for the release –private",
        "<@BEN> 3 “for the release” --private",
        "<@BEN> +3 ‘for it’ —private",
        f"<@BEN>{NBSP}++++ for it{NBSP}–private",
        "<@BEN> 3 for it — private —private",
    ],
)
def test_a_gift_is_private_however_the_dashes_are_written(chat: Chat, text: str) -> None:
    answers = chat.command("ANA", f"/kudos {text}")
    assert not [answer for answer in answers if isinstance(answer, Post)]
    assert chat.totals() == {"BEN": 3}


@pytest.mark.parametrize("text", ["<@BEN> –3 for it", "<@BEN> −3 for it", "<@BEN> -- for it", "<@BEN> – for it"])
def test_no_dash_takes_anything_away(chat: Chat, text: str) -> None:
    chat.command("ANA", f"/kudos {text}")
    assert min([0, *chat.totals().values()]) == 0


@pytest.mark.parametrize(
    "typed",
    [
        "away 2026–12–24..2026–12–27", "“away” 2026-12-24", f"away{NBSP}2026-12-24", "away “2026-12-24”",
        f"board{NBSP}week", "‘board’ week", "board “week”", "“board week”", "«board» month given", "help.",
    ],
)  # fmt: skip
def test_words_after_huzzah_are_understood(chat: Chat, typed: str) -> None:
    answers = chat.command("ANA", f"/huzzah {typed}")
    assert [answer for answer in answers if isinstance(answer, Note)]
    assert "I don't know" not in chat.notes()
    assert "no day" not in chat.notes()


@pytest.mark.parametrize("typed", ["role <@BEN> –leader", f"role{NBSP}<@BEN>{NBSP}—leader", "role <@BEN> −leader"])
def test_a_minus_before_a_role_may_be_any_dash(chat: Chat, typed: str) -> None:
    chat.command("JON", "/huzzah role <@BEN> leader")
    chat.command("JON", f"/huzzah {typed}")
    with chat.work() as work:
        assert not work.member("BEN").has_role("leader")


@pytest.mark.parametrize("typed", ["hi", "Hello!", "?", "thanks", "Thanks!", "leaderboard", "points"])
def test_words_that_people_try_lead_somewhere(chat: Chat, typed: str) -> None:
    assert chat.command("ANA", f"/huzzah {typed}")
    assert "I don't know" not in chat.notes()


def test_thanks_with_a_name_are_a_gift(chat: Chat) -> None:
    chat.command("ANA", "/huzzah thanks <@BEN> for the calm release")
    assert chat.totals() == {"BEN": 1}
