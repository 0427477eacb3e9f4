"""Every spelling of an emoji comes to one canonical name."""

import emoji
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.emoji_names import canonical, glyph, groups, is_standard, names_in, shortcodes

SAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tada", (":tada:", "tada", "🎉", ":TADA:", "party_popper", ":party_popper:")),
    ("clap", ("clap", ":clap:", "👏", "👏🏽", "clap::skin-tone-3", ":clap::skin-tone-6:", "clapping_hands")),
    ("+1", ("+1", ":+1:", "thumbsup", ":thumbsup::skin-tone-2:", "👍", "👍🏿", "thumbs_up", "👍\ufe0f")),
    ("-1", ("-1", "thumbsdown", "👎🏻")),
    ("heart", ("heart", ":heart:", "❤", "❤️", "❤\ufe0e", "red_heart")),
    ("flag-fr", ("flag-fr", ":flag-fr:", "fr", "🇫🇷", "flag_fr")),
    ("flag-scotland", ("flag-scotland", "🏴󠁧󠁢󠁳󠁣󠁴󠁿")),
    (
        "female-technologist",
        ("female-technologist", "woman_technologist", "👩‍💻", "👩🏽‍💻", "female-technologist::skin-tone-4"),
    ),
    ("male-doctor", ("male-doctor", "👨‍⚕️", "👨‍⚕", "man_health_worker")),
    ("man-bowing", ("man-bowing", "🙇‍♂️", "🙇🏽‍♂️", "bowing_man")),
    ("woman_climbing", ("woman_climbing", "🧗‍♀️")),
    ("female_elf", ("female_elf", "🧝‍♀️", "woman_elf")),
    ("man-woman-girl-boy", ("man-woman-girl-boy", "👨‍👩‍👧‍👦")),
    ("woman-kiss-man", ("woman-kiss-man", "👩‍❤️‍💋‍👨", "👩🏻‍❤️‍💋‍👨🏿")),
    ("man_and_woman_holding_hands", ("👫", "👩🏻‍🤝‍👨🏿", "couple")),
    ("couple_with_heart", ("💑", "🧑🏿‍❤️‍🧑🏻", "couple_with_heart")),
    ("couplekiss", ("💏", "🧑🏿‍❤️‍💋‍🧑🏻", "couplekiss")),
    ("handshake", ("🤝", "🫱🏻‍🫲🏿", "handshake")),
    ("smiling_face_with_3_hearts", ("🥰", "smiling_face_with_3_hearts", "smiling_face_with_hearts")),
    ("large_green_circle", ("🟢", "large_green_circle", "green_circle")),
    ("dog", ("🐶", "dog")),
    ("dog2", ("🐕", "dog2")),
    ("umbrella", ("☂️", "umbrella")),
    ("one", ("1️⃣", "one")),
    ("beetle", ("🪲", "beetle")),
    ("m", ("Ⓜ️", "m")),
    ("naruhodo", ("naruhodo", ":Naruhodo:")),
    ("なるほど", (":なるほど:",)),
)


@pytest.mark.parametrize(("name", "spellings"), SAME)
def test_all_spellings_are_one(name: str, spellings: tuple[str, ...]) -> None:
    assert {canonical(spelling) for spelling in spellings} == {name}


def test_aliases_are_followed_through_chains_and_past_circles() -> None:
    aliases = {"party": "tada", "hooray": "alias:party", "a": "b", "b": "a", "me": "me", "yay": ":clap::skin-tone-2:"}
    assert [canonical(name, aliases) for name in (":party:", "Hooray", "yay", "🎉")] == ["tada", "tada", "clap", "tada"]
    assert canonical("me", aliases) == "me"
    assert canonical("a", aliases) in {"a", "b"}
    assert canonical("party") == "party"


@pytest.mark.parametrize(
    "char", [c for c, d in emoji.EMOJI_DATA.items() if d["status"] == emoji.STATUS["fully_qualified"]]
)
def test_every_emoji_is_read_and_shown(char: str) -> None:
    (name,) = names_in(char)
    assert name == canonical(char) == canonical(f":{name}:")
    shown = glyph(name)
    assert canonical(shown or "") == name
    assert is_standard(char)


def test_emoji_in_a_row_are_told_apart() -> None:
    assert names_in("🎉👏🏽👨‍👩‍👧‍👦❤️🇫🇷🇩🇪") == ["tada", "clap", "man-woman-girl-boy", "heart", "flag-fr", "flag-de"]
    assert names_in("🎉\u200d🎉") == ["tada", "tada"]
    assert names_in(":tada:") == ["tada"]


def test_custom_emoji_have_no_character() -> None:
    assert glyph("naruhodo") is None
    assert glyph("tada") == "🎉"
    assert glyph("heart") == "❤️"


def test_short_codes_are_unique_and_grouped() -> None:
    codes = shortcodes()
    assert len({name for name, _ in codes}) == len({char for _, char in codes}) == len(codes) > 1_800
    assert sum(map(len, groups().values())) == len(codes)
    assert ("tada", "🎉") in groups()["activities"]
    assert ("joy", "😂") in groups()["smileys"]
    assert all(canonical(name) == name for name, _ in codes)


@given(st.text(max_size=100))
def test_no_name_raises_and_a_canonical_name_stays(text: str) -> None:
    name = canonical(text)
    assert canonical(name) == name or not name.isalnum()
    glyph(text)
