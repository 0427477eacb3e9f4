"""Asks: slash commands, buttons, dialogs, shortcuts and steps of workflows, and the way back to whoever waits.

The payloads: docs.slack.dev/interactivity/handling-user-interaction
"""

from typing import Final

from bot.shapes import LONGEST_VALUE, Table, address, name, table, tables, words
from bot.slack.reading.fields import bare, fields_of, value_of
from bot.slack.reading.heard import NOTHING, Ask, Heard
from bot.slack.reading.hearing import is_direct, is_person, named, people_in, places_in
from bot.slack.reading.ids import ident, message_id
from bot.slack.reading.people import Belonging, belonging
from bot.slack.workplace import Installation
from handlers.events import A_BOT, ButtonPressed, CommandGiven, DialogSubmitted, Request
from scoring.facts import Micros

MESSAGE_SHORTCUTS: Final = {"thank_message": "kudos", "praise_message": "shoutout"}
"""Shortcuts on a message: what each opens for its author."""
GLOBAL_SHORTCUTS: Final = {
    "kudos": ("kudos", ""), "shoutout": ("shoutout", ""), "poll": ("poll_form", ""), "board": ("huzzah", "board"),
}  # fmt: skip
"""Shortcuts anywhere: the button each stands for, an action and its value."""
CARD: Final = "card"
"""The `callback_id` of a dialog that only shows a card."""
HOME: Final = "home"
LONGEST_COMMAND: Final = 12_000


def command(form: Table, home: Installation, now: Micros) -> Heard:
    """A slash command, `docs.slack.dev/interactivity/implementing-slash-commands`."""
    member, channel = ident(form.get("user_id")), ident(form.get("channel_id"))
    said, text = name(form.get("command")).removeprefix("/"), words(form.get("text"), LONGEST_COMMAND)
    ask = Ask(member, "command", _trigger(form), address(form.get("response_url")), channel)
    if not member or not said or not ask.trigger:
        return NOTHING
    given = CommandGiven(
        workspace=home.workspace,
        at=now,
        member=member,
        # What is said between two is posted for nobody else: a card would only stand beside the answer.
        channel="" if is_direct(channel) else channel,
        request=f"ask:{ask.trigger}",
        name=said,
        text=text,
    )
    team = belonging(home, ident(form.get("team_id")), ident(form.get("enterprise_id")))
    return _heard(home, given, ask, team, text)


def pressed(payload: Table, home: Installation, now: Micros) -> Heard:
    """`block_actions`: a button, in a message, a note, the home tab or a dialog."""
    action = next(iter(tables(payload.get("actions"), 1)), {})
    what, request = bare(action.get("action_id")), _request(payload, action)
    if not what or not request:
        return NOTHING
    container, view, card = (table(payload.get(key)) for key in ("container", "view", "message"))
    channel = ident(table(payload.get("channel")).get("id")) or ident(container.get("channel_id"))
    message = message_id(container.get("message_ts")) or message_id(card.get("ts"))
    thread = message_id(card.get("thread_ts")) or message_id(container.get("thread_ts"))
    surface = "note" if container.get("is_ephemeral") is True else "message"
    if view:
        surface, message = ("home" if view.get("type") == HOME else "modal"), ""
        channel, thread = _place(view) if surface == "modal" else ("", "")
    ask = _ask(payload, surface, channel, thread, message, view)
    button = ButtonPressed(
        workspace=home.workspace,
        at=now,
        member=ask.member,
        channel="" if is_direct(channel) else channel,
        request=request,
        action=what,
        value=value_of(action),
        message=message,
        thread=thread,
    )
    return _heard(home, button, ask, _team(payload, home), button.value)


def submitted(payload: Table, home: Installation, now: Micros) -> Heard:
    """`view_submission`: a dialog was filled in."""
    view = table(payload.get("view"))
    which, dialog = ident(view.get("id")), name(view.get("callback_id"))
    if not which or not dialog or dialog in (CARD, HOME):
        return NOTHING
    channel, thread = _place(view)
    ask = _ask(payload, "dialog", channel, thread, "", view)
    sent = DialogSubmitted(
        workspace=home.workspace,
        at=now,
        member=ask.member,
        channel=channel,
        request=f"view:{which}",
        dialog=dialog,
        fields=fields_of(view.get("state")),
        context=words(view.get("private_metadata"), LONGEST_VALUE),
    )
    return _heard(home, sent, ask, _team(payload, home), *sent.fields.values())


