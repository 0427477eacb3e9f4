"""Dialogues about polls: asked in a line and by form, voted, changed, closed, promised and answered."""

from collections.abc import Sequence

from tests.dialogues.stage import Stage

VOTERS = ("ben", "mei", "yuki", "kwame", "sofia", "leila")


def a_poll_in_a_line(stage: Stage) -> None:
    """Asked by command, voted by pressing, changed, withdrawn; after two days it closes, and says so in its thread."""
    (out,) = stage.command("ana", "general", '/poll "Lunch on Friday?" "Pizza" "Sushi" "Surprise me"')
    assert "Your poll is out" in out
    for who, choice in (("ben", "Pizza"), ("mei", "Sushi"), ("yuki", "Sushi"), ("kwame", "Surprise me")):
        assert choice in " ".join(stage.press_on(who, "general", choice))
    stage.press_on("ben", "general", "Sushi")
    assert "Pizza" in " ".join(stage.press_on("ana", "general", "Pizza"))
    stage.press("ana", "Take my vote back")
    seen = stage.sees("general")
    assert "3 votes · 75 %" in seen
    assert "4 people voted" in seen
    stage.later(49)
    assert "Sushi wins: 3 of 4" in stage.sees("general")
    assert "Sushi wins" in stage.hears("ana")
    assert "Sushi wins" not in stage.hears("ben")


def a_poll_by_form(stage: Stage) -> None:
    """The form says what is wrong, shows a preview, and posts it; several may be chosen, and options be added."""
    assert stage.command("priya", "random", "/poll") == []
    wrong = {"question": "What shall we improve?", "kind": "choices", "options": "Meetings", "close": "soonish"}
    assert {"options", "close"} & set(stage.fill("priya", wrong))
    right = {**wrong, "options": "Meetings\nCoffee", "close": "3d", "most": "2", "switches": "add"}
    assert stage.fill("priya", right) == {}
    assert "improve" not in stage.sees("random")
    stage.press("priya", "Post it")
    assert "What shall we improve?" in stage.sees("random")
    stage.press_on("ben", "random", "Meetings")
    stage.press_on("ben", "random", "Coffee")
    stage.press_on("mei", "random", "Choose several at once")
    assert stage.fill("mei", {"options": "2"}) == {}
    stage.press_on("kwame", "random", "Add an option")
    assert stage.fill("kwame", {"option": "Desks"}) == {}
    stage.press_on("kwame", "random", "Desks")
    assert "3 people voted" in stage.sees("random")
    stage.press("priya", "Close now")
    assert "Coffee wins: 2 of 3" in stage.sees("random")


def nobody_finds_out_who(stage: Stage) -> None:
    """Anonymous: a receipt for each voter, nothing shown of fewer than five, the receipts listed after the close."""
    stage.command("ana", "general", '/poll "Do we need fewer meetings?" yesno anonymous close 1d')
    for who in VOTERS[:4]:
        stage.press_on(who, "general", "Yes")
        assert "Your receipt" in stage.hears(who)
    assert "five votes or more at a time" in stage.sees("general")
    for who in VOTERS[4:]:
        stage.press_on(who, "general", "No")
    stage.later(25)
    seen = stage.sees("general")
    assert "Yes wins: 4 of 6" in seen
    assert not [name for name in ("Ben", "Sofia") if f"{name} " in seen.partition("fewer meetings?")[2]]
    stage.press_on("sofia", "general", "Receipts")


def too_few_to_tell(stage: Stage) -> None:
    """Anonymous, and four people voted: nothing is told, ever."""
    stage.command("ana", "general", '/poll "Is the office too loud?" "Yes" "No" anonymous')
    for who in VOTERS[:4]:
        stage.press_on(who, "general", "No")
    stage.press("ana", "Close now")
    seen = stage.sees("general")
    assert "Fewer than five" in seen
    assert "4 votes" not in seen


def hidden_until_one_voted(stage: Stage) -> None:
    """Results once one voted, privately; for everybody after the close."""
    stage.command("ana", "general", '/poll "Where to go?" "Lake" "Hills" hidden')
    assert "once you voted" in _told(stage, "mei", "Results")
    stage.press_on("ben", "general", "Lake")
    stage.press_on("mei", "general", "Lake")
    assert "2 votes" in _told(stage, "mei", "Results")
    assert "2 votes" not in stage.sees("general")
    stage.press("ana", "Close now")
    assert "Lake wins: 2 of 2" in stage.sees("general")


