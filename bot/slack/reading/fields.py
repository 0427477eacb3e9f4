"""Fields: what somebody entered into an element of Slack's, as text.

The elements and their values: docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.shapes import LONGEST_VALUE, Table, name, table, tables, words
from bot.slack.reading.ids import ident, idents
from bot.slack.reading.rich_text import markup_of

MOST_FIELDS: Final = 100


def value_of(element: Table) -> str:
    """What is entered or chosen in one element; lists are joined by commas, nothing is an empty text."""
    for key, read in _VALUES.items():
        if element.get(key) is not None:
            return read(element[key])
    return ""


def fields_of(state: object) -> dict[str, str]:
    """Field -> what was entered, of a view's `state`; what follows a `#` in an id only makes it unique."""
    found: dict[str, str] = {}
    blocks = table(table(state).get("values"))
    for block, elements in blocks.items():
        for element in table(elements).values():
            if len(found) >= MOST_FIELDS:
                return found
            field = bare(block)
            if field and isinstance(element, Mapping):
                found[field] = value_of(element)
    return found


def bare(key: object) -> str:
    """An id without what makes it unique."""
    return name(key).partition("#")[0]


def _number(value: object) -> str:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12 else ""


def _options(value: object) -> str:
    return ",".join(said for said in (words(one.get("value"), LONGEST_VALUE) for one in tables(value)) if said)


_VALUES: Final[Mapping[str, Callable[[object], str]]] = MappingProxyType(
    {
        "value": lambda value: words(value, LONGEST_VALUE),
        "selected_users": lambda value: ",".join(idents(value)),
        "selected_user": ident,
        "selected_conversations": lambda value: ",".join(idents(value)),
        "selected_conversation": ident,
        "selected_channels": lambda value: ",".join(idents(value)),
        "selected_channel": ident,
        "selected_options": _options,
        "selected_option": lambda value: words(table(value).get("value"), LONGEST_VALUE),
        "selected_date": name,
        "selected_time": name,
        "selected_date_time": _number,
        "rich_text_value": lambda value: markup_of([value]),
    }
)
