"""Checking what the bot sends: Microsoft's own models read it, and its cards are what Teams can show."""

from typing import Any, Final

from microsoft_teams.api.activities.activity_params import ActivityParams
from microsoft_teams.api.models.task_module import TaskModuleResponse
from pydantic import TypeAdapter, ValidationError

from tests.bot.teams.adaptive_card import frame_faults, message_faults
from tests.bot.teams.loopback.world import Json

CARD: Final = "application/vnd.microsoft.card.adaptive"
_ACTIVITY: Final[TypeAdapter[Any]] = TypeAdapter(ActivityParams)
_TASK: Final[TypeAdapter[Any]] = TypeAdapter(TaskModuleResponse)


def faults_of(activity: Json) -> list[str]:
    """What is wrong with an activity; nothing if all is well."""
    found = _read(_ACTIVITY, activity)
    attachments = activity.get("attachments") or []
    if not (attachments or activity.get("text") or activity.get("type") == "typing"):
        found.append("a message needs words or an attachment")
    for each in attachments if not found else ():
        if each.get("contentType") == CARD:
            found += card_faults(each.get("content"), str(activity.get("summary") or ""))
    return found


def card_faults(card: object, summary: str = "A card") -> list[str]:
    """What is wrong with a card; in a message it needs a summary, for notifications."""
    if not isinstance(card, dict) or card.get("type") != "AdaptiveCard":
        return ["that is no Adaptive Card"]
    whole = {"type": "message", "summary": summary, "attachments": [{"contentType": CARD, "content": card}]}
    return message_faults(whole)


def task_faults(answer: Json) -> list[str]:
    """What is wrong with the answer that opens a dialog, or shows one again."""
    found = _read(_TASK, answer)
    framed = answer["task"].get("value")
    if found or not isinstance(framed, dict) or not isinstance(framed.get("card"), dict):
        return found or ["a dialog needs its card"]
    return frame_faults(framed)


def _read(model: TypeAdapter[Any], value: Json) -> list[str]:
    try:
        model.validate_python(value)
    except ValidationError as error:
        return [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
    return []
