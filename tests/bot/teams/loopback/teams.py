"""A stand-in for Teams: `Teams` is everything at once, to be started, filled with people, and looked at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.clock import now
from scoring.facts import Micros
from tests.bot.loopback.faults import Fault
from tests.bot.teams.loopback.asking import Called
from tests.bot.teams.loopback.cards import text_of
from tests.bot.teams.loopback.delivering import Delivery
from tests.bot.teams.loopback.interacting import Interacting
from tests.bot.teams.loopback.world import Json, Message

__all__ = ["Fault", "Teams", "loopback_teams", "text_of"]


class Teams(Interacting):
    """The stand-in, whole. `do` and what people do may be called from any thread but the server's own."""

    def fail(self, route: str, fault: Fault) -> None:
        """From now on calls of a route (`*`: any; `keys`, `token`: of the key and login servers) go wrong this way."""
        self.do(lambda: self.faults.plan(route, fault))

    def heal(self) -> None:
        """No call goes wrong any more."""
        self.do(self.faults.clear)

    def messages(self, where: str, *, thread: str = "", by_bot: bool = False) -> list[Message]:
        """What everybody sees in a channel or chat (or `@ana`: between her and the bot), the earliest first."""

        def act() -> list[Message]:
            found = [each for each in self.place(where).messages.values() if not each.deleted and not each.only_for]
            found = [each for each in found if not thread or each.root == thread]
            return [each for each in found if not by_bot or each.author == self.world.bot]

        return self.do(act)

    def personal(self, who: str) -> list[Message]:
        """What the bot said to somebody in their chat."""
        return self.messages(f"@{who.lstrip('@')}", by_bot=True)

    def targeted(self, who: str) -> list[Message]:
        """What only this person saw in channels and group chats, the earliest first."""

        def act() -> list[Message]:
            everything = [each for place in self.world.places.values() for each in place.messages.values()]
            own = [each for each in everything if each.only_for == self.id_of(who) and each.author == self.world.bot]
            return sorted((each for each in own if not each.deleted), key=lambda each: int(each.id))

        return self.do(act)

    def shown(self, who: str) -> list[str]:
        """What invokes told somebody in words."""
        return self.do(lambda: list(self.world.shown.get(self.id_of(who), ())))

    def reads(self, who: str, message: Message) -> str:
        """A message as this person sees it."""
        return text_of(message, self.id_of(who))

    def dialogs(self, who: str) -> list[Json]:
        """The cards of the dialogs somebody has open, the topmost last."""
        return self.do(lambda: [each.card for each in self.world.dialogs.get(self.id_of(who), ())])

    def calls(self, route: str = "") -> list[Called]:
        """The calls of a route of the connector, or all, with what they were answered."""
        return self.do(lambda: [each for each in self.state.calls if route in ("", each.route)])

    def sent(self, kind: str = "") -> list[Json]:
        """The activities that were sent, in order."""
        return self.do(lambda: [each for each in self.announcer.sent if kind in ("", each["type"])])

    def deliveries(self) -> list[Delivery]:
        """Everything that was sent to the bot, with its attempts."""
        return self.do(lambda: list(self.deliverer.deliveries))

    def again(self, activity: Json | None = None, *, new_id: bool = True) -> Json:
        """Send an activity (the last one) a second time: under an id of its own, or truly the same."""
        return self.do(lambda: self.announcer.again(activity or self.announcer.sent[-1], new_id))

    def post(self, activity: Json) -> None:
        """Send any activity to the bot, with its retries."""
        self.do(lambda: self.announcer.post(activity))

    def check(self) -> None:
        """Raise AssertionError if the bot sent what Teams doesn't take."""
        assert not self.state.wrong, self.state.wrong


@contextmanager
def loopback_teams(
    *, limits: bool = True, retry_scale: float = 1.0, rsc: bool = True, furnished: bool = True,
    clock: Callable[[], Micros] = now,
) -> Iterator[Teams]:  # fmt: skip
    """A running stand-in, with the usual tenant in it; what the bot sent wrongly fails the test in the end."""
    teams = Teams(limits=limits, retry_scale=retry_scale, rsc=rsc, clock=clock)
    teams.start()
    try:
        if furnished:
            teams.furnish()
        yield teams
        teams.check()
    finally:
        teams.stop()
