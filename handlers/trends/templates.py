"""Templates: the question, poll or contest that may come of what is rising, in our own words."""

from dataclasses import dataclass
from hashlib import sha256

from handlers.trends.counting import EMOJI, HASHTAG, LINK, THREAD
from handlers.trends.days import CONTEST, POLL, PROMPT, Day
from scoring.emoji_names import glyph
from scoring.markup import escape


@dataclass(frozen=True, slots=True)
class Template:
    """`{}` is where the thing itself stands, as markup."""

    kind: str
    words: str
    options: tuple[str, ...] = ()


TEMPLATES: dict[str, tuple[Template, ...]] = {
    EMOJI: (
        Template(PROMPT, "{} is everywhere here these days. What is the story behind it?"),
        Template(CONTEST, "The best picture or meme that goes with {}"),
        Template(
            POLL, "{} – what does it say about your week?",
            ("All is well", "Busy, but fine", "Send coffee", "Ask me on Friday"),
        ),
    ),
    HASHTAG: (
        Template(PROMPT, "{} is on many minds. What should everybody know about it?"),
        Template(CONTEST, "{} in one picture or meme"),
        Template(PROMPT, "{}: what has been your favourite moment so far?"),
    ),
    LINK: (
        Template(PROMPT, "Many of you passed on {}. What did you take from it?"),
        Template(
            POLL, "{} – have you seen it?",
            ("Yes, and I liked it", "Yes, but I see it otherwise", "Not yet", "Tell me the point in one line"),
        ),
    ),
    THREAD: (
        Template(PROMPT, "A thread here has got many people talking. What is the point, in one line?"),
        Template(PROMPT, "That thread has legs. What would you like to hear more of?"),
    ),
}  # fmt: skip


def filled(kind: str, item: str, turn: str) -> Template:
    """A template for something that is rising; which one depends on what and when alone."""
    choice = TEMPLATES[kind]
    template = choice[int.from_bytes(sha256(f"{turn} {kind} {item}".encode()).digest()[:4], "big") % len(choice)]
    return Template(template.kind, template.words.replace("{}", shown(kind, item)), template.options)


def of_day(day: Day, when: str) -> Template:
    """The same for a day of the year."""
    return Template(day.kind, f"{escape(day.name)} {when}: {escape(day.words)}", day.options)


def shown(kind: str, item: str) -> str:
    """The thing itself, as markup."""
    if kind == EMOJI:
        return f":{item}:"
    if kind == HASHTAG:
        return f"#{item}"
    return escape(item) if kind == LINK else ""


def in_words(kind: str, item: str) -> str:
    """The thing itself, as plain words."""
    if kind == EMOJI:
        return glyph(item) or f":{item}:"
    return "a thread" if kind == THREAD else f"#{item}" if kind == HASHTAG else item
