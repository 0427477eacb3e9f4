"""The dialog in which an admin changes how Huzzah behaves here, and what is set at a glance; made from the schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handlers.cards.blocks import Block, Bullets, Card, Dialog, Field, Header, Icon, Run, Runs, Small, Text, say
from scoring.book import Book
from scoring.book_changes import LABELS
from scoring.book_nests import Pairs
from scoring.book_plain import book_to
from scoring.book_schema import ALLOWANCE, CURRENCY, SETTINGS
from scoring.book_shapes import Choice, Flag, Whole
from scoring.book_yaml import Json

ID = "settings"
CHANNEL = "announce_channel"
HIDDEN = frozenset({"aliases"})
"""Emoji of one's own are learnt from the platform, or written in the file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting: where it lies in the book, and how it is asked."""

    id: str
    section: str
    name: str
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


ASKED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "allowance_amount": ("How much may everybody give?", ""),
        "allowance_per": ("Per", "It is filled up at midnight, wherever they are."),
        "allowance_roles": ("More for a role", "One on each line, such as: leader 10"),
        "currency_name": ("What is it called?", "Such as kudos, tacos or stars."),
        "currency_emoji": (
            "Emoji that give it",
            "Names with commas in between. Choose some that people use for nothing else.",
        ),
        "currency_pluses": ("“@ana ++” gives, too", ""),
        "zone": ("Time zone of the boards", "Where weeks and months begin, such as Europe/Berlin."),
        "newcomer_days": ("Days as a newcomer", ""),
        "keep_texts": ("Keep the words of thanks", "No other words are ever kept."),
        "ranking": ("Boards rank", "Groups: only such as have five people or more."),
        "announce_channel": ("Where are shout-outs posted?", ""),
        "noise": ("How much do I say in channels?", ""),
        "noise_channels": ("Other channels, another noise", "One on each line, such as: #random lively"),
        "country": ("Country, for public holidays", "Two letters, such as DE. Each colleague's own counts for them."),
        "quiet_from": ("The calendar is quiet from (hour)", "Such as 20. I post nothing by myself then."),
        "quiet_until": ("until (hour)", "Such as 8."),
        "guests": ("Guests", ""),
        "external": ("People of other companies", "Met in channels that are shared with them."),
        "undo_hours": ("Hours to take a gift back", "0 means never."),
        "shoutouts_per_week": ("Shout-outs a week for each leader", ""),
    }
)
"""Field -> its question and a hint; a setting that isn't here is asked by the words of the schema."""

MEANT: Mapping[str, str] = MappingProxyType(
    {
        "day": "a day",
        "week": "a week",
        "month": "a month",
        "individual": "people",
        "groups": "groups only",
        "silent": "nothing (silent)",
        "quiet": "a reaction on each gift (quiet)",
        "lively": "badges and levels as well (lively)",
    }
)
"""What an option is called."""
MEANT_HERE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("guests", "yes"): "take part like everybody",
        ("guests", "receive"): "can be thanked, but don't give",
        ("guests", "no"): "take no part",
        ("external", "no"): "take no part",
        ("external", "yes"): "thank and are thanked in shared channels",
    }
)
"""What the same word means for one setting alone."""
FIRST = ("allowance", "currency", "settings")
_RECORDS = MappingProxyType({"allowance": ALLOWANCE, "currency": CURRENCY, "settings": SETTINGS})


def entries() -> tuple[Entry, ...]:
    """Every setting that can be changed here, in the order of the form."""
    found = [
        _entry(section, field.name, field.shape, field.words)
        for section in FIRST
        for field in _RECORDS[section].fields
        if field.name not in HIDDEN
    ]
    order = {name: place for place, name in enumerate(ASKED)}
    return tuple(sorted(found, key=lambda entry: order.get(entry.id, len(order))))


