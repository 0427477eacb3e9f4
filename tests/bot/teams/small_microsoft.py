"""A small Microsoft: Entra, the key server, Graph and our own address in one server, each answer to be chosen."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

from bot.clock import now
from manifests.permissions import DIRECTORY
from scoring.periods import SECOND

APP, HOME = "0a1b2c3d-1111-4222-8333-444455556666", "9f8e7d6c-aaaa-4bbb-8ccc-ddddeeeeffff"
OTHER = "5e5e5e5e-bbbb-4ccc-8ddd-eeeeffff0000"
"""A second tenant."""
Json = dict[str, Any]


def token(roles: list[str]) -> str:
    """As Entra's look; nobody checks whose it is but Graph."""
    parts = ({"alg": "none"}, {"roles": roles})
    return ".".join(
        [*(base64.urlsafe_b64encode(json.dumps(each).encode()).decode().rstrip("=") for each in parts), "x"]
    )


@dataclass
class Microsoft:
    """Entra, the keys, Graph and our own address in one server; each answer can be made another one."""

    url: str = ""
    roles: list[str] = field(default_factory=lambda: sorted(DIRECTORY))
    remotes: list[str] = field(default_factory=lambda: ["sub-1", "sub-2"])
    refusal: dict[str, int] = field(default_factory=dict)
    """Entra's number for the audience `connector` or `graph`."""
    status: dict[str, int] = field(default_factory=dict)
    """By the beginning of a path."""
    said: dict[str, Json] = field(default_factory=dict)
    late: int = 0
    """Seconds its clock is behind."""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str, body: str) -> tuple[int, Json]:
        """Whatever is asked."""
        self.asked.append(path)
        found = next((known for known in self.answers(body) if path.startswith(known)), "")
        status, said = self.answers(body).get(found, (404, {}))
        return self.status.get(found, status), self.said.get(found, said)

    def answers(self, body: str) -> dict[str, tuple[int, Json]]:
        """Path -> status and what is said."""
        places = {"authorization_endpoint": f"{self.url}/authorize", "token_endpoint": f"{self.url}/{HOME}/token"}
        others = {"token_endpoint": f"{self.url}/{OTHER}/token"}
        return {
            f"/{HOME}/v2.0/.well-known": (200, {**places, "issuer": f"{self.url}/{HOME}/v2.0"}),
            f"/{OTHER}/v2.0/.well-known": (200, {**places, **others, "issuer": f"{self.url}/{OTHER}/v2.0"}),
            f"/{HOME}/token": self.token("connector" if "botframework" in body else "graph"),
            f"/{OTHER}/token": self.token("other"),
            "/openid": (200, {"issuer": "x", "jwks_uri": f"{self.url}/keys"}),
            "/graph/subscriptions": (200, {"value": [{"id": each} for each in self.remotes]}),
            "/graph/teams/": (200, {"value": [{"body": {"content": "nobody's business"}}]}),
            "/healthz": (200, {"ok": True, "workspaces": 1}),
            "/teams/messages": (401, {"error": "no token"}),
        }

    def token(self, audience: str) -> tuple[int, Json]:
        """What Entra gives."""
        number = self.refusal.get(audience)
        if number:
            words = f"AADSTS{number}: in Entra's words"
            return 401, {"error": "invalid_client", "error_description": words, "error_codes": [number]}
        return 200, {"token_type": "Bearer", "expires_in": 3600, "access_token": token(self.roles)}


class Door(BaseHTTPRequestHandler):
    """Real HTTP before it."""

    world: ClassVar[Microsoft]

    def do_GET(self) -> None:
        """Any question."""
        length = int(self.headers.get("content-length") or 0)
        status, said = self.world.answer(self.path, self.rfile.read(length).decode())
        body = json.dumps(said).encode()
        self.send_response_only(status)
        self.send_header("Date", formatdate(now() / SECOND - self.world.late, usegmt=True))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  # as http.server names it

    def log_message(self, *_: object) -> None:
        """Quietly."""


@contextmanager
def small_microsoft() -> Iterator[Microsoft]:
    """On a free port of this machine; all is well there."""
    world = Microsoft()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OwnDoor", (Door,), {"world": world}))
    world.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
