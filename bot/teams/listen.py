"""Listening: every activity is verified, read, written, and only then answered, before Teams' patience ends.

https://learn.microsoft.com/azure/bot-service/bot-builder-howto-long-operations-guidance: within ten to fifteen seconds,
or the activity comes again.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.bodies import MOST_BYTES, Malformed, TooLong, from_json, received
from bot.dispatch import Unavailable
from bot.doubts import Doubts
from bot.shapes import Table, address, table, words
from bot.teams.calling.calls import Acknowledgement
from bot.teams.parse import ids_in, parse, tenant_of
from bot.teams.reading.heard import NO_ENTRIES, Ask, Heard
from bot.teams.receiving.afterwards import FAILED, Afterwards
from bot.teams.receiving.keys import KeysAway
from bot.teams.receiving.neighbours import Neighbours
from bot.teams.receiving.repeats import Repeats, Writing
from bot.teams.receiving.tokens import TOKENS, Forbidden, Tokens, Unsigned, bearer, check_activity
from bot.teams.rendering.look import Look
from bot.teams.replies import acknowledge, afterwards, plain, tell
from bot.teams.workplace import Tenant
from handlers import events
from handlers.answers import Note, Reply

RETRY_SECONDS: Final = 2
MOST_WAITING: Final = 10_000
"""Activities whose commit is waited for; beyond, Teams is asked to come again, before memory is full."""
LOOKING: Final = 1.0
"""Seconds for what a card may show, once everything is written."""
OUTSIDER: Final = "Huzzah is for the people of this organisation. Thank you for joining in, though!"
NOT_YET_MET: Final = "I'm still finding out who everybody is you named. Please try again in a minute."
AWAY: Final = "Huzzah can't write anything down just now, so nothing was done. Please try again in a minute."
SLOW: Final = "Huzzah is slow just now. It is still at it, and answers here as soon as it can."
INVOKES: Final = frozenset({"execute", "fetch", "dialog", "message_fetch", "message_submit", "sign_in"})
"""Surfaces on which somebody waits for the answer's body; an error there would only be shown as such by Teams."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds from the arrival of an activity."""

    names: float = 4.0
    """For looking up whose it is, and whom it names."""
    commit: float = 8.0
    """For everything before the answer."""


async def plain_look(home: Tenant, _member: str) -> Look:
    """Cards as they look to somebody of whose tenant nothing else is known."""
    return Look(home.app, home.workspace)


