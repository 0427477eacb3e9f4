"""Slack as a stage: the program as its own process, against the stand-in that speaks Slack's HTTP and WebSocket."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.playground.colleagues import COLLEAGUES, GROUPS
from tests.bot.loopback.passing import Passing
from tests.bot.slack.loopback.block_kit import find_element
from tests.bot.slack.loopback.running import running_bot
from tests.bot.slack.loopback.slack import Slack, loopback_slack, text_of
from tests.bot.slack.loopback.world import Message
from tests.dialogues.stage import CAST, ROOMS, let_pass, rooms_known, wait_until_all_is_drawn, wait_until_all_is_said

PATIENCE = 120.0
SOON = 15.0
"""Seconds in which an answer comes, if one does."""
MENTION = re.compile(r"<@U0([A-Z]+)0001>")
NAMES = {name.upper(): whole for name, whole in CAST.items()}
WORKSPACE = "T0ACME"


@contextmanager
def slack(folder: Path, *, socket: bool = False) -> Iterator["SlackStage"]:
    """The company in a Slack workspace, with the bot's state in a folder, ended afterwards."""
    passing = Passing(folder / "passed")
    passing.begin()
    with loopback_slack(limits=False, furnished=False, clock=passing) as world:
        _furnish(world)
        with running_bot(world, folder, socket=socket, passing=passing):
            stage = SlackStage(world, folder, passing)
            _introduce(stage)
            yield stage


def _furnish(world: Slack) -> None:
    world.add_team()
    world.install()
    for person in COLLEAGUES:
        name = person.id.removeprefix("U_").lower()
        if name != "emma":
            names = {"real_name": person.name, "display_name": person.name}
            world.add_user(name, tz=person.zone, is_admin=person.admin, **names)
    for room in ROOMS:
        world.add_channel(room, *(name for name in CAST if name != "emma"), world.bot())
    for group in GROUPS:
        people = [member.removeprefix("U_").lower() for member in group.members]
        world.add_group(group.name, *people)


def _introduce(stage: "SlackStage") -> None:
    # As in the playground: Ana is made a leader, and Emma is new.
    world = stage.world
    world.new_colleague("emma", real_name="Emma Clarke", display_name="Emma Clarke", tz="Europe/London")
    for room in ROOMS:
        world.join("emma", room)
    world.settle()
    stage.until_known("ana", "jonas", "emma")
    world.until(lambda: set(ROOMS) <= rooms_known(stage.folder / "huzzah.sqlite", PATIENCE), PATIENCE)
    stage.command("jonas", "general", "/huzzah role @ana leader")


