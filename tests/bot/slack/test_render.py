"""Cards as Block Kit: within every limit, nobody called by accident, nothing hidden and nothing lost in silence."""

import json

import pytest
from hypothesis import given, settings

from bot.plain_text import cut, cut_title, units
from bot.slack.render import MOST_MENTIONED, Look, home, message
from bot.slack.rendering.clean import clean, line
from handlers.cards import blocks, giving
from handlers.cards.blocks import Block, Card, Person, Run, say
from tests.bot.shapes_check import walk
from tests.bot.slack.block_kit import message_faults, view_faults
from tests.bot.slack.hostile import CARDS, HOSTILE

LOOK = Look("https://acme.slack.com/", "T1")
ANA, BEN = Person("U1", "Ana Sousa"), Person("U2", "Ben Okafor")
AT = 1_760_000_000_000_000


def _blocks(*bricks: Block, look: Look = LOOK) -> list[dict[str, object]]:
    payload = message(Card("A card", bricks), look)
    assert message_faults(payload) == []
    found = payload["blocks"]
    assert isinstance(found, list)
    return found


def _text(*bricks: Block, summary: str = "A card") -> str:
    return str(message(Card(summary, bricks), LOOK)["text"])


def _elements(*runs: str | Run) -> list[dict[str, object]]:
    (block,) = _blocks(blocks.Say(say(*runs)))
    return list(walk(block))[2:]


def _mentioned(card: Card) -> set[str]:
    return {str(each["user_id"]) for each in walk(message(card, LOOK)) if each.get("type") == "user"}


@settings(max_examples=100)
@given(CARDS)
def test_no_card_breaks_a_limit_or_calls_everybody(card: Card) -> None:
    assert message_faults(message(card, LOOK)) == []
    assert message_faults(message(card, Look(pictures=False))) == []


