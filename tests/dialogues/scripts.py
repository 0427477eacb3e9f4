"""The dialogues: what people say and do, and what they are told; each begins with the company as it is on any day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from tests.dialogues.stage import Stage

Script = Callable[[Stage], None]


def thanks_in_a_message(stage: Stage) -> None:
    """Ana thanks Ben; the bot marks the message and says nothing in the channel."""
    said = stage.say("ana", "general", "@ben :tada: thanks for the calm release #craft")
    assert stage.marks("general", said) == {"tada"}
    assert "calm release" not in stage.sees("general")


def thanks_in_every_spelling(stage: Stage) -> None:
    """Pluses, numbers, several people, an emoji with a skin tone, smart punctuation."""
    stage.say("ana", "general", "@ben @mei ++ you made my day")
    stage.say("jonas", "general", "@yuki +3 for the tests")
    stage.say("priya", "wins", "🎉 @kwame what a week")
    stage.say("mei", "wins", "`@ben :tada:` is how you write it; i++ and c++ give nothing")
    stage.say("leila", "general", "@engineering :tada: for staying late")


def too_much_at_once(stage: Stage) -> None:
    """A gift that doesn't fit the allowance gives nothing, and only the giver hears of it."""
    said = stage.say("ben", "general", "@mei +50 because you are great")
    assert stage.marks("general", said) == set()
    assert "50" in stage.hears("ben")
    assert not stage.hears("mei")


def to_oneself_and_to_nobody(stage: Stage) -> None:
    """Thanking oneself gives nothing, and is said kindly."""
    stage.say("ben", "general", "@ben :tada: well done me")
    assert stage.hears("ben")
    stage.say("ben", "general", "@here :tada: everybody")


def an_edit_and_a_deletion(stage: Stage) -> None:
    """An edit gives what is new and takes back what is gone; deleting takes all of it back."""
    said = stage.say("ana", "general", "@ben :tada: thanks")
    stage.edit("ana", "general", said, "@ben @mei :tada: thanks, both of you")
    stage.edit("ana", "general", said, "@mei :tada: thanks")
    assert stage.marks("general", said) == {"tada"}
    stage.edit("ana", "general", said, "never mind")
    assert stage.marks("general", said) == set()
    other = stage.say("ana", "general", "@yuki :tada: thanks")
    stage.delete("ana", "general", other)


def reactions(stage: Stage) -> None:
    """Reacting counts; the currency emoji gives; taking it off takes it back."""
    said = stage.say("mei", "photos", "the new office", files=("image/png",))
    for who in ("ana", "ben", "jonas"):
        stage.react(who, "photos", said, "heart")
    stage.react("ben", "photos", said, "tada")
    stage.react("yuki", "photos", said, "tada")
    stage.react("yuki", "photos", said, "tada", off=True)
    stage.react("ana", "photos", said, "heart", off=True)
    stage.react("mei", "photos", said, "heart")


def a_thread(stage: Stage) -> None:
    """Questions, answers, thanks in a thread, and a gif."""
    asked = stage.say("emma", "help", "Where do I find the slides of the last all-hands?")
    stage.say("leila", "help", "In the shared folder, I'll send you the link.", thread=asked)
    stage.say("kwame", "help", "And the recording is there, too", thread=asked, files=("image/gif",))
    stage.say("emma", "help", "@leila :tada: that was quick!", thread=asked)
    stage.say("emma", "help", "Hello everybody, I'm new here!")


def kudos_by_command(stage: Stage) -> None:
    """A command gives; the channel sees a card, the giver what is left, the receiver a note."""
    (answer,) = stage.command("ana", "general", "/kudos @ben @mei 2 for the “calm” release #teamwork")
    assert "Ben Okafor" in answer
    assert "calm" in stage.sees("general")
    assert "calm" in stage.hears("ben")


def kudos_by_form(stage: Stage) -> None:
    """The command alone opens a form; what is wrong is said at its field, and nothing typed is lost."""
    assert stage.command("priya", "random", "/kudos") == []
    errors = stage.fill("priya", {"people": "priya", "amount": "1", "words": "to myself"})
    assert "people" in errors
    assert stage.fill("priya", {"people": "kwame,sofia", "amount": "1", "words": "for the forecast"}) == {}
    assert "forecast" in stage.sees("random")


def in_private(stage: Stage) -> None:
    """Private kudos are for the receiver alone."""
    stage.command("sofia", "general", "/kudos @emma 1 for asking --private")
    assert "asking" not in stage.sees("general")
    assert "asking" in stage.hears("emma")


def taking_it_back(stage: Stage) -> None:
    """The giver may undo."""
    stage.command("ana", "general", "/kudos @ben 3 for nothing in particular")
    answer = " ".join(stage.command("ana", "general", "/huzzah undo"))
    assert answer


