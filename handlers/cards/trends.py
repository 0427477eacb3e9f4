"""Trends: what is rising, ideas for moderators, and what a channel is told once it is counted there."""

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
    Link,
    Place,
    Run,
    Runs,
    Say,
    Small,
    Text,
    When,
    Words,
    say,
)
from handlers.cards.phrases import short_date
from scoring.facts import Micros
from scoring.markup import plain

BECOMES = {"prompt": "a question", "poll": "a poll", "contest": "a contest"}
LONGEST_OPTIONS = 2_000


@dataclass(frozen=True, slots=True)
class Idea:
    """What may be asked in a channel."""

    number: int
    kind: str
    place: Place
    reason: str
    """Markup."""
    question: str
    """Markup."""
    options: tuple[str, ...] = ()
    closes: Micros = 0
    thread: str = ""
    """The thread it is about."""


@dataclass(frozen=True, slots=True)
class Rising:
    """Something that is rising: what, and the numbers."""

    kind: str
    item: str
    people: int
    usual: int
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """A channel in which is counted."""

    place: Place
    rising: tuple[Rising, ...]
    from_day: int = 0
    """Before this day nothing rises here yet; 0 once that is over."""


def proposed(idea: Idea) -> Card:
    """For each moderator alone."""
    blocks: list[Block] = [Header(f"An idea for {_named(idea.place)}", "bulb"), *_idea(idea)]
    blocks.append(Buttons(_buttons(idea)))
    hint = "Only moderators see this; whoever is first decides. If nobody does by "
    blocks.append(Small(say(hint, When(idea.closes), ", it is dropped. What else is rising: /huzzah trends")))
    return Card(f"An idea for {_named(idea.place)}: {plain(idea.question, {})}"[:150], tuple(blocks))


def _named(place: Place) -> str:
    return f"#{place.name}"


def _idea(idea: Idea) -> list[Block]:
    # Why first, then what could come of it; of a day of the year the question itself says why.
    runs: list[Run] = [] if idea.reason.rstrip(".") in idea.question else [Text(f"{plain(idea.reason, {})} ")]
    if idea.thread:
        runs += [Link("See the thread", channel=idea.place.id, message=idea.thread), Text(". ")]
    runs.append(Text(f"It could become {BECOMES.get(idea.kind, 'a question')}:"))
    blocks: list[Block] = [Say(tuple(runs)), Words(idea.question)]
    if idea.options:
        blocks.append(Bullets(tuple(say(option) for option in idea.options)))
    return blocks


def _buttons(idea: Idea) -> tuple[Button, ...]:
    value = str(idea.number)
    return (
        Button("idea_approve", "Post it", value, "primary"),
        Button("idea_edit", "Edit first", value),
        Button("idea_drop", "Drop it", value),
    )


def form(idea: Idea) -> Dialog:
    """To edit it before it is posted."""
    fields = (
        Field("question", "Question", "lines", plain(idea.question, {}), hint="Everybody in the channel sees it."),
        Field(
            "kind", "It becomes", "choice", idea.kind,
            tuple((kind, words[2:].capitalize()) for kind, words in BECOMES.items()),
        ),
        Field(
            "options", "Options of a poll", "lines", "\n".join(idea.options), hint="One on each line.", required=False
        ),
    )  # fmt: skip
    return Dialog("idea", "Edit the idea", fields, "Post it", str(idea.number))


def approved(idea: Idea) -> Card:
    """Instead of the idea, once it is posted."""
    return Card(
        "Posted", (Say(say(Icon("white_check_mark"), " It now stands in ", idea.place, ":")), Words(idea.question))
    )


def dropped() -> Card:
    """Instead of the idea."""
    return Card("Dropped", (Say(say(Icon("wastebasket"), " Dropped. I won't come back to it soon.")),))


def settled(words: str) -> Card:
    """It was decided already, or is cold."""
    return Card(words, (Say(say(words)),))


def question(words: str, channel: str = "", thread: str = "") -> Card:
    """An approved question, for everybody."""
    blocks: list[Block] = [Header("Tell us", "speech_balloon"), Words(words)]
    if thread:
        blocks.append(Say(say(Link("To the thread", channel=channel, message=thread))))
    blocks.append(Small(say("Answer in the thread of this message.")))
    return Card(plain(words, {})[:150], tuple(blocks))


