"""Composing: what people type, as Teams' clients write it - HTML with numbered mentions, and the text of activities."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import emoji

from tests.bot.teams.loopback.world import Mention, Place, World

PIECES = re.compile(
    r"`(?P<code>[^`\n]+)`|(?<![\w<.])@(?P<name>[\w.-]*\w)|(?P<link>https?://\S+)|(?P<short>:[\w'+-]+:)", re.IGNORECASE
)
CLASSIC = {"+1": "like", "thumbsup": "like", "laughing": "laugh", "open_mouth": "surprised", "cry": "sad"}
"""Reactions that Teams has a word for, by what other chats call them."""
PLAIN = ("like", "heart", "laugh", "surprised", "sad", "angry")
GLYPHS = dict(zip("👍❤😆😮😢😠", PLAIN, strict=True))
NUMBERED = re.compile(r'<at id="(\d+)">(.*?)</at>')
SIGNED = re.compile(r'<emoji id="([^"]*)" alt="([^"]*)" title="([^"]*)"></emoji>')
MENTION = '<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="{}">{}</span>'
PICTURE = (
    '<span class="animated-emoticon-20-{0}" title="{2}" type="({0})"><img itemscope="" '
    'itemtype="http://schema.skype.com/Emoji" itemid="{0}" src="https://statics.teams.cdn.office.net/{0}/20_f.png" '
    'title="{2}" alt="{1}" style="width:20px;height:20px;"></span>'
)


@dataclass(slots=True)
class Composed:
    """A message before it is said."""

    html: str = ""
    text: str = ""
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """One line on its way into both forms."""

    world: World
    place: Place
    mentions: list[Mention]
    html: str = ""
    text: str = ""

    def plain(self, words: str) -> None:
        """Words, and emoji among them."""
        for piece in emoji.analyze(words, non_emoji=True):
            if isinstance(piece.value, emoji.EmojiMatch):
                self.html += _picture(piece.chars)
            else:
                self.html += html.escape(piece.chars, quote=False)
            self.text += piece.chars

    def piece(self, found: re.Match[str]) -> None:
        """A mention, code, a link, or a name of an emoji."""
        kind = str(found.lastgroup)
        KINDS[kind](self, found[kind], found[0])

    def code(self, inside: str, _whole: str) -> None:
        """Code is never a mention."""
        self.html += f"<code>{html.escape(inside, quote=False)}</code>"
        self.text += inside

    def link(self, address: str, _whole: str) -> None:
        """Clients make links of addresses."""
        shown = html.escape(address, quote=False)
        self.html += f'<a href="{html.escape(address)}" rel="noreferrer noopener" title="{shown}">{shown}</a>'
        self.text += address

    def short(self, name: str, _whole: str) -> None:
        """A known name becomes the emoji."""
        self.plain(emoji.emojize(name, language="alias"))

    def named(self, name: str, whole: str) -> None:
        """Who is called so is mentioned; names of nobody stay words."""
        pieces = mentions_of(self.world, self.place, name)
        if not pieces:
            self.plain(whole)
        for number, each in enumerate(pieces):
            shown = html.escape(each.text, quote=False)
            self.html += ("&nbsp;" if number else "") + f'<at id="{len(self.mentions)}">{shown}</at>'
            self.text += (" " if number else "") + f"<at>{shown}</at>"
            self.mentions.append(each)


KINDS: dict[str, Callable[[_Line, str, str], None]] = {
    "code": _Line.code, "name": _Line.named, "link": _Line.link, "short": _Line.short,
}  # fmt: skip


def composed(world: World, place: Place, typed: str) -> Composed:
    """What is sent for what was typed: `@ana` mentions, `` `x` `` is code, `:tada:` an emoji, `> x` a quotation."""
    made, quoted = Composed(), False
    for raw in typed.split("\n"):
        line = _Line(world, place, made.mentions)
        words = raw.removeprefix("> ")
        end = 0
        for found in PIECES.finditer(words):
            line.plain(words[end : found.start()])
            line.piece(found)
            end = found.end()
        line.plain(words[end:])
        quoted = raw.startswith("> ")
        made.html += f"<blockquote><p>{line.html}</p></blockquote>" if quoted else f"<p>{line.html}</p>"
        made.text += ("\n" if made.text else "") + line.text
    return made


def mentions_of(world: World, place: Place, name: str) -> list[Mention]:
    """The mentions a name makes; several for one person whose name the client splits."""
    if name.lower() in ("bot", world.bot_name.lower()):
        return [Mention(world.bot, world.bot_name, "bot")]
    if name.lower() in ("team", "everyone") and place.team:
        return [Mention(place.team, world.teams[place.team].name, "team")]
    if name.lower() in ("channel", "here") and place.team:
        return [Mention(place.id, place.name, "channel")]
    for tag in world.tags.values():
        if tag.name == name:
            return [Mention(tag.id, tag.name, "tag")]
    try:
        person = world.person(name)
    except KeyError:
        return []
    words = person.name.split() if person.split else [person.name]
    return [Mention(person.id, word) for word in words]


def activity_html(body: str) -> str:
    """The body as activities attach it: mentions and emoji written in the way of old."""
    spanned = NUMBERED.sub(lambda found: MENTION.format(found[1], found[2]), body)
    return SIGNED.sub(lambda found: PICTURE.format(found[1], found[2], found[3]), spanned)


def reaction_kind(name: str) -> str:
    """What Teams calls a reaction: `like`, or code points and a name; known by any of its spellings.

    Source: learn.microsoft.com/microsoftteams/platform/agents-in-teams/teams-reactions-reference
    """
    plain = name.strip(":")
    plain = CLASSIC.get(plain, GLYPHS.get(plain.replace("\ufe0f", ""), plain))
    if plain in PLAIN or "_" in plain[4:6]:
        return plain
    shown = plain if emoji.is_emoji(plain) else emoji.emojize(f":{plain}:", language="alias")
    return sign_of(shown) if emoji.is_emoji(shown) else plain


def sign_of(shown: str) -> str:
    """`1f389_partypopper` for 🎉."""
    points = "".join(f"{ord(each):x}" for each in shown if each != "\ufe0f")
    name = emoji.demojize(shown).strip(":").replace("_", "").lower()
    return f"{points}_{name}"


def shown_of(kind: str) -> str:
    """The character of a reaction's kind; the kind itself where it has none."""
    points = kind.partition("_")[0]
    if kind in PLAIN:
        return next(glyph for glyph, name in GLYPHS.items() if name == kind)
    try:
        return chr(int(points, 16)) if "_" in kind else kind
    except (ValueError, OverflowError):
        return kind


def _picture(shown: str) -> str:
    title = emoji.demojize(shown).strip(":").replace("_", " ").capitalize()
    return f'<emoji id="{sign_of(shown)}" alt="{shown}" title="{html.escape(title)}"></emoji>'
