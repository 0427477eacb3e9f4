"""Showing off: what tests of contests and challenges do in a Chat - cards arrive, pictures are posted."""

from handlers import posting
from handlers.answers import Post
from handlers.cards.blocks import Card, Choices, Fields, Header, Link, Progress, Runs
from handlers.events import MessageDeleted, MessageEdited, MessagePosted
from storage import outbox
from tests.handlers.chat import WORKSPACE, Chat, shown

PNG = ("image/png",)
PHOTO = '/huzzah contest photo "Your desk today" close 4h'


def deliver(chat: Chat) -> dict[str, str]:
    """Whatever waits is sent; key -> the id its message got."""
    with chat.work() as work:
        while rows := outbox.claim(work, work.now + 1):
            for row in rows:
                remote = outbox.remote_of(work, row.key) or f"b{row.id}"
                posting.settle(work, row.id, row.said, state=outbox.SENT, remote=remote)
    keys = [str(key) for (key,) in chat.query("SELECT DISTINCT key FROM outbox WHERE key <> ''")]
    with chat.work() as work:
        return {key: outbox.remote_of(work, key) for key in keys}


def show(chat: Chat, member: str, *, channel: str = "C1", thread: str = "", picture: str = "") -> str:
    """Somebody posts a picture."""
    message = chat._next()
    chat.do(
        MessagePosted(
            workspace=WORKSPACE, at=chat.now, member=member, channel=channel, message=message, thread=thread,
            text="look", files=PNG, picture=picture,
        )
    )  # fmt: skip
    return message


def change(chat: Chat, member: str, message: str, *, files: tuple[str, ...] = ()) -> None:
    """Somebody edits a message; what is attached to it then."""
    chat._next()
    chat.do(
        MessageEdited(
            workspace=WORKSPACE, at=chat.now, member=member, channel="C1", message=message, text="look", files=files
        )
    )  # fmt: skip


def gone(chat: Chat, message: str, channel: str = "C1") -> None:
    """A message is deleted."""
    chat._next()
    chat.do(MessageDeleted(workspace=WORKSPACE, at=chat.now, channel=channel, message=message))


def react(chat: Chat, message: str, *members: str) -> None:
    """Several people like it."""
    for member in members:
        chat.react(member, message, "heart")


def card(chat: Chat, key: str) -> Card:
    """The newest card under a key among the last answers."""
    found = [answer for answer in chat.answers if isinstance(answer, Post) and answer.key == key]
    assert found, [getattr(answer, "key", answer) for answer in chat.answers]
    return found[-1].card


def words(card: Card) -> str:
    """A card in words, with what `shown` leaves out."""
    said = [shown(card)]
    for block in card.blocks:
        match block:
            case Choices(rows=rows):
                said += [f"{_plain(row.runs)} [{row.note}]" for row in rows]
            case Fields(pairs=pairs):
                said += [f"{label}: {_plain(runs)}" for label, runs in pairs]
            case Progress(label=label, done=done, whole=whole):
                said.append(f"{done:,} of {whole:,} {label[0].lower()}{label[1:]}")
            case Header(text=text):
                said.append(text)
    return "\n".join(said)


def _plain(runs: Runs) -> str:
    return "".join(str(getattr(run, "name", getattr(run, "text", ""))) for run in runs)


def links(card: Card) -> set[str]:
    """The messages that a card points at."""
    found = set()
    for block in card.blocks:
        rows = [row.runs for row in block.rows] if isinstance(block, Choices) else [getattr(block, "runs", ())]
        found |= {run.message for runs in rows for run in runs if isinstance(run, Link)}
    return found


def opened(chat: Chat, words: str = PHOTO, member: str = "ANA") -> str:
    """A contest runs; the id of its card."""
    chat.command(member, words)
    assert [post.key for post in chat.posts()] == ["contest:1"], chat.notes()
    return deliver(chat)["contest:1"]


def closed(chat: Chat) -> None:
    """Its time has come."""
    chat.later(5)
    chat.tick()
