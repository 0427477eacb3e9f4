"""Replies: what a request was answered, put into the answer to an invoke or into calls, as the asker's surface allows.

What an answer to an invoke may be:
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots and
https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.plain_text import cut
from bot.teams.calling.calls import Acknowledgement, Call, Tell, Update
from bot.teams.reading.fields import FROM, OURS
from bot.teams.reading.heard import Ask, Heard
from bot.teams.render import message, summary
from bot.teams.rendering.clean import line
from bot.teams.rendering.forms import carries, form, framed_card, framed_form
from bot.teams.rendering.look import CARD, Json, Look
from bot.teams.rendering.returned import looked_at, returned
from handlers.answers import ABOUT_ME, Download, Note, Open, Own, Refresh, Refuse, Reply
from handlers.cards.blocks import Block, Button, Buttons, Card, Dialog, Link, Rule, Say, Text, say
from handlers.events import ButtonPressed, CommandGiven, Event
from handlers.table import OWN

BEHIND: Final = "Press here, and the form opens:"
LONGEST_ASKED: Final = 1_900
"""Characters that fit into a button."""
TOO_LONG: Final = "That is more than a form can hold. Please try again with fewer words."
AGAIN: Final = "Something is missing there. Please open the form again and fill it in once more."
DONE: Final = "Done."
HERE: Final = "Here is everything I hold on you. The link is yours alone, and good for ten minutes."
FILE_HERE: Final = "Here is your file. The link is yours alone, and good for ten minutes."
NO_FILE: Final = (
    "I can't hand out files here. Ask whoever runs Huzzah to run `huzzah export --member {member}` for you."
)
MESSAGE: Final = "application/vnd.microsoft.activity.message"
LONGEST_WORDS: Final = 500


@dataclass(frozen=True, slots=True)
class Said:
    """Replies to one request by what they are."""

    refuse: Mapping[str, str] | None
    dialog: Dialog | None
    refresh: Card | None
    notes: tuple[Card, ...]
    beside: Card | None
    way: "Way"
    own: tuple[Block, ...] | None = None
    """Below the card that all see; None unless somebody looked at one."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, where none can be replaced."""
        return (*([self.refresh] if self.refresh else []), *self.others)

    @property
    def others(self) -> tuple[Card, ...]:
        """All that take no other's place."""
        return (*self.notes, *([self.beside] if self.beside else []))


@dataclass(frozen=True, slots=True)
class Way:
    """Who asked, and how what they see is drawn."""

    ask: Ask
    look: Look
    nonce: str
    asked: Event | None = None
    keyed: tuple[tuple[Card, str], ...] = ()
    """Notes that take the place of an earlier one under the same key."""


def acknowledge(replies: Sequence[Reply], heard: Heard, look: Look, nonce: str) -> Acknowledgement:
    """What to answer at once, and what to say afterwards; `nonce` for the form that opens, if one does."""
    if heard.ask is None:
        return Acknowledgement()
    said = _sorted(replies, Way(heard.ask, look, nonce, heard.events[-1] if heard.events else None))
    if said.dialog is not None and not carries(said.dialog):
        said = replace(said, dialog=None, notes=(*said.notes, plain(TOO_LONG)))
    return _SURFACES.get(heard.ask.surface, _written)(said)


def tell(words: str, heard: Heard) -> Acknowledgement:
    """A few plain words to whoever asked; a form they sent off is shown again, with all that was entered."""
    if heard.ask is None:
        return Acknowledgement()
    last = heard.events[-1] if heard.events else None
    # Under the same number: if it counted after all, sending it off again changes nothing.
    nonce = getattr(last, "request", "").removeprefix("form:")
    return acknowledge([Note(plain(words), beside=True)], heard, Look(), nonce)


def plain(words: str) -> Card:
    """A card of one sentence."""
    return Card(words, (Say(say(words)),))


def afterwards(replies: Sequence[Reply], heard: Heard, look: Look) -> tuple[Call, ...]:
    """The same where the moment for an answer has passed: what still reaches the asker."""
    if heard.ask is None:
        return ()
    said = _sorted(replies, Way(heard.ask, look, ""))
    return _told(said.cards, said.way)


def _sorted(replies: Sequence[Reply], way: Way) -> Said:
    notes = [reply for reply in replies if isinstance(reply, Note)]
    way = replace(way, keyed=tuple((note.card, note.key) for note in notes if note.key))
    beside = [note.card for note in notes if note.beside]
    files = [_download(reply, way) for reply in replies if isinstance(reply, Download)]
    return Said(
        refuse=next((reply.errors for reply in replies if isinstance(reply, Refuse)), None),
        dialog=next((reply.dialog for reply in replies if isinstance(reply, Open)), None),
        refresh=next((reply.card for reply in replies if isinstance(reply, Refresh)), None),
        notes=(*(note.card for note in notes if not note.beside), *files),
        beside=_one(beside) if beside else None,
        way=way,
        own=next((reply.blocks for reply in replies if isinstance(reply, Own)), None),
    )


def _download(file: Download, way: Way) -> Card:
    if way.look.download is None:
        return plain(NO_FILE.format(member=way.ask.member))
    link = Link("Open it", way.look.download(way.ask.member, file.file))
    here = HERE if file.file == ABOUT_ME else FILE_HERE
    return Card(here, (Say((Text(f"{here} "), link)),))


def _written(said: Said) -> Acknowledgement:
    """A message that calls us: all is told to the asker alone, and a form waits behind a button."""
    return Acknowledgement(None, _told_with_form(said))


