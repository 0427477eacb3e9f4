"""What one person alone is told about a poll: a preview, what they chose, what to type, and that it is out."""

from collections.abc import Sequence

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Header,
    Icon,
    Person,
    Place,
    Run,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.cards.polls.card import asked, standing
from handlers.cards.polls.words import KINDS, Option, Poll, rules, until
from handlers.cards.written import runs_of, short
from handlers.polls import terms as of_poll
from storage.votes import LEAST

LONGEST_VALUE = 500
AFTER = "It is anonymous and compared by group, so results come after the close alone."
SEALED_QUIZ = "Results of a quiz come after the close alone: whoever saw them before could copy the answer."
OUT, CHANGED, AGAIN = "Your poll is out", "Your poll is changed", "Your poll is open again"
LISTED = "|listed"
"""What the value of a button ends with that stands in a list of several polls."""
CROWD = 10
"""In a channel with fewer people, an anonymous poll may well stay below five votes."""
EXAMPLES = (
    '/poll "Lunch on Friday?" "Pizza" "Sushi" "Surprise me"',
    "/poll Lunch on Friday? Pizza, Sushi, Surprise me anonymous close 2h",
    '/poll "How was the offsite?" rating',
)


def told(summary: str, words: str = "", *buttons: Button) -> Card:
    """A short note."""
    blocks: list[Block] = [Say(say(words or summary))]
    return Card(summary, (*blocks, Buttons(buttons)) if buttons else tuple(blocks))


def mistaken(problem: str, typed: str = "", examples: Sequence[str] = EXAMPLES) -> Card:
    """What is wrong, what works, and a form that keeps what was typed."""
    shown = Bullets(tuple(say(Text(example)) for example in examples))
    # A value is never cut: with half of what was typed the form would be a trap.
    value = typed if len(typed) <= LONGEST_VALUE else ""
    button = Button("poll_form", "Fill in the form", value, "primary")
    return Card(problem, (Say(say(problem)), Small(say("For example:")), shown, Buttons((button,))))


def help_card() -> Card:
    """How one asks, in a few lines."""
    rows = tuple(say(Text(example)) for example in EXAMPLES)
    words = (
        "Behind it, in any order: anonymous, multi or limit 2, hidden (results once you voted), sealed (results after "
        "the close), add (people add options), close 2h or close Fri 17:00, every friday 10:00, remind, "
        "by team (compare groups), in #channel."
    )
    kinds = 'Kinds: yesno, rating, enps, ranking, open (own words), quiz (put a * behind what is right; because "…").'
    buttons = Buttons((Button("poll_form", "Fill in a form", "", "primary"),))
    return Card("How to ask everybody", (Header("Ask everybody", "bar_chart"), Bullets(rows), Say(say(words)),
                                         Say(say(kinds)), buttons))  # fmt: skip


def few_here(poll: Poll, reach: int) -> list[Block]:
    """For who asks anonymously: below five votes they won't see a result, either; `reach` is how many can vote."""
    if not poll.anonymous:
        return []
    rule = "With fewer than five votes nobody ever sees a result, not even you."
    if 0 < reach < LEAST:
        people = "1 person" if reach == 1 else f"{reach} people"
        named = "as a rating from 1 to 5" if poll.kind == of_poll.ENPS else "without anonymous"
        advice = f"Ask in a larger channel, or {named}."
        return [Say(say(Icon("warning"), f" Only {people} can vote here. {rule} {advice}"))]
    if 0 < reach < CROWD:
        return [Say(say(Icon("warning"), f" Only {reach} people can vote here. {rule}"))]
    return [Small(say(rule))]


def preview(poll: Poll, place: Place | None, reach: int = 0, again: str = "", twice: Sequence[str] = ()) -> Card:
    """What everybody will see, before anybody does; `again` says when, if not now."""
    where: tuple[Run, ...] = (Text(" in "), place) if place else ()
    blocks: list[Block] = [Small(say("Only you see this. It will look like this", *where, ":"))]
    blocks += [*asked(poll), Small(say(rules(poll)))]
    if poll.kind not in (of_poll.OPEN, of_poll.RATING, of_poll.ENPS):
        blocks.append(standing(poll))
    right = [poll.option(number) for number in poll.terms.right]
    if right:
        blocks.append(Small(say(f"Right: {', '.join(right)} (shown after the close)")))
    number = str(poll.number)
    blocks += [*_left_out(poll, twice), *_sealed_all_the_same(poll), *few_here(poll, reach)]
    blocks += [
        Say(say(Icon("spiral_calendar_pad"), " ", again)) if again else Small(until(poll)),
        Buttons(
            (
                Button("poll_post", "Plan it" if again else "Post it", number, "primary"),
                Button("poll_change", "Change", number),
                Button("poll_discard", "Discard", number),
            )
        ),
    ]
    return Card(f"Preview: {poll.title}", tuple(blocks))


