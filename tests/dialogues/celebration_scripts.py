"""Dialogues about days to celebrate and about coffee: told, signed, posted, brought together, and asked later."""

from datetime import date

from scoring.periods import local_day
from tests.bot.loopback.passing import MORNING
from tests.dialogues.stage import Stage


def a_birthday_with_a_card(stage: Stage) -> None:
    """Ben tells his birthday, colleagues sign, the card appears, and somebody is late."""
    for who in ("ana", "mei"):
        stage.say(who, "general", "@ben :tada: thanks for everything")
    day = date.fromordinal(local_day("UTC", MORNING) + 6)
    (noted,) = stage.command("ben", "general", f"/huzzah birthday {day:%d %B} 1990")
    assert f"your birthday is {day.day} {day:%B}" in noted
    assert "1990" not in noted
    stage.later(24 * 5)
    assert "Will you sign the card?" in stage.hears("ana")
    assert "Will you sign" not in stage.hears("ben")
    stage.press("ana", "Sign the card")
    assert "picture" in stage.fill("ana", {"words": "Enjoy the day!", "picture": "a gif"})
    assert stage.fill("ana", {"words": "Enjoy the day, Ben!", "picture": ""}) == {}
    stage.press("mei", "Sign the card")
    stage.fill("mei", {"words": "not so sure", "picture": ""})
    stage.press("mei", "Take it back")
    assert "Happy birthday" not in stage.sees("announcements")
    stage.later(24 * 5)
    seen = stage.sees("announcements")
    assert "Happy birthday, Ben Okafor!" in seen
    assert "Enjoy the day, Ben!" in seen
    assert "not so sure" not in seen
    stage.press_on("yuki", "announcements", "Add a wish")
    assert stage.fill("yuki", {"words": "Late, but from the heart", "picture": ""}) == {}
    assert "Late, but from the heart" in stage.sees("announcements")


def a_day_that_is_two(stage: Stage) -> None:
    """Numbers can be two days, which is asked back; what was told is taken out again."""
    (asked,) = stage.command("mei", "general", "/huzzah bday 3/4")
    assert "3 April" in asked
    stage.press("mei", "4 March")
    assert "your birthday is 4 March" in stage.hears("mei")
    (off,) = stage.command("mei", "general", "/huzzah birthday off")
    assert "taken out" in off
    assert stage.command("leila", "general", "/huzzah celebrate") == []
    assert "birthday" in stage.fill("leila", {"birthday": "31 April", "anniversary": ""})
    assert stage.fill("leila", {"birthday": "29 February", "leap": "03-01", "anniversary": "1 May 2019"}) == {}
    (kept,) = stage.command("leila", "general", "/huzzah celebrations")
    assert "29 February" in kept
    assert "1 May 2019" in kept


def a_round_of_coffee(stage: Stage) -> None:
    """An admin says when by form and then in words; three join, are brought together, and say later that they met."""
    assert stage.command("jonas", "general", "/huzzah coffee setup") == []
    right = {"often": "2", "day": "mon", "time": "10:00", "size": "3", "channel": ""}
    assert "time" in stage.fill("jonas", {**right, "time": "tea time"})
    assert stage.fill("jonas", right) == {}
    (out,) = stage.command("jonas", "general", "/huzzah coffee every week on tuesday 10:00")
    assert "Rounds of coffee are changed for everybody who joins: every Tuesday at 10:00, in pairs" in out
    stage.press("jonas", "Invite people")
    assert "Coffee with a colleague?" in stage.sees("announcements")
    for who in ("ana", "ben"):
        stage.press_on(who, "announcements", "Join")
    (in_,) = stage.command("mei", "general", "/huzzah coffee join")
    assert "You are in!" in in_
    (noted,) = stage.command("mei", "general", "/huzzah coffee avoid @yuki")
    assert "You won't be brought together with" in noted
    stage.later(24 * 9)
    for who in ("ana", "ben", "mei"):
        assert "This time you meet" in stage.hears(who)
    assert "Yuki" not in stage.hears("ana")
    stage.later(24 * 6)
    assert "Did you meet" in stage.hears("ana")


SCRIPTS = (a_birthday_with_a_card, a_day_that_is_two, a_round_of_coffee)
