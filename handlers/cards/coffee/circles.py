"""Coffee circles: which rounds there are, one's part in them, one's wishes, and how an admin sets them up."""

from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Dialog,
    Field,
    Header,
    Icon,
    Place,
    Run,
    Runs,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.cards.phrases import short_date
from scoring.facts import Micros

DIALOG = "coffee"
PACES = (
    ("0", "Every round"),
    ("4", "At most every 4 weeks"),
    ("8", "At most every 8 weeks"),
    ("12", "At most every 12 weeks"),
)
MOST_CIRCLES = 4
"""Circles with buttons on one card."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle as one member sees it."""

    number: int
    rhythm: str = ""
    """every 2 weeks on Monday at 10:00 in Berlin, in pairs; nothing while no admin said when."""
    place: Place | None = None
    """None: it is for everybody."""
    joined: bool = False
    next: Micros = 0
    snoozed: int = 0
    """The first day on which they take part again; 0: they do."""
    people: int = 0
    last: str = ""
    """For admins: what came of the last round."""


@dataclass(frozen=True, slots=True)
class Mine:
    """How somebody takes part."""

    circles: tuple[Circle, ...]
    today: int
    paired: bool = True
    """False: they chose not to be brought together with anybody."""
    admin: bool = False


def mine(state: Mine) -> Card:
    """Which coffees there are, and one's part in them."""
    blocks: list[Block] = [Header("Coffee with a colleague", "coffee")]
    if not any(circle.joined for circle in state.circles):
        words = "Every few weeks I bring you together with a colleague or two you hardly know yet, for a chat."
        blocks.append(Say(say(words)))
    if not state.paired:
        blocks.append(Say(say("You chose not to be paired, so I leave you in peace until you change that.")))
        blocks.append(Buttons((Button("privacy_change", "Change my choices", style="primary"),)))
    for circle in state.circles:
        blocks += _circle(circle, state)
    buttons = [Button("coffee_settings", "My wishes")]
    if not state.circles:
        buttons.insert(0, Button("coffee_join", "Join", "0", "primary"))
        blocks.append(Say(say("There are no rounds yet, but you can join already.")))
    if state.admin:
        buttons.append(Button("coffee_setup", "Other rounds" if state.circles else "Set up rounds", ""))
    blocks.append(Buttons(tuple(buttons)))
    if state.admin:
        blocks.append(
            Small(say("For admins: ", Text("/huzzah coffee every 2 weeks on monday 10:00 in pairs", bold=True)))
        )
    return Card("Coffee with a colleague", tuple(blocks))


def _circle(circle: Circle, state: Mine) -> list[Block]:
    where: Run = circle.place or Text("For everybody", bold=True)
    rhythm = f": {circle.rhythm}" if circle.rhythm else ": as soon as an admin says when"
    runs: list[Run] = [where, Text(rhythm), Text(". ")]
    if circle.joined and circle.snoozed > state.today:
        runs.append(Text(f"You pause until {short_date(circle.snoozed, state.today)}."))
    elif circle.joined:
        runs.append(Text("You are in."))
    if circle.next:
        runs += say(" Next round: ", When(circle.next, "date"), ".")
    if state.admin:
        runs.append(Text(f" {circle.people} {'person is' if circle.people == 1 else 'people are'} in. {circle.last}"))
    number = str(circle.number)
    buttons = [
        Button("coffee_leave", "Leave", number) if circle.joined else Button("coffee_join", "Join", number, "primary")
    ]
    if circle.joined:
        pausing = circle.snoozed > state.today
        buttons.append(
            Button("coffee_wake", "Take part again", number)
            if pausing
            else Button("coffee_snooze", "Pause for 4 weeks", number)
        )
    if state.admin and circle.rhythm:
        buttons.append(Button("coffee_invite", "Invite people", number))
        buttons.append(Button("coffee_setup", "Change", number))
        buttons.append(Button("coffee_end", "End it", number, "danger", "No more rounds? Everybody in it leaves it."))
    return [Say(tuple(runs)), Buttons(tuple(buttons))]


def invitation(circle: Circle) -> Card:
    """For everybody in a channel: what it is, and how to join."""
    point = "Coffee with a colleague?"
    return Card(
        point,
        (
            Header(point, "coffee"),
            Say(say(f"{circle.rhythm[:1].upper()}{circle.rhythm[1:]}, I bring those together who joined: ")),
            Say(say("a chat with somebody you hardly know yet, about anything but work if you like.")),
            Buttons((Button("coffee_join", "Join", str(circle.number), "primary"),)),
            Small(say("Who joined stays between you and me. You can pause or leave at any time: /huzzah coffee")),
        ),
    )


def form(pace: int, until: str, avoided: tuple[str, ...]) -> Dialog:
    """One's wishes; whom one avoids is seen by nobody else."""
    return Dialog(
        DIALOG,
        "My coffee wishes",
        (
            Field("weeks", "How often?", "choice", str(pace), _paces(pace)),
            Field(
                "snooze", "Pause until", "text", until, hint="14 March, or 2 weeks. Empty: no pause.", required=False
            ),
            Field(
                "avoid", "Not with these people, please", "people", ",".join(avoided),
                hint="Sealed: nobody can read it, neither they nor an admin.", required=False,
            ),
        ),
        intro=say("These count for every round you are in."),
    )  # fmt: skip


def _paces(pace: int) -> tuple[tuple[str, str], ...]:
    known = {value for value, _ in PACES}
    return PACES if str(pace) in known else (*PACES, (str(pace), f"At most every {pace} weeks"))


@dataclass(frozen=True, slots=True)
class Arranged:
    """A circle that an admin set up."""

    circle: Circle
    changed: bool = False


def arranged(done: Arranged) -> Card:
    """It is set up, and how people come to know."""
    circle = done.circle
    point = "Rounds of coffee are changed" if done.changed else "Rounds of coffee are set up"
    where: Runs = say(" for ", circle.place) if circle.place else say(" for everybody who joins")
    next_: Runs = say(" The first one: ", When(circle.next, "date"), ".") if circle.next else ()
    return Card(
        point,
        (
            Say(say(Icon("coffee"), " ", Text(point, bold=True), *where, f": {circle.rhythm}.", *next_)),
            Buttons((Button("coffee_invite", "Invite people", str(circle.number), "primary"),)),
            Small(say("The button posts a card with which people join. /huzzah calendar shows the rounds to come.")),
        ),
    )


_AT, _TODAY = 1_794_996_000_000_000, 739_938
_RHYTHM = "every 2 weeks on Monday at 10:00, in pairs"


def example_mine() -> Card:
    """In one circle, not in the other."""
    circles = (
        Circle(1, _RHYTHM, None, joined=True, next=_AT),
        Circle(2, "every Friday at 14:00 in New York, in groups of three", Place("C1", "general")),
    )
    return mine(Mine(circles, _TODAY))


def example_admin() -> Card:
    """For an admin, who pauses."""
    circle = Circle(1, _RHYTHM, None, True, _AT, _TODAY + 20, 24, "Last round: 15 of 22 people met.")
    return mine(Mine((circle,), _TODAY, admin=True))


def example_none() -> Card:
    """Nobody set anything up."""
    return mine(Mine((), _TODAY, paired=False))


def example_invitation() -> Card:
    """In a channel."""
    return invitation(Circle(1, _RHYTHM))


def example_form() -> Dialog:
    """One's wishes."""
    return form(4, "14 March", ("U3",))


def example_arranged() -> Card:
    """For the admin."""
    return arranged(Arranged(Circle(1, _RHYTHM, Place("C1", "general"), next=_AT)))
