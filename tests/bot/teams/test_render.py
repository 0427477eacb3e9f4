"""Cards as Adaptive Cards: within every limit, who is praised mentioned, and what people wrote only words."""

import json
from typing import Any

import pytest
from hypothesis import given, settings

from bot.teams.render import MOST_MENTIONED, Look, Refresh, message
from bot.teams.rendering.forms import framed_card
from handlers.cards import blocks, giving
from handlers.cards.blocks import Block, Button, Card, Person, Run, say
from tests.bot.shapes_check import walk
from tests.bot.teams.adaptive_card import frame_faults, message_faults, official_faults
from tests.bot.teams.adaptive_card_checks import read
from tests.bot.teams.golden import LOOK
from tests.bot.teams.hostile_cards import ANA as ANAS
from tests.bot.teams.hostile_cards import BEN as BENS
from tests.bot.teams.hostile_cards import CARDS, HOSTILE

ANA, BEN = Person(ANAS, "Ana Sousa"), Person(BENS, "Ben Okafor")
AT = 1_760_000_000_000_000
DAY = "{{DATE(2025-10-09T08:53:20Z, SHORT)}}"
TIME = "{{TIME(2025-10-09T08:53:20Z)}}"
Json = dict[str, Any]


def _content(*bricks: Block, look: Look = LOOK) -> Json:
    activity = message(Card("A card", bricks), look)
    assert message_faults(activity) == []
    content: Json = activity["attachments"][0]["content"]
    return content


def _body(*bricks: Block, look: Look = LOOK) -> list[Json]:
    body: list[Json] = _content(*bricks, look=look)["body"]
    return body


def _entities(content: Json) -> list[tuple[str, str]]:
    return [(each["text"], each["mentioned"]["id"]) for each in content.get("msteams", {}).get("entities", [])]


def _words(part: object) -> str:
    return "".join(each["text"] for each in walk(part) if "inlines" not in each and "text" in each)


@settings(max_examples=60, deadline=None)
@given(CARDS)
def test_no_card_breaks_a_limit_or_lets_anybodys_words_act(card: Card) -> None:
    assert message_faults(message(card, LOOK, letter="7")) == []
    assert message_faults(message(card, Look(pictures=False, charts=False, people=False))) == []


@settings(max_examples=30, deadline=None)
@given(CARDS)
def test_no_card_shown_as_a_dialog_breaks_a_limit(card: Card) -> None:
    assert frame_faults(framed_card(card, LOOK)) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_all_places_stay_words(text: str) -> None:
    runs: tuple[Run, ...] = (
        blocks.Text(text, bold=True), Person("x", text), blocks.Place("x", text), blocks.Link(text, text), ANA,
        blocks.When(AT),
    )  # fmt: skip
    bricks: tuple[Block, ...] = (
        blocks.Header(text, text), blocks.Say(runs), blocks.Words(text, {"U1": text}), blocks.Bullets((runs,)),
        blocks.Fields(((text, runs),)), blocks.Standings((blocks.Standing(1, Person("x", text), 3, note=text),), text),
        blocks.Table((text,), ((runs,),)), blocks.Picture(text, text), blocks.Progress(text, 1, 2), blocks.Small(runs),
        blocks.Buttons((Button("a", text, "v", "danger", text),)),
        blocks.Choices((blocks.Choice(runs, Button("vote", text, "1"), 3, text, mine=True),), 4),
        *(blocks.Chart(text, ((text, 3), ("b", 1)), kind, text) for kind in ("bars", "pie", "line")),
    )  # fmt: skip
    activity = message(Card(text, bricks), LOOK)
    assert message_faults(activity) == []
    assert official_faults(activity["attachments"][0]["content"]) == []
    assert _entities(activity["attachments"][0]["content"]) == [("<at>Ana Sousa</at>", ANAS)]


@pytest.mark.parametrize(
    "text",
    ["*a* _b_ ~~c~~", "[x](https://e.example)", "<at>Ana Sousa</at>", "&lt;b&gt; & c", "a\\*b", "1. x", "# x", "a!"],
)
def test_escaped_words_read_as_they_were_written(text: str) -> None:
    (element,) = _body(blocks.Say((blocks.Text(text), blocks.When(AT))))
    assert element["type"] == "TextBlock"
    assert read(element["text"]) == text + f"{DAY} at {TIME}"
    (plain,) = _body(blocks.Say((blocks.Text(text),)))
    assert plain["inlines"] == [{"type": "TextRun", "text": text}]


def test_who_is_praised_is_mentioned_but_not_whom_words_or_boards_name() -> None:
    gift = giving.Gift(ANA, (BEN,), 3, words=f"with <@{ANAS}> and <!channel>", names={ANAS: "Ana"})
    content = message(giving.public(gift), LOOK)["attachments"][0]["content"]
    assert _entities(content) == [("<at>Ana Sousa</at>", ANAS), ("<at>Ben Okafor</at>", BENS)]
    assert "with @Ana and @channel" in _words(content)
    quiet: tuple[Block, ...] = (
        blocks.Standings((blocks.Standing(1, ANA, 1),)), blocks.Small(say(ANA)), blocks.Fields((("Who", say(ANA)),)),
        blocks.Table(("Who",), ((say(ANA),),)), blocks.Words(f"<@{ANAS}>"),
    )  # fmt: skip
    assert _entities(_content(*quiet)) == []
    assert _entities(_content(blocks.Say(say(ANA)), look=Look(people=False))) == []


