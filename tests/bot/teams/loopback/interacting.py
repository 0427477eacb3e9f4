"""What people ask of the bot: buttons, dialogs, actions on messages, and what its answers do to what they see."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.bot.teams.loopback import activities
from tests.bot.teams.loopback.cards import Button, buttons, find_button, shown
from tests.bot.teams.loopback.checking import CARD, card_faults, task_faults
from tests.bot.teams.loopback.delivering import Attempt
from tests.bot.teams.loopback.forms import Entry, filled, missing, values_of
from tests.bot.teams.loopback.marks import errors_in
from tests.bot.teams.loopback.payloads import THEME, Payloads, Reply
from tests.bot.teams.loopback.world import Dialog, Json, Message, Person

SORRY = "Unable to reach app. Please try again."
WORDS = "application/vnd.microsoft.activity.message"


class Interacting(Payloads):
    """People asking."""

    def press(self, who: str, message: Message, label: str, entries: Mapping[str, Entry] | None = None) -> Reply:
        """Press a button, by its label (also one behind ShowCard), verb or action, with the card's inputs filled in."""
        person = self.world.person(who)

        def act() -> tuple[Button, dict[str, str]]:
            cards = self._card_of(message, person.id)
            found = find_button(cards, label)
            return found, filled({"body": cards}, entries or {}, self.id_of)

        button, values = self.do(act)
        return self._pressed(person, message, button.action, values)

    def _pressed(self, person: Person, message: Message, action: Json, values: Mapping[str, str]) -> Reply:
        data = dict(action.get("data") or {})
        special = (data.get("msteams") or {}).get("type")
        place = self.world.places[message.place]
        if action["type"] == "Action.OpenUrl":
            return Reply(text=str(action["url"]))
        if action["type"] == "Action.Execute":
            return self._execute(person, message, action, values)
        if special == "task/fetch":
            value = {"data": {**data, **values}, "context": THEME}
            activity = self.do(lambda: self._invoke("task/fetch", place, person, value, message))
            return self._opened(self.ask(activity), Dialog(person.id, {}, "", place.id, "task", message.id))

        def act() -> Json:
            root = self.root_of(message)
            posted = activities.common(self.world, self.service_url, "message", place, person.id, root)
            return posted | {"value": {**data, **values}, "replyToId": message.id, "id": str(self.world.moment(place))}

        return Reply(self.ask(self.do(act)))

    def _execute(
        self, who: Person, message: Message, action: Json, values: Mapping[str, str], *, pressed: bool = True
    ) -> Reply:
        data = {**(action.get("data") or {}), **values}
        sent = {"type": "Action.Execute", "verb": action.get("verb", ""), "data": data}
        sent |= {"id": action["id"]} if "id" in action else {}
        value: Json = {"action": sent} | ({"trigger": "manual"} if pressed else {})
        place = self.world.places[message.place]
        attempt = self.ask(self.do(lambda: self._invoke("adaptiveCard/action", place, who, value, message)))
        return self.do(lambda: self._replaced(attempt, who, message))

    def _replaced(self, attempt: Attempt, who: Person, message: Message) -> Reply:
        """What the answer to Action.Execute does. Source: learn.microsoft.com/adaptive-cards/authoring-cards/
        universal-action-model"""
        answer = attempt.answer
        value: Any = answer.get("value")
        if attempt.status != 200 or answer.get("statusCode") != 200:
            return Reply(attempt, error=SORRY)
        if answer.get("type") == WORDS and isinstance(value, str):
            self.world.shown.setdefault(who.id, []).append(shown(value))
            return Reply(attempt, text=shown(value))
        if answer.get("type") == CARD and not self._refuses(card_faults(value)):
            message.views[who.id] = value
            return Reply(attempt, card=value)
        return Reply(attempt, error=SORRY)

    def view_as(self, who: str, message: Message) -> Reply | None:
        """Look at a card that shows each one something else; None if they see what all see.

        Source: learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/
        universal-actions-for-adaptive-cards/user-specific-views
        """
        person = self.world.person(who)
        refresh = message.cards[0].get("refresh") if message.cards else None
        if not refresh:
            return None
        people = refresh.get("userIds")
        everybody = len(self.world.members(self.world.places[message.place])) <= 60
        if person.id in (people or ()) or person.address in (people or ()) or (people is None and everybody):
            return self._execute(person, message, refresh["action"], {}, pressed=False)
        return None

    def submit(self, who: str, entries: Mapping[str, Entry] | None = None, label: str = "") -> Reply:
        """Fill in the topmost dialog and send it off, by its first button or the one of that label."""
        person = self.world.person(who)

        def act() -> tuple[Dialog, Json, dict[str, str]]:
            dialog = self._top(person)
            everything = [each for each in buttons(dialog.card) if each.kind == "Action.Submit"]
            button = find_button(dialog.card, label) if label else everything[0]
            return dialog, button.action, filled(dialog.card, entries or {}, self.id_of)

        dialog, action, values = self.do(act)
        alone = action.get("associatedInputs", "auto").lower() == "none"
        kept_back = {} if alone else missing(dialog.card, values)
        if kept_back:
            return Reply(errors=kept_back, dialog=dialog.card)
        data = {**(action.get("data") or {}), **({} if alone else values)}
        attempt = self.ask(self.do(lambda: self._submission(person, dialog, data)))
        return self._opened(attempt, dialog)

    def _submission(self, person: Person, dialog: Dialog, data: Json) -> Json:
        place, value = self.world.places[dialog.place], Json({"data": data, "context": THEME})
        message = place.messages.get(dialog.message)
        if dialog.source == "task":
            return self._invoke("task/submit", place, person, value, message)
        value |= {"commandId": dialog.command, "commandContext": "message", "messagePayload": dialog.payload}
        return self._invoke("composeExtension/submitAction", place, person, value)

    def message_extension(self, who: str, where: str, message: str, command: str) -> Reply:
        """An action on a message, from its menu; it opens a dialog, or says something."""
        person, place = self.world.person(who), self.conversation(who, where)

        def act() -> tuple[Json, Json]:
            payload = self.payload_of(place.messages[message])
            value = {"commandId": command, "commandContext": "message", "messagePayload": payload, "context": THEME}
            return self._invoke("composeExtension/fetchTask", place, person, value), payload

        activity, payload = self.do(act)
        dialog = Dialog(person.id, {}, "", place.id, "compose", message, command, payload)
        return self._opened(self.ask(activity), dialog)

    def close(self, who: str) -> None:
        """Close the topmost dialog without sending it off: nobody is told."""
        self.do(self.world.dialogs[self.id_of(who)].pop)

    def _opened(self, attempt: Attempt, dialog: Dialog) -> Reply:
        return self.do(lambda: self._dialog(attempt, dialog))

    def _dialog(self, attempt: Attempt, dialog: Dialog) -> Reply:
        """What the answer to a dialog does: another one in its place, words, or its end."""
        stack = self.world.dialogs.setdefault(dialog.person, [])
        task = attempt.answer.get("task") or {}
        if attempt.status != 200:
            return Reply(attempt, error=SORRY, dialog=stack[-1].card if stack else None)
        if task.get("type") == "continue":
            return self._continued(attempt, dialog)
        if dialog in stack:
            stack.remove(dialog)
        words = shown(str(task["value"])) if task.get("type") == "message" else ""
        if words:
            self.world.shown.setdefault(dialog.person, []).append(words)
        return Reply(attempt, text=words)

    def _continued(self, attempt: Attempt, dialog: Dialog) -> Reply:
        if self._refuses(task_faults(attempt.answer)):
            return Reply(attempt, error=SORRY)
        value: Json = attempt.answer["task"]["value"]
        card, stack = value["card"]["content"], self.world.dialogs[dialog.person]
        if dialog in stack:
            stack.remove(dialog)
        stack.append(replace(dialog, card=card, title=str(value.get("title", ""))))
        return Reply(attempt, dialog=card, errors=errors_in(card))

    def _refuses(self, wrong: list[str]) -> bool:
        self.state.wrong.extend(f"answer: {each}" for each in wrong)
        return bool(wrong)

    def values(self, who: str) -> dict[str, str]:
        """What the topmost dialog holds before anybody types."""
        return self.do(lambda: values_of(self._top(self.world.person(who)).card))
