"""What every route of the connector is given: the state of everything, and one request with its token checked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from scoring.facts import Micros
from tests.bot.loopback.faults import Faults
from tests.bot.teams.loopback.announcing import Announcer
from tests.bot.teams.loopback.entra import Entra, Granted
from tests.bot.teams.loopback.limits import Limits
from tests.bot.teams.loopback.world import Json, Message, Place, World


class ConnectorError(Exception):
    """A refusal: an HTTP status, and what stands in `{"error": {code, message}}`."""

    def __init__(self, status: int, code: str, words: str = "", *, after: float = -1) -> None:
        self.status, self.code, self.words, self.after = status, code, words or code, after
        super().__init__(f"{status} {code}: {words}")


@dataclass(frozen=True, slots=True)
class Called:
    """One call as it came in and was answered; `answer` is None where none was given."""

    route: str
    path: str
    body: Json
    at: Micros
    status: int
    answer: Json | None
    tenant: str = ""


@dataclass
class State:
    """Everything the server works on."""

    world: World
    entra: Entra
    limits: Limits
    faults: Faults
    announcer: Announcer
    base: str = ""
    """`http://127.0.0.1:PORT`."""
    targeted: bool = True
    """Whether targeted messages are taken; if not, they are refused as where the feature is off."""
    reactions: bool = True
    """Whether the bot may react."""
    page: tuple[int, int, int] = (50, 200, 500)
    """Members on a page of a roster: at least, usually, at most."""
    largest: int = 100 * 1024
    """Bytes of an activity."""
    calls: list[Called] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """What the bot sent and Teams would not take: a test that leaves something here fails."""


@dataclass(slots=True)
class Ask:
    """One call of a route."""

    state: State
    route: str
    path: str
    parts: dict[str, str]
    """What the path named: conversation, activity, …"""
    query: dict[str, str]
    body: Json
    size: int
    granted: Granted | None = None

    @property
    def world(self) -> World:
        """What Teams knows."""
        return self.state.world

    @property
    def thread(self) -> str:
        """The conversation meant, with the thread in it where one is named."""
        return self.parts.get("conversation", "")

    @property
    def targeted(self) -> bool:
        """Whether it is about a message for one person."""
        return self.query.get("isTargetedActivity", "").lower() == "true"

    def place(self) -> Place:
        """The conversation meant; one the bot isn't in is refused."""
        plain = self.thread.partition(";")[0]
        found = self.world.places.get(plain)
        if found is None or found.gone:
            raise ConnectorError(404, "ConversationNotFound", "Conversation not found.")
        if not self.world.hears(found):
            raise ConnectorError(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        return found

    def message(self) -> Message:
        """The message meant."""
        found = self.place().messages.get(self.parts["activity"])
        if found is None or found.deleted:
            raise ConnectorError(404, "ActivityNotFoundInConversation", "The activity was not found.")
        return found

    def own(self) -> Message:
        """The same, if the bot said it."""
        found = self.message()
        if found.author != self.world.bot:
            raise ConnectorError(403, "MessageWritesBlocked", "Only the author may change a message.")
        if bool(found.only_for) != self.targeted:
            raise ConnectorError(404, "ActivityNotFoundInConversation", "Targeted messages are asked for as such.")
        return found


Route = Callable[[Ask], Json | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A route: method and path below `/connector/`, what answers, its kind of limit, its status when all is well."""

    method: str
    path: str
    call: Route
    limit: str = "read"
    status: int = 200
