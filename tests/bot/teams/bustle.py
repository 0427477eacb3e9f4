"""Bustle in Teams: people who talk, react, ask and press all at once, and what must be found of it afterwards."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from scoring.emoji_names import canonical
from storage import outbox
from tests.bot import aftermath, bustle
from tests.bot.aftermath import Place
from tests.bot.bustle import AGAIN, ASK, LEADER
from tests.bot.teams.loopback.arranging import HOME, TEAM
from tests.bot.teams.loopback.cards import parts
from tests.bot.teams.loopback.composing import shown_of
from tests.bot.teams.loopback.teams import Teams, text_of
from tests.bot.teams.loopback.world import CHANNEL, Json, Message

EMOJI: Final = (
    "🎈🎁🎂🎃🎄🎆🎇🏀🎨🎯🎲🎳🎵🎷🎸🎺🏁🏆🏠🐙🐛🐝🐠🐢🐧🐨🐫🐬🐮🐯🐰🐳🐴🐵🐶🐷🐸🐺🐻🐼👀👏👑💎"
    "💐💡💪💯📌📎📣📦🔑🔔🔥🔨🗽😀😁😂😃😄😅😉😊😋😎😍🙌🙏🚀🚂🚲🚢🛵🥕🥝🥞🥨🥭🦀🦁🦄🦆🦉🦊🦋🦒"
    "🦔🦚🧀🧁🧩🧭🌈🌊🌋🌍🌙🌞🌟🌱🌲🌳🌴🌵🌷🌸🌹🌺🌻🌼🍀🍁🍇🍈🍉🍊🍋🍌"
)
"""Each letter is one that Teams has."""
UNDO, UNDONE = "Take it back", "Taken back"
"""On the answer to whoever gave something, and afterwards."""
PATIENCE = 2.0
"""Seconds that people wait for an answer; one that got lost with the process never comes."""
RETRIES = (0.1, 0.5, *(1.0,) * 300)
"""Seconds before Teams and Graph send something again; in truth they wait longer, and Graph goes on for hours."""
SUBSCRIBED = 150.0
"""Seconds until every channel must be subscribed to."""

written = partial(aftermath.written, workspace=HOME)
letters = partial(aftermath.letters, workspace=HOME)
let_a_minute_pass = partial(aftermath.let_a_minute_pass, workspace=HOME)
assert_nothing_waits = partial(aftermath.assert_nothing_waits, workspace=HOME)
assert_it_adds_up = partial(aftermath.assert_it_adds_up, workspace=HOME)


@dataclass
class Bustle(bustle.Bustle):
    """People in Teams; they have the app, and so has their team."""

    teams: Teams
    asked: list[Place] = field(default_factory=list)
    """Requests, by what they must leave."""
    undone: set[str] = field(default_factory=set)
    """Messages (of requests) whose undoing was acknowledged."""

    def furnish(self) -> None:
        """They come into the team, silently."""
        everybody = [self.teams.add_person(name) for name in self.names]
        self.teams.do(lambda: self.teams.team(TEAM).members.extend(everybody))
        self.teams.install_silently(*self.names)
        for room in ASK:
            self.teams.add_channel(room)

    def say(self, who: str, room: str, text: str) -> str:
        """Milliseconds are its id."""
        return self.teams.say(who, room, text)

    def react(self, who: str, room: str, message: str, emoji: str) -> None:
        """Only Graph tells of it."""
        self.teams.react(who, room, message, emoji)

    def emoji(self, number: int) -> str:
        """One that Teams has."""
        return EMOJI[number % len(EMOJI)]

    def on_their_way(self) -> int:
        """Activities, and what Graph tells."""
        return self.teams.deliverer.unsettled() + self.teams.graph.teller.unsettled()

    def settle(self) -> None:
        """Until nothing is sent again."""
        self.teams.settle()

    def ask(self, number: int) -> bool:
        """A word to the bot: in a channel or alone; and sometimes its undoing."""
        who, whom, room = self.name(number), self.name(number + 1), ASK[number % len(ASK)]
        words, kind = f"kudos @{whom} 1 for number {number}", "gift"
        if number % 4 == 3:
            who, words, kind = LEADER, f"shoutout @{whom} well done", "shoutout"
        before = {each.id for each in self._answers(who)}
        said = self.teams.tell(who, words) if number % 4 == 2 else self.teams.mention(who, room, words)
        place = self.teams.conversation(who, "@bot" if number % 4 == 2 else room)
        request = f"request:msg:{place.id}:{said}"
        self.asked.append((kind, request, ""))
        answer = self._answer(who, before)
        if answer is not None and number % 4 == 1:
            self._undo(who, answer, request)
        return True

    def _answers(self, who: str) -> list[Message]:
        everything = [*self.teams.targeted(who), *self.teams.personal(who)]
        return [each for each in everything if UNDO in text_of(each)]

    def _answer(self, who: str, before: set[str]) -> Message | None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not self.stopping.is_set():
            for each in self._answers(who):
                if each.id not in before:
                    return each
            time.sleep(0.02)
        return None

    def _undo(self, who: str, answer: Message, request: str) -> None:
        """Take a gift back, again and again until it is said to be taken back."""
        while not self.stopping.is_set():
            try:
                words = self.teams.press(who, answer, UNDO).words
            except KeyError:  # The card says something else by now.
                words = UNDONE
            if UNDONE in words:
                self.undone.add(request)
                return
            time.sleep(AGAIN)


def send_patiently(teams: Teams) -> None:
    """Teams and Graph go on until somebody is there; that this machine is busy says nothing about the bot."""
    teams.deliverer.retries = teams.graph.teller.retries = RETRIES
    teams.deliverer.patience = 60.0


def begin(teams: Teams) -> None:
    """The bot learns where it is and who is there, and Graph tells it of every channel."""
    teams.install(by="ana")
    teams.until(lambda: teams.calls("pagedmembers"))
    rooms = sum(each.kind == CHANNEL and each.membership == "standard" for each in teams.world.places.values())
    teams.until(lambda: len(teams.graph.subscriptions) == rooms, SUBSCRIBED)
    teams.settle()


def said(teams: Teams, *, taken: bool = False) -> set[Place]:
    """Messages that must have been written down; `taken`: those whose activity was acknowledged by now."""
    messages = [each for each in teams.deliveries() if each.activity["type"] == "message" and _is_talk(each.activity)]
    return {("message", str(each.activity["id"]), "") for each in messages if each.acknowledged or not taken}


def asked(teams: Teams, bustle: Bustle) -> set[Place]:
    """Requests that were acknowledged."""
    taken = {each.activity["id"] for each in teams.deliveries() if each.acknowledged}
    return {place for place in bustle.asked if place[1].rpartition(":")[2] in taken}


def reacted(teams: Teams) -> set[Place]:
    """The reactions that are on, by people."""

    def act() -> set[Place]:
        return {
            ("reaction", message.id, canonical(shown_of(each.kind)))
            for place in teams.world.places.values()
            for message in place.messages.values()
            for each in message.reactions
            if each.person != teams.world.bot
        }

    return teams.do(act)


def _is_talk(activity: Json) -> bool:
    alone = activity["conversation"]["conversationType"] == "personal"
    to_us = any(
        each["type"] == "mention" and each["mentioned"]["id"].startswith("28:") for each in activity["entities"]
    )
    return not alone and not to_us


def by_letter(teams: Teams) -> Counter[str]:
    """How often each letter stands anywhere."""

    def act() -> Counter[str]:
        everything = [each for place in teams.world.places.values() for each in place.messages.values()]
        return Counter(mark for each in everything if not each.deleted for mark in _marks(each))

    return teams.do(act)


def _marks(message: Message) -> Iterator[str]:
    for part in parts(message.cards):
        if str(part.get("id", "")).startswith("huzzah-"):
            yield str(part["id"]).removeprefix("huzzah-")


def assert_said_once(teams: Teams, url: str) -> None:
    """Every letter stands where it belongs. None stands there twice, but what nobody could look for."""
    stand = teams.do(lambda: {name: set(place.messages) for name, place in teams.world.places.items()})
    times = by_letter(teams)
    for row in letters(url):
        often, place = times[f"{HOME}:{row.id}"], row.remote.partition("|")
        if row.kind == "post":
            assert row.remote in stand[row.channel], row
            assert often <= 1, row
        elif row.kind == "whisper":
            assert place[2] in stand[place[0].partition(";")[0]], row
            assert often == 1 or (often > 1 and row.error == outbox.TWICE), (often, row)


def assert_in_order(teams: Teams, url: str) -> None:
    """Of each conversation, what was queued first stands first."""
    rows = sorted((row for row in letters(url) if row.kind in ("post", "whisper")), key=lambda row: row.id)
    for channel in {row.channel for row in rows}:
        ids = [int(row.remote.rpartition("|")[2]) for row in rows if row.channel == channel]
        assert ids == sorted(ids), channel
