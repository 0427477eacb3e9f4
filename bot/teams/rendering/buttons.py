"""Buttons: what they send back, how many stand beside each other, and the question before what can't be undone.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions
"""

from collections.abc import Sequence
from enum import Enum
from typing import Final

from bot.plain_text import cut, units
from bot.teams.rendering.clean import clean, line, sendable
from bot.teams.rendering.look import Json, rich, run
from handlers import table
from handlers.cards.blocks import Button, Buttons

MOST: Final = 6
"""So many Teams shows beside each other."""
MOST_MORE: Final = 24
LONGEST_TITLE: Final = 75
LONGEST_ACTION: Final = 200
LONGEST_VALUE: Final = 2_000
LONGEST_QUESTION: Final = 300
MORE: Final = "More"
OURS: Final = "huzzah"
"""Where in the data of an action ours stands."""
_STYLES: Final = {"primary": "positive", "danger": "destructive"}


class Pressed(Enum):
    """What a button brings about."""

    KNOWN = 0
    """A form if the table of handlers says so, else an answer in the chat."""
    FORM = 1
    """A form, for certain."""
    WITHIN = 2
    """The card is shown as a dialog: it is sent off."""


def rows(block: Buttons, pressed: Pressed) -> list[Json]:
    """Buttons in a row; what doesn't fit in it unfolds under the last of them."""
    # A value is never cut, for it would mean something else: a button whose value doesn't fit is left out.
    whole = [button for button in block.buttons if _fits(button)]
    shown = _styled(whole[: MOST + MOST_MORE], pressed)
    if len(shown) > MOST:
        starts = range(MOST - 1, len(shown), MOST)
        rest = [{"type": "ActionSet", "actions": shown[start : start + MOST]} for start in starts]
        unfolded: Json = {"type": "AdaptiveCard", "body": rest}
        shown = [*shown[: MOST - 1], {"type": "Action.ShowCard", "title": MORE, "card": unfolded}]
    found: list[Json] = [{"type": "ActionSet", "actions": shown}] if shown else []
    missing = len(block.buttons) - min(len(whole), MOST + MOST_MORE)
    if missing:
        what = "One button is" if missing == 1 else f"{missing} buttons are"
        found.insert(0, rich([run(f"{what} missing here: there is no room for more.", isSubtle=True, size="Small")]))
    return found


def one(button: Button, pressed: Pressed) -> Json | None:
    """A single button, unless it can't be sent."""
    return _styled([button], pressed)[0] if _fits(button) else None


def _fits(button: Button) -> bool:
    return (
        units(button.value) <= LONGEST_VALUE
        and 0 < len(button.action) <= LONGEST_ACTION
        and sendable(button.value)
        and sendable(button.action)
    )


def _styled(buttons: Sequence[Button], pressed: Pressed) -> list[Json]:
    made: list[Json] = []
    primary = False
    for button in buttons:
        # One button of a row stands out, no more.
        style = "" if button.style == "primary" and primary else _STYLES.get(button.style, "")
        primary = primary or button.style == "primary"
        made.append(_button(button, {"style": style} if style else {}, pressed))
    return made


def _button(button: Button, style: Json, pressed: Pressed) -> Json:
    title = cut(line(button.text), LONGEST_TITLE) or "…"
    action = {**_action(button, title, pressed), **style}
    question = cut(clean(button.confirm).strip(), LONGEST_QUESTION)
    if not question:
        return action
    asked = {"type": "AdaptiveCard", "body": [rich([run(question)])], "actions": [action]}
    return {"type": "Action.ShowCard", "title": title, "card": asked}


def _action(button: Button, title: str, pressed: Pressed) -> Json:
    data = {OURS: {"action": button.action, "value": button.value}}
    if pressed is Pressed.WITHIN:
        return {"type": "Action.Submit", "title": title, "data": data, "associatedInputs": "none"}
    if pressed is Pressed.FORM or table.opens(button.action, button.value):
        return {"type": "Action.Submit", "title": title, "data": {"msteams": {"type": "task/fetch"}, **data}}
    return {"type": "Action.Execute", "title": title, "verb": button.action, "data": data}
