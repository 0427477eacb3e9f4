"""The blocks of a card: boards, tables and progress that read well on a phone, quotations, pictures and buttons."""

import json
from typing import Any

import pytest

from bot.teams.render import Look, message
from bot.teams.rendering.forms import framed_card
from handlers.cards import blocks
from handlers.cards.blocks import Block, Button, Card, Person, say
from tests.bot.shapes_check import walk
from tests.bot.teams.adaptive_card import message_faults
from tests.bot.teams.golden import LOOK
from tests.bot.teams.hostile_cards import ANA as ANAS

ANA, BEN, MEI = Person(ANAS, "Ana Sousa"), Person("u2", "Ben Okafor"), Person("u3", "Mei")
ROWS = (blocks.Standing(1, ANA, 1_200), blocks.Standing(2, BEN, 90, me=True), blocks.Standing(11, MEI, 1, note="new"))
Json = dict[str, Any]


def _body(*bricks: Block, look: Look = LOOK) -> list[Json]:
    activity = message(Card("A card", bricks), look)
    assert message_faults(activity) == []
    body: list[Json] = activity["attachments"][0]["content"]["body"]
    return body


def _words(part: object) -> str:
    return "".join(each["text"] for each in walk(part) if "inlines" not in each and "text" in each)


def test_a_board_is_a_chart_in_which_ones_own_bar_stands_out() -> None:
    (chart,) = _body(blocks.Standings(ROWS, "points"))
    assert (chart["type"], chart["title"]) == ("Chart.HorizontalBar", "Points")
    assert chart["data"] == [
        {"x": "🥇 Ana Sousa", "y": 1_200, "color": "categoricalBlue"},
        {"x": "🥈 Ben Okafor (you)", "y": 90, "color": "good"},
        {"x": "11. Mei · new", "y": 1, "color": "categoricalBlue"},
    ]


def test_where_a_client_knows_no_charts_a_board_is_drawn_with_characters() -> None:
    (chart,) = _body(blocks.Standings(ROWS, "points"))
    (drawn,) = _body(blocks.Standings(ROWS, "points"), look=Look(charts=False))
    assert chart["fallback"] == drawn
    assert [_words(row) for row in drawn["items"]] == [
        "🥇████████1,200Ana Sousa", "🥈█░░░░░░░90Ben Okafor (you)", "11.█░░░░░░░1Mei  new",
    ]  # fmt: skip
    own = [each for each in walk(drawn["items"][1]) if each.get("text") == "Ben Okafor"]
    assert own == [{"type": "TextRun", "text": "Ben Okafor", "weight": "Bolder"}]


def test_bars_of_people_of_the_same_name_stay_two() -> None:
    (chart,) = _body(blocks.Standings((blocks.Standing(1, ANA, 3), blocks.Standing(1, Person("x", "Ana Sousa"), 3))))
    assert len({each["x"] for each in chart["data"]}) == 2


def test_a_long_board_is_drawn_and_says_how_many_more_there_are() -> None:
    (drawn,) = _body(blocks.Standings(ROWS[:1] * 112))
    assert drawn["type"] == "Container"
    assert _words(drawn["items"][-1]) == "… and 12 more"


def test_progress_is_a_bar_below_what_it_is_towards() -> None:
    label, drawn = _body(blocks.Progress("Ten thanks", 5, 10))
    assert (_words(label), _words(drawn)) == ("Ten thanks", "██████░░░░░░  5 of 10")
    assert _words(_body(blocks.Progress("", 30, 0))[0]) == "████████████  30 of 0"


def test_a_row_of_a_table_is_its_point_and_quietly_the_rest() -> None:
    table = blocks.Table(("", "Group", "Points", "People"), ((say("1"), say("Design"), say("12.4"), say("7")),))
    ((point, rest),) = (each["items"] for each in _body(table))
    assert (_words(point), _words(rest)) == ("1  Design", "Points: 12.4 · People: 7")
    assert rest["inlines"][0]["isSubtle"] is True


def test_what_somebody_wrote_is_quoted_with_its_looks_and_without_its_reach() -> None:
    (quotation,) = _body(
        blocks.Words(
            "*b* _i_ ~s~ <@u3> <!here> <#19:x@thread.v2|wins> `c*` <https://e.example|e> :clap:\n\nsecond line",
            {"u3": "Mei"},
        )
    )
    assert quotation["style"] == "emphasis"
    first, second = quotation["items"]
    assert _words(first) == "b i s @Mei @here wins c* e 👏"
    assert (_words(second), second["spacing"]) == ("second line", "None")
    looks = [{key: run[key] for key in run.keys() - {"type", "text", "selectAction"}} for run in first["inlines"]]
    assert [each for each in looks if each] == [
        {"weight": "Bolder"}, {"italic": True}, {"strikethrough": True}, {"fontType": "Monospace"},
    ]  # fmt: skip