@settings(max_examples=25)
@given(CARDS, CARDS)
def test_no_home_tab_breaks_a_limit(first: Card, second: Card) -> None:
    assert view_faults(home([first, second, first], LOOK)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_all_places_stay_words(text: str) -> None:
    runs: tuple[Run, ...] = (blocks.Text(text), Person("x", text), blocks.Place("x", text), blocks.Link(text, text))
    bricks: tuple[Block, ...] = (
        blocks.Header(text, text), blocks.Say(runs), blocks.Words(text, {"U1": text}), blocks.Bullets((runs,)),
        blocks.Fields(((text, runs),)), blocks.Standings((blocks.Standing(1, Person("x", text), 3, note=text),), text),
        blocks.Table((text,), ((runs,),)), blocks.Picture(text, text), blocks.Progress(text, 1, 2), blocks.Small(runs),
        blocks.Buttons((blocks.Button("a", text, text, "danger", text),)),
        blocks.Choices((blocks.Choice(runs, blocks.Button("vote", text, "1"), 3, text),), 4),
        blocks.Chart(text, ((text, 3), ("b", 1)), "pie", text), blocks.Chart(text, ((text, 3), ("b", 1)), "line", text),
    )  # fmt: skip
    payload = message(Card(text, bricks), LOOK)
    assert message_faults(payload) == []
    assert not [each for each in walk(payload) if each.get("type") in ("user", "usergroup", "broadcast")]


def test_who_is_praised_is_mentioned_but_not_whom_words_or_boards_name() -> None:
    gift = giving.Gift(ANA, (BEN,), 3, words="with <@U3> and <!subteam^S1> <!channel>", names={"U3": "Mei"})
    assert _mentioned(giving.public(gift)) == {"U1", "U2"}
    rows = tuple(blocks.Standing(n, Person(f"U{n}", f"Name {n}"), n) for n in range(1, 11))
    quiet: tuple[Block, ...] = (
        blocks.Standings(rows), blocks.Small(say(ANA)), blocks.Fields((("Who", say(ANA)),)),
        blocks.Table(("Who",), ((say(ANA),),)), blocks.Words("<@U1> <@U2>"),
    )  # fmt: skip
    assert _mentioned(Card("A board", quiet)) == set()


def test_a_card_that_names_very_many_mentions_none_of_them() -> None:
    people = [Person(f"U{number}", f"Name {number}") for number in range(MOST_MENTIONED + 1)]
    assert len(_mentioned(Card("x", (blocks.Say(tuple(people[1:])),)))) == MOST_MENTIONED
    assert _mentioned(Card("x", (blocks.Say(tuple(people)),))) == set()
    assert "Name 3" in json.dumps(message(Card("x", (blocks.Say(tuple(people)),)), LOOK))


def test_somebody_without_an_id_of_slack_is_named() -> None:
    assert _elements(Person("gone-7", "A former colleague")) == [{"type": "text", "text": "A former colleague"}]


def test_each_run_has_its_element() -> None:
    link = blocks.Link("look", channel="C1", message="1700000000.000100")
    found = _elements(
        blocks.Text("b", bold=True, italic=True), ANA, blocks.Place("C1", "wins"), blocks.Icon("🎉"),
        blocks.Icon("party-parrot"), link, blocks.When(AT), blocks.When(AT, "date"),
    )  # fmt: skip
    day = {"type": "date", "timestamp": AT // 10**6}
    assert found == [
        {"type": "text", "text": "b", "style": {"bold": True, "italic": True}},
        {"bold": True, "italic": True},
        {"type": "user", "user_id": "U1"},
        {"type": "channel", "channel_id": "C1"},
        {"type": "emoji", "name": "tada"},
        {"type": "emoji", "name": "party-parrot"},
        {"type": "link", "url": "https://acme.slack.com/archives/C1/p1700000000000100", "text": "look"},
        day | {"format": "{day_divider_pretty} at {time}", "fallback": "Thu 9 Oct 2025, 08:53 UTC"},
        day | {"format": "{day_divider_pretty}", "fallback": "Thu 9 Oct 2025"},
    ]


@pytest.mark.parametrize(
    ("look", "message_id", "url"),
    [
        (LOOK, "1700000000.000100", "https://acme.slack.com/archives/C1/p1700000000000100"),
        (LOOK, "m1", "https://acme.slack.com/archives/C1"),
        (Look(team="T1"), "1700000000.000100", "https://slack.com/app_redirect?team=T1&channel=C1"),
        (Look(), "1700000000.000100", ""),
        (Look("http://plain.example"), "1700000000.000100", ""),
    ],
)
def test_a_link_leads_to_the_message_where_its_address_is_known(look: Look, message_id: str, url: str) -> None:
    assert look.address("C1", message_id) == url


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://", "ftp://e.example/", "https://e.example/ x", "//e"])
def test_a_link_that_leads_nowhere_good_is_only_its_label(url: str) -> None:
    assert _elements(blocks.Link("press", url)) == [{"type": "text", "text": "press"}]


def test_what_somebody_wrote_is_quoted_with_its_looks_and_without_its_reach() -> None:
    (block,) = _blocks(
        blocks.Words(
            "*b* _i_ ~s~ <@U3> <!here> <!subteam^S1|@ops> <#C1|wins> `c` <https://e.example|e> :clap::skin-tone-3:",
            {"U3": "Mei"},
        )
    )
    found = [each for each in walk(block) if each.get("type") not in ("rich_text", "rich_text_quote", None)]
    assert "".join(str(each.get("text", each["type"])) for each in found) == (
        "b i s @Mei @\u200bhere @ops channel c e emoji"
    )
    assert {"type": "emoji", "name": "clap", "skin_tone": 3} in found
    assert {"type": "text", "text": "c", "style": {"code": True}} in found


def test_a_quiet_line_is_mrkdwn_only_where_every_word_is_ours_and_inert() -> None:
    (ours,) = _blocks(blocks.Small(say("Raised ", blocks.When(AT), ". ", blocks.Text("Soon", bold=True))))
    assert ours["elements"] == [
        {
            "type": "mrkdwn",
            "text": f"Raised <!date^{AT // 10**6}^{{date_long_pretty}} at {{time}}|Thu 9 Oct 2025, 08:53 UTC>. *Soon*",
            "verbatim": True,
        }
    ]
    for hostile in ("#general", "@ana", "<b>", "*x*", "a_b"):
        (block,) = _blocks(blocks.Small(say(hostile)))
        assert block["elements"] == [{"type": "plain_text", "text": hostile, "emoji": True}]
    (named,) = _blocks(blocks.Small(say(Person("U1", "Ana"), " wrote ", blocks.When(AT))))
    assert [each["type"] for each in walk(named["elements"])] == ["plain_text", "mrkdwn"]


def test_fields_stand_beside_each_other_unless_a_value_names_somebody() -> None:
    (ours,) = _blocks(blocks.Fields((("Points", say("37")), ("Streak", say(blocks.Icon("fire"), " 4 days")))))
    assert [each["text"] for each in walk(ours["fields"])] == ["*Points*\n37", "*Streak*\n🔥 4 days"]
    (named,) = _blocks(blocks.Fields((("Who", say(ANA)),)))
    assert named["type"] == "rich_text"


def test_a_board_has_medals_bars_amounts_below_each_other_and_names() -> None:
    mei = Person("U3", "Mei")
    rows = (blocks.Standing(1, ANA, 1_200), blocks.Standing(2, BEN, 90, me=True), blocks.Standing(11, mei, 1))
    (block,) = _blocks(blocks.Standings(rows, "points"))
    said = "".join(str(each.get("text", each.get("name", ""))) for each in walk(block))
    assert said == (
        "first_place_medal ████████  1,200  Ana Sousa\nsecond_place_medal █░░░░░░░  \u2007\u2008\u200790  Ben Okafor\n"
        "11. █░░░░░░░  \u2007\u2008\u2007\u20071  Mei"
    )
    assert _text(blocks.Standings(rows, "points")).splitlines()[1:] == [
        "1. Ana Sousa: 1,200 points", "2. Ben Okafor: 90 points", "11. Mei: 1 point",
    ]  # fmt: skip


def test_buttons_have_their_own_ids_values_styles_and_questions() -> None:
    first, second = (
        blocks.Button("undo", "Take it back", "g1", "danger", "Sure?"),
        blocks.Button("undo", "Take it back", "g2"),
    )
    (block,) = _blocks(blocks.Buttons((first, second)))
    made = [each for each in walk(block) if each.get("type") == "button"]
    assert [(each["action_id"], each["value"], each.get("style")) for each in made] == [
        ("undo#0", "g1", "danger"), ("undo#1", "g2", None),
    ]  # fmt: skip
    assert "confirm" in made[0]
    assert "confirm" not in made[1]


def test_a_button_whose_value_does_not_fit_is_left_out_and_that_is_said() -> None:
    found = _blocks(blocks.Buttons((blocks.Button("a", "A", "x" * 2_001), blocks.Button("b", "B", "x" * 2_000))))
    assert "One button is missing here" in json.dumps(found[0])
    assert [each["action_id"] for each in walk(found[1]) if "action_id" in each] == ["b#0"]


def test_a_picture_is_shown_by_https_alone_and_as_a_link_where_slack_cannot_fetch_it() -> None:
    picture = blocks.Picture("https://e.example/a.gif", "A party")
    assert _blocks(picture) == [{"type": "image", "image_url": "https://e.example/a.gif", "alt_text": "A party"}]
    (linked,) = _blocks(picture, look=Look(pictures=False))
    assert {"type": "link", "url": "https://e.example/a.gif", "text": "A party"} in list(walk(linked))
    assert "(A party)" in json.dumps(_blocks(blocks.Picture("http://e.example/a.gif", "A party")))


def test_what_does_not_fit_is_said_and_the_last_buttons_stay() -> None:
    long = tuple(blocks.Say(say(f"Paragraph {number}")) for number in range(80))
    found = _blocks(*long, blocks.Buttons((blocks.Button("why", "Older", "2"),)))
    assert len(found) == 50
    assert "… and 32 more parts, not shown here." in json.dumps(found[-2], ensure_ascii=False)
    assert found[-1]["type"] == "actions"


def test_a_long_list_ends_in_how_many_more_there_are() -> None:
    rows = tuple(say(f"row {number}") for number in range(112))
    assert "… and 12 more" in json.dumps(_blocks(blocks.Bullets(rows)), ensure_ascii=False)
    assert _text(blocks.Bullets(rows)).endswith("… and 12 more")


def test_a_quotation_stands_in_one_block_with_the_paragraph_before_it() -> None:
    (block,) = _blocks(blocks.Say(say("Ana:")), blocks.Words("well done"))
    assert [each["type"] for each in walk(block) if str(each.get("type")).startswith("rich_text_")] == [
        "rich_text_section", "rich_text_quote",
    ]  # fmt: skip


def test_the_text_says_all_of_the_card_and_the_summary_once() -> None:
    gift = giving.Gift(ANA, (BEN,), 3, words="for the *release* <@U3>", names={"U3": "Mei"})
    text = str(message(giving.public(gift), LOOK)["text"])
    assert text == "🎉 Ana Sousa gives Ben Okafor 3 kudos\n“for the *release* @Mei”"
    assert _text(blocks.Say(say("More.")), summary="The point").startswith("The point\nMore.")


def test_the_text_is_escaped_and_mentions_nobody() -> None:
    text = _text(blocks.Say(say("<@U1> & <!channel> @here", ANA)))
    assert "&lt;@U1&gt; &amp; &lt;\u200b!channel&gt; @\u200bhereAna Sousa" in text
    assert len(_text(blocks.Say(say("<&>" * 3_000)))) <= 3_000


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("@here", "@\u200bhere"), ("＠Ｈere", "＠\u200bＨere"), ("@\u202eevery\u200bone", "@\u200beveryone"),
        ("a\u202eb\x00c\ufeff", "abc"), ("👩‍👧", "👩‍👧"), ("a\u200db", "ab"), ("می‌خواهم", "می‌خواهم"), ("\ud83d", ""),
        ("🏴\U000e0067\U000e007f", "🏴\U000e0067\U000e007f"), ("x\U000e0067", "x"), ("a\r\nb\u2028c", "a\nb\nc"),
        ("heremail@heretic.example", "heremail@\u200bheretic.example"), ("@ana", "@ana"),
    ],
)  # fmt: skip
def test_text_is_cleaned_of_what_is_hidden_and_what_calls(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_text_is_cut_by_slacks_count_and_titles_between_words() -> None:
    assert units(cut("🎉" * 100, 75)) <= 75
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut_title("Rule: React to what a colleague wrote", 24) == "Rule: React to what a…"
    assert cut_title("Donaudampfschifffahrtsgesellschaft", 24) == "Donaudampfschifffahrtsg…"
    assert line(" a\n b\tc ") == "a b c"


def test_an_empty_card_says_at_least_something() -> None:
    assert _blocks() != []
    assert view_faults(home([], LOOK)) == []


def test_a_file_shared_on_slack_is_shown_by_its_id_and_nothing_else_is_taken_for_one() -> None:
    picture = blocks.Picture("slack-file:F0123ABC", "The entry of Ana")
    assert _blocks(picture) == [{"type": "image", "slack_file": {"id": "F0123ABC"}, "alt_text": "The entry of Ana"}]
    broken = _blocks(blocks.Picture('slack-file:F1"}, {"type": "x', "The entry of Ana"))
    assert "image" not in [block["type"] for block in broken]
