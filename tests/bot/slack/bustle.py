"""Bustle: people who talk, react, ask and press all at once, and what must be found of it afterwards."""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event, Thread

from sqlmodel import select

from storage import outbox
from storage.tables import OutboxRow
from storage.transactions import Database
from tests.bot.slack.loopback.delivering import Delivery
from tests.bot.slack.loopback.slack import Slack
from tests.bot.slack.loopback.world import Json
from tests.storage.accounts import Accounts, faults
from tests.storage.delivering import drift, stored
from tests.storage.small_world import BEGIN

TEAM = "T0ACME"
DELAYED = 0.0005
"""How much shorter an hour of Slack's is: after the first three, an event is tried again every two seconds."""
TALK, ASK = ("general", "random"), ("wins", "help", "photos", "books", "music", "lunch")
"""Where people talk, and where they ask: a card that got lost is looked for among few messages."""
LEADER = "ana"
UNDO = "Take it back"
"""On the answer to whoever gave something."""
UNDONE = "Taken back"
MOST_ON_THEIR_WAY = 60
AGAIN = 0.2
"""Seconds until somebody whose request failed asks again, or does something else."""

Place = tuple[str, str, str]
"""What a fact is found by: kind, message and emoji."""


@dataclass
class Bustle:
    """`people` beside the usual ones; each gives now and then, so that nobody's allowance is used up."""

    slack: Slack
    people: int = 40
    pause: float = 0.01
    """Seconds between two things that are said."""
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Triggers of commands that were told at once that it is done, and how."""
    asked: set[str] = field(default_factory=set)
    """Triggers of all requests."""
    undone: set[str] = field(default_factory=set)
    """Messages (of requests) whose undoing was acknowledged."""
    _names: list[str] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)
    _broken: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._names = [f"p{number}" for number in range(self.people)]
        everybody = [self.slack.add_user(name) for name in self._names]
        for room in TALK:
            place = self.slack.place(room)
            place.members += everybody
        for room in ASK:
            self.slack.add_channel(room, LEADER, *everybody, self.slack.bot())

    def start(self) -> None:
        """Everybody begins."""
        self._threads = [Thread(target=self._safely, args=(act,), daemon=True) for act in (self._talk, self._ask)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Nobody says anything any more; returns when everything has been delivered."""
        self._stop.set()
        for thread in self._threads:
            thread.join(120)
        if self._broken:
            raise self._broken[0]
        self.slack.settle()

    def _safely(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  # the test itself must learn of it
            self._broken.append(error)

    def _talk(self) -> None:
        said: list[tuple[str, str]] = []
        number = gifts = 0
        while not self._stop.is_set():
            number += 1
            who, whom = self._name(number), self._name(number * 3 + 1)
            if number % 50 == 5 and gifts < 2 * self.people and who != whom:
                gifts += 1
                said.append(self._said(number, f"@{whom} :tada: thanks, number {number}"))
            elif number % 3 == 0 and said:
                room, message = said[-1 - number % min(7, len(said))]
                self.slack.react(who, room, message, f"e{number}")
            else:
                said.append(self._said(number, f"something said, number {number}"))
            while self.slack.deliverer.unsettled() > MOST_ON_THEIR_WAY and not self._stop.is_set():
                time.sleep(0.01)
            time.sleep(self.pause)

    def _said(self, number: int, text: str) -> tuple[str, str]:
        room = TALK[number % 2]
        return room, self.slack.say(self._name(number), room, text)

    def _ask(self) -> None:
        number = 0
        while number < 2 * self.people and not self._stop.is_set():
            who, whom, room = self._name(number), self._name(number + 1), ASK[number % len(ASK)]
            line = f"/kudos @{whom} 1 for number {number}"
            if number % 4 == 3:
                who, line = LEADER, f"/shoutout @{whom} well done"
            reply = self.slack.command(who, room, line)
            trigger = self._trigger()
            self.asked.add(trigger)
            if UNDO in reply.text:
                self.acknowledged[trigger] = reply.text
                if number % 4 == 1:
                    self._undo(who, f"request:ask:{trigger}")
                number += 1
            time.sleep(AGAIN)

    def _undo(self, who: str, message: str) -> None:
        """Take a gift back, again and again until it is said to be taken back."""
        note = self.slack.ephemerals(who)[-1]
        while not self._stop.is_set():
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

    def _name(self, number: int) -> str:
        return self._names[number % self.people]


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


def written(url: str) -> Counter[Place]:
    """How often each message, reaction and gift is among the facts."""
    with closing(Database(url)) as database:
        facts = stored(database, TEAM)["fact"]
    return Counter((kind, message, emoji) for _, kind, _, _, _, message, _, _, emoji, *_ in facts if message)


def letters(url: str) -> list[OutboxRow]:
    """The outbox."""
    with closing(Database(url)) as database, database.read(TEAM, BEGIN) as work:
        rows = list(work.session.exec(select(OutboxRow).where(OutboxRow.workspace == TEAM)))
        work.session.expunge_all()
        return rows


def let_a_minute_pass(url: str) -> None:
    """What was put off is due: letters that somebody who died had on their way are anybody's, rather than later."""
    with closing(Database(url)) as database, database.write(TEAM, BEGIN) as work:
        for row in work.session.exec(select(OutboxRow).where(OutboxRow.workspace == TEAM)):
            row.due = min(row.due, row.made)


def assert_nothing_waits(slack: Slack, url: str, patience: float = 240) -> None:
    """All that was to be said is said; otherwise the error tells what isn't."""
    try:
        slack.until(lambda: all(row.state == outbox.SENT for row in letters(url)), patience)
    except TimeoutError:
        left = [(row.id, row.kind, row.channel, row.state, row.error) for row in letters(url) if row.state != "sent"]
        raise AssertionError(f"letters that weren't sent: {left}") from None


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


def assert_it_adds_up(url: str) -> None:
    """Everything stored follows from the facts."""
    with closing(Database(url)) as database:
        assert drift(database, TEAM) == []
        with database.read(TEAM, BEGIN) as work:
            assert list(faults(Accounts.of(stored(database, TEAM)), work.book)) == []
