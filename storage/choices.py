"""Choices: what somebody chose in a poll, and how it is kept."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose; nothing at all after they took it back."""

    options: tuple[int, ...] = ()
    """Ranking: the best first."""
    words: str = ""
    """Open: markup."""


NOTHING = Choice()


def written(choice: Choice, group: int = 0) -> str:
    """As it is kept where it isn't secret; `group` as in storage.votes.Voting."""
    if choice == NOTHING:
        return ""
    said: list[object] = [choice.options, choice.words] if choice.words or group else [choice.options]
    said += [group] if group else []
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def read(kept: str) -> Choice:
    """The same back."""
    if not kept:
        return NOTHING
    options, *words = json.loads(kept)
    return Choice(tuple(options), words[0] if words else "")


def group_of(kept: str) -> int:
    """The group that was kept with it."""
    found = json.loads(kept) if kept else []
    return int(found[2]) if len(found) > 2 else 0
