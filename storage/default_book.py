"""The rule book a new workspace begins with, and its text with all comments."""

from functools import lru_cache
from importlib.resources import files

from scoring.book import Book
from scoring.book_file import parse

VERSION = 1


@lru_cache(maxsize=1)
def default_text() -> str:
    """The file as it was written, for people to read and change."""
    return files("storage").joinpath("default_book.yaml").read_text("utf-8")


@lru_cache(maxsize=1)
def default_book() -> Book:
    """The same as a book."""
    return parse(default_text(), VERSION)
