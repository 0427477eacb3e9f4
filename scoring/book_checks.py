"""Checks across fields: what each field alone can't know, such as ids that come twice."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from scoring.book import Kind
from scoring.book_faults import Report
from scoring.book_yaml import Json

COINS_FOR = (Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED, Kind.SHOUTOUT_GIVEN, Kind.SHOUTOUT_RECEIVED, Kind.CONTEST_WON)
"""Kinds that may earn coins: coins are for recognition and achievements, never for mere activity."""

ABOUT_ONE = (
    Kind.MESSAGE,
    Kind.THREAD_JOINED,
    Kind.PHOTO,
    Kind.QUESTION,
    Kind.SHOUTOUT_GIVEN,
    Kind.PROMPT_ANSWERED,
    Kind.BEST_ANSWER,
    Kind.VOTED,
    Kind.QUIZ_WON,
    Kind.CONTEST_WON,
)
"""Kinds without another person, so that nothing can depend on one."""

Row = Mapping[str, Json]


def across_rule(rule: Row, path: str, report: Report) -> None:
    """What in a rule contradicts its kind, so that it would never pay or a limit never hold."""
    kind = rule.get("kind")
    if kind is None:
        return
    for field, wrong, problem, hint in _contradictions(str(kind), rule):
        if wrong:
            report.add(f"{path}.{field}", problem, hint)
    falling = _sub(rule, "limits").get("falling")
    if isinstance(falling, list):
        steps = [step for step in falling if isinstance(step, int)]
        if steps != sorted(steps, reverse=True):
            report.add(f"{path}.limits.falling", "these percentages rise.", "Write them falling: `[100, 50, 0]`.")


def _contradictions(kind: str, rule: Row) -> Iterator[tuple[str, bool, str, str]]:
    only, limits, alone = _sub(rule, "only"), _sub(rule, "limits"), kind in ABOUT_ONE
    where = only.get("where")
    gift = kind in (Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED)
    no_coins = (
        "coins are for recognition and achievements, never for mere activity.",
        f"Leave `coins` out, or choose a kind of {', '.join(f'`{one}`' for one in COINS_FOR)}.",
    )
    nobody = (f"there is no other person in `{kind}`.", "Leave it out.")
    yield "coins", bool(rule.get("coins")) and kind not in COINS_FOR, *no_coins
    yield "earns", rule.get("earns") == "other" and alone, *nobody
    yield "limits.per_pair_week", bool(limits.get("per_pair_week")) and alone, *nobody
    yield "limits.falling", bool(limits.get("falling")) and alone, *nobody
    reaction = kind in (Kind.REACTION_GIVEN, Kind.REACTION_RECEIVED)
    wrong = bool(only.get("emoji")) and not reaction
    yield (
        "only.emoji",
        wrong,
        f"there is no reaction in `{kind}`.",
        "Choose `reaction_given` or `reaction_received`.",
    )
    wrong = bool(only.get("people")) and kind != Kind.THREAD_JOINED
    yield "only.people", wrong, f"nobody is counted for `{kind}`.", "It goes with `thread_joined` alone."
    wrong = bool(only.get("min_length")) and gift
    yield "only.min_length", wrong, "a gift is not measured by its length.", "Leave it out."
    wrong = where == "thread" and kind in (Kind.MESSAGE, Kind.THREAD_JOINED)
    yield "only.where", wrong, f"`{kind}` is never inside a thread.", "Did you mean the kind `reply`?"
    wrong = where == "top" and kind in (Kind.REPLY, Kind.WELCOME)
    yield "only.where", wrong, f"`{kind}` is always inside a thread.", "Did you mean the kind `message`?"


def across_book(book: Row, report: Report) -> None:
    """What comes twice or collides in the whole book."""
    for section in ("rules", "badges", "values"):
        _distinct(book, report, (section, "id"), "the id `{}` is taken by line {}.")
    _distinct(book, report, ("levels", "at"), "there is a level at {} points already, in line {}.")
    _distinct(book, report, ("levels", "name"), "a level is called `{}` already, in line {}.")
    _distinct(book, report, ("seasons", "name"), "a season is called `{}` already, in line {}.")
    _across_seasons(book, report)
    _across_currency(book, report)


def _rows(book: Row, section: str) -> Iterator[tuple[str, Row]]:
    rows = book.get(section)
    if isinstance(rows, Sequence) and not isinstance(rows, str):
        for place, row in enumerate(rows):
            if isinstance(row, Mapping):
                yield f"{section}[{place}]", row


def _sub(row: Row, name: str) -> Row:
    found = row.get(name)
    return found if isinstance(found, Mapping) else {}


def _distinct(book: Row, report: Report, where: tuple[str, str], problem: str) -> None:
    section, field = where
    first: dict[Json, str] = {}
    for path, row in _rows(book, section):
        if field in row and first.setdefault(row[field], path) != path:
            line = report.place(f"{first[row[field]]}.{field}")[0]
            report.add(f"{path}.{field}", problem.format(row[field], line), "Choose another.")


def _across_seasons(book: Row, report: Report) -> None:
    known = []
    for path, row in _rows(book, "seasons"):
        if "first" not in row or "last" not in row:
            continue
        first, last = date.fromisoformat(str(row["first"])), date.fromisoformat(str(row["last"]))
        if last < first:
            report.add(f"{path}.last", "this season ends before it begins.", "Is it another year?")
            continue
        known.append((first, last, path, row))
    known.sort(key=lambda season: season[:3])
    for before, after in pairwise(known):
        if after[0] <= before[1]:
            problem = f"this season begins before `{before[3].get('name', '')}` is over."
            report.add(f"{after[2]}.first", problem, f"Begin after {before[1].isoformat()}.")


def _across_currency(book: Row, report: Report) -> None:
    currency = _sub(book, "currency")
    emoji = currency.get("emoji", ["tada"])
    ours = set(map(str, emoji)) if isinstance(emoji, list) else set()
    if not ours and currency.get("pluses") is False:
        report.add("currency", "nobody could give anything.", "Name an emoji, or set `pluses: true`.")
    aliases = _sub(currency, "aliases")
    for name, target in aliases.items():
        path = f"currency.aliases.{name}"
        if name == target:
            report.add(path, f"`{name}` stands for itself.", "Leave it out.")
        elif name in ours:
            report.add(
                path,
                f"`{name}` gives recognition, and can't stand for `{target}` too.",
                "Keep one of the two.",
            )
        elif target in aliases:
            report.add(
                path,
                f"`{target}` stands for another emoji itself.",
                f"Write `{name}: {aliases[str(target)]}`.",
            )
