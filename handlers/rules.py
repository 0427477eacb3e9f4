"""Rules: everyone sees them, admins change them, try a change first, and look at the history."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers import rule_form
from handlers.answers import Answer, Note, Open, Refresh, Refuse
from handlers.cards.blocks import Button, Card, Person
from handlers.cards.rules import card as cards
from handlers.cards.rules import dialog as rule_dialog
from handlers.cards.rules import pages as rule_pages
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.rule_form import Draft, Wrong
from scoring.book import Rule
from scoring.book_changes import changes
from storage import books, places
from storage.transactions import Work
from storage.trying import try_book

MOST_TRIED = 20_000
"""So many facts are replayed while somebody waits; more are for the command line."""
VERSIONS = 10
LONGEST_VERSION = 9
"""Digits; a button may say anything."""

NOT_RULES = frozenset({"allowance", "currency", "settings"})
"""What else a line of changes may begin with."""
ONLY_IN = re.compile(r"only in channels (.+) → (.+)")

NOT_ADMIN = cards.told(
    "Only admins change rules",
    "Only admins change the rules. Do you have an idea? Tell one of them, they will be glad.",
)
OVERTAKEN = (
    "Somebody changed the rules in the meantime. Close this, look at /huzzah rules again, and take it from there."
)


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah rules [thanks|welcoming|talking|noticing]`: all of them to read, or for admins a page to change."""
    return [Note(_page(work, event.member, rule_pages.find(event.text)))]


def page(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button that shows another page of rules in the place of this one."""
    return [Refresh(_page(work, event.member, rule_pages.find(event.value)))]


def _page(work: Work, member: str, wanted: str) -> Card:
    names = channel_names(work, member)
    if is_admin(work, member):
        return rule_pages.editing(work.book, names, wanted)
    return rule_pages.listing(work.book, names, wanted)


def edit(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button that opens a rule."""
    rule = _rule_of(work, event.value)
    if not is_admin(work, event.member):
        return [Note(NOT_ADMIN)]
    return [Open(rule_dialog.dialog(rule, work.book.version))] if rule else [Note(_gone())]


def switch(work: Work, event: ButtonPressed) -> list[Answer]:
    """The button that switches a rule off or on."""
    rule = _rule_of(work, event.value)
    if not is_admin(work, event.member):
        return [Note(NOT_ADMIN)]
    if rule is None:
        return [Note(_gone())]
    if _version(event.value) != work.book.version:
        return [Note(cards.told("The rules have changed", OVERTAKEN))]
    drafted = rule_form.draft(work.book, replace(rule, on=not rule.on), _source(work))
    _set(work, drafted, event.member)
    return [Refresh(_page(work, event.member, rule_pages.page_of(work.book, rule.id)))]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form of a rule: saved, tried, or sent back with what is wrong."""
    rule = _rule_of(work, event.context)
    if not is_admin(work, event.member):
        return [Note(NOT_ADMIN)]
    if rule is None or _version(event.context) != work.book.version:
        return [Refuse({rule_form.LEADING: OVERTAKEN})]
    try:
        drafted = rule_form.draft(work.book, rule_form.read(rule, event.fields), _source(work))
    except Wrong as wrong:
        return [Refuse(wrong.errors)]
    if rule_form.is_on(event.fields, "try"):
        return [Note(_tried(work, drafted), beside=True)]
    what = changes(work.book, drafted.book)
    if not what:
        return [Note(cards.told("Nothing to change", "The rule is just as it was, so there is nothing to save."))]
    _set(work, drafted, event.member)
    back = Button("rules", "Back to the rules", rule_pages.page_of(work.book, rule.id))
    return [Note(cards.changed(_readable(work, what), work.book.version, back))]


def history(work: Work, event: ButtonPressed) -> list[Answer]:
    """Who changed what and when."""
    if not is_admin(work, event.member):
        return [Note(NOT_ADMIN)]
    rows = books.history(work)[:VERSIONS]
    people = work.members([row.member for row in rows])
    versions = [
        cards.Version(
            row.version,
            row.at,
            Person(row.member, people[row.member].name or row.member) if row.member else None,
            tuple(_readable(work, row.changes.splitlines())),
        )
        for row in rows
    ]
    return [Note(cards.history(versions))]


def is_admin(work: Work, member: str) -> bool:
    """Whether this member may change what holds for all."""
    return work.member(member).has_role("admin")


def channel_names(work: Work, viewer: str) -> Mapping[str, str]:
    """What to call the channels that rules speak of, for this viewer."""
    patterns = [name for rule in work.book.rules for name in (*rule.only.channels, *rule.only.not_channels)]
    return places.labels(work, viewer, patterns)


def _rule_of(work: Work, value: str) -> Rule | None:
    return work.book.rules_by_id.get(value.partition("|")[2])


def _version(value: str) -> int:
    version = value.partition("|")[0]
    return int(version) if version.isdecimal() and len(version) <= LONGEST_VERSION else -1


def _source(work: Work) -> str:
    return books.source(work, work.book.version)


def _gone() -> Card:
    return cards.told("That rule is gone", "That rule isn't in the book any more. /huzzah rules shows what is.")


def _set(work: Work, drafted: Draft, member: str) -> None:
    books.set_book(work, drafted.source, member, changes(work.book, drafted.book))


def _tried(work: Work, drafted: Draft) -> Card:
    what = changes(work.book, drafted.book)
    if work.last_seq > MOST_TRIED:
        words = "There is too much history here to try it while you wait. On the server, huzzah rules try FILE does it."
        return cards.told("Too much to try here", words)
    trial = try_book(work, drafted.book, "month")
    moves = [
        cards.Move(
            Person(each.member, each.name or each.member),
            (each.points_before, each.points_after),
            (each.rank_before, each.rank_after),
        )
        for each in trial.moved
    ]
    named = work.book.settings.ranking != "groups"
    return cards.preview(_readable(work, what), moves, named=named, quiet=not trial.members)


def _readable(work: Work, lines: Sequence[str]) -> list[str]:
    # The audit names rules by their ids; people know them by their words.
    return [_line(work, line) for line in lines]


def _line(work: Work, line: str) -> str:
    name, colon, change = line.partition(": ")
    rule = work.book.rules_by_id.get(name)
    if rule is None or name in NOT_RULES:
        return line
    if found := ONLY_IN.fullmatch(change):
        change = " → ".join(_where(side) for side in found.groups())
    return f"{rule_dialog.short(rule)}{colon}{change}"


def _where(channels: str) -> str:
    return "everywhere" if channels == "none" else ", ".join(f"#{name}" for name in channels.split(", "))
