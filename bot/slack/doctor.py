"""The doctor's look at Slack: tokens, permissions, the ways in, the clock, limits - and what to do about each."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.findings import Findings
from bot.settings import Settings
from bot.slack.configured import ways
from bot.slack.installing import identity
from bot.slack.installing.tokens import PLATFORM
from bot.slack.installing.web import Answer, SlackAway, SlackRefused, Web, asked
from bot.slack.receiving.afterwards import RATE_LIMITED
from bot.slack.receiving.signing import SIGNATURE, SIGNATURES
from bot.slack.workplace import Installation
from manifests.scopes import OPTIONAL, READING, REQUIRED
from scoring.facts import Micros
from scoring.periods import HOUR, MINUTE, SECOND
from storage import conditions, installations
from storage.sealing import Sealing, WrongKey
from storage.transactions import Database

SKEW = 60 * SECOND
"""Slack refuses signatures that are five minutes off; long before that something is wrong."""
RECENT = 24 * HOUR
PATIENCE = 10.0
"""Seconds for one look at an address."""
AT_ONCE = 8
"""Workspaces that are looked at together."""
LONGEST = 20.0
"""Seconds for all of them."""
MOST_READ = 1_000
"""Bytes of an answer that may be anybody's."""
NO_TOKEN = frozenset({"invalid_auth", "account_inactive", "token_revoked", "token_expired", "not_authed"})

Tested = Answer | SlackAway | SlackRefused
"""What Slack says of a token."""

REINSTALL = "Install the app again (api.slack.com/apps, Install App), and copy the new token into .env."
INSTALL = "Open the app at api.slack.com/apps, add them under OAuth & Permissions, and install it again."


