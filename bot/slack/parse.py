"""Parsing: every payload Slack sends becomes what was heard, or nothing; no payload is an error.

Pure: who must be looked up, and how somebody who waits is answered, is told in what comes back.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.shapes import Table, flag, rows, table
from bot.slack.reading import asks as parse_asks
from bot.slack.reading import messages as parse_messages
from bot.slack.reading import steps as parse_steps
from bot.slack.reading import workspace as parse_workspace
from bot.slack.reading.heard import NOTHING, Heard
from bot.slack.reading.hearing import Source, source_of
from bot.slack.reading.ids import ident
from bot.slack.workplace import Installation
from scoring.facts import Micros

__all__ = ["ANSWERED", "SHORTCUTS", "STEP_INPUTS", "SUBSCRIBED", "parse", "team_of"]


def parse(payload: object, home: Installation, now: Micros) -> Heard:
    """What a payload comes to in the workspace it is for; NOTHING for what isn't ours to count, or no payload."""
    said = table(payload)
    kind = said.get("type")
    if kind is None and isinstance(said.get("command"), str):
        return parse_asks.command(said, home, now)
    if not isinstance(kind, str):
        return NOTHING
    if kind == "event_callback":
        source = source_of(said, home, now)
        inner = source.event.get("type")
        hear = SUBSCRIBED.get(inner) if isinstance(inner, str) else None
        return hear(source) if hear else NOTHING
    if kind == "app_rate_limited":
        return parse_workspace.rate_limited(said)
    answer = ANSWERED.get(kind)
    return answer(said, home, now) if answer else NOTHING


def team_of(payload: object) -> tuple[str, str, bool]:
    """Team, organisation, and whether the installation is for the whole organisation; "" for what isn't told.

    In channels shared with others only `authorizations` names our own team: docs.slack.dev/apis/events-api
    """
    said = table(payload)
    granted = table(next(iter(rows(said.get("authorizations"), 1)), None))
    view, user, team = table(said.get("view")), table(said.get("user")), said.get("team")
    event = table(said.get("event"))
    teams = (
        view.get("app_installed_team_id"), granted.get("team_id"), team, table(team).get("id"), said.get("team_id"),
        event.get("team_id"), event.get("team"), user.get("team_id"), view.get("team_id"),
    )  # fmt: skip
    enterprise = said.get("enterprise")
    enterprises = (
        granted.get("enterprise_id"), enterprise, table(enterprise).get("id"), said.get("enterprise_id"),
        table(team).get("enterprise_id"), user.get("enterprise_id"),
    )  # fmt: skip
    whole = granted.get("is_enterprise_install") if granted else said.get("is_enterprise_install")
    return _first(teams), _first(enterprises), bool(flag(whole))


def _first(candidates: tuple[object, ...]) -> str:
    return next((known for known in map(ident, candidates) if known), "")


SUBSCRIBED: Final[Mapping[str, Callable[[Source], Heard]]] = MappingProxyType(
    {
        "message": parse_messages.message,
        "reaction_added": parse_messages.reaction,
        "reaction_removed": parse_messages.reaction,
        "app_mention": parse_messages.mentioned,
        "app_home_opened": parse_workspace.home_opened,
        "function_executed": parse_steps.step,
        "member_joined_channel": parse_workspace.came_or_left,
        "member_left_channel": parse_workspace.came_or_left,
        "user_change": parse_workspace.profile,
        "team_join": parse_workspace.profile,
        "channel_created": parse_workspace.channel_created,
        **dict.fromkeys(
            (
                "channel_left", "channel_rename", "channel_shared", "channel_unshared", "group_left", "group_rename",
            ),
            parse_workspace.channel_touched,
        ),
        "channel_id_changed": parse_workspace.channel_moved,
        "subteam_created": parse_workspace.group,
        "subteam_updated": parse_workspace.group,
        "subteam_members_changed": parse_workspace.group_touched,
        "emoji_changed": parse_workspace.emoji,
        "app_uninstalled": parse_workspace.uninstalled,
        "tokens_revoked": parse_workspace.tokens_revoked,
    }
)  # fmt: skip
"""What each event comes to. The manifest subscribes to these and no others; whatever else comes is nothing to us."""

ANSWERED: Final[Mapping[str, Callable[[Table, Installation, Micros], Heard]]] = MappingProxyType(
    {
        "block_actions": parse_asks.pressed,
        "view_submission": parse_asks.submitted,
        "shortcut": parse_asks.shortcut,
        "message_action": parse_asks.on_message,
    }
)
"""Payloads of interactions; `view_closed` and `block_suggestion` come to nothing."""

SHORTCUTS: Final = frozenset(
    {
        *(("message", callback) for callback in parse_asks.MESSAGE_SHORTCUTS),
        *(("global", callback) for callback in parse_asks.GLOBAL_SHORTCUTS),
    }
)
"""The type and `callback_id` of every shortcut, as the manifest declares them."""

STEP_INPUTS: Final = parse_steps.INPUTS
"""The inputs that are read of each step of a workflow, as the manifest declares them."""
