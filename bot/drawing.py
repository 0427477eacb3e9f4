"""Drawing: the bytes of a file that is handed out - its words, or the picture that stands for them."""

from bot.charts import in_words
from handlers.answers import Download


def content_of(file: Download) -> bytes:
    """What is in the file."""
    if file.chart is None:
        return file.content.encode("utf-8", "replace")
    from bot.pictures import png  # Pillow takes a while to load, and memory.

    return png(file.chart)


def described(file: Download) -> str:
    """A picture in words, for those who can't see it; nothing for other files."""
    return "\n".join(in_words(file.chart)) if file.chart is not None else ""
