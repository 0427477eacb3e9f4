"""What people do in channels and chats: say, edit, delete, undo that, react."""

from collections.abc import Sequence

from tests.bot.teams.loopback.arranging import Arranging
from tests.bot.teams.loopback.composing import composed, reaction_kind
from tests.bot.teams.loopback.world import CHANNEL, PERSONAL, Json, Message, Place, Reaction, digest

PICTURE = '<p><img alt="image" src="{}" itemtype="http://schema.skype.com/AMSImage" width="250" height="250"></p>'
GIPHY = '<p><img alt="A gif (GIF Image)" src="{}" itemtype="http://schema.skype.com/Giphy" width="250"></p>'
FILE = "application/vnd.microsoft.teams.file.download.info"


class Talking(Arranging):
    """People's voices. A place is a channel or chat by name, or `@bot`: the chat with the bot."""

    def say(self, who: str, where: str, text: str, thread: str = "", files: Sequence[str] = ()) -> str:
        """Say something; `@ana` becomes a mention, `:tada:` an emoji. `files` are media types. The message's id."""
        return self.do(lambda: self._said(who, where, text, thread, files).id)

    def mention(self, who: str, where: str, text: str, thread: str = "") -> str:
        """Say something to the bot: its name comes first."""
        return self.say(who, where, f"@{self.world.bot_name} {text}", thread)

    def tell(self, who: str, text: str) -> str:
        """Write to the bot alone."""
        return self.say(who, "@bot", text)

    def slash(self, who: str, where: str, text: str) -> str:
        """Type a slash command: a message only the two see."""

        def act() -> str:
            return self._said(who, where, text, "", (), only_for=self.id_of(who)).id

        return self.do(act)

    def _said(
        self, who: str, where: str, text: str, thread: str, files: Sequence[str], *, only_for: str = ""
    ) -> Message:
        person, place = self.world.person(who), self.conversation(who, where)
        if person.id not in self.world.members(place):
            raise AssertionError(f"{who} is not in {where}")
        if place.kind == PERSONAL and person.id not in self.world.installs:
            raise AssertionError(f"{who} doesn't have the app")
        moment, typed = self.world.moment(place), composed(self.world, place, text)
        made = Message(str(moment), place.id, person.id, typed.html, typed.text, typed.mentions, thread)
        made.created = made.changed = moment * 1000
        made.only_for = only_for
        for number, each in enumerate(files):
            self._attached(made, each, number)
        place.messages[made.id] = made
        self.announcer.said(made)
        return made

    def _attached(self, message: Message, media: str, number: int) -> None:
        mark = digest(f"file {message.id} {number}", 12)
        if not media.startswith("image/"):
            content: Json = {"downloadUrl": f"https://files.example.com/{mark}", "uniqueId": mark}
            content["fileType"] = media.rpartition("/")[2]
            message.files.append({"contentType": FILE, "content": content, "name": f"{mark}.{content['fileType']}"})
        elif media == "image/gif":
            address = f"https://media.giphy.com/media/{mark}/giphy.gif"
            message.html += GIPHY.format(address)
            message.files.append({"contentType": "image/gif", "contentUrl": address})
        else:
            address = f"{self.service_url}v3/attachments/{mark}/views/original"
            message.html += PICTURE.format(address)
            message.files.append({"contentType": "image/*", "contentUrl": address})

    def edit(self, who: str, where: str, message: str, text: str) -> None:
        """Somebody changes what they said."""

        def act() -> None:
            said, place = self._message(who, where, message), self.conversation(who, where)
            typed = composed(self.world, place, text)
            said.html, said.text, said.mentions = typed.html, typed.text, typed.mentions
            said.changed = said.edited = self.world.moment(place) * 1000
            self.announcer.changed(said, "editMessage")

        self.do(act)

    def delete(self, who: str, where: str, message: str) -> None:
        """Take back what was said."""

        def act() -> None:
            said = self._message(who, where, message)
            said.changed = said.deleted = self.world.moment(self.world.places[said.place]) * 1000
            self.announcer.changed(said, "softDeleteMessage")

        self.do(act)

    def undelete(self, who: str, where: str, message: str) -> None:
        """Undo that."""

        def act() -> None:
            said = self._message(who, where, message)
            said.changed, said.deleted = self.world.moment(self.world.places[said.place]) * 1000, 0
            self.announcer.changed(said, "undeleteMessage")

        self.do(act)

    def react(self, who: str, where: str, message: str, emoji: str) -> None:
        """React to a message, by any of an emoji's names."""

        def act() -> None:
            said, person, kind = self._message(who, where, message), self.id_of(who), reaction_kind(emoji)
            if any((each.person, each.kind) == (person, kind) for each in said.reactions):
                return
            said.changed = self.world.moment(self.world.places[said.place]) * 1000
            said.reactions.append(Reaction(kind, person, said.changed))
            self.announcer.reaction(said, person, kind, added=True)

        self.do(act)

    def unreact(self, who: str, where: str, message: str, emoji: str) -> None:
        """Take a reaction back."""

        def act() -> None:
            said, person, kind = self._message(who, where, message), self.id_of(who), reaction_kind(emoji)
            rest = [each for each in said.reactions if (each.person, each.kind) != (person, kind)]
            if rest != said.reactions:
                said.reactions, said.changed = rest, self.world.moment(self.world.places[said.place]) * 1000
                self.announcer.reaction(said, person, kind, added=False)

        self.do(act)

    def conversation(self, who: str, where: str) -> Place:
        """Where somebody speaks: a channel or chat, or with `@bot` their chat with the bot."""
        return self.world.personal(self.id_of(who)) if where == "@bot" else self.place(where)

    def root_of(self, message: Message) -> str:
        """The thread a message belongs to, as conversations name it; chats have none."""
        in_channel = self.world.places[message.place].kind == CHANNEL
        return (message.root or message.id) if in_channel else ""

    def _message(self, who: str, where: str, message: str) -> Message:
        return self.conversation(who, where).messages[message]
