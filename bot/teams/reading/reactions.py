"""Reactions: Teams' ids of emoji and Graph's characters as canonical names, and the way back for our own.

The ids: learn.microsoft.com/en-us/microsoftteams/platform/agents-in-teams/teams-reactions-reference
In Graph: learn.microsoft.com/en-us/graph/api/resources/chatmessagereaction
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from bot.shapes import Table, name
from scoring.emoji_names import canonical, glyph, is_standard

LONGEST_REACTION: Final = 120

_NAMED: Final = """
like 👍|yes 👍|no 👎|heart ❤|laugh 😆|surprised 😮|sad 🙁|angry 😠|angryface 😡|happyface 😃|cwl 😂|rofl 🤣|smile 🙂
grinningfacewithsmilingeyes 😄|sweatgrinning 😅|upsidedownface 🙃|meltingface 🫠|wink 😉|smileeyes 😊|blush 😊|angel 😇
inlove 🥰|hearteyes 😍|stareyes 🤩|kiss 😗|mmm ☺|smilingfacewithtear 🥲|tongueout 😋|winktongueout 😜
squintingfacewithtongue 😝|giggle 🤭|handovermouth 🫢|peekingeye 🫣|lipssealed 🤫|tmi 🤫|think 🤔|salute 🫡|wonder 🤨
speechless 😐|expressionless 😑|emo 😑|blankface 😶|dottedlineface 🫥|smirk 😏|unamused 😒|ttm 😒|dull 🙄|wasntme 🙄
shaking 🫨|relieved 😌|dream 😌|whew 😅|pensive 😔|sleepy 😪|sleepingface 😴|ill 🤒|puke 🤮|shivering 🥶|hungover 🥱
party 🥳|holidayspirit 🥳|disguisedface 🥸|cool 😎|nerdy 🤓|movember 🧐|confused 😕|diagonalmouth 🫤|worry 😧
faceholdingbacktears 🥹|fearful 😨|cry 😢|loudlycrying 😭|screamingfear 😱|veryconfused 😖|doh 😫|disappointed 😞
sweat 😓|weary 😩|headbang 😤|swear 🤬|devil 😈|skull 💀|poop 💩|ghost 👻|smilerobot 🤖|coolrobot 🤖|smilecat 😺
laughcat 😺|hearteyescat 😻|sadcat 😿|hearnoevil 🙉|seenoevil 🙈|speaknoevil 🙊|lips 💋|loveletter 💌
sparklingheart 💖|growingheart 💗|twohearts 💕|brokenheart 💔|heartonfire ❤‍🔥|mendingheart ❤‍🩹|heartpink 🩷
heartorange 🧡|heartyellow 💛|heartgreen 💚|heartblue 💙|heartlightblue 🩵|heartpurple 💜|heartbrown 🤎|heartblack 🖤
heartgrey 🩶|heartwhite 🤍|bomb 💣|speechbubble 💬|idea 💡|punch 🥊|boxingglove 🥊|call 🤙|wait ✋|highfive ✋|hi 👋
rock 🤘|facepalm 🤦|fingerscrossed 🤞|crossedfingers 🤞|clappinghands 👏|clap 👏|sarcastic 👏|handsinair 🙌
thewave1 🙌|thewave2 🙌|thewave3 🙌|thewave4 🙌|thewave5 🙌|vulcansalute 🖖|ok 👌|pinchedfingers 🤌|victory ✌
fingerheart 🫰|pointleftindex 👈|pointrightindex 👉|pointdownindex 👇|pointupindex ☝|poke 🫵|raisedfist ✊
hearthands 🫶|handshake 🤝|praying 🙏|selfiehand 🤳|selfie 🤳|muscle 💪|dropthemic 🎤|person 🧑|bowing 🙇|bow 🙇‍♂
thanks 🙇‍♀|shrug 🤷|manshrug 🤷‍♂|womanshrug 🤷‍♀|manfacepalming 🤦‍♂|womanfacepalming 🤦‍♀|ninja 🥷|santa 🎅
personsuperhero 🦸|mansuperhero 🦸‍♂|hero 🦸‍♀|wizard 🧙‍♂|fairy 🧚|mermaid 🧜‍♀|zombie 🧟‍♀|runner 🏃|gottarun 🏃‍♂
running 🏃‍♀|dance 🕺|skier ⛷|yoga 🧘‍♀|peoplehugging 🫂|smilemonkey 🐵|monkey 🐒|smiledog 🐶|dog 🐕|foxhug 🦊|cat 🐈
blackcat 🐈‍⬛|lion 🦁|unicornhead 🦄|reindeer 🦌|pig 🐖|lamb 🐑|elephant 🐘|bunnyhug 🐰|bunny 🐇|hedgehoghug 🦔
koala 🐨|panda 🐼|sloth 🦥|penguin 🐧|tortoise 🐢|snake 🐍|trex 🦖|whale 🐋|dolphin 🐬|fish 🐟|octopus 🐙|snail 🐌
butterfly 🦋|bug 🐛|bee 🐝|spider 🕷|cherryblossom 🌸|rose 🌹|wiltedflower 🥀|sunflower 🌻|flower 🌼|tulip 🌷
seedling 🌱|evergreentree 🌲|deciduoustree 🌳|palmtree 🌴|cactus 🌵|goodluck 🍀|fallingleaf 🍃|grapes 🍇|orange 🍊
watermelon 🍉|lemon 🍋|banana 🍌|pineapple 🍍|apple 🍎|peach 🍑|cherries 🍒|strawberry 🍓|aubergine 🍆|croissant 🥐
cheese 🧀|chickenleg 🍗|burger 🍔|fries 🍟|pizzaslice 🍕|noodles 🍜|cookies 🍪|cake 🎂|cakeslice 🍰|cupcake 🧁
pie 🥧|coffee ☕|chai 🍵|champagne 🍾|redwine 🍷|drink 🍸|beer 🍺|cheers 🥂|bubbletea 🧋|turkey 🦃|island 🏝
house 🏠|wfh 🏠|ambulance 🚑|policecar 🚓|taxi 🚕|car 🚗|truck 🚚|motorbike 🏍|scooter 🛵|bicycle 🚲|stopsign 🛑
plane ✈|launch 🚀|holdon ⌛|sun 🌞|star ⭐|rain 🌧|rainbow 🌈|umbrella ☔|snowflake ❄|snowmanwithoutsnow ⛄|fire 🔥
shopping 🛍|ring 💍|diamond 💎|bell 🔔|music 🎵|headphone 🎧|headphones 🎧|guitar 🎸|phone 📱|computer 💻|movie 🎬
camera 📸|spiralcalendar 📆|recycle ♻|cash 💲|pumpkin 🎃|xmastree 🎄|fireworks 🎆|sparkler 🎇|gift 🎁
reminderribbon 🎗|trophy 🏆|goldmedal 🥇|silvermedal 🥈|bronzemedal 🥉|soccerball ⚽|baseball ⚾|basketball 🏀
americanfootball 🏈|rugbyball 🏉|tennisball 🎾|bowlingball 🎳|flaginhole ⛳|target 🎯|eightball 🎱|magicwand 🪄
games 🎮|hug 🧸|pinata 🪅|glitterball 🪩
"""
"""Ids that don't say which character they stand for; of several for one, the first is the one we use ourselves.

