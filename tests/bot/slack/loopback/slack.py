"""A stand-in for Slack: `Slack` is everything at once, to be started, filled with people, and looked at."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.clock import now
from scoring.facts import Micros
from tests.bot.loopback.faults import Fault
from tests.bot.slack.loopback.asking import Called
from tests.bot.slack.loopback.block_kit import text_of
from tests.bot.slack.loopback.delivering import Attempt, Delivery
from tests.bot.slack.loopback.dialogs import Dialogs
from tests.bot.slack.loopback.shapes import message_shape
from tests.bot.slack.loopback.world import Json, Message

__all__ = ["Fault", "Slack", "loopback_slack", "text_of"]


class Slack(Dialogs):
    """The stand-in, whole. `do` and what people do may be called from any thread but the server's own."""

    def fail(self, method: str, fault: Fault) -> None:
        """From now on calls of a method (`*`: of any; `respond`: of response URLs) go wrong this way."""
        self.do(lambda: self.faults.plan(method, fault))

    def heal(self) -> None:
        """No call goes wrong any more."""
        self.do(self.faults.clear)

    def messages(self, channel: str, *, thread: str = "", by_bot: bool = False) -> list[Message]:
        """What stands in a channel (or `@ana`: between her and the bot), the earliest first."""

        def act() -> list[Message]:
            place = self.conversation(channel, "@bot") if channel.startswith("@") else self.place(channel)
            found = [each for each in place.messages.values() if not thread or thread == each.thread_ts != each.ts]
            return [each for each in found if not by_bot or each.user == self.bot(place.team)]

        return self.do(act)

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person saw, and what wasn't taken away again."""
        return self.do(lambda: [each for each in self.world.ephemerals if each.only_for == self.id_of(user)])

    def home(self, user: str) -> Json | None:
        """The home tab somebody has, as it was published; its `hash` besides."""

        def act() -> Json | None:
            view = self.world.homes.get(self.id_of(user))
            return {**view.content, "hash": view.hash} if view else None

        return self.do(act)

    def views(self, user: str) -> list[Json]:
        """The dialogs somebody has open, the topmost last."""
        return self.do(lambda: [self._seen(each) for each in self.world.stacks.get(self.id_of(user), [])])

    def calls(self, method: str = "") -> list[Called]:
        """The calls of a method, or all, with what they were answered."""
        return self.do(lambda: [each for each in self.state.calls if method in ("", each.method)])

    def shown(self, message: Message) -> Json:
        """A message as Slack writes it, its metadata too."""
        return self.do(lambda: message_shape(message, self.world, with_metadata=True))

    def envelopes(self, kind: str = "") -> list[Json]:
        """The events that were sent, in order; `kind` is the type of the inner event."""
        return self.do(lambda: [each for each in self.announcer.envelopes if kind in ("", each["event"]["type"])])

    def deliveries(self) -> list[Delivery]:
        """Everything that was sent to the app, with its attempts."""
        return self.do(lambda: list(self.deliverer.deliveries))

    def again(self, envelope: Json | None = None, *, new_id: bool = True) -> Json:
        """Send an event (the last one) a second time: as the same act under an id of its own, or truly the same."""
        return self.do(lambda: self.announcer.again(envelope or self.announcer.envelopes[-1], new_id))

    def event(self, event: Mapping[str, Any], team: str = "T0ACME") -> Json:
        """Send any event to the app where it is installed, whatever it subscribed to."""
        kind = str(event["type"])

        def act() -> Json:
            self.app.events.add(kind)
            return self.announcer.to_installed(dict(event), self.tokens.installed[team]) or {}

        return self.do(act)

    def url_verification(self) -> Attempt:
        """Slack makes sure of the address of the app; the answer must carry the challenge."""
        body = {"token": self.app.verification, "challenge": self.world.new_id("ch"), "type": "url_verification"}
        return self.wait(self.deliverer.once("events_api", body))

    def app_rate_limited(self, team: str = "T0ACME") -> Attempt:
        """There were too many events: Slack keeps those of this minute back."""
        body: Json = {"token": self.app.verification, "type": "app_rate_limited", "team_id": team}
        minute = self.world.seconds() // 60 * 60
        body |= {"minute_rate_limited": minute, "api_app_id": self.app.id}
        return self.wait(self.deliverer.once("events_api", body))

    def disconnect(self, reason: str, which: int | None = None) -> None:
        """Tell Socket Mode connections to go: warning, refresh_requested, link_disabled."""
        self.wait(self.sockets.disconnect(reason, which=which))

    def go_deaf(self, which: int | None = None) -> None:
        """Socket Mode connections stay open and nothing moves on them any more."""
        self.do(lambda: self.sockets.go_deaf(which))

    def drop(self, which: int | None = None) -> None:
        """Socket Mode connections break."""
        self.do(lambda: self.sockets.drop(which))

    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return self.do(lambda: len(self.sockets.lines))


@contextmanager
def loopback_slack(
    *, limits: bool = True, retry_scale: float = 1.0, furnished: bool = True, clock: Callable[[], Micros] = now
) -> Iterator[Slack]:
    """A running stand-in, with the usual workspace in it."""
    slack = Slack(limits=limits, retry_scale=retry_scale, clock=clock)
    slack.start()
    try:
        if furnished:
            slack.furnish()
        yield slack
    finally:
        slack.stop()
