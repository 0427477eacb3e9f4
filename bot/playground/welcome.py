"""The first thing said in the playground: what it is and what to try."""

from bot.playground.colleagues import PEOPLE, PLACES
from handlers.cards.blocks import Bullets, Card, Header, Icon, Person, Place, Say, Small, Text, say


def _person(member: str) -> Person:
    return Person(member, PEOPLE[member].name)


def _place(channel: str) -> Place:
    return Place(channel, PLACES[channel].name)


WELCOME = Card(
    "Welcome to the playground",
    (
        Header("Welcome to the playground", "wave"),
        Say(
            say(
                "This company is invented, and you can be anybody in it. I am Huzzah: I notice when people "
                "talk to, thank and cheer each other."
            )
        ),
        Bullets(
            (
                say(Text("Say thanks: ", bold=True), "write ", _person("U_BEN"), " ", Icon("tada"), " and what for."),
                say(Text("Cheer: ", bold=True), "point at a message and add a reaction."),
                say(
                    Text("Be somebody else: ", bold=True),
                    "choose them under “Speaking as”. A second window can be a second person.",
                ),
                say(
                    Text("Praise publicly: ", bold=True),
                    "as ",
                    _person("U_ANA"),
                    ", who leads, type /shoutout; it appears in ",
                    _place("C_ANNOUNCEMENTS"),
                    ".",
                ),
                say(Text("Ask me: ", bold=True), "/huzzah help shows everything, /huzzah me your own points."),
            )
        ),
        Small(say("The board beside the chat follows along. Nothing here leaves this computer.")),
    ),
)