def rising(watched: tuple[Watched, ...], ideas: tuple[Idea, ...], today: int) -> Card:
    """What is rising, for moderators."""
    blocks: list[Block] = [Header("What is rising", "chart_with_upwards_trend")]
    for each in watched:
        blocks.append(Say(say(Text("In ", bold=True), each.place)))
        if each.from_day:
            words = f"I am still learning what is usual here, until {short_date(each.from_day, today)}."
            blocks.append(Say(say(words)))
        elif each.rising:
            blocks.append(Bullets(tuple(_rising(one) for one in each.rising)))
        else:
            blocks.append(Say(say("Nothing out of the ordinary in the last three days.")))
    for idea in ideas:
        blocks += [Say(say(Icon("bulb"), " An idea for ", idea.place, ":")), *_idea(idea), Buttons(_buttons(idea))]
    hint = "How many different people used something, against what is usual there. Nobody's name and no text is kept."
    return Card("What is rising", (*blocks, Small(say(hint))))


def _rising(one: Rising) -> Runs:
    what: Runs = (Text(f"#{one.item}" if one.kind == "hashtag" else one.item),)
    if one.kind == "emoji":
        what = (Icon(one.item),)
    if one.kind == "thread":
        what = (Link("A thread", channel=one.channel, message=one.item),)
    usual = f"usually about {one.usual}" if one.usual else "new here"
    return (*what, Text(f": {one.people} people in three days, {usual}"))


def no_channel() -> Card:
    """Nothing is counted anywhere."""
    hint = (
        "An admin opens a channel for it with /huzzah trends on, written there. Then I count how many different people "
        "use which emoji, hashtags and links, and propose a question when something is rising."
    )
    return Card("Trends are off", (Say(say(Text("Trends are off everywhere you can see.", bold=True))), Say(say(hint))))


def for_moderators() -> Card:
    """Somebody else asked."""
    words = "Only moderators and admins see what is rising. Have an idea for a question? /huzzah propose"
    return Card("Only moderators see this", (Say(say(words)),))


def admins_only() -> Card:
    """Somebody else tried."""
    words = "Only an admin can switch trends on or off in a channel."
    return Card(words, (Say(say(words)),))


def not_here(why: str) -> Card:
    """It can't be counted there, and what to do."""
    return Card("Not here", (Say(say(why)),))


def opened(place: Place) -> Card:
    """For everybody in the channel, so that nobody is counted without knowing."""
    point = "From now on I watch what is rising here."
    rows = (
        say("I count how many different people use an emoji, a hashtag or a link, or answer in a thread."),
        say("I keep neither your words nor your names, and leave out sensitive themes."),
        say("When something is rising, a moderator may turn it into a question for all of us."),
    )
    hint = "An admin ends it with /huzzah trends off. Whoever doesn't take part (/huzzah privacy) isn't counted."
    blocks = (Header("Trends are on", "chart_with_upwards_trend"), Say(say(point)), Bullets(rows), Small(say(hint)))
    return Card(f"Trends are on in #{place.name}", blocks)


def closed(place: Place) -> Card:
    """The same card, once it is over."""
    words = "Trends are off here. What was counted is deleted."
    return Card(f"Trends are off in #{place.name}", (Say(say(Icon("white_check_mark"), " ", words)),))


def switched(place: Place, *, on: bool, before: bool) -> Card:
    """For the admin."""
    if before:
        words = " is watched already." if on else " wasn't watched."
        return Card("Nothing changed", (Say(say(place, words)),))
    if not on:
        return Card("Trends are off", (Say(say("Trends are off in ", place, ". What was counted there is deleted.")),))
    hint = "For two weeks I learn what is usual. Then: /huzzah trends. Everybody in the channel is told."
    return Card("Trends are on", (Say(say("Trends are on in ", place, ".")), Small(say(hint))))


GENERAL = Place("C1", "general")
AN_IDEA = Idea(
    7, "poll", GENERAL, "12 people used 🌮 in three days; about 2 would be usual.",
    ":taco: – what does it say about your week?",
    ("All is well", "Busy, but fine", "Send coffee", "Ask me on Friday"), 1_795_200_000_000_000,
)  # fmt: skip


def example_proposed() -> Card:
    """A poll about an emoji."""
    return proposed(AN_IDEA)


def example_form() -> Dialog:
    """To edit it."""
    return form(AN_IDEA)


def example_approved() -> Card:
    """It is posted."""
    return approved(AN_IDEA)


def example_question() -> Card:
    """About a thread."""
    words = "A thread here has got many people talking. What is the point, in one line?"
    return question(words, "C1", "1")


def example_rising() -> Card:
    """Two channels, one of them new."""
    found = (
        Rising("hashtag", "offsite", 12, 1),
        Rising("emoji", "taco", 9, 2),
        Rising("link", "docs.example.org/roadmap", 6, 0),
        Rising("thread", "1", 14, 3, "C1"),
    )
    watched = (Watched(GENERAL, found), Watched(Place("C2", "random"), (), 739_950))
    return rising(watched, (AN_IDEA,), 739_940)


def example_opened() -> Card:
    """What a channel is told."""
    return opened(GENERAL)


def example_off() -> Card:
    """Nothing is counted."""
    return no_channel()
