"""Listening: every payload of Slack's is verified, read, written, and only then acknowledged, within three seconds.

https://docs.slack.dev/apis/events-api: 2xx within three seconds, or the event comes again.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.bodies import MOST_BYTES, Malformed, TooLong, received
from bot.dispatch import Unavailable
from bot.doubts import Doubts
from bot.slack.calling.calls import Acknowledgement
from bot.slack.parse import parse, team_of
from bot.slack.reading.heard import Heard, Removed
from bot.slack.receiving import bodies, bolt, strangers
from bot.slack.receiving.afterwards import FAILED, Afterwards
from bot.slack.receiving.neighbours import Neighbours
from bot.slack.receiving.signing import SIGNATURES, Forged, Unsigned, Verifier
from bot.slack.rendering.look import Look
from bot.slack.replies import acknowledge, afterwards, plain, tell
from bot.slack.workplace import Installation
from handlers.answers import Note, Reply

RETRY_SECONDS: Final = 2
MOST_WAITING: Final = 10_000
"""Payloads whose commit is waited for; beyond, Slack is asked to come again, before memory is full."""
OUTSIDER: Final = "Huzzah is for the people of this workspace. Thank you for joining in, though!"
NOT_YET_MET: Final = "I'm still finding out who everybody is you named. Please try again in a minute."
AWAY: Final = "Huzzah can't write anything down just now, so nothing was done. Please try again in a minute."
SLOW: Final = "Huzzah is slow just now. It is still at it, and answers here as soon as it can."
HEADERS: Final = ("x-slack-retry-num", "x-slack-retry-reason")
"""What Bolt is told of a request's headers."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds from the arrival of a payload."""

    names: float = 1.5
    """For looking up whose it is, and whom it names."""
    commit: float = 2.5
    """For everything before the answer."""


