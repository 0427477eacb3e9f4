"""Helping: everything the bot can do, grouped; and what to do when it didn't understand."""

import re
from dataclasses import dataclass

from handlers.cards.blocks import Block, Bullets, Button, Buttons, Card, Header, Icon, Runs, Say, Small, Text, say


@dataclass(frozen=True, slots=True)
class Help:
    """What matters to the one who asks."""

    currency: str = "kudos"
    emoji: str = "tada"
    leader: bool = False
    admin: bool = False
    pluses: bool = True
    value: str = ""


def _row(command: str, words: str) -> Runs:
    return say(Text(command, bold=True), f"  {words}")


def help_card(about: Help) -> Card:
    """All of it, the most useful first."""
    tag = f" #{about.value}" if about.value else ""
    pluses: tuple[Runs, ...] = (say(Text("@ana ++", bold=True), " or ", Text("@ana +3", bold=True), " does the same"),)
    menu = "“Say thanks” and “Shout out”" if about.leader else "“Say thanks”"
    give = (
        say(Text("@ana ", bold=True), Icon(about.emoji), " in any message gives her one; react with it to do the same"),
        *(pluses if about.pluses else ()),
        _row(f"/kudos @ana @ben 3 for the release{tag}", "or just /kudos for a form"),
        say(Text(menu, bold=True), "  in the menu of a message; works in threads too, where commands may not"),
        _row("/kudos @ana --private thanks", "only she sees it"),
        _row("/huzzah undo", "takes your latest gift back"),
    )
    see = (
        _row("/huzzah board", "who is ahead: add week, month, all, #channel, given, around me"),
        _row("/huzzah me", "your points, coins, level, streak and badges"),
        _row("/huzzah why", "where each point came from; contest one that is wrong"),
        _row("/huzzah earn", "how to earn points, and what you can give"),
        _row("/huzzah badges", "every badge, and how to get it"),
        _row("/huzzah rules", "every rule, with its limits"),
        _row("/huzzah values", "what we value, and how to name it"),
    )
    mine = (
        _row("/huzzah privacy", "what is counted, shown and announced; your data; be forgotten"),
        _row("/huzzah away 2026-12-24..2027-01-02", "your streak waits for you"),
    )
    blocks: list[Block] = [Header(f"Say thanks, collect {about.currency}", about.emoji)]
    groups = (("Say thanks", give), ("See how it stands", see), ("As you like it", mine), *_more(about))
    for title, rows in groups:
        blocks += [Say(say(Text(title, bold=True))), Bullets(rows)]
    buttons = [
        Button("kudos", f"Give {about.currency}", "", "primary"),
        Button("huzzah", "Board", "board"),
        Button("huzzah", "My profile", "me"),
    ]
    blocks.append(Buttons(tuple(buttons)))
    return Card("What I can do for you", tuple(blocks))


def words_listed(about: Help) -> frozenset[str]:
    """The commands and words after /huzzah that the help of this person lists."""
    firsts = [row[0] for block in help_card(about).blocks if isinstance(block, Bullets) for row in block.rows]
    found = (re.match(r"/(?:huzzah )?([a-z]+)", run.text) for run in firsts if isinstance(run, Text))
    return frozenset(match[1] for match in found if match)


def _more(about: Help) -> list[tuple[str, tuple[Runs, ...]]]:
    more: list[tuple[str, tuple[Runs, ...]]] = []
    if about.leader:
        rows = (
            _row("/shoutout @ana @design-team what for #value", "praise for all to see, or just /shoutout for a form"),
        )
        more.append(("For leaders", rows))
    if about.admin:
        admins = (
            _row("/huzzah rules talking", "change what earns points; also thanks, welcoming, noticing"),
            _row("/huzzah settings", "allowance, emoji, channels, how much I say, who takes part"),
            _row("/huzzah role @ana leader", "lets her call shout-outs; -leader ends it"),
            _row("/huzzah contested", "settle what people doubt"),
        )
        more.append(("For admins", admins))
    return more


def unknown(word: str, near: tuple[str, ...]) -> Card:
    """A word we don't know, and what was probably meant."""
    point = f"I don't know “{word}”." if word else "I don't know what to do with that."
    if not near:
        return Card(
            point, (Say(say(point, " Here is what I know:")), Buttons((Button("huzzah", "Show help", "help"),)))
        )
    meant = " or ".join(f"/huzzah {each}" for each in near)
    buttons = (
        *(Button("huzzah", each.capitalize(), each, "primary") for each in near),
        Button("huzzah", "Show help", "help"),
    )
    return Card(point, (Say(say(point, " Did you mean ", Text(meant, bold=True), "?")), Buttons(buttons)))


def outdated() -> Card:
    """A button of an older version."""
    point = "That button is from an older version of me."
    return Card(
        point,
        (
            Say(say(point, " Ask again, and you get a new one: ", Text("/huzzah help", bold=True))),
            Small(say("Nothing was changed.")),
        ),
    )


def nobody() -> Card:
    """Nobody is named as the one who asks."""
    point = "I couldn't see who is asking, so I did nothing."
    return Card(point, (Say(say(point, " Please try again.")),))


def trouble() -> Card:
    """Something of ours broke; what was asked is set aside for an admin."""
    point = "Something broke on my side, and it isn't your fault."
    hint = "Nothing was lost: what you asked is set aside, and an admin can have me do it again (huzzah dead-letters)."
    return Card(point, (Say(say(Icon("adhesive_bandage"), " ", Text(point, bold=True))), Small(say(hint))))


def example_trouble() -> Card:
    """A mistake in the program."""
    return trouble()


def example_nobody() -> Card:
    """A request without a name."""
    return nobody()


def example_help() -> Card:
    """For a leader who is an admin too."""
    return help_card(Help(leader=True, admin=True, value="teamwork"))


def example_unknown() -> Card:
    """A slip of the finger."""
    return unknown("baord", ("board",))


def example_outdated() -> Card:
    """After an update."""
    return outdated()
