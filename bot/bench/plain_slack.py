"""A Web API that says yes to everything, and knows who and what is in its workspace."""

import json
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from types import MappingProxyType
from typing import Any

import uvicorn

TEAM, ENTERPRISE, BOT_USER, BOT = "T0BENCH00", "", "U0BENCHBT", "B0BENCHBT"

Message = MutableMapping[str, Any]

ANSWERS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "auth.test": {
            "url": "https://bench.slack.com/", "team": "Bench", "team_id": TEAM, "user": "huzzah",
            "user_id": BOT_USER, "bot_id": BOT, "is_enterprise_install": False,
        },
        "users.info": {"user": {"id": "U0", "name": "somebody", "profile": {}}},
        "conversations.list": {"channels": []},
        "conversations.info": {"channel": {"id": "C0", "name": "somewhere"}},
        "conversations.members": {"members": []},
        "usergroups.list": {"usergroups": []},
        "emoji.list": {"emoji": {}},
    }
)  # fmt: skip


def application(people: int, channels: int) -> Callable[..., Awaitable[None]]:
    """Answers any method; members and channels are named as in the workload."""
    members = [{"id": f"U{place:05d}", "team_id": TEAM, "name": f"u{place}", "profile": {}} for place in range(people)]
    rooms = [{"id": f"C{place:03d}", "name": f"room{place}", "is_channel": True} for place in range(channels)]
    answers = {**ANSWERS, "users.list": {"members": members}, "users.conversations": {"channels": rooms}}

    async def api(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        await receive()
        known = answers.get(scope["path"].rpartition("/")[2], {})
        answer = {"ok": True, "ts": "1700000000.000100", "channel": "C0", **known}
        body = json.dumps(answer).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return api


if __name__ == "__main__":
    served = application(*map(int, sys.argv[2:]))
    uvicorn.run(served, port=int(sys.argv[1]), log_config=None, access_log=False, lifespan="off")
