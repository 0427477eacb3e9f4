"""What interactions carry: who, where, on which card or view; and how the app answered them."""

from dataclasses import dataclass, field

from tests.bot.slack.loopback.block_kit import text_of
from tests.bot.slack.loopback.delivering import Attempt
from tests.bot.slack.loopback.forms import values_of
from tests.bot.slack.loopback.shapes import view_shape
from tests.bot.slack.loopback.talking import Talking
from tests.bot.slack.loopback.world import Channel, Json, Message, ResponseUrl, User, View

PLACES = {"im": "directmessage", "group": "privategroup"}


@dataclass(frozen=True, slots=True)
class Reply:
    """How the app answered: at once, and by the response URL until now."""

    attempt: Attempt
    way: ResponseUrl | None = None

    @property
    def status(self) -> int:
        """The HTTP status; 0 if there was no answer."""
        return self.attempt.status

    @property
    def error(self) -> str:
        """What the person sees of it: operation_timeout, dispatch_failed, or nothing."""
        reasons = {"": "", "http_timeout": "operation_timeout"}
        return reasons.get(self.attempt.reason, "dispatch_failed")

    @property
    def ack(self) -> Json:
        """The body that came at once."""
        return self.attempt.answer

    @property
    def posts(self) -> list[Json]:
        """Everything said in answer, the acknowledgement's words included."""
        return list(self.way.posts) if self.way else []

    @property
    def text(self) -> str:
        """All of it as people read it."""
        return "\n".join(filter(None, (text_of(each) for each in self.posts)))


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a dialog that was sent off."""

    attempt: Attempt | None
    """None if Slack's own client kept it back."""
    errors: dict[str, str] = field(default_factory=dict)
    """By field (block id without `#…`)."""
    view: Json | None = None
    """The dialog that is on top now."""

    @property
    def closed(self) -> bool:
        """Whether it was taken, and nothing is open any more."""
        return not self.errors and self.view is None and self.attempt is not None and not self.attempt.reason


class Payloads(Talking):
    """The parts that all interactions share."""

    def _card(self, ts: str, channel: str) -> Message:
        places: list[Channel] = [self.place(channel)] if channel else list(self.world.channels.values())
        everything = [*(place.messages.get(ts) for place in places), *self.world.ephemerals]
        return next(each for each in everything if each and each.ts == ts)

    def _view(self, who: User, which: str) -> View:
        if which == "home":
            return self.world.homes[who.id]
        stack = self.world.stacks.get(who.id)
        if not stack:
            raise KeyError(f"{who.name} has no dialog open")
        return stack[-1]

    def _seen(self, view: View) -> Json:
        enterprise = self.world.teams[view.team].enterprise
        installed = self.tokens.for_team(view.team, enterprise)
        shape = view_shape(view, self.app, installed.bot if installed else "")
        return shape | {"state": {"values": values_of(view.content["blocks"], view.content["_values"])}}

    def _address(self, kind: str, way: ResponseUrl, who: User) -> str:
        return f"{self.url}/{kind}/{who.team}/{way.id}"

    def _common(self) -> Json:
        return {"token": self.app.verification, "api_app_id": self.app.id}

    def _who(self, who: User, home: str = "") -> Json:
        """The person, the workspace and the app; `home` is where the app is, if it isn't in the person's own."""
        team = self.world.teams[who.team]
        if home and self.tokens.for_team(team.id, team.enterprise) is None:
            team = self.world.teams[home]
        installed = self.tokens.for_team(team.id, team.enterprise)
        place: Json = {"id": team.id, "domain": team.domain}
        enterprise = None
        if team.enterprise:
            enterprise = {"id": team.enterprise, "name": "The organisation"}
            place |= {"enterprise_id": team.enterprise, "enterprise_name": "The organisation"}
        return self._common() | {
            "user": {"id": who.id, "username": who.name, "name": who.name, "team_id": who.team}, "team": place,
            "enterprise": enterprise, "is_enterprise_install": bool(installed and not installed.team),
        }  # fmt: skip

    def _channel(self, place: Channel) -> Json:
        return {"id": place.id, "name": PLACES.get(place.kind, place.name)}
