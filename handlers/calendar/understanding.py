"""Understanding: words that say when, one after the other, each by the first reader that knows it."""

from collections.abc import Sequence

from handlers.calendar import endings, vocabulary
from handlers.calendar.vocabulary import BETWEEN, Reader, Said

READERS: tuple[Reader, ...] = (endings.end, *vocabulary.READERS)


def understand(words: Sequence[str]) -> tuple[Said, int]:
    """What the words at the beginning say about time, and how many of them do."""
    said, used, sure = Said(), 0, 0
    while used < len(words):
        if words[used] in BETWEEN or not words[used]:
            used += 1
            continue
        many = next((many for reader in READERS if (many := reader(said, words[used:]))), 0)
        if not many:
            break
        used += many
        sure = used
    return said, sure
