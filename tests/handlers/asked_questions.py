"""Questions in a chat: cards that stand, answers under them, and time that passes until something is asked."""

from handlers import posting
from handlers.answers import Post
from handlers.cards.blocks import Button
from handlers.codec import encode
from scoring.periods import DAY
from storage import outbox
from tests.handlers.chat import WORKSPACE, Chat


def stands(chat: Chat, post: Post, remote: str) -> str:
    """The platform says that a card was posted."""
    with chat.database.write(WORKSPACE, chat.now) as work:
        posting.settle(work, 10**9, encode(post), state=outbox.SENT, remote=remote)
    return remote


def button(chat: Chat, text: str) -> Button:
    """The one with these words on what was last answered."""
    from handlers.answers import Note, Refresh, Whisper
    from handlers.cards.blocks import Buttons

    cards = [each.card for each in chat.answers if isinstance(each, Note | Refresh | Whisper)]
    found = [
        each for card in cards for block in card.blocks if isinstance(block, Buttons) for each in block.buttons
        if each.text == text
    ]  # fmt: skip
    assert found, f"no button {text!r}"
    return found[0]


def asks(chat: Chat, words: str = "now", member: str = "ANA") -> str:
    """Somebody asks a question in #general; the id of its card."""
    chat.command(member, f"/huzzah question {words}")
    [post] = chat.posts()
    return stands(chat, post, f"card-{chat.number}")


def until(chat: Chat, days: float) -> list[Post]:
    """Days pass, with a stop wherever something is due; whatever was posted."""
    end = chat.now + int(days * DAY)
    posts: list[Post] = []
    while True:
        sql = f"SELECT min(next) FROM calendar WHERE state = 'on' AND next > 0 AND next <= {end}"
        [(due,)] = chat.query(sql)
        chat.now = max(chat.now, int(str(due))) if due is not None else end
        if due is None:
            return posts
        chat.tick()
        posts += chat.posts()
