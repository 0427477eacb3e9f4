"""Teams: signed activities, answered after the commit, against a bot that verifies them and does nothing."""

import json
import re
import sqlite3
import statistics
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.bench.figures import Figure, Options, in_turns
from bot.bench.plain_teams import APP, ISSUER, TEAM, TENANT, fresh_key, ident, token
from bot.bench.receiving import A_SECOND, AT_ONCE, Side
from bot.bench.server import HUZZAH, Server, free_port
from bot.bench.workload import Workload
from handlers.events import MessagePosted
from scoring.periods import SECOND

MOST = 30_000
"""Of the burst."""
MENTION = re.compile(r"<@U(\d+)>")
SMILEYS = re.compile(r":tada:")


def measure(options: Options) -> Iterator[Figure]:
    """Messages a second as fast as they can be sent, and how long an answer takes at 100 a second for a minute."""
    many = min(MOST, max(30, options.events // 2))
    steadily = min(60 * A_SECOND, max(10, many // 3))
    workload = Workload(4 * (many + steadily))
    messages = [event for event in workload if isinstance(event, MessagePosted)][: many + steadily]
    ports = free_port(), free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder, "key.pem")
        key.write_bytes(fresh_key())
        signer = Signer(f"http://127.0.0.1:{ports[1]}/", token(key.read_bytes(), f"http://127.0.0.1:{ports[1]}/"))
        sizes = str(len(workload.people)), str(len(workload.channels))
        known = {"KEY": str(key)}
        web = Server(("-m", "bot.bench.plain_teams", str(ports[1]), *sizes), ports[1], known)
        plain = Server(("-m", "bot.bench.plain_verifier", str(ports[2])), ports[2], known)
        with web, _huzzah(Path(folder), ports[0], ports[1]) as huzzah, plain:
            web.wait("/")
            sides = [Side(server, signer.bodies(messages), signer.request) for server in (huzzah, plain)]
            Side(huzzah, [signer.installed()], signer.request).fast(1)
            part = many // options.rounds
            timed = in_turns(options.rounds, *(lambda side=side: side.fast(part) for side in sides))
            rates = timed.rates(part)
            yield Figure(
                f"{part * options.rounds:,} messages, {AT_ONCE} senders", rates[0], "messages/s", rates[1], "verifier"
            )
            waits = [side.steady(steadily) for side in sides]
        _refuse_a_loss(Path(folder), messages[: part * options.rounds + steadily])
        for name, at in (("p50", 49), ("p99", 98)):
            value, reference = (1_000 * statistics.quantiles(wait, n=100)[at] for wait in waits)
            yield Figure(
                f"answer at {A_SECOND} a second, {name}", value, "ms", reference, "verifier", less_is_better=True
            )


def _refuse_a_loss(folder: Path, messages: Sequence[MessagePosted]) -> None:
    """Raise RuntimeError unless each message that was sent is among the facts, once."""
    wanted = Counter((ident(int(each.member[1:])), _number(each)) for each in messages)
    with closing(sqlite3.connect(folder / "huzzah.sqlite")) as link:
        found = Counter(iter(link.execute("SELECT actor, message FROM fact WHERE kind = 'message'")))
    if found != wanted:
        lost, more = (wanted - found).total(), (found - wanted).total()
        raise RuntimeError(f"of {wanted.total()} messages {lost} are lost, and {more} facts are of no message")


def _huzzah(folder: Path, port: int, stand_in: int) -> Server:
    there = f"http://127.0.0.1:{stand_in}"
    settings = {
        "HUZZAH_DATA_DIR": str(folder), "HUZZAH_PORT": str(port), "HUZZAH_HOST": "127.0.0.1",
        "HUZZAH_PLAYGROUND": "off", "HUZZAH_DATABASE_URL": "", "HUZZAH_LOG_LEVEL": "error",
        "HUZZAH_TEAMS_APP_ID": APP, "HUZZAH_TEAMS_APP_SECRET": "a-secret-of-the-bench", "HUZZAH_TEAMS_TENANT": TENANT,
        "HUZZAH_TEAMS_GRAPH": "off", "HUZZAH_PUBLIC_URL": "https://bench.example.com",
        "HUZZAH_TEAMS_LOGIN_URL": there, "HUZZAH_TEAMS_OPENID_URL": f"{there}/openidconfiguration",
        "HUZZAH_TEAMS_ISSUER": ISSUER, "HUZZAH_TEAMS_GRAPH_URL": f"{there}/graph",
    }  # fmt: skip
    return Server((*HUZZAH, "run"), port, settings)


def _number(posted: MessagePosted) -> str:
    """Teams counts in milliseconds; the workload's own number keeps two of one moment apart."""
    whole, _, place = posted.message.partition(".")
    return f"{whole}{place[-6:]}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes activities of the one team, and signs them with a token that is good for the whole run."""

    service: str
    bearer: str

    def bodies(self, messages: Sequence[MessagePosted]) -> list[bytes]:
        """Each as an activity."""
        return [json.dumps(self._activity(each)).encode() for each in messages]

    def installed(self) -> bytes:
        """The bot is put into the team."""
        common = self._common(TEAM, 0, 0)
        team = {"id": TEAM, "aadGroupId": ident(10**9), "name": "Bench"}
        added = {"type": "installationUpdate", "action": "add", "id": "installed"}
        return json.dumps({**common, **added, "channelData": {"tenant": {"id": TENANT}, "team": team}}).encode()

    def _activity(self, posted: MessagePosted) -> dict[str, object]:
        channel = f"19:c{int(posted.channel[1:])}@thread.tacv2"
        thread = f";messageid={_thread(posted)}" if posted.thread else ""
        named = list(dict.fromkeys(int(place) for place in MENTION.findall(posted.text)))
        mentions = [
            {"type": "mention", "text": f"<at>P{place}</at>", "mentioned": {"id": f"29:{place}", "name": f"P{place}"}}
            for place in named
        ]
        text = SMILEYS.sub("🎉", MENTION.sub(lambda match: f"<at>P{int(match[1])}</at>", posted.text))
        return {
            **self._common(channel + thread, int(posted.member[1:]), posted.at), "type": "message",
            "id": _number(posted), "text": text, "textFormat": "plain", "entities": mentions,
            "channelData": {"tenant": {"id": TENANT}, "team": {"id": TEAM}, "channel": {"id": channel}},
        }  # fmt: skip

    def _common(self, conversation: str, person: int, at: int) -> dict[str, object]:
        when = datetime.fromtimestamp(at / SECOND, UTC).isoformat().replace("+00:00", "Z")
        return {
            "channelId": "msteams", "serviceUrl": self.service, "timestamp": when,
            "from": {"id": f"29:{person}", "aadObjectId": ident(person), "name": f"P{person}"},
            "recipient": {"id": f"28:{APP}", "name": "Huzzah"},
            "conversation": {
                "id": conversation, "conversationType": "channel", "tenantId": TENANT, "isGroup": True
            },
        }  # fmt: skip

    def request(self, body: bytes) -> bytes:
        """A body as a whole request."""
        head = (
            f"POST /teams/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nAuthorization: Bearer {self.bearer}\r\n\r\n"
        )
        return head.encode() + body


def _thread(posted: MessagePosted) -> str:
    whole, _, place = posted.thread.partition(".")
    return f"{whole}{place[-6:]}"
