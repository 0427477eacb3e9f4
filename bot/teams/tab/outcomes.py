"""Outcomes: what a press or a form in the tab comes to, as the page shows it: everything opens over it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.html.cards import card_html
from bot.html.forms import dialog_html
from bot.html.look import Look
from handlers.answers import Download, Note, Open, Refresh, Refuse, Reply

Outcome = dict[str, object]
Seal = Callable[[str, str], str]
"""Dialog and context -> the context as the page gets it."""


def outcome(replies: Sequence[Reply], look: Look, seal: Seal) -> Outcome:
    """`html` to show, a `dialog` to fill in, `errors` at its fields, what stands `beside` it, or a `download`."""
    found: Outcome = {}
    shown: list[str] = []
    for reply in replies:
        match reply:
            case Note(beside=True):
                found["beside"] = card_html(reply.card, look)
            case Note() | Refresh():
                shown.append(card_html(reply.card, look))
            case Open():
                sealed = replace(reply.dialog, context=seal(reply.dialog.id, reply.dialog.context))
                found["dialog"] = dialog_html(sealed, look)
            case Refuse():
                found["errors"] = dict(reply.errors)
            case Download():
                found["download"] = {"name": reply.name, "type": reply.media_type, "content": reply.content}
            case _:
                pass
    return {**found, "html": "".join(shown)} if shown else found
