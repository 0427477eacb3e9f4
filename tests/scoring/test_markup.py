"""The tokenizer: what is code, quote, link, mention, emoji and hashtag, and that it costs the same per character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.markup import LONGEST, Kind, escape, pieces, plain, tokens
from scoring.reading import Currency, read
from tests.scoring.fuzz_reading import ATOMS, hostile_text

T, P, G, E, C, L, K, Q, M, H = (
    *(Kind.TEXT, Kind.PERSON, Kind.GROUP, Kind.EVERYONE, Kind.CHANNEL, Kind.LINK),
    *(Kind.CODE, Kind.QUOTE, Kind.EMOJI, Kind.HASHTAG),
)
CASES: tuple[tuple[str, list[tuple[Kind, str]]], ...] = (
    ("", []),
    ("\n", [(T, "\n")]),
    ("hello", [(T, "hello")]),
    ("a &lt;b&gt; &amp;amp;", [(T, "a <b> &amp;")]),
    ("<@U1>", [(P, "U1")]),
    ("<@U1|ben>x", [(P, "U1"), (T, "x")]),
    ("<@>", [(T, "<@>")]),
    ("<@U1", [(T, "<@U1")]),
    ("<@U 1>", [(T, "<@U 1>")]),
    ("<<@U1>>", [(T, "<"), (P, "U1"), (T, ">")]),
    ("<!subteam^S1|@design>", [(G, "S1")]),
    ("<!here> <!channel|channel>", [(E, "here"), (T, " "), (E, "channel")]),
    ("<!date^1^{date}|Feb 18>", [(Kind.OTHER, "!date^1^{date}|Feb 18")]),
    ("<#C1|general><#C2>", [(C, "C1"), (C, "C2")]),
    ("<https://x.org/?a=1&amp;b=2|x>", [(L, "https://x.org/?a=1&b=2")]),
    ("<tel:+49171|+49 171>", [(L, "tel:+49171")]),
    ("see https://x.org/a_(b). ok", [(T, "see "), (L, "https://x.org/a_(b"), (T, "). ok")]),
    ("HTTP://X.org", [(L, "HTTP://X.org")]),
    ("http", [(T, "http")]),
    ("`a` b", [(K, "a"), (T, " b")]),
    ("`a", [(T, "`a")]),
    ("``a``", [(T, "`"), (K, "a"), (T, "`")]),
    ("```a\n`b` &lt;```", [(K, "a\n`b` <")]),
    ("``````", [(K, "")]),
    ("```a", [(T, "```a")]),
    ("```a `b`", [(T, "```a "), (K, "b")]),
    ("&gt; q", [(Q, "&gt; q")]),
    ("> q\n> r\ns", [(Q, "> q\n> r"), (T, "\ns")]),
    ("a\n&gt;&gt;&gt; q\ns", [(T, "a"), (Q, "&gt;&gt;&gt; q\ns")]),
    ("a > b", [(T, "a > b")]),
    (":tada:", [(M, "tada")]),
    (":clap::skin-tone-3::なるほど:", [(M, "clap::skin-tone-3"), (M, "なるほど")]),
    ("12:30:45 :100:", [(T, "12:30:45 "), (M, "100")]),
    ("a::bc::d", [(T, "a::bc::d")]),
    ("x🎉👍🏽y", [(T, "x"), (M, "🎉"), (M, "👍🏽"), (T, "y")]),
    ("👨‍👩‍👧‍👦🇫🇷1️⃣", [(M, "👨‍👩‍👧‍👦"), (M, "🇫🇷"), (M, "1️⃣")]),
    ("©™1", [(T, "©™1")]),
    ("#Team-Work! #1 a#b ##c", [(H, "team-work"), (T, "! #1 a#b ##c")]),
    ("＃感謝", [(H, "感謝")]),
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_is_cut_into_its_tokens(text: str, expected: list[tuple[Kind, str]]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<@U1> <@U2|ben> <@U3>", "@Ana @ben @U3"),
        ("<!subteam^S1|@design> <!here>", "@design @here"),
        ("<#C1|general> <https://x.org|site> <https://x.org>", "#general site https://x.org"),
        (":tada: :custom: 👍🏽", "🎉 :custom: 👍🏽"),
        ("`a &lt; b` &amp; #Team", "a < b & #Team"),
        ("&gt; said <@U1>\nyes", "> said @Ana\nyes"),
        ("hm\n&gt;&gt;&gt; a\n&gt; b", "hm\n> a\n> b"),
        ("<!date^1^x|Feb 18>", "Feb 18"),
    ],
)
def test_plain_text_is_what_a_person_reads(text: str, shown: str) -> None:
    assert plain(text, {"U1": "Ana"}) == shown
    assert plain(text, lambda one: "Ana" if one == "U1" else None) == shown


@given(st.text(alphabet="ab &<>;|@!\n", max_size=80))
def test_escaped_words_come_back_as_they_were(words: str) -> None:
    markup = escape("x" + words.replace("\n>", "").replace("\n >", "").replace("\n", " "))
    assert all(kind is T for kind, _ in tokens(markup))
    assert plain(markup, {}) == "x" + words.replace("\n>", "").replace("\n >", "").replace("\n", " ")


@given(st.one_of(st.text(max_size=300), hostile_text(300)))
def test_pieces_keep_every_character(text: str) -> None:
    without_entities = text.replace("&", "+")
    assert "".join(piece for _, piece in pieces(without_entities)).removeprefix("\n") == without_entities.removeprefix(
        "\n"
    )
    tokens(text)
    plain(text, {})


@pytest.mark.parametrize("atom", ATOMS)
def test_a_longer_text_has_no_more_pieces_per_character(atom: str) -> None:
    short, long = (len(pieces((atom * LONGEST)[:size])) for size in (2_000, LONGEST))
    assert long <= 11 * short + 20


def test_reading_stops_at_the_longest_text() -> None:
    assert sum(len(piece) for _, piece in pieces("a" * (LONGEST + 500))) == LONGEST


A, B = "<@U1>", "<@U2|ben>"
TAKEN_OUT: tuple[tuple[str, dict[str, int]], ...] = (
    (f"`{A} ++`", {}),
    (f"{A} `++`", {}),
    (f"{A} `:tada:`", {}),
    (f"``{A} ++``", {}),
    (f"```{A} :tada:```", {}),
    (f"```\n{A} ++\n```", {}),
    (f"````\n{A} ++\n````", {}),
    (f"see ```x``` {A} ++", {"U1": 1}),
    (f"`x` {A} ++ `y`", {"U1": 1}),
    (f"`i`++ {A}", {}),
    (f"`i` ++ {A}", {"U1": 1}),
    (f"``` {A} ++", {"U1": 1}),
    (f"` {A} ++", {"U1": 1}),
    (f"a `b\n{A} ++ ` c", {"U1": 1}),
    (f"&gt; {A} ++", {}),
    (f"> {A} :tada:", {}),
    (f" &gt; {A} :tada:", {}),
    (f"hello\n&gt; {A} ++\nbye", {}),
    (f"&gt; {A} ++\n{B} ++", {"U2": 1}),
    (f"&gt;&gt;&gt; {A} ++\n{B} ++", {}),
    (f"{B} ++\n&gt;&gt;&gt; {A} ++\n{A} ++", {"U2": 1}),
    (f"&gt; a\n&gt;&gt;&gt; b\n{A} ++", {}),
    (f"5 &gt; 3 {A} ++", {"U1": 1}),
    (f"{A} <https://x.org/c++>", {}),
    (f"{A} <https://x.org|++>", {}),
    (f"{A} https://x.org/c++", {}),
    (f"https://x.org/c++ {A}", {}),
    (f"{A} https://x.org/:tada:", {}),
    (f"<https://x.org|x>++ {A}", {}),
    (f"{A} ++ https://x.org", {"U1": 1}),
    (f"{A} ++ <https://x.org|:tada:>", {"U1": 1}),
    ("<mailto:ana@x.org|ana> ++", {}),
    ("<#C1|general> ++", {}),
    ("&lt;@U1&gt; ++", {}),
    ("&amp;lt;@U1&amp;gt; :tada:", {}),
    ("<@> ++", {}),
    ("<@U1 ++", {}),
)


@pytest.mark.parametrize(("text", "gift"), TAKEN_OUT)
def test_code_quotes_and_links_give_nothing_and_the_rest_does(text: str, gift: dict[str, int]) -> None:
    shares = read(text, Currency(frozenset({"tada"}))).gift
    assert {share.target: share.amount for share in shares} == gift