@dataclass(slots=True)
class SlackDoctor:
    """One examination; `now` is when it takes place."""

    settings: Settings
    database: Database
    sealing: Sealing
    findings: Findings
    now: Micros
    prepared: bool = True
    """Whether there are tables to look into."""

    def examine(self) -> None:
        """Look at everything; one fault doesn't hide another."""
        asyncio.run(self._examine())

    async def _examine(self) -> None:
        web = Web(self.settings.slack_api_url)
        await web.start()
        try:
            homes = self._homes()
            for home, tested in zip(homes, await self._test_all(web, homes), strict=True):
                self._look_at_home(home, tested)
            if ways(self.settings).socket:
                await self._look_at_socket(web)
        finally:
            await web.stop()
        if ways(self.settings).http:
            await self._look_at_address()
        for workspace in self._workspaces():
            self._look_at_conditions(workspace)

    async def _test_all(self, web: Web, homes: Sequence[Installation]) -> list[Tested]:
        # A few at a time, and all within a bound: there may be many, and Slack may be far away.
        turns = asyncio.Semaphore(AT_ONCE)
        tasks = [asyncio.create_task(_test(web.client(home.token), turns)) for home in homes]
        if not tasks:
            return []
        _, left = await asyncio.wait(tasks, timeout=LONGEST)
        for task in left:
            task.cancel()
        return [SlackAway("it takes too long") if task in left else task.result() for task in tasks]

    def _workspaces(self) -> Iterable[str]:
        return [kept.workspace for kept in self._kept() if not kept.gone_at]

    def _kept(self) -> list[installations.Kept]:
        return installations.every(self.database, PLATFORM) if self.prepared else []

    def _homes(self) -> list[Installation]:
        found = []
        token = self.settings.slack_bot_token.get_secret_value().strip()
        if token:
            found.append(Installation("", token=token))
        for kept in self._kept():
            try:
                home = identity.from_kept(kept, self.sealing)
            except WrongKey:
                advice = "Put your copy of secret.key back (or set HUZZAH_SECRET_KEY), or install the app again."
                self.findings.add(f"slack token ({kept.workspace})", False, "it can't be read with this key", advice)
                continue
            if home.token and not kept.gone_at:
                found.append(home)
        if not found:
            where = f"Open {self._install} in a browser."
            self.findings.add("slack", False, "the app isn't installed in any workspace yet", where)
        return found

    def _look_at_home(self, home: Installation, tested: Tested) -> None:
        name = f" ({home.workspace})" if home.workspace else ""
        again = f"Open {self._install} in a browser and install the app again." if home.workspace else REINSTALL
        if isinstance(tested, SlackAway):
            advice = "Is this machine allowed to reach slack.com? What is to be said waits until then."
            self._once("slack", False, f"it can't be reached ({tested})", advice)
            return
        if isinstance(tested, SlackRefused):
            words = "Slack doesn't accept it" if tested.error in NO_TOKEN else f"Slack says {tested.error}"
            self.findings.add(f"slack token{name}", False, words, again)
            return
        try:
            told = identity.from_test(tested, home.token)
        except identity.NotAnInstallation as error:
            self.findings.add(f"slack token{name}", False, f"it isn't a bot's token: {error}", again)
            return
        words = f"it works: {told.name or told.workspace} ({told.workspace}), {told.url}"
        self.findings.add(f"slack token{name}", True, words)
        self._look_at_clock(tested)
        self._look_at_scopes(name, told)

    @property
    def _install(self) -> str:
        return f"{self.settings.public_url.rstrip('/')}/slack/install"

    def _once(self, name: str, well: bool, words: str, advice: str) -> None:
        # What goes for all workspaces is said for the first.
        if all(finding.name != name for finding in self.findings.found):
            self.findings.add(name, well, words, advice)

    def _look_at_scopes(self, name: str, told: Installation) -> None:
        if not told.scopes:
            return
        reads = bool(READING & told.scopes)
        wanted = [scope for scope in REQUIRED if reads or scope not in READING]
        missing = [scope for scope in wanted if scope not in told.scopes]
        lacking = "; ".join(f"{scope} ({REQUIRED[scope]})" for scope in missing)
        self.findings.add(
            f"slack permissions{name}",
            not missing,
            f"missing: {lacking}" if missing else "all that are needed",
            INSTALL,
        )
        if not reads:
            words = "none: reactions, commands and shortcuts only, as the manifest of --no-reading has it"
            self.findings.add(f"slack messages{name}", True, words)
        without = [scope for scope in OPTIONAL if scope not in told.scopes and (reads or scope not in READING)]
        if without:
            words = "; ".join(f"{scope} ({OPTIONAL[scope]})" for scope in without)
            self.findings.add(f"slack optional permissions{name}", True, f"left out: {words}")

    def _look_at_clock(self, answer: Answer) -> None:
        try:
            theirs: datetime = parsedate_to_datetime(answer.header("date"))
        except ValueError:
            return
        apart = abs(self.now - round(theirs.timestamp() * SECOND))
        advice = "Set this machine's clock by a time server (NTP): signatures five minutes off are refused."
        self._once("slack clock", apart <= SKEW, f"{apart / SECOND:.0f} s apart from Slack's", advice)

    async def _look_at_socket(self, web: Web) -> None:
        token = self.settings.slack_app_token.get_secret_value().strip()
        advice = "Make an app-level token with connections:write (Basic Information), and copy it into .env."
        try:
            async with asyncio.timeout(PATIENCE):
                await asked(web.client().apps_connections_open(app_token=token))
        except SlackRefused as error:
            words = "Slack doesn't accept the app token" if error.error in NO_TOKEN else f"Slack says {error.error}"
            self.findings.add("slack socket mode", False, words, advice)
        except (SlackAway, TimeoutError) as error:
            words = f"Slack can't be reached ({str(error) or 'it takes too long'})"
            self.findings.add("slack socket mode", False, words, "Try again later.")
        else:
            self.findings.add("slack socket mode", True, "a connection can be opened")

    async def _look_at_address(self) -> None:
        public = self.settings.public_url.rstrip("/")
        if not public:
            advice = "Set HUZZAH_PUBLIC_URL, so that I can look whether it answers."
            self.findings.add("slack address", True, "where Slack reaches us isn't set", advice)
            return
        # Without a signature: our own server must be there, and must say no.
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(f"{public}/slack/events", data=b"{}", allow_redirects=False) as answer,
            ):
                status, said = answer.status, await answer.content.read(MOST_READ)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            advice = "Is `huzzah run` running, and does the proxy hand /slack/ on to it?"
            self.findings.add("slack address", False, f"{public} doesn't answer ({type(error).__name__})", advice)
            return
        advice = "Something else answers there. The proxy must hand /slack/ on to Huzzah, unchanged."
        ours = status == 401 and SIGNATURE.encode() in said
        words = f"{public} answers" if ours else f"{public}/slack/events answers with HTTP {status}, and isn't Huzzah"
        self.findings.add("slack address", ours, words, advice)

    def _look_at_conditions(self, workspace: str) -> None:
        with self.database.read(workspace, self.now) as work:
            found = conditions.everything(work)
        for name, (value, at) in found.items():
            told = CONDITIONS.get(name)
            if told is None or (name == RATE_LIMITED and self.now - at > RECENT):
                continue
            words, advice = told
            ago = f"({(self.now - at) // MINUTE:,} min ago)"
            self.findings.add(f"slack ({workspace})", False, f"{words.format(value)} {ago}", advice)


async def _test(client: AsyncWebClient, turns: asyncio.Semaphore) -> Tested:
    try:
        async with turns, asyncio.timeout(PATIENCE):
            return await asked(client.auth_test())
    except (SlackAway, SlackRefused) as error:
        return error
    except TimeoutError:
        return SlackAway("it takes too long")


CONDITIONS = {
    installations.TOKEN: ("{}", "Install the app again; docs/slack.md says how."),
    RATE_LIMITED: (
        "Slack kept events from us: there were more than it sends in an hour",
        "Leave channels where much is written that isn't for the bot; what Slack kept back is gone.",
    ),
    SIGNATURES: (
        "a request that came in was refused, and none has been believed since: {}",
        "If it was Slack: compare HUZZAH_SLACK_SIGNING_SECRET with Basic Information of the app, and set the clock.",
    ),
}
"""Condition -> in words, and what to do."""