def out(poll: Poll, place: Place | None, twice: Sequence[str] = (), reach: int = 0, point: str = OUT) -> Card:
    """It is posted, changed or open again; how to manage it."""
    where: tuple[Run, ...] = (Text(" in "), place) if place else ()
    blocks: list[Block] = [
        Say(say(Text(poll.title, bold=True), f" · {point}", *where, "; it ", *_goes_on(poll), ".")),
        *few_here(poll, reach),
    ]
    blocks += [*_left_out(poll, twice), *_sealed_all_the_same(poll)]
    if poll.anonymous and poll.terms.by:
        blocks.append(Small(say(AFTER)))
    blocks.append(Buttons(steering(poll)))
    return Card(f"{point}: {poll.title}", tuple(blocks))


def _left_out(poll: Poll, twice: Sequence[str]) -> list[Block]:
    if not twice:
        return []
    names = ", ".join(short(option, poll.names) for option in twice)
    return [Small(say(f"{names} stood there twice, so I left out one."))]


def _sealed_all_the_same(poll: Poll) -> list[Block]:
    return [Small(say(SEALED_QUIZ))] if poll.kind == of_poll.QUIZ and poll.terms.asked else []


def _goes_on(poll: Poll) -> tuple[Run, ...]:
    return (Text("closes "), When(poll.closes)) if poll.closes else (Text("stays open until you close it"),)


def steering(poll: Poll) -> tuple[Button, ...]:
    """For who may steer it."""
    number = str(poll.number)
    if poll.state == of_poll.CLOSED:
        gone = Button("poll_delete", "Delete", number, "danger", "Take the poll and its votes away for good?")
        return (Button("poll_results", "Results", number, "primary"), *open_again(poll), gone)
    change = () if poll.of_round else (Button("poll_edit", "Change", number),)
    return (
        Button("poll_close", "Close now", number, confirm="Close it for everybody now?"),
        *change,
        Button("poll_owners", "Co-owners", number),
        Button("poll_delete", "Delete", number, "danger", "Take the poll and its votes away for good?"),
    )


def open_again(poll: Poll) -> tuple[Button, ...]:
    """Of a closed one; none where that can't be."""
    if poll.anonymous or poll.kind == of_poll.QUIZ:
        return ()
    return (Button("poll_reopen", "Open again", str(poll.number)),)


def listing(rows: Sequence[tuple[Poll, Place | None, bool]], page: int = 0, *, more: bool = False) -> Card:
    """The polls somebody may see: open ones first; (poll, where, whether they may steer it)."""
    if not rows and not page and not more:
        button = Button("poll_form", "Ask everybody", "", "primary")
        hint = f"Nobody has asked anything yet. Begin: {EXAMPLES[0]}"
        return Card("No polls yet", (Say(say(hint)), Buttons((button,))))
    blocks: list[Block] = [Header("Polls", "bar_chart")]
    for poll, place, steers in rows:
        state = until(poll) if poll.state == of_poll.STANDING else say("closed ", When(poll.closed_at))
        where: tuple[Run, ...] = (Text(" · "), place) if place else ()
        asker = f" · asked by {poll.asker.name}" if poll.asker else ""
        blocks.append(Say(say(Text(poll.title, bold=True), f" · {KINDS[poll.kind]} · ", *state, *where, asker)))
        number = str(poll.number)
        buttons = [Button("poll_results", "Results", number)]
        if steers:
            buttons.append(Button("poll_steer", "Manage", number))
        blocks.append(Buttons(tuple(buttons)))
    back = (Button("poll_more", "Back", str(page - 1)),) if page else ()
    further = (Button("poll_more", "Show more", str(page + 1)),) if more else ()
    blocks.append(Buttons((*back, *further, Button("poll_form", "Ask everybody", "", "primary"))))
    return Card("Polls", tuple(blocks))


