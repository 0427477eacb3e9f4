"""Polls: thousands who press a button at once, through signed requests of Slack's, against their writes alone."""

import asyncio
import hashlib
import hmac
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

from sqlalchemy.engine import URL

from bot.bench.figures import Figure, Options, in_turns
from bot.bench.plain_slack import TEAM
from bot.bench.polls_kept import Company, refuse_a_loss
from bot.bench.receiving import fast
from bot.bench.server import HUZZAH, Server, free_port
from bot.bench.whole_path import NewDatabase, schemas
from bot.clock import now
from scoring.periods import SECOND

SECRET = "0" * 32
AT_ONCE = 128
"""Senders that each wait for their answer."""
AGAIN = 20
"""One in so many requests comes twice, as Slack repeats what it thinks got lost."""


def measure(options: Options) -> Iterator[Figure]:
    """Votes a second as fast as they can be sent, named and anonymous; none may be lost or counted twice."""
    many = max(60, options.events // 2)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        numbers = iter(range(1_000))

        def file() -> URL:
            return URL.create("sqlite", database=str(Path(folder, f"{next(numbers)}.sqlite")))

        kinds: list[tuple[str, NewDatabase]] = [("SQLite", file)]
        if options.postgres:
            kinds.append(("PostgreSQL", stack.enter_context(schemas(options.postgres))))
        for backend, new in kinds:
            for anonymous in (False, True):
                yield _compared(_Case(backend, anonymous, many, Path(folder)), new, options.rounds)


@dataclass(frozen=True, slots=True)
class _Case:
    """One figure."""

    backend: str
    anonymous: bool
    many: int
    folder: Path

    @property
    def name(self) -> str:
        """As it is printed."""
        return f"{self.backend}, {self.many:,} {'anonymous' if self.anonymous else 'named'} votes, {AT_ONCE} senders"


def _compared(case: _Case, new: NewDatabase, rounds: int) -> Figure:
    company = Company(case.many, anonymous=case.anonymous)
    part = case.many // rounds
    votes = company.votes()[: part * rounds]
    parts = [votes[begin : begin + part] for begin in range(0, len(votes), part)]
    ours, bare = new(), new()
    company.found(ours)
    commits = company.recorded(new(), parts)
    replay = company.bare(bare, commits)
    api, port = free_port(), free_port()
    web = Server(("-m", "bot.bench.plain_slack", str(api), str(case.many), "1"), api)
    with web:
        web.wait("/")
        with _huzzah(case, ours, port, api) as huzzah:
            huzzah.wait("/healthz")
            left = iter(parts)
            timed = in_turns(rounds, lambda: asyncio.run(_burst(port, next(left))), lambda: next(replay))
    refuse_a_loss(company, ours, votes)
    rates = timed.rates(part)
    return Figure(case.name, rates[0], "votes/s", rates[1], "the same writes, bare")


def _huzzah(case: _Case, url: URL, port: int, api: int) -> Server:
    settings = {
        "HUZZAH_DATA_DIR": str(case.folder / f"data-{port}"), "HUZZAH_PORT": str(port), "HUZZAH_HOST": "127.0.0.1",
        "HUZZAH_PLAYGROUND": "off", "HUZZAH_DATABASE_URL": url.render_as_string(hide_password=False),
        "HUZZAH_LOG_LEVEL": "error", "HUZZAH_SECRET_KEY": Company.KEY.decode(),
        "HUZZAH_SLACK_BOT_TOKEN": "xoxb-bench", "HUZZAH_SLACK_SIGNING_SECRET": SECRET,
        "HUZZAH_SLACK_API_URL": f"http://127.0.0.1:{api}/api/",
    }  # fmt: skip
    return Server((*HUZZAH, "run"), port, settings)


async def _burst(port: int, votes: Sequence[tuple[str, int]]) -> float:
    twice = votes[::AGAIN]
    # Signed only now, since a signature is soon too old.
    requests = [_request(_body(member, option)) for member, option in (*votes, *twice)][::-1]
    return await fast(port, requests, AT_ONCE)


def _body(member: str, option: int) -> bytes:
    payload = {
        "type": "block_actions", "team": {"id": TEAM, "domain": "bench"}, "api_app_id": "A0BENCH00",
        "user": {"id": member, "username": member.lower(), "team_id": TEAM},
        "trigger_id": f"{member}.{option}", "channel": {"id": "C000", "name": "room0"},
        "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "C000"},
        "message": {"ts": "1700000000.000100"},
        "actions": [{"type": "button", "action_id": "vote", "block_id": "b", "value": f"1|{option}"}],
    }  # fmt: skip
    return f"payload={quote_plus(json.dumps(payload))}".encode()


def _request(body: bytes) -> bytes:
    stamp = str(now() // SECOND)
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body
