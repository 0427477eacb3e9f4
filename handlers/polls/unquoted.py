"""Unquoted: a poll typed without quotation marks - `Lunch? Pizza, Sushi`, or line by line, as one does on a phone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.polls import known_words
from handlers.polls.known_words import Meant
from handlers.polls.quoting import CLOSERS, LONGEST, tidy
from scoring.emoji_names import ONE_EMOJI
from scoring.markup import Kind, escape, pieces

_BULLET: Final = re.compile(r"^\s*(?:[-–—•·◦▪*+]\s+|\(?\d{1,2}[.)]\s+|\(?[a-zA-Z][.)]\s+)")
_SENTENCE_END: Final = re.compile(r"[?？؟](?=[\s\W]|$)[?？؟!\s]*")
_COLON: Final = re.compile(r":(?!\d+:)[\w+\-]+:|(:\s+)")
"""The first group; `:pizza:` is an emoji."""
LISTING: Final = re.compile(r"\s*(?:(?<!\d),|,(?!\d)|[;|、，；])\s*|\s+/\s+")
"""Between two digits a comma belongs to the number: `1,50 €`."""
_NUMBERED: Final = re.compile(r"(?:\d{1,2}(?:,\d{1,2}){2,}|\d{4}(?:,\d{4})+)(?:,?\s+or\s+\d{1,4})?")
"""`1,2,3` is no number."""
OR: Final = re.compile(r"\s+or\s+")
_BEFORE_LAST: Final = re.compile(r"^(?:or|and)\s+")
_OPENING: Final = re.compile(r"(?<![:;=\-])[(\[]|[)\]]")
"""Brackets, and not what looks sad, `:(`."""
_AN_OPTION_BEFORE: Final = re.compile(r"(?i)(?:^|[,;|/?？؟:、，；]|\bor)\s*$")
_SLASHED: Final = re.compile(r"[^\W\d][^\s/:]*(?:/[^\W\d][^\s/:]*)+")
"""`pizza/sushi`, and neither an address nor a date."""
_EXPLAINED: Final = re.compile(r"(?i)^\s*(?:because|explanation|explain)\b\s*[:,]?\s*(.+)$")
_FIRST: Final = frozenset(known_words.ANONYMOUS)
"""Before the question only these are taken for words of ours: `Rating of the week?` asks something."""


@dataclass(frozen=True, slots=True)
class Loose:
    """Question and options as they could be told apart."""

    question: str
    options: tuple[str, ...] = ()
    explanation: str = ""


def loose(text: str, meant: Meant) -> Loose:
    """Read it line by line if there are lines, else by question mark and commas."""
    lines = [line for line in text[:LONGEST].splitlines() if line.strip()]
    if not lines:
        return Loose("")
    while len(lines) > 1 and _SENTENCE_END.search(lines[1]) and _all_known(lines[0], meant):
        del lines[0]
    lines[0] = _without_first(lines[0], meant)
    return _lines(lines, meant) if len(lines) > 1 else _line(lines[0], meant)


def after(question: str, text: str, meant: Meant) -> Loose:
    """The options that follow a question which itself is known."""
    lines = [line for line in text[:LONGEST].splitlines() if line.strip()]
    if len(lines) > 1:
        found = _lines(["", *lines], meant)
        return Loose(question, found.options, found.explanation)
    return Loose(question, options_in(_without_last(lines[0], meant, asked=True)) if lines else ())


def advice(question: str, options: Sequence[str], *, ranking: bool) -> str:
    """What to type where there are too few options; nothing if what is missing can't be told."""
    words = options[0].split() if len(options) == 1 else []
    if words and re.search(r"\d,\d", options[0]):
        return f"Put a space behind each comma between options: {options[0].replace(',', ', ')}"
    if scaled := known_words.scale(options[0] if len(options) == 1 else "" if options else question):
        return scaled
    if len(words) > 1 and not set(options[0]) & set(CLOSERS):
        return f"Put a comma between the options: {', '.join(words)}"
    if ranking and not options and len(LISTING.split(question)) > 1 and not _SENTENCE_END.search(question):
        return f'The question is missing. Put it first: /huzzah rank "Which first?" {question}'
    return ""


def unsure(options: Sequence[str]) -> str:
    """What to ask where the last option may be a word of ours: with names, what was to be anonymous can't be mended."""
    word = options[-1].split()[-1] if options and options[-1] else ""
    if word[-1:] not in known_words.ASKED or not word or not known_words.is_alone(word.rstrip(known_words.ASKED)):
        return ""
    if len(options[-1].split()) > 1 and known_words.bare(word.rstrip(known_words.ASKED)) not in known_words.ANONYMOUS:
        return ""
    bared = known_words.bare(word.rstrip(known_words.ASKED))
    return (
        f"Is {word} an option, or how I shall ask? Write {bared} behind all options, without a question mark; "
        "or put each option between quotation marks."
    )


def are_slashed(text: str) -> bool:
    """Whether one word is several options: `pizza/sushi/salad`."""
    return _SLASHED.fullmatch(text) is not None


def _without_first(line: str, meant: Meant) -> str:
    words = line.split()
    place = 0
    while place < len(words) - 1 and known_words.bare(words[place]) in _FIRST:
        place += known_words.take(words, place, meant)
    rest = line.split(maxsplit=place)[-1] if place else line
    if place and rest[0].islower() and not _SENTENCE_END.search(rest) and _colon(rest) is None:
        # `Anonymous feedback` is asked for, and anonymous at that.
        return line
    return rest


