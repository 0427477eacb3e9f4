"""The export that an owner of the workspace would be sent: everything in its channels, as files in a folder."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from tests.bot.slack.loopback.arranging import HOME
from tests.bot.slack.loopback.shapes import group_shape, message_shape, user_shape
from tests.bot.slack.loopback.slack import Slack
from tests.bot.slack.loopback.world import Channel, Json


def export_of(slack: Slack, folder: Path, team: str = HOME, without: Iterable[str] = ()) -> Path:
    """Write it; `without` are the channels that are left out."""
    left = {slack.place(name).id for name in without}

    def act() -> None:
        world = slack.world
        channels = [
            each for each in world.channels.values() if each.kind in ("channel", "group") and each.id not in left
        ]
        lists: dict[str, list[Json]] = {
            "users.json": [user_shape(each, team) for each in world.users.values()],
            "channels.json": [_channel(each) for each in channels if each.kind == "channel"],
            "groups.json": [_channel(each) for each in channels if each.kind == "group"],
            "usergroups.json": [group_shape(each, with_users=True) for each in world.groups.values()],
        }
        for name, entries in lists.items():
            _write(folder / name, entries)
        for channel in channels:
            for day, entries in _days(slack, channel).items():
                _write(folder / channel.name / f"{day}.json", entries)

    slack.do(act)
    return folder


def _channel(channel: Channel) -> Json:
    shape = {"id": channel.id, "name": channel.name, "created": channel.created, "members": list(channel.members)}
    return shape | {"is_archived": channel.archived, "is_general": channel.general}


def _days(slack: Slack, channel: Channel) -> dict[str, list[Json]]:
    days: dict[str, list[Json]] = {}
    for message in sorted(channel.messages.values(), key=lambda each: each.ts):
        day = datetime.fromtimestamp(float(message.ts), UTC).date().isoformat()
        days.setdefault(day, []).append(message_shape(message, slack.world))
    return days


def _write(file: Path, entries: list[Json]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(entries), encoding="utf-8")
