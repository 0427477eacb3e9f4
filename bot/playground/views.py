"""What a member sees of the room, as plain data for the page."""

import json
from typing import Final

from bot.html import prose
from bot.playground import typed
from bot.playground.colleagues import BOT, BOT_NAME, COLLEAGUES, COMMANDS, GROUPS, PLACES, known, places_for
from bot.playground.room import Refused, admit
from bot.playground.store import Row, Store
from scoring.emoji_names import glyph
from scoring.facts import Micros

PAGE: Final = 60
Shown = dict[str, object]


class Views:
    """Reads of the store; nothing here changes anything but what somebody has read."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def state(self, member: str) -> Shown:
        """Everything around the messages: people, channels with what is unread, groups, commands."""
        people = [
            {
                "id": person.id,
                "name": person.name,
                "title": person.title,
                "zone": person.zone,
                "country": person.country,
                "roles": [name for name in ("admin", "leader") if getattr(person, name)],
                "fresh": person.days < 14,
            }
            for person in COLLEAGUES
        ]
        return {
            "me": member,
            "bot": {"id": BOT, "name": BOT_NAME},
            "people": people,
            "channels": [self._place(member, place.id) for place in places_for(member)],
            "groups": [{"id": one.id, "name": one.name, "members": one.members} for one in GROUPS],
            "commands": [{"name": one.name, "usage": one.usage, "words": one.words} for one in COMMANDS],
        }

    def _place(self, member: str, channel: str) -> Shown:
        place = PLACES[channel]
        read = self._store.row("SELECT upto FROM reads WHERE member = ? AND channel = ?", member, channel)
        unread = self._store.row(
            "SELECT count(*) AS count FROM messages WHERE channel = ? AND thread = 0 AND at > ? AND gone = 0 "
            "AND author <> ? AND receiver IN ('', ?)",
            *(channel, read["upto"] if read else 0, member, member),
        )
        return {
            "id": place.id,
            "name": place.name,
            "topic": place.topic,
            "kind": place.kind,
            "members": place.members,
            "unread": unread["count"] if unread else 0,
            "read": str(read["upto"]) if read else "0",
        }

    def channel(self, member: str, channel: str, before: int) -> Shown:
        """One page of a channel, oldest first, and whether there is more above."""
        admit(member, channel)
        rows = self._store.rows(
            "SELECT * FROM messages WHERE channel = ? AND thread = 0 AND at < ? AND receiver IN ('', ?) "
            "AND (gone = 0 OR at IN (SELECT thread FROM messages WHERE thread > 0 AND gone = 0 "
            "AND receiver IN ('', ?))) ORDER BY at DESC LIMIT ?",
            *(channel, before, member, member, PAGE + 1),
        )
        return {"messages": self._all(rows[:PAGE][::-1], member), "more": len(rows) > PAGE}

    def thread(self, member: str, message: str) -> Shown:
        """A thread: its first message and every reply."""
        number = int(message) if message.isascii() and message.isdecimal() and len(message) < 18 else 0
        root = self._store.row("SELECT * FROM messages WHERE at = ? AND receiver IN ('', ?)", number, member)
        if root is None:
            raise Refused("That thread is no longer there.")
        admit(member, root["channel"])
        replies = self._store.rows(
            "SELECT * FROM messages WHERE thread = ? AND gone = 0 AND receiver IN ('', ?) ORDER BY at",
            *(number, member),
        )
        return {"messages": self._all([root, *replies], member)}

    def message(self, at: int, member: str) -> Shown | None:
        """One message as this member sees it, or None if it isn't for them."""
        row = self._store.row("SELECT * FROM messages WHERE at = ?", at)
        if row is None or row["receiver"] not in ("", member):
            return None
        place = PLACES.get(row["channel"])
        return self._all([row], member)[0] if place and place.admits(member) else None

    def mark_read(self, member: str, channel: str, upto: int) -> None:
        """Everything up to this message has been seen."""
        admit(member, channel)
        self._store.run(
            "INSERT INTO reads VALUES (?, ?, ?) ON CONFLICT (member, channel) "
            "DO UPDATE SET upto = max(upto, excluded.upto)",
            *(member, channel, upto),
        )

    def _all(self, rows: list[Row], member: str) -> list[Shown]:
        if not rows:
            return []
        ids = json.dumps([row["at"] for row in rows])
        reactions = self._store.rows(
            "SELECT message, emoji, member FROM reactions WHERE message IN (SELECT value FROM json_each(?)) "
            "ORDER BY at",
            ids,
        )
        replies = self._store.rows(
            "SELECT thread, author, at FROM messages WHERE thread IN (SELECT value FROM json_each(?)) "
            "AND gone = 0 AND receiver IN ('', ?) ORDER BY at",
            *(ids, member),
        )
        return [_message(row, member, reactions, replies) for row in rows]


def _message(row: Row, member: str, reactions: list[Row], replies: list[Row]) -> Shown:
    at: Micros = row["at"]
    own = row["author"] == member
    answers = [reply for reply in replies if reply["thread"] == at]
    return {
        "id": str(at),
        "channel": row["channel"],
        "thread": str(row["thread"]) if row["thread"] else "",
        "author": row["author"],
        "at": at,
        "html": row["html"] or prose.to_html(row["text"], known),
        "card": bool(row["html"]),
        "jumbo": bool(row["text"]) and prose.is_jumbo(row["text"]),
        "typed": typed.to_typed(row["text"]) if own else "",
        "files": json.loads(row["files"]),
        "edited": bool(row["edited"]),
        "gone": bool(row["gone"]),
        "only": bool(row["receiver"]),
        "reactions": _reactions([one for one in reactions if one["message"] == at]),
        "replies": len(answers),
        "last": answers[-1]["at"] if answers else 0,
        "repliers": list(dict.fromkeys(reply["author"] for reply in answers))[:5],
    }


def _reactions(rows: list[Row]) -> list[Shown]:
    by_emoji: dict[str, list[str]] = {}
    for row in rows:
        by_emoji.setdefault(row["emoji"], []).append(row["member"])
    return [{"emoji": name, "glyph": glyph(name) or f":{name}:", "people": people} for name, people in by_emoji.items()]
