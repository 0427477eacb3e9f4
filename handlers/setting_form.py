"""The form of settings read back: what was entered becomes a book, or says at its field what is wrong."""

import re
from collections.abc import Mapping

from handlers.cards.rules.setting_dialog import Entry, as_entered, entries, section_of
from handlers.rule_form import Draft, Wrong, is_on, listed
from scoring.book import Book
from scoring.book_file import BookFaults, parse
from scoring.book_plain import book_to
from scoring.book_source import with_settings
from scoring.book_yaml import Json, write

__all__ = ["FIRST", "Draft", "Wrong", "draft", "read"]

FIRST = "allowance_amount"
"""Faults that belong to no field are shown here."""
LONGEST = 18
_CHANNEL = re.compile(r"<#([^|>]+)(?:\|[^>]*)?>")

Sections = Mapping[str, Mapping[str, Json]]


def read(book: Book, fields: Mapping[str, str]) -> Sections:
    """The sections of the book as entered; what the form didn't ask stays. Raises Wrong."""
    found = {entry.section: dict(section_of(book, entry.section)) for entry in entries()}
    wrong: dict[str, str] = {}
    for entry in entries():
        if entry.id not in fields:
            continue
        typed, before = fields[entry.id].strip(), found[entry.section].get(entry.name)
        if typed == as_entered(entry, before):
            continue
        try:
            found[entry.section][entry.name] = _value(entry, typed)
        except ValueError as error:
            wrong[entry.id] = str(error)
    if wrong:
        raise Wrong(wrong)
    return found


def _value(entry: Entry, typed: str) -> Json:
    if entry.kind == "toggle":
        return is_on({"it": typed}, "it")
    if entry.kind == "number":
        if not re.fullmatch(r"\d+", typed, re.ASCII) or len(typed) > LONGEST:
            raise ValueError("Write a whole number, such as 5.")
        return int(typed)
    if entry.kind == "lines":
        return dict(_pair(entry, line) for line in typed.splitlines() if line.strip())
    if entry.id == "currency_emoji":
        return [name.strip(":") for name in listed(typed)]
    return " ".join(typed.split())


def _pair(entry: Entry, line: str) -> tuple[str, Json]:
    # A name, and what holds for it: `#random lively`, `leader: 10`.
    parts = re.fullmatch(r"\s*(.+?)\s*[:=\s]\s*(\S+)\s*", line)
    if parts is None:
        raise ValueError(f"In each line write a name and what holds for it. I can't read “{line.strip()[:40]}”.")
    name = _CHANNEL.sub(r"\1", parts[1]).lstrip("#").strip()
    value = parts[2].lower()
    if entry.id == "allowance_roles":
        if not value.isascii() or not value.isdecimal() or len(value) > LONGEST:
            raise ValueError(f"After {name[:40]} write a whole number, as in: leader 10")
        return name.lower(), int(value)
    return name, value


def draft(book: Book, sections: Sections, source: str) -> Draft:
    """The book with these sections, and the text it is kept as. Raises Wrong, with every fault at its field."""
    try:
        wanted = parse(write({**book_to(book), **sections}), book.version + 1)
        return Draft(wanted, with_settings(source, wanted))
    except BookFaults as faults:
        errors: dict[str, str] = {}
        for fault in faults.faults:
            words = f"{fault.problem[:1].upper()}{fault.problem[1:]} {fault.hint}".strip().replace("`", "")
            errors.setdefault(_field(fault.path), words)
        raise Wrong(errors) from faults


def _field(path: str) -> str:
    for entry in entries():
        here = f"{entry.section}.{entry.name}"
        if path == here or path.startswith((f"{here}.", f"{here}[")):
            return entry.id
    return FIRST
