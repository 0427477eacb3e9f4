"""Replies to a request, shown: notes and new cards go into the room, dialogs and files to the asker's page."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.drawing import content_of
from bot.playground import room as rooms
from bot.playground.colleagues import places_for
from bot.playground.render import card_html, dialog_html
from bot.playground.room import Refused, Room
from handlers.answers import Download, Note, Open, Refresh, Refuse, Reply

Outcome = dict[str, object]
Seal = Callable[[str, str, str], str]
"""Member, dialog and context -> the context as the page gets it."""


def show(room: Room, payload: Mapping[str, object], replies: Sequence[Reply], seal: Seal) -> Outcome:
    """Put what belongs into the room there, and return what belongs to the asker's page."""
    outcome: Outcome = {}
    member = _part(payload, "member")
    for reply in replies:
        match reply:
            case Note(beside=True):
                outcome["beside"] = card_html(reply.card)
            case Note():
                _note(room, payload, reply)
            case Refresh():
                _refresh(room, payload, reply)
            case Open():
                sealed = replace(reply.dialog, context=seal(member, reply.dialog.id, reply.dialog.context))
                outcome["dialog"] = dialog_html(sealed, places_for(member))
            case Refuse():
                outcome["errors"] = dict(reply.errors)
            case Download():
                outcome["download"] = _file(reply)
    return outcome


def note_key(key: str, member: str) -> str:
    """Under which key the room keeps what somebody was told under one; nothing for none."""
    return f"{key}:{member}" if key else ""


def _file(file: Download) -> dict[str, str]:
    shown = {"name": file.name, "type": file.media_type}
    if file.chart is None:
        return {**shown, "content": file.content}
    return {**shown, "base64": b64encode(content_of(file)).decode()}


def _note(room: Room, payload: Mapping[str, object], note: Note) -> None:
    member, channel, thread = (_part(payload, name) for name in ("member", "channel", "thread"))
    try:
        key = note_key(note.key, member)
        room.put_away(key)
        room.whisper(rooms.Note(member, card_html(note.card), channel, thread, key))
    except Refused:
        return  # The asker isn't somebody of the playground: a payload from outside, whom nobody can tell.


def _refresh(room: Room, payload: Mapping[str, object], reply: Refresh) -> None:
    try:
        room.replace(_part(payload, "message"), card_html(reply.card))
    except Refused:
        # The card is gone meanwhile (put away, or a dialog opened by a command): say it anew.
        _note(room, payload, Note(reply.card))


def _part(payload: Mapping[str, object], name: str) -> str:
    value = payload.get(name, "")
    return value if isinstance(value, str) else ""
