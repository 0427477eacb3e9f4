"""Replies to a request, shown: notes and new cards go into the room, dialogs and files to the asker's page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

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
                outcome["download"] = {"name": reply.name, "type": reply.media_type, "content": reply.content}
    return outcome


def _note(room: Room, payload: Mapping[str, object], note: Note) -> None:
    member, channel, thread = (_part(payload, name) for name in ("member", "channel", "thread"))
    try:
        room.whisper(rooms.Note(member, card_html(note.card), channel, thread))
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
