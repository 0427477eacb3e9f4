"""Dialogues about trivia: a round in a line, one by form with questions of one's own, one stopped early."""

from tests.dialogues.stage import Stage

A_LITTLE = 3 / 60
"""Hours: the next question is there."""


def a_round_of_trivia(stage: Stage) -> None:
    """Announced, asked question after question, answered; in the end the standing, and whoever held it may go on."""
    (begun,) = stage.command("ana", "general", "/huzzah trivia 3 geography")
    assert "Your round is announced" in begun
    assert "Trivia: 3 questions about geography" in stage.sees("general")
    stage.later(1.5 / 60)
    for number in (1, 2, 3):
        assert f"{number}/3" in stage.sees("general")
        stage.later(A_LITTLE)
    seen = stage.sees("general")
    assert "Trivia: the standing" in seen
    assert "Nobody took part" in seen
    stage.press("ana", "Another round")
    stage.command("ana", "general", "/huzzah trivia stop")
    assert "called off before it began" in stage.sees("general")


def trivia_of_ones_own(stage: Stage) -> None:
    """Questions written in the form: whoever wrote them doesn't answer, the others do, and somebody wins."""
    assert stage.command("ana", "random", "/huzzah quiz") == []
    own = "Founded in?\n2015\n* 2017\n! In a garage\n\nOur first customer?\nA bakery*\nA bank"
    assert "own" in stage.fill("ana", {"own": "Founded in?\n2015"})
    assert stage.fill("ana", {"own": own, "minutes": "3"}) == {}
    stage.later(1.5 / 60)
    assert "1/2" in stage.sees("random")
    stage.press_on("ben", "random", "2017")
    stage.press_on("mei", "random", "2015")
    assert "In a garage" not in stage.sees("random")
    stage.later(4 / 60)
    assert "In a garage" in stage.sees("random")
    stage.press_on("ben", "random", "A bakery")
    stage.press_on("mei", "random", "A bakery")
    stage.later(4 / 60)
    seen = stage.sees("random")
    assert "Ben Okafor" in seen
    assert "won with 240 points" in seen
    assert "2 people took part" in seen


def trivia_on_fridays(stage: Stage) -> None:
    """Planned for every Friday, listed on the calendar; what isn't understood is said."""
    (wrong,) = stage.command("ben", "wins", "/huzzah trivia 5 sports")
    assert "no questions about “sports”" in wrong
    (planned,) = stage.command("ben", "wins", "/huzzah trivia 3 food every friday 15:00")
    assert "every Friday" in planned
    (listed,) = stage.command("mei", "wins", "/huzzah calendar")
    assert "a round of trivia" in listed.lower()
    stage.later(7.5 * 24)
    seen = stage.sees("wins")
    assert "Trivia: 3 questions about food" in seen
    assert "Trivia: the standing" in seen


SCRIPTS = (a_round_of_trivia, trivia_of_ones_own, trivia_on_fridays)