def closable(rows: Sequence[tuple[Poll, Place | None]]) -> Card:
    """Which poll shall be closed?"""
    if not rows:
        words = "No open poll of yours is here to be closed. All that were asked: /huzzah polls"
        return told("No open poll of yours", words)
    point = "Close this poll?" if len(rows) == 1 else "Which poll shall I close?"
    blocks: list[Block] = [Say(say(Text(point, bold=True)))]
    for poll, place in rows:
        where: tuple[Run, ...] = (Text(" · "), place) if place else ()
        button = Button("poll_close", "Close now", f"{poll.number}{LISTED}", confirm="Close it for everybody now?")
        blocks += [Say(say(Text(poll.title), " · ", *until(poll), *where)), Buttons((button,))]
    return Card(point, tuple(blocks))


def steer(poll: Poll, place: Place | None) -> Card:
    """All that can be done with one poll, for who may."""
    where: tuple[Run, ...] = (Text(" · "), place) if place else ()
    state = until(poll) if poll.state == of_poll.STANDING else say("closed ", When(poll.closed_at))
    blocks = [*asked(poll), Small(say(*state, *where)), Buttons(steering(poll))]
    if poll.kind == of_poll.OPEN:
        blocks.append(Buttons((Button("poll_moderate", "Look over answers", str(poll.number)),)))
    return Card(poll.title, tuple(blocks))


def moderation(poll: Poll, answers: Sequence[tuple[Option, Person | None]]) -> Card:
    """Open answers to show or hide, those that wait first."""
    blocks: list[Block] = [Header(f"Answers: {poll.title}", "speech_balloon")]
    if not answers:
        blocks.append(Say(say("There is no answer yet.")))
    for option, person in answers:
        by: tuple[Run, ...] = (Text(f" – {person.name}", italic=True),) if person else ()
        blocks.append(Say(say(*runs_of(option.words, poll.names), *by)))
        value = f"{poll.number}|{option.number}"
        show, hide = Button("poll_show", "Show", value, "primary"), Button("poll_hide", "Hide", value)
        blocks.append(
            Buttons((hide,) if option.state == "shown" else (show,) if option.state == "removed" else (show, hide))
        )
    return Card(f"Answers: {poll.title}", tuple(blocks))


def waiting(poll: Poll) -> Card:
    """For the asker: an answer waits to be looked over."""
    button = Button("poll_moderate", "Look over answers", str(poll.number), "primary")
    return told("An answer waits for you", f"An answer to “{poll.title}” waits until you show it.", button)


def reminder(poll: Poll, place: Place | None) -> Card:
    """For who hasn't voted yet."""
    where: tuple[Run, ...] = (Text(" in "), place) if place else ()
    words = say("There is still time: “", Text(poll.title, bold=True), "”", *where, " ", *until(poll), ".")
    return Card(f"Still open: {poll.title}", (Say(words),))


_FRIDAY = 1_795_190_400_000_000
_POLL = Poll(7, "Lunch on Friday?", options=(Option(1, "Pizza"), Option(2, "Sushi")), asker=Person("U1", "Ana Sousa"),
             closes=_FRIDAY)  # fmt: skip
_ASKED = Poll(12, "What would make next week better?", of_poll.OPEN, closes=_FRIDAY, anonymous=True)
_PLACE = Place("C1", "general")


def example_mistaken() -> Card:
    """Something is missing."""
    return mistaken("What can people choose?", "Lunch on Friday?")


def example_help() -> Card:
    """How one asks."""
    return help_card()


def example_preview() -> Card:
    """Before it is posted."""
    return preview(_POLL, _PLACE)


def example_out() -> Card:
    """After it was posted."""
    return out(_POLL, _PLACE, ("Pizza",))


def example_listing() -> Card:
    """What is open."""
    return listing(((_POLL, _PLACE, True), (_ASKED, None, False)), 1, more=True)


def example_closable() -> Card:
    """Which one?"""
    return closable(((_POLL, _PLACE), (_ASKED, None)))


def example_steer() -> Card:
    """What can be done with one."""
    return steer(_POLL, _PLACE)


def example_moderation() -> Card:
    """Answers to look over."""
    return moderation(_ASKED, ((Option(1, "Better coffee", state="waiting"), None), (Option(2, "Naps"), None)))


def example_waiting() -> Card:
    """An answer waits."""
    return waiting(_ASKED)


def example_reminder() -> Card:
    """Time is running out."""
    return reminder(_POLL, _PLACE)
