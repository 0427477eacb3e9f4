"""Cards name commands as Teams has them, and what people wrote stays as they wrote it."""

import json
import re

import pytest

from bot.teams.render import Look, message
from bot.teams.rendering.forms import form
from bot.teams.rendering.wording import SAID_HERE, here, worded
from handlers.cards import gallery
from handlers.cards.blocks import Card, Dialog, Field, Say, Text, Words, say
from handlers.cards.helping import help_card, topic_card
from handlers.cards.topics import Help, topics
from tests.source_tree import modules, text_of

LOOK = Look("app", "tenant")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("/huzzah board week", "@Huzzah board week"),
        ("That is up to you: /huzzah privacy", "That is up to you: @Huzzah privacy"),
        ("/kudos @ana 2 or just /kudos for a form", "@Huzzah kudos @ana 2 or just @Huzzah kudos for a form"),
        ("/shoutout @ana", "@Huzzah shoutout @ana"),
        ("Try /huzzah.", "Try @Huzzah."),
        ("https://example.com/kudos and/or /kudosy", "https://example.com/kudos and/or /kudosy"),
        ("/board/week", "/board/week"),
        ("I don't know “/kudos” here. Try /huzzah board", "I don't know “/kudos” here. Try @Huzzah board"),
        ("Your own are at /huzzah why.", "Your own come with @Huzzah why."),
    ],
)
def test_a_command_is_named_as_one_asks_for_it(written: str, shown: str) -> None:
    assert worded(written) == shown


def test_what_somebody_wrote_stays() -> None:
    card = Card("x", (Say(say("Try ", Text("/huzzah me", bold=True))), Words("I typed /huzzah me")))
    assert here(card) == Card("x", (Say(say("Try ", Text("@Huzzah me", bold=True))), Words("I typed /huzzah me")))
    dialog = Dialog(
        "d", "After /kudos", (Field("f", "What?", value="/kudos", hint="As in /kudos"),), intro=say("/kudos")
    )
    asked = here(dialog)
    assert (asked.title, asked.fields[0].hint, asked.fields[0].value) == (
        "After @Huzzah kudos", "As in @Huzzah kudos", "/kudos",
    )  # fmt: skip
    assert here(say("nothing of it")) == say("nothing of it")


def test_the_whole_help_can_be_typed_as_it_stands() -> None:
    about = Help(leader=True, admin=True, value="teamwork")
    cards = [help_card(about), *map(topic_card, topics(about).values())]
    shown = json.dumps([message(card, LOOK) for card in cards])
    assert "/huzzah" not in shown
    assert "/kudos" not in shown
    assert "@Huzzah kudos @ana" in shown


def test_what_is_said_otherwise_in_teams_is_said_somewhere() -> None:
    written = " ".join(" ".join(text_of(path).split()) for path in modules("handlers"))
    assert [words for words in SAID_HERE if words not in written] == []


def test_no_card_and_no_form_names_what_teams_does_not_know() -> None:
    for name, example in gallery.EXAMPLES:
        shown = example()
        drawn = form(shown, LOOK, nonce="n") if isinstance(shown, Dialog) else message(shown, LOOK)
        # Else a quotation mark before a command would be written with a letter.
        written = json.dumps(drawn, ensure_ascii=False)
        assert not re.search(r"(?<![\w:/.])/(huzzah|kudos|poll|shoutout)\b", written), name
