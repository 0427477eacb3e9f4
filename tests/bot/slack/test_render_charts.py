"""Choices and charts as Block Kit: Slack's own chart where all of it can be shown, else bars in text."""

import json
import re

import pytest

from bot.slack.render import home, message
from bot.slack.rendering.look import Look
from bot.slack.rendering.views import card_view
from handlers.cards import blocks
from handlers.cards.blocks import Block, Button, Card, Chart, Choice, Choices, Place, When, say
from tests.bot.shapes_check import walk
from tests.bot.slack.block_kit import message_faults, view_faults

LOOK = Look("https://acme.slack.com/", "T1")
LUNCH = Chart("Lunch on Friday?", (("Pizza", 3), ("Sushi", 0), ("Surprise me", 1)))


def _blocks(*bricks: Block, look: Look = LOOK) -> list[dict[str, object]]:
    payload = message(Card("A card", bricks), look)
    assert message_faults(payload) == []
    found = payload["blocks"]
    assert isinstance(found, list)
    return found


def _said(part: object) -> str:
    return "".join(str(each["text"]) for each in walk(part) if isinstance(each.get("text"), str))


def _option(number: int, words: str = "") -> Choice:
    return Choice(say(words or f"Option {number}"), Button("vote", "Vote", f"7|{number}"), number, f"{number} votes")


def test_a_choice_has_its_words_its_bar_and_its_button_beside_both() -> None:
    row = Choice(say("Pizza"), Button("vote", "Vote", "7|1"), 3, "3 votes · 75 %", mine=True)
    (section,) = _blocks(Choices((row,), 4))
    assert section["text"] == {
        "type": "mrkdwn",
        "text": "✓ Pizza\n█████████░░░  3\u00a0votes\u00a0·\u00a075\u00a0%",
        "verbatim": True,
    }
    button = {"type": "button", "text": {"type": "plain_text", "text": "Vote", "emoji": True}}
    heard = {"accessibility_label": "Vote: Pizza"}
    assert section["accessory"] == {**button, **heard, "action_id": "vote#0", "value": "7|1"}


def test_before_there_is_anything_to_show_a_choice_is_its_words_alone() -> None:
    (section,) = _blocks(Choices((Choice(say("Pizza")),)))
    assert section == {"type": "section", "text": {"type": "mrkdwn", "text": "Pizza", "verbatim": True}}


def test_a_choice_at_a_time_and_in_a_place_is_shown_in_the_readers_zone_and_to_whom_may_know_the_place() -> None:
    row = Choice(say(When(1_760_000_000_000_000), "  Stand-up in ", Place("C1", "general"), " (#3)"))
    (section,) = _blocks(Choices((row,)))
    shown = section["text"]
    assert isinstance(shown, dict)
    assert re.fullmatch(r"<!date\^1760000000\^[^|]+\|[^>]+>  Stand-up in <#C1> \(#3\)", str(shown["text"]))


def test_a_place_that_slack_does_not_know_is_only_named() -> None:
    (section,) = _blocks(Choices((Choice(say("In ", Place("<!here>", "general"))),)))
    assert section["text"] == {"type": "plain_text", "text": "In #general", "emoji": True}


@pytest.mark.parametrize("typed", ["*bold*", "<!here>", "@channel", "#general", "a\nb", "`x`", "<https://e.example|x>"])
def test_what_somebody_typed_as_a_choice_formats_and_calls_nothing(typed: str) -> None:
    (section,) = _blocks(Choices((Choice(say(typed), amount=1, note="1 vote"),), 2))
    shown = section["text"]
    assert isinstance(shown, dict)
    assert shown["type"] == ("mrkdwn" if typed in ("*bold*", "a\nb") and shown.get("verbatim") else "plain_text")
    assert not [each for each in walk(section) if each.get("type") in ("user", "broadcast", "link")]


