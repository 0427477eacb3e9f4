"""The list of rules: all of it at a glance to read, and a page for each group of rules where admins change them."""

from collections.abc import Mapping, Sequence

from handlers.cards.blocks import Block, Bullets, Button, Buttons, Card, Header, Run, Runs, Say, Small, Text, say
from handlers.cards.rules.card import GROUPS, in_words, small_book
from scoring.book import Book, Rule
from scoring.book_words import NO_NAMES, counted

PAGES = ("thanks", "welcoming", "talking", "taking", "noticing")
"""What each group of rules is called in buttons and after /huzzah rules; a test insists that every group has a name."""
MOST = 12
"""Rules on one page: with a row of buttons each, they stay well below what platforms take in one message."""


def find(words: str) -> str:
    """The page somebody typed or pressed, `talking` or `talking 2`; nothing for what is no page."""
    name, _, number = words.lower().replace("|", " ").partition(" ")
    meant = [
        page
        for place, page in enumerate(PAGES)
        if name and (page.startswith(name) or name.startswith(page[:5]) or name in GROUPS[place][0].lower().split())
    ]
    if not meant:
        return ""
    part = int(number) if number.strip().isdecimal() and len(number.strip()) < 4 else 1
    return meant[0] if part < 2 else f"{meant[0]} {part}"


def page_of(book: Book, rule: str) -> str:
    """The page a rule stands on."""
    for place, name in enumerate(PAGES):
        ids = [each.id for each in _rules(book, place)]
        if rule in ids:
            part = ids.index(rule) // MOST + 1
            return name if part == 1 else f"{name} {part}"
    return PAGES[0]


def _rules(book: Book, group: int) -> list[Rule]:
    kinds = GROUPS[group][2]
    return sorted((rule for rule in book.rules if rule.kind in kinds), key=lambda rule: kinds.index(rule.kind))


def listing(book: Book, names: Mapping[str, str] = NO_NAMES, page: str = "") -> Card:
    """Every rule, on or off, to read; or those of one page alone."""
    blocks: list[Block] = [Header("The rules", "scroll")]
    for place, (title, icon, _) in enumerate(GROUPS):
        rules = _rules(book, place)
        if rules and page.partition(" ")[0] in ("", PAGES[place]):
            blocks += [Header(title, icon), Bullets(tuple((*in_words(rule, names), *_state(rule)) for rule in rules))]
    blocks.append(Small(say(f"Version {book.version} of the rule book. An idea? Tell an admin, they can change it.")))
    return Card("The rules", tuple(blocks))


def _state(rule: Rule) -> list[Run]:
    return [] if rule.on else [Text(" (off)", italic=True)]


def editing(book: Book, names: Mapping[str, str] = NO_NAMES, page: str = "") -> Card:
    """One page of rules, each with a way to change it, and the way to the other pages; for admins."""
    name, _, number = (page or PAGES[0]).partition(" ")
    group = PAGES.index(name) if name in PAGES else 0
    title, icon, _ = GROUPS[group]
    rules = _rules(book, group)
    last = max(1, -(-len(rules) // MOST))
    part = min(int(number) if number.isdecimal() else 1, last)
    blocks: list[Block] = [Header(f"Rules: {title}", icon), _tabs(book, group)]
    for rule in rules[(part - 1) * MOST : part * MOST]:
        blocks += _one(rule, book, names)
    if not rules:
        blocks.append(Say(say("The rule book has no rule of this kind.")))
    blocks.append(_foot(PAGES[group], part, last))
    hint = "What a change would have moved is shown before you save: Edit, then “Only try it”."
    blocks.append(Small(say(f"Version {book.version} of the rule book. {hint}")))
    return Card(f"Rules: {title}", tuple(blocks))


def _tabs(book: Book, now: int) -> Buttons:
    buttons = []
    for place, name in enumerate(PAGES):
        style = "primary" if place == now else "plain"
        buttons.append(Button("rules", f"{name.capitalize()} ({len(_rules(book, place))})", name, style))
    return Buttons(tuple(buttons))


def _foot(name: str, part: int, last: int) -> Buttons:
    buttons = [Button("rules", "Earlier ones", f"{name} {part - 1}")] if part > 1 else []
    if part < last:
        buttons.append(Button("rules", "More of them", f"{name} {part + 1}"))
    buttons += [Button("rule_history", "History"), Button("settings", "Settings")]
    return Buttons(tuple(buttons))


def _one(rule: Rule, book: Book, names: Mapping[str, str]) -> Sequence[Block]:
    value = f"{book.version}|{rule.id}"
    turn = (
        Button("rule_switch", "Switch off", value, confirm="From now on this earns nothing. Switch it off?")
        if rule.on
        else Button("rule_switch", "Switch on", value)
    )
    return Say(_row(rule, names)), Buttons((Button("rule_edit", "Edit", value), turn))


def _row(rule: Rule, names: Mapping[str, str]) -> Runs:
    return (*in_words(rule, names), *_state(rule))


def summary(book: Book) -> str:
    """How many there are, for where they are only mentioned."""
    off = sum(not rule.on for rule in book.rules)
    return counted(len(book.rules), "rule") + (f", {off} of them switched off" if off else "")


def example_listing() -> Card:
    """The list as everybody reads it."""
    return listing(small_book())


def example_editing() -> Card:
    """A page as an admin sees it."""
    return editing(small_book(), page="talking")
