"""Stories: short runs of facts, told with few words, for the examples of rules and badges."""

from typing import Any

from scoring.book import Kind
from scoring.facts import Fact, FactKind, Mark
from scoring.periods import DAY, MINUTE

Story = tuple[Fact, ...]

MONDAY = 20_514 * DAY + 9 * 60 * MINUTE
"""Monday 2026-03-02, nine o'clock in UTC; every `when` is in minutes from here."""

HOURS, DAYS, WEEKS = 60, 24 * 60, 7 * 24 * 60
"""What `when` is made of."""

WORD, LINE, SENTENCES, PAGE = 1, 3, 4, 5
"""Length classes: from one letter, forty, a hundred and forty, five hundred on."""


def _fact(kind: FactKind, who: str, when: int, **more: Any) -> Fact:
    return Fact(kind, MONDAY + when * MINUTE, who, **{"channel": "general", **more})


def said(who: str, message: str = "m", when: int = 0, **more: Any) -> Fact:
    """A message of a line in #general."""
    return _fact(FactKind.MESSAGE, who, when, **{"message": message, "length": LINE, **more})


def asked(who: str, message: str = "m", when: int = 0, **more: Any) -> Fact:
    """A message that asks something."""
    return said(who, message, when, marks=Mark.QUESTION, **more)


def showed(who: str, message: str = "m", when: int = 0, **more: Any) -> Fact:
    """A message with a photo."""
    return said(who, message, when, **{"marks": Mark.PHOTO, **more})


def answered(who: str, thread: str = "m", when: int = 1, **more: Any) -> Fact:
    """An answer in a thread, on the message that began it."""
    return said(who, f"{thread}/{who}/{when}", when, thread=thread, **more)


def reacted(who: str, message: str = "m", when: int = 2, emoji: str = "+1") -> Fact:
    """A reaction to a message in #general."""
    return _fact(FactKind.REACTION, who, when, message=message, emoji=emoji)


def unreacted(who: str, message: str = "m", when: int = 3, emoji: str = "+1") -> Fact:
    """A reaction taken off."""
    return _fact(FactKind.UNREACTION, who, when, message=message, emoji=emoji)


def thanked(who: str, whom: str, when: int = 0, **more: Any) -> Fact:
    """Recognition of one unit in a message; `units` for more, several people with blanks between."""
    units = more.pop("units", 1)
    gift = tuple((person, units) for person in whom.split())
    return said(who, f"thanks/{who}/{whom}/{when}", when, gift=gift, **more)


def praised(leader: str, whom: str, when: int = 0) -> Fact:
    """A shout-out; several people with blanks between."""
    praise = tuple((person, 1) for person in whom.split())
    return _fact(FactKind.SHOUTOUT, leader, when, message=f"request:{leader}/{whom}/{when}", gift=praise)


def prompted(message: str = "q", when: int = 0) -> Fact:
    """A question of the bot's own in #general."""
    return _fact(FactKind.PROMPT, "", when, message=message)


def did(who: str, kind: Kind, of: str = "", when: int = 0, **more: Any) -> Fact:
    """A deed around the calendar: a contest won, a poll voted in; `of` says which, where that may be told."""
    return _fact(FactKind.DEED, who, when, **{"message": of, "target": kind.value, "length": 0, **more})


def undid(who: str, kind: Kind, of: str, when: int = 9, **more: Any) -> Fact:
    """It was not so after all."""
    return did(who, kind, of, when, **more)._replace(kind=FactKind.UNDEED)


def deleted(message: str, who: str, when: int = 9) -> Fact:
    """A message deleted by its author."""
    return _fact(FactKind.DELETE, who, when, message=message)


def known(who: str, **profile: str | int) -> Fact:
    """What is known of a member: roles, country, joined (in minutes from Monday), a privacy choice."""
    if "joined" in profile:
        profile["joined"] = MONDAY + int(profile["joined"]) * MINUTE
    return _fact(FactKind.MEMBER, who, -1, channel="", extra=tuple(sorted(profile.items())))


def called(channel: str, name: str) -> Fact:
    """The name of a channel."""
    extra = (("name", name), ("private", 0))
    return _fact(FactKind.CHANNEL, "", -1, channel=channel, extra=extra)


UNDO = {
    FactKind.MESSAGE: FactKind.DELETE,
    FactKind.REACTION: FactKind.UNREACTION,
    FactKind.GIFT: FactKind.UNDO,
    FactKind.SHOUTOUT: FactKind.UNDO,
    FactKind.DEED: FactKind.UNDEED,
}
"""Which fact takes another one back."""


def taken_back(story: Story) -> Story:
    """Everything that was done in a story, undone from the last to the first, each a minute after it was done."""
    return tuple(
        fact._replace(kind=UNDO[fact.kind], at=fact.at + MINUTE) for fact in reversed(story) if fact.kind in UNDO
    )


def alone(story: Story, who: str) -> Story:
    """The same with one person in all the parts."""
    return tuple(
        fact
        if fact.kind in (FactKind.MEMBER, FactKind.CHANNEL, FactKind.PROMPT)
        else fact._replace(
            actor=who,
            people=(who,) if fact.people else (),
            gift=((who, 1),) if fact.gift else (),
        )
        for fact in story
    )
