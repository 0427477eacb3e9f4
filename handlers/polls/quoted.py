"""Quoted: a poll typed between quotation marks - `"Lunch?" "Pizza" "Sushi" anonymous`; pure, and never raises."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from handlers.polls import known_words
from handlers.polls.known_words import Meant
from handlers.polls.quoting import BREAK, Bit, tidy
from handlers.polls.unquoted import are_slashed

OR: Final = frozenset({"or", "or,", "/", "vs", "vs."})
"""Between two quoted pieces these change nothing."""
PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Said:
    """Question and options as they stood there."""

    question: str
    options: tuple[str, ...] = ()
    marked: tuple[int, ...] = ()
    """Which of them bear a mark."""
    explanation: str = ""
    problem: str = ""


def without_or(bits: Sequence[Bit]) -> tuple[Bit, ...]:
    """`"Pizza" or "Sushi"`: without what stands between two of them."""
    last = len(bits) - 1
    return tuple(
        bit
        for place, bit in enumerate(bits)
        if not (0 < place < last and _is_or(bit) and bits[place - 1].quoted and bits[place + 1].quoted)
    )


def _is_or(bit: Bit) -> bool:
    return not bit.quoted and bit.text.lower() in OR


def is_quoted(bits: Sequence[Bit]) -> bool:
    """Whether it is one: quotation marks within a question that has none itself don't make it so."""
    bits = without_or(bits)
    quoted = [place for place, bit in enumerate(bits) if bit.quoted]
    if not quoted:
        return False
    before = [bit.text for bit in bits[: quoted[0]] if bit is not BREAK]
    if _are_known(before):
        return True
    return len(quoted) > 1 and _are_known([bit.text for bit in bits[quoted[0] :] if not bit.quoted and bit.text])


def _are_known(words: Sequence[str]) -> bool:
    place, meant = 0, Meant()
    while place < len(words):
        taken = known_words.take(words, place, meant)
        if not taken:
            return words[place].lower() in known_words.BECAUSE and place == len(words) - 1
        place += taken
    return True


def question_alone(bits: Sequence[Bit], meant: Meant) -> Bit | None:
    """The question, where it alone is quoted: `"Lunch?" Pizza, Sushi`."""
    quoted = [place for place, bit in enumerate(bits) if bit.quoted]
    if len(quoted) != 1:
        return None
    before, following = ([bit.text for bit in part if bit.text] for part in (bits[: quoted[0]], bits[quoted[0] + 1 :]))
    chosen = sum(map(known_words.is_channel, following)) > 1 or sum(map(known_words.is_span, following)) > 1
    if (
        not _are_known(before)
        or (_are_known(following) and not chosen)
        or not (len(following) > 1 or are_slashed("".join(following)))
    ):
        return None
    place = 0
    while place < len(before):
        place += max(known_words.take(before, place, meant), 1)
    return bits[quoted[0]]


def quoted(bits: Sequence[Bit], meant: Meant) -> Said:
    """Question, options, and the words around them."""
    bits = _with_its_question(bits)
    first = next(place for place, bit in enumerate(bits) if bit.quoted)
    before = [bit.text for bit in bits[:first] if bit.text]
    question = "" if _are_known(before) else " ".join(before)
    return _with_options(question, bits[first:] if question else bits, meant)


def _with_its_question(bits: Sequence[Bit]) -> tuple[Bit, ...]:
    # `"Coffee" or "tea"` are two options, and what is asked is which of them.
    places = [place for place, bit in enumerate(bits) if bit.quoted]
    if len(places) != PAIR or places[1] - places[0] != PAIR or not _is_or(bits[places[0] + 1]):
        return without_or(bits)
    if not _are_known([bit.text for bit in bits[: places[0]] if bit.text]):
        return without_or(bits)
    one, other = (replace(bits[place], text=bits[place].text.rstrip(f" {known_words.ASKED}")) for place in places)
    asked = Bit(f"{one.text} or {other.text}?", quoted=True)
    return (*bits[: places[0]], asked, one, other, *bits[places[1] + 1 :])


def _with_options(question: str, bits: Sequence[Bit], meant: Meant) -> Said:
    """The question unless it is known, options, and the words between them."""
    options: list[str] = []
    marked: list[int] = []
    explanation = ""
    place = 0
    while place < len(bits):
        bit = bits[place]
        if bit.quoted or bit is BREAK:
            if not bit.text:
                pass
            elif not question:
                question = bit.text
            else:
                options.append(bit.text)
                marked += [len(options)] if bit.marked else []
            place += 1
            continue
        words = _words_from(bits, place)
        if options:
            words = [word.rstrip(known_words.ASKED) for word in words]
        taken = known_words.take(words, 0, meant)
        following = bits[place + 1] if place + 1 < len(bits) else BREAK
        if not taken and known_words.bare(bit.text) in known_words.BECAUSE and following.quoted:
            explanation, taken = following.text, 2
        elif not taken and known_words.bare(bit.text) in known_words.RIGHT and options:
            marked.append(len(options))
            taken = 1
        elif not taken:
            return Said(question, tuple(options), problem=unknown(bit.text, words[1:]))
        place += taken
    return Said(question, tuple(options), tuple(marked), explanation)


def _words_from(bits: Sequence[Bit], place: int) -> list[str]:
    words: list[str] = []
    for bit in bits[place:]:
        if bit.quoted or bit is BREAK:
            break
        words.append(bit.text)
    return words


def unknown(word: str, following: Sequence[str] = ()) -> str:
    """What to say of a word that says nothing to us."""
    shown = tidy(word)[:40]
    if known_words.bare(word) in known_words.BY:
        if following and known_words.is_time(following[0]):
            times = takewhile(known_words.is_time, following[:4])
            return f"Does it close then? Write close {tidy(' '.join(times))[:40]}."
        return "Compare by which groups? Write by @sales @support, or by team for all of them."
    if advised := known_words.wanting(word) or known_words.scale(shown):
        return advised
    if near := known_words.closest(word):
        return (
            f"I don't know the word {shown}. Did you mean {near}? If it is an option, put it between quotation marks."
        )
    known = ", ".join(known_words.SUGGESTED[:8])
    return f"I don't know the word {shown}. If it is an option, put it between quotation marks; words I know: {known} …"
