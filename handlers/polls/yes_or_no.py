"""Yes or no: whether a question asks for no more than that, so that nobody has to type both answers; pure."""

import re
from typing import Final

BEGINNINGS: Final = frozenset(
    """am are aren't can can't could couldn't did didn't do does doesn't don't had has have is isn't may might must
    shall should shouldn't was wasn't were weren't will won't would wouldn't""".split()
)
"""Words with which one asks for yes or no."""
_SENTENCE: Final = re.compile(r"[^.!?…]+\?[\s?!]*$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_EITHER: Final = re.compile(r"\bor\b(?!\s+not\b|\s+no\b)", re.IGNORECASE)


def asks_yes_or_no(question: str) -> bool:
    """`Shall we move the stand-up?`, and not `Shall we meet on Monday or on Tuesday?`; of several the last sentence."""
    found = _SENTENCE.search(question)
    first = _WORD.search(found[0]) if found else None
    if found is None or first is None:
        return False
    return first[0].lower().replace("’", "'") in BEGINNINGS and not _EITHER.search(found[0])