def _told(stage: Stage, who: str, label: str) -> str:
    return " ".join(stage.press_on(who, "general", label)) + stage.hears(who)


def a_quiz(stage: Stage) -> None:
    """The first right answer gets most; what is right is shown after the close, with an explanation."""
    stage.command(
        "ana",
        "general",
        '/poll "What is the capital of Australia?" "Sydney" "Canberra"* quiz because "By law, in 1908"',
    )
    for who, choice in (("ben", "Canberra"), ("mei", "Sydney"), ("yuki", "Canberra")):
        stage.press_on(who, "general", choice)
    assert "By law" not in stage.sees("general")
    stage.press("ana", "Close now")
    seen = stage.sees("general")
    assert "By law, in 1908" in seen
    assert "Ben Okafor" in seen


def an_order(stage: Stage) -> None:
    """Put in order: both ways to count are named."""
    stage.command("ana", "general", '/poll "Which project first?" "Search" "Speed" "Looks" ranking')
    orders: Sequence[tuple[str, tuple[str, ...]]] = (("ben", ("1", "2", "3")), ("mei", ("2", "1")), ("yuki", ("2",)))
    for who, order in orders:
        stage.press_on(who, "general", "Put them in order")
        assert stage.fill(who, {f"place{place}": option for place, option in enumerate(order, start=1)}) == {}
    stage.press("ana", "Close now")
    seen = stage.sees("general").lower()
    assert "borda" in seen
    assert "run-off" in seen


def marks_from_one_to_five(stage: Stage) -> None:
    """A rating: the marks stand in a row, the average counts."""
    stage.command("jonas", "wins", '/poll "How was the offsite?" rating sealed close 2h')
    for who, mark in (("ben", "5 – great"), ("mei", "4"), ("yuki", "4")):
        stage.press_on(who, "wins", mark)
    assert "4.33" not in stage.sees("wins")
    stage.later(3)
    assert "4.33" in stage.sees("wins")


def in_ones_own_words(stage: Stage) -> None:
    """Open answers, which can be changed."""
    stage.command("ana", "help", '/poll "What would make next week better?" open')
    for who, words in (("ben", "More *quiet*"), ("mei", "Better coffee"), ("ben", "Even more quiet")):
        stage.press_on(who, "help", "Answer")
        assert stage.fill(who, {"answer": words}) == {}
    seen = stage.sees("help")
    assert "Even more quiet" in seen
    assert "More *quiet*" not in seen
    assert "Better coffee" in seen


def you_said_we_did(stage: Stage) -> None:
    """The asker has somebody promise an answer; whoever owes it is reminded, and it stands in the thread in the end."""
    stage.command("ana", "general", '/poll "More plants?" yesno remind')
    stage.press_on("ben", "general", "Yes")
    stage.press("ana", "Close now")
    stage.press("ana", "Promise a follow-up")
    assert stage.fill("ana", {"owner": "jonas", "due": "in 5 days"}) == {}
    assert "More plants?" in stage.hears("jonas")
    stage.later(4 * 24)
    stage.press("jonas", "Answer now")
    assert stage.fill("jonas", {"answer": "Twelve plants, from Monday on"}) == {}
    assert "Twelve plants" in stage.sees("general")


def opened_again(stage: Stage) -> None:
    """A poll that closed goes on, and closes once more."""
    stage.command("ana", "general", '/poll "Tea or coffee?" "Tea" "Coffee" close 1h')
    stage.press_on("ben", "general", "Tea")
    stage.later(2)
    assert "Tea wins" in stage.sees("general")
    stage.command("ana", "general", "/huzzah polls")
    stage.press("ana", "Manage")
    stage.press("ana", "Open again")
    stage.press_on("mei", "general", "Coffee")
    stage.press_on("yuki", "general", "Coffee")
    stage.later(25)
    assert "Coffee wins: 2 of 3" in stage.sees("general")


def by_group(stage: Stage) -> None:
    """Compared by group, anonymously: nothing before the close; then what each of two groups chose."""
    line = '/poll "Move the retro?" "Yes" "No" anonymous by @makers @office close 1d'
    assert "Your poll is out" in " ".join(stage.command("ana", "general", line))
    makers, office = ("ben", "mateo", "yuki", "aroha", "mei"), ("jonas", "priya", "leila", "sofia", "kwame")
    for place, who in enumerate(makers):
        stage.press_on(who, "general", "Yes" if place < 3 else "No")
    for place, who in enumerate(office):
        stage.press_on(who, "general", "Yes" if place < 2 else "No")
    assert "You count in makers" in stage.hears("ben")
    assert "You count in office" in stage.hears("kwame")
    seen = stage.sees("general")
    assert "compared by group: makers, office" in seen
    assert "makers (" not in seen
    stage.later(25)
    seen = stage.sees("general")
    assert "makers (5)" in seen
    assert "Yes 3, No 2" in seen
    assert "No 3, Yes 2" in seen.partition("office (5)")[2]


