"""Delivery of what the outbox holds for the playground: posts, private notes and the bot's reactions."""

from bot.outbox import GiveUp, Sender
from bot.playground.colleagues import WORKSPACE
from bot.playground.render import card_html
from bot.playground.replies import note_key
from bot.playground.room import Note, Refused, Room
from handlers.answers import Finish, Post, React, Said, Whisper


class PlaygroundSender(Sender):
    """The Sender of the playground: it has no limits and is never away, but a place may be unknown."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def send(self, workspace: str, said: Said, remote: str, letter: str) -> str:
        """Say it, or with `remote` edit what was said before; a letter that came twice is said once."""
        if workspace != WORKSPACE:
            raise GiveUp(f"the playground does not speak in {workspace}")
        try:
            return self._say(said, remote, letter)
        except Refused as error:
            raise GiveUp(str(error)) from error

    def _say(self, said: Said, remote: str, letter: str) -> str:
        match said:
            case Finish():
                return ""  # Nobody builds workflows here.
            case React():
                self._room.bot_reacts(said.message, said.emoji, on=not said.off)
                return said.message
            case Post() | Whisper() if remote:
                self._room.replace(remote, card_html(said.card))
                return remote
            case Post():
                return self._room.say(said.channel, card_html(said.card), thread=said.thread, key=letter)
            case Whisper():
                note = Note(said.member, card_html(said.card), said.channel, said.thread, letter)
                told = self._room.whisper(note)
                self._room.put_away(note_key(said.key, said.member))
                return told
