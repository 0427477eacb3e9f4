"""An office with a tab: a company in a real database, the tab behind real HTTP, and a server with Entra's keys."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import httpx
from cryptography.fernet import Fernet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.dispatch import Dispatch, Unavailable
from bot.outcomes import Away
from bot.sealing import sealing
from bot.settings import Settings
from bot.teams.receiving.keys import Keys
from bot.teams.tab.handing_out import HandingOut
from bot.teams.tab.tab import Tab
from bot.teams.tab.visitors import Door
from handlers import applying
from handlers.answers import Reply
from handlers.events import ChannelChanged, CommandGiven, Event, MemberChanged, MessagePosted
from scoring.facts import Micros
from scoring.periods import DAY, HOUR, SECOND
from storage.privacy import ensure_pepper
from storage.transactions import Work
from tests.bot.playground.serving import database_at, running
from tests.bot.teams.keys_server import APP, Json, Signer
from tests.bot.teams.loopback.world import guid
from tests.handlers.chat import WEDNESDAY

T = TypeVar("T")

TENANT, ELSEWHERE, NEW = guid("acme"), guid("elsewhere"), guid("new here")
LOGIN = "https://login.microsoftonline.com"
ENTRA = Signer("entra", (), f"{LOGIN}/{{tenantid}}/v2.0")
STRANGER = Signer("stranger")
PEOPLE = {
    "ana": "Ana Sousa", "ben": "Ben Okafor", "mei": "Mei-Lin Chen", "jon": "Jonas Weber", "lea": "Léa Öz",
    "kwame": "Kwame Mensah",
}  # fmt: skip
GENERAL, WINS = "19:general@thread.tacv2", "19:wins@thread.tacv2"
GROUP = guid("the team")


def member(who: str) -> str:
    """Their object id."""
    return guid(who)


def company(more: Collection[str] = ()) -> list[Event]:
    """Who and where; Ana leads, Jonas is the admin. `more` are names of further people."""
    names = PEOPLE | {name: name for name in more}
    people: list[Event] = [
        MemberChanged(
            workspace=TENANT, at=0, member=member(who), name=name, zone="Europe/Lisbon", admin=who == "jon",
            joined=WEDNESDAY - 200 * DAY,
        )
        for who, name in names.items()
    ]  # fmt: skip
    places: list[Event] = [
        ChannelChanged(workspace=TENANT, at=0, channel=GENERAL, name="Acme › General"),
        ChannelChanged(workspace=TENANT, at=0, channel=WINS, name="Acme › Wins"),
    ]
    lead = CommandGiven(
        workspace=TENANT, at=1, member=member("jon"), channel="", name="huzzah", request="lead",
        text=f"role <@{member('ana')}> leader",
    )  # fmt: skip
    return [*people, *places, lead]


@dataclass
class Moment:
    """A clock that a test sets."""

    now: Micros = WEDNESDAY

    def __call__(self) -> Micros:
        return self.now


class Fickle(Dispatch):
    """Its database is away as long as `away`."""

    away = False

    async def submit(self, event: Event) -> list[Reply]:
        """Take an event, or don't."""
        if self.away:
            raise Unavailable("the database is away")
        return await super().submit(event)

    async def read(self, workspace: str, question: Callable[[Work], T]) -> T:
        """Answer a question, or don't."""
        if self.away:
            raise Unavailable("the database is away")
        return await super().read(workspace, question)


@dataclass
class Register:
    """What the directory does for the tab: whom it was asked to meet; `hanging` while Microsoft doesn't answer."""

    met: list[str] = field(default_factory=list)
    hanging: bool = False
    failing: bool = False

    async def meet(self, workspace: str, members: Collection[str]) -> None:
        """Noted."""
        self.met += members
        if self.failing:
            raise Away("not now")
        if self.hanging:
            await asyncio.sleep(600)

    async def channels(self, workspace: str, member: str) -> Sequence[tuple[str, str]]:
        """Both."""
        return (GENERAL, "Acme › General"), (WINS, "Acme › Wins")

    def groups(self, workspace: str) -> Mapping[str, str]:
        """One team."""
        return {GENERAL: GROUP, WINS: GROUP}


