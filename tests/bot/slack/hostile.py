"""Hostile and endless texts, and cards and dialogs made of them."""

from hypothesis import strategies as st

from handlers.cards import blocks
from handlers.cards.blocks import Block, Card, Dialog, Field, Run

HOSTILE = (
    "<!channel>", "<!here|here>", "@here", "@Channel", "＠ＥＶＥＲＹＯＮＥ", "@\u200bhere", "@h\u200dere", "@𝗵𝗲𝗿𝗲",
    "@\u202ehere", "<@U1>", "<!subteam^S1>", "<https://evil.example|bank>", "*bold* _it_ ~no~ `code`", "\x00",
    "\u202egnp.exe", "\u2066\u2069", "\ud800", "👩‍👩‍👧‍👦",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "\U000e0041hidden", "מה נשמע", "سلام", ":tada:", ":not an emoji:", "```fence```", "> quote\n>>> all",
    "a\r\nb\u2028c",
    "&lt;!channel&gt; &amp;", "|", "^", "<!date^1^{date}|x>", "javascript:alert(1)", "https://e.example/a b",
    "#general", "\ufeff", "\u00ad", "", " ", "\n",
)  # fmt: skip
PARTS = st.sampled_from(HOSTILE) | st.text(max_size=20)
TEXTS = st.lists(PARTS, max_size=4).map(" ".join) | st.sampled_from(("é" * 2_500, "🎉" * 1_600, "x y " * 900))
NAMES = st.sampled_from(HOSTILE) | st.text(max_size=100) | st.just("Nomen " * 50)
MEMBERS = st.sampled_from(("U1", "W0ABC", "gone-7", "", "<!channel>", "U 1")) | st.text(max_size=5)
MOMENTS = st.integers(-(10**18), 10**18) | st.just(1_760_000_000_000_000)
AMOUNTS = st.integers(-(10**6), 10**12)

RUNS: st.SearchStrategy[tuple[Run, ...]] = st.lists(
    st.builds(blocks.Text, TEXTS, st.booleans(), st.booleans())
    | st.builds(blocks.Person, MEMBERS, NAMES)
    | st.builds(blocks.Place, st.sampled_from(("C1", "D1", "<!here>", "")), NAMES)
    | st.builds(blocks.Icon, st.sampled_from(("tada", "🎉", "party-parrot", "Not an emoji", "")) | NAMES)
    | st.builds(blocks.Link, NAMES, TEXTS)
    | st.builds(blocks.Link, NAMES, st.just(""), st.sampled_from(("C1", "x")), st.sampled_from(("1.000002", "m")))
    | st.builds(blocks.When, MOMENTS, st.sampled_from(("date", "time", "both", "other"))),
    max_size=4,
).map(tuple)
PEOPLE = st.builds(blocks.Person, MEMBERS, NAMES)


def _many(of: st.SearchStrategy[Run] | st.SearchStrategy[tuple[Run, ...]], most: int) -> st.SearchStrategy[object]:
    """A few of something, or very many of the same."""
    few = st.lists(of, max_size=4)
    return few.map(tuple) | of.map(lambda one: (one,) * most)


BUTTONS = st.builds(
    blocks.Button, st.sampled_from(("board", "a" * 300, "")), NAMES, TEXTS, st.sampled_from(
        ("plain", "primary", "danger", "other")
    ), NAMES,
)  # fmt: skip
STANDINGS = st.builds(blocks.Standing, st.integers(0, 2_000), PEOPLE, AMOUNTS, st.booleans(), NAMES)

BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(blocks.Header, TEXTS, st.sampled_from(("tada", "", "own-emoji")) | NAMES),
    st.builds(blocks.Say, RUNS),
    st.builds(blocks.Words, TEXTS, st.dictionaries(st.sampled_from(("U1", "S1", "C1")), NAMES, max_size=2)),
    st.builds(blocks.Bullets, _many(RUNS, 110)),
    st.builds(blocks.Fields, st.lists(st.tuples(NAMES, RUNS), max_size=15).map(tuple)),
    st.builds(blocks.Standings, st.lists(STANDINGS, max_size=3).map(lambda rows: tuple(rows) * 60), NAMES),
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
VALUES = TEXTS | st.sampled_from(
    ("true", "3", "-1", "1.5", "U1,U2,x", "C1", "tada", ",".join(f"U{n}" for n in range(300)))
)
IDS = st.sampled_from(("people", "words", "a#b", "", "x" * 300))
FIELDS = st.builds(Field, IDS, TEXTS, st.sampled_from(KINDS), VALUES, OPTIONS, TEXTS, st.booleans())
DIALOGS: st.SearchStrategy[Dialog] = st.builds(
    lambda ident, title, fields, submit, intro: Dialog(ident, title, tuple(fields), submit, "C1|", intro),
    st.sampled_from(("kudos", "rule_edit")), TEXTS, st.lists(FIELDS, max_size=6), NAMES, RUNS,
)  # fmt: skip
