"""Dialogues about contests and challenges: entered, voted for, won; called, contributed to, reached."""

from tests.dialogues.stage import Stage

PNG = ("image/png",)


def a_photo_contest(stage: Stage) -> None:
    """Pictures in the channel enter, reactions vote, and on time the most loved one wins."""
    (note,) = stage.command("ana", "photos", "/huzzah contest photo “Your desk today” close 4h")
    assert "is open in" in note
    assert "Photo contest: Your desk today" in stage.sees("photos")
    desk = stage.say("ben", "photos", "Mine, as always", files=PNG)
    assert len(stage.marks("photos", desk)) == 1, "whoever enters sees at once that it counts"
    other = stage.say("mei", "photos", "Mine is tidier", files=PNG)
    for who in ("ana", "jonas", "mei", "ben"):
        stage.react(who, "photos", desk, "heart")
    for emoji in ("heart", "joy", "tada"):
        stage.react("yuki", "photos", other, emoji)
    stage.later(0.2)
    assert "3 votes" in stage.sees("photos")
    stage.later(5)
    assert "Ben Okafor wins: Your desk today" in stage.sees("photos")
    (listed,) = stage.command("mei", "photos", "/huzzah contests")
    assert "Your desk today" in listed
    assert "Ben Okafor" in listed


def a_sealed_contest_in_its_thread(stage: Stage) -> None:
    """Answers in the thread enter; who is ahead shows at the close, which its host may choose."""
    stage.command("ana", "wins", '/huzzah contest result "Best rescue of the week" close 2d sealed')
    card = stage.card("wins", "Best rescue of the week")
    rescue = stage.say("ben", "wins", "Found the missing invoice behind the radiator", thread=card)
    other = stage.say("mei", "wins", "Talked the printer out of it, gently", thread=card)
    for who in ("ana", "yuki"):
        stage.react(who, "wins", rescue, "fire")
        stage.react(who, "wins", other, "fire")
    stage.later(0.2)
    assert "Sealed" in stage.sees("wins")
    assert "votes" not in stage.sees("wins")
    (refused,) = stage.command("ben", "wins", "/huzzah contest close")
    assert "Ana Sousa" in refused
    stage.command("ana", "wins", "/huzzah contest close")
    assert "share the first place" in stage.sees("wins")


def a_withdrawn_entry(stage: Stage) -> None:
    """Whoever deletes an entry is out; where nobody is left, that is said kindly."""
    assert stage.command("ana", "photos", "/huzzah contest") == []
    wrong = {"kind": "meme", "title": "Monday", "channel": "photos", "closes": "soonish"}
    assert "closes" in stage.fill("ana", wrong)
    assert stage.fill("ana", {**wrong, "closes": "2h"}) == {}
    meme = stage.say("ben", "photos", "This one", files=PNG)
    stage.react("mei", "photos", meme, "joy")
    stage.delete("ben", "photos", meme)
    stage.later(3)
    assert "No entries this time: Monday" in stage.sees("photos")


def a_contest_that_is_opened_again(stage: Stage) -> None:
    """More time after the close takes the prize back; what is called off is won by nobody."""
    stage.command("ana", "photos", '/huzzah contest photo "Lunch" until 2h')
    first = stage.say("ben", "photos", "Soup", files=PNG)
    second = stage.say("mei", "photos", "Noodles", files=PNG)
    for who in ("ana", "yuki"):
        stage.react(who, "photos", first, "heart")
    stage.later(3)
    assert "Ben Okafor wins: Lunch" in stage.sees("photos")
    stage.command("ana", "photos", "/huzzah contest extend 1 3h")
    assert "goes on" in stage.sees("photos")
    for who in ("ana", "yuki", "jonas"):
        stage.react(who, "photos", second, "heart")
    stage.later(4)
    assert "Mei-Lin Chen wins: Lunch" in stage.sees("photos")


def the_post_of_the_week(stage: Stage) -> None:
    """An admin wants it, and on the day it comes by itself."""
    (refused,) = stage.command("ben", "random", "/huzzah contest week on")
    assert "Admins decide" in refused
    (on,) = stage.command("jonas", "random", "/huzzah contest week on")
    assert "every Friday at 15:00" in on
    loved = stage.say("ben", "random", "We have a new office plant, and it has a name")
    for who in ("ana", "mei", "yuki", "jonas"):
        stage.react(who, "random", loved, "heart")
    stage.later(7 * 24 + 1)
    seen = stage.sees("random")
    assert "Most reacted post of the week: Ben Okafor" in seen
    assert "4 people reacted" in seen
    (off,) = stage.command("jonas", "random", "/huzzah contest week off")
    assert "is off now" in off


def a_challenge(stage: Stage) -> None:
    """Thanks move the bar, half-way and the goal are told of, and at the end everybody is thanked."""
    (note,) = stage.command("ana", "general", '/huzzah challenge "Four thanks this week" thanks 4 until 7d')
    assert "is on" in note
    stage.say("ben", "general", "@mei :tada: thanks for the calm release")
    stage.say("mei", "general", "@ben :tada: thanks for the tests")
    stage.later(0.2)
    assert "2 of 4" in stage.sees("general")
    assert "Half-way there" in stage.sees("general")
    stage.command("yuki", "general", "/kudos @ben @mei for the release party")
    stage.later(0.2)
    assert "We did it: Four thanks this week" in stage.sees("general")
    stage.later(7 * 24 + 1)
    assert "3 people contributed" in stage.sees("general")
    (listed,) = stage.command("mei", "general", "/huzzah challenges")
    assert "4 of 4 thanks, 3 people" in listed


SCRIPTS = (
    a_photo_contest, a_sealed_contest_in_its_thread, a_withdrawn_entry, a_contest_that_is_opened_again,
    the_post_of_the_week, a_challenge,
)  # fmt: skip
