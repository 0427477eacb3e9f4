"""The calendar: what is posted in the next two weeks, and one entry with what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Choice,
    Choices,
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

MOVE = "calendar_move"
MOST_SHOWN = 20
HOW_TO_ADD = "/huzzah calendar add every monday 9:00 in #general Stand-up begins"
HOW_TO_REMIND = "/huzzah remind me tomorrow 10:00 to call Mei"
HOW_TO_PAUSE = "/huzzah calendar pause until 2027-01-06"
HOW_TO_PAUSE_ONE = "/huzzah calendar pause 3 until monday"
HOW_TO_MOVE = "/huzzah calendar move 3 tomorrow 10:00"


@dataclass(frozen=True, slots=True)
class Coming:
    """One time of an entry, as somebody may see it."""

    value: str
    """`entry slot`."""
    at: Micros
    what: str
    about: str = ""
    """Plain words: the question of a poll, the beginning of a notice."""
    place: Place | None = None
    hidden: bool = False
    """It is in a private channel, which isn't named."""
    own: bool = False
    """It is by everybody's own clock; `at` is by the reader's."""
    lands: str = "in"
    """How the place belongs to it: of a pulse only the results go there."""
    mine: bool = False
    """The reader may change it."""
    rhythm: str = ""
    """What recurs stands there once, with this: `every Monday at 09:00`."""


@dataclass(frozen=True, slots=True)
class Paused:
    """An entry that rests, and so has no time of its own."""

    coming: Coming
    until: str = ""
    """`until somebody goes on with it`; nothing where it only rests with the whole calendar."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, with the one of its times that was chosen."""

    coming: Coming
    rhythm: str
    zone: str
    paused: str = ""
    """`until somebody goes on with it`."""
    status: str = ""
    """What just happened to it."""
    recurs: bool = True
    after: str = ""
    """`entry slot` of the time after the chosen one."""


def _line(coming: Coming) -> Runs:
    runs: list[Run] = [When(coming.at), Text(" · "), *described(coming)]
    if coming.rhythm:
        runs.append(Text(f", {coming.rhythm}"))
    if coming.own:
        runs.append(Text(" (by everybody's own clock)"))
    return (*runs, *_number(coming))


def described(coming: Coming) -> Runs:
    """What comes, in words."""
    about = f": {coming.about}" if coming.about else ""
    named = Text(f"{coming.what[:1].upper()}{coming.what[1:]}{about}")
    if coming.place:
        return (named, Text(f" {coming.lands} "), coming.place)
    return (named, Text(f" {coming.lands} a private channel")) if coming.hidden else (named,)


def _number(coming: Coming) -> Runs:
    # By it one types what is to become of it.
    return (Text(f" (#{coming.value.partition(' ')[0]})"),) if coming.mine else ()


def listing(
    coming: Sequence[Coming], rests: str = "", page: tuple[int, int] = (0, 0), *, admin: bool = False,
    paused: tuple[Sequence[Paused], int] = ((), 0),
) -> Card:  # fmt: skip
    """A page of what is posted in the next two weeks: which is its first, of how many; `rests`: until when all does;
    `paused`: the first of them, and how many there are."""
    (begin, many), (still, resting) = page, paused
    blocks: list[Block] = [Header("The next two weeks", "calendar")]
    if rests:
        blocks.append(Say(say(Icon("zzz"), " ", Text(f"The calendar rests {rests}.", bold=True))))
    if not coming and not (rests and still):
        blocks.append(Say(say("Nothing else is planned." if still else "Nothing is planned.")))
    change = [Button("calendar_entry", "Change", each.value) if each.mine else None for each in coming]
    blocks += _rows([_line(each) for each in coming], change)
    if (left := many - begin - MOST_SHOWN) > 0:
        blocks.append(Buttons((Button("calendar_page", f"The {left} after that", str(begin + MOST_SHOWN)),)))
    if still and not begin:
        blocks += _paused(still, resting - len(still))
    steered = [("skip", each) for each in coming] + [("resume", each.coming) for each in still if each.until]
    blocks += _hints(rests, [(word, each.value) for word, each in steered if each.mine], admin=admin)
    return Card(f"{max(many, len(coming))} planned in the next two weeks", tuple(blocks))


def _rows(lines: Sequence[Runs], buttons: Sequence[Button | None]) -> list[Block]:
    if any(buttons):
        return [Choices(tuple(Choice(line, button) for line, button in zip(lines, buttons, strict=True)))]
    return [Bullets(tuple(lines))] if lines else []


def _paused(shown: Sequence[Paused], left: int) -> list[Block]:
    lines = [
        (*described(each.coming), Text(f", {each.until}" if each.until else ""), *_number(each.coming))
        for each in shown
    ]
    wake = [
        Button("calendar_wake", "Resume", each.coming.value) if each.coming.mine and each.until else None
        for each in shown
    ]
    more: list[Block] = [Small(say(f"{left} more are paused."))] if left > 0 else []
    head = "Paused" if all(each.until for each in shown) else "Resting"
    return [Say(say(Icon("zzz"), " ", Text(head, bold=True))), *_rows(lines, wake), *more]


def _hints(rests: str, mine: Sequence[tuple[str, str]], *, admin: bool) -> list[Block]:
    example = HOW_TO_ADD if admin else "/huzzah calendar add tomorrow 9:00 Call Mei"
    add = "Put a notice on it: " if admin else "Remind yourself: "
    blocks: list[Block] = [Small(say(add, Text(example, bold=True)))]
    if mine:
        word, value = mine[0]
        words = f"/huzzah calendar {word} {value.partition(' ')[0]}"
        others = ", ".join(each for each in ("skip", "move", "send", "pause", "resume") if each != word)
        blocks.append(Small(say("Or type it: ", Text(words, bold=True), f", {others} or remove.")))
    if admin and rests:
        blocks.append(Buttons((Button("calendar_go_on", "Go on with the calendar", "", "primary"),)))
    elif admin:
        blocks.append(Small(say("Let all of it rest, over the holidays say: ", Text(HOW_TO_PAUSE, bold=True))))
    return blocks


