"""Strategies: what a small workspace might live through in a week, as facts in the order of their arrival."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from hypothesis import strategies as st

from scoring.facts import Fact, FactKind, Mark
from scoring.periods import DAY, HOUR, MINUTE
from tests.storage.deed_strategies import do, prompt, undo_deed
from tests.storage.small_world import (
    BEGIN,
    BOOKS,
    CHANNELS,
    EMOJI,
    PEOPLE,
    ROSTER,
    VALUES,
    ZONES,
    NewBook,
    Step,
    profile_of,
)


class Draw(NamedTuple):
    """One deed as drawn: small numbers, so that a failing story shrinks to few and simple ones."""

    deed: str
    who: int
    what: int
    more: int
    minutes: int
    late: int


@dataclass
class Story:
    """Turns draws into facts that refer to what was said before."""

    now: int = BEGIN
    number: int = 0
    said: list[Fact] = field(default_factory=list)
    """Messages, gifts and shout-outs."""
    facts: list[tuple[int, Step]] = field(default_factory=list)
    """Each with its place of arrival, which is later than its turn if it was held up."""

    def tell(self, draw: Draw) -> None:
        """Add what was drawn."""
        self.now += 1 + draw.minutes * MINUTE
        self.number += 1
        step = DEEDS[draw.deed](self, draw)
        if step is not None:
            late = draw.late if isinstance(step, Fact) and step.kind in HELD_UP else 0
            self.facts.append((self.number + late, step))

    def fact(self, kind: FactKind, who: str, **more: object) -> Fact:
        """A fact of now."""
        return Fact(kind, self.now, who, **more)  # type: ignore[arg-type]  # each deed passes what its kind takes

    def earlier(self, draw: Draw) -> Fact | None:
        """Something said before, the latest first."""
        return self.said[-1 - draw.what % len(self.said)] if self.said else None

    def steps(self) -> list[Step]:
        """Everything in the order of arrival."""
        return [step for _, step in sorted(self.facts, key=lambda pair: pair[0])]


HELD_UP = frozenset(
    {FactKind.MESSAGE, FactKind.EDIT, FactKind.DELETE, FactKind.RESTORE, FactKind.REACTION, FactKind.UNREACTION}
)
"""What a platform may deliver late; the others are requests, which are answered or not."""


def person(number: int) -> str:
    """One of PEOPLE; the low numbers, which are drawn most, are ordinary ones."""
    return PEOPLE[number % len(PEOPLE)]


def gift_of(more: int) -> tuple[tuple[str, int], ...]:
    """One or two receivers with some units each."""
    first = (person(more), 1 + more // 8 % 3)
    return (first, (person(more // 3 + 1), 1 + more // 16 % 2)) if more % 5 == 0 else (first,)


def _post(story: Story, draw: Draw, **more: object) -> Fact:
    message = story.fact(
        FactKind.MESSAGE, person(draw.who), channel=CHANNELS[draw.what % 3], message=f"m{story.number}",
        length=draw.more % 6, marks=(0, Mark.QUESTION, Mark.PHOTO, Mark.GIF)[draw.more % 4],
    )  # fmt: skip
    message = message._replace(**more)  # type: ignore[arg-type]  # the same
    story.said.append(message)
    return message


def _thank(story: Story, draw: Draw) -> Fact:
    return _post(story, draw, gift=gift_of(draw.more), values=VALUES[: draw.more % 3])


def _mention(story: Story, draw: Draw) -> Fact:
    return _post(story, draw, people=(person(draw.more), person(draw.more + 1)))


def _answer(story: Story, draw: Draw) -> Fact | None:
    root = story.earlier(draw)
    if root is None or root.kind is not FactKind.MESSAGE:
        return None
    gift = gift_of(draw.more) if draw.more % 7 == 0 else ()
    return _post(story, draw, channel=root.channel, thread=root.thread or root.message, gift=gift)


def _edit(story: Story, draw: Draw) -> Fact | None:
    message = story.earlier(draw)
    if message is None or message.kind is not FactKind.MESSAGE:
        return None
    gift = gift_of(draw.more) if draw.more % 4 else ()
    if message.gift and draw.more % 3 == 0:
        receiver, units = message.gift[0]
        gift = ((receiver, max(1, units + draw.more % 4 - 2)),)
    return story.fact(FactKind.EDIT, message.actor, channel=message.channel, message=message.message, gift=gift)


def _delete(story: Story, draw: Draw) -> Fact | None:
    message = story.earlier(draw)
    if message is None or message.kind is not FactKind.MESSAGE:
        return None
    who = message.actor if draw.more % 3 else "eve"
    return story.fact(FactKind.DELETE, who, channel=message.channel, message=message.message)


def _restore(story: Story, draw: Draw) -> Fact | None:
    message = story.earlier(draw)
    # What the bot said itself it isn't told of again.
    if message is None or message.kind is not FactKind.MESSAGE or not message.actor:
        return None
    back = story.fact(FactKind.RESTORE, message.actor)
    return message._replace(kind=FactKind.RESTORE, seen=back.at)


def _react(story: Story, draw: Draw, kind: FactKind = FactKind.REACTION) -> Fact | None:
    message = story.earlier(draw)
    if message is None:
        return None
    target = message.actor if draw.more % 6 else ""
    return story.fact(
        kind, person(draw.who), channel=message.channel, message=message.message,
        emoji=EMOJI[draw.more % 4], target=target,
    )  # fmt: skip


def _unreact(story: Story, draw: Draw) -> Fact | None:
    before = [step for _, step in story.facts if isinstance(step, Fact) and step.kind is FactKind.REACTION]
    if not before or draw.more % 5 == 0:
        return _react(story, draw, FactKind.UNREACTION)
    return before[-1 - draw.what % len(before)]._replace(kind=FactKind.UNREACTION, at=story.now)


def _command(story: Story, draw: Draw, kind: FactKind) -> Fact:
    who = person(draw.who) if kind is FactKind.GIFT or draw.what % 4 == 0 else "ana"
    request = story.fact(
        kind, who, channel=CHANNELS[draw.what % 3], message=f"request:{story.number}", gift=gift_of(draw.more),
        values=VALUES[: draw.more % 2],
    )  # fmt: skip
    story.said.append(request)
    return request


def _card(story: Story, draw: Draw) -> Fact | None:
    gifts = [fact for fact in story.said if fact.kind in (FactKind.GIFT, FactKind.SHOUTOUT)]
    if not gifts:
        return None
    gift = gifts[-1 - draw.what % len(gifts)]
    card = story.fact(FactKind.CARD, "", channel=gift.channel, message=f"card{story.number}", target=gift.message)
    story.said.append(card)
    return card


def _undo(story: Story, draw: Draw) -> Fact | None:
    given = [fact for fact in story.said if fact.gift]
    if not given:
        return None
    gift = given[-1 - draw.what % len(given)]
    return story.fact(FactKind.UNDO, gift.actor, channel=gift.channel, message=gift.message)


def _settle(story: Story, draw: Draw) -> Fact:
    return story.fact(FactKind.SETTLE, "eve", target=f"{1 + draw.what + len(ROSTER)}.{draw.more % 4}")


def _away(story: Story, draw: Draw) -> Fact:
    first = story.now // DAY + 719_163 + draw.what % 4 - 1
    extra = {"first": first, "last": first + draw.more % 3, **({"off": 1} if draw.more % 4 == 0 else {})}
    return story.fact(FactKind.ABSENCE, person(draw.who), extra=tuple(sorted(extra.items())))


def _move(story: Story, draw: Draw) -> Fact:
    return profile_of(person(draw.who), story.now, zone=ZONES[draw.what % len(ZONES)])


def _choose(story: Story, draw: Draw) -> Fact:
    choice = ("no_score", "hidden")[draw.what % 2]
    return profile_of(person(draw.who), story.now, **{choice: draw.more % 2})


def _invite(story: Story, draw: Draw) -> Fact:
    return profile_of(("guest", "cem")[draw.who % 2], story.now, guest=draw.more % 2)


def _appoint(story: Story, draw: Draw) -> Fact:
    return profile_of(person(draw.who), story.now, roles=("", "leader")[draw.more % 2])


def _leave(story: Story, draw: Draw) -> Fact | None:
    # Who left stays away: what somebody does after that isn't kept, so it isn't known again either.
    return profile_of(("eve", "dee")[draw.who % 2], story.now, deactivated=1) if draw.more % 3 == 0 else None


DEEDS: MappingProxyType[str, Callable[[Story, Draw], Step | None]] = MappingProxyType(
    {
        "post": _post,
        "thank": _thank,
        "answer": _answer,
        "react": _react,
        "unreact": _unreact,
        "mention": _mention,
        "edit": _edit,
        "delete": _delete,
        "restore": _restore,
        "give": lambda story, draw: _command(story, draw, FactKind.GIFT),
        "praise": lambda story, draw: _command(story, draw, FactKind.SHOUTOUT),
        "card": _card,
        "undo": _undo,
        "prompt": prompt,
        "do": do,
        "undo deed": undo_deed,
        "settle": _settle,
        "away": _away,
        "move": _move,
        "choose": _choose,
        "invite": _invite,
        "appoint": _appoint,
        "leave": _leave,
        "book": lambda _, draw: NewBook(draw.what % len(BOOKS)),
    }
)

COMMON = ("post", "thank", "answer", "react", "unreact", "edit", "delete", "restore")
ADDING = ("post", "thank", "answer", "react", "mention", "give", "praise", "card", "edit")


def draws(deeds: Iterable[str], most_late: int = 6) -> st.SearchStrategy[Draw]:
    """One deed of these; small numbers are the most ordinary."""
    small = st.integers(0, 7)
    minutes = st.sampled_from([0, 1, 7, 20, 90, 500, 1440, 2000])
    return st.builds(
        Draw, st.sampled_from(tuple(deeds)), small, small, st.integers(0, 47), minutes, st.integers(0, most_late)
    )


def told(drawn: Iterable[Draw]) -> list[Step]:
    """The story of what was drawn, in the order of arrival; everybody has been introduced."""
    story = Story()
    for draw in drawn:
        story.tell(draw)
    return [*ROSTER, *story.steps()]


def stories(
    deeds: Iterable[str] = (*COMMON, *COMMON, *DEEDS), least: int = 1, most: int = 40
) -> st.SearchStrategy[list[Step]]:
    """What a workspace lives through in a week or two."""
    return st.lists(draws(deeds), min_size=least, max_size=most).map(told)


TAKES_BACK = {
    FactKind.MESSAGE: FactKind.DELETE,
    FactKind.REACTION: FactKind.UNREACTION,
    FactKind.GIFT: FactKind.UNDO,
    FactKind.SHOUTOUT: FactKind.UNDO,
}


def taken_back(fact: Fact) -> Fact | None:
    """What takes this back, a little later; nothing for what cannot be taken back."""
    kind = TAKES_BACK.get(fact.kind)
    return fact._replace(kind=kind, at=fact.at + HOUR, gift=(), values=(), people=()) if kind else None
