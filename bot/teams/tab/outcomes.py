"""Outcomes: what a press or a form in the tab comes to, as the page shows it: everything opens over it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from bot.html.cards import card_html
from bot.html.forms import dialog_html
from bot.html.look import Look
from bot.teams.rendering.wording import here, worded
from handlers.answers import ABOUT_ME, Download, Note, Open, Refresh, Refuse, Reply
from handlers.cards.blocks import Card, Header, Link, Say, Small, say

Outcome = dict[str, object]
Seal = Callable[[str, str], str]
"""Dialog and context -> the context as the page gets it."""
HELD: Final = "Everything I hold on you"
FILE: Final = "Your file"


def outcome(replies: Sequence[Reply], look: Look, seal: Seal, address: Callable[[str], str]) -> Outcome:
    """`html` to show, a `dialog` to fill in, `errors` at its fields, or what stands `beside` it.

    `address` makes the one at which the asker finds a file.
    """
    found: Outcome = {}
    cards: list[str] = []
    for reply in replies:
        match reply:
            case Note(beside=True):
                found["beside"] = shown(reply.card, look)
            case Note() | Refresh():
                cards.append(shown(reply.card, look))
            case Download():
                cards.append(shown(handed_out(address(reply.file), HELD if reply.file == ABOUT_ME else FILE), look))
            case Open():
                sealed = replace(reply.dialog, context=seal(reply.dialog.id, reply.dialog.context))
                found["dialog"] = dialog_html(here(sealed), look)
            case Refuse():
                found["errors"] = {field: worded(words) for field, words in reply.errors.items()}
            case _:
                pass
    return {**found, "html": "".join(cards)} if cards else found


def shown(card: Card, look: Look) -> str:
    """A card as HTML, with what one may type as it is in Teams."""
    return card_html(here(card), look)


def handed_out(address: str, title: str) -> Card:
    """Where the file is: Teams' own windows save none, so it is a link, which every client opens in a browser.

    https://github.com/MicrosoftDocs/msteams-docs/issues/10334
    """
    link = Say(say(Link("Download it", address), " as a file. Your browser opens for it."))
    small = Small(say("The link is yours alone, and good for ten minutes."))
    return Card(title, (Header(title, "package"), link, small))
