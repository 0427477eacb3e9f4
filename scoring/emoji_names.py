"""Emoji by one canonical name, whatever the spelling: `:tada:`, 🎉, skin tones, custom aliases."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import emoji

NO_ALIASES: Final[Mapping[str, str]] = MappingProxyType({})

_FULLY_QUALIFIED: Final = 2  # emoji.STATUS["fully_qualified"]: the form to show, with its variation selector
_TONES: Final = "\U0001f3fb-\U0001f3ff"
_REGIONAL: Final = "\U0001f1e6-\U0001f1ff"
_SELECTORS: Final = "\ufe0e\ufe0f"
_KEPT_AS_TEXT: Final = frozenset("©®™‼⁉〰〽ℹⓂ")  # signs of ordinary writing: no emoji unless spelled :name:
_LONGEST_CACHED: Final = 64  # longer than any real emoji or name: hostile text must not fill the caches
_LONGEST_CHAIN: Final = 16

# Names that chat clients use and the `emoji` package doesn't know, means otherwise or doesn't put first.
# Those that follow a rule (female-cook, man-woman-boy, large_red_square, flag-fr) come from _chat_name.
_EXTRA: Final = """
🌥 barely_sunny sun_behind_cloud|🌤 mostly_sunny sun_small_cloud|🌦 partly_sunny_rain|🌧 rain_cloud
🌨 snow_cloud|🌩 lightning lightning_cloud|🌪 tornado tornado_cloud|🍽 knife_fork_plate|🎖 medal|🐞 ladybug
🪲 beetle|🖖 spock-hand|🛑 octagonal_sign|🛒 shopping_trolley|🛴 scooter|🤘 the_horns sign_of_the_horns
🤠 face_with_cowboy_hat|🤞 crossed_fingers hand_with_index_and_middle_fingers_crossed
🤟 i_love_you_hand_sign|🤦 face_palm|🤨 face_with_raised_eyebrow face_with_one_eyebrow_raised
🤩 star-struck grinning_face_with_star_eyes|🤪 zany_face grinning_face_with_one_large_and_one_small_eye
🤮 face_vomiting face_with_open_mouth_vomiting|🤫 shushing_face face_with_finger_covering_closed_lips
🤯 exploding_head shocked_face_with_exploding_head
🤬 face_with_symbols_on_mouth serious_face_with_symbols_covering_mouth|🤶 mrs_claus mother_christmas
🤭 face_with_hand_over_mouth smiling_face_with_smiling_eyes_and_hand_covering_mouth
🤸 person_doing_cartwheel|🤹 juggling|🤺 fencer|🤼 wrestlers|🤼‍♀️ woman-wrestling|🤼‍♂️ man-wrestling
🤾 handball|🥁 drum_with_drumsticks|🥇 first_place_medal|🥈 second_place_medal|🥉 third_place_medal
🥝 kiwifruit|🥰 smiling_face_with_3_hearts|🥿 womans_flat_shoe|🦒 giraffe_face|🦓 zebra_face|🧉 mate_drink
🧑‍🦰 red_haired_person|🧑‍🦱 curly_haired_person|🧑‍🦲 bald_person|🧑‍🦳 white_haired_person
🧔‍♀️ woman_with_beard|🧔‍♂️ man_with_beard|🧕 person_with_headscarf|⏏ eject
⚕ medical_symbol staff_of_aesculapius|👰 bride_with_veil|👳 man_with_turban|💂 guardsman
👫 man_and_woman_holding_hands|👯‍♀️ woman-with-bunny-ears-partying women-with-bunny-ears-partying
✉ email envelope|👯‍♂️ man-with-bunny-ears-partying men-with-bunny-ears-partying|🙆 ok_woman|📆 calendar
🚋 train|🥚 egg|🦃 turkey|*⃣ keycap_star|👩‍⚕ female-doctor|👨‍⚕ male-doctor|🏴󠁧󠁢󠁥󠁮󠁧󠁿 flag-england
🏴󠁧󠁢󠁳󠁣󠁴󠁿 flag-scotland|🏴󠁧󠁢󠁷󠁬󠁳󠁿 flag-wales|👍 +1 thumbsup|👎 -1 thumbsdown|🤔 thinking_face
🤣 rolling_on_the_floor_laughing|🙄 face_with_rolling_eyes|👊 punch|🖕 middle_finger|🧐 face_with_monocle
🦍 gorilla|🍊 tangerine|🏅 sports_medal|📡 satellite_antenna|🛰 satellite|☔ umbrella_with_rain_drops
☂ umbrella|⛄ snowman_without_snow|☃ snowman|⛱ umbrella_on_ground|🥛 glass_of_milk|🛍 shopping_bags
🧀 cheese_wedge|📸 camera_with_flash|🔟 keycap_ten|🤛 left-facing_fist|🤜 right-facing_fist
👱‍♀️ blond-haired-woman|👱‍♂️ blond-haired-man|👱 person_with_blond_hair|🏋 weight_lifter|🏌 golfer
⛹ person_with_ball|💁 information_desk_person|🙍 person_frowning|🙎 person_with_pouting_face
🏔 snow_capped_mountain|🐦‍⬛ black_bird|🏖 beach_with_umbrella|🎟 admission_tickets|🎞 film_frames
🛫 airplane_departure|🛌 sleeping_accommodation|🧖 person_in_steamy_room|🧗 person_climbing
🧘 person_in_lotus_position|🖇 linked_paperclips|🏳️‍🌈 rainbow-flag|🕴 man_in_business_suit_levitating
🗳 ballot_box_with_ballot|🤱 breast-feeding|👳‍♀️ woman-wearing-turban
"""
_PROFESSIONS: Final = frozenset(
    "farmer cook student singer artist teacher factory_worker technologist office_worker mechanic scientist "
    "astronaut firefighter judge pilot police_officer construction_worker guard detective".split()
)
_MYTHICAL: Final = frozenset("superhero supervillain mage fairy vampire elf genie zombie".split())
_UNHYPHENED: Final = frozenset(
    "standing kneeling climbing in_steamy_room in_lotus_position in_tuxedo with_veil".split()
)

_GROUPS: Final = (
    ("smileys", "😀-🙄🤐-🤗🤠-🤯🥰-🥺🧐🥹🫠-🫨☠☺💀👻👽👾🤖👹👺💩😺"),
    ("gestures", "👀-👐🙌🙏🤌🤏🤘-🤟🤙🤚-🤜✊-✍☝💪🫰-🫸🖐🖕🖖🦾🦿❤💋-💟🧡🤍🤎🖤🩵-🩷"),
    ("people", "👤-💏💑🕴🕵🕺🗣🙅-🙏🤰-🤾🥷🦸🦹🧍-🧏🧑-🧟💁-💇🚣🚴-🚶🏂-🏌"),
    ("nature", "🌍-🍅🐀-🐿🕊🕷🕸🥀🦀-🦮🦊🦠🐾🪰-🪻🌂-🌬☀-☄⛄⛅⭐✨🔥🍁-🍃🌵-🌿💐"),
    ("food", "🌭-🌯🌶🌽🍄-🎂🥂-🥯🥐-🥮🧀-🧋🫐-🫛☕"),
    ("activities", "🎀-🏆🥅-🥏🧩🪀-🪄⚽⚾♟🎮"),
    ("travel", "🌁-🌉🏔-🏰🗺-🗿🚀-🛼⛪-⛺✈⌚⌛⏰-⏳"),
    ("flags", "🏁🏳🏴🚩🎌🇦-🇿"),
)


def _bare(char: str) -> str:
    """The character without variation selectors and skin tones."""
    return _DECORATION.sub("", char)


_DECORATION: Final = re.compile(f"[{_SELECTORS}{_TONES}]")
_TONE_IN_NAME: Final = re.compile(r"_?:?(?:medium-)?(?:light|medium|dark)_skin_tone")
_FLAG_LETTERS: Final = {0x1F1E6 + n: chr(ord("a") + n) for n in range(26)}
_PERSON: Final = re.compile(r"((?:wo)?man)_(.+)")
_FAMILY: Final = re.compile(r"family_((?:wo)?man_.+)")
_COUPLE: Final = re.compile(r"(couple_with_heart|kiss)_((?:wo)?man)_((?:wo)?man)")
_COLOURED: Final = re.compile(r"red_square|(?:orange|yellow|green|blue|purple|brown)_(?:circle|square)")


def _chat_name(english: str, bare: str) -> str | None:
    """What chat clients call an emoji whose English name follows a rule: man_cook is male-cook there."""
    if family := _FAMILY.fullmatch(english):
        return family[1].replace("_", "-")
    if couple := _COUPLE.fullmatch(english):
        return f"{couple[2]}-{couple[1].rpartition('_')[2]}-{couple[3]}"
    if _COLOURED.fullmatch(english):
        return "large_" + english
    person = _PERSON.fullmatch(english)
    if person is None:
        return None
    sex, what = ("female" if person[1] == "woman" else "male"), person[2]
    if what in _PROFESSIONS:
        return f"{sex}-{what}".replace("_", "-")
    if what in _MYTHICAL:
        return f"{sex}_{what}"
    if bare[-1] in "♀♂":
        return english if what in _UNHYPHENED else english.replace("_", "-")
    return None


def _fold(name: str) -> str:
    """The key under which a name is looked up: hyphens and underscores are one."""
    return name.strip(":").lower().replace("-", "_").replace("’", "").replace(".", "")


class _Table:
    """Every standard emoji: by key, by bare character, and how it looks."""

    def __init__(self) -> None:
        self.by_key: dict[str, str] = {}  # folded name -> bare character
        self.names: dict[str, str] = {}  # bare character -> canonical name
        self.shown: dict[str, str] = {}  # bare character -> the character to show
        self.by_spelling: dict[str, str] = {}  # characters with tones and all, and :names: -> canonical name
        for entry in re.split(r"[|\n]", _EXTRA.strip()):
            char, *names = entry.split()
            self._add(_bare(char), names)
        bare_of = {char: _bare(char) for char in emoji.EMOJI_DATA}
        plain, toned = [], []
        for char, data in emoji.EMOJI_DATA.items():
            if data["status"] != _FULLY_QUALIFIED:
                continue
            bare, english = bare_of[char], str(data["en"])
            if "skin_tone" in english:
                toned.append((bare, _fold(_TONE_IN_NAME.sub("", english))))
                continue
            plain.append((bare, english))
            self.shown[bare] = char
            usual = _chat_name(_fold(english), bare)
            first = [usual] if usual else []
            self._add(bare, [*self._flag(bare), *first, *map(str, data.get("alias", ()))])
        # English names come last: where they clash with what people type (`:dog:`), the latter wins.
        for bare, english in plain:
            self._add(bare, [english])
        # Couples of two tones exist only with tones: without them they are the plain couple.
        for bare, key in toned:
            couple = key.replace("kiss_person_person", "couplekiss").replace("_person_person", "")
            if bare not in self.names and couple in self.by_key:
                self.names[bare] = self.names[self.by_key[couple]]
        self.by_spelling |= {char: self.names[bare] for char, bare in bare_of.items() if bare in self.names}
        self.by_spelling |= {f":{key}:": self.names[bare] for key, bare in self.by_key.items()}

    def _add(self, bare: str, names: Iterable[str]) -> None:
        for name in names:
            key = _fold(name)
            if self.by_key.setdefault(key, bare) == bare:
                self.names.setdefault(bare, name.strip(":").lower())

    @staticmethod
    def _flag(bare: str) -> list[str]:
        letters = bare.translate(_FLAG_LETTERS)
        return [f"flag-{letters}"] if letters.isascii() and letters.isalpha() else []


_TABLE: Final = _Table()
SPELLINGS: Final[Mapping[str, str]] = _TABLE.by_spelling  # 👏🏽 and `:clap:` -> `clap`


def _first_characters() -> str:
    """A character class of whatever begins an emoji, written as ranges."""
    points = sorted({ord(bare[0]) for bare in _TABLE.names if bare[0] not in _KEPT_AS_TEXT and ord(bare[0]) > 127})
    spans: list[list[int]] = []
    for point in points:
        if spans and point - spans[-1][1] <= (1 if point < 0x10000 else 16) and point != 0x1F400:
            spans[-1][1] = point
        else:
            spans.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in spans if not 0x1F1E6 <= first <= 0x1F1FF)


_FIRST: Final = _first_characters()
_AFTER: Final = f"[{_SELECTORS}{_TONES}]*+[\U000e0020-\U000e007f]*+"
_JOINED: Final = f"(?:\u200d[{_FIRST}]{_AFTER})*+"
_KEYCAP: Final = f"(?<=[0-9#*])[{_SELECTORS}]?\u20e3"
# Both begin with one character class, so that the engine can skip what is no emoji quickly.
ONE_EMOJI: Final = re.compile(
    f"[0-9#*{_REGIONAL}{_FIRST}](?:(?<=[{_FIRST}]){_AFTER}{_JOINED}|(?<=[{_REGIONAL}])[{_REGIONAL}]?|{_KEYCAP})"
)
# Several in a row, for the tokenizer: what one begins with, and what follows it.
EMOJI_FIRST: Final = f"{_REGIONAL}{_FIRST}"
EMOJI_REST: Final = f"(?<=[{EMOJI_FIRST}])[{EMOJI_FIRST}{_SELECTORS}{_TONES}\u200d\U000e0020-\U000e007f]*+"
KEYCAP_FIRST: Final = "0-9*"  # and #, which is left out, lest it be a hashtag
KEYCAP_REST: Final = f"(?<=[0-9*])[{_SELECTORS}]?\u20e3"


def _standard(spelling: str) -> str:
    """Canonical name of a standard emoji; anything else lower-cased as it is."""
    return _known(spelling) if len(spelling) <= _LONGEST_CACHED else _look_up(spelling)


def _look_up(spelling: str) -> str:
    name = spelling.strip(":").lower()
    if "::" in name:
        name = name.partition("::")[0]
    bare = _TABLE.by_key.get(name.replace("-", "_"))
    if bare is None and not spelling.isascii():
        bare = _bare(spelling)
    return name if bare is None else _TABLE.names.get(bare, name)


_known: Final = lru_cache(maxsize=8192)(_look_up)


def canonical(name_or_char: str, aliases: Mapping[str, str] = NO_ALIASES) -> str:
    """One spelling for every spelling, without colons and skin tones: `clap::skin-tone-3`, 👏🏽 -> `clap`.

    `aliases` are a workspace's own names (`party` -> `tada`); chains are followed, circles are left.
    """
    name = _standard(name_or_char)
    if not aliases:
        return name
    custom = name_or_char.strip(":").partition("::")[0].lower()
    for key in (custom, name):
        if key in aliases:
            return _follow(key, aliases)
    return name


def _follow(name: str, aliases: Mapping[str, str]) -> str:
    for _ in range(_LONGEST_CHAIN):
        target = aliases.get(name)
        if target is None or target == name:
            return name
        name = _standard(target.removeprefix("alias:"))
    return name


def names_in(piece: str) -> list[str]:
    """Canonical names (aliases aside) of the emoji in one EMOJI piece: `:name:`, or characters in a row."""
    if piece[0] == ":":
        return [SPELLINGS.get(piece) or _standard(piece)]
    found = [piece] if piece in SPELLINGS else ONE_EMOJI.findall(piece)
    names = [SPELLINGS.get(char, "") for char in found]
    return names if all(names) else _unusual(found)


def _unusual(chars: Iterable[str]) -> list[str]:
    """Names where some characters are in no table: parts joined to something that is no emoji of its own."""
    names: list[str] = []
    for char in chars:
        name = _standard(char)
        if name == char and "\u200d" in char:
            names += [SPELLINGS.get(part) or _standard(part) for part in char.split("\u200d") if part]
        else:
            names.append(name)
    return names


def glyph(name: str) -> str | None:
    """The character to show for a canonical name; None for a custom emoji."""
    bare = _TABLE.by_key.get(_fold(_standard(name)))
    return _TABLE.shown.get(bare) if bare else None


def is_standard(name: str) -> bool:
    """Whether a name or character is an emoji everybody has."""
    return glyph(name) is not None


@lru_cache(maxsize=1)
def shortcodes() -> tuple[tuple[str, str], ...]:
    """(canonical name, character) of every standard emoji, smileys first, for a picker or completion."""
    patterns = [re.compile(f"[{chars}]") for _, chars in _GROUPS]
    rows = []
    for bare, shown in _TABLE.shown.items():
        place = next((i for i, p in enumerate(patterns) if p.match(bare)), len(patterns))
        rows.append((place, bare, _TABLE.names[bare], shown))
    return tuple((name, shown) for _, _, name, shown in sorted(rows))


@lru_cache(maxsize=1)
def groups() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The short codes by group (smileys, gestures, people …; `symbols` is whatever is left)."""
    patterns = {group: re.compile(f"[{chars}]") for group, chars in _GROUPS}
    found: dict[str, list[tuple[str, str]]] = {group: [] for group in [*patterns, "symbols"]}
    for name, shown in shortcodes():
        group = next((g for g, p in patterns.items() if p.match(shown)), "symbols")
        found[group].append((name, shown))
    return {group: tuple(rows) for group, rows in found.items()}