def test_twenty_long_choices_all_stay_with_their_buttons() -> None:
    long = "A day in the woods with mushrooms, maps and a very long lunch " * 12
    row = tuple(_option(number, f"{number}: {long}") for number in range(20))
    found = _blocks(blocks.Header("Where to?"), Choices(row, 20), blocks.Buttons((Button("poll_close", "Close", "7"),)))
    pressed = [each["value"] for each in walk(found) if each.get("type") == "button"]
    assert pressed == [*(f"7|{number}" for number in range(20)), "7"]
    assert "not shown here" not in json.dumps(found)


def test_two_charts_of_a_message_are_slacks_own_and_the_third_is_text() -> None:
    first, second, third = _blocks(LUNCH, LUNCH, LUNCH)
    points = [{"label": "Pizza", "value": 3}, {"label": "Sushi", "value": 0}, {"label": "Surprise me", "value": 1}]
    axes = {"categories": ["Pizza", "Sushi", "Surprise me"], "y_label": "votes"}
    assert first == second == {
        "type": "data_visualization",
        "title": "Lunch on Friday?",
        "chart": {"type": "bar", "series": [{"name": "votes", "data": points}], "axis_config": axes},
    }  # fmt: skip
    assert _said(third) == (
        "Lunch on Friday?\n████████  3 votes  Pizza\n░░░░░░░░  0 votes  Sushi\n███░░░░░  1 vote  Surprise me"
    )


def test_what_a_card_is_headed_by_is_said_once() -> None:
    found = _blocks(blocks.Header("Lunch on Friday?"), LUNCH, LUNCH, LUNCH)
    assert [each.get("title") for each in found] == [None, "Votes", "Votes", None]
    assert "Lunch" not in _said(found[3])


def test_a_pie_leaves_out_what_is_nothing_and_a_trend_is_a_line() -> None:
    (pie,) = _blocks(Chart("", LUNCH.points, "pie"))
    assert pie["chart"] == {
        "type": "pie", "segments": [{"label": "Pizza", "value": 3}, {"label": "Surprise me", "value": 1}],
    }  # fmt: skip
    assert pie["title"] == "Votes"
    (line,) = _blocks(Chart("Mood", (("Week 1", 3), ("Week 2", 4)), "line", "of 5"))
    assert '"type": "line"' in json.dumps(line)


@pytest.mark.parametrize(
    "points",
    [
        (("A walk in the hills of the county", 3),), (("Pizza", 0), ("Sushi", 0)), (("a", 3), ("b", -1)), (),
        (("Same", 3), ("Same", 1)), tuple((f"P{number}", 1) for number in range(21)), (("", 3),),
    ],
)  # fmt: skip
def test_what_slacks_own_chart_cannot_show_whole_is_bars_in_text(points: tuple[tuple[str, int], ...]) -> None:
    found = _blocks(Chart("Lunch", points), blocks.Rule())
    assert "data_visualization" not in json.dumps(found)
    assert all(label in _said(found) for label, _ in points)


def test_on_the_home_tab_in_dialogs_and_where_slack_refuses_one_a_chart_is_text() -> None:
    card = Card("A card", (LUNCH, Choices((_option(1),), 3)))
    for view in (home([card], LOOK), card_view(card, LOOK)):
        assert view_faults(view) == []
        assert "Surprise me" in _said(view)
    assert "data_visualization" not in json.dumps(_blocks(LUNCH, look=Look(charts=False)))


def test_who_hears_a_card_hears_every_choice_and_every_number() -> None:
    card = Card(
        "A poll", (Choices((_option(1), Choice(say("Both"), mine=True)), 4), Chart("Lunch", LUNCH.points, "pie"))
    )
    assert str(message(card, LOOK)["text"]).splitlines() == [
        "A poll", "• Option 1: 1 votes", "• ✓ Both", "Lunch:", "Pizza: 3 votes · 75 %", "Sushi: 0 votes · 0 %",
        "Surprise me: 1 vote · 25 %",
    ]  # fmt: skip
