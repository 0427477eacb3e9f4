"""Changes between two rule books in words, for the history, the audit and whoever is about to save."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any

from scoring.book import Badge, Book, Level, Limits, Only, Rule, Season, Value

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "per_day": "times a day",
        "per_week": "times a week",
        "per_pair_week": "times a week with the same person",
        "per_thread": "times in a thread",
        "cooldown_minutes": "minutes in between",
        "falling": "percent with the same person",
        "channels": "only in channels",
        "not_channels": "not in channels",
        "emoji": "emoji",
        "min_length": "letters at least",
        "has": "only with",
        "where": "where",
        "weekdays": "weekdays",
        "roles": "roles",
        "people": "people who joined",
        "earns": "who earns",
        "at": "reached at",
        "tally": "what is counted",
        "first": "first day",
        "last": "last day",
        "zone": "time zone",
        "newcomer_days": "days as a newcomer",
        "keep_texts": "words of recognition are kept",
        "ranking": "ranking",
        "announce_channel": "channel for announcements",
        "noise": "noise",
        "noise_channels": "noise in channels",
        "undo_hours": "hours to take a gift back",
        "shoutouts_per_week": "shout-outs a week",
        "country": "country of public holidays",
        "quiet_from": "quiet from hour",
        "quiet_until": "quiet until hour",
    }
)
"""Field -> how people call it; what isn't here is called by its name."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATES = frozenset({"first", "last"})


def changes(old: Book, new: Book) -> list[str]:
    """One line for each thing that differs; empty if nothing does."""
    return [
        *_rows("", old.rules, new.rules, _by_id, _rule),
        *_rows("badge ", old.badges, new.badges, _by_id, _plain),
        *_rows("level ", old.levels, new.levels, _by_name, _plain),
        *_rows("value #", old.values, new.values, _by_id, _plain),
        *_rows("season ", old.seasons, new.seasons, _by_name, _plain),
        *(f"allowance: {line}" for line in _fields(old.allowance, new.allowance)),
        *_currency(old, new),
        *(f"settings: {line}" for line in _fields(old.settings, new.settings)),
    ]


def _by_id(row: Rule | Badge | Value) -> str:
    return row.id


def _by_name(row: Level | Season) -> str:
    return row.name


def _rows(
    prefix: str,
    old: Sequence[Any],
    new: Sequence[Any],
    key: Callable[[Any], str],
    compare: Callable[[Any, Any], Iterable[str]],
) -> Iterator[str]:
    before, after = {key(row): row for row in old}, {key(row): row for row in new}
    for name, row in after.items():
        if name not in before:
            yield f"{prefix}{name}: new ({_introduced(row)})"
        elif before[name] != row:
            yield from (f"{prefix}{name}: {line}" for line in compare(before[name], row))
    yield from (f"{prefix}{name}: removed" for name in before if name not in after)
    common = [name for name in before if name in after]
    if common != [name for name in after if name in before]:
        yield f"{prefix.rstrip(' #') or 'rule'}s: in another order"


def _introduced(row: Rule | Badge | Level | Value | Season) -> str:
    match row:
        case Rule():
            return f"{row.kind.value}, {row.points} points{'' if row.on else ', off'}"
        case Badge():
            return f"{row.tally} from {row.at} on"
        case Level():
            return f"from {row.at} points on"
        case Value():
            return row.words
        case Season():
            return f"{_shown('first', row.first)} to {_shown('last', row.last)}"


def _rule(old: Rule, new: Rule) -> Iterator[str]:
    if old.on != new.on:
        yield "switched on" if new.on else "switched off"
    yield from _fields(old, new, without=("on", "only", "limits"))
    yield from _fields(old.limits, new.limits)
    yield from _fields(old.only, new.only)


def _plain(old: Any, new: Any) -> Iterator[str]:
    yield from _fields(old, new)


def _fields(old: Any, new: Any, without: Sequence[str] = ()) -> Iterator[str]:
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in without and before != after:
            label = LABELS.get(field.name, field.name)
            lasting = isinstance(old, Limits | Only)
            yield f"{label} {_shown(field.name, before, lasting)} → {_shown(field.name, after, lasting)}"


def _shown(name: str, value: Any, unset_is_none: bool = False) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unset_is_none and not value:
        return "none"
    if name in _DATES and isinstance(value, int):
        return date.fromordinal(value).isoformat()
    if name == "weekdays":
        return ", ".join(DAYS[day] for day in sorted(value))
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if isinstance(value, tuple):
        parts = [f"{part[0]} {part[1]}" if isinstance(part, tuple) else str(part) for part in value]
        return ", ".join(parts) or "none"
    return f"“{value}”" if name == "words" else str(value) or "none"


def _currency(old: Book, new: Book) -> Iterator[str]:
    for field, label in (("currency_name", "name"), ("currency_emoji", "emoji"), ("pluses", "pluses")):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield f"currency: {label} {_shown(field, before)} → {_shown(field, after)}"
    before, after = tuple(sorted(old.aliases.items())), tuple(sorted(new.aliases.items()))
    if before != after:
        yield f"currency: aliases {_shown('aliases', before)} → {_shown('aliases', after)}"