@dataclass
class SlackStage:
    """Speaks as everybody."""

    world: Slack
    folder: Path
    passing: Passing

    def say(self, who: str, room: str, text: str, thread: str = "", files: Sequence[str] = ()) -> str:
        """Post."""
        said = self.world.say(who, room, text, thread, files)
        self.settle()
        return said

    def edit(self, who: str, room: str, message: str, text: str) -> None:
        """Change what one said."""
        self.world.edit(who, room, message, text)
        self.settle()

    def delete(self, who: str, room: str, message: str) -> None:
        """Take it back."""
        self.world.delete(who, room, message)
        self.settle()

    def react(self, who: str, room: str, message: str, emoji: str, *, off: bool = False) -> None:
        """React, or take a reaction off."""
        (self.world.unreact if off else self.world.react)(who, room, message, emoji)
        self.settle()

    def command(self, who: str, room: str, line: str) -> list[str]:
        """Type a slash command."""
        self._put_away(who)
        reply = self.world.command(who, room, line)
        assert not reply.error, reply
        self.settle()
        return [words for post in reply.posts if (words := _flat(text_of(post)))]

    def tell(self, who: str, text: str) -> str:
        """Write to the bot alone."""
        before = len(self.world.messages(f"@{who}", by_bot=True))
        self.world.say(who, "@bot", text)
        self.world.until(lambda: len(self.world.messages(f"@{who}", by_bot=True)) > before, PATIENCE)
        self.settle()
        return "\n".join(map(_words, self.world.messages(f"@{who}", by_bot=True)[before:]))

    def press(self, who: str, label: str) -> list[str]:
        """Press the first button of that label on the dialog that is open, or the newest private answer."""
        if any(find_element(view["blocks"], label) for view in self.world.views(who)[-1:]):
            self.world.press(who, "view", label)
            self.settle()
            return [_flat(text_of(view)) for view in self.world.views(who)[-1:]]
        notes = [*self.world.messages(f"@{who}", by_bot=True), *self.world.ephemerals(who)]
        found = [each for each in notes if find_element(each.blocks, label)]
        assert found, f"{who} sees no button {label}"
        return self._pressed(who, max(found, key=lambda each: float(each.ts)), label)

    def press_on(self, who: str, room: str, label: str) -> list[str]:
        """Press a button on the newest public card in a room that has it."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        cards = [each for each in self.world.messages(room, by_bot=True) if find_element(each.blocks, label)]
        assert cards, f"no card in {room} has a button {label}"
        self._put_away(who)
        return self._pressed(who, cards[-1], label)

    def _pressed(self, who: str, card: Message, label: str) -> list[str]:
        reply = self.world.press(who, card, label)
        with suppress(TimeoutError):
            self.world.until(lambda: reply.posts or self.world.views(who), SOON)
        self.settle()
        return [_flat(text_of(post)) for post in reply.posts]

    def _put_away(self, who: str) -> None:
        # Nobody reaches the chat below what is open over it.
        while self.world.views(who):
            self.world.close(who)

    def fill(self, who: str, fields: Mapping[str, str]) -> Mapping[str, str]:
        """Send off the open form."""
        entries = {name: value == "true" if value in ("true", "false") else value for name, value in fields.items()}
        self.world.until(lambda: self.world.views(who), PATIENCE)
        if self.world.views(who)[-1]["callback_id"] == "card":
            self.world.close(who)  # What was shown over the form.
        submitted = self.world.submit(who, entries)
        self.settle()
        return submitted.errors

    def hears(self, who: str) -> str:
        """Everything only they see."""
        notes = [*self.world.messages(f"@{who}", by_bot=True), *self.world.ephemerals(who)]
        return "\n".join(map(_words, notes))

    def sees(self, room: str) -> str:
        """What everybody sees of the bot there."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        return "\n".join(map(_words, self.world.messages(room, by_bot=True)))

    def card(self, room: str, words: str) -> str:
        """The newest that says this."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        return [each.ts for each in self.world.messages(room, by_bot=True) if words in _words(each)][-1]

    def marks(self, room: str, message: str) -> set[str]:
        """The bot's reactions."""
        shown = next(each for each in self.world.messages(room) if each.ts == message)
        return {emoji for emoji, people in shown.reactions.items() if self.world.bot() in people}

    def later(self, hours: float) -> None:
        """Time passes."""
        let_pass(self.passing, self.folder / "huzzah.sqlite", hours, PATIENCE)
        self.settle()

    def advised(self, command: str) -> str:
        """How the bot's own words name a command."""
        return command

    def settle(self) -> None:
        """Until everything was delivered, and all is said that was to be said."""
        self.world.settle(PATIENCE)
        wait_until_all_is_said(self.folder / "huzzah.sqlite", PATIENCE)

    def until_known(self, *names: str) -> None:
        """Until the bot has learnt who these are."""

        def known() -> bool:
            reply = self.world.command("jonas", "general", f"/huzzah why @{names[-1]}")
            return bool(reply.posts) and CAST[names[-1]].split()[0] in reply.text

        self.world.until(known, PATIENCE)


def _words(message: Message) -> str:
    return _flat(text_of({"text": message.text, "blocks": message.blocks}))


def _flat(text: str) -> str:
    # Slack's clients show names where people are mentioned.
    named = MENTION.sub(lambda match: NAMES.get(match[1], match[0]), text)
    return " ".join(named.split())