@dataclass(slots=True)
class Listener:
    """Receives activities; `look` says what cards may show a member of a tenant, and may raise Unavailable."""

    neighbours: Neighbours
    tokens: Tokens
    look: Callable[[Tenant, str], Awaitable[Look]] = plain_look
    patience: Patience = field(default_factory=Patience)
    after: Afterwards = field(init=False)
    _doubts: Doubts = field(init=False)
    _repeats: Repeats = field(init=False)
    _waiting: set[Writing] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.after = Afterwards(self.neighbours)
        near = self.neighbours
        self._doubts = Doubts(TOKENS, near.dispatch, self._workspaces, near.clock)
        self._repeats = Repeats(self.neighbours.clock)

    def _workspaces(self) -> list[str]:
        return [home.workspace for home in self.neighbours.installations.all()]

    async def stop(self) -> None:
        """Let what is under way end."""
        if self._waiting:
            await asyncio.wait(self._waiting, timeout=self.patience.commit)
        await self.after.stop()

    async def endpoint(self, request: Request) -> Response:
        """`POST /teams/messages`: 200 after the commit, with the answer to an invoke.

        401 without a good token, 403 with one that isn't for this, 400 malformed, 413 too long, 503 to send it again.
        """
        try:
            raw = await received(request)
            proof = await self.tokens.check(bearer(request.headers.get("authorization", "")), self.neighbours.clock())
            activity = from_json(raw)
            check_activity(proof, activity)
            tenant = self._served(activity)
        except ClientDisconnect:
            return Response(status_code=400)
        except (TooLong, KeysAway, Unsigned, Forbidden, Malformed) as error:
            return self._refused(error)
        if self._doubts.is_news(believed=True):
            self.after.take_on(self._doubts.note(""), "doubts")
        return await self.receive(tenant, activity)

    async def receive(self, tenant: str, activity: Table) -> Response:
        """Read one activity, write what it says, and answer; never later than `patience.commit`."""
        begun = asyncio.get_running_loop().time()
        by, names_by = begun + self.patience.commit, begun + self.patience.names
        service = address(activity.get("serviceUrl"))
        try:
            async with asyncio.timeout_at(names_by):
                home = await self.neighbours.installations.seen(tenant, service)
        except (TimeoutError, Unavailable) as error:
            unsure = Tenant(tenant, self.tokens.app, service=service)
            heard = parse(activity, unsure, self.neighbours.clock(), NO_ENTRIES)
            return self._put_off(tenant, heard, str(error) or "looking the tenant up takes too long")
        people = await self._people(home.workspace, activity, names_by)
        heard = parse(activity, home, self.neighbours.clock(), people or NO_ENTRIES)
        if heard.refused:
            return self._answer(home, heard, tell(OUTSIDER, heard))
        if heard.needs_names and people is not None:
            await self._meet(home.workspace, heard.needs_names, _channel(activity), names_by)
        if too_early := self._too_early(home, heard, activity, known=people is not None):
            return too_early
        if len(self._waiting) >= MOST_WAITING:
            return self._put_off(home.workspace, heard, "too much is waiting")
        return await self._commit(home, heard, by)

    async def _people(self, workspace: str, activity: Table, by: float) -> Mapping[str, str] | None:
        """Who they are whom the activity calls by other ids; None if that can't be told now."""
        ids = ids_in(activity)
        if not ids:
            return NO_ENTRIES
        service = address(activity.get("serviceUrl"))
        try:
            async with asyncio.timeout_at(by):
                return await self.neighbours.directory.resolve(
                    workspace, ids, channel=_channel(activity), service=service
                )
        except TimeoutError:
            log.info("teams_people_take_long", workspace=workspace)
        except FAILED as error:
            log.info("teams_people_unknown", workspace=workspace, reason=type(error).__name__)
        return None

    def _too_early(self, home: Tenant, heard: Heard, activity: Table, *, known: bool) -> Response | None:
        # By another id, one person would become two; and taken for a colleague, one of another organisation would be
        # thanked. Teams sends again what isn't an invoke, and by then it is known who they are.
        shared = _is_shared(activity)
        others = heard.needs_names - ({heard.ask.member} if heard.ask and not shared else set())
        settled = all(self.neighbours.directory.is_settled(home.workspace, other) for other in others)
        if heard.ask and not (known and settled):
            return self._answer(home, heard, tell(NOT_YET_MET, heard))
        if heard.events and not (known and (settled or not shared)):
            return self._put_off(home.workspace, heard, "nobody has said yet who somebody is")
        return None

    async def _commit(self, home: Tenant, heard: Heard, by: float) -> Response:
        task, again = self._begun(home, heard)
        # The commit itself isn't given up: what it has begun ends, and a repeat does nothing.
        await asyncio.wait({task}, timeout=by - asyncio.get_running_loop().time())
        if not task.done():
            if not again:
                self.after.take_on(self._late(home, heard, task), "late commit")
            return self._put_off(home.workspace, heard, "the commit takes too long", SLOW)
        try:
            replies = task.result()
        except Unavailable as error:
            return self._put_off(home.workspace, heard, str(error))
        if heard.ask is None:
            return self._answer(home, heard, Acknowledgement())
        answer = acknowledge(replies, heard, await self._look(home, heard.ask), secrets.token_urlsafe(12))
        # What is said besides was said the first time.
        return self._answer(home, heard, Acknowledgement(answer.body) if again else answer)

    def _begun(self, home: Tenant, heard: Heard) -> tuple[Writing, bool]:
        """What is being written, and whether it is for a request that came before."""
        write = partial(self._write, home, heard)
        last = heard.events[-1] if heard.events else None
        if heard.ask and heard.ask.surface in INVOKES and isinstance(last, events.Request):
            task, again = self._repeats.of(last, write)
        else:
            task, again = asyncio.create_task(write(), name="teams commit"), False
        if not again:
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)
        return task, again

    async def _write(self, home: Tenant, heard: Heard) -> list[Reply]:
        """All events in their order; the replies to the last, which alone can be a request. Raises Unavailable."""
        if heard.known:
            await self.neighbours.directory.know(home.workspace, heard.known)
        # All are queued before the first is written, so that they share a transaction.
        results = await asyncio.gather(*map(self.neighbours.dispatch.submit, heard.events))
        if heard.moves:
            await self.neighbours.directory.notice(home.workspace, heard)
        return results[-1] if results else []

    async def _meet(self, workspace: str, members: frozenset[str], channel: str, by: float) -> None:
        try:
            async with asyncio.timeout_at(by):
                await self.neighbours.directory.meet(workspace, members, channel=channel)
        except TimeoutError:
            log.info("teams_names_take_long", workspace=workspace)
        except FAILED as error:
            log.info("teams_names_unknown", workspace=workspace, reason=type(error).__name__)

    async def _look(self, home: Tenant, ask: Ask) -> Look:
        try:
            async with asyncio.timeout(LOOKING):
                return await self.look(home, ask.member)
        except (TimeoutError, Unavailable):
            # What was done is told all the same.
            return await plain_look(home, ask.member)

    def _answer(self, home: Tenant, heard: Heard, answer: Acknowledgement) -> Response:
        self.after.see_to(home.workspace, heard, answer.calls)
        return Response() if answer.body is None else JSONResponse(answer.body)

    def _put_off(self, workspace: str, heard: Heard, reason: str, said: str = AWAY) -> Response:
        """Not now: a message comes again by itself, and is answered then; who waits for an invoke is told."""
        log.warning("teams_activity_put_off", workspace=workspace, reason=reason[:200])
        if heard.ask is None or heard.ask.surface not in INVOKES:
            return _later("it can't be written down now")
        answer = tell(said, heard)
        if answer.calls:
            self.after.take_on(self.neighbours.answerer.make(workspace, answer.calls), "sorry")
        return Response() if answer.body is None else JSONResponse(answer.body)

    async def _late(self, home: Tenant, heard: Heard, task: Writing) -> None:
        """The commit came after the answer: what still reaches the asker is said now."""
        try:
            replies = await task
        except Unavailable:
            # A message comes again, and is answered then.
            replies = [Note(plain(AWAY))] if heard.ask and heard.ask.surface in INVOKES else []
        calls = afterwards(replies, heard, await self._look(home, heard.ask)) if heard.ask else ()
        self.after.see_to(home.workspace, heard, calls)

    def _served(self, activity: Table) -> str:
        tenant = tenant_of(activity)
        if not tenant or not self.neighbours.installations.allowed(tenant):
            log.warning("teams_tenant_refused", tenant=tenant[:36])
            raise Forbidden("it comes from a tenant that isn't served here")
        return tenant

    def _refused(self, error: TooLong | KeysAway | Unsigned | Forbidden | Malformed) -> Response:
        if isinstance(error, KeysAway):
            log.warning("teams_keys_away")
            return _later("the keys that tokens are signed with can't be fetched now")
        if isinstance(error, TooLong):
            return _error(413, f"the body is longer than {MOST_BYTES // 1024} kB")
        # Anybody can knock; what somebody signed, and we don't believe, may be a setting of ours.
        knock = isinstance(error, Unsigned) and not error.genuine
        (log.info if knock else log.warning)("teams_activity_refused", reason=str(error))
        if isinstance(error, Unsigned):
            if error.genuine and self._doubts.is_news(believed=False):
                self.after.take_on(self._doubts.note(str(error)), "doubts")
            return _error(401, str(error), {"WWW-Authenticate": "Bearer"})
        return _error(403 if isinstance(error, Forbidden) else 400, str(error))


def _channel(activity: Table) -> str:
    """Where it was said, whatever the thread."""
    return words(table(activity.get("conversation")).get("id")).partition(";")[0]


def _is_shared(activity: Table) -> bool:
    """Whether it comes from a channel in which other organisations may be."""
    return table(table(activity.get("channelData")).get("channel")).get("type") == "shared"


def _later(why: str) -> Response:
    return _error(503, f"{why}; send it again", {"Retry-After": str(RETRY_SECONDS)})


def _error(status: int, said: str, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse({"error": said}, status_code=status, headers=headers)