Others bear the code points in front (`1f389_partypopper`). Where Teams draws a picture of its own: what is nearest.
"""

_SPELLED: Final = """
1f389_partypopper 1f38a_confettiball 1f440_eyes 2705_whiteheavycheckmark 274c_crossmark 1f4cc_pushpin 1f44b_wavinghand
1f44a_oncomingfist 1f450_openhands 1f4af_hundredpointssymbol 1f31f_glowingstar 2728_sparkles 1f3c5_sportsmedal
1f396_militarymedal 1f388_balloon 1f917_huggingface 1f9e0_brain 1f4a1_electriclightbulb 26a1_highvoltagesign
1f451_crown 1f4e3_cheeringmegaphone 1f37b_clinkingbeermugs 1f32e_taco 1f369_doughnut 1f490_bouquet 1f393_graduationcap
1f6a8_policecarsrevolvinglight 1f4dd_memo 1f511_key 1f528_hammer 26a0_warningsign 2753_blackquestionmarkornament
"""
"""Ids whose second half isn't the canonical name, and that we may want to use."""

_TONE: Final = re.compile(r"-tone[1-5]\Z")
_POINT: Final = re.compile(r"[0-9a-f]{2,5}")
_MOST_POINTS: Final = 10
_CUSTOM: Final = "custom"
_HIGHEST: Final = 0x10FFFF
_DECORATION: Final = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


def _named() -> Mapping[str, str]:
    entries = (entry.split(" ") for entry in re.split(r"[|\n]", _NAMED.strip()))
    return MappingProxyType({ident: canonical(char) for ident, char in entries})


def _ours() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for ident, emoji in _BY_ID.items():
        found.setdefault(emoji, ident)
    for ident in _SPELLED.split():
        found.setdefault(_spelled(ident) or ident, ident)
    return MappingProxyType(found)


@lru_cache(maxsize=2048)
def emoji_of(reaction: str) -> str:
    """The canonical name of a reaction, as an activity or Graph writes it: `like`, `1f389_partypopper`, 🎉.

    An organisation's own emoji keeps its name: of `testsc;0-wus-d2-7b5d` that is `testsc`.
    """
    bare = _TONE.sub("", reaction.strip().lower()[:LONGEST_REACTION])
    if not bare.isascii():
        return canonical(bare)
    return _BY_ID.get(bare) or _spelled(bare) or canonical(bare.partition(";")[0])


def reaction_told(reaction: Table) -> str:
    """The canonical name of one of Graph's reactions, where own emoji are all `custom`; nothing if it has none."""
    said = name(reaction.get("reactionType"))
    if said.lower() == _CUSTOM:
        said = name(reaction.get("displayName"))
    return emoji_of(said) if said else ""


def reaction_of(emoji: str) -> str:
    """What Teams calls an emoji, for a reaction of ours; an own emoji of the organisation goes by its name."""
    known = canonical(emoji)
    shown = glyph(known)
    if known in _BY_EMOJI or shown is None:
        return _BY_EMOJI.get(known, known)
    points = "_".join(f"{ord(char):x}" for char in _DECORATION.sub("", shown))
    return f"{points}_{re.sub('[^a-z0-9]', '', known)}"


def _spelled(ident: str) -> str:
    """The emoji whose code points stand in front; nothing if these are none (`face_massage` is hexadecimal, too)."""
    parts = ident.split("_", _MOST_POINTS)
    while parts:
        if all(map(_POINT.fullmatch, parts)):
            char = "".join(chr(int(part, 16)) for part in parts if int(part, 16) <= _HIGHEST)
            if not char.isascii() and is_standard(char):
                return canonical(char)
        parts.pop()
    return ""


_BY_ID: Final = _named()
_BY_EMOJI: Final = _ours()
