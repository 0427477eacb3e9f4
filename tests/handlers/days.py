"""Days that pass: whatever is due happens, and what was said is kept with its time."""

from datetime import UTC, datetime

from handlers.answers import Post, Whisper
from handlers.cards.blocks import Button
from scoring.facts import Fact, FactKind, Micros
from storage import outbox
from tests.handlers.chat import Chat, shown

LAST: Micros = 1 << 62


def at(year: int, month: int, day: int, hour: int = 0) -> Micros:
    """A moment in UTC."""
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp()) * 1_000_000


def say(moment: Micros) -> str:
    """The moment, readable."""
    return datetime.fromtimestamp(moment / 1_000_000, UTC).strftime("%Y-%m-%d %H:%M")


def until(chat: Chat, end: Micros) -> list[tuple[str, Post | Whisper]]:
    """From one thing that is due to the next; what was said when."""
    said: list[tuple[str, Post | Whisper]] = []
    while (due := _next(chat)) <= end:
        chat.now = max(chat.now, due)
        said += [(say(chat.now), each) for each in chat.tick() if isinstance(each, Post | Whisper)]
    chat.now = max(chat.now, end)
    return said


def _next(chat: Chat) -> Micros:
    [(due,)] = chat.query("SELECT min(next) FROM calendar WHERE state = 'on' AND next > 0")
    return int(str(due)) if due is not None else LAST


def cards(said: list[tuple[str, Post | Whisper]]) -> list[tuple[str, str]]:
    """When the card for all stood there, and its first line."""
    return [(when, shown(each.card).splitlines()[0]) for when, each in said if isinstance(each, Post)]


def choose(chat: Chat, member: str, **traits: int | str) -> None:
    """Privacy choices, or that somebody left."""
    with chat.work() as work:
        work.record([Fact(FactKind.MEMBER, chat.now, member, target=member, extra=tuple(sorted(traits.items())))])


def befriend(chat: Chat, *givers: str, to: str) -> None:
    """They thank somebody, so that they are asked to sign."""
    for giver in givers:
        chat.say(giver, f"<@{to}> :tada: thanks")


def posted(chat: Chat, key: str, remote: str) -> None:
    """A card was sent, and stands under this id."""
    with chat.work() as work:
        [row] = [row for row in outbox.due(work, 100) if row.key == key]
        outbox.settle(work, row.id, row.said, state=outbox.SENT, remote=remote)


def sign(chat: Chat, member: str, number: int = 1, **fields: str) -> None:
    """Somebody signs a card."""
    chat.press(member, Button("celebration_sign", "", str(number)))
    chat.submit(member, chat.dialog(), **fields)
