"""What people ask of the bot: commands, presses, shortcuts, the home tab, workflow steps."""

from tests.bot.slack.loopback.block_kit import find_element
from tests.bot.slack.loopback.forms import KEEPS, Entry, chosen, values_of
from tests.bot.slack.loopback.payloads import PLACES, Payloads, Reply
from tests.bot.slack.loopback.shapes import message_shape
from tests.bot.slack.loopback.world import Execution, Json, Message, ResponseUrl, User, View


class Interacting(Payloads):
    """People asking."""

    def command(self, user: str, channel: str, line: str, *, escape: bool | None = None) -> Reply:
        """Type a slash command; mentions are resolved as the app's settings say."""
        name, _, words = line.partition(" ")

        def act() -> tuple[Json, ResponseUrl]:
            place, who = self.conversation(user, channel), self.world.users[self.id_of(user)]
            escapes = self.app.commands[name] if escape is None else escape
            way = self.world.new_response_url(who.id, place.id)
            form = self._common() | {
                "command": name, "text": self.mentioning(words.strip(), named=True) if escapes else words.strip(),
                "channel_id": place.id, "channel_name": PLACES.get(place.kind, place.name), "user_id": who.id,
                "user_name": who.name, "response_url": self._address("commands", way, who),
                "trigger_id": self.world.new_trigger(who.id),
            }  # fmt: skip
            team = self.world.teams[who.team]
            form |= {"team_id": team.id, "team_domain": team.domain, "is_enterprise_install": "false"}
            if team.enterprise:
                form |= {"enterprise_id": team.enterprise, "enterprise_name": "The organisation"}
            return form, way

        if name not in self.app.commands:
            raise AssertionError(f"{name} is not a valid command")
        form, way = self.do(act)
        attempt = self.wait(self.deliverer.once("slash_commands", form))
        body = attempt.answer or ({"text": attempt.body} if attempt.body else {})
        if body and attempt.status == 200:
            self.do(lambda: self.doors.answered(way, body))
        return Reply(attempt, way)

    def press(self, user: str, on: str | Message, action: str, *, channel: str = "", choose: Entry = None) -> Reply:
        """Press a button, by its action (`undo` for `undo#3`), label or value, or choose in a menu.

        `on` is a card or its ts, `home`, or `view` for the topmost dialog.
        """

        def act() -> tuple[Json, ResponseUrl | None]:
            who = self.world.users[self.id_of(user)]
            if isinstance(on, str) and on in ("home", "view"):
                return self._press_in_view(who, self._view(who, on), action, choose), None
            message = on if isinstance(on, Message) else self._card(on, channel)
            return self._press_on_card(who, message, action, choose)

        payload, way = self.do(act)
        return Reply(self.wait(self.deliverer.once("interactive", payload)), way)

    def _press_on_card(self, who: User, message: Message, action: str, choose: Entry) -> tuple[Json, ResponseUrl]:
        way = self.world.new_response_url(who.id, message.channel, message)
        place = self.world.channels[message.channel]
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": place.id}
        container |= {"is_ephemeral": bool(message.only_for)}
        if message.thread_ts and message.thread_ts != message.ts:
            container["thread_ts"] = message.thread_ts
        payload = self._who(who, place.team) | {
            "type": "block_actions", "container": container, "channel": self._channel(place),
            "state": {"values": values_of(message.blocks, {})}, "trigger_id": self.world.new_trigger(who.id),
            "response_url": self._address("actions", way, who),
            "actions": [self._action(message.blocks, action, choose)],
        }  # fmt: skip
        if not message.only_for:
            payload["message"] = message_shape(message, self.world)
        return payload, way

    def _press_in_view(self, who: User, view: View, action: str, choose: Entry) -> Json:
        pressed = self._action(view.content["blocks"], action, choose)
        if pressed["type"] in KEEPS:
            key = KEEPS[pressed["type"]][0]
            state = {"type": pressed["type"], key: pressed.get(key)}
            view.content["_values"].setdefault(pressed["block_id"], {})[pressed["action_id"]] = state
        return self._who(who) | {
            "type": "block_actions", "container": {"type": "view", "view_id": view.id},
            "trigger_id": self.world.new_trigger(who.id, view.id), "view": self._seen(view), "actions": [pressed],
        }  # fmt: skip

    def _action(self, blocks: list[Json], action: str, choose: Entry) -> Json:
        found = find_element(blocks, action)
        if found is None:
            raise KeyError(f"nothing to press is called {action}")
        block, element = found
        pressed: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
        pressed |= {each: element[each] for each in ("text", "value", "style", "url") if each in element}
        if element["type"] in KEEPS and choose is not None:
            pressed |= chosen(element, choose, self.id_of)
        return pressed | {"action_ts": self.world.event_ts()}

    def shortcut(self, user: str, callback: str) -> Reply:
        """A global shortcut."""
        assert ("global", callback) in self.app.shortcuts, callback

        def act() -> Json:
            who = self.world.users[self.id_of(user)]
            payload = self._who(who)
            payload |= {"type": "shortcut", "callback_id": callback, "action_ts": self.world.event_ts()}
            return payload | {"trigger_id": self.world.new_trigger(who.id)}

        return Reply(self.wait(self.deliverer.once("interactive", self.do(act))))

    def message_action(self, user: str, callback: str, channel: str, ts: str) -> Reply:
        """A shortcut on a message."""
        assert ("message", callback) in self.app.shortcuts, callback

        def act() -> tuple[Json, ResponseUrl]:
            who, place = self.world.users[self.id_of(user)], self.conversation(user, channel)
            message = place.messages[ts]
            way = self.world.new_response_url(who.id, place.id)
            way.thread = message.thread_ts
            payload = self._who(who) | {
                "type": "message_action", "callback_id": callback, "action_ts": self.world.event_ts(),
                "message_ts": ts, "message": message_shape(message, self.world), "channel": self._channel(place),
                "trigger_id": self.world.new_trigger(who.id), "response_url": self._address("app", way, who),
            }  # fmt: skip
            return payload, way

        payload, way = self.do(act)
        return Reply(self.wait(self.deliverer.once("interactive", payload)), way)

    def open_home(self, user: str, tab: str = "home") -> None:
        """Look at the bot's home tab (or, with tab `messages`, at the talk with it)."""

        def act() -> None:
            who = self.world.users[self.id_of(user)]
            place = self.world.direct(who.id, self.bot(who.team))
            event: Json = {"type": "app_home_opened", "user": who.id, "channel": place.id, "tab": tab}
            if who.id in self.world.homes and tab == "home":
                event["view"] = self._seen(self.world.homes[who.id])
            self.announcer.in_team(event | {"event_ts": self.world.event_ts()}, who.team)

        self.do(act)

    def run_step(self, user: str, callback: str, inputs: Json) -> Execution:
        """A workflow that somebody started comes to a step of ours; `state` of the execution tells its end."""
        assert callback in self.app.steps, callback

        def act() -> Execution:
            team = self.world.users[self.id_of(user)].team
            made = Execution(self.world.new_id("Fx"), callback, inputs, self.id_of(user), team)
            self.world.executions[made.id] = made
            named = [{"type": "string", "name": name, "title": name, "is_required": True} for name in inputs]
            function: Json = {"id": self.world.new_id("Fn"), "callback_id": callback, "title": callback, "type": "app"}
            function |= {"description": "", "input_parameters": named, "output_parameters": [], "app_id": self.app.id}
            event: Json = {"type": "function_executed", "function": function, "inputs": inputs}
            event |= {"function_execution_id": made.id, "workflow_execution_id": self.world.new_id("Wx")}
            event |= {"bot_access_token": self._for_step(made), "event_ts": self.world.event_ts()}
            self.announcer.in_team(event, team)
            return made

        return self.do(act)

    def _for_step(self, execution: Execution) -> str:
        installed = self.tokens.for_team(execution.team, self.world.teams[execution.team].enterprise)
        if installed is None:
            return ""
        token = self.tokens.issue(installed)
        del self.tokens.tokens[token.value]
        token.value, token.execution, token.until = f"xwfp-{execution.id}", execution.id, 0
        self.tokens.tokens[token.value] = token
        return token.value
