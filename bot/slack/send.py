"""Sending to Slack: posts, edits, private notes, reactions and the ends of workflow steps; finding what got lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol, TypeVar

from bot import outcomes
from bot.outbox import Ambiguous, CannotTell, GiveUp, NotWanted, Sender, TryLater
from bot.slack.calling import refusals
from bot.slack.calling.calls import POST
from bot.slack.render import message
from bot.slack.rendering.look import Look, is_member
from bot.slack.workplace import Installation, NotInstalled
from handlers.answers import Finish, Post, React, Said, Whisper
from handlers.cards.blocks import Card, Chart, Picture
from scoring.facts import Micros
from scoring.periods import SECOND
from storage import channel_ids, outbox
from storage.transactions import Work

T = TypeVar("T")

EVENT_TYPE: Final = "huzzah_letter"
READS_METADATA: Final = "metadata.message:read"
AWAY_FOR: Final = 15.0
"""Seconds until Slack is tried again when it can't be reached."""
SKEW: Final = 120 * SECOND
"""By how much Slack's clock and ours may differ."""
PAGE: Final = 15
"""Messages in one look; apps that aren't listed get no more, and one look a minute:
https://docs.slack.dev/changelog/2025/05/29/rate-limit-changes-for-non-marketplace-apps/"""
MOST_PAGES: Final = 4
OF_A_PICTURE: Final = frozenset({"invalid_attachments", "invalid_blocks"})
"""Slack refuses a whole message if it can't fetch a picture in it, or doesn't know a chart."""
INSTEAD_DIRECTLY: Final = frozenset(
    {"channel_not_found", "is_archived", "no_permission", "not_in_channel", "restricted_action",
     "restricted_action_read_only_channel", "restricted_action_thread_locked", "user_not_in_channel"}
)  # fmt: skip
"""A private note can't be shown in the channel: it is said directly."""


class Homes(Protocol):
    """Knows the workspaces (bot.slack.installing.installations)."""

    def of(self, workspace: str) -> Installation | None:
        """The app there."""
        ...


class Calls(Protocol):
    """The one way to the Web API (bot.slack.calling.caller)."""

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, object], *, channel: str = ""
    ) -> Mapping[str, object]:
        """Slack's answer."""
        ...


class Reads(Protocol):
    """Answers questions from the database (bot.dispatch)."""

    async def read(self, workspace: str, question: Callable[[Work], T]) -> T:
        """What `question` finds. Raises Unavailable."""
        ...


