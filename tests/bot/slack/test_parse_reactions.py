"""Reactions, channels shared with others, and our own name: who did what, and whether they belong here."""

from typing import Any

import pytest

from bot.slack.parse import parse
from bot.slack.reading.heard import NOTHING, Ask, Heard
from handlers.events import (
    CommandGiven,
    MemberChanged,
    MessagePosted,
    ReactionAdded,
    ReactionRemoved,
)
from tests.bot.slack.payloads import (
    ANA,
    AT,
    BEN,
    BOT_USER,
    EVE,
    GENERAL,
    HOME,
    IN_A_GRID,
    LATER_AT,
    NOW,
    ORG,
    OTHER_TEAM,
    TEAM,
    TS,
    WHOLE_ORG,
    Payload,
    event,
    message,
    reaction,
    said,
)


def heard(payload: Payload) -> Heard:
    return parse(payload, HOME, NOW)


def posted(payload: Payload) -> MessagePosted:
    [what] = heard(payload).events
    assert isinstance(what, MessagePosted)
    return what


def test_a_reaction_says_who_where_with_what_and_to_whom() -> None:
    found = heard(reaction(emoji="thumbsup::skin-tone-3"))
    assert found.events == (
        ReactionAdded(
            workspace=TEAM, at=LATER_AT, member=BEN, channel=GENERAL, message=TS, emoji="thumbsup::skin-tone-3",
            author=ANA,
        ),
    )  # fmt: skip
    assert found.people == {ANA, BEN}
    [taken] = heard(reaction("reaction_removed")).events
    assert isinstance(taken, ReactionRemoved)


def test_the_author_may_be_missing() -> None:
    [added] = heard(reaction(item_user=None)).events
    assert isinstance(added, ReactionAdded)
    assert added.author == ""


@pytest.mark.parametrize(
    "more",
    [
        {"item": {"type": "file", "file": "F1"}}, {"item": None}, {"item": {"type": "message", "channel": GENERAL}},
        {"item": {"type": "message", "channel": "D0ANA", "ts": TS}}, {"user": BOT_USER}, {"reaction": ""},
    ],
)  # fmt: skip
def test_reactions_to_files_and_of_ours_are_nothing(more: dict[str, Any]) -> None:
    assert heard(reaction(**more)) == NOTHING


@pytest.mark.parametrize("key", ["user_team", "source_team", "team"])
def test_somebody_of_another_organisation_is_introduced_as_such(key: str) -> None:
    inner = {**said("Hi", EVE), "team": TEAM if key != "team" else None, key: OTHER_TEAM}
    outsider, spoken = heard(event(inner, shared=True)).events
    assert outsider == MemberChanged(workspace=TEAM, at=AT, member=EVE, external=True)
    assert isinstance(spoken, MessagePosted)


def test_a_colleague_in_a_shared_channel_is_a_colleague() -> None:
    [spoken] = heard(event(said("Hi", user_team=TEAM), shared=True)).events
    assert isinstance(spoken, MessagePosted)


def test_where_nobody_from_outside_can_be_everybody_is_one_of_us() -> None:
    assert len(heard(event(said("Hi", user_team="T0SISTER"))).events) == 1


@pytest.mark.parametrize("home", [IN_A_GRID, WHOLE_ORG])
def test_in_an_organisation_the_profile_says_whose_somebody_is(home: Any) -> None:
    found = parse(event(said("Hi", EVE, user_team="T0SISTER"), shared=True), home, NOW)
    assert len(found.events) == 1
    assert found.needs_names == {EVE}
    assert len(parse(event(said("Hi", EVE, user_team=ORG), shared=True), home, NOW).events) == 1
    assert len(parse(event(said("Hi", EVE, user_team="E0OTHER"), shared=True), home, NOW).events) == 2


def test_a_reaction_in_a_shared_channel_may_be_anybodys() -> None:
    found = parse(event({**reaction()["event"]}, shared=True), HOME, NOW)
    assert found.needs_names == {ANA, BEN}


@pytest.mark.parametrize("kind", ["message", "app_mention"])
def test_our_name_and_a_word_we_know_is_a_question_asked_once(kind: str) -> None:
    inner = {**said(f" <@{BOT_USER}|huzzah>, kudos <@U0BEN> 3", thread_ts="1794990000.000100"), "type": kind}
    found = heard(event(inner))
    assert found.events == (
        CommandGiven(
            workspace=TEAM, at=AT, member=ANA, channel=GENERAL, request=f"mention:{GENERAL}:{TS}", name="huzzah",
            text="kudos <@U0BEN> 3", thread="1794990000.000100",
        ),
    )  # fmt: skip
    assert found.needs_names == {ANA, BEN}
    assert found.ask is not None
    assert (found.ask.surface, found.ask.thread) == ("mention", "1794990000.000100")


@pytest.mark.parametrize(
    "text",
    [
        f"help <@{BOT_USER}>",
        "<@U0BEN> help",
        f"<@{BOT_USER}> :tada: thanks",
        f"<@{BOT_USER}> and <@U0BEN> :tada: thanks",
    ],
)
def test_other_talk_with_us_is_talk(text: str) -> None:
    assert posted(message(text)).text == text
    assert heard(event({**said(text), "type": "app_mention"})) == NOTHING


@pytest.mark.parametrize("asked", ["", "what can you do?"])
def test_our_name_and_words_nobody_knows_is_talk_and_a_question(asked: str) -> None:
    text = f"<@{BOT_USER}> {asked}".strip()
    assert posted(message(text)).text == text
    [given] = heard(event({**said(text), "type": "app_mention"})).events
    assert isinstance(given, CommandGiven)
    assert (given.name, given.text, given.request) == ("huzzah", asked, f"mention:{GENERAL}:{TS}")


@pytest.mark.parametrize("text", ["me", f"<@{BOT_USER}> me"])
@pytest.mark.parametrize("kind", ["im", "app_home", None])
def test_what_is_said_to_us_alone_is_asked_and_no_talk(kind: str | None, text: str) -> None:
    found = heard(message(text, channel="D0ANA", channel_type=kind, thread_ts="1794990000.000100"))
    assert found.events == (
        CommandGiven(
            workspace=TEAM, at=AT, member=ANA, channel="", request=f"mention:D0ANA:{TS}", name="huzzah",
            text="me", thread="1794990000.000100",
        ),
    )  # fmt: skip
    assert found.ask == Ask(ANA, "direct", channel="D0ANA", thread="1794990000.000100", message=TS)


def test_a_question_from_another_organisation_is_refused() -> None:
    found = heard(event(said(f"<@{BOT_USER}> help", EVE, user_team=OTHER_TEAM), shared=True))
    assert found.refused
    assert not found.events
