"""The doctor's look at Teams: tokens, keys, permissions, subscriptions, the way in - and what to do about each."""

import asyncio
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final

import httpx

from bot.findings import Findings
from bot.outcomes import Away
from bot.settings import Settings
from bot.teams.calling.credentials import Credentials, NoToken
from bot.teams.calling.entra import without_proxy
from bot.teams.calling.privately import TARGETED
from bot.teams.calling.tokens_refused import CONDITIONS as REFUSED
from bot.teams.calling.tokens_refused import words as in_words
from bot.teams.configured import ANY, listed, ways
from bot.teams.graph.granted import Asked, ask
from bot.teams.graph.refusals import GRAPH
from bot.teams.learning.installations import PLATFORM
from bot.teams.receiving.tokens import TOKENS
from bot.teams.send import REACTIONS
from manifests.permissions import DIRECTORY
from scoring.facts import Micros
from scoring.periods import HOUR, MINUTE, SECOND
from storage import conditions, installations, subscriptions
from storage.subscriptions import Place, Subscription
from storage.transactions import Database

SKEW: Final = 60 * SECOND
"""Tokens may be five minutes off; long before that something is wrong."""
PATIENCE: Final = 10.0
"""Seconds for one look at an address."""
AT_ONCE: Final = 8
"""Tenants that are looked at together."""
LONGEST: Final = 20.0
"""Seconds for all of them."""
MOST_TOLD: Final = 3
"""Reasons that are named; the others are counted."""
UNHEARD: Final = "Until then, reactions on people's messages aren't heard in that tenant."
AGAIN: Final = (
    "An owner of the team removes the app and adds it again, and consents to what it may read; docs/teams.md says what "
    "the tenant must allow for that."
)
ENTRA: Final = "Is this machine allowed to reach login.microsoftonline.com? What is to be said waits until then."


