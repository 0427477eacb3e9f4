"""Teams as a stage: the program as its own process, against the stand-in that speaks for Teams, Entra and Graph."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.colleagues import COLLEAGUES, GROUPS
from bot.teams.replies import DONE
from scoring.emoji_names import canonical
from scoring.periods import HOUR
from tests.bot.loopback.passing import Passing
from tests.bot.teams.loopback.arranging import HOME, TEAM
from tests.bot.teams.loopback.cards import buttons, find_button, parts
from tests.bot.teams.loopback.composing import shown_of
from tests.bot.teams.loopback.payloads import Reply
from tests.bot.teams.loopback.running import running_bot
from tests.bot.teams.loopback.teams import Teams, loopback_teams
from tests.bot.teams.loopback.world import Message
from tests.dialogues.stage import CAST, ROOMS, let_pass, rooms_known, wait_until_all_is_drawn, wait_until_all_is_said

PATIENCE = 120.0
SOON = 15.0
"""Seconds in which an answer comes, if one does."""
FOR_GOOD = 400 * 24 * 3600
"""Seconds that a token lasts: msal keeps them by the machine's clock, which doesn't go with the stage's."""
WORKSPACE = HOME

DIFFERENT: Mapping[str, str] = {
    "slash commands": "there are none: one says the same to the bot by its name, or to it alone (`spoken`)",
    "a form by command": "only buttons open forms: the answer is a button, and the form behind it (`_opens`)",
    "where people are (zone, country)": "told with what they do, in no list: here each wrote to the bot (`_greet`)",
    "who is new": "no profile tells: who is added to a team, and wasn't known (`_introduce`)",
    "user groups": "an admin has to permit that a bot sees who is behind a tag; else mentioning one gives nothing",
    "reactions on people's messages": "they come through Graph alone; without it they go unheard (`BY_GRAPH`)",
}
"""What Teams can't do as others do, by its row in docs/teams.md, and how the dialogues go on all the same."""

BY_GRAPH = frozenset({"a_lively_day", "reactions", "thanks_in_every_spelling"})
"""Dialogues with reactions on people's messages, or with tags."""


@contextmanager
def teams(folder: Path, *, targeted: bool = True, graph: bool = True) -> Iterator["TeamsStage"]:
    """The company in a tenant of Teams', with the bot's state in a folder, ended afterwards.

    `targeted`: whether the tenant takes messages for one person; if not, all private words go to the personal chat.
    `graph`: whether the bot asks Graph for anything.
    """
    passing = Passing(folder / "passed")
    passing.begin()
    with loopback_teams(limits=False, furnished=False, clock=passing) as world:
        world.entra.life = FOR_GOOD
        world.state.targeted = targeted
        _furnish(world)
        with running_bot(world, folder, admins="jonas", passing=passing, HUZZAH_TEAMS_GRAPH="on" if graph else "off"):
            stage = TeamsStage(world, folder, passing)
            _introduce(stage)
            if graph:
                # What is said before Graph was asked to tell of it, the bot hears half of.
                world.until(lambda: len(world.graph.subscriptions) > len(ROOMS), PATIENCE)
            stage.command("jonas", "general", "/huzzah role @ana leader")
            yield stage


def _furnish(world: Teams) -> None:
    world.add_tenant()
    for person in COLLEAGUES:
        handle = person.id.removeprefix("U_").lower()
        world.add_person(handle, name=person.name, zone=person.zone, country=person.country)
    world.add_team(TEAM, *(name for name in CAST if name != "emma"))
    for room in ROOMS:
        world.add_channel(room)
    for group in GROUPS:
        world.add_tag(group.name, *(member.removeprefix("U_").lower() for member in group.members))


def _introduce(stage: "TeamsStage") -> None:
    # As in the playground: Ana is made a leader, and Emma is new.
    world = stage.world
    world.install(TEAM, by="jonas")
    for name in CAST:
        world.install(f"@{name}")
    world.join("emma", TEAM, by="jonas")
    world.settle(PATIENCE)
    _greet(stage)
    stage.until_known("ana", "jonas", "emma")
    world.until(lambda: set(ROOMS) <= rooms_known(stage.folder / "huzzah.sqlite", PATIENCE), PATIENCE)


def _greet(stage: "TeamsStage") -> None:
    world = stage.world
    for name in CAST:
        world.tell(name, "hello")
    world.until(lambda: all(world.personal(name) for name in CAST), PATIENCE)
    stage.settle()
    stage.before |= {each.id for name in CAST for each in world.personal(name)}


