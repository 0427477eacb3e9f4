"""Words that say how a poll is meant: `anonymous`, `limit 2`, `close Fri 17:00`; read in any order, pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from handlers.polls import terms

ANONYMOUS: Final = ("anonymous", "anonymously", "anon", "secret", "secretly")
KINDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("multi", "multiple", "several", "multichoice", "multi-choice", "choices"), terms.CHOICES),
    **dict.fromkeys(("choice", "single"), terms.CHOICE),
    **dict.fromkeys(("yesno", "yes/no", "yes-no", "y/n"), terms.YESNO),
    **dict.fromkeys(("rating", "rate", "stars", "1-5", "1–5"), terms.RATING),
    **dict.fromkeys(("enps", "nps", "0-10", "0–10"), terms.ENPS),
    **dict.fromkeys(("ranking", "rank", "ranked"), terms.RANKING),
    **dict.fromkeys(("open", "answers", "freetext", "free-text"), terms.OPEN),
    **dict.fromkeys(("quiz", "trivia"), terms.QUIZ),
}
RESULTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("hidden", "hide"), terms.HIDDEN),
    **dict.fromkeys(("sealed", "seal"), terms.SEALED),
    **dict.fromkeys(("live",), terms.LIVE),
}
SWITCHES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("add", "adding", "extend"), "add"),
    **dict.fromkeys(("remind", "reminder", "reminders"), "remind"),
    **dict.fromkeys(("moderated", "moderate"), "moderated"),
}
LIMIT: Final = frozenset({"limit", "max", "most", "pick"})
RIGHT: Final = frozenset({"right", "correct", "answer", "solution"})
BECAUSE: Final = frozenset({"because", "explanation", "explain"})
CLOSE: Final = frozenset({"close", "closes", "closing", "until", "ends", "till"})
INTO: Final = frozenset({"in", "to", "channel"})
BY: Final = frozenset({"by", "per"})
BEFORE_BY: Final = frozenset({"compare", "compared", "split", "grouped", "results"})
ALL_GROUPS: Final = frozenset({"team", "teams", "group", "groups", "department", "departments"})
FILLING: Final = frozenset({"please", "and", "with", "results", "votes", "poll", "options", "option", "vote", "thanks"})
"""Words that people put between and that change nothing."""
NEVER: Final = "never"
ASKED: Final = "?？؟"
"""What people end with, `anonymous?`, where they ask us rather than their colleagues."""
NUMBERS: Final[Mapping[str, int]] = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
SCALE: Final = "A rating goes from 1 to 5; for 0 to 10 write enps, or give your own options."
ONE_WAY: Final = "Results can be shown in one way only: hidden (once you voted), or sealed (after the close)."
ONE_PLACE: Final = "It can stand in one channel only. If channels are options, put each between quotation marks."
_ALONE: Final = frozenset((*KINDS, *RESULTS, *SWITCHES, *ANONYMOUS))

SUGGESTED: Final = ("anonymous", "multi", "limit", "hidden", "sealed", "add", "close", "remind", "moderated", "yesno",
                    "rating", "enps", "ranking", "open", "quiz", "right", "because", "compare by")  # fmt: skip
"""What an unknown word is compared with, and what people are told there is."""

_CHANNEL: Final = re.compile(r"<#[^<>\s]+>|#[^\s#<>]{1,80}")
_UNIT: Final = r"(?:m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)"
_SPAN: Final = re.compile(rf"\d{{1,4}}{_UNIT}")
_SPAN_AHEAD: Final = re.compile(rf"\d{{1,4}}\s?{_UNIT}(?=\s|$)")
_AROUND: Final = ",;" + ASKED
_SCALING: Final = frozenset({"on", "a", "scale", "of", "from", "between", "marks", "points"})
_RATED: Final = frozenset({"rating", "rate", "stars"})
_FROM_TO: Final = re.compile(
    r"(?:(?:from|of|between)\s+)?(\d{1,3})(?:\s*[-–—]\s*|\s+(?:to|and)\s+)(\d{1,3})(?=[\s,;.!?]|$)"
)
_TIME: Final = re.compile(
    r"\d[\d:.,\-/]*(?:am|pm|h|st|nd|rd|th|m|min|mins|minutes?|hrs?|hours?|d|days?|w|weeks?)?"
    r"|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*"
    r"|oct\w*|nov\w*|dec\w*|today|tomorrow|tonight|noon|midnight|eod|cob|eow|end|next|this|at|on|by|in|after|of|the|am|pm|never"
    r"|hours?|days?|minutes?|mins?|weeks?|manually|hand"
)
MOST_OF_A_TIME: Final = 6


@dataclass(slots=True)
class Meant:
    """What the words said, as they are read."""

    anonymous: bool = False
    kinds: list[str] = field(default_factory=list)
    results: str = ""
    switches: set[str] = field(default_factory=set)
    limit: int = -1
    right: list[int] = field(default_factory=list)
    close: str = ""
    channel: str = ""
    by: list[str] = field(default_factory=list)
    problem: str = ""
    clash: str = ""
    """Words that were understood and don't go together."""