def entry(known: Entry) -> Card:
    """One entry, and what can be done about it."""
    coming = known.coming
    head = coming.what[:1].upper() + coming.what[1:]
    blocks: list[Block] = []
    if known.status:
        blocks.append(Say(say(Icon("white_check_mark"), " ", Text(known.status, bold=True))))
    blocks.append(Say(say(Text(head, bold=True), f": {coming.about}" if coming.about else "")))
    where: tuple[Run, ...] = (Text(f" {coming.lands} "), coming.place) if coming.place else ()
    clock = "everybody's own clock" if coming.own else f"the clock of {known.zone}"
    # What comes but once may have been moved: when that is stands below.
    rhythm = f"{known.rhythm[:1].upper()}{known.rhythm[1:]}" if known.recurs else "Once"
    blocks.append(Say(say(rhythm, *where, f", by {clock}.")))
    if known.paused:
        blocks.append(Say(say(Icon("zzz"), f" It rests {known.paused}.")))
    if coming.at and not known.paused:
        blocks.append(Say(say("Next: ", When(coming.at), ".")))
    elif not known.paused:
        blocks.append(Say(say("There is no next time.")))
    blocks.append(Buttons(_buttons(known)))
    if known.after:
        blocks.append(Buttons((Button("calendar_entry", "The time after that", known.after),)))
    return Card(f"{head}: {known.rhythm}", tuple(blocks))


def _buttons(known: Entry) -> tuple[Button, ...]:
    value, once = known.coming.value, not known.recurs
    found: list[Button] = []
    if known.coming.at and not known.paused:
        found = [
            Button(MOVE, "Move", value),
            Button("calendar_send", "Send now", value, confirm="Shall I post it now?"),
        ]
        if not once:
            found.insert(0, Button("calendar_skip", "Skip this one", value))
    if known.paused:
        found.append(Button("calendar_resume", "Resume", value, "primary"))
    elif not once:
        found.append(Button("calendar_pause", "Pause", value))
    end = Button("calendar_remove", "Remove", value, "danger", "Shall it never happen again?")
    return (*found, end)


def ended(what: str) -> Card:
    """What is left of an entry that was removed."""
    return Card("Removed", (Say(say(Icon("wastebasket"), f" Removed: {what} won't come any more.")),))


def gone() -> Card:
    """An entry that is over, or not for this person to change."""
    point = "That is no longer on the calendar, or not yours to change."
    advice = "See what is planned: "
    return Card(point, (Say(say(Icon("bulb"), " ", point)), Small(say(advice, Text("/huzzah calendar", bold=True)))))


def move(value: str, what: str, zone: str) -> Dialog:
    """To when."""
    hint = f"By the clock of {zone}: tomorrow 10:00, Fri 14:30, 24 Dec 9:00."
    field = Field("when", "To when, this once?", hint=hint)
    return Dialog(MOVE, "Move it", (field,), "Move", value, say(what[:1].upper() + what[1:]))


def not_understood(problem: str, example: str) -> Card:
    """Words that couldn't be read."""
    return Card(problem, (Say(say(Icon("bulb"), " ", problem)), Small(say("Like this: ", Text(example, bold=True)))))


_GENERAL = Place("C1", "general")
STAND_UP = Coming(
    "3 1", 1_795_420_800_000_000, "notice", "Stand-up begins", _GENERAL, rhythm="every Monday at 09:00", mine=True
)
_BIRTHDAYS = Coming("4 1", STAND_UP.at, "birthdays", place=_GENERAL, own=True)


def example_listing() -> Card:
    """For an admin."""
    return listing([STAND_UP, _BIRTHDAYS], admin=True)


def example_listing_for_others() -> Card:
    """For others."""
    return listing([_BIRTHDAYS])


def example_listing_pages() -> Card:
    """More than fit on a page."""
    return listing([STAND_UP] * MOST_SHOWN, "", (0, MOST_SHOWN + 3), admin=True)


def example_listing_paused() -> Card:
    """Some of it rests."""
    still = replace(STAND_UP, value="5", at=0, rhythm="", about="Please hand in your receipts")
    return listing([_BIRTHDAYS], admin=True, paused=([Paused(still, "until somebody goes on with it")], 1))


def example_listing_at_rest() -> Card:
    """While the calendar rests."""
    return listing([], "until 6 January 2027", admin=True)


def example_entry() -> Card:
    """One entry."""
    return entry(Entry(STAND_UP, "every Monday at 09:00", "Europe/Berlin", after="3 2"))


def example_skipped() -> Card:
    """After a change."""
    return entry(Entry(STAND_UP, "every Monday at 09:00", "Europe/Berlin", status="Skipped."))


def example_paused() -> Card:
    """An entry that rests."""
    return entry(Entry(STAND_UP, "every Monday at 09:00", "Europe/Berlin", "until 6 January 2027"))


def example_ended() -> Card:
    """Removed."""
    return ended("the notice")


def example_gone() -> Card:
    """Too late."""
    return gone()


def example_move() -> Dialog:
    """The form."""
    return move("3 1", "notice: Stand-up begins", "Europe/Berlin")


def example_not_understood() -> Card:
    """Words that couldn't be read."""
    return not_understood("I can't read that as a time.", HOW_TO_ADD)
