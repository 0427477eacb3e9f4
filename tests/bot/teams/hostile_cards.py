"""Hostile and endless texts, and cards and dialogs made of them, with ids as Teams has them."""

from hypothesis import strategies as st

from handlers.cards import blocks
from handlers.cards.blocks import Block, Card, Dialog, Field, Run

ANA, BEN = "0a0a0a0a-0000-4000-8000-000000000001", "0b0b0b0b-0000-4000-8000-000000000002"
HOSTILE = (
    "<at>Ana Sousa</at>", "</at>", "<at>", "<b>bold</b>", "<https://evil.example>", "[bank](https://evil.example)",
    "**bold** _it_ ~~no~~ `code`", "__x__", "# heading", "> quote", "- item", "1. item", "1) item", "***", "---", "===",
    "* * *", "    code", "```fence```", "![x](https://e.example/a.png)", "&lt;at&gt;Ana&lt;/at&gt;", "&#42;x&#42;", "&",
    "{{DATE(2017-02-14T06:00:00Z, SHORT)}}", "{{{TIME(2017-02-14T06:00:00Z)}}", "{", "${name}", "\\", "\\*", "|a|b|",
    "\x00", "\u202egnp.exe", "\u2066\u2069", "\ud800", "👩‍👩‍👧‍👦", "\U000e0041hidden", "מה נשמע", "سلام",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", ":tada:", ":not an emoji:", "a\r\nb\u2028c",
    "javascript:alert(1)", "https://e.example/a b", "https://e.example/(x)[y]*z*_w_", "\ufeff", "\u00ad", "", " ", "\n",
)  # fmt: skip
PARTS = st.sampled_from(HOSTILE) | st.text(max_size=20)
TEXTS = st.lists(PARTS, max_size=4).map(" ".join) | st.sampled_from(
    ("é" * 2_500, "🎉" * 1_600, "x y " * 900, "*_" * 900, "a\n" * 200)
)
NAMES = st.sampled_from(HOSTILE) | st.text(max_size=100) | st.just("Nomen " * 50)
MEMBERS = st.sampled_from((ANA, BEN, "29:1abc-D_e", "gone-7", "", "<at>", "U1")) | st.uuids().map(str)
CHANNELS = st.sampled_from(("19:abc@thread.tacv2", "19:abc@thread.v2", "C1", "<x>", "19:a)b@thread.v2", ""))
MOMENTS = st.integers(-(10**18), 10**18) | st.just(1_760_000_000_000_000)
AMOUNTS = st.integers(-(10**6), 10**12)
PEOPLE = st.builds(blocks.Person, MEMBERS, NAMES)
RUNS: st.SearchStrategy[tuple[Run, ...]] = st.lists(
    st.builds(blocks.Text, TEXTS, st.booleans(), st.booleans())
    | PEOPLE
    | st.builds(blocks.Place, CHANNELS, NAMES)
    | st.builds(blocks.Icon, st.sampled_from(("tada", "🎉", "party-parrot", "Not an emoji", "")) | NAMES)
    | st.builds(blocks.Link, NAMES, TEXTS)
    | st.builds(blocks.Link, NAMES, st.just(""), CHANNELS, st.sampled_from(("1760000000000", "m")))
    | st.builds(blocks.When, MOMENTS, st.sampled_from(("date", "time", "both", "other"))),
    max_size=4,
).map(tuple)


def _many(of: st.SearchStrategy[tuple[Run, ...]], most: int) -> st.SearchStrategy[tuple[tuple[Run, ...], ...]]:
    """A few of something, or very many of the same."""
    return st.lists(of, max_size=4).map(tuple) | of.map(lambda one: (one,) * most)


BUTTONS = st.builds(
    blocks.Button, st.sampled_from(("board", "kudos", "huzzah", "a" * 300, "", "\ud800")), NAMES,
    TEXTS, st.sampled_from(("plain", "primary", "danger", "other")), NAMES,
)  # fmt: skip
STANDINGS = st.builds(blocks.Standing, st.integers(0, 2_000), PEOPLE, AMOUNTS, st.booleans(), NAMES)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(blocks.Header, TEXTS, st.sampled_from(("tada", "", "own-emoji")) | NAMES),
    st.builds(blocks.Say, RUNS),
    st.builds(blocks.Words, TEXTS, st.dictionaries(st.sampled_from((ANA, "S1", "C1")), NAMES, max_size=2)),
    st.builds(blocks.Bullets, _many(RUNS, 110)),
    st.builds(blocks.Fields, st.lists(st.tuples(NAMES, RUNS), max_size=15).map(tuple)),
    st.builds(
        blocks.Standings, st.tuples(st.lists(STANDINGS, max_size=3), st.sampled_from((1, 4, 60))).map(
            lambda each: tuple(each[0]) * each[1]), NAMES,
    ),
    st.builds(blocks.Table, st.lists(NAMES, max_size=3).map(tuple), st.lists(
        st.lists(RUNS, max_size=3).map(tuple), max_size=4).map(lambda rows: tuple(rows) * 40),
    ),
    st.builds(blocks.Picture, st.sampled_from(("https://e.example/a.gif", "http://e.example/", "/x")) | TEXTS, TEXTS),
    st.builds(blocks.Progress, TEXTS, AMOUNTS, AMOUNTS),
    st.builds(blocks.Small, RUNS),
    st.builds(blocks.Rule),
    st.builds(blocks.Buttons, st.lists(BUTTONS, max_size=3).map(lambda few: tuple(few) * 12)),
)  # fmt: skip
CARDS: st.SearchStrategy[Card] = st.builds(
    lambda summary, found, times: Card(summary, tuple(found) * times),
    TEXTS,
    st.lists(BLOCKS, max_size=5),
    st.sampled_from((1, 1, 1, 1, 1, 12)),
)

KINDS = ("text", "lines", "number", "choice", "choices", "toggle", "person", "people", "channel", "emoji", "unknown")
OPTIONS = st.lists(st.tuples(NAMES, NAMES), max_size=12).map(tuple) | st.integers(90, 130).map(
    lambda count: tuple((str(number), f"Option {number}") for number in range(count))
)
VALUES = TEXTS | st.sampled_from(("true", "3", "-1", "1.5", f"{ANA},{BEN},x", "19:abc@thread.tacv2", "tada"))
IDS = st.sampled_from(("people", "words", "huzzah", "msteams", "a#b", "", "x" * 300, "\ud800"))
FIELDS = st.builds(Field, IDS, TEXTS, st.sampled_from(KINDS), VALUES, OPTIONS, TEXTS, st.booleans())
DIALOGS: st.SearchStrategy[Dialog] = st.builds(
    lambda ident, title, fields, submit, intro: Dialog(ident, title, tuple(fields), submit, "C1|", intro),
    st.sampled_from(("kudos", "rule_edit")), TEXTS, st.lists(FIELDS, max_size=6), NAMES, RUNS,
)  # fmt: skip
ANSWERS = st.dictionaries(IDS, VALUES, max_size=3)
