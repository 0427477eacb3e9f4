"""Importing: a generated workspace export, or one of your own, against only parsing its JSON."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from bot import clock
from bot.bench.figures import Figure, Options, in_turns, seconds_of
from bot.bench.workload import Workload
from bot.importing import Importing
from handlers.events import MessagePosted, ReactionAdded
from storage.schema import prepare
from storage.transactions import Database

DAY = 86_400_000_000
EPOCH = date(1970, 1, 1).toordinal()


def measure(options: Options) -> Iterator[Figure]:
    """Messages a second (each with its reactions) of a workspace export."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "export.zip")
        write_export(made, options.events)
        yield _imported("a generated export", made, Path(folder), options.rounds)
        if options.export is not None:
            yield _imported("an export of your own", options.export, Path(folder), options.rounds)


def _imported(what: str, export: Path, folder: Path, rounds: int) -> Figure:
    messages: list[int] = []

    def whole() -> float:
        file = folder / f"{what}-{len(messages)}.sqlite"
        database = Database(f"sqlite:///{file}")
        prepare(database)
        importing = Importing(database, export, clock.now, "bench")
        seconds = seconds_of(lambda: messages.append(importing.run().report.messages))
        database.close()
        return seconds

    timed = in_turns(rounds, whole, lambda: _parse(export))
    ours, parsing = timed.rates(messages[0])
    return Figure(what, ours, "messages/s", parsing, "only parsing the JSON")


def _parse(export: Path) -> None:
    with ZipFile(export) as opened:
        for name in opened.namelist():
            if name.endswith(".json"):
                json.loads(opened.read(name))


def write_export(to: Path, events: int) -> None:
    """Write the workload as a chat service exports it: a folder a channel, a file a day."""
    workload = Workload(events)
    days: dict[tuple[str, int], dict[str, dict[str, Any]]] = defaultdict(dict)
    found: dict[str, dict[str, Any]] = {}
    for event in workload:
        if isinstance(event, MessagePosted):
            found[event.message] = _message(event)
            days[event.channel, event.at // DAY][event.message] = found[event.message]
        elif isinstance(event, ReactionAdded):
            _react(found[event.message], event)
    with ZipFile(to, "w", ZIP_DEFLATED) as opened:
        opened.writestr("users.json", json.dumps([{"id": who, "name": who.lower()} for who in workload.people]))
        opened.writestr("channels.json", json.dumps([{"id": one, "name": one.lower()} for one in workload.channels]))
        for (channel, day), messages in days.items():
            opened.writestr(
                f"{channel.lower()}/{date.fromordinal(EPOCH + day)}.json", json.dumps(list(messages.values()))
            )


def _message(event: MessagePosted) -> dict[str, Any]:
    thread = {"thread_ts": event.thread} if event.thread else {}
    files = [{"id": "F1", "mimetype": media} for media in event.files]
    return {
        "type": "message", "user": event.member, "ts": event.message, "text": event.text, **thread,
        **({"files": files} if files else {}), "reactions": [],
    }  # fmt: skip


def _react(message: dict[str, Any], event: ReactionAdded) -> None:
    for reaction in message["reactions"]:
        if reaction["name"] == event.emoji:
            reaction["users"].append(event.member)
            reaction["count"] += 1
            return
    message["reactions"].append({"name": event.emoji, "users": [event.member], "count": 1})
