"""What the drawings don't know is said loudly, where it stands, and what is around it is drawn all the same."""

from typing import Any

import pytest

from bot.gallery import adaptive, block_kit
from bot.gallery.pieces import Around
from tests.bot.playground.allowlist import words

NOBODY = Around()
LINE = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "hello"}]}],
}


def quiet(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def chart(**change: object) -> dict[str, Any]:
    series = [{"name": "votes", "data": [{"label": "Pizza", "value": 3}]}]
    drawn = {"type": "bar", "series": series, "axis_config": {"categories": ["Pizza"], "y_label": "votes"}}
    return {"type": "data_visualization", "title": "Lunch", "chart": drawn | change}


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"type": "video"}, "video"),
        ("no block at all", "'no block at all'"),
        ({"type": "divider", "label": "x"}, "divider.label"),
        ({"type": "actions", "elements": [{"type": "overflow"}]}, "overflow"),
        ({"type": "actions", "elements": {}}, "{}"),
        (
            {"type": "actions", "elements": [{"type": "button", "text": {"type": "x", "text": ""}, "style": "loud"}]},
            "button loud",
        ),
        ({"type": "header", "text": {"type": "html", "text": "x"}}, "html"),
        ({"type": "rich_text", "elements": [{"type": "rich_text_preformatted"}]}, "rich_text_preformatted"),
        (quiet("`code`"), "code in mrkdwn"),
        (quiet("<!here>"), "<!here>"),
        (quiet("<!date^0^{ago}|x>"), "date {ago}"),
        (quiet("<!date^99999999999999^{time}|x>"), "mrkdwn that is malformed"),
        ({"type": "header"}, "header without 'text'"),
        ({"type": "header", "text": None}, "header that is malformed"),
        ({"type": "actions"}, "actions without 'elements'"),
        ({"type": "actions", "elements": [{"type": "button"}]}, "button without 'text'"),
        ({"type": "data_visualization", "title": "x"}, "data_visualization without 'chart'"),
        (chart(series=[]), "data_visualization that is malformed"),
        (chart(series=None), "data_visualization that is malformed"),
        (chart(type="area"), "data_visualization of area"),
        (chart(axis_config={"categories": [], "y_label": "votes"}), "a point beside its axis"),
    ],
)
def test_what_slack_may_show_and_the_drawing_does_not_know_is_said(block: object, said: str) -> None:
    html = block_kit.message({"text": "", "blocks": [block, LINE]}, NOBODY)
    assert f"not drawn: {said}" in words(html)
    assert "hello" in words(html)


def test_what_is_new_around_the_blocks_is_said_too() -> None:
    assert "not drawn: attachments" in words(block_kit.message({"blocks": [], "attachments": []}, NOBODY))


def pie(**part: object) -> dict[str, Any]:
    return {"type": "Chart.Pie", "data": [{"legend": "Pizza"} | part], "fallback": {}}


def text(said: str, **looks: object) -> dict[str, Any]:
    return {"type": "TextBlock", "text": said, "wrap": True, **looks}


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ({"type": "Carousel"}, "Carousel"),
        (text("x", maxLines=1), "TextBlock.maxLines"),
        (text("x", size="ExtraLarge"), "size ExtraLarge"),
        (text("x", spacing="Large"), "spacing Large"),
        (text("x", wrap=False), "a TextBlock that is cut off"),
        (text("<at>Ana</at>"), "a mention of Ana without its entity"),
        (text("*x*"), "* in markdown"),
        (text("**x"), "bold without an end"),
        (text("{{DATE(2026-11-20T16:00:00Z, FULL)}}"), "DATE FULL"),
        (text("{{DATE(nonsense, SHORT)}}"), "TextBlock that is malformed"),
        (text("{{DATE(12026-11-20T16:00:00Z, SHORT)}}"), "TextBlock that is malformed"),
        ({"type": "TextBlock", "wrap": True}, "TextBlock without 'text'"),
        ({"type": "Column", "width": "2"}, "Column"),
        ({"type": "ColumnSet"}, "ColumnSet without 'columns'"),
        ({"type": "Input.Text"}, "Input.Text without"),
        ({"type": "ActionSet", "actions": [{"type": "Action.Execute"}]}, "Action.Execute without"),
        (pie(value="many"), "Chart.Pie that is malformed"),
        (pie(legend="Pizza"), "Chart.Pie without 'value'"),
        ({"type": "ColumnSet", "columns": [{"type": "Column", "width": "2", "items": []}]}, "width 2"),
        ({"type": "Container", "style": "warning", "items": []}, "style warning"),
        ({"type": "ActionSet", "actions": [{"type": "Action.ToggleVisibility"}]}, "Action.ToggleVisibility"),
        ({"type": "Input.Date", "id": "x"}, "Input.Date"),
        (
            {"type": "Input.ChoiceSet", "id": "x", "label": "x", "choices": [], "style": "wheel"},
            "Input.ChoiceSet wheel",
        ),
    ],
)
def test_what_teams_may_show_and_the_drawing_does_not_know_is_said(element: object, said: str) -> None:
    card = {"type": "AdaptiveCard", "body": [element, text("hello")]}
    sent = {"attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}]}
    html = adaptive.message(sent, NOBODY)
    assert f"not drawn: {said}" in words(html)
    assert "hello" in words(html)


def test_an_attachment_of_another_kind_is_said() -> None:
    sent = {"attachments": [{"contentType": "application/vnd.microsoft.card.hero", "content": {}}]}
    assert "not drawn: application/vnd.microsoft.card.hero" in words(adaptive.message(sent, NOBODY))


def test_a_mention_with_its_entity_is_drawn() -> None:
    card = {
        "type": "AdaptiveCard",
        "body": [text("<at>Ana</at>, **thanks**")],
        "msteams": {"entities": [{"type": "mention", "text": "<at>Ana</at>"}]},
    }
    sent = {"attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}]}
    html = adaptive.message(sent, NOBODY)
    assert '<span class="ac-mention">Ana</span>, <b>thanks</b>' in html
