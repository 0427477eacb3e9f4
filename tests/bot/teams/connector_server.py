"""A small connector and a small Entra over real HTTP: what they were asked, what they keep, and faults on demand."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

Json = dict[str, Any]

APP = "6b0e3c4a-1111-4222-8333-444455556666"
TENANT = "7c1d9e8f-aaaa-4bbb-8ccc-ddddeeeeffff"
OTHER_TENANT = "0a0b0c0d-aaaa-4bbb-8ccc-ddddeeeeffff"


@dataclass
class Fault:
    """What goes wrong `times` times, instead of the answer; `after` the thing was done; `drop`: no answer at all."""

    status: int = 500
    code: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    times: int = 1
    after: bool = False
    drop: bool = False

    @property
    def text(self) -> str:
        """What is answered."""
        if self.body is not None:
            return self.body
        return json.dumps({"error": {"code": self.code, "message": "no"}}) if self.code else ""


@dataclass(frozen=True)
class Asked:
    """One call as it came."""

    method: str
    path: str
    """Unquoted."""
    parts: list[str]
    """Of the path, each unquoted by itself."""
    params: dict[str, str]
    headers: dict[str, str]
    body: Json


@dataclass
class Server:
    """Where both answer, and what they know; used from the test's own thread."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    """By a part of `METHOD path`; the first that fits, goes."""
    tokens: set[str] = field(default_factory=set)
    lasts: int = 3_600
    """Seconds that a token is said to last."""
    refusal: Json | None = None
    """What Entra says instead of a token."""
    holding: threading.Event = field(default_factory=threading.Event)
    """Entra answers once it is set."""
    messages: dict[str, list[Json]] = field(default_factory=dict)
    """By conversation; targeted ones bear `recipient`."""
    reactions: set[tuple[str, str]] = field(default_factory=set)
    chats: dict[str, str] = field(default_factory=dict)
    """Member -> their chat with the bot."""
    numbers: Iterator[int] = field(default_factory=lambda: count(1_700_000_000_000))

    @property
    def service(self) -> str:
        """The address of the connector."""
        return f"{self.url}/connector/"

    def fail(self, route: str, fault: Fault) -> None:
        """Let calls fail whose `METHOD path` holds this."""
        self.faults.append((route, fault))

    def calls(self, route: str = "/connector/") -> list[Asked]:
        """What was asked, in its order."""
        return [each for each in self.asked if route in f"{each.method} {each.path}"]

    def said(self, conversation: str) -> list[str]:
        """The summaries of what stands in a conversation."""
        return [each.get("summary", "") for each in self.messages.get(conversation, [])]

    def answer(self, asked: Asked) -> tuple[int, str, dict[str, str]] | None:
        """Status, text and headers; None to hang up."""
        self.asked.append(asked)
        fault = self._fault(asked)
        if fault is not None and not fault.after:
            return None if fault.drop else (fault.status, fault.text, fault.headers)
        status, body = self._do(asked)
        if fault is not None:
            return None if fault.drop else (fault.status, fault.text, fault.headers)
        return status, "" if body is None else json.dumps(body), {}

    def _fault(self, asked: Asked) -> Fault | None:
        for route, fault in self.faults:
            if fault.times and route in f"{asked.method} {asked.path}":
                fault.times -= 1
                return fault
        return None

    def _do(self, asked: Asked) -> tuple[int, Any]:
        if asked.path.startswith("/login/"):
            return self._entra(asked)
        if asked.path.startswith("/metadata/"):
            return self._token("access_token") if self.refusal is None else (400, self.refusal)
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, {"error": {"code": "Unauthorized", "message": "no"}}
        return self._connector(asked, asked.parts[3:])

    def _entra(self, asked: Asked) -> tuple[int, Any]:
        tenant = asked.path.split("/")[2]
        if asked.path.endswith("openid-configuration"):
            if tenant == OTHER_TENANT and self.refusal:
                return 400, self.refusal
            base = f"{self.url}/login/{tenant}"
            return 200, {"issuer": base, "authorization_endpoint": f"{base}/authorize",
                         "token_endpoint": f"{base}/oauth2/v2.0/token"}  # fmt: skip
        self.holding.wait(10)
        return self._token("access_token") if self.refusal is None else (400, self.refusal)

    def _token(self, name: str) -> tuple[int, Json]:
        token = f"token-{next(self.numbers)}"
        self.tokens.add(token)
        return 200, {name: token, "token_type": "Bearer", "expires_in": self.lasts}

    def _connector(self, asked: Asked, parts: list[str]) -> tuple[int, Any]:
        match asked.method, parts:
            case "POST", ["conversations"]:
                member = asked.body["members"][0]["id"]
                return 201, {"id": self.chats.setdefault(member, f"a:{member[-8:]}")}
            case "POST", ["conversations", conversation, "activities"]:
                ident = str(next(self.numbers))
                self.messages.setdefault(conversation, []).append({**asked.body, "id": ident})
                return 201, {"id": ident}
            case "PUT", ["conversations", conversation, "activities", message]:
                for number, each in enumerate(self.messages.get(conversation, [])):
                    if each["id"] == message:
                        self.messages[conversation][number] = asked.body
                        return 200, {"id": message}
                return 404, {"error": {"code": "ActivityNotFoundInConversation", "message": "no"}}
            case "DELETE", ["conversations", conversation, "activities", message]:
                kept = [each for each in self.messages.get(conversation, []) if each["id"] != message]
                self.messages[conversation] = kept
                return 200, None
            case "PUT" | "DELETE" as method, ["conversations", _, "activities", message, "reactions", reaction]:
                (self.reactions.add if method == "PUT" else self.reactions.discard)((message, reaction))
                return 200, None
            case "GET", ["conversations", _, "members"]:
                return 200, [{"id": "29:ana"}]
        return 404, None


@contextmanager
def connector_server() -> Iterator[Server]:
    """Both, until the end."""
    server = Server()
    server.holding.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            parts, raw = urlsplit(self.path), self.rfile.read(size)
            form = "urlencoded" in self.headers.get("Content-Type", "")
            body = dict(parse_qsl(raw.decode())) if form else json.loads(raw or b"{}")
            params = {name: values[0] for name, values in parse_qs(parts.query).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            path = [unquote(part) for part in parts.path.split("/")]
            answer = server.answer(Asked(self.command, "/".join(path), path, params, headers, body))
            if answer is None:
                self.close_connection = True
                return
            status, text, more = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text.encode())), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PUT = do_DELETE = _handle  # noqa: N815  # as the library calls them

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            # Whoever asked didn't wait for the answer.
            pass

    http = Quiet(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.holding.set()
        http.shutdown()
        http.server_close()
        thread.join()