@dataclass(slots=True)
class SlackSender(Sender):
    """The Sender of Slack; the id of a message is its ts, after `D…/` where it was said directly."""

    installations: Homes
    caller: Calls
    database: Reads

    async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        """Say it; `letter` goes with it as metadata, by which `find` knows it again."""
        try:
            return await self._say(workspace, said, remote, letter)
        except outcomes.Refused as error:
            raise refusals.meaning(error.error, said) from None
        except outcomes.Ambiguous as error:
            raise Ambiguous(f"Slack's answer got lost ({error})") from None
        except (outcomes.Limited, outcomes.Away, NotInstalled) as error:
            raise _later(error) from None

    async def find(self, workspace: str, said: Said, letter: str, since: Micros) -> str | None:
        """Look for a message with this letter in its metadata; what only one person sees is simply said again."""
        home = self.installations.of(workspace)
        if isinstance(said, React | Finish) or (isinstance(said, Whisper) and _is_beside(said)):
            return None
        if home is None or READS_METADATA not in home.scopes:
            raise CannotTell(f"the app has no permission {READS_METADATA}")
        if isinstance(said, Post):
            channel, thread = await self._newest(workspace, said.channel), said.thread
        else:
            channel, thread = await self._direct(workspace, said.member), ""
            if not channel:
                raise CannotTell("nothing was ever said to them directly, as far as is known")
        oldest = max(0, since - SKEW)
        arguments: dict[str, object] = {
            "channel": channel,
            "oldest": f"{oldest // SECOND}.{oldest % SECOND:06d}",
            "include_all_metadata": True,
            "limit": PAGE,
            **({"ts": thread} if thread else {}),
        }
        try:
            found = await self._look_through(workspace, arguments, home, letter)
            return _directly(channel, found) if found and isinstance(said, Whisper) else found
        except outcomes.Refused as error:
            raise CannotTell(f"Slack doesn't let me look ({error.error})") from None
        except outcomes.Limited as error:
            # Only looking is limited, perhaps to once a minute: what is to be said elsewhere doesn't wait for it.
            raise TryLater(error.seconds) from None
        except (outcomes.Away, NotInstalled) as error:
            raise _later(error) from None

    async def _look_through(
        self, workspace: str, arguments: Mapping[str, object], home: Installation, letter: str
    ) -> str | None:
        method = "conversations.replies" if "ts" in arguments else "conversations.history"
        cursor: dict[str, object] = {}
        for page in range(MOST_PAGES):
            try:
                answer = await self.caller.call(workspace, method, {**arguments, **cursor})
            except outcomes.Limited:
                if page:
                    raise CannotTell("there is too much to look through") from None
                raise
            messages = answer.get("messages")
            for each in messages if isinstance(messages, list) else []:
                if isinstance(each, dict) and _letter_of(each, home) == letter:
                    return str(each["ts"])
            more = answer.get("response_metadata")
            following = more.get("next_cursor") if isinstance(more, dict) else None
            if not following:
                return None
            cursor = {"cursor": following}
        raise CannotTell("there is too much to look through")

    async def _say(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        match said:
            case Post():
                return await self._post(workspace, said, remote, letter)
            case Whisper():
                return remote or await self._whisper(workspace, said, letter)
            case React():
                await self._react(workspace, said)
                return said.message
            case Finish():
                return await self._finish(workspace, said)

    async def _post(self, workspace: str, said: Post, remote: str, letter: str) -> str:
        channel = await self._newest(workspace, said.channel)
        if remote:
            # Somebody who deleted the card, or locked it, wants no other one.
            edit = {"channel": channel, "ts": remote, "parse": "none", "link_names": False}
            try:
                await self._show(workspace, "chat.update", edit, said.card)
            except outcomes.Limited as error:
                # A limit of edits is none of posts.
                raise TryLater(error.seconds) from None
            except outcomes.Refused as error:
                if error.error not in refusals.GONE:
                    raise
            return remote
        thread = {"thread_ts": said.thread} if said.thread else {}
        answer = await self._show(workspace, POST, {"channel": channel, **thread, **_bare(letter)}, said.card)
        return str(answer.get("ts", ""))

    async def _whisper(self, workspace: str, said: Whisper, letter: str) -> str:
        if not is_member(said.member):
            raise NotWanted("whom it was for isn't here any more")
        if _is_beside(said):
            thread = {"thread_ts": said.thread} if said.thread else {}
            channel = await self._newest(workspace, said.channel)
            place = {"channel": channel, "user": said.member, "parse": "none", "link_names": False, **thread}
            try:
                answer = await self._show(workspace, "chat.postEphemeral", place, said.card)
                return str(answer.get("message_ts", ""))
            except outcomes.Refused as error:
                if error.error not in INSTEAD_DIRECTLY:
                    raise
        answer = await self._show(workspace, POST, {"channel": said.member, **_bare(letter)}, said.card)
        return _directly(str(answer.get("channel", "")), str(answer.get("ts", "")))

    async def _direct(self, workspace: str, member: str) -> str:
        # Slack tells it with every message, and what was sent earlier still says so.
        remote = await self.database.read(workspace, partial(outbox.latest_to, member=member, form="%/%"))
        return remote.partition("/")[0]

    async def _react(self, workspace: str, said: React) -> None:
        home = self.installations.of(workspace)
        if home is not None and not home.may("reactions:write"):
            return
        channel = await self._newest(workspace, said.channel)
        place = {"channel": channel, "timestamp": said.message, "name": said.emoji}
        await self._quietly(workspace, "reactions.remove" if said.off else "reactions.add", place)

    async def _finish(self, workspace: str, said: Finish) -> str:
        execution: dict[str, object] = {"function_execution_id": said.execution}
        if said.error:
            await self._quietly(workspace, "functions.completeError", {**execution, "error": said.error})
        else:
            await self._quietly(workspace, "functions.completeSuccess", {**execution, "outputs": {}})
        return said.execution

    async def _quietly(
        self, workspace: str, method: str, arguments: Mapping[str, object], fine: frozenset[str] | None = None
    ) -> None:
        # Refusals that don't matter: the reaction is there already, the message is gone, the step was ended.
        try:
            await self.caller.call(workspace, method, arguments)
        except outcomes.Refused as error:
            matters = error.error not in fine if fine is not None else error.error in refusals.OF_THE_TOKEN
            if matters:
                raise

    async def _newest(self, workspace: str, channel: str) -> str:
        return await self.database.read(workspace, partial(channel_ids.newest, channel=channel))

    async def _show(
        self, workspace: str, method: str, arguments: Mapping[str, object], card: Card
    ) -> Mapping[str, object]:
        home = self.installations.of(workspace)
        look = Look(url=home.url, team=home.team) if home else Look()
        try:
            return await self.caller.call(workspace, method, {**arguments, **message(card, look)})
        except outcomes.Refused as error:
            if error.error not in OF_A_PICTURE or not any(isinstance(block, Picture | Chart) for block in card.blocks):
                raise
            without = message(card, replace(look, pictures=False, charts=False))
            return await self.caller.call(workspace, method, {**arguments, **without})


def _is_beside(said: Whisper) -> bool:
    # In a conversation between two, what one of them says is seen by both; a note goes to the asker directly.
    return bool(said.channel) and not said.channel.startswith("D")


def _directly(channel: str, ts: str) -> str:
    return f"{channel}/{ts}"


def _bare(letter: str) -> dict[str, object]:
    """What goes with every new message: nothing in it is to be expanded or to call anybody."""
    metadata = {"event_type": EVENT_TYPE, "event_payload": {"letter": letter}}
    return {"metadata": metadata, "parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False}


def _letter_of(found: Mapping[str, object], home: Installation) -> str:
    """The letter that a message of ours bears."""
    metadata = found.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT_TYPE:
        return ""
    ours = (home.bot and found.get("bot_id") == home.bot) or (home.bot_user and found.get("user") == home.bot_user)
    payload = metadata.get("event_payload")
    return str(payload.get("letter", "")) if ours and isinstance(payload, dict) else ""


def _later(error: outcomes.Limited | outcomes.Away | NotInstalled) -> Exception:
    match error:
        case outcomes.Limited():
            return TryLater(error.seconds, everything=error.everything)
        case outcomes.Away(reached=True):
            # It may be this letter that Slack stumbles over: it is not tried for ever.
            return Ambiguous(f"Slack isn't well ({error})")
        case outcomes.Away():
            return TryLater(AWAY_FOR, everything=True)
        case NotInstalled(gone=False):
            # Nobody has said yet whose token is in the settings, or no key here opens the token.
            return TryLater(AWAY_FOR, everything=True)
        case _:
            return GiveUp(str(error))
