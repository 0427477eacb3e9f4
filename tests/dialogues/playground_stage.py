"""The playground as a stage: a running program, spoken to as its page does."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx

from bot.bench.server import Server
from tests.bot.loopback.passing import MAIN, Passing
from tests.bot.traffic import free_port
from tests.dialogues.forms import Form
from tests.dialogues.stage import ROOMS, let_pass, wait_until_all_is_drawn, wait_until_all_is_said

PATIENCE = 120.0
WORKSPACE = "playground"
BUTTON = re.compile(r'<button[^>]*data-action="([^"]*)"(?:[^>]*data-value="([^"]*)")?[^>]*>(.*?)</button>', re.DOTALL)
PEOPLE = ("people", "person", "owner", "owners")
"""Fields in which people are chosen."""
PRESSED = re.compile(r"<button[^>]*data-action=.*?</button>", re.DOTALL)
DATA = re.compile(r'data-(action|value)="([^"]*)"')
DIALOG = re.compile(r'data-dialog="([^"]*)" data-context="([^"]*)"')
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf50"
    "0f0003860180e47a27450000000049454e44ae426082"
)
GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
PICTURES = {"image/png": PNG, "image/gif": GIF}


@contextmanager
def playground(folder: Path) -> Iterator["PlaygroundStage"]:
    """A playground with its state in a folder, ended afterwards."""
    passing = Passing(folder / "passed")
    passing.begin()
    usual, port = Server.of_huzzah(folder), free_port()
    told = {**usual.environment, **passing.environment(), "HUZZAH_PORT": str(port)}
    with replace(usual, arguments=MAIN, port=port, environment=told) as server:
        server.wait()
        with httpx.Client(base_url=f"http://127.0.0.1:{server.port}/playground", timeout=PATIENCE) as client:
            yield PlaygroundStage(client, folder, passing)


@dataclass(frozen=True, slots=True)
class Opened:
    """A form, where it was opened, and what stands in it."""

    dialog: str
    context: str
    channel: str
    fields: Mapping[str, str]


@dataclass
class PlaygroundStage:
    """Speaks as everybody."""

    client: httpx.Client
    folder: Path
    passing: Passing
    _form: dict[str, Opened] = field(default_factory=dict)
    """The form that is open for somebody."""

    def say(self, who: str, room: str, text: str, thread: str = "", files: Sequence[str] = ()) -> str:
        """Post."""
        uploads = [self._upload(who, media) for media in files]
        before = {each["id"] for each in self._messages(who, room, thread)}
        self._do("post", who, channel=_channel(room), text=text, thread=thread, files=uploads)
        new = [
            each
            for each in self._messages(who, room, thread)
            if each["id"] not in before and each["author"] == _id(who)
        ]
        self.settle()
        return str(new[-1]["id"])

    def edit(self, who: str, room: str, message: str, text: str) -> None:
        """Change what one said."""
        self._do("edit", who, message=message, text=text)
        self.settle()

    def delete(self, who: str, room: str, message: str) -> None:
        """Take it back."""
        self._do("delete", who, message=message)
        self.settle()

    def react(self, who: str, room: str, message: str, emoji: str, *, off: bool = False) -> None:
        """React, or take a reaction off."""
        self._do("react", who, message=message, emoji=emoji, on=not off)
        self.settle()

    def command(self, who: str, room: str, line: str) -> list[str]:
        """Type a slash command."""
        before = self._notes(who, room)
        self._opened(who, room, self._do("command", who, channel=_channel(room), text=line))
        return self._new(who, room, before)

    def tell(self, who: str, text: str) -> str:
        """Write to the bot alone."""
        room = f"D_{_id(who)}"
        before = {each["id"] for each in self._messages(who, room)}
        self._do("post", who, channel=room, text=text)
        self.settle()
        new = [each for each in self._messages(who, room) if each["id"] not in before and each["author"] == "HUZZAH"]
        return "\n".join(_text(each["html"]) for each in new)

    def press(self, who: str, label: str) -> list[str]:
        """Press the first button of that label on the newest private answer that has one."""
        for room in (*ROOMS, f"D_{_id(who)}"):
            notes = self._noted(who, room) if room in ROOMS else self._messages(who, room)
            for note in reversed(notes):
                found = [button for button in BUTTON.findall(note["html"]) if _text(button[2]) == label]
                if not found:
                    continue
                before = self._notes(who, room)
                action, value, _ = found[0]
                pressed = {"message": note["id"], "action": unescape(action), "value": unescape(value)}
                self._opened(who, room, self._do("press", who, **pressed))
                return self._new(who, room, before)
        raise AssertionError(f"{who} sees no button {label}")

    def press_on(self, who: str, room: str, label: str) -> list[str]:
        """Press a button on the newest public card in a room that has it."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        for card in reversed(self._public(room)):
            found = [button for button in PRESSED.findall(card["html"]) if _is_called(button, label)]
            if not found:
                continue
            before = self._notes(who, room)
            asked = dict(DATA.findall(found[0]))
            pressed = {"message": card["id"], **{name: unescape(asked.get(name, "")) for name in ("action", "value")}}
            self._opened(who, room, self._do("press", who, **pressed))
            return self._new(who, room, before)
        raise AssertionError(f"no card in {room} has a button {label}")

    def fill(self, who: str, fields: Mapping[str, str]) -> Mapping[str, str]:
        """Send off the open form."""
        form = self._form[who]
        filled = {name: _people(value) if name in PEOPLE else value for name, value in fields.items()}
        outcome = self._do(
            "submit", who, dialog=form.dialog, context=form.context, fields={**form.fields, **filled},
            channel=form.channel,
        )  # fmt: skip
        self.settle()
        errors: dict[str, str] = outcome.get("errors", {})
        return errors

    def hears(self, who: str) -> str:
        """Everything only they see."""
        direct = [each for each in self._messages(who, f"D_{_id(who)}") if each["author"] == "HUZZAH"]
        notes = [each for room in ROOMS for each in self._noted(who, room)]
        return "\n".join(_text(each["html"]) for each in (*direct, *notes))

    def sees(self, room: str) -> str:
        """What everybody sees of the bot there."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        return "\n".join(_text(each["html"]) for each in self._public(room))

    def card(self, room: str, words: str) -> str:
        """The newest that says this."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        return [str(each["id"]) for each in self._public(room) if words in _text(each["html"])][-1]

    def marks(self, room: str, message: str) -> set[str]:
        """The bot's reactions."""
        shown = next(each for each in self._messages("jonas", room) if each["id"] == message)
        return {each["emoji"] for each in shown["reactions"] if "HUZZAH" in each["people"]}

    def later(self, hours: float) -> None:
        """Time passes."""
        let_pass(self.passing, self.folder / "huzzah.sqlite", hours, PATIENCE)
        self.settle()

    def advised(self, command: str) -> str:
        """How the bot's own words name a command."""
        return command

    def settle(self) -> None:
        """Until all is said that was to be said."""
        wait_until_all_is_said(self.folder / "huzzah.sqlite", PATIENCE)

    def _do(self, wish: str, who: str, **parts: object) -> dict[str, Any]:
        answer = self.client.post(f"/api/{wish}", json={"as": _id(who), **parts})
        assert answer.status_code == httpx.codes.OK, answer.text
        found: dict[str, Any] = answer.json()
        assert not found.get("waiting"), found
        return found

    def _opened(self, who: str, room: str, outcome: Mapping[str, Any]) -> None:
        html = str(outcome.get("dialog", ""))
        if form := DIALOG.search(html):
            self._form[who] = Opened(unescape(form[1]), unescape(form[2]), _channel(room), Form(html).fields)

    def _messages(self, who: str, room: str, thread: str = "") -> list[dict[str, Any]]:
        where = {"message": thread} if thread else {"channel": _channel(room)}
        address = "/api/thread" if thread else "/api/messages"
        found: list[dict[str, Any]] = self.client.get(address, params={"as": _id(who), **where}).json()["messages"]
        return [each for each in found if not each["gone"]]

    def _public(self, room: str) -> list[dict[str, Any]]:
        said = []
        for each in self._messages("jonas", room):
            said.append(each)
            if each["replies"]:
                said += self._messages("jonas", room, each["id"])[1:]
        return [each for each in said if each["author"] == "HUZZAH" and not each["only"]]

    def _noted(self, who: str, room: str) -> list[dict[str, Any]]:
        return [each for each in self._messages(who, room) if each["only"]]

    def _notes(self, who: str, room: str) -> dict[str, str]:
        return {each["id"]: each["html"] for each in self._noted(who, room)}

    def _new(self, who: str, room: str, before: Mapping[str, str]) -> list[str]:
        self.settle()
        return [_text(html) for note, html in self._notes(who, room).items() if before.get(note) != html]

    def _upload(self, who: str, media: str) -> str:
        asked = {"as": _id(who), "name": "picture", "width": "1", "height": "1"}
        answer = self.client.post("/api/upload", params=asked, content=PICTURES[media])
        assert answer.status_code == httpx.codes.OK, answer.text
        return str(answer.json()["id"])


def _is_called(button: str, label: str) -> bool:
    heard = re.search(r'aria-label="([^"]*)"', button)
    beside = unescape(heard[1]).partition(": ")[2] if heard else ""
    return _text(button) == label or (bool(beside) and beside.startswith(label))


def _id(who: str) -> str:
    return f"U_{who.upper()}"


def _channel(room: str) -> str:
    return room if room.startswith("D_") else f"C_{room.upper()}"


def _people(names: str) -> str:
    return ",".join(_id(name) for name in names.split(",") if name)


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