def bare(word: str) -> str:
    """A word without what people put around it."""
    return word.strip(",;.!…()*").lstrip("-–—+/").rstrip(":=").lower()


def take(words: Sequence[str], place: int, meant: Meant) -> int:
    """Read what stands at this place into `meant`; how many words it took, 0 if it isn't known."""
    word = bare(words[place])
    if grouped := _groups([*words[place:]], meant):
        return grouped
    if word in _RATED and (scaled := _scale(words[place + 1 :], meant)):
        return 1 + scaled
    if _plain(word, meant) or word in FILLING or not word:
        return 1
    if _SPAN.fullmatch(word):
        meant.close = word
        return 1
    if is_channel(words[place]):
        _stands_in(words[place], meant)
        return 1
    name, _, rest = re.sub("[:=]", " ", word, count=1).partition(" ")
    if rest and name in LIMIT | RIGHT | CLOSE:
        return _with_more((name, rest, *words[place + 1 :]), meant) - 1
    return _with_more((word, *words[place + 1 :]), meant)


def _plain(word: str, meant: Meant) -> bool:
    if word in ANONYMOUS:
        meant.anonymous = True
    elif word in KINDS:
        if KINDS[word] not in meant.kinds:
            meant.kinds.append(KINDS[word])
    elif word in RESULTS:
        if meant.results not in ("", RESULTS[word]):
            meant.clash = ONE_WAY
        meant.results = RESULTS[word]
    elif word in SWITCHES:
        meant.switches.add(SWITCHES[word])
    else:
        return False
    return True


def _with_more(words: Sequence[str], meant: Meant) -> int:
    # A word that wants something after it: a number, a time, a channel.
    word, more = words[0], words[1:]
    if word in LIMIT | RIGHT:
        numbers = _numbers(more)
        if word in LIMIT and more and bare(more[0]) in NUMBERS:
            numbers = [NUMBERS[bare(more[0])]]
        if not numbers:
            return 0
        if word in LIMIT:
            meant.limit = numbers[0]
            return 2
        meant.right += numbers
        return 1 + len(numbers)
    if word in CLOSE or (word == "for" and more and more[0][:1].isdecimal()):
        return _time(more, meant)
    if word in INTO and more and is_channel(more[0]):
        _stands_in(more[0], meant)
        return 2
    if word == "in" and (ahead := _SPAN_AHEAD.match(" ".join(map(bare, more[:2])))):
        meant.close = "".join(ahead[0].split())
        return 1 + len(ahead[0].split())
    return 0


def _stands_in(word: str, meant: Meant) -> None:
    channel = word.strip(_AROUND)
    if meant.channel not in ("", channel):
        meant.clash = ONE_PLACE
    meant.channel = channel