@dataclass
class Office:
    """The tab, and everything around it."""

    url: str
    clock: Moment
    dispatch: Fickle
    register: Register
    tab: Tab
    number: int = 0

    def token(self, who: str = "ana", signer: Signer = ENTRA, **more: object) -> str:
        """What Teams has for its page when somebody looks at it; None takes a claim away."""
        now = self.clock.now // SECOND
        said = {
            "aud": APP, "iss": f"{LOGIN}/{TENANT}/v2.0", "iat": now, "nbf": now - 5, "exp": now + 3600, "tid": TENANT,
            "oid": member(who), "scp": "access_as_user", "ver": "2.0", "name": PEOPLE.get(who, ""), **more,
        }  # fmt: skip
        return signer.sign({name: value for name, value in said.items() if value is not None})

    def ask(self, path: str, who: str = "ana", body: object = None, token: str | None = None) -> httpx.Response:
        """As the page asks; without a body, with GET."""
        given = self.token(who) if token is None else token
        headers = {"Authorization": f"Bearer {given}"} if given else {}
        with httpx.Client(base_url=self.url, trust_env=False, timeout=30) as http:
            if body is None:
                return http.get(path, headers=headers)
            if isinstance(body, bytes):
                return http.post(path, content=body, headers=headers)
            return http.post(path, json=body, headers=headers)

    def press(self, who: str, action: str, value: str = "", request: str = "") -> Json:
        """Press a button; what came of it."""
        answer = self.ask(
            "/teams/tab/press", who, {"request": request or self._next(), "action": action, "value": value}
        )
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def submit(self, who: str, form: Json, request: str = "") -> Json:
        """Send a form off."""
        answer = self.ask("/teams/tab/submit", who, {"request": request or self._next(), **form})
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def look(self, question: Callable[[Work], T]) -> T:
        """Straight from the database."""
        with self.dispatch.database.read(TENANT, self.clock.now) as work:
            return question(work)

    def say(self, who: str, text: str, channel: str = GENERAL) -> None:
        """A message in a channel; people are named `<@ana>`."""
        self.clock.now += HOUR
        for each in PEOPLE:
            text = text.replace(f"<@{each}>", f"<@{member(each)}>")
        posted = MessagePosted(
            workspace=TENANT, at=self.clock.now, member=member(who), channel=channel,
            message=str(self.clock.now // 1_000), text=text,
        )  # fmt: skip
        with self.dispatch.database.write(TENANT, self.clock.now) as work:
            applying.apply(work, [posted])

    def _next(self) -> str:
        self.number += 1
        return f"number-{self.number}"


@contextmanager
def office(
    folder: Path, *, more: Collection[str] = (), keys_away: bool = False, links_here: bool = False
) -> Iterator[Office]:
    """The tab of a company, until the block ends; `keys_away` while Entra can't be reached.

    `links_here`: they lead to this very server rather than to its public address.
    """
    database, clock, register = database_at(folder), Moment(), Register()
    with database.write(TENANT, clock.now) as work:
        ensure_pepper(work, "0123456789abcdef" * 4)
        applying.apply(work, company(more))
    dispatch = Fickle(database, clock)
    with _keys() as openid:
        http = httpx.AsyncClient(trust_env=False)
        keys = Keys(openid.replace("/openid", "/nowhere") if keys_away else openid, clock, http)

        @asynccontextmanager
        async def lifespan(_app: object) -> AsyncIterator[None]:
            await dispatch.start()
            yield
            await keys.stop()
            await http.aclose()
            await dispatch.stop()

        settings = Settings(teams_app_id=APP.upper(), public_url="https://huzzah.acme.test", data_dir=folder)
        seal = sealing(Fernet.generate_key)
        door = Door(settings, keys, {TENANT, NEW}.__contains__, {TENANT}.__contains__, clock)
        handing_out = HandingOut(dispatch, seal, settings.public_url, clock)
        tab = Tab(door, dispatch, seal, register, handing_out, clock, 0.05)
        with running(Starlette(routes=tab.routes(), lifespan=lifespan)) as port:
            url = f"http://127.0.0.1:{port}"
            if links_here:
                tab.handing_out = replace(handing_out, public_url=url)
            yield Office(url, clock, dispatch, register, tab)
    database.close()


@contextmanager
def _keys() -> Iterator[str]:
    """Entra's metadata and keys; the address of the former."""

    async def openid(request: Request) -> JSONResponse:
        return JSONResponse({"jwks_uri": str(request.url_for("keys"))})

    async def keys(_request: Request) -> JSONResponse:
        return JSONResponse({"keys": [ENTRA.jwk()]})

    routes = [Route("/openid", openid), Route("/keys", keys, name="keys")]
    with running(Starlette(routes=routes)) as port:
        yield f"http://127.0.0.1:{port}/openid"


def sealed(form: str) -> Json:
    """Dialog and context of a form as the page finds them."""
    return dict(re.findall(r'data-(dialog|context)="([^"]*)"', form))
