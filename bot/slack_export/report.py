"""The report of an import: what the export holds, what of it counts, and what was left out and why."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MOST_FAULTS = 200
"""More broken files than this are only counted."""

REASONS = {
    "bot": "posted by bots and apps",
    "no user": "nobody is named as the author",
    "hidden": "hidden by Slack",
    "not a message": "not messages at all",
    "unreadable": "damaged records",
    "wrong day": "their time is far from the day of their file",
    "twice": "the same message listed again",
    "tombstone": "deleted; what is left marks the place of a thread's first message",
    "channel_join": "somebody joined a channel",
    "channel_leave": "somebody left a channel",
    "group_join": "somebody joined a private channel",
    "group_leave": "somebody left a private channel",
    "channel_name": "a channel was renamed",
    "channel_topic": "a channel got a topic",
    "channel_purpose": "a channel got a description",
    "reminder_add": "a reminder was set",
    "huddle_thread": "the note of a huddle",
}


class Line(NamedTuple):
    """One line of the report."""

    label: str
    number: int
    why: str = ""


class Fault(NamedTuple):
    """A file or folder that was left out."""

    file: str
    why: str


@dataclass(slots=True)
class Report:
    """All counts; `lines()` for people, `as_json()` for scripts."""

    workspace: str = ""
    day_files: int = 0
    users: int = 0
    bot_users: int = 0
    channels: int = 0
    private_channels: int = 0
    groups: int = 0
    messages: int = 0
    """Every record of every day file that was read."""
    by_people: int = 0
    """Those that count."""
    by_bots: int = 0
    wrote: int = 0
    """People and bots that any record names as its author."""
    authors: int = 0
    """People whose messages count."""
    reactions: int = 0
    reacted_messages: int = 0
    emoji_names: int = 0
    custom_names: int = 0
    custom_reactions: int = 0
    own_reactions: int = 0
    counted_reactions: int = 0
    """By people, on what others wrote."""
    reactions_to_no_person: int = 0
    """Among all that are kept: on records that are left out."""
    bot_reactions: int = 0
    repeated_reactions: int = 0
    unnamed_reactions: int = 0
    replies: int = 0
    replies_by_people: int = 0
    repliers: int = 0
    edited: int = 0
    edited_by_people: int = 0
    with_files: int = 0
    with_files_by_people: int = 0
    orphans: int = 0
    wrong_reply_counts: int = 0
    without_user: int = 0
    only_reacted: int = 0
    unlisted: int = 0
    reactions_taken_back: int = 0
    messages_taken_back: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    """Records that are nobody's contribution, by reason or by Slack's own subtype."""
    faults: list[Fault] = field(default_factory=list)
    """Broken files, and folders that are not ours to read."""
    faults_unlisted: int = 0

    def fault(self, file: str, why: str) -> None:
        """Note a file or folder that is left out; saying it twice doesn't double it."""
        found = Fault(file, why)
        if found in self.faults:
            return
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(found)
        else:
            self.faults_unlisted += 1

    def lines(self) -> list[Line]:
        """What a person reads after the import, from the whole to the details."""
        return [
            *self._people(),
            *self._messages(),
            *self._reactions(),
            *self._threads(),
            *self._gone(),
            *self._left(),
        ]

    def as_json(self) -> dict[str, Any]:
        """Every number by name, for `--json`."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {
            **plain,
            "left_out": dict(sorted(self.left_out.items())),
            "faults": [fault._asdict() for fault in self.faults],
        }

    def _people(self) -> list[Line]:
        private = f"{self.private_channels} of them private" if self.private_channels else ""
        lines = [
            Line("users", self.users, f"in users.json, {self.bot_users} of them bots"),
            Line(
                "wrote",
                self.wrote,
                f"{self.authors} people with messages that count; the others are bots, or only joined",
            ),
            Line("known only by their reactions", self.only_reacted, "they never wrote, but take part"),
            Line("channels", self.channels, private),
        ]
        if self.unlisted:
            lines.append(Line("not in users.json", self.unlisted, "known by an id, and the name on a message if any"))
        if self.groups:
            lines.append(Line("groups", self.groups, "that can be mentioned"))
        return lines

    def _messages(self) -> list[Line]:
        edited, files = self.edited_by_people, self.with_files_by_people
        return [
            Line("messages", self.messages, f"all records of {self.day_files:,} files, a channel's day each"),
            Line("messages by people", self.by_people, "these count"),
            Line("messages by bots", self.by_bots, "left out"),
            Line("messages without user", self.without_user, "left out, most are by bots"),
            Line("edited", self.edited, f"{edited:,} by people; they count with their final words"),
            Line("with files", self.with_files, f"{files:,} by people"),
        ]

    def _reactions(self) -> list[Line]:
        share = round(100 * self.custom_reactions / self.reactions) if self.reactions else 0
        elsewhere = f"these count; {self.reactions_to_no_person:,} are on posts of bots and of Slack itself"
        lines = [
            Line("reactions", self.reactions, f"on {self.reacted_messages:,} messages"),
            Line("messages with reactions", self.reacted_messages),
            Line("reactions by people on others' messages", self.counted_reactions, elsewhere),
            Line("reactions to one's own message", self.own_reactions, "nobody earns by them"),
            Line("reactions by bots", self.bot_reactions, "left out"),
            Line("names of emoji", self.emoji_names, f"{self.custom_names:,} of them custom"),
            Line("reactions with custom emoji", self.custom_reactions, f"{share} % of all"),
        ]
        if self.repeated_reactions:
            why = "left out: the same person chose the same emoji in another skin tone"
            lines.append(Line("reactions in another skin tone", self.repeated_reactions, why))
        if self.unnamed_reactions:
            why = "left out: Slack counts them, but doesn't say whose they are"
            lines.append(Line("reactions of nobody", self.unnamed_reactions, why))
        return lines

    def _threads(self) -> list[Line]:
        return [
            Line("replies", self.replies, f"{self.replies_by_people:,} by people"),
            Line("repliers", self.repliers, "people who answered in a thread"),
            Line("replies without a parent", self.orphans, "they count; whom they answer is unknown"),
            Line(
                "wrong reply counts",
                self.wrong_reply_counts,
                "Slack's number differs from the replies there are",
            ),
        ]

    def _gone(self) -> list[Line]:
        lines = []
        if self.reactions_taken_back:
            lines.append(
                Line("reactions taken back", self.reactions_taken_back, "stored earlier, gone from this export")
            )
        if self.messages_taken_back:
            lines.append(Line("messages taken back", self.messages_taken_back, "stored earlier, deleted since"))
        return lines

    def _left(self) -> list[Line]:
        order = sorted(self.left_out.items(), key=lambda item: (-item[1], item[0]))
        lines = [
            Line(f"left out: {reason}", number, REASONS.get(reason, "not what a person said"))
            for reason, number in order
        ]
        lines += [Line(f"left out: {fault.file}", 1, fault.why) for fault in self.faults]
        if self.faults_unlisted:
            lines.append(Line("left out: more files", self.faults_unlisted, "broken like those above"))
        return lines
