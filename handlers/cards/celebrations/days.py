"""Celebration days: what is kept of one's birthday and first day, and how colleagues are asked for theirs."""

from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Bullets,
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
from scoring.facts import Micros

DIALOG = "celebrate"
NAMES = {"birthday": "birthday", "anniversary": "work anniversary"}
HAPPY = {"birthday": "It is today: happy birthday!", "anniversary": "It is today: congratulations!"}
LEAP = (("02-28", "28 February"), ("03-01", "1 March"))


@dataclass(frozen=True, slots=True)
class Comes:
    """When the next card comes, where that isn't simply nine in the morning of the day."""

    today: bool = False
    at: Micros = 0
    """The moment of the card; 0: at nine on the day."""
    now: bool = False
    again: int = 0
    """This year's is over already: the year of the next one."""
    rests: str = ""
    """Until when the calendar does, if that leaves out the coming day; `at` is the card after that."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A day that is kept, in words, and what is to be said of it."""

    kind: str
    words: str
    """14 March, or 1 May 2019."""
    place: Place | None = None
    """Where it is celebrated; None: only the member hears of it."""
    dropped: bool = False
    """A year of birth was typed, and isn't kept."""
    leap: str = ""
    """Of 29 February: when it is celebrated in other years, in words."""
    silent: bool = False
    """They asked not to be celebrated."""
    switched_off: bool = False
    """Anniversaries aren't celebrated here."""
    comes: Comes = Comes()


def kept(day: Kept) -> Card:
    """It is noted, and what follows from it."""
    point = f"Noted: your {NAMES[day.kind]} is {day.words}."
    blocks: list[Block] = [Say(say(Icon(_icon(day.kind)), " ", Text(point, bold=True)))]
    if day.dropped:
        blocks.append(Say(say("The year you typed is not kept: how old you are is nobody's business here.")))
    blocks.append(Say(_what_follows(day)))
    buttons = [Button("celebrate_off", "Take it out", day.kind)]
    if day.leap:
        blocks.append(Say(say(f"In years without a 29th I celebrate on {day.leap}.")))
        other = next((key, label) for key, label in LEAP if label != day.leap)
        buttons.insert(0, Button("celebrate_leap", f"Rather on {other[1]}", f"{day.kind} {other[0]}"))
    if day.silent:
        buttons.insert(0, Button("privacy_change", "Change my choices", style="primary"))
    blocks.append(Buttons(tuple(buttons)))
    return Card(point, tuple(blocks))


def _what_follows(day: Kept) -> Runs:
    if day.silent:
        return say("You chose not to be celebrated, so I stay silent until you change that: /huzzah privacy")
    if day.switched_off:
        return say("Anniversaries aren't celebrated here at the moment; an admin can switch that on.")
    where: Runs = say(" in ", day.place) if day.place else say(", privately, for you alone")
    comes, happy = day.comes, f"{HAPPY[day.kind]} " if day.comes.today else ""
    if comes.rests and comes.at:
        return say(soon(day.kind, comes).strip(), " My next card is for ", When(comes.at, "date"), ".")
    if comes.again or comes.rests:
        return say(soon(day.kind, comes).strip())
    if comes.now:
        return say(f"{happy}I say so now", *where, ". Colleagues may add a wish to the card.")
    if comes.at:
        return say(f"{happy}I say so ", When(comes.at), *where, ". Colleagues may sign a card.")
    return say("On the day I say so at nine in your morning", *where, ". Colleagues may sign a card.")


def soon(kind: str, comes: Comes) -> str:
    """The same in the form's answer, where there is more to say than that it is kept."""
    if comes.again:
        return f" This year's celebration is over already, so the next card comes in {comes.again}."
    happy = f" {HAPPY[kind]}" if comes.today else ""
    return f"{happy} The calendar rests {comes.rests}, so I say nothing this time." if comes.rests else happy


def _icon(kind: str) -> str:
    return "birthday" if kind == "birthday" else "tada"


def off(kind: str) -> Card:
    """Taken out."""
    point = f"Your {NAMES[kind]} is taken out, and won't be asked for again."
    again = "/huzzah birthday 14 March" if kind == "birthday" else "/huzzah anniversary 1 May 2019"
    return Card(point, (Say(say(point)), Small(say("Should you change your mind: ", Text(again, bold=True)))))


def which(kind: str, choices: tuple[tuple[str, str], ...]) -> Card:
    """Two days may be meant; `choices` are (value, words)."""
    point = f"Is your {NAMES[kind]} on {choices[0][1]} or on {choices[1][1]}?"
    buttons = tuple(Button("celebrate_date", words, f"{kind} {value}") for value, words in choices)
    return Card(point, (Say(say(Icon("calendar"), " ", point)), Buttons(buttons)))


def mistaken(kind: str, problem: str) -> Card:
    """A date that can't be read, and how it goes."""
    rows: tuple[Runs, ...] = (
        (
            say(Text("/huzzah birthday 14 March", bold=True), ": only day and month are kept"),
            say(Text("/huzzah birthday off", bold=True), ": not kept any more"),
        )
        if kind == "birthday"
        else (
            say(Text("/huzzah anniversary 1 May 2019", bold=True), ": the day you began to work here"),
            say(Text("/huzzah anniversary off", bold=True), ": not kept any more"),
        )
    )
    return Card(problem, (Say(say(Icon("bulb"), " ", problem)), Bullets(rows), Buttons((_FORM,))))


