"""Asks: buttons, dialogs and message extensions, and the way back to whoever waits.

learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/what-are-cards and
learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/define-action-command
"""

from dataclasses import dataclass
from typing import Final

from bot.shapes import LONGEST_VALUE, Table, name, table, words
from bot.teams.reading.fields import FROM, LONGEST_FORM, OURS, entries_of
from bot.teams.reading.heard import NO_ENTRIES, NOTHING, Ask, Heard
from bot.teams.reading.hearing import Source, ask, by_a_person, named, people_in, present
from bot.teams.reading.ids import conversation_of, ident, is_bots, person_id
from bot.teams.workplace import PERSON, object_id
from handlers.events import A_BOT, ButtonPressed, DialogSubmitted, Request

MESSAGE_COMMANDS: Final = {"thank_message": "kudos", "praise_message": "shoutout"}
"""Message extensions on a message: what each opens for its author."""
COMPOSE_COMMANDS: Final = {
    "kudos": ("kudos", ""), "shoutout": ("shoutout", ""), "poll": ("poll_form", ""), "board": ("huzzah", "board"),
}  # fmt: skip
"""Message extensions anywhere: the button each stands for, an action and its value."""
ANYWHERE: Final = frozenset({"message_fetch", "message_submit"})
"""Message extensions, which people use also where nobody invited the bot: they don't tell that it is there."""
REFRESH: Final = "view"
"""The verb by which a client asks for somebody's own view of a card."""


def pressed(source: Source) -> Heard:
    """`adaptiveCard/action`: a button, or a client that shows the card anew."""
    action = table(table(source.activity.get("value")).get("action"))
    return _button(source, "execute", table(action.get("data")), name(action.get("verb")))


def fetched(source: Source) -> Heard:
    """`task/fetch`: a button that opens a dialog."""
    return _button(source, "fetch", table(table(source.activity.get("value")).get("data")))


def submitted(source: Source) -> Heard:
    """`task/submit`: a dialog was filled in, or a button in it pressed."""
    return _either(source, "dialog", table(table(source.activity.get("value")).get("data")))


def extension_submitted(source: Source) -> Heard:
    """`composeExtension/submitAction`: the dialog of a message extension."""
    return _either(source, "message_submit", table(table(source.activity.get("value")).get("data")))


def given_on_card(source: Source) -> Heard:
    """A message that is a button: `Action.Submit`, of older clients also for what others send as an invoke."""
    return _either(source, "direct" if source.personal else "mention", table(source.activity.get("value")))


def extension(source: Source) -> Heard:
    """`composeExtension/fetchTask`: a message extension, on a message (it begins with its author) or anywhere."""
    value = table(source.activity.get("value"))
    command, payload = name(value.get("commandId")), table(value.get("messagePayload"))
    on_message, anywhere = MESSAGE_COMMANDS.get(command, ""), COMPOSE_COMMANDS.get(command)
    message = ident(payload.get("id"))
    if anywhere:
        return _press(source, "message_fetch", Press(anywhere[0], anywhere[1], channel=source.place))
    if not on_message or not message:
        return NOTHING
    thread = ident(payload.get("replyToId")) or message
    within = thread if source.kind == "channel" else ""
    press = Press(on_message, _author(source, payload), message, source.place, within)
    return _press(source, "message_fetch", press)


def _author(source: Source, payload: Table) -> str:
    author = person_id(table(table(payload.get("from")).get("user")).get("id"))
    author = ident(source.people.get(author)) or author
    return A_BOT if not author or is_bots(author) or source.home.is_bot(author) else author


def _either(source: Source, surface: str, data: Table) -> Heard:
    ours = table(data.get(OURS))
    return _dialog(source, surface, data) if name(ours.get("dialog")) else _button(source, surface, data)


@dataclass(frozen=True, slots=True)
class Press:
    """What was pressed, on which message, and where what follows belongs."""

    action: str
    value: str
    message: str = ""
    channel: str = ""
    thread: str = ""
    form: str = ""


def _button(source: Source, surface: str, data: Table, verb: str = "") -> Heard:
    ours = table(data.get(OURS))
    message = ident(source.activity.get("replyToId"))
    channel, thread = source.place, "" if source.personal else source.in_thread(message)
    came = words(ours.get(FROM), LONGEST_VALUE)
    if source.personal and came:
        # Asked for in a channel, and answered here since nobody else is to see it.
        channel, thread = _place(came), ident(came.partition("|")[2])
    press = Press(
        name(ours.get("action")) or verb,
        words(ours.get("value"), LONGEST_VALUE),
        message,
        channel,
        thread,
        words(ours.get("form"), LONGEST_FORM),
    )
    return _press(source, surface, press)


def _press(source: Source, surface: str, press: Press) -> Heard:
    button = ButtonPressed(
        workspace=source.home.workspace,
        at=source.at,
        member=source.member,
        channel=press.channel,
        request=f"press:{source.ident}",
        action=press.action,
        value=press.value,
        message=press.message,
        thread=press.thread,
    )
    back = ask(source, surface, press.message, press.form)
    return _heard(source, button, back, press.value) if press.action else NOTHING


def _dialog(source: Source, surface: str, data: Table) -> Heard:
    ours = table(data.get(OURS))
    nonce, context = ident(ours.get("nonce")), words(ours.get("context"), LONGEST_VALUE)
    form = words(ours.get("form"), LONGEST_FORM)
    entries = entries_of(data, form)
    sent = DialogSubmitted(
        workspace=source.home.workspace,
        at=source.at,
        member=source.member,
        channel=_place(context),
        # A dialog sent off again comes under a new id of its activity.
        request=f"form:{nonce}" if nonce else f"press:{source.ident}",
        dialog=name(ours.get("dialog")),
        fields=entries,
        context=context,
    )
    back = ask(source, surface, ident(source.activity.get("replyToId")), form, entries or NO_ENTRIES)
    return _heard(source, sent, back, *entries.values())


def _place(context: str) -> str:
    # Where a dialog was opened from, if its context says so: `channel|thread`.
    where = context.partition("|")[0]
    return conversation_of(where)[1] if where.startswith("19:") else ""


def _heard(source: Source, event: Request, back: Ask, *said: str) -> Heard:
    """A request, with everybody it names: in mentions, in values that are somebody's id or a list of such."""
    if not source.ident or not source.channel or not by_a_person(source):
        return NOTHING
    if source.external:
        return Heard(ask=back, refused=True, known=source.known, people=named([source.member]))
    people = {source.member}
    for text in said:
        people.update(people_in(text))
        people.update(listed_people(text))
    everybody = frozenset(people)
    channels = frozenset(one for one in (source.channel, event.channel) if one)
    here = () if back.surface in ANYWHERE else (present(source),)
    return Heard((event,), here, back, False, source.known, everybody, channels, everybody)


def listed_people(text: str) -> list[str]:
    """Ids of people that a field or a button's value consists of."""
    parts = [part.strip() for part in text[:LONGEST_VALUE].split(",")]
    return parts if parts and all(map(_is_member, parts)) else []


def _is_member(text: str) -> bool:
    return bool(object_id(text)) or (text.startswith(PERSON) and bool(ident(text)))
