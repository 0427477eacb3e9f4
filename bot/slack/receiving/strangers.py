"""Strangers: payloads before they are parsed - of workspaces we don't know - and what parsing leaves out of a view."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.shapes import Table, address, flag, name, table, tables
from bot.slack.calling.calls import Acknowledgement, Call
from bot.slack.reading.heard import Ask, Heard
from bot.slack.reading.ids import ident
from bot.slack.rendering.look import Look
from bot.slack.replies import acknowledge, plain
from handlers.answers import Note

FAREWELLS: Final = frozenset({"app_uninstalled", "tokens_revoked"})
NOT_INSTALLED: Final = (
    "Huzzah isn't set up in this workspace any more, or not yet. If you have just installed it, give it a moment;"
    " otherwise ask an admin to install it again."
)


def is_farewell(payload: Table) -> bool:
    """Whether a workspace lets us go: of one that is unknown, nothing is left to delete."""
    return name(table(payload.get("event")).get("type")) in FAREWELLS


def is_among_others(payload: Table, heard: Heard) -> bool:
    """Whether it is an event of a channel in which another organisation is; a request has no second try."""
    return heard.ask is None and flag(payload.get("is_ext_shared_channel")) is True


def told(payload: Table) -> Acknowledgement | None:
    """What somebody hears who asks where we aren't installed; None for what is no request."""
    ask = _ask(payload)
    if ask is None:
        return None
    answer = acknowledge([Note(plain(NOT_INSTALLED))], Heard(ask=ask), Look())
    return Acknowledgement(answer.body, tuple(filter(_needs_no_token, answer.calls)))


def with_view(heard: Heard, payload: Table) -> Heard:
    """The same, knowing how deep the dialog lies and where in it errors can be shown."""
    view = payload.get("view")
    if heard.ask is None or not isinstance(view, Mapping):
        return heard
    questions = tuple(
        block
        for one in tables(view.get("blocks"))
        if one.get("type") == "input" and (block := name(one.get("block_id")))
    )
    return replace(heard, ask=replace(heard.ask, stacked=_depth(view), blocks=questions))


def _depth(view: Table) -> int:
    # Slack names the view underneath, and the lowest: docs.slack.dev/reference/views
    previous, root = ident(view.get("previous_view_id")), ident(view.get("root_view_id"))
    if not previous:
        return 1
    return 2 if previous == root else 3


def _ask(payload: Table) -> Ask | None:
    kind, url = payload.get("type"), address(payload.get("response_url"))
    if kind is None and isinstance(payload.get("command"), str):
        return Ask("", "command", name(payload.get("trigger_id")), url)
    surfaces = {
        "block_actions": "message",
        "message_action": "action",
        "view_submission": "dialog",
        "shortcut": "global",
    }
    surface = surfaces.get(kind) if isinstance(kind, str) else None
    return Ask("", surface, response_url=url) if surface else None


def _needs_no_token(call: Call) -> bool:
    return call.method == "respond"
