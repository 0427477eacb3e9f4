"""Dialogues about help: a short card first, then a page for what somebody wants to know, and admins' own for admins."""

from tests.dialogues.stage import Stage


def the_help_by_topic(stage: Stage) -> None:
    """A newcomer finds a subject by its button, by typing it, and by asking the bot alone."""
    (first,) = stage.command("emma", "general", "/huzzah help")
    assert stage.advised("/huzzah board") in first
    assert "For admins" not in first
    assert "templates" not in first
    stage.press("emma", "Polls")
    assert stage.advised("/huzzah templates") in stage.hears("emma")
    stage.press("emma", "All topics")
    (page,) = stage.command("emma", "general", "/huzzah help coffee")
    assert stage.advised("/huzzah birthday 14 March") in page
    assert stage.advised("/huzzah remind") in stage.tell("emma", "help calendar")
    (refused,) = stage.command("emma", "general", "/huzzah help admins")
    assert stage.advised("/huzzah role") not in refused


def the_help_of_an_admin(stage: Stage) -> None:
    """What is for admins stands on a page of its own."""
    stage.command("jonas", "general", "/huzzah help")
    stage.press("jonas", "For admins")
    assert stage.advised("/huzzah role") in stage.hears("jonas")


SCRIPTS = (the_help_by_topic, the_help_of_an_admin)