@dataclass(slots=True)
class Listener:
    """Receives payloads over HTTP; those of Socket Mode come to the same `app`."""

    neighbours: Neighbours
    verifier: Verifier
    api_url: str
    patience: Patience = field(default_factory=Patience)
    app: AsyncApp = field(init=False)
    after: Afterwards = field(init=False)
    _doubts: Doubts = field(init=False)
    _waiting: set[asyncio.Task[list[Reply]]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.app = bolt.build(self.receive, self.api_url)
        self.after = Afterwards(self.neighbours)
        near = self.neighbours
        self._doubts = Doubts(SIGNATURES, near.dispatch, self._workspaces, near.clock)

    def _workspaces(self) -> list[str]:
        return [home.workspace for home in self.neighbours.installations.all()]

    async def stop(self) -> None:
        """Let what is under way end."""
        if self._waiting:
            await asyncio.wait(self._waiting, timeout=self.patience.commit)
        await self.after.stop()

    async def endpoint(self, request: Request) -> Response:
        """`POST /slack/events`: 200 after the commit; 401 unsigned, 400 malformed, 413 too long, 503 to send again."""
        try:
            raw = await received(request)
            self.verifier.check(raw, request.headers)
            payload = bodies.decode(raw, request.headers.get("content-type", ""))
        except TooLong:
            return _error(413, f"the body is longer than {MOST_BYTES // 1024} kB")
        except Unsigned as error:
            log.warning("slack_request_refused", reason=str(error))
            if isinstance(error, Forged) and self._doubts.is_news(believed=False):
                self.after.take_on(self._doubts.note(str(error)), "doubts")
            return _error(401, str(error))
        except Malformed as error:
            log.warning("slack_request_malformed", reason=str(error))
            return _error(400, str(error))
        except ClientDisconnect:
            return Response(status_code=400)
        if self._doubts.is_news(believed=True):
            self.after.take_on(self._doubts.note(""), "doubts")
        if payload.get("type") == "url_verification":
            challenge = payload.get("challenge")
            return JSONResponse({"challenge": challenge if isinstance(challenge, str) else ""})
        if payload.get("ssl_check") == "1":
            return Response()
        headers = {name: value for name in HEADERS if (value := request.headers.get(name))}
        answer = await bolt.hand(self.app, payload, headers)
        return Response(answer.body, answer.status, answer.first_headers())

    async def receive(self, body: Mapping[str, object]) -> BoltResponse:
        """Read one payload, write what it says, and answer; never later than `patience.commit`."""
        begun = asyncio.get_running_loop().time()
        by, names_by = begun + self.patience.commit, begun + self.patience.names
        where = team_of(body)
        try:
            async with asyncio.timeout_at(names_by):
                home = await self.neighbours.installations.seek(*where)
            if home is None and strangers.is_farewell(body):
                await self.neighbours.installations.bid_farewell(*where)
        except (TimeoutError, Unavailable) as error:
            return self._put_off("", None, str(error) or "looking the workspace up takes too long")
        if home is None:
            return self._stranger(body, self.neighbours.installations.was_removed(*where))
        heard = strangers.with_view(parse(body, home, self.neighbours.clock()), body)
        if heard.refused:
            return self._answer(home, heard, tell(OUTSIDER, heard))
        if heard.needs_names:
            await self._meet(home.workspace, heard.needs_names, names_by)
            if too_early := self._too_early(home, heard, body):
                return too_early
        if len(self._waiting) >= MOST_WAITING:
            return self._put_off(home.workspace, heard, "too much is waiting")
        return await self._commit(home, heard, body, by)

    def _too_early(self, home: Installation, heard: Heard, body: Mapping[str, object]) -> BoltResponse | None:
        # Taken for colleagues, people of another organisation would be thanked; Slack asks again, and by then it is
        # known whose they are. A request isn't sent again: the asker has to.
        others = heard.needs_names - ({heard.ask.member} if heard.ask else set())
        if heard.ask and not self._are_settled(home.workspace, others):
            return self._answer(home, heard, tell(NOT_YET_MET, heard))
        if strangers.is_among_others(body, heard) and not self._are_settled(home.workspace, others):
            return self._put_off(home.workspace, heard, "nobody has said yet whose somebody is")
        return None

    async def _commit(self, home: Installation, heard: Heard, body: Mapping[str, object], by: float) -> BoltResponse:
        task = asyncio.create_task(self._write(home, heard), name="slack commit")
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        # The commit itself isn't given up: what it has begun ends, and a repeat does nothing.
        await asyncio.wait({task}, timeout=by - asyncio.get_running_loop().time())
        if not task.done():
            self.after.take_on(self._late(home, heard, task), "late commit")
            return self._put_off(home.workspace, heard, "the commit takes too long", SLOW)
        try:
            replies = task.result()
        except Unavailable as error:
            return self._put_off(home.workspace, heard, str(error))
        return self._answer(
            home, heard, acknowledge(replies, heard, Look(home.url, home.team, pictures=False, charts=False)), body
        )

    async def _write(self, home: Installation, heard: Heard) -> list[Reply]:
        """All events in their order; the replies to the last, which alone can be a request. Raises Unavailable."""
        if any(isinstance(aside, Removed) for aside in heard.asides):
            await self.neighbours.installations.left(home.workspace)
        # All are queued before the first is written, so that they share a transaction.
        results = await asyncio.gather(*map(self.neighbours.dispatch.submit, heard.events))
        return results[-1] if results else []

    async def _meet(self, workspace: str, members: frozenset[str], by: float) -> None:
        try:
            async with asyncio.timeout_at(by):
                await self.neighbours.directory.meet(workspace, members)
        except TimeoutError:
            log.info("slack_names_take_long", workspace=workspace)
        except FAILED as error:
            log.info("slack_names_unknown", workspace=workspace, reason=type(error).__name__)

    def _are_settled(self, workspace: str, members: frozenset[str]) -> bool:
        return all(self.neighbours.directory.is_settled(workspace, member) for member in members)

    def _answer(
        self,
        home: Installation,
        heard: Heard,
        acknowledgement: Acknowledgement,
        body: Mapping[str, object] | None = None,
    ) -> BoltResponse:
        self.after.see_to(home, heard, acknowledgement.calls)
        if body is not None and body.get("type") == "block_suggestion":
            return _json(200, {"options": []})
        return _json(200, acknowledgement.body) if acknowledgement.body else BoltResponse(status=200)

    def _put_off(self, workspace: str, heard: Heard | None, reason: str, words: str = AWAY) -> BoltResponse:
        """Not now: an event comes again by itself, a person is told.

        What a person did isn't sent again, and for a refusal Slack would show an error of its own beside our words; but
        a dialog, where nothing can be said afterwards, stays open only if it is refused.
        """
        log.warning("slack_payload_put_off", workspace=workspace, reason=reason[:200])
        if heard and heard.ask and heard.ask.response_url:
            calls = afterwards([Note(plain(words))], heard, Look())
            self.after.take_on(self.after.make(workspace, calls), "sorry")
            return BoltResponse(status=200)
        return _later("the database can't take it now")

    async def _late(self, home: Installation, heard: Heard, task: asyncio.Task[list[Reply]]) -> None:
        """The commit came after the answer: what still reaches the asker is said now."""
        try:
            replies = await task
        except Unavailable:
            # An event comes again, and is answered then.
            replies = [Note(plain(AWAY))] if heard.ask and heard.ask.response_url else []
        calls = afterwards(replies, heard, Look(home.url, home.team, pictures=False, charts=False))
        self.after.see_to(home, heard, calls)

    def _stranger(self, body: Mapping[str, object], removed: bool) -> BoltResponse:
        """A payload of a workspace that we don't know."""
        if removed or strangers.is_farewell(body):
            return BoltResponse(status=200)
        told = strangers.told(body)
        if told is None and not any(team_of(body)):
            return _json(400, {"ok": False, "error": "it is of no workspace"})
        if told is None:
            # The event may have overtaken its own installation, which is still being written.
            log.warning("slack_workspace_unknown")
            return _later("the app isn't installed there, or not yet")
        if told.calls:
            self.after.take_on(self.after.make("", told.calls), "stranger")
        return _json(200, told.body) if told.body else BoltResponse(status=200)


def _later(why: str) -> BoltResponse:
    return _json(503, {"ok": False, "error": f"{why}; send it again"}, {"Retry-After": str(RETRY_SECONDS)})


def _json(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> BoltResponse:
    return BoltResponse(status=status, body=dict(body), headers={**headers} if headers else None)


def _error(status: int, words: str) -> JSONResponse:
    return JSONResponse({"ok": False, "error": words}, status_code=status)