def _entry(section: str, name: str, shape: object, words: str) -> Entry:
    id_ = name if section == "settings" else f"{section}_{name}"
    usual = LABELS.get(name, name).replace("_", " ")
    label, hint = ASKED.get(id_, (_capital(usual), words.replace("`", "")))
    match shape:
        case Choice(options=options):
            named = tuple((str(option), _capital(_meant(id_, str(option)))) for option in options)
            return Entry(id_, section, name, label, "choice", named, hint)
        case Flag():
            kind = "toggle"
        case Whole():
            kind = "number"
        case Pairs():
            kind = "lines"
        case _:
            kind = "channel" if id_ == CHANNEL else "text"
    return Entry(id_, section, name, label, kind, hint=hint)


def _meant(setting: str, option: str) -> str:
    return MEANT_HERE.get((setting, option), MEANT.get(option, option.replace("_", " ")))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def section_of(book: Book, name: str) -> Mapping[str, Json]:
    """What a section of the book says, as plain data."""
    data = book_to(book)[name]
    return data if isinstance(data, Mapping) else {}


def as_entered(entry: Entry, value: Json) -> str:
    """A value as it stands in its field."""
    match value:
        case bool():
            return "true" if value else ""
        case Mapping():
            sign = "#" if entry.id == "noise_channels" else ""
            return "\n".join(f"{sign}{name} {each}" for name, each in value.items())
        case list():
            return ", ".join(map(str, value))
    return str(value)


def dialog(book: Book, channel: str) -> Dialog:
    """All of them; `channel` is the id of the one for announcements, if there is such a channel."""
    fields = []
    for entry in entries():
        value = as_entered(entry, section_of(book, entry.section).get(entry.name))
        if entry.id == CHANNEL:
            value = channel
        required = entry.kind in ("number", "choice")
        fields.append(Field(entry.id, entry.label, entry.kind, value, entry.options, entry.hint, required=required))
    return Dialog(
        ID, "Settings", tuple(fields), context=f"{book.version}|", intro=say("Everything else is in the rule book.")
    )


def at_a_glance(book: Book, channel: str) -> list[Block]:
    """What is set, in a few lines; `channel` is what to call the one for announcements, if there is one."""
    allowance, settings = book.allowance, book.settings
    more = "".join(f", {amount} with the role {role}" for role, amount in allowance.roles)
    emoji: list[Run] = [run for name in book.currency_emoji for run in (Text(" "), Icon(name))]
    others = f", and {len(settings.noise_channels)} channels otherwise" if settings.noise_channels else ""
    rows: list[Runs] = [
        say(Text("Allowance", bold=True), f"  {allowance.amount} a {allowance.per}{more}"),
        say(Text("Currency", bold=True), f"  {book.currency_name}, given with", *(emoji or [Text(" no emoji")])),
        say(Text("Announcements", bold=True), f"  in {channel}" if channel else "  nowhere"),
        say(Text("In channels", bold=True), f"  {MEANT.get(settings.noise, settings.noise)}{others}"),
        say(Text("Boards", bold=True), f"  rank {MEANT.get(settings.ranking, settings.ranking)}"),
    ]
    for entry in entries():
        if entry.id in ("guests", "external"):
            words = _meant(entry.id, str(getattr(settings, entry.id)))
            rows.append(say(Text(entry.label, bold=True), f"  {words}"))
    return [Bullets(tuple(rows))]


def changed(lines: tuple[str, ...], version: int) -> Card:
    """New settings are in force."""
    return Card(
        "The settings have changed",
        (
            Header("Settings changed", "white_check_mark"),
            Bullets(tuple(say(line) for line in lines[:20])),
            Small(say(f"In force from now on, as version {version} of the rule book.")),
        ),
    )


def example() -> Dialog:
    """As a new workspace has them."""
    return dialog(Book(version=1), "C1")


def example_changed() -> Card:
    """Louder."""
    return changed(("Noise quiet → lively", "Allowance: amount 5 → 10"), 4)
