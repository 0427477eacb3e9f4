"""Privacy: `/huzzah privacy` - five choices, an export of all that is held, and being forgotten."""

import json

from handlers.answers import Answer, Download, Note, Open, Refuse
from handlers.cards import privacy as cards
from handlers.cards.blocks import Card
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.rule_form import is_on
from storage import ballot_boxes, privacy
from storage.transactions import Work

NO_KEY = (
    "Nothing was erased: I can't find your vote in an open anonymous poll without the key of this installation. Tell "
    "an admin that secret.key must come back; `huzzah erase` on the server says what else can be done."
)


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah privacy`."""
    if _is_forgotten(work, event.member):
        return [Note(cards.unknown())]
    return [Note(_card(work, event.member))]


def change(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button that opens the switches."""
    if _is_forgotten(work, event.member):
        return [Note(cards.unknown())]
    return [Open(cards.dialog(privacy.choices(work, event.member)))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The switches as they were left."""
    if _is_forgotten(work, event.member):
        return [Note(cards.unknown())]
    privacy.choose(work, event.member, {name: is_on(event.fields, name) for name in privacy.CHOICES})
    return [Note(_card(work, event.member))]


def export(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button that hands out everything held on whoever presses it."""
    return [held(work, event.member)]


def held(work: Work, member: str) -> Download:
    """Everything held on a member, as a file for them alone."""
    found = json.dumps(privacy.export(work, member), ensure_ascii=False, indent=2)
    return Download("huzzah-about-me.json", "application/json", found + "\n")


def forget(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button before the last question."""
    if _is_forgotten(work, event.member):
        return [Note(cards.unknown())]
    return [Open(cards.erase_dialog())]


def forget_confirmed(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The last question, answered."""
    if _is_forgotten(work, event.member):
        return [Note(cards.unknown())]
    if event.fields.get("confirm", "").strip().upper() != cards.WORD:
        return [Refuse({"confirm": f"Type {cards.WORD}, or cancel and nothing happens."})]
    if ballot_boxes.unreadable(work):
        return [Refuse({"confirm": NO_KEY})]
    privacy.erase(work, event.member)
    return [Note(cards.erased())]


def _card(work: Work, member: str) -> Card:
    return cards.card(privacy.choices(work, member), keeps_words=work.book.settings.keep_texts)


def _is_forgotten(work: Work, member: str) -> bool:
    return bool(privacy.forgotten(work, {member}))
