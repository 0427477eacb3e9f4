"""The reference of the rule book as Markdown, out of the same tables that the parser reads by."""

from collections.abc import Iterable, Iterator, Mapping

from scoring.book import Badge, Book, Rule
from scoring.book_file import BookFaults, parse
from scoring.book_nests import Field, ListOf, Pairs, Record
from scoring.book_plain import rule_to
from scoring.book_rules import KINDS, RULE
from scoring.book_schema import BOOK
from scoring.book_shapes import Choice, Day, Emoji, Flag, Name, Shape, Whole, Words, Zone
from scoring.book_yaml import Json
from scoring.emoji_names import glyph
from scoring.tallies import TALLIES

_INTRO = """\
# The rule book

<!-- Generated: `python -m tests.scoring.book_docs` writes it anew. -->

The rule book says what earns how many points, which badges and levels there are, what people may give, and how
the bot behaves. It belongs to a workspace; every change is a new version, and who changed what is on record.

```
huzzah rules show > book.yaml     the book as it is
huzzah rules check book.yaml      says what is wrong in it, if anything
huzzah rules try book.yaml        what would have been different with it, until today
huzzah rules set book.yaml        from now on it counts
```

In the chat, `/huzzah rules` shows the rules and lets an admin change one at a time.
[`rule-book.schema.json`](rule-book.schema.json) is the same as a JSON schema: an editor that knows it completes
names and underlines mistakes as you type.
"""

_WRONG = """\
rules:
  - id: photo
    kind: photos
    points: -2
    coins: true
    words: Share a photo
    limits: {per_dya: 2}
"""

_GOOD_TO_KNOW = """\
## Good to know

- Points of a rule are counted in the earner's own days and weeks. Weeks begin on Monday.
- Nobody earns from themselves: not by answering, naming, liking or thanking themselves. Bots, people from outside,
  leavers and those who opted out earn nothing at all.
- What is taken back - a deleted message, a reaction taken off, a gift undone - takes its points along, and the
  limits count it no more.
- Several rules of one kind may pay for the same thing: the second is a bonus.
- A badge is held as long as its count stands; points and coins that came with it go when it goes.
- A change counts for what happens from then on. Rows that are there stay as they are.
- The file is YAML without anchors, aliases and tags. `true` and `false` are the only truth values, dates are words.
  Words with a `: ` inside and channel names that begin with `*` need quotes.
"""


def reference(book: Book) -> str:
    """The whole page; `book` is the one a new workspace begins with."""
    parts = [_INTRO, *_file(), *_vocabulary(), _GOOD_TO_KNOW, _mistakes(), *_default(book)]
    return "\n".join(parts)


def _file() -> Iterator[str]:
    yield "## The file\n"
    yield "A mapping with these sections; only `rules` must be there, and what is left out is as usual.\n"
    yield _fields(BOOK.fields)
    for field in BOOK.fields:
        yield f"### {field.name}\n"
        yield _fields(_inside(field.shape))
    for field in RULE.fields:
        if fields := _inside(field.shape):
            yield f"### {field.name} (of a rule)\n"
            yield _fields(fields)


def _inside(shape: Shape) -> tuple[Field, ...]:
    if isinstance(shape, ListOf):
        return _inside(shape.shape)
    return shape.fields if isinstance(shape, Record) else ()


def _fields(fields: Iterable[Field]) -> str:
    rows = [
        (f"`{field.name}`", _may_be(field.shape), _usual(field), field.words.replace("|", "\\|")) for field in fields
    ]
    return _table(("field", "may be", "usually", "what for"), rows)


def _usual(field: Field) -> str:
    if field.required:
        return "must be there"
    match field.default:
        case None:
            return ""
        case bool():
            return f"`{str(field.default).lower()}`"
        case list():
            return f"`[{', '.join(map(str, field.default))}]`"
    return f"`{field.default}`"


_SAID: Mapping[type, str] = {
    Flag: "`true`, `false`",
    Pairs: "names and values",
    Record: "see below",
    Emoji: "an emoji",
    Zone: "a zone, as `Europe/Lisbon`",
    Day: "a date, as `2026-03-31`",
}


def _may_be(shape: Shape) -> str:
    match shape:
        case Whole(least, most):
            return f"{least} to {most:,}"
        case Choice(options, what):
            return what if len(options) > 7 else ", ".join(f"`{option}`" for option in options)
        case ListOf():
            return "a list" if isinstance(shape.shape, Record) else f"a list: {_may_be(shape.shape)}"
        case Name():
            return shape.what
        case Words():
            return f"up to {shape.most} characters"
    return _SAID[type(shape)]


def _vocabulary() -> Iterator[str]:
    yield "## Kinds of rules\n"
    yield _table(("kind", "what it is about"), [(f"`{kind}`", words) for kind, words in KINDS.items()])
    yield "## Tallies\n"
    yield "What badges can watch.\n"
    yield _table(("tally", "what is counted"), [(f"`{name}`", words) for name, words in TALLIES.items()])


def _mistakes() -> str:
    said = ""
    try:
        parse(_WRONG)
    except BookFaults as error:
        said = "\n".join(str(fault) for fault in error.faults)
    head = "## Mistakes\n\nThis rule is refused"
    return f"{head}\n\n```yaml\n{_WRONG}```\n\nwith all that is wrong at once:\n\n```\n{said}\n```\n"


def _default(book: Book) -> Iterator[str]:
    yield "## What a new workspace begins with\n"
    yield "### Rules\n"
    yield _table(("rule", "points", "coins", "what for", "only", "limits"), map(_rule_row, book.rules))
    yield "### Badges\n"
    yield _table(("badge", "what for", "tally", "coins"), map(_badge_row, book.badges))
    yield "### Levels\n"
    levels = [(f"{glyph(level.emoji) or ''} {level.name}", f"{level.at:,}") for level in book.levels]
    yield _table(("level", "from points"), levels)
    yield "### Values\n"
    values = [(f"{glyph(value.emoji) or ''} `#{value.id}`", value.words) for value in book.values]
    yield _table(("value", "what is meant"), values)


def _rule_row(rule: Rule) -> tuple[str, ...]:
    row = rule_to(rule)
    name = f"`{rule.id}`" if rule.on else f"`{rule.id}` (off)"
    unit = " a unit" if rule.kind.startswith("gift") else ""
    only, limits = _brief(row.get("only", {})), _brief(row.get("limits", {}))
    return name, f"{rule.points}{unit}", "yes" if rule.coins else "", rule.words, only, limits


def _badge_row(badge: Badge) -> tuple[str, ...]:
    name = f"{glyph(badge.emoji) or ''} {badge.name}"
    return name, badge.words, f"`{badge.tally}` {badge.at}", str(badge.coins or "")


def _brief(section: Json) -> str:
    parts = section.items() if isinstance(section, Mapping) else ()
    return ", ".join(f"{name} {_short(value)}" for name, value in parts).replace("_", " ")


def _short(value: Json) -> str:
    return "/".join(map(str, value)).replace("*", "\\*") if isinstance(value, list) else str(value)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
