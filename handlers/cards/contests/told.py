"""Contests: what is left of a card where another organisation reads along, and what is told privately."""

from collections.abc import Sequence

from handlers.cards.blocks import Card, Icon, Runs, Say, Small, Text, say
from handlers.cards.contests.card import Contest, Place, an_example, named, won_with


def kept_back(*, over: bool) -> Card:
    """What is left of its card where another organisation reads along."""
    how = "is over. Who won is told privately" if over else "goes on. How it stands isn't shown"
    words = f"This contest {how}, since another organisation is in this channel now."
    return Card("This contest is over" if over else "This contest goes on", (Small(say(words)),))


def over_privately(contest: Contest, won: Sequence[Place]) -> Card:
    """For its host, where the channel isn't told."""
    how: Runs = (*named(won), Text(f" won with {won_with(won)}.")) if won else say("without a winner this time.")
    blocks = (
        Say(say(f"“{contest.title}” is over: ", *how)),
        Small(say("Another organisation is in its channel now, so I say nothing about colleagues there.")),
    )
    return Card(f"{contest.title} is over", blocks)


def you_won(contest: Contest, *, shared: bool = False) -> Card:
    """For a winner whom the card doesn't name."""
    why = "You would rather not be announced, so the card doesn't name you."
    if shared:
        why = "Another organisation is in its channel now, so you alone are told."
    words = f" You won “{contest.title}”! {why}"
    return Card(f"You won {contest.title}", (Say(say(Icon("trophy"), words)),))


def not_opened(title: str, why: str, *, again: bool) -> Card:
    """For whoever planned one that can't be opened."""
    rest = "The next one comes as planned; /huzzah calendar shows it." if again else "Hold it now: /huzzah contest"
    return Card(f"{title} did not open", (Say(say(Icon("bulb"), f" “{title}” did not open. {why}")), Small(say(rest))))


def host_left(title: str) -> Card:
    """For admins: one that came again and again, of somebody who left."""
    words = f"Whoever planned the contest “{title}” has left, so it doesn't open any more."
    return Card(
        f"The contest {title} ended",
        (Say(say(Icon("bulb"), f" {words}")), Small(say("To go on with it: /huzzah contest"))),
    )


def example_kept_back() -> Card:
    """Another organisation came."""
    return kept_back(over=True)


def example_over_privately() -> Card:
    """For its host."""
    contest = an_example()
    return over_privately(contest, contest.places[:1])


def example_you_won() -> Card:
    """Privately."""
    return you_won(an_example())


def example_not_opened() -> Card:
    """Too many at once."""
    why = (
        "Ana Sousa's contest “Your desk today” runs in #general until Friday 20 November, 16:00, and takes every "
        "picture there."
    )
    return not_opened("Friday desk", why, again=True)


def example_host_left() -> Card:
    """Without a host."""
    return host_left("Friday desk")
