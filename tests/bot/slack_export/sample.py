"""A small export, built afresh for each test, with every defect that real ones have."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_DEFLATED, ZipFile

from bot.slack_export import Import, Stored
from handlers.events import Event

TEAM = "T0TEAM"
ANA, BEN, CAI, DEE, GUS = "U0ANA", "U0BEN", "U0CAI", "U0DEE", "U0GUS"
ROBOT, ROBOT_ID, SLACKBOT = "U0ROBOT", "B0ROBOT", "USLACKBOT"
STRANGER, LURKER = "U9STRANGER", "U9LURKER"
GENERAL, TEAMROOM, SECRET = "C0GENERAL", "C0TEAM", "G0SECRET"
DAY = "2026-03-02"

Record = dict[str, Any]
E = TypeVar("E", bound=Event)
Contents = dict[str, Any]


def ts(clock: str, day: str = DAY, micros: int = 100) -> str:
    """The moment of a clock time, as Slack writes it."""
    moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)
    return f"{int(moment.timestamp())}.{micros:06d}"


def said(user: str, clock: str, text: str = "words", **more: Any) -> Record:
    """A message of a person."""
    return {"type": "message", "user": user, "ts": ts(clock), "text": text, **more}


def reacted(name: str, *users: str, count: int | None = None) -> Record:
    """A reaction as an export lists it."""
    return {"name": name, "users": list(users), "count": len(users) if count is None else count}


def user(member: str, name: str, **more: Any) -> Record:
    """An entry of users.json."""
    return {
        "id": member,
        "team_id": TEAM,
        "name": name.lower(),
        "tz": "Europe/Berlin",
        "is_bot": False,
        "is_admin": False,
        "deleted": False,
        "profile": {"real_name": f"{name} Real", "display_name": name},
        **more,
    }


def sample() -> Contents:
    """The whole export: name of each file to what it holds."""
    return {
        "users.json": [
            user(ANA, "Ana", is_admin=True),
            user(BEN, "Ben", profile={"real_name": "Ben Real", "display_name": ""}),
            user(CAI, "Cai", deleted=True),
            user(DEE, "Dee", team_id="T0OTHER"),
            user(GUS, "Gus", is_restricted=True),
            user(ROBOT, "Robot", is_bot=True),
            user(SLACKBOT, "Slackbot"),
        ],
        "channels.json": [
            {"id": GENERAL, "name": "general", "is_general": True, "members": [ANA, BEN]},
            {"id": TEAMROOM, "name": "team", "is_general": False, "members": [ANA]},
        ],
        "groups.json": [{"id": SECRET, "name": "secret", "members": [ANA, CAI]}],
        "dms.json": [{"id": "D0ANABEN", "members": [ANA, BEN]}],
        "mpims.json": [{"id": "G0THREE", "name": "mpdm-ana--ben--cai-1"}],
        "usergroups.json": [
            {"id": "S0DESIGN", "handle": "design", "name": "The designers", "users": [ANA, BEN]},
            {"id": "S0GONE", "handle": "gone", "date_delete": 1700000000, "users": [ANA]},
        ],
        "D0ANABEN/2026-03-02.json": [said(ANA, "10:00:00", "between us")],
        "mpdm-ana--ben--cai-1/2026-03-02.json": [said(ANA, "10:00:00", "between the three of us")],
        "nowhere/2026-03-02.json": [said(ANA, "10:00:00", "in no list")],
        f"general/{DAY}.json": _general(),
        f"team/{DAY}.json": _team(),
        "team/2026-03-03.json": [said(CAI, "09:00:00", "the day after") | {"ts": ts("09:00:00", "2026-03-03")}],
        "secret/2026-03-01.json": [said(ANA, "23:00:00", "hush") | {"ts": ts("23:00:00", "2026-03-01")}],
        "team/2026-03-04.json": b"[{half a file",
        "general/canvas_in_the_conversation.json": {"not": "a day"},
        "integration_logs.json": [],
        "photo.png": b"\x89PNG",
    }


def _general() -> list[object]:
    first, thanks = ts("09:00:00"), ts("09:10:00")
    return [
        said(ANA, "08:00:00", f"<@{ANA}> has joined", subtype="channel_join"),
        said(ANA, "08:30:00", f"<@{ANA}> has joined again", subtype="channel_join"),
        said(ANA, "09:00:00", "who knows?", thread_ts=first, reply_count=2, latest_reply=ts("09:30:00")),
        said(BEN, "09:10:00", ":tada: <@U0ANA>", edited={"user": BEN, "ts": ts("09:11:00")}, reactions=[
            reacted("clap", ANA, BEN, LURKER),
            reacted("clap::skin-tone-3", ANA),
            reacted("partyparrot", CAI, ROBOT, count=5),
        ]),
        said(CAI, "09:20:00", "me", thread_ts=first, parent_user_id=ANA),
        said(BEN, "09:25:00", "sent to all", thread_ts=first, subtype="thread_broadcast"),
        said(BEN, "09:30:00", "and one more than Slack counts", thread_ts=first),
        said(DEE, "09:40:00", "whom do I answer?", thread_ts=ts("01:00:00")),
        said(GUS, "09:50:00", "", subtype="file_share", files=[
            {"id": "F1", "mimetype": "image/gif"}, {"id": "F2", "mimetype": None}, {"id": "F3", "mode": "tombstone"},
        ]),
        said(BEN, "10:00:00", "late reply to a message that says nothing of it", thread_ts=thanks),
        said(ANA, "10:05:00", "is away", subtype="me_message"),
        said(STRANGER, "10:10:00", user_team="T0OTHER", user_profile={"display_name": "Stranger \x00\ud800"}),
    ]  # fmt: skip


def _team() -> list[object]:
    return [
        said(ROBOT, "09:05:00", "deployed", bot_id=ROBOT_ID, reactions=[reacted("rocket", ANA)]),
        {"type": "message", "subtype": "bot_message", "bot_id": "B0HOOK", "username": "Hook", "ts": ts("09:06:00"),
         "text": "by a hook", "reactions": [reacted("eyes", BEN)]},
        said(ANA, "09:07:00", "through a workflow", bot_id="B0FLOW", reactions=[reacted("+1", ANA, BEN)]),
        said(ROBOT, "09:08:00", "a bot without its mark"),
        said(SLACKBOT, "09:09:00", "This message was deleted.", subtype="tombstone"),
        said(ANA, "09:12:00", subtype="channel_topic", reactions=[reacted("heart", BEN)]),
        said(ANA, "09:13:00", "hidden", hidden=True),
        {"type": "message", "ts": ts("09:14:00"), "text": "by nobody"},
        {"type": "file_comment", "user": ANA, "ts": ts("09:15:00")},
        {"type": "message", "user": ANA, "text": "without a time"},
        said(ANA, "09:16:00") | {"ts": "yesterday"},
        said(ANA, "09:17:00") | {"ts": "9999999999.000000"},
        "garbage", None, 7, [],
        said(ANA, "09:18:00", subtype=["a", "list"]),
        said(ANA, "09:15:30", "is listed before what came earlier"),
        said(ANA, "09:15:30", "is listed twice"),
    ]  # fmt: skip


def write_folder(contents: Contents, folder: Path) -> Path:
    """The export as a folder."""
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_bytes(content))
    return folder


def write_zip(contents: Contents, path: Path, top: str = "") -> Path:
    """The export as Slack sends it; with a `top` as somebody packed the folder again."""
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, content in contents.items():
            packed.writestr(top + name, _bytes(content))
    return path


def _bytes(content: object) -> bytes:
    return content if isinstance(content, bytes) else json.dumps(content).encode()


def events(path: Path, stored: Stored | None = None) -> list[Event]:
    """Everything an import yields."""
    return [event for batch in Import(path, stored=stored or Stored()).batches() for event in batch.events]


def of(kind: type[E], path: Path, stored: Stored | None = None) -> Iterator[E]:
    """The events of one kind."""
    return (event for event in events(path, stored) if isinstance(event, kind))