def _lines(lines: Sequence[str], meant: Meant) -> Loose:
    question = _without_last(lines[0], meant, least=1) if _SENTENCE_END.search(lines[0]) else lines[0]
    options: list[str] = []
    explanation = ""
    # Several are what is chosen from, not where it stands.
    channels = sum(known_words.is_channel(line.strip()) for line in lines[1:])
    for line in lines[1:]:
        bulleted = _BULLET.sub("", line)
        if found := _EXPLAINED.match(line):
            explanation = tidy(found[1])
        elif bulleted != line or _stands_alone(line, channels=channels > 1) or not _all_known(line, meant):
            options.append(tidy(bulleted))
    return Loose(tidy(question), tuple(filter(None, options)), explanation)


def _line(line: str, meant: Meant) -> Loose:
    end = _SENTENCE_END.search(line) or _colon(line)
    if end is None:
        return Loose(tidy(_without_last(line, meant)))
    question = line[: end.end()] if not end[0].startswith(":") else line[: end.start()]
    rest = _without_last(line[end.end() :], meant, asked=True)
    return Loose(tidy(question), options_in(rest))


def _colon(line: str) -> re.Match[str] | None:
    return next((found for found in _COLON.finditer(line) if found[1]), None)


def options_in(rest: str) -> tuple[str, ...]:
    """The options of one line: between commas, slashes, `or`, or each with its emoji."""
    rest = rest.strip(" \t,;、，；")
    if not rest:
        return ()
    if are_slashed(rest):
        return tuple(tidy(option) for option in rest.split("/"))
    if _NUMBERED.fullmatch(rest.strip(".")):
        return tuple(re.findall(r"\d+", rest))
    parts = apart(LISTING, _BULLET.sub("", rest))
    if len(parts) > 1:
        parts = [*parts[:-1], *apart(OR, _BEFORE_LAST.sub("", parts[-1]))]
    else:
        parts = list(_by_emoji(rest) or apart(OR, rest))
    return _unasked(tuple(filter(None, (tidy(part).strip(".") for part in parts))))


def _unasked(options: tuple[str, ...]) -> tuple[str, ...]:
    # `Pizza or Sushi?` asks all of it; `Why?, How?` are questions.
    if len(options) > 1 and not any(option.endswith(tuple(known_words.ASKED)) for option in options[:-1]):
        last = options[-1].rstrip(f" {known_words.ASKED}")
        return (*options[:-1], last) if last else options
    return options


def apart(pattern: re.Pattern[str], text: str) -> list[str]:
    """Split there, but not within brackets."""
    within = bytearray(len(text))
    opened: list[int] = []
    for found in _OPENING.finditer(text):
        if found[0] in "([":
            opened.append(found.start())
        elif opened:
            start = opened.pop()
            if not opened:
                within[start : found.start()] = b"\1" * (found.start() - start)
    parts, begin = [], 0
    for found in pattern.finditer(text):
        if not within[found.start()]:
            parts.append(text[begin : found.start()])
            begin = found.end()
    return [*parts, text[begin:]]


def _by_emoji(rest: str) -> tuple[str, ...]:
    """`🍕 🍣 🌮`, or `🍕 Pizza 🍣 Sushi`: each emoji begins an option."""
    options: list[str] = []
    for kind, piece in pieces(rest.strip()):
        if kind is Kind.EMOJI:
            options += [piece] if piece.startswith(":") else list(_each(piece))
        elif not options:
            return ()
        else:
            options[-1] += piece if kind is not Kind.TEXT else escape(piece)
    return tuple(options) if len(options) > 1 else ()


def _each(run: str) -> list[str]:
    # Emoji in a row, `🍕🍣`, are one piece.
    return [found.group() for found in ONE_EMOJI.finditer(run)]


def _all_known(line: str, meant: Meant) -> bool:
    words = line.split()
    if _taken(words, Meant()) < len(words):
        return False
    _taken(words, meant)
    return True


def _taken(words: Sequence[str], meant: Meant) -> int:
    # How many words from the first on are known, all in a row.
    place = 0
    while place < len(words):
        taken = known_words.take(words, place, meant)
        if not taken or meant.problem:
            break
        place += taken
    return place


def _without_last(line: str, meant: Meant, least: int = 0, *, asked: bool = False) -> str:
    """The line without the words of ours that it ends with; `asked`: what is asked stands before it."""
    found = [match.span() for match in re.finditer(r"[^\s,;|]+", line)]
    words = [line[start:end].rstrip(known_words.ASKED if asked else "") for start, end in found]
    least = max(least, len(words) - 30, _in_a_row(words), 0)
    for place in range(least, len(words)):
        rest = words[place:]
        if _is_when(rest) and _AN_OPTION_BEFORE.search(line[: found[place][0]]):
            continue
        if _taken(rest, Meant()) == len(rest) and any(
            known_words.bare(word) not in {*known_words.FILLING, ""} for word in rest
        ):
            _taken(rest, meant)
            return line[: found[place][0]]
    return line


def _is_when(words: Sequence[str]) -> bool:
    # `today, tomorrow, in 2 days` is what is chosen from.
    return known_words.bare(words[0]) == "in" and not any(known_words.is_channel(word) for word in words[1:2])


def _stands_alone(line: str, *, channels: bool) -> bool:
    words = line.split()
    return bool(words) and (_is_when(words) or (channels and known_words.is_channel(line.strip())))


def _in_a_row(words: Sequence[str]) -> int:
    """Where what may be ours begins: of several channels, or lengths of time, each is an option."""
    after_last = 0
    for known, saying in ((known_words.is_channel, known_words.INTO), (known_words.is_span, known_words.CLOSE)):
        free = [
            place
            for place, word in enumerate(words)
            if known(word) and known_words.bare(words[place - 1] if place else "") not in saying
        ]
        after_last = max(after_last, free[-1] + 1 if len(free) > 1 else 0)
    return after_last
