"""Forms: dialogs as cards of inputs, cards that are shown as a dialog, and the frame around either.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.plain_text import cut_title, units
from bot.teams.render import Way, adaptive, drawn
from bot.teams.rendering.buttons import OURS, Pressed
from bot.teams.rendering.clean import line, sendable
from bot.teams.rendering.fit import FRAME, LARGEST, fitted, size
from bot.teams.rendering.inputs import questions
from bot.teams.rendering.look import SCHEMA, VERSION, Json, Look, attached, container, rich, run
from bot.teams.rendering.paragraphs import Mentions, paragraphs
from bot.teams.rendering.wording import here, worded
from handlers.cards.blocks import Card, Dialog, Header
from handlers.codec import encode

LONGEST_TITLE: Final = 64
LONGEST_CONTEXT: Final = 3_000
LONGEST_FORM: Final = 30_000
"""A form comes back whole with the answers, to be shown again with what is wrong; a longer one doesn't."""
MOST_FIELDS: Final = 90
MANY: Final = 4
"""More questions take a tall frame."""
LOOK_AGAIN: Final = "Please look at what is marked below."
_NOTHING: Final[Mapping[str, str]] = {}


def carries(dialog: Dialog) -> bool:
    """Whether what a dialog carries fits; cut, it would mean something else."""
    return units(dialog.context) <= LONGEST_CONTEXT and sendable(dialog.context) and len(dialog.id) <= 200


def form(
    dialog: Dialog,
    look: Look,
    *,
    nonce: str,
    errors: Mapping[str, str] = _NOTHING,
    entries: Mapping[str, str] = _NOTHING,
    beside: Card | None = None,
) -> Json:
    """The card of inputs, with what was entered kept, errors at their fields, and `beside` above everything."""
    dialog, errors = here(dialog), {ident: worded(words) for ident, words in errors.items()}
    known = {field.id for field in dialog.fields}
    body = _above(beside, look)
    if strays := " ".join(words for ident, words in errors.items() if ident not in known):
        body.append(rich([run(f"⚠️ {line(strays)}", color="Attention", weight="Bolder")]))
    elif errors and len(dialog.fields) > MANY:
        body.append(rich([run(f"⚠️ {LOOK_AGAIN}", color="Attention", weight="Bolder")]))
    body += paragraphs(dialog.intro, look)
    fields = tuple(replace(field, value=entries.get(field.id, field.value)) for field in dialog.fields)
    body += questions(fields[:MOST_FIELDS], look, errors)
    if len(fields) > MOST_FIELDS:
        body.append(rich([run(f"… and {len(fields) - MOST_FIELDS} more questions, not shown here.", isSubtle=True)]))
    send = _send(dialog, nonce)
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "body": fitted(body or [rich([run("There is nothing to fill in.")])], LARGEST - FRAME - size(send)),
        "actions": [send],
    }


def _above(beside: Card | None, look: Look) -> list[Json]:
    if beside is None:
        return []
    return [container(drawn(beside, Way(look, Mentions(allowed=False), Pressed.WITHIN)), "emphasis")]


def _send(dialog: Dialog, nonce: str) -> Json:
    data = {"dialog": dialog.id[:200], "context": dialog.context if carries(dialog) else "", "nonce": nonce}
    whole = encode(dialog)
    if len(whole) <= LONGEST_FORM:
        data["form"] = whole
    title = cut_title(line(dialog.submit), LONGEST_TITLE) or "Send"
    return {"type": "Action.Submit", "title": title, "style": "positive", "data": {OURS: data}}


def framed_form(dialog: Dialog, card: Json) -> Json:
    """What opens, or takes the place of what is open: the form of a dialog in its frame."""
    return _framed(dialog.title, card, tall=len(dialog.fields) > MANY or len(card["body"]) > 2 * MANY)


def framed_card(card: Card, look: Look) -> Json:
    """A card in such a frame, with its header as the title; its buttons are sent off."""
    first = card.blocks[0] if card.blocks else None
    title = first.text if isinstance(first, Header) else card.summary
    fits = isinstance(first, Header) and units(line(title)) <= LONGEST_TITLE and len(card.blocks) > 1
    shown = Card(card.summary, card.blocks[1:]) if fits else card
    made = adaptive(shown, Way(look, Mentions(allowed=False), Pressed.WITHIN))
    return _framed(title, made, tall=len(made["body"]) > 2 * MANY)


def _framed(title: str, card: Json, *, tall: bool) -> Json:
    return {
        "title": cut_title(line(worded(title)), LONGEST_TITLE) or "Huzzah",
        "width": "medium",
        "height": "large" if tall else "medium",
        "card": attached(card),
    }
