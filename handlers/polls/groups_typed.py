"""Groups as they are typed: lists of them are written anyhow."""

import re
from typing import Final

from handlers.polls import known_words

_LISTED: Final = re.compile(
    r"(?i)(?P<by>(?:^|\s)(?:by|per)\s+)(?P<first>@[^\s,;<>\"]+|<!subteam\^[^\s<>]+>)"
    r"(?P<more>(?:\s*,\s*(?:and\s+)?[^\s,;<>\"?]+|\s*,\s*(?:and\s+)?<!subteam\^[^\s<>]+>)+)(?=[^\"“”„«»?]*$)"
)
"""`by @engineering, sales` behind the question and what is quoted; before, it would be words of theirs."""
_ONE_MORE: Final = re.compile(r"(\s*,\s*(?:and\s+)?)([^\s,;]+)")


def mentioned(text: str) -> str:
    """The text in which each group of a list after `by` begins with @, like the first one."""
    return _LISTED.sub(lambda found: found["by"] + found["first"] + _mentioned(found["more"]), text, count=1)


def _mentioned(more: str) -> str:
    done = ""
    for found in _ONE_MORE.finditer(more):
        name = found[2]
        if known_words.begins(name):
            return done + more[found.start() :]
        done += found[1] + (name if name.startswith(("@", "<")) else f"@{name}")
    return done
