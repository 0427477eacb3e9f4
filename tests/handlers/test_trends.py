"""Trends in a small company: switched on and off, counted without names, and shown to moderators."""

from collections.abc import Iterator

import pytest

from handlers.events import ChannelChanged, MemberChanged, ReactionAdded
from scoring.facts import Fact, FactKind
from scoring.periods import DAY
from tests.handlers.chat import WEDNESDAY, WORKSPACE, Chat
from tests.handlers.shown import words_of
from tests.handlers.trend_days import PEOPLE, burst, open_company, ready, said


@pytest.fixture
def chat(database_url: str) -> Iterator[Chat]:
    chat = open_company(database_url)
    yield chat
    chat.database.close()


def test_only_an_admin_switches_trends_on(chat: Chat) -> None:
    chat.command("BEN", "/huzzah trends on")
    assert "Only an admin can switch trends on or off" in chat.notes()
    assert chat.query("SELECT channel FROM trend_channel") == []


def test_the_channel_is_told_that_it_is_counted_there(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    [post] = chat.posts()
    assert post.channel == "C1"
    assert "I keep neither your words nor your names" in words_of(post.card)
    chat.command("JON", "/huzzah trends on")
    assert chat.posts() == []
    assert "is watched already" in chat.notes()


@pytest.mark.parametrize("words", ["on <#C2|announcements>", "on announcements", "on #announcements", "start C2"])
def test_another_channel_can_be_named(chat: Chat, words: str) -> None:
    chat.command("JON", f"/huzzah trends {words}")
    assert [post.channel for post in chat.posts()] == ["C2"]


def test_where_another_organisation_is_nothing_is_counted(chat: Chat) -> None:
    chat.do(ChannelChanged(workspace=WORKSPACE, at=1, channel="C3", name="partners", shared=True))
    chat.command("JON", "/huzzah trends on", channel="C3")
    assert "People of another organisation are in that channel" in chat.notes()
    assert chat.query("SELECT channel FROM trend_channel") == []


def test_in_a_private_message_the_way_is_told(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on", channel="")
    assert "Write this in the channel itself" in chat.notes()


def test_nothing_is_counted_where_it_is_off(chat: Chat) -> None:
    chat.say("BEN", "ready for the #offsite", channel="C1")
    assert chat.query("SELECT * FROM trend_count") == []
    chat.command("JON", "/huzzah trends on", channel="C2")
    chat.say("BEN", "ready for the #offsite", channel="C1")
    assert chat.query("SELECT * FROM trend_count") == []


def test_neither_words_nor_names_are_kept_of_what_is_counted(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.say("BEN", "Secretly planning #offsite :taco: see https://wiki.acme.org/Offsite/plan?token=s3cret#x `#code`")
    rows = chat.query("SELECT kind, item FROM trend_count WHERE kind <> 'people' ORDER BY kind, item")
    assert rows == [("emoji", "taco"), ("hashtag", "offsite"), ("link", "wiki.acme.org/Offsite/plan")]
    everything = str(chat.query("SELECT * FROM trend_count"))
    assert "BEN" not in everything
    assert "s3cret" not in everything


@pytest.mark.parametrize("words", ["#layoffs", "#newlayoffs", ":pray:", "🇫🇷", "https://acme.org/union/vote", "#rip"])
def test_sensitive_themes_are_not_even_counted(chat: Chat, words: str) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.say("BEN", f"hello {words}")
    assert chat.query("SELECT kind FROM trend_count WHERE kind <> 'people'") == []


@pytest.mark.parametrize("who", ["BOT", "EXT", "QUI"])
def test_who_takes_no_part_is_not_counted(chat: Chat, who: str) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.do(MemberChanged(workspace=WORKSPACE, at=0, member="QUI", name="Quiet"))
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, "QUI", target="QUI", extra=(("no_score", 1),))])
    chat.say(who, "#offsite :taco:")
    assert chat.query("SELECT * FROM trend_count") == []


