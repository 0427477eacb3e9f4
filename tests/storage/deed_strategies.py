"""Strategies of deeds: questions of the bot's own, what is won and met, and what turns out not to be so."""

from typing import TYPE_CHECKING

from scoring.book import Kind
from scoring.facts import Fact, FactKind
from tests.storage.small_world import CHANNELS, PEOPLE

if TYPE_CHECKING:
    from tests.storage.strategies import Draw, Story


def prompt(story: "Story", draw: "Draw") -> Fact:
    """A question of the bot's own, now and then one that turns out to be a message."""
    asked = story.fact(FactKind.PROMPT, "", channel=CHANNELS[draw.what % 3], message=f"prompt{story.number}")
    # Also now and then about a message that is known already, or comes later.
    message = story.earlier(draw) if draw.more % 5 == 0 else None
    if message is None or message.kind is not FactKind.MESSAGE:
        story.said.append(asked._replace(kind=FactKind.MESSAGE))
        return asked
    return asked._replace(channel=message.channel, message=message.message)


WON = (Kind.CONTEST_WON, Kind.QUIZ_WON, Kind.BEST_ANSWER, Kind.VOTED, Kind.MET)


def do(story: "Story", draw: "Draw", fact_kind: FactKind = FactKind.DEED) -> Fact:
    """Something won, a vote, a coffee."""
    kind = WON[draw.more % len(WON)]
    who = PEOPLE[draw.who % len(PEOPLE)]
    others = (PEOPLE[draw.more % len(PEOPLE)], PEOPLE[draw.more // 2 % len(PEOPLE)]) if kind is Kind.MET else ()
    message = "" if kind is Kind.VOTED else f"{kind.value}:{draw.what % 3}"
    channel = "" if kind is Kind.VOTED else CHANNELS[draw.what % 3]
    return story.fact(fact_kind, who, channel=channel, message=message, target=kind.value, people=others)


def undo_deed(story: "Story", draw: "Draw") -> Fact:
    """It was not so after all, or never was."""
    done = [step for _, step in story.facts if isinstance(step, Fact) and step.kind is FactKind.DEED]
    if not done or draw.more % 7 == 0:
        return do(story, draw, FactKind.UNDEED)
    return done[-1 - draw.what % len(done)]._replace(kind=FactKind.UNDEED, at=story.now)
