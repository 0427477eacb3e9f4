"""Dialogues about pulses, trends, templates and polls that come again."""

from tests.dialogues.stage import Stage

SIX = ("ana", "ben", "mei", "yuki", "kwame", "sofia")


def a_pulse(stage: Stage) -> None:
    """Set up in a line, asked privately of everybody, answered by pressing; it closes, and tells of five or more."""
    (out,) = stage.command("jonas", "general", "/huzzah pulse now joy, clarity")
    assert "Your pulse is on its way" in out
    stage.later(16)  # whoever sleeps gets it in their morning
    for who in SIX:
        assert "2 short questions, anonymous" in stage.hears(who)
        assert "I know what is expected of me" in " ".join(stage.press(who, "4"))
        assert "Thank you" in " ".join(stage.press(who, "5"))
    assert "joy" not in stage.sees("general").lower()
    stage.later(6 * 24 + 1)
    assert "6 people answered" in stage.hears("jonas")
    assert "6 people answered" not in stage.hears("ben")


def not_for_me(stage: Stage) -> None:
    """Somebody doesn't want to be asked, and isn't; somebody else finds it by another word."""
    (told,) = stage.command("ben", "general", "/huzzah pulse skip")
    assert "I won't ask you again" in told
    stage.command("jonas", "general", "/huzzah pulse in 1h joy")
    stage.later(16)
    assert "anonymous" not in stage.hears("ben")
    assert "anonymous" in stage.hears("mei")
    (again,) = stage.command("mei", "random", "/huzzah checkin")
    assert "I enjoy my work" in again


def a_poll_of_a_template(stage: Stage) -> None:
    """A word opens the form filled in; another posts it at once."""
    assert stage.command("ben", "random", "/poll mood") == []
    assert stage.fill("ben", {"close": "3h"}) == {}
    stage.press("ben", "Post it")
    assert "How are you today?" in stage.sees("random")
    stage.command("mei", "general", '/poll template lunch "Thai" "Kebab"')
    stage.press_on("kwame", "general", "Kebab")
    assert "Kebab" in stage.sees("general")
    (listed,) = stage.command("kwame", "general", "/huzzah templates")
    assert "Retro" in listed


def a_poll_again_and_again(stage: Stage) -> None:
    """Planned in a line, asked by the calendar, compared, and ended by who planned it."""
    (out,) = stage.command("ana", "general", '/poll "How was your day?" rating every day 16:00 close 2h')
    assert "I'll ask every day at 16:00" in out
    for _ in range(2):
        stage.later(24)
    assert "How was your day?" in stage.sees("general")
    stage.command("ana", "general", "/poll scheduled")
    stage.press("ana", "Don't ask it")
    assert "won't be asked again" in stage.hears("ana")


def trends_in_a_channel(stage: Stage) -> None:
    """Only an admin switches them on; the channel is told, and only moderators see what is rising."""
    (told,) = stage.command("ben", "random", "/huzzah trends on")
    assert "Only an admin" in told
    stage.command("jonas", "random", "/huzzah trends on")
    assert "From now on I watch what is rising here" in stage.sees("random")
    stage.say("ben", "random", "ready for the #offsite")
    (shown,) = stage.command("jonas", "random", "/huzzah trends")
    assert "still learning" in shown
    (told,) = stage.command("ben", "random", "/huzzah trending")
    assert "Only moderators" in told
    stage.command("jonas", "random", "/huzzah trends off")
    assert "Trends are off here" in stage.sees("random")


SCRIPTS = (a_pulse, not_for_me, a_poll_of_a_template, a_poll_again_and_again, trends_in_a_channel)
