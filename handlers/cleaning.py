"""Cleaning: characters that no database takes are taken out of what people write, before anything is kept."""

from collections.abc import Mapping
from typing import Final

QUOTES: Final = "\"'“”„‘’‚«»‹›`"
"""What people, and phones, put around words."""


def clean(text: str) -> str:
    """Without zero characters and halves of characters."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def clean_all(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form, each cleaned."""
    return {name: clean(value) for name, value in fields.items()}
