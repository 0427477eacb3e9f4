"""What a member can do on the page, by name: each reads its part of the request and changes the room."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from starlette.requests import Request

from bot.playground.colleagues import BOT
from bot.playground.listen import body, decode
from bot.playground.parse import Malformed
from bot.playground.room import Ask, Draft, Refused, Room, admit
from bot.playground.signing import Secret
from bot.playground.store import Row
from bot.playground.views import Views

MOST_BYTES: Final = 128 * 1024


class Parts(Protocol):
    """Where wishes are carried out."""

    @property
    def room(self) -> Room:
        """The chat."""

    @property
    def views(self) -> Views:
        """What has been read of it."""

    @property
    def secret(self) -> Secret:
        """What contexts of dialogs are sealed with."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The JSON object of a request."""

    parts: Mapping[str, object]

    def text(self, name: str, default: str = "") -> str:
        """A part that is a text."""
        value = self.parts.get(name, default)
        if not isinstance(value, str):
            raise Malformed(f"`{name}` must be a text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A part that is a list of texts."""
        value = self.parts.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Malformed(f"`{name}` must be a list of texts")
        return tuple(value)

    def table(self, name: str) -> dict[str, str]:
        """A part that is an object of texts."""
        value = self.parts.get(name, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise Malformed(f"`{name}` must be an object of texts")
        return dict(value)

    @property
    def member(self) -> str:
        """Who wishes it."""
        return self.text("as")


async def read_wish(request: Request) -> Wish:
    """The wish in a request. Only JSON: that a page of another site could not send unasked."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Malformed("the request must be application/json")
    parts = decode(await body(request, MOST_BYTES))
    if not isinstance(parts, dict):
        raise Malformed("the request must be a JSON object")
    return Wish(parts)


def _post(parts: Parts, wish: Wish) -> int:
    draft = Draft(
        wish.member,
        wish.text("channel"),
        wish.text("text"),
        wish.text("thread"),
        wish.texts("files"),
        wish.texts("pictures"),
    )
    return parts.room.post(draft)


def _edit(parts: Parts, wish: Wish) -> int:
    return parts.room.edit(wish.member, wish.text("message"), wish.text("text"))


def _delete(parts: Parts, wish: Wish) -> int:
    return parts.room.delete(wish.member, wish.text("message"))


def _react(parts: Parts, wish: Wish) -> int:
    return parts.room.react(wish.member, wish.text("message"), wish.text("emoji"), on=wish.parts.get("on") is not False)


def _command(parts: Parts, wish: Wish) -> int:
    typed = wish.text("text").strip()
    name, _, rest = typed.removeprefix("/").partition(" ")
    if not typed.startswith("/") or not name:
        raise Refused("A command begins with a slash, such as /huzzah help.")
    return parts.room.command(wish.member, wish.text("channel"), (name.lower(), rest.strip()), wish.text("thread"))


def _press(parts: Parts, wish: Wish) -> int:
    row = _card(parts, wish)
    channel = row["channel"] if row else f"D_{wish.member}"
    pressed = {"action": wish.text("action"), "value": wish.text("value"), "message": wish.text("message")}
    return parts.room.ask(Ask("button", wish.member, channel, {**pressed, **_thread_of(row)}))


def _thread_of(row: Row | None) -> dict[str, object]:
    """Where what follows is said: in the card's thread, or under the message of a colleague that was chosen."""
    if row is None:
        return {}
    begins = row["at"] if row["author"] != BOT else 0
    return {"thread": str(row["thread"] or begins)} if row["thread"] or begins else {}


def _card(parts: Parts, wish: Wish) -> Row | None:
    """The card that is answered, which Huzzah may then replace; None for a button beside the chat."""
    if not wish.text("message"):
        return None
    row = parts.room.message(wish.text("message"))
    admit(wish.member, row["channel"])
    if row["receiver"] not in ("", wish.member):
        raise Refused("That note is not for you.")
    return row


def _submit(parts: Parts, wish: Wish) -> int:
    # As on any platform, a dialog's context is the bot's: a page that made one up could name a private channel.
    context = parts.secret.unseal(wish.member, wish.text("dialog"), wish.text("context"))
    if context is None:
        raise Refused("That form was not opened here. Close it and open it again.")
    _card(parts, wish)
    filled = {
        "dialog": wish.text("dialog"),
        "context": context,
        "fields": wish.table("fields"),
        "message": wish.text("message"),
        "thread": wish.text("thread"),
    }
    return parts.room.ask(Ask("dialog", wish.member, wish.text("channel"), filled))


def _dismiss(parts: Parts, wish: Wish) -> int:
    parts.room.dismiss(wish.member, wish.text("message"))
    return 0


def _read(parts: Parts, wish: Wish) -> int:
    upto = wish.text("upto")
    if not upto.isascii() or not upto.isdecimal() or len(upto) > 17:
        raise Malformed("`upto` must be the id of a message")
    parts.views.mark_read(wish.member, wish.text("channel"), int(upto))
    return 0


WISHES: Final[Mapping[str, Callable[[Parts, Wish], int]]] = MappingProxyType(
    {
        "post": _post,
        "edit": _edit,
        "delete": _delete,
        "react": _react,
        "command": _command,
        "press": _press,
        "submit": _submit,
        "dismiss": _dismiss,
        "read": _read,
    }
)
"""Name in the address -> what it does; it returns the number of the payload to deliver, or 0 for none."""
