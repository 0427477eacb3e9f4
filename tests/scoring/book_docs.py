"""The rule book's documents, made from its tables: `python -m tests.scoring.book_docs` writes them to docs/."""

import json
from pathlib import Path

from scoring.book_file import SCHEMA
from scoring.book_reference import reference
from storage.default_book import default_book

DOCS = Path(__file__).parents[2] / "docs"


def documents() -> dict[Path, str]:
    """Each document's place and text."""
    return {
        DOCS / "rule-book.md": reference(default_book()),
        DOCS / "rule-book.schema.json": json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n",
    }


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    for path, text in documents().items():
        path.write_text(text, encoding="utf-8")
