"""The part of Slack that gives tokens and says whose they are: real HTTP on loopback, codes and refresh tokens once."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

CLIENT, SECRET = "1111.2222", "c" * 32
ACME: dict[str, Any] = {"team": {"id": "T1ACME", "name": "Acme"}, "enterprise": None, "is_enterprise_install": False}
GLOBEX: dict[str, Any] = {
    "team": None,
    "enterprise": {"id": "E1GLOBEX", "name": "Globex"},
    "is_enterprise_install": True,
}
SCOPES = "chat:write,commands"


@dataclass
class Door:
    """What it knows, and what it was asked."""

    url: str = ""
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each code will be exchanged for; once."""
    tokens: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Whose each token is."""
    refreshes: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each refresh token belongs to; once."""
    revoked: set[str] = field(default_factory=set)
    rotates: bool = False
    away: int = 0
    """Calls that get a 503 before anything is done."""
    swallowed: int = 0
    """Calls that are done, and whose answer is lost."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    number: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def install(self, where: dict[str, Any], token: str) -> str:
        """The app is there, with this token."""
        self.tokens[token] = where
        return token

    def answer(self, method: str, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """What is said, and how."""
        with self.lock:
            self.asked.append((method, form))
            if self.away:
                self.away -= 1
                return 503, {}
            if method == "auth.test":
                said = self._test(authorization.removeprefix("Bearer "))
            else:
                said = self._access(form, authorization)
            if self.swallowed:
                self.swallowed -= 1
                return 502, {}
            return 200, said

    def _test(self, token: str) -> dict[str, Any]:
        if token in self.revoked:
            return {"ok": False, "error": "account_inactive"}
        if token not in self.tokens:
            return {"ok": False, "error": "invalid_auth"}
        where = self.tokens[token]
        team, enterprise = where["team"] or {}, where["enterprise"] or {}
        return {
            "ok": True,
            "url": "https://acme.slack.com/",
            "team": team.get("name") or enterprise.get("name"),
            "team_id": team.get("id") or enterprise.get("id"),
            "enterprise_id": enterprise.get("id"),
            "is_enterprise_install": where["is_enterprise_install"],
            "user_id": "U0HUZZAH",
            "bot_id": "B0HUZZAH",
        }

    def _access(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        wanted = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != f"Basic {wanted}":
            return {"ok": False, "error": "bad_client_secret"}
        if form.get("grant_type") == "refresh_token":
            where = self.refreshes.pop(form["refresh_token"], None)
            return self._given(where) if where else {"ok": False, "error": "invalid_refresh_token"}
        where = self.codes.pop(form.get("code", ""), None)
        return self._given(where) if where else {"ok": False, "error": "invalid_code"}

    def _given(self, where: dict[str, Any]) -> dict[str, Any]:
        self.number += 1
        said: dict[str, Any] = {"ok": True, **where, "token_type": "bot", "scope": SCOPES, "app_id": "A0HUZZAH"}
        said |= {"access_token": f"xoxb-{self.number}-oauth", "bot_user_id": "U0HUZZAH"}
        if self.rotates:
            said |= {"access_token": f"xoxe.xoxb-{self.number}-oauth", "expires_in": 43_200}
            said |= {"refresh_token": f"xoxe-{self.number}-refresh"}
            self.refreshes[f"xoxe-{self.number}-refresh"] = where
        self.tokens[said["access_token"]] = where
        return said


@contextmanager
def opened_door() -> Iterator[Door]:
    """Open until the block ends."""
    door = Door()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            method = self.path.rpartition("/")[2]
            status, said = door.answer(method, form, self.headers.get("Authorization", ""))
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("X-OAuth-Scopes", SCOPES)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its own name for it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    door.url = f"http://127.0.0.1:{server.server_port}/api/"
    try:
        yield door
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
