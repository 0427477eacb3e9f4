"""A typed poll is torn only between options: signs, mentions, links, numbers and brackets stay whole."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.polls.quoting import tidy
from handlers.polls.reading import read
from handlers.polls.repeating import take_out
from handlers.polls.twins import alike
from scoring.markup import escape
from tests.handlers.calendar_oracle import micros, utc


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("Lunch? Fish &amp; chips, Pizza", ("Fish &amp; chips", "Pizza")),
        ("Where? R&amp;D or Sales", ("R&amp;D", "Sales")),
        ("How long? &lt;1h, &gt;2h", ("&lt;1h", "&gt;2h")),
        ("How long?\n&lt;1h\n&gt;2h", ("&lt;1h", "&gt;2h")),
        ('"How long?" &lt;1h, &gt;2h', ("&lt;1h", "&gt;2h")),
        ('"Team?" R&amp;D/Sales', ("R&amp;D", "Sales")),
        ("Who presents? <@BEN|ben>, <@MEI|mei>", ("<@BEN|ben>", "<@MEI|mei>")),
        ('"Who presents?" <@BEN|Okafor, Ben> <@MEI|mei>, <@ANA>', ("<@BEN|Okafor, Ben> <@MEI|mei>", "<@ANA>")),
        ("Site? <https://a.com/x,y|A site> or <https://b.com>", ("<https://a.com/x,y|A site>", "<https://b.com>")),
        ("Site? https://a.com/x,y, https://b.com?c=1&amp;d=2;", ("https://a.com/x,y", "https://b.com?c=1&amp;d=2")),
        ("Which call? `f(a, b)`, `f(b, a)`", ("`f(a, b)`", "`f(b, a)`")),
        ("Price? 1,50 €, 2,00 €", ("1,50 €", "2,00 €")),
        ("Budget? 1,000, 2,000", ("1,000", "2,000")),
        ("How many? 1,2,3", ("1", "2", "3")),
        ("Which year? 2024,2025 or 2026", ("2024", "2025", "2026")),
        ("Cheese? Yes (with cheese, please), No", ("Yes (with cheese, please)", "No")),
        ("Cheese? Yes (with [soft, or] hard), No or Maybe (a or b)",
         ("Yes (with [soft, or] hard)", "No", "Maybe (a or b)")),
        ("Mood? :(, fine, :)", (":(", "fine", ":)")),
        ("Mood? (1, 2", ("(1", "2")),
        ("Lunch: :pizza: :sushi:", (":pizza:", ":sushi:")),
        ("Name? 𠮷野, 田中", ("𠮷野", "田中")),
        ("Which? A, B, C, and D", ("A", "B", "C", "D")),
        ("Lunch? Pizza or Sushi?", ("Pizza", "Sushi")),
        ("Which one? Why?, How?", ("Why?", "How?")),
        ('Lunch? "Pizza" or "Sushi"', ("Pizza", "Sushi")),
        ('"Lunch?" "Pizza", "Soup" or "Sushi"', ("Pizza", "Soup", "Sushi")),
        ("Best channel? #general, #random", ("#general", "#random")),
        ("Best channel? <#C1|general> or <#C2|random>", ("<#C1|general>", "<#C2|random>")),
        ('"Best channel?" #general, #random', ("#general", "#random")),
        ("Best channel?\n#general\n#random", ("#general", "#random")),
        ("How long? 1h, 2h, 3h", ("1h", "2h", "3h")),
    ],
)  # fmt: skip
def test_what_is_one_thing_stays_one_option(typed: str, options: tuple[str, ...]) -> None:
    found = read(typed)
    assert (found.problem, found.options, found.channel, found.terms.close) == ("", options, "", "")


WHOLE = st.one_of(
    st.sampled_from(
        ["<@U3>", "<@U1|ben>", "<@U2|Chen, Mei>", "<#C1|general>", "<!subteam^S1|@sales, all>",
         "<https://a.com/x,y|A or b>", "<mailto:a@b.c|mail>",
         "https://a.com/x,y", "(a, b)", "[c; d]", "1,50", "1,000", ":tada:", "🍕", "𠮷"]
    ),
    st.text(alphabet="abcXYZ&<>0123456789é中𠮷", min_size=1, max_size=8).map(escape),
)  # fmt: skip
OPTION = st.lists(WHOLE, min_size=1, max_size=4).map(" ".join).map(tidy)
OPTIONS = st.lists(OPTION, min_size=2, max_size=6, unique_by=alike)


@given(OPTIONS)
@example(["<@U1|ben>", "<@U3>"])
@example(["&amp;", "&lt;"])
def test_between_quotation_marks_every_option_comes_back_as_it_is(options: list[str]) -> None:
    found = read('"Which one?" ' + " ".join(f'"{option}"' for option in options) + " anonymous")
    assert (found.problem, found.question, found.anonymous) == ("", "Which one?", True)
    assert list(found.options) == options


@given(OPTIONS)
def test_between_commas_every_option_comes_back_as_it_is(options: list[str]) -> None:
    # A letter before them: alone, a channel or emoji may be meant otherwise.
    lettered = [f"{letter}! {option}!" for letter, option in zip("ABCDEF", options, strict=False)]
    found = read(f"Which one? {', '.join(lettered)} anonymous")
    assert (found.problem, found.question, found.anonymous) == ("", "Which one?", True)
    assert list(found.options) == lettered


@pytest.mark.parametrize("last", ["&lt;i&gt;", "R&amp;D", "<@U1|Chen, Mei>", "https://a.com/?b=&amp;", "1,50 €"])
def test_a_rhythm_behind_the_options_tears_nothing(last: str) -> None:
    timed = take_out(f"Which one? This or {last} every friday 10:00", "Europe/Berlin", micros(utc(2026, 11, 16, 9)))
    assert timed.plan
    assert timed.text == f"Which one? This or {last}"


@pytest.mark.parametrize("piece", ["&amp;", "<https://a.b|c>", "`a` ", "(", "()", "[,", "1,", "𠮷", "<@U1|b>, ", "or "])
def test_hostile_texts_are_read_in_no_time(piece: str) -> None:
    text = (piece * 20_000)[:19_990]
    read(text)
    read(f"Q? {text}")


def test_an_error_quotes_what_was_typed_and_not_how_it_came() -> None:
    assert "the word R&D." in read('"Who?" "A" "B" R&amp;D').problem
    assert "the word <b>." in read('"Who?" "A" "B" &lt;b&gt;').problem
    assert "before: <b" in read('"Who?" "A" "&lt;b').problem
    assert read("Lunch? Fish&amp;Chips Pizza").problem == "Put a comma between the options: Fish&Chips, Pizza"
