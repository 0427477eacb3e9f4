"""Bustle: people who talk, react, ask and press all at once, on whatever platform."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread

TALK, ASK = ("general", "random"), ("wins", "help", "photos", "books", "music", "lunch")
"""Where people talk, and where they ask: a card that got lost is looked for among few messages."""
LEADER = "ana"
MOST_ON_THEIR_WAY = 60
AGAIN = 0.2
"""Seconds until somebody whose request failed asks again, or does something else."""


@dataclass(kw_only=True)
class Bustle(ABC):
    """`people` beside the usual ones; each gives now and then, so that nobody's allowance is used up."""

    people: int = 40
    pause: float = 0.01
    """Seconds between two things that are said."""
    names: list[str] = field(default_factory=list)
    stopping: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)
    _broken: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = [f"p{number}" for number in range(self.people)]
        self.furnish()

    @abstractmethod
    def furnish(self) -> None:
        """Everybody comes, and the rooms are made."""

    @abstractmethod
    def say(self, who: str, room: str, text: str) -> str:
        """Say something; the message."""

    @abstractmethod
    def react(self, who: str, room: str, message: str, emoji: str) -> None:
        """React to it."""

    @abstractmethod
    def ask(self, number: int) -> bool:
        """Ask the bot for something; whether that came to anything."""

    @abstractmethod
    def on_their_way(self) -> int:
        """How much hasn't been delivered yet."""

    @abstractmethod
    def settle(self) -> None:
        """Until everything has been."""

    def start(self) -> None:
        """Everybody begins."""
        self._threads = [Thread(target=self._safely, args=(act,), daemon=True) for act in (self._talk, self._ask)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Nobody says anything any more; returns when everything has been delivered."""
        self.stopping.set()
        for thread in self._threads:
            thread.join(120)
        if self._broken:
            raise self._broken[0]
        self.settle()

    def name(self, number: int) -> str:
        """Who it is."""
        return self.names[number % self.people]

    def emoji(self, number: int) -> str:
        """What people react with: never twice with the same on one message."""
        return f"e{number}"

    def _safely(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  # the test itself must learn of it
            self._broken.append(error)

    def _talk(self) -> None:
        said: list[tuple[str, str]] = []
        number = gifts = 0
        while not self.stopping.is_set():
            number += 1
            who, whom = self.name(number), self.name(number * 3 + 1)
            if number % 50 == 5 and gifts < 2 * self.people and who != whom:
                gifts += 1
                said.append(self._said(number, f"@{whom} :tada: thanks, number {number}"))
            elif number % 3 == 0 and said:
                room, message = said[-1 - number % min(7, len(said))]
                self.react(who, room, message, self.emoji(number))
            else:
                said.append(self._said(number, f"something said, number {number}"))
            while self.on_their_way() > MOST_ON_THEIR_WAY and not self.stopping.is_set():
                time.sleep(0.01)
            time.sleep(self.pause)

    def _said(self, number: int, text: str) -> tuple[str, str]:
        room = TALK[number % 2]
        return room, self.say(self.name(number), room, text)

    def _ask(self) -> None:
        number = 0
        while number < 2 * self.people and not self.stopping.is_set():
            number += self.ask(number)
            time.sleep(AGAIN)
