"""Helping: the first card of the help and its pages by topic; and what to do when something wasn't understood."""

import re
from collections.abc import Iterator

from handlers.cards.blocks import Bullets, Button, Buttons, Card, Header, Icon, Runs, Say, Small, Text, say
from handlers.cards.topics import Help, Topic, topics

ABREAST = 5
"""So many buttons stand in a row."""


def help_card(about: Help, missing: str = "") -> Card:
    """The five things to know, and the way to the others; `missing` is what somebody looked for in vain."""
    tag = f" #{about.value}" if about.value else ""
    lines: tuple[Runs, ...] = (
        say(
            "Thank: ", "@ana ", Icon(about.emoji), " in any message, or ",
            Text(f"/kudos @ana @ben 3 for the release{tag}", bold=True),
        ),
        say("Ask: ", Text('/poll "Lunch?" "Pizza" "Sushi"', bold=True), ", or just /poll"),
        say(
            "Get together: ", Text("/huzzah contest", bold=True), ", challenge, coffee or birthday",
        ),
        say(
            "See: ", Text("/huzzah board", bold=True), " who is ahead, ",
            Text("/huzzah me", bold=True), " your points, ", Text("/huzzah calendar", bold=True), " what comes",
        ),
        say("More: ", "press what it is about, or type it: ", Text("/huzzah help polls", bold=True)),
    )  # fmt: skip
    first = (
        Button("kudos", f"Give {about.currency}", "", "primary"),
        Button("huzzah", "Board", "board"),
        Button("huzzah", "My profile", "me"),
    )
    more = [Button("huzzah", topic.label, f"help {name}") for name, topic in topics(about).items()]
    rows = [Buttons(tuple(more[begin : begin + ABREAST])) for begin in range(0, len(more), ABREAST)]
    header = Header(f"Say thanks, collect {about.currency}", about.emoji)
    told = (Say(say(f"I have no page on “{missing}”. What you can do:")),) if missing else ()
    return Card("What I can do for you", (*told, header, Bullets(lines), Buttons(first), *rows))


def topic_card(topic: Topic) -> Card:
    """One page of it."""
    buttons = (*topic.buttons, Button("huzzah", "All topics", "help"))
    return Card(topic.title, (Header(topic.title, topic.icon), Bullets(topic.rows), Buttons(buttons)))


def found(about: Help, text: str) -> Topic | None:
    """The page that words after `help` ask for, of those that are for this person."""
    pages = topics(about)
    for word in re.findall(r"[\w-]{3,}", text.lower()):  # help me
        for name, topic in pages.items():
            if word == name or word in topic.words:
                return topic
        for topic in pages.values():
            if word in _listed(topic):
                return topic
        if word == "questions":  # who may not look after them can propose one
            return pages["polls"]
    return None


def _listed(topic: Topic) -> Iterator[str]:
    for row in topic.rows:
        match = re.match(r"/(?:huzzah )?([a-z]+)", row[0].text) if isinstance(row[0], Text) else None
        if match:
            yield match[1]


def words_listed(about: Help) -> frozenset[str]:
    """The commands and words after /huzzah that the help of this person lists."""
    return frozenset(word for topic in topics(about).values() for word in _listed(topic))


def unknown(word: str, near: tuple[str, ...]) -> Card:
    """A word we don't know, and what was probably meant."""
    point = f"I don't know “{word}”." if word else "I don't know what to do with that."
    if not near:
        return Card(
            point, (Say(say(point, " The help says what I know.")), Buttons((Button("huzzah", "Show help", "help"),)))
        )
    meant = " or ".join(f"/huzzah {each}" for each in near)
    buttons = (
        *(Button("huzzah", each.capitalize(), each, "primary") for each in near),
        Button("huzzah", "Show help", "help"),
    )
    return Card(point, (Say(say(point, " Did you mean ", Text(meant, bold=True), "?")), Buttons(buttons)))


def without_slash(word: str, text: str = "") -> Card:
    """`/coffee` instead of `/huzzah coffee`, with what was typed after it."""
    typed = f"/huzzah {word} {text}".strip()
    button = Button("huzzah", word.capitalize(), word, "primary")
    return Card(f"Try {typed}", (Say(say("Try ", Text(typed, bold=True))), Buttons((button,))))


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


_LEADING = Help(leader=True, admin=True, value="teamwork")


def example_help() -> Card:
    """For a leader who is an admin too."""
    return help_card(_LEADING)


def example_thanks() -> Card:
    """A page of it: thanks."""
    return topic_card(topics(_LEADING)["thanks"])


def example_polls() -> Card:
    """A page of it: polls."""
    return topic_card(topics(_LEADING)["polls"])


def example_contests() -> Card:
    """A page of it: contests and challenges."""
    return topic_card(topics(_LEADING)["contests"])


def example_celebrations() -> Card:
    """A page of it: celebrations and coffee."""
    return topic_card(topics(_LEADING)["celebrations"])


def example_calendar() -> Card:
    """A page of it: the calendar."""
    return topic_card(topics(_LEADING)["calendar"])


def example_points() -> Card:
    """A page of it: points."""
    return topic_card(topics(_LEADING)["points"])


def example_privacy() -> Card:
    """A page of it: privacy."""
    return topic_card(topics(_LEADING)["privacy"])


def example_leaders() -> Card:
    """A page of it: for leaders."""
    return topic_card(topics(_LEADING)["leaders"])


def example_admins() -> Card:
    """A page of it: for admins."""
    return topic_card(topics(_LEADING)["admins"])


def example_unknown() -> Card:
    """A slip of the finger."""
    return unknown("baord", ("board",))


def example_without_slash() -> Card:
    """A word of ours, with a slash of its own."""
    return without_slash("calendar", "skip 3")


def example_outdated() -> Card:
    """After an update."""
    return outdated()
