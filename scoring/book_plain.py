"""The rule book as plain data - what its YAML file says - and back."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from scoring.book import (
    Allowance,
    Badge,
    Book,
    Earns,
    Kind,
    Level,
    Limits,
    Only,
    Rule,
    Season,
    Settings,
    Value,
)
from scoring.book_nests import Record
from scoring.book_rules import LIMITS, ONLY, RULE, WEEKDAYS
from scoring.book_schema import BADGE, LEVEL, VALUE
from scoring.book_yaml import Json

Row = Mapping[str, Any]
"""Plain data that fits the schema, so that every field has the type its shape says."""


def rule_from(row: Row) -> Rule:
    """A rule out of plain data."""
    given = dict(row)
    only, limits = dict(given.pop("only", {})), dict(given.pop("limits", {}))
    return Rule(
        **{
            **given,
            "kind": Kind(given["kind"]),
            "earns": Earns(given.get("earns", "self")),
            "only": Only(
                **{
                    **only,
                    "channels": tuple(only.get("channels", ())),
                    "not_channels": tuple(only.get("not_channels", ())),
                    "weekdays": frozenset(WEEKDAYS.index(day) for day in only.get("weekdays", ())),
                    **{name: frozenset(only.get(name, ())) for name in ("emoji", "has", "roles")},
                }
            ),
            "limits": Limits(**{**limits, "falling": tuple(limits.get("falling", ()))}),
        }
    )


def book_from(data: Row, version: int = 0) -> Book:
    """A book out of plain data that fits the schema."""
    currency, usual = data.get("currency", {}), Book()
    allowance, settings = data.get("allowance", {}), data.get("settings", {})
    levels = sorted((Level(**row) for row in data.get("levels", ())), key=lambda level: level.at)
    return Book(
        version=version,
        rules=tuple(rule_from(row) for row in data["rules"]),
        badges=tuple(Badge(**row) for row in data.get("badges", ())),
        levels=tuple(levels),
        values=tuple(Value(**row) for row in data.get("values", ())),
        seasons=tuple(
            Season(
                row["name"],
                date.fromisoformat(row["first"]).toordinal(),
                date.fromisoformat(row["last"]).toordinal(),
            )
            for row in data.get("seasons", ())
        ),
        allowance=Allowance(**{**allowance, "roles": tuple(allowance.get("roles", {}).items())}),
        currency_name=currency.get("name", usual.currency_name),
        currency_emoji=tuple(currency.get("emoji", usual.currency_emoji)),
        aliases=MappingProxyType(dict(currency.get("aliases", {}))),
        pluses=currency.get("pluses", usual.pluses),
        settings=Settings(**{**settings, "noise_channels": tuple(settings.get("noise_channels", {}).items())}),
    )


def rule_to(rule: Rule) -> dict[str, Json]:
    """A rule as plain data; what is as usual is left out."""
    only: dict[str, Json] = {
        **_fields(ONLY, rule.only),
        "weekdays": [WEEKDAYS[day] for day in sorted(rule.only.weekdays)],
        **{name: sorted(getattr(rule.only, name)) for name in ("emoji", "has", "roles")},
    }
    found = _fields(RULE, rule)
    found["only"] = _set(ONLY, only)
    found["limits"] = _set(LIMITS, _fields(LIMITS, rule.limits))
    return _set(RULE, found)


def book_to(book: Book) -> dict[str, Json]:
    """The book as plain data, in the order of the file; sections without entries are left out."""
    settings = {name: getattr(book.settings, name) for name in Settings.__dataclass_fields__}
    allowance = book.allowance
    found: dict[str, Json] = {
        "settings": {**settings, "noise_channels": dict(book.settings.noise_channels)},
        "currency": {
            "name": book.currency_name,
            "emoji": list(book.currency_emoji),
            "aliases": dict(book.aliases),
            "pluses": book.pluses,
        },
        "allowance": {"amount": allowance.amount, "per": allowance.per, "roles": dict(allowance.roles)},
        "values": [_set(VALUE, _fields(VALUE, value)) for value in book.values],
        "levels": [_set(LEVEL, _fields(LEVEL, level)) for level in book.levels],
        "seasons": [
            {
                "name": season.name,
                "first": date.fromordinal(season.first).isoformat(),
                "last": date.fromordinal(season.last).isoformat(),
            }
            for season in book.seasons
        ],
        "rules": [rule_to(rule) for rule in book.rules],
        "badges": [_set(BADGE, _fields(BADGE, badge)) for badge in book.badges],
    }
    return {name: section for name, section in found.items() if section or name == "rules"}


def _fields(record: Record, row: object) -> dict[str, Json]:
    return {name: _plain(getattr(row, name)) for name in record.by_name}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    return list(value) if isinstance(value, Sequence | frozenset) else value


def _set(record: Record, row: Mapping[str, Json]) -> dict[str, Json]:
    # Without what the file needn't say.
    return {
        field.name: row[field.name]
        for field in record.fields
        if field.required or (row[field.name] != field.default and row[field.name] not in ([], {}, ""))
    }