def shortcut(payload: Table, home: Installation, now: Micros) -> Heard:
    """A global shortcut: it opens a form, or stands for a word after /huzzah."""
    button_of, request = GLOBAL_SHORTCUTS.get(name(payload.get("callback_id"))), _request(payload, payload)
    if button_of is None or not request:
        return NOTHING
    action, value = button_of
    ask = _ask(payload, "global", "", "", "", {})
    button = ButtonPressed(
        workspace=home.workspace,
        at=now,
        member=ask.member,
        channel="",
        request=request,
        action=action,
        value=value,
    )
    return _heard(home, button, ask, _team(payload, home))


def on_message(payload: Table, home: Installation, now: Micros) -> Heard:
    """`message_action`: a shortcut on a message; it begins with its author."""
    action, request = MESSAGE_SHORTCUTS.get(name(payload.get("callback_id"))), _request(payload, payload)
    channel, message = ident(table(payload.get("channel")).get("id")), table(payload.get("message"))
    ts = message_id(payload.get("message_ts")) or message_id(message.get("ts"))
    if not action or not request or not channel or not ts:
        return NOTHING
    author = ident(message.get("user"))
    author = author if is_person(home, author) and not message.get("bot_id") else A_BOT
    thread = message_id(message.get("thread_ts")) or ts
    ask = _ask(payload, "action", channel, thread, ts, {})
    button = ButtonPressed(
        workspace=home.workspace,
        at=now,
        member=ask.member,
        channel=channel,
        request=request,
        action=action,
        value=author,
        message=ts,
        thread=thread,
    )
    return _heard(home, button, ask, _team(payload, home), author)


def _heard(home: Installation, event: Request, ask: Ask, team: Belonging, *said: str) -> Heard:
    """A request, with everybody it names: in mentions, in values that are somebody's id or a list of such."""
    if not ask.member:
        return NOTHING
    if team is Belonging.OTHERS:
        return Heard(ask=ask, refused=True, people=named([ask.member]))
    people = {ask.member}
    channels = {event.channel} if event.channel else set()
    for text in said:
        people.update(people_in(home, text))
        people.update(listed_people(text))
        channels.update(places_in(text))
    people.discard(home.bot_user)
    everybody = frozenset(people)
    return Heard((event,), ask=ask, people=everybody, channels=frozenset(channels), needs_names=everybody)


def listed_people(text: str) -> list[str]:
    """Ids of people that a field or a button's value consists of."""
    parts = [part.strip() for part in text[:LONGEST_VALUE].split(",")]
    return parts if parts and all(map(_is_member, parts)) else []


def _is_member(text: str) -> bool:
    # Slack promises no length, only that the id of somebody begins so: docs.slack.dev/reference/objects/user-object
    return len(text) > 1 and text[0] in "UW" and text.isascii() and text.isalnum() and text.isupper()


def _ask(payload: Table, surface: str, channel: str, thread: str, message: str, view: Table) -> Ask:
    urls = [address(one.get("response_url")) for one in tables(payload.get("response_urls"), 1)]
    return Ask(
        ident(table(payload.get("user")).get("id")),
        surface,
        _trigger(payload),
        address(payload.get("response_url")) or "".join(urls),
        channel,
        thread,
        message,
        ident(view.get("id")),
        name(view.get("hash")),
    )


def _trigger(payload: Table) -> str:
    said = name(payload.get("trigger_id"))
    return "" if " " in said else said


def _request(payload: Table, action: Table) -> str:
    # Every press has a trigger of its own; without one, where it was pressed and when.
    trigger, pressed_at = _trigger(payload), name(action.get("action_ts")) or name(payload.get("action_ts"))
    if trigger:
        return f"ask:{trigger}"
    container = table(payload.get("container"))
    where = message_id(container.get("message_ts")) or ident(container.get("view_id"))
    return f"ask:{where}:{pressed_at}" if pressed_at else ""


def _place(view: Table) -> tuple[str, str]:
    # Where a dialog was opened from, if its context says so: `channel|thread`.
    where, _, thread = words(view.get("private_metadata"), LONGEST_VALUE).partition("|")
    channel = ident(where) if where[:1] in ("C", "G", "D") else ""
    return channel, message_id(thread) if channel else ""


def _team(payload: Table, home: Installation) -> Belonging:
    # The clicker's own team: anybody in a shared channel can press a button (docs.slack.dev/apis/slack-connect).
    user, team = table(payload.get("user")), table(payload.get("team"))
    own = ident(user.get("team_id")) or ident(team.get("id"))
    enterprise = ident(user.get("enterprise_id"))
    if not enterprise and own == ident(team.get("id")):
        enterprise = ident(table(payload.get("enterprise")).get("id")) or ident(team.get("enterprise_id"))
    return belonging(home, own, enterprise)
