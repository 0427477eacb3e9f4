"""Settings: how Huzzah behaves in this workspace, changed by admins in a form and kept in the rule book."""

from handlers.answers import Answer, Note, Open, Refuse
from handlers.cards.rules import card as rule_cards
from handlers.cards.rules import setting_dialog as cards
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.rules import is_admin
from handlers.setting_form import FIRST, Wrong, draft, read
from scoring.book_changes import changes
from storage import books, places
from storage.transactions import Work

NOT_ADMIN = rule_cards.told(
    "Only admins change settings",
    "Only admins change the settings. Do you have a wish? Tell one of them, they will be glad.",
)
OVERTAKEN = (
    "Somebody changed the rule book in the meantime. Close this and open it again with /huzzah settings, so that "
    "nothing of theirs is lost."
)


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah settings`."""
    return _open(work, event.member)


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button that opens them."""
    return _open(work, event.member)


def _open(work: Work, member: str) -> list[Answer]:
    if not is_admin(work, member):
        return [Note(NOT_ADMIN)]
    return [Open(cards.dialog(work.book, _channel(work, member)))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form: saved, or sent back with what is wrong at its field."""
    if not is_admin(work, event.member):
        return [Note(NOT_ADMIN)]
    book = work.book
    if event.context.partition("|")[0] != str(book.version):
        return [Refuse({FIRST: OVERTAKEN})]
    fields = dict(event.fields)
    chosen = fields.pop(cards.CHANNEL, "").strip()
    if chosen and chosen != _channel(work, event.member):
        fields[cards.CHANNEL] = _written(work, chosen)
    try:
        drafted = draft(book, read(book, fields), books.source(work, book.version))
    except Wrong as wrong:
        return [Refuse(wrong.errors)]
    what = changes(book, drafted.book)
    if not what:
        return [Note(rule_cards.told("Nothing to change", "All is just as it was, so there is nothing to save."))]
    books.set_book(work, drafted.source, event.member, what)
    lines = (line.removeprefix("settings: ") for line in what)
    return [Note(cards.changed(tuple(line[:1].upper() + line[1:] for line in lines), work.book.version))]


def _channel(work: Work, member: str) -> str:
    # The form asks for a channel by its id; the book may know it by its name.
    wanted = work.book.settings.announce_channel
    return (places.find(work, member, wanted) or "") if wanted else ""


def _written(work: Work, channel: str) -> str:
    # A name is easier to read in the book; what is private isn't named there.
    return places.names_for(work, "", [channel]).get(channel, channel)