def _execute(said: Said) -> Acknowledgement:
    """A button on a card: another card takes its place, for the asker alone if the card is everybody's."""
    if said.own is not None and (seen := looked_at(said.way.ask.form)) is not None:
        own = message(Card("", said.own), said.way.look)["attachments"][0]["content"]["body"] if said.own else []
        return Acknowledgement(_shown(CARD, {**seen, "body": [*seen["body"], *own]}))
    if said.refresh is None:
        words = summary(said.others[0]) if said.others else DONE
        return Acknowledgement(_shown(MESSAGE, words), _told_with_form(said))
    activity = message(said.refresh, said.way.look)
    body = _shown(CARD, activity["attachments"][0]["content"])
    told = _told_with_form(replace(said, refresh=None))
    ask = said.way.ask
    if not ask.private or not ask.message:
        return Acknowledgement(body, told)
    # What the answer shows is gone with the next look at the conversation; what is written into the message stays.
    kept = Update(ask.conversation, ask.message, activity, ask.service, targeted=not ask.personal)
    return Acknowledgement(body, (kept, *told))


def _fetch(said: Said) -> Acknowledgement:
    """A button that opens a dialog: the form, or what there is to say instead."""
    if said.dialog is not None:
        return Acknowledgement(_opened(said, said.dialog), _told(said.cards, said.way))
    return Acknowledgement(_continued(framed_card(_one(said.cards or (plain(DONE),)), said.way.look)))


def _dialog(said: Said) -> Acknowledgement:
    """A dialog sent off: it stays open with what is wrong, another takes its place, or it closes."""
    if said.refuse is not None:
        before = _sent(said)
        if before is None:
            return _fetch(replace(said, dialog=None, notes=(plain(_complaints(said.refuse)), *said.notes)))
        return Acknowledgement(_opened(said, before, errors=said.refuse), _told(said.cards, said.way))
    if said.dialog is not None:
        return Acknowledgement(_opened(said, said.dialog), _told(said.cards, said.way))
    if said.beside is not None and not said.notes and (before := _sent(said)) is not None:
        return Acknowledgement(_opened(said, before, beside=said.beside))
    return _fetch(said) if said.cards else Acknowledgement()


_SURFACES: Final[Mapping[str, Callable[[Said], Acknowledgement]]] = {
    "mention": _written,
    "direct": _written,
    "slash": _written,
    "execute": _execute,
    "fetch": _fetch,
    "dialog": _dialog,
    "message_fetch": _fetch,
    "message_submit": _dialog,
    "sign_in": _written,
}


def _shown(kind: str, value: object) -> Json:
    return {"statusCode": 200, "type": kind, "value": value}


def _continued(framed: Json) -> Json:
    return {"task": {"type": "continue", "value": framed}}


def _opened(said: Said, dialog: Dialog, *, errors: Mapping[str, str] | None = None, beside: Card | None = None) -> Json:
    """A form; with errors or an outcome it is the one that was sent off, with what was entered."""
    again = errors is not None or beside is not None
    card = form(
        dialog,
        said.way.look,
        nonce=said.way.nonce,
        errors=errors or {},
        entries=said.way.ask.entries if again else {},
        beside=beside,
    )
    return _continued(framed_form(dialog, card))


def _sent(said: Said) -> Dialog | None:
    """The form that was sent off, if it came back whole."""
    return returned(said.way.ask.form)


def _complaints(errors: Mapping[str, str]) -> str:
    return cut(" ".join(filter(None, (*map(line, errors.values()), AGAIN))), LONGEST_WORDS)


def _told(cards: Sequence[Card], way: Way, *, opening: bool = False) -> tuple[Call, ...]:
    """Cards for the asker alone, where they asked."""
    ask = way.ask
    return tuple(
        Tell(
            ask.member,
            _placed(message(card, way.look, opening=opening), ask) if opening else message(card, way.look),
            ask.conversation,
            ask.address,
            ask.personal,
            ask.service,
            next((key for keyed, key in way.keyed if keyed is card), ""),
        )
        for card in cards
    )


def _placed(activity: Json, ask: Ask) -> Json:
    """Its buttons belong where one asked, wherever the card comes to stand."""
    if ask.channel and not ask.personal:
        for part in activity["attachments"][0]["content"]["body"]:
            for action in part.get("actions", []):
                action["data"][OURS][FROM] = f"{ask.channel}|{ask.thread}"
    return activity


def _told_with_form(said: Said) -> tuple[Call, ...]:
    """The same, and behind a button the form: only a press brings what opens it."""
    told = _told(said.cards, said.way)
    if said.dialog is None:
        return told
    button = _behind(said.dialog, said.way.asked)
    if button is None:
        return (*told, *_told((plain(TOO_LONG),), said.way))
    return (*told, *_told((Card(BEHIND, (Say(say(BEHIND)), Buttons((button,)))),), said.way, opening=True))


def _behind(dialog: Dialog, asked: Event | None) -> Button | None:
    match asked:
        case CommandGiven():
            said = asked.text if asked.name == OWN else f"{asked.name} {asked.text}".strip()
            return Button(OWN, dialog.title, said, "primary") if len(said) <= LONGEST_ASKED else None
        case ButtonPressed() if len(asked.value) <= LONGEST_ASKED:
            return Button(asked.action, dialog.title, asked.value, "primary")
    return None


def _one(cards: Sequence[Card]) -> Card:
    """Several cards as one, for a surface that shows one."""
    first, *others = cards
    blocks = list(first.blocks)
    for card in others:
        blocks += [Rule(), *card.blocks]
    return Card(first.summary, tuple(blocks))
