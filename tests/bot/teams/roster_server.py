"""A small stand-in for the connector's rosters and for people in Graph, over real HTTP, with faults on demand."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

Json = dict[str, Any]

ACME = "11111111-aaaa-4bbb-8ccc-000000000001"
GLOBEX = "22222222-aaaa-4bbb-8ccc-000000000002"
APP = "33333333-aaaa-4bbb-8ccc-000000000003"
TEAM, RANDOM, SECRET, OPEN = (f"19:{name}@thread.tacv2" for name in ("general", "random", "secret", "open"))
CHAT = "19:chat@thread.v2"
GROUP_ID = "44444444-aaaa-4bbb-8ccc-000000000004"


def number(name: str) -> str:
    """Somebody's id in the directory."""
    return f"00000000-0000-4000-8000-{int.from_bytes(name.encode()[:6]):012x}"


def person(name: str, tenant: str = ACME, /, **more: Any) -> Json:
    """Somebody, as rosters have them."""
    address = f"{name}@{'acme' if tenant == ACME else 'globex'}.example"
    told = {"id": f"29:{name}", "objectId": number(name), "name": name.title(), "email": address, "tenantId": tenant}
    whole: Json = {**told, "userPrincipalName": address, "userRole": "user", **more}
    return {key: value for key, value in whole.items() if value is not None}


ANA, BEN, CLEO = (number(name) for name in ("ana", "ben", "cleo"))


@dataclass
class Company:
    """A team with four channels, a group chat, and whoever is there; used from the test's own thread."""

    url: str = ""
    teams: dict[str, Json] = field(
        default_factory=lambda: {TEAM: {"id": TEAM, "name": "Acme", "aadGroupId": GROUP_ID, "tenantId": ACME}}
    )
    channels: dict[str, list[Json]] = field(
        default_factory=lambda: {
            TEAM: [
                {"id": TEAM, "type": "standard"},
                {"id": RANDOM, "name": "random", "type": "standard"},
                {"id": SECRET, "name": "secret", "type": "private"},
                {"id": OPEN, "name": "open", "type": "shared"},
            ]
        }
    )
    people: dict[str, list[Json]] = field(
        default_factory=lambda: {
            TEAM: [person("ana"), person("ben"), person("gus", userRole="guest")],
            RANDOM: [person("ana"), person("ben"), person("gus", userRole="guest")],
            SECRET: [person("ana")],
            OPEN: [person("ben"), person("eve", GLOBEX)],
            CHAT: [person("ana"), person("cleo")],
        }
    )
    profiles: dict[str, Json] = field(default_factory=dict)
    """In Graph, by object id; without any, it denies."""
    tags: dict[str, tuple[str, list[str]]] | None = None
    """In Graph, by id: the name, and who is behind it (object ids); None where it denies."""
    faults: list[tuple[str, int, str, dict[str, str]]] = field(default_factory=list)
    """A part of the path, a status, a code and headers: the first that fits is told, and gone."""
    asked: list[str] = field(default_factory=list)
    pause: float = 0.0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _now: int = 0

    @property
    def service(self) -> str:
        """The connector's address."""
        return f"{self.url}/connector/"

    def fail(self, part: str, status: int, code: str = "", times: int = 1, **headers: str) -> None:
        """The next calls whose path holds this fail."""
        self.faults += [(part, status, code, headers)] * times

    def calls(self, part: str) -> list[str]:
        """The paths with this in it."""
        return [path for path in self.asked if part in path]

    def answer(self, path: str, params: dict[str, str], token: str) -> tuple[int, Json, dict[str, str]]:
        """Whatever is asked."""
        with self._lock:
            self.asked.append(path)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        sleep(self.pause)
        with self._lock:
            self._now -= 1
            fault = next((each for each in self.faults if each[0] in path), None)
            if fault is not None:
                self.faults.remove(fault)
                return fault[1], _error(fault[2]), fault[3]
        if token != "Bearer token":
            return 401, _error("Unauthorized"), {}
        return *self._found(path.strip("/").split("/"), params), {}

    def _found(self, parts: list[str], params: dict[str, str]) -> tuple[int, Json]:
        match parts:
            case ["graph", "users", member]:
                if not self.profiles:
                    return 403, _error("Authorization_RequestDenied")
                profile = self.profiles.get(member)
                return (200, profile) if profile else (404, _error("Request_ResourceNotFound"))
            case ["graph", "teams", group, "tags", *which] if group == GROUP_ID:
                return self._tags(which, params)
            case ["connector", "v3", "teams", team] if team in self.teams:
                return 200, self.teams[team]
            case ["connector", "v3", "teams", team, "conversations"] if team in self.channels:
                return 200, {"conversations": self.channels[team]}
            case ["connector", "v3", "conversations", where, "pagedmembers"] if where in self.people:
                return 200, self._page(where, params)
            case ["connector", "v3", "conversations", where, "members", who] if where in self.people:
                for each in self.people[where]:
                    if who in (each.get("id"), each.get("objectId"), each.get("aadObjectId")):
                        return 200, each
                return 404, _error("MemberNotFoundInConversation")
        return 404, _error("ConversationNotFound")

    def _tags(self, which: list[str], params: dict[str, str]) -> tuple[int, Json]:
        if self.tags is None:
            return 403, _error("Forbidden")
        if not which:
            values: list[Json] = [{"id": each, "displayName": called} for each, (called, _) in self.tags.items()]
        elif which[0] in self.tags:
            values = [{"id": f"m-{each}", "userId": each} for each in self.tags[which[0]][1]]
        else:
            return 404, _error("NotFound")
        begin = int(params.get("$skiptoken", "0"))
        path = "/".join(("teams", GROUP_ID, "tags", *(quote(each, safe="") for each in which)))
        more = {"@odata.nextLink": f"{self.url}/graph/{path}?$skiptoken={begin + 2}"} if begin + 2 < len(values) else {}
        return 200, {"value": values[begin : begin + 2], **more}

    def _page(self, where: str, params: dict[str, str]) -> Json:
        size, begin = min(int(params["pageSize"]), 500), int(params.get("continuationToken", "0"))
        everybody = [{**each} for each in self.people[where]]
        for each in everybody:
            if each.pop("nameless", False):
                each.pop("objectId", None)
        more = {"continuationToken": str(begin + size)} if begin + size < len(everybody) else {}
        return {"members": everybody[begin : begin + size], **more}


def _error(code: str) -> Json:
    return {"error": {"code": code, "message": "no"}} if code else {}


@contextmanager
def company_at() -> Iterator[Company]:
    """The company's server, until the end."""
    company = Company()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            params = {name: values[0] for name, values in parse_qs(parts.query).items()}
            token = self.headers.get("Authorization", "")
            status, body, headers = company.answer(unquote(parts.path), params, token)
            text = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    company.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield company
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