def test_one_person_counts_once_however_much_they_write(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    for _ in range(20):
        chat.say("BEN", "#offsite #offsite")
    [(sketch,)] = chat.query("SELECT sketch FROM trend_count WHERE item = 'offsite'")
    assert int(str(sketch)).bit_count() == 1


def test_reactions_and_replies_count(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    message = chat.say("BEN", "lunch?")
    chat.react("MEI", message, "taco")
    chat.say("LEA", "yes", thread=message)
    rows = chat.query("SELECT kind, item FROM trend_count WHERE kind <> 'people' ORDER BY kind")
    assert rows == [("emoji", "taco"), ("thread", message)]


def test_after_four_days_only_numbers_are_left_and_rare_hashtags_and_links_are_gone(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.do(*(said(chat, who, "#offsite", chat.now) for who in PEOPLE[:5]), said(chat, "P1", "#mine", chat.now))
    chat.now += 5 * DAY
    chat.tick()
    rows = chat.query("SELECT item, sketch, people FROM trend_count WHERE kind = 'hashtag'")
    assert rows == [("offsite", 0, 5)]


def test_after_nine_weeks_nothing_is_left(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.do(*(said(chat, who, "#offsite", chat.now) for who in PEOPLE[:5]))
    chat.now += 64 * DAY
    chat.tick()
    assert chat.query("SELECT * FROM trend_count") == []


def test_what_comes_days_late_is_not_counted(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.do(said(chat, "P1", "#offsite", chat.now - 6 * DAY))
    assert chat.query("SELECT * FROM trend_count") == []


def test_off_deletes_what_was_counted_and_tells_the_channel(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.say("BEN", "#offsite")
    chat.command("JON", "/huzzah trends off")
    assert "What was counted is deleted" in words_of(chat.posts()[0].card)
    assert chat.query("SELECT * FROM trend_count") == []
    assert chat.query("SELECT * FROM calendar WHERE kind = 'trends' AND state = 'on'") == []


def test_what_rises_is_shown_to_moderators_with_the_numbers(chat: Chat) -> None:
    ready(chat)
    burst(chat, "so ready for #offsite")
    chat.command("JON", "/huzzah trends")
    assert "#offsite: 10 people in three days, new here" in chat.notes()
    assert "coffee" not in chat.notes()


def test_the_first_weeks_are_for_learning(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    burst(chat, "#offsite")
    chat.command("JON", "/huzzah trends")
    assert "I am still learning what is usual here, until Wed 11 Nov" in chat.notes()
    assert "offsite" not in chat.notes()


def test_colleagues_do_not_see_what_rises(chat: Chat) -> None:
    ready(chat)
    burst(chat, "#offsite")
    chat.command("BEN", "/huzzah trending")
    assert "Only moderators and admins see what is rising" in chat.notes()


def test_a_private_channel_is_only_shown_to_moderators_in_it(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on", channel="C1")
    with chat.work() as work:
        later = WEDNESDAY + DAY
        work.record([Fact(FactKind.MEMBER, later, "JON", target="ANA", extra=(("roles", "admin"),))])
    chat.command("ANA", "/huzzah trends on", channel="C9")
    chat.command("JON", "/huzzah trends")
    assert "secret" not in chat.notes()
    chat.command("ANA", "/huzzah trends")
    assert "#secret" in chat.notes()


def test_one_persons_flood_is_no_trend(chat: Chat) -> None:
    ready(chat)
    chat.do(*(said(chat, "P1", f"#offsite {n}", chat.now + n) for n in range(200)))
    chat.now += DAY
    chat.command("JON", "/huzzah trends")
    assert "offsite" not in chat.notes()


def test_counts_of_a_name_go_when_its_bearer_is_erased(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.say("BEN", "#mei-lin-chen-rocks #offsite")
    with chat.work() as work:
        from storage import privacy

        privacy.erase(work, "MEI", "a key of a test")
    assert chat.query("SELECT item FROM trend_count WHERE kind = 'hashtag'") == [("offsite",)]


def test_a_reaction_of_an_import_is_no_news(chat: Chat) -> None:
    chat.command("JON", "/huzzah trends on")
    chat.do(
        ReactionAdded(
            workspace=WORKSPACE, at=chat.now, member="P1", channel="C1", message="9", emoji="taco", quiet=True
        )
    )  # fmt: skip
    assert chat.query("SELECT * FROM trend_count") == []