def _scale(words: Sequence[str], meant: Meant) -> int:
    # `rating from 1 to 5` goes without saying; any other one is no rating of ours.
    found = _FROM_TO.match(" ".join(words[:5]))
    if found is None:
        return 0
    meant.kinds += [terms.RATING] if terms.RATING not in meant.kinds else []
    if (int(found[1]), int(found[2])) != (1, 5):
        meant.clash = SCALE
    return len(found[0].split())


def _groups(words: Sequence[str], meant: Meant) -> int:
    # `by @sales and @support`, `compare by team`.
    place = 1 if bare(words[0]) in BEFORE_BY else 0
    if len(words) < place + 2 or bare(words[place]) not in BY:
        return 0
    place += 1
    if bare(words[place]) in ALL_GROUPS:
        meant.by.append(terms.GROUPS)
        return place + 1
    found: list[str] = []
    taken = place
    for at in range(place, len(words)):
        word = words[at].strip(",;.")
        if word.startswith(("@", "<!", "<@")):
            found.append(word)
            taken = at + 1
        elif bare(word) not in ("and", "&", ""):
            break
    meant.by += found
    return taken if found else 0


def _numbers(words: Sequence[str]) -> list[int]:
    found: list[int] = []
    for word in words:
        parts = [part for part in bare(word).split(",") if part]
        if not parts or not all(part.isdecimal() and len(part) < 4 for part in parts):
            break
        found += [int(part) for part in parts]
    return found


def _time(words: Sequence[str], meant: Meant) -> int:
    taken: list[str] = []
    for word in words[:MOST_OF_A_TIME]:
        if not _TIME.fullmatch(bare(word)) or (bare(word) in INTO and taken):
            break
        if _groups(words[words.index(word) :], Meant()):
            break
        taken.append(word.strip(",;"))
    if not taken and words and bare(words[0]) not in _ALONE:
        # Whoever knows times says what is wrong with it.
        taken.append(words[0].strip(",;"))
    meant.close = " ".join(taken)
    if not taken:
        meant.problem = "Until when? Write close 2h, close Fri 17:00 or close never."
    return 1 + len(taken)


def begins(word: str) -> bool:
    """Whether a word says something by itself, or together with what follows it."""
    known = bare(word)
    if known in LIMIT | RIGHT | CLOSE | INTO | BY | BEFORE_BY | BECAUSE | {"for", "every", "each"}:
        return True
    return bool(take([word], 0, Meant()))


def is_time(word: str) -> bool:
    """Whether it may begin a time: `friday`, `17:00`."""
    return _TIME.fullmatch(bare(word)) is not None


def is_channel(word: str) -> bool:
    """Whether it names a channel."""
    return _CHANNEL.fullmatch(word.strip(_AROUND)) is not None


def is_span(word: str) -> bool:
    """Whether it is a length of time: `2h`."""
    return _SPAN.fullmatch(bare(word)) is not None


def is_alone(word: str) -> bool:
    """Whether it says by itself how a poll is meant: `anonymous`."""
    return bare(word) in _ALONE


def wanting(word: str) -> str:
    """What to say of a word that wants a number behind it."""
    if bare(word) in LIMIT:
        return f"{bare(word).capitalize()} takes a number: {bare(word)} 2."
    return "Write right and the number of the right option: right 2." if bare(word) in RIGHT else ""


def scale(words: str) -> str:
    """What to say of somebody who wants marks, and names others than ours; nothing of anything else."""
    found = re.search(r"\d{1,3}(?:\s*[-–—]\s*|\s+to\s+)\d{1,3}$", words.rstrip(" .!" + ASKED))
    before = words[: found.start()].lower().split()[-1:] if found else []
    return SCALE if found and set(before) <= _RATED | _SCALING else ""


def closest(word: str) -> str:
    """The known word that somebody may have meant."""
    found = get_close_matches(bare(word), SUGGESTED, 1, 0.7)
    return found[0] if found else ""
