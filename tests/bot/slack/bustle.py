"""Bustle in Slack: people who talk, react, ask and press all at once, and what must be found of it afterwards."""

import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from storage import outbox
from tests.bot import aftermath, bustle
from tests.bot.aftermath import Place
from tests.bot.bustle import AGAIN, ASK, LEADER, TALK
from tests.bot.slack.loopback.delivering import Delivery
from tests.bot.slack.loopback.slack import Slack
from tests.bot.slack.loopback.world import Json

TEAM = "T0ACME"
DELAYED = 0.0005
"""How much shorter an hour of Slack's is: after the first three, an event is tried again every two seconds."""
UNDO = "Take it back"
"""On the answer to whoever gave something."""
UNDONE = "Taken back"

written = partial(aftermath.written, workspace=TEAM)
letters = partial(aftermath.letters, workspace=TEAM)
let_a_minute_pass = partial(aftermath.let_a_minute_pass, workspace=TEAM)
assert_nothing_waits = partial(aftermath.assert_nothing_waits, workspace=TEAM)
assert_it_adds_up = partial(aftermath.assert_it_adds_up, workspace=TEAM)


@dataclass
class Bustle(bustle.Bustle):
    """People in Slack."""

    slack: Slack
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Triggers of commands that were told at once that it is done, and how."""
    asked: set[str] = field(default_factory=set)
    """Triggers of all requests."""
    undone: set[str] = field(default_factory=set)
    """Messages (of requests) whose undoing was acknowledged."""

    def furnish(self) -> None:
        """They come into all rooms."""
        everybody = [self.slack.add_user(name) for name in self.names]
        for room in TALK:
            place = self.slack.place(room)
            place.members += everybody
        for room in ASK:
            self.slack.add_channel(room, LEADER, *everybody, self.slack.bot())

    def say(self, who: str, room: str, text: str) -> str:
        """Its moment is its id."""
        return self.slack.say(who, room, text)

    def react(self, who: str, room: str, message: str, emoji: str) -> None:
        """React to it."""
        self.slack.react(who, room, message, emoji)

    def on_their_way(self) -> int:
        """Events."""
        return self.slack.deliverer.unsettled()

    def settle(self) -> None:
        """Until Slack sends nothing again."""
        self.slack.settle()

    def ask(self, number: int) -> bool:
        """A command, and sometimes its undoing."""
        who, whom, room = self.name(number), self.name(number + 1), ASK[number % len(ASK)]
        line = f"/kudos @{whom} 1 for number {number}"
        if number % 4 == 3:
            who, line = LEADER, f"/shoutout @{whom} well done"
        reply = self.slack.command(who, room, line)
        trigger = self._trigger()
        self.asked.add(trigger)
        if UNDO not in reply.text:
            return False
        self.acknowledged[trigger] = reply.text
        if number % 4 == 1:
            self._undo(who, f"request:ask:{trigger}")
        return True

    def _undo(self, who: str, message: str) -> None:
        """Take a gift back, again and again until it is said to be taken back."""
        note = self.slack.ephemerals(who)[-1]
        while not self.stopping.is_set():
            try:
                reply = self.slack.press(who, note, UNDO)
            except KeyError:  # The card says something else by now.
                reply = None
            time.sleep(AGAIN)
            if reply is None or UNDONE in reply.text:
                self.undone.add(message)
                return

    def _trigger(self) -> str:
        commands = [each for each in self.slack.deliveries()[-200:] if each.kind == "slash_commands"]
        return str(commands[-1].payload["trigger_id"])


def place_of(delivery: Delivery) -> Place | None:
    """How the fact of a delivered event is found; None for what leaves no fact of its own."""
    event: Json = delivery.payload.get("event", {})
    match event.get("type"):
        case "message" if not event.get("subtype"):
            return "message", str(event["ts"]), ""
        case "reaction_added":
            return "reaction", str(event["item"]["ts"]), str(event["reaction"])
        case _:
            return None


def places(slack: Slack, *, taken: bool = False) -> set[Place]:
    """What people's events must have left; `taken`: of those that were acknowledged by now."""
    bot = slack.bot()
    by_people = [each for each in slack.deliveries() if each.payload.get("event", {}).get("user") != bot]
    found = (place_of(each) for each in by_people if each.acknowledged or not taken)
    return {place for place in found if place is not None}


def assert_said_once(slack: Slack, url: str) -> None:
    """Every letter stands where it belongs. None stands there twice, but what nobody could look for."""
    channels = slack.do(lambda: dict(slack.world.channels))
    stand = {message.ts: message for channel in channels.values() for message in list(channel.messages.values())}
    notes = slack.do(lambda: {each.ts for each in slack.world.ephemerals})
    of_letters = Counter(
        str(message.metadata["event_payload"]["letter"]) for message in stand.values() if message.metadata
    )
    for row in letters(url):
        times = of_letters[f"{TEAM}:{row.id}"]
        if row.kind == "post":
            assert row.remote in stand, row
            assert times <= 1, row
        elif row.kind == "whisper" and "/" not in row.remote:
            assert row.remote in notes, row
        elif row.kind == "whisper":
            assert row.remote.partition("/")[2] in stand, row
            assert times == 1 or row.error == outbox.TWICE, row