def test_a_card_that_names_very_many_mentions_none_of_them() -> None:
    people = [Person(f"{number:08x}-0000-4000-8000-000000000000", f"Name {number}") for number in range(16)]
    assert len(people) == MOST_MENTIONED + 1
    assert len(_entities(_content(blocks.Say(tuple(people[1:]))))) == MOST_MENTIONED
    everybody = _content(blocks.Say(tuple(people)))
    assert _entities(everybody) == []
    assert "Name 3" in _words(everybody)


def test_two_of_the_same_name_are_told_apart_and_nobody_is_mentioned_twice() -> None:
    (element,) = (content := _content(blocks.Say(say(ANA, " and ", Person(BENS, "Ana Sousa"), " and ", ANA))))["body"]
    assert _entities(content) == [("<at>Ana Sousa</at>", ANAS), ("<at>Ana Sousa\u200b</at>", BENS)]
    assert element["text"] == "<at>Ana Sousa</at> and <at>Ana Sousa\u200b</at> and Ana Sousa"


def test_a_name_full_of_signs_is_mentioned_without_them_and_known_in_full() -> None:
    content = _content(blocks.Say(say(Person(ANAS, "R&D *Ana* <Sousa> _x_ &lt;"))))
    (entity,) = content["msteams"]["entities"]
    assert (entity["text"], entity["mentioned"]["name"]) == (
        "<at>R&D Ana Sousa x lt;</at>",
        "R&D *Ana* <Sousa> _x_ &lt;",
    )


def test_somebody_without_an_id_of_teams_is_named() -> None:
    assert _words(_body(blocks.Say(say(Person("gone-7", "A former colleague"))))) == "A former colleague"
    assert _entities(_content(blocks.Say(say(Person("29:1abc-D_e", "Zoe"))))) == [("<at>Zoe</at>", "29:1abc-D_e")]


def test_each_run_is_drawn() -> None:
    link = blocks.Link("look", channel="19:wins@thread.tacv2", message="1760000000000")
    (element,) = _body(
        blocks.Say(
            say(blocks.Text("b", bold=True, italic=True), blocks.Icon("tada"), blocks.Icon("party-parrot"), link,
                blocks.Place("19:x@thread.v2", "#wins"), blocks.Place("C1", ""))
        )
    )  # fmt: skip
    runs = element["inlines"]
    assert runs[0] == {"type": "TextRun", "text": "b", "weight": "Bolder", "italic": True}
    assert [each["text"] for each in runs[1:]] == ["🎉", ":party-parrot:", "look", "wins", "a channel"]
    assert runs[3]["selectAction"]["url"].startswith("https://teams.microsoft.com/l/message/19%3Awins%40thread.tacv2/")
    assert "selectAction" not in runs[5]
    (moments,) = _body(blocks.Small(say(blocks.When(AT, "date"), " ", blocks.When(AT, "time"), " ", blocks.When(-1))))
    assert (moments["text"], moments["isSubtle"]) == (f"{DAY} {TIME} some time", True)


@pytest.mark.parametrize(
    ("look", "channel", "message_id", "address"),
    [
        (Look("a", "t", groups={"19:x@thread.tacv2": "g"}), "19:x@thread.tacv2", "1760000000000",
         "message/19%3Ax%40thread.tacv2/1760000000000?tenantId=t&groupId=g&parentMessageId=1760000000000"),
        (Look("a", "t"), "19:x@thread.v2", "1760000000000",
         "message/19%3Ax%40thread.v2/1760000000000?tenantId=t&context=%7B%22contextType%22%3A%22chat%22%7D"),
        (Look(), "19:x@thread.tacv2", "m1", "channel/19%3Ax%40thread.tacv2/channel"),
        (Look(tenant="t"), "19:x@thread.v2", "", "chat/19%3Ax%40thread.v2/0?tenantId=t"),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_message_or_at_least_its_channel(
    look: Look, channel: str, message_id: str, address: str
) -> None:
    assert look.address(channel, message_id) == f"https://teams.microsoft.com/l/{address}"
    assert look.address("C1", message_id) == ""


def test_a_letter_can_be_found_again_and_a_card_drawn_for_each_anew() -> None:
    activity = message(Card("A card", (blocks.Say(say("x")),)), LOOK, letter="42", refresh=Refresh(("29:a",) * 70, "v"))
    assert message_faults(activity) == []
    content = activity["attachments"][0]["content"]
    assert content["body"][0]["id"] == "huzzah-42"
    assert len(content["refresh"]["userIds"]) == 60
    ours = content["refresh"]["action"]["data"]["huzzah"]
    assert (ours["action"], ours["value"]) == ("view", "v")
    assert json.loads(ours["form"]) == {name: part for name, part in content.items() if name != "refresh"}


def test_what_does_not_fit_is_said_and_the_last_buttons_stay() -> None:
    long = tuple(blocks.Say(say("Ä" * 5_000)) for _ in range(20))
    body = _body(*long, blocks.Buttons((Button("why", "Older", "2"),)))
    assert body[-2]["inlines"][0]["text"] == f"… and {20 - (len(body) - 2)} more parts, not shown here."
    assert body[-1]["type"] == "ActionSet"
    assert len(json.dumps(_content(*long), ensure_ascii=False).encode()) < 80_000


def test_whose_paragraph_was_left_out_is_not_mentioned() -> None:
    content = _content(*(blocks.Say(say("Ä" * 5_900)) for _ in range(8)), blocks.Say(say(ANA)))
    assert "not shown here" in _words(content["body"][-1])
    assert _entities(content) == []


def test_an_empty_card_says_at_least_something() -> None:
    assert _words(_body()) == "A card"
    assert message(Card("", ()), LOOK)["summary"] == "Huzzah"
