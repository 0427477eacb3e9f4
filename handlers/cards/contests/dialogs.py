"""Contests: what whoever holds one is told and asked, and the list of those that run and ran."""

from dataclasses import dataclass

from handlers.cards import held
from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Dialog,
    Field,
    Icon,
    Link,
    Person,
    Place,
    Runs,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.cards.contests.card import KINDS, SOMEBODY, Contest, an_example, titled, votes
from handlers.cards.held import Listing, Sort, is_on, until, where
from handlers.cards.phrases import listed
from scoring.facts import Micros

SORT = Sort(
    "contest", "contests", "trophy", "Hold a contest", '/huzzah contest photo "Your desk today" close Fri 16:00'
)
ENDS = "2h, 3d, tomorrow 16:00, Fri 16:00"
ASKED = {"photo": "Photos", "meme": "Memes", "free": "Anything"}
"""Kind -> what it asks for, where that isn't its name."""


def opened(contest: Contest, place: Place | None) -> Card:
    """It is open, and what its host can do."""
    return Card(
        f"{contest.title} is open",
        (is_on(contest.title, "open", place, contest.closes), Buttons(steering(contest))),
    )


def steering(contest: Contest) -> tuple[Button, ...]:
    """For its host and admins."""
    number = str(contest.number)
    return (
        Button("contest_close", "Close now", number, confirm="Close it now, and announce who won?"),
        Button("contest_extend", "Another deadline", number),
        Button("contest_cancel", "Call it off", number, "danger", "Call it off? Nobody wins then."),
    )


def planned(title: str, words: str, place: Place | None) -> Card:
    """It is on the calendar."""
    return Card(
        f"{title} is on the calendar",
        (
            Say(say(Icon("calendar"), f" “{title}” opens {words}", *where(place), ".")),
            Small(say("/huzzah calendar shows it, and lets you skip, move or end it.")),
        ),
    )


def mistaken(problem: str, typed: str = "") -> Card:
    """A command that could not be read."""
    return held.mistaken(SORT, problem, typed)


def not_yours(contest: Contest) -> Card:
    """Only its host and admins may do that."""
    words = " holds this contest. They, or an admin, can close it, give it more time, or call it off."
    return Card("That isn't yours to decide", (Say(say(contest.host, words)),))


def too_late(contest: Contest) -> Card:
    """It is over, or was called off."""
    words = f"“{contest.title}” isn't running any more."
    again = Button("contest_extend", "Open it again", str(contest.number))
    return Card(words, (Say(say(words)), Buttons((again,))))


def gone() -> Card:
    """There is no such contest, or none for whoever asks."""
    return Card("I don't know that contest", (Say(say("I don't know that contest. /huzzah contests lists them.")),))


@dataclass(frozen=True, slots=True)
class Draft:
    """A contest as far as it is known already."""

    kind: str = ""
    title: str = ""
    channel: str = ""
    closes: str = "3d"
    opens: str = ""
    secret: bool = False
    threaded: bool = False


def form(draft: Draft) -> Dialog:
    """What is looked for, where, and until when."""
    kinds = tuple((name, ASKED.get(name, words)) for name, (_, words) in KINDS.items())
    fields = (
        Field("kind", "What kind?", "choice", draft.kind or "photo", kinds),
        Field("title", "What is it about?", "text", draft.title, hint="As in: Your desk today"),
        Field("channel", "In which channel?", "channel", draft.channel),
        until(draft.closes, ENDS),
        Field(
            "opens", "Opens", "text", draft.opens, required=False,
            hint="Now, if you leave this empty. Or: tomorrow 9:00, every 1st friday 9:00",
        ),
        Field(
            "secret", "Keep the standing sealed until the close", "toggle", "true" if draft.secret else "",
            required=False,
        ),
        Field(
            "threaded", "Only answers in its thread are entries", "toggle", "true" if draft.threaded else "",
            required=False,
        ),
    )  # fmt: skip
    return Dialog("contest", "Hold a contest", fields, "Open it")


def deadline_form(number: int, title: str) -> Dialog:
    """Another deadline."""
    return Dialog("contest_extend", "Another deadline", (until("1d", ENDS),), "Save", str(number), say(title[:200]))


@dataclass(frozen=True, slots=True)
class Past:
    """One of the hall of fame."""

    title: str
    at: Micros
    place: Place | None
    winners: tuple[Person, ...] = ()
    others: int = 0
    """Winners who aren't named."""
    votes: int = 0
    link: str = ""
    """The message that won."""


def listing(found: Listing[Contest, Past]) -> Card:
    """Those that run, and the hall of fame."""
    running: list[Block] = []
    for contest, place, mine in found.running:
        running.append(held.titled(titled(contest), place, contest.closes))
        running += [Buttons(steering(contest))] if mine else []
    past: list[Block] = []
    if found.past:
        past = [Say(say(Text("Hall of fame", bold=True))), Bullets(tuple(_past(each) for each in found.past))]
    return held.listing(SORT, found, running, past)


def _past(past: Past) -> Runs:
    when = (Text(", "), When(past.at, "date"))
    if not past.winners and not past.others:
        return say(past.title, *where(past.place), *when, ": nobody won")
    hidden = [Text(SOMEBODY if past.others == 1 else f"{past.others} others")] if past.others else []
    named = listed([*past.winners, *hidden])
    each = " each" if len(past.winners) + past.others > 1 else ""
    link = (Text(" - "), Link("see it", channel=past.place.id, message=past.link)) if past.place and past.link else ()
    return say(past.title, *where(past.place), *when, ": ", *named, f" with {votes(past.votes)}{each}", *link)


_PLACE = Place("C1", "general")


def example_opened() -> Card:
    """For its host."""
    return opened(an_example(), _PLACE)


def example_planned() -> Card:
    """One that comes again and again."""
    return planned("Friday desk", "every 1st Friday of the month at 09:00", _PLACE)


def example_done() -> Card:
    """More time."""
    return held.done("“Your desk today” has more time now.")


def example_mistaken() -> Card:
    """No title."""
    return mistaken("What is it about? Put it in quotes.", "photo close 2d")


def example_not_yours() -> Card:
    """Somebody else's."""
    return not_yours(an_example())


def example_too_late() -> Card:
    """It is over."""
    return too_late(an_example())


def example_gone() -> Card:
    """No such contest."""
    return gone()


def example_form() -> Dialog:
    """The form."""
    return form(Draft(channel="C1", secret=True))


def example_deadline_form() -> Dialog:
    """More time, or less."""
    return deadline_form(7, "Your desk today")


def example_listing() -> Card:
    """One runs, two ran."""
    past = (
        Past("Lunch with a view", 1_759_000_000_000_000, _PLACE, (Person("U2", "Ben Okafor"),), 0, 9, "m1"),
        Past("Best bug", 1_758_000_000_000_000, _PLACE),
    )
    return listing(Listing(((an_example(), _PLACE, True),), past, 3))
