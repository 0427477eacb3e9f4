"""Reading what people type after `/poll`: any quotes or none, lines, emoji, words in any order; it never raises."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.polls import terms as of_poll
from handlers.polls.quoting import CLOSERS, tidy
from handlers.polls.reading import Typed, read, wrong
from handlers.polls.terms import Terms, read_terms, write_terms
from handlers.polls.twins import alike
from handlers.polls.writing import write
from tests.source_tree import text_of

THREE = ("Pizza", "Sushi", "Surprise me")


@pytest.mark.parametrize(
    "typed",
    [
        '"Lunch on Friday?" "Pizza" "Sushi" "Surprise me"',
        "“Lunch on Friday?” “Pizza” “Sushi” “Surprise me”",
        "„Lunch on Friday?“ „Pizza“ „Sushi“ „Surprise me“",
        "„Lunch on Friday?” „Pizza” „Sushi” „Surprise me”",
        "«Lunch on Friday?» «Pizza» «Sushi» «Surprise me»",
        "« Lunch on Friday? » « Pizza » « Sushi » « Surprise me »",
        "»Lunch on Friday?« »Pizza« »Sushi« »Surprise me«",
        "»Lunch on Friday?» »Pizza» »Sushi» »Surprise me»",
        "‘Lunch on Friday?’ ‘Pizza’ ‘Sushi’ ‘Surprise me’",
        "'Lunch on Friday?' 'Pizza' 'Sushi' 'Surprise me'",
        "‹Lunch on Friday?› ‹Pizza› ‹Sushi› ‹Surprise me›",
        "「Lunch on Friday?」 「Pizza」 「Sushi」 「Surprise me」",
        '"Lunch on Friday?","Pizza","Sushi","Surprise me"',
        '"Lunch on Friday?"\n"Pizza"\n"Sushi"\n"Surprise me"',
        '“Lunch on Friday?" "Pizza” "Sushi“ "Surprise me"',
        'Lunch on Friday? "Pizza" "Sushi" "Surprise me"',
        '"Lunch on Friday?" Pizza, Sushi, Surprise me',
        '"Lunch on Friday?"\nPizza\nSushi\nSurprise me',
        "Lunch on Friday? Pizza, Sushi, Surprise me",
        "Lunch on Friday? Pizza, Sushi or Surprise me",
        "Lunch on Friday? Pizza; Sushi; Surprise me.",
        "Lunch on Friday? Pizza | Sushi | Surprise me",
        "Lunch on Friday? Pizza / Sushi / Surprise me",
        "Lunch on Friday? Pizza、Sushi、Surprise me",
        "Lunch on Friday?\nPizza\nSushi\nSurprise me",
        "Lunch on Friday?\n\n- Pizza\n- Sushi\n- Surprise me\n",
        "Lunch on Friday?\n1. Pizza\n2. Sushi\n3) Surprise me",
        "Lunch on Friday?\r\n• Pizza\r\n• Sushi\r\n• Surprise me",
    ],
)
def test_question_and_options_are_found_however_they_are_typed(typed: str) -> None:
    found = read(typed)
    assert (found.problem, found.question, found.options) == ("", "Lunch on Friday?", THREE)


@pytest.mark.parametrize(
    "typed",
    [
        '"Lunch?" "A" "B" anonymous limit 2 hidden close Fri 17:00 remind',
        'anonymous remind "Lunch?" hidden "A" limit 2 "B" close Fri 17:00',
        "Lunch? A, B anonymous limit 2 hidden remind close Fri 17:00",
        "Lunch? A, B, anonymous, limit: 2, hidden, remind, close: Fri 17:00",
        "anonymous Lunch? A, B limit=2 hidden remind please, close on Fri 17:00",
        "Lunch?\nA\nB\nanonymous, limit 2, hidden\nremind, close Fri 17:00",
        '"Lunch?" "A" "B" --anonymous --limit 2 --hidden --remind --close Fri 17:00',
        '"Lunch?" "A" "B" ANONYMOUS Limit 2 Hidden Remind Close Fri 17:00',
        '"Lunch?" "A" "B" results hidden, and anonymous, max 2, with reminder, until Fri 17:00',
    ],
)
def test_the_words_come_in_any_order(typed: str) -> None:
    found = read(typed)
    assert found.problem == ""
    assert (found.question, found.kind, found.anonymous) == ("Lunch?", "choices", True)
    close = found.terms.close.lower().removeprefix("on ")
    expected = Terms(most=0, results="hidden", remind=True, close=found.terms.close)
    assert (replace(found.terms, most=0), close) == (expected, "fri 17:00")


@pytest.mark.parametrize(
    ("typed", "options"),
    [
        ("Lunch? 🍕 🍣 🌮", ("🍕", "🍣", "🌮")),
        ("Lunch? 🍕🍣🌮 anonymous", ("🍕", "🍣", "🌮")),
        ("Lunch? :pizza: :sushi:", (":pizza:", ":sushi:")),
        ("Lunch? 🍕 Pizza 🍣 Sushi", ("🍕 Pizza", "🍣 Sushi")),
        ('"Lunch?" "🍕" "🍣"', ("🍕", "🍣")),
        ("Lunch? 👩🏽‍🚀 🇪🇺", ("👩🏽‍🚀", "🇪🇺")),
    ],
)
def test_emoji_are_options(typed: str, options: tuple[str, ...]) -> None:
    assert read(typed).options == options


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ('"Go?" yesno', "yesno"), ("Go? yes/no", "yesno"), ("How? rating", "rating"), ("How? 1-5", "rating"),
        ("Recommend? enps", "enps"), ("Recommend? NPS", "enps"), ('"Order?" "A" "B" rank', "ranking"),
        ("What? open", "open"), ('"C?" "A"* "B"', "quiz"), ('"C?" *"A" "B"', "quiz"), ('"C?" "A" ✅ "B"', "quiz"),
        ('"C?" "A*" "B" quiz', "quiz"), ('"C?" "A" "B" trivia right 1', "quiz"), ('"C?" "A" correct "B"', "quiz"),
        ("C? A*, B quiz", "quiz"), ('"Q?" "A" "B" multi', "choices"), ('"Q?" "A" "B" limit 1', "choice"),
    ],
)  # fmt: skip
def test_the_kind_is_a_word(typed: str, kind: str) -> None:
    found = read(typed)
    assert (found.problem, found.kind) == ("", kind)
    if kind == "quiz":
        assert found.terms.right == (1,)
        assert "*" not in "".join(found.options)


def test_right_answers_survive_a_twin_that_is_left_out() -> None:
    found = read('"Q?" "A" "a" "B" "C" quiz right 3, 4 because "so"')
    assert found.options == ("A", "B", "C")
    assert (found.terms.right, found.terms.explanation, found.twice) == ((2, 3), "so", ("a",))


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ('Who said "I\'ll be back"? Arnold, Sylvester', 'Who said "I\'ll be back"?'),
        ("What's up? This, that", "What's up?"),
        ('"What\'s the dogs\' name?" "Rex" "Bo"', "What's the dogs' name?"),
        ("Lunch: Pizza, Sushi", "Lunch"),
        ("Anonymous? Quite, hardly", "Anonymous?"),
        ("午餐吃什么？ 披萨，寿司", "午餐吃什么？"),
        ("ما الغداء؟ بيتزا, سوشي", "ما الغداء؟"),
    ],
)
def test_marks_within_the_question_stay(typed: str, question: str) -> None:
    found = read(typed)
    assert (found.problem, found.question, len(found.options)) == ("", question, 2)


def test_a_channel_and_a_length_of_time_are_understood() -> None:
    found = read('"Q?" "A" "B" 3d in <#C1|general>')
    assert (found.channel, found.terms.close) == ("<#C1|general>", "3d")
    assert read('"Q?" "A" "B" #general').channel == "#general"


@pytest.mark.parametrize("typed", ['"Q?" "A" "B" anonymus', '"Q?" "A" "B" annonymous', '"Q?" "A" "B" --anonimous!'])
def test_a_slip_that_would_cost_secrecy_is_never_passed_over(typed: str) -> None:
    assert "Did you mean anonymous?" in read(typed).problem


PIECES = (*CLOSERS, *"*?,;:\n|", "anonymous", "close", "limit", "2", "quiz", "right", "<@U1>", "🍕")
ANY = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40).map(" ".join),
    st.text(alphabet="\"'“”„«»* ab?\n", max_size=80),
)


@given(ANY)
def test_nothing_that_people_type_breaks_it(typed: str) -> None:
    found = read(typed)
    assert found.problem or not wrong(found)
    assert found.problem or len({alike(option) for option in found.options}) == len(found.options)


def test_hostile_texts_are_read_in_no_time() -> None:
    for piece in ('"', "'a ", "“a ", "„", "*", "? ", "<@", "anonymous ", "close ", "🍕", "\n- a", "limit 2 "):
        read(piece * (20_000 // len(piece)))
    assert "shorter" in read("a" * 100_000).problem


WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters='"“”„*✓✔✅☑'), min_size=1,
    max_size=12,
)  # fmt: skip
SAID = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).map(tidy).filter(bool)


@st.composite
def _typed(draw: st.DrawFn) -> Typed:
    kind = draw(st.sampled_from(of_poll.KINDS))
    many = kind in (of_poll.CHOICE, of_poll.CHOICES, of_poll.RANKING, of_poll.QUIZ)
    options = tuple(draw(st.lists(SAID, min_size=2, max_size=6, unique_by=alike))) if many else ()
    choices = kind in (of_poll.CHOICE, of_poll.CHOICES)
    results = draw(st.sampled_from((of_poll.HIDDEN, of_poll.SEALED)))
    # A quiz is sealed, whatever was typed.
    overruled = kind == of_poll.QUIZ and results == of_poll.HIDDEN
    # An eNPS is anonymous, whatever was typed.
    anonymous = draw(st.booleans()) or kind == of_poll.ENPS
    return Typed(
        draw(SAID), options, kind, anonymous,
        Terms(
            most=0 if kind == of_poll.CHOICES else 1,
            results=of_poll.SEALED if overruled else results,
            asked=results if overruled else "",
            add=choices and draw(st.booleans()),
            remind=draw(st.booleans()),
            moderated=kind == of_poll.OPEN and draw(st.booleans()),
            right=(draw(st.integers(1, len(options))),) if kind == of_poll.QUIZ else (),
            explanation=draw(SAID) if kind == of_poll.QUIZ else "",
            close=draw(st.sampled_from(("", "2h", "Fri 17:00", "tomorrow", "never"))),
        ),
    )  # fmt: skip


@given(_typed())
def test_what_is_written_reads_back_the_same(typed: Typed) -> None:
    assert read(write(typed)) == typed


@given(_typed())
def test_terms_are_kept_whole(typed: Typed) -> None:
    assert read_terms(write_terms(typed.terms)) == typed.terms


@pytest.mark.parametrize("kept", ["", "rubbish", "[]", '{"most": "x", "results": 7, "right": ["a"]}'])
def test_terms_that_can_t_be_read_are_as_usual(kept: str) -> None:
    assert read_terms(kept) == of_poll.USUAL


def test_every_example_of_the_documentation_is_understood() -> None:
    cells = [
        cell.strip()
        for line in text_of("docs/asking.md").partition("## Trivia")[0].splitlines()
        for cell in line.split("|")
    ]
    lines = [cell.strip("`").removeprefix("/poll ") for cell in cells if cell.strip("`").startswith("/poll ")]
    lines = [line for line in lines if "?" in line and not line.endswith("?")]
    assert len(lines) >= 11
    assert [(line, read(line).problem) for line in lines if read(line).problem] == []


@pytest.mark.parametrize("words", ["Are you in? add", '"Are you in?" add'])
def test_to_what_is_answered_with_yes_or_no_nobody_adds_options(words: str) -> None:
    said = read(words)
    assert said.kind == "yesno"
    assert said.problem.startswith("People can add options only where they choose among options")


def test_a_limit_stays_where_options_can_be_added() -> None:
    found = read('"Which two?" "A" "B" limit 2 add')
    assert (found.kind, found.terms.most, found.problem) == (of_poll.CHOICES, 2, "")
