"""Badges and levels: what somebody just earned, told to them alone or in the thread."""

from dataclasses import dataclass

from handlers.cards.blocks import Block, Bullets, Button, Buttons, Card, Icon, Person, Run, Runs, Say, Text, say
from handlers.cards.phrases import listed


@dataclass(frozen=True, slots=True)
class Earned:
    """New badges as (emoji, name, words), and a new level as (emoji, name), all from one deed."""

    member: Person
    badges: tuple[tuple[str, str, str], ...] = ()
    level: tuple[str, str] | None = None


def _names(earned: Earned) -> list[Run]:
    return [Text(name, bold=True) for _, name, _ in earned.badges]


def own(earned: Earned) -> Card:
    """For the one who earned it."""
    blocks: list[Block] = []
    if earned.level:
        emoji, name = earned.level
        blocks.append(Say(say(Icon(emoji), " You reached a new level: ", Text(name, bold=True), "!")))
    if earned.badges:
        blocks.append(Say(say("You earned a badge:" if len(earned.badges) == 1 else "You earned badges:")))
        blocks.append(Bullets(tuple(_row(*badge) for badge in earned.badges)))
    blocks.append(Buttons((Button("huzzah", "See my profile", "me"),)))
    return Card(_summary(earned, "You"), tuple(blocks))


def _row(emoji: str, name: str, words: str) -> Runs:
    return say(Icon(emoji), " ", Text(name, bold=True), f": {words}" if words else "")


def public(earned: Earned) -> Card:
    """For the thread, where that is wanted."""
    runs: list[Run] = [Icon(earned.level[0] if earned.level else earned.badges[0][0]), Text(" "), earned.member]
    if earned.badges:
        runs += [Text(" earned "), *listed(_names(earned))]
    if earned.level:
        runs += [Text(" and is now " if earned.badges else " is now "), Text(earned.level[1], bold=True)]
    return Card(_summary(earned, earned.member.name), (Say((*runs, Text("."))),))


def _summary(earned: Earned, who: str) -> str:
    names = [name for _, name, _ in earned.badges]
    if earned.level:
        names.append(earned.level[1])
    return f"{who} earned {', '.join(names)}"


def example_own() -> Card:
    """A badge and a level at once."""
    return own(
        Earned(
            Person("U1", "Ana Sousa"),
            (("seedling", "Ten thanks", "Ten different people thanked"),),
            ("bulb", "Lighthouse"),
        )
    )


def example_public() -> Card:
    """In the thread."""
    return public(Earned(Person("U1", "Ana Sousa"), (("seedling", "Ten thanks", "Ten different people thanked"),)))
