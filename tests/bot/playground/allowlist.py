"""Which HTML the playground may write: tags, attributes and addresses; anything else is a hole."""

from html.parser import HTMLParser

TAGS = frozenset(
    "a article b blockquote button circle code dd details div dl dt em fieldset figcaption figure form h2 h3 hr img "
    "input label legend li ol option p path pre progress rect s section select small span strong summary svg table "
    "tbody td textarea th thead time title tr ul"
    .split()
)  # fmt: skip
ATTRIBUTES = frozenset(
    "alt aria-describedby aria-hidden aria-label autocomplete checked class cx cy d data-action data-at data-channel "
    "data-close data-confirm data-context data-dialog data-field data-kind data-person data-pick-emoji "
    "data-required data-style data-testid data-unit data-value datetime for height hidden href id inputmode "
    "loading max name novalidate preserveaspectratio r referrerpolicy rel required role rows scope selected "
    "spellcheck src tabindex target title type value viewbox width"
    .split()
)  # fmt: skip
ADDRESSES = ("http://", "https://", "mailto:", "#", "/playground/")


class Allowed(HTMLParser):
    """Reads HTML and collects what is not allowed in it."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag with its attributes."""
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES:
                self.faults.append(f"<{tag} {name}=…>")
            if name in ("href", "src") and not (value or "").startswith(ADDRESSES):
                self.faults.append(f'<{tag} {name}="{value}">')

    def handle_data(self, data: str) -> None:
        """Words between tags."""
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        """We write no comments."""
        self.faults.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Nor declarations."""
        self.faults.append(f"<!{decl}>")


def faults(html: str) -> list[str]:
    """What is in this HTML that must not be."""
    reader = Allowed()
    reader.feed(html)
    reader.close()
    return reader.faults


def words(html: str) -> str:
    """What a reader of this HTML reads."""
    reader = Allowed()
    reader.feed(html)
    reader.close()
    return "".join(reader.words)
