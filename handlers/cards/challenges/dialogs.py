"""Challenges: what whoever calls one is told and asked, and the list of those that run and ran."""

from dataclasses import dataclass

from handlers.cards import held
from handlers.cards.blocks import (
    Block,
    Button,
    Buttons,
    Card,
    Dialog,
    Field,
    Icon,
    Place,
    Runs,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.cards.challenges.card import WORDS, Challenge, an_example, people, progress
from handlers.cards.held import Listing, Sort, is_on, until, where
from scoring.facts import Micros

SORT = Sort(
    "challenge", "challenges", "mountain", "Call a challenge",
    '/huzzah challenge "500 thanks this month" thanks 500 until 30 Nov',
)  # fmt: skip
LABELS = {
    "thanks": "Thanks given",
    "people": "People who thank somebody",
    "newcomers": "People who answer a newcomer",
    "answers": "Questions of colleagues answered",
    "photos": "Photos and gifs shared",
    "prompts": "Answers to the question of the day",
}


def begun(challenge: Challenge, place: Place | None, hint: str = "") -> Card:
    """It runs, and what whoever called it can do; `hint`: how it would count elsewhere."""
    counts = "everywhere" if challenge.wide else "in this channel only"
    blocks = (
        is_on(challenge.title, "on", place, challenge.closes),
        Small(say(f"It counts {counts}. {hint}".rstrip())),
        Buttons(steering(challenge)),
    )
    return Card(f"{challenge.title} is on", blocks)


def steering(challenge: Challenge) -> tuple[Button, ...]:
    """For whoever called it, and admins."""
    number = str(challenge.number)
    return (
        Button("challenge_end", "End it now", number, confirm="End it now, and thank everybody?"),
        Button("challenge_cancel", "Call it off", number, "danger", "Call it off? No thanks are posted then."),
    )


def mistaken(problem: str, typed: str = "") -> Card:
    """A command that could not be read."""
    return held.mistaken(SORT, problem, typed)


@dataclass(frozen=True, slots=True)
class Draft:
    """A challenge as far as it is known already."""

    title: str = ""
    measure: str = ""
    goal: int = 0
    channel: str = ""
    closes: str = "30d"
    wide: bool = False
    """For the whole company."""


def form(draft: Draft) -> Dialog:
    """What is counted, how much of it, where, and until when."""
    fields = (
        Field("title", "What is the goal?", "text", draft.title, hint="As in: 500 thanks this month"),
        Field("measure", "What is counted?", "choice", draft.measure or "thanks", tuple(LABELS.items())),
        Field("goal", "How much?", "number", str(draft.goal) if draft.goal else ""),
        until(draft.closes, "30d, Fri 17:00, 2026-12-18"),
        Field("channel", "In which channel does its card stand?", "channel", draft.channel),
        Field(
            "wide", "Who is it for?", "choice", "company" if draft.wide else "here",
            (("company", "The whole company"), ("here", "This channel only")),
        ),
    )  # fmt: skip
    return Dialog("challenge", "Call a challenge", fields, "Begin")


@dataclass(frozen=True, slots=True)
class Past:
    """One of the archive."""

    challenge: Challenge
    at: Micros
    place: Place | None
    season: str = ""


def listing(found: Listing[Challenge, Past]) -> Card:
    """Those that run, and the archive, season by season."""
    running: list[Block] = []
    for challenge, place, mine in found.running:
        running += [held.titled(challenge.title, place, challenge.closes), *progress(challenge)]
        running += [Buttons(steering(challenge))] if mine else []
    past: list[Block] = []
    season = None
    for each in found.past:
        if each.season != season:
            season = each.season
            past.append(Say(say(Text(season or "Archive", bold=True))))
        past.append(Say(_past(each)))
    return held.listing(SORT, found, running, past)


def _past(past: Past) -> Runs:
    challenge = past.challenge
    icon = "white_check_mark" if challenge.amount >= challenge.goal else "checkered_flag"
    amount = f": {challenge.amount:,} of {challenge.goal:,} {WORDS[challenge.measure][0]}, {people(challenge.helpers)}"
    return say(Icon(icon), f" {challenge.title}", *where(past.place), ", ", When(past.at, "date"), amount)


_PLACE = Place("C1", "general")


def example_begun() -> Card:
    """For whoever called it."""
    return begun(an_example(0, 0), _PLACE, "With “here” it counts in this channel only.")


def example_mistaken() -> Card:
    """No number."""
    return mistaken("How much is the goal? Add a number, as in 500.", "“More thanks”")


def example_done() -> Card:
    """Called off."""
    return held.done("“500 thanks this month” is called off.")


def example_form() -> Dialog:
    """The form."""
    return form(Draft(channel="C1", wide=True))


def example_listing() -> Card:
    """One runs, two ran."""
    past = (
        Past(an_example(517), 1_759_000_000_000_000, _PLACE, "Autumn"),
        Past(an_example(180, 20), 1_758_000_000_000_000, _PLACE, "Summer"),
    )
    return listing(Listing(((an_example(), _PLACE, True),), past, 3))
