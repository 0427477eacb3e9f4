"""Dialogues about questions: asked, answered, recalled, set up to come by themselves, proposed and looked after."""

from tests.dialogues.stage import Stage

HOW = "Answer in the thread"


def a_question_is_asked(stage: Stage) -> None:
    """A leader sees it first, takes another, and asks; what stands in its thread earns."""
    (note,) = stage.command("ana", "general", "/huzzah question food")
    assert "I would ask this in" in note
    assert HOW not in stage.sees("general")
    stage.press("ana", "Another one")
    stage.press("ana", "Ask it now")
    assert HOW in stage.sees("general")
    card = stage.card("general", HOW)
    stage.say("ben", "general", "The soup of my street corner, without a doubt", thread=card)
    stage.say("mei", "general", "Anything with sesame, at any time of day", thread=card)
    (answer,) = stage.command("ben", "general", "/huzzah question")
    assert "Leaders and admins ask here" in answer


def ones_own_question(stage: Stage) -> None:
    """In quotes as phones write them; and what touches a sensitive theme is asked on purpose only."""
    stage.command("ana", "random", "/huzzah question “What made you smile today?”")
    assert "What made you smile today?" in stage.sees("random")
    (note,) = stage.command("ana", "random", '/huzzah question "What would you do with a big bonus?"')
    assert "touches on money" in note
    assert "bonus" not in stage.sees("random")
    stage.press("ana", "Ask it anyway")
    assert "bonus" in stage.sees("random")


def the_best_answer_of_the_week(stage: Stage) -> None:
    """On Monday the answer is recalled that most people reacted to; it is pointed at, not quoted."""
    stage.command("ana", "general", '/huzzah question "Which tool would you never lend?"')
    card = stage.card("general", "Which tool would you never lend?")
    pen = stage.say("ben", "general", "My fountain pen, it knows my hand", thread=card)
    drill = stage.say("mei", "general", "The drill, I have my reasons", thread=card)
    for who in ("ana", "jonas", "yuki"):
        stage.react(who, "general", pen, "heart")
    for who in ("ana", "mei"):
        stage.react(who, "general", drill, "joy")
    stage.later(8 * 24)
    seen = stage.sees("general")
    assert "Best answer of the week" in seen
    assert "Ben Okafor gave it: 3 colleagues reacted" in seen
    assert "knows my hand" not in seen


def a_question_every_day(stage: Stage) -> None:
    """Set up in words, changed by form, stopped by a press."""
    (note,) = stage.command("ana", "photos", "/huzzah question every day 9:30 photos")
    assert "I'll ask in" in note
    stage.press("ana", "Another one")
    stage.later(49)
    assert stage.sees("photos").count("with a picture") == 2
    stage.command("ana", "photos", "/huzzah question")
    stage.press("ana", "Change")
    assert "time" in stage.fill("ana", {"rhythm": "every day", "time": "late", "about": "photos", "mood": "any"})
    right = {"rhythm": "every day", "time": "10:00", "about": "photos", "mood": "any"}
    assert stage.fill("ana", right) == {}
    stage.later(24)
    assert stage.sees("photos").count("with a picture") == 3
    (note,) = stage.command("ana", "photos", "/huzzah question every friday 16:00 food")
    assert "That replaces what was set up here" in note
    stage.press("ana", "Keep the old one")
    (ended,) = stage.command("ana", "photos", "/huzzah question off")
    assert "no longer ask" in ended
    stage.later(48)
    assert stage.sees("photos").count("with a picture") == 3


def a_proposed_question(stage: Stage) -> None:
    """Anybody proposes, a moderator takes it with a little change, and the card names who it came from."""
    stage.command("jonas", "general", "/huzzah role @mei moderator")
    assert "made you a moderator" in stage.hears("mei")
    assert stage.command("ben", "general", "/huzzah propose") == []
    wrong = {"words": "Who made your week easier, and how?", "category": "ours", "named": "true"}
    assert "words" in stage.fill("ben", wrong)
    assert stage.fill("ben", {**wrong, "words": "Which sound of your day would you miss?"}) == {}
    assert "Which sound of your day" in stage.hears("mei")
    stage.press("mei", "Edit")
    changed = {"words": "Which sound would you really miss?", "category": "ours", "mood": "warm", "effort": "quick"}
    assert stage.fill("mei", changed) == {}
    assert "took your question with a little change" in stage.hears("ben")
    stage.command("ana", "general", "/huzzah question now ours")
    seen = stage.sees("general")
    assert "Which sound would you really miss?" in seen
    assert "Ben Okafor" in seen


def questions_are_looked_after(stage: Stage) -> None:
    """An admin looks for one, retires it, brings it back, and adds some of their own."""
    (note,) = stage.command("jonas", "general", "/huzzah questions favourite mug")
    assert "favourite mug" in note
    stage.press("jonas", "Retire")
    (note,) = stage.command("jonas", "general", "/huzzah questions retired")
    assert "favourite mug" in note
    stage.press("jonas", "Bring back")
    (note,) = stage.command("jonas", "general", "/huzzah questions retired")
    assert "favourite mug" not in note
    assert stage.command("jonas", "general", "/huzzah questions add") == []
    lines = "Which lighthouse do you remember?\nWhich windmill do you remember best of all?"
    assert stage.fill("jonas", {"words": lines, "category": "places", "mood": "warm", "effort": "quick"}) == {}
    (note,) = stage.command("jonas", "general", "/huzzah questions lighthouse")
    assert "Which lighthouse do you remember?" in note


SCRIPTS = (
    a_question_is_asked, ones_own_question, the_best_answer_of_the_week, a_question_every_day, a_proposed_question,
    questions_are_looked_after,
)  # fmt: skip
