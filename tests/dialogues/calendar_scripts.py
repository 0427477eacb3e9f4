"""Dialogues about the calendar: a notice is put on it, found, moved and said; somebody is reminded; all of it rests."""

import re

from tests.dialogues.stage import Stage


def a_notice_on_the_calendar(stage: Stage) -> None:
    """An admin puts it there, others see it coming, it is moved, and comes once."""
    (out,) = stage.command("jonas", "general", "/huzzah calendar add in 3 days in #general Stand-up begins")
    assert "on " in out
    (seen,) = stage.command("mei", "general", "/huzzah calendar")
    assert "Stand-up begins" in seen
    assert "Stand-up begins" not in stage.sees("general")
    stage.command("jonas", "general", "/huzzah calendar")
    stage.press("jonas", "Change")
    assert "Next:" in stage.hears("jonas")
    stage.press("jonas", "Move")
    assert "when" in stage.fill("jonas", {"when": "whenever"})
    assert stage.fill("jonas", {"when": "in 5 days"}) == {}
    stage.later(24 * 4)
    assert "Stand-up begins" not in stage.sees("general")
    stage.later(24 * 2)
    assert stage.sees("general").count("Stand-up begins") == 1


def a_reminder(stage: Stage) -> None:
    """Somebody has themselves reminded, and nobody else hears of it."""
    (out,) = stage.command("ben", "general", "/huzzah calendar add in 2 hours Water the plants")
    assert "to you alone" in out
    (seen,) = stage.command("jonas", "general", "/huzzah calendar")
    assert "plants" not in seen
    stage.later(3)
    assert "Water the plants" in stage.hears("ben")
    assert "plants" not in stage.sees("general")


def a_rest(stage: Stage) -> None:
    """An admin lets the calendar rest; what was removed doesn't come when it goes on."""
    for words in ("First things", "Second things"):
        stage.command("jonas", "general", f"/huzzah calendar add every day 9:00 in #general {words}")
    (out,) = stage.command("jonas", "general", "/huzzah calendar pause")
    assert "rests" in out
    stage.later(48)
    assert "things" not in stage.sees("general")
    stage.command("jonas", "general", "/huzzah calendar resume")
    stage.command("jonas", "general", "/huzzah calendar")
    stage.press("jonas", "Change")
    stage.press("jonas", "Remove")
    stage.later(25)
    assert "things" in stage.sees("general")
    assert stage.sees("general").count("things") == 1


def steered_by_typing(stage: Stage) -> None:
    """By the number in the list one is skipped, another moved; what is paused is found again and goes on."""
    for words in ("First things", "Second things"):
        stage.command("jonas", "general", f"/huzzah calendar add every day 9:00 in #general {words}")
    (seen,) = stage.command("jonas", "general", "/huzzah calendar")
    first, second = re.findall(r"\(#([0-9]+)\)", seen)
    (skipped,) = stage.command("jonas", "general", f"/huzzah calendar skip {first}")
    assert "Skipped" in skipped
    (refused,) = stage.command("ben", "general", f"/huzzah calendar remove {second}")
    assert "not yours to change" in refused
    (unknown,) = stage.command("ben", "general", "/huzzah calendar skpi 1")
    assert stage.advised("/huzzah calendar skip 1") in unknown
    stage.later(24)
    assert stage.sees("general").count("things") == 1
    stage.command("jonas", "general", f"/huzzah calendar pause {second}")
    (seen,) = stage.command("jonas", "general", "/huzzah calendar")
    assert "Paused" in seen
    stage.later(24)
    assert stage.sees("general").count("things") == 2
    stage.press("jonas", "Resume")
    stage.later(24)
    assert stage.sees("general").count("things") == 4


def overtaken(stage: Stage) -> None:
    """What is pressed on a card from before a pause says so and sends nothing; resumed, it comes once, on time."""
    stage.command("jonas", "general", "/huzzah calendar add in 3 days in #general Stand-up begins")
    (seen,) = stage.command("jonas", "general", "/huzzah calendar")
    [number] = re.findall(r"\(#([0-9]+)\)", seen)
    stage.press("jonas", "Change")
    stage.command("jonas", "general", f"/huzzah calendar pause {number}")
    stage.press("jonas", "Send now")
    assert "It is paused, so nothing was sent. Resume it first." in stage.hears("jonas")
    stage.later(1)
    assert "Stand-up begins" not in stage.sees("general")
    stage.press("jonas", "Resume")
    stage.later(24 * 4)
    assert stage.sees("general").count("Stand-up begins") == 1


SCRIPTS = (a_notice_on_the_calendar, a_reminder, a_rest, steered_by_typing, overtaken)
