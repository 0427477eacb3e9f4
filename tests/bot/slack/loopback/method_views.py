"""Dialogs and home tabs: opened, pushed, updated, published, and the ends of workflow steps."""

import json
from typing import Any

from tests.bot.slack.block_kit import view_faults
from tests.bot.slack.loopback.asking import Ask, Row, SlackError
from tests.bot.slack.loopback.block_kit import block_faults, with_ids
from tests.bot.slack.loopback.shapes import view_shape
from tests.bot.slack.loopback.world import Execution, Json, Trigger, View, World

DEEPEST = 3
LARGEST = 250_000
"""Bytes of a view. Source: docs.slack.dev/reference/methods/views.open"""

SHORT = {"title": 24, "submit": 24, "close": 24}


def open_(ask: Ask) -> Json:
    """views.open: a dialog of its own, for a trigger not older than three seconds."""
    trigger, content = _trigger(ask), checked(ask.arguments.get("view"), "modal")
    trigger.used = True
    view = new_view(ask.world, trigger.user, content)
    ask.world.stacks[trigger.user] = [view]
    return _shown(ask, view)


def push(ask: Ask) -> Json:
    """views.push: on top of what the trigger came from."""
    trigger, content = _trigger(ask), checked(ask.arguments.get("view"), "modal")
    stack = ask.world.stacks.get(trigger.user, [])
    if not stack or trigger.view not in [each.id for each in stack]:
        raise SlackError("not_found")
    view = stacked(ask.world, trigger.user, content)
    trigger.used = True
    return _shown(ask, view)


def update(ask: Ask) -> Json:
    """views.update: by id, unless somebody else was faster (`hash`)."""
    view = ask.world.view(ask.text("view_id") or ask.text("external_id"))
    if view is None:
        raise SlackError("not_found")
    content = checked(ask.arguments.get("view"), view.content["type"])
    if ask.text("hash") not in ("", view.hash):
        raise SlackError("hash_conflict")
    replaced(ask.world, view, content)
    return _shown(ask, view)


def publish(ask: Ask) -> Json:
    """views.publish: somebody's home tab."""
    user = ask.world.users.get(ask.needed("user_id"))
    if user is None or user.team not in [team.id for team in ask.teams()]:
        raise SlackError("invalid_arguments")
    content = checked(ask.arguments.get("view"), "home")
    view = ask.world.homes.get(user.id)
    if view and ask.text("hash") not in ("", view.hash):
        raise SlackError("hash_conflict")
    if view is None:
        view = new_view(ask.world, user.id, content)
        ask.world.homes[user.id] = view
    else:
        replaced(ask.world, view, content)
    return _shown(ask, view)


def complete(ask: Ask) -> Json:
    """functions.completeSuccess."""
    execution = _execution(ask)
    outputs = ask.arguments.get("outputs")
    if not isinstance(outputs, dict):
        raise SlackError("invalid_arguments")
    execution.state, execution.outputs = "completed", outputs
    return {}


def fail(ask: Ask) -> Json:
    """functions.completeError."""
    execution = _execution(ask)
    execution.error = ask.needed("error")
    execution.state = "failed"
    return {}


def checked(given: Any, kind: str) -> Json:
    """A view that may be shown. Raises SlackError."""
    if not isinstance(given, dict):
        raise SlackError("invalid_arguments")
    if len(json.dumps(given).encode()) > LARGEST:
        raise SlackError("view_too_large")
    faults = block_faults(given.get("blocks"), kind)
    if given.get("type") != kind:
        faults.append(f"type must be {kind} [json-pointer:/view/type]")
    if kind == "modal":
        faults += _frame_faults(given)
    for name, longest in (("callback_id", 255), ("private_metadata", 3000), ("external_id", 255)):
        if len(given.get(name) or "") > longest:
            faults.append(f"must be less than {longest + 1} characters [json-pointer:/view/{name}]")
    faults = faults or view_faults(given)
    if faults:
        raise SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {each}" for each in faults]})
    return given


def _frame_faults(given: Json) -> list[str]:
    faults = []
    for name, longest in SHORT.items():
        part = given.get(name)
        if part is None and name != "title":
            continue
        if not isinstance(part, dict) or part.get("type") != "plain_text" or not part.get("text"):
            faults.append(f"must be plain_text [json-pointer:/view/{name}]")
        elif len(part["text"]) > longest:
            faults.append(f"must be less than {longest + 1} characters [json-pointer:/view/{name}/text]")
    if "submit" not in given and any(each.get("type") == "input" for each in given.get("blocks") or []):
        faults.append("submit is required where there are inputs [json-pointer:/view/submit]")
    return faults


def new_view(world: World, user: str, content: Json) -> View:
    """A view with an id and a hash."""
    view = View(world.new_id("V"), user, world.users[user].team, {}, "")
    replaced(world, view, content)
    return view


def replaced(world: World, view: View, content: Json) -> None:
    """Other content under the same id; what was filled in under the same ids stays."""
    blocks = with_ids(content.get("blocks") or [], lambda: world.new_id("bk"))
    view.content = {**content, "blocks": blocks, "_values": view.content.get("_values", {})}
    view.hash = f"{world.seconds()}.{world.new_id('h')}"


def stacked(world: World, user: str, content: Json) -> View:
    """One more dialog on top."""
    stack = world.stacks.setdefault(user, [])
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    view = new_view(world, user, content)
    view.root, view.previous = stack[0].id, stack[-1].id
    stack.append(view)
    return view


def _trigger(ask: Ask) -> Trigger:
    trigger = ask.world.triggers.get(ask.needed("trigger_id"))
    if trigger is None or trigger.team not in [team.id for team in ask.teams()]:
        raise SlackError("invalid_trigger_id")
    if trigger.until < ask.world.clock():
        raise SlackError("expired_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    return trigger


def _execution(ask: Ask) -> Execution:
    execution = ask.world.executions.get(ask.needed("function_execution_id"))
    if execution is None or (ask.token and ask.token.execution not in ("", execution.id)):
        raise SlackError("function_execution_not_found")
    if execution.state != "running":
        raise SlackError("invalid_function_execution_state")
    return execution


def _shown(ask: Ask, view: View) -> Json:
    return {"view": view_shape(view, ask.state.app, ask.installed.bot)}


ROWS = {
    "views.open": Row(open_, 4),
    "views.push": Row(push, 4),
    "views.update": Row(update, 4),
    "views.publish": Row(publish, 4),
    "functions.completeSuccess": Row(complete, 3),
    "functions.completeError": Row(fail, 3),
}
