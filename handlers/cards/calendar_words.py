"""The calendar's words: what can be typed after `/huzzah calendar`, where something else was, and that all rests."""

from handlers.cards.blocks import Block, Bullets, Button, Buttons, Card, Icon, Runs, Say, Small, Text, say
from handlers.cards.calendar import (
    HOW_TO_ADD,
    HOW_TO_MOVE,
    STAND_UP,
    Coming,
    described,
    example_paused,
    not_understood,
)


def which(problem: str, example: str) -> Card:
    """The number of an entry is missing; the list has it."""
    button = Button("huzzah", "Show the calendar", "calendar", "primary")
    return Card(problem, (*not_understood(problem, example).blocks, Buttons((button,))))


def instead(problem: str, now: Card) -> Card:
    """What was to be done can't be, since the entry was changed meanwhile: why, and how it is `now`."""
    return Card(problem, (Say(say(Icon("bulb"), " ", Text(problem, bold=True))), *now.blocks))


KNOWN: tuple[tuple[str, str], ...] = (
    ("/huzzah calendar", "what comes in the next two weeks"),
    (HOW_TO_ADD, "a notice"),
    ("/huzzah remind me tomorrow 10:00 to call Mei", "for you alone"),
    ("/huzzah calendar skip 3", "not this time; also send, pause, resume, remove, by the number in the list"),
    (HOW_TO_MOVE, "this once at another time"),
)
FILLED_BY: tuple[tuple[str, str], ...] = (
    ("/huzzah question every weekday 9:30", "a question of the day"),
    ('/poll "Lunch?" "Pizza" "Sushi" every friday 10:00', "a poll, again and again"),
    ('/huzzah contest photo "Your desk" every 1st friday 9:00', "a contest"),
    ("/huzzah coffee every 2 weeks on monday 10:00", "coffee with somebody new"),
)


def explained(problem: str = "", near: str = "") -> Card:
    """What can be typed about the calendar, and what fills it; `problem` where something else was typed."""
    point = problem or "Everything I post by myself stands on the calendar."
    blocks: list[Block] = [Say(say(Icon("bulb" if problem else "calendar"), " ", point))]
    if near:
        blocks.append(Say(say("Did you mean ", Text(f"/huzzah calendar {near}", bold=True), "?")))
    blocks.append(Bullets(tuple(say(Text(typed, bold=True), f"  {words}") for typed, words in KNOWN)))
    if not problem:
        blocks.append(Say(say(Text("What fills it", bold=True))))
        blocks.append(Bullets(tuple(say(Text(typed, bold=True), f"  {words}") for typed, words in FILLED_BY)))
    blocks.append(Buttons((Button("huzzah", "Show the calendar", "calendar", "primary"),)))
    return Card(point, tuple(blocks))


def rests(words: str) -> Card:
    """The calendar as a whole rests, or goes on."""
    if not words:
        point = "The calendar goes on. What would have been meanwhile isn't made up for."
        return Card(point, (Say(say(Icon("white_check_mark"), " ", point)),))
    point = f"The calendar rests {words}."
    hint = "Polls and contests that are under way still end on time. What was planned for one moment waits."
    button = Button("calendar_go_on", "Go on now")
    return Card(point, (Say(say(Icon("zzz"), " ", Text(point, bold=True))), Small(say(hint)), Buttons((button,))))


def example_which() -> Card:
    """No number."""
    return which("Which one? Add the number that stands beside it in the list.", "/huzzah calendar skip 3")


def example_instead() -> Card:
    """A button that somebody else's pause had overtaken."""
    return instead("It is paused, so nothing was sent. Resume it first.", example_paused())


def example_explained() -> Card:
    """How it is set up."""
    return explained()


def example_unknown() -> Card:
    """A word that says nothing here."""
    return explained("I don't know what “skpi 3” means here.", "skip 3")


def example_rests() -> Card:
    """All of it rests."""
    return rests("until 6 January 2027")


def ask_removal(coming: Coming, rhythm: str) -> Card:
    """Somebody typed that an entry shall go: it does when they press the button."""
    point = "Shall this never happen again?"
    runs: Runs = (*described(coming), Text(f", {rhythm}"))
    button = Button("calendar_remove", "Remove it", coming.value, "danger")
    return Card(point, (Say(say(Icon("wastebasket"), " ", Text(point, bold=True))), Say(runs), Buttons((button,))))


def example_ask_removal() -> Card:
    """Typed: remove 3."""
    return ask_removal(STAND_UP, "every Monday at 09:00")