@dataclass(slots=True)
class TeamsDoctor:
    """One examination; `now` is when it takes place."""

    settings: Settings
    database: Database
    findings: Findings
    now: Micros
    prepared: bool = True
    """Whether there are tables to look into."""
    _said: set[tuple[str, str]] = field(default_factory=set)
    """Conditions whose reason was found just now: the tenant, or nothing for all of them, and its name."""

    def examine(self) -> None:
        """Look at everything; one fault doesn't hide another."""
        asyncio.run(self._examine())

    async def _examine(self) -> None:
        credentials = Credentials(self.settings)
        async with httpx.AsyncClient(timeout=PATIENCE, mounts=without_proxy()) as web:
            try:
                await self._look_at_token(credentials)
                await self._look_at_keys(web)
                await self._look_at_address(web)
                homes = self._look_at_tenants()
                if ways(self.settings).graph:
                    await self._look_at_graph(web, credentials, homes)
            finally:
                await credentials.close()
        for home in homes:
            self._look_at_conditions(home)
        self._look_at_admins()

    async def _look_at_token(self, credentials: Credentials) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await credentials.token("connector")
        except NoToken as error:
            self._said.add(("", REFUSED["connector"]))
            self.findings.add("teams token", False, "Entra gives none", _sentence(in_words(error.error)))
        except (Away, TimeoutError) as error:
            words = str(error) or "Entra can't be reached (it takes too long)"
            self.findings.add("teams token", False, words, ENTRA)
        else:
            how = "as a managed identity" if ways(self.settings).managed else "by its client secret"
            self.findings.add("teams token", True, f"the app gets one {how}")

    async def _look_at_keys(self, web: httpx.AsyncClient) -> None:
        advice = "Is this machine allowed to reach it? Until then nothing that Teams sends can be believed."
        host = httpx.URL(self.settings.teams_openid_url).host
        try:
            answer = await web.get(self.settings.teams_openid_url)
        except (httpx.HTTPError, OSError) as error:
            self.findings.add("teams keys", False, f"{host} doesn't answer ({type(error).__name__})", advice)
            return
        well = answer.status_code == HTTPStatus.OK and "jwks_uri" in _table(answer)
        words = f"{host} answers" if well else f"{host} answers with HTTP {answer.status_code}, and names no keys"
        self.findings.add("teams keys", well, words, advice)
        try:
            theirs = parsedate_to_datetime(answer.headers.get("date", ""))
        except ValueError:
            return
        apart = abs(self.now - round(theirs.timestamp() * SECOND))
        words = f"{apart / SECOND:,.0f} s apart from Microsoft's"
        self.findings.add("teams clock", apart <= SKEW, words, "Set this machine's clock by a time server (NTP).")

    async def _look_at_address(self, web: httpx.AsyncClient) -> None:
        public = self.settings.public_url.rstrip("/")
        try:
            health = await web.get(f"{public}/healthz")
            # Without a token: our own server must be there, and must say no.
            door = await web.post(f"{public}/teams/messages", json={})
        except (httpx.HTTPError, OSError) as error:
            advice = "Is `huzzah run` running, and does the proxy hand /teams/ and /healthz on to it?"
            self.findings.add("teams address", False, f"{public} doesn't answer ({type(error).__name__})", advice)
            return
        if "workspaces" not in _table(health):
            words = f"{public}/healthz answers with HTTP {health.status_code}, and isn't Huzzah"
            advice = "Something else answers there. The proxy must hand /teams/ and /healthz on to Huzzah, unchanged."
            self.findings.add("teams address", False, words, advice)
            return
        well = door.status_code == HTTPStatus.UNAUTHORIZED
        words = f"{public} answers" if well else f"{public}/teams/messages answers with HTTP {door.status_code}"
        advice = "The proxy must hand /teams/ on to Huzzah, unchanged; and start Huzzah anew if the settings are new."
        self.findings.add("teams address", well, words, advice)

    def _look_at_tenants(self) -> list[str]:
        kept = installations.every(self.database, PLATFORM) if self.prepared else []
        there = [each.workspace for each in kept if not each.gone_at]
        allowed = {each.lower() for each in listed(f"{self.settings.teams_tenant},{self.settings.teams_tenants}")}
        homes = [each for each in there if ANY in allowed or each in allowed]
        if not homes:
            advice = "Upload the package that `huzzah manifest teams` writes, and add the app to a team."
            self.findings.add("teams", False, "nothing has come from Teams yet", advice)
        for numbers in self.findings.workspaces:
            if numbers.workspace in homes:
                words = _ago(self.now - numbers.newest) if numbers.newest else "nothing was heard yet"
                title = f"{numbers.name}, " if numbers.name else ""
                self.findings.add(f"teams tenant ({numbers.workspace})", True, f"{title}{words}")
        for other in sorted(set(there) - set(homes)):
            words = "it isn't served any more: neither HUZZAH_TEAMS_TENANT nor HUZZAH_TEAMS_TENANTS names it"
            self.findings.add(f"teams tenant ({other})", True, words)
        return homes

    async def _look_at_graph(self, web: httpx.AsyncClient, credentials: Credentials, homes: Sequence[str]) -> None:
        # A few at a time, and all within a bound: there may be many, and Microsoft may be far away.
        kept = {home: self._subscribed(home) for home in homes}
        turns = asyncio.Semaphore(AT_ONCE)
        address = self.settings.teams_graph_url.rstrip("/")
        tasks = {
            home: asyncio.create_task(ask(web, credentials, address, home, places[:1], turns))
            for home, (places, _) in kept.items()
        }
        if tasks:
            _, left = await asyncio.wait(tasks.values(), timeout=LONGEST)
            for task in left:
                task.cancel()
        for home, task in tasks.items():
            asked = task.result() if task.done() and not task.cancelled() else Asked(fault="it takes too long")
            self._look_at_answers(home, asked, *kept[home])

    def _subscribed(self, home: str) -> tuple[list[Place], list[Subscription]]:
        with self.database.read(home, self.now) as work:
            return subscriptions.places(work), subscriptions.known(work)

    def _look_at_answers(self, home: str, asked: Asked, places: list[Place], kept: list[Subscription]) -> None:
        if asked.code:
            self._said.add((home, REFUSED["graph"]))
            advice = f"{_sentence(in_words(asked.code))} {UNHEARD}"
            self.findings.add(f"teams graph ({home})", False, "Entra gives no token for it", advice)
            return
        if asked.fault:
            words = f"Microsoft Graph can't be asked ({asked.fault})"
            self.findings.add(f"teams graph ({home})", False, words, f"Try again later. {UNHEARD}")
        else:
            self.findings.add(f"teams graph ({home})", True, "it answers")
        if asked.reads is not None:
            words = (
                "channels may be read" if asked.reads == HTTPStatus.OK else f"HTTP {asked.reads} when reading a channel"
            )
            self.findings.add(f"teams permissions ({home})", asked.reads == HTTPStatus.OK, words, AGAIN)
        without = [name for name in DIRECTORY if name not in asked.roles]
        if without and not asked.fault:
            lacking = "; ".join(f"{name} ({DIRECTORY[name]})" for name in without)
            self.findings.add(f"teams optional permissions ({home})", True, f"left out: {lacking}")
        self._look_at_subscriptions(home, asked.remotes, places, kept)

    def _look_at_subscriptions(
        self, home: str, remotes: Collection[str] | None, places: list[Place], kept: list[Subscription]
    ) -> None:
        name = f"teams subscriptions ({home})"
        wanted = {place.channel for place in places}
        alive = [
            each for each in kept
            if each.channel in wanted and each.remote and each.expires > self.now
            and (remotes is None or each.remote in remotes)
        ]  # fmt: skip
        if not wanted:
            self.findings.add(name, True, "none: the app is in no team yet")
            return
        ends = min((each.expires for each in alive), default=0)
        words = f"{len(alive)} of {len(wanted)} channels are listened to"
        if alive:
            words += f"; the next ends in {max(0, ends - self.now) / HOUR:,.0f} h, and is renewed before"
        errors = sorted({each.error for each in kept if each.error and each.channel in wanted})
        if errors:
            self._said.add((home, GRAPH))
            words += f". What Graph said: {'; '.join(errors[:MOST_TOLD])}"
        advice = (
            f"Is `huzzah run` running, and does Graph reach HUZZAH_PUBLIC_URL? It is tried again by itself. {AGAIN}"
        )
        self.findings.add(name, len(alive) == len(wanted), words, advice)

    def _look_at_conditions(self, workspace: str) -> None:
        with self.database.read(workspace, self.now) as work:
            found = conditions.everything(work)
        for name, (value, at) in found.items():
            told = CONDITIONS.get(name)
            if told is None or not value or self._said & {("", name), (workspace, name)}:
                continue
            title, words, advice = told
            ago = f"({(self.now - at) // MINUTE:,} min ago)"
            self.findings.add(f"teams {title} ({workspace})", not advice, f"{words.format(value)} {ago}", advice)

    def _look_at_admins(self) -> None:
        if not self.settings.teams_admins:
            words = "nobody: HUZZAH_TEAMS_ADMINS names who may change rules and settings in the chat"
            self.findings.add("teams admins", True, words)


def _table(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def _ago(micros: Micros) -> str:
    if micros < HOUR:
        return f"last heard {max(0, micros) // MINUTE} min ago"
    return f"last heard {micros / HOUR:,.0f} h ago"


CONDITIONS: Final = {
    REFUSED["connector"]: ("token, as the bot had it", "{}", "What is to be said waits until then."),
    REFUSED["graph"]: ("graph, as the bot had it", "{}", UNHEARD),
    GRAPH: ("channels", "{}", AGAIN),
    TOKENS: (
        "believed",
        "what came in was refused, and nothing has been believed since: {}",
        "If it was Teams: compare HUZZAH_TEAMS_APP_ID with the Microsoft App ID of your Azure Bot, and set the clock.",
    ),
    TARGETED: ("private notes", "they go to personal chats, for Teams takes none in channels ({})", ""),
    REACTIONS: ("reactions of its own", "none: Teams doesn't take them ({})", ""),
}
"""Condition -> its title, in words, and what to do; nothing where all is well that way, too."""
