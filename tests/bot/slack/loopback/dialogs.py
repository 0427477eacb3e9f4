"""Dialogs: filled in, sent off, closed, and what the app's answer does to them."""

from collections.abc import Mapping

from tests.bot.slack.loopback.block_kit import find_element
from tests.bot.slack.loopback.delivering import Attempt
from tests.bot.slack.loopback.forms import Entry, fill, missing, values_of
from tests.bot.slack.loopback.interacting import Interacting
from tests.bot.slack.loopback.method_views import checked, replaced, stacked
from tests.bot.slack.loopback.payloads import Submitted
from tests.bot.slack.loopback.world import Json, View


class Dialogs(Interacting):
    """People with a dialog open."""

    def fill(self, user: str, fields: Mapping[str, Entry]) -> None:
        """Type into the topmost dialog without sending it off."""

        def act() -> None:
            view = self._view(self.world.users[self.id_of(user)], "view")
            typed = fill(view.content["blocks"], fields, self.id_of)
            for block, entries in typed.items():
                view.content["_values"].setdefault(block, {}).update(entries)

        self.do(act)

    def submit(self, user: str, fields: Mapping[str, Entry] | None = None) -> Submitted:
        """Fill in the topmost dialog and send it off."""
        self.fill(user, fields or {})
        who = self.world.users[self.id_of(user)]

        def act() -> tuple[View, dict[str, str], Json]:
            view = self._view(who, "view")
            blocks = view.content["blocks"]
            view.content["_values"] = values_of(blocks, view.content["_values"])
            payload = self._who(who) | {"type": "view_submission", "view": self._seen(view)}
            payload |= {"trigger_id": self.world.new_trigger(who.id, view.id), "response_urls": []}
            return view, missing(blocks, view.content["_values"]), payload

        view, kept_back, payload = self.do(act)
        if kept_back:
            return Submitted(None, kept_back, self._seen(view))
        attempt = self.wait(self.deliverer.once("interactive", payload))
        if attempt.reason:
            return Submitted(attempt, {"": "We had some trouble connecting. Try again?"}, self._seen(view))
        return self.do(lambda: self._answered(who.id, view, attempt))

    def _answered(self, user: str, view: View, attempt: Attempt) -> Submitted:
        """What the answer to a dialog does. Source: docs.slack.dev/surfaces/modals"""
        stack, answer = self.world.stacks[user], attempt.answer
        action = answer.get("response_action")
        if action == "errors":
            errors = {name.partition("#")[0]: text for name, text in answer["errors"].items()}
            unknown = set(answer["errors"]) - {each["block_id"] for each in view.content["blocks"]}
            assert not unknown, f"errors for blocks that aren't there: {unknown}"
            return Submitted(attempt, errors, self._seen(view))
        if action == "update":
            replaced(self.world, view, checked(answer["view"], "modal"))
        elif action == "push":
            stacked(self.world, user, checked(answer["view"], "modal"))
        elif action == "clear":
            stack.clear()
        elif view in stack:
            stack.remove(view)
        return Submitted(attempt, {}, self._seen(stack[-1]) if stack else None)

    def close(self, user: str) -> None:
        """Close the topmost dialog without sending it off; the app is told if it wants to know."""
        who = self.world.users[self.id_of(user)]
        view = self.do(self.world.stacks[who.id].pop)
        if view.content.get("notify_on_close"):
            payload = self._who(who) | {"type": "view_closed", "view": self._seen(view)}
            self.wait(self.deliverer.once("interactive", payload | {"is_cleared": False}))

    def suggest(self, user: str, action: str, typed: str) -> list[Json]:
        """Type into a menu whose options the app is asked for (block_suggestion); the options."""

        def act() -> Json:
            who = self.world.users[self.id_of(user)]
            view = self._view(who, "view")
            found = find_element(view.content["blocks"], action)
            if found is None:
                raise KeyError(action)
            asked = {"action_id": found[1]["action_id"], "block_id": found[0]["block_id"], "value": typed}
            payload = self._who(who) | {"type": "block_suggestion", "view": self._seen(view)}
            return payload | asked | {"container": {"type": "view", "view_id": view.id}}

        answer = self.wait(self.deliverer.once("interactive", self.do(act))).answer
        return list(answer.get("options", []))
