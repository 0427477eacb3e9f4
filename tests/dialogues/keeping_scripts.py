"""Dialogues about looking after things: polls, the calendar, coffee, challenges and ideas once they are under way."""

from tests.dialogues.stage import Stage

SIX = ("ana", "ben", "mei", "yuki", "kwame", "sofia")


def a_poll_that_others_look_after(stage: Stage) -> None:
    """Sealed, up to two, reminded of, closed by a co-owner, taken along as a table and a picture, and deleted."""
    stage.command("ana", "help", '/poll "Which days?" "Mon" "Tue" "Wed" limit 2 sealed remind close 3d')
    for choice in ("Mon", "Tue"):
        stage.press_on("ben", "help", choice)
    assert "up to 2" in " ".join(stage.press_on("ben", "help", "Wed")) + stage.hears("ben")
    stage.press_on("mei", "help", "Tue")
    stage.press("ana", "Co-owners")
    assert stage.fill("ana", {"owners": "jonas"}) == {}
    before = stage.sees("help")
    stage.later(67)
    assert len(stage.sees("help")) > len(before)
    assert "2 votes" not in stage.sees("help")
    stage.command("jonas", "help", "/huzzah polls")
    stage.press("jonas", "Manage")
    stage.press("jonas", "Close now")
    assert "Tue" in stage.sees("help")
    stage.press_on("ana", "help", "As a table (CSV)")
    stage.press_on("ana", "help", "As a picture")
    stage.command("ana", "help", "/huzzah polls")
    stage.press("ana", "Manage")
    stage.press("ana", "Delete")
    assert "Tue" not in stage.sees("help")


def would_you_recommend_us(stage: Stage) -> None:
    """Marks from 0 to 10, anonymously: the promoters less the detractors."""
    stage.command("jonas", "general", '/poll "Would you recommend working here?" enps anonymous close 1d')
    for who, mark in zip(SIX, ("9", "9", "9", "8", "3", "9"), strict=True):
        stage.press_on(who, "general", mark)
    stage.later(25)
    seen = stage.sees("general")
    assert "eNPS" in seen
    assert "50" in seen


def the_calendar_is_looked_after(stage: Stage) -> None:
    """One time is left out, one is sent at once, and all of it can rest and go on."""
    stage.command("jonas", "wins", "/huzzah calendar add every day 9:00 in #wins What did you win?")
    stage.command("jonas", "wins", "/huzzah calendar")
    stage.press("jonas", "Change")
    stage.press("jonas", "Skip this one")
    stage.later(24)
    assert "What did you win?" not in stage.sees("wins")
    stage.command("jonas", "wins", "/huzzah calendar")
    stage.press("jonas", "Change")
    stage.press("jonas", "Send now")
    stage.later(0.01)
    assert stage.sees("wins").count("What did you win?") == 1
    stage.command("jonas", "wins", "/huzzah calendar")
    stage.press("jonas", "Change")
    stage.press("jonas", "Pause")
    stage.later(72)
    assert stage.sees("wins").count("What did you win?") == 1
    stage.command("jonas", "wins", "/huzzah calendar")
    stage.press("jonas", "Resume")
    stage.later(24)
    assert stage.sees("wins").count("What did you win?") == 2


def coffee_that_was_had(stage: Stage) -> None:
    """Two meet and say so; one of three rests; who leaves may join again."""
    stage.command("jonas", "general", "/huzzah coffee every week on tuesday 10:00")
    for who in ("ana", "ben", "mei"):
        stage.command(who, "general", "/huzzah coffee join")
    stage.command("mei", "general", "/huzzah coffee pause 3 weeks")
    stage.later(24 * 8)
    assert "This time you meet" in stage.hears("ana")
    assert "This time you meet" not in stage.hears("mei")
    stage.later(24 * 7)
    assert "Did you meet" in stage.hears("ben")
    stage.press("ben", "Yes")
    stage.command("ben", "general", "/huzzah coffee leave")
    (left,) = stage.command("ben", "general", "/huzzah coffee")
    assert "Join" in left or "join" in left


def an_idea_from_what_is_rising(stage: Stage) -> None:
    """Many talk of one thing: moderators are offered a question about it, and one of them posts it."""
    stage.command("jonas", "random", "/huzzah trends on")
    # Nineteen days after a Wednesday it is Monday, and ideas come on working days.
    for day in range(19):
        stage.say(SIX[day % 6], "random", "morning")
        stage.later(24)
    for day in range(2):
        for who in SIX:
            stage.say(who, "random", f"who is in for the #hackday then? {day}")
        stage.later(24)
    assert "An idea for #random" in stage.hears("jonas")
    assert "An idea" not in stage.hears("ben")
    assert "hackday" in stage.hears("jonas")
    stage.press("jonas", "Post it")
    assert "hackday" in stage.sees("random")


def a_challenge_that_goes_on(stage: Stage) -> None:
    """Called for a channel by anybody, given more time by its host, ended, and kept in the archive."""
    (note,) = stage.command("ben", "photos", '/huzzah challenge "Ten pictures" photos 10 until 2d here')
    assert "is on" in note
    stage.say("mei", "photos", "my desk", files=("image/png",))
    stage.command("ben", "photos", "/huzzah challenge extend 1 1w")
    stage.later(24 * 4)
    assert "1 of 10" in stage.sees("photos")
    (refused,) = stage.command("mei", "photos", "/huzzah challenge end 1")
    assert "Ben Okafor" in refused
    stage.command("ben", "photos", "/huzzah challenge end 1")
    (listed,) = stage.command("mei", "photos", "/huzzah challenges")
    assert "Ten pictures" in listed


SCRIPTS = (
    a_poll_that_others_look_after, would_you_recommend_us, the_calendar_is_looked_after, coffee_that_was_had,
    an_idea_from_what_is_rising, a_challenge_that_goes_on,
)  # fmt: skip
