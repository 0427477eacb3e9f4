"""Choices and charts as Adaptive Cards: Teams' own charts, and in their place bars where a client knows none."""

from typing import Any

import pytest
from microsoft_teams.cards import HorizontalBarChart, LineChart, PieChart

from bot.teams.render import message
from bot.teams.rendering.forms import framed_card
from bot.teams.rendering.look import Look
from bot.teams.rendering.plainer import plainer
from handlers.cards.blocks import Block, Button, Card, Chart, Choice, Choices, say
from tests.bot.shapes_check import walk
from tests.bot.teams.adaptive_card import frame_faults, message_faults, official_faults

LOOK = Look("app", "tenant")
POINTS = (("Pizza", 3), ("Sushi", 0), ("Surprise me", 1))
Json = dict[str, Any]


def _body(*bricks: Block, look: Look = LOOK) -> list[Json]:
    activity = message(Card("A card", bricks), look)
    assert message_faults(activity) == []
    assert official_faults(activity["attachments"][0]["content"]) == []
    body: list[Json] = activity["attachments"][0]["content"]["body"]
    return body


def _words(part: object) -> str:
    return "".join(each["text"] for each in walk(part) if "inlines" not in each and "text" in each)


def test_a_choice_has_its_words_its_bar_and_its_button_beside_both() -> None:
    row = Choice(say("Pizza"), Button("vote", "Vote", "7|1"), 3, "3 votes · 75 %", mine=True)
    (shown,) = _body(Choices((row,), 4))
    words, beside = shown["columns"]
    assert _words(words) == "✓ Pizza█████████░░░  3\u00a0votes\u00a0·\u00a075\u00a0%"
    (action,) = beside["items"][0]["actions"]
    assert (action["type"], action["verb"], action["data"]) == (
        "Action.Execute", "vote", {"huzzah": {"action": "vote", "value": "7|1"}},
    )  # fmt: skip


def test_a_choice_that_cannot_be_pressed_is_words_alone() -> None:
    (shown,) = _body(Choices((Choice(say("Pizza")),)))
    assert _words(shown) == "Pizza"
    assert len(shown["columns"]) == 1


def test_within_a_dialog_choices_are_sent_off() -> None:
    framed = framed_card(Card("x", (Choices((Choice(say("Pizza"), Button("vote", "Vote", "7|1")),)),)), LOOK)
    assert frame_faults(framed) == []
    assert [each["type"] for each in walk(framed) if "associatedInputs" in each] == ["Action.Submit"]


def test_twenty_long_choices_all_stay_with_their_buttons() -> None:
    long = "🌲 A day in the woods with mushrooms, maps and a very long lunch " * 40
    rows = tuple(Choice(say(long), Button("vote", "Vote", f"7|{number}"), number) for number in range(20))
    pressed = [each["data"]["huzzah"]["value"] for each in walk(_body(Choices(rows, 20))) if "verb" in each]
    assert pressed == [f"7|{number}" for number in range(20)]


@pytest.mark.parametrize(
    ("kind", "model", "data"),
    [
        ("bars", HorizontalBarChart, [{"x": name, "y": amount, "color": "categoricalBlue"} for name, amount in POINTS]),
        ("pie", PieChart, [{"legend": "Pizza", "value": 3}, {"legend": "Surprise me", "value": 1}]),
        (
            "line", LineChart,
            [{"legend": "votes", "color": "categoricalBlue", "values": [{"x": name, "y": n} for name, n in POINTS]}],
        ),
    ],
)  # fmt: skip
def test_a_chart_is_one_that_microsofts_library_knows(kind: str, model: Any, data: list[Json]) -> None:
    (chart,) = _body(Chart("Lunch", POINTS, kind))
    assert (chart["title"], chart["data"]) == ("Lunch", data)
    own = {name: value for name, value in chart.items() if name != "fallback"}
    assert model.model_validate(own).type == chart["type"]


def test_where_a_client_knows_no_charts_it_is_drawn_with_characters() -> None:
    (chart,) = _body(Chart("Lunch", POINTS))
    (drawn,) = _body(Chart("Lunch", POINTS), look=Look(charts=False))
    assert chart["fallback"] == drawn
    assert [_words(row) for row in drawn["items"]] == [
        "Lunch", "████████Pizza  3 votes", "░░░░░░░░Sushi  0 votes", "███░░░░░Surprise me  1 vote",
    ]  # fmt: skip
    assert plainer({"body": [chart]}) == {"body": [drawn]}


def test_points_of_the_same_name_stay_two() -> None:
    (chart,) = _body(Chart("Lunch", (("Pizza", 1), ("Pizza", 2))))
    assert len({each["x"] for each in chart["data"]}) == 2


@pytest.mark.parametrize("points", [(("x" * 101, 1),), (("a", 0),), (("a", -1), ("b", 2)), (("a", 1),) * 21])
def test_what_teams_cannot_show_whole_is_drawn_with_characters(points: tuple[tuple[str, int], ...]) -> None:
    (drawn,) = _body(Chart("Lunch", points))
    assert drawn["type"] == "Container"


def test_a_trend_may_go_below_zero() -> None:
    (chart,) = _body(Chart("eNPS", (("May", -20), ("June", 15)), "line", "points"))
    assert chart["data"][0]["values"][0] == {"x": "May", "y": -20}
