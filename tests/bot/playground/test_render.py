"""Cards, dialogs and people's words as HTML: nothing hostile gets through, nothing is cut without saying so."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.html import prose
from bot.html.cards import LONGEST, MOST_BLOCKS, MOST_ROWS
from bot.playground.avatars import face
from bot.playground.colleagues import CHANNELS, COMMANDS, known
from bot.playground.render import card_html, dialog_html, face_address
from bot.playground.typed import to_markup, to_typed
from bot.playground.welcome import WELCOME
from handlers.cards import blocks
from handlers.cards.blocks import Card, Dialog, Field
from handlers.cards.gallery import EXAMPLES
from handlers.table import COMMANDS as ANSWERED
from handlers.table import SUBCOMMANDS
from tests.bot.playground.allowlist import faults, words

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<https://x.example\" onclick=\"alert(1)|here>",
    "<javascript:alert(1)|press>",
    "<data:text/html,<script>alert(1)</script>|press>",
    "<@U\" onclick=\"x>",
    "<#C' onclick='x|<b>name</b>>",
    "</textarea></form><script>alert(1)</script>",
    "```</code><script>1</script>```",
    "&gt; <img src=x>",
    "\ue0000\ue001 *<b onclick=x>* _<i>_",
    "&lt;b&gt; &amp;lt;script&amp;gt;",
    "<!--", "]]>", "\x00", "\u202e",
)  # fmt: skip
DAY = 1_700_000_000_000_000


def _everything(text: str) -> Card:
    runs = (
        blocks.Text(text, bold=True, italic=True), blocks.Person(text, text), blocks.Place(text, text),
        blocks.Icon(text), blocks.Link(text, text), blocks.Link(text, channel=text, message=text),
        blocks.When(DAY, text),
    )  # fmt: skip
    standing = blocks.Standing(1, blocks.Person(text, text), 3, me=True, note=text)
    return Card(
        text,
        (
            blocks.Header(text, text),
            blocks.Say(runs),
            blocks.Words(text, {text: text}),
            blocks.Bullets((runs,)),
            blocks.Fields(((text, runs),)),
            blocks.Standings((standing,), text),
            blocks.Table((text,), ((runs,),)),
            blocks.Picture(text, text),
            blocks.Progress(text, 1, 0),
            blocks.Small(runs),
            blocks.Rule(),
            blocks.Buttons((blocks.Button(text, text, text, text, text),)),
            blocks.Choices((blocks.Choice(runs, blocks.Button(text, text, text), 3, text, mine=True),), 4),
            *(blocks.Chart(text, ((text, 3), ("b", -1), ("c", 2)), kind, text) for kind in ("bars", "line", text)),
            blocks.Chart(text, ((text, 3), (text, 1)), "pie", text),
        ),
    )


def _dialog(text: str) -> Dialog:
    kinds = ("text", "lines", "number", "choice", "choices", "toggle", "person", "people", "channel", "emoji", text)
    options = ((text, text), *((f"{number}", text) for number in range(6)))
    fields = tuple(Field(text, text, kind, text, options, text) for kind in kinds)
    return Dialog(text, text, fields, text, text, (blocks.Text(text),))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str) -> None:
    assert faults(card_html(_everything(text))) == []
    assert faults(dialog_html(_dialog(text), CHANNELS)) == []
    assert faults(prose.to_html(text, known)) == []
    assert faults(prose.to_html(to_markup(text, "U_ANA"), known)) == []


PARTS = st.sampled_from([*HOSTILE, *"<>\"'&|*_~`@#:\n ", "http://a", "&gt;", ":tada:", "🎉", "<@U_ANA>"])
TEXTS = st.lists(PARTS | st.text(max_size=8), max_size=12).map("".join)


@given(TEXTS)
def test_no_text_writes_html_of_its_own(text: str) -> None:
    assert faults(card_html(_everything(text))) == []
    assert faults(prose.to_html(text, lambda _id: text)) == []


@pytest.mark.parametrize(
    ("member", "name", "address", "letters"),
    [
        ("U_ANA", "Somebody Else", "/playground/faces/U_ANA.svg", "AS"),
        ("U777", "Zoe van der Berg", "/playground/faces/U777.svg?letters=ZB", "ZB"),
        ("U777", "Ödön", "/playground/faces/U777.svg?letters=%C3%96", "Ö"),
        ("U777", "<b> &", "/playground/faces/U777.svg", "?"),
        ("U777", "", "/playground/faces/U777.svg", "?"),
    ],
)
def test_a_face_has_the_initials_of_a_name(member: str, name: str, address: str, letters: str) -> None:
    assert face_address(member, name) == address
    assert f">{letters}</text>" in face(member, unquote(address.partition("letters=")[2]))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_face_has_two_letters_at_most_and_nothing_else(text: str) -> None:
    assert re.search(r">(\?|\w{1,2})</text></svg>$", face("U777", text))


@given(TEXTS)
def test_what_was_typed_comes_back_for_editing(text: str) -> None:
    once = to_markup(text, "U_ANA")
    assert to_markup(to_typed(once), "U_ANA") == once


@pytest.mark.parametrize(("name", "make"), EXAMPLES)
def test_every_card_and_dialog_is_shown(name: str, make: Callable[[], Card | Dialog]) -> None:
    example = make()
    html = card_html(example) if isinstance(example, Card) else dialog_html(example, CHANNELS)
    assert faults(html) == [], name
    assert words(html).strip()


def test_the_welcome_says_what_to_try() -> None:
    assert faults(card_html(WELCOME)) == []
    assert "Speaking as" in words(card_html(WELCOME))


TYPED = [
    ("@ana :tada: thanks", "<@U_ANA> :tada: thanks"),
    ("@Ana Sousa, @BEN OKAFOR ++", "<@U_ANA>, <@U_BEN> ++"),
    ("(@ana) @ana's", "(<@U_ANA>) <@U_ANA>'s"),
    ("@design-team and @support", "<!subteam^G_DESIGN> and <!subteam^G_SUPPORT>"),
    ("@here @channel", "<!here> <!channel>"),
    ("in #wins for #teamwork", "in <#C_WINS|wins> for #teamwork"),
    ("@huzzah", "<@HUZZAH>"),
    ("mail ana@ana.example @anabel", "mail ana@ana.example @anabel"),
    ("`@ana` ```\n@ben\n``` @ben", "`@ana` ```\n@ben\n``` <@U_BEN>"),
    ("<@U_ANA> & <b>", "&lt;@U_ANA&gt; &amp; &lt;b&gt;"),
    ("#design-team", "#design-team"),
]


@pytest.mark.parametrize(("typed", "expected"), TYPED)
def test_what_people_type_becomes_markup(typed: str, expected: str) -> None:
    assert to_markup(typed, "U_BEN") == expected


def test_a_private_channel_is_only_known_to_its_members() -> None:
    assert to_markup("#design-team", "U_MEI") == "<#C_DESIGN|design-team>"


SHOWN = [
    ("*so* _much_ ~less~", "<b>so</b> <em>much</em> <s>less</s>"),
    ("2*3*4 a_b_c", "2*3*4 a_b_c"),
    ("`a<b`", None),
    ("&gt; said\nanswered", "<blockquote>said</blockquote>\nanswered"),
    ("<@U_ANA>", None),
]


@pytest.mark.parametrize(("markup", "expected"), SHOWN)
def test_words_are_styled(markup: str, expected: str | None) -> None:
    html = prose.to_html(markup, known)
    assert faults(html) == []
    if expected is not None:
        assert html == expected


@pytest.mark.parametrize(("text", "large"), [("🎉", True), (":tada: 🎉", True), ("🎉 yes", False), ("", False)])
def test_a_few_emoji_alone_are_shown_large(text: str, large: bool) -> None:
    assert prose.is_jumbo(text) is large


def test_what_is_too_long_is_shortened_and_says_so() -> None:
    line = blocks.Say((blocks.Text("x"),))
    assert "and 3 more parts" in words(card_html(Card("", (line,) * (MOST_BLOCKS + 3))))
    bullets = blocks.Bullets((line.runs,) * (MOST_ROWS + 1))
    assert "and 1 more line," in words(card_html(Card("", (bullets,))))
    long = Card("", (replace(line, runs=(blocks.Text("y" * (LONGEST + 9)),)),))
    assert words(card_html(long)).endswith("y…")


def test_every_command_that_is_offered_is_answered() -> None:
    for command in COMMANDS:
        name, _, word = command.name.partition(" ")
        assert name in ANSWERED
        assert not word or word in SUBCOMMANDS
    assert {command.name for command in COMMANDS} >= set(ANSWERED)
