"""The form of a rule read back: what was entered becomes a rule, or says at its field what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from handlers.cards.rules.dialog import ANYWHERE, DAYS
from scoring.book import Book, Only, Rule
from scoring.book_file import BookFaults, dump, parse
from scoring.book_rules import MOST_POINTS
from scoring.book_source import with_rule

ON = frozenset({"true", "yes", "on", "1"})
COUNTS = ("per_day", "per_week", "per_pair_week", "per_thread", "cooldown_minutes")
POINTS = f"Write a whole number from 0 to {MOST_POINTS}."
LEADING = "points"
"""Faults that belong to no field are shown here."""


class Draft(NamedTuple):
    """A book that is right, and the text it is kept as."""

    book: Book
    source: str


class Wrong(Exception):
    """What was entered can't be a rule; `errors` says why, field by field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(self.errors.values()))


def is_on(fields: Mapping[str, str], name: str) -> bool:
    """Whether a switch is on."""
    return fields.get(name, "").lower() in ON


def read(rule: Rule, fields: Mapping[str, str]) -> Rule:
    """The rule as entered; what the form didn't ask stays. Raises Wrong."""
    numbers = _numbers(rule, fields)
    counts = {name: numbers[name] for name in COUNTS if name in fields}
    limits = replace(rule.limits, **counts)  # type: ignore[arg-type]  # all of COUNTS are whole numbers
    if "falling" in fields:
        limits = replace(limits, falling=_falling(fields["falling"]))
    return replace(
        rule,
        words=" ".join(fields.get("words", rule.words).split()),
        points=numbers["points"],
        on=is_on(fields, "on"),
        coins=is_on(fields, "coins"),
        limits=limits,
        only=_only(rule.only, fields, numbers["people"]),
    )


def _numbers(rule: Rule, fields: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {"points": rule.points, "people": rule.only.people}
    wrong = {}
    for name in ("points", "people", *COUNTS):
        text = fields.get(name, "").strip()
        if re.fullmatch(r"\d{1,9}", text, re.ASCII):
            found[name] = int(text)
        elif text or (name == "points" and name in fields):
            wrong[name] = POINTS if name == "points" else "Write a whole number, such as 3."
        elif name in fields:
            found[name] = 0
    if wrong:
        raise Wrong(wrong)
    return found


def _falling(text: str) -> tuple[int, ...]:
    parts = listed(text.replace("%", ""))
    if not all(re.fullmatch(r"\d{1,3}", part, re.ASCII) for part in parts):
        raise Wrong({"falling": "Write percentages with commas in between, such as 100, 50, 0."})
    return tuple(map(int, parts))


def listed(text: str) -> tuple[str, ...]:
    """What was entered with commas in between."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _only(only: Only, fields: Mapping[str, str], people: int) -> Only:
    changed: dict[str, object] = {"people": people}
    for name in ("channels", "not_channels"):
        if name in fields:
            changed[name] = tuple(part.lstrip("#") for part in listed(fields[name]))
    if "emoji" in fields:
        changed["emoji"] = frozenset(part.strip(":") for part in listed(fields["emoji"]))
    if "min_length" in fields:
        length = fields["min_length"].strip() or "0"
        changed["min_length"] = int(length) if re.fullmatch(r"\d{1,9}", length, re.ASCII) else -1
    if "where" in fields:
        changed["where"] = "" if fields["where"] in ("", ANYWHERE) else fields["where"]
    for name in ("has", "roles"):
        if name in fields:
            changed[name] = frozenset(listed(fields[name].lower()))
    if "weekdays" in fields:
        changed["weekdays"] = frozenset(DAYS.index(day) for day in listed(fields["weekdays"]) if day in DAYS)
    return replace(only, **changed)  # type: ignore[arg-type]  # each has the type of its field


def draft(book: Book, rule: Rule, source: str = "") -> Draft:
    """The book with this rule in the place of the one with its id. Raises Wrong, with every fault at its field.

    `source` is the text of the book as it is: all of it stays but for what changes in this rule.
    """
    place = next(place for place, each in enumerate(book.rules) if each.id == rule.id)
    rules = (*book.rules[:place], rule, *book.rules[place + 1 :])
    try:
        wanted = parse(dump(replace(book, rules=rules)), book.version + 1)
        return Draft(wanted, with_rule(source, wanted, rule.id))
    except BookFaults as faults:
        errors: dict[str, str] = {}
        for fault in faults.faults:
            field = _field(fault.path, place)
            words = f"{fault.problem[:1].upper()}{fault.problem[1:]} {fault.hint}".strip()
            outside = rule.points > MOST_POINTS and fault.path.endswith(".points")
            errors.setdefault(field, POINTS if outside else words)
        raise Wrong(errors) from faults


def _field(path: str, place: int) -> str:
    found = re.fullmatch(rf"rules\[{place}\]\.(?:only\.|limits\.)?([a-z_]+)(?:\[\d+\])?", path)
    known = {"words", "points", "coins", "falling", *COUNTS, *Only.__dataclass_fields__}
    return found[1] if found and found[1] in known else LEADING
