"""What a message's text is found to be, mention and give: the grammar as a table of cases, and its properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.giving import MOST
from scoring.reading import Currency, Flag, Reading, read
from tests.scoring.fuzz_reading import hostile_text

CURRENCY = Currency(
    frozenset({"tada", "+1"}), {"party": "tada", "hooray": "alias:party", "loop": "pool", "pool": "loop"}
)
A, B, G, H = "<@U1>", "<@U2|ben>", "<!subteam^S1|@design>", "<!here|here>"

GIVES: tuple[tuple[str, dict[str, int]], ...] = (
    # emoji
    (f"{A} :tada: thanks", {"U1": 1}),
    (f"{A} {B} :tada: thanks", {"U1": 1, "U2": 1}),
    (f"{A} :tada::tada: :tada:", {"U1": 3}),
    (f":tada: for {A} and also {B}, and once more :tada:", {"U1": 2, "U2": 2}),
    (f"{A} 🎉", {"U1": 1}),
    (f"{A}🎉🎉", {"U1": 2}),
    (f"🎉{A}", {"U1": 1}),
    (f"{A} well done🎉!", {"U1": 1}),
    (f"{A} well done:tada:!", {"U1": 1}),
    (f"{A} result::tada:", {"U1": 1}),
    (f"{A} :TADA:", {"U1": 1}),
    (f"{A} :party:", {"U1": 1}),
    (f"{A} :hooray: :Party:", {"U1": 2}),
    (f"{A} :loop:", {}),
    (f"{A} :+1:", {"U1": 1}),
    (f"{A} :thumbsup:", {"U1": 1}),
    (f"{A} :+1::skin-tone-3:", {"U1": 1}),
    (f"{A} :thumbsup::skin-tone-6::tada:", {"U1": 2}),
    (f"{A} 👍🏽", {"U1": 1}),
    (f"{A} 👍🏽👍🏿👍", {"U1": 3}),
    (f"{A} 👍\ufe0f", {"U1": 1}),
    (f"{A} 🎉\u200d🎉", {"U1": 2}),
    (f"{A} 👨\u200d👩\u200d👧 :smile:", {}),
    (f"{A} :heart: :unknown:", {}),
    (f"{A} :tada", {}),
    (f"{A} tada:", {}),
    (":tada: thanks everyone", {}),
    ("@ana :tada:", {}),
    (f"{A}", {}),
    (f"thank you {A}", {}),
    # pluses
    (f"{A} ++", {"U1": 1}),
    (f"{A}++", {"U1": 1}),
    (f"{A} +++", {"U1": 2}),
    (f"{A} ++++", {"U1": 3}),
    (f"{A} ＋＋", {"U1": 1}),
    (f"{A} ++ thanks", {"U1": 1}),
    (f"{A} ++, thanks", {"U1": 1}),
    (f"{A} ++!", {"U1": 1}),
    (f"({A} ++)", {"U1": 1}),
    (f"*{A}* ++", {"U1": 1}),
    (f"*{A} ++*", {"U1": 1}),
    (f"{A}\n++", {"U1": 1}),
    (f"{A}\u00a0++", {"U1": 1}),
    (f"{A} {B} ++", {"U1": 1, "U2": 1}),
    (f"{A}{B}++", {"U1": 1, "U2": 1}),
    (f"{A}, {B} ++", {"U1": 1, "U2": 1}),
    (f"{A} and {B} ++", {"U1": 1, "U2": 1}),
    (f"{A} &amp; {B} ++", {"U1": 1, "U2": 1}),
    (f"{A}, {B}, and <@U3> +++", {"U1": 2, "U2": 2, "U3": 2}),
    (f"{A} with {B} ++", {"U2": 1}),
    (f"{A} ++ {B}", {"U1": 1}),
    (f"{A} ++ {B} +++", {"U1": 1, "U2": 2}),
    (f"{A} ++ and {B} ++", {"U1": 1, "U2": 1}),
    (f"{A} ++ {A} ++", {"U1": 1}),
    (f"{A} ++ {A} +++", {"U1": 2}),
    (f"<@U1|ana> {A} ++", {"U1": 1}),
    (f"{A} ++ ++", {"U1": 1}),
    (f"{A} ++ ++ {B}", {"U1": 1, "U2": 1}),
    (f"++ {A}", {"U1": 1}),
    (f"++{A}", {"U1": 1}),
    (f"+++ {A} {B}", {"U1": 2, "U2": 2}),
    (f"great work ++ {A}!", {"U1": 1}),
    (f"++ {A} ++", {"U1": 1}),
    (f"+5 {A}", {"U1": 5}),
    (f"{A} +1", {"U1": 1}),
    (f"{A} +5", {"U1": 5}),
    (f"{A} +5!", {"U1": 5}),
    (f"{A} +5. Thanks", {"U1": 5}),
    (f"{A}+5", {"U1": 5}),
    (f"{A} {B} +12 for the release", {"U1": 12, "U2": 12}),
    (f"{A} +007", {"U1": 7}),
    (f"{A} +9999", {"U1": 9999}),
    (f"{A} +10000", {"U1": MOST}),
    (f"{A} +" + "9" * 5000, {"U1": MOST}),
    (f"{A} +" + "0" * 5000, {}),
    (f"{A} {'+' * 11000}", {"U1": MOST}),
    (f"{A} +0", {}),
    (f"{A} +", {}),
    (f"{A} + 5", {}),
    (f"{A} + +", {}),
    (f"{A} 5", {}),
    (f"{A} +5pm", {}),
    (f"{A} +5 pm", {}),
    (f"{A} +15 minutes", {}),
    (f"{A} +5h", {}),
    (f"{A} +5%", {}),
    (f"{A} +5 %", {}),
    (f"{A} +5.5", {}),
    (f"{A} +1,000", {}),
    (f"{A} +49 171 123", {}),
    (f"{A} +49-171-123", {}),
    (f"{A} +49 (0)171 123", {}),
    (f"{A} +49171 123", {}),
    (f"{A} +1'd this", {}),
    (f"{A} +1s this", {}),
    (f"{A} ++5", {}),
    (f"{A} +++x", {}),
    (f"{A} ++i", {}),
    (f"{A} ++=", {}),
    (f"{A} thanks ++", {}),
    (f"{A}: ++", {}),
    (f"{A}'s ++", {}),
    (f"{A} :heart: ++", {}),
    (f"{A} c++", {}),
    (f"{A} c++ is hard", {}),
    (f"{A} C++ and i++", {}),
    (f"c++ {A}", {}),
    (f"i++; {A}", {}),
    (f"a++b {A}", {}),
    ("c++ is hard, i++ too", {}),
    (f"{A} --", {}),
    (f"{A} -- can you look?", {}),
    (f"{A} - can you look?", {}),
    (f"{A} – can you look?", {}),
    (f"{A} — can you look?", {}),
    (f"{A} ––", {}),
    (f"{A} -1", {}),
    (f"{A} -- ++", {}),
    (f"{A} +-", {}),
    (f"{A} ++-", {}),
    ("++", {}),
    ("+5 for everybody", {}),
    # emoji and pluses add up
    (f"{A} ++ :tada:", {"U1": 2}),
    (f"{A} {B} +5 :tada: :tada:", {"U1": 7, "U2": 7}),
    (f"{A} ++ for help with {B} :tada:", {"U1": 2, "U2": 1}),
    (f"{A} +9999 :tada:", {"U1": MOST}),
    # groups and everyone
    (f"{G} ++", {"S1": 1}),
    (f"{G} {A} :tada:", {"S1": 1, "U1": 1}),
    ("<!subteam^S1> +3", {"S1": 3}),
    (f"{H} ++", {}),
    ("<!channel> :tada:", {}),
    ("<!everyone> +5", {}),
    (f"{H} ++ {A}", {}),
    (f"{H} {A} ++", {"U1": 1}),
    (f"{A} {H} ++", {"U1": 1}),
    ("<!subteam^> ++", {}),
    ("<!subteam^|x> :tada:", {}),
    # other scripts and odd characters
    (f"谢谢 {A} ++", {"U1": 1}),
    (f"{A} ++ 谢谢", {"U1": 1}),
    (f"شكرا {A} ++", {"U1": 1}),
    (f"{A}\u200b ++", {"U1": 1}),
    (f"\x00{A} ++\x00", {}),
    ("<@29:1AbC-x_y> ++", {"29:1AbC-x_y": 1}),
)


@pytest.mark.parametrize(("text", "gift"), GIVES)
def test_a_text_gives_what_the_grammar_says(text: str, gift: dict[str, int]) -> None:
    assert {share.target: share.amount for share in read(text, CURRENCY).gift} == gift


def test_the_table_of_gifts_is_long_enough() -> None:
    assert len({text for text, _ in GIVES}) == len(GIVES) >= 120


def test_pluses_can_be_turned_off() -> None:
    currency = Currency(frozenset({"tada"}), pluses=False)
    assert [tuple(s) for s in read(f"{A} ++ +5 :tada:", currency).gift] == [("U1", False, 1)]


FLAGS: tuple[tuple[str, Flag], ...] = (
    ("", Flag(0)),
    ("hello", Flag(0)),
    ("what do you think?", Flag.QUESTION),
    ("what? No.", Flag.QUESTION),
    ("really?!", Flag.QUESTION),
    ("(is it?)", Flag.QUESTION),
    ("ça va ?", Flag.QUESTION),
    ("本当ですか？", Flag.QUESTION),
    ("本当ですか？次は", Flag.QUESTION),
    ("هل هذا صحيح؟", Flag.QUESTION),
    ("¿Qué tal", Flag.QUESTION),
    ("?", Flag(0)),
    ("??? :tada:", Flag.EMOJI),
    (f"{A} ?", Flag(0)),
    (f"{A} can you look?", Flag.QUESTION),
    ("`is it?` yes", Flag.CODE),
    ("&gt; is it?\nyes", Flag(0)),
    ("https://x.org/a?b=c", Flag.LINK),
    ("is this it https://x.org/a?", Flag.LINK | Flag.QUESTION),
    ("is this it <https://x.org/a>?", Flag.LINK | Flag.QUESTION),
    ("a?b=c", Flag(0)),
    ("<https://x.org>", Flag.LINK),
    ("<mailto:a@x.org|write>", Flag.LINK),
    ("<https://x.org/cat.GIF?w=1>", Flag.LINK | Flag.GIF),
    ("https://media.giphy.com/media/abc/giphy", Flag.LINK | Flag.GIF),
    ("https://tenor.com/view/x", Flag.LINK | Flag.GIF),
    ("https://nottenor.com/view/x", Flag.LINK),
    ("https://x.org/tenor.com", Flag.LINK),
    ("https://u:p@giphy.com:443/x", Flag.LINK | Flag.GIF),
    ("https://x.org/a.jpeg#top", Flag.LINK | Flag.PHOTO),
    ("https://x.org/a.png.", Flag.LINK | Flag.PHOTO),
    ("https://x.org/?a.png", Flag.LINK),
    ("https://[bad/a.webp", Flag.LINK | Flag.PHOTO),
    ("```x```", Flag.CODE),
    ("🎉", Flag.EMOJI),
    (":custom:", Flag.EMOJI),
    ("at 12:30:45", Flag(0)),
    ("std::vector::push_back", Flag(0)),
    ("© 2026 ™", Flag(0)),
    ("1️⃣ first", Flag.EMOJI),
)


@pytest.mark.parametrize(("text", "flags"), FLAGS)
def test_a_text_has_its_flags(text: str, flags: Flag) -> None:
    assert read(text, CURRENCY).flags == flags


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("!!! ... ---", 0),
        (f"{A} :tada: `code code code` https://example.org/long/long/long 🎉", 0),
        ("&gt; a long quoted line that somebody else wrote, not this person", 0),
        ("ok", 1),
        ("x" * 9, 1),
        ("x" * 10, 2),
        ("x " * 39, 2),
        ("x " * 40, 3),
        ("x" * 139, 3),
        ("x" * 140, 4),
        ("é" * 499, 4),
        ("é " * 500, 5),
        ("x" * 100_000, 5),
    ],
)
def test_the_length_counts_the_words_of_people_only(text: str, length: int) -> None:
    assert read(text, CURRENCY).length == length


def test_people_groups_and_hashtags_come_once_each_in_order() -> None:
    text = f"{B} {A} {G} <@U1|x> #Teamwork #été-2026 #teamwork #1 a#b #テスト #हिन्दी {G}"
    reading = read(text, CURRENCY)
    assert (reading.people, reading.groups) == (("U2", "U1"), ("S1",))
    assert reading.hashtags == ("teamwork", "été-2026", "テスト", "हिन्दी")


def test_what_follows_twenty_thousand_characters_is_ignored() -> None:
    assert read("x" * 20_000 + A + " ++", CURRENCY).gift == ()


texts = st.one_of(st.text(max_size=300), hostile_text(300))


@given(texts)
def test_no_text_raises_and_the_same_text_reads_the_same(text: str) -> None:
    reading = read(text, CURRENCY)
    assert isinstance(reading, Reading)
    assert reading == read(text, CURRENCY)
    assert 0 <= reading.length <= 5
    assert all(0 < share.amount <= MOST for share in reading.gift)
    mentioned = {(one, False) for one in reading.people} | {(one, True) for one in reading.groups}
    assert {share[:2] for share in reading.gift} <= mentioned
    assert len({share[:2] for share in reading.gift}) == len(reading.gift)


@given(texts)
def test_code_gives_nothing(text: str) -> None:
    inside = text.replace("`", "")
    assert read(f"```{inside}```", CURRENCY).gift == ()
    assert read(f"`x{inside.replace(chr(10), '')}`", CURRENCY).gift == ()


@given(texts)
def test_quoting_every_line_gives_nothing(text: str) -> None:
    quoted = "\n".join("&gt; " + line.replace("```", "") for line in text.split("\n"))
    reading = read(quoted, CURRENCY)
    assert (reading.gift, reading.people, reading.length) == ((), (), 0)


@given(texts, st.integers(0, 1000))
def test_currency_is_the_same_in_any_case(text: str, seed: int) -> None:
    for word in (":tada:", ":party:", " AND ", ":+1:"):
        varied = "".join(c.upper() if seed >> (i % 10) & 1 else c.lower() for i, c in enumerate(word))
        assert read(f"{A}{word}{B} ++ {text}", CURRENCY).gift == read(f"{A}{varied}{B} ++ {text}", CURRENCY).gift
