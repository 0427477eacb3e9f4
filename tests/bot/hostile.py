"""Hostile and endless texts, and cards and dialogs made of them, with ids as a platform has them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from handlers.cards import blocks
from handlers.cards.blocks import Block, Card, Dialog, Field, Run

EVERYWHERE = (
    "\x00", "\u202egnp.exe", "\u2066\u2069", "\ud800", "👩‍👩‍👧‍👦", "\U000e0041hidden", "מה נשמע", "سلام", "```fence```",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", ":tada:", ":not an emoji:", "a\r\nb\u2028c",
    "javascript:alert(1)", "https://e.example/a b", "\ufeff", "\u00ad", "", " ", "\n",
)  # fmt: skip
"""What is hostile on every platform."""
ENDLESS = ("é" * 2_500, "🎉" * 1_600, "x y " * 900, "*_" * 900, "a\n" * 200)
KINDS = ("text", "lines", "number", "choice", "choices", "toggle", "person", "people", "channel", "emoji", "unknown")
MOMENTS = st.integers(-(10**18), 10**18) | st.just(1_760_000_000_000_000)
AMOUNTS = st.integers(-(10**6), 10**12)

Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Hostile:
    """What a platform's cards are made of."""

    own: tuple[str, ...]
    """Texts that are hostile there."""
    members: st.SearchStrategy[str]
    places: st.SearchStrategy[str]
    messages: tuple[str, ...]
    linked: st.SearchStrategy[str]
    """Channels that links lead to."""
    named: tuple[str, ...]
    """Ids that somebody's words may hold."""
    entered: tuple[str, ...]
    """What stands in the fields of dialogs."""
    names_of_ours: tuple[str, ...] = ()
    """Further names of actions and fields."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every hostile text."""
        return (*self.own, *EVERYWHERE)

    def texts(self) -> st.SearchStrategy[str]:
        """What people write."""
        pieces = st.sampled_from(self.all) | st.text(max_size=20)
        return st.lists(pieces, max_size=4).map(" ".join) | st.sampled_from(ENDLESS)

    def names(self) -> st.SearchStrategy[str]:
        """What people call themselves and things."""
        return st.sampled_from(self.all) | st.text(max_size=100) | st.just("Nomen " * 50)

    def people(self) -> st.SearchStrategy[blocks.Person]:
        """Who is named."""
        return st.builds(blocks.Person, self.members, self.names())

    def runs(self) -> st.SearchStrategy[Runs]:
        """Lines of words, people, places, pictures, links and moments."""
        texts, names = self.texts(), self.names()
        return st.lists(
            st.builds(blocks.Text, texts, st.booleans(), st.booleans())
            | self.people()
            | st.builds(blocks.Place, self.places, names)
            | st.builds(blocks.Icon, st.sampled_from(("tada", "🎉", "party-parrot", "Not an emoji", "")) | names)
            | st.builds(blocks.Link, names, texts)
            | st.builds(blocks.Link, names, st.just(""), self.linked, st.sampled_from((*self.messages, "m")))
            | st.builds(blocks.When, MOMENTS, st.sampled_from(("date", "time", "both", "other"))),
            max_size=4,
        ).map(tuple)

    def parts(self) -> st.SearchStrategy[Block]:
        """Parts of cards."""
        texts, names, runs = self.texts(), self.names(), self.runs()
        icons = st.sampled_from(("tada", "", "own-emoji")) | names
        pictures = st.sampled_from(("https://e.example/a.gif", "http://e.example/", "/x")) | texts
        cells = st.lists(st.lists(runs, max_size=3).map(tuple), max_size=4).map(lambda rows: tuple(rows) * 40)
        return st.one_of(
            st.builds(blocks.Header, texts, icons),
            st.builds(blocks.Say, runs),
            st.builds(blocks.Words, texts, st.dictionaries(st.sampled_from(self.named), names, max_size=2)),
            st.builds(blocks.Bullets, st.lists(runs, max_size=4).map(tuple) | runs.map(lambda one: (one,) * 110)),
            st.builds(blocks.Fields, st.lists(st.tuples(names, runs), max_size=15).map(tuple)),
            st.builds(blocks.Standings, self._standings(), names),
            st.builds(blocks.Table, st.lists(names, max_size=3).map(tuple), cells),
            st.builds(blocks.Picture, pictures, texts),
            st.builds(blocks.Progress, texts, AMOUNTS, AMOUNTS),
            st.builds(blocks.Small, runs),
            st.builds(blocks.Rule),
            st.builds(blocks.Buttons, st.lists(self._buttons(), max_size=3).map(lambda few: tuple(few) * 12)),
            st.builds(blocks.Choices, self._choices(), AMOUNTS),
            st.builds(blocks.Chart, texts, self._points(), st.sampled_from(("bars", "pie", "line", "other")), names),
        )

    def cards(self) -> st.SearchStrategy[Card]:
        """Cards of a few blocks, or of very many."""
        return st.builds(
            lambda summary, found, times: Card(summary, tuple(found) * times),
            self.texts(),
            st.lists(self.parts(), max_size=5),
            st.sampled_from((1, 1, 1, 1, 1, 12)),
        )

    def ids(self) -> st.SearchStrategy[str]:
        """Names of fields."""
        return st.sampled_from(("people", "words", "a#b", "", "x" * 300, *self.names_of_ours))

    def values(self) -> st.SearchStrategy[str]:
        """What is entered in them."""
        return self.texts() | st.sampled_from(("true", "3", "-1", "1.5", "tada", *self.entered))

    def dialogs(self) -> st.SearchStrategy[Dialog]:
        """Dialogs of a few questions."""
        texts, names = self.texts(), self.names()
        options = st.lists(st.tuples(names, names), max_size=12).map(tuple) | st.integers(90, 130).map(_options)
        kinds = st.sampled_from(KINDS)
        fields = st.builds(Field, self.ids(), texts, kinds, self.values(), options, texts, st.booleans())
        return st.builds(
            lambda ident, title, fields, submit, intro: Dialog(ident, title, tuple(fields), submit, "C1|", intro),
            st.sampled_from(("kudos", "rule_edit")), texts, st.lists(fields, max_size=6), names, self.runs(),
        )  # fmt: skip

    def _buttons(self) -> st.SearchStrategy[blocks.Button]:
        actions = st.sampled_from(("board", "a" * 300, "", *self.names_of_ours))
        styles = st.sampled_from(("plain", "primary", "danger", "other"))
        return st.builds(blocks.Button, actions, self.names(), self.texts(), styles, self.names())

    def _choices(self) -> st.SearchStrategy[tuple[blocks.Choice, ...]]:
        one = st.builds(
            blocks.Choice, self.runs(), st.none() | self._buttons(), AMOUNTS | st.integers(-1, 20), self.names(),
            st.booleans(),
        )  # fmt: skip
        few, times = st.lists(one, max_size=3), st.sampled_from((1, 4, 60))
        return st.tuples(few, times).map(lambda each: tuple(each[0]) * each[1])

    def _points(self) -> st.SearchStrategy[tuple[tuple[str, int], ...]]:
        one = st.tuples(self.names(), AMOUNTS | st.integers(0, 20))
        short = st.tuples(st.sampled_from(self.all) | st.text(max_size=8), st.integers(0, 20))
        return st.lists(one | short, max_size=25).map(tuple) | st.lists(short, max_size=60).map(tuple)

    def _standings(self) -> st.SearchStrategy[tuple[blocks.Standing, ...]]:
        one = st.builds(blocks.Standing, st.integers(0, 2_000), self.people(), AMOUNTS, st.booleans(), self.names())
        few, times = st.lists(one, max_size=3), st.sampled_from((1, 4, 60))
        return st.tuples(few, times).map(lambda each: tuple(each[0]) * each[1])


def _options(count: int) -> Sequence[tuple[str, str]]:
    return tuple((str(number), f"Option {number}") for number in range(count))