_FORM = Button("celebrate", "Use a form", style="primary")


@dataclass(frozen=True, slots=True)
class Mine:
    """What is kept of one member."""

    birthday: str = ""
    anniversary: str = ""
    silent: bool = False
    admin: str = ""
    """For admins: how celebrating is set, in one line."""


def mine(days: Mine) -> Card:
    """One's own days, and how to change them."""
    rows = [
        say("Birthday: ", Text(days.birthday or "not told", bold=bool(days.birthday))),
        say("Work anniversary: ", Text(days.anniversary or "not told", bold=bool(days.anniversary))),
    ]
    blocks: list[Block] = [Header("What we celebrate", "birthday"), Bullets(tuple(rows))]
    if days.silent:
        blocks.append(Say(say("You chose not to be celebrated (/huzzah privacy), so nothing is said about you.")))
    change = "Change" if days.birthday or days.anniversary else "Tell my day"
    buttons = [Button("celebrate", change, style="primary")]
    if days.admin:
        blocks.append(Say(say(Text("For admins: ", bold=True), days.admin)))
        buttons.append(Button("celebration_settings", "Settings"))
        buttons.append(Button("celebration_ask", "Ask colleagues", confirm=ASK))
    blocks.append(Buttons(tuple(buttons)))
    hint = "Only you see this. Of a birthday the day and month are kept, never the year."
    return Card("What we celebrate", (*blocks, Small(say(hint))))


ASK = "Everybody who hasn't said anything gets one private note, at ten in their morning. Nobody is asked twice."


def form(birthday: str, anniversary: str, leap: str, *, celebrated: bool) -> Dialog:
    """Both days at once."""
    return Dialog(
        DIALOG,
        "Celebrate me",
        (
            Field(
                "birthday", "My birthday", "text", birthday, hint="14 March. The year isn't kept.", required=False
            ),
            Field("leap", "If it is 29 February: in other years", "choice", leap or LEAP[0][0], LEAP, required=False),
            Field(
                "anniversary", "The day I began to work here", "text", anniversary,
                hint="1 May 2019. Leave empty what you'd rather not tell.", required=False,
            ),
            Field("celebrate", "Celebrate me", "toggle", "true" if celebrated else "", required=False),
        ),
        intro=say("On the day, colleagues hear of it and may sign a card. Empty a line to take a day out."),
    )  # fmt: skip


def saved(lines: tuple[str, ...]) -> Card:
    """The form was sent off."""
    return Card("Saved", (Say(say(Icon("white_check_mark"), " Saved.")), Bullets(tuple(say(line) for line in lines))))


def asked(joined: str = "") -> Card:
    """The one question, for a colleague alone; `joined` is the first day their profile tells, in words."""
    buttons = [Button("celebrate", "Tell my birthday", style="primary")]
    if joined:
        buttons.append(Button("celebrate_joined", f"Yes, I began on {joined}"[:75]))
    buttons.append(Button("celebrate_off", "Rather not", "birthday"))
    anniversary: tuple[Run, ...] = say(f" Your profile says you began here on {joined}: may we celebrate that?")
    return Card(
        "When is your birthday?",
        (
            Say(say(Icon("birthday"), " ", Text("When is your birthday?", bold=True))),
            Say(say("We would like to celebrate it. Day and month will do.", *(anniversary if joined else ()))),
            Buttons(tuple(buttons)),
            Small(say("It is your choice, and I won't ask again. You can also write: /huzzah birthday 14 March")),
        ),
    )


def told(point: str, hint: str = "") -> Card:
    """A plain word."""
    return Card(point, (Say(say(point)), *((Small(say(hint)),) if hint else ())))


def example_kept() -> Card:
    """Noted, a year was typed, and it is a leap day."""
    return kept(Kept("birthday", "29 February", Place("C1", "announcements"), dropped=True, leap="28 February"))


def example_kept_today() -> Card:
    """Told in the afternoon."""
    return kept(Kept("birthday", "18 November", Place("C1", "announcements"), comes=Comes(today=True, now=True)))


def example_kept_silently() -> Card:
    """For somebody who doesn't want to be celebrated."""
    return kept(Kept("anniversary", "1 May 2019", silent=True))


def example_off() -> Card:
    """Taken out."""
    return off("birthday")


def example_which() -> Card:
    """Written with numbers."""
    return which("birthday", (("04-03", "3 April"), ("03-04", "4 March")))


def example_mistaken() -> Card:
    """Not a day."""
    return mistaken("birthday", "April has no day 31. Which day is it? Write it like 14 March.")


def example_mine() -> Card:
    """An admin's own."""
    return mine(Mine("14 March", admin="12 birthdays and 8 anniversaries, celebrated in #announcements."))


def example_form() -> Dialog:
    """The form."""
    return form("14 March", "", "02-28", celebrated=True)


def example_saved() -> Card:
    """Both days."""
    return saved(("Your birthday is 14 March.", "Your work anniversary is 1 May 2019."))


def example_asked() -> Card:
    """With a profile that tells the first day."""
    return asked("1 May 2019")


def example_told() -> Card:
    """Everybody has said."""
    return told("Everybody has been asked already.", "Who joins later is asked when you ask again.")
