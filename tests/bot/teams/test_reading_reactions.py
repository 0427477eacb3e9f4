"""Reactions by Teams' ids, by Graph's characters and by canonical names are the same reactions."""

import pytest

from bot.teams.reading.reactions import emoji_of, reaction_of, reaction_told
from scoring.emoji_names import canonical, shortcodes


@pytest.mark.parametrize(
    ("reaction", "emoji"),
    [
        ("like", "+1"), ("heart", "heart"), ("laugh", canonical("😆")), ("surprised", "open_mouth"),
        ("sad", "slightly_frowning_face"), ("angry", "angry"), ("1f389_partypopper", "tada"), ("🎉", "tada"),
        ("1f440_eyes", "eyes"), ("2705_whiteheavycheckmark", "white_check_mark"), ("launch", "rocket"),
        ("like-tone3", "+1"), ("👍🏽", "+1"), ("LIKE", "+1"), (" like ", "+1"), ("cool", "sunglasses"),
        ("ok", "ok_hand"),
        ("1f468_200d_1f9b0_maleredhaired", canonical("👨‍🦰")), ("heartonfire", canonical("❤️‍🔥")), ("1f44d", "+1"),
        ("face_massage", "face_massage"), ("dad_joke", "dad_joke"), ("testsc;0-wus-d2-7b5d", "testsc"),
        ("thumbsup_custom_0125de505", "thumbsup_custom_0125de505"), ("", ""), ("d800_half", "d800_half"),
        ("110000_beyond", "110000_beyond"),
    ],
)  # fmt: skip
def test_a_reaction_has_a_canonical_name(reaction: str, emoji: str) -> None:
    assert emoji_of(reaction) == emoji


def test_every_emoji_can_be_put_on_a_message_and_is_known_again() -> None:
    lost = [name for name, _ in shortcodes() if emoji_of(reaction_of(name)) != name]
    assert lost == []


@pytest.mark.parametrize(
    ("emoji", "reaction"),
    [
        ("tada", "1f389_partypopper"), ("+1", "like"), ("thumbsup", "like"), ("🎉", "1f389_partypopper"),
        ("raised_hands", "handsinair"), ("white_check_mark", "2705_whiteheavycheckmark"), ("taco", "1f32e_taco"),
        ("party_parrot", "party_parrot"), ("cherry_blossom", "cherryblossom"), ("satellite", "1f6f0_satellite"),
    ],
)  # fmt: skip
def test_our_own_reactions_are_called_as_teams_calls_them(emoji: str, reaction: str) -> None:
    assert reaction_of(emoji) == reaction


@pytest.mark.parametrize(
    ("told", "emoji"),
    [
        ({"reactionType": "🎉", "displayName": "Party popper"}, "tada"),
        ({"reactionType": "custom", "displayName": "testsc"}, "testsc"),
        ({"reactionType": "custom"}, ""), ({"reactionType": None}, ""), ({}, ""), ({"reactionType": ["like"]}, ""),
    ],
)  # fmt: skip
def test_graph_tells_characters_and_names(told: dict[str, object], emoji: str) -> None:
    assert reaction_told(told) == emoji
