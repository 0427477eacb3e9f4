"""What invokes carry, and how the bot answered them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.bot.teams.loopback.activities import invoke, iso
from tests.bot.teams.loopback.cards import text_of
from tests.bot.teams.loopback.delivering import Attempt
from tests.bot.teams.loopback.talking import Talking
from tests.bot.teams.loopback.world import Dialog, Json, Message, Person, Place

THEME = {"theme": "default"}


@dataclass(frozen=True, slots=True)
class Reply:
    """How the bot answered, and what the person sees of it."""

    attempt: Attempt | None = None
    """None if nothing was sent: a link, or a dialog that Teams' own client kept back."""
    text: str = ""
    """Words it said at once."""
    card: Json | None = None
    """The card that took the place of the one pressed."""
    dialog: Json | None = None
    """The card of the dialog that is on top now."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """By field."""
    error: str = ""
    """What the client says where the bot's answer is of no use."""

    @property
    def status(self) -> int:
        """The HTTP status; 0 if there was no answer."""
        return self.attempt.status if self.attempt else 0

    @property
    def words(self) -> str:
        """All of it as people read it."""
        return "\n".join(filter(None, (self.text, text_of(self.card), text_of(self.dialog))))

    @property
    def closed(self) -> bool:
        """Whether a dialog was taken, and nothing is open any more."""
        return not (self.errors or self.error or self.dialog) and self.attempt is not None


class Payloads(Talking):
    """The parts that all invokes share."""

    def _card_of(self, message: Message, who: str) -> list[Json]:
        """What somebody sees of a message: their own view, or the card everybody has."""
        view = message.views.get(who)
        return [view] if view is not None else message.cards

    def _invoke(self, name: str, place: Place, who: Person, value: Json, message: Message | None = None) -> Json:
        more: Json = {"value": value}
        if message is not None:
            more |= {"root": self.root_of(message), "replyToId": message.id}
        return invoke(self.world, self.service_url, name, place, who.id, more)

    def _top(self, who: Person) -> Dialog:
        stack = self.world.dialogs.get(who.id)
        if not stack:
            raise KeyError(f"{who.handle} has no dialog open")
        return stack[-1]

    def payload_of(self, message: Message) -> Json:
        """A message as a message extension is given it.

        Source: learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/
        """
        author = self.world.people.get(message.author)
        user = {"id": author.told_id, "displayName": author.name, "userIdentityType": "aadUser"} if author else None
        bot = {"id": self.world.app, "displayName": self.world.bot_name, "applicationIdentityType": "bot"}
        place = self.world.places[message.place]
        shown: Json = {
            "id": message.id, "replyToId": message.root or None, "createdDateTime": iso(message.created),
            "lastModifiedDateTime": iso(message.edited) if message.edited else None, "deleted": bool(message.deleted),
            "summary": None, "importance": "normal", "locale": "en-us",
            "from": {"device": None, "conversation": None, "user": user, "application": None if author else bot},
            "body": {"contentType": "html", "content": message.html},
            "mentions": [self._mention(each, number) for number, each in enumerate(message.mentions)],
            "attachments": [], "reactions": [], "subject": message.subject or None,
            "linkToMessage": f"https://teams.microsoft.com/l/message/{place.id}/{message.id}",
        }  # fmt: skip
        return shown

    def _mention(self, mention: object, number: int) -> Json:
        ident, text = str(getattr(mention, "ident", "")), str(getattr(mention, "text", ""))
        person = self.world.people.get(ident)
        user = {"id": person.told_id, "displayName": text, "userIdentityType": "aadUser"} if person else None
        return {"id": number, "mentionText": text, "mentioned": {"user": user, "application": None}}
