"""The other addresses of Slack: response URLs, uploads, and the page where an admin agrees to an installation."""

import json
import secrets
from urllib.parse import urlencode

from aiohttp import web

from tests.bot.loopback.faults import tear_down
from tests.bot.slack.loopback.asking import State
from tests.bot.slack.loopback.block_kit import block_faults, with_ids
from tests.bot.slack.loopback.shapes import message_shape
from tests.bot.slack.loopback.tokens import SCOPES, Installed
from tests.bot.slack.loopback.world import Json, Message, ResponseUrl


class SideDoors:
    """Handlers of everything but the Web API and the WebSocket."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.agreeing = ""
        """The workspace, or organisation, whose admin says yes on the page; empty: the admin says no."""
        self.granted: frozenset[str] | None = None
        """The scopes an admin leaves; None: all that were asked for."""

    async def respond(self, request: web.Request) -> web.Response:
        """A response URL: five uses, thirty minutes. Source: docs.slack.dev/interactivity/handling-user-interaction"""
        fault = self._state.faults.take("respond")
        if fault and fault.kind == "status":
            return web.Response(status=fault.status)
        if fault:
            return tear_down(request)
        way = self._state.world.response_urls.get(request.match_info["id"])
        if way is None or way.until < self._state.world.clock():
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        if way.uses <= 0:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        try:
            body = await request.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        faults = block_faults(body.get("blocks") or [], "message")
        if faults:
            return web.json_response({"ok": False, "error": "invalid_blocks"}, status=400)
        way.uses -= 1
        self.answered(way, body)
        return web.Response(text="ok")

    def answered(self, way: ResponseUrl, body: Json) -> None:
        """What an answer does: it takes a card's place or away, or is said, to one person unless in the channel."""
        way.posts.append(body)
        if body.get("delete_original"):
            self._forget(way)
        elif body.get("replace_original") and way.message:
            self._replace(way, body)
        elif body.get("text") or body.get("blocks"):
            self._say(way, body)

    def _say(self, way: ResponseUrl, body: Json) -> None:
        world = self._state.world
        channel = world.channels[way.channel]
        team = world.teams[world.users[way.user].team]
        own = self._state.tokens.for_team(team.id, team.enterprise)
        if own is None:
            return
        blocks = with_ids(body.get("blocks") or [], lambda: world.new_id("bk"))
        message = Message(world.moment(channel), channel.id, own.bot_user, body.get("text") or "", blocks)
        message.bot, message.app, message.team = own.bot, self._state.app.id, team.id
        message.thread_ts = body.get("thread_ts") or way.thread
        if body.get("response_type") == "in_channel":
            channel.messages[message.ts] = message
            self._state.announcer.said(message, mention=False)
        else:
            message.only_for = way.user
            world.ephemerals.append(message)

    def _original(self, way: ResponseUrl) -> Message | None:
        world = self._state.world
        found = world.channels[way.channel].messages.get(way.message)
        return found or next((each for each in world.ephemerals if each.ts == way.message), None)

    def _replace(self, way: ResponseUrl, body: Json) -> None:
        message = self._original(way)
        if message:
            world = self._state.world
            before = message_shape(message, world)
            message.text = body.get("text") or ""
            message.blocks = with_ids(body.get("blocks") or [], lambda: world.new_id("bk"))
            if not message.only_for:
                message.edited = {"user": message.bot, "ts": world.event_ts()}
                self._state.announcer.changed(message, before)

    def _forget(self, way: ResponseUrl) -> None:
        message = self._original(way)
        world = self._state.world
        if message and message.only_for:
            world.ephemerals.remove(message)
        elif message:
            del world.channels[way.channel].messages[message.ts]
            self._state.announcer.deleted(message)

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes of a file."""
        file = self._state.world.files.get(request.match_info["id"])
        if file is None:
            return web.Response(status=404)
        file.content, file.state = await _content(request), "uploaded"
        return web.Response(text=f"OK - {len(file.content)}")

    async def authorize(self, request: web.Request) -> web.Response:
        """The page where an admin agrees: says yes at once, and sends the browser back with a code."""
        asked, state = request.query, self._state
        if asked.get("client_id") != state.app.client_id:
            return web.Response(status=400, text="invalid_client_id")
        back = asked.get("redirect_uri", "")
        allowed = state.app.redirect_urls
        if not back or (allowed and not any(back.startswith(each) for each in allowed)):
            return web.Response(status=400, text="bad_redirect_uri")
        answer = {"state": asked.get("state", "")}
        if self.agreeing:
            answer["code"] = self.code(asked.get("scope", ""), back)
        else:
            answer["error"] = "access_denied"
        glue = "&" if "?" in back else "?"
        raise web.HTTPFound(f"{back}{glue}{urlencode(answer)}")

    def code(self, scopes: str, redirect_uri: str) -> str:
        """A code that stands for an installation agreed to."""
        world, key = self._state.world, self.agreeing
        wanted = frozenset(each for each in scopes.replace(" ", ",").split(",") if each) & SCOPES
        team = world.teams.get(key)
        by = next((each.id for each in world.users.values() if each.is_admin and key in (each.team, "")), "")
        enterprise = team.enterprise if team else key
        installed = Installed(
            key if team else "", enterprise, f"U0BOT{key[1:]}", f"B0BOT{key[1:]}",
            wanted if self.granted is None else wanted & self.granted, by,
        )  # fmt: skip
        code = secrets.token_hex(12)
        self._state.tokens.codes[code] = {"installed": installed, "redirect_uri": redirect_uri, "used": False}
        return code


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
        return part if isinstance(part, bytes) else json.dumps(part).encode()
    return b""
