"""The checker of Block Kit itself: it finds what Slack would refuse, and what would call everybody."""

import pytest

from tests.bot.slack.block_kit import message_faults, view_faults

PLAIN = {"type": "plain_text", "text": "Hello"}
HEADER = {"type": "header", "text": PLAIN}
MENTION = {"type": "user", "user_id": "U1"}
BUTTON = {"type": "button", "text": PLAIN, "action_id": "a"}


def _rich(*elements: object) -> dict[str, object]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def _context(**text: object) -> dict[str, object]:
    return {"type": "context", "elements": [text]}


def test_a_good_message_has_no_fault() -> None:
    date = {"type": "mrkdwn", "text": "<!date^1^{date}|1 January>", "verbatim": True}
    blocks = [HEADER, {"type": "actions", "elements": [BUTTON]}, {"type": "context", "elements": [date]}]
    assert message_faults({"text": "Hello", "blocks": blocks}) == []


def _bar(*points: dict[str, object]) -> dict[str, object]:
    categories = [point["label"] for point in points]
    series = [{"name": "votes", "data": list(points)}]
    chart = {"type": "bar", "series": series, "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": "Lunch", "chart": chart}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": {"type": "mrkdwn", "text": "Hello", "verbatim": True}},
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "header", "text": {"type": "plain_text", "text": ""}},
        {**HEADER, "colour": "red"},
        {"type": "headline", "text": PLAIN},
        {"type": "section", "fields": [PLAIN] * 11},
        {"type": "section", "fields": []},
        {"type": "section"},
        {"type": "section", "accessory": BUTTON},
        {"type": "section", "text": {"type": "mrkdwn", "text": "<!here>", "verbatim": True}},
        _bar({"label": "x" * 21, "value": 3}),
        _bar({"label": "a", "value": 3}, {"label": "a", "value": 3}),
        _bar({"label": "a", "value": -3}),
        {**_bar({"label": "a", "value": 3}), "title": "x" * 51},
        {**_bar(), "chart": {"type": "pie", "segments": [{"label": "a", "value": 0}]}},
        {"type": "image", "image_url": "http://e.example/a.gif", "alt_text": "x"},
        {"type": "image", "image_url": "https://e.example/a.gif", "alt_text": "x" * 2_001},
        {"type": "actions", "elements": [BUTTON, BUTTON]},
        {"type": "actions", "elements": [{**BUTTON, "action_id": str(number)} for number in range(26)]},
        {"type": "actions", "elements": [{**BUTTON, "value": "x" * 2_001}]},
        {"type": "actions", "elements": [{**BUTTON, "style": "huge"}]},
        {"type": "actions", "elements": [BUTTON | {"style": "primary", "action_id": each} for each in "ab"]},
        {"type": "actions", "elements": [{**BUTTON, "text": {"type": "plain_text", "text": "🎉" * 38}}]},
        _context(type="mrkdwn", text="our words"),
        _context(type="mrkdwn", text="<!channel>", verbatim=True),
        _context(type="mrkdwn", text="hello @here", verbatim=True),
        _context(type="mrkdwn", text="<@U1>", verbatim=True),
        _context(type="plain_text", text="＠ｈｅｒｅ"),
        _context(type="plain_text", text="a\u202eb"),
        _rich({"type": "broadcast", "range": "here"}),
        _rich({"type": "usergroup", "usergroup_id": "S1"}),
        _rich({"type": "user", "user_id": "ana"}),
        _rich({"type": "link", "url": "javascript:alert(1)", "text": "x"}),
        _rich({"type": "text", "text": "x" * 2_000}, {"type": "text", "text": "x" * 1_001}),
        {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [MENTION]}]},
        {"type": "input", "block_id": "a", "label": PLAIN, "element": {"type": "users_select", "action_id": "a"}},
    ],
)  # fmt: skip
def test_a_bad_block_is_found(block: dict[str, object]) -> None:
    assert message_faults({"text": "Hello", "blocks": [block]})


def test_a_chart_is_for_messages_and_two_of_them_at_most() -> None:
    chart = _bar({"label": "a", "value": 3}, {"label": "b", "value": 0})
    assert message_faults({"text": "Hello", "blocks": [chart, chart]}) == []
    assert message_faults({"text": "Hello", "blocks": [chart, chart, chart]})
    assert view_faults({"type": "home", "callback_id": "home", "blocks": [chart]})


@pytest.mark.parametrize("text", ["", "x" * 3_001, "<@U1>", "a & b", "&lt;\u200b @here"])
def test_a_bad_text_is_found(text: str) -> None:
    assert message_faults({"text": text, "blocks": [HEADER]})


def test_too_many_blocks_are_found() -> None:
    assert message_faults({"text": "Hello", "blocks": [{"type": "divider"}] * 51})
    assert view_faults({"type": "home", "callback_id": "home", "blocks": [{"type": "divider"}] * 101})


def test_what_is_wrong_with_a_view_is_found() -> None:
    option = {"text": PLAIN, "value": "a"}
    chosen = {
        "type": "static_select",
        "action_id": "a",
        "options": [option],
        "initial_option": {**option, "value": "b"},
    }
    question = {"type": "input", "block_id": "a", "label": PLAIN, "element": chosen}
    good = {"type": "modal", "callback_id": "x", "title": PLAIN, "submit": PLAIN}
    assert view_faults({**good, "blocks": [HEADER]}) == []
    assert view_faults({**good, "blocks": [question]}) == ["initial_option is none of the options"]
    assert view_faults({**good, "title": {"type": "plain_text", "text": "x" * 25}, "blocks": [HEADER]})
    assert view_faults({**good, "private_metadata": "x" * 3_001, "blocks": [HEADER]})
