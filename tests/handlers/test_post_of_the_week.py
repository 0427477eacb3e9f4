"""The most reacted post of the week: by itself, where an admin wants it, and only what may be told."""

from storage import privacy
from tests.handlers.chat import Chat
from tests.handlers.showing_off import links, react, words

ON = "/huzzah contest week on"


def _week_later(chat: Chat) -> list[str]:
    chat.later(24 * 3)
    chat.tick()
    return [words(post.card) for post in chat.posts()]


def test_an_admin_switches_it_on_and_it_comes_on_friday(chat: Chat) -> None:
    chat.command("JON", ON)
    assert "every Friday at 15:00" in chat.notes()
    post, other = chat.say("BEN", "we are live!"), chat.say("MEI", "me too")
    react(chat, post, "ANA", "MEI", "LEA", "BEN")
    for emoji in ("tada", "fire", "heart", "eyes"):
        chat.react("ANA", other, emoji)
    react(chat, other, "LEA")
    [said] = _week_later(chat)
    assert "Most reacted post of the week: Ben Okafor" in said
    assert "3 people reacted" in said
    assert links(chat.posts()[0].card) == {post}


def test_ties_are_shared(chat: Chat) -> None:
    chat.command("JON", ON)
    for member in ("BEN", "MEI"):
        react(chat, chat.say(member, "hello there"), "ANA", "LEA", "JON")
    [said] = _week_later(chat)
    assert "Ben Okafor and Mei-Lin Chen" in said


def test_a_quiet_week_and_other_channels_say_nothing(chat: Chat) -> None:
    chat.command("JON", ON)
    react(chat, chat.say("BEN", "hello there"), "ANA", "LEA")
    elsewhere = chat.say("MEI", "over here", channel="C2")
    for member in ("ANA", "LEA", "JON", "BEN"):
        chat.react(member, elsewhere, "heart")
    assert _week_later(chat) == []


def test_who_would_rather_not_be_announced_isnt_and_the_next_best_is(chat: Chat) -> None:
    chat.command("JON", ON)
    with chat.work() as work:
        privacy.choose(work, "BEN", {"announce": False})
    react(chat, chat.say("BEN", "hello there"), "ANA", "LEA", "JON", "MEI")
    react(chat, chat.say("MEI", "hello there"), "ANA", "LEA", "JON")
    [said] = _week_later(chat)
    assert "Mei-Lin Chen" in said
    assert "Ben" not in said


def test_what_was_told_is_not_told_again_the_week_after(chat: Chat) -> None:
    chat.command("JON", ON)
    react(chat, chat.say("BEN", "hello there"), "ANA", "LEA", "JON", "MEI")
    assert len(_week_later(chat)) == 1
    chat.later(24 * 7)
    chat.tick()
    assert chat.posts() == []


def test_a_deleted_post_is_none(chat: Chat) -> None:
    chat.command("JON", ON)
    post = chat.say("BEN", "hello there")
    react(chat, post, "ANA", "LEA", "JON", "MEI")
    chat.delete(post)
    assert _week_later(chat) == []


def test_only_admins_switch_it_and_off_is_off(chat: Chat) -> None:
    chat.command("BEN", ON)
    assert "Admins decide" in chat.notes()
    chat.command("JON", ON + " every monday 9:00")
    assert "every Monday at 09:00" in chat.notes()
    chat.command("JON", "/huzzah contest week off")
    assert "is off now" in chat.notes()
    react(chat, chat.say("BEN", "hello there"), "ANA", "LEA", "JON", "MEI")
    chat.later(24 * 8)
    assert chat.tick() == []


def test_a_look_that_comes_early_leaves_the_rest_of_its_week_to_the_next(chat: Chat) -> None:
    chat.command("JON", ON)
    chat.command("JON", "/huzzah calendar send 1")
    assert chat.tick() == []
    chat.later(24)
    post = chat.say("BEN", "we are live!")
    react(chat, post, "ANA", "MEI", "LEA")
    chat.later(24)
    chat.tick()
    assert chat.posts() == []
    chat.later(24 * 7 + 6)
    chat.tick()
    assert [links(each.card) for each in chat.posts()] == [{post}]


def test_a_look_that_was_moved_on_takes_its_whole_week_and_the_days_until_then(chat: Chat) -> None:
    chat.command("JON", ON)
    chat.later(24 * 3)
    chat.tick()
    early = chat.say("BEN", "we are live!")
    react(chat, early, "ANA", "MEI", "LEA")
    chat.command("JON", "/huzzah calendar move 1 2026-12-01 15:00")
    chat.later(24 * 12)
    chat.tick()
    assert [links(each.card) for each in chat.posts()] == [{early}]
