"""Masks: what in a typed poll is one thing - links, code, escaped characters - stands behind one sign meanwhile; pure.

`R&amp;D, &lt;1h` and `<https://a.com/x,y|A site>` hold marks that stand between options elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scoring.markup import plain

_SIGNS: Final = range(0x20000, 0x2A6E0)
"""Rare Chinese characters: more than a text has pieces. Whoever writes one gets it back, since it is masked as well."""
_MARKED: Final = '"“”„«»'
_PIECE: Final = re.compile(
    r"<(?:!(?!subteam\^|here\b|channel\b|everyone\b)[^<>\n]+|[A-Za-z][A-Za-z0-9+.\-]*:[^<>\n]+)>"
    rf"|(?<![\w`])`[^`\n{_MARKED}]+`(?![\w`])"
    rf"|https?://(?:(?!,https?:)[^\s<>`'’|{_MARKED}])+"
    r"|&(?:amp|lt|gt);"
    f"|[{chr(_SIGNS[0])}-{chr(_SIGNS[-1])}]"
)
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt)\Z")
_AFTER_ADDRESS: Final = ".,;:!?)]}*_~。、，；？！）」"
_NAMED: Final = re.compile(r"(<(?:@[^\s<>|]+|#[^\s<>|]+|!subteam\^[^\s<>|]+|!(?:here|channel|everyone)))\|[^<>\n]*>")
_BARE: Final = re.compile(r"<[@#!][^\s<>|]+>")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text of which nothing is torn that is one thing; mentions stand there without their names."""

    text: str
    kept: Mapping[str, str] = field(default_factory=dict)
    """What each sign stands for."""
    named: Mapping[str, str] = field(default_factory=dict)
    """As which each mention was written."""

    def back(self, text: str) -> str:
        """A part of the text as it was written."""
        shown = "".join(self.kept.get(char, char) for char in text) if self.kept else text
        return _BARE.sub(lambda found: self.named.get(found[0], found[0]), shown) if self.named else shown

    def told(self, words: str) -> str:
        """Words of ours that quote a part, for people."""
        return plain(self.back(words), {})


def hide(text: str) -> Masked:
    """The text with a sign for all that is one thing."""
    named = {f"{found[1]}>": found[0] for found in _NAMED.finditer(text)}
    signs: dict[str, str] = {}

    def sign_of(found: re.Match[str]) -> str:
        whole, rest = found[0], ""
        if whole[0] in "hH":
            end = len(whole.rstrip(_AFTER_ADDRESS))
            end += bool(_ENTITY.search(whole[:end])) and whole[end : end + 1] == ";"
            whole, rest = whole[:end], whole[end:]
        if whole not in signs and len(signs) == len(_SIGNS):
            return found[0]
        return signs.setdefault(whole, chr(_SIGNS[len(signs)])) + rest

    hidden = _PIECE.sub(sign_of, _NAMED.sub(r"\1>", text))
    return Masked(hidden, {sign: whole for whole, sign in signs.items()}, named)