@dataclass
class TeamsStage:
    """Speaks as everybody."""

    world: Teams
    folder: Path
    passing: Passing
    before: set[str] = field(default_factory=set)
    """What people were told before the dialogue began."""

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
        """Say to the bot what is a slash command elsewhere; a form it offers is opened at once, as elsewhere."""
        answers = self._privately(who, lambda: self.world.mention(who, room, spoken(line)))
        return [words for each in answers if not self._opens(who, each) and (words := self._words(who, each))]

    def tell(self, who: str, text: str) -> str:
        """Write to the bot alone."""
        before = len(self.world.personal(who))
        self.world.tell(who, text)
        self.world.until(lambda: len(self.world.personal(who)) > before, PATIENCE)
        self.settle()
        return "\n".join(self._words(who, each) for each in self.world.personal(who)[before:])

    def press(self, who: str, label: str) -> list[str]:
        """Press the first button of that label on the dialog that is open, or the newest private answer."""
        if any(label == each.label for card in self.world.dialogs(who)[-1:] for each in buttons(card)):
            reply = self.world.submit(who, {}, label)
            assert not reply.error, reply
            self.settle()
            return [words for words in (flat(reply.words),) if words]
        notes = [each for each in self._notes(who) if has_button(each.cards, label)]
        assert notes, f"{who} sees no button {label}"
        return self._pressed(who, notes[-1], label)

    def press_on(self, who: str, room: str, label: str) -> list[str]:
        """Press a button on the newest public card in a room that has it."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        cards = [each for each in self.world.messages(room, by_bot=True) if has_button(each.cards, label)]
        assert cards, f"no card in {room} has a button {label}"
        self._put_away(who)
        return self._pressed(who, cards[-1], label)

    def _pressed(self, who: str, card: Message, label: str) -> list[str]:
        before = self._read(who)
        reply = self.world.press(who, card, label)
        assert not reply.error, reply
        if reply.text and reply.text != DONE:
            # What is told besides comes a little later, or an earlier note says it now.
            with suppress(TimeoutError):
                self.world.until(lambda: self._read(who).items() - before.items(), SOON)
        self.settle()
        told = [words for note, words in self._read(who).items() if before.get(note) != words]
        return [] if reply.dialog else told or [words for words in (flat(reply.words),) if words]

    def _put_away(self, who: str) -> None:
        # Nobody reaches the chat below what is open over it.
        while self.world.dialogs(who):
            self.world.close(who)

    def fill(self, who: str, fields: Mapping[str, str]) -> Mapping[str, str]:
        """Send off the open form."""
        entries = {name: value == "true" if value in ("true", "false") else value for name, value in fields.items()}
        self.world.until(lambda: self.world.dialogs(who), PATIENCE)
        reply: Reply = self.world.submit(who, entries)
        assert not reply.error, reply
        self.settle()
        return reply.errors

    def hears(self, who: str) -> str:
        """Everything only they see."""
        return "\n".join(self._words(who, each) for each in self._notes(who))

    def sees(self, room: str) -> str:
        """What everybody sees of the bot there."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        return "\n".join(flat(self.world.reads("jonas", each)) for each in self.world.messages(room, by_bot=True))

    def card(self, room: str, words: str) -> str:
        """The newest that says this."""
        wait_until_all_is_drawn(self.folder / "huzzah.sqlite", PATIENCE)
        cards = self.world.messages(room, by_bot=True)
        return [each.id for each in cards if words in flat(self.world.reads("jonas", each))][-1]

    def marks(self, room: str, message: str) -> set[str]:
        """The bot's reactions."""
        reactions = self.world.message(room, message).reactions
        return {canonical(shown_of(each.kind)) for each in reactions if each.person == self.world.world.bot}

    def later(self, hours: float) -> None:
        """Time passes; what the bot renews at its own pace, Graph goes on keeping meanwhile."""

        def kept() -> None:
            for each in self.world.graph.teller.subscriptions.values():
                each.until += round(hours * HOUR)

        self.world.do(kept)
        let_pass(self.passing, self.folder / "huzzah.sqlite", hours, PATIENCE)
        self.settle()

    def advised(self, command: str) -> str:
        """How the bot's own words name a command."""
        return f"@Huzzah {spoken(command)}"

    def settle(self) -> None:
        """Until everything was delivered, and all is said that was to be said."""
        self.world.settle(PATIENCE)
        wait_until_all_is_said(self.folder / "huzzah.sqlite", PATIENCE)

    def until_known(self, *names: str) -> None:
        """Until the bot has learnt who these are."""

        def known() -> bool:
            return CAST[names[-1]].split()[0] in " ".join(self.command("jonas", "general", f"/huzzah why @{names[-1]}"))

        self.world.until(known, PATIENCE)

    def _notes(self, who: str) -> list[Message]:
        notes = [*self.world.personal(who), *self.world.targeted(who)]
        return sorted((each for each in notes if each.id not in self.before), key=lambda each: int(each.id))

    def _read(self, who: str) -> dict[str, str]:
        return {each.id: self._words(who, each) for each in self._notes(who)}

    def _privately(self, who: str, act: Callable[[], object]) -> list[Message]:
        """What was said to somebody alone in answer to what they did, the first answer waited for."""
        before = {each.id for each in self._notes(who)}

        def new() -> list[Message]:
            notes = [each for each in self._notes(who) if each.id not in before]
            return [each for each in notes if not is_letter(each)]

        act()
        self.world.until(new, PATIENCE)
        self.settle()
        return new()

    def _opens(self, who: str, note: Message) -> bool:
        """Whether a note only holds the button that opens a form; then it is pressed."""
        labels = [each for each in buttons(note.cards) if each.kind == "Action.Submit"]
        if len(labels) != 1 or "the form opens" not in self._words(who, note):
            return False
        reply = self.world.press(who, note, labels[0].label)
        assert reply.dialog, reply
        return True

    def _words(self, who: str, note: Message) -> str:
        return flat(self.world.reads(who, note))


def spoken(line: str) -> str:
    """A slash command as it is said to the bot: `/huzzah me` is `me`, `/kudos @ben` is `kudos @ben`."""
    name, _, rest = line.partition(" ")
    return rest if name == "/huzzah" else f"{name.removeprefix('/')} {rest}".strip()


def is_letter(note: Message) -> bool:
    """Whether a note is news that went through the outbox, and no answer."""
    return any(str(part.get("id", "")).startswith("huzzah-") for part in parts(note.cards))


def flat(text: str) -> str:
    """On one line."""
    return " ".join(text.split())


def has_button(cards: object, label: str) -> bool:
    """Whether something to press is called so, or stands beside such words."""
    try:
        find_button(cards, label)
    except KeyError:
        return False
    return True
