r"""Who is given how much by the words of a message or of a /kudos command.

- Each currency emoji outside code, quotes and links gives one to each person and group mentioned.
- Pluses bind to the run of mentions right before them (nothing but spaces, commas, `and`, `&` between), or,
  if none stands there, right after: `@ana @ben ++`, `@ana++`, `++ @ana`. `++` is one, each further plus
  one more, `+5` five. They stand alone: `c++`, `++i`, `+5pm`, `+49 171 123`, `+5.5`, `+ 5` give nothing.
- Emoji and pluses add up. Somebody mentioned twice counts once, with the highest of their pluses.
- There is nothing negative: `--` and dashes mean nothing. Mentions of everyone give nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from scoring.emoji_names import SPELLINGS, canonical, names_in
from scoring.markup import Kind, Piece, escape, hashtag, identity, pieces

MOST: Final = 9_999  # no single gift is larger, whatever the text says


class Share(NamedTuple):
    """What one mentioned person or group (each of its members, that is) is given."""

    target: str
    group: bool
    amount: int


@dataclass(frozen=True, slots=True)
class Currency:
    """What counts as giving in a workspace: canonical emoji names, custom aliases, whether pluses do.

    Made once per rule book, not per message: it follows every alias.
    """

    emoji: frozenset[str]
    aliases: Mapping[str, str] = field(default_factory=dict, hash=False)
    pluses: bool = True
    giving: frozenset[str] = field(init=False, repr=False, compare=False)  # every name that gives, aliases too
    renames: bool = field(init=False, repr=False, compare=False)  # whether an alias hides a standard name

    def __post_init__(self) -> None:
        leading = {name for name in self.aliases if canonical(name, self.aliases) in self.emoji}
        object.__setattr__(self, "giving", self.emoji.difference(self.aliases) | leading)
        object.__setattr__(self, "renames", any(f":{name}:" in SPELLINGS for name in self.aliases))


Mention = tuple[str, bool]  # id, and whether it is a group
_TEXT, _EMOJI = Kind.TEXT, Kind.EMOJI  # members are slow to look up
_PERSON, _GROUP, _EVERYONE = Kind.PERSON, Kind.GROUP, Kind.EVERYONE
_MENTIONS: Final = frozenset({_PERSON, _GROUP, _EVERYONE})

_SPACE: Final = r"\s\u200b\u2060\ufeff"
_BETWEEN: Final = rf"(?:[{_SPACE},，、،&*_~]|(?i:and)\b)*+"  # also marks of bold, italic, struck text
_CLOSING: Final = rf"(?=[{_SPACE}.,;:!?)\]}}\"'”’»…。、，！？）」*_~]|\Z)(?!['’]\w)"
_UNITS: Final = r"(?i:[ap]m|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?)\b"
_NOT_MORE: Final = (  # what makes a number something other than a gift: 5pm, 5.5, 5 %, 49 171, 49 (0)171
    rf"(?![.,:]\d|[ \u00a0]?[-./(]?\d|[ \u00a0]?(?:[%€$£¥°]|{_UNITS}))"
)
_NUMBER: Final = rf"([0-9]++){_NOT_MORE}{_CLOSING}"
_AMOUNT: Final = rf"(?:([+＋]{{2,}}+){_CLOSING}|[+＋]{_NUMBER})"
_ONLY_BETWEEN: Final = re.compile(_BETWEEN)
_BEFORE: Final = re.compile(_BETWEEN + _AMOUNT)
_AFTER: Final = re.compile(rf"(?<![^{_SPACE}(\[{{\"'“‘«¡¿.,;:!?*_~，、。]){_AMOUNT}{_BETWEEN}\Z")


def _worth(match: re.Match[str]) -> int:
    """What matched pluses are worth: `+++` two, `+5` five, never more than MOST."""
    if match[1]:
        return min(MOST, len(match[1]) - 1)
    return _number(match[2])


def _number(digits: str) -> int:
    significant = digits.lstrip("0")
    return min(MOST, int(significant[:5])) if significant else 0


def mentions_in(found: Iterable[Piece]) -> dict[str, Mention]:
    """The people and groups mentioned, in order, by the way they are written."""
    pieces_of = [piece for kind, piece in found if kind is _PERSON or kind is _GROUP]
    return {piece: (identity(piece), piece[1] == "!") for piece in dict.fromkeys(pieces_of)}


def emoji_worth(piece: str, currency: Currency) -> int:
    """How many currency emoji one EMOJI piece holds."""
    giving = currency.giving
    if piece[0] != ":":
        return sum([name in giving for name in names_in(piece)])
    name = piece[1:-1]
    if name in giving:
        return 1
    if "-" not in name and name.islower():
        return int(name not in currency.aliases and SPELLINGS.get(piece) in giving)
    name = name.partition("::")[0].lower()  # perhaps a skin tone, perhaps only spelled otherwise
    return int(name in giving or (name not in currency.aliases and names_in(piece)[0] in giving))


def gift_in(
    found: Sequence[Piece], mentions: Mapping[str, Mention], emoji: Sequence[str], currency: Currency
) -> tuple[Share, ...]:
    """What the text gives: a share for each person or group mentioned that is given something.

    `found` is read for pluses only: empty will do where there are none.
    """
    each = _emoji_worth(emoji, currency)
    pluses = _pluses(found, mentions) if currency.pluses else {}
    given: list[Share] = []
    for one in dict.fromkeys(mentions.values()) if each or pluses else ():
        amount = each + pluses.get(one, 0)
        if amount:
            given.append(Share(one[0], one[1], min(MOST, amount)))
    return tuple(given)


def _emoji_worth(written: Sequence[str], currency: Currency) -> int:
    if currency.renames:
        return sum(times * emoji_worth(piece, currency) for piece, times in Counter(written).items())
    names = Counter(map(SPELLINGS.get, written))
    worth = sum(names[name] for name in currency.giving & names.keys())
    if None in names:
        others = Counter([piece for piece in written if piece not in SPELLINGS])
        worth += sum(times * emoji_worth(piece, currency) for piece, times in others.items())
    return worth


def _pluses(found: Sequence[Piece], mentions: Mapping[str, Mention]) -> dict[Mention, int]:
    """The pluses bound to each mention: the highest, where they are bound to several."""
    bound: dict[Mention, int] = {}
    run: list[Mention] = []  # the mentions right before
    waiting = 0  # pluses that await the mentions right after
    previous = _TEXT
    read: dict[tuple[str, Kind], tuple[int, int] | None] = {}  # the same words are read once
    for kind, piece in found:
        if kind is _PERSON or kind is _GROUP:
            mention = mentions[piece]
            run.append(mention)
            _bind(bound, (mention,), waiting)
        elif kind is _TEXT:
            key = (piece, previous)
            if key not in read:
                read[key] = _bindings(piece, previous)
            worth = read[key]
            if worth is not None:
                _bind(bound, run, worth[0])
                run, waiting = [], worth[1]
        elif kind is not _EVERYONE:
            run, waiting = [], 0
        previous = kind
    return bound


def _bind(bound: dict[Mention, int], run: Iterable[Mention], worth: int) -> None:
    for mention in run if worth else ():
        if worth > bound.get(mention, 0):
            bound[mention] = worth


def _bindings(text: str, previous: Kind) -> tuple[int, int] | None:
    """The worth of pluses right after the mentions before a text, and right before those that follow it.

    None: there is nothing but spaces and commas, so that the mentions on both sides are one run.
    """
    if _ONLY_BETWEEN.fullmatch(text):
        return None
    match = _BEFORE.match(text) if previous in _MENTIONS else None
    end, after = (match.end(), _worth(match)) if match else (0, 0)
    if text.find("+", end) < 0 and text.find("＋", end) < 0:
        return after, 0
    match = _AFTER.search(text, end)
    if match is None or (match.start() == 0 and previous is not _TEXT):  # `i`++ @ana
        return after, 0
    return after, _worth(match)


def expand(gift: Iterable[Share], members_of: Mapping[str, Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """The people a gift reaches: groups become their members; each counts once, with the highest amount."""
    people: dict[str, int] = {}
    for target, group, amount in gift:
        for person in members_of.get(target, ()) if group else (target,):
            people[person] = max(people.get(person, 0), amount)
    return tuple(people.items())


@dataclass(frozen=True, slots=True)
class GiftCommand:
    """A /kudos command, read: whom, how much, for which values, in which words; or what is wrong with it."""

    targets: tuple[Mention, ...]
    amount: int
    hashtags: tuple[str, ...]
    private: bool
    words: str
    problem: str | None = None


_PRIVATE: Final = re.compile(r"(?<!\S)(?:--|—|–)private(?!\w)[.,]?", re.IGNORECASE)
_HEAD: Final = re.compile(rf"{_BETWEEN}(?:([+＋]{{2,}}+){_CLOSING}|[+＋]?{_NUMBER}|[-−–—]([0-9]++)(?!\w))")
_BLANKS: Final = re.compile(r"[ \t\u00a0]{2,}")

_NOBODY: Final = (
    "Whom would you like to thank? Mention them with @, then say how many and what for: @ana 3 for the release."
)
_EVERYBODY: Final = (
    "A whole channel can't be thanked at once. Mention the people or the group you mean, and send it again."
)
_NOTHING: Final = "A gift is at least 1. Write a number such as 3 after the names, or none at all for 1."
_TOO_MUCH: Final = f"That is more than anybody can give at once. Write a number up to {MOST:,}; 3 is a fine gift."


class _CommandReader:
    """Walks through a command once: the amount is only read before the words begin, flags anywhere."""

    def __init__(self, currency: Currency) -> None:
        self.currency = currency
        self.in_head = True
        self.targets: dict[Mention, bool] = {}  # and whether they are named before the words
        self.private = False
        self.number: int | None = None
        self.too_much = False
        self.pluses = 0
        self.emoji = 0
        self.words: list[str] = []

    def take(self, kind: Kind, piece: str) -> None:
        """Read the next piece."""
        if kind is Kind.EVERYONE:
            return
        if kind is Kind.PERSON or kind is Kind.GROUP:
            self._take_mention(piece)
        elif kind is Kind.TEXT:
            self._take_words(piece)
        else:
            worth = emoji_worth(piece, self.currency) if kind is Kind.EMOJI else 0
            self.emoji += worth
            if not (worth and self.in_head):
                self.in_head = False
                self.words.append(piece)

    def _take_mention(self, piece: str) -> None:
        # If somebody is named before the words begin, whoever the words name is spoken of and given nothing.
        if not self.in_head and any(self.targets.values()):
            self.words.append(piece)
        else:
            self.targets.setdefault((identity(piece), piece[1] == "!"), self.in_head)

    def _take_words(self, text: str) -> None:
        rest = _PRIVATE.sub("", text)
        self.private |= rest != text
        while self.in_head and (match := _HEAD.match(rest)):
            if match[1]:
                self.pluses += min(MOST, len(match[1]) - 1)
            elif self.number is not None:
                break
            else:
                self.number = _number(match[2]) if match[2] else 0
                self.too_much = bool(match[2]) and len(match[2].lstrip("0")) > len(str(MOST))
            rest = rest[match.end() :]
        if self.in_head and _ONLY_BETWEEN.fullmatch(rest):
            return
        self.in_head = False
        self.words.append(escape(rest))

    def amount(self) -> int:
        """The number, if one is given; else what emoji and pluses add up to; else one."""
        if self.number is not None:
            return self.number
        return min(MOST, self.emoji + self.pluses) or 1


def read_command(text: str, currency: Currency) -> GiftCommand:
    """Read what follows /kudos: `@ana @ben 3 for the release #teamwork --private`."""
    found = pieces(text)
    reader = _CommandReader(currency)
    for kind, piece in found:
        reader.take(kind, piece)
    targets, amount = tuple(reader.targets), reader.amount()
    problem = None
    if not targets:
        problem = _EVERYBODY if any(kind is Kind.EVERYONE for kind, _ in found) else _NOBODY
    elif reader.too_much:
        problem = _TOO_MUCH
    elif amount == 0:
        problem = _NOTHING
    return GiftCommand(
        targets=targets,
        amount=amount,
        hashtags=hashtags_in(piece for kind, piece in found if kind is Kind.HASHTAG),
        private=reader.private,
        words=_BLANKS.sub(" ", " ".join("".join(reader.words).split(" "))).strip(),
        problem=problem,
    )


def hashtags_in(written: Iterable[str]) -> tuple[str, ...]:
    """Distinct hashtags, lower-cased, in order."""
    return tuple(dict.fromkeys(map(hashtag, dict.fromkeys(written))))