def test_bullets_hang_beside_their_words_and_fields_beside_their_labels() -> None:
    bullets, fields = _body(blocks.Bullets((say("one"), say(""), say("two"))), blocks.Fields((("A_b", say("*37*")),)))
    assert [_words(row) for row in bullets["items"]] == ["•one", "•two"]
    assert fields["facts"] == [{"title": "A\\_b", "value": "\\*37\\*"}]


def test_a_line_stands_between_parts_and_never_at_an_end() -> None:
    body = _body(blocks.Rule(), blocks.Say(say("a")), blocks.Rule(), blocks.Say(say("b")), blocks.Rule())
    assert [each.get("separator") for each in body] == [None, True]


def test_a_picture_is_shown_by_https_alone() -> None:
    picture = blocks.Picture("https://e.example/a.gif", "A party")
    (shown,) = _body(picture)
    assert (shown["url"], shown["altText"]) == ("https://e.example/a.gif", "A party")
    (linked,) = _body(picture, look=Look(pictures=False))
    assert linked["inlines"][0]["selectAction"]["url"] == "https://e.example/a.gif"
    assert _words(_body(blocks.Picture("http://e.example/a.gif", "A party"))) == "(A party)"


def test_a_wide_card_is_wide_and_a_short_one_is_not() -> None:
    def width(*bricks: Block) -> object:
        return message(Card("x", bricks), LOOK)["attachments"][0]["content"].get("msteams")

    assert width(blocks.Standings(ROWS)) == {"width": "Full"}
    assert width(blocks.Say(say("x"))) is None


@pytest.mark.parametrize(
    ("button", "kind", "opens"),
    [
        (Button("board", "Board", "week"), "Action.Execute", False), (Button("kudos", "Give"), "Action.Submit", True),
        (Button("huzzah", "Give", "kudos"), "Action.Submit", True),
        (Button("huzzah", "Me", "me"), "Action.Execute", False),
    ],
)  # fmt: skip
def test_a_button_that_opens_a_dialog_says_so_beforehand(button: Button, kind: str, opens: bool) -> None:
    ((action,),) = (each["actions"] for each in _body(blocks.Buttons((button,))))
    assert action["type"] == kind
    assert action["data"]["huzzah"] == {"action": button.action, "value": button.value}
    assert action["data"].get("msteams") == ({"type": "task/fetch"} if opens else None)
    assert action.get("verb") == (None if opens else button.action)


def test_within_a_dialog_buttons_are_sent_off() -> None:
    card = Card("x", (blocks.Buttons((Button("kudos", "Give"), Button("board", "Board"))),))
    actions = framed_card(card, LOOK)["card"]["content"]["body"][0]["actions"]
    assert [(each["type"], "msteams" in each["data"]) for each in actions] == [("Action.Submit", False)] * 2


def test_what_cannot_be_undone_is_asked_about_and_one_button_stands_out() -> None:
    erase = Button("privacy_forget", "Erase me", "", "danger", "Really?")
    row = blocks.Buttons((Button("a", "A", "", "primary"), Button("b", "B", "", "primary"), erase))
    first, second, third = _body(row)[0]["actions"]
    assert (first["style"], second.get("style")) == ("positive", None)
    assert (third["type"], third["title"]) == ("Action.ShowCard", "Erase me")
    assert _words(third["card"]["body"]) == "Really?"
    assert third["card"]["actions"][0]["style"] == "destructive"


def test_more_buttons_than_fit_unfold_under_the_last() -> None:
    many = tuple(Button("board", f"B{number}", str(number)) for number in range(14))
    (row,) = _body(blocks.Buttons(many))
    *shown, more = row["actions"]
    assert ([each["title"] for each in shown], more["title"]) == (["B0", "B1", "B2", "B3", "B4"], "More")
    assert [each["title"] for each in walk(more["card"]) if each.get("type") == "Action.Execute"] == [
        f"B{number}" for number in range(5, 14)
    ]


def test_a_button_whose_value_does_not_fit_is_left_out_and_that_is_said() -> None:
    note, row = _body(
        blocks.Buttons((Button("a", "A", "x" * 2_001), Button("c", "C", "\ud800"), Button("b", "B", "x" * 2_000)))
    )
    assert "2 buttons are missing here" in json.dumps(note)
    assert [each["title"] for each in row["actions"]] == ["B"]