def a_shout_out(stage: Stage) -> None:
    """Leaders praise in public; others are told what they can do instead."""
    stage.command("ana", "general", "/shoutout @yuki found the bug of the year #craft")
    assert "bug of the year" in stage.sees("announcements")
    (answer,) = stage.command("ben", "general", "/shoutout @yuki too")
    assert answer
    assert "too" not in stage.sees("announcements").split()


def becoming_a_leader(stage: Stage) -> None:
    """An admin makes leaders; nobody else can."""
    (answer,) = stage.command("ben", "general", "/huzzah role @ben leader")
    assert answer
    stage.command("jonas", "general", "/huzzah role @mei leader")
    stage.command("mei", "general", "/shoutout @mateo the prettiest page of the year")
    assert "prettiest" in stage.sees("announcements")


def what_one_may_look_at(stage: Stage) -> None:
    """Boards, one's own points, where they came from, the rules, help."""
    stage.say("ana", "general", "@ben :tada: thanks")
    for line, word in (
        ("/board", "Ben"), ("/board month received", "Ben"), ("/huzzah me", "Ben"), ("/huzzah why", "Ana"),
        ("/huzzah earn", "earn"), ("/huzzah help", stage.advised("/kudos")), ("/huzzah values", "teamwork"),
    ):  # fmt: skip
        (answer,) = stage.command("ben", "general", line)
        assert word in answer, line


def words_nobody_knows(stage: Stage) -> None:
    """A slip is answered with a suggestion."""
    (answer,) = stage.command("ben", "general", "/huzzah baord")
    assert "board" in answer


def a_word_to_the_bot_alone(stage: Stage) -> None:
    """What is written to it directly is asked as after /huzzah, with or without the command's own name."""
    assert "Ben Okafor" in stage.tell("ben", "me")
    assert stage.advised("/kudos") in stage.tell("ben", "/huzzah help")
    assert "mei" in stage.tell("ben", "kudos @mei 2 for the icons #craft").lower()
    assert "icons" in stage.hears("mei")
    assert "board" in stage.tell("ben", "baord month")


def a_rule_is_changed(stage: Stage) -> None:
    """An admin tries a change, saves it, and it holds from then on."""
    stage.say("ana", "general", "@ben :tada: thanks")
    stage.command("jonas", "general", "/huzzah rules")
    stage.press("jonas", "Edit")
    assert "points" in stage.fill("jonas", {"points": "many"})
    assert stage.fill("jonas", {"points": "7", "try": "true"}) == {}
    assert stage.fill("jonas", {"points": "7", "try": "false"}) == {}
    stage.say("mei", "general", "@yuki :tada: thanks")
    (answer,) = stage.command("ben", "general", "/huzzah rules")
    assert "7" in answer


def choices_of_privacy(stage: Stage) -> None:
    """Whoever opts out of scoring receives and earns nothing from then on."""
    stage.say("ana", "general", "@sofia :tada: thanks")
    assert stage.command("sofia", "general", "/huzzah privacy")


def an_objection(stage: Stage) -> None:
    """Somebody doubts a row of theirs."""
    stage.say("ana", "general", "@ben :tada: thanks")
    assert stage.command("ben", "general", "/huzzah why")


def a_lively_day(stage: Stage) -> None:
    """A bit of everything, as on a real day."""
    morning = stage.say("jonas", "general", "Good morning! What are you proud of this week?")
    for who, words in (
        ("ana", "the roadmap"),
        ("ben", "zero alerts"),
        ("mei", "the new icons"),
        ("yuki", "green tests"),
    ):
        stage.say(who, "general", f"I'm proud of {words}", thread=morning)
    for who in ("priya", "kwame", "sofia"):
        stage.react(who, "general", morning, "raised_hands")
    stage.say("kwame", "wins", "We won the biggest deal of the year! :tada: @sofia @priya thank you for the numbers")
    stage.command("ana", "wins", "/shoutout @kwame the biggest deal of the year")
    stage.command("leila", "help", "/kudos @emma 1 for the fresh eyes #curiosity")
    stage.say("emma", "random", "Does anybody play chess?")


TALK: Sequence[Script] = (
    thanks_in_a_message, thanks_in_every_spelling, too_much_at_once, to_oneself_and_to_nobody,
    an_edit_and_a_deletion, reactions, a_thread, kudos_by_command, kudos_by_form, in_private,
    taking_it_back, a_shout_out, becoming_a_leader, what_one_may_look_at, words_nobody_knows,
    a_word_to_the_bot_alone, a_rule_is_changed, choices_of_privacy, an_objection, a_lively_day,
)  # fmt: skip


def _others() -> Iterator[Script]:
    for path in sorted(Path(__file__).parent.glob("*_scripts.py")):
        yield from import_module(f"{__package__}.{path.stem}").SCRIPTS


SCRIPTS: Mapping[str, Script] = MappingProxyType({script.__name__: script for script in (*TALK, *_others())})
"""By their names: these, and those in `SCRIPTS` of every module here whose name ends in `_scripts`."""
