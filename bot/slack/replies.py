"""Replies: what a request was answered, put into the acknowledgement or into calls, as the asker's surface allows.

Which surface takes what: https://docs.slack.dev/interactivity/handling-user-interaction and
https://docs.slack.dev/surfaces/modals
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.drawing import content_of, described
from bot.slack import render
from bot.slack.calling.calls import Acknowledgement, Call
from bot.slack.reading.heard import Ask, Heard
from bot.slack.rendering import views
from bot.slack.rendering.look import Look
from handlers.answers import Download, Note, Open, Refresh, Refuse, Reply
from handlers.cards.blocks import Button, Buttons, Card, Dialog, Rule, Say, say
from handlers.events import CommandGiven

MOST_STACKED: Final = 3
"""Dialogs on each other."""
NO_FORM: Final = "Forms can't open from here. Use the command /kudos, or a shortcut, and it will."
BEHIND: Final = "Press here, and the form opens:"
LONGEST_ASKED: Final = 1_900
"""Characters that fit into a button."""
TOO_LONG: Final = "That is more than a form of Slack's can hold. Please try again with fewer words."
WRITTEN: Final = frozenset({"mention", "direct"})
"""Surfaces without a response_url, where what was asked is a message: its answer can come whenever it likes."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """Replies to one request by what they are."""

    refuse: Mapping[str, str] | None
    dialog: Dialog | None
    refresh: Card | None
    notes: tuple[Card, ...]
    beside: Card | None
    downloads: tuple[Download, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, where none can be replaced."""
        return (*([self.refresh] if self.refresh else []), *self.notes, *([self.beside] if self.beside else []))


def acknowledge(replies: Sequence[Reply], heard: Heard, look: Look) -> Acknowledgement:
    """What to answer at once, and what to ask of the Web API afterwards."""
    if heard.ask is None:
        return Acknowledgement()
    said = _openable(_sorted(replies), heard)
    answer = _SURFACES.get(heard.ask.surface, _message)
    try:
        acknowledgement = answer(said, heard.ask, look)
    except views.TooLong:
        acknowledgement = answer(_sorted([Note(plain(TOO_LONG))]), heard.ask, look)
    files = [_download(each, heard.ask) for each in said.downloads]
    return Acknowledgement(acknowledgement.body, (*acknowledgement.calls, *files))


def tell(words: str, heard: Heard) -> Acknowledgement:
    """A few plain words to whoever asked."""
    return acknowledge([Note(plain(words))], heard, Look())


def plain(words: str) -> Card:
    """A card of one sentence."""
    return Card(words, (Say(say(words)),))


def afterwards(replies: Sequence[Reply], heard: Heard, look: Look) -> tuple[Call, ...]:
    """The same where the moment for an acknowledgement has passed: what still reaches the asker."""
    if heard.ask is None or not (heard.ask.response_url or heard.ask.surface in WRITTEN):
        return ()
    said = _sorted(replies)
    return (*_respond(said.cards, heard.ask, look), *(_download(each, heard.ask) for each in said.downloads))


def _sorted(replies: Sequence[Reply]) -> Said:
    notes = [reply for reply in replies if isinstance(reply, Note)]
    beside = [note.card for note in notes if note.beside]
    return Said(
        refuse=next((reply.errors for reply in replies if isinstance(reply, Refuse)), None),
        dialog=next((reply.dialog for reply in replies if isinstance(reply, Open)), None),
        refresh=next((reply.card for reply in replies if isinstance(reply, Refresh)), None),
        notes=tuple(note.card for note in notes if not note.beside),
        beside=_one(beside) if beside else None,
        downloads=tuple(reply for reply in replies if isinstance(reply, Download)),
    )


def _openable(said: Said, heard: Heard) -> Said:
    """A form that was asked for by a message waits behind a button: only a press brings what opens it."""
    asked = next((event.text for event in heard.events if isinstance(event, CommandGiven)), "")
    if said.dialog is None or not asked or len(asked) > LONGEST_ASKED or (heard.ask and heard.ask.trigger):
        return said
    button = Buttons((Button("huzzah", said.dialog.title, asked, "primary"),))
    return replace(said, dialog=None, notes=(*said.notes, Card(BEHIND, (Say(say(BEHIND)), button))))


def _command(said: Said, ask: Ask, look: Look) -> Acknowledgement:
    """The first card goes back in the answer."""
    first, *others = said.cards or (None,)
    body = {"response_type": "ephemeral", **render.message(first, look)} if first else None
    opened = [_open("views.open", ask, views.dialog(said.dialog, look))] if said.dialog else []
    return Acknowledgement(body, (*opened, *_respond(others, ask, look)))


def _message(said: Said, ask: Ask, look: Look) -> Acknowledgement:
    """A button on a card in a channel, a message action, or words to us: there is a card to replace, or there isn't."""
    notes, calls = [*said.notes, *([said.beside] if said.beside else [])], []
    if said.dialog:
        if ask.trigger:
            calls.append(_open("views.open", ask, views.dialog(said.dialog, look)))
        else:
            notes.append(plain(NO_FORM))
    if said.refresh and ask.response_url and ask.surface in ("message", "note"):
        body = {"replace_original": True, **render.message(said.refresh, look)}
        calls.append(Call("respond", {"url": ask.response_url, "body": body}))
    elif said.refresh:
        notes.insert(0, said.refresh)
    return Acknowledgement(None, (*calls, *_respond(notes, ask, look)))


