"""The simulated chat service: what people do here is kept, shown to everyone, and told to Huzzah as payloads."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.playground import typed, written
from bot.playground.colleagues import BOT, PEOPLE, PLACES, WORKSPACE
from bot.playground.parse import LONGEST_TEXT
from bot.playground.store import Row, Store
from bot.playground.written import Payload, Refused
from scoring.emoji_names import canonical, is_standard
from scoring.facts import Micros

MOST_FILES = 10

__all__ = ["Ask", "Draft", "Note", "Refused", "Room", "admit"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A message about to be posted: as typed, with ids of uploads and addresses of pictures."""

    member: str
    channel: str
    text: str
    thread: str = ""
    files: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A command, a button or a dialog: who asks where, and its parts by the names of the payload."""

    kind: str
    member: str
    channel: str
    parts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Note:
    """What the bot tells one member privately; `key` makes a repeat recognisable."""

    member: str
    html: str
    channel: str = ""
    thread: str = ""
    key: str = ""


class Room:
    """Every change is one transaction: the chat as it now is, and the payload that tells of it."""

    def __init__(self, store: Store, clock: Callable[[], Micros], tell: Callable[[int], None]) -> None:
        self._store = store
        self._clock = clock
        self._tell = tell

    def post(self, draft: Draft) -> int:
        """Say something; returns the number of the payload."""
        admit(draft.member, draft.channel)
        thread = self._thread(draft.thread, draft.channel)
        files = self._files(draft)
        text = written.worded(draft.text, draft.member, files)
        with self._store.change():
            at = self._moment()
            self._store.run(
                "INSERT INTO messages (at, channel, thread, author, text, files) VALUES (?, ?, ?, ?, ?, ?)",
                *(at, draft.channel, thread, draft.member, text, json.dumps(files)),
            )
            called, number = written.called(draft.channel, text), 0
            if called.is_talk:
                number = self._queue("message", at, written.said(draft.member, draft.channel, at, text, files, thread))
            if called.asked is not None:
                where = {"member": draft.member, "channel": draft.channel, "request": f"R{at}"}
                command: Payload = {**where, "name": "huzzah", "text": called.asked, **written.place(thread)}
                number = self._queue("command", at, command)
        self._tell_all(at, thread)
        return number

    def edit(self, member: str, message: str, text: str) -> int:
        """Say it differently."""
        row = self._own(member, message)
        files = json.loads(row["files"])
        words = written.worded(text, member, files)
        with self._store.change():
            at = self._moment()
            self._store.run("UPDATE messages SET text = ?, edited = ? WHERE at = ?", words, at, row["at"])
            said = written.said(member, row["channel"], row["at"], words, files, 0)
            number = self._queue("message_changed", at, said)
        self._tell(row["at"])
        return number

    def delete(self, member: str, message: str) -> int:
        """Take it back; a thread keeps its replies."""
        row = self._own(member, message)
        with self._store.change():
            at = self._moment()
            self._store.run("UPDATE messages SET gone = 1, text = '', html = '', files = '[]' WHERE at = ?", row["at"])
            self._store.run("DELETE FROM reactions WHERE message = ?", row["at"])
            parts: Payload = {"member": member, "channel": row["channel"], "message": str(row["at"])}
            number = self._queue("message_deleted", at, parts)
        self._tell_all(row["at"], row["thread"])
        return number

    def react(self, member: str, message: str, emoji: str, *, on: bool) -> int:
        """Add or remove a reaction; 0 when there was nothing to change."""
        row = self.message(message)
        admit(member, row["channel"])
        name = canonical(emoji)
        if not is_standard(name):
            raise Refused(f"There is no emoji called :{name[:40]}: here. Choose one from the picker.")
        if row["receiver"]:
            raise Refused("Only you see this note, so nobody would see your reaction.")
        with self._store.change():
            at = self._moment()
            if not self._set_reaction(row["at"], name, member, at if on else 0):
                return 0
            parts: Payload = {"member": member, "channel": row["channel"], "message": str(row["at"])}
            parts |= {"emoji": name, "author": row["author"]}
            number = self._queue("reaction_added" if on else "reaction_removed", at, parts)
        self._tell(row["at"])
        return number

    def ask(self, ask: Ask) -> int:
        """Ask the bot for something: a command, a pressed button, a dialog filled in."""
        admit(ask.member, ask.channel)
        with self._store.change():
            at = self._moment()
            parts: Payload = {"member": ask.member, "channel": ask.channel, "request": f"R{at}", **ask.parts}
            return self._queue(ask.kind, at, parts)

    def command(self, member: str, channel: str, said: tuple[str, str], thread: str = "") -> int:
        """`/name text`, the text as markup like any other."""
        name, text = said
        parts: Payload = {"name": name[:80], "text": typed.to_markup(text, member)[:LONGEST_TEXT]}
        return self.ask(Ask("command", member, channel, parts | ({"thread": thread} if thread else {})))

    def dismiss(self, member: str, message: str) -> None:
        """Put away a private note."""
        row = self.message(message)
        if row["receiver"] != member:
            raise Refused("Only notes to yourself can be put away.")
        self._store.run("UPDATE messages SET gone = 1, html = '' WHERE at = ?", row["at"])
        self._tell_all(row["at"], row["thread"])

    def put_away(self, key: str) -> None:
        """What was said under a key gives way to what comes next: that stands where its reader is looking."""
        row = self._store.row("SELECT at, thread FROM messages WHERE key = ? AND key <> '' AND gone = 0", key)
        if row is not None:
            self._store.run("UPDATE messages SET gone = 1, html = '', key = '' WHERE at = ?", row["at"])
            self._tell_all(row["at"], row["thread"])

    def message(self, message: str) -> Row:
        """One message, whoever may see it."""
        row = self._store.row("SELECT * FROM messages WHERE at = ? AND gone = 0", _number(message))
        if row is None:
            raise Refused("That message is no longer there. Reload the page to see what is.")
        return row

    # What the bot does here.

    def say(self, channel: str, html: str, *, thread: str = "", key: str = "") -> str:
        """The bot posts; what it posted under the same key before is replaced instead."""
        if channel not in PLACES:
            raise Refused(f"There is no channel {channel} in the playground.")
        return self._speak(channel, Note("", html, channel, thread, key))

    def whisper(self, note: Note) -> str:
        """The bot tells one member, in the channel if they are there, else in their own with Huzzah."""
        if note.member not in PEOPLE:
            raise Refused(f"There is nobody called {note.member} in the playground.")
        here = note.channel in PLACES and PLACES[note.channel].admits(note.member)
        return self._speak(note.channel if here else f"D_{note.member}", note)

    def replace(self, message: str, html: str) -> None:
        """The bot's message shows another card from now on."""
        row = self.message(message)
        if row["author"] != BOT:
            raise Refused("Only the bot's own messages can be replaced by it.")
        self._store.run("UPDATE messages SET html = ? WHERE at = ?", html, row["at"])
        self._tell(row["at"])

    def bot_reacts(self, message: str, emoji: str, *, on: bool = True) -> None:
        """The bot's quiet reaction, put on or taken off; doing it twice does nothing."""
        row = self.message(message)
        if self._set_reaction(row["at"], canonical(emoji), BOT, self._clock() if on else 0):
            self._tell(row["at"])

    # What all of them need.

    def _speak(self, channel: str, note: Note) -> str:
        known = self._store.row("SELECT at FROM messages WHERE key = ? AND key <> '' AND gone = 0", note.key)
        if known:
            self.replace(str(known["at"]), note.html)
            return str(known["at"])
        root = self._store.row(
            "SELECT at, thread FROM messages WHERE at = ? AND channel = ?", _number(note.thread), channel
        )
        thread = (root["thread"] or root["at"]) if root else 0
        with self._store.change():
            at = self._moment()
            self._store.run(
                "INSERT INTO messages (at, channel, thread, author, receiver, html, key) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) WHERE key <> '' DO NOTHING",
                *(at, channel, thread, BOT, note.member, note.html, note.key),
            )
        self._tell_all(at, thread)
        return str(at)

    def _tell_all(self, message: int, thread: int) -> None:
        """A message changed, and with it the number of replies that its thread shows."""
        for at in (message, thread):
            if at:
                self._tell(at)

    def _set_reaction(self, message: int, emoji: str, member: str, at: Micros) -> bool:
        if not at:
            gone = "DELETE FROM reactions WHERE message = ? AND emoji = ? AND member = ?"
            return self._store.run(gone, message, emoji, member) > 0
        return self._store.run("INSERT OR IGNORE INTO reactions VALUES (?, ?, ?, ?)", message, emoji, member, at) > 0

    def _own(self, member: str, message: str) -> Row:
        row = self.message(message)
        if row["author"] != member:
            raise Refused("Only its author can change a message. Switch to them with “speaking as”.")
        return row

    def _thread(self, thread: str, channel: str) -> int:
        if not thread:
            return 0
        number = _number(thread)
        found = self._store.row("SELECT at FROM messages WHERE at = ? AND channel = ? AND thread = 0", number, channel)
        if found is None:
            raise Refused("That thread is no longer there. Post in the channel instead.")
        return number

    def _files(self, draft: Draft) -> list[Payload]:
        if len(draft.files) + len(draft.pictures) > MOST_FILES:
            raise Refused(f"At most {MOST_FILES} pictures fit into a message. Send the others in a second one.")
        found: list[Payload] = []
        for name in draft.files:
            row = self._store.row("SELECT * FROM files WHERE id = ?", name)
            if row is None:
                raise Refused("A picture has not arrived. Add it again.")
            size = {"width": row["width"], "height": row["height"]}
            found.append({"type": row["type"], "url": f"/playground/files/{name}", "name": row["name"], **size})
        return found + [written.picture(address) for address in draft.pictures]

    def _moment(self) -> Micros:
        """Now, but later than any message or payload before: a moment is an id here."""
        last = self._store.row("SELECT max(at) AS at FROM messages")
        kept = self._store.row("SELECT value FROM meta WHERE name = 'last'")
        before = max(last["at"] or 0 if last else 0, int(kept["value"]) if kept else 0)
        at = max(self._clock(), before + 1)
        self._store.run("INSERT OR REPLACE INTO meta VALUES ('last', ?)", str(at))
        return at

    def _queue(self, kind: str, at: Micros, parts: Payload) -> int:
        payload = {"type": kind, "workspace": WORKSPACE, "at": at, **parts}
        return self._store.add("INSERT INTO pending (payload) VALUES (?)", json.dumps(payload))


def admit(member: str, channel: str) -> None:
    """Refuse whoever isn't here, and places they don't see."""
    if member not in PEOPLE:
        raise Refused("Choose whom you speak as first.")
    if channel not in PLACES or not PLACES[channel].admits(member):
        raise Refused("That channel isn't there for you. Choose one from the list.")


def _number(message: str) -> int:
    """The moment an id stands for; 0, which no message has, for anything else."""
    return int(message) if message.isascii() and message.isdecimal() and len(message) < 18 else 0
