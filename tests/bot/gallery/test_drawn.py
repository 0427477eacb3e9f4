"""What Slack and Teams are sent, drawn: every example whole and in its own words, and nothing hostile gets through."""

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given

from bot.gallery import adaptive, block_kit, platforms
from bot.gallery.pieces import Around
from bot.slack.render import message as of_slack
from bot.slack.rendering.views import dialog as modal
from bot.teams.render import message as of_teams
from bot.teams.rendering.forms import form, framed_form
from handlers.cards.blocks import Card, Dialog
from handlers.cards.gallery import EXAMPLES
from tests.bot.golden import Golden
from tests.bot.playground.allowlist import faults, words
from tests.bot.slack import hostile as slacks
from tests.bot.slack.golden import GOLDEN as SLACKS
from tests.bot.teams import hostile_cards as teams
from tests.bot.teams.golden import GOLDEN as TEAMS

NOBODY = Around()
SAID = frozenset({"text", "title", "label"})
"""Properties in which words stand."""
MARKS = re.compile(r"\{\{[^}]*\}\}|</?at>|<!date[^>]*>|<#\w+>|<[^|>]*\||\]\([^)]*\)|:[a-z0-9_+-]+:|[\\*_>`\u200b\[]")
"""What stands for something else, or can't be seen."""
QUIET = frozenset({"msteams", "data"})
"""What is there for the client alone."""


PLATFORMS = pytest.mark.parametrize(
    ("platform", "golden"), [(platforms.slack, SLACKS), (platforms.teams, TEAMS)], ids=["slack", "teams"]
)
Drawn = Callable[[Card | Dialog], str]


@PLATFORMS
def test_every_example_is_drawn_whole_and_safely(platform: Drawn, golden: Golden) -> None:
    drawn = {golden.file_of(name).stem: platform(make()) for name, make in EXAMPLES}
    assert {name: lacking for name, html in drawn.items() if (lacking := re.findall("not drawn: [^<]*", html))} == {}
    assert {name: found for name, html in drawn.items() if (found := faults(html))} == {}


@PLATFORMS
def test_every_word_that_is_sent_is_drawn(platform: Drawn, golden: Golden) -> None:
    lacking = {}
    for name, make in EXAMPLES:
        sent, shown = golden.rendered(make()), _bare(words(platform(make())))
        # What notifications show instead of the card.
        unseen = {"text", "summary"} if isinstance(make(), Card) else set()
        said = _said({key: value for key, value in sent.items() if key not in unseen})
        if missing := [each for each in said if _bare(each) not in shown]:
            lacking[name] = missing
    assert lacking == {}


def _said(part: object, of: str = "") -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key not in QUIET:
                yield from _said(value, key)
    elif isinstance(part, list):
        for each in part:
            yield from _said(each, of)
    elif isinstance(part, str) and of in SAID:
        yield from re.split(MARKS, part)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


@given(slacks.CARDS)
def test_whatever_a_message_to_slack_holds_is_drawn_and_nothing_else(card: Card) -> None:
    html = block_kit.message(of_slack(card, platforms.SLACK), NOBODY)
    assert (re.findall("not drawn: [^<]*", html), faults(html)) == ([], [])


@given(slacks.DIALOGS)
def test_whatever_a_modal_in_slack_holds_is_drawn_and_nothing_else(dialog: Dialog) -> None:
    html = block_kit.modal(modal(dialog, platforms.SLACK), NOBODY)
    assert (re.findall("not drawn: [^<]*", html), faults(html)) == ([], [])


@given(teams.CARDS)
def test_whatever_a_message_to_teams_holds_is_drawn_and_nothing_else(card: Card) -> None:
    html = adaptive.message(of_teams(card, platforms.TEAMS), NOBODY)
    assert (re.findall("not drawn: [^<]*", html), faults(html)) == ([], [])


@given(teams.DIALOGS)
def test_whatever_a_dialog_in_teams_holds_is_drawn_and_nothing_else(dialog: Dialog) -> None:
    html = adaptive.dialog(framed_form(dialog, form(dialog, platforms.TEAMS, nonce="1")), NOBODY)
    assert (re.findall("not drawn: [^<]*", html), faults(html)) == ([], [])