def _home(said: Said, ask: Ask, look: Look) -> Acknowledgement:
    """Nothing can be said in a home tab, or after a global shortcut: what there is to say opens over it."""
    if said.dialog:
        opened = _open("views.open", ask, views.dialog(said.dialog, look))
        return Acknowledgement(None, (opened, *_directly(said.cards, ask, look)))
    if not said.cards:
        return Acknowledgement()
    return Acknowledgement(None, (_open("views.open", ask, _view(said.cards, ask, look)),))


def _modal(said: Said, ask: Ask, look: Look) -> Acknowledgement:
    """A button inside a dialog: its card is replaced, anything else is laid on top."""
    over = (*said.notes, *([said.beside] if said.beside else []))
    if said.dialog:
        calls = [_lay(ask, views.dialog(said.dialog, look)), *_directly(over, ask, look)]
    elif over and said.refresh and ask.stacked >= MOST_STACKED:
        calls = [_update(ask, _view((said.refresh, *over), ask, look))]
        return Acknowledgement(None, tuple(calls))
    else:
        calls = [_lay(ask, _view(over, ask, look))] if over else []
    if said.refresh:
        # Before the other one, whose place on the stack depends on this still being on top.
        calls.insert(0, _update(ask, _view((said.refresh,), ask, look)))
    return Acknowledgement(None, tuple(calls))


def _dialog(said: Said, ask: Ask, look: Look) -> Acknowledgement:
    """A dialog sent off: the answer's body says what becomes of it; an empty one closes it."""
    if said.refuse:
        return Acknowledgement({"response_action": "errors", "errors": _placed(said.refuse, ask)})
    if said.dialog:
        return _answered("update", views.dialog(said.dialog, look), _directly(said.cards, ask, look))
    if said.beside and not said.notes and ask.stacked < MOST_STACKED:
        return _answered("push", _view((said.beside,), ask, look))
    return _answered("update", _view(said.cards, ask, look)) if said.cards else Acknowledgement()


_SURFACES: Final[Mapping[str, Callable[[Said, Ask, Look], Acknowledgement]]] = {
    "command": _command,
    "message": _message,
    "note": _message,
    "action": _message,
    "home": _home,
    "global": _home,
    "modal": _modal,
    "dialog": _dialog,
    "mention": _message,
    "direct": _message,
}


def _respond(cards: Sequence[Card], ask: Ask, look: Look) -> tuple[Call, ...]:
    """Cards for the asker alone, where they asked."""
    return tuple(_whisper(render.message(card, look), ask) for card in cards)


def _whisper(message: Json, ask: Ask) -> Call:
    # An ephemeral answer below a message that has no thread yet would not be seen.
    thread = {"thread_ts": ask.thread} if ask.thread and ask.thread != ask.message else {}
    if ask.response_url:
        body = {"response_type": "ephemeral", "replace_original": False, **thread, **message}
        return Call("respond", {"url": ask.response_url, "body": body})
    if ask.channel and ask.surface == "direct":
        return Call("chat.postMessage", {"channel": ask.channel, **thread, **message})
    if ask.channel:
        return Call("chat.postEphemeral", {"channel": ask.channel, "user": ask.member, **thread, **message})
    return Call("chat.postMessage", {"channel": ask.member, **message})


def _directly(cards: Sequence[Card], ask: Ask, look: Look) -> tuple[Call, ...]:
    """Cards for which there is no room beside a dialog: a trigger opens one view and no more."""
    return tuple(Call("chat.postMessage", {"channel": ask.member, **render.message(card, look)}) for card in cards)


def _view(cards: Sequence[Card], ask: Ask, look: Look) -> Json:
    return views.card_view(_one(cards), look, f"{ask.channel}|{ask.thread}" if ask.channel else "")


def _one(cards: Sequence[Card]) -> Card:
    """Several cards as one, for a surface that shows one."""
    first, *others = cards
    blocks = list(first.blocks)
    for card in others:
        blocks += [Rule(), *card.blocks]
    return Card(first.summary, tuple(blocks))


def _open(method: str, ask: Ask, view: Json) -> Call:
    return Call(method, {"trigger_id": ask.trigger, "view": view})


def _lay(ask: Ask, view: Json) -> Call:
    """On top, or where three lie already, in the place of the uppermost."""
    return _update(ask, view) if ask.stacked >= MOST_STACKED else _open("views.push", ask, view)


def _update(ask: Ask, view: Json) -> Call:
    # The hash keeps an older press from overwriting what a newer one has put there.
    sure = {"hash": ask.view_hash} if ask.view_hash else {}
    return Call("views.update", {"view_id": ask.view, **sure, "view": view})


def _answered(action: str, view: Json, calls: tuple[Call, ...] = ()) -> Acknowledgement:
    return Acknowledgement({"response_action": action, "view": view}, calls)


def _placed(errors: Mapping[str, str], ask: Ask) -> dict[str, str]:
    """Errors at the questions as Slack knows them; one that belongs nowhere goes to the first.

    Slack ignores all errors if one of them names a block that isn't there.
    """
    places = {block.partition("#")[0]: block for block in ask.blocks}
    placed: dict[str, str] = {}
    for field, words in errors.items():
        place = places.get(field) or next(iter(ask.blocks), field)
        placed[place] = f"{placed[place]} {words}" if place in placed else words
    return placed


def _download(file: Download, ask: Ask) -> Call:
    arguments = {"member": ask.member, "name": file.name, "media_type": file.media_type, "content": content_of(file)}
    return Call("download", {**arguments, "alt": described(file), "response_url": ask.response_url})
