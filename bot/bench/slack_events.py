"""Slack: signed events, answered after the commit, against a Bolt app that does nothing with them."""

import hashlib
import hmac
import json
import sqlite3
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.bench.figures import Figure, Options, in_turns
from bot.bench.plain_slack import TEAM
from bot.bench.receiving import A_SECOND, AT_ONCE, Side
from bot.bench.server import HUZZAH, Server, free_port
from bot.bench.workload import Workload
from bot.clock import now
from handlers.events import Event, MessagePosted, ReactionAdded
from scoring.periods import SECOND

SECRET = "0" * 32
"""Signs on both sides."""
MOST = 30_000
"""Of the burst; that is what Slack sends in an hour at most."""


def measure(options: Options) -> Iterator[Figure]:
    """Events a second as fast as they can be sent, and how long an answer takes at 100 a second for a minute."""
    many = min(MOST, max(60, options.events * 3 // 2))
    steadily = min(60 * A_SECOND, max(10, many // 5))
    workload = Workload(many + steadily)
    events = list(workload)
    bodies = [_body(number, event) for number, event in enumerate(events)]
    api, port, bolt_port = free_port(), free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        sizes = str(len(workload.people)), str(len(workload.channels))
        web = Server(("-m", "bot.bench.plain_slack", str(api), *sizes), api)
        bolt = Server(("-m", "bot.bench.plain_bolt", str(bolt_port)), bolt_port, {"SECRET": SECRET})
        with web, _huzzah(Path(folder), port, api) as huzzah, bolt:
            web.wait("/")
            sides = [Side(server, list(bodies), _request) for server in (huzzah, bolt)]
            part = many // options.rounds
            timed = in_turns(options.rounds, *(lambda side=side: side.fast(part) for side in sides))
            rates = timed.rates(part)
            yield Figure(f"{part * options.rounds:,} events, {AT_ONCE} senders", rates[0], "events/s", rates[1], "bolt")
            waits = [side.steady(steadily) for side in sides]
        refuse_a_loss(Path(folder), events[: part * options.rounds + steadily])
        for name, at in (("p50", 49), ("p99", 98)):
            value, reference = (1_000 * statistics.quantiles(wait, n=100)[at] for wait in waits)
            yield Figure(f"answer at {A_SECOND} a second, {name}", value, "ms", reference, "bolt", less_is_better=True)


def refuse_a_loss(folder: Path, events: list[Event]) -> None:
    """Raise RuntimeError unless each event that was sent is among the facts, once."""
    wanted = Counter(_place(event) for event in events)
    with closing(sqlite3.connect(folder / "huzzah.sqlite")) as link:
        sql = "SELECT kind, actor, message FROM fact WHERE kind IN ('message', 'reaction')"
        found = Counter((kind, actor, message) for kind, actor, message in link.execute(sql))
    if found != wanted:
        lost, more = (wanted - found).total(), (found - wanted).total()
        raise RuntimeError(f"of {wanted.total()} events {lost} are lost, and {more} facts are of no event")


def _place(event: Event) -> tuple[str, str, str]:
    # Without the emoji: some are known by several names.
    match event:
        case MessagePosted(member=member, message=message):
            return "message", member, message
        case ReactionAdded(member=member, message=message):
            return "reaction", member, message
        case _:
            raise TypeError(event)


def _huzzah(folder: Path, port: int, api: int) -> Server:
    settings = {
        "HUZZAH_DATA_DIR": str(folder), "HUZZAH_PORT": str(port), "HUZZAH_HOST": "127.0.0.1",
        "HUZZAH_PLAYGROUND": "off", "HUZZAH_DATABASE_URL": "", "HUZZAH_LOG_LEVEL": "error",
        "HUZZAH_SLACK_BOT_TOKEN": "xoxb-bench", "HUZZAH_SLACK_SIGNING_SECRET": SECRET,
        "HUZZAH_SLACK_API_URL": f"http://127.0.0.1:{api}/api/",
    }  # fmt: skip
    return Server((*HUZZAH, "run"), port, settings)


def _body(number: int, event: Event) -> bytes:
    inner: dict[str, object] = {"event_ts": _ts(event.at), "channel_type": "channel"}
    if isinstance(event, MessagePosted):
        inner |= {"type": "message", "user": event.member, "channel": event.channel, "ts": event.message}
        inner |= {"text": event.text} | ({"thread_ts": event.thread} if event.thread else {})
    elif isinstance(event, ReactionAdded):
        item = {"type": "message", "channel": event.channel, "ts": event.message}
        inner |= {"type": "reaction_added", "user": event.member, "reaction": event.emoji, "item": item}
        inner |= {"item_user": event.author} if event.author else {}
    envelope: dict[str, object] = {
        "token": "none",
        "team_id": TEAM,
        "api_app_id": "A0BENCH00",
        "event": inner,
        "type": "event_callback",
    }
    envelope |= {"event_id": f"Ev{number:09d}", "event_time": event.at // SECOND, "is_ext_shared_channel": False}
    return json.dumps(envelope).encode()


def _ts(at: int) -> str:
    return f"{at // SECOND}.{at % SECOND:06d}"


def _request(body: bytes) -> bytes:
    stamp = str(now() // SECOND)
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body