def too_few_of_a_group(stage: Stage) -> None:
    """Of a group in which four voted nothing is shown apart, nor what would show it; a small one can't be named."""
    small = '/poll "Move the retro?" "Yes" "No" anonymous by @support'
    assert "fewer than five" in " ".join(stage.command("ana", "general", small))
    stage.command("ana", "general", '/poll "Move the retro?" "Yes" "No" anonymous by team')
    for place, who in enumerate(("ben", "mateo", "yuki", "aroha", "mei", "jonas", "priya", "leila", "sofia")):
        stage.press_on(who, "general", "Yes" if place % 2 else "No")
    stage.press("ana", "Close now")
    seen = stage.sees("general")
    assert "9 people voted" in seen
    assert "not shown apart" in seen
    assert "makers (" not in seen


def made_and_closed_by_word(stage: Stage) -> None:
    """Whoever knows no command says what they want; how it came out is what the closed card begins with."""
    assert stage.command("ana", "general", "/huzzah make a poll") == []
    asked = {"question": "Shall we move the stand-up?", "kind": "yesno", "close": "1d"}
    assert stage.fill("ana", asked) == {}
    stage.press("ana", "Post it")
    for who in ("ben", "mei", "yuki"):
        stage.press_on(who, "general", "Yes")
    stage.command("ana", "general", "/huzzah close poll")
    told = stage.press("ana", "Close now")
    assert "It is closed. Yes wins: 3 of 3" in "\n".join([*told, stage.hears("ana")])
    assert "Yes wins: 3 of 3" in stage.sees("general")


def planned_by_form(stage: Stage) -> None:
    """The form asks again and again as well; the preview says when, and nothing is posted before."""
    assert stage.command("priya", "random", "/poll") == []
    asked = {"question": "How was the week?", "kind": "rating", "close": "2h"}
    assert stage.fill("priya", {**asked, "again": "every blue moon"}).keys() == {"again"}
    assert stage.fill("priya", {**asked, "again": "every day 15:00"}) == {}
    stage.press("priya", "Plan it")
    assert "How was the week?" not in stage.sees("random")
    stage.later(30)
    assert "How was the week?" in stage.sees("random")


def options_of_every_sort(stage: Stage) -> None:
    """Without quotation marks, options keep their mentions, addresses, signs and decimal commas."""
    stage.command("ana", "general", "/poll Who presents? @ben, @mei & friends or R&D")
    assert "R&D" in stage.sees("general")
    stage.press_on("yuki", "general", "R&D")
    stage.command("ana", "random", "/poll How long? <1h, 1,5 h (with lunch, please), >2h")
    assert "1,5 h (with lunch, please)" in stage.sees("random")
    stage.press_on("mei", "random", "1,5 h (with lunch, please)")
    stage.command("ana", "help", "/poll Which site? https://a.example/x,y or https://b.example/?c=1&d=2 or Neither")
    assert "https://a.example/x,y" in stage.sees("help")
    stage.press_on("mei", "help", "Neither")


def a_question_that_names_its_options(stage: Stage) -> None:
    """`Coffee or tea?` isn't posted before its asker said yes to what was understood."""
    told = stage.command("ana", "general", "/poll Coffee or R&D's tea? anonymous")
    assert "between “Coffee” and “R&D's tea”?" in "\n".join([*told, stage.hears("ana")])
    assert "Coffee" not in stage.sees("general")
    stage.press("ana", "Ask it like that")
    assert "anonymous" in stage.sees("general")
    stage.press_on("ben", "general", "R&D's tea")
    assert "Your receipt" in stage.hears("ben")


SCRIPTS = (
    options_of_every_sort, a_question_that_names_its_options,
    made_and_closed_by_word, planned_by_form,
    a_poll_in_a_line, a_poll_by_form, nobody_finds_out_who, too_few_to_tell, hidden_until_one_voted, a_quiz, an_order,
    marks_from_one_to_five, in_ones_own_words, you_said_we_did, opened_again,
    by_group, too_few_of_a_group,
)  # fmt: skip
